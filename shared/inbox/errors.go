package inbox

import (
	"errors"
	"fmt"
	"time"
)

// The kinds of failure. Each tells the caller what to do next; test for one
// with errors.Is.
var (
	// ErrInvalid: the request can never succeed as it is; its message says what to mend.
	ErrInvalid = errors.New("invalid")
	// ErrNotFound: there is no such thing, or not for this caller.
	ErrNotFound = errors.New("not found")
	// ErrForbidden: the caller is known and may see the thing, but not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrConflict: somebody else changed the thing meanwhile; read again and retry.
	ErrConflict = errors.New("conflict")
	// ErrGone: what was asked for has been forgotten; begin anew.
	ErrGone = errors.New("gone")
	// ErrDuplicate: this has been done before; to a trigger that is a success.
	ErrDuplicate = errors.New("duplicate")
	// ErrKeyReused: an Idempotency-Key came again with a different request.
	ErrKeyReused = errors.New("idempotency key reused")
	// ErrSuppressed: a recipient hard-bounced or complained and may not be mailed
	// until an agent lifts the suppression.
	ErrSuppressed = errors.New("suppressed")
	// ErrRateLimited: too much in too short a time; wait and retry.
	ErrRateLimited = errors.New("rate limited")
	// ErrTextingClosed: the contact may not be texted, or not now. Its [Problem] has
	// the Reason.
	ErrTextingClosed = errors.New("texting closed")

	// ErrRefused is a [Sender]'s word that the provider will never take this message.
	ErrRefused = errors.New("refused by the provider")
	// ErrOptedOut is a [Sender]'s word that the recipient is on the provider's list of
	// those who opted out. It is an ErrRefused, too.
	ErrOptedOut = fmt.Errorf("%w: the recipient has opted out", ErrRefused)
	// ErrNotSent is a [Sender]'s word that the message has certainly not left and
	// that the same call may succeed later. Any other error is ambiguous.
	ErrNotSent = errors.New("not sent")
)

// Problem is an error whose sentence is safe to show to whoever asked.
type Problem struct {
	Kind   error  // one of the kinds above
	Detail string // one sentence, without other people's data
	// Reason is the name of what an ErrTextingClosed is for.
	Reason ClosedReason
	// Changed is the newest entry of the thread since the version that the caller
	// saw; nil where none came with what has changed.
	Changed *Message
	// Next is when the same may be done, where time will allow it.
	Next time.Time
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the kind.
func (p *Problem) Unwrap() error { return p.Kind }

func problem(kind error, format string, args ...any) error {
	return &Problem{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}
