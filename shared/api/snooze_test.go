package api_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/api"
)

func TestASnoozeSaysUntilWhenAndByWhom(t *testing.T) {
	w := newWorld()
	c := call{
		as: "agent", method: "POST", path: "/v1/conversations/c-own/snooze", header: map[string]string{"If-Match": `"7"`, "Idempotency-Key": "k"},
		body: `{"preset":"custom","wall":"2026-03-01T14:00","zone":"Europe/Lisbon","even_if_reply":true}`,
	}
	var got api.Conversation
	c.to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, &got)
	s := got.Snooze
	if got.Status != "snoozed" || s == nil || !s.Until.Equal(noon.Add(time.Hour)) || !got.SnoozedUntil.Equal(*s.Until) || s.Zone != "Europe/Lisbon" || !s.EvenIfReply || s.By != memberID("agent") {
		t.Errorf("answered %+v, snooze %+v", got, s)
	}
	want := "snooze {Preset:custom Wall:2026-03-01T14:00 Zone:Europe/Lisbon EvenIfReply:true} by " + memberID("agent")
	if !slices.Equal(w.done, []string{want}) || w.ifMatch != 7 || w.made == nil {
		t.Errorf("did %v, ifMatch %d, request %+v", w.done, w.ifMatch, w.made)
	}
}

func TestSnoozeOptionsAreThoseOfTheZoneAskedFor(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	var got api.SnoozeOptionList
	call{as: "viewer", method: "GET", path: "/v1/snooze-options?zone=Asia/Tokyo"}.to(t, a).into(t, http.StatusOK, &got)
	var walls []string
	for _, o := range got.Options {
		walls = append(walls, o.Preset+" "+o.Wall)
	}
	// Noon UTC of Sunday, 1 March is nine in the evening there.
	want := "in_an_hour 2026-03-01T22:00, later_today 2026-03-02T00:00, tomorrow 2026-03-02T09:00, in_a_week 2026-03-08T09:00, next_week 2026-03-02T09:00"
	if strings.Join(walls, ", ") != want {
		t.Errorf("offered %v", walls)
	}
	call{as: "viewer", method: "GET", path: "/v1/snooze-options?zone=Local"}.to(t, a).problem(t, http.StatusUnprocessableEntity)
}
