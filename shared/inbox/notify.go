package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"
)

// WebhookTest is the event that an admin has sent to try a webhook out. No feed
// has it.
const WebhookTest EventType = "webhook.test"

// HookDeliveryState is what became of the delivery of an event to a webhook.
type HookDeliveryState string

// The states of a delivery.
const (
	HookWaiting   HookDeliveryState = "waiting"   // for its next attempt
	HookDelivered HookDeliveryState = "delivered" // answered with a status of 2xx
	HookGivenUp   HookDeliveryState = "given_up"
)

const (
	// HookDeliveryKept is for how long a delivery can be looked at and replayed.
	HookDeliveryKept = 30 * 24 * time.Hour
	// hookTries is for how long a delivery is tried.
	hookTries = 24 * time.Hour
	// The pause before the next attempt doubles from the first to the longest.
	hookFirstPause, hookLongestPause = time.Minute, 4 * time.Hour
)

// HookDelivery is an event on its way to a webhook.
type HookDelivery struct {
	ID       string // the same however often it is tried: receivers tell repetitions by it
	Webhook  string
	Audience string
	Event    Event
	State    HookDeliveryState
	Attempts int
	Status   int       // of the last answer; 0 for none
	Reason   string    // why the last attempt failed
	At       time.Time // when it was first tried, or last asked for
	Last     time.Time // of attempts
	Next     time.Time // while it waits
	Rev      int64
}

// HookDeliveryKey names a delivery.
type HookDeliveryKey struct{ Webhook, ID string }

// HookDeliveryQuery asks for one page of a webhook's deliveries, newest first.
type HookDeliveryQuery struct {
	Webhook string
	Before  string // only those with a smaller id; empty for the newest
	Limit   int
}

// HookDeliveryPage is one page of deliveries.
type HookDeliveryPage struct {
	Deliveries []HookDelivery
	More       bool
}

// Notification asks that a delivery be attempted.
type Notification struct {
	Webhook  WebhookKey `json:"webhook"`
	Delivery string     `json:"delivery"`
	Attempt  int        `json:"attempt"` // how many there were before
	// Event is with the first attempt, of which nothing is stored yet.
	Event *Event `json:"event,omitempty"`
}

// HookCache remembers the webhooks of audiences for a minute: each event asks for
// them. Its zero value is ready.
type HookCache struct {
	mu   sync.Mutex
	read map[string]time.Time
	of   map[string][]Webhook
}

const hooksRemembered = time.Minute

