package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/functions/publish-events/handler"
	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/store"
)

var update = flag.Bool("update", false, "rewrite the samples from what the table holds")

const folder = "../../../events/publish-events"

type follower struct {
	got []inbox.Changed
	err error
}

func (f *follower) Follow(_ context.Context, c inbox.Changed) error {
	f.got = append(f.got, c)
	return f.err
}

func sample(t *testing.T, name string) (e store.StreamEvent) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func handle(t *testing.T, e store.StreamEvent, f *follower) events.DynamoDBEventResponse {
	t.Helper()
	h := &handler.Handler{Inbox: f, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	out, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTheSamplesAreWhatTheTableStreams makes the samples from a real table, so
// that they stay true to what the store writes.
func TestTheSamplesAreWhatTheTableStreams(t *testing.T) {
	table := dynamotest.New(t)
	client := dynamodb.NewFromConfig(table.Config)
	s := store.New(client, table.Name)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	before := &inbox.Conversation{
		ID: "01JD3X5W8Q4C9V2N7K1M6P0RST", Audience: "01JD3X5W8Q4C9V2N7K1M6P0AAA", Channel: inbox.Email,
		Contact: "01JD3X5W8Q4C9V2N7K1M6P0RSV", ContactName: "Ada", Subject: "Hello", Status: inbox.Open, Unread: true,
		Preview: "Hello.", Arrived: at, Created: at, Participants: []string{"ada@example.org"},
	}
	read := func(pk, sk string) map[string]types.AttributeValue {
		out, err := client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &table.Name, Key: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: sk},
		}})
		if err != nil || out.Item == nil {
			t.Fatalf("%s is not where the stream's filter expects it: %v", sk, err)
		}
		return out.Item
	}
	commit := func(c inbox.Change) {
		if err := s.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	commit(inbox.Change{Conversations: []inbox.Edit[inbox.Conversation]{{After: before}}})
	first := read("C#"+before.ID, "Z")
	after := *before
	after.Outbox, after.LastOutbound = []string{"01JD3X5W8Q4C9V2N7K1M6P0RSW"}, at
	after.Correlations = map[string]string{after.Outbox[0]: "JKJaXmPLvHcESHA="}
	note := &inbox.Message{
		ID: "01JD3X5W8Q4C9V2N7K1M6P0RSX", Conversation: before.ID, Audience: before.Audience, Direction: inbox.Outbound,
		Channel: inbox.Email, Kind: inbox.KindNote, Author: "01JD3X5W8Q4C9V2N7K1M6P0RSY", At: at, Arrived: at, Text: "A regular.",
	}
	contact := &inbox.Contact{ID: before.Contact, Audience: before.Audience, Name: "Ada", Created: at}
	commit(inbox.Change{
		Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: &after}},
		Messages:      []inbox.Edit[inbox.Message]{{After: note}}, Contacts: []inbox.Edit[inbox.Contact]{{After: contact}},
	})
	second := read("C#"+before.ID, "Z")

	golden(t, "opened.json", batch("INSERT", nil, first))
	golden(t, "reply-queued.json", batch("MODIFY", first, second))
	golden(t, "deleted.json", batch("REMOVE", second, nil))
	golden(t, "note-added.json", batch("INSERT", nil, read("C#"+before.ID, "M#"+note.ID)))
	golden(t, "contact-added.json", batch("INSERT", nil, read("P#"+contact.ID, "Z")))
}

// batch is what Lambda delivers of one change.
func batch(name string, before, after map[string]types.AttributeValue) any {
	return map[string]any{"Records": []any{dynamotest.StreamRecord(name, before, after)}}
}

func golden(t *testing.T, name string, want any) {
	t.Helper()
	data, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	path := filepath.Join(folder, name)
	if *update {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil || string(have) != string(data) {
		t.Errorf("%s is not what the table streams; go test -update rewrites it (%v)", name, err)
	}
}

func TestEachSampleIsFollowed(t *testing.T) {
	want := map[string]func(c inbox.Changed) bool{
		"opened.json": func(c inbox.Changed) bool {
			return c.Conversation.Before == nil && c.Conversation.After.Unread && len(c.Conversation.After.Outbox) == 0
		},
		"reply-queued.json": func(c inbox.Changed) bool {
			before, after := c.Conversation.Before, c.Conversation.After
			return len(before.Outbox) == 0 && len(after.Outbox) == 1 && after.Rev == before.Rev+1 && after.Correlations[after.Outbox[0]] != ""
		},
		"deleted.json":       func(c inbox.Changed) bool { return c.Conversation.Before != nil && c.Conversation.After == nil },
		"note-added.json":    func(c inbox.Changed) bool { return c.Message.Before == nil && c.Message.After.Kind == inbox.KindNote },
		"contact-added.json": func(c inbox.Changed) bool { return c.Contact.Before == nil && c.Contact.After.Name == "Ada" },
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, right := range want {
		f := &follower{}
		if out := handle(t, sample(t, name), f); len(out.BatchItemFailures) != 0 || len(f.got) != 1 || !right(f.got[0]) || f.got[0].At.Unix() != 1772442002 {
			t.Errorf("%s is followed as %+v", name, f.got)
		}
	}
}

func TestAFailedRecordIsDeliveredAgainWithAllAfterIt(t *testing.T) {
	e := sample(t, "reply-queued.json")
	next := e.Records[0]
	next.Change.SequenceNumber = "4421584500000000017450439092"
	e.Records = append(e.Records, next)
	f := &follower{err: errors.New("the queue is away")}
	out := handle(t, e, f)
	if len(out.BatchItemFailures) != 1 || out.BatchItemFailures[0].ItemIdentifier != e.Records[0].Change.SequenceNumber || len(f.got) != 1 {
		t.Errorf("%+v after %d records", out, len(f.got))
	}
	other := sample(t, "opened.json")
	other.Records[0].Change.NewImage["sk"] = &types.AttributeValueMemberS{Value: "B#counted"}
	if out := handle(t, other, f); len(out.BatchItemFailures) != 0 || len(f.got) != 1 {
		t.Error("a record that nobody follows was")
	}
}
