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
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

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
func (h *Handler) Handle(ctx context.Context, e events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
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

func (h *Handler) follow(ctx context.Context, record events.DynamoDBEventRecord) error {
	change, ok, err := store.Changed(image(record.Change.OldImage), image(record.Change.NewImage))
	if err != nil || !ok {
		return err
	}
	change.At = record.Change.ApproximateCreationDateTime.UTC()
	return h.Inbox.Follow(ctx, change)
}

// image turns a record's item into the SDK's form, which the store reads.
func image(item map[string]events.DynamoDBAttributeValue) map[string]types.AttributeValue {
	if item == nil {
		return nil
	}
	out := make(map[string]types.AttributeValue, len(item))
	for name, v := range item {
		out[name] = attribute(v)
	}
	return out
}

func attribute(v events.DynamoDBAttributeValue) types.AttributeValue {
	switch v.DataType() {
	case events.DataTypeString:
		return &types.AttributeValueMemberS{Value: v.String()}
	case events.DataTypeNumber:
		return &types.AttributeValueMemberN{Value: v.Number()}
	case events.DataTypeBoolean:
		return &types.AttributeValueMemberBOOL{Value: v.Boolean()}
	case events.DataTypeBinary:
		return &types.AttributeValueMemberB{Value: v.Binary()}
	case events.DataTypeStringSet:
		return &types.AttributeValueMemberSS{Value: v.StringSet()}
	case events.DataTypeNumberSet:
		return &types.AttributeValueMemberNS{Value: v.NumberSet()}
	case events.DataTypeBinarySet:
		return &types.AttributeValueMemberBS{Value: v.BinarySet()}
	case events.DataTypeList:
		list := make([]types.AttributeValue, len(v.List()))
		for i, item := range v.List() {
			list[i] = attribute(item)
		}
		return &types.AttributeValueMemberL{Value: list}
	case events.DataTypeMap:
		return &types.AttributeValueMemberM{Value: image(v.Map())}
	}
	return &types.AttributeValueMemberNULL{Value: true}
}
