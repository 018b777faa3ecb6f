package inbox_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"confab/shared/inbox"
)

// BenchmarkReceive measures a mail from its being read to its being stored, as
// many at once as there are processors.
func BenchmarkReceive(b *testing.B) {
	for name, change := range map[string]func(f *fixture, n int64) inbox.Incoming{
		"new contact": func(f *fixture, n int64) inbox.Incoming { return f.mail(fmt.Sprintf("contact-%d@example.org", n)) },
		"reply token": func(f *fixture, n int64) inbox.Incoming {
			opened := f.opened[n%int64(len(f.opened))]
			return f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened})))
		},
	} {
		b.Run(name, func(b *testing.B) {
			f := newFixture(b)
			for i := range 64 {
				f.opened = append(f.opened, f.receive(f.mail(fmt.Sprintf("first-%d@example.org", i))).Conversation)
			}
			var n atomic.Int64
			b.SetParallelism(max(1, 8/runtime.GOMAXPROCS(0)))
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := f.Receive(b.Context(), change(f, n.Add(1))); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}

// BenchmarkInboxPage measures a page of 25; its cost must not grow with the
// number of conversations.
func BenchmarkInboxPage(b *testing.B) {
	f := newFixture(b)
	have := 0
	for _, conversations := range []int{1_000, 200_000} {
		f.addConversations(conversations - have)
		have = conversations
		b.Run(fmt.Sprintf("of %d", conversations), func(b *testing.B) {
			for b.Loop() {
				if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Limit: 25}); len(rows) != 25 {
					b.Fatalf("%d rows", len(rows))
				}
			}
		})
	}
}

// addConversations adds conversations past the domain, many a transaction.
func (f *fixture) addConversations(n int) {
	f.Helper()
	batches := slices.Collect(slices.Chunk(make([]struct{}, n), 20))
	each(len(batches), 8, func(i int) {
		var change inbox.Change
		for range batches[i] {
			at := start.Add(time.Duration(f.next.Add(1)) * time.Second)
			id := f.IDs.New(at)
			change.Conversations = append(change.Conversations, inbox.Edit[inbox.Conversation]{After: &inbox.Conversation{
				ID: id, Audience: f.audience.ID, Channel: inbox.Email, Contact: f.IDs.New(at), ContactName: "A contact",
				Subject: "One of very many", Preview: "Hello.", Status: inbox.Open, Arrived: at, Created: at,
			}})
		}
		if err := f.Store.Commit(f.Context(), change); err != nil {
			f.Error(err)
		}
	})
}
