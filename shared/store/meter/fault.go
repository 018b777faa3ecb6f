package meter

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// ErrCrashed is what every call gets once the process has crashed: nothing
// leaves it any more.
var ErrCrashed = errors.New("the process has crashed")

// errBroken is an error that the SDK does not repeat.
var errBroken = &smithy.GenericAPIError{Code: "InjectedFailure", Message: "injected", Fault: smithy.FaultClient}

// Fault is how a call fails.
type Fault struct {
	Name string
	// After: the service did what it was asked, and the answer got lost.
	After bool
	Err   error
	// Crash: nothing leaves the process from then on.
	Crash bool
}

// The faults that any call can meet.
var (
	FailsBefore = Fault{Name: "fails before", Err: errBroken}
	FailsAfter  = Fault{Name: "fails after", After: true, Err: errBroken}
	// Throttled and AnswerLost are what the SDK's retries are for.
	Throttled  = Fault{Name: "throttled", Err: &smithy.GenericAPIError{Code: "ThrottlingException", Message: "injected"}}
	AnswerLost = Fault{Name: "answer lost", After: true, Err: &smithyhttp.RequestSendError{Err: context.DeadlineExceeded}}

	CrashesBefore = Fault{Name: "crashes before", Err: ErrCrashed, Crash: true}
	CrashesAfter  = Fault{Name: "crashes after", After: true, Err: ErrCrashed, Crash: true}
)

// Faults lists the faults that any call can meet.
func Faults() []Fault {
	return []Fault{FailsBefore, FailsAfter, Throttled, AnswerLost, CrashesBefore, CrashesAfter}
}

// Conflict is DynamoDB's refusal of a transaction because another one is at work
// on one of its items.
func Conflict() Fault { return Cancelled("TransactionConflict") }

// Cancelled is DynamoDB's refusal of a transaction for the given reasons, one for
// each action: "None", "ConditionalCheckFailed", "TransactionConflict",
// "ThrottlingError", …
func Cancelled(reasons ...string) Fault {
	e := &types.TransactionCanceledException{Message: aws.String("injected")}
	for _, r := range reasons {
		e.CancellationReasons = append(e.CancellationReasons, types.CancellationReason{Code: aws.String(r)})
	}
	return Fault{Name: "cancelled", Err: e}
}

// Inject makes call n since the last Reset fail once.
func (m *Meter) Inject(n int, f Fault) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.faults == nil {
		m.faults = map[int]Fault{}
	}
	m.faults[n] = f
}

// Fired tells how many faults have happened since the last Reset, so that a test
// knows that it tested something.
func (m *Meter) Fired() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fired
}
