package store

import (
	"slices"

	"confab/shared/inbox"
)

// contacts writes contacts with the items by which their identities are known,
// and what identities remember of their conversations.
func (p *plan) contacts(edits []inbox.Edit[inbox.Contact], recent []inbox.Recent) {
	memory := map[key]inbox.Recent{}
	for _, r := range recent {
		memory[identityKey(r.Known.Identity, r.Known.Audience)] = r
	}
	handed := handedOver(edits)
	for _, e := range edits {
		p.contact(e, memory, handed)
	}
	for _, r := range recent {
		k := identityKey(r.Known.Identity, r.Known.Audience)
		if p.taken[k] { // written with its contact
			continue
		}
		// An identity that is gone, or another contact's by now, has nothing to remember.
		e := remembering(belongsTo(r.Known.Contact), r)
		if e.update = "REMOVE recent"; len(r.Known.Recent) > 0 { // nothing is told from an empty list
			e.update = "SET recent = :recent"
			e.values[":recent"] = strs(r.Known.Recent)
		}
		p.update(k, e, conflict)
	}
}

// remembering holds where an identity remembers what it must remember until now.
func remembering(e expression, r inbox.Recent) expression {
	switch {
	case r.Check && len(r.Before) == 0:
		e.condition += " AND attribute_not_exists(recent)"
	case r.Check:
		e.condition += " AND recent = :before"
		e.values[":before"] = strs(r.Before)
	}
	return e
}

// handedOver are the identities that pass from one contact of a change to another,
// with whose they were: one action writes them.
func handedOver(edits []inbox.Edit[inbox.Contact]) map[key]string {
	lost, handed := map[key]string{}, map[key]string{}
	for _, e := range edits {
		if e.Before == nil || e.After == nil {
			continue
		}
		for _, i := range e.Before.Identities {
			if !slices.Contains(e.After.Identities, i) {
				lost[identityKey(i, e.Before.Audience)] = e.Before.ID
			}
		}
	}
	for _, e := range edits {
		if e.After == nil {
			continue
		}
		for _, i := range e.After.Identities {
			k := identityKey(i, e.After.Audience)
			if owner := lost[k]; owner != "" && owner != e.After.ID {
				handed[k] = owner
			}
		}
	}
	return handed
}

func (p *plan) contact(e inbox.Edit[inbox.Contact], memory map[key]inbox.Recent, handed map[key]string) {
	var before, after inbox.Contact
	if e.Before != nil {
		before = *e.Before
	}
	id := before.ID
	if e.After != nil {
		after = *e.After
		id = after.ID
	}
	if before.Erasing { // they went when it began
		before.Identities = nil
	}
	k := contactKey(id)
	versioned(p, k, e, func(c *inbox.Contact) *int64 { return &c.Rev }, func(c inbox.Contact) (item, error) {
		return encode(k, contactRecord(c))
	})
	if after.Erasing {
		after.Identities = nil
	}
	for _, i := range distinct(after.Identities) {
		p.identity(i, before, after, memory, handed)
	}
	for _, i := range distinct(before.Identities) {
		if k := identityKey(i, before.Audience); !slices.Contains(after.Identities, i) && handed[k] == "" {
			p.delete(k, belongsTo(id), conflict)
		}
	}
	p.rows(contactRows(before), contactRows(after))
}

// identity writes what an identity tells of its contact: all where it is new,
// and then it must not be anybody's, or that of whoever hands it over; else what
// has changed.
func (p *plan) identity(i inbox.Identity, before, after inbox.Contact, memory map[key]inbox.Recent, handed map[key]string) {
	k := identityKey(i, after.Audience)
	remembered, remembers := memory[k]
	if !slices.Contains(before.Identities, i) {
		guard := absent()
		if owner := handed[k]; owner != "" {
			guard = remembering(belongsTo(owner), remembered)
		}
		p.put(k, knownRecord{
			Audience: after.Audience, Identity: i, Contact: after.ID,
			Name: after.Name, Blocked: after.Blocked, Recent: remembered.Known.Recent,
		}, guard, conflict)
		return
	}
	if before.Name == after.Name && before.Blocked == after.Blocked {
		return
	}
	e := belongsTo(after.ID)
	e.update = "SET #name = :name, blocked = :blocked"
	e.names = map[string]string{"#name": "name"}
	e.values[":name"], e.values[":blocked"] = str(after.Name), boolean(after.Blocked)
	if remembers {
		e.update += ", recent = :recent"
		e.values[":recent"] = strs(remembered.Known.Recent)
	}
	p.update(k, e, conflict)
}

func belongsTo(contact string) expression {
	return expression{condition: "contact = :contact", values: item{":contact": str(contact)}}
}

// distinct leaves out doubles, which do no harm but cannot be written twice.
func distinct(all []inbox.Identity) []inbox.Identity {
	var out []inbox.Identity
	for _, i := range all {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}
