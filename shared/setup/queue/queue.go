// Package queue has functions work on batches of an SQS queue.
//
// It promises that one message holds up no other of its batch, and that exactly
// those come again that the queue is not done with (ReportBatchItemFailures).
// Source: "Handling errors for an SQS event source in Lambda".
package queue

import (
	"sync"

	"github.com/aws/aws-lambda-go/events"
)

// Each has a batch worked on, one message after the other, and returns those that
// should come again: of which done says that the queue is not done with them.
func Each(batch events.SQSEvent, done func(events.SQSMessage) bool) (again events.SQSEventResponse) {
	for _, m := range batch.Records {
		if !done(m) {
			again.BatchItemFailures = append(again.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return again
}

// Together is [Each] with all messages at once, so that a slow one keeps no other
// waiting.
func Together(batch events.SQSEvent, done func(events.SQSMessage) bool) events.SQSEventResponse {
	ok := make([]bool, len(batch.Records))
	var wg sync.WaitGroup
	for i, m := range batch.Records {
		wg.Go(func() { ok[i] = done(m) })
	}
	wg.Wait()
	i := -1
	return Each(batch, func(events.SQSMessage) bool { i++; return ok[i] })
}
