package inbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/setup"
)

// dawn is a store in memory of conversations that are snoozed until nine o'clock.
type dawn struct {
	inbox.Store
	mu            sync.Mutex
	conversations map[string]*inbox.Conversation
	shards        [inbox.DueShards][]inbox.Due
	entries       int
	left          int // how many more may be woken before time is short
}

const nine = "2026-03-02T09:00"

func newDawn(n int) *dawn {
	s := &dawn{conversations: map[string]*inbox.Conversation{}}
	for i := range n {
		id := fmt.Sprintf("c%06d", i)
		s.conversations[id] = &inbox.Conversation{ID: id, Status: inbox.Snoozed, Snooze: &inbox.Snooze{Until: start, Wall: nine, Zone: "UTC"}, Rev: 1}
		shard := i % inbox.DueShards
		s.shards[shard] = append(s.shards[shard], inbox.Due{Kind: inbox.DueConversation, Conversation: id, At: start, Cursor: id})
	}
	return s
}

func (s *dawn) inbox() *inbox.Inbox {
	return &inbox.Inbox{
		Store: s, IDs: setup.ULIDs{}, Now: func() time.Time { return start.Add(time.Minute) }, Metrics: counts{}, Log: slog.New(slog.DiscardHandler),
	}
}

// Due forgets nothing within a sweep, as an index that lags.
func (s *dawn) Due(_ context.Context, q inbox.DueQuery) (out []inbox.Due, _ error) {
	for _, d := range s.shards[q.Shard] {
		if d.Cursor > q.After && len(out) < q.Limit {
			out = append(out, d)
		}
	}
	return out, nil
}

// settle has the index catch up.
func (s *dawn) settle() (snoozed int) {
	for n, due := range s.shards {
		s.shards[n] = nil
		for _, d := range due {
			if s.conversations[d.Conversation].Snooze != nil {
				s.shards[n] = append(s.shards[n], d)
			}
		}
		snoozed += len(s.shards[n])
	}
	return snoozed
}

func (s *dawn) Load(_ context.Context, keys inbox.Keys) (*inbox.Found, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := keys.Conversations[0]
	return &inbox.Found{Conversations: map[string]*inbox.Conversation{id: s.conversations[id]}}, nil
}

func (s *dawn) Commit(_ context.Context, change inbox.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := change.Conversations[0]
	if s.conversations[e.After.ID].Rev != e.Before.Rev {
		return inbox.ErrConflict
	}
	e.After.Rev = e.Before.Rev + 1
	s.conversations[e.After.ID] = e.After
	s.entries += len(change.Messages)
	s.left--
	return nil
}

func (*dawn) TextNumbers(context.Context) ([]inbox.TextNumber, error) { return nil, nil }

// budget is a context whose time is short once so many have been woken.
type budget struct {
	context.Context
	of *dawn
}

func (b budget) Deadline() (time.Time, bool) {
	b.of.mu.Lock()
	defer b.of.mu.Unlock()
	if b.of.left > 0 {
		return time.Now().Add(time.Hour), true
	}
	return time.Now().Add(time.Second), true
}

func TestTwoThousandThatAreDueAtOnceWakeSweepBySweep(t *testing.T) {
	s := newDawn(2000)
	b := s.inbox()
	for sweep, left := 1, 2000; left > 0; sweep++ {
		s.left = 600
		if err := b.Wake(budget{t.Context(), s}); err != nil {
			t.Fatal(err)
		}
		now := s.settle()
		if woken := left - now; woken < min(600, left) || woken > 700 || sweep > 4 {
			t.Fatalf("sweep %d woke %d of %d", sweep, woken, left)
		}
		left = now
	}
	for id, c := range s.conversations {
		if c.Status != inbox.Open || c.Rev != 2 {
			t.Fatalf("%s is %s after %d changes", id, c.Status, c.Rev-1)
		}
	}
	if s.entries != 2000 {
		t.Errorf("%d entries in threads", s.entries)
	}
}

func TestWhatOneSweepLeftTheNextOneDoes(t *testing.T) {
	s := newDawn(3)
	s.shards[0] = append(s.shards[0], inbox.Due{Kind: "unheard of", ID: "x", Cursor: "x"})
	if err := s.inbox().Wake(t.Context()); err == nil || !strings.Contains(err.Error(), "1 due things were not woken") {
		t.Errorf("the sweep says %v", err)
	}
	if n := s.settleKnown(); n != 0 {
		t.Errorf("%d are snoozed still", n)
	}
}

// settleKnown counts those that are snoozed, whatever the index lists.
func (s *dawn) settleKnown() (snoozed int) {
	for _, c := range s.conversations {
		if c.Snooze != nil {
			snoozed++
		}
	}
	return snoozed
}

func BenchmarkAHundredThousandThatAreDueAtOnce(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := newDawn(100_000)
		s.left = 1 << 30
		b.StartTimer()
		if err := s.inbox().Wake(budget{b.Context(), s}); err != nil {
			b.Fatal(err)
		}
		if n := s.settleKnown(); n != 0 {
			b.Fatalf("%d are snoozed still", n)
		}
	}
}
