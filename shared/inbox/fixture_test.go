package inbox_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/store"
	"confab/shared/store/meter"
)

const inboundDomain = "inbox.example.com"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// fixture is an inbox over a table of its own, with everything outside AWS's
// database faked.
type fixture struct {
	testing.TB
	*inbox.Inbox
	meter    *meter.Meter
	table    dynamotest.Table
	objects  *fakeObjects
	queue    *fakeQueue
	sender   *fakeSender
	mu       sync.Mutex
	now      time.Time
	mails    int
	audience *inbox.Audience
	opened   []string // conversations, for who needs some
	next     atomic.Int64
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	table := dynamotest.New(t)
	f := &fixture{
		TB: t, meter: &meter.Meter{}, table: table, objects: &fakeObjects{data: map[string][]byte{}},
		queue: &fakeQueue{}, sender: &fakeSender{}, now: start,
	}
	f.meter.Attach(&table.Config)
	s := store.New(dynamodb.NewFromConfig(table.Config), table.Name)
	s.Now = f.clock
	s.Hashes = func(value string) []string { return []string{fmt.Sprintf("%x", sha256.Sum256([]byte("key"+value)))} }
	f.Inbox = &inbox.Inbox{
		Store: s, Objects: f.objects, IDs: setup.ULIDs{}, Now: f.clock, Metrics: counts{}, Log: slog.New(slog.DiscardHandler),
		Tokens: &inbox.Tokens{
			Domain: inboundDomain, Current: 'a',
			Keys: map[byte][]byte{'a': []byte("a secret of the test")},
		},
		Queue:   f.queue,
		Senders: map[inbox.Channel]inbox.Sender{inbox.Email: f.sender},
	}
	f.audience = f.addAudience("support@" + inboundDomain)
	return f
}

func (f *fixture) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fixture) advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

func anybody(context.Context, string) error { return nil }

func (f *fixture) addAudience(forwarding string) *inbox.Audience {
	f.Helper()
	a, err := f.CreateAudience(f.Context(), anybody, inbox.Audience{
		Name: "Customers", FromName: "Example Team", FromAddress: "team@example.com", ForwardingAddress: forwarding,
	}, nil)
	f.must(err)
	return a
}

