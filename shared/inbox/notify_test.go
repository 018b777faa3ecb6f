package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/setup"
)

// hookStore keeps webhooks and deliveries in memory, by version.
type hookStore struct {
	inbox.Store
	hook       *inbox.Webhook
	deliveries map[string]inbox.HookDelivery
	published  int
	notices    []inbox.Notice
}

func (s *hookStore) Load(_ context.Context, k inbox.Keys) (*inbox.Found, error) {
	if len(k.APIKeys) > 0 {
		return &inbox.Found{APIKeys: map[string]*inbox.APIKey{"k": {ID: "k", Author: "kim"}}}, nil
	}
	f := &inbox.Found{Webhooks: map[inbox.WebhookKey]*inbox.Webhook{}, HookDeliveries: map[inbox.HookDeliveryKey]*inbox.HookDelivery{}}
	for _, key := range k.Webhooks {
		if s.hook != nil {
			w := *s.hook
			f.Webhooks[key] = &w
		}
	}
	for _, key := range k.HookDeliveries {
		if d, there := s.deliveries[key.ID]; there {
			f.HookDeliveries[key] = &d
		}
	}
	return f, nil
}

func (s *hookStore) Commit(_ context.Context, c inbox.Change) error {
	for _, e := range c.HookDeliveries {
		have, there := s.deliveries[e.After.ID]
		if there != (e.Before != nil) || there && have.Rev != e.Before.Rev {
			return inbox.ErrConflict
		}
		e.After.Rev = have.Rev + 1
		s.deliveries[e.After.ID] = *e.After
	}
	s.notices = append(s.notices, c.Notices...)
	for _, e := range c.Webhooks {
		e.After.Rev = s.hook.Rev + 1
		s.hook = e.After
	}
	return nil
}

func (s *hookStore) Webhooks(context.Context, string) ([]inbox.Webhook, error) {
	return []inbox.Webhook{*s.hook}, nil
}

func (s *hookStore) Publish(_ context.Context, _ time.Time, events []inbox.Event) error {
	s.published += len(events)
	return nil
}

// receiver answers calls of a webhook.
type receiver struct {
	status  int
	headers []map[string]string
	bodies  []string
}

func (*receiver) Check(string) error { return nil }

func (r *receiver) Post(_ context.Context, _ string, header map[string]string, body []byte) (int, error) {
	r.headers, r.bodies = append(r.headers, header), append(r.bodies, string(body))
	if r.status == 0 {
		return 0, errors.New("connection refused")
	}
	return r.status, nil
}

// notes are what is offered to be attempted.
type notes []inbox.Notification

func (n *notes) Notify(_ context.Context, note inbox.Notification) error {
	*n = append(*n, note)
	return nil
}

// hooked is an inbox with one webhook.
type hooked struct {
	*testing.T
	inbox.Inbox
	store    *hookStore
	receiver *receiver
	offered  *notes
	now      time.Time
}

func newHooked(t *testing.T) *hooked {
	h := &hooked{T: t, receiver: &receiver{status: 200}, offered: &notes{}, now: start, store: &hookStore{
		deliveries: map[string]inbox.HookDelivery{},
		hook: &inbox.Webhook{
			ID: "w", Audience: "a", URL: "https://example.com/", State: inbox.WebhookActive, Created: start,
			Secret: inbox.SecretRef{Master: "a", Number: 1}, Events: []inbox.EventType{inbox.MessageReceived},
		},
	}}
	h.Inbox = inbox.Inbox{
		Store: h.store, IDs: setup.ULIDs{}, Now: func() time.Time { return h.now }, Metrics: counts{}, Log: slog.New(slog.DiscardHandler),
		Signing: &inbox.Signing{Current: "a", Keys: map[string][]byte{"a": []byte("a key of the test")}},
		Poster:  h.receiver, Notifier: h.offered,
	}
	return h
}

// received follows the arrival of a message.
func (h *hooked) received() {
	h.Helper()
	m := &inbox.Message{ID: "m", Conversation: "c", Audience: "a", Kind: inbox.KindMessage, Direction: inbox.Inbound, Rev: 1}
	if err := h.Follow(h.Context(), inbox.Changed{At: start, Message: of(nil, m)}); err != nil {
		h.Fatal(err)
	}
}

func (h *hooked) attempt(n inbox.Notification) inbox.HookDelivery {
	h.Helper()
	if err := h.Notify(h.Context(), n); err != nil {
		h.Fatal(err)
	}
	return h.store.deliveries[n.Delivery]
}

func TestAnEventIsOneDeliveryHoweverOftenItIsToldOf(t *testing.T) {
	h := newHooked(t)
	h.received()
	h.received()
	if err := h.Follow(t.Context(), inbox.Changed{At: start, Contact: of(nil, &inbox.Contact{ID: "p", Audience: "a", Rev: 1})}); err != nil {
		t.Fatal(err)
	}
	if len(*h.offered) != 2 || (*h.offered)[0].Delivery != (*h.offered)[1].Delivery || h.store.published != 3 {
		t.Fatalf("offered %+v", *h.offered)
	}
	for _, n := range *h.offered {
		h.attempt(n)
	}
	if len(h.receiver.bodies) != 1 {
		t.Errorf("called %d times", len(h.receiver.bodies))
	}
	got := h.receiver.headers[0]
	if got["Confab-Event"] != "message.received" || got["Confab-Delivery"] != (*h.offered)[0].Delivery ||
		got["Confab-Timestamp"] != fmt.Sprint(start.Unix()) {
		t.Errorf("called with %v", got)
	}
	if want := inbox.Signature(h.Signing.Secret("w", h.store.hook.Secret), start, []byte(h.receiver.bodies[0])); got["Confab-Signature"] != want {
		t.Errorf("signed %s, want %s", got["Confab-Signature"], want)
	}
}

