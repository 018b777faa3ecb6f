package inbox

import (
	"context"
	"fmt"
)

// SetStatus puts a conversation into a status: open, done or trash. Setting the
// status it has changes nothing. ifMatch, unless 0, is the revision the caller
// saw.
func (b *Inbox) SetStatus(ctx context.Context, gate Gate, author, conversation string, ifMatch int64, s Status) (*Conversation, error) {
	if s != Open && s != Done && s != Trash {
		return nil, problem(ErrInvalid, "The status must be open, done or trash, not %q.", s)
	}
	return b.editConversation(ctx, gate, conversation, ifMatch, func(c, after *Conversation) ([]Edit[Message], error) {
		if c.Status == s {
			return nil, nil
		}
		after.Status, after.Hidden = s, false
		if s == Open {
			after.Spam = false // somebody looked and wants it back
		}
		activity := Activity{Name: "status", From: string(c.Status), To: string(s)}
		return []Edit[Message]{{After: b.event(c, b.Now(), author, activity, fmt.Sprint(c.Rev))}}, nil
	})
}

// MarkRead marks a conversation read for everybody, if lastSeen is still the
// contact's message that arrived last; otherwise something is unread that nobody
// has seen, and it stays unread.
func (b *Inbox) MarkRead(ctx context.Context, gate Gate, conversation, lastSeen string) (*Conversation, error) {
	return b.editConversation(ctx, gate, conversation, 0, func(c, after *Conversation) ([]Edit[Message], error) {
		if lastSeen == "" {
			return nil, problem(ErrInvalid, "Say in last_seen which message was the last you have seen.")
		}
		if c.LastInbound == lastSeen {
			after.Unread = false
		}
		return nil, nil
	})
}

// MarkUnread marks a conversation unread for everybody.
func (b *Inbox) MarkUnread(ctx context.Context, gate Gate, conversation string) (*Conversation, error) {
	return b.editConversation(ctx, gate, conversation, 0, func(_, after *Conversation) ([]Edit[Message], error) {
		after.Unread = true
		return nil, nil
	})
}

// editConversation loads, lets edit decide, and commits; nothing where edit
// changed nothing.
func (b *Inbox) editConversation(ctx context.Context, gate Gate, id string, ifMatch int64,
	edit func(before, after *Conversation) ([]Edit[Message], error)) (out *Conversation, err error) {
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Conversations: []string{id}})
		if err != nil {
			return err
		}
		c := f.Conversations[id]
		if c == nil {
			return problem(ErrNotFound, "There is no such conversation.")
		}
		if err := gate(ctx, c.Audience); err != nil {
			return err
		}
		if ifMatch != 0 && ifMatch != c.Rev {
			return changedMeanwhile()
		}
		out = c.clone()
		messages, err := edit(c, out)
		if err != nil {
			return err
		}
		if c.Status == out.Status && c.Unread == out.Unread && c.Hidden == out.Hidden {
			out = c
			return nil
		}
		return b.Store.Commit(ctx, Change{Conversations: []Edit[Conversation]{{Before: c, After: out}}, Messages: messages})
	})
	return out, err
}
