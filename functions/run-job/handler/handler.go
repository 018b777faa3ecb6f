// Package handler runs jobs.
//
// It promises that a job whose run fails is offered again, and that one job holds
// up no other of its batch.
package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/setup/queue"
)

// Runner works on a job until it has ended, or offers it again.
type Runner interface {
	RunJob(ctx context.Context, id string) error
}

// Handler handles batches of the queue of jobs.
type Handler struct {
	Inbox Runner
	Log   *slog.Logger
}

// Handle runs each job and reports those that failed.
func (h *Handler) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	return queue.Each(e, func(record events.SQSMessage) bool { return h.run(ctx, record) }), nil
}

// run tells whether the queue is done with the record.
func (h *Handler) run(ctx context.Context, record events.SQSMessage) bool {
	start := time.Now()
	var offer inbox.JobOffer
	err := json.Unmarshal([]byte(record.Body), &offer)
	if err == nil && offer.Job == "" {
		err = errors.New("it names no job")
	}
	if err != nil {
		err = fmt.Errorf("read the offer: %w", err)
	} else {
		err = h.Inbox.RunJob(ctx, offer.Job)
	}
	line := h.Log.With("queue_message", record.MessageId, "job", offer.Job, "ms", time.Since(start).Milliseconds())
	if err != nil {
		line.ErrorContext(ctx, "job interrupted, it is offered again", "error", err)
		return false
	}
	line.InfoContext(ctx, "offer dealt with")
	return true
}
