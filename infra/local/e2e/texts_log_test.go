package e2e_test

import (
	"fmt"
	"testing"

	"confab/infra/local/seed"
	"confab/infra/local/texts"
	"confab/shared/inbox"
	"confab/shared/setup/logs"
)

// failingTexts are events about texts that functions cannot deal with.
var failingTexts = map[string][]string{
	"receive-sms": {
		`{"Records": [{"messageId": "1", "body": "JOIN"}]}`,
		`{"Records": [{"messageId": "2", "body": "{\"Timestamp\": \"2026-11-20T09:00:00.000Z\", \"Message\": \"{\\\"originationNumber\\\": \\\"+12125550142\\\", \\\"destinationNumber\\\": \\\"parcel parcel parcel\\\"}\"}"}]}`,
		`{"Records": [{"messageId": "3", "body": "{\"Timestamp\": \"+12125550142\", \"Message\": \"parcel\"}"}]}`,
	},
	"record-delivery": {
		`{"Records": [{"messageId": "4", "body": "{\"Message\": \"{\\\"eventType\\\": \\\"TEXT_PARCEL\\\", \\\"destinationPhoneNumber\\\": \\\"+12125550142\\\"}\"}"}]}`,
		`{"Records": [{"messageId": "5", "body": "{\"Message\": \"{\\\"eventType\\\": \\\"TEXT_DELIVERED\\\", \\\"context\\\": {\\\"message\\\": \\\"+12125550142\\\"}}\"}"}]}`,
	},
	"public-api": {
		`{"rawPath": "/l/parcel", "requestContext": {"requestId": "6", "http": {"method": "GET"}}}`,
		`{"rawPath": "/l/+12125550142", "requestContext": {"requestId": "7", "http": {"method": "POST"}}}`,
	},
}

func TestNoLineHoldsATextOrANumberHoweverThingsFail(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	for function, events := range failingTexts {
		for _, event := range events {
			if _, err := h.Functions[function].Invoke(t.Context(), []byte(event)); err != nil {
				said(t, logs.Redact(err.Error()))
			}
		}
	}
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "Where is my parcel?")
	thread := h.conversationWith(phone)
	for i, fault := range []texts.Fault{texts.Reject, texts.Spent, texts.Throttle, texts.ServerError, texts.HangUp} {
		h.Texts.Inject(fault, 1)
		text := fmt.Sprintf("%d. answer about your parcel", i)
		h.must(h.says(thread, text))
		h.eventually("the answer is settled", func() bool {
			m := h.outbound(thread)[text]
			return m != nil && m.Delivery.State.Settled()
		})
	}
	for i, fate := range []texts.Fate{texts.Blocked, texts.Invalid, texts.Expired} {
		h.must(h.Texts.SetFate(t.Context(), phone, fate))
		text := fmt.Sprintf("%d. parcel", i)
		h.must(h.says(thread, text))
		h.sentAs(thread, text, inbox.Failed)
	}
	for _, c := range []struct{ method, path, body string }{
		{"POST", h.path("/consents"), `{"entries":[{"number":"+12125550142","kind":"consent","words":"parcel"},{"number":"parcel","kind":"opt_out"}]}`},
		{"POST", h.path("/conversations"), `{"channel":"sms","number":"+12125550143","text":"Your parcel is here."}`},
		{"GET", h.path("/phones/+12125550142/evidence"), ""},
		{"GET", h.path("/phones/parcel/history"), ""},
		{"PATCH", h.path(""), `{"texting":{"numbers":["` + seed.PendingNumber + `"],"help_text":"parcel"}}`},
	} {
		_ = h.call(c.method, c.path, "log", c.body, nil) // it may be refused
	}
	logged := map[string]int{}
	for _, l := range h.lines() {
		logged[l.Function+" "+l.Msg]++
	}
	for _, msg := range []string{
		"receive-sms what came as a text cannot be read", "receive-sms text received", "record-delivery delivery event not recorded",
		"send-message message refused", "send-message message not sent, it is offered again",
		"send-message nobody knows whether the message left", "public-api request",
	} {
		if logged[msg] == 0 {
			t.Errorf("nothing was logged like %q, so nothing is proved of it: %v", msg, logged)
		}
	}
}
