package inbox

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ConfirmErase is the word without which nobody is erased.
const ConfirmErase = "ERASE"

// erasedAtOnce is how many conversations of somebody who is erased are looked at
// between two checkpoints.
const erasedAtOnce = 20

// Erased is what is kept of somebody who was erased: that a number has opted out,
// or that an address is not to be mailed. It is found by whoever knows the number
// or address, and by nobody else: a keyed hash stands for it.
type Erased struct {
	Audience string
	Value    string // a number or an address; never stored
	// OptedOut is since when the number has; zero for an address.
	OptedOut time.Time
	Source   ConsentSource
	// Suppressed is why the address is not mailed; empty for a number.
	Suppressed SuppressionReason
	At         time.Time
}

// EraseContact starts a job that erases a contact, and all that was merged into
// them: their conversations as when they are deleted for good, wherever they
// stand, and all else that is known of them. confirm must be [ConfirmErase]. Who is
// half erased is there for whoever goes on with it.
func (b *Inbox) EraseContact(ctx context.Context, gate Gate, author, contact, confirm string, r *Request) (*Job, error) {
	if confirm != ConfirmErase {
		return nil, problem(ErrInvalid, "Confirm with the word %s: who is erased cannot be brought back.", ConfirmErase)
	}
	c, err := b.erasable(ctx, contact)
	if err != nil {
		return nil, err
	}
	return b.contactJob(ctx, gate, author, c, JobErase, r)
}

// erasable is a contact, or who they were merged into, half erased or not.
func (b *Inbox) erasable(ctx context.Context, id string) (*Contact, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{id}, AsTheyAre: true})
	if err != nil {
		return nil, err
	}
	switch c := f.Contacts[id]; {
	case c == nil:
		return nil, problem(ErrNotFound, "There is no such contact.")
	case c.Merge != nil:
		return b.erasable(ctx, c.Merge.Into)
	default:
		return c, nil
	}
}

// contactJob starts a job about one contact.
func (b *Inbox) contactJob(ctx context.Context, gate Gate, author string, c *Contact, kind JobKind, r *Request) (*Job, error) {
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	j := b.newJob(c.Audience, author, kind)
	j.Selection = []string{c.ID}
	return b.startJob(ctx, j, r)
}

// eraseContact erases a contact: first nobody but the job knows them any more, so
// that what they write from then on is a stranger's; then all goes that was theirs,
// and at last what says what is left to do.
func (b *Inbox) eraseContact(ctx context.Context, j *Job, id string) error {
	c, err := b.toErase(ctx, j, id)
	if err != nil || c == nil {
		return err
	}
	for _, step := range []func(context.Context, *Job, *Contact) error{
		b.eraseConversations, b.eraseEvents, b.eraseOrders, b.eraseTexting, b.eraseAddresses, b.eraseExports, b.eraseRows,
	} {
		if err := step(ctx, j, c); err != nil {
			return err
		}
	}
	return nil
}

// toErase is the contact as the job alone sees them; nil where the job has erased
// them already.
func (b *Inbox) toErase(ctx context.Context, j *Job, id string) (*Contact, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{id}, Gone: []string{id}, AsTheyAre: true})
	if err != nil {
		return nil, err
	}
	c := f.Contacts[id]
	switch {
	case c == nil && f.Gone[id].Job == j.ID:
		return nil, nil
	case c == nil:
		return nil, ErrNotFound
	case c.Merge != nil: // nobody has confirmed who that is, with all that is theirs
		return nil, problem(ErrConflict, "Merged meanwhile: look again.")
	}
	if err := j.gate(ctx, c.Audience); err != nil || c.Erasing {
		return c, err
	}
	after := &Contact{ID: c.ID, Audience: c.Audience, Identities: c.Identities, Merged: c.Merged, Created: c.Created, Erasing: true}
	err = b.Store.Commit(ctx, Change{
		Contacts: []Edit[Contact]{{Before: c, After: after}},
		Gone:     []Gone{{c.ID, c.Audience, j.ID}},
		Audit:    b.audit(ctx, AuditContactErased, c.Audience, c.ID, map[string]string{"job": j.ID}),
	})
	// What was written last is on lists only a moment later.
	return nil, firstOf(err, errUnfinished)
}

// eraseConversations deletes the contact's conversations, those that are on no list
// too: where nothing but keywords has passed.
func (b *Inbox) eraseConversations(ctx context.Context, j *Job, c *Contact) error {
	ids, err := b.conversationsOf(ctx, c)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := b.deleteConversation(ctx, j, id)
		if asProblem(err) != nil { // one of its messages is being sent
			err = errUnfinished
		}
		if err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, errUnfinished) {
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if err := pause(ctx, commitAttempts); err != nil {
		return err
	}
	return errUnfinished
}

// conversationsOf are ids of conversations with the contact, as many as are deleted
// at once.
func (b *Inbox) conversationsOf(ctx context.Context, c *Contact) (ids []string, err error) {
	for _, id := range c.everyID() {
		page, err := b.Store.Conversations(ctx, ConversationQuery{Contact: id, Limit: erasedAtOnce})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			ids = append(ids, row.Conversation)
		}
	}
	threads, err := b.textThreadsOf(ctx, c)
	return union(ids, threads, len(ids)+len(threads)), err
}

