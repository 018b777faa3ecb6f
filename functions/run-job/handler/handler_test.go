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

	"confab/functions/run-job/handler"
)

type runner struct {
	got []string
	err error
}

func (r *runner) RunJob(_ context.Context, id string) error {
	r.got = append(r.got, id)
	return r.err
}

func TestEachSampleIsRunOrOfferedAgain(t *testing.T) {
	const folder = "../../../events/run-job"
	for _, test := range []struct {
		name        string
		err         error
		ran, failed int
	}{
		{"one-job.json", nil, 1, 0},
		{"one-job.json", errors.New("throttled"), 1, 1},
		{"one-broken.json", nil, 0, 1},
	} {
		data, err := os.ReadFile(filepath.Join(folder, test.name))
		if err != nil {
			t.Fatal(err)
		}
		var e events.SQSEvent
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatal(err)
		}
		r := &runner{err: test.err}
		out, err := (&handler.Handler{Inbox: r, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}).Handle(t.Context(), e)
		if err != nil || len(r.got) != test.ran || len(out.BatchItemFailures) != test.failed {
			t.Errorf("%s: %q ran, %d failed, %v", test.name, r.got, len(out.BatchItemFailures), err)
		}
	}
}
