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
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/setup/queue"
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
	return queue.Each(e, func(record events.SQSMessage) bool { return h.send(ctx, record) }), nil
}

// send tells whether the queue is done with the record.
func (h *Handler) send(ctx context.Context, record events.SQSMessage) bool {
	start := time.Now()
	e, err := read(record.Body)
	ctx = inbox.WithCorrelation(ctx, e.Correlation)
	if err == nil {
		err = h.Inbox.Send(ctx, e)
	}
	line := h.Log.With("queue_message", record.MessageId, "conversation", e.Conversation, "message", e.Message, "ms", time.Since(start).Milliseconds())
	if err != nil {
		line.ErrorContext(ctx, "message not sent, it is offered again", "error", err)
		return false
	}
	line.InfoContext(ctx, "offer dealt with")
	return true
}

func read(body string) (e inbox.Event, err error) {
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return inbox.Event{}, fmt.Errorf("read the event: %w", err)
	}
	if e.Type != inbox.MessageDue {
		return e, fmt.Errorf("an event of type %q does not belong into this queue", e.Type)
	}
	return e, nil
}
