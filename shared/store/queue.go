package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/shared/inbox"
)

// maxDelay is the longest that SQS delays a message.
const maxDelay = 900 * time.Second

// Queue offers messages to be sent, or jobs to be run, through an SQS queue. It
// implements [inbox.Queue] and [inbox.JobQueue].
type Queue struct {
	client *sqs.Client
	url    string
}

var (
	_ inbox.Queue    = (*Queue)(nil)
	_ inbox.JobQueue = (*Queue)(nil)
)

// NewQueue returns the queue at url, a standard one.
func NewQueue(client *sqs.Client, url string) *Queue { return &Queue{client: client, url: url} }

// Offer sends the event as JSON, to be received after delay in whole seconds,
// rounded up, and at most fifteen minutes.
func (q *Queue) Offer(ctx context.Context, e inbox.Event, delay time.Duration) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("offer message %s: %w", e.Message, err)
	}
	delay = min(max(delay, 0), maxDelay) + time.Second - 1
	_, err = q.client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &q.url, MessageBody: aws.String(string(body)), DelaySeconds: int32(delay / time.Second),
	})
	if err != nil {
		return fmt.Errorf("offer message %s: %w", e.Message, err)
	}
	return nil
}

// Notify sends the notification as JSON, to be received at once.
func (q *Queue) Notify(ctx context.Context, n inbox.Notification) error {
	body, err := json.Marshal(n)
	if err == nil {
		_, err = q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: aws.String(string(body))})
	}
	if err != nil {
		return fmt.Errorf("offer delivery %s: %w", n.Delivery, err)
	}
	return nil
}

// OfferJob sends the job's id, to be received at once.
func (q *Queue) OfferJob(ctx context.Context, job string) error {
	body, err := json.Marshal(inbox.JobOffer{Version: 1, Job: job})
	if err == nil {
		_, err = q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: aws.String(string(body))})
	}
	if err != nil {
		return fmt.Errorf("offer job %s: %w", job, err)
	}
	return nil
}
