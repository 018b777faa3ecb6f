package bootstrap_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/bootstrap"
	"confab/shared/inbox"
	"confab/shared/store"
)

// sample is a file of events/<function> and what becomes of it.
type sample struct {
	file string
	// put are raw mails, by the ids that the event names.
	put map[string]string
	// fit replaces what only the world knows, such as signed addresses.
	fit func(w *world) *strings.Replacer
	// answered looks at the answer; nil expects none.
	answered func(t *testing.T, answer []byte)
	// after looks at what has become of the world.
	after func(t *testing.T, w *world)
}

// samples are all samples, in an order in which they can happen.
var samples = map[string][]sample{
	"receive-email":   received,
	"receive-sms":     texted,
	"publish-events":  published,
	"update-index":    indexed,
	"send-message":    sent,
	"record-delivery": recorded,
	"run-job":         {{file: "one-job.json", answered: failing()}, {file: "one-broken.json", answered: failing("7c1f2f0e-0f9b-4a55-9d0b-5d6f3f7a9c11")}},
	"notify": {{file: "first-and-again.json", answered: failing()}, {
		file: "broken.json", answered: failing("2e1424d4-f796-459a-8184-9c92662be6da", "2e1424d4-f796-459a-8184-9c92662be6db"),
	}},
	"wake":       {{file: "minute.json", after: offersTheMessage}, {file: "week.json"}},
	"inbox-api":  asked,
	"public-api": followed,
	"web-client": served,
}

// play plays a sample through a function's binary.
func (w *world) play(t *testing.T, p *bootstrap.Process, function string, s sample) {
	t.Helper()
	w.putMail(t, s)
	answer, err := p.Invoke(t.Context(), w.event(t, function, s))
	if err != nil {
		t.Fatalf("%v, log:\n%s", err, p.Log())
	}
	switch {
	case s.answered != nil:
		s.answered(t, answer)
	case string(bytes.TrimSpace(answer)) != "null":
		t.Errorf("it answers %s", answer)
	}
	if s.after != nil {
		s.after(t, w)
	}
}

// putMail puts a sample's mails where SES would have put them.
func (w *world) putMail(t testing.TB, s sample) {
	t.Helper()
	for id, mail := range s.put {
		must(t, w.bucket.Put(t.Context(), "raw/"+id, "message/rfc822", []byte(strings.ReplaceAll(mail, "\n", "\r\n"))))
	}
}

// event reads a sample and makes it fit the world.
func (w *world) event(t testing.TB, function string, s sample) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(w.root, "events", function, s.file))
	must(t, err)
	if s.fit == nil {
		return data
	}
	return []byte(s.fit(w).Replace(string(data)))
}

func TestEverySampleIsPlayedToItsFunction(t *testing.T) {
	b := build(t)
	if want, got := b.names(), slices.Sorted(maps.Keys(samples)); !slices.Equal(want, got) {
		t.Errorf("samples of %q for the functions %q", got, want)
	}
	for function, list := range samples {
		files, err := filepath.Glob(filepath.Join(b.root, "events", function, "*.json"))
		must(t, err)
		for i, file := range files {
			files[i] = filepath.Base(file)
		}
		var played []string
		for _, s := range list {
			played = append(played, s.file)
		}
		if slices.Sort(played); !slices.Equal(files, played) {
			t.Errorf("%s: the samples are %q, played are %q", function, files, played)
		}
	}
}

// Mails as the samples' own headers tell of them. The invitation's time is one of a
// zone that the binary has to bring along.
var received = []sample{
	{
		file: "reply-to-token.json",
		put: map[string]string{"o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1": "From: Ada <ada@example.org>\nSubject: Re: Spring news\n" +
			"Message-ID: <CAD-1@mail.example.org>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n\nThank you!\n"},
		fit: func(w *world) *strings.Replacer {
			return strings.NewReplacer("ca01jd3x5w8q4c9v2n7k1m6p0rstabcdefghij234567@inbox.example.com",
				w.box.Tokens.Address(inbox.Token{Conversation: conversation}))
		},
		after: func(t *testing.T, w *world) {
			if m := w.newest(t, conversation); m.Direction != inbox.Inbound || m.Text != "Thank you!" {
				t.Errorf("the thread ends with %+v", m)
			}
		},
	},
	{
		file: "bcc-fails-dmarc.json",
		put: map[string]string{"7h3qv9u0q2ic28trm7dfhrc2v0clambda4nbp0g2": "From: Ada <ada@example.org>\nTo: undisclosed-recipients:;\nSubject: Hello\n" +
			"Message-ID: <x@example.net>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n\n" +
			"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example.org//1\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nSUMMARY:Standup\n" +
			"DTSTART;TZID=\"/example.org/Europe/Paris\":20260601T100000\nEND:VEVENT\nEND:VCALENDAR\n"},
		after: func(t *testing.T, w *world) {
			rows := w.rows(t, inbox.ConversationQuery{Audience: audience, Status: inbox.Trash})
			if len(rows) != 1 || !rows[0].Spam {
				t.Fatalf("conversations in the trash: %+v", rows)
			}
			if m := w.newest(t, rows[0].Conversation); !m.Unverified || !strings.Contains(m.Text, "(Europe/Paris)") {
				t.Errorf("the message is %+v", m)
			}
		},
	},
	{
		file: "null-sender-truncated-headers.json",
		put: map[string]string{"8k4rw0v1r3jd39uso8egisd3w1dlambda5ocq1h3": "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail Returned to Sender\n" +
			"Auto-Submitted: auto-replied\n\nI could not deliver your message.\n"},
		after: func(t *testing.T, w *world) {
			if rows := w.rows(t, inbox.ConversationQuery{Audience: audience, Hidden: true}); len(rows) != 1 {
				t.Errorf("hidden conversations: %+v", rows)
			}
		},
	},
	{file: "setup-notification.json"}, // there is no such object, and no error
}

