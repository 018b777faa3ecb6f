package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/wake/handler"
)

type waker struct {
	woken int
	err   error
}

func (w *waker) Wake(context.Context) error {
	w.woken++
	return w.err
}

func TestTheScheduleSweepsOnce(t *testing.T) {
	data, err := os.ReadFile("../../../events/wake/minute.json")
	if err != nil {
		t.Fatal(err)
	}
	var e events.CloudWatchEvent
	if err := json.Unmarshal(data, &e); err != nil || e.Source != "aws.scheduler" {
		t.Fatalf("the sample is read as %+v (%v)", e, err)
	}
	w := &waker{}
	if err := (&handler.Handler{Inbox: w, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e); err != nil || w.woken != 1 {
		t.Errorf("%d sweeps, error %v", w.woken, err)
	}
	w.err = errors.New("the table is away")
	if err := (&handler.Handler{Inbox: w, Log: slog.New(slog.DiscardHandler)}).Handle(t.Context(), e); !errors.Is(err, w.err) {
		t.Errorf("a sweep that failed says %v", err)
	}
}
