package inbox

import (
	"context"
	"time"
)

// PresenceLasts is for how long somebody is present after they last said so.
const PresenceLasts = 30 * time.Second

// Presence says that a member has a conversation open.
type Presence struct {
	Conversation string
	Member       string
	Typing       bool
	Until        time.Time // then it is over, if nothing more is heard
}

// Attend says that a member has the conversation open, typing or not, and returns
// who else has, in the order of their ids. Viewers are present, too.
func (b *Inbox) Attend(ctx context.Context, gate Gate, member, conversation string, typing bool) ([]Presence, error) {
	if err := b.mayEnter(ctx, gate, conversation); err != nil {
		return nil, err
	}
	err := b.Store.Attend(ctx, Presence{
		Conversation: conversation, Member: member, Typing: typing, Until: b.Now().Add(PresenceLasts),
	})
	if err != nil {
		return nil, err
	}
	return b.others(ctx, member, conversation)
}

// Leave says that a member has the conversation open no more.
func (b *Inbox) Leave(ctx context.Context, gate Gate, member, conversation string) error {
	if err := b.mayEnter(ctx, gate, conversation); err != nil {
		return err
	}
	return b.Store.Leave(ctx, conversation, member)
}

// Present returns who but the member has the conversation open, and says nothing
// of the member.
func (b *Inbox) Present(ctx context.Context, gate Gate, member, conversation string) ([]Presence, error) {
	if err := b.mayEnter(ctx, gate, conversation); err != nil {
		return nil, err
	}
	return b.others(ctx, member, conversation)
}

func (b *Inbox) mayEnter(ctx context.Context, gate Gate, conversation string) error {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{conversation}})
	if err != nil {
		return err
	}
	c := f.Conversations[conversation]
	if c == nil {
		return problem(ErrNotFound, "There is no such conversation.")
	}
	return gate(ctx, c.Audience)
}

func (b *Inbox) others(ctx context.Context, member, conversation string) (out []Presence, err error) {
	all, err := b.Store.Present(ctx, conversation)
	for _, p := range all {
		if p.Member != member && p.Until.After(b.Now()) {
			out = append(out, p)
		}
	}
	return out, err
}
