package api_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/api"
	"confab/shared/inbox"
	"confab/shared/store"
)

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
	late := reply(`{"text":"Once"}`) // a retry, after the reply itself has made a new version
	late.header["If-Match"] = `"7"`
	late.to(t, h).into(t, http.StatusCreated, new(api.Sent))
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
	box := &inbox.Inbox{Store: kept, IDs: &sequence{}, Now: func() time.Time { return w.now }, Tokens: &inbox.Tokens{Domain: "in.example.com"}, Log: slog.New(slog.DiscardHandler)}
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
