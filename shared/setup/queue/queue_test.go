package queue_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/setup/queue"
)

var batch = events.SQSEvent{Records: []events.SQSMessage{{MessageId: "1", Body: "good"}, {MessageId: "2", Body: "bad"}, {MessageId: "3", Body: "good"}, {MessageId: "4", Body: "bad"}}}

func TestWhatTheQueueIsNotDoneWithComesAgain(t *testing.T) {
	for name, work := range map[string]func(events.SQSEvent, func(events.SQSMessage) bool) events.SQSEventResponse{"each": queue.Each, "together": queue.Together} {
		var again []string
		for _, f := range work(batch, func(m events.SQSMessage) bool { return m.Body == "good" }).BatchItemFailures {
			again = append(again, f.ItemIdentifier)
		}
		if !slices.Equal(again, []string{"2", "4"}) {
			t.Errorf("%s: again %v", name, again)
		}
	}
}

func TestTogetherNoneWaitsForAnother(t *testing.T) {
	var all sync.WaitGroup
	all.Add(len(batch.Records))
	queue.Together(batch, func(events.SQSMessage) bool {
		all.Done()
		all.Wait() // ends only if everybody has begun
		return true
	})
}
