package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

// The two audiences of the world: members with a role per audience have it in
// own, and none in other.
const (
	own   = "own"
	other = "other"

	issuer = "https://issuer.example.com"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a small domain and store in memory. Each audience has one
// conversation c-<audience> with message m-<audience>, and one contact
// p-<audience>. Its operations ask the gate as the domain does, then note
// themselves in done.
type world struct {
	mu      sync.Mutex
	members map[string]*inbox.Member
	msg     map[inbox.MessageKey]*inbox.Message
	rows    []inbox.Row
	bodies  map[string][]byte
	now     time.Time
	waiting time.Time          // since when the contacts wait
	level   inbox.ServiceLevel // of the audiences
	done    []string           // operations that passed their gate
	loads   []inbox.Keys       // reads by key
	thread  inbox.Thread       // served for c-own in place of the usual, if it has messages
	fail    error              // what operations end with after their gate
	draft   inbox.Draft        // the last one written
	made    *inbox.Request     // the record of the last creation

	found        inbox.FindQuery // the last search
	lastContacts inbox.ContactQuery
	lastQuery    inbox.ConversationQuery
	lastThread   inbox.ThreadQuery
	lastReply    inbox.ReplyTo
	lastStart    inbox.StartTo
	lastFrom     string // the number a text leaves from

	lastWhom     inbox.Whom
	lastActivity inbox.ActivityQuery

	numbers  map[string]inbox.TextNumber
	texting  inbox.TextingState // what TextingOf tells
	measured inbox.Measured
	evidence inbox.Evidence
	records  []inbox.TextRecord // newest first
	consents []inbox.ConsentResult
	entries  []inbox.ConsentEntry // the last that were recorded
	ifMatch  int64
	signIn   inbox.SignIn
	keys     map[string]*inbox.APIKey
	keyUses  int                // noted
	audit    []inbox.AuditEntry // newest first

	events   []inbox.Event // of the change feed
	feedMore string        // the position that a page of it ends at
	mark     inbox.FeedMark

	selected   inbox.Selected // by the last job
	bulkAction inbox.BulkAction
	cancelling inbox.Permission // that cancelling the job takes, where it is not CanAnswer
}

func newWorld() *world {
	w := &world{now: noon}
	w.reset()
	return w
}

// reset makes the world as it was, and forgets what was done in it.
func (w *world) reset() {
	w.members, w.msg, w.bodies = map[string]*inbox.Member{}, map[inbox.MessageKey]*inbox.Message{}, map[string][]byte{}
	w.rows, w.done = nil, nil
	w.addKeys()
	for _, role := range []inbox.Role{inbox.Owner, inbox.Admin} {
		w.add(&inbox.Member{ID: memberID(string(role)), Account: role})
	}
	for _, role := range []inbox.Role{inbox.Manager, inbox.Agent, inbox.Viewer} {
		w.add(&inbox.Member{ID: memberID(string(role)), Roles: map[string]inbox.Role{own: role}})
	}
	for _, a := range []string{own, other} {
		m := &inbox.Message{
			ID: "m-" + a, Conversation: "c-" + a, Audience: a, Direction: inbox.Inbound, Channel: inbox.Email, Kind: inbox.KindMessage,
			Text: secret(a), Raw: "raw/" + a, At: noon, Arrived: noon,
			Attachments: []inbox.Attachment{{Name: "a.txt", Type: "text/plain", Size: 3, Key: "att/" + a}},
		}
		w.msg[inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}] = m
		note := &inbox.Message{ID: "n-" + a, Conversation: "t-" + a, Audience: a, Kind: inbox.KindNote, Text: secret(a), Author: memberID("agent"), At: noon, Arrived: noon}
		w.msg[inbox.MessageKey{Conversation: note.Conversation, Message: note.ID}] = note
		for id, state := range map[string]inbox.DeliveryState{"s-" + a: inbox.Scheduled, "q-" + a: inbox.Queued, "u-" + a: inbox.Unknown} {
			key := inbox.MessageKey{Conversation: "t-" + a, Message: id}
			w.msg[key] = &inbox.Message{
				ID: id, Conversation: key.Conversation, Audience: a, Direction: inbox.Outbound, Channel: inbox.SMS, Kind: inbox.KindMessage,
				Text: secret(a), At: noon, Arrived: noon, Delivery: &inbox.Delivery{State: state, Deadline: noon.Add(time.Hour)},
			}
		}
		w.rows = append(w.rows, inbox.Row{Conversation: "c-" + a, Audience: a, Contact: "p-" + a, Status: inbox.Open, Subject: secret(a), Cursor: "r-" + a})
	}
}

func (w *world) add(m *inbox.Member) { m.Name = "name of " + m.ID; w.members[m.ID] = m }

// secret is a text that only members of the audience may see.
func secret(audience string) string { return "secret-of-" + audience }

func memberID(subject string) string { return inbox.MemberID(issuer, subject) }

