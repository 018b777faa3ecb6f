package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// aboutWebhooks is what a receiver has to know.
const aboutWebhooks = "An event is posted as JSON with ids alone; read what you need by the API. Answer with a status of 2xx within ten seconds; redirects are not followed. " +
	"What is not accepted is tried again for a day, a minute later at first and up to four hours later at last. Events come at least once and in any order: `Confab-Delivery` is the same for each attempt. " +
	"A webhook of which nothing has been accepted for three days is disabled.\n\n" +
	"`Confab-Signature` proves that an event is ours: compute HMAC-SHA256 of `Confab-Timestamp`, a full stop and the body as it came, under the secret, all of its characters included; " +
	"write it in lower-case hexadecimal digits behind `v1=` and compare, in constant time, with each of the signatures, of which there are two, with a comma between, for a day after the secret was replaced. Refuse a timestamp older than five minutes."

func (a *API) webhookRoutes() {
	const all, one = "/v1/audiences/{audience}/webhooks", "/v1/audiences/{audience}/webhooks/{webhook}"
	op := func(id, method, path string, status int, summary, description string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: path, DefaultStatus: status, Tags: []string{tagWebhooks}, Summary: summary, Description: description,
		}
	}
	register(a, op("list-webhooks", http.MethodGet, all, 200, "List webhooks", "The oldest first."), a.listWebhooks)
	register(a, op("create-webhook", http.MethodPost, all, 201, "Create a webhook", "The answer holds the secret, this once.\n\n"+aboutWebhooks), a.createWebhook)
	register(a, op("get-webhook", http.MethodGet, one, 200, "Read a webhook", "Without its secret."), a.getWebhook)
	register(a, op("edit-webhook", http.MethodPatch, one, 200, "Edit a webhook", "What is left out stays as it is. Setting active calls one again that was disabled."), a.editWebhook)
	register(a, op("rotate-webhook", http.MethodPost, one+"/secret", 200, "Replace a webhook's secret", "The answer holds the new secret, this once. For a day both sign."), a.rotateWebhook)
	register(a, op("delete-webhook", http.MethodDelete, one, 204, "Delete a webhook", "What it was still to be told is forgotten."), a.deleteWebhook)
	register(a, op("test-webhook", http.MethodPost, one+"/test", 202, "Try a webhook out", "Has an event of the type webhook.test posted within a minute."), a.testWebhook)
	register(a, op("list-deliveries", http.MethodGet, one+"/deliveries", 200, "List what a webhook was told", "The newest first, for 30 days."), a.listDeliveries)
	register(a, op("replay-delivery", http.MethodPost, one+"/deliveries/{delivery}/replay", 202, "Tell a webhook again", "Posts the event again within a minute, under the same id."), a.replayDelivery)
}

// Webhook is a webhook without its secret.
type Webhook struct {
	ID      string     `json:"id"`
	URL     string     `json:"url"`
	Events  []string   `json:"events" doc:"Types of events; empty for all."`
	State   string     `json:"state" enum:"active,disabled"`
	Reason  string     `json:"reason,omitempty" doc:"Why we have disabled it."`
	Failing *time.Time `json:"failing,omitempty" doc:"Since when nothing has been accepted; absent while it is."`
	Author  string     `json:"author"`
	Created time.Time  `json:"created"`
	Rev     int64      `json:"rev"`
}

// WebhookList is an audience's webhooks.
type WebhookList struct {
	Webhooks []Webhook `json:"webhooks"`
}

// MadeWebhook is a webhook with its secret.
type MadeWebhook struct {
	Webhook
	Secret string `json:"secret" example:"whsec_…" doc:"It is shown once: empty where the request was a repetition."`
}

// NewWebhook is a webhook to create.
type NewWebhook struct {
	URL    string   `json:"url" minLength:"1" maxLength:"2000" example:"https://example.com/confab" doc:"With https, on port 443 or 8443, at a public address."`
	Events []string `json:"events,omitempty" maxItems:"50" doc:"Types of events, as the change feed has them; all, if left out."`
}

