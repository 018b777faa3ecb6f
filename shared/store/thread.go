package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// Thread reads backwards from the header, or from a message, to older messages.
// It is one Query, and two only where the items read exceed the 1 MB that
// DynamoDB returns at a time. Each conversation that was merged into this one
// costs one more, beside each other.
func (t *Table) Thread(ctx context.Context, q inbox.ThreadQuery) (*inbox.Thread, error) {
	thread, err := t.thread(ctx, q)
	if err != nil {
		return nil, err
	}
	parts := q.Parts
	if c := thread.Conversation; c != nil {
		if c.Deleting {
			return &inbox.Thread{}, nil
		}
		if c.MergedInto != "" {
			q.Conversation = c.MergedInto
			return t.Thread(ctx, q)
		}
		parts = c.Parts
	}
	return thread, t.withParts(ctx, thread, q, parts)
}

// withParts adds the messages of parts to a thread and keeps the newest of all.
func (t *Table) withParts(ctx context.Context, thread *inbox.Thread, q inbox.ThreadQuery, parts []string) error {
	found, errs := make([]*inbox.Thread, len(parts)), make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() {
			found[i], errs[i] = t.thread(ctx, inbox.ThreadQuery{Conversation: part, Before: q.Before, Limit: q.Limit})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil || len(parts) == 0 {
		return err
	}
	for _, part := range found {
		thread.Messages, thread.More = append(thread.Messages, part.Messages...), thread.More || part.More
	}
	slices.SortFunc(thread.Messages, func(a, b inbox.Message) int { return strings.Compare(b.ID, a.ID) })
	if len(thread.Messages) > q.Limit {
		thread.Messages, thread.More = thread.Messages[:q.Limit], true
	}
	return nil
}

// thread reads the messages of one partition.
func (t *Table) thread(ctx context.Context, q inbox.ThreadQuery) (*inbox.Thread, error) {
	to := key{conversationKey(q.Conversation).pk, only}
	if q.Before != "" {
		to.sk = messagePrefix + bounded(q.Before)
	}
	thread := &inbox.Thread{}
	in := &dynamodb.QueryInput{
		TableName:              &t.name,
		KeyConditionExpression: aws.String("pk = :pk AND sk BETWEEN :from AND :to"),
		ExpressionAttributeValues: item{
			":pk": str(to.pk), ":from": str(messagePrefix), ":to": str(to.sk),
		},
		ScanIndexForward: aws.Bool(false),
		ConsistentRead:   aws.Bool(true),
		// What stands first is no message to return: the header, or the message
		// before which to begin. One beyond the page tells whether there are more.
		Limit: aws.Int32(int32(q.Limit + 2)),
	}
	for !thread.More {
		out, err := t.client.Query(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("read conversation %s: %w", q.Conversation, err)
		}
		for _, it := range out.Items {
			if err := take(thread, it, q); err != nil {
				return nil, fmt.Errorf("read conversation %s: %w", q.Conversation, err)
			}
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			break
		}
	}
	return thread, nil
}

// take adds what an item holds to the thread.
func take(thread *inbox.Thread, it item, q inbox.ThreadQuery) error {
	if text(it["sk"]) == only {
		c, err := conversationOf(it)
		thread.Conversation = c
		return err
	}
	m, err := messageOf(it)
	switch {
	case err != nil:
		return err
	case m.ID == q.Before:
	case len(thread.Messages) == q.Limit:
		thread.More = true
	default:
		thread.Messages = append(thread.Messages, *m)
	}
	return nil
}
