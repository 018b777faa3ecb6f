package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestAListAsksTheStoreForWhatTheClientAskedFor(t *testing.T) {
	for query, want := range map[string]inbox.ConversationQuery{
		"":                                   {Audience: own, Shards: 3, Status: inbox.Open, Limit: 25},
		"?status=done&limit=3":               {Audience: own, Shards: 3, Status: inbox.Done, Limit: 3},
		"?unread=true&channel=email":         {Audience: own, Shards: 3, Status: inbox.Open, Unread: true, Channel: inbox.Email, Limit: 25},
		"?hidden=true":                       {Audience: own, Shards: 3, Hidden: true, Limit: 25},
		"?campaign=campaign-own":             {Audience: own, Shards: 3, Campaigns: []string{"campaign-own"}, Limit: 25},
		"?campaign=campaign-own&status=done": {Audience: own, Shards: 3, Campaigns: []string{"campaign-own"}, Status: inbox.Done, Limit: 25},
		"?campaign=campaign-own&campaign=campaign-own&auto_replies=true": {
			Audience: own, Shards: 3, Campaigns: []string{"campaign-own"}, AutoReplies: true, Limit: 25,
		},
		"?unread=false&label=001": {Audience: own, Shards: 3, Status: inbox.Open, Read: true, Label: "001", Limit: 25},
		"?assignee=me":            {Audience: own, Shards: 3, Status: inbox.Open, Assignee: memberID("viewer"), Limit: 25},
		"?assignee=none":          {Audience: own, Shards: 3, Status: inbox.Open, Assignee: inbox.Nobody, Limit: 25},
	} {
		w := newWorld()
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/conversations" + query}.
			to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, new(api.ConversationList))
		if !reflect.DeepEqual(w.lastQuery, want) {
			t.Errorf("%q asked for %+v, want %+v", query, w.lastQuery, want)
		}
	}
}

func TestAListRefusesWhatCannotBe(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for query, status := range map[string]int{
		"?status=closed":            422,
		"?limit=0":                  422,
		"?limit=101":                422,
		"?limit=many":               422,
		"?hidden=true&status=done":  422,
		"?hidden=true&unread=true":  422,
		"?hidden=true&unread=false": 422,
		"?hidden=true&label=001":    422,
		"?unread=maybe":             422,
		"?campaign=campaign-own&campaign=campaign-other":  404,
		"?campaign=a" + strings.Repeat("&campaign=a", 10): 422,
		"?sort=oldest":                         422,
		"?cursor=AAAA":                         422,
		"?cursor=%25":                          422,
		"?campaign=campaign-other":             404,
		"?cursor=" + strings.Repeat("A", 2000): 422,
	} {
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/conversations" + query}.to(t, a).problem(t, status)
	}
}

func TestPagingSurvivesTheDeletionOfTheRowItStandsOn(t *testing.T) {
	w := newWorld()
	w.rows = nil
	for i := range 5 {
		w.rows = append(w.rows, inbox.Row{Conversation: fmt.Sprint("c", i), Audience: own, Cursor: fmt.Sprint("r", i)})
	}
	a := api.New(w.config(io.Discard))
	var seen []string
	path := "/v1/audiences/own/conversations?limit=2"
	for cursor := ""; ; {
		var page api.ConversationList
		call{as: "agent", method: "GET", path: path + cursor}.to(t, a).into(t, http.StatusOK, &page)
		for _, c := range page.Conversations {
			seen = append(seen, c.ID)
		}
		if page.NextCursor == "" {
			break
		}
		cursor = "&cursor=" + page.NextCursor
		w.rows = slices.DeleteFunc(w.rows, func(r inbox.Row) bool { return r.Conversation == seen[len(seen)-1] })
	}
	if got := strings.Join(seen, " "); got != "c0 c1 c2 c3 c4" {
		t.Errorf("saw %q", got)
	}
}

