// Package handler receives texts: a number of ours has published them, and they
// wait in a queue.
//
// It promises that a text is received once however often and in whatever order
// it comes, that a bad one holds up no other of its batch, and that what cannot
// be received ends in the dead-letter queue. It refuses to decide anything:
// reading a text is package sms's, placing it package inbox's.
package handler

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/channel/sms"
	"confab/shared/inbox"
	"confab/shared/setup/queue"
)

// Receiver puts a text where it belongs.
type Receiver interface {
	ReceiveText(ctx context.Context, in inbox.Incoming) (inbox.Receipt, error)
}

// Handler handles batches of the texts queue: two-way SMS in SNS notifications
// in SQS messages.
type Handler struct {
	Inbox   Receiver
	Metrics inbox.Metrics
	Log     *slog.Logger
}

// Handle receives each text and reports those that should come again.
func (h *Handler) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	return queue.Each(e, func(record events.SQSMessage) bool { return h.receive(ctx, record) }), nil
}

// receive tells whether the queue is done with the record.
func (h *Handler) receive(ctx context.Context, record events.SQSMessage) bool {
	start := time.Now()
	line := h.Log.With("queue_message", record.MessageId)
	in, err := sms.Incoming([]byte(record.Body))
	if err != nil {
		h.Metrics.Count("TextMalformed", 1)
		line.ErrorContext(ctx, "what came as a text cannot be read", "error", err)
		return false
	}
	ctx = inbox.WithCorrelation(ctx, in.ProviderID)
	r, err := h.Inbox.ReceiveText(ctx, in)
	line = line.With("ms", time.Since(start).Milliseconds())
	if errors.Is(err, inbox.ErrNotFound) {
		h.Metrics.Count("TextUnroutable", 1)
		line.ErrorContext(ctx, "text to a number that no audience has: add the number to one and redrive the dead-letter queue", "error", err)
		return false
	}
	if err != nil {
		line.ErrorContext(ctx, "text not received, it comes again", "error", err)
		return false
	}
	if !r.Duplicate {
		h.Metrics.Count("TextReceived", 1)
	}
	line.InfoContext(ctx, "text received", "audience", r.Audience, "conversation", r.Conversation, "message", r.Message,
		"rule", r.Rule, "duplicate", r.Duplicate)
	return true
}
