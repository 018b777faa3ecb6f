// Package handler does, once a minute, what has come due.
//
// It promises to catch up after any outage by continuing: what one call has no
// time for the next one does.
package handler

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
)

// Waker does what has come due.
type Waker interface {
	Wake(ctx context.Context) error
}

// Handler handles the recurring invocation by EventBridge Scheduler.
type Handler struct {
	Inbox Waker
}

// Handle sweeps once. What the schedule sends is not looked at: due is what the
// table says is due.
func (h *Handler) Handle(ctx context.Context, _ events.CloudWatchEvent) error {
	return h.Inbox.Wake(ctx)
}
