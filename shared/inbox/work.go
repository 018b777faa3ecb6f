package inbox

import (
	"context"
	"fmt"
	"reflect"
)

// SetStatus puts a conversation into a status: open, done or trash, which ends a
// snooze. Setting the status it has changes nothing. ifMatch, unless 0, is the revision the caller
// saw.
func (b *Inbox) SetStatus(ctx context.Context, gate Gate, author, conversation string, ifMatch int64, s Status, r *Request) (*Conversation, error) {
	if choices[s] == "" {
		return nil, problem(ErrInvalid, "The status must be open, done or trash, not %q.", s)
	}
	return b.editConversation(ctx, gate, conversation, ifMatch, Keys{}, r, func(_ *Found, c, after *Conversation) ([]Edit[Message], error) {
		after.Hidden = false
		moved := after.move(choices[s])
		if moved != nil && s == Open {
			after.Spam = false // somebody looked and wants it back
		}
		return b.entry(c, author, moved, fmt.Sprint(c.Rev)), nil
	})
}

// entry is the thread's record of what changed, by whom, now; none of nothing.
func (b *Inbox) entry(c *Conversation, author string, a *Activity, cause string) []Edit[Message] {
	if a == nil {
		return nil
	}
	return []Edit[Message]{{After: b.event(c, b.Now(), author, *a, cause)}}
}

// MarkRead marks a conversation read for everybody, if the message named by
// lastSeen arrived no earlier than the contact's last one; otherwise something is
// unread that nobody has seen, and it stays unread.
func (b *Inbox) MarkRead(ctx context.Context, gate Gate, conversation, lastSeen string, r *Request) (*Conversation, error) {
	seen := MessageKey{conversation, lastSeen}
	keys := Keys{Messages: []MessageKey{seen}}
	return b.editConversation(ctx, gate, conversation, 0, keys, r, func(f *Found, c, after *Conversation) ([]Edit[Message], error) {
		m := f.Messages[seen]
		if m == nil {
			var err error
			if m, err = b.find(ctx, c, lastSeen); err != nil {
				return nil, err
			}
		}
		if m == nil {
			return nil, problem(ErrInvalid, "Say in last_seen which message of the conversation was the last you have seen.")
		}
		if lastSeen == c.LastInbound || m.Arrived.After(c.LastInboundAt) {
			after.Unread = false
		}
		return nil, nil
	})
}

// MarkUnread marks a conversation unread for everybody.
func (b *Inbox) MarkUnread(ctx context.Context, gate Gate, conversation string, r *Request) (*Conversation, error) {
	return b.editConversation(ctx, gate, conversation, 0, Keys{}, r, func(_ *Found, _, after *Conversation) ([]Edit[Message], error) {
		after.Unread = true
		return nil, nil
	})
}

// editConversation is changeConversation for who writes no more than entries of
// the thread beside.
func (b *Inbox) editConversation(ctx context.Context, gate Gate, id string, ifMatch int64, keys Keys, r *Request,
	edit func(f *Found, before, after *Conversation) ([]Edit[Message], error)) (*Conversation, error) {
	return b.changeConversation(ctx, gate, id, ifMatch, keys, r, func(f *Found, before, after *Conversation, change *Change) (err error) {
		change.Messages, err = edit(f, before, after)
		return err
	})
}

// changeConversation loads the conversation and what else the keys name, lets edit
// decide, and commits; no more than the request where edit left it as it was.
func (b *Inbox) changeConversation(ctx context.Context, gate Gate, id string, ifMatch int64, keys Keys, r *Request,
	edit func(f *Found, before, after *Conversation, change *Change) error) (out *Conversation, err error) {
	keys.Conversations, keys.Requests = []string{id}, requestKeys(r)
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, keys)
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
		done, err := r.replayed(f)
		if err != nil || done != nil {
			out = c
			return err
		}
		if ifMatch != 0 && ifMatch != c.Rev {
			return b.changedMeanwhile(ctx, c, ifMatch)
		}
		out = c.clone()
		change := Change{Request: r.made(b.Now(), id, "", "")}
		if err := edit(f, c, out, &change); err != nil {
			return err
		}
		if reflect.DeepEqual(c, out) {
			out = c
			return b.Store.Commit(ctx, Change{Request: change.Request})
		}
		change.Conversations = []Edit[Conversation]{{Before: c, After: out}}
		return b.Store.Commit(ctx, change)
	})
	return out, err
}
