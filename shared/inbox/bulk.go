package inbox

import (
	"context"
	"slices"
)

// BulkAction is one change to many conversations. Exactly one field is set. No
// bulk action sends anything.
type BulkAction struct {
	Status Status // open, done or trash
	Read   bool   // up to what had arrived when the job was made
	Unread bool
}

// Bulk starts a job that does the action to the conversations that are named, or
// to all that match the filter when it runs. It tells what became of each.
func (b *Inbox) Bulk(ctx context.Context, gate Gate, author, audience string, of Selected, do BulkAction, r *Request) (*Job, error) {
	j := b.newJob(audience, author, JobBulk)
	if err := b.selects(ctx, gate, j, of); err != nil {
		return nil, err
	}
	if do.Status == Snoozed {
		return nil, problem(ErrInvalid, "Say until when the conversations shall be snoozed.")
	}
	j.Bulk = &do
	return b.startJob(ctx, j, r)
}

// Selected is what a job is about: conversations that are named, or else all that
// match.
type Selected struct {
	Conversations []string
	Filter        *ConversationQuery
}

// selects notes what the job is about, once the gate has let its author pass.
func (b *Inbox) selects(ctx context.Context, gate Gate, j *Job, of Selected) error {
	a, err := b.audience(ctx, j.Audience)
	if err != nil {
		return err
	}
	if err := gate(ctx, a.ID); err != nil {
		return err
	}
	if of.Filter != nil {
		filter := *of.Filter
		filter.Audience, filter.Shards = a.ID, a.Shards
		j.Filter = &filter
		return nil
	}
	j.Selection = slices.Compact(slices.Sorted(slices.Values(of.Conversations)))
	if n := len(j.Selection); n == 0 || n > MaxSelection {
		return problem(ErrInvalid, "Name from 1 to %d conversations.", MaxSelection)
	}
	return nil
}

// bulk does a job's action to one conversation.
func (b *Inbox) bulk(ctx context.Context, j *Job, conversation string) error {
	r := j.request(conversation)
	var err error
	switch do := j.Bulk; {
	case do.Read:
		_, err = b.editConversation(ctx, j.gate, conversation, 0, Keys{}, r, func(_ *Found, _, after *Conversation) ([]Edit[Message], error) {
			if !after.LastInboundAt.After(j.Created) {
				after.Unread = false
			}
			return nil, nil
		})
	case do.Unread:
		_, err = b.MarkUnread(ctx, j.gate, conversation, r)
	default:
		_, err = b.SetStatus(ctx, j.gate, j.Author, conversation, 0, do.Status, r)
	}
	return err
}
