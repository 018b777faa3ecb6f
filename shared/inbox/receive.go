package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Receipt tells where an incoming message went in one audience.
type Receipt struct {
	Audience     string
	Conversation string
	Message      string
	Rule         string // which rule placed it
	Duplicate    bool   // it was here already; the three above are empty
}

// receiveAttempts is how often a message that lost a race is placed anew. Each
// attempt reads what the winner wrote.
const receiveAttempts = 8

// Receive puts an incoming message into exactly one conversation of every
// audience it was addressed to, creating contact and conversation where needed.
// No receipt means that no address among its recipients is ours.
//
// It may be called any number of times with the same message: a message that is
// there already is a success. After any error the whole call can be repeated.
func (b *Inbox) Receive(ctx context.Context, in Incoming) ([]Receipt, error) {
	b, err := b.withKeysFor(ctx, in.Recipients)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		receipts, err := b.receive(ctx, &in)
		if !errors.Is(err, ErrConflict) || attempt == receiveAttempts {
			return receipts, err
		}
		b.Metrics.Count("ReceiveConflict", 1)
		if err := pause(ctx, attempt); err != nil {
			return nil, err
		}
	}
}

// withKeysFor returns the inbox with the keys read again, if an address asks for it.
func (b *Inbox) withKeysFor(ctx context.Context, addresses []string) (*Inbox, error) {
	newer := func(a string) bool { return b.Tokens.NewerKey(NormalizeAddress(a)) }
	if b.FreshTokens == nil || !slices.ContainsFunc(addresses, newer) {
		return b, nil
	}
	fresh, err := b.FreshTokens(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the keys of reply addresses again: %w", err)
	}
	c := *b
	c.Tokens = fresh
	return &c, nil
}

func (b *Inbox) receive(ctx context.Context, in *Incoming) ([]Receipt, error) {
	s := b.newSorting(in)
	if err := s.read(ctx); err != nil {
		return nil, fmt.Errorf("place %s: %w", in.ProviderID, err)
	}
	var receipts []Receipt
	for _, r := range s.routes {
		p := s.place(r)
		receipt := Receipt{Audience: r.audience, Conversation: p.conversation.ID, Rule: p.rule}
		change, message := b.arrive(in, p, s.found)
		receipt.Message = message.ID
		err := ErrDuplicate
		if !s.seen(r.audience) {
			err = b.storeParts(ctx, in, message)
			if err == nil {
				err = b.Store.Commit(ctx, change)
			}
		}
		if receipt.Duplicate = errors.Is(err, ErrDuplicate); err != nil && !receipt.Duplicate {
			return nil, fmt.Errorf("receive %s: %w", in.ProviderID, err)
		}
		if receipt.Duplicate { // it is wherever the first one was placed
			receipt.Conversation, receipt.Message, receipt.Rule = "", "", ""
		}
		receipts = append(receipts, receipt)
	}
	return receipts, nil
}

// arrive computes all that the arrival of a message writes in one audience.
func (b *Inbox) arrive(in *Incoming, p placement, f *Found) (Change, *Message) {
	m := b.incomingMessage(in, p)
	change := Change{Once: in.once(p.conversation.Audience), Messages: []Edit[Message]{{After: m}}}
	if in.MessageID != "" {
		change.Wire = append(change.Wire, wireEntry(WireKey(in.MessageID), m))
	}
	for _, key := range p.awaited {
		change.Wire = append(change.Wire, wireEntry(key, m))
	}
	if p.newContact != nil {
		change.Contacts = []Edit[Contact]{{After: p.newContact}}
	}
	change.KeptOut = p.keptOut(m)

	after := p.conversation.clone()
	switch {
	case p.isNew:
		after.open(in, m, p, b.correspondents(in, p.person))
		change.Conversations = []Edit[Conversation]{{After: after}}
	case m.Hidden:
		change.RequireConversation = []string{p.conversation.ID}
	default:
		moved := after.hear(in, m, b.correspondents(in, p.person))
		change.Messages = append(change.Messages, b.heard(p.conversation, after, m, moved)...)
		change.Conversations = []Edit[Conversation]{{Before: p.conversation, After: after}}
	}
	if !m.Hidden && !m.Spam {
		change.Recent = p.remember()
	}
	if p.isNew && len(change.Recent) == 0 { // what identities remember is known to be theirs
		change.RequireContact = p.known.Contact
	}
	b.applyReports(&change, in, m, f)
	return change, m
}

func (b *Inbox) incomingMessage(in *Incoming, p placement) *Message {
	at := in.at()
	if answered := b.IDs.Time(p.answered); p.answered != "" && !at.After(answered) {
		// A slow clock, or a Date without milliseconds: nobody answers beforehand.
		at = earlier(answered.Add(time.Millisecond), in.Received)
	}
	m := &Message{
		ID:           b.IDs.Derive(at, "message", p.conversation.Audience, string(in.Channel), in.ProviderID),
		Conversation: p.conversation.ID,
		Audience:     p.conversation.Audience,
		Direction:    Inbound,
		Channel:      in.Channel,
		Kind:         KindMessage,
		Nature:       in.Nature,
		Hidden:       in.Nature.Machine() || p.blocked || p.looping(in) || p.rule == RuleReturned || (in.Spam && !p.isNew),
		Spam:         in.Spam,
		Virus:        in.Virus,
		Unverified:   in.Unverified,
		At:           at,
		Arrived:      in.Received,
		From:         in.From,
		ReplyTo:      in.ReplyTo,
		To:           in.To,
		Cc:           in.Cc,
		Subject:      in.Subject,
		Text:         in.Text,
		MessageID:    in.MessageID,
		References:   in.References,
		Raw:          in.Raw,
		Facts:        append([]Fact{{At: b.Now(), Name: "matched", Detail: p.fact()}}, in.Facts...),
	}
	if len(in.InReplyTo) > 0 {
		m.InReplyTo = in.InReplyTo[0]
	}
	if p.looping(in) {
		m.Facts = append(m.Facts, Fact{At: b.Now(), Name: "loop", Detail: map[string]string{"evidence": "rate"}})
	}
	return m
}

