// Package handler does, once a minute, what has come due.
//
// It promises to catch up after any outage by continuing: what one call has no
// time for the next one does.
package handler

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Waker does what has come due.
type Waker interface {
	Wake(ctx context.Context) error
	// AuditOnce starts the audit of a time.
	AuditOnce(ctx context.Context, at time.Time) error
}

// Handler handles the recurring invocations by EventBridge Scheduler.
type Handler struct {
	Inbox Waker
	Log   *slog.Logger
}

// Handle sweeps once, or starts an audit if the schedule is the one for that. Of
// what a schedule sends no more is looked at than its name and time: due is what
// the table says is due.
func (h *Handler) Handle(ctx context.Context, e events.CloudWatchEvent) error {
	if slices.ContainsFunc(e.Resources, func(arn string) bool { return strings.HasSuffix(arn, "-audit") }) {
		return h.Inbox.AuditOnce(ctx, e.Time)
	}
	start := time.Now()
	err := h.Inbox.Wake(ctx)
	if err == nil { // what is returned the runtime logs
		h.Log.InfoContext(ctx, "sweep over", "ms", time.Since(start).Milliseconds())
	}
	return err
}
