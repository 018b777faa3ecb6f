// Package handler follows the table's stream: what changed in a conversation, a
// message or a contact leads to what has to happen next.
//
// It promises that every change is followed at least once and in the order of
// its conversation. It refuses to write what it announces: state and the fact
// that it changed were written together, before.
package handler

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/store"
)

// Follower does what follows from a change.
type Follower interface {
	Follow(ctx context.Context, change inbox.Changed) error
}

// Handler handles batches of the table's stream.
type Handler struct {
	Inbox Follower
	Log   *slog.Logger
}

// Handle follows each record. The first that fails is reported, and Lambda
// delivers it and all after it again: their order matters.
func (h *Handler) Handle(ctx context.Context, e store.StreamEvent) (events.DynamoDBEventResponse, error) {
	start := time.Now()
	for i, record := range e.Records {
		if err := h.follow(ctx, record); err != nil {
			h.Log.ErrorContext(ctx, "change not followed", "sequence", record.Change.SequenceNumber,
				"records", len(e.Records), "before", i, "ms", time.Since(start).Milliseconds(), "error", err)
			return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{
				{ItemIdentifier: record.Change.SequenceNumber},
			}}, nil
		}
	}
	h.Log.InfoContext(ctx, "changes followed", "records", len(e.Records), "ms", time.Since(start).Milliseconds())
	return events.DynamoDBEventResponse{}, nil
}

func (h *Handler) follow(ctx context.Context, record store.StreamRecord) error {
	change, ok, err := record.Changed()
	if err != nil || !ok {
		return err
	}
	return h.Inbox.Follow(ctx, change)
}
