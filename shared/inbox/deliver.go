package inbox

import (
	"context"
	"errors"
	"slices"
	"time"
)

// DeliveryEvent is what a provider tells of a message that it accepted.
type DeliveryEvent struct {
	ProviderID   string
	MessageID    string // on the wire, if it tells
	Conversation string // the tags the message was sent with; empty where it tells none
	Message      string
	State        DeliveryState
	Recipients   []string
	Hard         bool // a bounce that will not pass, or a complaint
	Reason       string
	At           time.Time
}

// RecordDelivery applies what a provider tells. Events come twice, late and in
// any order; see [DeliveryState.Replaces]. An event of a message that is not
// ours is counted and forgotten.
func (b *Inbox) RecordDelivery(ctx context.Context, e DeliveryEvent) error {
	return b.retry(ctx, func() error {
		key := MessageKey{e.Conversation, e.Message}
		if key.Message == "" {
			keys := []string{ProviderKey(e.ProviderID), TextKey(e.ProviderID)}
			found, err := b.Store.Load(ctx, Keys{Wire: keys})
			if err != nil {
				return err
			}
			for _, k := range keys {
				for _, ref := range found.Wire[k] {
					key = MessageKey{ref.Conversation, ref.Message}
				}
			}
		}
		c, m, err := b.loadMessage(ctx, key)
		if errors.Is(err, ErrNotFound) {
			b.Metrics.Count("DeliveryUnmatched", 1)
			b.Log.InfoContext(ctx, "delivery of a message that is not there", "provider", e.ProviderID, "message", key.Message, "state", e.State)
			return nil
		}
		if err != nil {
			return err
		}
		ctx := WithCorrelation(ctx, m.Correlation)
		return correlated(ctx, b.commitDelivery(ctx, c, m, e))
	})
}

func (b *Inbox) commitDelivery(ctx context.Context, c *Conversation, m *Message, e DeliveryEvent) error {
	var change Change
	b.applyDelivery(&change, c, m, e)
	if len(change.Messages) > 0 {
		if err := b.Store.Commit(ctx, change); err != nil {
			return err
		}
	}
	b.Log.InfoContext(ctx, "delivery recorded", "conversation", m.Conversation, "message", m.ID,
		"state", e.State, "provider", e.ProviderID, "news", len(change.Messages) > 0)
	return nil
}

// applyDelivery adds to a change what the event teaches about the message, if it
// teaches anything: its state, the end of its wait in the conversation's outbox,
// the id under which answers will cite it, and addresses not to mail again.
func (b *Inbox) applyDelivery(change *Change, c *Conversation, m *Message, e DeliveryEvent) {
	if m.Delivery == nil {
		return
	}
	after := m.learn(e)
	if after == nil {
		return
	}
	change.Messages = append(change.Messages, Edit[Message]{Before: m, After: after})
	change.ContactEvents = append(change.ContactEvents, b.failure(c, m, after, e.At)...)
	if e.ProviderID != "" && m.MessageID == "" {
		change.Wire = append(change.Wire, wireEntry(m.providerKey(e.ProviderID), m))
	}
	if e.Hard && m.Channel == Email {
		for _, r := range m.named(e.Recipients) {
			change.Suppress = append(change.Suppress, Suppression{
				Audience: m.Audience, Address: r, Reason: suppressionFor(e.State), Message: m.ID, At: e.At,
			})
		}
	}
	if edited := c.settled(after); edited != nil {
		change.Conversations = append(change.Conversations, Edit[Conversation]{Before: c, After: edited})
	}
}

// providerKey is the [WireKey] of the message by its provider's id.
func (m *Message) providerKey(id string) string {
	if m.Channel == SMS {
		return TextKey(id)
	}
	return ProviderKey(id)
}

// learn returns the message as it is known after the event, nil if nothing is new.
func (m *Message) learn(e DeliveryEvent) *Message {
	after, d := *m, *m.Delivery
	d.Recipients = map[string]DeliveryState{}
	for r, s := range m.Delivery.Recipients {
		d.Recipients[r] = s
	}
	changed, harder := false, false
	d.Hard = slices.Clone(d.Hard)
	for _, r := range m.named(e.Recipients) {
		if old, known := d.Recipients[r]; !known || e.State.Replaces(old) {
			d.Recipients[r], changed = e.State, true
		}
		if e.Hard && !slices.Contains(d.Hard, r) {
			d.Hard, harder = append(d.Hard, r), true
		}
	}
	changed = changed || harder
	if e.State.Replaces(d.State) || harder && e.State == d.State {
		d.State, d.Reason, changed = e.State, clip(oneLine(e.Reason), maxSubject), true
	}
	if m.MessageID == "" && e.MessageID != "" {
		after.MessageID, changed = e.MessageID, true
	}
	if !changed {
		return nil
	}
	after.Delivery = &d
	after.Facts = withFact(m.Facts, Fact{At: e.At, Name: "delivery", Detail: map[string]string{
		"state": string(e.State), "reason": clip(oneLine(e.Reason), maxName),
	}})
	return &after
}

