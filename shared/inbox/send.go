package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Times of a send.
const (
	// claimLease is how long a claim to send holds. Nobody takes a claim over in
	// order to send: past it the message is unknown, never sent again.
	claimLease = 2 * time.Minute
	// callTimeout bounds the provider call well within the lease.
	callTimeout = time.Minute
	// clockSkew is how far two machines' clocks may be apart.
	clockSkew = 30 * time.Second
	// earlyEnough is by how much the clock by which a message was offered may be ahead.
	earlyEnough = time.Second
	// giveUpAfter is how long a message that the provider will not take yet is
	// offered again.
	giveUpAfter = 24 * time.Hour
)

// Send sends a queued message, once. The message must be the head of its
// conversation's outbox; any other is left alone, since settling the head offers
// the next. An event that comes twice, or too late, changes nothing.
//
// An error means that the message has not left and should be offered again.
func (b *Inbox) Send(ctx context.Context, e Event) error {
	return b.retry(ctx, func() error { return b.send(ctx, e) })
}

func (b *Inbox) send(ctx context.Context, e Event) error {
	f, err := b.Store.Load(ctx, Keys{
		Conversations: []string{e.Conversation}, Audiences: []string{e.Audience},
		Messages: []MessageKey{{e.Conversation, e.Message}},
	})
	if err != nil {
		return err
	}
	c, m, a := f.Conversations[e.Conversation], f.Messages[MessageKey{e.Conversation, e.Message}], f.Audiences[e.Audience]
	if c == nil || m == nil || a == nil || m.Delivery == nil || m.Delivery.State != Queued ||
		len(c.Outbox) == 0 || c.Outbox[0] != m.ID {
		b.Log.InfoContext(ctx, "message left alone, it is not the next to be sent", "conversation", e.Conversation, "message", e.Message)
		return nil
	}
	ctx = WithCorrelation(ctx, m.Correlation) // the event may be older than the field
	if early := m.leaves(a).Sub(b.Now()); early > earlyEnough {
		b.Log.InfoContext(ctx, "message left alone, it may be undone still", "conversation", c.ID, "message", m.ID)
		return nil // the window has grown since it was offered: it is offered again
	}
	sender := b.Senders[m.Channel]
	switch {
	case sender == nil && m.Channel == SMS:
		return b.fail(ctx, m, "No sender of texts is set up.")
	case sender == nil:
		return fmt.Errorf("no sender for channel %q", m.Channel)
	}
	if m.Channel == SMS {
		if held, err := b.keepToHours(ctx, c, m); held || err != nil {
			return err
		}
	}
	out, err := b.outgoing(ctx, a, c, m)
	if errors.Is(err, ErrNotFound) { // it can never be sent, and would hold up all after it
		return b.fail(ctx, m, "A file of the message is gone.")
	}
	if err != nil {
		return fmt.Errorf("prepare message %s: %w", m.ID, err)
	}
	if refuses, err := b.refusesMail(ctx, a, m); refuses || err != nil {
		if err != nil {
			return err
		}
		return b.fail(ctx, m, "A recipient is not to be mailed: it had bounced or complained before they were erased.")
	}
	claimed, err := b.claim(ctx, c, m, out.From)
	if err != nil || claimed == nil {
		return err
	}
	if len(claimed.Coupons) > 0 {
		out.Text = claimed.Text
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	accepted, err := sender.Send(call, out)
	if err == nil {
		b.answered(a, claimed)
	}
	return b.settle(ctx, c, claimed, accepted, err)
}

// claim takes the one right to send the message. It returns ErrConflict where
// somebody else may have it, and nil where the message may not be sent.
func (b *Inbox) claim(ctx context.Context, c *Conversation, m *Message, from Address) (*Message, error) {
	after, d := *m, *m.Delivery
	d.State, d.Attempts, d.Deadline = Sending, d.Attempts+1, b.Now().Add(claimLease)
	after.Delivery, after.From = &d, from
	after.Facts = withFact(m.Facts, Fact{At: b.Now(), Name: "attempt", Detail: map[string]string{"number": fmt.Sprint(d.Attempts)}})
	change := Change{Messages: []Edit[Message]{{Before: m, After: &after}}}
	if err := b.takeCoupons(ctx, &after, &change); errors.Is(err, ErrInvalid) {
		return nil, b.fail(ctx, m, err.Error())
	} else if err != nil {
		return nil, fmt.Errorf("take coupon codes for message %s: %w", m.ID, err)
	}
	switch {
	case m.Channel == SMS:
		change.RequireTexting = m.texting(c)
	case !d.Force:
		change.RequireUnsuppressed = m.recipientsIn()
	}
	err := b.Store.Commit(ctx, change)
	switch {
	case errors.Is(err, ErrTextingClosed):
		return nil, b.closed(ctx, c, m, err)
	case errors.Is(err, ErrSuppressed):
		return nil, b.fail(ctx, m, "A recipient has bounced or complained since this was written.")
	case err != nil:
		return nil, fmt.Errorf("claim message %s: %w", m.ID, err)
	}
	b.Log.InfoContext(ctx, "message claimed", "conversation", m.Conversation, "message", m.ID, "attempt", d.Attempts)
	return &after, nil
}

// fail settles a message that can never be sent as it is.
func (b *Inbox) fail(ctx context.Context, m *Message, reason string) error {
	b.Metrics.Count("SendFailed", 1)
	return b.RecordDelivery(ctx, DeliveryEvent{
		Conversation: m.Conversation, Message: m.ID, State: Failed, At: b.Now(), Reason: reason,
	})
}

// settle records what became of the provider call.
func (b *Inbox) settle(ctx context.Context, c *Conversation, m *Message, accepted Accepted, sendErr error) error {
	e := DeliveryEvent{Conversation: m.Conversation, Message: m.ID, At: b.Now(), State: Sent}
	switch {
	case sendErr == nil:
		e.ProviderID, e.MessageID = accepted.ProviderID, accepted.MessageID
		b.Metrics.Count("Sent", 1)
		if m.Channel == SMS {
			b.Metrics.Count("TextSent", 1) // texts have another price than mail
		}
		b.Metrics.Duration("SendLag", b.Now().Sub(m.At))
	case errors.Is(sendErr, ErrNotSent) && b.Now().Sub(m.At) < giveUpAfter:
		return b.release(ctx, m, sendErr)
	case errors.Is(sendErr, ErrOptedOut):
		if err := b.providerOptOut(ctx, c.Audience, c.Text.Theirs, b.Now()); err != nil {
			return fmt.Errorf("record the opt-out that message %s met: %w", m.ID, err)
		}
		e.State, e.Reason = Failed, closedSentences[ClosedOptedOut]
	case errors.Is(sendErr, ErrRefused), errors.Is(sendErr, ErrNotSent):
		e.State, e.Reason = Failed, sendErr.Error()
		b.Metrics.Count("SendFailed", 1)
		// The sentence may quote the mail. It is with the message, for who may read it.
		b.Log.WarnContext(ctx, "message refused", "conversation", m.Conversation, "message", m.ID, "code", errorCode(sendErr))
	default:
		e.State, e.Reason = Unknown, "The provider did not say whether it took the message."
		b.Metrics.Count("SendUnknown", 1)
		b.Log.WarnContext(ctx, "nobody knows whether the message left", "conversation", m.Conversation, "message", m.ID, "error", sendErr)
	}
	err := b.commitDelivery(ctx, c, m, e)
	if errors.Is(err, ErrConflict) { // something else happened in the thread: read again
		err = b.RecordDelivery(ctx, e)
	}
	if err != nil {
		// The claim stands: nobody sends again, and the provider's event or the end
		// of the lease settles it.
		return fmt.Errorf("settle message %s: %w", m.ID, err)
	}
	return nil
}

// errorCode is the provider's name for what went wrong, "" where it gave none.
func errorCode(err error) string {
	var coded interface{ ErrorCode() string }
	if errors.As(err, &coded) {
		return coded.ErrorCode()
	}
	return ""
}

// release gives a claim back for a message that certainly did not leave.
func (b *Inbox) release(ctx context.Context, m *Message, cause error) error {
	after, d := *m, *m.Delivery
	d.State, d.Deadline = Queued, b.Now().Add(offerAgainAfter)
	after.Delivery = &d
	b.Metrics.Count("SendDelayed", 1)
	if err := b.Store.Commit(ctx, Change{Messages: []Edit[Message]{{Before: m, After: &after}}}); err != nil {
		return fmt.Errorf("release message %s: %w", m.ID, err)
	}
	return fmt.Errorf("message %s is offered again: %w", m.ID, cause)
}

// outgoing completes a message with what its provider needs.
func (b *Inbox) outgoing(ctx context.Context, a *Audience, c *Conversation, m *Message) (Outgoing, error) {
	if m.Channel == SMS {
		return Outgoing{Conversation: c.ID, Message: m.ID, From: m.From, To: m.To, Text: m.Text, Media: m.Attachments}, nil
	}
	ours := []Address{{Address: a.FromAddress}, {Address: a.ForwardingAddress}}
	out := Outgoing{
		Conversation: c.ID, Message: m.ID,
		From:    Address{Name: a.FromName, Address: a.FromAddress},
		ReplyTo: Address{Name: a.FromName, Address: b.Tokens.Address(Token{Conversation: c.ID})},
		To:      without(m.To, ours), Cc: without(m.Cc, ours),
		Subject: firstOf(m.Subject, a.DefaultSubject), Text: m.Text,
		InReplyTo: m.InReplyTo, References: slices.Clone(m.References),
	}
	if len(out.To) == 0 {
		out.To, out.Cc = out.Cc, nil
	}
	if out.InReplyTo == "" && c.Answer.MessageID != "" {
		out.InReplyTo = c.Answer.MessageID
		out.References = append(slices.Clone(c.Answer.References), c.Answer.MessageID)
	}
	// Our own id stands before the parent, which clients expect last.
	at := max(0, len(out.References)-1)
	out.References = slices.Insert(out.References, at, b.Tokens.SyntheticID(MessageKey{c.ID, m.ID}))
	if m.Truncated {
		body, err := b.Body(ctx, m)
		if err != nil {
			return Outgoing{}, err
		}
		out.Text = body.Text
	}
	out.Files = make([]File, len(m.Attachments))
	var gets []func() error
	for i, att := range m.Attachments {
		gets = append(gets, func() error {
			data, err := b.Objects.Get(ctx, att.Key)
			out.Files[i] = File{Name: att.Name, Type: att.Type, Data: data}
			return err
		})
	}
	return out, together(gets)
}
