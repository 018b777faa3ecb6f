package inbox

import (
	"context"
	"time"
)

// Profile is a contact with what is known of them beside their row.
type Profile struct {
	*Contact
	// KeptOut is how many messages were kept out of the inbox while they were
	// blocked.
	KeptOut int
	// Suppressed are those of their addresses that are not mailed.
	Suppressed []Suppression
	// Consents are whether each of their numbers may be texted, in the numbers' order.
	Consents []Consent
	// Zones are the time zones they may live by: their own, else all those of their
	// numbers; none where nothing tells.
	Zones []*time.Location
}

// ProfileOf reads a contact with what is known of them, in two round trips.
func (b *Inbox) ProfileOf(ctx context.Context, gate Gate, id string) (*Profile, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{id}})
	if err != nil {
		return nil, err
	}
	c := f.Contacts[id]
	if c == nil {
		return nil, problem(ErrNotFound, "There is no such contact.")
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	p := &Profile{Contact: c, Zones: b.contactZones(c)}
	keys := Keys{KeptOut: c.everyID()}
	for _, e := range c.Emails() {
		keys.Suppressions = append(keys.Suppressions, Suppression{Audience: c.Audience, Address: e})
	}
	for _, n := range c.Phones() {
		keys.Consents = append(keys.Consents, ConsentKey{c.Audience, n})
	}
	if f, err = b.Store.Load(ctx, keys); err != nil {
		return nil, err
	}
	for _, n := range f.KeptOut {
		p.KeptOut += n
	}
	for _, e := range c.Emails() {
		if s := f.Suppressions[e]; s != nil {
			p.Suppressed = append(p.Suppressed, *s)
		}
	}
	for _, key := range keys.Consents {
		p.Consents = append(p.Consents, f.Consents[key].orNone(key.Audience, key.Number))
	}
	return p, nil
}

// contactZones are the time zones a contact may live by.
func (b *Inbox) contactZones(c *Contact) (zones []*time.Location) {
	if c.TimeZone != "" {
		return b.zones("", c)
	}
	seen := map[string]bool{}
	for _, n := range c.Phones() {
		for _, z := range b.zones(n, c) {
			if !seen[z.String()] {
				zones, seen[z.String()] = append(zones, z), true
			}
		}
	}
	return zones
}