func TestACursorIsGoodForItsOwnListOnly(t *testing.T) {
	w := newWorld()
	w.rows = append(w.rows, inbox.Row{Conversation: "c2", Audience: own, Cursor: "r-z"})
	a := api.New(w.config(io.Discard))
	var page api.ConversationList
	call{as: "owner", method: "GET", path: "/v1/audiences/own/conversations?limit=1"}.to(t, a).into(t, http.StatusOK, &page)
	if page.NextCursor == "" {
		t.Fatal("no cursor")
	}
	for _, path := range []string{
		"/v1/audiences/other/conversations?",
		"/v1/audiences/own/conversations?unread=true&",
		"/v1/audiences/own/conversations?status=done&",
		"/v1/audiences/own/contacts?",
		"/v1/contacts/p-own/conversations?",
		"/v1/conversations/c-own/messages?",
	} {
		call{as: "owner", method: "GET", path: path + "cursor=" + page.NextCursor}.to(t, a).problem(t, 422)
	}
	call{as: "owner", method: "GET", path: "/v1/audiences/own/conversations?cursor=" + page.NextCursor}.to(t, a).into(t, http.StatusOK, &page)

	cfg := w.config(io.Discard)
	cfg.CursorKey = []byte("another key, another deployment!")
	call{as: "owner", method: "GET", path: "/v1/audiences/own/conversations?cursor=" + page.NextCursor + "x"}.to(t, api.New(cfg)).problem(t, 422)
}

func TestOpeningAConversationShowsItsNewestMessagesAndMarksNothing(t *testing.T) {
	w := newWorld()
	m := inbox.Message{
		ID: "m2", Conversation: "c-own", Audience: own, Hidden: true, At: noon.In(time.FixedZone("", 3600)), Arrived: noon,
		Delivery: &inbox.Delivery{State: inbox.Bounced, Recipients: map[string]inbox.DeliveryState{"b@example.com": inbox.Sent, "a@example.com": inbox.Bounced}},
		Event:    &inbox.Activity{Name: "status", From: "open", To: "done"},
		Facts:    []inbox.Fact{{Name: "matched"}, {Name: inbox.FactNoted, Detail: map[string]string{"what": "Signed (PGP)."}}},
	}
	w.thread = inbox.Thread{Conversation: w.conversation("c-own"), Messages: []inbox.Message{m}, More: true}
	a := api.New(w.config(io.Discard))
	got := call{as: "viewer", method: "GET", path: "/v1/conversations/c-own"}.to(t, a)
	var thread api.Thread
	got.into(t, http.StatusOK, &thread)
	if got.header.Get("ETag") != `"7"` || thread.Conversation.Rev != 7 {
		t.Errorf("ETag %s, rev %d", got.header.Get("ETag"), thread.Conversation.Rev)
	}
	if w.lastThread.Limit != 50 || len(w.done) > 0 {
		t.Errorf("asked for %+v and did %v", w.lastThread, w.done)
	}
	if strings.Contains(got.body, "null") {
		t.Errorf("null where a list or nothing should be: %s", got.body)
	}
	shown := thread.Messages[0]
	if !shown.Hidden || shown.At.Location() != time.UTC || len(shown.Delivery.Recipients) != 2 || shown.Delivery.Recipients[0].Address != "a@example.com" {
		t.Errorf("message %+v", shown)
	}
	if !slices.Equal(shown.Notes, []string{"Signed (PGP)."}) {
		t.Errorf("notes %q", shown.Notes)
	}
	if shown.Links.Facts != "/v1/conversations/c-own/messages/m2/facts" || shown.Links.Raw != "" {
		t.Errorf("links %+v", shown.Links)
	}

	var older api.MessageList
	call{as: "viewer", method: "GET", path: "/v1/conversations/c-own/messages?cursor=" + url.QueryEscape(thread.NextCursor)}.
		to(t, a).into(t, http.StatusOK, &older)
	if w.lastThread.Before != "m2" {
		t.Errorf("older messages were asked for with %+v", w.lastThread)
	}
}

func TestAPageBeforeTheFirstMessageIsEmpty(t *testing.T) {
	w := newWorld()
	first := inbox.Message{ID: "a", Conversation: "c-own", Audience: own}
	w.thread = inbox.Thread{Conversation: w.conversation("c-own"), Messages: []inbox.Message{first}, More: true}
	a := api.New(w.config(io.Discard))
	var page api.Thread
	call{as: "viewer", method: "GET", path: "/v1/conversations/c-own"}.to(t, a).into(t, http.StatusOK, &page)
	w.thread = inbox.Thread{}
	var older api.MessageList
	got := call{as: "viewer", method: "GET", path: "/v1/conversations/c-own/messages?cursor=" + page.NextCursor}.to(t, a)
	got.into(t, http.StatusOK, &older)
	if len(older.Messages) != 0 || !strings.Contains(got.body, `"messages":[]`) {
		t.Errorf("answer %s", got.body)
	}
}
