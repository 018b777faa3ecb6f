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

// Due lists what has come due, in one Query.
func (t *Table) Due(ctx context.Context, q inbox.DueQuery) ([]inbox.Due, error) {
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(dueIndex),
		KeyConditionExpression: aws.String("dpk = :shard AND dsk BETWEEN :after AND :until"),
		ExpressionAttributeValues: item{
			":shard": str(dueList(q.Shard)),
			// BETWEEN takes both ends in: a space leaves out the one that was seen last, and
			// what is due at the very end goes on behind the time.
			":after": str(q.After + " "), ":until": str(stamp(q.Until)),
		},
		Limit: aws.Int32(int32(q.Limit)),
	})
	if err != nil {
		return nil, fmt.Errorf("list what is due in shard %d: %w", q.Shard, err)
	}
	var due []inbox.Due
	for _, it := range out.Items {
		due = append(due, dueThing(it))
	}
	return due, nil
}

// dueThing tells by its key what stands on the index of what is due.
func dueThing(it item) inbox.Due {
	k, d := keyOf(it), inbox.Due{Cursor: text(it["dsk"])}
	at, _, _ := strings.Cut(d.Cursor, "#")
	d.At, _ = time.Parse(stampLayout, at)
	_, id, _ := strings.Cut(k.pk, "#")
	if strings.HasPrefix(k.pk, hookPrefix) {
		d.Kind, d.Owner, d.ID = inbox.DueDelivery, id, k.sk
	} else if message, ok := strings.CutPrefix(k.sk, messagePrefix); ok {
		d.Kind, d.Conversation, d.Message = inbox.DueMessage, id, message
	} else {
		d.Kind, d.Conversation = inbox.DueConversation, id
	}
	if strings.HasPrefix(k.pk, jobKey("").pk) {
		d.Kind, d.ID = inbox.DueJob, id
	}
	return d
}

// standDue puts an item on the index of what is due, in the shard of its owner:
// what shall keep its order has one owner. The id, with the time, is its own.
func standDue(it item, at time.Time, owner, id string) {
	it["dpk"] = str(dueList(dueShard(owner)))
	it["dsk"] = str(dueSort(at, id))
}
