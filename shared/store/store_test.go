package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/store"
	"confab/shared/store/meter"
)

var epoch = time.Date(2026, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

const (
	audience = "01JPA0000000000000000000AA"
	other    = "01JPA0000000000000000000BB"
)

// stand is a store over a fresh table, seen by a meter.
type stand struct {
	*testing.T
	store  *store.Table
	meter  *meter.Meter
	client *dynamodb.Client
	table  string
}

func newStand(t *testing.T) *stand {
	t.Helper()
	table := dynamotest.New(t)
	m := &meter.Meter{}
	m.Attach(&table.Config)
	client := dynamodb.NewFromConfig(table.Config)
	s := store.New(client, table.Name)
	s.Now = func() time.Time { return epoch }
	return &stand{t, s, m, client, table.Name}
}

func (s *stand) commit(c inbox.Change) {
	s.Helper()
	if err := s.store.Commit(s.Context(), c); err != nil {
		s.Fatal(err)
	}
}

func (s *stand) refused(c inbox.Change, kind error) {
	s.Helper()
	if err := s.store.Commit(s.Context(), c); !errors.Is(err, kind) {
		s.Fatalf("got %v, want %v", err, kind)
	}
}

func (s *stand) load(k inbox.Keys) *inbox.Found {
	s.Helper()
	found, err := s.store.Load(s.Context(), k)
	if err != nil {
		s.Fatal(err)
	}
	return found
}

func (s *stand) list(q inbox.ConversationQuery) *inbox.ConversationPage {
	s.Helper()
	page, err := s.store.Conversations(s.Context(), q)
	if err != nil {
		s.Fatal(err)
	}
	return page
}

func (s *stand) calls(want int, operation string) {
	s.Helper()
	if got := s.meter.Count(operation); got != want {
		s.Errorf("%d calls of %q, want %d: %+v", got, operation, want, s.meter.Calls())
	}
}

// ids of the made-up things, of the length that ULIDs have.
func conversationID(n int) string { return fmt.Sprintf("01JPC%021d", n) }
func messageID(n int) string      { return fmt.Sprintf("01JPM%021d", n) }
func contactID(n int) string      { return fmt.Sprintf("01JPP%021d", n) }
func campaignID(n int) string     { return fmt.Sprintf("01JPK%021d", n) }

func conversation(n int) *inbox.Conversation {
	return &inbox.Conversation{
		ID: conversationID(n), Audience: audience, Channel: inbox.Email,
		Contact: contactID(n), ContactName: fmt.Sprintf("Contact %d", n), Subject: "Delivery of the chairs",
		Status: inbox.Open, Unread: true, Preview: "When will they come?",
		Arrived: epoch.Add(time.Duration(n) * time.Minute), Created: epoch,
	}
}

func message(c, n int) *inbox.Message {
	return &inbox.Message{
		ID: messageID(n), Conversation: conversationID(c), Audience: audience, Direction: inbox.Inbound,
		Channel: inbox.Email, Kind: inbox.KindMessage, Nature: inbox.Personal,
		At: epoch, Arrived: epoch, From: inbox.Address{Name: "Ada", Address: "ada@example.com"},
		To: []inbox.Address{{Address: "support@example.org"}}, Subject: "Delivery of the chairs",
		Text: "When will they come?", MessageID: fmt.Sprintf("m%d@example.com", n),
	}
}

func contact(n int) *inbox.Contact {
	return &inbox.Contact{
		ID: contactID(n), Audience: audience, Name: fmt.Sprintf("Contact %d", n), Created: epoch,
		Identities: []inbox.Identity{email(fmt.Sprintf("contact%d@example.com", n))},
	}
}

func email(address string) inbox.Identity {
	return inbox.Identity{Kind: inbox.IdentityEmail, Value: address}
}

// The numbers that text each other.
const (
	ours   = "+15550100"
	theirs = "+15550142"
)

func phone(number string) inbox.Identity {
	return inbox.Identity{Kind: inbox.IdentityPhone, Value: number}
}

func consent(state inbox.ConsentState) *inbox.Consent {
	return &inbox.Consent{Audience: audience, Number: theirs, State: state, Since: epoch, Source: inbox.ByKeyword}
}

// textNumber is another number of ours than the one that contacts text with.
func textNumber(active bool) *inbox.TextNumber {
	return &inbox.TextNumber{
		Number: "+15550101", Audience: audience, Status: "ACTIVE", Registration: "none", Active: active,
		OptOutList: "Default", Checked: epoch, Mirrored: epoch,
	}
}

func shortLink(code string) *inbox.Link {
	return &inbox.Link{
		Code: code, Target: "https://example.com/chairs", Audience: audience, Number: theirs, Contact: contactID(1),
		Conversation: conversationID(1), Message: messageID(1), Created: epoch, Expires: epoch.Add(time.Hour).Truncate(time.Second), Clicks: 2,
	}
}

func record(n int) inbox.TextRecord {
	return inbox.TextRecord{
		ID: messageID(n), Audience: audience, Number: theirs, Contact: contactID(1), At: epoch, Kind: inbox.RecordConsent,
		Source: inbox.ByKeyword, Effective: true, Ours: ours, Words: "join", Keyword: "JOIN", ProviderID: "text-1",
	}
}

func order(n int) *inbox.Order {
	return &inbox.Order{
		Audience: audience, External: fmt.Sprintf("order-%d", n), Contact: contactID(1), Number: fmt.Sprint(n), Status: "paid",
		Currency: "EUR", Total: "129.90", Lines: []inbox.OrderLine{{Product: "Chair", Quantity: 2, Price: "129.90"}},
		Placed: epoch.Add(time.Duration(n) * time.Hour), Updated: epoch,
	}
}

func added[T any](v *T) inbox.Edit[T] { return inbox.Edit[T]{After: v} }
func edited[T any](before, after *T) inbox.Edit[T] {
	return inbox.Edit[T]{Before: before, After: after}
}
func one[T any](before, after *T) []inbox.Edit[T] {
	return []inbox.Edit[T]{edited(before, after)}
}

// changed is a copy with a change.
func changed[T any](v *T, change func(*T)) *T {
	c := *v
	change(&c)
	return &c
}
