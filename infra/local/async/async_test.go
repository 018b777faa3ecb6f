package async_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/infra/local/async"
	"confab/infra/local/disk"
	"confab/infra/local/function"
)

// open returns an invoker of the function receive-email over the file at path.
func open(t *testing.T, path string, handler any) (*async.Invoker, chan []byte) {
	t.Helper()
	db, err := disk.Open(path, async.Schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	inv := async.New(db, &function.Function{Name: "receive-email", Handler: function.NewHandler(handler)})
	inv.Backoff = [2]time.Duration{time.Millisecond, 2 * time.Millisecond}
	failed := make(chan []byte, 10)
	inv.Failed = func(_ context.Context, record []byte) error { failed <- record; return nil }
	return inv, failed
}

func run(t *testing.T, inv *async.Invoker) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { inv.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); done.Wait() })
	t.Cleanup(stop)
	return stop
}

func wait[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

func invoke(t *testing.T, inv *async.Invoker, payload string) {
	t.Helper()
	if err := inv.Invoke(t.Context(), "receive-email", []byte(payload)); err != nil {
		t.Fatal(err)
	}
}

func TestAnInvocationRunsUntilItSucceeds(t *testing.T) {
	calls := make(chan string, 10)
	tries := 0
	inv, failed := open(t, filepath.Join(t.TempDir(), "local.db"), func(s string) error {
		calls <- s
		if tries++; tries < 3 {
			return errors.New("not yet")
		}
		return nil
	})
	stop := run(t, inv)
	invoke(t, inv, `"mail"`)
	for range 3 {
		if got := wait(t, calls); got != "mail" {
			t.Errorf("payload = %q", got)
		}
	}
	stop()
	if n, err := inv.Pending(t.Context()); n != 0 || err != nil || len(failed) != 0 {
		t.Errorf("%d pending (%v), %d failed", n, err, len(failed))
	}
}

func TestWhatFailsThreeTimesGoesToTheDestination(t *testing.T) {
	inv, failed := open(t, filepath.Join(t.TempDir(), "local.db"), func() error { return errors.New("table is gone") })
	run(t, inv)
	invoke(t, inv, `{"mail":1}`)
	var record struct {
		RequestContext struct {
			Condition              string
			ApproximateInvokeCount int
		}
		RequestPayload  json.RawMessage
		ResponsePayload struct{ ErrorMessage string }
	}
	if err := json.Unmarshal(wait(t, failed), &record); err != nil {
		t.Fatal(err)
	}
	if record.RequestContext.Condition != "RetriesExhausted" || record.RequestContext.ApproximateInvokeCount != 3 ||
		string(record.RequestPayload) != `{"mail":1}` || record.ResponsePayload.ErrorMessage != "table is gone" {
		t.Errorf("record = %+v", record)
	}
}

func TestWhatWasAcknowledgedRunsAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	inv, _ := open(t, path, func() {})
	invoke(t, inv, `"kept"`)
	calls := make(chan string, 10)
	again, _ := open(t, path, func(s string) { calls <- s })
	run(t, again)
	if got := wait(t, calls); got != "kept" {
		t.Errorf("payload = %q", got)
	}
}

func TestFaultsDuplicateAndFail(t *testing.T) {
	calls := make(chan string, 10)
	inv, _ := open(t, filepath.Join(t.TempDir(), "local.db"), func(s string) { calls <- s })
	inv.Duplicate.Store(true)
	inv.FailNext.Store(1)
	run(t, inv)
	invoke(t, inv, `"mail"`)
	wait(t, calls)
	wait(t, calls)
}

func TestRefusals(t *testing.T) {
	inv, _ := open(t, filepath.Join(t.TempDir(), "local.db"), func() {})
	if err := inv.Invoke(t.Context(), "nobody", []byte(`{}`)); !errors.Is(err, async.ErrNoFunction) {
		t.Errorf("unknown function: %v", err)
	}
	big := []byte(`"` + strings.Repeat("x", function.MaxAsyncPayload) + `"`)
	if err := inv.Invoke(t.Context(), "receive-email", big); !errors.Is(err, function.ErrTooLarge) {
		t.Errorf("1 MiB payload: %v", err)
	}
}
