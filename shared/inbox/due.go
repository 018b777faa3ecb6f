package inbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// DueShards is over how many partitions due work is spread.
const DueShards = 4

// DueKind is what sort of thing has come due.
type DueKind string

// The kinds of due things.
const (
	DueMessage      DueKind = "message"      // to be sent, offered again or given up
	DueConversation DueKind = "conversation" // its snooze is over
	DueDelivery     DueKind = "delivery"     // to a webhook, to be attempted again
	DueJob          DueKind = "job"          // to be offered again
)

// Due is a thing whose time has come. What it is by now only reading it tells:
// the index of what is due may lag behind.
type Due struct {
	Kind         DueKind
	Conversation string // of a conversation or a message
	Message      string
	Owner        string // of a delivery to a webhook: which one
	ID           string // of a delivery, or of anything else
	At           time.Time
	Cursor       string // orders what is due in its shard
}

// DueQuery asks for one page of a shard.
type DueQuery struct {
	Shard int
	Until time.Time // what is due earlier than this
	After string    // Cursor of the last one seen; empty to begin with the oldest
	Limit int
}

// waker does what a due thing waits for. It decides by what it reads, so that a
// thing that is listed again changes nothing.
type waker func(ctx context.Context, d Due, now time.Time) error

// wakers are what is done for each kind of due thing.
func (b *Inbox) wakers() map[DueKind]waker {
	return map[DueKind]waker{
		DueMessage:      b.wakeMessage,
		DueConversation: b.wakeConversation,
		DueDelivery:     b.wakeDelivery,
		DueJob:          b.wakeJob,
	}
}

// wakePage is how many due things one query returns.
const wakePage = 100

// Wake does what has come due, and what is done once in a while. It is called
// every minute and leaves what it has no time for to the next call.
func (b *Inbox) Wake(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, DueShards+1)
	for shard := range DueShards {
		wg.Go(func() {
			if err := b.wakeShard(ctx, shard); err != nil {
				errs[shard] = fmt.Errorf("due shard %d: %w", shard, err)
			}
		})
	}
	wg.Wait()
	errs[DueShards] = b.refreshNumbers(ctx)
	b.Metrics.Count("WakeSweep", 1)
	return errors.Join(errs...)
}

// wakeShard goes through a shard once. What was done may still be listed for a
// moment, so it goes on behind the last one it saw.
func (b *Inbox) wakeShard(ctx context.Context, shard int) error {
	now := b.Now()
	q := DueQuery{Shard: shard, Until: now, Limit: wakePage}
	failed := 0
	for !short(ctx) {
		due, err := b.Store.Due(ctx, q)
		if err != nil {
			return err
		}
		failed += b.wakeAll(ctx, due, now)
		if len(due) < wakePage {
			break
		}
		q.After = due[len(due)-1].Cursor
	}
	if failed > 0 { // each is in the log
		return fmt.Errorf("%d due things were not woken", failed)
	}
	return nil
}

// wakeAll wakes a page of due things, several at a time but those of one
// conversation one after the other, and returns how many of them failed.
func (b *Inbox) wakeAll(ctx context.Context, page []Due, now time.Time) int {
	var failed atomic.Int64
	var steps []func() error
	for _, group := range grouped(page) {
		steps = append(steps, func() error {
			for _, d := range group {
				if short(ctx) {
					break
				}
				if err := b.wake(ctx, d, now); err != nil {
					b.Log.ErrorContext(ctx, "due thing not woken", "kind", d.Kind, "conversation", d.Conversation, "message", d.Message, "id", d.ID, "error", err)
					failed.Add(1)
				}
			}
			return nil
		})
	}
	_ = together(steps) // whose errors are counted
	return int(failed.Load())
}

// grouped parts due things by what they belong to, each part in its order.
func grouped(page []Due) (groups [][]Due) {
	at := map[string]int{}
	for _, d := range page {
		owner := d.Conversation + d.ID
		i, known := at[owner]
		if !known {
			i, at[owner] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}

// wake wakes one due thing. What lost a race is woken again at once: what is due
// behind it shall not overtake it.
func (b *Inbox) wake(ctx context.Context, d Due, now time.Time) error {
	w := b.wakers()[d.Kind]
	if w == nil {
		return fmt.Errorf("nothing is known to do for a due %q", d.Kind)
	}
	return b.retry(ctx, func() error { return w(ctx, d, now) })
}

// short tells that there is hardly any time left for what the context is of.
func short(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < 5*time.Second
}
