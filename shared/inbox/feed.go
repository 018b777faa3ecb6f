package inbox

import (
	"context"
	"time"
)

// The change feed of an audience is a log of its events. DynamoDB has no order of
// commits, and several writers' clocks differ, so that what is written a moment
// later may stand a moment earlier: a reader goes back a little each time, and
// drops what it has seen.
const (
	// FeedKept is for how long a reader may stay away.
	FeedKept = 3 * 24 * time.Hour
	// FeedOverlap is how far back each reading goes: longer than a function that
	// publishes may run, and clocks may differ.
	FeedOverlap = time.Minute
)

// FeedPosition is the position in a feed of what is published from a time on.
func FeedPosition(at time.Time) string { return at.UTC().Format(feedLayout) }

// feedLayout sorts as the times do.
const feedLayout = "20060102T150405.000Z"

// FeedMark is where a reader of a change feed stands. The zero mark is the end.
type FeedMark struct {
	// At is when the reader had read everything last.
	At time.Time
	// After is the position to go on after, where the last reading was not the end
	// of the feed; empty otherwise.
	After string
}

// publish writes events into the change feed and has webhooks told of them.
func (b *Inbox) publish(ctx context.Context, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	if err := b.Store.Publish(ctx, b.Now(), events); err != nil || b.Notifier == nil {
		return err
	}
	for _, e := range events {
		if err := b.tell(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// Changes reads what has happened in an audience since a mark, at most limit
// events of it, and returns where to go on. Events come at least once, by their
// ID. It fails with ErrGone for a mark that is older than the feed: who has been
// away for so long reads everything again, from the zero mark on.
func (b *Inbox) Changes(ctx context.Context, gate Gate, audience string, mark FeedMark, limit int) ([]Event, FeedMark, error) {
	if err := gate(ctx, audience); err != nil {
		return nil, mark, err
	}
	now := b.Now()
	if mark.At.IsZero() {
		return nil, FeedMark{At: now}, nil
	}
	q := FeedQuery{Audience: audience, After: mark.After, Until: now, Limit: limit}
	next := mark
	if q.After == "" {
		q.After, next.At = FeedPosition(mark.At.Add(-FeedOverlap)), now
	}
	if q.After < FeedPosition(now.Add(-FeedKept)) {
		return nil, mark, problem(ErrGone, "The cursor is older than what is kept; load everything again, without a cursor.")
	}
	page, err := b.Store.Feed(ctx, q)
	if err != nil {
		return nil, mark, err
	}
	next.After = page.Next
	return page.Events, next, nil
}
