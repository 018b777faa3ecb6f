package store

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// eventRecord is an event as a feed keeps it, field for field.
type eventRecord struct {
	Version      int             `dynamodbav:"version"`
	ID           string          `dynamodbav:"id"`
	Type         inbox.EventType `dynamodbav:"type"`
	Audience     string          `dynamodbav:"audience"`
	Conversation string          `dynamodbav:"conversation,omitempty"`
	Message      string          `dynamodbav:"message,omitempty"`
	Contact      string          `dynamodbav:"contact,omitempty"`
	Actor        string          `dynamodbav:"actor,omitempty"`
	From         string          `dynamodbav:"from,omitempty"`
	To           string          `dynamodbav:"to,omitempty"`
	Rev          int64           `dynamodbav:"rev"`
	At           time.Time       `dynamodbav:"at,omitempty"`
	Correlation  string          `dynamodbav:"correlation,omitempty"`
}

// Publish writes each event by itself: they need no transaction, which would cost
// twice as much, and writing one again does no harm.
func (t *Table) Publish(ctx context.Context, at time.Time, events []inbox.Event) error {
	for _, e := range events {
		it, err := encode(feedKey(e.Audience, inbox.FeedPosition(at), e.ID), eventRecord(e))
		if err != nil {
			return err
		}
		it["ttl"] = seconds(at.Add(inbox.FeedKept + time.Hour))
		if _, err := t.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: it}); err != nil {
			return fmt.Errorf("publish %s: %w", e.Type, err)
		}
	}
	return nil
}

// Feed is one Query, and two where the position is on the day before. Where a page
// would exceed the 1 MB that DynamoDB returns at a time it comes short, with More.
func (t *Table) Feed(ctx context.Context, q inbox.FeedQuery) (*inbox.FeedPage, error) {
	page, today := &inbox.FeedPage{}, feedDay(inbox.FeedPosition(q.Until))
	for range 2 {
		if err := t.feedOfDay(ctx, q, page); err != nil {
			return nil, fmt.Errorf("read the change feed of %s: %w", q.Audience, err)
		}
		if page.More || feedDay(q.After) >= today {
			return page, nil
		}
		day, err := time.Parse("20060102", feedDay(q.After))
		if err != nil {
			return nil, fmt.Errorf("read the change feed of %s: %w", q.Audience, err)
		}
		q.After = inbox.FeedPosition(day.AddDate(0, 0, 1))
	}
	page.More, page.Next = true, q.After
	return page, nil
}

// feedOfDay adds what the day of the position has after it.
func (t *Table) feedOfDay(ctx context.Context, q inbox.FeedQuery, page *inbox.FeedPage) error {
	limit := q.Limit - len(page.Events)
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName:              &t.name,
		KeyConditionExpression: aws.String("pk = :pk AND sk > :after"),
		ExpressionAttributeValues: item{
			":pk": str(feedKey(q.Audience, q.After, "").pk), ":after": str(q.After),
		},
		Limit: aws.Int32(int32(limit + 1)),
	})
	if err != nil {
		return err
	}
	last := q.After
	for i, it := range out.Items {
		if i == limit {
			page.More, page.Next = true, last
			return nil
		}
		r, err := decode[eventRecord](it)
		if err != nil {
			return err
		}
		page.Events, last = append(page.Events, inbox.Event(r)), keyOf(it).sk
	}
	if len(out.LastEvaluatedKey) > 0 {
		page.More, page.Next = true, last
	}
	return nil
}
