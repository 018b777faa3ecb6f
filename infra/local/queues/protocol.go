package queues

import (
	"context"
	"crypto/md5" // the protocol's checksum, which the SDK verifies
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/google/uuid"

	"confab/infra/local/function"
)

// fault is an error as SQS tells it to a client.
type fault struct{ code, query, message string }

func (f *fault) Error() string { return f.code + ": " + f.message }

func invalid(format string, args ...any) error {
	return &fault{"InvalidParameterValue", "InvalidParameterValue", fmt.Sprintf(format, args...)}
}

// operation is one action of the protocol.
type operation func(q *Queues, ctx context.Context, body []byte) (any, error)

// handle makes an operation of a method with typed input and output.
func handle[In, Out any](method func(*Queues, context.Context, In) (Out, error)) operation {
	return func(q *Queues, ctx context.Context, body []byte) (any, error) {
		var in In
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, invalid("the request is not understood: %v", err)
		}
		return method(q, ctx, in)
	}
}

var operations = map[string]operation{
	"SendMessage":             handle((*Queues).sendMessage),
	"SendMessageBatch":        handle((*Queues).sendMessageBatch),
	"ReceiveMessage":          handle((*Queues).receiveMessage),
	"DeleteMessage":           handle((*Queues).deleteMessage),
	"DeleteMessageBatch":      handle((*Queues).deleteMessageBatch),
	"ChangeMessageVisibility": handle((*Queues).changeMessageVisibility),
	"GetQueueUrl":             handle((*Queues).getQueueURL),
	"GetQueueAttributes":      handle((*Queues).getQueueAttributes),
}

// ServeHTTP answers the AWS JSON 1.0 protocol of SQS.
// Source: SQS API reference, "Making Query API requests using AWS JSON protocol".
func (q *Queues) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("X-Amzn-Requestid", uuid.NewString())
	body, err := io.ReadAll(io.LimitReader(r.Body, 16*MaxBody))
	if err != nil {
		q.fail(w, err)
		return
	}
	name := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS.")
	op, ok := operations[name]
	if !ok {
		q.fail(w, &fault{"UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", "this stand-in has no " + name})
		return
	}
	base := context.WithValue(r.Context(), hostKey{}, r.Host)
	out, err := op(q, base, body)
	if err != nil {
		q.fail(w, err)
		return
	}
	_ = json.NewEncoder(w).Encode(out) // the client went away
}

// hostKey finds the host a client asked, for the queue URLs it is told.
type hostKey struct{}

func (q *Queues) fail(w http.ResponseWriter, err error) {
	f, status := (*fault)(nil), http.StatusBadRequest
	switch {
	case errors.As(err, &f):
	case errors.Is(err, ErrNoQueue):
		f = &fault{"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."}
	case errors.Is(err, ErrTooLarge):
		f = &fault{"InvalidParameterValue", "InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes."}
	default:
		f, status = &fault{"InternalError", "InternalError", err.Error()}, http.StatusInternalServerError
	}
	w.Header().Set("X-Amzn-Query-Error", f.query+";Sender")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": "com.amazonaws.sqs#" + f.code, "message": f.message})
}

// URL returns the address of a queue on a server that listens at endpoint.
func URL(endpoint, queue string) string {
	return endpoint + "/" + function.Account + "/" + queue
}

func (q *Queues) named(queueURL string) (Queue, error) {
	queue, ok := q.queues[path.Base(queueURL)]
	if !ok {
		return Queue{}, ErrNoQueue
	}
	return queue, nil
}

func checksum(body string) string {
	sum := md5.Sum([]byte(body))
	return hex.EncodeToString(sum[:])
}
