// Package scheduler stands in for recurring schedules of EventBridge Scheduler:
// it invokes a function again and again with the payload a schedule without
// input sends.
//
// Like a schedule without retries it forgets a failed invocation: the next one
// comes anyway.
package scheduler

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"confab/infra/local/function"
)

// Run invokes f after the wait and from then on every interval until the context
// ends, as the schedule named does. A schedule that is due every minute does not
// wait: AWS's runs on while nobody deploys.
func Run(ctx context.Context, name string, f *function.Function, wait, interval time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case at := <-timer.C:
			if ctx.Err() != nil {
				return // select takes either where both are ready
			}
			timer.Reset(interval)
			if err := Invoke(ctx, name, f, at.UTC()); err != nil && ctx.Err() == nil {
				slog.Warn("a scheduled invocation failed", "function", f.Name, "error", err)
			}
		}
	}
}

// Invoke invokes f as the schedule named does at that time.
func Invoke(ctx context.Context, name string, f *function.Function, at time.Time) error {
	payload, err := json.Marshal(events.EventBridgeEvent{
		Version: "0", ID: uuid.NewString(), DetailType: "Scheduled Event", Source: "aws.scheduler",
		AccountID: function.Account, Time: at.Truncate(time.Second), Region: function.Region,
		Resources: []string{"arn:aws:scheduler:" + function.Region + ":" + function.Account + ":schedule/default/" + name},
		Detail:    json.RawMessage(`"{}"`), // a string, unlike that of EventBridge's rules
	})
	if err != nil {
		return fmt.Errorf("encode the event: %w", err)
	}
	_, err = f.Invoke(ctx, payload)
	return err
}
