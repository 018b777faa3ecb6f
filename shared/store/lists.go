package store

import (
	"cmp"
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
	source := listsOf(q)
	page := &inbox.ConversationPage{Next: q.After}
	for range filterPages {
		got, more, err := t.merged(ctx, source, page.Next, q.Limit)
		if err != nil {
			return nil, fmt.Errorf("list conversations: %w", err)
		}
		page.More = more
		for i, r := range got {
			page.Next = r.Cursor
			if r.Audience = cmp.Or(r.Audience, q.Audience); matches(q, r) {
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

// listsOf names the lists whose rows, merged, are those of the query and as few
// others as may be: the most selective index there is. What is left of the query
// is for matches.
func listsOf(q inbox.ConversationQuery) (lists []string) {
	shards := max(q.Shards, 1)
	spread := func(owner string, names ...string) {
		if q.AutoReplies {
			names = append(names, machinesList)
		}
		for _, name := range names {
			for shard := range shards {
				lists = append(lists, list(owner, name, shard))
			}
		}
	}
	status := string(q.Status)
	switch {
	case q.Contact != "":
		return []string{list(contactOwner(q.Contact), "all", 0)}
	case q.Hidden:
		spread(q.Audience, hiddenList)
	case len(q.Campaigns) > 0:
		name := cmp.Or(status, "all")
		if status != "" && q.Unread {
			name = status + unreadMark
		}
		for _, c := range q.Campaigns {
			spread(campaignOwner(c), name)
		}
	case q.Label != "":
		spread(q.Audience, labelList(status, q.Label))
	case q.Assignee != "" && q.Assignee != inbox.Nobody:
		spread(q.Audience, assigneeList(status, q.Assignee))
	case q.Unread:
		spread(q.Audience, status+unreadMark)
	case q.Assignee != "":
		spread(q.Audience, assigneeList(status, q.Assignee))
	case q.Channel != "":
		spread(q.Audience, channelList(status, q.Channel))
	default:
		spread(q.Audience, status)
	}
	return lists
}

// matches tells whether a row is of those asked for. Which campaigns it is listed
// under only its lists know.
func matches(q inbox.ConversationQuery, r inbox.Row) bool {
	return (q.Status == "" || r.Status == q.Status) &&
		(q.Channel == "" || r.Channel == q.Channel) &&
		(!q.Unread || r.Unread) && (!q.Read || !r.Unread) &&
		(q.Label == "" || slices.Contains(r.Labels, q.Label)) &&
		(q.Assignee == "" || q.Assignee == cmp.Or(r.Assignee, inbox.Nobody))
}

// merged reads the n newest rows after a cursor: one query a list, all at once.
// A conversation that is on several of the lists is read from one.
func (t *Table) merged(ctx context.Context, lists []string, after string, n int) ([]inbox.Row, bool, error) {
	found := make([][]inbox.Row, len(lists))
	errs := make([]error, len(lists))
	var wg sync.WaitGroup
	for i, l := range lists {
		wg.Go(func() { found[i], errs[i] = t.newest(ctx, l, after, n+1) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, false, err
	}
	rows := slices.Concat(found...)
	slices.SortFunc(rows, func(a, b inbox.Row) int { return strings.Compare(b.Cursor, a.Cursor) })
	rows = slices.CompactFunc(rows, func(a, b inbox.Row) bool { return a.Cursor == b.Cursor })
	return rows[:min(n, len(rows))], len(rows) > n, nil
}

// newest reads the n newest rows of one shard that come after a cursor. The
// cursor is a position, not a row, so it holds when its row has gone.
func (t *Table) newest(ctx context.Context, list, after string, n int) (rows []inbox.Row, err error) {
	err = t.newestItems(ctx, list, after, n, func(it item) error {
		rows = append(rows, conversationRow(it))
		return nil
	})
	return rows, err
}

func (t *Table) newestItems(ctx context.Context, list, after string, n int, take taker) error {
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
		return err
	}
	for _, it := range out.Items {
		if err := take(it); err != nil {
			return err
		}
	}
	return nil
}

// Referenced is one Query of the index, and a batched read of what it names.
func (t *Table) Referenced(ctx context.Context, audience, reference string) ([]inbox.Conversation, error) {
	var out []inbox.Conversation
	err := t.accountList(ctx, referenceList(audience, reference), func(it item) error {
		c, err := conversationOf(it)
		if !c.Deleting {
			out = append(out, *c)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up a reference: %w", err)
	}
	return out, nil
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
