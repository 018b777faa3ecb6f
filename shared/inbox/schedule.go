package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// holdFor is after what time a text that waits for a decision is looked at again.
	holdFor = 5 * time.Minute
	// holdAtMost is how long it waits.
	holdAtMost = 7 * 24 * time.Hour
)

// MaxScheduled is how many messages of one conversation may wait for their time.
const MaxScheduled = 20

// putOff makes a message one for later, if its author wants it so.
func (b *Inbox) putOff(c *Conversation, m *Message, d *Draft) error {
	send := d.SendAt
	switch {
	case send.IsZero():
		return nil
	case send.Before(m.Arrived.Add(-clockSkew)), send.After(m.Arrived.Add(maxAhead)):
		return problem(ErrInvalid, "send_at must be a time ahead, and within a year.")
	case len(c.Scheduled) >= MaxScheduled:
		return problem(ErrRateLimited, "Too many messages of this conversation are scheduled.")
	}
	at := c.moment(send.UTC().Truncate(time.Millisecond))
	m.ID, m.At = b.IDs.New(at), at
	m.Delivery.State, m.Delivery.Deadline = Scheduled, at
	return nil
}

// moment is when a message is due that shall leave at a time: right behind those
// that were scheduled for the same time before, so that all keep their order.
func (c *Conversation) moment(at time.Time) time.Time {
	for _, s := range c.Scheduled {
		if !s.At.Before(at) && s.At.Sub(at) < time.Second {
			at = s.At.Add(time.Millisecond)
		}
	}
	return at
}

// schedule notes that a message waits for its time.
func (c *Conversation) schedule(m *Message) {
	c.unschedule(m.ID)
	c.Scheduled = append(c.Scheduled, ScheduledSend{Message: m.ID, Author: m.Author, At: m.Delivery.Deadline})
	slices.SortStableFunc(c.Scheduled, func(a, b ScheduledSend) int { return a.At.Compare(b.At) })
}

// unschedule forgets it, and tells whether it was noted.
func (c *Conversation) unschedule(message string) bool {
	n := len(c.Scheduled)
	c.Scheduled = slices.DeleteFunc(c.Scheduled, func(s ScheduledSend) bool { return s.Message == message })
	return len(c.Scheduled) < n
}

// overtake flags what members have scheduled: a message of the contact has come
// before it. It returns what to record, nil where all are flagged already.
func (c *Conversation) overtake(cause *Message) *Activity {
	var first *ScheduledSend
	for i := range c.Scheduled {
		if s := &c.Scheduled[i]; s.Author != "" && !s.Overtaken {
			s.Overtaken = true
			if first == nil {
				first = s
			}
		}
	}
	if first == nil {
		return nil
	}
	return &Activity{Name: "scheduled_overtaken", From: first.Message, To: cause.ID}
}

// tellOvertaken tells members that a contact was faster than what they have
// scheduled. It is not done in the transaction that receives a message: a text's
// has no room for as many as may have to be told.
func (b *Inbox) tellOvertaken(ctx context.Context, e Edit[Conversation]) error {
	if e.Before == nil || e.After == nil {
		return nil
	}
	told := map[string]bool{}
	var notices []Notice
	for _, s := range e.After.Scheduled {
		news := s.Overtaken && !slices.ContainsFunc(e.Before.Scheduled, func(o ScheduledSend) bool { return o.Message == s.Message && o.Overtaken })
		if _, key := KeyID(s.Author); !news || s.Author == "" || key || told[s.Author] {
			continue
		}
		told[s.Author] = true
		notices = append(notices, Notice{
			Member: s.Author, ID: b.IDs.Derive(e.After.LastInboundAt, "notice", string(NoticeOvertaken), s.Author, s.Message),
			At: e.After.LastInboundAt, Kind: NoticeOvertaken, Audience: e.After.Audience, Conversation: e.After.ID, Message: s.Message, Unseen: true,
		})
	}
	if len(notices) == 0 {
		return nil
	}
	err := b.Store.Commit(ctx, Change{Notices: notices, Once: []string{"overtaken:" + notices[0].ID}})
	return ignoring(err, ErrDuplicate)
}

