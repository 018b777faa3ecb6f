package api_test

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

// text is an answer to the conversation by text.
func text(body string) call {
	c := reply(body)
	c.path = "/v1/conversations/t-own/replies"
	return c
}

func TestATextMayWaitOrOverride(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	text(`{"text":"Hi","send_at":"2026-03-02T08:00:00-05:00","override":"They asked."}`).to(t, a).into(t, http.StatusCreated, new(api.Sent))
	if d := w.draft; !d.SendAt.Equal(noon.Add(25*time.Hour)) || d.Override != "They asked." {
		t.Errorf("draft %+v", d)
	}
	text(`{"text":"Hi"}`).to(t, a).into(t, http.StatusCreated, new(api.Sent))
	if d := w.draft; !d.SendAt.IsZero() || d.Override != "" {
		t.Errorf("draft %+v", d)
	}
	text(`{"text":"Hi","send_at":"tomorrow"}`).to(t, a).problem(t, 422)
}

func TestATextIsStartedWithANumberOrAContact(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	start := call{as: "agent", method: "POST", path: "/v1/audiences/own/conversations", header: map[string]string{"Idempotency-Key": "k"}}
	start.body = `{"channel":"sms","number":"+15550142","from":"+15550100","text":"Hi","send_at":"2026-03-02T13:00:00Z"}`
	start.to(t, a).into(t, http.StatusCreated, new(api.Sent))
	if w.lastStart.Address.Address != theirs || w.lastFrom != ours(own) || w.draft.SendAt.IsZero() || w.draft.Text != "Hi" {
		t.Errorf("to %+v from %q: %+v", w.lastStart, w.lastFrom, w.draft)
	}
	start.body = `{"channel":"sms","contact":"p-own","text":"Hi"}`
	start.to(t, a).into(t, http.StatusCreated, new(api.Sent))
	if w.lastStart != (inbox.StartTo{Contact: "p-own"}) {
		t.Errorf("to %+v", w.lastStart)
	}
	for body, location := range map[string]string{
		`{"channel":"sms","text":"Hi"}`:                                                            "body.contact",
		`{"channel":"sms","contact":"p-own","number":"+15550142","text":"Hi"}`:                     "body.contact",
		`{"channel":"sms","number":"+15550142","subject":"S","text":"Hi"}`:                         "body.channel",
		`{"channel":"sms","address":{"address":"r@example.com"},"text":"Hi"}`:                      "body.channel",
		`{"number":"+15550142","subject":"S","text":"Hi"}`:                                         "body.channel",
		`{"contact":"p-own","from":"+15550100","subject":"S","text":"Hi"}`:                         "body.channel",
		`{"channel":"fax","contact":"p-own","subject":"S","text":"Hi"}`:                            "body.channel",
		fmt.Sprintf(`{"channel":"sms","contact":"p","text":"Hi","override":"%0501d"}`, 0):          "body.override",
		`{"channel":"sms","contact":"p-own","text":"Hi","override":"two\nlines"}`:                  "body.override",
		`{"channel":"sms","contact":"p-own","text":"Hi","number":"","from":"+15550100\u0000"}`:     "body.from",
		`{"channel":"email","contact":"p-own","text":"Hi","subject":"","send_at":"2026-03-02T8Z"}`: "body.send_at",
	} {
		start.body = body
		if p := start.to(t, a).problem(t, 422); len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.80s: %+v, want %s", body, p.Errors, location)
		}
	}
}

func TestARefusedTextSaysWhyAndWhenItMay(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	next := noon.Add(20 * time.Hour)
	w.fail = fmt.Errorf("commit: %w", &inbox.Problem{Kind: inbox.ErrTextingClosed, Detail: "Not now.", Reason: inbox.ClosedHours, Next: next})
	p := text(`{"text":"Hi"}`).to(t, a).problem(t, http.StatusConflict)
	if p.kind() != "texting_closed" || p.Detail != "Not now." || p.Reason != "texting_hours" || !p.NextAllowedAt.Equal(next) {
		t.Errorf("problem %+v", p)
	}
	w.fail = inbox.Closed(inbox.ClosedOptedOut)
	got := text(`{"text":"Hi"}`).to(t, a)
	if p := got.problem(t, http.StatusConflict); p.Reason != "opted_out" || strings.Contains(got.body, "next_allowed_at") {
		t.Errorf("problem %s", got.body)
	}
	w.fail = &inbox.Problem{Kind: inbox.ErrInvalid, Detail: "No."}
	if got := text(`{"text":"Hi"}`).to(t, a); strings.Contains(got.body, "reason") {
		t.Errorf("problem %s", got.body)
	}
}

