// Package handler follows the table's stream a second time: what was written, and
// who a contact is, becomes findable.
//
// It promises that every change is followed at least once, in the order of each
// thing's changes. It waits for many changes to come together: an index is
// written by the object.
package handler

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/store"
)

// Indexer makes changes findable.
type Indexer interface {
	UpdateIndex(ctx context.Context, changes []inbox.Changed) error
}

// Handler handles batches of the table's stream.
type Handler struct {
	Inbox Indexer
	Log   *slog.Logger
}

// Handle follows a batch as one. A record that cannot be read is reported once
// those before it are done; Lambda delivers it and all after it again.
func (h *Handler) Handle(ctx context.Context, e store.StreamEvent) (events.DynamoDBEventResponse, error) {
	start := time.Now()
	var (
		out     events.DynamoDBEventResponse
		changes []inbox.Changed
	)
	for _, record := range e.Records {
		change, ok, err := record.Changed()
		if err != nil {
			h.Log.ErrorContext(ctx, "change not read", "sequence", record.Change.SequenceNumber, "error", err)
			out.BatchItemFailures = []events.DynamoDBBatchItemFailure{{ItemIdentifier: record.Change.SequenceNumber}}
			break
		}
		if ok {
			changes = append(changes, change)
		}
	}
	if err := h.Inbox.UpdateIndex(ctx, changes); err != nil {
		return out, err
	}
	h.Log.InfoContext(ctx, "index updated", "records", len(e.Records), "ms", time.Since(start).Milliseconds())
	return out, nil
}
