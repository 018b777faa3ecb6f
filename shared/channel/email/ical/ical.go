// Package ical reads invitations: iCalendar objects (RFC 5545) as mail carries
// them (RFC 5546, RFC 6047).
//
// It promises to read what there is: lines that make no sense are passed over,
// a calendar that breaks off is read as far as it goes, and no input makes it
// panic or take more than linear time. It refuses to expand recurrences: it says
// that an event repeats, and by which rule.
package ical

import (
	"strings"
	"time"
)

// Limits on what is read of a calendar; invitations stay far below them.
const (
	maxBytes     = 1 << 20
	maxAttendees = 500
	maxEvents    = 200
	maxZones     = 100
)

// Calendar is an iCalendar object.
type Calendar struct {
	Method string // upper case: REQUEST, REPLY, CANCEL, COUNTER, PUBLISH…; empty when not stated
	Events []Event
}

// Event is a VEVENT.
type Event struct {
	UID         string
	Summary     string
	Location    string
	Description string
	Comment     string // what an attendee wrote with an answer
	Status      string // upper case: CONFIRMED, TENTATIVE, CANCELLED
	Start, End  Moment // End is the first moment after the event, or zero
	Organizer   Person
	Attendees   []Person
	Rule        string // RRULE, as it stands; empty for an event that does not repeat
	Exception   bool   // one occurrence of an event that repeats
}

// Moment is a time as a calendar states it.
type Moment struct {
	time.Time        // zero when not stated
	Zone      string // as stated: an IANA name, a name of the calendar's own, UTC; empty for the time of the place
	AllDay    bool   // a date without a time
}

// Person is an organizer or an attendee.
type Person struct {
	Name    string
	Address string // of mail, without "mailto:"
	Status  string // PARTSTAT, upper case: ACCEPTED, DECLINED, TENTATIVE, DELEGATED, NEEDS-ACTION; may be empty
}

// Read reads a calendar of UTF-8 text. It returns nil for what is none.
func Read(text string) *Calendar {
	text = text[:min(len(text), maxBytes)]
	r := reader{zones: map[string]*zone{}}
	for line := range lines(text) {
		if p, ok := parseProperty(line); ok {
			r.property(p)
		}
	}
	r.closeEvent()
	if !r.calendar {
		return nil
	}
	for i := range r.out.Events {
		r.settle(&r.out.Events[i], r.times[i])
	}
	return &r.out
}

// reader takes in the properties of a calendar in their order.
type reader struct {
	calendar bool
	out      Calendar
	within   []string // components open at this line, from VCALENDAR on
	event    *Event
	stated   stated
	times    []stated // of out.Events
	zones    map[string]*zone
	zone     *zone
}

// stated are the properties that have to wait for the time zones, which may
// stand behind the event.
type stated struct{ start, end, duration property }

func (r *reader) property(p property) {
	switch p.name {
	case "BEGIN":
		r.begin(strings.ToUpper(p.value))
		return
	case "END":
		r.end(strings.ToUpper(p.value))
		return
	}
	switch in := r.component(); {
	case in == "VCALENDAR" && p.name == "METHOD":
		r.out.Method = strings.ToUpper(strings.TrimSpace(p.value))
	case in == "VEVENT" && r.event != nil:
		r.eventProperty(p)
	case r.zone != nil:
		r.zone.property(in, p)
	}
}

func (r *reader) component() string {
	if len(r.within) == 0 {
		return ""
	}
	return r.within[len(r.within)-1]
}

// maxNested bounds components within components; iCalendar has three levels.
const maxNested = 10

func (r *reader) begin(name string) {
	r.calendar = r.calendar || name == "VCALENDAR"
	if len(r.within) < maxNested {
		r.within = append(r.within, name)
	}
	switch name {
	case "VEVENT":
		r.closeEvent()
		if len(r.out.Events) < maxEvents {
			r.event = &Event{}
		}
	case "VTIMEZONE":
		r.zone = &zone{}
	case "STANDARD", "DAYLIGHT":
		if r.zone != nil {
			r.zone.begin()
		}
	}
}

func (r *reader) end(name string) {
	for i := len(r.within) - 1; i >= 0; i-- {
		if r.within[i] == name {
			r.within = r.within[:i]
			break
		}
	}
	switch name {
	case "VEVENT":
		r.closeEvent()
	case "VTIMEZONE":
		if r.zone != nil && len(r.zones) < maxZones {
			r.zones[r.zone.id] = r.zone
		}
		r.zone = nil
	}
}

// closeEvent keeps the event that is being read.
func (r *reader) closeEvent() {
	if r.event != nil {
		r.out.Events = append(r.out.Events, *r.event)
		r.times = append(r.times, r.stated)
	}
	r.event, r.stated = nil, stated{}
}

func (r *reader) eventProperty(p property) {
	e := r.event
	switch p.name {
	case "UID":
		e.UID = p.value
	case "SUMMARY":
		e.Summary = p.text()
	case "LOCATION":
		e.Location = p.text()
	case "DESCRIPTION":
		e.Description = p.text()
	case "COMMENT":
		e.Comment = p.text()
	case "STATUS":
		e.Status = strings.ToUpper(p.value)
	case "DTSTART":
		r.stated.start = p
	case "DTEND":
		r.stated.end = p
	case "DURATION":
		r.stated.duration = p
	case "RRULE":
		e.Rule = p.value
	case "RECURRENCE-ID":
		e.Exception = true
	case "ORGANIZER":
		e.Organizer = p.person()
	case "ATTENDEE":
		if len(e.Attendees) < maxAttendees {
			e.Attendees = append(e.Attendees, p.person())
		}
	}
}

// settle fills in the times of an event, now that every zone is known.
func (r *reader) settle(e *Event, s stated) {
	e.Start = r.moment(s.start)
	e.End = r.moment(s.end)
	if e.Start.IsZero() {
		return
	}
	if length, ok := parseDuration(s.duration.value); ok && e.End.IsZero() {
		e.End = e.Start
		e.End.Time = e.Start.Add(length)
	}
	if e.Start.AllDay && e.End.IsZero() { // one day (RFC 5545 §3.6.1)
		e.End = e.Start
		e.End.Time = e.Start.AddDate(0, 0, 1)
	}
	if e.End.Before(e.Start.Time) {
		e.End = Moment{}
	}
}
