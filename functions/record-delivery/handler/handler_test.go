package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

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
	const conversation, message = "01JD3X5W8Q4C9V2N7K1M6P0RST", "01JD3X5W8Q4C9V2N7K1M6P0RSW"
	mail := func(state inbox.DeliveryState, hard bool) *inbox.DeliveryEvent {
		return &inbox.DeliveryEvent{
			ProviderID: "0102018f5a1b2c3d-00000000-0000-0000-0000-000000000000-000000", MessageID: "0102018f5a1b2c3d-00000000-0000-0000-0000-000000000000-000000@eu-west-1.amazonses.com",
			Conversation: conversation, Message: message, State: state, Hard: hard, Recipients: []string{"ada@example.org"},
		}
	}
	text := func(state inbox.DeliveryState) *inbox.DeliveryEvent {
		return &inbox.DeliveryEvent{
			ProviderID: "862a8790-60c0-4430-9b2b-658bd0000001", MessageID: "862a8790-60c0-4430-9b2b-658bd0000001",
			Conversation: conversation, Message: message, State: state, Recipients: []string{"+15550142"},
		}
	}
	untagged := mail(inbox.Bounced, false)
	untagged.Conversation, untagged.Message = "", ""
	want := map[string]struct {
		event  *inbox.DeliveryEvent // nil for none
		failed int
	}{
		"send.json":                   {mail(inbox.Sent, false), 0},
		"delivery.json":               {mail(inbox.Delivered, false), 0},
		"bounce.json":                 {mail(inbox.Bounced, true), 0},
		"complaint.json":              {mail(inbox.Complained, true), 0},
		"identity-notification.json":  {untagged, 0},
		"delay-and-broken.json":       {nil, 1},
		"text-successful.json":        {text(inbox.Sent), 0},
		"text-delivered.json":         {text(inbox.Delivered), 0},
		"text-blocked.json":           {text(inbox.Failed), 0},
		"text-file-too-large.json":    {text(inbox.Failed), 0},
		"text-queued-and-broken.json": {text(inbox.Sent), 2},
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
		if w.event == nil {
			if len(r.got) != 0 {
				t.Errorf("%s: recorded %+v", name, r.got)
			}
			continue
		}
		if len(r.got) != 1 || r.got[0].At.IsZero() {
			t.Fatalf("%s is read as %+v", name, r.got)
		}
		e := r.got[0]
		e.At, e.Reason = time.Time{}, ""
		if !reflect.DeepEqual(e, *w.event) {
			t.Errorf("%s is read as\n%+v, want\n%+v", name, e, *w.event)
		}
	}
	if out := handle(t, "send.json", &recorder{err: errors.New("the table is away")}); len(out.BatchItemFailures) != 1 {
		t.Error("an event that was not recorded is not delivered again")
	}
}
