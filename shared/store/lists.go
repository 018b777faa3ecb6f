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

// filterPages is how many pages a list that narrows by more than its index does
// may read before it returns a short page.
const filterPages = 4

// Conversations reads one page. Each list has an index of its own; a narrowing
// beyond that filters what the index gives, and a page may then come short, or
// empty, with More and Next telling where to go on.
func (t *Table) Conversations(ctx context.Context, q inbox.ConversationQuery) (*inbox.ConversationPage, error) {
	source, matches := conversationList(q)
	page := &inbox.ConversationPage{Next: q.After}
	for range filterPages {
		got, more, err := source.page(ctx, t, page.Next, q.Limit)
		if err != nil {
			return nil, fmt.Errorf("list conversations: %w", err)
		}
		page.More = more
		for i, r := range got {
			page.Next = r.Cursor
			if matches(r) {
				page.Rows = append(page.Rows, r)
			}
			if len(page.Rows) == q.Limit {
				page.More = more || i < len(got)-1
				return page, nil
			}
		}
		if !more {
			break
		}
	}
	return page, nil
}

// shardedList is a list with the number of shards it is spread over.
type shardedList struct {
	owner, name string
	shards      int
}

// conversationList chooses the most selective index and what is left to filter.
func conversationList(q inbox.ConversationQuery) (shardedList, func(inbox.Row) bool) {
	all := func(inbox.Row) bool { return true }
	status, shards := string(q.Status), max(q.Shards, 1)
	ofChannel := all
	if q.Channel != "" {
		ofChannel = func(r inbox.Row) bool { return r.Channel == q.Channel }
	}
	narrowed := status
	if q.Unread {
		narrowed += unreadMark
	}
	switch {
	case q.Contact != "":
		return shardedList{contactOwner(q.Contact), "all", 1}, all
	case q.Campaign != "" && status == "":
		return shardedList{campaignOwner(q.Campaign), "all", shards}, all
	case q.Campaign != "":
		return shardedList{campaignOwner(q.Campaign), narrowed, shards}, ofChannel
	case q.Hidden:
		return shardedList{q.Audience, hiddenList, shards}, all
	case q.Unread:
		return shardedList{q.Audience, narrowed, shards}, ofChannel
	case q.Channel != "":
		return shardedList{q.Audience, channelList(status, q.Channel), shards}, all
	}
	return shardedList{q.Audience, status, shards}, all
}

// page reads the n newest rows after a cursor: one query a shard, all at once,
// merged.
func (l shardedList) page(ctx context.Context, t *Table, after string, n int) ([]inbox.Row, bool, error) {
	found := make([][]inbox.Row, l.shards)
	errs := make([]error, l.shards)
	var wg sync.WaitGroup
	for shard := range l.shards {
		wg.Go(func() {
			found[shard], errs[shard] = t.newest(ctx, list(l.owner, l.name, shard), after, n+1)
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, false, err
	}
	merged := slices.Concat(found...)
	slices.SortFunc(merged, func(a, b inbox.Row) int { return strings.Compare(b.Cursor, a.Cursor) })
	return merged[:min(n, len(merged))], len(merged) > n, nil
}

// newest reads the n newest rows of one shard that come after a cursor. The
// cursor is a position, not a row, so it holds when its row has gone.
func (t *Table) newest(ctx context.Context, list, after string, n int) ([]inbox.Row, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(listsIndex),
		KeyConditionExpression:    aws.String("lpk = :list"),
		ExpressionAttributeValues: item{":list": str(list)},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(int32(n)),
	}
	if after != "" {
		in.KeyConditionExpression = aws.String("lpk = :list AND lsk < :after")
		in.ExpressionAttributeValues[":after"] = str(after)
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, err
	}
	var rows []inbox.Row
	for _, it := range out.Items {
		rows = append(rows, conversationRow(it))
	}
	return rows, nil
}

// endOfPrefix sorts after everything that begins with what precedes it.
const endOfPrefix = "\U0010FFFF"

// Contacts reads one page of an audience's contacts.
func (t *Table) Contacts(ctx context.Context, q inbox.ContactQuery) (*inbox.ContactPage, error) {
	name, prefix := byName, fold(q.Name)
	switch {
	case q.Email != "":
		name, prefix = byEmail, fold(q.Email)
	case q.Phone != "":
		name, prefix = byPhone, fold(q.Phone)
	}
	from, to := max(prefix, q.After, "\t"), prefix+endOfPrefix
	if from > to { // DynamoDB refuses such a range; there is nothing in it
		return &inbox.ContactPage{}, nil
	}
	// BETWEEN takes in the row the cursor stands for, which has been shown: one
	// more is read, and another to see whether there are more.
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(listsIndex),
		KeyConditionExpression: aws.String("lpk = :list AND lsk BETWEEN :from AND :to"),
		ExpressionAttributeValues: item{
			":list": str(list(q.Audience, name, 0)),
			":from": str(from), ":to": str(to),
		},
		Limit: aws.Int32(int32(q.Limit + 2)),
	})
	if err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	page := &inbox.ContactPage{}
	for _, it := range out.Items {
		r := contactOfRow(it)
		switch {
		case r.Cursor == q.After:
		case len(page.Rows) == q.Limit:
			page.More = true
		default:
			page.Rows = append(page.Rows, r)
		}
	}
	return page, nil
}
