package inbox

import (
	"context"
	"slices"
	"strings"
	"time"
)

// WebhookState is whether a webhook is called.
type WebhookState string

// The states of a webhook.
const (
	WebhookActive   WebhookState = "active"
	WebhookDisabled WebhookState = "disabled" // by us, after [WebhookPatience], or by an admin
)

const (
	// MaxWebhooks is how many an audience has.
	MaxWebhooks = 10
	// SecretOverlap is for how long a secret that was replaced still signs beside its
	// successor.
	SecretOverlap = 24 * time.Hour
	// WebhookPatience is after what time without one accepted call a webhook that
	// fails is disabled.
	WebhookPatience = 3 * 24 * time.Hour
)

// Webhook has the events of an audience posted to a URL.
type Webhook struct {
	ID       string
	Audience string
	URL      string
	Events   []EventType // those it is told of; none for all
	State    WebhookState
	Reason   string // a sentence, where we have disabled it
	// Failing is since when no call has been accepted; zero while they are.
	Failing time.Time

	Secret SecretRef
	// Former is the secret before, which signs too until FormerUntil.
	Former      SecretRef
	FormerUntil time.Time

	Author  string // who made it
	Created time.Time
	Rev     int64
}

// SecretRef names a webhook's secret, which is derived whenever it is needed and
// kept nowhere.
type SecretRef struct {
	Master string // the id of the master key
	Number int    // counts the webhook's secrets
}

// WebhookKey names a webhook.
type WebhookKey struct {
	Audience string `json:"audience"`
	ID       string `json:"id"`
}

// wants tells whether the webhook is told of events of the type.
func (w *Webhook) wants(t EventType) bool {
	return w.State == WebhookActive && (len(w.Events) == 0 || slices.Contains(w.Events, t))
}

// CreateWebhook makes a webhook and returns its secret.
func (b *Inbox) CreateWebhook(ctx context.Context, gate Gate, w Webhook, r *Request) (*Webhook, string, error) {
	if _, err := b.audience(ctx, w.Audience); err != nil {
		return nil, "", err
	}
	if err := gate(ctx, w.Audience); err != nil {
		return nil, "", err
	}
	if err := b.tidyWebhook(&w); err != nil {
		return nil, "", err
	}
	done, err := b.replayed(ctx, r)
	if err != nil {
		return nil, "", err
	}
	if done != nil {
		made, err := b.webhook(ctx, gate, WebhookKey{w.Audience, done.Contact})
		return made, "", err
	}
	others, err := b.Store.Webhooks(ctx, w.Audience)
	if err != nil {
		return nil, "", err
	}
	if len(others) >= MaxWebhooks {
		return nil, "", problem(ErrInvalid, "An audience has at most %d webhooks.", MaxWebhooks)
	}
	now := b.Now()
	w.ID, w.State, w.Author, w.Created = b.IDs.New(now), WebhookActive, Actor(ctx), now
	w.Secret = SecretRef{Master: b.Signing.Current, Number: 1}
	err = b.Store.Commit(ctx, Change{
		Webhooks: []Edit[Webhook]{{After: &w}}, Request: r.made(now, "", "", w.ID),
		Audit: b.audit(ctx, AuditWebhookCreated, w.Audience, w.ID, nil),
	})
	return &w, b.Signing.Secret(w.ID, w.Secret), err
}

// Webhooks lists those of an audience, the oldest first.
func (b *Inbox) Webhooks(ctx context.Context, gate Gate, audience string) ([]Webhook, error) {
	if _, err := b.audience(ctx, audience); err != nil {
		return nil, err
	}
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	return b.Store.Webhooks(ctx, audience)
}

// Webhook reads one.
func (b *Inbox) Webhook(ctx context.Context, gate Gate, key WebhookKey) (*Webhook, error) {
	return b.webhook(ctx, gate, key)
}