// EditedWebhook is what to change of a webhook.
type EditedWebhook struct {
	URL    *string   `json:"url,omitempty" minLength:"1" maxLength:"2000"`
	Events *[]string `json:"events,omitempty" maxItems:"50"`
	State  *string   `json:"state,omitempty" enum:"active,disabled"`
}

// HookDelivery is an event on its way to a webhook.
type HookDelivery struct {
	ID       string     `json:"id" doc:"As Confab-Delivery."`
	Event    string     `json:"event" doc:"The event's type."`
	Subject  Change     `json:"subject" doc:"What happened."`
	State    string     `json:"state" enum:"waiting,delivered,given_up"`
	Attempts int        `json:"attempts"`
	Status   int        `json:"status" doc:"Of the last answer; 0 for none."`
	Reason   string     `json:"reason" doc:"Why the last attempt failed."`
	Last     *time.Time `json:"last,omitempty" doc:"When it was last tried."`
	Next     *time.Time `json:"next,omitempty" doc:"When it is tried next."`
}

// HookDeliveryList is one page of deliveries.
type HookDeliveryList struct {
	Deliveries []HookDelivery `json:"deliveries" doc:"Newest first."`
	NextCursor string         `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// WebhookPath names a webhook.
type WebhookPath struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Webhook  string `path:"webhook" maxLength:"64" doc:"A webhook's id."`
}

func (in *WebhookPath) key() inbox.WebhookKey {
	return inbox.WebhookKey{Audience: in.Audience, ID: in.Webhook}
}

type webhookOutput struct {
	ETag string `header:"ETag"`
	Body Webhook
}

type madeWebhookOutput struct {
	ETag string `header:"ETag"`
	Body MadeWebhook
}

type deliveryOutput struct{ Body HookDelivery }

type listWebhooksInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
}

type webhooksOutput struct{ Body WebhookList }

func (a *API) listWebhooks(ctx context.Context, v *visit, in *listWebhooksInput) (*webhooksOutput, error) {
	hooks, err := a.cfg.Domain.Webhooks(ctx, v.gate, in.Audience)
	if err != nil {
		return nil, err
	}
	return &webhooksOutput{Body: WebhookList{Webhooks: each(hooks, func(w inbox.Webhook) Webhook { return webhookOf(&w) })}}, nil
}

type createWebhookInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe; a repetition does not show the secret again."`
	Body           NewWebhook
	RawBody        []byte
}

func (a *API) createWebhook(ctx context.Context, v *visit, in *createWebhookInput) (*created[MadeWebhook], error) {
	w := inbox.Webhook{Audience: in.Audience, URL: in.Body.URL, Events: eventTypes(in.Body.Events)}
	made, secret, err := a.cfg.Domain.CreateWebhook(ctx, v.gate, w, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[MadeWebhook]{
		Location: "/v1/audiences/" + made.Audience + "/webhooks/" + made.ID, ETag: etag(made.Rev),
		Body: MadeWebhook{webhookOf(made), secret},
	}, nil
}

func (a *API) getWebhook(ctx context.Context, v *visit, in *WebhookPath) (*webhookOutput, error) {
	return editedWebhook(a.cfg.Domain.Webhook(ctx, v.gate, in.key()))
}

type editWebhookInput struct {
	WebhookPath
	IfMatch string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body    EditedWebhook
}

func (a *API) editWebhook(ctx context.Context, v *visit, in *editWebhookInput) (*webhookOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return editedWebhook(a.cfg.Domain.EditWebhook(ctx, v.gate, in.key(), rev, func(w *inbox.Webhook) error {
		if in.Body.URL != nil {
			w.URL = *in.Body.URL
		}
		if in.Body.Events != nil {
			w.Events = eventTypes(*in.Body.Events)
		}
		if in.Body.State != nil {
			w.State = inbox.WebhookState(*in.Body.State)
		}
		return nil
	}))
}

type rotateWebhookInput struct {
	WebhookPath
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe; a repetition does not show the secret again."`
}

func (a *API) rotateWebhook(ctx context.Context, v *visit, in *rotateWebhookInput) (*madeWebhookOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	w, secret, err := a.cfg.Domain.RotateWebhook(ctx, v.gate, in.key(), rev, v.once(in.IdempotencyKey, nil, in.Audience, in.Webhook))
	if err != nil {
		return nil, err
	}
	return &madeWebhookOutput{ETag: etag(w.Rev), Body: MadeWebhook{webhookOf(w), secret}}, nil
}

func (a *API) deleteWebhook(ctx context.Context, v *visit, in *WebhookPath) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteWebhook(ctx, v.gate, in.key())
}

