package inbox_test

import (
	"fmt"
	"testing"

	"confab/shared/inbox"
)

// Units are bounded as those of mail are; see TestWhatEachOperationMayCost.
func TestWhatEachOperationOnTextsMayCost(t *testing.T) {
	f := texting(t)
	f.receiveText(f.text(theirNumber, "JOIN"))
	opened := f.receiveText(f.text(theirNumber, "Hello"))
	f.drain(opened.Conversation)
	var queued *inbox.Message

	for _, size := range []int{1, 10_000} {
		f.grow(opened.Conversation, size-1)
		for _, op := range []struct {
			name      string
			max       cost
			operation func()
		}{
			{"a text of a known contact", cost{2, 1, 1, 0}, func() { f.receiveText(f.text(theirNumber, "And on Monday?")) }},
			{"a text of somebody new", cost{2, 1, 1, 0}, func() { f.receiveText(f.text(fmt.Sprintf("+1212555%04d", 9999-size/2), "Hello")) }},
			{"a text that answers one of ours", cost{2, 1, 1, 0}, func() {
				f.receiveText(f.text(theirNumber, "Yes", func(in *inbox.Incoming) { in.InReplyTo = []string{"text-of-ours"} }))
			}},
			{"an answer within the hour", cost{1, 0, 1, 0}, func() {
				var err error
				queued, err = f.replyText(opened.Conversation, "From nine.")
				f.must(err)
			}},
			{"sending it", cost{1, 0, 2, 0}, func() { f.must(f.send(queued)) }},
			{"a keyword", cost{2, 1, 1, 0}, func() { f.receiveText(f.text(theirNumber, "HELP")) }},
			{"a page of texts", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Channel: inbox.SMS, Limit: 25}) }},
			{"a page of a number's history", cost{0, 1, 0, 0}, func() {
				_, err := f.Store.TextHistory(t.Context(), inbox.HistoryQuery{Audience: f.audience.ID, Number: theirNumber, Limit: 50})
				f.must(err)
			}},
		} {
			got := f.cost(op.operation)
			t.Logf("%6d messages: %-32s %d reads, %d queries, %d transactions, %.1f units",
				size, op.name, got.reads, got.queries, got.transactions, got.units)
			if op.max.units = 8; op.max.transactions > 0 {
				op.max.units = 50
			}
			if got.units > op.max.units || got.reads > op.max.reads || got.queries > op.max.queries || got.transactions > op.max.transactions {
				t.Errorf("%s of %d messages cost %+v, at most %+v is allowed", op.name, size, got, op.max)
			}
		}
		f.drain(opened.Conversation)
	}
}
