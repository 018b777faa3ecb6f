package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

const (
	// deleteBatch is how many conversations are deleted beside each other.
	deleteBatch = 4
	// deletedAtOnce is how many messages of one are deleted between two checkpoints.
	deletedAtOnce = 100
)

// ConfirmDelete is the word without which nothing is deleted for good.
const ConfirmDelete = "DELETE"

// Gone is what is left of a conversation that was deleted for good, whose reply
// address leads to the audience still, or of a contact who was erased.
type Gone struct {
	ID       string
	Audience string
	Job      string // that deleted it
}

// DeleteConversations starts a job that deletes conversations for good, with all
// that was merged into them: only those in the trash, and none of which a message
// is being sent. confirm must be [ConfirmDelete], and count how many they are.
func (b *Inbox) DeleteConversations(ctx context.Context, gate Gate, author, audience string, ids []string, confirm string, count int, r *Request) (*Job, error) {
	j := b.newJob(audience, author, JobDelete)
	if err := b.selects(ctx, gate, j, Selected{Conversations: ids}); err != nil {
		return nil, err
	}
	switch {
	case confirm != ConfirmDelete:
		return nil, problem(ErrInvalid, "Confirm with the word %s: what is deleted for good cannot be brought back.", ConfirmDelete)
	case count != len(j.Selection):
		return nil, problem(ErrInvalid, "You name %d conversations and count %d: look again at what you are about to delete.", len(j.Selection), count)
	}
	return b.startJob(ctx, j, r)
}

// deleteConversation deletes one conversation: first it is gone for everybody, in
// one transaction that leaves a tombstone, then all that it holds goes, and its
// header last, which says what is left to do.
func (b *Inbox) deleteConversation(ctx context.Context, j *Job, id string) error {
	c, err := b.toDelete(ctx, j, id)
	if err != nil || c == nil {
		return err
	}
	for _, part := range append(slices.Clone(c.Parts), c.ID) {
		if err := b.deletePart(ctx, c, part); err != nil {
			return err
		}
	}
	return nil
}

// toDelete is the conversation as the job alone sees it; nil where the job has
// deleted it already.
func (b *Inbox) toDelete(ctx context.Context, j *Job, id string) (*Conversation, error) {
	for {
		f, err := b.Store.Load(ctx, Keys{Conversations: []string{id}, Gone: []string{id}, AsTheyAre: true})
		if err != nil {
			return nil, err
		}
		c := f.Conversations[id]
		switch {
		case c == nil && f.Gone[id].Job == j.ID:
			return nil, nil
		case c == nil:
			return nil, ErrNotFound
		case c.MergedInto != "":
			id = c.MergedInto
			continue
		}
		if err := j.gate(ctx, c.Audience); err != nil || c.Deleting {
			return c, err
		}
		return b.beginDeleting(ctx, j, c.ID)
	}
}

// beginDeleting has the conversation be gone for everybody but the job.
func (b *Inbox) beginDeleting(ctx context.Context, j *Job, id string) (out *Conversation, err error) {
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Conversations: []string{id}})
		if err != nil {
			return err
		}
		c := f.Conversations[id]
		if c == nil || c.ID != id {
			return ErrConflict // deleted or merged just now
		}
		if err := j.deletes(c); err != nil {
			return err
		}
		if left, err := b.withdraw(ctx, j, c); err != nil || left {
			return firstOf(err, ErrConflict)
		}
		out = &Conversation{
			ID: c.ID, Audience: c.Audience, Channel: c.Channel, Contact: c.Contact, Status: Trash,
			Parts: c.Parts, Shard: c.Shard, Created: c.Created, Deleting: true,
		}
		change := Change{
			Conversations: []Edit[Conversation]{{Before: c, After: out}},
			Audit:         b.audit(ctx, AuditConversationDeleted, c.Audience, c.ID, map[string]string{"job": j.ID}),
		}
		for _, part := range append(slices.Clone(c.Parts), c.ID) {
			change.Gone = append(change.Gone, Gone{part, c.Audience, j.ID})
		}
		return b.Store.Commit(ctx, change)
	})
	return out, err
}

// deletes refuses what the job may not delete.
func (j *Job) deletes(c *Conversation) error {
	if j.Kind == JobDelete && c.Status != Trash {
		return problem(ErrConflict, "It is not in the trash: only what is there is deleted for good.")
	}
	return nil
}

