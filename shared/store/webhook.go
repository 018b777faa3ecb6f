package store

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

type webhookRecord struct {
	ID          string             `dynamodbav:"id"`
	Audience    string             `dynamodbav:"audience"`
	URL         string             `dynamodbav:"url"`
	Events      []inbox.EventType  `dynamodbav:"events,omitempty"`
	State       inbox.WebhookState `dynamodbav:"state"`
	Reason      string             `dynamodbav:"reason,omitempty"`
	Failing     time.Time          `dynamodbav:"failing,omitempty"`
	Secret      inbox.SecretRef    `dynamodbav:"secret"`
	Former      inbox.SecretRef    `dynamodbav:"former,omitempty"`
	FormerUntil time.Time          `dynamodbav:"former_until,omitempty"`
	Author      string             `dynamodbav:"author,omitempty"`
	Created     time.Time          `dynamodbav:"created,omitempty"`
	Rev         int64              `dynamodbav:"rev"`
}

type hookDeliveryRecord struct {
	ID       string                  `dynamodbav:"id"`
	Webhook  string                  `dynamodbav:"webhook"`
	Audience string                  `dynamodbav:"audience"`
	Event    inbox.Event             `dynamodbav:"event"`
	State    inbox.HookDeliveryState `dynamodbav:"state"`
	Attempts int                     `dynamodbav:"attempts,omitempty"`
	Status   int                     `dynamodbav:"status,omitempty"`
	Reason   string                  `dynamodbav:"reason,omitempty"`
	At       time.Time               `dynamodbav:"at,omitempty"`
	Last     time.Time               `dynamodbav:"last,omitempty"`
	Next     time.Time               `dynamodbav:"next,omitempty"`
	Rev      int64                   `dynamodbav:"rev"`
}

func webhookOf(it item) (*inbox.Webhook, error) {
	r, err := decode[webhookRecord](it)
	w := inbox.Webhook(r)
	return &w, err
}

func hookDeliveryOf(it item) (*inbox.HookDelivery, error) {
	r, err := decode[hookDeliveryRecord](it)
	d := inbox.HookDelivery(r)
	return &d, err
}

func (p *plan) webhook(e inbox.Edit[inbox.Webhook]) {
	about := subject(e)
	k := webhookKey(inbox.WebhookKey{Audience: about.Audience, ID: about.ID})
	versioned(p, k, e, func(w *inbox.Webhook) *int64 { return &w.Rev }, func(w inbox.Webhook) (item, error) {
		return encode(k, webhookRecord(w))
	})
}

// hookDelivery writes a delivery. While it waits it stands on the index of what is
// due, in the shard of its webhook.
func (p *plan) hookDelivery(e inbox.Edit[inbox.HookDelivery]) {
	about := subject(e)
	k := hookDeliveryKey(inbox.HookDeliveryKey{Webhook: about.Webhook, ID: about.ID})
	versioned(p, k, e, func(d *inbox.HookDelivery) *int64 { return &d.Rev }, func(d inbox.HookDelivery) (item, error) {
		it, err := encode(k, hookDeliveryRecord(d))
		if err != nil {
			return nil, err
		}
		it["ttl"] = seconds(d.At.Add(inbox.HookDeliveryKept))
		if d.State == inbox.HookWaiting {
			standDue(it, d.Next, d.Webhook, d.ID)
		}
		return it, nil
	})
}

// Webhooks is one Query: an audience has few.
func (t *Table) Webhooks(ctx context.Context, audience string) ([]inbox.Webhook, error) {
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, ConsistentRead: aws.Bool(true),
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(webhookKey(inbox.WebhookKey{Audience: audience}).pk)},
	})
	if err != nil {
		return nil, fmt.Errorf("list webhooks of %s: %w", audience, err)
	}
	var hooks []inbox.Webhook
	for _, it := range out.Items {
		w, err := webhookOf(it)
		if err != nil {
			return nil, fmt.Errorf("list webhooks of %s: %w", audience, err)
		}
		hooks = append(hooks, *w)
	}
	return hooks, nil
}

// HookDeliveries is one Query.
func (t *Table) HookDeliveries(ctx context.Context, q inbox.HookDeliveryQuery) (*inbox.HookDeliveryPage, error) {
	in := &dynamodb.QueryInput{
		TableName:                 &t.name,
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(hookDeliveryKey(inbox.HookDeliveryKey{Webhook: q.Webhook}).pk)},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(int32(q.Limit + 1)),
	}
	if q.Before != "" {
		in.KeyConditionExpression = aws.String("pk = :pk AND sk < :before")
		in.ExpressionAttributeValues[":before"] = str(bounded(q.Before))
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("list deliveries of webhook %s: %w", q.Webhook, err)
	}
	page := &inbox.HookDeliveryPage{More: len(out.LastEvaluatedKey) > 0}
	for i, it := range out.Items {
		if i == q.Limit {
			page.More = true
			break
		}
		d, err := hookDeliveryOf(it)
		if err != nil {
			return nil, fmt.Errorf("list deliveries of webhook %s: %w", q.Webhook, err)
		}
		page.Deliveries = append(page.Deliveries, *d)
	}
	return page, nil
}