// enqueueScheduled puts a message that has come due at the end of its
// conversation's outbox.
func (b *Inbox) enqueueScheduled(ctx context.Context, c *Conversation, m *Message, now time.Time) error {
	after, d := *m, *m.Delivery
	d.State, d.Deadline = Queued, now.Add(offerAgainAfter)
	after.Delivery = &d
	thread := c.clone()
	thread.unschedule(m.ID)
	thread.enqueue(&after)
	if m.Automatic == "" {
		thread.endWait(&after)
		thread.Preview, thread.LastOutbound = preview(m.Text), now
		thread.Arrived = later(thread.Arrived, now)
	}
	err := b.Store.Commit(ctx, Change{
		Messages: []Edit[Message]{{Before: m, After: &after}}, Conversations: []Edit[Conversation]{{Before: c, After: thread}},
	})
	return correlated(WithCorrelation(ctx, m.Correlation), err)
}

// promptly is for how long an answer that may leave at any hour is one: kept back
// for longer, by an outage, it would wake somebody who has long been asleep.
const promptly = time.Hour

// bound tells whether a text may leave only in the contact's texting hours.
func (m *Message) bound(now time.Time) bool {
	overridden := slices.ContainsFunc(m.Facts, func(f Fact) bool { return f.Name == "override" })
	return m.Delivery.Bound || !overridden && now.Sub(m.At) > promptly
}

// keepToHours puts a text off that may leave only in the contact's texting hours
// and has come too late or too early for them: an outage, or another time zone.
func (b *Inbox) keepToHours(ctx context.Context, c *Conversation, m *Message) (held bool, err error) {
	if !m.bound(b.Now()) {
		return false, nil
	}
	f, err := b.Store.Load(ctx, textingKeys(c.Audience, c.Contact, *c.Text))
	if err != nil {
		return false, err
	}
	if ours := f.TextNumbers[c.Text.Ours]; ours == nil || !ours.Active {
		return true, b.fail(ctx, m, closedSentences[ClosedNumber])
	}
	when, zones, err := b.textingTime(b.Now(), c.Text.Theirs, f.Contacts[c.Contact])
	if err != nil {
		return true, b.fail(ctx, m, err.Error())
	}
	if when.Allowed {
		return false, nil
	}
	return true, b.hold(ctx, c, m, when.Next, map[string]string{"for": string(ClosedHours), "zone": zones})
}

// closed does what follows for a queued text whose contact may not be texted. A
// refusal that nobody has decided on holds it up; anything else is final.
func (b *Inbox) closed(ctx context.Context, c *Conversation, m *Message, cause error) error {
	var p *Problem
	errors.As(cause, &p)
	if now := b.Now(); p.Reason == ClosedRefusal && now.Sub(m.At) < holdAtMost {
		return b.hold(ctx, c, m, now.Add(holdFor), map[string]string{"for": string(ClosedRefusal)})
	}
	return b.fail(ctx, m, p.Detail)
}

// hold takes a queued message out of the outbox until a later time.
func (b *Inbox) hold(ctx context.Context, c *Conversation, m *Message, until time.Time, why map[string]string) error {
	after, d := *m, *m.Delivery
	d.State, d.Deadline = Scheduled, until
	after.Delivery = &d
	if n := len(m.Facts); n == 0 || m.Facts[n-1].Name != "held" {
		after.Facts = withFact(m.Facts, Fact{At: b.Now(), Name: "held", Detail: why})
	}
	thread := c.clone()
	thread.Outbox = slices.DeleteFunc(thread.Outbox, func(id string) bool { return id == m.ID })
	delete(thread.Correlations, m.ID)
	thread.schedule(&after)
	err := b.Store.Commit(ctx, Change{
		Messages: []Edit[Message]{{Before: m, After: &after}}, Conversations: []Edit[Conversation]{{Before: c, After: thread}},
	})
	if err != nil {
		return fmt.Errorf("hold message %s: %w", m.ID, err)
	}
	b.Log.InfoContext(ctx, "message held", "conversation", m.Conversation, "message", m.ID, "for", why["for"], "until", until)
	return nil
}

