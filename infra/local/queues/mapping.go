package queues

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/function"
)

// Mapping is an event source mapping from a queue to a function. What the
// function reports as failed, or all of the batch when it fails as a whole,
// stays in the queue and comes again after the visibility timeout.
// Source: "Handling errors for an SQS event source in Lambda".
type Mapping struct {
	Queue    string
	Function *function.Function
	// BatchSize is how many messages a batch has at most; zero means 10.
	BatchSize int
	// Concurrency is how many batches are worked on at once; zero means 2.
	Concurrency int
}

// Run feeds the function until the context ends, and then waits for what it
// started.
func (m Mapping) Run(ctx context.Context, q *Queues) {
	size, concurrency := m.BatchSize, m.Concurrency
	if size == 0 {
		size = 10
	}
	if concurrency == 0 {
		concurrency = 2
	}
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, concurrency)
	for ctx.Err() == nil {
		slots <- struct{}{}
		messages, err := q.Receive(ctx, m.Queue, size, 0, 20*time.Second)
		if err != nil && ctx.Err() == nil {
			slog.Warn("a queue is asked again", "queue", m.Queue, "error", err)
			select { // a full disk is not filled further by saying so
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
		running.Go(func() {
			defer func() { <-slots }()
			if err := m.work(ctx, q, messages); err != nil && ctx.Err() == nil {
				slog.Warn("queued messages come again", "queue", m.Queue, "function", m.Function.Name, "error", err)
			}
		})
	}
}

// work sees a batch through.
func (m Mapping) work(ctx context.Context, q *Queues, messages []Message) error {
	if len(messages) == 0 {
		return nil
	}
	payload, err := json.Marshal(m.event(q, messages))
	if err != nil {
		return fmt.Errorf("encode messages: %w", err)
	}
	answer, err := m.Function.Invoke(ctx, payload)
	if err != nil {
		return err
	}
	var response events.SQSEventResponse
	if err := json.Unmarshal(answer, &response); err != nil {
		return fmt.Errorf("answer to queued messages: %w", err)
	}
	failed := map[string]bool{}
	for _, f := range response.BatchItemFailures {
		failed[f.ItemIdentifier] = true
	}
	for _, message := range messages {
		if failed[message.ID] {
			continue
		}
		// What is done is done, also when we are asked to stop.
		if err := q.Delete(context.WithoutCancel(ctx), m.Queue, message.Receipt); err != nil {
			return err
		}
	}
	return nil
}

func (m Mapping) event(q *Queues, messages []Message) events.SQSEvent {
	var event events.SQSEvent
	for _, message := range messages {
		event.Records = append(event.Records, events.SQSMessage{
			MessageId: message.ID, ReceiptHandle: message.Receipt, Body: message.Body, Md5OfBody: checksum(message.Body),
			Attributes: message.attributes(), MessageAttributes: map[string]events.SQSMessageAttribute{},
			EventSource: "aws:sqs", EventSourceARN: q.queues[m.Queue].ARN(), AWSRegion: function.Region,
		})
	}
	return event
}
