package store

import (
	"errors"

	"confab/shared/inbox"
)

// errNoHashes says that who wired the store has forgotten its key.
var errNoHashes = errors.New("nobody can be erased without keyed hashes")

// erased keeps what is to be known of who is erased, and forgets it where a
// suppression is lifted.
func (p *plan) erased(change inbox.Change) {
	if p.hashes == nil {
		if len(change.Erased) > 0 {
			p.errs = append(p.errs, errNoHashes)
		}
		return
	}
	for _, e := range change.Erased {
		record := erasedRecord{OptedOut: e.OptedOut, Source: e.Source, Suppressed: e.Suppressed, At: e.At}
		p.put(erasedKey(e.Audience, p.hashes(e.Value)[0]), record, expression{}, conflict)
	}
	for _, s := range change.Unsuppress {
		for _, hash := range p.hashes(s.Address) {
			if k := erasedKey(s.Audience, hash); !p.taken[k] {
				p.delete(k, expression{}, conflict)
			}
		}
	}
}

// wantErased reads with consents and suppressions what is kept of who was erased:
// it is told in the place of what is not there.
func (t *Table) wantErased(l *loading, keys inbox.Keys) {
	if t.Hashes == nil {
		return
	}
	f := l.found
	for _, c := range keys.Consents {
		t.wantHashed(l, c.Audience, c.Number, func(r erasedRecord) {
			if f.Consents[c] == nil && !r.OptedOut.IsZero() {
				f.Consents[c] = &inbox.Consent{Audience: c.Audience, Number: c.Number, State: inbox.OptedOut, Since: r.OptedOut, Source: r.Source}
			}
		})
	}
	for _, s := range keys.Suppressions {
		t.wantHashed(l, s.Audience, s.Address, func(r erasedRecord) {
			if f.Suppressions[s.Address] == nil && r.Suppressed != "" {
				f.Suppressions[s.Address] = &inbox.Suppression{Audience: s.Audience, Address: s.Address, Reason: r.Suppressed, At: r.At}
			}
		})
	}
}

func (t *Table) wantHashed(l *loading, audience, value string, tell func(erasedRecord)) {
	for _, hash := range t.Hashes(value) {
		l.want(erasedKey(audience, hash), func(it item) error {
			r, err := decode[erasedRecord](it)
			tell(r)
			return err
		})
	}
}

// unerased leaves out of a change of a contact what only the job sees that erases
// them.
func unerased(e inbox.Edit[inbox.Contact]) inbox.Edit[inbox.Contact] {
	if e.Before != nil && e.Before.Erasing {
		e.Before = nil
	}
	if e.After != nil && e.After.Erasing {
		e.After = nil
	}
	return e
}