// EditWebhook changes where a webhook leads, what it is told of, and whether it is
// called. One that is called again begins without a past.
func (b *Inbox) EditWebhook(ctx context.Context, gate Gate, key WebhookKey, ifMatch int64, edit func(*Webhook) error) (*Webhook, error) {
	before, err := b.webhook(ctx, gate, key)
	if err != nil {
		return nil, err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, problem(ErrConflict, "The webhook has changed since you loaded it; load it again.")
	}
	after := *before
	if err := edit(&after); err != nil {
		return nil, err
	}
	if err := b.tidyWebhook(&after); err != nil {
		return nil, err
	}
	if after.State == WebhookActive && (before.State != WebhookActive || after.URL != before.URL) {
		after.Reason, after.Failing = "", time.Time{}
	}
	return &after, b.Store.Commit(ctx, Change{
		Webhooks: []Edit[Webhook]{{Before: before, After: &after}},
		Audit:    b.audit(ctx, AuditWebhookEdited, key.Audience, key.ID, map[string]string{"fields": fieldsChanged(before, &after)}),
	})
}

// RotateWebhook gives a webhook another secret and returns it. The one before
// signs too for [SecretOverlap], so that a receiver can change over without loss.
func (b *Inbox) RotateWebhook(ctx context.Context, gate Gate, key WebhookKey, ifMatch int64, r *Request) (*Webhook, string, error) {
	before, err := b.webhook(ctx, gate, key)
	if err != nil {
		return nil, "", err
	}
	if done, err := b.replayed(ctx, r); err != nil || done != nil {
		return before, "", err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, "", problem(ErrConflict, "The webhook has changed since you loaded it; load it again.")
	}
	after := *before
	after.Former, after.FormerUntil = before.Secret, b.Now().Add(SecretOverlap)
	after.Secret = SecretRef{Master: b.Signing.Current, Number: before.Secret.Number + 1}
	err = b.Store.Commit(ctx, Change{
		Webhooks: []Edit[Webhook]{{Before: before, After: &after}}, Request: r.made(b.Now(), "", "", key.ID),
		Audit: b.audit(ctx, AuditWebhookRotated, key.Audience, key.ID, nil),
	})
	return &after, b.Signing.Secret(after.ID, after.Secret), err
}

// DeleteWebhook takes a webhook away. What it was still to be told is forgotten.
func (b *Inbox) DeleteWebhook(ctx context.Context, gate Gate, key WebhookKey) error {
	w, err := b.webhook(ctx, gate, key)
	if err != nil {
		return err
	}
	return b.Store.Commit(ctx, Change{
		Webhooks: []Edit[Webhook]{{Before: w}}, Audit: b.audit(ctx, AuditWebhookDeleted, key.Audience, key.ID, nil),
	})
}

func (b *Inbox) webhook(ctx context.Context, gate Gate, key WebhookKey) (*Webhook, error) {
	if err := gate(ctx, key.Audience); err != nil {
		return nil, err
	}
	f, err := b.Store.Load(ctx, Keys{Webhooks: []WebhookKey{key}})
	if err != nil {
		return nil, err
	}
	if f.Webhooks[key] == nil {
		return nil, problem(ErrNotFound, "There is no such webhook.")
	}
	return f.Webhooks[key], nil
}

// replayed returns the record of a request that was heard before, nil of a new one.
func (b *Inbox) replayed(ctx context.Context, r *Request) (*Request, error) {
	if r == nil {
		return nil, nil
	}
	f, err := b.Store.Load(ctx, Keys{Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	return r.replayed(f)
}

// tidyWebhook brings what was typed into its one form and says what cannot be.
func (b *Inbox) tidyWebhook(w *Webhook) error {
	w.URL = strings.TrimSpace(w.URL)
	w.Events = slices.Clone(w.Events)
	slices.Sort(w.Events)
	w.Events = slices.Compact(w.Events)
	for _, t := range w.Events {
		if !slices.Contains(EventTypes, t) {
			return problem(ErrInvalid, "There are no events of the type %q.", oneLine(string(t)))
		}
	}
	if w.State != "" && w.State != WebhookActive && w.State != WebhookDisabled {
		return problem(ErrInvalid, "A webhook is active or disabled, not %q.", w.State)
	}
	return b.Poster.Check(w.URL)
}
