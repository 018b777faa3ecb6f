package queues

import (
	"context"
	"strconv"
	"time"
)

func seconds(n *int) time.Duration {
	if n == nil {
		return 0
	}
	return time.Duration(*n) * time.Second
}

type sendEntry struct {
	ID                string `json:"Id"`
	MessageBody       string
	DelaySeconds      *int
	MessageAttributes map[string]any
}

type sendResult struct {
	ID               string `json:"Id,omitempty"`
	MessageId        string // the protocol's spelling
	MD5OfMessageBody string
}

func (q *Queues) send(ctx context.Context, queue string, e sendEntry) (sendResult, error) {
	if delay := seconds(e.DelaySeconds); delay < 0 || delay > 15*time.Minute {
		return sendResult{}, invalid("Value %d for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.", *e.DelaySeconds)
	}
	if e.MessageBody == "" {
		return sendResult{}, &fault{"MissingParameter", "MissingParameter", "The request must contain the parameter MessageBody."}
	}
	if len(e.MessageAttributes) > 0 {
		return sendResult{}, &fault{"UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", "this stand-in keeps no message attributes"}
	}
	id, err := q.Send(ctx, queue, e.MessageBody, seconds(e.DelaySeconds))
	return sendResult{e.ID, id, checksum(e.MessageBody)}, err
}

func (q *Queues) sendMessage(ctx context.Context, in struct {
	QueueURL string `json:"QueueUrl"`
	sendEntry
}) (sendResult, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return sendResult{}, err
	}
	return q.send(ctx, queue.Name, in.sendEntry)
}

// failedEntry is an entry of a batch that was refused.
type failedEntry struct {
	ID          string `json:"Id"`
	Code        string
	Message     string
	SenderFault bool
}

type batchResult[T any] struct {
	Successful []T
	Failed     []failedEntry
}

// batch checks a batch's ids and does one entry after the other.
func batch[E, R any](entries []E, id func(E) string, do func(E) (R, error)) (batchResult[R], error) {
	var result batchResult[R]
	if len(entries) == 0 {
		return result, &fault{"EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one entry in the request."}
	}
	if len(entries) > 10 {
		return result, &fault{"TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10."}
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[id(e)] {
			return result, &fault{"BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Id " + id(e) + " repeated."}
		}
		seen[id(e)] = true
	}
	for _, e := range entries {
		done, err := do(e)
		if err != nil {
			result.Failed = append(result.Failed, failedEntry{id(e), "InvalidParameterValue", err.Error(), true})
			continue
		}
		result.Successful = append(result.Successful, done)
	}
	return result, nil
}

func (q *Queues) sendMessageBatch(ctx context.Context, in struct {
	QueueURL string `json:"QueueUrl"`
	Entries  []sendEntry
}) (any, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, e := range in.Entries {
		total += len(e.MessageBody)
	}
	if total > MaxBody {
		return nil, &fault{"BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes."}
	}
	return batch(in.Entries, func(e sendEntry) string { return e.ID },
		func(e sendEntry) (sendResult, error) { return q.send(ctx, queue.Name, e) })
}

type receivedMessage struct {
	MessageId     string // the protocol's spelling
	ReceiptHandle string
	MD5OfBody     string
	Body          string
	Attributes    map[string]string
}

func (q *Queues) receiveMessage(ctx context.Context, in struct {
	QueueURL            string `json:"QueueUrl"`
	MaxNumberOfMessages *int
	VisibilityTimeout   *int
	WaitTimeSeconds     *int
}) (any, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return nil, err
	}
	limit := 1
	if in.MaxNumberOfMessages != nil {
		limit = *in.MaxNumberOfMessages
	}
	if limit < 1 || limit > 10 {
		return nil, invalid("Value %d for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.", limit)
	}
	messages, err := q.Receive(ctx, queue.Name, limit, seconds(in.VisibilityTimeout), seconds(in.WaitTimeSeconds))
	if err != nil {
		return nil, err
	}
	out := struct{ Messages []receivedMessage }{}
	for _, m := range messages {
		out.Messages = append(out.Messages, receivedMessage{m.ID, m.Receipt, checksum(m.Body), m.Body, m.attributes()})
	}
	return out, nil
}

// attributes are a message's system attributes, which are strings all.
func (m Message) attributes() map[string]string {
	return map[string]string{
		"ApproximateReceiveCount":          strconv.Itoa(m.Receives),
		"SentTimestamp":                    strconv.FormatInt(m.Sent.UnixMilli(), 10),
		"SenderId":                         "AROALOCALSTANDIN:local",
		"ApproximateFirstReceiveTimestamp": strconv.FormatInt(m.FirstReceived.UnixMilli(), 10),
	}
}

func (q *Queues) deleteMessage(ctx context.Context, in struct {
	QueueURL      string `json:"QueueUrl"`
	ReceiptHandle string
}) (struct{}, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, q.Delete(ctx, queue.Name, in.ReceiptHandle)
}

type deleteEntry struct {
	ID            string `json:"Id"`
	ReceiptHandle string
}

type deleteResult struct {
	ID string `json:"Id"`
}

func (q *Queues) deleteMessageBatch(ctx context.Context, in struct {
	QueueURL string `json:"QueueUrl"`
	Entries  []deleteEntry
}) (any, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return nil, err
	}
	return batch(in.Entries, func(e deleteEntry) string { return e.ID },
		func(e deleteEntry) (deleteResult, error) {
			return deleteResult{e.ID}, q.Delete(ctx, queue.Name, e.ReceiptHandle)
		})
}

func (q *Queues) changeMessageVisibility(ctx context.Context, in struct {
	QueueURL          string `json:"QueueUrl"`
	ReceiptHandle     string
	VisibilityTimeout *int
}) (struct{}, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, q.ChangeVisibility(ctx, queue.Name, in.ReceiptHandle, seconds(in.VisibilityTimeout))
}

func (q *Queues) getQueueURL(ctx context.Context, in struct{ QueueName string }) (any, error) {
	queue, err := q.named(in.QueueName)
	if err != nil {
		return nil, err
	}
	host, _ := ctx.Value(hostKey{}).(string)
	return map[string]string{"QueueUrl": URL("http://"+host, queue.Name)}, nil
}

func (q *Queues) getQueueAttributes(ctx context.Context, in struct {
	QueueURL string `json:"QueueUrl"`
}) (any, error) {
	queue, err := q.named(in.QueueURL)
	if err != nil {
		return nil, err
	}
	visible, hidden, err := q.Depth(ctx, queue.Name)
	if err != nil {
		return nil, err
	}
	return map[string]any{"Attributes": map[string]string{
		"QueueArn":                              queue.ARN(),
		"ApproximateNumberOfMessages":           strconv.Itoa(visible),
		"ApproximateNumberOfMessagesNotVisible": strconv.Itoa(hidden),
		"VisibilityTimeout":                     strconv.Itoa(int(queue.Visibility.Seconds())),
	}}, nil
}
