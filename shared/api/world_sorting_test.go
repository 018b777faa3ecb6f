package api_test

import (
	"context"

	"confab/shared/inbox"
)

func (w *world) Assign(ctx context.Context, gate inbox.Gate, author, id string, ifMatch int64, assignee string, r *inbox.Request) (*inbox.Conversation, error) {
	w.made, w.ifMatch = r, ifMatch
	return w.move(ctx, gate, id, "assign "+assignee+" by "+author)
}

func (w *world) SetLabels(ctx context.Context, gate inbox.Gate, author, id string, add, remove []string, r *inbox.Request) (*inbox.Conversation, error) {
	w.made = r
	return w.move(ctx, gate, id, "labels by "+author)
}

func (w *world) AddNote(ctx context.Context, gate inbox.Gate, author, id, text string, mentions []string, r *inbox.Request) (*inbox.Message, error) {
	w.made = r
	c, err := w.move(ctx, gate, id, "note by "+author)
	if err != nil {
		return nil, err
	}
	return &inbox.Message{ID: "note", Conversation: c.ID, Audience: c.Audience, Kind: inbox.KindNote, Author: author, Text: text, Mentions: mentions}, nil
}

func (w *world) DeleteNote(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) error {
	_, err := w.move(ctx, gate, key.Conversation, "delete note by "+author)
	return err
}

func (w *world) SeeNotices(_ context.Context, member, upTo string) (int, error) { return 0, nil }

func (w *world) Notices(_ context.Context, q inbox.NoticeQuery) (*inbox.NoticePage, error) {
	return &inbox.NoticePage{Notices: []inbox.Notice{{Member: q.Member, ID: "n", Kind: inbox.NoticeMention, Unseen: true}}, More: q.After == ""}, nil
}

// ofDirectory is what every operation on labels and teams does.
func (w *world) ofDirectory(ctx context.Context, gate inbox.Gate, audience, op string) error {
	if w.audience(audience) == nil {
		return notThere("audience")
	}
	return w.pass(ctx, gate, audience, op)
}

func (w *world) CreateLabel(ctx context.Context, gate inbox.Gate, audience string, l inbox.Label, r *inbox.Request) (*inbox.Label, error) {
	w.made = r
	return &l, w.ofDirectory(ctx, gate, audience, "create label")
}

func (w *world) EditLabel(ctx context.Context, gate inbox.Gate, audience, id string, ifMatch int64, edit func(*inbox.Label)) (*inbox.Label, error) {
	w.ifMatch = ifMatch
	l := &inbox.Label{ID: id, Name: "Refund", Colour: "red", Rev: 3}
	edit(l)
	return l, w.ofDirectory(ctx, gate, audience, "edit label")
}

func (w *world) DeleteLabel(ctx context.Context, gate inbox.Gate, audience, id string) error {
	return w.ofDirectory(ctx, gate, audience, "delete label "+id)
}

func (w *world) CreateTeam(ctx context.Context, gate inbox.Gate, audience string, t inbox.Team, r *inbox.Request) (*inbox.Team, error) {
	w.made = r
	return &t, w.ofDirectory(ctx, gate, audience, "create team")
}

func (w *world) EditTeam(ctx context.Context, gate inbox.Gate, audience, id string, ifMatch int64, edit func(*inbox.Team)) (*inbox.Team, error) {
	w.ifMatch = ifMatch
	t := &inbox.Team{ID: id, Name: "Returns", Rev: 3}
	edit(t)
	return t, w.ofDirectory(ctx, gate, audience, "edit team")
}

func (w *world) DeleteTeam(ctx context.Context, gate inbox.Gate, audience, id string) error {
	return w.ofDirectory(ctx, gate, audience, "delete team "+id)
}

func (w *world) Referenced(_ context.Context, audience, _ string) ([]inbox.Conversation, error) {
	return []inbox.Conversation{*w.conversation("c-" + audience)}, nil
}
