package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"confab/infra/local/mailout"
	"confab/shared/setup/logs"
	"confab/shared/store/meter"
)

// line is a line of the log, as far as tests look at it.
type line struct {
	Function, Msg, Correlation, Invocation string
	Conversation, Message, State, Error    string

	AWS    json.RawMessage `json:"_aws"` // of a metric
	fields map[string]any
	text   string
}

// linesOf reads a log. All that a function writes is one JSON object a line.
func linesOf(t testing.TB, path string) (out []line) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for text := range strings.Lines(string(data)) {
		l := line{text: text}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("a line that is no JSON: %v: %s", err, text)
		}
		if err := json.Unmarshal([]byte(text), &l.fields); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

// lines are those that the house's functions have logged so far, metrics apart.
func (h *house) lines() []line {
	h.Helper()
	return slices.DeleteFunc(linesOf(h, h.log), func(l line) bool { return l.AWS != nil })
}

// written are words that people write in these tests, and what names or reaches
// them.
var written = []string{
	"@", "%40", "Ada", "Lovelace", "Example Team", "question", "Dear sirs", "prescription", "A note", "answer", "15550100",
}

// harmless are the fields that a line may have: ids, words of ours, numbers. An
// error is what somebody else says, and cleaned.
var harmless = strings.Fields(`time level msg function correlation invocation error
	audience conversation message member queue_message sequence provider request_id recipients_hash
	operation route rule state code duplicate news attempt records before failed status ms
	job kind done skipped refused
	webhook delivery event accepted`)

// impersonal fails the test where a line of the log holds what a person wrote.
func impersonal(t testing.TB, path string) {
	t.Helper()
	for _, l := range linesOf(t, path) {
		said(t, l.text)
		for field := range l.fields {
			if l.AWS == nil && !slices.Contains(harmless, field) {
				t.Errorf("nobody has said that the field %s is harmless: %s", field, l.text)
			}
		}
	}
}

// said fails the test where a text holds what a person wrote.
func said(t testing.TB, text string) {
	t.Helper()
	for _, word := range written {
		if strings.Contains(text, word) {
			t.Errorf("%q was logged: %s", word, text)
		}
	}
}

// failures are events that functions cannot deal with, and whose errors quote them.
var failures = map[string][]string{
	"receive-email": {
		`{"Records": [{"ses": {"mail": {"messageId": "lost", "source": "ada@example.org"},
			"receipt": {"recipients": ["support@inbox.example.com"], "timestamp": "2026-03-02T09:00:00Z"}}}]}`,
		`{"Records": [{"ses": {"receipt": {"timestamp": "ada@example.org"}}}]}`,
	},
	"send-message": {
		`{"Records": [{"messageId": "1", "body": "{\"type\": \"to ada@example.org\"}"}]}`,
		`{"Records": [{"messageId": "2", "body": "Ada"}]}`,
		`{"Records": [{"messageId": "3", "body": "{\"type\": \"message.due\", \"at\": \"ada@example.org\"}"}]}`,
	},
	"record-delivery": {
		`{"Records": [{"messageId": "4", "body": "Ada"}]}`,
		`{"Records": [{"messageId": "5", "body": "{\"Message\": \"{\\\"eventType\\\": \\\"Ada <ada@example.org>\\\"}\"}"}]}`,
		`{"Records": [{"messageId": "6", "body": "{\"Message\": \"{\\\"eventType\\\": \\\"Bounce\\\", \\\"mail\\\": {\\\"timestamp\\\": \\\"ada@example.org\\\"}}\"}"}]}`,
	},
	"publish-events": {
		`{"Records": [{"dynamodb": {"SequenceNumber": "7", "NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "Z"}, "v": {"N": "1"},
			"created": {"S": "ada@example.org"}}}}]}`,
		`{"Records": [{"dynamodb": {"SequenceNumber": "8", "NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "Z"}, "v": {"N": "1"},
			"unread": {"S": "Ada Lovelace <ada@example.org>"}}}}]}`,
	},
	"update-index": {
		`{"Records": [{"dynamodb": {"SequenceNumber": "12", "NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "M#1"}, "v": {"N": "1"},
			"created": {"S": "ada@example.org"}, "at": {"S": "Ada Lovelace <ada@example.org>"}}}}]}`,
	},
	"inbox-api": {
		`{"rawPath": "/v1/contacts", "rawQueryString": "email=ada@example.org\u0001", "requestContext": {"requestId": "9", "http": {"method": "GET"}}}`,
		`{"rawPath": "/v1/me", "body": "Ada", "isBase64Encoded": true, "requestContext": {"requestId": "10", "http": {"method": "GET"}}}`,
	},
	"web-client": {`{"rawPath": "/Ada/ada@example.org", "requestContext": {"requestId": "11", "http": {"method": "GET"}}}`},
}

