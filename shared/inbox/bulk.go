package inbox

import (
	"context"
	"slices"
)

// BulkAction is one change to many conversations. Exactly one field is set, but
// that labels may be added and removed at once. No bulk action sends anything.
type BulkAction struct {
	Status Status // open, done or trash
	Read   bool   // up to what was there when the job was made
	Unread bool
	// Snooze is of the moment the job was made, however late it is done.
	Snooze *SnoozeChoice
	// Assign is the id of a member or of a team; empty for nobody.
	Assign       *string
	AddLabels    []string // ids
	RemoveLabels []string
}

// Bulk starts a job that does the action to the conversations that are named, or
// to all that match the filter when it runs. It tells what became of each.
func (b *Inbox) Bulk(ctx context.Context, gate Gate, author, audience string, of Selected, do BulkAction, r *Request) (*Job, error) {
	j := b.newJob(audience, author, JobBulk)
	if err := b.selects(ctx, gate, j, of); err != nil {
		return nil, err
	}
	if err := b.checkBulk(ctx, j, do); err != nil {
		return nil, err
	}
	j.Bulk = &do
	return b.startJob(ctx, j, r)
}

// checkBulk refuses what could be done to no conversation.
func (b *Inbox) checkBulk(ctx context.Context, j *Job, do BulkAction) error {
	switch {
	case do.Status != "" && choices[do.Status] == "":
		return problem(ErrInvalid, "The status must be open, done or trash; a snooze says until when.")
	case do.Snooze != nil:
		_, err := do.Snooze.snooze(j.Created, j.Author)
		return err
	case do.Assign != nil && *do.Assign != "":
		f, err := b.Store.Load(ctx, Keys{Members: []string{*do.Assign}})
		if err != nil {
			return err
		}
		_, err = b.assignable(ctx, f, *do.Assign, j.Audience)
		return err
	case len(do.AddLabels)+len(do.RemoveLabels) > 0:
		d, err := b.directory(ctx, j.Audience)
		if err != nil {
			return err
		}
		return d.hasLabels(do.AddLabels)
	}
	return nil
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
		err = b.bulkRead(ctx, j, conversation, r)
	case do.Unread:
		_, err = b.MarkUnread(ctx, j.gate, conversation, r)
	case do.Snooze != nil:
		var s Snooze
		if s, err = do.Snooze.snooze(j.Created, j.Author); err == nil {
			_, err = b.snooze(ctx, j.gate, conversation, 0, s, r)
		}
	case do.Assign != nil:
		_, err = b.assign(ctx, j.gate, j.Author, conversation, 0, *do.Assign, false, r)
	case do.Status != "":
		_, err = b.SetStatus(ctx, j.gate, j.Author, conversation, 0, do.Status, r)
	default:
		_, err = b.SetLabels(ctx, j.gate, j.Author, conversation, do.AddLabels, do.RemoveLabels, r)
	}
	return err
}

// bulkRead marks a conversation read, unless its contact's last message came into
// it after the job was made: nobody has seen that, however early the provider had it.
func (b *Inbox) bulkRead(ctx context.Context, j *Job, conversation string, r *Request) error {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{conversation}})
	if err != nil || f.Conversations[conversation] == nil {
		return firstOf(err, ErrNotFound)
	}
	last := f.Conversations[conversation]
	var keys Keys
	for _, part := range append([]string{last.ID}, last.Parts...) {
		if last.LastInbound != "" {
			keys.Messages = append(keys.Messages, MessageKey{part, last.LastInbound})
		}
	}
	_, err = b.editConversation(ctx, j.gate, conversation, 0, keys, r, func(f *Found, _, after *Conversation) ([]Edit[Message], error) {
		came := after.LastInboundAt
		for _, m := range f.Messages {
			if len(m.Facts) > 0 && m.Facts[0].At.After(came) { // when it was placed
				came = m.Facts[0].At
			}
		}
		if after.LastInbound == last.LastInbound && !came.After(j.Created) {
			after.Unread = false
		}
		return nil, nil
	})
	return err
}
