package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/send-message/handler"
	"confab/shared/inbox"
)

type sender struct {
	got []inbox.Event
	err error
}

func (s *sender) Send(_ context.Context, e inbox.Event) error {
	s.got = append(s.got, e)
	return s.err
}

func handle(t *testing.T, name string, s *sender) events.SQSEventResponse {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../events/send-message", name))
	if err != nil {
		t.Fatal(err)
	}
	var e events.SQSEvent
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	out, err := (&handler.Handler{Inbox: s, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}).Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEachSampleIsSentOrOfferedAgain(t *testing.T) {
	want := map[string]struct{ sent, failed int }{
		"one-queued.json":           {1, 0},
		"one-broken-among-two.json": {1, 1},
	}
	files, err := filepath.Glob("../../../events/send-message/*.json")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, w := range want {
		s := &sender{}
		if out := handle(t, name, s); len(s.got) != w.sent || len(out.BatchItemFailures) != w.failed {
			t.Errorf("%s: %d sent, %d failed", name, len(s.got), len(out.BatchItemFailures))
		}
	}
	if out := handle(t, "one-queued.json", &sender{err: errors.New("throttled")}); len(out.BatchItemFailures) != 1 {
		t.Error("a message that was not sent is not offered again")
	}
}

// The published form of an event is a contract; whoever changes it changes this
// file knowingly.
func TestTheDueEventHasItsPublishedForm(t *testing.T) {
	golden, err := os.ReadFile("../../../events/message.due.json")
	if err != nil {
		t.Fatal(err)
	}
	e := inbox.Event{
		Version: 1, Type: inbox.MessageDue, Audience: "01JD3X5W8Q4C9V2N7K1M6P0AAA",
		Conversation: "01JD3X5W8Q4C9V2N7K1M6P0RST", Message: "01JD3X5W8Q4C9V2N7K1M6P0RSW", Rev: 7,
		At: time.Date(2026, 3, 2, 9, 0, 2, 500_000_000, time.UTC), Correlation: "JKJaXmPLvHcESHA=",
	}
	got, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(golden) {
		t.Errorf("the event is published as\n%s", got)
	}
	s := &sender{}
	handle(t, "one-queued.json", s)
	if s.got[0] != e {
		t.Errorf("the sample is read as %+v", s.got[0])
	}
}
