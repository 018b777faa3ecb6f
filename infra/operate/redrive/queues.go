package redrive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"confab/infra/operate/deployment"
)

// move has SQS move a dead-letter queue's messages to where they came from, and
// waits for the end.
func (r *Redrive) move(ctx context.Context, out io.Writer, p place, d *deployment.Deployment) error {
	url, err := d.Resource(p.name)
	if err != nil {
		return err
	}
	attributes, err := r.attributes(ctx, url)
	if err != nil {
		return err
	}
	arn := attributes[string(sqstypes.QueueAttributeNameQueueArn)]
	if _, err := r.Queues.StartMessageMoveTask(ctx, &sqs.StartMessageMoveTaskInput{SourceArn: &arn}); err != nil {
		return fmt.Errorf("move the messages of %s: %w", p.name, err)
	}
	for {
		tasks, err := r.Queues.ListMessageMoveTasks(ctx, &sqs.ListMessageMoveTasksInput{SourceArn: &arn, MaxResults: aws.Int32(1)})
		if err != nil {
			return fmt.Errorf("follow the move: %w", err)
		}
		if len(tasks.Results) == 0 {
			return errors.New("follow the move: SQS knows of none")
		}
		switch t := tasks.Results[0]; aws.ToString(t.Status) {
		case "RUNNING":
		case "COMPLETED":
			fmt.Fprintf(out, "%d moved back.\n", t.ApproximateNumberOfMessagesMoved)
			return nil
		default:
			return fmt.Errorf("the move has ended as %s after %d messages: %s", aws.ToString(t.Status), t.ApproximateNumberOfMessagesMoved, aws.ToString(t.FailureReason))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(r.Pause):
		}
	}
}

// purge empties a queue.
func (r *Redrive) purge(ctx context.Context, _ io.Writer, p place, d *deployment.Deployment) error {
	url, err := d.Resource(p.name)
	if err != nil {
		return err
	}
	if _, err := r.Queues.PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: &url}); err != nil {
		return fmt.Errorf("empty %s: %w", p.name, err)
	}
	return nil
}

// record is what Lambda sends to the failure destination of an asynchronous
// invocation, as far as it is needed here.
// Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
type record struct {
	RequestPayload json.RawMessage `json:"requestPayload"`
}

// invokeEach invokes the function with what each record was about. It takes none
// that came after it began: those have just failed again.
func (r *Redrive) invokeEach(ctx context.Context, out io.Writer, p place, d *deployment.Deployment) error {
	url, errURL := d.Resource(p.name)
	function, errFunction := d.Resource(p.function)
	if err := errors.Join(errURL, errFunction); err != nil {
		return err
	}
	began, done, odd := r.Now(), 0, 0
	for {
		got, err := r.Queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: 60,
			MessageSystemAttributeNames: []sqstypes.MessageSystemAttributeName{sqstypes.MessageSystemAttributeNameSentTimestamp},
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", p.name, err)
		}
		if len(got.Messages) == 0 {
			break
		}
		fresh := 0
		for _, m := range got.Messages {
			if sent(m).After(began) {
				fresh++
				continue
			}
			taken, err := r.invokeAgain(ctx, url, function, m)
			if err != nil {
				return fmt.Errorf("after %d: %w", done, err)
			}
			if taken {
				done++
			} else {
				odd++
			}
		}
		if fresh == len(got.Messages) {
			break
		}
	}
	fmt.Fprintf(out, "%d invoked again.\n", done)
	if odd > 0 {
		fmt.Fprintf(out, "%d are no records of an invocation, and stay.\n", odd)
	}
	return nil
}

// invokeAgain hands one record's payload to the function, and then deletes the
// record. A record without a payload stays where it is.
func (r *Redrive) invokeAgain(ctx context.Context, url, function string, m sqstypes.Message) (taken bool, err error) {
	payload := requested(m)
	if len(payload) == 0 {
		return false, nil
	}
	_, err = r.Functions.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &function, InvocationType: lambdatypes.InvocationTypeEvent, Payload: payload,
	})
	if err != nil {
		return false, fmt.Errorf("invoke %s: %w", function, err)
	}
	if _, err := r.Queues.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &url, ReceiptHandle: m.ReceiptHandle}); err != nil {
		return false, fmt.Errorf("delete the record: %w", err)
	}
	return true, nil
}

// requested is the payload that a record is about, empty where it is no record.
func requested(m sqstypes.Message) []byte {
	var rec record
	if json.Unmarshal([]byte(aws.ToString(m.Body)), &rec) != nil {
		return nil
	}
	return rec.RequestPayload
}

// sent is when a message came into its queue.
func sent(m sqstypes.Message) time.Time {
	ms, _ := strconv.ParseInt(m.Attributes[string(sqstypes.MessageSystemAttributeNameSentTimestamp)], 10, 64)
	return time.UnixMilli(ms)
}
