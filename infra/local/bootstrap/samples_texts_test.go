package bootstrap_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
)

// What the samples of texts and links speak of.
const (
	ourNumber = "+15550100"
	theirs    = "+15550142"
	stranger  = "+15550199"
	linkCode  = "k7q2mxw4tz5c"
	linkTo    = "https://example.com/orders/1001"
)

// texting is how the samples' audience texts.
func texting() inbox.Texting { return inbox.Texting{Numbers: []string{ourNumber}, Brand: "Example"} }

// shortLink is the link that samples follow.
func shortLink() inbox.Link {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return inbox.Link{
		Code: linkCode, Target: linkTo, Audience: audience, Number: theirs, Conversation: conversation, Message: "01JD3X5W8Q4C9V2N7K1M6P0LNK",
		Created: at, Expires: at.AddDate(10, 0, 0),
	}
}

var texted = []sample{
	{file: "text.json", answered: failing(), after: textsOf(theirs, "Hello, is my order here yet? 🎉")},
	{file: "unknown-number.json", answered: failing(), after: textsOf(stranger, "hello")},
	{file: "keyword.json", answered: failing(), after: func(t *testing.T, w *world) {
		key := inbox.ConsentKey{Audience: audience, Number: theirs}
		f, err := w.box.Store.Load(t.Context(), inbox.Keys{Consents: []inbox.ConsentKey{key}})
		must(t, err)
		if c := f.Consents[key]; c == nil || c.State != inbox.OptedOut {
			t.Errorf("after STOP the consent is %+v", c)
		}
	}},
	{file: "duplicate.json", answered: failing(), after: textsOf(theirs, "Are you open on Sunday?", "Hello, is my order here yet? 🎉")},
	{file: "out-of-order.json", answered: failing(), after: textsOf(theirs,
		"At 9, I mean", "I will come on Saturday", "Are you open on Sunday?", "Hello, is my order here yet? 🎉")},
	{file: "malformed.json", answered: failing("2e1424d4-f796-459a-8184-9c92662be600"), after: textsOf(theirs,
		"Thanks!", "At 9, I mean", "I will come on Saturday", "Are you open on Sunday?", "Hello, is my order here yet? 🎉")},
}

// textsOf looks at what a number has written, the newest first.
func textsOf(number string, want ...string) func(*testing.T, *world) {
	return func(t *testing.T, w *world) {
		t.Helper()
		var got []string
		for _, row := range w.rows(t, inbox.ConversationQuery{Audience: audience, Status: inbox.Open}) {
			thread, err := w.box.Store.Thread(t.Context(), inbox.ThreadQuery{Conversation: row.Conversation, Limit: 20})
			must(t, err)
			if pair := thread.Conversation.Text; pair == nil || pair.Theirs != number || pair.Ours != ourNumber {
				continue
			}
			for _, m := range thread.Messages {
				if m.Kind == inbox.KindMessage && m.Direction == inbox.Inbound {
					got = append(got, m.Text)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("the thread has %q, want %q", got, want)
		}
	}
}

var followed = []sample{
	{file: "follow-link.json", answered: leading(linkTo), after: clicked(false)},
	{file: "prefetch.json", answered: leading(linkTo), after: clicked(true, false)},
	{file: "unknown-code.json", answered: replying(http.StatusNotFound, "text/html; charset=utf-8", "never was")},
}

// leading expects an answer that leads the client elsewhere.
func leading(target string) func(*testing.T, []byte) {
	return func(t *testing.T, answer []byte) {
		t.Helper()
		var got events.APIGatewayV2HTTPResponse
		must(t, json.Unmarshal(answer, &got))
		if got.StatusCode != http.StatusFound || got.Headers["location"] != target || !strings.Contains(got.Headers["cache-control"], "no-store") {
			t.Errorf("it answers %d %v", got.StatusCode, got.Headers)
		}
	}
}

// clicked looks at the clicks that were recorded, the newest first, and whether
// each was a machine's.
func clicked(machines ...bool) func(*testing.T, *world) {
	return func(t *testing.T, w *world) {
		t.Helper()
		history, err := w.box.Store.TextHistory(t.Context(), inbox.HistoryQuery{Audience: audience, Number: theirs, Limit: 20})
		must(t, err)
		var got []bool
		for _, r := range history.Records {
			if r.Kind == inbox.RecordClick {
				got = append(got, r.Bot)
			}
		}
		if !slices.Equal(got, machines) {
			t.Errorf("clicks by machines: %v, want %v", got, machines)
		}
	}
}
