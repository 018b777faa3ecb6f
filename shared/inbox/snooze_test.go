package inbox_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestPresetsOfASnoozeGoByTheMembersClock(t *testing.T) {
	for _, c := range []struct{ now, zone, want string }{
		// A Saturday.
		{"2026-11-21T10:20:30Z", "Europe/Lisbon", "2026-11-21T11:20 2026-11-21T18:00 2026-11-22T09:00 2026-11-28T09:00 2026-11-23T09:00"},
		// Five in the afternoon of a Monday there.
		{"2026-11-23T22:00:00Z", "America/New_York", "2026-11-23T18:00 2026-11-23T20:00 2026-11-24T09:00 2026-11-30T09:00 2026-11-30T09:00"},
		// A Sunday there, still Saturday in UTC; the year ends within the week.
		{"2026-12-26T15:00:00Z", "Asia/Tokyo", "2026-12-27T01:00 2026-12-27T18:00 2026-12-28T09:00 2027-01-03T09:00 2026-12-28T09:00"},
		// The night in which clocks go forward, and the one in which they go back.
		{"2026-03-29T00:30:00Z", "Europe/Berlin", "2026-03-29T03:30 2026-03-29T18:00 2026-03-30T09:00 2026-04-05T09:00 2026-03-30T09:00"},
		{"2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30 2026-10-25T18:00 2026-10-26T09:00 2026-11-01T09:00 2026-10-26T09:00"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		options, err := inbox.SnoozeOptions(now, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for _, o := range options {
			got += " " + o.Wall
			if shown := o.Until.In(zone(t, c.zone)).Format(inbox.WallLayout); shown != o.Wall || !o.Until.After(now) {
				t.Errorf("%s in %s: %s until %v, which a clock there shows as %s", c.now, c.zone, o.Preset, o.Until, shown)
			}
		}
		if got[1:] != c.want {
			t.Errorf("%s in %s:\n%s, want\n%s", c.now, c.zone, got[1:], c.want)
		}
	}
}

func TestWhatIsNoSnoozeIsRefused(t *testing.T) {
	for _, choice := range []inbox.SnoozeChoice{
		{},
		{Preset: "some_day", Zone: "UTC"},
		{Preset: inbox.Tomorrow},
		{Preset: inbox.Tomorrow, Zone: "Local"},
		{Preset: inbox.Tomorrow, Zone: "Mars/Olympus"},
		{Preset: inbox.Tomorrow, Zone: "UTC", Wall: "2026-03-03T09:00"},
		{Preset: inbox.SnoozeCustom, Zone: "UTC"},
		{Preset: inbox.SnoozeCustom, Zone: "UTC", Wall: "2026-03-03"},
		{Preset: inbox.SnoozeCustom, Zone: "UTC", Wall: start.Format(inbox.WallLayout)}, // now
		{Preset: inbox.SnoozeCustom, Zone: "UTC", Wall: "2027-03-03T09:00"},             // more than a year
		{Preset: inbox.SnoozeCustom, Zone: "Asia/Tokyo", Wall: "2026-03-02T17:59"},      // passed there
		{Preset: inbox.UntilReply, EvenIfReply: true},
		{Preset: inbox.UntilReply, Wall: "2026-03-03T09:00"},
	} {
		b := &inbox.Inbox{Now: func() time.Time { return start }}
		if _, err := b.Snooze(t.Context(), anybody, "agent", "c", 0, choice, nil); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%+v: %v", choice, err)
		}
	}
}

func (f *fixture) snooze(id string, choice inbox.SnoozeChoice) *inbox.Conversation {
	f.Helper()
	c, err := f.Snooze(f.Context(), anybody, "agent", id, 0, choice, nil)
	f.must(err)
	return c
}

// activity is the thread's record, the oldest first.
func (f *fixture) activity(id string) (out []string) {
	f.Helper()
	for _, m := range f.thread(id).Messages {
		if m.Kind == inbox.KindEvent {
			out = append([]string{fmt.Sprintf("%s %s %s>%s", m.Author, m.Event.Name, m.Event.From, m.Event.To)}, out...)
		}
	}
	return out
}

func TestASnoozedConversationWakesAtItsTimeOnTopAndUnread(t *testing.T) {
	f := newFixture(t)
	first := f.receive(f.mail("ada@example.org")).Conversation
	second := f.receive(f.mail("grace@example.org")).Conversation
	_, err := f.MarkRead(t.Context(), anybody, first, f.thread(first).Conversation.LastInbound, nil)
	f.must(err)
	c := f.snooze(first, inbox.SnoozeChoice{Preset: inbox.InAnHour, Zone: "Europe/Lisbon"})
	f.advance(time.Second)
	again := f.snooze(first, inbox.SnoozeChoice{Preset: inbox.SnoozeCustom, Zone: "Europe/Lisbon", Wall: c.Snooze.Wall})
	if c.Status != inbox.Snoozed || c.Snooze.By != "agent" || again.Snooze.Until.After(c.Snooze.Until) {
		t.Errorf("snoozed: %+v, then %+v", c.Snooze, again.Snooze)
	}
	rows := f.list(inbox.ConversationQuery{Status: inbox.Snoozed})
	if len(rows) != 1 || !rows[0].SnoozedUntil.Equal(again.Snooze.Until) {
		t.Errorf("listed as snoozed: %+v", rows)
	}
	f.advance(again.Snooze.Until.Sub(f.clock()) - time.Second)
	f.must(f.Wake(t.Context()))
	if c := f.thread(first).Conversation; c.Status != inbox.Snoozed {
		t.Errorf("a second early it is %s", c.Status)
	}
	f.advance(26 * time.Hour) // an outage
	f.must(f.Wake(t.Context()))
	f.must(f.Wake(t.Context()))
	if c := f.thread(first).Conversation; c.Status != inbox.Open || c.Snooze != nil || !c.Unread || !c.Arrived.Equal(f.clock()) {
		t.Errorf("woken it is %+v", c)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 2 || rows[0].Conversation != first || rows[1].Conversation != second {
		t.Errorf("listed as open: %+v", rows)
	}
	want := fmt.Sprintf("[agent snooze open>%s agent snooze snoozed>%s  woken snoozed>open]", c.Snooze.Until.Format(time.RFC3339), again.Snooze.Until.Format(time.RFC3339))
	if got := fmt.Sprint(f.activity(first)); got != want {
		t.Errorf("the thread says %s, want %s", got, want)
	}
}
