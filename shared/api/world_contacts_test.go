package api_test

import (
	"context"

	"confab/shared/inbox"
)

// passContact is pass for what is about a contact.
func (w *world) passContact(ctx context.Context, gate inbox.Gate, id, op string) (*inbox.Contact, error) {
	c := w.contact(id)
	if c == nil {
		return nil, notThere("contact")
	}
	return c, w.pass(ctx, gate, c.Audience, op)
}

// whom is a contact whom a client means.
func (w *world) whom(ctx context.Context, gate inbox.Gate, whom inbox.Whom, op string) (string, error) {
	w.lastWhom = whom
	if whom.Contact != "" {
		_, err := w.passContact(ctx, gate, whom.Contact, op)
		return whom.Contact, err
	}
	if w.audience(whom.Audience) == nil {
		return "", notThere("audience")
	}
	return "p-" + whom.Audience, w.pass(ctx, gate, whom.Audience, op)
}

func (w *world) ActivityOf(ctx context.Context, gate inbox.Gate, q inbox.ActivityQuery) (*inbox.ActivityPage, error) {
	c, err := w.passContact(ctx, gate, q.Contact, "activity")
	if err != nil {
		return nil, err
	}
	w.lastActivity = q
	m := w.msg[inbox.MessageKey{Conversation: "c-" + c.Audience, Message: "m-" + c.Audience}]
	return &inbox.ActivityPage{Contact: c, More: true, Next: "k", Entries: []inbox.ActivityEntry{
		{ID: "3", Kind: inbox.ActivityMessages, Message: m},
		{ID: "2", Kind: inbox.ActivityEvents, Event: &inbox.ContactEvent{ID: "2", Kind: inbox.EventPosted, Properties: `{"items":3}`}},
		{ID: "1", Kind: inbox.ActivityTexting, Record: &inbox.TextRecord{ID: "1", Kind: inbox.RecordConsent}},
	}}, nil
}

func (w *world) PostContactEvent(ctx context.Context, gate inbox.Gate, whom inbox.Whom, e inbox.ContactEvent, r *inbox.Request) (*inbox.ContactEvent, error) {
	id, err := w.whom(ctx, gate, whom, "event "+e.Name)
	w.made, e.Contact = r, id
	return &e, err
}

func (w *world) PutOrder(ctx context.Context, gate inbox.Gate, whom inbox.Whom, o inbox.Order) (*inbox.Order, error) {
	id, err := w.whom(ctx, gate, whom, "order "+o.External)
	o.Contact = id
	return &o, err
}

func (w *world) OrdersOf(ctx context.Context, gate inbox.Gate, q inbox.OrderQuery) (*inbox.OrderPage, error) {
	_, err := w.passContact(ctx, gate, q.Contact, "orders")
	return &inbox.OrderPage{More: true, Orders: []inbox.ListedOrder{{Order: inbox.Order{External: "4711", Total: "9.90"}, Cursor: "k"}}}, err
}

func (w *world) MergeConversations(ctx context.Context, gate inbox.Gate, _, into, from string, seen inbox.Revs, r *inbox.Request) (*inbox.Conversation, error) {
	w.made, w.ifMatch = r, seen.Into
	return w.move(ctx, gate, into, "merge "+from)
}

func (w *world) SplitMessage(ctx context.Context, gate inbox.Gate, _ string, key inbox.MessageKey, ifMatch int64, r *inbox.Request) (*inbox.Conversation, error) {
	w.made, w.ifMatch = r, ifMatch
	return w.move(ctx, gate, key.Conversation, "split "+key.Message)
}

func (w *world) MergeContacts(ctx context.Context, gate inbox.Gate, into, from string, seen inbox.Revs, r *inbox.Request) (*inbox.Contact, bool, error) {
	w.made, w.ifMatch = r, seen.Into
	c, err := w.passContact(ctx, gate, into, "merge "+from)
	return c, true, err
}

func (w *world) UnmergeContacts(ctx context.Context, gate inbox.Gate, into, from string, r *inbox.Request) (*inbox.Contact, bool, error) {
	w.made = r
	c, err := w.passContact(ctx, gate, into, "unmerge "+from)
	return c, false, err
}
