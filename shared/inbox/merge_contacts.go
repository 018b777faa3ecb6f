package inbox

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
)

// movedAtOnce is how many conversations merging two contacts moves while the
// caller waits.
const movedAtOnce = 100

// MergeContacts makes one contact of two: identities and conversations move, what
// the one lacks is filled in from the other, and whatever names the one that is
// merged leads to the other, reply addresses included. Consents stay with their
// numbers, events and orders under the id they were told of. more says that a job
// moves the conversations that are left.
func (b *Inbox) MergeContacts(ctx context.Context, gate Gate, into, from string, seen Revs, r *Request) (c *Contact, more bool, err error) {
	var gone string
	if err := b.retry(ctx, func() error {
		c, gone, err = b.mergeContacts(ctx, gate, into, from, seen, r)
		return err
	}); err != nil || c.ID == gone {
		return c, false, err
	}
	more, err = b.moveConversations(ctx, gone, c)
	return c, more, err
}

// mergeContacts also returns the id of the contact that has become another.
func (b *Inbox) mergeContacts(ctx context.Context, gate Gate, into, from string, seen Revs, r *Request) (*Contact, string, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{into, from}, Requests: requestKeys(r)})
	if err != nil {
		return nil, "", err
	}
	winner, loser := f.Contacts[into], f.Contacts[from]
	for _, c := range []*Contact{winner, loser} {
		if c == nil {
			return nil, "", problem(ErrNotFound, "There is no such contact.")
		}
		if err := gate(ctx, c.Audience); err != nil {
			return nil, "", err
		}
	}
	done, err := r.replayed(f)
	switch {
	case err != nil || done != nil || winner.ID == loser.ID: // it may have conversations left to move
		return winner, from, err
	case seen.Into != 0 && seen.Into != winner.Rev || seen.From != 0 && seen.From != loser.Rev:
		return nil, "", problem(ErrConflict, "One of the contacts has changed since you loaded it; load it again.")
	}
	if err := checkContacts(winner, loser); err != nil {
		return nil, "", err
	}
	after, gone := winner.with(loser)
	gone.Merge.At = b.Now()
	change := Change{
		Contacts: []Edit[Contact]{{Before: winner, After: after}, {Before: loser, After: gone}},
		ContactEvents: []ContactEvent{b.contactEvent(winner.Audience, winner.ID,
			ContactEvent{Kind: EventMerged, Other: loser.ID, Author: Actor(ctx)}, loser.ID+fmt.Sprint(winner.Rev))},
		Audit:   b.audit(ctx, AuditContactsMerged, winner.Audience, winner.ID, map[string]string{"from": loser.ID}),
		Request: r.made(b.Now(), "", "", winner.ID),
	}
	if change.Recent, err = b.remembered(ctx, after, winner, loser); err != nil {
		return nil, "", err
	}
	return after, loser.ID, b.Store.Commit(ctx, change)
}

// checkContacts refuses what cannot become one contact.
func checkContacts(winner, loser *Contact) error {
	switch {
	case winner.Audience != loser.Audience:
		return problem(ErrInvalid, "Only contacts of one audience can be merged.")
	case winner.Blocked != loser.Blocked:
		return problem(ErrInvalid, "One of the contacts is blocked: block or unblock both first.")
	case len(winner.Identities)+len(loser.Identities) > maxIdentities:
		return problem(ErrInvalid, "A contact has at most %d addresses and numbers.", maxIdentities)
	case len(winner.Merged)+len(loser.Merged)+1 > MaxMerged:
		return problem(ErrInvalid, "A contact stands for at most %d others.", MaxMerged)
	}
	return nil
}

// with is the contact as it is with another merged into it, and the other then.
func (c *Contact) with(o *Contact) (after, gone *Contact) {
	w, l := *c, *o
	m := &Merge{Into: c.ID, Identities: o.Identities, Attributes: map[string]string{}}
	w.Identities = append(slices.Clone(c.Identities), o.Identities...)
	w.Merged = append(append(slices.Clone(c.Merged), o.ID), o.Merged...)
	w.Attributes = map[string]string{}
	maps.Copy(w.Attributes, c.Attributes)
	for name, value := range o.Attributes {
		if _, has := w.Attributes[name]; !has && len(w.Attributes) < MaxAttributes {
			w.Attributes[name], m.Attributes[name] = value, value
		}
	}
	fill := func(field string, lacks bool) bool {
		if lacks {
			m.Filled = append(m.Filled, field)
		}
		return lacks
	}
	if fill("name", c.Name == "" && o.Name != "") {
		w.Name = o.Name
	}
	if fill("time_zone", c.TimeZone == "" && o.TimeZone != "") {
		w.TimeZone = o.TimeZone
	}
	if fill("location", c.Location == Location{} && o.Location != Location{}) {
		w.Location = o.Location
	}
	l.Identities, l.Merge = nil, m
	return &w, &l
}

