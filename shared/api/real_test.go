package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/api"
	"confab/shared/inbox"
	"confab/shared/store"
	"confab/shared/store/meter"
)

// real is the API over the domain and a true table that holds what the world
// holds. Files alone are made up.
type real struct {
	*api.API
	*meter.Meter
	world *world
}

func newReal(t *testing.T) *real {
	t.Helper()
	table, m, w := dynamotest.New(t), &meter.Meter{}, newWorld()
	m.Attach(&table.Config)
	kept := store.New(dynamodb.NewFromConfig(table.Config), table.Name)
	box := &inbox.Inbox{
		Store: kept, IDs: &sequence{}, Now: func() time.Time { return w.now },
		Tokens: &inbox.Tokens{Domain: "in.example.com", Keys: map[byte][]byte{'a': []byte("secret")}, Current: 'a'},
	}
	kept.Now = box.Now
	for _, change := range w.changes() {
		if err := kept.Commit(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	cfg := w.config(io.Discard)
	cfg.Domain, cfg.Store, cfg.IDs = box, kept, box.IDs
	m.Reset()
	return &real{api.New(cfg), m, w}
}

// sequence makes ids that sort as they were made.
type sequence struct {
	mu sync.Mutex
	n  int
}

func (s *sequence) New(time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return fmt.Sprintf("n%025d", s.n)
}

func (s *sequence) Derive(at time.Time, _ ...string) string { return s.New(at) }

// changes write the world into a store.
func (w *world) changes() []inbox.Change {
	var members, each inbox.Change
	for _, m := range w.members {
		members.Members = append(members.Members, inbox.Edit[inbox.Member]{After: m})
	}
	second := &inbox.Member{ID: "second-owner", Account: inbox.Owner}
	members.Members = append(members.Members, inbox.Edit[inbox.Member]{After: second})
	members.Invitations = []inbox.Edit[inbox.Invitation]{{After: &inbox.Invitation{Email: "invited@example.com", Roles: map[string]inbox.Role{own: inbox.Agent}}}}
	for _, a := range []string{own, other} {
		c := w.conversation("c-" + a)
		c.Contact, c.Arrived = "p-"+a, noon
		c.Answer = inbox.Answer{To: []inbox.Address{{Address: "robin@example.com"}}, Subject: c.Subject, MessageID: "1@example.com"}
		each.Audiences = append(each.Audiences, inbox.Edit[inbox.Audience]{After: w.audience(a)})
		each.Contacts = append(each.Contacts, inbox.Edit[inbox.Contact]{After: w.contact("p-" + a)})
		each.Conversations = append(each.Conversations, inbox.Edit[inbox.Conversation]{After: c})
		m := w.msg[inbox.MessageKey{Conversation: c.ID, Message: "m-" + a}]
		each.Messages = append(each.Messages, inbox.Edit[inbox.Message]{After: m})
	}
	return []inbox.Change{members, each}
}

func (r route) call(role, audience string, where [2]string) call {
	return call{as: role, method: where[0], path: at(where[1], audience), body: r.body, header: map[string]string{"Idempotency-Key": "k"}}
}

func TestTheTrueDomainRefusesWhatTheMatrixRefuses(t *testing.T) {
	h := newReal(t)
	for op, where := range registered(t, h.API) {
		for _, role := range append([]string{"", "stranger"}, roles...) {
			for _, audience := range []string{own, other} {
				r := matrix[op]
				want := r.want(role, audience)
				if want == 0 {
					continue
				}
				if got := r.call(role, audience, where).to(t, h); got.status != want || strings.Contains(got.body, "secret") {
					t.Errorf("%s as %q in %s: status %d, want %d: %s", op, role, audience, got.status, want, got.body)
				}
			}
		}
	}
	if n := h.Count("TransactWriteItems"); n != 0 {
		t.Errorf("%d writes by who may not", n)
	}
}

func TestTheTrueDomainServesWhomTheMatrixServes(t *testing.T) {
	for op, where := range registered(t, api.New(newWorld().config(io.Discard))) {
		t.Run(op, func(t *testing.T) {
			h, r := newReal(t), matrix[op]
			role := r.from
			if role == "" {
				role = "viewer"
			}
			if got := r.call(role, own, where).to(t, h); got.status >= 300 {
				t.Errorf("as %s: status %d: %s", role, got.status, got.body)
			}
		})
	}
}

func TestWhatARequestCosts(t *testing.T) {
	for _, c := range []struct {
		name string
		call call
		cold map[string]int // membership and audience not remembered
		warm map[string]int
	}{
		{
			name: "a page of conversations",
			call: call{as: "agent", method: "GET", path: "/v1/audiences/own/conversations"},
			cold: map[string]int{"BatchGetItem": 2, "Query": 3}, // one Query a shard
			warm: map[string]int{"Query": 3},
		},
		{
			name: "a conversation",
			call: call{as: "agent", method: "GET", path: "/v1/conversations/c-own"},
			cold: map[string]int{"BatchGetItem": 1, "Query": 1},
			warm: map[string]int{"Query": 1},
		},
		{
			name: "an unread badge",
			call: call{as: "agent", method: "GET", path: "/v1/audiences/own"},
			cold: map[string]int{"BatchGetItem": 2},
			warm: map[string]int{"BatchGetItem": 1},
		},
		{
			name: "a contact's conversations",
			call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own/conversations"},
			cold: map[string]int{"BatchGetItem": 1, "Query": 1},
			warm: map[string]int{"Query": 1},
		},
		{
			name: "marking read",
			call: call{as: "agent", method: "POST", path: "/v1/conversations/c-own/read", body: `{"last_seen":"m-own"}`},
			cold: map[string]int{"BatchGetItem": 2},
			warm: map[string]int{"BatchGetItem": 1},
		},
		{
			name: "a reply",
			call: reply(`{"text":"Hi"}`),
			cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
			warm: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newReal(t)
			for _, want := range []map[string]int{c.cold, c.warm} {
				h.Reset()
				if c.call.header["Idempotency-Key"] != "" {
					c.call.header["Idempotency-Key"] += "+"
				}
				if got := c.call.to(t, h); got.status >= 300 {
					t.Fatalf("status %d: %s", got.status, got.body)
				}
				got := map[string]int{}
				for _, call := range h.Calls() {
					got[call.Operation]++
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("calls %v, want %v", got, want)
				}
			}
		})
	}
}

func TestTheSameReplyTenTimesAtOnceIsOneMessage(t *testing.T) {
	h := newReal(t)
	var wg sync.WaitGroup
	answers := make([]answer, 10)
	for i := range answers {
		wg.Go(func() { answers[i] = reply(`{"text":"Once"}`).to(t, h) })
	}
	wg.Wait()
	ids := map[string]bool{}
	for _, a := range answers {
		var sent api.Sent
		a.into(t, http.StatusCreated, &sent)
		ids[sent.Message.ID] = true
	}
	var thread api.Thread
	call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, h).into(t, http.StatusOK, &thread)
	if len(ids) != 1 || len(thread.Messages) != 2 || len(thread.Conversation.Outbox) != 1 {
		t.Errorf("ten answers name %d messages; the thread has %d", len(ids), len(thread.Messages))
	}
	reply(`{"text":"Twice"}`).to(t, h).problem(t, http.StatusUnprocessableEntity)
}

