// Package function runs a Lambda handler in this process as Lambda would: each
// invocation has a deadline, a request id and an ARN in its context, payloads
// larger than Lambda takes are refused, and a handler that panics has failed
// that one invocation.
//
// It promises that invocations may run at once (see [NewHandler]). They share
// one handler's state, unlike on Lambda, where each environment has its own.
package function

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/google/uuid"
)

// Limits on payloads in bytes. Source: Lambda quotas.
const (
	MaxPayload      = 6 << 20 // a synchronous invocation, each way
	MaxAsyncPayload = 1 << 20 // an asynchronous invocation
)

// Where the stand-ins pretend to run.
const (
	Region  = "us-east-1"
	Account = "000000000000"
)

// ErrTooLarge says that a payload exceeds what Lambda takes or returns.
var ErrTooLarge = errors.New("payload is too large for Lambda")

// Function is a Lambda function by its name, for example receive-email.
type Function struct {
	Name    string
	Handler lambda.Handler
	// Timeout ends an invocation's context; zero means 30 seconds.
	Timeout time.Duration
}

// ARN returns the function's made-up ARN.
func (f *Function) ARN() string {
	return "arn:aws:lambda:" + Region + ":" + Account + ":function:" + f.Name
}

// Invoke runs the handler once and returns what it answered. It returns
// ErrTooLarge for a payload or an answer above MaxPayload, and otherwise the
// handler's own error; a panic is an error too.
func (f *Function) Invoke(ctx context.Context, payload []byte) (answer []byte, err error) {
	if len(payload) > MaxPayload {
		return nil, fmt.Errorf("invoke %s with %d bytes: %w", f.Name, len(payload), ErrTooLarge)
	}
	timeout := f.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{
		AwsRequestID: uuid.NewString(), InvokedFunctionArn: f.ARN(),
	})
	defer func() {
		if p := recover(); p != nil {
			answer, err = nil, fmt.Errorf("%s panicked: %v", f.Name, p)
		}
	}()
	answer, err = f.Handler.Invoke(ctx, payload)
	if err != nil {
		return nil, err
	}
	if len(answer) > MaxPayload {
		return nil, fmt.Errorf("%s answered %d bytes: %w", f.Name, len(answer), ErrTooLarge)
	}
	return answer, nil
}

// NewHandler returns a handler that any number of invocations may use at once.
// What lambda.NewHandler returns serves one at a time, as an execution
// environment on Lambda does: it reuses the memory of its last answer. So each
// invocation has one to itself, and another is made where all are busy.
func NewHandler(handle any) lambda.Handler {
	return &environments{idle: sync.Pool{New: func() any { return lambda.NewHandler(handle) }}}
}

type environments struct{ idle sync.Pool }

// Invoke invokes the handler in an environment that is idle.
func (e *environments) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	h, _ := e.idle.Get().(lambda.Handler) // the pool holds nothing else
	defer e.idle.Put(h)
	answer, err := h.Invoke(ctx, payload)
	return bytes.Clone(answer), err
}
