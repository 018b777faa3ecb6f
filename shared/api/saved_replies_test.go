package api_test

import (
	"io"
	"net/http"
	"testing"

	"confab/shared/api"
)

func TestSavedRepliesAreListedEditedAndPreviewed(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var list api.SavedReplyList
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/saved-replies"}.to(t, a).into(t, http.StatusOK, &list)
	if len(list.SavedReplies) != 1 || list.SavedReplies[0].Channels[0] != "sms" {
		t.Errorf("list %+v", list)
	}
	var edited api.SavedReply
	edit := call{as: "manager", method: "PATCH", path: "/v1/saved-replies/r-own", body: `{"channels":["email"],"category":"Orders"}`, header: map[string]string{"If-Match": `"3"`}}
	edit.to(t, a).into(t, http.StatusOK, &edited)
	if edited.Channels[0] != "email" || edited.Category != "Orders" || edited.Text != "Hello" || w.ifMatch != 3 {
		t.Errorf("edited %+v, if it was %d", edited, w.ifMatch)
	}
	var p api.Preview
	preview := call{as: "agent", method: "POST", path: "/v1/audiences/own/saved-replies/preview", body: `{"text":"Hello","conversation":"c-own"}`}
	preview.to(t, a).into(t, http.StatusOK, &p)
	if p.Text != "Hello in c-own" || p.Empty[0] != "contact.name" {
		t.Errorf("preview %+v", p)
	}
	call{as: "manager", method: "POST", path: "/v1/audiences/own/saved-replies", body: `{"name":"x","text":"y","channels":["fax"]}`}.to(t, a).problem(t, 422)
}
