package logs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"confab/shared/inbox"
	"confab/shared/setup/logs"
)

// line logs once and returns what the line says.
func line(t *testing.T, write func(*slog.Logger)) map[string]any {
	t.Helper()
	var out bytes.Buffer
	write(logs.New(&out, "wake"))
	var fields map[string]any
	if err := json.Unmarshal(out.Bytes(), &fields); err != nil || strings.Count(out.String(), "\n") != 1 {
		t.Fatalf("no line of JSON: %v: %s", err, &out)
	}
	return fields
}

func TestALineNamesItsFunctionItsTriggerAndItsInvocation(t *testing.T) {
	ctx := lambdacontext.NewContext(inbox.WithCorrelation(t.Context(), "the-trigger"), &lambdacontext.LambdaContext{AwsRequestID: "the-invocation"})
	for name, write := range map[string]func(*slog.Logger){
		"plain":        func(l *slog.Logger) { l.InfoContext(ctx, "done", "n", 7) },
		"with fields":  func(l *slog.Logger) { l.With("n", 7).InfoContext(ctx, "done") },
		"with a group": func(l *slog.Logger) { l.InfoContext(ctx, "done", "n", 7, slog.Group("g", "k", "v")) },
	} {
		got := line(t, write)
		for field, want := range map[string]any{
			"msg": "done", "level": "INFO", "function": "wake", "correlation": "the-trigger", "invocation": "the-invocation", "n": 7.0,
		} {
			if got[field] != want {
				t.Errorf("%s: %s is %v, want %v", name, field, got[field], want)
			}
		}
		if _, err := time.Parse(time.RFC3339Nano, fmt.Sprint(got["time"])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	bare := line(t, func(l *slog.Logger) { l.Info("done") })
	for _, field := range []string{"correlation", "invocation"} {
		if v, ok := bare[field]; ok {
			t.Errorf("a line of no trigger has %s %v", field, v)
		}
	}
}

// failure is of a domain call that knows the trigger of what it failed at.
func failure(id string) error {
	box := inbox.Inbox{Store: waiting{}, Queue: away{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	return box.Follow(context.Background(), inbox.Changed{Conversation: inbox.Edit[inbox.Conversation]{After: &inbox.Conversation{
		Outbox: []string{"m"}, Correlations: map[string]string{"m": id}, Bare: true,
	}}})
}

// waiting is a store in which a message waits to be sent.
type waiting struct{ inbox.Store }

func (waiting) Load(_ context.Context, k inbox.Keys) (*inbox.Found, error) {
	return &inbox.Found{
		Audiences: map[string]*inbox.Audience{k.Audiences[0]: {}},
		Messages:  map[inbox.MessageKey]*inbox.Message{k.Messages[0]: {Delivery: &inbox.Delivery{State: inbox.Queued}}},
	}, nil
}

type away struct{}

func (away) Offer(context.Context, inbox.Event, time.Duration) error {
	return errors.New("the queue is away")
}

func TestAnErrorBringsTheTriggerItKnows(t *testing.T) {
	err := fmt.Errorf("once more wrapped: %w", failure("of-the-message"))
	if got := line(t, func(l *slog.Logger) { l.Error("failed", "error", err) }); got["correlation"] != "of-the-message" {
		t.Errorf("logged %v", got)
	}
	ctx := inbox.WithCorrelation(t.Context(), "of-the-context")
	if got := line(t, func(l *slog.Logger) { l.ErrorContext(ctx, "failed", "error", err) }); got["correlation"] != "of-the-context" {
		t.Errorf("logged %v", got)
	}
}

func TestNoLineHoldsAnAddressWhateverQuotesIt(t *testing.T) {
	err := errors.New(`MessageRejected: the following identities failed the check: "Lovelace, Ada" <ada@example.org>`)
	for name, write := range map[string]func(*slog.Logger){
		"an error":       func(l *slog.Logger) { l.Error("failed", "error", err) },
		"a joined error": func(l *slog.Logger) { l.Error("failed", "error", errors.Join(err, err)) },
		"a string":       func(l *slog.Logger) { l.Error("failed", "reason", err.Error()) },
		"the message":    func(l *slog.Logger) { l.Error(err.Error()) },
		"a field before": func(l *slog.Logger) { l.With("error", err).Error("failed") },
		"a group":        func(l *slog.Logger) { l.Error("failed", slog.Group("g", "error", err)) },
		"a struct": func(l *slog.Logger) {
			l.Error("failed", "to", inbox.Address{Name: "Ada", Address: "<ada@example.org>"})
		},
		"a list":           func(l *slog.Logger) { l.Error("failed", "to", []string{"ada@example.org"}) },
		"the standard log": func(l *slog.Logger) { log.New(slogWriter{l}, "", 0).Printf("%v", err) },
	} {
		if got := fmt.Sprint(line(t, write)); strings.Contains(got, "ada@") || strings.Contains(got, "Lovelace") || !strings.Contains(got, "[address]") {
			t.Errorf("%s: logged %s", name, got)
		}
	}
}

// slogWriter stands for slog.SetDefault, which no test may call beside others.
type slogWriter struct{ l *slog.Logger }

func (w slogWriter) Write(p []byte) (int, error) {
	w.l.Info(string(p))
	return len(p), nil
}

func TestWhatReachesAPersonIsTakenOut(t *testing.T) {
	for text, want := range map[string]string{
		"nothing":                             "nothing",
		"to ada@example.org: no such mailbox": "to [address]: no such mailbox",
		"(ada@example.org)":                   "([address])",
		`"ada@example.org"`:                   `"[address]"`,
		"ada@example.org,bob@example.org":     "[address],[address]",
		"rejected: Ada Lovelace <ada+x@mail.example.org> is gone":                          "rejected:[address] is gone",
		`rejected: "Lovelace, Ada" <ada@example.org>`:                                      `rejected: [address]`,
		`rejected: \"Ada L\"@example.org is quoted`:                                        `rejected: [address] is quoted`,
		"bounces+ada=example.org@lists.example.com":                                        "[address]",
		"jürgen@bücher.example":                                                            "[address]",
		"ada@[192.0.2.1] said":                                                             "[address] said",
		`parse "https://api.example.com/v1/contacts?email=ada%40example.org&after=1": bad`: `parse "https:[address]&after=1": bad`,
		`{"errorMessage":"\u003cada@example.org\u003e"}`:                                   `{"errorMessage[address]"}`, // more than it need be
		"call +1 555 0100 or +15550123 now":                                                "call [phone] or [phone] now",
		"+1 (555) 010-0123":                                                                "[phone]",
		"at 2026-11-21T14:00:00+01:00 1 + 1, 50% of +7":                                    "at 2026-11-21T14:00:00+01:00 1 + 1, 50% of +7",
		"01JD3X5W8Q4C9V2N7K1M6P0RST, JKJaXmPLvHcESHA=":                                     "01JD3X5W8Q4C9V2N7K1M6P0RST, JKJaXmPLvHcESHA=",
	} {
		if got := logs.Redact(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestALongValueIsCutBetweenCharacters(t *testing.T) {
	got := line(t, func(l *slog.Logger) { l.Error("failed", "error", errors.New(strings.Repeat("ü", 100_000))) })
	if s := fmt.Sprint(got["error"]); len(s) > 9000 || strings.Trim(s, "ü") != "…" {
		t.Errorf("%d bytes that end in %q", len(s), s[len(s)-6:])
	}
}

// FuzzRedact finds no address that is left, and no text that takes long.
func FuzzRedact(f *testing.F) {
	for _, seed := range []string{"to ada@example.org: no", `"a"@b`, "a%40b", "<<<<a@", "@@@", "+1555010012345678", `\"x\"@[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := logs.Redact(text + " ada.lovelace@example.org " + text)
		if strings.Contains(got, "lovelace") {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 14, 1 << 18} {
		for name, unit := range map[string]string{"names": "Ada <", "locals": "ada.", "ats": "@", "quotes": `"`} {
			text := strings.Repeat(unit, size/len(unit)) + "@"
			b.Run(fmt.Sprintf("%s-%d", name, size), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					logs.Redact(text)
				}
			})
		}
	}
}
