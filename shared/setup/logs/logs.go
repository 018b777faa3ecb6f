// Package logs makes the log of a function: JSON lines on standard error, which
// Lambda collects.
//
// It promises that each line names the function, the trigger in whose course it
// was written (correlation) and the invocation (invocation), and that no address
// and no phone number stands in a line, whatever error quotes one. Words that a
// person wrote it cannot tell from others: whoever logs leaves them out.
package logs

import (
	"context"
	"io"
	"log/slog"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"confab/shared/inbox"
)

// New returns the log of a function.
func New(w io.Writer, function string) *slog.Logger {
	h := slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: clean})
	return slog.New(handler{h}).With("function", function)
}

// handler adds to each record what its context knows.
type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	correlation := inbox.Correlation(ctx)
	if correlation == "" {
		correlation = ofError(r)
	}
	if correlation != "" {
		r.AddAttrs(slog.String("correlation", correlation))
	}
	if lc, ok := lambdacontext.FromContext(ctx); ok { // under its id stand Lambda's own lines (START, REPORT)
		r.AddAttrs(slog.String("invocation", lc.AwsRequestID))
	}
	return h.Handler.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }

// ofError finds the correlation that one of the record's errors knows.
func ofError(r slog.Record) (id string) {
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok {
			id = inbox.CorrelationOf(err)
		}
		return id == ""
	})
	return id
}
