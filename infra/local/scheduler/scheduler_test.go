package scheduler_test

import (
	"context"
	"errors"
	"testing"
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
	scheduler.Run(ctx, "wake", f, time.Millisecond)
	if calls != 3 {
		t.Errorf("%d calls in ten seconds, want 3", calls)
	}
}