func TestTwoAgentsWhoCollide(t *testing.T) {
	h := newReal(t)
	opened := call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, h)
	version := map[string]string{"If-Match": opened.header.Get("ETag")}
	done := call{as: "agent", method: "POST", path: "/v1/conversations/c-own/status", body: `{"status":"done"}`, header: version}
	done.to(t, h).into(t, http.StatusOK, new(api.Conversation))
	late := done
	late.as, late.body = "manager", `{"status":"trash"}`
	late.to(t, h).problem(t, http.StatusPreconditionFailed)
	answering := reply(`{"text":"Hi"}`)
	answering.header["If-Match"] = version["If-Match"]
	answering.to(t, h).problem(t, http.StatusPreconditionFailed)
}

func TestOlderMessagesPageByPage(t *testing.T) {
	h := newReal(t)
	send := func(n int) {
		for i := range n {
			h.world.now = h.world.now.Add(time.Minute)
			c := reply(`{"text":"Hi"}`)
			c.header["Idempotency-Key"] = fmt.Sprint("k", i)
			c.to(t, h).into(t, http.StatusCreated, new(api.Sent))
		}
	}
	open := func() (page api.Thread) {
		call{as: "viewer", method: "GET", path: "/v1/conversations/c-own"}.to(t, h).into(t, http.StatusOK, &page)
		return page
	}
	send(49) // and the one that was there: a full page
	if page := open(); len(page.Messages) != 50 || page.NextCursor != "" {
		t.Fatalf("%d messages, cursor %q", len(page.Messages), page.NextCursor)
	}
	done := call{as: "agent", method: "POST", path: "/v1/conversations/c-own/status", body: `{"status":"done"}`}
	done.to(t, h).into(t, http.StatusOK, new(api.Conversation)) // an event is one more
	page := open()
	var older api.MessageList
	call{as: "viewer", method: "GET", path: "/v1/conversations/c-own/messages?cursor=" + page.NextCursor}.to(t, h).into(t, http.StatusOK, &older)
	if len(page.Messages) != 50 || len(older.Messages) != 1 || older.NextCursor != "" || older.Messages[0].ID == page.Messages[49].ID {
		t.Errorf("%d messages, then %d, then cursor %q", len(page.Messages), len(older.Messages), older.NextCursor)
	}
}