func TestTheComposerSeesTheWordsOfTheRefusal(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	closed := inbox.Closed(inbox.ClosedNoConsent)
	w.texting = inbox.TextingState{
		Closed: closed, NextAllowed: noon, FreeUntil: noon.Add(time.Hour), Zones: []string{"America/New_York", "America/Chicago"},
		Consent:  inbox.Consent{Number: theirs, Refusal: inbox.MessageKey{Conversation: "t-own", Message: "m"}},
		Number:   inbox.TextNumber{Number: ours(own), Status: "ACTIVE", Active: true, Media: true, Checked: noon},
		LinkBase: "https://go.example.com",
	}
	now, free := noon, noon.Add(time.Hour)
	want := api.TextingState{
		Reason: "no_consent", Detail: closed.Detail, NextAllowedAt: &now, FreeUntil: &free,
		TimeZone: "America/New_York", Zones: []string{"America/New_York", "America/Chicago"},
		Consent: api.Consent{Number: theirs}, Refusal: "m",
		Number:   api.TextNumber{Number: ours(own), Status: "ACTIVE", Active: true, Media: true, Checked: &now},
		LinkBase: "https://go.example.com",
	}
	var got api.TextingState
	c := call{as: "viewer", method: "GET", path: "/v1/conversations/t-own/texting"}
	c.to(t, a).into(t, http.StatusOK, &got)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	w.texting.Closed, w.texting.Consent.State, w.texting.Consent.Source = nil, inbox.Consented, inbox.ByMember
	c.to(t, a).into(t, http.StatusOK, &got)
	if !got.Allowed || got.Reason != "" || got.Detail != "" || got.Consent.State != "consented" || got.Consent.Source != "member" {
		t.Errorf("%+v", got)
	}
	c.path = "/v1/conversations/c-own/texting"
	c.to(t, a).problem(t, 422)
}

func TestNumbersSayWhatStandsInTheirWay(t *testing.T) {
	for name, c := range map[string]struct {
		known    *inbox.TextNumber
		closed   string
		warnings int
	}{
		"never asked":   {nil, "asked", 0},
		"active":        {&inbox.TextNumber{Active: true, TwoWay: true, SelfManaged: true, Checked: noon}, "", 0},
		"both answer":   {&inbox.TextNumber{Active: true, TwoWay: true, Checked: noon}, "", 1},
		"one way":       {&inbox.TextNumber{Active: true, SelfManaged: true, Checked: noon}, "", 1},
		"pending":       {&inbox.TextNumber{Status: "PENDING", TwoWay: true, SelfManaged: true, Checked: noon}, "its status is PENDING.", 0},
		"in registered": {&inbox.TextNumber{Status: "PENDING", Registration: "REVIEWING", TwoWay: true, SelfManaged: true, Checked: noon}, "PENDING, its registration's is REVIEWING.", 0},
	} {
		w := newWorld()
		if c.known != nil {
			c.known.Number = ours(own)
			w.numbers = map[string]inbox.TextNumber{ours(own): *c.known}
		}
		var got api.NumberList
		call{as: "viewer", method: "GET", path: "/v1/audiences/own/numbers"}.to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, &got)
		if len(got.Numbers) != 1 || got.Numbers[0].Number != ours(own) {
			t.Fatalf("%s: %+v", name, got)
		}
		n := got.Numbers[0]
		if (n.Closed == "") != n.Active || !strings.Contains(n.Closed, c.closed) || len(n.Warnings) != c.warnings {
			t.Errorf("%s: closed %q, warnings %q", name, n.Closed, n.Warnings)
		}
	}
}

func TestATextIsMeasuredAsItWillLeave(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	c := call{as: "agent", method: "POST", path: "/v1/audiences/own/texts/measure", body: `{"text":"It’s\nhere"}`}
	w.measured = inbox.Measured{
		Length: inbox.TextLength{Encoding: "UCS-2", Units: 9, Segments: 1, ForcedBy: "’"}, TooLong: &inbox.Problem{Detail: "Too long."},
		Plain: "It's\nhere", PlainLength: inbox.TextLength{Encoding: "GSM-7", Units: 9, Segments: 1},
	}
	var got api.Measure
	c.to(t, a).into(t, http.StatusOK, &got)
	want := api.Measure{
		TextLength: api.TextLength{Encoding: "UCS-2", Units: 9, Segments: 1}, ForcedBy: "’", TooLong: "Too long.",
		Plain: &api.PlainText{Text: "It's\nhere", TextLength: api.TextLength{Encoding: "GSM-7", Units: 9, Segments: 1}},
	}
	if !reflect.DeepEqual(got, want) || !slices.Contains(w.done, "measure It’s\nhere") {
		t.Errorf("%+v after %q", got, w.done)
	}
	w.measured = inbox.Measured{Length: inbox.TextLength{Encoding: "GSM-7"}}
	got = api.Measure{}
	c.to(t, a).into(t, http.StatusOK, &got)
	if got.Plain != nil || got.TooLong != "" {
		t.Errorf("%+v", got)
	}
}

