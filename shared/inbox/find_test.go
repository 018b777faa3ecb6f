package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/search"
	"confab/shared/store"
)

// told is a store whose changes of messages and contacts are told as the stream
// would.
type told struct {
	inbox.Store
	clock   func() time.Time
	mu      sync.Mutex
	changes []inbox.Changed
}

func (s *told) Commit(ctx context.Context, change inbox.Change) error {
	err := s.Store.Commit(ctx, change)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range change.Messages {
		if err == nil && (e.Before == nil || e.After == nil) {
			s.changes = append(s.changes, inbox.Changed{At: s.clock(), Message: e})
		}
	}
	for _, e := range change.Contacts {
		if err == nil {
			s.changes = append(s.changes, inbox.Changed{At: s.clock(), Contact: e})
		}
	}
	return err
}

// segments keeps an index's objects, and counts how often they are read.
type segments struct {
	*fakeObjects
	reads int
}

func (s *segments) Range(ctx context.Context, key string, from, size int) ([]byte, error) {
	data, err := s.Get(ctx, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	return data[min(from, len(data)):min(from+size, len(data))], err
}

func (s *segments) Delete(_ context.Context, key string) error {
	s.forget(key)
	return nil
}

// searched is an inbox whose messages are found.
type searched struct {
	*fixture
	told     *told
	segments *segments
}

func newSearched(t *testing.T) *searched {
	f := newFixture(t)
	s := &searched{f, &told{Store: f.Store, clock: f.clock}, &segments{fakeObjects: f.objects}}
	f.Store = s.told
	s.remembersNothing()
	return s
}

// remembersNothing has what is found read as a new process reads it.
func (s *searched) remembersNothing() {
	s.Finder = s.finder(s.segments, s.told)
}

// finder finds what the store tells, with its index among the objects.
func (f *fixture) finder(objects search.Objects, of *told) inbox.Finder {
	return search.Finder{Index: &search.Index{
		Objects: objects, Manifests: of.Store.(*store.Table), Now: f.clock, NewID: func() string { return f.IDs.New(f.clock()) },
	}}
}

// index has the index follow what was told.
func (f *fixture) index(from *told) {
	f.Helper()
	f.must(f.UpdateIndex(f.Context(), from.changes))
	from.changes = nil
}

// find returns what is found, as "conversation:message", once the index has
// followed the stream.
func (s *searched) find(words string) (out []string) {
	s.Helper()
	s.index(s.told)
	page, err := s.SearchMessages(s.Context(), anybody, inbox.FindQuery{Audience: s.audience.ID, Words: words, Limit: 25})
	s.must(err)
	for _, h := range page.Hits {
		out = append(out, h.Conversation.ID+":"+h.Message.ID)
	}
	return out
}

func about(words string) func(*inbox.Incoming) {
	return func(in *inbox.Incoming) { in.Text, in.Full = words, words }
}

func TestWhatIsFoundLeadsToTheConversationThatHoldsItNow(t *testing.T) {
	s := newSearched(t)
	first := s.receive(s.mail("robin@example.com", about("The lamp is broken")))
	second := s.receive(s.mail("robin@example.com", about("A lamp, again")))
	same := func(got []string, want ...string) {
		t.Helper()
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("found %v, want %v", got, want)
		}
	}
	same(s.find("lamp"), second.Conversation+":"+second.Message, first.Conversation+":"+first.Message)
	if _, err := s.MergeConversations(t.Context(), anybody, "agent", first.Conversation, second.Conversation, inbox.Revs{}, nil); err != nil {
		t.Fatal(err)
	}
	same(s.find("lamp"), first.Conversation+":"+second.Message, first.Conversation+":"+first.Message)
	third := s.receive(s.mail("robin@example.com", about("One more lamp"), to(s.Tokens.Address(inbox.Token{Conversation: first.Conversation}))))
	own, err := s.SplitMessage(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: first.Conversation, Message: third.Message}, 0, nil)
	s.must(err)
	same(s.find("one lamp"), own.ID+":"+third.Message)
	same(s.find(" "+strings.ToLower(inbox.Reference(first.Conversation))), first.Conversation+":"+second.Message)
	same(s.find("C-000000"))
}

func TestAQuestionReadsTheManifestAndWhatItFoundAndFewRanges(t *testing.T) {
	s := newSearched(t)
	for n := range 30 {
		s.receive(s.mail(fmt.Sprintf("robin%d@example.com", n), about("Where is my parcel?")))
	}
	s.find("parcel")
	s.remembersNothing()
	s.meter.Reset()
	s.segments.reads = 0
	if n := len(s.find("parcel")); n != 25 {
		t.Errorf("%d were found", n)
	}
	calls := map[string]int{}
	for _, c := range s.meter.Calls() {
		calls[c.Operation]++
	}
	if fmt.Sprint(calls) != "map[BatchGetItem:2]" || s.segments.reads == 0 || s.segments.reads > 8 {
		t.Errorf("calls %v and %d reads of segments", calls, s.segments.reads)
	}
	t.Logf("%d reads of segments", s.segments.reads)
}
