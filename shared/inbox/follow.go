package inbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Follow does what follows from a change, as the stream reports it: it publishes
// the change's events, offers a message that has become the head of the outbox,
// and moves the unread badge. Changes may be reported twice.
func (b *Inbox) Follow(ctx context.Context, change Changed) error {
	if j := change.Job; j.Before != nil || j.After != nil {
		return b.offerJob(ctx, j.After)
	}
	if err := b.publish(ctx, change.Events(b.IDs)); err != nil {
		return err
	}
	if err := b.tellOvertaken(ctx, change.Conversation); err != nil {
		return err
	}
	before, after := change.Conversation.Before, change.Conversation.After
	if after != nil && len(after.Outbox) > 0 && (before == nil || len(before.Outbox) == 0 || before.Outbox[0] != after.Outbox[0]) {
		if err := b.offer(ctx, after, after.Outbox[0]); err != nil {
			return err
		}
	}
	if counts(before) == counts(after) {
		return nil
	}
	return b.count(ctx, either(change.Conversation))
}

// counts tells whether a conversation counts on the badge; one that is gone does not.
func counts(c *Conversation) bool { return c != nil && c.Counts() }

func (b *Inbox) offer(ctx context.Context, c *Conversation, message string) error {
	key := MessageKey{c.ID, message}
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{c.Audience}, Messages: []MessageKey{key}})
	if err != nil {
		return err
	}
	m, a := f.Messages[key], f.Audiences[c.Audience]
	if m == nil || a == nil || m.Delivery == nil || m.Delivery.State != Queued {
		return nil // it has been taken back, or sent, since this was reported
	}
	now := b.Now()
	e := Event{
		Version: 1, Type: MessageDue, Audience: c.Audience, Conversation: c.ID,
		Message: message, Rev: c.Rev, At: now, Correlation: c.Correlations[message],
	}
	ctx = WithCorrelation(ctx, e.Correlation)
	if err := b.Queue.Offer(ctx, e, max(0, m.leaves(a).Sub(now))); err != nil {
		return correlated(ctx, fmt.Errorf("offer message %s: %w", message, err))
	}
	b.Log.InfoContext(ctx, "message offered", "conversation", c.ID, "message", message)
	return nil
}

// count moves the unread badge to what the conversation is by now, whatever
// change was reported. The flag of what was counted last moves in the same
// transaction, so that a change that is reported again counts once; it goes with
// the conversation.
func (b *Inbox) count(ctx context.Context, c *Conversation) error {
	return b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Counted: []string{c.ID}, Conversations: []string{c.ID}, AsTheyAre: true})
		if err != nil {
			return err
		}
		last, now := f.Counted[c.ID], f.Conversations[c.ID]
		if last.Unread == counts(now) {
			return nil
		}
		e := &CountedEdit{Audience: c.Audience, Conversation: c.ID, Before: last, Gone: now == nil}
		if now != nil {
			e.After = Counted{Unread: now.Counts(), Rev: now.Rev}
		}
		return b.Store.Commit(ctx, Change{Counted: e})
	})
}

// wakeMessage offers a queued message again that stream or queue may have lost,
// puts a scheduled one into the outbox, and gives a claim up as unknown whose lease
// has ended.
func (b *Inbox) wakeMessage(ctx context.Context, due Due, now time.Time) error {
	c, m, err := b.loadMessage(ctx, MessageKey{due.Conversation, due.Message})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil || m.Delivery == nil || m.Delivery.State.Settled() {
		return err
	}
	late := now
	if m.Delivery.State == Sending {
		late = now.Add(-clockSkew) // by the claimer's clock it may hold still
	}
	if m.Delivery.Deadline.After(late) {
		return nil
	}
	if m.Delivery.State == Scheduled {
		return b.enqueueScheduled(ctx, c, m, now)
	}
	if m.Delivery.State == Sending {
		b.Metrics.Count("SendUnknown", 1)
		return b.RecordDelivery(ctx, DeliveryEvent{
			Conversation: c.ID, Message: m.ID, State: Unknown, At: now,
			Reason: "The send was interrupted; nobody knows whether the message left.",
		})
	}
	after, d := *m, *m.Delivery
	d.Deadline = now.Add(offerAgainAfter)
	after.Delivery = &d
	err = b.Store.Commit(ctx, Change{Messages: []Edit[Message]{{Before: m, After: &after}}})
	if err != nil {
		if errors.Is(err, ErrConflict) { // it is being sent right now
			return nil
		}
		return correlated(WithCorrelation(ctx, m.Correlation), err)
	}
	if len(c.Outbox) > 0 && c.Outbox[0] == m.ID {
		return b.offer(ctx, c, m.ID)
	}
	return nil
}
