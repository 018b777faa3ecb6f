package api_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"

	"confab/shared/api"
)

func TestASearchIsPagedByItsOwnCursor(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var page api.SearchResults
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/search?q=hello&limit=5&hidden=true"}.to(t, a).into(t, http.StatusOK, &page)
	if w.found.Words != "hello" || w.found.Limit != 5 || !w.found.Hidden || w.found.After != "" || page.NextCursor == "" {
		t.Errorf("asked %+v, got %+v", w.found, page)
	}
	r := page.Results[0]
	if r.Message.Kind != "note" || r.Message.ID != "m-own" || len(r.Snippet) != 2 || !r.Snippet[1].Match || r.Conversation.ID != "c-own" {
		t.Errorf("%+v", r)
	}
	cursor := "&cursor=" + url.QueryEscape(page.NextCursor)
	page = api.SearchResults{}
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/search?q=hello&hidden=true" + cursor}.to(t, a).into(t, http.StatusOK, &page)
	if w.found.After != "01/m" || page.NextCursor != "" {
		t.Errorf("asked %+v, got %+v", w.found, page)
	}
	for _, other := range []string{"q=goodbye&hidden=true" + cursor, "q=", "q=hello&limit=51", "limit=5"} {
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/search?" + other}.to(t, a).problem(t, http.StatusUnprocessableEntity)
	}
}

func TestContactsAreFoundByAnyPart(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var page api.ContactList
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?q=5501"}.to(t, a).into(t, http.StatusOK, &page)
	if len(page.Contacts) != 1 || page.Contacts[0].Email != "robin@example.com" || page.Contacts[0].Phone != "+15550100" || page.NextCursor == "" || w.found.Words != "5501" {
		t.Errorf("asked %+v, got %+v", w.found, page)
	}
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?q=5501&name=Robin"}.to(t, a).problem(t, http.StatusUnprocessableEntity)
}
