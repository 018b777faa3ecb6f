package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
)

// of are the lines of one trigger: what a query for its correlation finds.
func (h *house) of(correlation string) []line {
	h.Helper()
	return slices.DeleteFunc(h.lines(), func(l line) bool { return l.Correlation != correlation })
}

// answer answers a conversation and returns the id that the client is told to
// quote when it asks for help.
func (h *house) answer(conversation, text string) (correlation string) {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.PageURL+"/v1/conversations/"+conversation+"/replies",
		strings.NewReader(fmt.Sprintf(`{"text":%q}`, text)))
	h.must(err)
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", strings.Fields(text)[0])
	res, err := http.DefaultClient.Do(req)
	h.must(err)
	defer res.Body.Close()
	if id := res.Header.Get("X-Request-Id"); res.StatusCode == http.StatusCreated && id != "" {
		return id
	}
	h.Fatalf("the answer is answered with %s and the header %v", res.Status, res.Header)
	return ""
}

// outbound returns the team's messages of a conversation by what they say.
func (h *house) outbound(conversation string) map[string]*inbox.Message {
	h.Helper()
	out := map[string]*inbox.Message{}
	for _, m := range h.messages(conversation) {
		if m.Direction == inbox.Outbound {
			out[m.Text] = &m
		}
	}
	return out
}

func TestOneCorrelationLeadsFromTheTriggerToTheLastEvent(t *testing.T) {
	h := newHouse(t)
	h.must(h.submit(mail("question"), support))
	h.eventually("the mail is there", func() bool { return len(h.about("question")) == 1 })
	conversation := h.about("question")[0].Conversation
	received := strings.TrimPrefix(h.messages(conversation)[0].Raw, "raw/")
	h.eventually("the mail's own id leads to it", func() bool {
		return slices.ContainsFunc(h.of(received), func(l line) bool {
			return l.Function == "receive-email" && l.Conversation == conversation && l.Message == h.messages(conversation)[0].ID
		})
	})

	// The second waits behind the first, and is offered when that one is settled.
	h.Queues.Delay.Store(int64(time.Second))
	correlations := map[string]string{}
	for _, text := range []string{"An answer.", "Another answer."} {
		correlations[text] = h.answer(conversation, text)
	}
	steps := []string{
		"inbox-api message queued", "inbox-api request", "publish-events message offered",
		"send-message message claimed", "send-message delivery recorded sent", "send-message offer dealt with",
		"record-delivery delivery recorded sent", "record-delivery delivery recorded delivered",
	}
	for text, correlation := range correlations {
		message := h.outbound(conversation)[text].ID
		var missing []string
		h.eventually("the path of an answer is in the log", func() bool {
			missing = slices.Clone(steps)
			for _, l := range h.of(correlation) {
				missing = slices.DeleteFunc(missing, func(s string) bool {
					return s == strings.TrimSpace(l.Function+" "+l.Msg+" "+l.State)
				})
			}
			return len(missing) == 0
		})
		for _, l := range h.lines() {
			if l.Message == message && l.Correlation != correlation {
				t.Errorf("a line of %s has another correlation than %s: %s", message, correlation, l.text)
			}
			if l.Invocation == "" { // Lambda's own lines stand under it
				t.Errorf("a line of no invocation: %s", l.text)
			}
		}
	}
}
