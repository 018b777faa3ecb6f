package inbox_test

import (
	"testing"
	"time"

	"confab/shared/inbox"
)

// office is nine to five from Monday to Friday, with an hour's lunch on Wednesdays.
func office(zone string) inbox.BusinessHours {
	h := inbox.BusinessHours{Zone: zone}
	for d := time.Monday; d <= time.Friday; d++ {
		if d == time.Wednesday {
			h.Open = append(h.Open, inbox.OpenHours{Day: d, From: 9 * 60, Until: 12 * 60}, inbox.OpenHours{Day: d, From: 13 * 60, Until: 17 * 60})
			continue
		}
		h.Open = append(h.Open, inbox.OpenHours{Day: d, From: 9 * 60, Until: 17 * 60})
	}
	return h
}

func TestAFirstAnswerIsDueAfterSoMuchOfTheTeamsTime(t *testing.T) {
	always := inbox.BusinessHours{}
	night := inbox.BusinessHours{Zone: "Europe/Berlin", Open: []inbox.OpenHours{{Day: time.Sunday, From: 0, Until: 24 * 60}}}
	for name, c := range map[string]struct {
		hours      inbox.BusinessHours
		since, due string
		minutes    int
	}{
		"day and night":             {always, "2026-11-21T23:30:00Z", "2026-11-22T00:30:00Z", 60},
		"within the hours":          {office("UTC"), "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", 60},
		"until the very end":        {office("UTC"), "2026-11-23T16:00:00Z", "2026-11-23T17:00:00Z", 60},
		"over night":                {office("UTC"), "2026-11-23T16:30:00Z", "2026-11-24T09:30:00Z", 60},
		"over the weekend":          {office("UTC"), "2026-11-20T16:59:30Z", "2026-11-23T09:59:30Z", 60},
		"written on a Saturday":     {office("UTC"), "2026-11-21T12:00:00Z", "2026-11-23T10:00:00Z", 60},
		"over lunch":                {office("UTC"), "2026-11-25T11:30:00Z", "2026-11-25T13:30:00Z", 60},
		"in another zone":           {office("America/New_York"), "2026-11-23T10:00:00Z", "2026-11-23T15:00:00Z", 60},
		"a week of work":            {office("UTC"), "2026-11-23T09:00:00Z", "2026-11-30T10:00:00Z", 40 * 60},
		"a day of 23 hours":         {night, "2026-03-28T23:00:00Z", "2026-04-04T23:00:00Z", 24 * 60},
		"a day of 25 hours":         {night, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25 * 60},
		"clocks set over the night": {office("Europe/Berlin"), "2026-03-27T15:30:00Z", "2026-03-30T07:30:00Z", 60},
	} {
		level := inbox.ServiceLevel{FirstResponse: map[inbox.Channel]int{inbox.Email: c.minutes}, Hours: c.hours}
		since, err := time.Parse(time.RFC3339, c.since)
		if err != nil {
			t.Fatal(err)
		}
		due := level.FirstResponseDue(inbox.Email, since)
		if got := due.Format(time.RFC3339); got != c.due {
			t.Errorf("%s: due %s, want %s", name, got, c.due)
		}
		if got := c.hours.Between(since, due); got != time.Duration(c.minutes)*time.Minute {
			t.Errorf("%s: %v of the team's time until then", name, got)
		}
	}
}

func TestTextsAreDueInAnHourAndMailWhenSomebodySaysSo(t *testing.T) {
	var level inbox.ServiceLevel
	if due := level.FirstResponseDue(inbox.SMS, start); !due.Equal(start.Add(time.Hour)) {
		t.Errorf("a text is due %v", due)
	}
	if due := level.FirstResponseDue(inbox.Email, start); !due.IsZero() {
		t.Errorf("a mail is due %v", due)
	}
	level.FirstResponse = map[inbox.Channel]int{inbox.SMS: 0}
	if due := level.FirstResponseDue(inbox.SMS, start); !due.IsZero() {
		t.Errorf("without a target a text is due %v", due)
	}
	if due := level.FirstResponseDue(inbox.SMS, time.Time{}); !due.IsZero() {
		t.Errorf("who does not wait is due an answer %v", due)
	}
}
