package inbox

import (
	"context"
	"errors"
	"strings"
	"time"
)

// MaxConsents is how many consents one call records.
const MaxConsents = 100

// ConsentEntry is a consent, or the end of one, that a member records.
type ConsentEntry struct {
	Number string
	Name   string // of the contact, if they are new
	// Kind is RecordConsent, RecordOptOut, or RecordDismissed: a refusal that is none.
	Kind RecordKind
	At   time.Time // when it was given; now where it is zero
	// Words tell how it was given, such as the form or the contact's own words.
	Words   string
	Message MessageKey // that says so, if any
	// Request makes a repetition record nothing.
	Request *Request
}

// ConsentResult is what became of a [ConsentEntry].
type ConsentResult struct {
	Consent Consent
	Contact string
	// Effective: the entry decided what Consent says. An older one than what is
	// known is recorded, and decides nothing.
	Effective bool
	Problem   *Problem // why it was not recorded
}

// RecordConsents records up to [MaxConsents] entries, each for itself: the result
// has one for each. A number that nobody has becomes a contact. The same entry is
// recorded once, however often.
func (b *Inbox) RecordConsents(ctx context.Context, gate Gate, audience, author string, entries []ConsentEntry) ([]ConsentResult, error) {
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	if len(entries) == 0 || len(entries) > MaxConsents {
		return nil, problem(ErrInvalid, "Record from 1 to %d consents at once.", MaxConsents)
	}
	results := make([]ConsentResult, len(entries))
	steps := make([]func() error, len(entries))
	for i, e := range entries {
		steps[i] = func() error {
			err := b.recordConsent(ctx, audience, author, e, &results[i])
			if !errors.Is(err, ErrKeyReused) && errors.As(err, &results[i].Problem) {
				return nil
			}
			return err
		}
	}
	return results, together(steps)
}

func (b *Inbox) recordConsent(ctx context.Context, audience, author string, e ConsentEntry, result *ConsentResult) error {
	number, err := b.Texts.Number(e.Number)
	if err != nil {
		return err
	}
	now := b.Now()
	e.Number, e.At = number, firstOf(e.At.UTC(), now).Truncate(time.Millisecond)
	early := e.At.After(now.Add(clockSkew))
	e.At = earlier(e.At, now.Truncate(time.Millisecond)) // or a STOP of the next moment would be the older one
	switch {
	case e.Kind != RecordConsent && e.Kind != RecordOptOut && e.Kind != RecordDismissed:
		return problem(ErrInvalid, "An entry is a consent, an opt_out or dismissed, not %q.", e.Kind)
	case early:
		return problem(ErrInvalid, "Consent cannot be given in the future.")
	case e.Kind == RecordConsent && strings.TrimSpace(e.Words) == "":
		return problem(ErrInvalid, "Say in words how the consent was given, such as the form and its text: it is the evidence.")
	}
	return b.changeConsent(ctx, audience, e, ByMember, author, result)
}

