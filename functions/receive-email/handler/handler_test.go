package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/receive-email/handler"
	"confab/shared/inbox"
	"confab/shared/setup/logs"
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
				Log: slog.New(slog.DiscardHandler),
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

// locked is a bucket that may not be read.
type locked struct{}

func (locked) Get(context.Context, string) ([]byte, error) { return nil, errors.New("access denied") }

func TestMailThatWasDeletedForGoodIsNotTriedAgain(t *testing.T) {
	var log bytes.Buffer
	box := &receiver{}
	h := &handler.Handler{Inbox: box, Raw: raw{}, Metrics: counts{}, Log: logs.New(&log, "receive-email")}
	if err := h.Handle(t.Context(), sample(t, "reply-to-token.json")); err != nil || len(box.got) > 0 {
		t.Errorf("it is received, or tried again: %v, %v", box.got, err)
	}
	if !strings.Contains(log.String(), "WARN") {
		t.Errorf("nobody is told: %s", log.String())
	}
}

func TestAFailureHasTheEventRetriedAndNobodysMailCounted(t *testing.T) {
	e := sample(t, "reply-to-token.json")
	key := "raw/" + e.Records[0].SES.Mail.MessageID
	id := e.Records[0].SES.Mail.MessageID
	for name, test := range map[string]struct {
		box  receiver
		raw  handler.Raw
		want string
	}{
		"the table fails":          {receiver{err: errors.New("the table is away")}, raw{key: mail}, "the table is away"},
		"its bytes cannot be read": {receiver{}, locked{}, "access denied"},
	} {
		var log bytes.Buffer
		h := &handler.Handler{Inbox: &test.box, Raw: test.raw, Metrics: counts{}, Log: logs.New(&log, "receive-email")}
		if err := h.Handle(t.Context(), e); err == nil {
			t.Errorf("%s: the event is not retried", name)
		}
		if line := log.String(); !strings.Contains(line, test.want) || !strings.Contains(line, `"correlation":"`+id+`"`) {
			t.Errorf("%s: logged %s", name, line)
		}
	}
	metrics := counts{}
	var log bytes.Buffer
	h := &handler.Handler{
		Inbox: &receiver{}, Raw: raw{key: mail}, Metrics: metrics, Log: logs.New(&log, "receive-email"),
		Hash: func(address string) string { return "hash of " + address[:3] },
	}
	if err := h.Handle(t.Context(), e); err != nil || metrics["MailUnowned"] != 1 || metrics["Received"] != 0 {
		t.Errorf("mail for nobody: error %v, metrics %v", err, metrics)
	}
	if want := `"recipients_hash":"hash of ` + e.Records[0].SES.Receipt.Recipients[0][:3]; !strings.Contains(log.String(), want) {
		t.Errorf("mail for nobody: logged %s, want %s", &log, want)
	}
}
