package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"confab/infra/local/seed"
	"confab/infra/local/texts"
	"confab/shared/inbox"
)

// phone is somebody's, whose words and number no log may hold.
const phone = "+12125550142"

func init() {
	written = append(written, "12125550142", "12125550143", "12125550101", "commande", "parcel", "Example Shop", "JOIN", "track")
}

// textsFrom gives the audience its number and further settings, and waits until it may
// be sent from.
func (h *house) textsFrom(settings string) {
	h.Helper()
	h.must(h.call("PATCH", h.path(""), "texting", `{"texting":{"numbers":["`+seed.Number+`"],"brand":"Example Shop","subscribe_keywords":["JOIN"]`+settings+`}}`, nil))
	var list struct{ Numbers []struct{ Closed string } }
	h.eventually("the number is active", func() bool {
		h.must(h.call("GET", h.path("/numbers"), "", "", &list))
		return len(list.Numbers) == 1 && list.Numbers[0].Closed == ""
	})
}

// path is one below the audience's.
func (h *house) path(rest string) string { return "/v1/audiences/" + h.audience.ID + rest }

// writes has a phone write to the audience's number.
func (h *house) writes(from, body string) *texts.Text {
	h.Helper()
	t, err := h.Texts.Write(h.Context(), texts.Written{From: from, To: seed.Number, Body: body})
	h.must(err)
	return t
}

// arrived waits until a phone has that many texts of ours, and returns them.
func (h *house) arrived(on string, n int) []texts.Text {
	h.Helper()
	var ours []texts.Text
	h.eventually(fmt.Sprintf("%d texts are on the phone", n), func() bool {
		all, err := h.Texts.Phone(h.Context(), on)
		h.must(err)
		ours = slices.DeleteFunc(all, func(t texts.Text) bool { return t.Via == texts.ViaPhone })
		return len(ours) >= n
	})
	if len(ours) > n {
		h.Fatalf("%d texts are on the phone, want %d: %+v", len(ours), n, ours)
	}
	return ours
}

// conversationWith waits for a phone's conversation.
func (h *house) conversationWith(number string) string {
	h.Helper()
	id := ""
	h.eventually("the text is there", func() bool {
		for _, row := range h.rows(inbox.Open) {
			if row.Channel == inbox.SMS && row.ContactName == number {
				id = row.Conversation
			}
		}
		return id != ""
	})
	return id
}

// says answers a conversation by text.
func (h *house) says(conversation, text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	h.must(err)
	return h.call("POST", "/v1/conversations/"+conversation+"/replies", url.QueryEscape(text), string(body), nil)
}

// closed fails the test unless the API refuses a text for the reason.
func (h *house) closed(err error, reason inbox.ClosedReason) {
	h.Helper()
	if !errors.Is(err, errStatus) || !strings.Contains(err.Error(), " 409 ") || !strings.Contains(err.Error(), `"reason":"`+string(reason)+`"`) {
		h.Fatalf("the API says %v, want a refusal with the reason %s", err, reason)
	}
}

// history are the kinds of what is recorded of a phone, the oldest first.
func (h *house) history(number string) (kinds []string) {
	h.Helper()
	var page struct{ Records []struct{ Kind string } }
	h.must(h.call("GET", h.path("/phones/"+url.PathEscape(number)+"/history"), "", "", &page))
	for _, r := range page.Records {
		kinds = append(kinds, r.Kind)
	}
	slices.Reverse(kinds)
	return kinds
}

// drained waits until a queue is empty.
func (h *house) drained(queue string) {
	h.Helper()
	h.eventually("the queue is empty: "+queue, func() bool { return h.queued(queue) == 0 })
}

func (h *house) queued(queue string) int {
	h.Helper()
	visible, hidden, err := h.Queues.Depth(h.Context(), queue)
	h.must(err)
	return visible + hidden
}

// sentAs waits until the message with a text has a state, and returns it.
func (h *house) sentAs(conversation, text string, state inbox.DeliveryState) *inbox.Message {
	h.Helper()
	var found *inbox.Message
	h.eventually(string(state), func() bool {
		for _, m := range h.messages(conversation) {
			if m.Direction == inbox.Outbound && m.Text == text && m.Delivery.State == state {
				found = &m
			}
		}
		return found != nil
	})
	return found
}

// fetch asks for something without a token and without following where it leads.
func (h *house) fetch(method, address, agent string) *http.Response {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Context(), method, address, nil)
	h.must(err)
	req.Header.Set("User-Agent", agent)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	h.must(err)
	_, err = io.Copy(io.Discard, res.Body)
	h.must(errors.Join(err, res.Body.Close()))
	return res
}

// texting has a number of which AWS answers keywords by itself: its list is taken
// over, and whoever left it meanwhile is found out by sending.
func (h *house) texting() {
	h.must(h.Texts.Set(h.Context(), texts.Number{Number: seed.Number, Managed: true}))
	h.must(h.Texts.OptOut(h.Context(), "+12125550143"))
	h.textsFrom("")
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	file := h.uploadAs("parcel.png", "image/png", "\x89PNG\r\n\x1a\n")
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "picture", `{"text":"Look","attachments":[`+file+`]}`, nil))
	h.must(h.says(thread, "https://shop.example.com/orders/2026/11/track?number=0123456789&language=fr"))
	h.fetch(http.MethodGet, shortLink.FindString(h.arrived(phone, 3)[2].Body), "Mozilla/5.0 (iPhone)")
	// AWS keeps its list, but does not know every word.
	h.writes("+12125550144", "Parar")
	h.eventually("they have opted out", func() bool { return slices.Contains(h.history("+12125550144"), "opt_out") })
	h.writes(phone, "please don't text me anymore")
	h.eventually("they seem to refuse", func() bool { return slices.Contains(h.history(phone), "refusal") })
	h.must(h.Texts.OptOut(h.Context(), phone))
	h.must(h.says(thread, "Are you there?"))
	h.sentAs(thread, "Are you there?", inbox.Failed)
	// Whoever is blocked is heard, and changes nothing.
	c, err := h.box.Store.Load(h.Context(), inbox.Keys{Conversations: []string{thread}})
	h.must(err)
	h.must(h.call("PATCH", "/v1/contacts/"+c.Conversations[thread].Contact, "block", `{"blocked":true}`, nil))
	h.writes(phone, "Can you hear me?")
	h.eventually("they are heard", func() bool {
		return slices.ContainsFunc(h.messages(thread), func(m inbox.Message) bool { return m.Hidden && m.Text == "Can you hear me?" })
	})
}

func (h *house) textingPlainly() {
	h.textsFrom("")
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "STOP")
	h.arrived(phone, 2)
}