// get returns what is remembered of an audience, or else what load reads.
func (c *HookCache) get(audience string, now time.Time, load func() ([]Webhook, error)) ([]Webhook, error) {
	if c == nil {
		return load()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, known := c.read[audience]; known && now.Sub(at) < hooksRemembered {
		return c.of[audience], nil
	}
	hooks, err := load()
	if err != nil {
		return nil, err
	}
	if c.read == nil {
		c.read, c.of = map[string]time.Time{}, map[string][]Webhook{}
	}
	c.read[audience], c.of[audience] = now, hooks
	return hooks, nil
}

// tell offers an event to each webhook that wants it. The delivery's id derives
// from both, so that an event that is published again is the same delivery.
func (b *Inbox) tell(ctx context.Context, e Event) error {
	hooks, err := b.Hooks.get(e.Audience, b.Now(), func() ([]Webhook, error) { return b.Store.Webhooks(ctx, e.Audience) })
	if err != nil {
		return err
	}
	for _, w := range hooks {
		if !w.wants(e.Type) {
			continue
		}
		n := Notification{Webhook: WebhookKey{w.Audience, w.ID}, Delivery: b.IDs.Derive(e.At, w.ID, e.ID), Event: &e}
		if err := b.Notifier.Notify(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Notify attempts a delivery once and records what came of it. A notification
// that comes again after its attempt was recorded changes nothing; between the
// two the receiver may hear twice.
func (b *Inbox) Notify(ctx context.Context, n Notification) error {
	w, d, err := b.hookDelivery(ctx, n.Webhook, n.Delivery)
	if err != nil {
		return err
	}
	if d == nil && n.Event != nil {
		d = &HookDelivery{ID: n.Delivery, Webhook: n.Webhook.ID, Audience: n.Webhook.Audience, Event: *n.Event, State: HookWaiting, At: b.Now()}
	}
	if d == nil || d.State != HookWaiting || d.Attempts != n.Attempt {
		return nil
	}
	if w == nil || w.State != WebhookActive {
		return b.forget(ctx, d)
	}
	status, failure := b.attempt(ctx, w, d)
	err = b.retry(ctx, func() error { return b.recordAttempt(ctx, w.Audience, d, status, failure) })
	return correlated(WithCorrelation(ctx, d.Event.Correlation), err)
}

func (b *Inbox) hookDelivery(ctx context.Context, webhook WebhookKey, id string) (*Webhook, *HookDelivery, error) {
	key := HookDeliveryKey{webhook.ID, id}
	f, err := b.Store.Load(ctx, Keys{Webhooks: []WebhookKey{webhook}, HookDeliveries: []HookDeliveryKey{key}})
	if err != nil {
		return nil, nil, err
	}
	return f.Webhooks[webhook], f.HookDeliveries[key], nil
}

// forget ends a delivery to a webhook that is not called any more.
func (b *Inbox) forget(ctx context.Context, d *HookDelivery) error {
	if d.Rev == 0 {
		return nil
	}
	after := *d
	after.State, after.Next, after.Reason = HookGivenUp, time.Time{}, "The webhook is disabled or deleted."
	err := b.Store.Commit(ctx, Change{HookDeliveries: []Edit[HookDelivery]{{Before: d, After: &after}}})
	if errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// attempt calls the webhook once.
func (b *Inbox) attempt(ctx context.Context, w *Webhook, d *HookDelivery) (status int, failure string) {
	body, err := json.Marshal(d.Event)
	if err != nil {
		return 0, "The event could not be written."
	}
	now := b.Now()
	status, err = b.Poster.Post(ctx, w.URL, map[string]string{
		"Content-Type": "application/json", "User-Agent": "Confab",
		"Confab-Event": string(d.Event.Type), "Confab-Delivery": d.ID,
		"Confab-Timestamp": strconv.FormatInt(now.Unix(), 10), "Confab-Signature": b.Signing.sign(w, now, body),
	}, body)
	accepted := err == nil && status/100 == 2
	b.Log.InfoContext(ctx, "webhook called", "webhook", w.ID, "delivery", d.ID, "event", d.Event.Type, "attempt", d.Attempts+1,
		"status", status, "accepted", accepted)
	switch {
	case accepted:
		b.Metrics.Count("WebhookSent", 1)
		b.Metrics.Duration("WebhookLag", b.Now().Sub(d.Event.At))
		return status, ""
	case err != nil:
		b.Metrics.Count("WebhookFailed", 1)
		return 0, "The URL could not be called: " + clip(oneLine(err.Error()), maxReason)
	}
	b.Metrics.Count("WebhookFailed", 1)
	return status, fmt.Sprintf("It answered with the status %d.", status)
}

// maxReason is how many bytes of an error are kept.
const maxReason = 200

// recordAttempt records what an attempt came to, with what it says of the webhook,
// unless it has been recorded.
func (b *Inbox) recordAttempt(ctx context.Context, audience string, d *HookDelivery, status int, failure string) error {
	w, before, err := b.hookDelivery(ctx, WebhookKey{audience, d.Webhook}, d.ID)
	if err != nil || before != nil && before.Attempts != d.Attempts {
		return err
	}
	now := b.Now()
	after := *d
	after.Attempts, after.Status, after.Reason, after.Last = d.Attempts+1, status, failure, now
	after.State, after.Next = HookDelivered, time.Time{}
	if failure != "" {
		after.State = HookGivenUp
		if next := now.Add(hookPause(after.Attempts)); next.Before(d.At.Add(hookTries)) {
			after.State, after.Next = HookWaiting, next
		}
	}
	change := Change{HookDeliveries: []Edit[HookDelivery]{{Before: before, After: &after}}}
	if w != nil {
		if err := b.judge(ctx, w, failure == "", now, &change); err != nil {
			return err
		}
	}
	return b.Store.Commit(ctx, change)
}

// hookPause is the pause after so many attempts, a fifth longer or shorter, so that
// what failed together does not come back together.
func hookPause(attempts int) time.Duration {
	pause := min(hookFirstPause<<min(attempts-1, 20), hookLongestPause)
	return pause*4/5 + time.Duration(rand.Int64N(int64(pause*2/5)))
}

// judge notes since when a webhook fails, and disables one that has failed for too
// long.
func (b *Inbox) judge(ctx context.Context, w *Webhook, accepted bool, now time.Time, change *Change) (err error) {
	after := *w
	switch {
	case accepted:
		after.Failing = time.Time{}
	case w.Failing.IsZero():
		after.Failing = now
	case w.State == WebhookActive && now.Sub(w.Failing) >= WebhookPatience:
		after.State, after.Reason = WebhookDisabled, "No call has been accepted for three days."
		change.Audit = b.audit(ctx, AuditWebhookDisabled, w.Audience, w.ID, nil)
		if change.Notices, err = b.tellDisabled(ctx, w, now); err != nil {
			return err
		}
		b.Metrics.Count("WebhookDisabled", 1)
	}
	if after.Failing != w.Failing || after.State != w.State {
		change.Webhooks = []Edit[Webhook]{{Before: w, After: &after}}
	}
	return nil
}

// tellDisabled tells who made a webhook that it is disabled; of a key, who made that.
func (b *Inbox) tellDisabled(ctx context.Context, w *Webhook, now time.Time) ([]Notice, error) {
	maker := w.Author
	if id, key := KeyID(maker); key {
		f, err := b.Store.Load(ctx, Keys{APIKeys: []string{id}})
		if err != nil {
			return nil, err
		}
		if maker = ""; f.APIKeys[id] != nil {
			maker = f.APIKeys[id].Author
		}
	}
	if maker == "" {
		return nil, nil
	}
	return []Notice{{
		Member: maker, ID: b.IDs.Derive(now, "notice", string(NoticeWebhookDisabled), maker, w.ID), At: now,
		Kind: NoticeWebhookDisabled, Audience: w.Audience, Webhook: w.ID, Unseen: true,
	}}, nil
}

// wakeDelivery offers a delivery for its next attempt, and puts it off until the
// queue must have lost it.
func (b *Inbox) wakeDelivery(ctx context.Context, due Due, now time.Time) error {
	key := HookDeliveryKey{due.Owner, due.ID}
	f, err := b.Store.Load(ctx, Keys{HookDeliveries: []HookDeliveryKey{key}})
	if err != nil {
		return err
	}
	d := f.HookDeliveries[key]
	if d == nil || d.State != HookWaiting || d.Next.After(now.Add(-clockSkew)) {
		return nil
	}
	after := *d
	after.Next = now.Add(hookOfferAgain)
	err = b.Store.Commit(ctx, Change{HookDeliveries: []Edit[HookDelivery]{{Before: d, After: &after}}})
	if err != nil {
		return err
	}
	return b.Notifier.Notify(ctx, Notification{Webhook: WebhookKey{d.Audience, d.Webhook}, Delivery: d.ID, Attempt: d.Attempts})
}

// hookOfferAgain is after what time a delivery of which nothing was heard is offered
// again.
const hookOfferAgain = 10 * time.Minute

// HookDeliveries lists what a webhook was told, newest first.
func (b *Inbox) HookDeliveries(ctx context.Context, gate Gate, key WebhookKey, q HookDeliveryQuery) (*HookDeliveryPage, error) {
	if _, err := b.webhook(ctx, gate, key); err != nil {
		return nil, err
	}
	q.Webhook = key.ID
	return b.Store.HookDeliveries(ctx, q)
}

// ReplayDelivery has an event delivered again, under the same id, within a minute.
func (b *Inbox) ReplayDelivery(ctx context.Context, gate Gate, key WebhookKey, delivery string, r *Request) (out *HookDelivery, err error) {
	if _, err := b.callable(ctx, gate, key); err != nil {
		return nil, err
	}
	err = b.retry(ctx, func() error {
		_, d, err := b.hookDelivery(ctx, key, delivery)
		if err != nil {
			return err
		}
		if d == nil {
			return problem(ErrNotFound, "There is no such delivery.")
		}
		if done, err := b.replayed(ctx, r); err != nil || done != nil {
			out = d
			return err
		}
		after := *d
		after.State, after.At, after.Next = HookWaiting, b.Now(), b.Now().Add(-clockSkew)
		out = &after
		return b.Store.Commit(ctx, Change{
			HookDeliveries: []Edit[HookDelivery]{{Before: d, After: &after}}, Request: r.made(b.Now(), "", d.ID, ""),
		})
	})
	return out, err
}

// TestWebhook has an event of the type [WebhookTest] delivered, within a minute.
func (b *Inbox) TestWebhook(ctx context.Context, gate Gate, key WebhookKey, r *Request) (*HookDelivery, error) {
	if _, err := b.callable(ctx, gate, key); err != nil {
		return nil, err
	}
	done, err := b.replayed(ctx, r)
	if err != nil {
		return nil, err
	}
	if done != nil {
		_, d, err := b.hookDelivery(ctx, key, done.Message)
		return d, err
	}
	now := b.Now()
	id := b.IDs.New(now)
	d := &HookDelivery{
		ID: id, Webhook: key.ID, Audience: key.Audience, State: HookWaiting, At: now, Next: now.Add(-clockSkew), // no attempt can be under way
		Event: Event{Version: 1, ID: id, Type: WebhookTest, Audience: key.Audience, Actor: Actor(ctx), At: now},
	}
	return d, b.Store.Commit(ctx, Change{HookDeliveries: []Edit[HookDelivery]{{After: d}}, Request: r.made(now, "", id, "")})
}

// callable is a webhook that is called.
func (b *Inbox) callable(ctx context.Context, gate Gate, key WebhookKey) (*Webhook, error) {
	w, err := b.webhook(ctx, gate, key)
	if err == nil && w.State != WebhookActive {
		return nil, problem(ErrConflict, "The webhook is disabled; enable it first.")
	}
	return w, err
}
