package inbox

import (
	"context"
	"errors"
)

type correlationKey struct{}

// WithCorrelation says in whose course everything done with the context happens:
// id is that of the trigger that came from outside, SES's id of a mail or API
// Gateway's of a request. A message that is queued keeps it, so that whatever
// sends the message later names the same trigger. An empty id changes nothing.
func WithCorrelation(ctx context.Context, id string) context.Context {
	if id == "" {
		return ctx
	}
	return context.WithValue(ctx, correlationKey{}, id)
}

// Correlation returns what WithCorrelation said last, or "".
func Correlation(ctx context.Context) string {
	id, _ := ctx.Value(correlationKey{}).(string)
	return id
}

// correlatedError is an error in the course of a trigger that its caller, who
// holds a context of its own, does not know of.
type correlatedError struct {
	error
	id string
}

func (e *correlatedError) Unwrap() error { return e.error }

// correlated has an error remember the context's correlation.
func correlated(ctx context.Context, err error) error {
	if id := Correlation(ctx); err != nil && id != "" {
		return &correlatedError{err, id}
	}
	return err
}

// CorrelationOf returns the trigger in whose course the error happened, "" where
// the error does not tell.
func CorrelationOf(err error) string {
	var c *correlatedError
	if errors.As(err, &c) {
		return c.id
	}
	return ""
}