// remembered has all addresses of a contact remember the newest conversations of
// any of them, provided that they remember now what they did. Ids of
// conversations that unmatched mail may join sort by when they began.
func (b *Inbox) remembered(ctx context.Context, after *Contact, were ...*Contact) ([]Recent, error) {
	var keys Keys
	owner := map[Identity]string{}
	for _, c := range were {
		for _, e := range c.Emails() {
			i := Identity{Kind: IdentityEmail, Value: e}
			keys.Senders, owner[i] = append(keys.Senders, i), c.ID
		}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	var newest []string
	for _, i := range keys.Senders {
		known := f.Senders[i][after.Audience]
		if known.Contact != owner[i] {
			return nil, ErrConflict
		}
		newest = union(newest, known.Recent, maxIdentities*RecentConversations)
	}
	slices.SortFunc(newest, func(a, b string) int { return cmp.Compare(b, a) })
	newest = newest[:min(len(newest), RecentConversations)]
	var out []Recent
	for _, i := range keys.Senders {
		known := f.Senders[i][after.Audience]
		before := known.Recent
		known.Contact, known.Name, known.Recent = after.ID, after.Name, newest
		out = append(out, Recent{Known: known, Before: before, Check: true})
	}
	return out, nil
}

// Move is where the conversations of one contact go.
type Move struct {
	From, To string // contacts' ids
	// Back: those that came with To are returned to it. Otherwise From was merged into
	// To, and all of them go.
	Back bool
}

// moveConversations gives conversations of a contact that was merged to the one it
// was merged into: those on its list and those that its addresses remember, since
// a list may lag behind.
func (b *Inbox) moveConversations(ctx context.Context, from string, to *Contact) (more bool, err error) {
	page, err := b.Store.Conversations(ctx, ConversationQuery{Contact: from, Limit: movedAtOnce})
	if err != nil {
		return false, err
	}
	var senders []Identity
	for _, e := range to.Emails() {
		senders = append(senders, Identity{Kind: IdentityEmail, Value: e})
	}
	f, err := b.Store.Load(ctx, Keys{Senders: senders[:min(len(senders), 1)]})
	if err != nil {
		return false, err
	}
	ids := page.conversations()
	for _, known := range f.Senders {
		ids = union(ids, known[to.Audience].Recent, len(ids)+RecentConversations)
	}
	return page.More, b.move(ctx, Move{From: from, To: to.ID}, to, ids, page.More)
}

// move moves conversations, and starts a job where there are more.
func (b *Inbox) move(ctx context.Context, m Move, to *Contact, ids []string, more bool) error {
	var steps []func() error
	for _, id := range ids {
		steps = append(steps, func() error { return b.reown(ctx, m, to, id, nil) })
	}
	if err := together(steps); err != nil || !more {
		return err
	}
	j := b.newJob(to.Audience, Actor(ctx), JobMove)
	j.Move, j.Filter = &m, &ConversationQuery{Contact: m.From}
	return b.later(ctx, j, fmt.Sprint(m, " ", to.Rev))
}

// moveOne moves one conversation, for a job, as long as the merge stands, or its end.
func (b *Inbox) moveOne(ctx context.Context, j *Job, conversation string) error {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{j.Move.From, j.Move.To}})
	if err != nil {
		return err
	}
	from, to := f.Contacts[j.Move.From], f.Contacts[j.Move.To]
	if from == nil || to == nil || (from.ID == to.ID) == j.Move.Back {
		return problem(ErrConflict, "The contacts were parted, or merged again, meanwhile.")
	}
	return b.reown(ctx, *j.Move, to, conversation, j.request(conversation))
}

// reown gives a conversation to another contact if it is the one's.
func (b *Inbox) reown(ctx context.Context, m Move, to *Contact, conversation string, r *Request) error {
	_, err := b.editConversation(ctx, func(context.Context, string) error { return nil }, conversation, 0, Keys{}, r,
		func(_ *Found, c, after *Conversation) ([]Edit[Message], error) {
			if c.Contact != m.From || m.Back && !c.cameWith(m.To) {
				return nil, nil
			}
			after.Contact = to.ID
			if len(to.Identities) > 0 {
				after.ContactName = firstOf(to.Name, to.Identities[0].Value)
			}
			if n := len(c.MovedFrom); m.Back {
				after.MovedFrom = c.MovedFrom[:n-1]
			} else {
				after.MovedFrom = append(slices.Clip(c.MovedFrom), m.From)
			}
			return b.entry(c, Actor(ctx), &Activity{Name: "contact", From: m.From, To: to.ID}, fmt.Sprint(c.Rev)), nil
		})
	return err
}
