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

	"confab/functions/receive-email/handler"
	"confab/shared/inbox"
)

const mail = "From: Ada <ada@example.org>\r\nSubject: Hello\r\nMessage-ID: <1@example.org>\r\n\r\nHello.\r\n"

type raw map[string]string

func (r raw) Get(_ context.Context, key string) ([]byte, error) {
	if data, ok := r[key]; ok {
		return []byte(data), nil
	}
	return nil, inbox.ErrNotFound
}

type receiver struct {
	got     []inbox.Incoming
	receipt []inbox.Receipt
	err     error
}

func (r *receiver) Receive(_ context.Context, in inbox.Incoming) ([]inbox.Receipt, error) {
	r.got = append(r.got, in)
	return r.receipt, r.err
}

type counts map[string]int

func (c counts) Count(name string, n int)              { c[name] += n }
func (c counts) Duration(name string, _ time.Duration) { c[name]++ }

func sample(t *testing.T, name string) (e events.SimpleEmailEvent) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../events/receive-email", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEachSampleIsUnderstood(t *testing.T) {
	want := map[string]func(t *testing.T, in inbox.Incoming){
		"reply-to-token.json": func(t *testing.T, in inbox.Incoming) {
			if in.Spam || in.Virus || in.Unverified || in.From.Address != "ada@example.org" || len(in.Recipients) != 1 ||
				in.Raw != "raw/"+in.ProviderID || in.Received.IsZero() {
				t.Errorf("%+v", in)
			}
		},
		"bcc-fails-dmarc.json": func(t *testing.T, in inbox.Incoming) {
			if !in.Spam || !in.Unverified || in.Recipients[0] != "support@inbox.example.com" {
				t.Errorf("%+v", in)
			}
		},
		"null-sender-truncated-headers.json": func(t *testing.T, in inbox.Incoming) {
			if in.Recipients[0] != "SUPPORT@inbox.example.com" || !in.Unverified {
				t.Errorf("%+v", in)
			}
		},
		"setup-notification.json": nil,
	}
	files, err := filepath.Glob("../../../events/receive-email/*.json")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, check := range want {
		t.Run(name, func(t *testing.T) {
			e := sample(t, name)
			r := &receiver{receipt: []inbox.Receipt{{Audience: "a"}}}
			h := &handler.Handler{
				Inbox: r, Raw: raw{"raw/" + e.Records[0].SES.Mail.MessageID: mail}, Metrics: counts{},
				Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
			}
			if err := h.Handle(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if check == nil {
				if len(r.got) != 0 {
					t.Error("what is no mail was received")
				}
				return
			}
			check(t, r.got[0])
		})
	}
}

func TestAFailureHasTheEventRetriedAndNobodysMailCounted(t *testing.T) {
	e := sample(t, "reply-to-token.json")
	key := "raw/" + e.Records[0].SES.Mail.MessageID
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	broken := errors.New("the table is away")
	h := &handler.Handler{Inbox: &receiver{err: broken}, Raw: raw{key: mail}, Metrics: counts{}, Log: log}
	if err := h.Handle(t.Context(), e); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	h = &handler.Handler{Inbox: &receiver{}, Raw: raw{}, Metrics: counts{}, Log: log}
	if err := h.Handle(t.Context(), e); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("mail whose bytes are not there yet: error %v", err)
	}
	metrics := counts{}
	h = &handler.Handler{Inbox: &receiver{}, Raw: raw{key: mail}, Metrics: metrics, Log: log}
	if err := h.Handle(t.Context(), e); err != nil || metrics["MailUnowned"] != 1 || metrics["Received"] != 0 {
		t.Errorf("mail for nobody: error %v, metrics %v", err, metrics)
	}
}