// TestASignatureIsWhatTheDocumentSays holds one against what another program's HMAC
// makes of "1772442000." and the body.
func TestASignatureIsWhatTheDocumentSays(t *testing.T) {
	const want = "v1=3e644afce7286ef06108446eab702444a5874ff18f6b6e86c26c8fb71a238752"
	if got := inbox.Signature("whsec_test", start, []byte(`{"a":1}`)); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

func TestWhatIsNotAcceptedIsTriedForADay(t *testing.T) {
	for name, status := range map[string]int{"nobody answers": 0, "a refusal": 500, "a redirect": 302} {
		h := newHooked(t)
		h.receiver.status = status
		h.received()
		n := (*h.offered)[0]
		d := h.attempt(n)
		for d.State == inbox.HookWaiting {
			if d.Next.Sub(h.now) < 45*time.Second || d.Next.Sub(h.now) > 5*time.Hour {
				t.Fatalf("%s: attempt %d is %s after the one before", name, d.Attempts, d.Next.Sub(h.now))
			}
			if h.attempt(n); h.store.deliveries[n.Delivery].Attempts != d.Attempts {
				t.Fatalf("%s: a notification that came again was attempted again", name)
			}
			h.now = d.Next
			n.Attempt, n.Event = d.Attempts, nil
			d = h.attempt(n)
		}
		if d.State != inbox.HookGivenUp || d.Attempts < 8 || d.Attempts > 20 || h.now.Sub(start) > 24*time.Hour || d.Reason == "" || d.Status != status {
			t.Errorf("%s: %+v after %s", name, d, h.now.Sub(start))
		}
	}
}

func TestAWebhookThatNeverAcceptsIsDisabledAfterThreeDays(t *testing.T) {
	h := newHooked(t)
	h.receiver.status, h.store.hook.Author = 500, "key:k"
	for day := range 5 {
		h.now = start.Add(time.Duration(day) * 24 * time.Hour)
		m := &inbox.Message{ID: fmt.Sprint("m", day), Conversation: "c", Audience: "a", Kind: inbox.KindMessage, Direction: inbox.Inbound, Rev: 1}
		if err := h.Follow(t.Context(), inbox.Changed{At: h.now, Message: of(nil, m)}); err != nil {
			t.Fatal(err)
		}
		if day == 2 && h.store.hook.State != inbox.WebhookActive {
			t.Error("disabled before its time")
		}
		if day < len(*h.offered) {
			h.attempt((*h.offered)[day])
		}
	}
	if w := h.store.hook; w.State != inbox.WebhookDisabled || w.Reason == "" || len(*h.offered) != 4 || len(h.receiver.bodies) != 4 {
		t.Errorf("%+v after %d offers and %d calls", w, len(*h.offered), len(h.receiver.bodies))
	}
	if n := h.store.notices; len(n) != 1 || n[0].Member != "kim" || n[0].Kind != inbox.NoticeWebhookDisabled || n[0].Webhook != "w" {
		t.Errorf("who made the key that made it is told %+v", n)
	}
	w, err := h.EditWebhook(t.Context(), anybody, inbox.WebhookKey{Audience: "a", ID: "w"}, 0, func(w *inbox.Webhook) error {
		w.State = inbox.WebhookActive
		return nil
	})
	if err != nil || w.State != inbox.WebhookActive || !w.Failing.IsZero() || w.Reason != "" {
		t.Errorf("%+v, %v", w, err)
	}
}

func TestASuccessEndsTheFailing(t *testing.T) {
	h := newHooked(t)
	h.receiver.status = 500
	h.received()
	d := h.attempt((*h.offered)[0])
	if h.store.hook.Failing != start {
		t.Errorf("fails since %v", h.store.hook.Failing)
	}
	h.receiver.status, h.now = 204, d.Next
	n := (*h.offered)[0]
	n.Attempt = 1
	if d := h.attempt(n); d.State != inbox.HookDelivered || d.Reason != "" || !h.store.hook.Failing.IsZero() {
		t.Errorf("%+v, failing since %v", d, h.store.hook.Failing)
	}
}

func TestBothSecretsSignForADayAfterTheirChange(t *testing.T) {
	h := newHooked(t)
	before := h.Signing.Secret("w", h.store.hook.Secret)
	_, after, err := h.RotateWebhook(t.Context(), anybody, inbox.WebhookKey{Audience: "a", ID: "w"}, 0, nil)
	if err != nil || after == before || after == "" {
		t.Fatalf("%q after %q, %v", after, before, err)
	}
	signatures := func() []string {
		h.receiver.headers = nil
		h.store.deliveries = map[string]inbox.HookDelivery{}
		h.received()
		h.attempt((*h.offered)[len(*h.offered)-1])
		return strings.Split(h.receiver.headers[0]["Confab-Signature"], ",")
	}
	body := func() []byte { return []byte(h.receiver.bodies[len(h.receiver.bodies)-1]) }
	if got := signatures(); len(got) != 2 || got[0] != inbox.Signature(after, h.now, body()) || got[1] != inbox.Signature(before, h.now, body()) {
		t.Errorf("signed %v", got)
	}
	h.now = start.Add(inbox.SecretOverlap)
	if got := signatures(); len(got) != 1 || got[0] != inbox.Signature(after, h.now, body()) {
		t.Errorf("a day later it is signed %v", got)
	}
}
