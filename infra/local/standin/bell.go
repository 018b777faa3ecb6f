package standin

import (
	"context"
	"sync"
	"time"
)

// Bell wakes a loop that waits. A ring that nobody waits for ends the next wait at
// once, however often it was rung. The zero Bell is silent.
type Bell struct {
	made sync.Once
	rung chan struct{}
}

func (b *Bell) rings() chan struct{} {
	b.made.Do(func() { b.rung = make(chan struct{}, 1) })
	return b.rung
}

// Ring wakes the loop.
func (b *Bell) Ring() {
	select {
	case b.rings() <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// Wait returns when the bell rings, the time is over or the context ends.
func (b *Bell) Wait(ctx context.Context, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-b.rings():
	case <-timer.C:
	}
}
