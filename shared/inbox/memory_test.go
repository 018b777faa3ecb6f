package inbox_test

import (
	"context"
	"slices"
	"strings"

	"confab/shared/inbox"
)

// memory is a store of conversations and their messages in memory, for tests of
// very many histories. It keeps what the domain hands it, and refuses as the true
// one does. What else a [inbox.Store] can do it cannot.
type memory struct {
	inbox.Store
	audience      inbox.Audience
	contact       inbox.Known
	conversations map[string]*inbox.Conversation
	messages      map[inbox.MessageKey]*inbox.Message
	once          map[string]bool
	due           map[inbox.Due]bool // the index forgets nothing: it lags for ever
	entries       []*inbox.Message   // the thread's record of changes, in the order of writing
	between       func()             // called once, between what an operation read and what it writes
}

func newMemory(a inbox.Audience, contact inbox.Known) *memory {
	return &memory{
		audience: a, contact: contact, conversations: map[string]*inbox.Conversation{}, messages: map[inbox.MessageKey]*inbox.Message{},
		once: map[string]bool{}, due: map[inbox.Due]bool{},
	}
}

func (s *memory) Load(_ context.Context, keys inbox.Keys) (*inbox.Found, error) {
	f := &inbox.Found{
		Conversations: map[string]*inbox.Conversation{}, Messages: map[inbox.MessageKey]*inbox.Message{},
		Audiences: map[string]*inbox.Audience{s.audience.ID: &s.audience}, Once: map[string]bool{},
		Senders: map[inbox.Identity]map[string]inbox.Known{s.contact.Identity: {s.audience.ID: s.contact}},
	}
	for _, id := range keys.Conversations {
		if c := s.conversations[id]; c != nil {
			f.Conversations[id] = c
		}
	}
	for _, key := range keys.Messages {
		if m := s.messages[key]; m != nil {
			f.Messages[key] = m
		}
	}
	return f, nil
}

func (s *memory) Commit(_ context.Context, change inbox.Change) error {
	if len(change.Conversations)+len(change.Messages)+len(change.Once) == 0 {
		return nil // decided by what was read; nothing can come between
	}
	if meanwhile := s.between; meanwhile != nil {
		s.between = nil
		meanwhile()
	}
	for _, once := range change.Once {
		if s.once[once] {
			return inbox.ErrDuplicate
		}
	}
	for _, e := range change.Conversations {
		if have := s.conversations[e.After.ID]; rev(have) != rev(e.Before) {
			return inbox.ErrConflict
		}
	}
	for _, e := range change.Messages {
		have := s.messages[keyOf(e.After)]
		if e.Before == nil && have != nil || e.Before != nil && (have == nil || have.Rev != e.Before.Rev) {
			return inbox.ErrConflict
		}
	}
	for _, once := range change.Once {
		s.once[once] = true
	}
	for _, e := range change.Conversations {
		e.After.Rev = rev(e.Before) + 1
		s.conversations[e.After.ID] = e.After
		if z := e.After.Snooze; z != nil && !z.Until.IsZero() {
			s.due[inbox.Due{Kind: inbox.DueConversation, Conversation: e.After.ID, At: z.Until, Cursor: z.Until.String() + e.After.ID}] = true
		}
	}
	for _, e := range change.Messages {
		e.After.Rev++
		s.messages[keyOf(e.After)] = e.After
		if e.After.Kind == inbox.KindEvent {
			s.entries = append(s.entries, e.After)
		}
	}
	return nil
}

func rev(c *inbox.Conversation) int64 {
	if c == nil {
		return 0
	}
	return c.Rev
}

func keyOf(m *inbox.Message) inbox.MessageKey {
	return inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}
}

func (s *memory) Due(_ context.Context, q inbox.DueQuery) (out []inbox.Due, _ error) {
	for d := range s.due {
		if q.Shard == 0 && d.At.Before(q.Until) && d.Cursor > q.After {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b inbox.Due) int { return strings.Compare(a.Cursor, b.Cursor) })
	return out[:min(len(out), q.Limit)], nil
}

func (s *memory) TextNumbers(context.Context) ([]inbox.TextNumber, error) { return nil, nil }

func (s *memory) Thread(_ context.Context, q inbox.ThreadQuery) (*inbox.Thread, error) {
	return &inbox.Thread{Conversation: s.conversations[q.Conversation]}, nil
}
