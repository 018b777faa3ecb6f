package inbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// RuleNumberPair places a text in the thread of our number and its sender's.
const RuleNumberPair = "number_pair"

// ReceiveText puts an incoming text into the one conversation of its pair of
// numbers, or does what it asks for where it is nothing but a keyword. It makes
// contact and conversation where needed, and lets the autoresponder answer.
//
// It may be called any number of times with the same text, in any order with
// others: a text that is there already is a success. ErrNotFound says that our
// number belongs to no audience. After any error the whole call can be repeated.
func (b *Inbox) ReceiveText(ctx context.Context, in Incoming) (receipt Receipt, err error) {
	if now := b.Now(); in.Received.After(now.Add(clockSkew)) {
		in.Received = now // consent by a clock that is wrong would outlast a STOP of today
	}
	for attempt := 1; ; attempt++ {
		receipt, err = b.receiveText(ctx, &in)
		if !errors.Is(err, ErrConflict) || attempt == receiveAttempts {
			return receipt, err
		}
		b.Metrics.Count("ReceiveConflict", 1)
		if err := pause(ctx, attempt); err != nil {
			return Receipt{}, err
		}
	}
}

func (b *Inbox) receiveText(ctx context.Context, in *Incoming) (Receipt, error) {
	t, err := b.readText(ctx, in)
	if err != nil {
		return Receipt{}, fmt.Errorf("place text %s: %w", in.ProviderID, err)
	}
	receipt := Receipt{Audience: t.audience.ID, Conversation: t.place.conversation.ID, Rule: t.place.rule}
	if t.seen {
		return Receipt{Audience: t.audience.ID, Duplicate: true}, nil
	}
	change := t.change()
	if receipt.Message, err = t.arrive(ctx, &change); err != nil {
		return Receipt{}, err
	}
	switch err := b.Store.Commit(ctx, change); {
	case errors.Is(err, ErrDuplicate):
		return Receipt{Audience: t.audience.ID, Duplicate: true}, nil
	case err != nil:
		return Receipt{}, fmt.Errorf("receive text %s: %w", in.ProviderID, err)
	}
	return receipt, nil
}

// arrivingText is an incoming text with all that was read to place it.
type arrivingText struct {
	b        *Inbox
	in       *Incoming
	audience *Audience
	place    placement
	pair     TextPair
	ours     *TextNumber
	person   bool                // theirs is a number that somebody may hold in their hand
	machine  bool                // theirs is one of our own numbers
	contact  *Contact            // as stored or about to be; nil where there can be none
	consent  *Consent            // as stored, or with nothing known yet
	others   map[string]*Consent // of the number in other audiences, as stored
	seen     bool
}

