package inbox

import (
	"context"
	"strings"
	"time"
)

// Limits of a text that a member writes.
const (
	// maxAhead is how long before a text leaves it may be scheduled.
	maxAhead = 365 * 24 * time.Hour
	// maxOverride is how many bytes the reason of an override may have.
	maxOverride = 500
)

// textDraft is a text on its way from a member to the outbox.
type textDraft struct {
	b            *Inbox
	d            Draft
	now          time.Time
	conversation *Conversation // as stored; nil where it is new
	after        *Conversation
	audience     *Audience // this and what follows are nil where nothing asked for them
	contact      *Contact
	m            *Message
	change       Change
}

// replyText answers a conversation by text. Where the contact's own text is
// fresh and nothing in the answer asks for the settings, all is known already.
func (b *Inbox) replyText(ctx context.Context, c *Conversation, to ReplyTo, d Draft) (*Conversation, *Message, error) {
	if to.All || to.To != nil || to.Cc != nil {
		return nil, nil, problem(ErrInvalid, "A text goes to the number that the conversation is with.")
	}
	t := &textDraft{b: b, d: d, now: b.Now(), conversation: c, after: c.clone()}
	if !t.free() || len(d.Files) > 0 || strings.Contains(strings.ToLower(d.Text), "http") {
		keys := textingKeys(c.Audience, c.Contact, *c.Text)
		keys.Audiences = []string{c.Audience}
		f, err := b.Store.Load(ctx, keys)
		if err != nil {
			return nil, nil, err
		}
		t.audience = f.Audiences[c.Audience]
		if err := t.check(f); err != nil {
			return nil, nil, err
		}
	}
	return t.commit(ctx)
}

// textingKeys names what tells whether a contact may be texted.
func textingKeys(audience, contact string, pair TextPair) Keys {
	keys := Keys{Consents: []ConsentKey{{audience, pair.Theirs}}, TextNumbers: []string{pair.Ours}}
	if contact != "" {
		keys.Contacts = []string{contact}
	}
	return keys
}

// check refuses at once what the commit would refuse, so that nobody is told to
// wait for a morning on which it would be refused again.
func (t *textDraft) check(f *Found) error {
	pair := t.after.Text
	t.contact = f.Contacts[t.after.Contact]
	if p := t.b.closedFor(t.after, f); p != nil {
		return p
	}
	return t.checkMedia(f.TextNumbers[pair.Ours])
}

// free tells whether the contact's own text is fresh enough to be answered at any
// hour.
func (t *textDraft) free() bool {
	return t.d.SendAt.IsZero() && !t.now.After(t.after.Text.FreeUntil)
}

// checkMedia refuses files that our number cannot send.
func (t *textDraft) checkMedia(ours *TextNumber) error {
	switch {
	case len(t.d.Files) == 0:
		return nil
	case ours == nil || !ours.Media:
		return problem(ErrInvalid, "The number that this contact texts with cannot send pictures.")
	}
	return nil
}

// commit writes the text, in the outbox or for later.
func (t *textDraft) commit(ctx context.Context) (*Conversation, *Message, error) {
	b, pair := t.b, t.after.Text
	if !b.answerable(pair) {
		return nil, nil, Closed(ClosedUnanswered)
	}
	t.m = b.outgoingMessage(ctx, t.after, t.d, t.now)
	t.m.Subject, t.m.InReplyTo, t.m.References = "", "", nil
	t.m.From, t.m.To = Address{Address: pair.Ours}, []Address{{Address: pair.Theirs}}
	if err := t.keepHours(); err != nil {
		return nil, nil, err
	}
	if t.audience != nil {
		t.change.Links = b.shortLinks(&t.audience.Texting, t.m, pair.Theirs, t.after.Contact)
	}
	if err := b.Texts.CheckLength(t.m.Text); err != nil {
		return nil, nil, err
	}
	fresh := t.conversation == nil || t.conversation.Bare
	t.after.take(t.m)
	moved, err := t.after.moveOn(&t.d, t.now)
	if err != nil {
		return nil, nil, err
	}
	if !fresh {
		t.change.Messages = b.entry(t.conversation, t.d.Author, moved, t.m.ID)
	}
	t.change.Conversations = []Edit[Conversation]{{Before: t.conversation, After: t.after}}
	t.change.RequireTexting = t.m.texting(t.after)
	if err := b.commitSend(ctx, t.change, t.m, t.d); err != nil {
		return nil, nil, err
	}
	return t.after, t.m, nil
}

