// Package handler sends queued messages.
//
// It promises that a message that certainly did not leave is offered again, and
// that one bad message holds up no other of its batch.
package handler

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
)

// Sender sends one message once.
type Sender interface {
	Send(ctx context.Context, e inbox.Event) error
}

// Handler handles batches of the send queue.
type Handler struct {
	Inbox Sender
	Log   *slog.Logger
}

// Handle sends each message and reports those that should be offered again.
func (h *Handler) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	var out events.SQSEventResponse
	for _, record := range e.Records {
		if err := h.send(ctx, record.Body); err != nil {
			h.Log.ErrorContext(ctx, "message not sent", "queue_message", record.MessageId, "error", err)
			out.BatchItemFailures = append(out.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: record.MessageId})
		}
	}
	return out, nil
}

func (h *Handler) send(ctx context.Context, body string) error {
	var e inbox.Event
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return fmt.Errorf("read the event: %w", err)
	}
	if e.Type != inbox.MessageQueued {
		return fmt.Errorf("an event of type %q does not belong into this queue", e.Type)
	}
	return h.Inbox.Send(ctx, e)
}
