package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// TextNumbers lists the numbers of all audiences, also those that have been taken
// out of an audience's settings, in their own order.
func (t *Table) TextNumbers(ctx context.Context) ([]inbox.TextNumber, error) {
	var out []inbox.TextNumber
	err := t.accountList(ctx, numbersList, func(it item) error {
		n, err := textNumberOf(it)
		out = append(out, *n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list numbers: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.TextNumber) int { return strings.Compare(a.Number, b.Number) })
	return out, nil
}

// TextHistory is one Query. Where a page would exceed the 1 MB that DynamoDB
// returns at a time it comes short, with More.
func (t *Table) TextHistory(ctx context.Context, q inbox.HistoryQuery) (*inbox.History, error) {
	in := &dynamodb.QueryInput{
		TableName:                 &t.name,
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(textRecordKey(q.Audience, q.Number, "").pk)},
		ScanIndexForward:          aws.Bool(false),
		ConsistentRead:            aws.Bool(true),
		Limit:                     aws.Int32(int32(q.Limit + 1)),
	}
	if q.Before != "" {
		in.KeyConditionExpression = aws.String("pk = :pk AND sk < :before")
		in.ExpressionAttributeValues[":before"] = str(bounded(q.Before))
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("read the history of a number: %w", err)
	}
	h := &inbox.History{More: len(out.LastEvaluatedKey) > 0}
	for _, it := range out.Items {
		if len(h.Records) == q.Limit {
			h.More = true
			break
		}
		r, err := textRecordOf(it)
		if err != nil {
			return nil, fmt.Errorf("read the history of a number: %w", err)
		}
		h.Records = append(h.Records, *r)
	}
	return h, nil
}