// changeConsent records an entry in one transaction.
func (b *Inbox) changeConsent(ctx context.Context, audience string, e ConsentEntry, source ConsentSource, author string, result *ConsentResult) error {
	sender := Identity{Kind: IdentityPhone, Value: e.Number}
	record := TextRecord{
		Recorded: b.Now(),
		ID:       b.IDs.Derive(e.At, "consent", audience, e.Number, string(e.Kind), string(source), e.Words, e.Message.Message),
		Audience: audience, Number: e.Number, At: e.At, Kind: e.Kind, Source: source, Author: author,
		Words: clip(strings.ToValidUTF8(e.Words, "\uFFFD"), maxRecordWords), Conversation: e.Message.Conversation, Message: e.Message.Message,
	}
	return b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{
			Audiences: []string{audience}, Senders: []Identity{sender}, Requests: requestKeys(e.Request),
			Consents: []ConsentKey{{audience, e.Number}}, // of somebody who was erased, too
		})
		if err != nil {
			return err
		}
		if f.Audiences[audience] == nil {
			return problem(ErrNotFound, "There is no such audience.")
		}
		if done, err := e.Request.replayed(f); err != nil {
			return err
		} else if done != nil {
			return b.recorded(ctx, audience, e, result)
		}
		var change Change
		record.Contact = f.Senders[sender][audience].Contact
		if record.Contact == "" {
			contact := &Contact{ID: b.IDs.New(b.Now()), Audience: audience, Name: clip(oneLine(e.Name), maxName), Identities: []Identity{sender}, Created: b.Now()}
			change.Contacts, record.Contact = []Edit[Contact]{{After: contact}}, contact.ID
		}
		before := f.Consents[ConsentKey{audience, e.Number}]
		after := before.orNone(audience, e.Number)
		record.Effective = b.apply(&after, e, source)
		change.Consents = []Edit[Consent]{{Before: before, After: &after}}
		change.TextRecords = []TextRecord{record}
		change.Request = e.Request.made(b.Now(), "", record.ID, record.Contact)
		*result = ConsentResult{Consent: after, Contact: record.Contact, Effective: record.Effective}
		err = b.Store.Commit(ctx, change)
		if errors.Is(err, ErrDuplicate) {
			return b.recorded(ctx, audience, e, result)
		}
		return err
	})
}

// recorded tells what became of an entry that was recorded before. It reads again,
// since who saw one item of a transaction may have missed the others.
func (b *Inbox) recorded(ctx context.Context, audience string, e ConsentEntry, result *ConsentResult) error {
	sender := Identity{Kind: IdentityPhone, Value: e.Number}
	f, err := b.Store.Load(ctx, Keys{Senders: []Identity{sender}, Requests: requestKeys(e.Request)})
	if err != nil {
		return err
	}
	at := e.At
	if e.Request != nil && f.Requests[e.Request.Key] != nil {
		at = b.IDs.Time(f.Requests[e.Request.Key].Message)
	}
	known := f.Consents[ConsentKey{audience, e.Number}].orNone(audience, e.Number)
	*result = ConsentResult{Consent: known, Contact: f.Senders[sender][audience].Contact, Effective: known.Since.Equal(at)}
	return nil
}

// orNone is a consent as it was loaded, or what holds where there was none.
func (c *Consent) orNone(audience, number string) Consent {
	if c == nil {
		return Consent{Audience: audience, Number: number}
	}
	return *c
}

// apply changes what is known by an entry, and tells whether the entry counts.
func (b *Inbox) apply(c *Consent, e ConsentEntry, source ConsentSource) bool {
	if e.Kind == RecordDismissed {
		dismissed := c.Refusal != MessageKey{} && (e.Message.Message == "" || e.Message.Message == c.Refusal.Message)
		if dismissed { // and not one that came since
			c.Refusal = MessageKey{}
		}
		return dismissed
	}
	return b.turn(c, map[RecordKind]ConsentState{RecordConsent: Consented, RecordOptOut: OptedOut}[e.Kind], e.At, source)
}

// turn makes the consent what it became at a moment, and tells whether that counts:
// what came later counts, whatever is heard of first; of what came at once, the
// opt-out. Words of refusal that came later stay to be decided on.
func (b *Inbox) turn(c *Consent, state ConsentState, at time.Time, source ConsentSource) bool {
	if at.Before(c.Since) || at.Equal(c.Since) && c.State == OptedOut && state != OptedOut {
		return false
	}
	if state == OptedOut || !at.Before(b.IDs.Time(c.Refusal.Message)) {
		c.Refusal = MessageKey{}
	}
	c.State, c.Since, c.Source, c.Asked = state, at, source, time.Time{}
	return true
}

// providerOptOut takes over that a number has opted out at the provider.
func (b *Inbox) providerOptOut(ctx context.Context, audience, number string, at time.Time) error {
	var result ConsentResult
	return b.changeConsent(ctx, audience, ConsentEntry{Number: number, Kind: RecordOptOut, At: at}, ByProvider, "", &result)
}
