package inbox_test

import (
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestWhatEachOperationWithTextsMayCost(t *testing.T) {
	f := texting(t)
	known := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(known.Conversation)
	f.grow(known.Conversation, 200)
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderAll, Text: "We will answer soon."}
	})
	mustReply := func(d inbox.Draft) {
		d.Author = "agent"
		_, _, err := f.Reply(f.Context(), anybody, known.Conversation, 0, inbox.ReplyTo{}, d)
		f.must(err)
	}
	tests := []struct {
		name      string
		operation func()
		reads     int
	}{
		{"a stranger's text, answered by the autoresponder", func() { f.receiveText(f.text("+12125550150", "hello")) }, 2},
		{"a known contact's text", func() { f.receiveText(f.text(theirNumber, "hello again")) }, 2},
		{"a stranger's keyword", func() { f.receiveText(f.text("+12125550151", "JOIN")) }, 2},
		{"a known contact's keyword", func() { f.receiveText(f.text(theirNumber, "START")) }, 2},
		{"an answer within the hour", func() { mustReply(inbox.Draft{Text: "Hello!"}) }, 1},
		{"an answer with a link", func() { mustReply(inbox.Draft{Text: "See https://shop.example.com/orders/2026/1234567890/track"}) }, 2},
		{"a scheduled answer", func() { mustReply(inbox.Draft{Text: "Later", SendAt: f.clock().Add(7 * time.Hour)}) }, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := f.cost(test.operation)
			if got.reads > test.reads || got.queries > 1 || got.transactions != 1 || got.units > 60 {
				t.Errorf("%+v; at most %d read round trips and one transaction are allowed", got, test.reads)
			}
		})
	}
}
