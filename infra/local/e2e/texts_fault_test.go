package e2e_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/seed"
	"confab/infra/local/topics"
)

// textEvent is a text as it lies in the queue.
func (h *house) textEvent(from, id, body string) events.SQSMessage {
	h.Helper()
	message, err := json.Marshal(map[string]string{
		"originationNumber": from, "destinationNumber": seed.Number, "messageBody": body, "inboundMessageId": id,
	})
	h.must(err)
	notification, err := topics.Notification("texts", "", string(message), time.Now())
	h.must(err)
	return events.SQSMessage{MessageId: id, Body: notification}
}

// receive delivers a batch to receive-sms as SQS does: what it reports as failed
// comes again.
func (h *house) receive(batch []events.SQSMessage) {
	h.Helper()
	for range 5 {
		payload, err := json.Marshal(events.SQSEvent{Records: batch})
		h.must(err)
		answer, err := h.Functions["receive-sms"].Invoke(h.Context(), payload)
		if err == nil {
			var response events.SQSEventResponse
			h.must(json.Unmarshal(answer, &response))
			batch = slices.DeleteFunc(batch, func(m events.SQSMessage) bool {
				return !slices.Contains(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
			})
		}
		if len(batch) == 0 {
			return
		}
		h.meters["receive-sms"].Revive()
	}
	h.Errorf("%d texts are reported as failed for ever", len(batch))
}

// phoneOf is a phone of its own for each fault.
func phoneOf(n int) string { return fmt.Sprintf("+1646555%04d", 100+n) }

func TestAKeywordIsHeededOnceWhateverCallFails(t *testing.T) {
	t.Parallel() // it mostly waits
	h := newHouse(t, "receive-sms")
	h.textsFrom("")
	n := 0
	h.everyFault("receive-sms", func(name string, arm func()) {
		n++
		from := phoneOf(n)
		batch := []events.SQSMessage{h.textEvent(from, fmt.Sprintf("join-%d", n), "JOIN")}
		arm()
		h.receive(slices.Clone(batch))
		h.receive(slices.Clone(batch)) // once more, as SQS may
		if got, want := h.history(from), []string{"confirmed", "consent"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("%s: recorded is %q, want %q", name, got, want)
		}
	})
	for i := range n {
		h.arrived(phoneOf(i+1), 1)
	}
}
