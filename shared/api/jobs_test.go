package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestABulkChangeIsOneChangeToWhatIsNamedOrMatches(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	const path = "/v1/audiences/own/conversations/bulk"
	for body, want := range map[string]string{
		`{"action":{"status":"trash"},"conversations":["c-1","c-2"]}`:                                            `{"of":["c-1","c-2"],"do":{"Status":"trash"}}`,
		`{"action":{"unread":true},"filter":{"status":"done"}}`:                                                  `{"where":"done","do":{"Unread":true}}`,
		`{"action":{"read":true},"filter":{"channel":"sms"}}`:                                                    `{"where":"open sms","do":{"Read":true}}`,
		`{"action":{"assign":{"assignee":"me"}},"filter":{}}`:                                                    `{"where":"open","do":{"Assign":"` + memberID("agent") + `"}}`,
		`{"action":{"assign":{"assignee":""}},"filter":{}}`:                                                      `{"where":"open","do":{"Assign":""}}`,
		`{"action":{"labels":{"add":["001"],"remove":["002"]}},"filter":{}}`:                                     `{"where":"open","do":{"AddLabels":["001"],"RemoveLabels":["002"]}}`,
		`{"action":{"snooze":{"preset":"custom","wall":"2026-12-01T09:00","zone":"Europe/Lisbon"}},"filter":{}}`: `{"where":"open","do":{"Snooze":{"Preset":"custom","Wall":"2026-12-01T09:00","Zone":"Europe/Lisbon"}}}`,
	} {
		got := call{as: "agent", method: "POST", path: path, body: body}.to(t, a)
		if got.status != http.StatusAccepted || got.header.Get("Location") != "/v1/jobs/j-own" {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
		if said := w.bulkAsked(t); said != want {
			t.Errorf("%s is understood as %s, want %s", body, said, want)
		}
	}
	for _, body := range []string{
		`{"action":{},"conversations":["c-1"]}`,
		`{"action":{"labels":{}},"conversations":["c-1"]}`,
		`{"action":{"snooze":{"preset":"tomorrow","zone":"UTC"},"unread":true},"conversations":["c-1"]}`,
		`{"action":{"status":"done","read":true},"conversations":["c-1"]}`,
		`{"action":{"status":"snoozed"},"conversations":["c-1"]}`,
		`{"action":{"read":true},"conversations":["c-1"],"filter":{}}`,
		`{"action":{"read":true},"filter":{"hidden":true,"unread":true}}`,
	} {
		call{as: "agent", method: "POST", path: path, body: body}.to(t, a).problem(t, http.StatusUnprocessableEntity)
	}
}

// bulkAsked is what the last bulk change was understood as, without what is empty.
func (w *world) bulkAsked(t *testing.T) string {
	t.Helper()
	asked := struct {
		Of    []string       `json:"of,omitempty"`
		Where string         `json:"where,omitempty"`
		Do    map[string]any `json:"do"`
	}{Of: w.selected.Conversations}
	if f := w.selected.Filter; f != nil {
		asked.Where = strings.TrimSpace(string(f.Status) + " " + string(f.Channel))
	}
	raw, err := json.Marshal(w.bulkAction)
	if err == nil {
		err = json.Unmarshal(raw, &asked.Do)
	}
	if err != nil {
		t.Fatal(err)
	}
	withoutNothing(asked.Do)
	raw, _ = json.Marshal(asked)
	return string(raw)
}

func withoutNothing(fields map[string]any) {
	for name, value := range fields {
		if inner, ok := value.(map[string]any); ok {
			withoutNothing(inner)
		}
		if value == nil || value == false || value == "" && name != "Assign" {
			delete(fields, name)
		}
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

func TestCancellingAJobTakesTheRoleThatItsKindTakes(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	cancel := func(as string) answer { return call{as: as, method: "POST", path: "/v1/jobs/j-own/cancel"}.to(t, a) }
	w.cancelling = inbox.CanAdminister
	cancel("agent").problem(t, http.StatusForbidden)
	cancel("manager").problem(t, http.StatusForbidden)
	cancel("admin").into(t, http.StatusOK, new(api.Job))
}
