package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/store"
	"confab/shared/store/meter"
)

// readings are all ways to read, by name.
func (s *stand) readings() map[string]func() error {
	ctx := s.Context()
	return map[string]func() error{
		"load": func() error {
			_, err := s.store.Load(ctx, inbox.Keys{Conversations: []string{conversationID(1)}})
			return err
		},
		"load a sender": func() error {
			_, err := s.store.Load(ctx, inbox.Keys{Senders: []inbox.Identity{email("contact1@example.com")}})
			return err
		},
		"thread": func() error {
			_, err := s.store.Thread(ctx, inbox.ThreadQuery{Conversation: conversationID(1), Limit: 50})
			return err
		},
		"conversations": func() error {
			_, err := s.store.Conversations(ctx, inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Limit: 25})
			return err
		},
		"contacts": func() error {
			_, err := s.store.Contacts(ctx, inbox.ContactQuery{Audience: audience, Limit: 25})
			return err
		},
		"audiences": func() error { _, err := s.store.Audiences(ctx); return err },
		"members":   func() error { _, _, err := s.store.Members(ctx); return err },
		"load a number": func() error {
			_, err := s.store.Load(ctx, inbox.Keys{Senders: []inbox.Identity{phone(theirs)}})
			return err
		},
		"load a link": func() error {
			_, err := s.store.Load(ctx, inbox.Keys{Links: []string{"abcdefgh2345"}})
			return err
		},
		"numbers": func() error { _, err := s.store.TextNumbers(ctx); return err },
		"a number's history": func() error {
			_, err := s.store.TextHistory(ctx, inbox.HistoryQuery{Audience: audience, Number: theirs, Limit: 25})
			return err
		},
		"due": func() error { _, err := s.store.Due(ctx, inbox.DueQuery{Until: epoch, Limit: 25}); return err },
	}
}