// open makes a new conversation of its first message.
func (c *Conversation) open(in *Incoming, m *Message, p placement, people correspondents) {
	c.Created = in.Received
	c.Status = Open
	c.hear(in, m, people)
	c.Hidden = m.Hidden
	c.Machines = m.Hidden && m.Nature.Machine() && !p.blocked
	c.Unread = !m.Hidden
	if m.Spam {
		c.Status, c.Spam, c.Unread = Trash, true, false
	}
	if m.Hidden || m.Spam {
		c.Waiting = time.Time{}
	}
	if c.Subject == "" {
		c.Subject = p.subject
	}
}

// hear takes note of a message that a person wrote into the conversation, and
// returns whether that moved it.
func (c *Conversation) hear(in *Incoming, m *Message, people correspondents) *Activity {
	moved := c.move(contactWrote)
	if begins := c.LastInbound == "" && c.LastOutbound.IsZero(); c.Waiting.IsZero() && (begins || moved != nil) {
		c.Waiting = m.Arrived
	}
	c.Unread, c.Hidden, c.Spam = true, false, false
	if !m.Arrived.Before(c.Arrived) { // a late one says nothing new
		c.Arrived, c.Preview = m.Arrived, preview(m.Text)
	}
	if !m.Arrived.Before(c.LastInboundAt) {
		c.LastInbound, c.LastInboundAt = m.ID, m.Arrived
	}
	c.Burst = c.Burst.next(m.Arrived)
	if c.Subject == "" {
		c.Subject = clip(oneLine(in.Subject), maxSubject)
	}
	c.join(people.from)
	c.join(people.others...)
	if m.ID > c.Answer.Message { // a late arrival is not what a reply should answer
		c.Answer = answerTo(in, m, people)
	}
	return moved
}

// answerTo is what a reply to the message answers.
func answerTo(in *Incoming, m *Message, people correspondents) Answer {
	if in.Channel == SMS {
		return Answer{Message: m.ID, To: []Address{people.from}}
	}
	a := Answer{
		Message:    m.ID,
		To:         deliverable([]Address{people.from}),
		Subject:    clip(oneLine(in.Subject), maxSubject),
		MessageID:  clip(in.MessageID, maxSubject),
		References: shortReferences(in.References),
	}
	if len(people.replyTo) > 0 {
		a.To = people.replyTo
		a.Redirected = NormalizeAddress(a.To[0].Address) != NormalizeAddress(in.From.Address)
	}
	a.To, _ = fitting(a.To, InlineAddresses, addressBytes, Address.size)
	a.Cc, _ = fitting(without(people.others, a.To), InlineAddresses, addressBytes, Address.size)
	return a
}

// correspondents are the people of a message, us apart.
type correspondents struct {
	from    Address   // who is taken for its author
	replyTo []Address // where answers are asked for
	others  []Address // to whom it went besides us
}

func (b *Inbox) correspondents(in *Incoming, person Address) correspondents {
	var ours []Address
	for _, r := range in.Recipients {
		ours = append(ours, Address{Address: r})
	}
	strangers := func(list []Address) []Address {
		return slices.DeleteFunc(without(deliverable(list), ours), func(a Address) bool { return b.Tokens.Owns(a.Address) })
	}
	return correspondents{
		from: person, replyTo: strangers(in.ReplyTo), others: strangers(append(slices.Clone(in.To), in.Cc...)),
	}
}

// deliverable leaves out what is no address: header lines hold all sorts of things.
func deliverable(list []Address) []Address {
	var out []Address
	for _, a := range list {
		if validAddress(NormalizeAddress(a.Address)) {
			out = append(out, a.tidied())
		}
	}
	return out
}

// heard is the thread's record of what a message of the contact's changed.
func (b *Inbox) heard(before, after *Conversation, cause *Message, moved *Activity) (out []Edit[Message]) {
	for _, a := range []*Activity{moved, after.overtake(cause)} {
		if a != nil {
			out = append(out, Edit[Message]{After: b.event(before, cause.Arrived, "", *a, cause.ID)})
		}
	}
	return out
}

// event makes an entry of the activity in a conversation's thread. Its id
// derives from what caused it, so that the same cause makes one entry.
func (b *Inbox) event(c *Conversation, at time.Time, author string, a Activity, cause string) *Message {
	return &Message{
		ID:           b.IDs.Derive(at, "event", a.Name, a.To, c.ID, cause),
		Conversation: c.ID,
		Audience:     c.Audience,
		Channel:      c.Channel,
		Kind:         KindEvent,
		At:           at,
		Arrived:      at,
		Author:       author,
		Event:        &a,
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func wireEntry(key string, m *Message) WireEntry {
	return WireEntry{ID: key, Audience: m.Audience, Ref: WireRef{
		Conversation: m.Conversation, Message: m.ID, Ours: m.Direction == Outbound,
	}}
}