func (w *world) conversation(id string) *inbox.Conversation {
	kind, a, _ := strings.Cut(id, "-")
	if a != own && a != other {
		return nil
	}
	c := &inbox.Conversation{ID: id, Audience: a, Channel: inbox.Email, Status: inbox.Open, Subject: secret(a), LastInbound: "m-" + a, Created: noon, Rev: 7}
	c.Waiting = w.waiting
	if kind == "t" {
		c.Channel, c.Subject, c.LastInbound, c.Text = inbox.SMS, "", "", textPair(a)
	}
	return c
}

func (w *world) contact(id string) *inbox.Contact {
	a := strings.TrimPrefix(id, "p-")
	if a != own && a != other {
		return nil
	}
	return &inbox.Contact{
		ID: id, Audience: a, Name: secret(a), Rev: 4, Created: noon,
		Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "robin@example.com"}, {Kind: inbox.IdentityPhone, Value: theirs}},
	}
}

func (w *world) audience(id string) *inbox.Audience {
	if id != own && id != other {
		return nil
	}
	return &inbox.Audience{ID: id, Name: secret(id), FromAddress: "hello@example.com", Shards: 3, Created: noon, Rev: 2, Unmatched: inbox.UnmatchedNew,
		Texting: inbox.Texting{Numbers: []string{ours(id)}, Brand: "Shop"}, ServiceLevel: w.level}
}

// pass is what every operation does: find, ask, note.
func (w *world) pass(ctx context.Context, gate inbox.Gate, audience, op string) error {
	if err := gate(ctx, audience); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = append(w.done, op)
	return w.fail
}

func notThere(what string) error {
	return &inbox.Problem{Kind: inbox.ErrNotFound, Detail: "There is no such " + what + "."}
}

// config is an API over the world; requests are logged to logs.
func (w *world) config(logs io.Writer) api.Config {
	return api.Config{
		Domain: w, Store: w, Bodies: w, Links: w, IDs: w, Now: func() time.Time { return w.now },
		Log:       slog.New(slog.NewJSONHandler(logs, nil)),
		CursorKey: []byte("0123456789abcdef0123456789abcdef"), LinkLifetime: 10 * time.Minute,
		Issuer: issuer, OwnerEmail: "owner@example.com",
	}
}

// call is a request by the member with a role ("" for nobody signed in).
type call struct {
	as, method, path, body string
	header                 map[string]string
	claims                 *api.Claims // in place of those of as
	machine                bool        // on the route for machines
	key                    string      // as bearer
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (c call) to(t *testing.T, h http.Handler) answer {
	t.Helper()
	ctx := t.Context()
	switch {
	case c.machine:
		ctx = api.WithKeyRoute(ctx)
	case c.claims != nil:
		ctx = api.WithClaims(ctx, *c.claims)
	case c.as != "":
		ctx = api.WithClaims(ctx, api.Claims{Issuer: issuer, Subject: c.as})
	}
	r := httptest.NewRequestWithContext(ctx, c.method, c.path, strings.NewReader(c.body))
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// into decodes the answer, which must have the status.
func (a answer) into(t *testing.T, status int, v any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	d := json.NewDecoder(bytes.NewBufferString(a.body))
	if err := d.Decode(v); err != nil {
		t.Fatalf("answer %s: %v", a.body, err)
	}
}

// problem is an RFC 9457 problem as clients read it.
type problem struct {
	Type          string    `json:"type"`
	Title         string    `json:"title"`
	Status        int       `json:"status"`
	Detail        string    `json:"detail"`
	Reason        string    `json:"reason"`
	NextAllowedAt time.Time `json:"next_allowed_at"`
	Errors        []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
		Value    any    `json:"value"`
	} `json:"errors"`
}

// problem checks that the answer is a well-formed problem, and returns it.
func (a answer) problem(t *testing.T, status int) problem {
	t.Helper()
	var p problem
	a.into(t, status, &p)
	if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("a problem of type %q: %s", ct, a.body)
	}
	if !strings.HasPrefix(p.Type, "urn:problem-type:confab:") || p.Status != status || p.Title == "" || p.Detail == "" {
		t.Errorf("an incomplete problem: %s", a.body)
	}
	for _, e := range p.Errors {
		if e.Value != nil {
			t.Errorf("a problem that echoes the request: %s", a.body)
		}
	}
	return p
}

// kind is the last part of a problem's type.
func (p problem) kind() string { return p.Type[strings.LastIndex(p.Type, ":")+1:] }

func (w *world) New(at time.Time) string { return w.Derive(at, "new") }

func (w *world) Derive(at time.Time, parts ...string) string {
	sum := 0
	for _, c := range strings.Join(parts, " ") + at.String() {
		sum = (sum*31 + int(c)) % 1_000_000_007
	}
	return fmt.Sprintf("%026d", sum)
}

func (*world) Time(string) time.Time { return time.Time{} }

func (w *world) Upload(_ context.Context, key, mediaType string, size int64) (string, error) {
	return fmt.Sprintf("https://files.example.com/%s?size=%d", key, size), w.fail
}

func (w *world) Download(_ context.Context, key, _, _ string) (string, error) {
	return "https://files.example.com/" + key, nil
}

func (w *world) Get(_ context.Context, key string) ([]byte, error) {
	if data, ok := w.bodies[key]; ok {
		return data, nil
	}
	return nil, inbox.ErrNotFound
}
