package inbox

import (
	"context"
	"fmt"
	"slices"
)

// UnmergeContacts undoes a merge: identities, conversations and what was filled in
// go back, as far as nothing has changed them since. Conversations that came
// later stay. It returns the contact that is itself again. more says that a job
// moves the conversations back that are left.
func (b *Inbox) UnmergeContacts(ctx context.Context, gate Gate, into, from string, r *Request) (c *Contact, more bool, err error) {
	if err := b.retry(ctx, func() error {
		c, err = b.unmergeContacts(ctx, gate, into, from, r)
		return err
	}); err != nil {
		return nil, false, err
	}
	more, err = b.returnConversations(ctx, into, c)
	return c, more, err
}

func (b *Inbox) unmergeContacts(ctx context.Context, gate Gate, into, from string, r *Request) (*Contact, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{into, from}, Requests: requestKeys(r), AsTheyAre: true})
	if err != nil {
		return nil, err
	}
	winner, loser := f.Contacts[into], f.Contacts[from]
	for _, c := range []*Contact{winner, loser} {
		if c == nil {
			return nil, problem(ErrNotFound, "There is no such contact.")
		}
		if err := gate(ctx, c.Audience); err != nil {
			return nil, err
		}
	}
	done, err := r.replayed(f)
	if err != nil || done != nil || loser.Merge == nil {
		return loser, err
	}
	if loser.Merge.Into != winner.ID || winner.Merge != nil {
		return nil, problem(ErrInvalid, "The one contact was not merged into the other.")
	}
	after, back := winner.without(loser)
	switch {
	case len(back.Identities) == 0:
		return nil, problem(ErrConflict, "None of the addresses and numbers that were merged is with this contact any more.")
	case len(after.Identities) == 0:
		return nil, problem(ErrConflict, "This contact would be left without an address or number: give it one first.")
	}
	change := Change{
		Contacts: []Edit[Contact]{{Before: winner, After: after}, {Before: loser, After: back}},
		ContactEvents: []ContactEvent{b.contactEvent(winner.Audience, winner.ID,
			ContactEvent{Kind: EventUnmerged, Other: loser.ID, Author: Actor(ctx)}, loser.ID+fmt.Sprint(winner.Rev))},
		Audit:   b.audit(ctx, AuditContactsUnmerged, winner.Audience, winner.ID, map[string]string{"from": loser.ID}),
		Request: r.made(b.Now(), "", "", loser.ID),
	}
	own := &Contact{ID: winner.ID, Identities: back.Identities} // whose they are until now
	if change.Recent, err = b.remembered(ctx, back, own); err != nil {
		return nil, err
	}
	return back, b.Store.Commit(ctx, change)
}

// without is the contact as it is without another that was merged into it, and
// the other then.
func (c *Contact) without(o *Contact) (after, back *Contact) {
	w, l, m := *c, *o, o.Merge
	l.Merge, l.Blocked = nil, c.Blocked
	w.Identities = nil
	for _, i := range c.Identities {
		if slices.Contains(m.Identities, i) {
			l.Identities = append(l.Identities, i)
		} else {
			w.Identities = append(w.Identities, i)
		}
	}
	w.Merged = slices.DeleteFunc(slices.Clone(c.Merged), func(id string) bool { return id == o.ID || slices.Contains(o.Merged, id) })
	w.Attributes = map[string]string{}
	for name, value := range c.Attributes {
		if filled, ok := m.Attributes[name]; !ok || filled != value {
			w.Attributes[name] = value
		}
	}
	if slices.Contains(m.Filled, "name") && c.Name == o.Name {
		w.Name = ""
	}
	if slices.Contains(m.Filled, "time_zone") && c.TimeZone == o.TimeZone {
		w.TimeZone = ""
	}
	if slices.Contains(m.Filled, "location") && c.Location == o.Location {
		w.Location = Location{}
	}
	return &w, &l
}

// returnConversations gives back the conversations that came with a merge.
func (b *Inbox) returnConversations(ctx context.Context, from string, to *Contact) (more bool, err error) {
	page, err := b.Store.Conversations(ctx, ConversationQuery{Contact: from, Limit: movedAtOnce})
	if err != nil {
		return false, err
	}
	f, err := b.Store.Load(ctx, Keys{Conversations: page.conversations()})
	if err != nil {
		return false, err
	}
	var back []string
	for _, id := range page.conversations() {
		if c := f.Conversations[id]; c != nil && c.ID == id && c.cameWith(to.ID) {
			back = append(back, id)
		}
	}
	return page.More, b.move(ctx, Move{From: from, To: to.ID, Back: true}, to, back, page.More)
}

// cameWith tells whether the conversation came to its contact when another was
// merged into it.
func (c *Conversation) cameWith(contact string) bool {
	n := len(c.MovedFrom)
	return n > 0 && c.MovedFrom[n-1] == contact
}
