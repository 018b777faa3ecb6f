package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// maxEvidence is how many bytes of records one file holds, the newest: more than
	// a person texts in years. An answer of Lambda holds 6 MB, in which a character
	// that JSON escapes takes six bytes.
	maxEvidence = 900 << 10
	// recordOverhead is what a record takes besides its words.
	recordOverhead = 500
)

// Evidence is all that is known of a number's consent, for who has to prove it.
type Evidence struct {
	Audience Audience
	Consent  Consent
	Contact  *Contact     // whose number it is; nil for nobody's
	Records  []TextRecord // the oldest first
	// Members are the names of the members in Records, by id.
	Members map[string]string
	// Zones are those in which the contact may be.
	Zones   []*time.Location
	Partial bool // there are older records than fit
}

// EvidenceOf collects what is known of a number: each consent and opt-out with its
// words, time and message, and each text that was sent against the hours.
func (b *Inbox) EvidenceOf(ctx context.Context, gate Gate, audience, typed string) (*Evidence, error) {
	number, err := b.Texts.Number(typed)
	if err != nil {
		return nil, err
	}
	sender := Identity{Kind: IdentityPhone, Value: number}
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{audience}, Senders: []Identity{sender}})
	if err != nil {
		return nil, err
	}
	if f.Audiences[audience] == nil {
		return nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	e := &Evidence{Audience: *f.Audiences[audience], Consent: Consent{Audience: audience, Number: number}}
	if c := f.Consents[ConsentKey{audience, number}]; c != nil {
		e.Consent = *c
	}
	if e.Records, e.Partial, err = b.allRecords(ctx, audience, number); err != nil {
		return nil, err
	}
	return e, b.name(ctx, e, f.Senders[sender][audience].Contact)
}

// allRecords reads a number's records, the oldest first.
func (b *Inbox) allRecords(ctx context.Context, audience, number string) (all []TextRecord, partial bool, err error) {
	q := HistoryQuery{Audience: audience, Number: number, Limit: 500}
	size := 0
	for {
		page, err := b.Store.TextHistory(ctx, q)
		if err != nil {
			return nil, false, fmt.Errorf("read the history of a number: %w", err)
		}
		for _, r := range page.Records {
			if size += recordOverhead + len(r.Words) + len(r.Link); size > maxEvidence {
				partial = true
				break
			}
			all = append(all, r)
		}
		if partial || !page.More {
			slices.Reverse(all)
			return all, partial, nil
		}
		q.Before = all[len(all)-1].ID
	}
}

// name adds who the people of the records are.
func (b *Inbox) name(ctx context.Context, e *Evidence, contact string) error {
	keys := Keys{}
	if contact != "" {
		keys.Contacts = []string{contact}
	}
	for _, r := range e.Records {
		if r.Author != "" {
			keys.Members = append(keys.Members, r.Author)
		}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	e.Contact, e.Members = f.Contacts[contact], map[string]string{}
	e.Zones = b.zones(e.Consent.Number, e.Contact)
	for id, m := range f.Members {
		e.Members[id] = firstOf(m.Name, m.Email)
	}
	return nil
}

// asProblem is the problem in an error, nil where it has none.
func asProblem(err error) *Problem {
	var p *Problem
	errors.As(err, &p)
	return p
}
