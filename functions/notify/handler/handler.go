// Package handler has webhooks told of events.
//
// It promises that a batch is worked on all at once, so that one receiver who
// takes his time holds up no other of it, and that what could not be recorded is
// offered again.
package handler

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/setup/queue"
)

// Notifier attempts one delivery.
type Notifier interface {
	Notify(ctx context.Context, n inbox.Notification) error
}

// Handler handles batches of the queue of notifications.
type Handler struct {
	Inbox Notifier
	Log   *slog.Logger
}

// Handle attempts each delivery and reports those that should be offered again. A
// receiver that refuses is no failure of ours: the attempt has been recorded.
func (h *Handler) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	start := time.Now()
	out := queue.Together(e, func(record events.SQSMessage) bool { return h.notify(ctx, record) })
	h.Log.InfoContext(ctx, "deliveries attempted", "records", len(e.Records), "failed", len(out.BatchItemFailures), "ms", time.Since(start).Milliseconds())
	return out, nil
}

// notify tells whether the queue is done with the record.
func (h *Handler) notify(ctx context.Context, record events.SQSMessage) bool {
	n, err := read(record.Body)
	if err == nil {
		if n.Event != nil {
			ctx = inbox.WithCorrelation(ctx, n.Event.Correlation)
		}
		err = h.Inbox.Notify(ctx, n)
	}
	if err != nil {
		h.Log.ErrorContext(ctx, "delivery not attempted, it is offered again", "queue_message", record.MessageId,
			"webhook", n.Webhook.ID, "delivery", n.Delivery, "error", err)
	}
	return err == nil
}

func read(body string) (n inbox.Notification, err error) {
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		return inbox.Notification{}, fmt.Errorf("read the notification: %w", err)
	}
	if n.Webhook.ID == "" || n.Delivery == "" {
		return n, fmt.Errorf("a notification of no delivery does not belong into this queue")
	}
	return n, nil
}
