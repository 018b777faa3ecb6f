package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// ContactEvents is one Query. Where only some kinds are asked for, it reads at
// most four pages of a hundred and lets the others go.
func (t *Table) ContactEvents(ctx context.Context, q inbox.ContactEventQuery) (*inbox.ContactEventPage, error) {
	page := &inbox.ContactEventPage{Next: q.Before, More: true}
	for range filterPages {
		if err := t.contactEvents(ctx, q, page); err != nil {
			return nil, fmt.Errorf("read the activity of a contact: %w", err)
		}
		if len(page.Events) == q.Limit || !page.More {
			break
		}
	}
	return page, nil
}

// contactEvents adds to a page what one Query finds behind it.
func (t *Table) contactEvents(ctx context.Context, q inbox.ContactEventQuery, page *inbox.ContactEventPage) error {
	limit := q.Limit + 1
	if len(q.Kinds) > 0 {
		limit = max(limit, 100)
	}
	to := contactEventKey(q.Contact, page.Next)
	if page.Next == "" {
		to.sk += endOfPrefix
	}
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName:              &t.name,
		KeyConditionExpression: aws.String("pk = :pk AND sk BETWEEN :from AND :to"),
		ExpressionAttributeValues: item{
			":pk": str(to.pk), ":from": str(eventPrefix), ":to": str(to.sk),
		},
		ScanIndexForward: aws.Bool(false),
		ConsistentRead:   aws.Bool(true),
		Limit:            aws.Int32(int32(limit + 1)), // the first may be the one shown last
	})
	if err != nil {
		return err
	}
	page.More = len(out.LastEvaluatedKey) > 0
	for i, it := range out.Items {
		e, err := contactEventOf(it)
		if err != nil {
			return err
		}
		if e.ID == page.Next {
			continue
		}
		page.Next = e.ID
		if len(q.Kinds) == 0 || slices.Contains(q.Kinds, e.Kind) {
			page.Events = append(page.Events, e)
		}
		if len(page.Events) == q.Limit {
			page.More = page.More || i < len(out.Items)-1
			return nil
		}
	}
	return nil
}

// Orders is one Query.
func (t *Table) Orders(ctx context.Context, q inbox.OrderQuery) (*inbox.OrderPage, error) {
	page := &inbox.OrderPage{}
	err := t.newestItems(ctx, list(contactOwner(q.Contact), ordersList, 0), q.After, q.Limit+1, func(it item) error {
		if len(page.Orders) == q.Limit {
			page.More = true
			return nil
		}
		o, err := orderOf(it)
		page.Orders = append(page.Orders, inbox.ListedOrder{Order: *o, Cursor: text(it["lsk"])})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the orders of a contact: %w", err)
	}
	return page, nil
}
