package inbox

import (
	"context"
	"fmt"
)

// closedAtOnce is how many conversations blocking closes while the caller waits.
const closedAtOnce = 100

// noteBlocking enters in activity and audit log that a contact was blocked or
// unblocked.
func (b *Inbox) noteBlocking(ctx context.Context, change *Change, c *Contact) {
	kind, action := EventUnblocked, AuditContactUnblocked
	if c.Blocked {
		kind, action = EventBlocked, AuditContactBlocked
	}
	change.ContactEvents = []ContactEvent{b.contactEvent(c.Audience, c.ID, ContactEvent{Kind: kind, Author: Actor(ctx)}, fmt.Sprint(c.Rev))}
	change.Audit = b.audit(ctx, action, c.Audience, c.ID, nil)
}

// contactEvent completes an entry of a contact's activity. Its id derives from
// what caused it, so that the same cause makes one entry.
func (b *Inbox) contactEvent(audience, contact string, e ContactEvent, cause string) ContactEvent {
	now := b.Now()
	if e.At.IsZero() {
		e.At = now
	}
	e.ID = b.IDs.Derive(e.At, "contact event", string(e.Kind), contact, cause)
	e.Audience, e.Contact, e.Recorded = audience, contact, now
	return e
}

// closeAll closes a blocked contact's open and snoozed conversations and keeps
// them on the list of hidden ones. Setting a status brings one back. Those of the
// first page are closed at once, a job closes the others.
func (b *Inbox) closeAll(ctx context.Context, c *Contact) error {
	q := ConversationQuery{Contact: c.ID, Limit: closedAtOnce}
	page, err := b.Store.Conversations(ctx, q)
	if err != nil {
		return err
	}
	var closing []func() error
	for _, row := range page.Rows {
		if row.Status == Open || row.Status == Snoozed {
			closing = append(closing, func() error { return b.closeBlocked(ctx, row.Conversation, nil) })
		}
	}
	if err := together(closing); err != nil || !page.More {
		return err
	}
	j := b.newJob(c.Audience, Actor(ctx), JobClose)
	j.Contact, j.Filter = c.ID, &ConversationQuery{Contact: c.ID}
	return b.later(ctx, j, fmt.Sprint(c.ID, " ", c.Rev))
}

// closeOne is closeBlocked, for a job, as long as the contact is blocked.
func (b *Inbox) closeOne(ctx context.Context, j *Job, conversation string) error {
	c, err := b.contact(ctx, j.Contact)
	if err != nil {
		return err
	}
	if !c.Blocked {
		return problem(ErrConflict, "The contact is not blocked any more.")
	}
	return b.closeBlocked(ctx, conversation, j.request(conversation))
}

// closeBlocked closes one conversation of a blocked contact.
func (b *Inbox) closeBlocked(ctx context.Context, id string, r *Request) error {
	_, err := b.editConversation(ctx, func(context.Context, string) error { return nil }, id, 0, Keys{}, r,
		func(_ *Found, c, after *Conversation) ([]Edit[Message], error) {
			if c.Status != Open && c.Status != Snoozed {
				return nil, nil
			}
			after.Hidden, after.Machines = true, false
			return b.entry(c, Actor(ctx), after.move(choseDone), fmt.Sprint(c.Rev)), nil
		})
	return err
}
