package inbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// DueShards is over how many partitions due work is spread.
const DueShards = 4

// DueKind is what sort of thing has come due.
type DueKind string

// The kinds of due things.
const (
	DueMessage DueKind = "message" // to be sent, offered again or given up
)

// Due is a thing whose time has come. What it is by now only reading it tells:
// the index of what is due may lag behind.
type Due struct {
	Kind         DueKind
	Conversation string // of a conversation or a message
	Message      string
	ID           string // of anything else
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
		DueMessage: b.wakeMessage,
	}
}

// wakePage is how many due things one query returns.
const wakePage = 100

// Wake does what has come due, and what is done once in a while. It is called
// every minute and leaves what it has no time for to the next call.
func (b *Inbox) Wake(ctx context.Context) error {
	var errs []error
	for shard := range DueShards {
		if err := b.wakeShard(ctx, shard); err != nil {
			errs = append(errs, fmt.Errorf("due shard %d: %w", shard, err))
		}
	}
	if err := b.refreshNumbers(ctx); err != nil {
		errs = append(errs, err)
	}
	b.Metrics.Count("WakeSweep", 1)
	return errors.Join(errs...)
}

// wakeShard goes through a shard once. What was done may still be listed for a
// moment, so it goes on behind the last one it saw.
func (b *Inbox) wakeShard(ctx context.Context, shard int) error {
	now, wakers := b.Now(), b.wakers()
	q := DueQuery{Shard: shard, Until: now.Add(-clockSkew), Limit: wakePage}
	failed := 0
	for {
		due, err := b.Store.Due(ctx, q)
		if err != nil {
			return err
		}
		for _, d := range due {
			if short(ctx) {
				return unwoken(failed)
			}
			if err := b.wake(ctx, wakers[d.Kind], d, now); err != nil {
				b.Log.ErrorContext(ctx, "due thing not woken", "kind", d.Kind, "conversation", d.Conversation, "message", d.Message, "id", d.ID, "error", err)
				failed++
			}
			q.After = d.Cursor
		}
		if len(due) < wakePage {
			return unwoken(failed)
		}
	}
}

// wake wakes one due thing. What lost a race is woken again at once: what is due
// behind it shall not overtake it.
func (b *Inbox) wake(ctx context.Context, w waker, d Due, now time.Time) error {
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

// unwoken is the error of a sweep that failed for some things, each of which is
// in the log.
func unwoken(failed int) error {
	if failed == 0 {
		return nil
	}
	return fmt.Errorf("%d due things were not woken", failed)
}