// withdraw cancels what the conversation has not sent yet. left says that there was
// something, and that the conversation has to be read again.
func (b *Inbox) withdraw(ctx context.Context, j *Job, c *Conversation) (left bool, err error) {
	var keys Keys
	for _, id := range c.Outbox {
		keys.Messages = append(keys.Messages, MessageKey{c.ID, id})
	}
	for _, s := range c.Scheduled {
		keys.Messages = append(keys.Messages, MessageKey{c.ID, s.Message})
	}
	if len(keys.Messages) == 0 {
		return false, nil
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return false, err
	}
	for _, m := range f.Messages {
		if m.Delivery != nil && m.Delivery.State == Sending {
			return false, problem(ErrConflict, "A message of it is being sent at this moment: delete it again in a few minutes.")
		}
	}
	for key, m := range f.Messages {
		if m.Delivery == nil || m.Delivery.State.Settled() {
			continue
		}
		_, err := b.decideDelivery(ctx, j.gate, key, m.Delivery.State, Cancelled, j.Author, "Deleted before it was sent.")
		if err != nil && !errors.Is(err, ErrConflict) {
			return false, err
		}
		left = true
	}
	return left, nil
}

// deletePart deletes what one partition of the conversation holds, a part of it at
// a time, and its header last.
func (b *Inbox) deletePart(ctx context.Context, c *Conversation, part string) error {
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: part, Before: afterAll, Limit: deletedAtOnce})
	if err != nil {
		return err
	}
	if len(t.Messages) > 0 {
		if err := b.deleteMessages(ctx, c.Audience, t.Messages); err != nil {
			return err
		}
		if t.More {
			return errUnfinished
		}
	}
	if err := b.forgetConversation(ctx, c, part); err != nil {
		return err
	}
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{part}, Counted: []string{part}, AsTheyAre: true})
	if err != nil {
		return err
	}
	var change Change
	if header := f.Conversations[part]; header != nil {
		change.Conversations = []Edit[Conversation]{{Before: header}}
	}
	if counted := f.Counted[part]; counted != (Counted{}) {
		change.Counted = &CountedEdit{Audience: c.Audience, Conversation: part, Before: counted, Gone: true}
	}
	return b.Store.Commit(ctx, change)
}

// afterAll sorts behind all ids.
const afterAll = "~"

// forgetConversation takes the conversation out of what is kept elsewhere: who has
// it open, what its contact's addresses remember, and the contact's activity.
func (b *Inbox) forgetConversation(ctx context.Context, c *Conversation, part string) error {
	present, err := b.Store.Present(ctx, part)
	if err != nil {
		return err
	}
	for _, p := range present {
		if err := b.Store.Leave(ctx, part, p.Member); err != nil {
			return err
		}
	}
	if c.Contact == "" {
		return nil
	}
	return b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Contacts: []string{c.Contact}})
		if err != nil || f.Contacts[c.Contact] == nil {
			return err
		}
		contact := f.Contacts[c.Contact]
		if err := b.forgetEvents(ctx, contact, part); err != nil {
			return err
		}
		return b.unremember(ctx, contact, part)
	})
}

// unremember has the contact's addresses and numbers remember the conversation no
// more.
func (b *Inbox) unremember(ctx context.Context, contact *Contact, conversation string) error {
	f, err := b.Store.Load(ctx, Keys{Senders: contact.Identities})
	if err != nil {
		return err
	}
	var change Change
	for _, i := range contact.Identities {
		known := f.Senders[i][contact.Audience]
		if !slices.Contains(known.Recent, conversation) {
			continue
		}
		before := known.Recent
		known.Recent = slices.DeleteFunc(slices.Clone(before), func(id string) bool { return id == conversation })
		change.Recent = append(change.Recent, Recent{Known: known, Before: before, Check: true})
	}
	return b.Store.Commit(ctx, change)
}

// forgetEvents takes out of a contact's activity what is about the conversation.
func (b *Inbox) forgetEvents(ctx context.Context, contact *Contact, conversation string) error {
	for _, id := range contact.everyID() {
		q := ContactEventQuery{Contact: id, Limit: 80}
		for more := true; more; {
			page, err := b.Store.ContactEvents(ctx, q)
			if err != nil {
				return err
			}
			about := slices.DeleteFunc(page.Events, func(e ContactEvent) bool { return e.Conversation != conversation })
			if err := b.Store.Commit(ctx, Change{ForgetEvents: about}); err != nil {
				return fmt.Errorf("forget activity: %w", err)
			}
			q.Before, more = page.Next, page.More
		}
	}
	return nil
}
