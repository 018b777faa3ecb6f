package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// feed reads a feed to its end, page by page.
func (s *stand) feed(after string, until time.Time, limit int) (ids []string, pages int) {
	s.Helper()
	for {
		page, err := s.store.Feed(s.Context(), inbox.FeedQuery{Audience: audience, After: after, Until: until, Limit: limit})
		if err != nil {
			s.Fatal(err)
		}
		for _, e := range page.Events {
			ids = append(ids, e.ID)
		}
		if pages++; !page.More {
			return ids, pages
		}
		after = page.Next
	}
}

func TestAFeedIsReadAcrossMidnight(t *testing.T) {
	s := newStand(t)
	midnight := time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)
	var want []string
	for n := range 6 {
		e := inbox.Event{Version: 1, ID: fmt.Sprint("event-", n), Type: inbox.MessageReceived, Audience: audience, Conversation: conversationID(n), Rev: 1, At: epoch}
		// Twice: the stream tells of a change again.
		for range 2 {
			if err := s.store.Publish(t.Context(), midnight.Add(time.Duration(n-3)*time.Second), []inbox.Event{e}); err != nil {
				t.Fatal(err)
			}
		}
		want = append(want, e.ID)
	}
	from := inbox.FeedPosition(midnight.Add(-3 * time.Second))
	for limit, pages := range map[int]int{10: 1, 2: 3, 3: 2, 4: 2} {
		s.meter.Reset()
		if got, n := s.feed(from, midnight.Add(time.Hour), limit); !slices.Equal(got, want) || n != pages {
			t.Errorf("%d at a time: %v in %d pages", limit, got, n)
		}
	}
	for name, read := range map[string]struct {
		from, until time.Time
		want        []string
		queries     int
	}{
		"of today":          {midnight, midnight.Add(time.Hour), want[3:], 1},
		"over midnight":     {midnight.Add(-time.Second), midnight.Add(time.Minute), want[2:], 2},
		"up to its present": {midnight.Add(2 * time.Second), midnight.Add(time.Minute), want[5:], 1},
		"of days before":    {midnight.AddDate(0, 0, -3), midnight.Add(time.Hour), want, 4},
	} {
		s.meter.Reset()
		if got, _ := s.feed(inbox.FeedPosition(read.from), read.until, 10); !slices.Equal(got, read.want) {
			t.Errorf("%s: %v", name, got)
		}
		s.calls(read.queries, "Query")
	}
}