type testWebhookInput struct {
	WebhookPath
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
}

func (a *API) testWebhook(ctx context.Context, v *visit, in *testWebhookInput) (*deliveryOutput, error) {
	return oneDelivery(a.cfg.Domain.TestWebhook(ctx, v.gate, in.key(), v.once(in.IdempotencyKey, nil, in.Audience, in.Webhook)))
}

type listDeliveriesInput struct {
	WebhookPath
	Cursor string `query:"cursor" maxLength:"1024"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type deliveriesOutput struct{ Body HookDeliveryList }

func (a *API) listDeliveries(ctx context.Context, v *visit, in *listDeliveriesInput) (*deliveriesOutput, error) {
	l := list{"deliveries", in.Audience, in.Webhook}
	before, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Domain.HookDeliveries(ctx, v.gate, in.key(), inbox.HookDeliveryQuery{Before: before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &deliveriesOutput{Body: HookDeliveryList{
		Deliveries: each(page.Deliveries, func(d inbox.HookDelivery) HookDelivery { return hookDeliveryOf(&d) }),
	}}
	if n := len(page.Deliveries); page.More && n > 0 {
		out.Body.NextCursor = a.cursor(l, page.Deliveries[n-1].ID)
	}
	return out, nil
}

type replayDeliveryInput struct {
	WebhookPath
	Delivery       string `path:"delivery" maxLength:"64" doc:"A delivery's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
}

func (a *API) replayDelivery(ctx context.Context, v *visit, in *replayDeliveryInput) (*deliveryOutput, error) {
	return oneDelivery(a.cfg.Domain.ReplayDelivery(ctx, v.gate, in.key(), in.Delivery, v.once(in.IdempotencyKey, nil, in.Audience, in.Webhook, in.Delivery)))
}

func editedWebhook(w *inbox.Webhook, err error) (*webhookOutput, error) {
	if err != nil {
		return nil, err
	}
	return &webhookOutput{ETag: etag(w.Rev), Body: webhookOf(w)}, nil
}

func oneDelivery(d *inbox.HookDelivery, err error) (*deliveryOutput, error) {
	if err != nil {
		return nil, err
	}
	return &deliveryOutput{Body: hookDeliveryOf(d)}, nil
}

func eventTypes(names []string) []inbox.EventType {
	return each(names, func(n string) inbox.EventType { return inbox.EventType(n) })
}

func webhookOf(w *inbox.Webhook) Webhook {
	return Webhook{
		ID: w.ID, URL: w.URL, Events: each(w.Events, func(t inbox.EventType) string { return string(t) }), State: string(w.State),
		Reason: w.Reason, Failing: instant(w.Failing), Author: w.Author, Created: w.Created.UTC(), Rev: w.Rev,
	}
}

func hookDeliveryOf(d *inbox.HookDelivery) HookDelivery {
	return HookDelivery{
		ID: d.ID, Event: string(d.Event.Type), Subject: changeOf(d.Event), State: string(d.State), Attempts: d.Attempts,
		Status: d.Status, Reason: d.Reason, Last: instant(d.Last), Next: instant(d.Next),
	}
}
