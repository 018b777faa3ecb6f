package api_test

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"confab/shared/inbox"
)

// job is the one that each audience has.
func (w *world) job(id string) *inbox.Job {
	audience, ok := strings.CutPrefix(id, "j-")
	if !ok || w.audience(audience) == nil {
		return nil
	}
	return &inbox.Job{
		ID: id, Audience: audience, Kind: inbox.JobBulk, State: inbox.JobRunning, Author: memberID("agent"),
		Total: 3, Done: 1, Created: noon, Expires: noon,
	}
}

func (w *world) Jobs(_ context.Context, q inbox.JobQuery) ([]inbox.Job, error) {
	if q.Audience == "" {
		return nil, nil
	}
	return []inbox.Job{*w.job("j-" + q.Audience)}, nil
}

func (w *world) JobItems(_ context.Context, q inbox.JobItemQuery) ([]inbox.JobItem, error) {
	items := []inbox.JobItem{
		{Job: q.Job, ID: "c-1", Outcome: inbox.ItemDone},
		{Job: q.Job, ID: "c-2", Outcome: inbox.ItemRefused, Reason: "It cannot be done."},
		{Job: q.Job, ID: "c-3", Outcome: inbox.ItemWaiting},
	}
	for len(items) > 0 && items[0].ID <= q.After {
		items = items[1:]
	}
	return items[:min(q.Limit, len(items))], nil
}

func (w *world) Bulk(ctx context.Context, gate inbox.Gate, author, audience string, of inbox.Selected, do inbox.BulkAction, r *inbox.Request) (*inbox.Job, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	w.made, w.selected, w.bulkAction = r, of, do
	return w.job("j-" + audience), w.pass(ctx, gate, audience, "bulk by "+author)
}

func (w *world) EraseContact(ctx context.Context, gate inbox.Gate, author, contact, confirm string, r *inbox.Request) (*inbox.Job, error) {
	return w.contactJob(ctx, gate, contact, confirm+" by "+author, r)
}

func (w *world) ExportContact(ctx context.Context, gate inbox.Gate, author, contact string, r *inbox.Request) (*inbox.Job, error) {
	return w.contactJob(ctx, gate, contact, "exported by "+author, r)
}

func (w *world) contactJob(ctx context.Context, gate inbox.Gate, contact, done string, r *inbox.Request) (*inbox.Job, error) {
	c := w.contact(contact)
	if c == nil {
		return nil, notThere("contact")
	}
	w.made = r
	return w.job("j-" + c.Audience), w.pass(ctx, gate, c.Audience, done)
}

func (w *world) ExportOf(ctx context.Context, gate inbox.Gate, id string) (string, error) {
	j := w.job(id)
	if j == nil {
		return "", notThere("job")
	}
	return "e/" + id, w.pass(ctx, gate, j.Audience, "export of "+id)
}

func (w *world) DeleteConversations(ctx context.Context, gate inbox.Gate, author, audience string, ids []string, confirm string, count int, r *inbox.Request) (*inbox.Job, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	w.made, w.selected = r, inbox.Selected{Conversations: ids}
	return w.job("j-" + audience), w.pass(ctx, gate, audience, fmt.Sprintf("%s %d deleted by %s", confirm, count, author))
}

func (w *world) StartAudit(ctx context.Context, gate inbox.Gate, author, audience string, r *inbox.Request) (*inbox.Job, error) {
	w.made = r
	return w.job("j-own"), w.pass(ctx, gate, "", "audit by "+author)
}

func (w *world) CancelJob(ctx context.Context, may func(inbox.Permission) inbox.Gate, id string) (*inbox.Job, error) {
	j := w.job(id)
	if j == nil {
		return nil, notThere("job")
	}
	return j, w.pass(ctx, may(cmp.Or(w.cancelling, inbox.CanAnswer)), j.Audience, "cancel job")
}
