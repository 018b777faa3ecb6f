package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/functions/update-index/handler"
	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/store"
)

var update = flag.Bool("update", false, "rewrite the samples from what the table holds")

const folder = "../../../events/update-index"

// indexer remembers what it is told.
type indexer struct {
	got []inbox.Changed
	err error
}

func (i *indexer) UpdateIndex(_ context.Context, changes []inbox.Changed) error {
	i.got = changes
	return i.err
}

func handle(t *testing.T, data []byte, i *indexer) (failed []string, err error) {
	t.Helper()
	var e store.StreamEvent
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	out, err := (&handler.Handler{Inbox: i, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e)
	for _, f := range out.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed, err
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTheSamplesAreWhatTheTableStreams makes the samples from a real table, so
// that they stay true to what the store writes.
func TestTheSamplesAreWhatTheTableStreams(t *testing.T) {
	table := dynamotest.New(t)
	client := dynamodb.NewFromConfig(table.Config)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c := &inbox.Conversation{ID: "01JD3X5W8Q4C9V2N7K1M6P0RST", Audience: "01JD3X5W8Q4C9V2N7K1M6P0AAA", Channel: inbox.Email, Status: inbox.Open, Arrived: at}
	m := &inbox.Message{
		ID: "01JD3X5W8Q4C9V2N7K1M6P0RSW", Conversation: c.ID, Audience: c.Audience, Direction: inbox.Inbound, Channel: inbox.Email,
		Kind: inbox.KindMessage, At: at, Arrived: at, Subject: "Broken lamp", Text: "The lamp came without its screws.",
		Attachments: []inbox.Attachment{{Name: "lamp.jpg", Type: "image/jpeg", Size: 12}},
	}
	contact := &inbox.Contact{
		ID: "01JD3X5W8Q4C9V2N7K1M6P0RSV", Audience: c.Audience, Name: "Ada Lovelace", Created: at,
		Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "ada@example.org"}, {Kind: inbox.IdentityPhone, Value: "+15550123"}},
	}
	err := store.New(client, table.Name).Commit(t.Context(), inbox.Change{
		Conversations: []inbox.Edit[inbox.Conversation]{{After: c}}, Messages: []inbox.Edit[inbox.Message]{{After: m}},
		Contacts: []inbox.Edit[inbox.Contact]{{After: contact}},
	})
	if err != nil {
		t.Fatal(err)
	}
	read := func(pk, sk string) map[string]types.AttributeValue {
		out, err := client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &table.Name, Key: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: sk},
		}})
		if err != nil || out.Item == nil {
			t.Fatalf("%s, %s is not where the stream's filter expects it: %v", pk, sk, err)
		}
		return out.Item
	}
	message, person := read("C#"+c.ID, "M#"+m.ID), read("P#"+contact.ID, "Z")
	if kind, _ := message["kind"].(*types.AttributeValueMemberS); kind == nil || kind.Value != "message" {
		t.Error("a message's kind is not where the stream's filter expects it")
	}
	golden(t, "written.json", dynamotest.StreamRecord("INSERT", nil, message), dynamotest.StreamRecord("INSERT", nil, person))
	golden(t, "removed.json", dynamotest.StreamRecord("REMOVE", message, nil))
}

func golden(t *testing.T, name string, records ...any) {
	t.Helper()
	data, err := json.MarshalIndent(map[string]any{"Records": records}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if string(sample(t, name)) != string(data) {
		t.Errorf("%s is not what the table streams; go test -update rewrites it", name)
	}
}

func TestWhatIsWrittenAndWhatIsGoneIsTold(t *testing.T) {
	i := &indexer{}
	if failed, err := handle(t, sample(t, "written.json"), i); err != nil || failed != nil || len(i.got) != 2 ||
		i.got[0].Message.After.Text != "The lamp came without its screws." || i.got[0].Message.After.Attachments[0].Name != "lamp.jpg" ||
		len(i.got[1].Contact.After.Identities) != 2 || i.got[0].Message.Before != nil {
		t.Errorf("%v, %v: %+v", failed, err, i)
	}
	if failed, err := handle(t, sample(t, "removed.json"), i); err != nil || failed != nil || len(i.got) != 1 || i.got[0].Message.After != nil ||
		i.got[0].Message.Before.ID == "" {
		t.Errorf("%v, %v: %+v", failed, err, i)
	}
}

func TestWhatFailsIsDeliveredAgain(t *testing.T) {
	i := &indexer{err: errors.New("S3 is away")}
	if _, err := handle(t, sample(t, "written.json"), i); err == nil {
		t.Error("nothing says that it failed")
	}
	var e struct{ Records []json.RawMessage }
	if err := json.Unmarshal(sample(t, "written.json"), &e); err != nil {
		t.Fatal(err)
	}
	newer := json.RawMessage(`{"dynamodb":{"SequenceNumber":"2","NewImage":{"pk":{"S":"C#1"},"sk":{"S":"M#1"},"v":{"N":"99"}}}}`)
	e.Records = []json.RawMessage{e.Records[0], newer, e.Records[1]}
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	i = &indexer{}
	if failed, err := handle(t, data, i); err != nil || len(failed) != 1 || failed[0] != "2" || len(i.got) != 1 {
		t.Errorf("of a record that cannot be read: %v, %v, %+v", failed, err, i)
	}
}
