package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/receive-sms/handler"
	"confab/shared/inbox"
	"confab/shared/setup/logs"
)

// receiver remembers what it receives, and knows a text again by its id.
type receiver struct {
	got         []inbox.Incoming
	correlation []string
	err         map[string]error // by the text
}

func (r *receiver) ReceiveText(ctx context.Context, in inbox.Incoming) (inbox.Receipt, error) {
	duplicate := false
	for _, before := range r.got {
		duplicate = duplicate || before.ProviderID == in.ProviderID
	}
	r.got = append(r.got, in)
	r.correlation = append(r.correlation, inbox.Correlation(ctx))
	return inbox.Receipt{Audience: "a", Conversation: "c", Message: "m", Duplicate: duplicate}, r.err[in.Text]
}

type counts map[string]int

func (c counts) Count(name string, n int)              { c[name] += n }
func (c counts) Duration(name string, _ time.Duration) { c[name]++ }

func sample(t *testing.T, name string) (e events.SQSEvent) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../events/receive-sms", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// handled is what became of an event.
type handled struct {
	failed  []string // ids of queue messages
	metrics counts
	log     string
}

func handle(t *testing.T, e events.SQSEvent, r *receiver) handled {
	t.Helper()
	var log bytes.Buffer
	metrics := counts{}
	h := &handler.Handler{Inbox: r, Metrics: metrics, Log: logs.New(&log, "receive-sms")}
	out, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	done := handled{metrics: metrics, log: log.String()}
	for _, f := range out.BatchItemFailures {
		done.failed = append(done.failed, f.ItemIdentifier)
	}
	return done
}

func TestEachSampleIsUnderstood(t *testing.T) {
	want := map[string]struct {
		texts    []string
		from     string
		received int
		failed   int
	}{
		"text.json":           {[]string{"Hello, is my order here yet? 🎉"}, "+15550142", 1, 0},
		"keyword.json":        {[]string{"Stop."}, "+15550142", 1, 0},
		"unknown-number.json": {[]string{"hello"}, "+15550199", 1, 0},
		"duplicate.json":      {[]string{"Are you open on Sunday?", "Are you open on Sunday?"}, "+15550142", 1, 0},
		"out-of-order.json":   {[]string{"At 9, I mean", "I will come on Saturday"}, "+15550142", 2, 0},
		"malformed.json":      {[]string{"Thanks!"}, "+15550142", 1, 1},
	}
	files, err := filepath.Glob("../../../events/receive-sms/*.json")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, w := range want {
		r := &receiver{}
		done := handle(t, sample(t, name), r)
		var texts []string
		for i, in := range r.got {
			texts = append(texts, in.Text)
			if in.Channel != inbox.SMS || in.From.Address != w.from || in.Recipients[0] != "+15550100" || in.Received.Year() != 2026 || r.correlation[i] != in.ProviderID {
				t.Errorf("%s: %+v in the course of %q", name, in, r.correlation[i])
			}
		}
		if fmt.Sprint(texts) != fmt.Sprint(w.texts) || len(done.failed) != w.failed || done.metrics["TextReceived"] != w.received || done.metrics["TextMalformed"] != w.failed {
			t.Errorf("%s: %q, failed %q, counted %v", name, texts, done.failed, done.metrics)
		}
	}
}

func TestTheTimeOfATextIsItsNotificationsNotItsPlaceInTheQueue(t *testing.T) {
	r := &receiver{}
	handle(t, sample(t, "out-of-order.json"), r)
	if !r.got[1].Received.Before(r.got[0].Received) {
		t.Errorf("%v is not before %v", r.got[1].Received, r.got[0].Received)
	}
}

// batch is one queue message for each text, with the text's number as its id.
func batch(texts ...string) (e events.SQSEvent) {
	for i, text := range texts {
		message, _ := json.Marshal(map[string]string{
			"originationNumber": "+15550142", "destinationNumber": "+15550100",
			"messageBody": text, "inboundMessageId": fmt.Sprint("inbound-", i),
		})
		body, _ := json.Marshal(map[string]string{"MessageId": fmt.Sprint("sns-", i), "Message": string(message), "Timestamp": "2026-03-02T09:00:00.000Z"})
		e.Records = append(e.Records, events.SQSMessage{MessageId: fmt.Sprint(i), Body: string(body)})
	}
	return e
}

func TestABadTextHoldsUpNoOtherOfItsBatch(t *testing.T) {
	r := &receiver{err: map[string]error{
		"two":   errors.New("the table is away"),
		"three": fmt.Errorf("place text: %w", inbox.ErrNotFound),
	}}
	e := batch("one", "two", "three", "four", "five")
	e.Records[3].Body = "{"
	done := handle(t, e, r)
	if fmt.Sprint(done.failed) != "[1 2 3]" || len(r.got) != 4 {
		t.Errorf("failed %q of %d that were received", done.failed, len(r.got))
	}
	if want := (counts{"TextReceived": 2, "TextMalformed": 1, "TextUnroutable": 1}); fmt.Sprint(done.metrics) != fmt.Sprint(want) {
		t.Errorf("counted %v, want %v", done.metrics, want)
	}
	for _, want := range []string{"the table is away", "add the number", "cannot be read", `"correlation":"inbound-1"`, `"queue_message":"3"`} {
		if !strings.Contains(done.log, want) {
			t.Errorf("nothing is said of %s:\n%s", want, done.log)
		}
	}
}

func TestTheLogNamesNobodyAndQuotesNothing(t *testing.T) {
	files, err := filepath.Glob("../../../events/receive-sms/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		e := sample(t, filepath.Base(file))
		log := handle(t, e, &receiver{}).log
		if strings.Count(log, "\n") != len(e.Records) {
			t.Errorf("%s: not one line a text:\n%s", file, log)
		}
		for _, secret := range []string{"5550", "hello", "Hel", "Stop", "Sunday", "Saturday", "Thanks"} {
			if strings.Contains(log, secret) {
				t.Errorf("%s: the log holds %q:\n%s", file, secret, log)
			}
		}
	}
}
