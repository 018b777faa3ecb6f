package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/infra/local/queues"
	"confab/infra/operate/redrive"
)

func (h *house) redrive(queue string) *redrive.Redrive {
	return &redrive.Redrive{
		Stack: "confab", Queue: queue, Stacks: h.stacks(), Functions: h, Objects: h.s3(), Now: time.Now, Pause: time.Millisecond,
		Queues: &moving{Client: sqs.NewFromConfig(h.Config), status: "COMPLETED"},
	}
}

func TestMailThatFailedIsReceivedAgain(t *testing.T) {
	h := newHouse(t)
	var mails []mail
	for i := range 12 { // more than a queue gives at once
		mails = append(mails, mail{subject: fmt.Sprintf("mail-%d", i), to: []string{support}})
	}
	h.lose(mails)
	_, err := h.Queues.Send(t.Context(), "receive-email-failures", "no record", 0)
	h.must(err)
	out, err := h.carry(h.redrive("ReceiveEmailFailures"))
	if err != nil || !strings.Contains(out, "12 invoked again.") || !strings.Contains(out, "1 are no records") || !strings.Contains(out, "About 1 left") {
		t.Fatalf("%v\n%s", err, out)
	}
	h.idle()
	if got := h.messages(support); len(got) != 12 {
		t.Errorf("%d of 12 mails are there", len(got))
	}
	if n := h.depth("receive-email-failures"); n != 1 {
		t.Errorf("%d records are left; the one that is none should be", n)
	}
}

func TestWhatFailsAgainWaitsForTheNextTime(t *testing.T) {
	h := newHouse(t)
	h.lose([]mail{{subject: "mail", to: []string{support}}})
	h.Async.FailNext.Store(1 << 30)
	out, err := h.carry(h.redrive("ReceiveEmailFailures"))
	if err != nil || !strings.Contains(out, "1 invoked again.") {
		t.Fatalf("%v\n%s", err, out)
	}
	h.idle()
	if n := h.depth("receive-email-failures"); n != 1 || len(h.invoked) != 1 {
		t.Errorf("%d wait, %d were invoked", n, len(h.invoked))
	}
}

func TestChangesThatWereGivenUpAreFollowedAgain(t *testing.T) {
	h := newHouse(t)
	event, err := os.ReadFile("../../../events/publish-events/reply-queued.json")
	h.must(err)
	put := func(key string, body any) {
		data, err := json.Marshal(body)
		h.must(err)
		_, err = h.s3().PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(h.Env["BUCKET"]), Key: &key, Body: bytes.NewReader(data)})
		h.must(err)
	}
	unread := strings.ReplaceAll(string(event), `"2026-03-02T09:00:00Z"`, `"today"`)
	put("aws/lambda/publish-events/1", map[string]any{"version": "1.0", "payload": string(event)})
	put("aws/lambda/publish-events/2", map[string]any{"version": "1.0", "payload": unread})
	put("aws/lambda/publish-events/3", map[string]any{"version": "1.0"})
	put("aws/lambda/publish-events/4", map[string]any{"version": "1.0", "payload": "no event"})
	put("raw/other", "no batch")
	out, err := h.carry(h.redrive("StreamFailures"))
	h.must(err)
	for _, want := range []string{
		"about 4", "1 followed again.", "publish-events/2 stays: the function failed on one of its changes", "publish-events/3 stays: it holds no event",
		"publish-events/4 stays: the function failed: Unhandled", "About 3 left",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if len(h.invoked) != 3 || string(h.invoked[0].Payload) != string(event) {
		t.Errorf("%d invocations", len(h.invoked))
	}
}

func TestDeadLettersAreMovedBack(t *testing.T) {
	h := newHouse(t)
	for name, queue := range map[string]string{"TextsDeadLetters": "texts", "SendDeadLetters": "send", "NotifyDeadLetters": "notify", "DeliveryEventsDeadLetters": "delivery-events", "JobsDeadLetters": "jobs"} {
		t.Run(name, func(t *testing.T) {
			for range 3 {
				_, err := h.Queues.Send(t.Context(), queue+"-dead-letters", `{"broken":`, 0)
				h.must(err)
			}
			r := h.redrive(name)
			r.Queues.(*moving).to = queues.URL(h.AWSURL, queue)
			out, err := h.carry(r)
			if err != nil || !strings.Contains(out, "about 3") || !strings.Contains(out, "3 moved back.") {
				t.Errorf("%v\n%s", err, out)
			}
			r.Queues.(*moving).status = "FAILED"
			if _, err := h.carry(r); err == nil || !strings.Contains(err.Error(), "FAILED") || !strings.Contains(err.Error(), "refused") {
				t.Errorf("a move that fails: %v", err)
			}
		})
	}
}

func TestFailedSweepsAreForgotten(t *testing.T) {
	h := newHouse(t)
	r := h.redrive("WakeFailures")
	if out, err := h.carry(r); err != nil || !strings.Contains(out, "About 0 left") {
		t.Errorf("%v\n%s", err, out)
	}
	if got := r.Queues.(*moving).emptied; !slices.Equal(got, []string{h.stacks()["confab"].Resources["WakeFailures"]}) {
		t.Errorf("emptied %q", got)
	}
}

func TestWithoutAQueueAllThatWaitsIsCounted(t *testing.T) {
	h := newHouse(t)
	h.lose([]mail{{subject: "one", to: []string{support}}, {subject: "two", to: []string{support}}})
	r := h.redrive("")
	p, err := r.Plan(t.Context())
	h.must(err)
	if !p.Harmless {
		t.Error("counting asks first")
	}
	out, err := h.carry(r)
	if err != nil || !strings.Contains(out, "2  ReceiveEmailFailures") || !strings.Contains(out, "0  StreamFailures") {
		t.Errorf("%v\n%s", err, out)
	}
}