// CancelScheduled keeps a scheduled message from being sent. ErrConflict where it
// is no longer scheduled.
func (b *Inbox) CancelScheduled(ctx context.Context, gate Gate, author string, key MessageKey) (*Message, error) {
	return b.decideDelivery(ctx, gate, key, Scheduled, Cancelled, author, "Cancelled before it was sent.")
}

// SettleUnknown says what became of a message of which the provider tells nothing:
// Sent or Failed, as a member has found out. ErrConflict where it is known.
func (b *Inbox) SettleUnknown(ctx context.Context, gate Gate, author string, key MessageKey, state DeliveryState) (*Message, error) {
	if state != Sent && state != Failed {
		return nil, problem(ErrInvalid, "A message either was sent or failed.")
	}
	return b.decideDelivery(ctx, gate, key, Unknown, state, author, map[DeliveryState]string{Failed: "A member found that it did not leave."}[state])
}

// decideDelivery moves a delivery from a state in which nobody else will.
func (b *Inbox) decideDelivery(ctx context.Context, gate Gate, key MessageKey, from, to DeliveryState, author, reason string) (out *Message, err error) {
	err = b.retry(ctx, func() error {
		c, m, err := b.loadMessage(ctx, key)
		if err != nil {
			return err
		}
		if err := gate(ctx, c.Audience); err != nil {
			return err
		}
		if d := m.Delivery; d != nil && d.State == to && d.Reason == reason { // asked again
			out = m
			return nil
		}
		if m.Delivery == nil || m.Delivery.State != from {
			return problem(ErrConflict, "The message is not %s any more; load it again.", from)
		}
		after, d := *m, *m.Delivery
		d.State, d.Reason = to, reason
		after.Delivery = &d
		after.Facts = withFact(m.Facts, Fact{At: b.Now(), Name: "decided", Detail: map[string]string{"state": string(to), "by": author}})
		change := Change{Messages: []Edit[Message]{{Before: m, After: &after}}}
		if to == Cancelled {
			if err := b.returnCoupons(ctx, &after, &change); err != nil {
				return err
			}
		}
		if edited := c.settled(&after); edited != nil {
			if err := b.takeBack(ctx, edited, m, &after); err != nil {
				return err
			}
			change.Conversations = []Edit[Conversation]{{Before: c, After: edited}}
		}
		out = &after
		return b.Store.Commit(ctx, change)
	})
	return out, err
}

// undone is why a message that a member took back never left.
const undone = "Undone before it was sent."

// Undo takes a queued message back: it is not sent. ErrConflict where it is being
// sent already, or has been. Members have the audience's UndoSeconds for it, and
// longer where the message waits for its turn. The status that the conversation
// got with the message stays.
func (b *Inbox) Undo(ctx context.Context, gate Gate, author string, key MessageKey) (*Message, error) {
	return b.decideDelivery(ctx, gate, key, Queued, Cancelled, author, undone)
}

// takeBack has a conversation forget a message that will not leave after all: the
// contact goes on waiting, and the list shows what was said before.
func (b *Inbox) takeBack(ctx context.Context, c *Conversation, before, after *Message) error {
	if after.Delivery.State != Cancelled || before.Delivery.State != Queued {
		return nil
	}
	if c.Waiting.IsZero() && (c.Status == Open || c.Status == Snoozed) {
		c.Waiting = after.Waited
	}
	if c.Preview != preview(after.Text) {
		return nil
	}
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: c.ID, Limit: 10})
	if err != nil {
		return err
	}
	for _, m := range t.Messages {
		said := m.Kind == KindMessage && !m.Hidden && m.ID != after.ID
		if said && (m.Delivery == nil || m.Delivery.State != Cancelled && m.Delivery.State != Scheduled) {
			c.Preview = preview(m.Text)
			break
		}
	}
	return nil
}

// leaves is when the message may leave at the earliest: members may undo theirs
// for a while.
func (m *Message) leaves(a *Audience) time.Time {
	if m.Author == "" || m.Automatic != "" {
		return m.Arrived
	}
	return m.Arrived.Add(time.Duration(a.UndoSeconds) * time.Second)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