var published = []sample{
	{file: "opened.json", answered: failing(), after: func(t *testing.T, w *world) {
		f, err := w.box.Store.Load(t.Context(), inbox.Keys{Unread: []string{audience}})
		must(t, err)
		if f.Unread[audience] != 1 {
			t.Errorf("the unread badge shows %d", f.Unread[audience])
		}
	}},
	{file: "reply-queued.json", answered: failing(), after: offersTheMessage},
	{file: "contact-added.json", answered: failing(), after: tellsOf(inbox.ContactAdded)},
	{file: "note-added.json", answered: failing(), after: tellsOf(inbox.NoteAdded)},
	{file: "deleted.json", answered: failing(), after: func(t *testing.T, w *world) {
		if found := w.offered(t); len(found) != 0 {
			t.Errorf("offered are %q", found)
		}
	}},
}

// tellsOf expects the audience's change feed to end with an event of the type.
func tellsOf(want inbox.EventType) func(*testing.T, *world) {
	return func(t *testing.T, w *world) {
		now := w.box.Now()
		page, err := w.box.Store.Feed(t.Context(), inbox.FeedQuery{
			Audience: audience, After: inbox.FeedPosition(now.Add(-time.Hour)), Until: now, Limit: 50,
		})
		must(t, err)
		if n := len(page.Events); n == 0 || page.Events[n-1].Type != want {
			t.Errorf("the change feed tells of %+v", page.Events)
		}
	}
}

var indexed = []sample{
	{file: "written.json", answered: failing(), after: indexes("messages", 1)},
	{file: "removed.json", answered: failing(), after: indexes("messages", 0)},
}

// indexes expects so many segments of the audience's index.
func indexes(of string, segments int) func(t *testing.T, w *world) {
	return func(t *testing.T, w *world) {
		data, _, err := w.box.Store.(*store.Table).Manifest(t.Context(), audience+"/"+of)
		must(t, err)
		var manifest struct{ Segments []json.RawMessage }
		must(t, json.Unmarshal(data, &manifest))
		if len(manifest.Segments) != segments {
			t.Errorf("the index is %s", data)
		}
	}
}

var sent = []sample{
	{file: "one-queued.json", answered: failing(), after: func(t *testing.T, w *world) {
		mails, err := w.stack.Sent.Mails(t.Context(), 2)
		must(t, err)
		if len(mails) != 1 || !slices.Equal(mails[0].Destination, []string{ada}) || !strings.Contains(mails[0].MIME, "Hello, Ada.") {
			t.Errorf("mails sent: %+v", mails)
		}
		w.isIn(t, inbox.Sent)
	}},
	{file: "one-broken-among-two.json", answered: failing("059f36b4-87a3-44ab-83d2-661975830a00")},
}

var recorded = []sample{
	{file: "send.json", answered: failing(), after: isIn(inbox.Sent)},
	{file: "delay-and-broken.json", answered: failing("059f36b4-87a3-44ab-83d2-661975830a01"), after: isIn(inbox.Sent)},
	// What is told of texts is recorded as what is told of mail.
	{file: "text-queued-and-broken.json", answered: failing("059f36b4-87a3-44ab-83d2-661975830a01", "059f36b4-87a3-44ab-83d2-661975830a02"), after: isIn(inbox.Sent)},
	{file: "text-successful.json", answered: failing(), after: isIn(inbox.Sent)},
	{file: "text-blocked.json", answered: failing(), after: isIn(inbox.Failed)},
	{file: "text-file-too-large.json", answered: failing(), after: isIn(inbox.Failed)},
	{file: "text-delivered.json", answered: failing(), after: isIn(inbox.Delivered)},
	{file: "delivery.json", answered: failing(), after: isIn(inbox.Delivered)},
	{file: "identity-notification.json", answered: failing(), after: isIn(inbox.Bounced)},
	{file: "complaint.json", answered: failing(), after: func(t *testing.T, w *world) {
		w.isIn(t, inbox.Complained)
		f, err := w.box.Store.Load(t.Context(), inbox.Keys{Suppressions: []inbox.Suppression{{Audience: audience, Address: ada}}})
		must(t, err)
		if s := f.Suppressions[ada]; s == nil || s.Reason != inbox.SuppressedComplaint {
			t.Errorf("the address is suppressed: %+v", s)
		}
	}},
	{file: "bounce.json", answered: failing(), after: isIn(inbox.Complained)}, // it comes late
}

