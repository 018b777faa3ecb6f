package store_test

import (
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
	"confab/shared/store"
)

// items reads all of a conversation's partition as the stream would show it.
func (s *stand) items(conversation string) map[string]map[string]types.AttributeValue {
	s.Helper()
	out, err := s.client.Query(s.Context(), &dynamodb.QueryInput{
		TableName: &s.table, KeyConditionExpression: aws.String("pk = :pk"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":pk": &types.AttributeValueMemberS{Value: "C#" + conversation}},
	})
	if err != nil {
		s.Fatal(err)
	}
	byKey := map[string]map[string]types.AttributeValue{}
	for _, it := range out.Items {
		byKey[it["sk"].(*types.AttributeValueMemberS).Value] = it
	}
	return byKey
}

func TestTheStreamTellsOfConversationsMessagesAndContacts(t *testing.T) {
	s := newStand(t)
	before, m := conversation(1), message(1, 1)
	before.Campaigns = []string{campaignID(1)}
	s.commit(inbox.Change{
		Conversations: one(nil, before), Messages: one(nil, m),
		Counted: &inbox.CountedEdit{Audience: audience, Conversation: before.ID, After: inbox.Counted{Rev: 1}},
	})
	old := s.items(before.ID)
	after := changed(before, func(c *inbox.Conversation) { c.Unread = false })
	s.commit(inbox.Change{Conversations: one(before, after)})
	header := s.items(before.ID)["Z"]

	for sk, it := range old {
		_, ok, err := store.Changed(nil, it)
		if ok != (sk == "Z" || sk == "M#"+m.ID) || err != nil {
			t.Errorf("%s: ok %v, %v", sk, ok, err)
		}
	}
	type images struct {
		old, new map[string]types.AttributeValue
	}
	conversations := func(before, after *inbox.Conversation) inbox.Changed {
		return inbox.Changed{Conversation: inbox.Edit[inbox.Conversation]{Before: before, After: after}}
	}
	for name, test := range map[string]struct {
		images images
		want   inbox.Changed
	}{
		"a new one":     {images{nil, old["Z"]}, conversations(nil, before)},
		"a changed one": {images{old["Z"], header}, conversations(before, after)},
		"a deleted one": {images{header, nil}, conversations(after, nil)},
		"a message":     {images{nil, old["M#"+m.ID]}, inbox.Changed{Message: inbox.Edit[inbox.Message]{After: m}}},
	} {
		got, ok, err := store.Changed(test.images.old, test.images.new)
		if !ok || err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, %v, %v", name, got, ok, err)
		}
	}
	if _, ok, err := store.Changed(nil, nil); ok || err != nil {
		t.Errorf("no images: ok %v, %v", ok, err)
	}
}

func TestWhatThisProgramCannotReadIsAnError(t *testing.T) {
	key := map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "C#1"}, "sk": &types.AttributeValueMemberS{Value: "Z"},
	}
	for name, odd := range map[string]types.AttributeValue{
		"v":      &types.AttributeValueMemberN{Value: "99"},
		"unread": &types.AttributeValueMemberS{Value: "yes"},
	} {
		it := map[string]types.AttributeValue{"pk": key["pk"], "sk": key["sk"], name: odd}
		if _, ok, err := store.Changed(nil, it); !ok || err == nil {
			t.Errorf("%s: ok %v, %v", name, ok, err)
		}
	}
}
