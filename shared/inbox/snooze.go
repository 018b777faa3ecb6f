package inbox

import (
	"context"
	"fmt"
	"time"
)

// Snooze is until when a conversation is put away.
type Snooze struct {
	// Until is when it comes back by itself; zero for not before the contact writes.
	Until time.Time
	// Wall is what the clock of Zone, an IANA name, shows then ([WallLayout]); both
	// are what the member meant, whatever becomes of that zone's rules.
	Wall string
	Zone string
	// EvenIfReply: a message of the contact does not bring it back before its time.
	EvenIfReply bool
	By          string // the member's id
}

// same tells whether both put it away alike, whoever did.
func (s Snooze) same(o Snooze) bool {
	return s.Until.Equal(o.Until) && s.Wall == o.Wall && s.Zone == o.Zone && s.EvenIfReply == o.EvenIfReply
}

// ends says, in the thread, what ends the snooze.
func (s Snooze) ends() string {
	if s.Until.IsZero() {
		return "reply"
	}
	return s.Until.UTC().Format(time.RFC3339)
}

// SnoozePreset names a time to snooze until, by the member's own clock.
type SnoozePreset string

// The presets.
const (
	InAnHour SnoozePreset = "in_an_hour"
	// LaterToday is 18:00, or in three hours where it is 17:00 already.
	LaterToday SnoozePreset = "later_today"
	// Tomorrow, InAWeek (the same day of the week) and NextWeek (its Monday) are 9:00.
	Tomorrow SnoozePreset = "tomorrow"
	InAWeek  SnoozePreset = "in_a_week"
	NextWeek SnoozePreset = "next_week"
	// SnoozeCustom is a wall time that the member names.
	SnoozeCustom SnoozePreset = "custom"
	// UntilReply has no time: the contact's next message ends it.
	UntilReply SnoozePreset = "until_reply"
)

// Hours of the presets, as wall clocks show them.
const (
	morning, evening = 9, 18
	eveningPassed    = 17 // from then on an evening is too near to be later
)

// SnoozePresets are those that name a time of their own, in the order in which
// they are offered.
var SnoozePresets = []SnoozePreset{InAnHour, LaterToday, Tomorrow, InAWeek, NextWeek}

// until is when the preset ends, asked at a moment in the member's zone.
func (p SnoozePreset) until(now time.Time) (time.Time, bool) {
	morningIn := func(days int) (time.Time, bool) {
		year, month, day := now.Date()
		return wallTime(year, month, day+days, morning, 0, now.Location()), true
	}
	switch p {
	case InAnHour:
		return now.Add(time.Hour), true
	case LaterToday:
		if now.Hour() >= eveningPassed {
			return now.Add(3 * time.Hour), true
		}
		year, month, day := now.Date()
		return wallTime(year, month, day, evening, 0, now.Location()), true
	case Tomorrow:
		return morningIn(1)
	case InAWeek:
		return morningIn(7)
	case NextWeek:
		return morningIn(7 - (int(now.Weekday())+6)%7)
	}
	return time.Time{}, false
}

// SnoozeOption is what a preset means at a moment.
type SnoozeOption struct {
	Preset SnoozePreset
	Until  time.Time
	Wall   string
}

// SnoozeOptions says what each preset means now in a zone, an IANA name.
func SnoozeOptions(now time.Time, zone string) ([]SnoozeOption, error) {
	location, err := zoneNamed(zone)
	if err != nil {
		return nil, err
	}
	var out []SnoozeOption
	for _, p := range SnoozePresets {
		until, _ := p.until(now.In(location))
		out = append(out, SnoozeOption{Preset: p, Until: until.UTC().Truncate(time.Second), Wall: until.Format(WallLayout)})
	}
	return out, nil
}

// SnoozeChoice is a member's choice of a snooze.
type SnoozeChoice struct {
	Preset      SnoozePreset
	Wall        string // of SnoozeCustom
	Zone        string // of all but UntilReply
	EvenIfReply bool
}

// snooze is what the choice means at a moment. ErrInvalid where it is none, and
// where its time is not ahead, or more than a year.
func (s SnoozeChoice) snooze(now time.Time, by string) (Snooze, error) {
	out := Snooze{Zone: s.Zone, EvenIfReply: s.EvenIfReply, By: by}
	if s.Preset == UntilReply {
		if s.EvenIfReply || s.Wall != "" {
			return out, problem(ErrInvalid, "A snooze until the contact replies has no time, and ends when they do.")
		}
		out.Zone = ""
		return out, nil
	}
	zone, err := zoneNamed(s.Zone)
	if err != nil {
		return out, err
	}
	until, known := s.Preset.until(now.In(zone))
	switch {
	case s.Preset == SnoozeCustom:
		if until, err = wallTimeOf(s.Wall, zone); err != nil {
			return out, err
		}
	case !known:
		return out, problem(ErrInvalid, "%q is no preset of a snooze.", s.Preset)
	case s.Wall != "":
		return out, problem(ErrInvalid, "Only a custom snooze takes a time.")
	}
	if !until.After(now) || until.After(now.Add(maxAhead)) {
		return out, problem(ErrInvalid, "A snooze ends at a time ahead, and within a year.")
	}
	out.Until, out.Wall = until.UTC().Truncate(time.Second), until.Format(WallLayout)
	return out, nil
}

// Snooze puts a conversation away until a time or the contact's next message. A
// second snooze replaces the first. ifMatch, unless 0, is the revision the caller
// saw.
func (b *Inbox) Snooze(ctx context.Context, gate Gate, author, conversation string, ifMatch int64, choice SnoozeChoice, r *Request) (*Conversation, error) {
	s, err := choice.snooze(b.Now(), author)
	if err != nil {
		return nil, err
	}
	return b.snooze(ctx, gate, conversation, ifMatch, s, r)
}

func (b *Inbox) snooze(ctx context.Context, gate Gate, conversation string, ifMatch int64, s Snooze, r *Request) (*Conversation, error) {
	return b.editConversation(ctx, gate, conversation, ifMatch, Keys{}, r, func(_ *Found, c, after *Conversation) ([]Edit[Message], error) {
		after.Hidden = false
		return b.entry(c, s.By, after.snooze(s), fmt.Sprint(c.Rev)), nil
	})
}

// wakeConversation brings a snoozed conversation back once its time has come: to
// the top of what is to be done, and unread.
func (b *Inbox) wakeConversation(ctx context.Context, d Due, now time.Time) error {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{d.Conversation}})
	if err != nil {
		return err
	}
	c := f.Conversations[d.Conversation]
	if c == nil || c.Snooze == nil || c.Snooze.Until.IsZero() || c.Snooze.Until.After(now) {
		return nil // the index lags behind
	}
	after := c.clone()
	woken := after.move(timeCame)
	if woken == nil {
		return nil
	}
	woken.Name = "woken"
	after.Unread, after.Arrived = true, later(c.Arrived, now)
	err = b.Store.Commit(ctx, Change{
		Conversations: []Edit[Conversation]{{Before: c, After: after}},
		Messages:      []Edit[Message]{{After: b.event(c, now, "", *woken, fmt.Sprint(c.Rev))}},
	})
	if err != nil {
		return fmt.Errorf("wake conversation %s: %w", c.ID, err)
	}
	b.Metrics.Duration("WakeLag", b.Now().Sub(c.Snooze.Until))
	return nil
}
