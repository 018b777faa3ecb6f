package inbox

import (
	"context"
	"slices"
	"time"
)

// SplitMessage takes a message out of its conversation by mail into one of its
// own, with the same contact. What answers it leads there from then on. Splitting
// it off once more yields the same conversation.
func (b *Inbox) SplitMessage(ctx context.Context, gate Gate, author string, key MessageKey, ifMatch int64, r *Request) (out *Conversation, err error) {
	err = b.retry(ctx, func() error {
		out, err = b.splitMessage(ctx, gate, author, key, ifMatch, r)
		return err
	})
	return out, err
}

func (b *Inbox) splitMessage(ctx context.Context, gate Gate, author string, key MessageKey, ifMatch int64, r *Request) (*Conversation, error) {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{key.Conversation}, Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	c := f.Conversations[key.Conversation]
	if c == nil {
		return nil, problem(ErrNotFound, "There is no such conversation.")
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, err
	}
	if there := c.Moved[key.Message]; there != "" || done != nil {
		if done != nil {
			there = done.Conversation
		}
		f, err := b.Store.Load(ctx, Keys{Conversations: []string{there}})
		if err != nil || f.Conversations[there] == nil {
			return nil, firstOf(err, problem(ErrNotFound, "There is no such conversation."))
		}
		return f.Conversations[there], nil
	}
	if ifMatch != 0 && ifMatch != c.Rev {
		return nil, b.changedMeanwhile(ctx, c, ifMatch)
	}
	m, err := b.find(ctx, c, key.Message)
	if err != nil {
		return nil, err
	}
	rest, err := b.checkSplit(ctx, c, m)
	if err != nil {
		return nil, err
	}
	f, err = b.Store.Load(ctx, Keys{Audiences: []string{c.Audience}})
	if err != nil {
		return nil, err
	}
	return b.commitSplit(ctx, author, c, m, rest, f.Audiences[c.Audience], r)
}

// checkSplit refuses what cannot be split off, and returns what will be left.
func (b *Inbox) checkSplit(ctx context.Context, c *Conversation, m *Message) ([]Message, error) {
	switch {
	case m == nil:
		return nil, problem(ErrNotFound, "There is no such message.")
	case c.Channel != Email:
		return nil, problem(ErrInvalid, "Only mail can be split off: the texts between two numbers are one thread.")
	case m.Kind != KindMessage:
		return nil, problem(ErrInvalid, "Only what was sent or received can be split off.")
	case m.Delivery != nil && !m.Delivery.State.Settled():
		return nil, problem(ErrConflict, "The message waits to be sent: split it off when it has left.")
	case len(c.Moved) >= MaxMoved:
		return nil, problem(ErrInvalid, "At most %d messages can be split off a conversation.", MaxMoved)
	}
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: c.ID, Limit: threadTail})
	if err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(t.Messages, func(o Message) bool { return o.ID == m.ID || o.Kind != KindMessage })
	if len(rest) == 0 && !t.More {
		return nil, problem(ErrInvalid, "The message is all there is in the conversation.")
	}
	return rest, nil
}

func (b *Inbox) commitSplit(ctx context.Context, author string, c *Conversation, m *Message, rest []Message, a *Audience, r *Request) (*Conversation, error) {
	now := b.Now()
	own := &Conversation{
		// Of the message's time, like every conversation's first.
		ID:       b.IDs.Derive(m.At, "split", c.ID, m.ID),
		Audience: c.Audience, Channel: c.Channel, Contact: c.Contact, ContactName: c.ContactName,
		Status: Open, Assignee: c.Assignee, Subject: firstOf(clip(oneLine(m.Subject), maxSubject), c.Subject), Created: now,
		Unread: c.Unread && c.LastInbound == m.ID,
	}
	if a != nil {
		own.Shard = shardOf(own.ID, a.Shards)
	}
	copied := *m
	copied.Conversation, copied.Rev = own.ID, 0
	copied.Facts = withFact(m.Facts, Fact{At: now, Name: "split", Detail: map[string]string{"from": c.ID, "by": author}})
	own.recall([]Message{copied}, b.strangersTo(a))

	left := c.clone()
	if left.Moved == nil {
		left.Moved = map[string]string{}
	}
	left.Moved[m.ID] = own.ID
	left.forget(m, rest, b.strangersTo(a))
	change := Change{
		Conversations: []Edit[Conversation]{{Before: c, After: left}, {After: own}},
		Messages:      []Edit[Message]{{Before: m}, {After: &copied}},
		Request:       r.made(now, own.ID, "", ""),
	}
	change.Messages = append(change.Messages, b.entry(c, author, &Activity{Name: "split", From: m.ID, To: own.ID}, m.ID)...)
	change.Messages = append(change.Messages, b.entry(own, author, &Activity{Name: "split", From: c.ID}, m.ID)...)
	if m.MessageID != "" {
		entry := wireEntry(WireKey(m.MessageID), &copied)
		entry.Moved = true
		change.Wire = []WireEntry{entry}
	}
	return own, b.Store.Commit(ctx, change)
}

