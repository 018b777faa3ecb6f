package inbox

import (
	"context"
	"slices"
	"strings"
)

// MaxMentions is how many members one note may mention.
const MaxMentions = 20

// AddNote writes down what the team shall know of a conversation and no contact
// sees. Who is mentioned is told, and must have a role in the audience. A note
// leaves the conversation itself as it is.
func (b *Inbox) AddNote(ctx context.Context, gate Gate, author, conversation, text string, mentions []string, r *Request) (m *Message, err error) {
	mentions = slices.Compact(slices.Sorted(slices.Values(mentions)))
	if err := checkNote(text, mentions); err != nil {
		return nil, err
	}
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Conversations: []string{conversation}, Members: mentions, Requests: requestKeys(r)})
		if err != nil {
			return err
		}
		c := f.Conversations[conversation]
		if c == nil {
			return problem(ErrNotFound, "There is no such conversation.")
		}
		if err := gate(ctx, c.Audience); err != nil {
			return err
		}
		done, err := r.replayed(f)
		if err != nil {
			return err
		}
		if done != nil {
			_, m, err = b.loadMessage(ctx, MessageKey{done.Conversation, done.Message})
			return err
		}
		for _, id := range mentions {
			if !belongs(f, id, c.Audience) {
				return noRole(id)
			}
		}
		now := b.Now()
		m = &Message{
			ID: b.IDs.New(now), Conversation: c.ID, Audience: c.Audience, Channel: c.Channel, Kind: KindNote,
			At: now, Arrived: now, Author: author, Text: strings.ToValidUTF8(text, "\uFFFD"), Mentions: mentions,
		}
		change := Change{
			Messages: []Edit[Message]{{After: m}}, RequireConversation: []string{c.ID}, Request: r.made(now, c.ID, m.ID, ""),
		}
		for _, id := range mentions {
			if id != author {
				change.Notices = append(change.Notices, b.notice(NoticeMention, id, m))
			}
		}
		return b.Store.Commit(ctx, change)
	})
	return m, err
}

func checkNote(text string, mentions []string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return problem(ErrInvalid, "The note is empty.")
	case len(text) > InlineText:
		return problem(ErrInvalid, "The note has %d bytes; at most %d are kept.", len(text), InlineText)
	case len(mentions) > MaxMentions:
		return problem(ErrInvalid, "A note mentions at most %d members.", MaxMentions)
	}
	return nil
}

// DeleteNote takes back a note, which only its author may. The thread keeps that
// there was one.
func (b *Inbox) DeleteNote(ctx context.Context, gate Gate, author string, key MessageKey) error {
	return b.retry(ctx, func() error {
		c, m, err := b.loadMessage(ctx, key)
		if err != nil {
			return err
		}
		if err := gate(ctx, c.Audience); err != nil {
			return err
		}
		if m.Kind != KindNote {
			return problem(ErrInvalid, "Only notes can be deleted so.")
		}
		if m.Author != author {
			return problem(ErrForbidden, "Only its author may delete a note.")
		}
		activity := b.event(c, b.Now(), author, Activity{Name: "note", From: m.ID}, m.ID)
		return b.Store.Commit(ctx, Change{
			Messages: []Edit[Message]{{Before: m}, {After: activity}}, RequireConversation: []string{c.ID},
		})
	})
}
