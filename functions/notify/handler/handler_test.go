package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/notify/handler"
	"confab/shared/inbox"
)

const folder = "../../../events/notify"

type notifier struct {
	mu  sync.Mutex
	got []inbox.Notification
	err error
}

func (n *notifier) Notify(_ context.Context, note inbox.Notification) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.got = append(n.got, note)
	return n.err
}

func handle(t *testing.T, name string, n *notifier) (failed []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	var e events.SQSEvent
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	h := &handler.Handler{Inbox: n, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	out, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed
}

func TestEachNotificationIsAttempted(t *testing.T) {
	n := &notifier{}
	if failed := handle(t, "first-and-again.json", n); len(failed) != 0 || len(n.got) != 2 {
		t.Fatalf("%d attempted, failed %v", len(n.got), failed)
	}
	slices.SortFunc(n.got, func(a, b inbox.Notification) int { return a.Attempt - b.Attempt })
	if first, again := n.got[0], n.got[1]; first.Event == nil || first.Event.Type != inbox.MessageReceived || again.Event != nil || again.Attempt != 3 {
		t.Errorf("attempted %+v", n.got)
	}
}

func TestWhatWasNotRecordedIsOfferedAgain(t *testing.T) {
	if failed := handle(t, "first-and-again.json", &notifier{err: errors.New("the table is away")}); len(failed) != 2 {
		t.Errorf("failed %v", failed)
	}
	n := &notifier{}
	if failed := handle(t, "broken.json", n); !slices.Equal(failed, []string{"2e1424d4-f796-459a-8184-9c92662be6da", "2e1424d4-f796-459a-8184-9c92662be6db"}) || len(n.got) != 0 {
		t.Errorf("failed %v", failed)
	}
}
