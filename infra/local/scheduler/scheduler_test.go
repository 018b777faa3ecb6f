package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/function"
	"confab/infra/local/scheduler"
)

func TestAFunctionIsInvokedAgainAndAgainAlsoAfterAFailure(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	calls := 0
	f := &function.Function{Name: "wake", Handler: function.NewHandler(func(e events.CloudWatchEvent) error {
		if e.Source != "aws.scheduler" || e.DetailType != "Scheduled Event" || string(e.Detail) != `"{}"` || e.Time.IsZero() {
			t.Errorf("event = %+v", e)
		}
		if calls++; calls == 3 {
			cancel()
		}
		return errors.New("table is gone")
	})}
	scheduler.Run(ctx, "wake", f, 0, time.Millisecond)
	if calls != 3 {
		t.Errorf("%d calls in ten seconds, want 3", calls)
	}
}

func TestAScheduleBeginsAfterItsOwnWait(t *testing.T) {
	for name, c := range map[string]struct {
		wait  time.Duration
		calls int
	}{
		"at once": {0, 1},
		"later":   {7 * 24 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				calls := 0
				f := &function.Function{Name: "wake", Handler: function.NewHandler(func() { calls++ })}
				scheduler.Run(ctx, "wake", f, c.wait, time.Minute)
				if calls != c.calls {
					t.Errorf("%d calls in its first half minute, want %d", calls, c.calls)
				}
			})
		})
	}
}
