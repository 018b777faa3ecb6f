package standin_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"confab/infra/local/standin"
)

func TestCallsFailInTheOrderInWhichTheyWereMadeTo(t *testing.T) {
	var faults standin.Faults[string]
	faults.Inject("slow", 2)
	faults.Inject("broken", 1)
	for i, want := range []string{"slow", "slow", "broken", "", ""} {
		if got := faults.Next(); got != want {
			t.Errorf("call %d fails with %q, want %q", i, got, want)
		}
	}
}

func TestAWaitEndsWithTheBellTheTimeOrTheContext(t *testing.T) {
	for name, c := range map[string]struct {
		before int // rings before the wait
		during func(bell *standin.Bell, end func())
		want   time.Duration
	}{
		"nothing happens":       {0, nil, time.Minute},
		"it rang before":        {1, nil, 0},
		"it rang several times": {3, nil, 0},
		"it rings":              {0, func(bell *standin.Bell, _ func()) { bell.Ring() }, time.Second},
		"the context ends":      {0, func(_ *standin.Bell, end func()) { end() }, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bell standin.Bell
				ctx, end := context.WithCancel(t.Context())
				defer end()
				for range c.before {
					bell.Ring()
				}
				if c.during != nil {
					time.AfterFunc(time.Second, func() { c.during(&bell, end) })
				}
				start := time.Now()
				bell.Wait(ctx, time.Minute)
				if got := time.Since(start); got != c.want {
					t.Errorf("waited %v, want %v", got, c.want)
				}
				start = time.Now()
				bell.Wait(t.Context(), time.Hour)
				if got := time.Since(start); got != time.Hour {
					t.Errorf("a ring was left: the next wait ended after %v", got)
				}
			})
		})
	}
}