func TestAFirstOwnerBuildsATeam(t *testing.T) {
	table, w := dynamotest.New(t), newWorld()
	kept := store.New(dynamodb.NewFromConfig(table.Config), table.Name)
	box := &inbox.Inbox{Store: kept, IDs: &sequence{}, Now: func() time.Time { return w.now }, Tokens: &inbox.Tokens{Domain: "in.example.com"}}
	kept.Now = box.Now
	cfg := w.config(io.Discard)
	cfg.Domain, cfg.Store, cfg.IDs = box, kept, box.IDs
	h := api.New(cfg)
	claims := func(sub, email string) *api.Claims {
		return &api.Claims{Issuer: issuer, Subject: sub, Name: sub, Email: email, EmailVerified: true}
	}
	first, alex := claims("first", "Owner@example.com"), claims("alex", "alex@example.com")

	call{claims: alex, method: "POST", path: "/v1/me"}.to(t, h).problem(t, http.StatusForbidden)
	var me api.Me
	call{claims: first, method: "POST", path: "/v1/me"}.to(t, h).into(t, http.StatusOK, &me)
	if me.Member.AccountRole != "owner" {
		t.Fatalf("the first owner is %+v", me.Member)
	}
	call{claims: claims("second", "owner@example.com"), method: "POST", path: "/v1/me"}.to(t, h).problem(t, http.StatusForbidden)

	var a api.Audience
	call{claims: first, method: "POST", path: "/v1/audiences", body: `{"name":"Shop","from_address":"hello@example.com"}`}.to(t, h).into(t, http.StatusCreated, &a)
	invitation := fmt.Sprintf(`{"email":"Alex@Example.com","roles":{%q:"agent"}}`, a.ID)
	call{claims: first, method: "POST", path: "/v1/invitations", body: invitation}.to(t, h).into(t, http.StatusCreated, new(api.Invitation))
	call{claims: alex, method: "POST", path: "/v1/me"}.to(t, h).into(t, http.StatusOK, &me)
	if len(me.Audiences) != 1 || me.Audiences[0].Role != "agent" || me.Member.Roles[a.ID] != "agent" {
		t.Errorf("invited: %+v", me)
	}
	// The invitation is used up: the same email at another subject is a stranger.
	call{claims: claims("alex-2", "alex@example.com"), method: "POST", path: "/v1/me"}.to(t, h).problem(t, http.StatusForbidden)

	var contact api.Contact
	call{claims: alex, method: "POST", path: "/v1/audiences/" + a.ID + "/contacts", body: `{"name":"Robin","emails":["robin@example.com"]}`}.
		to(t, h).into(t, http.StatusCreated, &contact)
	var found api.ContactList
	call{claims: alex, method: "GET", path: "/v1/audiences/" + a.ID + "/contacts?email=ROB"}.to(t, h).into(t, http.StatusOK, &found)
	if len(found.Contacts) != 1 || found.Contacts[0].ID != contact.ID {
		t.Errorf("found %+v", found)
	}
	start := call{claims: alex, method: "POST", path: "/v1/audiences/" + a.ID + "/conversations", header: map[string]string{"Idempotency-Key": "k"},
		body: fmt.Sprintf(`{"contact":%q,"subject":"Your order","text":"It is ready."}`, contact.ID)}
	var sent, again api.Sent
	start.to(t, h).into(t, http.StatusCreated, &sent)
	start.to(t, h).into(t, http.StatusCreated, &again)
	if sent.Conversation.ID != again.Conversation.ID || sent.Conversation.Contact != contact.ID {
		t.Errorf("started %+v, then %+v", sent.Conversation, again.Conversation)
	}
}
