package api_test

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

const replies = "/v1/conversations/c-own/replies"

func reply(body string) call {
	return call{as: "agent", method: "POST", path: replies, body: body, header: map[string]string{"Idempotency-Key": "k1"}}
}

func TestAReplyReachesTheDomainAsItWasWritten(t *testing.T) {
	w := newWorld()
	key := "u/" + memberID("agent") + "/01JD4QX2M7ZC5T9K3V8R6N1B0A"
	c := reply(fmt.Sprintf(`{"text":"Hi","all":true,"to":[{"name":"R","address":"r@example.com"}],"cc":[],
		"attachments":[{"key":%q,"name":"a.pdf","type":"application/pdf; x=y"}],"force":true}`, key))
	c.header["If-Match"] = `"7"`
	got := c.to(t, api.New(w.config(io.Discard)))
	var sent api.Sent
	got.into(t, http.StatusCreated, &sent)
	if sent.Message.ID != "sent" || sent.Conversation.ID != "c-own" || got.header.Get("ETag") != `"7"` || w.ifMatch != 7 {
		t.Errorf("sent %+v with ETag %s under version %d", sent, got.header.Get("ETag"), w.ifMatch)
	}
	if to := (inbox.ReplyTo{All: true, To: []inbox.Address{{Name: "R", Address: "r@example.com"}}, Cc: []inbox.Address{}}); !reflect.DeepEqual(w.lastReply, to) {
		t.Errorf("to %+v", w.lastReply)
	}
	d := w.draft
	if d.Author != memberID("agent") || d.Text != "Hi" || !d.Force || len(d.Files) != 1 || d.Files[0] != (inbox.Upload{Key: key, Name: "a.pdf", Type: "application/pdf"}) {
		t.Errorf("draft %+v", d)
	}
}

func TestAReplyThatNamesNobodyLeavesItToTheConversation(t *testing.T) {
	w := newWorld()
	reply(`{"text":"Hi"}`).to(t, api.New(w.config(io.Discard))).into(t, http.StatusCreated, new(api.Sent))
	if !reflect.DeepEqual(w.lastReply, inbox.ReplyTo{}) || w.ifMatch != 0 {
		t.Errorf("to %+v under version %d", w.lastReply, w.ifMatch)
	}
}

func TestWhatCannotBeSentNamesTheField(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	mine := "u/" + memberID("agent") + "/01JD4QX2M7ZC5T9K3V8R6N1B0A"
	file := func(key, mediaType string) string {
		return fmt.Sprintf(`{"text":"Hi","attachments":[{"key":%q,"name":"a","type":%q}]}`, key, mediaType)
	}
	for body, location := range map[string]string{
		fmt.Sprintf(`{"text":%q}`, strings.Repeat("é", 100_001)): "body.text",
		`{"text":5}`:             "body.text",
		`{"all":true}`:           "body",
		`{"text":"Hi","bcc":[]}`: "body.bcc",
		file("u/"+memberID("owner")+"/01JD4QX2M7ZC5T9K3V8R6N1B0A", "text/plain"): "body.attachments[0].key",
		file("raw/own", "text/plain"):                                            "body.attachments[0].key",
		file(mine+"/../../raw", "text/plain"):                                    "body.attachments[0].key",
		file(mine, "nonsense"):                                                   "body.attachments[0].type",
		`{"text":"Hi","to":[{"name":"nobody"}]}`:                                 "body.to[0]",
	} {
		p := reply(body).to(t, a).problem(t, 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.60s: %+v, want %s", body, p.Errors, location)
		}
	}
	reply(fmt.Sprintf(`{"text":%q}`, strings.Repeat("é", 100_000))).to(t, a).into(t, http.StatusCreated, new(api.Sent))
	reply(file(mine, "text/plain")).to(t, a).into(t, http.StatusCreated, new(api.Sent))
}

func TestAStartSaysWithWhomAndAboutWhat(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for body, location := range map[string]string{
		`{"subject":"S","text":"Hi"}`: "body.contact",
		`{"subject":"S","text":"Hi","contact":"p","address":{"address":"r@example.com"}}`: "body.contact",
		`{"text":"Hi","contact":"p"}`:                                                     "body.subject",
		`{"subject":"","text":"Hi","contact":"p"}`:                                        "body.subject",
		`{"subject":"a\r\nBcc: b@example.com","text":"Hi","contact":"p"}`:                 "body.subject",
		fmt.Sprintf(`{"subject":%q,"text":"Hi","contact":"p"}`, strings.Repeat("é", 998)): "body.subject",
	} {
		c := call{as: "agent", method: "POST", path: "/v1/audiences/own/conversations", body: body, header: map[string]string{"Idempotency-Key": "k"}}
		p := c.to(t, a).problem(t, 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.70s: %+v, want %s", body, p.Errors, location)
		}
	}
}

