package api_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestAContactsActivityIsReadByKindsAndPages(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var page api.ContactActivity
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/activity?kind=message,order&limit=3"}.to(t, a).into(t, http.StatusOK, &page)
	if !slices.Equal(w.lastActivity.Kinds, []inbox.ActivityKind{inbox.ActivityMessages, inbox.ActivityOrders}) || w.lastActivity.Limit != 3 {
		t.Errorf("asked for %+v", w.lastActivity)
	}
	if e := page.Entries; len(e) != 3 || e[0].Message == nil || e[1].Event.Properties["items"] != 3.0 || e[2].Record == nil {
		t.Errorf("entries %+v", page.Entries)
	}
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/activity?kind=message,order&cursor=" + page.NextCursor}.to(t, a).into(t, http.StatusOK, &page)
	if w.lastActivity.Before != "k" {
		t.Errorf("went on with %+v", w.lastActivity)
	}
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/activity?kind=order&cursor=" + page.NextCursor}.to(t, a).problem(t, 422)
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/activity?kind=weather"}.to(t, a).problem(t, 422)
}

func TestWhomAClientTellsOfIsNamedOnce(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	const order = `"currency":"EUR","total":"9.90","placed_at":"2026-02-01T10:00:00Z"`
	for body, want := range map[string]inbox.Whom{
		`{"email":"Robin@Example.com",` + order + `}`:                     {Audience: own, Identity: inbox.Identity{Kind: inbox.IdentityEmail, Value: "robin@example.com"}},
		`{"phone":"+15550142",` + order + `}`:                             {Audience: own, Identity: inbox.Identity{Kind: inbox.IdentityPhone, Value: "+15550142"}},
		`{"contact":"p-own",` + order + `}`:                               {Audience: own, Contact: "p-own"},
		`{` + order + `}`:                                                 {},
		`{"email":"robin@example.com","phone":"+15550142",` + order + `}`: {},
		`{"email":"robin@example.com","currency":"EUR","total":"9,90","placed_at":"2026-02-01T10:00:00Z"}`: {},
	} {
		w.lastWhom = inbox.Whom{}
		got := call{as: "agent", method: "PUT", path: "/v1/audiences/own/orders/4711", body: body}.to(t, a)
		if w.lastWhom != want || (got.status == http.StatusOK) != (want != inbox.Whom{}) {
			t.Errorf("%s: status %d, %+v", body, got.status, w.lastWhom)
		}
	}
}
