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

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/record-delivery/handler"
	"confab/shared/inbox"
)

type recorder struct {
	got []inbox.DeliveryEvent
	err error
}

func (r *recorder) RecordDelivery(_ context.Context, e inbox.DeliveryEvent) error {
	r.got = append(r.got, e)
	return r.err
}

func handle(t *testing.T, name string, r *recorder) events.SQSEventResponse {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../events/record-delivery", name))
	if err != nil {
		t.Fatal(err)
	}
	var e events.SQSEvent
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	h := &handler.Handler{Inbox: r, Region: "eu-west-1", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	out, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEachSampleIsRecorded(t *testing.T) {
	want := map[string]struct {
		state  inbox.DeliveryState
		hard   bool
		tagged bool
		failed int
	}{
		"send.json":                  {inbox.Sent, false, true, 0},
		"delivery.json":              {inbox.Delivered, false, true, 0},
		"bounce.json":                {inbox.Bounced, true, true, 0},
		"complaint.json":             {inbox.Complained, true, true, 0},
		"identity-notification.json": {inbox.Bounced, false, false, 0},
		"delay-and-broken.json":      {"", false, false, 1},
	}
	files, err := filepath.Glob("../../../events/record-delivery/*.json")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, w := range want {
		r := &recorder{}
		out := handle(t, name, r)
		if len(out.BatchItemFailures) != w.failed {
			t.Errorf("%s: %d failures, want %d", name, len(out.BatchItemFailures), w.failed)
		}
		if w.state == "" {
			if len(r.got) != 0 {
				t.Errorf("%s: recorded %+v", name, r.got)
			}
			continue
		}
		e := r.got[0]
		if e.State != w.state || e.Hard != w.hard || (e.Message != "") != w.tagged || len(e.Recipients) != 1 ||
			e.Recipients[0] != "ada@example.org" || e.MessageID != e.ProviderID+"@eu-west-1.amazonses.com" || e.At.IsZero() {
			t.Errorf("%s is read as %+v", name, e)
		}
	}
	if out := handle(t, "send.json", &recorder{err: errors.New("the table is away")}); len(out.BatchItemFailures) != 1 {
		t.Error("an event that was not recorded is not delivered again")
	}
}
