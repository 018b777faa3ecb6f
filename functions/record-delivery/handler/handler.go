// Package handler records what the providers of mail and texts tell of sent
// messages.
//
// It promises that events may come twice, late and in any order. It refuses
// nothing it understands; what it does not understand goes to the dead-letter
// queue.
package handler

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	mail "confab/shared/channel/email/sent"
	texts "confab/shared/channel/sms/sent"
	"confab/shared/inbox"
)

// Recorder records one delivery event.
type Recorder interface {
	RecordDelivery(ctx context.Context, e inbox.DeliveryEvent) error
}

// Handler handles batches of the delivery-events queue: events of SES and of AWS
// End User Messaging in SNS notifications in SQS messages.
type Handler struct {
	Inbox  Recorder
	Region string // SES's, where sent mail gets its Message-ID
	Log    *slog.Logger
}

// Handle records each event and reports those that failed.
func (h *Handler) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	start := time.Now()
	var out events.SQSEventResponse
	for _, record := range e.Records {
		if err := h.record(ctx, record.Body); err != nil {
			h.Log.ErrorContext(ctx, "delivery event not recorded", "queue_message", record.MessageId, "error", err)
			out.BatchItemFailures = append(out.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: record.MessageId})
		}
	}
	h.Log.InfoContext(ctx, "delivery events dealt with", "records", len(e.Records), "failed", len(out.BatchItemFailures),
		"ms", time.Since(start).Milliseconds())
	return out, nil
}

func (h *Handler) record(ctx context.Context, body string) error {
	var notification events.SNSEntity
	if err := json.Unmarshal([]byte(body), &notification); err != nil {
		return fmt.Errorf("read the notification: %w", err)
	}
	list, err := h.read([]byte(notification.Message))
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := h.Inbox.RecordDelivery(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// read tells a text's event from a mail's by its shape, and takes what is neither
// for a mail's, which has its error.
func (h *Handler) read(event []byte) ([]inbox.DeliveryEvent, error) {
	if list, ok, err := texts.Events(event); ok {
		return list, err
	}
	return mail.Events(event, h.Region)
}
