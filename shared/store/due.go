package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// Due lists messages whose deadline is past, in one Query.
func (t *Table) Due(ctx context.Context, shard int, now time.Time, limit int) ([]inbox.MessageKey, error) {
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(dueIndex),
		KeyConditionExpression: aws.String("dpk = :shard AND dsk < :now"),
		ExpressionAttributeValues: item{
			":shard": str(dueList(shard)), ":now": str(dueSort(now, "")),
		},
		Limit: aws.Int32(int32(limit)),
	})
	if err != nil {
		return nil, fmt.Errorf("list due messages of shard %d: %w", shard, err)
	}
	var due []inbox.MessageKey
	for _, it := range out.Items {
		k := keyOf(it)
		due = append(due, inbox.MessageKey{
			Conversation: strings.TrimPrefix(k.pk, conversationKey("").pk),
			Message:      strings.TrimPrefix(k.sk, messagePrefix),
		})
	}
	return due, nil
}
