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
// them on the list of hidden ones. Setting a status brings one back. It closes a
// hundred at most; blocking once more goes on with the rest.
func (b *Inbox) closeAll(ctx context.Context, c *Contact) error {
	q := ConversationQuery{Contact: c.ID, Limit: 100}
	left := closedAtOnce
	for {
		page, err := b.Store.Conversations(ctx, q)
		if err != nil {
			return err
		}
		var closing []func() error
		for _, row := range page.Rows {
			if (row.Status == Open || row.Status == Snoozed) && len(closing) < left {
				closing = append(closing, func() error { return b.closeBlocked(ctx, row.Conversation) })
			}
		}
		if err := together(closing); err != nil {
			return err
		}
		left -= len(closing)
		if q.After = page.Next; !page.More || left == 0 {
			return nil
		}
	}
}

// closeBlocked closes one conversation of a blocked contact.
func (b *Inbox) closeBlocked(ctx context.Context, id string) error {
	_, err := b.editConversation(ctx, func(context.Context, string) error { return nil }, id, 0, Keys{}, nil,
		func(_ *Found, c, after *Conversation) ([]Edit[Message], error) {
			if c.Status != Open && c.Status != Snoozed {
				return nil, nil
			}
			after.Hidden, after.Machines = true, false
			return b.entry(c, Actor(ctx), after.move(choseDone), fmt.Sprint(c.Rev)), nil
		})
	return err
}