func TestConsentsAreRecordedEachForItself(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	w.consents = []inbox.ConsentResult{
		{Consent: inbox.Consent{Number: theirs, State: inbox.Consented, Since: noon, Source: inbox.ByMember}, Contact: "p-own", Effective: true},
		{Problem: inbox.Closed(inbox.ClosedZone)},
	}
	c := call{as: "agent", method: "POST", path: "/v1/audiences/own/consents", header: map[string]string{"Idempotency-Key": "k"}}
	c.body = `{"entries":[
		{"number":"+1 555 0142","name":"Robin","kind":"consent","at":"2026-02-28T12:00:00+01:00","words":"By phone:\n\"yes\"","conversation":"t-own","message":"m"},
		{"number":"nonsense","kind":"opt_out"}]}`
	var got api.ConsentResults
	c.to(t, a).into(t, http.StatusOK, &got)
	since := noon
	if len(got.Results) != 2 || !reflect.DeepEqual(got.Results[0], api.ConsentResult{
		Consent: api.Consent{Number: theirs, State: "consented", Since: &since, Source: "member"}, Contact: "p-own", Effective: true}) {
		t.Errorf("results %+v", got.Results)
	}
	if p := got.Results[1].Problem; p == nil || p.Detail != w.consents[1].Problem.Detail || got.Results[1].Number != "nonsense" {
		t.Errorf("result %+v", got.Results[1])
	}
	first, second := w.entries[0], w.entries[1]
	if first.Words != "By phone:\n\"yes\"" || !first.At.Equal(time.Date(2026, 2, 28, 11, 0, 0, 0, time.UTC)) || first.Kind != inbox.RecordConsent ||
		first.Message != (inbox.MessageKey{Conversation: "t-own", Message: "m"}) || first.Name != "Robin" || !second.At.IsZero() {
		t.Errorf("entries %+v", w.entries)
	}
	if first.Request.Key == second.Request.Key || first.Request.Digest != second.Request.Digest {
		t.Errorf("requests %+v and %+v", first.Request, second.Request)
	}
	for body, location := range map[string]string{
		`{"entries":[]}`: "body.entries",
		`{"entries":[{"number":"+15550142","kind":"click"}]}`:  "body.entries[0].kind",
		`{"entries":[{"number":"+1\n","kind":"consent"}]}`:     "body.entries[0].number",
		`{"entries":[{"kind":"consent","words":"On paper."}]}`: "body.entries[0]",
	} {
		c.body = body
		if p := c.to(t, a).problem(t, 422); len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v, want %s", body, p.Errors, location)
		}
	}
}

func TestAScheduledMessageSaysWhenItIsDue(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var m api.Message
	cancel := call{as: "agent", method: "POST", path: "/v1/conversations/t-own/messages/s-own/cancel"}
	cancel.to(t, a).into(t, http.StatusOK, &m)
	if m.Delivery.State != "scheduled" || !m.Delivery.Due.Equal(noon.Add(time.Hour)) || m.Delivery.Reason != "" || m.Channel != "sms" {
		t.Errorf("message %+v", m)
	}
	held := w.msg[inbox.MessageKey{Conversation: "t-own", Message: "s-own"}]
	held.Facts = []inbox.Fact{{Name: "held", Detail: map[string]string{"for": string(inbox.ClosedRefusal)}}}
	cancel.to(t, a).into(t, http.StatusOK, &m)
	if m.Delivery.Reason != inbox.Closed(inbox.ClosedRefusal).Detail {
		t.Errorf("held: %+v", m.Delivery)
	}
	settle := call{as: "agent", method: "POST", path: "/v1/conversations/t-own/messages/u-own/settle", body: `{"state":"failed"}`}
	m = api.Message{}
	settle.to(t, a).into(t, http.StatusOK, &m)
	if m.Delivery.Due != nil || !slices.Contains(w.done, "settle failed by "+memberID("agent")) {
		t.Errorf("message %+v after %q", m, w.done)
	}
	settle.body = `{"state":"delivered"}`
	settle.to(t, a).problem(t, 422)
}

func TestAConversationByTextNamesItsNumbers(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	var thread api.Thread
	call{as: "viewer", method: "GET", path: "/v1/conversations/t-own"}.to(t, a).into(t, http.StatusOK, &thread)
	free := noon.Add(time.Hour)
	if c := thread.Conversation; c.Channel != "sms" || !reflect.DeepEqual(c.Text, &api.TextPair{Ours: ours(own), Theirs: theirs, FreeUntil: &free}) {
		t.Errorf("conversation %+v", c)
	}
	thread = api.Thread{}
	call{as: "viewer", method: "GET", path: "/v1/conversations/c-own"}.to(t, a).into(t, http.StatusOK, &thread)
	if thread.Conversation.Text != nil || thread.Conversation.Channel != "email" {
		t.Errorf("conversation %+v", thread.Conversation)
	}
}
