package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
)

// somewhere are the strings that a body may hold; %s is where the string's
// characters go.
var somewhere = []struct{ as, method, path, body, location string }{
	{"agent", "POST", "/v1/audiences/own/conversations", `{"contact":"p","text":"Hi","subject":"a%sb"}`, "body.subject"},
	{"agent", "POST", replies, `{"text":"Hi","cc":[{"address":"r@example.com"},{"address":"s@example.com","name":"a%sb"}]}`, "body.cc[1].name"},
	{"agent", "POST", replies, `{"text":"Hi","to":[{"address":"a%sb@example.com"}]}`, "body.to[0].address"},
	{"agent", "POST", replies, `{"text":"Hi","attachments":[{"key":"k","type":"text/plain","name":"a%sb"}]}`, "body.attachments[0].name"},
	{"agent", "POST", "/v1/audiences/own/uploads", `{"name":"a%sb","type":"text/plain","size":1}`, "body.name"},
	{"agent", "POST", "/v1/audiences/own/uploads", `{"name":"a","type":"text/plain; x=a%sb","size":1}`, "body.type"},
	{"agent", "POST", "/v1/audiences/own/contacts", `{"emails":["r@example.com"],"name":"a%sb"}`, "body.name"},
	{"agent", "POST", "/v1/audiences/own/contacts", `{"emails":["r@example.com","a%sb@example.com"]}`, "body.emails[1]"},
	{"agent", "PATCH", "/v1/contacts/p-own", `{"attributes":{"size":"a%sb"}}`, "body.attributes.size"},
	{"agent", "PATCH", "/v1/contacts/p-own", `{"attributes":{"a%sb":"1"}}`, "body.attributes"},
	{"owner", "POST", "/v1/audiences", `{"from_address":"a@example.com","name":"a%sb"}`, "body.name"},
	{"owner", "PATCH", "/v1/audiences/own", `{"from_name":"a%sb"}`, "body.from_name"},
	{"owner", "PATCH", "/v1/members/" + memberID("agent"), `{"name":"a%sb"}`, "body.name"},
	{"owner", "POST", "/v1/invitations", `{"email":"a%sb@example.com","roles":{"own":"agent"}}`, "body.email"},
}

func TestCharactersWithoutAPlaceAreRefusedWhereTheyStand(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for _, where := range somewhere {
		for _, bad := range []string{
			`\u0000`, `\r`, `\n`, `\t`, `\u001b`, `\u007f`, `\u0085`, "\u0085", `\u2028`, "\u2029", "\u202e", `\u202A`, `\u2066`, "\u2069",
			`\ud800`, `\uDBFFx`, `\ude00`, `\ude00\ud83d`, `\ud83d\u0041`, `\ud83d\n`, "\xff", "\xc3", "\xed\xa0\x80",
		} {
			c := call{as: where.as, method: where.method, path: where.path, body: fmt.Sprintf(where.body, bad), header: map[string]string{"Idempotency-Key": "k"}}
			p := c.to(t, a).problem(t, http.StatusUnprocessableEntity)
			if p.kind() != "invalid" || len(p.Errors) != 1 || p.Errors[0].Location != where.location {
				t.Errorf("%q at %s: %+v", bad, where.location, p)
			}
		}
	}
}

func TestATextMayHaveLinesAndAnyLanguage(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for _, good := range []string{
		`one\ntwo\r\nthree\tfour`, "\u2067שלום\u2069", `\ud83d\ude00`, "😀", `\ufffd`, "\ufffd", `C:\\ud800`, `\"\\\u00e9`, "one\u2028two",
	} {
		reply(fmt.Sprintf(`{"text":"a%s"}`, good)).to(t, a).into(t, http.StatusCreated, new(api.Sent))
	}
	for _, bad := range []string{`\u0000`, `\b`, `\f`, `\u001b[31m`, `\u0085`, `\u009b`, `\ud83d`, `\\\ud83d`, "\xff"} {
		p := reply(fmt.Sprintf(`{"text":"a%s"}`, bad)).to(t, a).problem(t, http.StatusUnprocessableEntity)
		if len(p.Errors) != 1 || p.Errors[0].Location != "body.text" {
			t.Errorf("%q: %+v", bad, p)
		}
	}
}

func TestANameGivenTwiceIsNotReadAsTheLast(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for body, location := range map[string]string{
		`{"text":"one","text":"two"}`:      "body.text",
		`{"text":"one","te\u0078t":"two"}`: "body.text",
		`{"text":"Hi","to":[{"address":"r@example.com"},{"address":"a","address":"b"}]}`: "body.to[1].address",
		`{"text":"Hi","force":false,"force":true}`:                                       "body.force",
		`{"text":"Hi","cc":[],"attachments":[],"cc":[{"address":"r@example.com"}]}`:      "body.cc",
		`{"text":"Hi","` + strings.Repeat("x", 101) + `":1}`:                             "body",
		`{"text":"Hi","":1}`: "body",
		`{"text":"Hi","nothing":` + strings.Repeat("[", 999) + strings.Repeat("]", 999) + `}`: "body.nothing",
	} {
		p := reply(body).to(t, a).problem(t, http.StatusUnprocessableEntity)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.90s: %+v, want %s", body, p.Errors, location)
		}
	}
	deep := reply(`{"text":` + strings.Repeat("[", 500_000) + strings.Repeat("]", 500_000) + `}`)
	deep.to(t, a).problem(t, http.StatusBadRequest)
}

func TestAMalformedQueryIsNotAnAbsentOne(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for _, path := range []string{
		"/v1/audiences/own/contacts?email=", "/v1/audiences/own/contacts?limit=5&name=", "/v1/audiences/own/conversations?unread=true&cursor=", "/v1/members?",
	} {
		for _, bad := range []string{"%", "a%4", "%zz", "a;b"} {
			c := call{as: "owner", method: "GET", path: path + bad}
			if p := c.to(t, a).problem(t, http.StatusBadRequest); p.kind() != "malformed" {
				t.Errorf("%s%s: %+v", path, bad, p)
			}
		}
	}
	for _, bad := range []string{"%00", "a%0Ab", "%FF", "%ED%A0%80", "%E2%80%AE"} {
		c := call{as: "owner", method: "GET", path: "/v1/audiences/own/contacts?name=" + bad}
		if p := c.to(t, a).problem(t, http.StatusUnprocessableEntity); len(p.Errors) != 1 || p.Errors[0].Location != "query.name" {
			t.Errorf("%s: %+v", bad, p)
		}
	}
	call{as: "owner", method: "GET", path: "/v1/audiences/own/contacts?email=a%25"}.to(t, a).into(t, http.StatusOK, new(api.ContactList))
}

func FuzzStrictBodies(f *testing.F) {
	f.Add([]byte(`{"text":"a\ud83d\ude00","to":[{"name":"\ud800"}]}`))
	f.Add([]byte(`[1e999,{"a":{"a":null}},"\\\ud800"]`))
	f.Add([]byte("{\"text\":\"\xff\\"))
	a := api.New(newWorld().config(io.Discard))
	f.Fuzz(func(t *testing.T, body []byte) {
		if got := reply(string(body)).to(t, a); got.status >= 500 || got.status < 400 && strings.Contains(got.body, "\x00") {
			t.Errorf("%q: status %d", body, got.status)
		}
	})
}