// named maps the addresses a report names to the message's own recipients. A
// forwarded copy bounces under a name that we never wrote to; where there is but
// one recipient, it is meant.
func (m *Message) named(reported []string) []string {
	own := append(slices.Clone(m.To), m.Cc...)
	var out []string
	for _, r := range reported {
		r = NormalizeAddress(r)
		known := slices.ContainsFunc(own, func(a Address) bool { return NormalizeAddress(a.Address) == r })
		if !known && len(own) == 1 {
			r, known = NormalizeAddress(own[0].Address), true
		}
		if known && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// wentTo tells whether the message was addressed to exactly this address.
func (m *Message) wentTo(address string) bool {
	return slices.ContainsFunc(append(slices.Clone(m.To), m.Cc...), func(a Address) bool {
		return NormalizeAddress(a.Address) == NormalizeAddress(address)
	})
}

func suppressionFor(s DeliveryState) SuppressionReason {
	if s == Complained {
		return SuppressedComplaint
	}
	return SuppressedBounce
}

// settled returns the conversation once a message of its outbox is settled, nil
// where that changes nothing. The next in the outbox becomes its head, which the
// stream notices. A thread without an inbound message is continued by answering
// our own.
func (c *Conversation) settled(m *Message) *Conversation {
	if c == nil || !m.Delivery.State.Settled() {
		return nil
	}
	continues := m.Channel == Email && c.Answer.MessageID == "" && m.MessageID != ""
	after := c.clone()
	if !after.unschedule(m.ID) && !slices.Contains(c.Outbox, m.ID) && !continues {
		return nil
	}
	after.Outbox = slices.DeleteFunc(after.Outbox, func(id string) bool { return id == m.ID })
	delete(after.Correlations, m.ID)
	if continues {
		after.Answer.MessageID, after.Answer.References = m.MessageID, m.References
	}
	return after
}

// maxReports is how many recipients one report is read of: a message of ours goes
// to no more.
const maxReports = MaxRecipients

// applyReports applies what a bounce or complaint says to the messages it is
// about. Anybody who got a copy of a message knows its id and can write a report,
// so a report never decides of a message on its way, and stops mail to an address
// only where somebody vouches for it and it names whom we wrote to. SES's own
// events do both.
func (b *Inbox) applyReports(change *Change, in *Incoming, arrived *Message, f *Found) {
	if in.Spam || in.Virus {
		return
	}
	messages := map[MessageKey]*Message{}
	conversations := map[string]*Conversation{}
	for _, r := range in.Reports[:min(len(in.Reports), maxReports)] {
		key, ok := b.Tokens.ReadSynthetic(r.MessageID)
		if !ok {
			ref := f.Wire[WireKey(r.MessageID)][arrived.Audience]
			key = MessageKey{ref.Conversation, ref.Message}
		}
		m, c := f.Messages[key], f.Conversations[key.Conversation]
		if m == nil || m.Audience != arrived.Audience || m.Delivery == nil || m.Delivery.State == Queued || m.Delivery.State == Sending {
			continue
		}
		var step Change
		b.applyDelivery(&step, firstOf(conversations[key.Conversation], c), firstOf(messages[key], m), DeliveryEvent{
			State: r.State, Recipients: []string{r.Recipient}, Reason: r.Reason, At: in.Received,
			Hard: r.Hard && !in.Unverified && m.wentTo(r.Recipient),
		})
		change.Suppress = append(change.Suppress, step.Suppress...)
		change.ContactEvents = append(change.ContactEvents, step.ContactEvents...)
		if len(step.Messages) > 0 {
			messages[key] = step.Messages[0].After
		}
		if len(step.Conversations) > 0 {
			conversations[key.Conversation] = step.Conversations[0].After
		}
	}
	for key, after := range messages {
		change.Messages = append(change.Messages, Edit[Message]{Before: f.Messages[key], After: after})
	}
	for id, after := range conversations {
		change.Conversations = append(change.Conversations, Edit[Conversation]{Before: f.Conversations[id], After: after})
		change.RequireConversation = slices.DeleteFunc(change.RequireConversation, func(r string) bool { return r == id })
	}
}

// maxFacts bounds what a message remembers of its path.
const maxFacts = 40

// withFact appends a fact; when there are too many the oldest but the first few go.
func withFact(facts []Fact, f Fact) []Fact {
	out := append(slices.Clone(facts), f)
	if len(out) > maxFacts {
		out = slices.Delete(out, maxFacts/2, maxFacts/2+1)
	}
	return out
}

// loadMessage reads a message and its conversation in one round trip.
func (b *Inbox) loadMessage(ctx context.Context, key MessageKey) (*Conversation, *Message, error) {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{key.Conversation}, Messages: []MessageKey{key}})
	if err != nil {
		return nil, nil, err
	}
	c, m := f.Conversations[key.Conversation], f.Messages[key]
	if c != nil && m == nil {
		if m, err = b.find(ctx, c, key.Message); err != nil {
			return nil, nil, err
		}
	}
	if c == nil || m == nil {
		return nil, nil, problem(ErrNotFound, "There is no such message.")
	}
	return c, m, nil
}
