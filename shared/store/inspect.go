package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// Walk scans the table: what is on no list, though it should be, no list would
// name. limit is how many items are looked at, of which a conversation has many.
func (t *Table) Walk(ctx context.Context, after string, limit int) (ids []string, next string, err error) {
	prefix := conversationKey("").pk
	in := &dynamodb.ScanInput{
		TableName: &t.name, Limit: aws.Int32(int32(limit)),
		FilterExpression: aws.String("begins_with(pk, :c)"), ProjectionExpression: aws.String("pk"),
		ExpressionAttributeValues: item{":c": str(prefix)},
	}
	last := ""
	if pk, sk, ok := strings.Cut(after, "\t"); ok {
		in.ExclusiveStartKey = key{pk, sk}.item()
		last = strings.TrimPrefix(pk, prefix)
	}
	out, err := t.client.Scan(ctx, in)
	if err != nil {
		return nil, "", fmt.Errorf("walk conversations: %w", err)
	}
	for _, it := range out.Items {
		// The items of a partition come one after another.
		if id := strings.TrimPrefix(text(it["pk"]), prefix); id != last {
			last = id
			ids = append(ids, id)
		}
	}
	if k := keyOf(out.LastEvaluatedKey); k.pk != "" {
		next = k.pk + "\t" + k.sk
	}
	return ids, next, nil
}

// Inspect is one Query for each megabyte. What is stored is compared with what
// would be written now.
func (t *Table) Inspect(ctx context.Context, conversation string) (*inbox.Inspection, error) {
	i, p := &inbox.Inspection{}, &plan{table: t.name, taken: map[key]bool{}, revs: map[string]int64{}}
	stored := map[key]item{}
	in := &dynamodb.QueryInput{
		TableName: &t.name, ConsistentRead: aws.Bool(true), KeyConditionExpression: aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(conversationKey(conversation).pk)},
	}
	for pages := dynamodb.NewQueryPaginator(t.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("inspect conversation %s: %w", conversation, err)
		}
		for _, it := range page.Items {
			stored[keyOf(it)] = it
			if err := inspect(i, p, it); err != nil {
				return nil, fmt.Errorf("inspect conversation %s: %w", conversation, err)
			}
		}
	}
	i.Misplaced = misplaced(stored, p)
	return i, nil
}

// inspect reads an item, and plans to write what it holds.
func inspect(i *inbox.Inspection, p *plan, it item) (err error) {
	switch sort := text(it["sk"]); {
	case sort == only:
		if i.Conversation, err = conversationOf(it); err == nil {
			p.conversation(inbox.Edit[inbox.Conversation]{After: i.Conversation})
		}
	case sort == countedSort:
		i.Counted, err = countedOf(it)
	case strings.HasPrefix(sort, messagePrefix):
		var m *inbox.Message
		if m, err = messageOf(it); err == nil {
			i.Messages = append(i.Messages, *m)
			p.message(inbox.Edit[inbox.Message]{After: m})
		}
	}
	return err
}

// misplaced are differences between the places that items have on the indexes and
// those that they would be written to.
func misplaced(stored map[key]item, p *plan) (what []string) {
	for _, a := range p.actions {
		want := a.Put.Item
		k := keyOf(want)
		have, there := stored[k]
		delete(stored, k)
		if !there {
			what = append(what, "list row "+k.sk+" is missing")
			continue
		}
		for _, name := range []string{"lpk", "lsk", "dpk", "dsk"} {
			if text(have[name]) != text(want[name]) {
				what = append(what, fmt.Sprintf("%s has %s %q, not %q", k.sk, name, text(have[name]), text(want[name])))
			}
		}
		if !sameRow(have["row"], want["row"]) {
			what = append(what, "list row "+k.sk+" tells something else")
		}
	}
	for k := range stored {
		if strings.HasPrefix(k.sk, "A#") {
			what = append(what, "list row "+k.sk+" is of nothing")
		}
	}
	slices.Sort(what)
	return what
}

func sameRow(a, b types.AttributeValue) bool {
	have, _ := a.(*types.AttributeValueMemberM)
	want, _ := b.(*types.AttributeValueMemberM)
	if have == nil || want == nil {
		return have == want
	}
	return maps.EqualFunc(have.Value, want.Value, sameValue)
}