func TestAReadThatFailsSaysSo(t *testing.T) {
	s := newStand(t)
	for name, read := range s.readings() {
		s.meter.Reset()
		s.meter.Inject(1, meter.FailsBefore)
		if err := read(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestWhatANewerProgramWroteIsNotMisread gives every item a shape that this
// program does not know.
func TestWhatANewerProgramWroteIsNotMisread(t *testing.T) {
	s := newStand(t)
	change, _ := everything()
	change.TextRecords = []inbox.TextRecord{record(1)}
	s.commit(change)
	for _, k := range [][2]string{
		{"I#phone#" + theirs, audience + "#consent"}, {"NUM#" + ours, "Z"}, {"L#abcdefgh2345", "Z"},
		{"N#" + audience + "#" + theirs, messageID(1)},
		{"C#" + conversationID(1), "Z"}, {"C#" + conversationID(1), "M#" + messageID(1)},
		{"I#email#contact1@example.com", audience}, {"AUD#" + audience, "Z"}, {"U#member", "Z"},
	} {
		_, err := s.client.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
			TableName: &s.table, UpdateExpression: aws.String("SET v = :v"),
			Key: map[string]types.AttributeValue{
				"pk": &types.AttributeValueMemberS{Value: k[0]}, "sk": &types.AttributeValueMemberS{Value: k[1]},
			},
			ExpressionAttributeValues: map[string]types.AttributeValue{":v": &types.AttributeValueMemberN{Value: "2"}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	readings := s.readings()
	for _, name := range []string{"load", "load a sender", "thread", "audiences", "members", "load a number", "load a link", "numbers", "a number's history"} {
		if err := readings[name](); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWhatCannotBeStoredIsRefusedBeforeAnyCall(t *testing.T) {
	nameless := map[string]string{"": "DynamoDB has no attribute without a name"}
	fact := message(1, 1)
	fact.Facts = []inbox.Fact{{Detail: nameless}}
	for name, change := range map[string]inbox.Change{
		"a contact": {Contacts: one(nil, changed(contact(1), func(c *inbox.Contact) { c.Attributes = nameless }))},
		"a message": {Messages: one(nil, fact)},
		"a member":  {Members: one(nil, &inbox.Member{ID: "m", Roles: map[string]inbox.Role{"": inbox.Agent}})},
	} {
		s := newStand(t)
		if err := s.store.Commit(t.Context(), change); err == nil {
			t.Errorf("%s: no error", name)
		}
		s.calls(0, "")
	}
}

func TestWhatIsDeletedIsGone(t *testing.T) {
	s := newStand(t)
	change, found := everything()
	s.commit(change)
	key := inbox.MessageKey{Conversation: conversationID(1), Message: messageID(1)}
	s.commit(inbox.Change{
		Audiences: one(found.Audiences[audience], nil), Campaigns: one(found.Campaigns[campaignID(1)], nil),
		Contacts: one(found.Contacts[contactID(1)], nil), Conversations: one(found.Conversations[conversationID(1)], nil),
		Messages: one(found.Messages[key], nil), Members: one(found.Members["member"], nil),
		Invitations: one(found.Invitations["new@example.org"], nil),
		Consents:    one(found.Consents[hers], nil), TextNumbers: one(found.TextNumbers["+15550101"], nil),
		Links: one(found.Links["abcdefgh2345"], nil),
	})
	left := s.load(inbox.Keys{
		Audiences: []string{audience}, Campaigns: []string{campaignID(1)}, CampaignCodes: []string{"abcdefgh2345"},
		Contacts: []string{contactID(1)}, Conversations: []string{conversationID(1)}, Messages: []inbox.MessageKey{key},
		Members: []string{"member"}, Invitations: []string{"new@example.org"}, Addresses: []string{"support@example.org"},
		Senders: []inbox.Identity{email("contact1@example.com")}, Consents: []inbox.ConsentKey{hers},
		TextNumbers: []string{ours, "+15550101"}, Links: []string{"abcdefgh2345"},
	})
	if n := len(left.Audiences) + len(left.Campaigns) + len(left.CampaignCodes) + len(left.Contacts) + len(left.Conversations) +
		len(left.Messages) + len(left.Members) + len(left.Invitations) + len(left.Senders) + len(left.Consents) + len(left.Links); n > 0 {
		t.Errorf("%d left: %+v", n, left)
	}
	if left.Addresses["support@example.org"] != audience {
		t.Error("an address came free when its audience went")
	}
	if len(left.TextNumbers) != 1 || left.TextNumbers[ours].Audience != audience {
		t.Errorf("a number came free when its audience went: %v", left.TextNumbers)
	}
	members, invited, err := s.store.Members(t.Context())
	if err != nil || len(members)+len(invited) > 0 {
		t.Errorf("still listed: %v, %v, %v", members, invited, err)
	}
}

func TestAnEditedContactRemembersWhatTheSameChangeTellsIt(t *testing.T) {
	s := newStand(t)
	before := contact(1)
	s.commit(inbox.Change{Contacts: one(nil, before)})
	after := changed(before, func(c *inbox.Contact) { c.Name = "Ada" })
	known := inbox.Known{Audience: audience, Identity: before.Identities[0], Contact: before.ID, Name: "Ada", Recent: []string{"c2", "c1"}}
	s.commit(inbox.Change{Contacts: one(before, after), Recent: []inbox.Recent{{Known: known}}})
	got := s.load(inbox.Keys{Senders: before.Identities}).Senders[before.Identities[0]][audience]
	if got.Name != "Ada" || len(got.Recent) != 2 || got.Recent[0] != "c2" {
		t.Errorf("got %+v", got)
	}
}

// busy makes DynamoDB leave keys of a batch unprocessed, as it does under load.
type busy struct{ times int }

func (b *busy) answer(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleInitialize(ctx, in)
	if got, ok := out.Result.(*dynamodb.BatchGetItemOutput); ok && b.times > 0 {
		b.times--
		got.Responses = nil
		got.UnprocessedKeys = in.Parameters.(*dynamodb.BatchGetItemInput).RequestItems
	}
	return out, meta, err
}

func TestKeysThatDynamoDBDidNotGetToAreAskedForAgain(t *testing.T) {
	table := dynamotest.New(t)
	b := &busy{times: 2}
	client := dynamodb.NewFromConfig(table.Config, func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Busy", b.answer), middleware.After)
		})
	})
	s := &stand{T: t, store: store.New(client, table.Name)}
	s.commit(inbox.Change{Once: []string{"ses:1"}})
	if found := s.load(inbox.Keys{Once: []string{"ses:1"}}); !found.Once["ses:1"] || b.times != 0 {
		t.Errorf("found %v", found.Once)
	}
	b.times = 1 << 30
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.store.Load(ctx, inbox.Keys{Once: []string{"ses:1"}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("asked for ever: %v", err)
	}
}
