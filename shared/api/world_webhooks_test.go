package api_test

import (
	"context"

	"confab/shared/inbox"
)

func hook(audience string) *inbox.Webhook {
	return &inbox.Webhook{
		ID: "w-" + audience, Audience: audience, URL: "https://" + secret(audience) + ".example.com/", State: inbox.WebhookActive,
		Secret: inbox.SecretRef{Master: "a", Number: 1}, Created: noon, Rev: 2,
	}
}

func hookDelivery(audience string) *inbox.HookDelivery {
	return &inbox.HookDelivery{
		ID: "d-" + audience, Webhook: "w-" + audience, Audience: audience, State: inbox.HookDelivered, Attempts: 1, Status: 200, At: noon, Last: noon,
		Event: inbox.Event{ID: "e", Type: inbox.MessageReceived, Audience: audience, Rev: 1, At: noon},
	}
}

// touch finds a webhook as the domain does: the gate is asked first, since the
// audience is half of the key.
func (w *world) touch(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, op string) (*inbox.Webhook, error) {
	if err := gate(ctx, key.Audience); err != nil {
		return nil, err
	}
	if w.audience(key.Audience) == nil || key.ID != "w-"+key.Audience {
		return nil, notThere("webhook")
	}
	return hook(key.Audience), w.pass(ctx, gate, key.Audience, op)
}

func (w *world) CreateWebhook(ctx context.Context, gate inbox.Gate, h inbox.Webhook, r *inbox.Request) (*inbox.Webhook, string, error) {
	if w.audience(h.Audience) == nil {
		return nil, "", notThere("audience")
	}
	w.made = r
	h.ID, h.State, h.Rev = "new", inbox.WebhookActive, 1
	return &h, "whsec_x", w.pass(ctx, gate, h.Audience, "create webhook")
}

func (w *world) Webhooks(ctx context.Context, gate inbox.Gate, audience string) ([]inbox.Webhook, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	return []inbox.Webhook{*hook(audience)}, w.pass(ctx, gate, audience, "webhooks")
}

func (w *world) Webhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey) (*inbox.Webhook, error) {
	return w.touch(ctx, gate, key, "webhook")
}

func (w *world) EditWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, ifMatch int64, edit func(*inbox.Webhook) error) (*inbox.Webhook, error) {
	w.ifMatch = ifMatch
	h, err := w.touch(ctx, gate, key, "edit webhook")
	if err != nil {
		return nil, err
	}
	return h, edit(h)
}

func (w *world) RotateWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, ifMatch int64, r *inbox.Request) (*inbox.Webhook, string, error) {
	w.ifMatch, w.made = ifMatch, r
	h, err := w.touch(ctx, gate, key, "rotate webhook")
	return h, "whsec_y", err
}

func (w *world) DeleteWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey) error {
	_, err := w.touch(ctx, gate, key, "delete webhook")
	return err
}

func (w *world) HookDeliveries(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, q inbox.HookDeliveryQuery) (*inbox.HookDeliveryPage, error) {
	if _, err := w.touch(ctx, gate, key, "deliveries"); err != nil {
		return nil, err
	}
	return &inbox.HookDeliveryPage{Deliveries: []inbox.HookDelivery{*hookDelivery(key.Audience)}, More: q.Before == ""}, nil
}

func (w *world) ReplayDelivery(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, delivery string, r *inbox.Request) (*inbox.HookDelivery, error) {
	w.made = r
	if _, err := w.touch(ctx, gate, key, "replay"); err != nil {
		return nil, err
	}
	if delivery != "d-"+key.Audience {
		return nil, notThere("delivery")
	}
	return hookDelivery(key.Audience), nil
}

func (w *world) TestWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, r *inbox.Request) (*inbox.HookDelivery, error) {
	w.made = r
	if _, err := w.touch(ctx, gate, key, "test webhook"); err != nil {
		return nil, err
	}
	return hookDelivery(key.Audience), nil
}