func (f *fixture) set(edit func(*inbox.Audience)) {
	f.Helper()
	a, err := f.EditAudience(f.Context(), anybody, f.audience.ID, 0, func(a *inbox.Audience) error { edit(a); return nil })
	f.must(err)
	f.audience = a
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// mail is a mail of its own to the audience's forwarding address.
func (f *fixture) mail(from string, change ...func(*inbox.Incoming)) inbox.Incoming {
	f.mu.Lock()
	f.mails++
	f.now = f.now.Add(time.Second) // ids of one millisecond have no order
	n := f.mails
	f.mu.Unlock()
	in := inbox.Incoming{
		Channel: inbox.Email, ProviderID: fmt.Sprintf("ses-%d", n), Received: f.clock(), Date: f.clock(),
		Recipients: []string{f.audience.ForwardingAddress}, Nature: inbox.Personal,
		From: inbox.Address{Address: from}, To: []inbox.Address{{Address: f.audience.ForwardingAddress}},
		Subject: "Hello", MessageID: fmt.Sprintf("mail-%d@client.example.org", n),
		Text: fmt.Sprintf("This is mail %d.", n), Full: fmt.Sprintf("This is mail %d.", n), Raw: fmt.Sprintf("raw/ses-%d", n),
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func answering(ids ...string) func(*inbox.Incoming) {
	return func(in *inbox.Incoming) { in.InReplyTo, in.References = ids[:1], ids }
}

func to(addresses ...string) func(*inbox.Incoming) {
	return func(in *inbox.Incoming) {
		in.Recipients, in.To = addresses, nil
		for _, a := range addresses {
			in.To = append(in.To, inbox.Address{Address: a})
		}
	}
}

func (f *fixture) receive(in inbox.Incoming) inbox.Receipt {
	f.Helper()
	receipts, err := f.Receive(f.Context(), in)
	f.must(err)
	if len(receipts) != 1 {
		f.Fatalf("%d receipts, want 1: %+v", len(receipts), receipts)
	}
	return receipts[0]
}

func (f *fixture) thread(id string) *inbox.Thread {
	f.Helper()
	t, err := f.Store.Thread(f.Context(), inbox.ThreadQuery{Conversation: id, Limit: 50})
	f.must(err)
	if t.Conversation == nil {
		f.Fatalf("there is no conversation %s", id)
	}
	return t
}

// messages are those of the thread that are no events.
func (f *fixture) messages(id string) (out []inbox.Message) {
	f.Helper()
	for _, m := range f.thread(id).Messages {
		if m.Kind == inbox.KindMessage {
			out = append(out, m)
		}
	}
	return out
}

func (f *fixture) list(q inbox.ConversationQuery) []inbox.Row {
	f.Helper()
	q.Audience, q.Shards = f.audience.ID, f.audience.Shards
	if q.Limit == 0 {
		q.Limit = 100
	}
	page, err := f.Store.Conversations(f.Context(), q)
	f.must(err)
	return page.Rows
}

// headers is a change of a conversation's header as the stream reports it.
func headers(before, after *inbox.Conversation) inbox.Changed {
	return inbox.Changed{At: start, Conversation: inbox.Edit[inbox.Conversation]{Before: before, After: after}}
}

func (f *fixture) reply(conversation, text string) *inbox.Message {
	f.Helper()
	_, m, err := f.Reply(f.Context(), anybody, conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: text})
	f.must(err)
	return m
}

// send sends a queued message as the queue would have it sent.
func (f *fixture) send(m *inbox.Message) error {
	return f.Send(f.Context(), inbox.Event{Audience: m.Audience, Conversation: m.Conversation, Message: m.ID})
}

func (f *fixture) message(m *inbox.Message) *inbox.Message {
	f.Helper()
	key := inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}
	found, err := f.Store.Load(f.Context(), inbox.Keys{Messages: []inbox.MessageKey{key}})
	f.must(err)
	return found.Messages[key]
}

func (f *fixture) campaign(name string) *inbox.Campaign {
	f.Helper()
	c := &inbox.Campaign{
		ID: f.IDs.New(f.clock()), Audience: f.audience.ID, Kind: inbox.KindCampaign, Name: name, Subject: name,
		Code: (name + "aaaaaaaaaaaa")[:12], Shards: 1, Created: f.clock(),
	}
	f.must(f.Store.Commit(f.Context(), inbox.Change{Campaigns: []inbox.Edit[inbox.Campaign]{{After: c}}}))
	return c
}

type counts struct{}

func (counts) Count(string, int)              {}
func (counts) Duration(string, time.Duration) {}

type fakeObjects struct {
	mu   sync.Mutex
	data map[string][]byte
}

func (o *fakeObjects) Put(_ context.Context, key, _ string, data []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, there := o.data[key]; !there {
		o.data[key] = data
	}
	return nil
}

func (o *fakeObjects) Get(_ context.Context, key string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if data, there := o.data[key]; there {
		return data, nil
	}
	return nil, inbox.ErrNotFound
}

func (o *fakeObjects) Copy(ctx context.Context, from, to string) (int64, error) {
	data, err := o.Get(ctx, from)
	if err != nil {
		return 0, err
	}
	return int64(len(data)), o.Put(ctx, to, "", data)
}

func (o *fakeObjects) forget(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.data, key)
}

type fakeQueue struct {
	mu      sync.Mutex
	offered []inbox.Event
	err     error
}

func (q *fakeQueue) Offer(_ context.Context, e inbox.Event, _ time.Duration) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.offered = append(q.offered, e)
	}
	return q.err
}

// fakeSender records what it is asked to send and answers as told.
type fakeSender struct {
	mu    sync.Mutex
	sent  []inbox.Outgoing
	err   error
	after func(inbox.Outgoing) // called while the provider has it
}

func (s *fakeSender) Send(_ context.Context, out inbox.Outgoing) (inbox.Accepted, error) {
	s.mu.Lock()
	s.sent = append(s.sent, out)
	id, err, after := fmt.Sprintf("provider-%d", len(s.sent)), s.err, s.after
	s.mu.Unlock()
	if after != nil {
		after(out)
	}
	if err != nil {
		return inbox.Accepted{}, err
	}
	return inbox.Accepted{ProviderID: id, MessageID: id + "@email.amazonses.com"}, nil
}

func (s *fakeSender) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

var errAmbiguous = errors.New("connection reset while reading the answer")
