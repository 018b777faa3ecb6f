package inbox

import (
	"context"
	"time"
)

// TextingState is whether, and how, a conversation's contact may be texted.
type TextingState struct {
	// Closed is why a text that a member writes now would be refused; nil where it
	// would not.
	Closed  *Problem
	Consent Consent
	// FreeUntil is until when an answer may leave at any hour.
	FreeUntil time.Time
	// NextAllowed is when the texting hours allow the next text; now or earlier
	// where they do.
	NextAllowed time.Time
	// Zones are the time zones by which hours are judged.
	Zones  []string
	Number TextNumber
	// LinkBase is where short links will lead through; empty where links stay.
	LinkBase string
}

// TextingOf tells whether the contact of a conversation by text may be texted now.
func (b *Inbox) TextingOf(ctx context.Context, gate Gate, conversation string) (*TextingState, error) {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{conversation}})
	if err != nil {
		return nil, err
	}
	c := f.Conversations[conversation]
	if c == nil {
		return nil, problem(ErrNotFound, "There is no such conversation.")
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	if c.Text == nil {
		return nil, problem(ErrInvalid, "This is no conversation by text.")
	}
	keys := textingKeys(c.Audience, c.Contact, *c.Text)
	keys.Audiences = []string{c.Audience}
	if f, err = b.Store.Load(ctx, keys); err != nil {
		return nil, err
	}
	return b.textingState(c, f), nil
}

func (b *Inbox) textingState(c *Conversation, f *Found) *TextingState {
	s := &TextingState{Consent: Consent{Audience: c.Audience, Number: c.Text.Theirs}, FreeUntil: c.Text.FreeUntil}
	contact, now := f.Contacts[c.Contact], b.Now()
	if consent := f.Consents[ConsentKey{c.Audience, c.Text.Theirs}]; consent != nil {
		s.Consent = *consent
	}
	if n := f.TextNumbers[c.Text.Ours]; n != nil {
		s.Number = *n
	}
	if a := f.Audiences[c.Audience]; a != nil && !a.Texting.KeepLinks {
		s.LinkBase = a.Texting.LinkBase
	}
	for _, z := range b.zones(c.Text.Theirs, contact) {
		s.Zones = append(s.Zones, z.String())
	}
	when, _, err := b.textingTime(now, c.Text.Theirs, contact)
	s.NextAllowed = when.Next
	if s.Closed = b.closedFor(c, f); s.Closed != nil || !now.After(s.FreeUntil) {
		return s
	}
	switch {
	case err != nil:
		s.Closed = Closed(ClosedZone)
	case !when.Allowed:
		s.Closed = closedUntil(when.Next)
	}
	return s
}

// closedFor is why a member may not text the contact of the conversation at any
// hour, nil where they may.
func (b *Inbox) closedFor(c *Conversation, f *Found) *Problem {
	consent, contact, ours := f.Consents[ConsentKey{c.Audience, c.Text.Theirs}], f.Contacts[c.Contact], f.TextNumbers[c.Text.Ours]
	switch {
	case !b.answerable(c.Text):
		return Closed(ClosedUnanswered)
	case consent != nil && consent.State == OptedOut:
		return Closed(ClosedOptedOut)
	case consent == nil || consent.State != Consented:
		return Closed(ClosedNoConsent)
	case contact != nil && contact.Blocked:
		return Closed(ClosedBlocked)
	case ours == nil || !ours.Active:
		return Closed(ClosedNumber)
	}
	return nil
}

// answerable tells whether theirs is a number and not a short code or a name.
func (b *Inbox) answerable(pair *TextPair) bool {
	_, err := b.Texts.Number(pair.Theirs)
	return err == nil
}
