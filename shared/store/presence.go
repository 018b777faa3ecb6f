package store

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

type presenceRecord struct {
	Conversation string    `dynamodbav:"conversation"`
	Member       string    `dynamodbav:"member"`
	Typing       bool      `dynamodbav:"typing,omitempty"`
	Until        time.Time `dynamodbav:"until,omitempty"`
}

// Attend writes over what was said before: only the last counts.
func (t *Table) Attend(ctx context.Context, p inbox.Presence) error {
	it, err := encode(presenceKey(p.Conversation, p.Member), presenceRecord(p))
	if err != nil {
		return err
	}
	it["ttl"] = seconds(p.Until)
	if _, err := t.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: it}); err != nil {
		return fmt.Errorf("note a presence at %s: %w", p.Conversation, err)
	}
	return nil
}

// Leave takes a presence away; there need not be one.
func (t *Table) Leave(ctx context.Context, conversation, member string) error {
	_, err := t.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: &t.name, Key: presenceKey(conversation, member).item(),
	})
	if err != nil {
		return fmt.Errorf("end a presence at %s: %w", conversation, err)
	}
	return nil
}

// Present is one Query, of a few rows: there are no more than members.
func (t *Table) Present(ctx context.Context, conversation string) ([]inbox.Presence, error) {
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName:                 &t.name,
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(presenceKey(conversation, "").pk)},
	})
	if err != nil {
		return nil, fmt.Errorf("read who is at %s: %w", conversation, err)
	}
	var present []inbox.Presence
	for _, it := range out.Items {
		r, err := decode[presenceRecord](it)
		if err != nil {
			return nil, fmt.Errorf("read who is at %s: %w", conversation, err)
		}
		present = append(present, inbox.Presence(r))
	}
	return present, nil
}
