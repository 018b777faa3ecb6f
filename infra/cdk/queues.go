package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

// attempts is how often a message of a queue is tried before it is put aside.
const attempts = 10

// waiting makes the queues. One that a function polls keeps a message hidden for
// six times the function's timeout, as Lambda asks, and puts aside what fails.
func (s *system) waiting() {
	s.lastQueue("ReceiveEmailFailures")
	s.lastQueue("WakeFailures")
	s.queue("SendQueue", 6*timeout("SendMessage"), s.lastQueue("SendDeadLetters"))
	s.queue("NotifyQueue", 6*timeout("Notify"), s.lastQueue("NotifyDeadLetters"))
	s.queue("TextsQueue", 6*timeout("ReceiveSms"), s.lastQueue("TextsDeadLetters"))
	s.queue("DeliveryEventsQueue", 6*timeout("RecordDelivery"), s.lastQueue("DeliveryEventsDeadLetters"))
	s.queue("JobsQueue", 6*timeout("RunJob"), s.lastQueue("JobsDeadLetters"))
}

// queue makes one that hides what is being worked on for so many seconds.
func (s *system) queue(id string, hidden float64, aside awssqs.Queue) {
	s.queues[id] = named(id, awssqs.NewQueue(s.stack, jsii.String(id), &awssqs.QueueProps{
		VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(hidden)),
		DeadLetterQueue:   &awssqs.DeadLetterQueue{Queue: aside, MaxReceiveCount: jsii.Number(attempts)},
	}))
}

// lastQueue makes one for what waits for a person, as long as there is: 14 days.
func (s *system) lastQueue(id string) awssqs.Queue {
	s.queues[id] = named(id, awssqs.NewQueue(s.stack, jsii.String(id), &awssqs.QueueProps{
		RetentionPeriod: awscdk.Duration_Days(jsii.Number(14)),
	}))
	return s.queues[id]
}
