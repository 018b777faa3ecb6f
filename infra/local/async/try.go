package async

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

var errInjected = errors.New("failed on demand")

// try runs an invocation once and settles it: done, to be tried again, or given up.
func (inv *Invoker) try(ctx context.Context, i invocation) {
	defer func() {
		inv.mu.Lock()
		defer inv.mu.Unlock()
		delete(inv.busy, i.id)
	}()
	err := inv.run(ctx, i)
	if err != nil && ctx.Err() != nil {
		return // we are stopping: it runs again after the next start
	}
	// What has happened is recorded also when we are asked to stop.
	if err := inv.settle(context.WithoutCancel(ctx), i, err); err != nil {
		slog.Warn("an invocation runs again", "function", i.name, "request", i.request, "error", err)
	}
}

func (inv *Invoker) run(ctx context.Context, i invocation) error {
	f := inv.functions[i.name]
	if f == nil {
		return fmt.Errorf("%s: %w", i.name, ErrNoFunction)
	}
	if inv.FailNext.Add(-1) >= 0 {
		return errInjected
	}
	_, err := f.Invoke(ctx, i.payload)
	return err
}

func (inv *Invoker) settle(ctx context.Context, i invocation, cause error) error {
	if cause != nil && i.attempts < len(inv.Backoff) {
		slog.Info("an invocation failed and is tried again", "function", i.name, "request", i.request, "error", cause)
		_, err := inv.db.ExecContext(ctx, `UPDATE async_invocations SET attempts = attempts + 1, due_at = ? WHERE id = ?`,
			time.Now().Add(inv.Backoff[i.attempts]).UnixMilli(), i.id)
		return err
	}
	if cause != nil {
		record, err := inv.failure(i, cause)
		if err != nil {
			return err
		}
		if err := inv.Failed(ctx, record); err != nil {
			return fmt.Errorf("send to the failure destination: %w", err)
		}
	}
	_, err := inv.db.ExecContext(ctx, `DELETE FROM async_invocations WHERE id = ?`, i.id)
	return err
}

// failure is the record Lambda sends to a destination.
// Source: "Capturing records of Lambda asynchronous invocations".
func (inv *Invoker) failure(i invocation, cause error) ([]byte, error) {
	arn := i.name
	if f := inv.functions[i.name]; f != nil {
		arn = f.ARN()
	}
	record, err := json.Marshal(map[string]any{
		"version": "1.0", "timestamp": time.Now().UTC(),
		"requestContext": map[string]any{
			"requestId": i.request, "functionArn": arn + ":$LATEST",
			"condition": "RetriesExhausted", "approximateInvokeCount": i.attempts + 1,
		},
		"requestPayload":  json.RawMessage(i.payload),
		"responseContext": map[string]any{"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
		"responsePayload": map[string]any{"errorMessage": cause.Error()},
	})
	if err != nil {
		return nil, fmt.Errorf("encode a failed invocation: %w", err)
	}
	return record, nil
}