// keepHours sees to it that a text which the contact did not just ask for leaves
// in their texting hours, unless a member says why it cannot wait.
func (t *textDraft) keepHours() error {
	reason := clip(oneLine(t.d.Override), maxOverride)
	if t.free() {
		return nil
	}
	if err := t.b.putOff(t.after, t.m, &t.d); err != nil {
		return err
	}
	at := t.m.At
	when, zones, err := t.b.textingTime(at, t.after.Text.Theirs, t.contact)
	if (err != nil || !when.Allowed) && reason != "" {
		t.override(reason, zones)
		return nil
	}
	if err != nil {
		return err
	}
	if !when.Allowed {
		return closedUntil(when.Next)
	}
	t.m.Delivery.Bound = true
	t.m.Facts = withFact(t.m.Facts, Fact{At: t.now, Name: "texting_hours", Detail: map[string]string{"zone": zones}})
	return nil
}

// override records why a text leaves outside the texting hours.
func (t *textDraft) override(reason, zones string) {
	t.change.TextRecords = append(t.change.TextRecords, TextRecord{
		ID: t.b.IDs.New(t.now), Audience: t.after.Audience, Number: t.after.Text.Theirs, Contact: t.after.Contact,
		At: t.now, Kind: RecordOverride, Source: ByMember, Ours: t.after.Text.Ours, Author: t.d.Author,
		Reason: reason, Zone: zones, Conversation: t.after.ID, Message: t.m.ID,
	})
	t.m.Facts = withFact(t.m.Facts, Fact{At: t.now, Name: "override", Detail: map[string]string{"reason": reason, "zone": zones}})
}

// textingTime tells whether a number may be texted unasked at a moment, and by
// which zones, in words: the contact's own, else those in which the number may be.
func (b *Inbox) textingTime(at time.Time, number string, contact *Contact) (TextingTime, string, error) {
	zones := b.zones(number, contact)
	when, err := DefaultTextingHours.Time(at, zones)
	if err != nil {
		return TextingTime{}, "", Closed(ClosedZone)
	}
	return when, zoneNames(zones), nil
}

// zones are those in which the contact may be.
func (b *Inbox) zones(number string, contact *Contact) []*time.Location {
	if contact != nil && contact.TimeZone != "" {
		if zone, err := time.LoadLocation(contact.TimeZone); err == nil {
			return []*time.Location{zone}
		}
	}
	return b.Texts.Zones(number)
}

// zoneNames are as many of the zones as a record holds.
func zoneNames(zones []*time.Location) string {
	var names []string
	for _, z := range zones {
		names = append(names, z.String())
	}
	return clip(strings.Join(names, " "), maxName)
}

// texting is what must hold for the text to leave: for the answer to a keyword no
// more than that it is true.
func (m *Message) texting(c *Conversation) *TextingRequirement {
	r := &TextingRequirement{Audience: c.Audience, Theirs: c.Text.Theirs}
	switch {
	case m.Automatic == AnsweredKeyword && m.Confirms == "":
		return nil
	case m.Automatic == AnsweredKeyword:
		r.State = m.Confirms
		return r
	case m.Automatic == "":
		r.State = Consented
	}
	r.Contact, r.Decided = c.Contact, m.Automatic != "" || m.scheduled()
	return r
}

// scheduled tells whether the message was written for later.
func (m *Message) scheduled() bool { return m.At.After(m.Arrived) }
