// Package handler does, once a minute, what has come due.
//
// It promises to catch up after any outage by continuing: what one call has no
// time for the next one does.
package handler

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Waker does what has come due.
type Waker interface {
	Wake(ctx context.Context) error
}

// Handler handles the recurring invocation by EventBridge Scheduler.
type Handler struct {
	Inbox Waker
	Log   *slog.Logger
}

// Handle sweeps once. What the schedule sends is not looked at: due is what the
// table says is due.
func (h *Handler) Handle(ctx context.Context, _ events.CloudWatchEvent) error {
	start := time.Now()
	err := h.Inbox.Wake(ctx)
	if err == nil { // what is returned the runtime logs
		h.Log.InfoContext(ctx, "sweep over", "ms", time.Since(start).Milliseconds())
	}
	return err
}
