package handler_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/functions/inbox-api/handler"
	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/api"
	"confab/shared/inbox"
	"confab/shared/store"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata")

const (
	samples = "../../../events/inbox-api"

	issuer       = "https://id.example.com/pool"
	audience     = "01KAJ6Q5M0AAAAAAAAAAAAAAAA"
	contact      = "01KAJ6Q5M0BBBBBBBBBBBBBBBB"
	conversation = "01KAJ6Q5M0CCCCCCCCCCCCCCCC"
)

var now = time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)

// counted makes ids one after the other, so that answers can be compared.
type counted struct{ n int }

func (c *counted) New(time.Time) string {
	c.n++
	return fmt.Sprintf("01KAJ6Q5M0%016d", c.n)
}

func (c *counted) Derive(at time.Time, _ ...string) string { return c.New(at) }

func (*counted) Time(string) time.Time { return time.Time{} }

// stand is the function over the domain and a true table, with an agent, an
// invitation and an unread conversation in it.
func stand(t *testing.T) *handler.Handler {
	t.Helper()
	table := dynamotest.New(t)
	kept := store.New(dynamodb.NewFromConfig(table.Config), table.Name)
	clock := func() time.Time { return now }
	kept.Now = clock
	box := &inbox.Inbox{
		Store: kept, IDs: &counted{}, Now: clock, Log: slog.New(slog.DiscardHandler),
		Tokens: &inbox.Tokens{Domain: "in.example.com", Keys: map[byte][]byte{'a': []byte("secret")}, Current: 'a'},
	}
	robin := inbox.Address{Name: "Robin", Address: "robin@example.com"}
	err := kept.Commit(t.Context(), inbox.Change{
		Audiences: []inbox.Edit[inbox.Audience]{{After: &inbox.Audience{ID: audience, Name: "Shop", FromAddress: "hello@example.com", Unmatched: inbox.UnmatchedNew, Shards: 1, Created: now}}},
		Members:   []inbox.Edit[inbox.Member]{{After: &inbox.Member{ID: inbox.MemberID(issuer, "agent-1"), Name: "Sam", Roles: map[string]inbox.Role{audience: inbox.Agent}, Created: now}}},
		Invitations: []inbox.Edit[inbox.Invitation]{{After: &inbox.Invitation{
			Email: "alex@example.com", Roles: map[string]inbox.Role{audience: inbox.Viewer}, Created: now}}},
		APIKeys: []inbox.Edit[inbox.APIKey]{{After: &inbox.APIKey{
			ID: "01KAJ6Q5M0EEEEEEEEEEEEEEEE", Name: "Webshop", Role: inbox.Viewer, Created: now,
			Hash: "7ab313dd4f79d1674123a79eeb2ac14bd8aa2fe4e1c03e27a3b53a418357d95f"}}},
		Contacts: []inbox.Edit[inbox.Contact]{{After: &inbox.Contact{
			ID: contact, Audience: audience, Name: robin.Name, Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: robin.Address}}, Created: now}}},
		Conversations: []inbox.Edit[inbox.Conversation]{{After: &inbox.Conversation{
			ID: conversation, Audience: audience, Channel: inbox.Email, Contact: contact, ContactName: robin.Name,
			Subject: "Where is my order?", Preview: "I ordered on Monday", Status: inbox.Open, Unread: true, Arrived: now, Created: now,
			Participants: []string{robin.Address},
			Answer:       inbox.Answer{To: []inbox.Address{robin}, Subject: "Where is my order?", MessageID: "1@example.com"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &handler.Handler{API: api.New(api.Config{
		Domain: box, Store: kept, IDs: box.IDs, Now: clock, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		CursorKey: []byte("0123456789abcdef0123456789abcdef"), LinkLifetime: time.Minute, Issuer: issuer,
	})}
}

func TestEverySampleEventIsAnsweredAsBefore(t *testing.T) {
	files, err := filepath.Glob(samples + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", samples, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			h := stand(t)
			e := read(t, file)
			first := answer(t, h, e)
			compare(t, filepath.Join("testdata", filepath.Base(file)), first)
			// A client that lost the answer asks again, and is told the same.
			var was, is struct{ Message struct{ ID string } }
			decode(t, first.Body, &was)
			decode(t, answer(t, h, e).Body, &is)
			if was != is {
				t.Errorf("asked again, it is message %s after %s", is.Message.ID, was.Message.ID)
			}
		})
	}
	answers, err := filepath.Glob("testdata/*.json")
	if err != nil || len(answers) != len(files) {
		t.Errorf("%d answers for %d samples: remove what is left over (%v)", len(answers), len(files), err)
	}
}

func read(t *testing.T, file string) (e events.APIGatewayV2HTTPRequest) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, string(data), &e)
	return e
}

func decode(t *testing.T, data string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(data), v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
}

func answer(t *testing.T, h *handler.Handler, e events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	t.Helper()
	out, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	if out.StatusCode >= 300 {
		t.Fatalf("status %d: %s", out.StatusCode, out.Body)
	}
	return out
}

// compare holds an answer, with its body spread out to be read, against a golden.
func compare(t *testing.T, golden string, got events.APIGatewayV2HTTPResponse) {
	t.Helper()
	var body any
	decode(t, got.Body, &body)
	spread, err := json.MarshalIndent(map[string]any{
		"statusCode": got.StatusCode, "headers": got.Headers, "cookies": got.Cookies, "isBase64Encoded": got.IsBase64Encoded, "body": body,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	spread = append(spread, '\n')
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, spread, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(spread) != string(want) {
		t.Errorf("answer differs from %s (go test -update rewrites it):\n%s", golden, strings.TrimSpace(string(spread)))
	}
}
