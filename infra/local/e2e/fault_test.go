package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/local/mailout"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/store/meter"
)

// faultsOf are the ways in which a call can fail.
func faultsOf(c meter.Call) []meter.Fault {
	faults := meter.Faults()
	if c.Operation == "TransactWriteItems" {
		faults = append(faults, meter.Conflict())
	}
	return faults
}

// everyFault makes each call of a clean run fail in each way and has the trigger
// deliver again. A call that was not faulted is an error.
func (h *house) everyFault(function string, scenario func(name string, arm func())) {
	h.Helper()
	m := h.meters[function]
	m.Reset()
	scenario("clean", func() { m.Reset() })
	calls := m.Calls()
	if len(calls) == 0 {
		h.Fatalf("%s made no call", function)
	}
	count := 0
	for n, c := range calls {
		for _, fault := range faultsOf(c) {
			name := fmt.Sprintf("%s call %d %s %s", function, n+1, c.Operation, fault.Name)
			scenario(name, func() {
				m.Reset()
				m.Inject(n+1, fault)
			})
			if m.Fired() == 0 {
				h.Errorf("%s: the call was not faulted", name)
			}
			m.Reset()
			count++
		}
	}
	h.Logf("%s: %d calls, %d faults", function, len(calls), count)
	h.sound()
}

// invoke invokes a function as its trigger does: again, until it succeeds. A
// crashed process is a new one the next time.
func (h *house) invoke(function string, event any) {
	h.Helper()
	payload, err := json.Marshal(event)
	h.must(err)
	for range 5 {
		if _, err = h.Functions[function].Invoke(h.Context(), payload); err == nil {
			return
		}
		h.meters[function].Revive()
	}
	h.Errorf("%s does not succeed: %v", function, err)
}

func TestAMailIsOneMessageWhateverCallFails(t *testing.T) {
	t.Parallel() // it mostly waits
	h := newHouse(t, "receive-email")
	files := s3.NewFromConfig(h.Config, func(o *s3.Options) { o.UsePathStyle = true })
	n := 0
	h.everyFault("receive-email", func(name string, arm func()) {
		n++
		subject, id := fmt.Sprintf("mail-%d", n), fmt.Sprintf("ses-%d", n)
		_, err := files.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String(h.Env["BUCKET"]), Key: aws.String(setup.RawPrefix + id), Body: bytes.NewReader(mail(subject)),
		})
		h.must(err)
		var e events.SimpleEmailRecord
		e.SES.Mail.MessageID, e.SES.Receipt.Timestamp, e.SES.Receipt.Recipients = id, time.Now(), []string{support}
		event := events.SimpleEmailEvent{Records: []events.SimpleEmailRecord{e}}
		arm()
		h.invoke("receive-email", event)
		h.invoke("receive-email", event) // once more, as Lambda may
		rows := h.about(subject)
		if len(rows) != 1 {
			t.Errorf("%s: %d conversations", name, len(rows))
			return
		}
		messages := h.messages(rows[0].Conversation)
		if len(messages) != 1 || len(messages[0].Attachments) != 1 {
			t.Errorf("%s: %d messages", name, len(messages))
			return
		}
		if body, err := h.box.Body(t.Context(), &messages[0]); err != nil || body.HTML == "" {
			t.Errorf("%s: the body is lost: %v", name, err)
		}
	})
}

func TestAReplyIsOneMessageWhateverCallFails(t *testing.T) {
	t.Parallel() // it mostly waits
	h := newHouse(t, "inbox-api")
	h.must(h.submit(mail("question"), support))
	h.eventually("the mail is there", func() bool { return len(h.about("question")) == 1 })
	conversation := h.about("question")[0].Conversation
	n := 0
	h.everyFault("inbox-api", func(name string, arm func()) {
		n++
		// The owner's membership is remembered by now: the calls are the reply's own.
		key, body := fmt.Sprintf("key-%d", n), fmt.Sprintf(`{"text":"answer %d"}`, n)
		h.must(h.call("GET", "/v1/me", "", "", nil))
		arm()
		var err error
		for range 5 { // a client repeats with the same key
			if err = h.call("POST", "/v1/conversations/"+conversation+"/replies", key, body, nil); err == nil {
				break
			}
			h.meters["inbox-api"].Revive()
		}
		if err != nil || !errors.Is(h.call("POST", "/v1/conversations/"+conversation+"/replies", key, `{"text":"other"}`, nil), errStatus) {
			t.Errorf("%s: %v, or another text was accepted under the same key", name, err)
		}
		same := 0
		for _, m := range h.messages(conversation) {
			if m.Text == fmt.Sprintf("answer %d", n) {
				same++
			}
		}
		if same != 1 {
			t.Errorf("%s: the answer is in the thread %d times", name, same)
		}
	})
}

