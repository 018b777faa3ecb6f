package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/function"
)

// Mapping is an event source mapping from a stream to a function: batches in
// order, tried again when they fail. A batch that fails is cut in two, so that
// one bad record does not take the others with it
// (BisectBatchOnFunctionError). Where the function reports batch item failures
// the records before the first failed one are done.
// Source: "Using Lambda with DynamoDB".
type Mapping struct {
	Function *function.Function
	// Filter tells which records the function gets; nil means all of them. The
	// others are done at once (FilterCriteria).
	Filter func(events.DynamoDBEventRecord) bool
	// BatchSize is how many records a batch has at most; zero means 100.
	BatchSize int
	// MaxRetries is how often a single record is tried again.
	MaxRetries int
	// Backoff is the pause before the first retry; each next one is twice as long.
	Backoff time.Duration
	// Failed receives the record of what was given up; its error stops the
	// stream, which then tries from its checkpoint again.
	Failed func(ctx context.Context, record []byte) error
}

func (m *Mapping) batchSize() int {
	if m.BatchSize == 0 {
		return 100
	}
	return m.BatchSize
}

// deliver hands the batch over, whole or in parts, in order, and calls
// checkpoint with the sequence number of the last record of each part that is
// done or given up.
func (m *Mapping) deliver(ctx context.Context, shard string, batch []events.DynamoDBEventRecord, checkpoint func(sequence string) error) error {
	for attempt := 0; ; {
		done, cause := m.invoke(ctx, batch)
		if done > 0 {
			if err := checkpoint(batch[done-1].Change.SequenceNumber); err != nil {
				return err
			}
			batch, attempt = batch[done:], 0
		}
		switch {
		case cause == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case done > 0:
			pause(ctx, m.Backoff)
		case len(batch) > 1:
			half := len(batch) / 2
			if err := m.deliver(ctx, shard, batch[:half], checkpoint); err != nil {
				return err
			}
			batch = batch[half:]
		case attempt < m.MaxRetries:
			pause(ctx, m.Backoff<<attempt)
			attempt++
		default:
			if err := m.giveUp(ctx, shard, batch[0], attempt+1, cause); err != nil {
				return err
			}
			return checkpoint(batch[0].Change.SequenceNumber)
		}
	}
}

// invoke returns how many of the batch's first records are done, and why the
// next one is not.
func (m *Mapping) invoke(ctx context.Context, batch []events.DynamoDBEventRecord) (done int, cause error) {
	payload, err := json.Marshal(events.DynamoDBEvent{Records: batch})
	if err != nil {
		return 0, fmt.Errorf("encode stream records: %w", err)
	}
	answer, err := m.Function.Invoke(ctx, payload)
	if err != nil {
		return 0, err
	}
	var response events.DynamoDBEventResponse
	if err := json.Unmarshal(answer, &response); err != nil {
		return 0, fmt.Errorf("answer to a stream batch: %w", err)
	}
	done = len(batch)
	for _, failure := range response.BatchItemFailures {
		at := position(batch, failure.ItemIdentifier)
		if at < 0 {
			// Lambda takes a failure it cannot place for a failure of all.
			return 0, fmt.Errorf("%s reported an unknown record %q as failed", m.Function.Name, failure.ItemIdentifier)
		}
		if at < done {
			done, cause = at, fmt.Errorf("%s reported a record as failed", m.Function.Name)
		}
	}
	return done, cause
}

func position(batch []events.DynamoDBEventRecord, sequence string) int {
	for i, r := range batch {
		if r.Change.SequenceNumber == sequence {
			return i
		}
	}
	return -1
}

// giveUp sends what Lambda sends to an S3 failure destination: what failed and why,
// with the record itself, which a stream forgets after a day.
func (m *Mapping) giveUp(ctx context.Context, shard string, r events.DynamoDBEventRecord, attempts int, cause error) error {
	payload, err := json.Marshal(events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{r}})
	if err != nil {
		return fmt.Errorf("encode stream records: %w", err)
	}
	record, err := json.Marshal(map[string]any{
		"version": "1.0", "timestamp": time.Now().UTC(),
		"requestContext": map[string]any{
			"functionArn": m.Function.ARN(), "condition": "RetryAttemptsExhausted", "approximateInvokeCount": attempts,
		},
		"responseContext": map[string]any{"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
		"responsePayload": map[string]any{"errorMessage": cause.Error()},
		"DDBStreamBatchInfo": map[string]any{
			"shardId": shard, "batchSize": 1, "streamArn": r.EventSourceArn,
			"startSequenceNumber": r.Change.SequenceNumber, "endSequenceNumber": r.Change.SequenceNumber,
		},
		"payload": string(payload),
	})
	if err != nil {
		return fmt.Errorf("encode a failed record: %w", err)
	}
	return m.Failed(ctx, record)
}
