package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestAReaderOfChangesGoesOnFromItsCursor(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	read := func(cursor string) (got api.ChangeList) {
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/changes?cursor=" + cursor}.to(t, a).into(t, http.StatusOK, &got)
		return got
	}
	first := read("")
	if len(first.Changes) != 0 || first.More || w.mark != (inbox.FeedMark{}) {
		t.Errorf("a reader without a cursor is told %+v from %+v on", first, w.mark)
	}
	w.feedMore = "20260301T120000.000Z#e"
	w.events = []inbox.Event{{ID: "e", Type: inbox.MessageReceived, Audience: own, Conversation: "c-own", Message: "m-own", Rev: 1, At: noon, Correlation: "k"}}
	second := read(first.Cursor)
	want := api.Change{ID: "e", Type: "message.received", Conversation: "c-own", Message: "m-own", Rev: 1, At: noon}
	if !slices.Equal(second.Changes, []api.Change{want}) || !second.More || w.mark != (inbox.FeedMark{At: noon}) {
		t.Errorf("told %+v from %+v on", second, w.mark)
	}
	if read(second.Cursor); w.mark != (inbox.FeedMark{At: noon, After: w.feedMore}) {
		t.Errorf("goes on from %+v", w.mark)
	}
	call{as: "owner", method: "GET", path: "/v1/audiences/other/changes?cursor=" + second.Cursor}.to(t, a).problem(t, http.StatusUnprocessableEntity)
	w.fail = &inbox.Problem{Kind: inbox.ErrGone, Detail: "Load everything again."}
	p := call{as: "viewer", method: "GET", path: "/v1/audiences/own/changes?cursor=" + second.Cursor}.to(t, a).problem(t, http.StatusGone)
	if p.kind() != "gone" {
		t.Errorf("problem %+v", p)
	}
}

func TestTheDocumentNamesEveryTypeOfChange(t *testing.T) {
	doc, err := api.New(newWorld().config(io.Discard)).Document()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Enum []inbox.EventType }
			}
		}
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	if got := d.Components.Schemas["Change"].Properties["type"].Enum; !slices.Equal(got, inbox.EventTypes) {
		t.Errorf("the document names %v, the domain has %v", got, inbox.EventTypes)
	}
}

func TestAChangesCursorOutlivesTheProcess(t *testing.T) {
	w := newWorld()
	read := func(cursor string) (got api.ChangeList) {
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/changes?cursor=" + cursor}.
			to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, &got)
		return got
	}
	cursor := read("").Cursor
	w.now = w.now.Add(time.Hour)
	if read(cursor); w.mark.At != noon {
		t.Errorf("goes on from %v", w.mark.At)
	}
}
