package inbox_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"confab/shared/inbox"
)

// feedStore has a feed of one page, and notes what it is asked for.
type feedStore struct {
	inbox.Store
	asked inbox.FeedQuery
	page  inbox.FeedPage
}

func (s *feedStore) Feed(_ context.Context, q inbox.FeedQuery) (*inbox.FeedPage, error) {
	s.asked = q
	return &s.page, nil
}

func TestAReaderOfTheFeedGoesBackAMinuteEachTime(t *testing.T) {
	now, s := start, &feedStore{}
	box := inbox.Inbox{Store: s, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	read := func(mark inbox.FeedMark) inbox.FeedMark {
		t.Helper()
		_, next, err := box.Changes(t.Context(), anybody, "a", mark, 7)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	mark := read(inbox.FeedMark{})
	if mark != (inbox.FeedMark{At: start}) || s.asked.Audience != "" {
		t.Fatalf("a new reader stands at %+v, and was read %+v", mark, s.asked)
	}
	now = start.Add(time.Hour)
	s.page = inbox.FeedPage{More: true, Next: inbox.FeedPosition(start) + "#e"}
	mark = read(mark)
	if want := (inbox.FeedQuery{Audience: "a", After: inbox.FeedPosition(start.Add(-time.Minute)), Until: now, Limit: 7}); s.asked != want {
		t.Errorf("asked for %+v, want %+v", s.asked, want)
	}
	// What is published while somebody reads page by page stands after the first
	// page's beginning, wherever the last page ends.
	began := now
	now = now.Add(10 * time.Minute)
	s.page = inbox.FeedPage{}
	if mark = read(mark); s.asked.After != inbox.FeedPosition(start)+"#e" || mark != (inbox.FeedMark{At: began}) {
		t.Errorf("went on after %s, and stands at %+v", s.asked.After, mark)
	}
	now = began.Add(inbox.FeedKept - inbox.FeedOverlap)
	read(mark)
	now = now.Add(time.Millisecond)
	if _, _, err := box.Changes(t.Context(), anybody, "a", mark, 7); !errors.Is(err, inbox.ErrGone) {
		t.Errorf("a mark from before what is kept: %v", err)
	}
}