// readText reads what a text needs to be placed, in two round trips: the first
// knows but the numbers, the second whose they are.
func (b *Inbox) readText(ctx context.Context, in *Incoming) (*arrivingText, error) {
	t := &arrivingText{b: b, in: in, pair: TextPair{Ours: in.Recipients[0], Theirs: in.From.Address}}
	number, err := b.Texts.Number(t.pair.Theirs)
	if t.person = err == nil; t.person {
		t.pair.Theirs = number
	}
	sender := Identity{Kind: IdentityPhone, Value: t.pair.Theirs}
	id := b.textThread(t.pair)
	keys := Keys{TextNumbers: []string{t.pair.Ours, t.pair.Theirs}, Senders: []Identity{sender}, Conversations: []string{id}}
	for _, answered := range in.InReplyTo {
		keys.Wire = append(keys.Wire, TextKey(answered))
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	ours := f.TextNumbers[t.pair.Ours]
	if t.ours = ours; ours == nil {
		return nil, problem(ErrNotFound, "The number that was texted is no audience's: add it to one, and have the text received again.")
	}
	t.machine = f.TextNumbers[t.pair.Theirs] != nil
	known := f.Senders[sender][ours.Audience]
	more := Keys{Audiences: []string{ours.Audience}, Once: in.once(ours.Audience)}
	if known.Contact != "" {
		more.Contacts = []string{known.Contact}
	}
	consents := ConsentKey{ours.Audience, t.pair.Theirs}
	if f.Consents[consents] == nil { // of somebody who was erased it is kept elsewhere
		more.Consents = []ConsentKey{consents}
	}
	g, err := b.Store.Load(ctx, more)
	if err != nil {
		return nil, err
	}
	if t.audience = g.Audiences[ours.Audience]; t.audience == nil {
		return nil, fmt.Errorf("audience %s of a number: %w", ours.Audience, ErrNotFound)
	}
	for _, key := range more.Once {
		t.seen = t.seen || g.Once[key]
	}
	t.contact = g.Contacts[known.Contact]
	t.consent = firstOf(f.Consents[consents], g.Consents[consents])
	t.others = map[string]*Consent{}
	for key, c := range f.Consents {
		t.others[key.Audience] = c
	}
	t.find(f, id, known)
	return t, nil
}

// find decides on the text's conversation and contact.
func (t *arrivingText) find(f *Found, id string, known Known) {
	b, in := t.b, t.in
	t.place = placement{
		rule: RuleNumberPair, address: t.pair.Ours, person: Address{Name: known.Name, Address: t.pair.Theirs},
		known: known, blocked: known.Blocked, conversation: f.Conversations[id],
	}
	if known.Contact == "" && t.person {
		t.contact = &Contact{
			ID: b.IDs.New(in.Received), Audience: t.audience.ID,
			Identities: []Identity{{Kind: IdentityPhone, Value: t.pair.Theirs}}, Created: in.Received,
		}
		t.place.newContact = t.contact
	}
	for _, answered := range in.InReplyTo {
		if ref := f.Wire[TextKey(answered)][t.audience.ID]; ref.Conversation == id {
			t.place.answered = ref.Message
		}
	}
	if t.place.conversation == nil {
		c := &Conversation{
			ID: id, Audience: t.audience.ID, Channel: SMS, ContactName: firstOf(known.Name, t.pair.Theirs),
			Text: &TextPair{Ours: t.pair.Ours, Theirs: t.pair.Theirs},
		}
		c.Shard = shardOf(id, t.audience.Shards)
		if t.contact != nil {
			c.Contact = t.contact.ID
		}
		t.place.conversation, t.place.isNew = c, true
	}
	if t.consent == nil {
		t.consent = &Consent{Audience: t.audience.ID, Number: t.pair.Theirs}
	}
}

// change begins what the arrival writes whatever the text says.
func (t *arrivingText) change() Change {
	change := Change{Once: t.in.once(t.audience.ID)}
	if t.place.newContact != nil {
		change.Contacts = []Edit[Contact]{{After: t.place.newContact}}
	}
	return change
}

// arrive adds to the change what becomes of the text, and returns the id of the
// message that it is or that tells of it.
func (t *arrivingText) arrive(ctx context.Context, change *Change) (string, error) {
	l := Listening{Subscribe: t.audience.Texting.Subscribe, Asked: t.consent.asked(t.in.Received)}
	if k, ok := t.b.Texts.Keyword(t.in.Text, l); ok && t.person && !t.machine {
		return t.heed(ctx, change, k)
	}
	m := t.b.incomingMessage(t.in, t.place)
	m.To = []Address{{Address: t.pair.Ours}}
	if answered := t.place.answered; answered != "" {
		m.Facts = append(m.Facts, Fact{At: t.b.Now(), Name: "answers", Detail: map[string]string{"message": answered}})
	}
	m.shorten()
	change.Messages = append(change.Messages, Edit[Message]{After: m})
	change.KeptOut = t.place.keptOut(m)
	after := t.place.conversation.clone()
	moved := t.contact != nil && after.Contact != t.contact.ID
	if moved { // the number was another contact's
		after.Contact, after.ContactName = t.contact.ID, firstOf(t.contact.Name, t.pair.Theirs)
	}
	switch hidden := !t.place.isNew && m.Hidden; { // blocked, or too fast for a person
	case hidden && moved:
		t.edit(change, after)
		return m.ID, nil
	case hidden:
		change.RequireConversation = []string{after.ID}
		return m.ID, nil
	}
	t.hear(change, after, m)
	t.noteRefusal(change, after, m)
	t.autorespond(ctx, change, after, m)
	t.edit(change, after)
	return m.ID, nil
}

// hear takes note of the text in its conversation.
func (t *arrivingText) hear(change *Change, after *Conversation, m *Message) {
	fresh := t.place.isNew || after.Bare
	if t.place.isNew {
		after.Created, after.Status = t.in.Received, Open
	}
	after.Bare = false
	moved := after.hear(t.in, m, correspondents{from: t.place.person})
	if fresh { // there is no record of what was no conversation
		if after.Hidden, after.Unread = m.Hidden, !m.Hidden; m.Hidden {
			after.Waiting = time.Time{}
		}
	} else {
		change.Messages = append(change.Messages, t.b.heard(t.place.conversation, after, m, moved)...)
	}
	if free := t.in.Received.Add(t.audience.Texting.answerWindow()); t.ours.Active && free.After(after.Text.FreeUntil) {
		after.Text.FreeUntil = free
	}
}

// edit adds the conversation as it is afterwards.
func (t *arrivingText) edit(change *Change, after *Conversation) {
	e := Edit[Conversation]{Before: t.place.conversation, After: after}
	if t.place.isNew {
		e.Before = nil
	}
	change.Conversations = []Edit[Conversation]{e}
}

// noteRefusal flags words that seem to refuse further texts, until an agent has
// decided what they mean.
func (t *arrivingText) noteRefusal(change *Change, after *Conversation, m *Message) {
	words, refused := t.b.Texts.Refusal(t.in.Text)
	if !refused || !t.person || t.machine || t.consent.State == OptedOut {
		return
	}
	m.Facts = withFact(m.Facts, Fact{At: t.b.Now(), Name: FactNoted, Detail: map[string]string{"what": "These words seem to refuse further texts: " + clip(oneLine(words), maxName)}})
	c := *t.consent
	c.Refusal = MessageKey{after.ID, m.ID}
	t.setConsent(change, c)
	change.TextRecords = append(change.TextRecords, t.record(RecordRefusal, TextRecord{Words: t.in.Text, Message: m.ID}))
}

// setConsent adds what is known of the consent from now on.
func (t *arrivingText) setConsent(change *Change, after Consent) {
	e := Edit[Consent]{After: &after}
	if t.consent.Rev != 0 {
		e.Before = t.consent
	}
	change.Consents = append(change.Consents, e)
}

// record completes a record about the text.
func (t *arrivingText) record(kind RecordKind, r TextRecord) TextRecord {
	r.ID = t.b.IDs.Derive(t.in.Received, "text record", string(kind), t.audience.ID, t.in.ProviderID)
	r.Audience, r.Number, r.At, r.Kind = t.audience.ID, t.pair.Theirs, t.in.Received, kind
	r.Ours, r.ProviderID, r.Conversation = t.pair.Ours, t.in.ProviderID, t.place.conversation.ID
	r.Words = clip(r.Words, maxRecordWords)
	if t.contact != nil {
		r.Contact = t.contact.ID
	}
	return r
}

// maxRecordWords is more than any text has: 10 segments of 153.
const maxRecordWords = 8 << 10

// askedFor is for how long YES answers a question of ours.
const askedFor = 24 * time.Hour

// asked tells whether we asked for consent a short while before.
func (c *Consent) asked(at time.Time) bool {
	return !c.Asked.IsZero() && !at.Before(c.Asked) && at.Sub(c.Asked) < askedFor && c.State != Consented
}

// textThread is the id of the one conversation of a pair of numbers.
func (b *Inbox) textThread(p TextPair) string {
	return b.IDs.Derive(time.Unix(0, 0), "text thread", p.Ours, p.Theirs)
}

// TextKey is the [WireKey] of a text by its provider's id.
func TextKey(id string) string { return "sms:" + id }
