package api_test

import (
	"context"
	"strings"

	"confab/shared/inbox"
)

func (w *world) savedReply(id string) *inbox.SavedReply {
	a := strings.TrimPrefix(id, "r-")
	if w.audience(a) == nil {
		return nil
	}
	return &inbox.SavedReply{ID: id, Audience: a, Name: secret(a), Text: "Hello", Channels: []inbox.Channel{inbox.SMS}, Created: noon, Rev: 3}
}

func (w *world) SavedReplies(_ context.Context, audience string) (out []inbox.SavedReply, err error) {
	if s := w.savedReply("r-" + audience); s != nil {
		out = append(out, *s)
	}
	return out, nil
}

func (w *world) CreateSavedReply(ctx context.Context, gate inbox.Gate, s inbox.SavedReply, r *inbox.Request) (*inbox.SavedReply, error) {
	if w.audience(s.Audience) == nil {
		return nil, notThere("audience")
	}
	w.made = r
	s.ID, s.Rev = "new", 1
	return &s, w.pass(ctx, gate, s.Audience, "save a reply")
}

func (w *world) EditSavedReply(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.SavedReply) error) (*inbox.SavedReply, error) {
	s := w.savedReply(id)
	if s == nil {
		return nil, notThere("saved reply")
	}
	w.ifMatch = ifMatch
	if err := w.pass(ctx, gate, s.Audience, "edit saved reply"); err != nil {
		return nil, err
	}
	return s, edit(s)
}

func (w *world) DeleteSavedReply(ctx context.Context, gate inbox.Gate, id string) error {
	s := w.savedReply(id)
	if s == nil {
		return notThere("saved reply")
	}
	return w.pass(ctx, gate, s.Audience, "delete "+id)
}

func (w *world) PreviewReply(ctx context.Context, gate inbox.Gate, audience, conversation, text string) (*inbox.Preview, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	return &inbox.Preview{Text: text + " in " + conversation, Empty: []string{"contact.name"}}, w.pass(ctx, gate, audience, "preview")
}