func TestSendingTakesAnIdempotencyKey(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for path, body := range map[string]string{
		replies:                           `{"text":"Hi"}`,
		"/v1/audiences/own/conversations": matrix["start-conversation"].body,
	} {
		p := call{as: "agent", method: "POST", path: path, body: body}.to(t, a).problem(t, 422)
		if len(p.Errors) != 1 || p.Errors[0].Location != "header.Idempotency-Key" {
			t.Errorf("%s: %+v", path, p)
		}
		call{as: "agent", method: "POST", path: path, body: body, header: map[string]string{"Idempotency-Key": strings.Repeat("k", 256)}}.
			to(t, a).problem(t, 422)
	}
}

func TestARequestIsKnownByWhoWhereAndWhat(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	record := func(c call) inbox.Request {
		t.Helper()
		c.to(t, a).into(t, http.StatusCreated, new(api.Sent))
		return *w.draft.Request
	}
	first := record(reply(`{"text":"Hi"}`))
	if again := record(reply(`{"text":"Hi"}`)); again != first {
		t.Errorf("the same request twice: %+v and %+v", first, again)
	}
	if r := record(reply(`{"text":"Hello"}`)); r.Key != first.Key || r.Digest == first.Digest {
		t.Errorf("another body: %+v and %+v", first, r)
	}
	elsewhere := reply(`{"text":"Hi"}`)
	elsewhere.as, elsewhere.path = "owner", "/v1/conversations/c-other/replies"
	mine := reply(`{"text":"Hi"}`)
	mine.as = "owner"
	byOwner, inOther := record(mine), record(elsewhere)
	if byOwner.Key == first.Key || byOwner.Digest != first.Digest {
		t.Errorf("another member: %+v and %+v", first, byOwner)
	}
	if inOther.Key != byOwner.Key || inOther.Digest == byOwner.Digest {
		t.Errorf("another conversation under the same key: %+v and %+v", byOwner, inOther)
	}
	contact := call{as: "agent", method: "POST", path: "/v1/audiences/own/contacts", body: `{"emails":["r@example.com"]}`}
	if contact.to(t, a); w.made != nil {
		t.Errorf("no key, and yet %+v", w.made)
	}
	contact.header = map[string]string{"Idempotency-Key": "k1"}
	if contact.to(t, a); w.made == nil || w.made.Key == first.Key {
		t.Errorf("another route: %+v", w.made)
	}
}

func TestWhatWasMadeHasALocation(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	ops := registered(t, a)
	for op, want := range map[string]string{
		"reply": "/v1/conversations/c-own/messages/sent/body", "start-conversation": "/v1/conversations/c-own",
		"create-contact": "/v1/contacts/new", "create-audience": "/v1/audiences/new",
		"invite-member": "/v1/invitations/new@example.com", "create-upload": "https://files.example.com/u/",
	} {
		got := matrix[op].call("owner", own, ops[op]).to(t, a)
		if at := got.header.Get("Location"); got.status != http.StatusCreated || !strings.HasPrefix(at, want) {
			t.Errorf("%s: status %d with Location %q", op, got.status, at)
		}
	}
}

func TestAnUploadIsTheMembersOwnAndRepeatable(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	c := call{as: "agent", method: "POST", path: "/v1/audiences/own/uploads", body: `{"name":"a.txt","type":"text/plain; charset=utf-8","size":3}`}
	var one, two api.Upload
	c.to(t, a).into(t, http.StatusCreated, &one)
	if !strings.HasPrefix(one.Key, "u/"+memberID("agent")+"/") || one.Type != "text/plain" || !strings.Contains(one.URL, "size=3") || !one.Expires.After(noon) {
		t.Errorf("upload %+v", one)
	}
	c.header = map[string]string{"Idempotency-Key": "k"}
	c.to(t, a).into(t, http.StatusCreated, &one)
	w.now = w.now.Add(1e9)
	c.to(t, a).into(t, http.StatusCreated, &two)
	if one.Key != two.Key {
		t.Errorf("repeated: %s, then %s", one.Key, two.Key)
	}
	for body, location := range map[string]string{
		`{"name":"a","type":"text/plain","size":0}`:        "body.size",
		`{"name":"a","type":"text/plain","size":29360129}`: "body.size",
		`{"name":"","type":"text/plain","size":1}`:         "body.name",
		`{"name":"a","type":"text plain","size":1}`:        "body.type",
	} {
		c.body = body
		if p := c.to(t, a).problem(t, 422); len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p)
		}
	}
	if inbox.MaxAttachmentBytes != 29360128 {
		t.Error("the limit in NewUpload is not the domain's")
	}
}
