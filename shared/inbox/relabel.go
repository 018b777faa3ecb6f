package inbox

import (
	"context"
	"slices"
	"strings"
)

// listLabelled lists the conversations with a label, status after status. Hidden
// ones are on no list of it, and lose it with the next change of their labels.
func (b *Inbox) listLabelled(ctx context.Context, j *Job) (listing, error) {
	statuses := []Status{Open, Snoozed, Done, Trash}
	at, cursor, _ := strings.Cut(j.Checkpoint, " ")
	n := max(0, slices.Index(statuses, Status(at)))
	a, err := b.audience(ctx, j.Audience)
	if err != nil {
		return listing{}, err
	}
	page, err := b.Store.Conversations(ctx, ConversationQuery{
		Audience: a.ID, Shards: a.Shards, Status: statuses[n], Label: j.Label, After: cursor, Limit: listBatch,
	})
	if err != nil {
		return listing{}, err
	}
	found := listing{ids: page.conversations()}
	switch {
	case page.More:
		found.at, found.more = string(statuses[n])+" "+page.Next, true
	case n+1 < len(statuses):
		found.at, found.more = string(statuses[n+1]), true
	}
	return found, nil
}

// unlabelOne takes the job's label from a conversation.
func (b *Inbox) unlabelOne(ctx context.Context, j *Job, conversation string) error {
	_, err := b.SetLabels(ctx, j.gate, j.Author, conversation, nil, []string{j.Label}, j.request(conversation))
	return err
}
