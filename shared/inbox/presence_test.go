package inbox_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// presenceStore keeps presences in memory, by conversation and member, past their
// end as the table does.
type presenceStore struct {
	inbox.Store
	present []inbox.Presence
}

func (s *presenceStore) Load(_ context.Context, keys inbox.Keys) (*inbox.Found, error) {
	found := map[string]*inbox.Conversation{"c": {ID: "c", Audience: "a"}}
	return &inbox.Found{Conversations: found}, nil
}

func (s *presenceStore) Attend(ctx context.Context, p inbox.Presence) error {
	_ = s.Leave(ctx, p.Conversation, p.Member)
	s.present = append(s.present, p)
	return nil
}

func (s *presenceStore) Leave(_ context.Context, conversation, member string) error {
	s.present = slices.DeleteFunc(s.present, func(p inbox.Presence) bool { return p.Member == member })
	return nil
}

func (s *presenceStore) Present(context.Context, string) ([]inbox.Presence, error) {
	return s.present, nil
}

func TestTwoWhoHaveAConversationOpenSeeEachOther(t *testing.T) {
	now := start
	box := inbox.Inbox{Store: &presenceStore{}, Now: func() time.Time { return now }}
	see := func(who string, present []inbox.Presence, err error, want ...inbox.Presence) {
		t.Helper()
		if err != nil || !slices.Equal(present, want) {
			t.Errorf("%s sees %+v, want %+v (%v)", who, present, want, err)
		}
	}
	attend := func(member string, typing bool) ([]inbox.Presence, error) {
		return box.Attend(t.Context(), anybody, member, "c", typing)
	}
	ada := inbox.Presence{Conversation: "c", Member: "ada", Typing: true, Until: start.Add(inbox.PresenceLasts)}
	present, err := attend("ada", true)
	see("the first", present, err)
	now = now.Add(20 * time.Second)
	present, err = attend("bob", false)
	see("the second", present, err, ada)
	present, err = box.Present(t.Context(), anybody, "cleo", "c")
	see("who only looks", present, err, ada, inbox.Presence{Conversation: "c", Member: "bob", Until: now.Add(inbox.PresenceLasts)})
	now = now.Add(10 * time.Second)
	present, err = box.Present(t.Context(), anybody, "bob", "c")
	see("who stays when the other has gone", present, err)
	if err := box.Leave(t.Context(), anybody, "bob", "c"); err != nil {
		t.Fatal(err)
	}
	present, err = box.Present(t.Context(), anybody, "cleo", "c")
	see("who looks at the end", present, err)
}