var asked = []sample{
	{file: "sign-in.json", answered: replying(http.StatusOK, "application/json", `"name":"Alex"`)},
	{file: "list-conversations.json", answered: replying(http.StatusOK, "application/json", apiConversation)},
	{file: "by-key.json", answered: replying(http.StatusOK, "application/json", apiConversation)},
	{file: "reply.json", answered: replying(http.StatusCreated, "application/json", "It left yesterday"), after: func(t *testing.T, w *world) {
		if m := w.newest(t, apiConversation); m.Delivery == nil || m.Delivery.State != inbox.Queued {
			t.Errorf("the thread ends with %+v", m)
		}
	}},
	{file: "edit-contact.json", answered: replying(http.StatusOK, "application/json", `"time_zone":"Europe/Lisbon"`)},
}

var served = []sample{
	{file: "page.json", answered: replying(http.StatusOK, "text/html; charset=utf-8", "<script")},
	{file: "conversation-address.json", answered: replying(http.StatusOK, "text/html; charset=utf-8", "<script")},
	{file: "config.json", answered: replying(http.StatusOK, "application/json", issuer)},
	{file: "asset.json", fit: builtAsset, answered: replying(http.StatusOK, "text/javascript; charset=utf-8", "\x1f\x8b")}, // compressed
	{file: "missing-asset.json", answered: replying(http.StatusNotFound, "text/plain; charset=utf-8", "no such file")},
	{file: "post.json", answered: replying(http.StatusMethodNotAllowed, "text/plain; charset=utf-8", "GET and HEAD")},
}

// builtAsset names a script that the page really has.
func builtAsset(w *world) *strings.Replacer {
	scripts, _ := filepath.Glob(filepath.Join(w.root, "functions/web-client/handler/dist/assets/*.js")) // the pattern is well-formed
	return strings.NewReplacer("index-CONTENT1.js", filepath.Base(scripts[0]))
}

// failing expects a batch's answer that names the records that failed.
func failing(records ...string) func(*testing.T, []byte) {
	return func(t *testing.T, answer []byte) {
		t.Helper()
		var got events.SQSEventResponse // a stream's has the same form
		must(t, json.Unmarshal(answer, &got))
		var failed []string
		for _, f := range got.BatchItemFailures {
			failed = append(failed, f.ItemIdentifier)
		}
		if !slices.Equal(failed, records) {
			t.Errorf("records %q failed, want %q", failed, records)
		}
	}
}

// replying expects an answer that API Gateway passes on to the client.
func replying(status int, mediaType, contains string) func(*testing.T, []byte) {
	return func(t *testing.T, answer []byte) {
		t.Helper()
		var got events.APIGatewayV2HTTPResponse
		must(t, json.Unmarshal(answer, &got))
		body := got.Body
		if got.IsBase64Encoded {
			decoded, err := base64.StdEncoding.DecodeString(body)
			must(t, err)
			body = string(decoded)
		}
		if got.StatusCode != status || got.Headers["content-type"] != mediaType || !strings.Contains(body, contains) {
			t.Errorf("it answers %d, %q: %.300q; want %d, %q: …%q…", got.StatusCode, got.Headers["content-type"], body, status, mediaType, contains)
		}
	}
}

func offersTheMessage(t *testing.T, w *world) {
	t.Helper()
	if found := w.offered(t); len(found) != 1 || !strings.Contains(found[0], fmt.Sprintf(`"message":%q`, message)) {
		t.Errorf("offered are %q", found)
	}
}

func isIn(state inbox.DeliveryState) func(*testing.T, *world) {
	return func(t *testing.T, w *world) { t.Helper(); w.isIn(t, state) }
}

// isIn holds what is known of the message against what should be.
func (w *world) isIn(t *testing.T, state inbox.DeliveryState) {
	t.Helper()
	key := inbox.MessageKey{Conversation: conversation, Message: message}
	f, err := w.box.Store.Load(t.Context(), inbox.Keys{Messages: []inbox.MessageKey{key}})
	must(t, err)
	if d := f.Messages[key].Delivery; d.State != state {
		t.Errorf("the message is %s (%s), want %s", d.State, d.Reason, state)
	}
}

func (w *world) newest(t *testing.T, conversation string) inbox.Message {
	t.Helper()
	thread, err := w.box.Store.Thread(t.Context(), inbox.ThreadQuery{Conversation: conversation, Limit: 1})
	must(t, err)
	if len(thread.Messages) == 0 {
		t.Fatalf("conversation %s is empty", conversation)
	}
	return thread.Messages[0]
}

func (w *world) rows(t *testing.T, q inbox.ConversationQuery) []inbox.Row {
	t.Helper()
	q.Shards, q.Limit = 1, 10
	page, err := w.box.Store.Conversations(t.Context(), q)
	must(t, err)
	return page.Rows
}
