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

func TestContactsAreFoundByOnePrefix(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var page api.ContactList
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?phone=%2B1555&limit=1"}.to(t, a).into(t, http.StatusOK, &page)
	if w.lastContacts != (inbox.ContactQuery{Audience: own, Phone: "+1555", Limit: 1}) || page.NextCursor == "" {
		t.Errorf("asked for %+v, got %+v", w.lastContacts, page)
	}
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?phone=%2B1555&cursor=" + page.NextCursor}.to(t, a).into(t, http.StatusOK, &page)
	if w.lastContacts.After != "k" {
		t.Errorf("went on with %+v", w.lastContacts)
	}
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?phone=%2B1556&cursor=" + page.NextCursor}.to(t, a).problem(t, 422)
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?name=R&email=r"}.to(t, a).problem(t, 422)
}

func TestAContactShowsWhichAddressesAreSuppressed(t *testing.T) {
	var c api.Contact
	got := call{as: "viewer", method: "GET", path: "/v1/contacts/p-own"}.to(t, api.New(newWorld().config(io.Discard)))
	got.into(t, http.StatusOK, &c)
	if len(c.LocalTimes) != 2 || len(c.LocalTimes[0].Zones) != 2 || c.LocalTimes[1].Time.Hour() != 13 || c.KeptOut != 3 || len(c.Consents) != 1 {
		t.Errorf("profile %+v", c)
	}
	if len(c.Suppressed) != 1 || c.Suppressed[0].Reason != "hard_bounce" || got.header.Get("ETag") != `"4"` {
		t.Errorf("contact %+v with ETag %s", c, got.header.Get("ETag"))
	}
}

func TestAnEditChangesWhatItNames(t *testing.T) {
	for body, want := range map[string]api.Contact{
		`{}`:                              {Name: secret(own), Emails: []string{"robin@example.com"}, Phones: []string{"+15550142"}},
		`{"emails":["New@Example.com "]}`: {Name: secret(own), Emails: []string{"new@example.com"}, Phones: []string{"+15550142"}},
		`{"phones":[],"name":"","blocked":true,"attributes":{"a":"b"}}`: {
			Emails: []string{"robin@example.com"}, Phones: []string{}, Blocked: true, Attributes: map[string]string{"a": "b"}},
	} {
		var got api.Contact
		call{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: body}.
			to(t, api.New(newWorld().config(io.Discard))).into(t, http.StatusOK, &got)
		want.ID, want.Audience, want.Rev, want.Created = "p-own", own, 4, noon
		want.Merged = []string{}
		if want.Attributes == nil {
			want.Attributes = map[string]string{}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", body, got, want)
		}
	}
}

func TestAttributesHaveLimits(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	many := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`"%d":""`, i))
		}
		return strings.Join(out, ",")
	}
	one := func(name, value int) string {
		return fmt.Sprintf("%q:%q", strings.Repeat("é", name), strings.Repeat("é", value))
	}
	for _, c := range []struct {
		name, attributes, location, limit string
	}{
		{"fifty", many(50), "", ""},
		{"the longest name and value", fmt.Sprintf("%q:%q", strings.Repeat("n", 100), strings.Repeat("x", 500)), "", ""},
		{"fifty-one", many(51), "body.attributes", "50"},
		{"no name", `"":"x"`, "body.attributes", "empty"},
		{"a name too long", one(101, 1), "body.attributes", "100"},
		{"a value too long", `"size":"` + strings.Repeat("x", 501) + `"`, "body.attributes.size", "500"},
	} {
		for _, r := range []call{
			{as: "agent", method: "POST", path: "/v1/audiences/own/contacts", body: `{"emails":["r@example.com"],"attributes":{` + c.attributes + `}}`},
			{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: `{"attributes":{` + c.attributes + `}}`},
		} {
			got := r.to(t, a)
			if c.location == "" {
				if got.status >= 300 {
					t.Errorf("%s %s: status %d: %s", r.method, c.name, got.status, got.body)
				}
				continue
			}
			p := got.problem(t, http.StatusUnprocessableEntity)
			if len(p.Errors) != 1 || p.Errors[0].Location != c.location || !strings.Contains(p.Errors[0].Message, c.limit) {
				t.Errorf("%s %s: %+v, want %s", r.method, c.name, p.Errors, c.location)
			}
		}
	}
}

func TestAPatchMayCallItselfAMergePatch(t *testing.T) {
	c := call{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: `{"name":"Robin"}`, header: map[string]string{"Content-Type": "application/merge-patch+json"}}
	c.to(t, api.New(newWorld().config(io.Discard))).into(t, http.StatusOK, new(api.Contact))
}

func TestAnAudienceShowsItsBadge(t *testing.T) {
	var got api.AudienceStatus
	call{as: "viewer", method: "GET", path: "/v1/audiences/own"}.to(t, api.New(newWorld().config(io.Discard))).into(t, http.StatusOK, &got)
	if got.UnreadCount != 5 || got.Role != "viewer" || got.ID != own {
		t.Errorf("audience %+v", got)
	}
}

func TestAnAddressInAPathIsReadWhole(t *testing.T) {
	w := newWorld()
	for _, path := range []string{"/v1/audiences/own/suppressions/Robin+tag@Example.com", "/v1/audiences/own/suppressions/robin%2Btag%40example.com"} {
		call{as: "agent", method: "DELETE", path: path}.to(t, api.New(w.config(io.Discard)))
	}
	if len(w.done) != 2 || w.done[0] != "lift robin+tag@example.com" || w.done[1] != w.done[0] {
		t.Errorf("did %q", w.done)
	}
}

func TestClaims(t *testing.T) {
	for name, c := range map[string]struct {
		in   map[string]string
		want api.Claims
	}{
		"an ID token's":           {map[string]string{"iss": "i", "sub": "s", "email": "e", "email_verified": "true", "name": "n"}, api.Claims{Issuer: "i", Subject: "s", Email: "e", EmailVerified: true, Name: "n"}},
		"an access token's":       {map[string]string{"iss": "i", "sub": "s", "scope": "openid inbox"}, api.Claims{Issuer: "i", Subject: "s", Scopes: []string{"openid", "inbox"}}},
		"a list, as a string":     {map[string]string{"scp": "[openid inbox]"}, api.Claims{Scopes: []string{"openid", "inbox"}}},
		"not verified, in a word": {map[string]string{"email": "e", "email_verified": "false"}, api.Claims{Email: "e"}},
	} {
		if got := api.ParseClaims(c.in); fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
