package inbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// commitAttempts is how often an operation that lost a race reads and tries
// again before it tells its caller.
const commitAttempts = 6

// retry repeats an operation that reads, decides and commits until it does not
// lose a race. What the operation itself refused, with a [Problem], is final. A
// duplicate is looked at again: its Idempotency-Key has been used by then.
func (b *Inbox) retry(ctx context.Context, operation func() error) error {
	for attempt := 1; ; attempt++ {
		err := operation()
		var refused *Problem
		lost := errors.Is(err, ErrConflict) || errors.Is(err, ErrDuplicate)
		if !lost || errors.As(err, &refused) || attempt == commitAttempts {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// pause waits a random moment that grows with the attempt, so that those who
// collided do not collide again.
func pause(ctx context.Context, attempt int) error {
	t := time.NewTimer(time.Duration(rand.Int64N(int64(10*time.Millisecond) << min(attempt, 6))))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
