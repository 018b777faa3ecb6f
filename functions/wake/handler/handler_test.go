package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/wake/handler"
)

type waker struct {
	woken   int
	audited time.Time
	err     error
}

func (w *waker) AuditOnce(_ context.Context, at time.Time) error {
	w.audited = at
	return w.err
}

func (w *waker) Wake(context.Context) error {
	w.woken++
	return w.err
}

// sent reads a sample of what a schedule sends.
func sent(t *testing.T, file string) (e events.CloudWatchEvent) {
	t.Helper()
	data, err := os.ReadFile("../../../events/wake/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &e); err != nil || e.Source != "aws.scheduler" {
		t.Fatalf("the sample is read as %+v (%v)", e, err)
	}
	return e
}

func TestTheWeeklyScheduleStartsAnAuditAndDoesNotSweep(t *testing.T) {
	w, e := &waker{}, sent(t, "week.json")
	if err := (&handler.Handler{Inbox: w, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e); err != nil || w.woken != 0 || !w.audited.Equal(e.Time) {
		t.Errorf("%d sweeps, an audit of %s, error %v", w.woken, w.audited, err)
	}
}

func TestTheScheduleSweepsOnce(t *testing.T) {
	e := sent(t, "minute.json")
	w := &waker{}
	if err := (&handler.Handler{Inbox: w, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e); err != nil || w.woken != 1 {
		t.Errorf("%d sweeps, error %v", w.woken, err)
	}
	w.err = errors.New("the table is away")
	if err := (&handler.Handler{Inbox: w, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e); !errors.Is(err, w.err) {
		t.Errorf("a sweep that failed says %v", err)
	}
}