// asked are requests full of what people write, most of them refused.
var asked = []struct{ method, path, body string }{
	{"GET", "/v1/audiences/A/contacts?email=ada@example.org", ""},
	{"GET", "/v1/audiences/A/contacts?q=Ada+Lovelace", ""},
	{"GET", "/v1/audiences/A/search?q=Dear+sirs", ""},
	{"GET", "/v1/audiences/A/contacts?email=ada%40example.org&cursor=Ada", ""},
	{"POST", "/v1/audiences/A/contacts", `{"name": "Ada Lovelace", "emails": ["ada@example.org"], "phones": ["+15550100"]}`},
	{"DELETE", "/v1/audiences/A/suppressions/ada@example.org", ""},
	{"DELETE", "/v1/invitations/ada@example.org", ""},
	{"POST", "/v1/invitations", `{"email": "Ada <ada@example.org>", "role": "agent"}`},
	{"POST", "/v1/audiences/A/conversations", `{"to": {"address": "Ada"}, "subject": "A question", "text": "Dear sirs"}`},
	{"POST", "/v1/audiences/A/uploads", `{"name": "prescription.txt", "type": "Ada", "size": -1}`},
	{"PATCH", "/v1/audiences/A", `{"from_name": "Ada Lovelace", "from_address": "ada@example.org`},
	{"GET", "/v1/Ada/ada@example.org?q=Ada", ""},
	{"Ada", "/v1/me", ""},
}

func TestNoLineHoldsWhatAPersonWroteHoweverThingsFail(t *testing.T) {
	h := newHouse(t, "inbox-api", "receive-email")
	for function, events := range failures {
		for _, event := range events {
			// What is returned the runtime logs, through the same cleaning.
			if _, err := h.Functions[function].Invoke(t.Context(), []byte(event)); err != nil {
				said(t, logs.Redact(err.Error()))
			}
		}
	}
	h.meters["receive-email"].Reset()
	h.meters["receive-email"].Inject(1, meter.FailsBefore)
	for _, to := range []string{support, "ada.lovelace@inbox.example.com"} {
		h.must(h.submit(mail("question"), to))
	}
	h.must(h.submit([]byte("From: Ada <ada@example.org>, \r\nSubject: question\r\nContent-Type: multipart/mixed; boundary=Ada\r\n\r\nDear sirs\r\n"), support))
	h.eventually("the mails are there", func() bool { return len(h.about("question")) == 2 })
	for i, fault := range []mailout.Fault{mailout.Reject, mailout.Throttle, mailout.ServerError, mailout.HangUp} {
		h.Sent.Inject(fault, 1)
		answer := fmt.Sprintf("%d. answer", i)
		conversation := h.about("question")[0].Conversation
		h.answer(conversation, answer)
		h.eventually("the answer is settled", func() bool {
			m := h.outbound(conversation)[answer]
			return m != nil && m.Delivery.State.Settled()
		})
	}
	for _, a := range asked {
		path := strings.Replace(a.path, "/A/", "/"+h.audience.ID+"/", 1)
		_ = h.call(a.method, path, "", a.body, nil) // it may be refused
		for _, fault := range []meter.Fault{meter.FailsBefore, meter.Conflict()} {
			h.meters["inbox-api"].Inject(1, fault)
			_ = h.call(a.method, path, "", a.body, nil)
			h.meters["inbox-api"].Reset()
		}
	}
	h.idle()
	logged := map[string]int{}
	for _, l := range h.lines() {
		logged[l.Function+" "+l.Msg]++
	}
	for _, msg := range []string{
		"receive-email mail received", "receive-email mail not received, it comes again",
		"receive-email mail for an address that no audience owns; the raw mail is kept",
		"receive-email the raw mail is gone, nothing is received",
		"send-message message refused", "send-message message not sent, it is offered again",
		"send-message nobody knows whether the message left", "record-delivery delivery event not recorded",
		"publish-events change not followed", "update-index change not read", "inbox-api request failed", "inbox-api request", "web-client request",
	} {
		if logged[msg] == 0 {
			t.Errorf("nothing was logged like %q, so nothing is proved of it: %v", msg, logged)
		}
	}
}
