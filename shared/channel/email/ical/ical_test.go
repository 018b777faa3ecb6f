package ical_test

import (
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email/ical"
)

// calendar wraps the lines of an event.
func calendar(method string, lines ...string) string {
	head := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" + method + "\r\nBEGIN:VEVENT\r\n"
	return head + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func TestReadTakesWhoWhatWhenAndWhere(t *testing.T) {
	t.Parallel()
	c := ical.Read(calendar("request", "UID:1@example.org",
		"DTSTART;TZID=Europe/Paris:20260601T100000", "DURATION:PT30M",
		`SUMMARY;LANGUAGE=en:Standup\, short`, `LOCATION:Room 4\; upstairs`, `DESCRIPTION:First line\nsec`, " ond line",
		`ORGANIZER;CN="Ann: the first":MAILTO:ann@example.org`,
		"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=needs-action;CN=山田;RSVP=TRUE:mailto:y", "\tamada@example.jp",
		"ATTENDEE;EMAIL=bo@example.net;CN=Bo ^'B^':urn:uuid:1", "RRULE:FREQ=DAILY"))
	if c == nil || c.Method != "REQUEST" || len(c.Events) != 1 {
		t.Fatalf("%+v", c)
	}
	e := c.Events[0]
	if e.Summary != "Standup, short" || e.Location != "Room 4; upstairs" || e.Description != "First line\nsecond line" || e.Rule != "FREQ=DAILY" {
		t.Errorf("%+v", e)
	}
	if e.Organizer != (ical.Person{Name: "Ann: the first", Address: "ann@example.org"}) {
		t.Errorf("organizer %+v", e.Organizer)
	}
	want := []ical.Person{{Name: "山田", Address: "yamada@example.jp", Status: "NEEDS-ACTION"}, {Name: `Bo "B"`, Address: "bo@example.net"}}
	if len(e.Attendees) != 2 || e.Attendees[0] != want[0] || e.Attendees[1] != want[1] {
		t.Errorf("attendees %+v", e.Attendees)
	}
}

// Rules of a zone whose name no system knows, as Outlook writes them.
const outlookZone = "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\n" +
	"BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n" +
	"BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"

func TestTimes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lines, start, end, zone string }{
		"in UTC":                                 {"DTSTART:20260601T080000Z\nDTEND:20260601T090000Z", "2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z", "UTC"},
		"in a zone, in winter":                   {"DTSTART;TZID=Europe/Paris:20260101T100000", "2026-01-01T10:00:00+01:00", "", "Europe/Paris"},
		"in a zone with a prefix":                {"DTSTART;TZID=/example.org/20260101_1/America/New_York:20260701T100000", "2026-07-01T10:00:00-04:00", "", "America/New_York"},
		"in quotes":                              {`DTSTART;TZID="Asia/Tokyo":20260601T100000`, "2026-06-01T10:00:00+09:00", "", "Asia/Tokyo"},
		"by the calendar's own rules, in summer": {"DTSTART;TZID=W. Europe Standard Time:20260601T100000", "2026-06-01T10:00:00+02:00", "", "W. Europe Standard Time"},
		"an hour before the clocks go forward":   {"DTSTART;TZID=W. Europe Standard Time:20260329T010000", "2026-03-29T01:00:00+01:00", "", "W. Europe Standard Time"},
		"an hour after the clocks go forward":    {"DTSTART;TZID=W. Europe Standard Time:20260329T030000", "2026-03-29T03:00:00+02:00", "", "W. Europe Standard Time"},
		"in the first week of a year":            {"DTSTART;TZID=W. Europe Standard Time:20260102T100000", "2026-01-02T10:00:00+01:00", "", "W. Europe Standard Time"},
		"in the week the clocks go back":         {"DTSTART;TZID=W. Europe Standard Time:20261026T100000", "2026-10-26T10:00:00+01:00", "", "W. Europe Standard Time"},
		"in a zone that nobody describes":        {"DTSTART;TZID=Somewhere:20260601T100000", "2026-06-01T10:00:00Z", "", "Somewhere"},
		"of the place":                           {"DTSTART:20260601T100000\nDURATION:P1DT2H", "2026-06-01T10:00:00Z", "2026-06-02T12:00:00Z", ""},
		"a whole day":                            {"DTSTART;VALUE=DATE:20260601", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", ""},
		"ending before it starts":                {"DTSTART:20260601T100000Z\nDTEND:20260601T090000Z", "2026-06-01T10:00:00Z", "", "UTC"},
		"not stated":                             {"SUMMARY:x", "", "", ""},
		"no date":                                {"DTSTART:20261301T000000\nDTEND:soon\nDURATION:PXM", "", "", ""},
	} {
		cal := ical.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + c.lines + "\nEND:VEVENT\n" + outlookZone + "END:VCALENDAR\n")
		if cal == nil || len(cal.Events) != 1 {
			t.Errorf("%s: %+v", name, cal)
			continue
		}
		e := cal.Events[0]
		if stamp(e.Start.Time) != c.start || stamp(e.End.Time) != c.end || e.Start.Zone != c.zone {
			t.Errorf("%s: %s to %s (%s), want %s to %s (%s)", name, stamp(e.Start.Time), stamp(e.End.Time), e.Start.Zone, c.start, c.end, c.zone)
		}
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

func TestReadPassesOverWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no end":              "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Standup",
		"no calendar's end":   "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Standup\nEND:VEVENT",
		"lines without colon": "BEGIN:VCALENDAR\nnonsense\nBEGIN:VEVENT\n=\n:\n;;;\nSUMMARY:Standup\nEND:VEVENT\nEND:VCALENDAR",
		"an open quote":       "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X=\"y:Standup\nEND:VEVENT\nEND:VCALENDAR",
		"an alarm within":     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Standup\nBEGIN:VALARM\nSUMMARY:Wake up\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR",
		"lone returns":        "BEGIN:vcalendar\r\nbegin:vevent\r\n\r\nsummary:Standup\r\nend:vevent\r\nEND:VCALENDAR",
	} {
		c := ical.Read(text)
		if c == nil || len(c.Events) != 1 || c.Events[0].Summary != "Standup" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	for name, text := range map[string]string{"nothing": "", "a text": "See you: at nine\nAnn", "an event alone": "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT"} {
		if c := ical.Read(text); c != nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(calendar("REPLY", "DTSTART;TZID=Europe/Paris:20260601T100000", "DURATION:P1W", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.org"))
	f.Add("BEGIN:VCALENDAR\n" + outlookZone + "BEGIN:VEVENT\nDTSTART;TZID=W. Europe Standard Time:20260601T100000\nEND:VEVENT\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := ical.Read(text)
		if c == nil {
			return
		}
		for _, e := range c.Events {
			if !e.End.IsZero() && e.End.Before(e.Start.Time) {
				t.Fatalf("%v ends before it starts", e)
			}
		}
	})
}
