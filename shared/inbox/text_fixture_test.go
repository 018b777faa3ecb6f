package inbox_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"confab/shared/channel/sms"
	"confab/shared/inbox"
)

// Numbers of the tests: ours, a contact's in New York, and one in France.
const (
	ourNumber    = "+12125550100"
	theirNumber  = "+12125550142"
	frenchNumber = "+33199001234"
)

// texting is a fixture whose audience texts from an active number.
func texting(t testing.TB) *fixture {
	t.Helper()
	f := newFixture(t)
	f.Texts = sms.Texts{}
	f.Senders[inbox.SMS] = f.sender
	f.set(func(a *inbox.Audience) {
		a.Texting.Numbers, a.Texting.Brand = []string{ourNumber}, "Example Shop"
		a.Texting.Subscribe = []string{"JOIN"}
	})
	f.activate(ourNumber)
	return f
}

func (f *fixture) activate(number string) {
	f.Helper()
	found, err := f.Store.Load(f.Context(), inbox.Keys{TextNumbers: []string{number}})
	f.must(err)
	before := found.TextNumbers[number]
	if before == nil {
		f.Fatalf("%s is no number of an audience", number)
	}
	after := *before
	after.Active, after.Status, after.SelfManaged, after.Media = true, "ACTIVE", true, true
	f.must(f.Store.Commit(f.Context(), inbox.Change{TextNumbers: []inbox.Edit[inbox.TextNumber]{{Before: before, After: &after}}}))
}

// text is a text of its own to our number.
func (f *fixture) text(from, body string, change ...func(*inbox.Incoming)) inbox.Incoming {
	f.mu.Lock()
	f.mails++
	f.now = f.now.Add(time.Second)
	n := f.mails
	f.mu.Unlock()
	in := inbox.Incoming{
		Channel: inbox.SMS, ProviderID: fmt.Sprintf("text-%d", n), Received: f.clock(), Nature: inbox.Personal,
		Recipients: []string{ourNumber}, From: inbox.Address{Address: from}, Text: body, Full: body,
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func (f *fixture) receiveText(in inbox.Incoming) inbox.Receipt {
	f.Helper()
	receipt, err := f.ReceiveText(f.Context(), in)
	f.must(err)
	return receipt
}

func (f *fixture) consent(number string) inbox.Consent {
	f.Helper()
	key := inbox.ConsentKey{Audience: f.audience.ID, Number: number}
	found, err := f.Store.Load(f.Context(), inbox.Keys{Consents: []inbox.ConsentKey{key}})
	f.must(err)
	if c := found.Consents[key]; c != nil {
		return *c
	}
	return inbox.Consent{}
}

// records are those of a number, the oldest first.
func (f *fixture) records(number string) []inbox.TextRecord {
	f.Helper()
	e, err := f.EvidenceOf(f.Context(), anybody, f.audience.ID, number)
	f.must(err)
	return e.Records
}

func kinds(records []inbox.TextRecord) (out []inbox.RecordKind) {
	for _, r := range records {
		out = append(out, r.Kind)
	}
	return out
}

// drain sends all that waits in a conversation, as the queue would.
func (f *fixture) drain(conversation string) {
	f.Helper()
	for range 20 {
		c := f.thread(conversation).Conversation
		if len(c.Outbox) == 0 {
			return
		}
		f.must(f.Send(f.Context(), inbox.Event{Audience: c.Audience, Conversation: c.ID, Message: c.Outbox[0]}))
	}
	f.Fatal("the outbox does not empty")
}

// sentTexts are the texts that left, in order.
func (f *fixture) sentTexts() (out []string) {
	f.sender.mu.Lock()
	defer f.sender.mu.Unlock()
	for _, o := range f.sender.sent {
		out = append(out, o.Text)
	}
	return out
}

// replyText answers and returns the error, if it is refused.
func (f *fixture) replyText(conversation, text string, change ...func(*inbox.Draft)) (*inbox.Message, error) {
	d := inbox.Draft{Author: "agent", Text: text}
	for _, c := range change {
		c(&d)
	}
	_, m, err := f.Reply(f.Context(), anybody, conversation, 0, inbox.ReplyTo{}, d)
	return m, err
}

// fakeNumbers is a provider that knows some numbers and one list.
type fakeNumbers struct {
	mu       sync.Mutex
	numbers  map[string]inbox.TextNumber
	optedOut []inbox.OptedOutNumber
}

func (p *fakeNumbers) Describe(_ context.Context, number string) (inbox.TextNumber, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, ok := p.numbers[number]
	if !ok {
		return n, inbox.ErrNotFound
	}
	return n, nil
}

func (p *fakeNumbers) OptedOut(_ context.Context, _ string, since time.Time) iter.Seq2[inbox.OptedOutNumber, error] {
	return func(yield func(inbox.OptedOutNumber, error) bool) {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, n := range p.optedOut {
			if n.At.After(since) && !yield(n, nil) {
				return
			}
		}
	}
}