// strangersTo leaves of addresses those that are not the audience's own.
func (b *Inbox) strangersTo(a *Audience) func([]Address) []Address {
	return func(list []Address) []Address {
		return slices.DeleteFunc(deliverable(list), func(x Address) bool {
			address := NormalizeAddress(x.Address)
			return b.Tokens.Owns(address) || a != nil && (address == a.FromAddress || address == a.ForwardingAddress)
		})
	}
}

// forget has the conversation tell nothing any more that only a message told
// which has left it; rest are the newest that stay.
func (c *Conversation) forget(m *Message, rest []Message, strangers func([]Address) []Address) {
	if c.LastInbound == m.ID {
		c.Unread = false
	}
	to := c.Answer.To
	c.recall(rest, strangers)
	if len(c.Answer.To) == 0 {
		c.Answer.To = to
	}
}

// recall tells anew what the newest messages of a conversation tell of it: what it
// is listed by, and what a reply answers.
func (c *Conversation) recall(newest []Message, strangers func([]Address) []Address) {
	c.LastInbound, c.LastInboundAt, c.LastOutbound, c.Arrived, c.Preview = "", time.Time{}, time.Time{}, c.Created, ""
	c.Answer = Answer{}
	shown := false
	for i := range newest {
		m := &newest[i]
		if m.Hidden {
			continue
		}
		if !shown || m.Arrived.After(c.Arrived) {
			c.Arrived, c.Preview, shown = m.Arrived, preview(m.Text), true
		}
		switch {
		case m.Direction == Outbound:
			c.LastOutbound = later(c.LastOutbound, m.At)
			if len(c.Answer.To) == 0 { // until the contact's own is found, our own is continued
				c.Answer = Answer{To: m.To, Cc: m.Cc, Subject: m.Subject, MessageID: m.MessageID, References: shortReferences(m.References)}
			}
		default:
			if m.Arrived.After(c.LastInboundAt) {
				c.LastInbound, c.LastInboundAt = m.ID, m.Arrived
			}
			if m.ID > c.Answer.Message {
				c.Answer = m.answer(strangers)
			}
		}
		c.join(strangers(append(append([]Address{m.From}, m.To...), m.Cc...))...)
	}
}

// answer is what a reply to a received mail answers, as far as its row tells.
func (m *Message) answer(strangers func([]Address) []Address) Answer {
	a := Answer{
		Message: m.ID, To: strangers(m.ReplyTo), Subject: clip(oneLine(m.Subject), maxSubject),
		MessageID: clip(m.MessageID, maxSubject), References: shortReferences(m.References),
	}
	if len(a.To) == 0 {
		a.To = deliverable([]Address{m.From})
	}
	a.Redirected = len(a.To) > 0 && NormalizeAddress(a.To[0].Address) != NormalizeAddress(m.From.Address)
	a.To, _ = fitting(a.To, InlineAddresses, addressBytes, Address.size)
	a.Cc, _ = fitting(without(strangers(append(slices.Clone(m.To), m.Cc...)), a.To), InlineAddresses, addressBytes, Address.size)
	return a
}
