package api_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestAServiceLevelIsReplacedWholeAndReadAsItIsMeant(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	edit := func(body string) api.ServiceLevel {
		t.Helper()
		var got api.Audience
		call{as: "manager", method: "PATCH", path: "/v1/audiences/own", body: `{"service_level":` + body + `}`}.to(t, a).into(t, http.StatusOK, &got)
		return got.ServiceLevel
	}
	if got := edit(`{}`); *got.FirstResponseMinutes.Email != 0 || *got.FirstResponseMinutes.SMS != 60 || got.Hours != nil {
		t.Errorf("the default: %+v", got)
	}
	got := edit(`{"first_response_minutes":{"email":240,"sms":0},"hours":{"zone":"Europe/Lisbon","days":[{"day":"saturday","from":"09:30","to":"24:00"},{"day":"sunday","from":"00:00","to":"06:05"}]}}`)
	if *got.FirstResponseMinutes.Email != 240 || *got.FirstResponseMinutes.SMS != 0 || got.Hours.Zone != "Europe/Lisbon" || len(got.Hours.Days) != 2 ||
		got.Hours.Days[0] != (api.BusinessSpan{Day: "saturday", From: "09:30", To: "24:00"}) || got.Hours.Days[1].To != "06:05" {
		t.Errorf("%+v", got)
	}
	for body, location := range map[string]string{
		`{"first_response_minutes":{"email":43201}}`:                                     "body.service_level.first_response_minutes.email",
		`{"hours":{"zone":"UTC","days":[]}}`:                                             "body.service_level.hours.days",
		`{"hours":{"zone":"UTC","days":[{"day":"monday","from":"9:00","to":"17:00"}]}}`:  "body.service_level.hours.days[0].from",
		`{"hours":{"zone":"UTC","days":[{"day":"Monday","from":"09:00","to":"17:00"}]}}`: "body.service_level.hours.days[0].day",
	} {
		p := call{as: "manager", method: "PATCH", path: "/v1/audiences/own", body: `{"service_level":` + body + `}`}.to(t, a).problem(t, 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
}

func TestWhenAFirstAnswerIsDueIsSaidByReadsAndByChanges(t *testing.T) {
	w := newWorld()
	w.waiting = noon.Add(-2 * time.Hour)
	w.level.FirstResponse = map[inbox.Channel]int{inbox.Email: 90}
	a := api.New(w.config(io.Discard))
	said := func(name string, due *time.Time, overdue bool) {
		t.Helper()
		if due == nil || !due.Equal(noon.Add(-30*time.Minute)) || !overdue {
			t.Errorf("%s: due at %v, overdue %v", name, due, overdue)
		}
	}
	for op, body := range map[string]string{"status": `{"status":"open"}`, "snooze": `{"preset":"until_reply"}`, "read": `{"last_seen":"m-own"}`, "unread": "", "labels": `{"add":["001"]}`, "assignee": `{"assignee":"me"}`} {
		var c api.Conversation
		call{as: "agent", method: "POST", path: "/v1/conversations/c-own/" + op, body: body}.to(t, a).into(t, http.StatusOK, &c)
		said(op, c.DueAt, c.Overdue)
	}
	var thread api.Thread
	call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, a).into(t, http.StatusOK, &thread)
	said("reading", thread.Conversation.DueAt, thread.Conversation.Overdue)
	var sent api.Sent
	reply(`{"text":"Hi"}`).to(t, a).into(t, http.StatusCreated, &sent)
	said("answering", sent.Conversation.DueAt, sent.Conversation.Overdue)
}

func TestAReplySaysWhatShallFollow(t *testing.T) {
	for body, want := range map[string]inbox.Then{
		`{"text":"Hi"}`:                                            {},
		`{"text":"Hi","then":{"status":"done"}}`:                   {Done: true},
		`{"text":"Hi","then":{"snooze":{"preset":"until_reply"}}}`: {Snooze: &inbox.SnoozeChoice{Preset: inbox.UntilReply}},
		`{"text":"Hi","then":{"snooze":{"preset":"custom","wall":"2026-11-23T09:00","zone":"Europe/Lisbon","even_if_reply":true}}}`: {
			Snooze: &inbox.SnoozeChoice{Preset: inbox.SnoozeCustom, Wall: "2026-11-23T09:00", Zone: "Europe/Lisbon", EvenIfReply: true},
		},
	} {
		w := newWorld()
		reply(body).to(t, api.New(w.config(io.Discard))).into(t, http.StatusCreated, new(api.Sent))
		got := w.draft.Then
		if got.Done != want.Done || (got.Snooze == nil) != (want.Snooze == nil) || got.Snooze != nil && *got.Snooze != *want.Snooze {
			t.Errorf("%s: %s", body, fmt.Sprintf("%+v %+v", got, got.Snooze))
		}
	}
	a := api.New(newWorld().config(io.Discard))
	for body, location := range map[string]string{
		`{"text":"Hi","then":{}}`: "body.then",
		`{"text":"Hi","then":{"status":"done","snooze":{"preset":"until_reply"}}}`: "body.then",
		`{"text":"Hi","then":{"status":"trash"}}`:                                  "body.then.status",
		`{"text":"Hi","then":{"snooze":{"preset":"soon"}}}`:                        "body.then.snooze.preset",
	} {
		p := reply(body).to(t, a).problem(t, 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
}
