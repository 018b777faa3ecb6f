package store_test

import (
	"slices"
	"strings"
	"testing"

	"confab/shared/inbox"
)

// fill commits messages first to last of a conversation, many at a time.
func (s *stand) fill(c, first, last int, of func(c, n int) *inbox.Message) {
	s.Helper()
	for from := first; from <= last; from += 50 {
		var change inbox.Change
		for n := from; n <= min(from+49, last); n++ {
			change.Messages = append(change.Messages, added(of(c, n)))
		}
		s.commit(change)
	}
}

func (s *stand) thread(q inbox.ThreadQuery) *inbox.Thread {
	s.Helper()
	thread, err := s.store.Thread(s.Context(), q)
	if err != nil {
		s.Fatal(err)
	}
	return thread
}

func numbers(t *inbox.Thread) []string {
	var out []string
	for _, m := range t.Messages {
		out = append(out, strings.TrimLeft(strings.TrimPrefix(m.ID, "01JPM"), "0"))
	}
	return out
}

func TestAThreadIsReadPageByPageFromItsNewestMessage(t *testing.T) {
	s := newStand(t)
	c := conversation(1)
	c.Campaigns = []string{campaignID(1), campaignID(2)}
	s.commit(inbox.Change{Conversations: one(nil, c), Counted: &inbox.CountedEdit{Audience: audience, Conversation: c.ID, After: inbox.Counted{Rev: 1}}})
	s.fill(1, 1, 7, message)
	tests := map[string]struct {
		before, limit int
		header, more  bool
		want          []string
	}{
		"the newest":                          {0, 3, true, true, []string{"7", "6", "5"}},
		"the newest, exactly all":             {0, 7, true, false, []string{"7", "6", "5", "4", "3", "2", "1"}},
		"all but one":                         {0, 6, true, true, []string{"7", "6", "5", "4", "3", "2"}},
		"more than there are":                 {0, 50, true, false, []string{"7", "6", "5", "4", "3", "2", "1"}},
		"older ones":                          {5, 2, false, true, []string{"4", "3"}},
		"the oldest":                          {3, 2, false, false, []string{"2", "1"}},
		"before the first":                    {1, 2, false, false, nil},
		"before one that was deleted or late": {99, 2, false, true, []string{"7", "6"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &stand{T: t, store: s.store, meter: s.meter}
			q := inbox.ThreadQuery{Conversation: c.ID, Limit: test.limit}
			if test.before > 0 {
				q.Before = messageID(test.before)
			}
			s.meter.Reset()
			got := s.thread(q)
			if !slices.Equal(numbers(got), test.want) || got.More != test.more || (got.Conversation != nil) != test.header {
				t.Errorf("got %v, more %v, header %v", numbers(got), got.More, got.Conversation)
			}
			s.calls(1, "Query")
			s.calls(1, "")
		})
	}
}

func TestAConversationThatIsNotHasNoHeader(t *testing.T) {
	s := newStand(t)
	for _, id := range []string{conversationID(1), "", "\xff", strings.Repeat("x", 5000)} {
		if got := s.thread(inbox.ThreadQuery{Conversation: id, Limit: 50, Before: id}); got.Conversation != nil || got.Messages != nil || got.More {
			t.Errorf("got %+v", got)
		}
	}
}

func TestADeletedHeaderLeavesNoConversation(t *testing.T) {
	s := newStand(t)
	c := conversation(1)
	s.commit(inbox.Change{Conversations: one(nil, c), Messages: one(nil, message(1, 1))})
	s.commit(inbox.Change{Conversations: one(c, nil)})
	if got := s.thread(inbox.ThreadQuery{Conversation: c.ID, Limit: 50}); got.Conversation != nil || len(got.Messages) != 1 {
		t.Errorf("got %+v", got)
	}
	if page := s.list(inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Limit: 25}); len(page.Rows) > 0 {
		t.Error("a deleted conversation is still listed")
	}
}

// largest is a message as large as the domain lets one be in itself.
func largest(c, n int) *inbox.Message {
	m := message(c, n)
	m.Text = strings.Repeat("x", inbox.InlineText)
	return m
}

func TestFiftyOfTheLargestMessagesFitOneQuery(t *testing.T) {
	s := newStand(t)
	s.commit(inbox.Change{Conversations: one(nil, conversation(1))})
	s.fill(1, 1, 60, largest)
	s.meter.Reset()
	got := s.thread(inbox.ThreadQuery{Conversation: conversationID(1), Limit: 50})
	if len(got.Messages) != 50 || !got.More || got.Conversation == nil {
		t.Errorf("%d messages, more %v, header %v", len(got.Messages), got.More, got.Conversation)
	}
	s.calls(1, "")
}

func TestAThreadBeyondWhatOneQueryReturnsIsReadOn(t *testing.T) {
	s := newStand(t)
	s.commit(inbox.Change{Conversations: one(nil, conversation(1))})
	s.fill(1, 1, 60, func(c, n int) *inbox.Message {
		m := largest(c, n)
		m.Text = strings.Repeat("x", 60_000)
		return m
	})
	got := s.thread(inbox.ThreadQuery{Conversation: conversationID(1), Limit: 50})
	if len(got.Messages) != 50 || !got.More || got.Messages[49].ID != messageID(11) {
		t.Errorf("%d messages, more %v", len(got.Messages), got.More)
	}
}
