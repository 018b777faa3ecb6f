package inbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/setup/logs"
	"confab/shared/store/meter"
)

// replyUnder queues a reply in the course of a trigger.
func (f *fixture) replyUnder(correlation, conversation string) *inbox.Message {
	f.Helper()
	f.advance(time.Second)
	_, m, err := f.Reply(inbox.WithCorrelation(f.Context(), correlation), anybody, conversation, 0, inbox.ReplyTo{},
		inbox.Draft{Author: "agent", Text: "From " + correlation})
	f.must(err)
	return m
}

// logged has the fixture log and returns what the log says of a message:
// function calls in their order, with the correlation of each line.
func (f *fixture) logged() (of func(message string) []string) {
	var out bytes.Buffer
	f.Inbox.Log = logs.New(&out, "test")
	return func(message string) (said []string) {
		for text := range strings.Lines(out.String()) {
			var l struct{ Msg, State, Message, Correlation string }
			f.must(json.Unmarshal([]byte(text), &l))
			if l.Message == message {
				said = append(said, strings.TrimSpace(l.Msg+" "+l.State)+" under "+l.Correlation)
			}
		}
		return said
	}
}

func TestEachMessageKeepsTheTriggerThatHadItQueued(t *testing.T) {
	f := newFixture(t)
	conversation := f.receive(f.mail("ada@example.org")).Conversation
	about := f.logged()
	header := func() *inbox.Conversation { return f.thread(conversation).Conversation }
	follow := func(change func()) {
		before := header()
		change()
		f.must(f.Follow(t.Context(), headers(before, header())))
	}
	var one, two *inbox.Message
	follow(func() { one = f.replyUnder("first", conversation) })
	follow(func() { two = f.replyUnder("second", conversation) })
	if got, want := header().Correlations, map[string]string{one.ID: "first", two.ID: "second"}; !maps.Equal(got, want) {
		t.Errorf("the header has %v, want %v", got, want)
	}
	follow(func() { f.must(f.send(one)) }) // in no course of its own
	follow(func() { f.must(f.send(two)) })
	if got := header().Correlations; len(got) != 0 {
		t.Errorf("what has settled left %v", got)
	}
	var offered []string
	for _, e := range f.queue.offered {
		offered = append(offered, e.Message+" "+e.Correlation)
	}
	if want := []string{one.ID + " first", two.ID + " second"}; fmt.Sprint(offered) != fmt.Sprint(want) {
		t.Errorf("offered %v, want %v", offered, want)
	}
	f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{ProviderID: "provider-1", State: inbox.Delivered, At: f.clock()}))
	want := "[message queued under first message offered under first message claimed under first delivery recorded sent under first delivery recorded delivered under first]"
	if got := fmt.Sprint(about(one.ID)); got != want {
		t.Errorf("the log says\n%s, want\n%s", got, want)
	}
}

func TestWhatComesLateIsLoggedUnderItsOwnTrigger(t *testing.T) {
	f := newFixture(t)
	conversation := f.receive(f.mail("ada@example.org")).Conversation
	m := f.replyUnder("first", conversation)
	about := f.logged()
	f.advance(3 * time.Minute)
	f.queue.err = errors.New("the queue is away")
	if err := f.Wake(t.Context()); err == nil {
		t.Error("a sweep that failed is no error")
	}
	f.queue.err = nil
	f.advance(3 * time.Minute)
	f.must(f.Wake(t.Context()))
	f.sender.after = func(inbox.Outgoing) { f.meter.Inject(len(f.meter.Calls())+1, meter.FailsBefore) }
	f.meter.Reset()
	if err := f.send(m); err == nil {
		t.Error("a send that was not settled is no error")
	}
	f.sender.after = nil
	f.advance(3 * time.Minute)
	f.must(f.Wake(t.Context()))
	want := "[due thing not woken under first message offered under first message claimed under first delivery recorded unknown under first]"
	if got := fmt.Sprint(about(m.ID)); got != want {
		t.Errorf("the log says\n%s, want\n%s", got, want)
	}
}

func TestAnErrorTellsInWhoseCourseItHappened(t *testing.T) {
	f := newFixture(t)
	m := f.replyUnder("first", f.receive(f.mail("ada@example.org")).Conversation)
	f.must(f.send(m))
	f.meter.Reset()
	f.meter.Inject(2, meter.FailsBefore) // the transaction, after what is read
	err := f.RecordDelivery(t.Context(), inbox.DeliveryEvent{Conversation: m.Conversation, Message: m.ID, State: inbox.Delivered, At: f.clock()})
	if got := inbox.CorrelationOf(err); got != "first" || f.meter.Fired() != 1 {
		t.Errorf("%v happened in the course of %q", err, got)
	}
	for _, other := range []error{nil, errors.New("other")} {
		if got := inbox.CorrelationOf(other); got != "" {
			t.Errorf("%v happened in the course of %q", other, got)
		}
	}
	ctx := inbox.WithCorrelation(inbox.WithCorrelation(context.Background(), "outer"), "")
	if got := inbox.Correlation(ctx); got != "outer" {
		t.Errorf("an unknown trigger hides the one that is known: %q", got)
	}
}

// tally counts what is measured.
type tally map[string]int

func (m tally) Count(name string, n int)              { m[name] += n }
func (m tally) Duration(name string, d time.Duration) { m[name+" s"] += int(d / time.Second) }

func TestEachSendIsMeasuredAsWhatBecameOfIt(t *testing.T) {
	for name, test := range map[string]struct {
		fails  error
		before func(f *fixture, m *inbox.Message)
		want   map[string]int
	}{
		"sent after a while": {nil, func(f *fixture, _ *inbox.Message) { f.advance(time.Minute) }, map[string]int{"Sent": 1, "SendLag s": 60, "FirstResponse s": 60}},
		"refused":            {inbox.ErrRefused, nil, map[string]int{"SendFailed": 1}},
		"throttled":          {inbox.ErrNotSent, nil, map[string]int{"SendDelayed": 1}},
		"ambiguous":          {errAmbiguous, nil, map[string]int{"SendUnknown": 1}},
		"suppressed since": {nil, func(f *fixture, m *inbox.Message) {
			f.must(f.Store.Commit(f.Context(), inbox.Change{Suppress: []inbox.Suppression{
				{Audience: m.Audience, Address: "ada@example.org", Reason: inbox.SuppressedBounce, At: f.clock()},
			}}))
		}, map[string]int{"SendFailed": 1}},
		"without its file": {nil, func(f *fixture, m *inbox.Message) {
			after := *m
			after.Attachments = []inbox.Attachment{{Name: "gone.txt", Key: "m/gone"}}
			f.must(f.Store.Commit(f.Context(), inbox.Change{Messages: []inbox.Edit[inbox.Message]{{Before: m, After: &after}}}))
		}, map[string]int{"SendFailed": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f, measured := newFixture(t), tally{}
			m := f.reply(f.receive(f.mail("ada@example.org")).Conversation, "one")
			f.Metrics, f.sender.err = measured, test.fails
			if test.before != nil {
				test.before(f, f.message(m))
			}
			_ = f.send(m) // what is throttled is an error
			if !maps.Equal(measured, test.want) {
				t.Errorf("measured %v, want %v", measured, test.want)
			}
		})
	}
}