func TestAMessageIsSentAtMostOnceWhateverCallFails(t *testing.T) {
	t.Parallel() // it mostly waits
	h := newHouse(t, "send-message")
	n := 0
	states := map[inbox.DeliveryState]int{}
	h.everyFault("send-message", func(name string, arm func()) {
		n++
		reply := h.queuedReply(fmt.Sprintf("question-%d", n))
		arm()
		h.deliverToSender(reply)
		h.deliverToSender(reply) // once more, as SQS may
		var sent, state = 0, inbox.Queued
		h.eventually(name+": the reply is settled, or claimed for good", func() bool {
			sent, state = len(h.sendsOf(reply)), h.message(reply).Delivery.State
			return state == inbox.Delivered || sent == 0
		})
		states[state]++
		switch {
		case sent == 1 && state == inbox.Delivered:
		case sent == 0 && (state == inbox.Unknown || state == inbox.Sending):
			// Nobody can know that it did not leave, so it is never repeated. What is
			// claimed becomes unknown with its lease, for which this test does not wait;
			// the domain's tests do, with a clock of their own.
		default:
			t.Errorf("%s: sent %d times, and %s", name, sent, state)
		}
	})
	t.Logf("states: %v", states)
	if states[inbox.Delivered] < 3*(states[inbox.Unknown]+states[inbox.Sending]) {
		t.Errorf("too many sends were given up: %v", states)
	}
}

// queuedReply has a mail answered and keeps the queue from delivering the reply,
// so that the test delivers it itself, as often as it likes.
func (h *house) queuedReply(subject string) *inbox.Message {
	h.Helper()
	h.must(h.submit(mail(subject), support))
	h.eventually("the mail is there", func() bool { return len(h.about(subject)) == 1 })
	conversation := h.about(subject)[0].Conversation
	offered := func() int {
		visible, hidden, err := h.Queues.Depth(h.Context(), "send")
		h.must(err)
		return visible + hidden
	}
	before := offered()
	h.Queues.Delay.Store(int64(time.Hour))
	defer h.Queues.Delay.Store(0)
	h.must(h.call("POST", "/v1/conversations/"+conversation+"/replies", subject, `{"text":"An answer."}`, nil))
	h.eventually("the reply is offered", func() bool { return offered() == before+1 })
	for _, m := range h.messages(conversation) {
		if m.Direction == inbox.Outbound {
			return &m
		}
	}
	h.Fatal("the reply is not in its thread")
	return nil
}

// deliverToSender delivers the event that offers a message, as SQS does: again
// while the function reports it as failed.
func (h *house) deliverToSender(m *inbox.Message) {
	h.Helper()
	body, err := json.Marshal(inbox.Event{
		Version: 1, Type: inbox.MessageDue, Audience: m.Audience, Conversation: m.Conversation, Message: m.ID,
	})
	h.must(err)
	payload, err := json.Marshal(events.SQSEvent{Records: []events.SQSMessage{{MessageId: m.ID, Body: string(body)}}})
	h.must(err)
	for range 5 {
		answer, err := h.Functions["send-message"].Invoke(h.Context(), payload)
		h.must(err)
		var response events.SQSEventResponse
		h.must(json.Unmarshal(answer, &response))
		if len(response.BatchItemFailures) == 0 {
			return
		}
		h.meters["send-message"].Revive()
	}
	h.Errorf("message %s is reported as failed for ever", m.ID)
}

// sendsOf are the mails that SES took for a message.
func (h *house) sendsOf(m *inbox.Message) (out []mailout.Mail) {
	h.Helper()
	all, err := h.Sent.Mails(h.Context(), 1000)
	h.must(err)
	for _, sent := range all {
		if slices.Contains(sent.Tags["message"], m.ID) {
			out = append(out, sent)
		}
	}
	return out
}

func (h *house) message(m *inbox.Message) *inbox.Message {
	h.Helper()
	key := inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}
	found, err := h.box.Store.Load(h.Context(), inbox.Keys{Messages: []inbox.MessageKey{key}})
	h.must(err)
	return found.Messages[key]
}