// textThreadsOf are ids of the threads of the contact's numbers with the audience's,
// also of those that are on no list.
func (b *Inbox) textThreadsOf(ctx context.Context, c *Contact) (ids []string, err error) {
	// A number that the audience has given up stays its own, and so do its threads.
	numbers, err := b.Store.TextNumbers(ctx)
	if err != nil {
		return nil, err
	}
	keys := Keys{AsTheyAre: true}
	for _, theirs := range c.Phones() {
		for _, ours := range numbers {
			if ours.Audience == c.Audience {
				keys.Conversations = append(keys.Conversations, b.textThread(TextPair{Ours: ours.Number, Theirs: theirs}))
			}
		}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	for id, thread := range f.Conversations {
		if slices.Contains(c.everyID(), thread.Contact) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// eraseEvents empties the contact's activity.
func (b *Inbox) eraseEvents(ctx context.Context, _ *Job, c *Contact) error {
	for _, id := range c.everyID() {
		for more := true; more; {
			page, err := b.Store.ContactEvents(ctx, ContactEventQuery{Contact: id, Limit: 80})
			if err != nil {
				return err
			}
			if err := b.Store.Commit(ctx, Change{ForgetEvents: page.Events}); err != nil {
				return err
			}
			more = page.More
		}
	}
	return nil
}

// eraseOrders deletes the contact's orders. Lists lag: what is gone from the table
// is passed by.
func (b *Inbox) eraseOrders(ctx context.Context, _ *Job, c *Contact) error {
	for _, id := range c.everyID() {
		q := OrderQuery{Contact: id, Limit: 80}
		for more := true; more; {
			page, err := b.Store.Orders(ctx, q)
			if err != nil {
				return err
			}
			var keys Keys
			for _, o := range page.Orders {
				keys.Orders, q.After = append(keys.Orders, OrderKey{o.Audience, o.External}), o.Cursor
			}
			f, err := b.Store.Load(ctx, keys)
			if err != nil {
				return err
			}
			var change Change
			for _, o := range f.Orders {
				change.Orders = append(change.Orders, Edit[Order]{Before: o})
			}
			if err := b.Store.Commit(ctx, change); err != nil {
				return err
			}
			more = page.More
		}
	}
	return nil
}

// eraseTexting deletes what is known of the contact's numbers, and keeps that they
// have opted out.
func (b *Inbox) eraseTexting(ctx context.Context, _ *Job, c *Contact) error {
	for _, number := range c.Phones() {
		q := HistoryQuery{Audience: c.Audience, Number: number, Limit: 80}
		for more := true; more; {
			page, err := b.Store.TextHistory(ctx, q)
			if err != nil {
				return err
			}
			if err := b.Store.Commit(ctx, Change{ForgetRecords: page.Records}); err != nil {
				return err
			}
			more = page.More
		}
		key := ConsentKey{c.Audience, number}
		f, err := b.Store.Load(ctx, Keys{Consents: []ConsentKey{key}})
		if err != nil {
			return err
		}
		consent := f.Consents[key]
		if consent == nil || consent.Rev == 0 { // nothing is known, or only what is kept
			continue
		}
		change := Change{Consents: []Edit[Consent]{{Before: consent}}}
		if consent.State == OptedOut {
			change.Erased = []Erased{{Audience: c.Audience, Value: number, OptedOut: consent.Since, Source: consent.Source, At: b.Now()}}
		}
		if err := b.Store.Commit(ctx, change); err != nil {
			return err
		}
	}
	return nil
}

// eraseAddresses deletes which of the contact's addresses are not mailed, and keeps
// that they are not. The audience notes that there are such addresses, so that
// nobody has to look for them where there are none.
func (b *Inbox) eraseAddresses(ctx context.Context, _ *Job, c *Contact) error {
	var keys Keys
	for _, address := range c.Emails() {
		keys.Suppressions = append(keys.Suppressions, Suppression{Audience: c.Audience, Address: address})
	}
	keys.Audiences = []string{c.Audience}
	return b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, keys)
		if err != nil {
			return err
		}
		var change Change
		for _, s := range f.Suppressions {
			change.Unsuppress = append(change.Unsuppress, *s)
			change.Erased = append(change.Erased, Erased{Audience: s.Audience, Value: s.Address, Suppressed: s.Reason, At: s.At})
		}
		if a := f.Audiences[c.Audience]; a != nil && len(change.Erased) > 0 && !a.Erased {
			after := *a
			after.Erased = true
			change.Audiences = []Edit[Audience]{{Before: a, After: &after}}
		}
		return b.Store.Commit(ctx, change)
	})
}

// eraseExports deletes what was exported of the contact.
func (b *Inbox) eraseExports(ctx context.Context, _ *Job, c *Contact) error {
	var steps []func() error
	for _, id := range c.everyID() {
		steps = append(steps, func() error { return b.Purger.Purge(ctx, exportsPrefix(id)) })
	}
	return together(steps)
}

// eraseRows deletes the contact's own rows, and those of who was merged into them.
func (b *Inbox) eraseRows(ctx context.Context, _ *Job, c *Contact) error {
	f, err := b.Store.Load(ctx, Keys{Contacts: c.Merged, AsTheyAre: true})
	if err != nil {
		return err
	}
	change := Change{Contacts: []Edit[Contact]{{Before: c}}, ForgetKept: c.everyID()}
	for _, merged := range f.Contacts {
		change.Contacts = append(change.Contacts, Edit[Contact]{Before: merged})
	}
	return b.Store.Commit(ctx, change)
}

// refusesMail tells whether one of the message's recipients was erased as somebody
// who is not to be mailed.
func (b *Inbox) refusesMail(ctx context.Context, a *Audience, m *Message) (bool, error) {
	if !a.Erased || m.Channel != Email || m.Delivery.Force {
		return false, nil
	}
	f, err := b.Store.Load(ctx, Keys{Suppressions: m.recipientsIn()})
	return err == nil && len(f.Suppressions) > 0, err
}
