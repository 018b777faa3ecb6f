// Package meter watches AWS clients at the wire, for tests: it counts the calls
// that leave the process, their attempts and what they consumed, and makes a
// chosen one fail as networks and services do.
//
// It promises to see every call of a client that it is attached to, retries and
// pages included, and nothing that stays inside the process, such as the signing
// of a link. Calls are numbered from 1 in their order of leaving, over all
// attached clients; calls that leave at the same time may swap numbers.
//
// It refuses to fake answers: what it lets through reaches the service.
package meter

import (
	"context"
	"reflect"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
)

// Call is one call of an operation.
type Call struct {
	Service   string // as the SDK names it: "DynamoDB", "S3", "SQS", "SESv2"
	Operation string
	Attempts  int     // at least 1; more where the SDK repeated it
	Units     float64 // DynamoDB capacity units, read or write, indexes included
	Err       error   // what the caller got
}

// Meter counts calls and injects faults. The zero value is ready.
type Meter struct {
	mu      sync.Mutex
	calls   []*Call
	faults  map[int]Fault
	fired   int
	crashed bool
}

// Attach makes clients built from the configuration pass through the meter.
func (m *Meter) Attach(cfg *aws.Config) {
	cfg.APIOptions = append(cfg.APIOptions[:len(cfg.APIOptions):len(cfg.APIOptions)], m.Middleware)
}

// Middleware adds the meter to a client's stack; it is one of its APIOptions.
func (m *Meter) Middleware(stack *middleware.Stack) error {
	if err := stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Meter", m.operation), middleware.After); err != nil {
		return err
	}
	// Attempts are seen inside the SDK's retries, and where a presigned link, which
	// no call is made for, never comes by.
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("MeterAttempt", m.attempt), middleware.Before)
}

// Reset forgets calls and faults, and lets a crashed process live again.
func (m *Meter) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls, m.faults, m.fired, m.crashed = nil, nil, 0, false
}

// Revive lets a crashed process live again and remembers everything else.
func (m *Meter) Revive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.crashed = false
}

// Calls lists the calls since the last Reset.
func (m *Meter) Calls() []Call {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Call
	for _, c := range m.calls {
		out = append(out, *c)
	}
	return out
}

// Count tells how many calls of an operation there were, or of all if it is "".
func (m *Meter) Count(operation string) int {
	n := 0
	for _, c := range m.Calls() {
		if operation == "" || c.Operation == operation {
			n++
		}
	}
	return n
}

// Units adds up what all calls consumed.
func (m *Meter) Units() float64 {
	var sum float64
	for _, c := range m.Calls() {
		sum += c.Units
	}
	return sum
}

// seen carries a call from its operation to its attempts; nil until the first.
type seen struct {
	call *Call
	n    int
}

type seenKey struct{}

func (m *Meter) operation(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	askForCapacity(in.Parameters)
	s := &seen{}
	out, meta, err := next.HandleInitialize(context.WithValue(ctx, seenKey{}, s), in)
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.call != nil {
		s.call.Err = err
		if err == nil {
			s.call.Units = consumed(out.Result)
		}
	}
	return out, meta, err
}

func (m *Meter) attempt(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	f, armed := m.leave(ctx)
	if armed && !f.After {
		return middleware.DeserializeOutput{}, middleware.Metadata{}, f.Err
	}
	out, meta, err := next.HandleDeserialize(ctx, in)
	if armed {
		out.Result = nil
		return out, meta, f.Err
	}
	return out, meta, err
}

// leave records that an attempt is about to leave, and tells whether and how it
// shall fail.
func (m *Meter) leave(ctx context.Context) (Fault, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.crashed {
		return Fault{Err: ErrCrashed}, true
	}
	s, ok := ctx.Value(seenKey{}).(*seen)
	if !ok {
		return Fault{}, false
	}
	if s.call == nil {
		s.call = &Call{Service: awsmiddleware.GetServiceID(ctx), Operation: awsmiddleware.GetOperationName(ctx)}
		m.calls = append(m.calls, s.call)
		s.n = len(m.calls)
	}
	s.call.Attempts++
	f, armed := m.faults[s.n]
	if !armed {
		return Fault{}, false
	}
	delete(m.faults, s.n) // a repetition goes through
	m.fired++
	m.crashed = f.Crash
	return f, true
}

// askForCapacity sets ReturnConsumedCapacity where the input has it.
func askForCapacity(input any) {
	v := reflect.Indirect(reflect.ValueOf(input))
	if v.Kind() != reflect.Struct {
		return
	}
	if f := v.FieldByName("ReturnConsumedCapacity"); f.IsValid() && f.CanSet() {
		f.SetString(string(types.ReturnConsumedCapacityTotal))
	}
}

// consumed reads ConsumedCapacity, of one table or of several, where the output
// has it.
func consumed(output any) float64 {
	v := reflect.Indirect(reflect.ValueOf(output))
	if v.Kind() != reflect.Struct {
		return 0
	}
	f := v.FieldByName("ConsumedCapacity")
	if !f.IsValid() {
		return 0
	}
	switch c := f.Interface().(type) {
	case *types.ConsumedCapacity:
		if c != nil {
			return aws.ToFloat64(c.CapacityUnits)
		}
	case []types.ConsumedCapacity:
		var sum float64
		for i := range c {
			sum += aws.ToFloat64(c[i].CapacityUnits)
		}
		return sum
	}
	return 0
}
