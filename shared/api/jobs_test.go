package api_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestABulkChangeIsOneChangeToWhatIsNamedOrMatches(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	const path = "/v1/audiences/own/conversations/bulk"
	for body, want := range map[string]string{
		`{"action":{"status":"trash"},"conversations":["c-1","c-2"]}`:       "{[c-1 c-2] <nil>} {trash false false}",
		`{"action":{"unread":true},"filter":{"status":"done"}}`:             "done",
		`{"action":{"read":true},"filter":{"channel":"sms","unread":true}}`: "sms",
	} {
		got := call{as: "agent", method: "POST", path: path, body: body}.to(t, a)
		if got.status != http.StatusAccepted || got.header.Get("Location") != "/v1/jobs/j-own" {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
		said := fmt.Sprintf("%v %v", w.selected, w.bulkAction)
		if f := w.selected.Filter; f != nil {
			said = map[bool]string{true: string(f.Channel), false: string(f.Status)}[f.Channel != ""]
		}
		if said != want {
			t.Errorf("%s is understood as %s", body, said)
		}
	}
	for _, body := range []string{
		`{"action":{},"conversations":["c-1"]}`,
		`{"action":{"status":"done","read":true},"conversations":["c-1"]}`,
		`{"action":{"status":"snoozed"},"conversations":["c-1"]}`,
		`{"action":{"read":true},"conversations":["c-1"],"filter":{}}`,
		`{"action":{"read":true},"filter":{"hidden":true,"unread":true}}`,
	} {
		call{as: "agent", method: "POST", path: path, body: body}.to(t, a).problem(t, http.StatusUnprocessableEntity)
	}
}

func TestWhatBecameOfEachItemComesByPages(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	var page api.JobResultList
	call{as: "viewer", method: "GET", path: "/v1/jobs/j-own/results?limit=2"}.to(t, a).into(t, http.StatusOK, &page)
	if len(page.Results) != 2 || page.Results[1].Outcome != string(inbox.ItemRefused) || page.Results[1].Reason == "" || page.NextCursor == "" {
		t.Fatalf("the first page is %+v", page)
	}
	call{as: "viewer", method: "GET", path: "/v1/jobs/j-own/results?limit=2&cursor=" + page.NextCursor}.to(t, a).into(t, http.StatusOK, &page)
	if len(page.Results) != 1 || page.Results[0].Item != "c-3" {
		t.Fatalf("the second page is %+v", page)
	}
}
