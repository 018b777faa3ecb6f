package api_test

import (
	"context"
	"time"

	"confab/shared/inbox"
)

// Each audience of the world has a conversation by text, t-<audience>, with two
// texts that left: s-<audience> is scheduled, u-<audience> unknown.
const theirs = "+15550142"

func ours(audience string) string {
	return map[string]string{own: "+15550100", other: "+15550101"}[audience]
}

// textPair is of the conversation by text; the contact has just written.
func textPair(audience string) *inbox.TextPair {
	return &inbox.TextPair{Ours: ours(audience), Theirs: theirs, FreeUntil: noon.Add(time.Hour)}
}

func (w *world) decide(ctx context.Context, gate inbox.Gate, key inbox.MessageKey, op string) (*inbox.Message, error) {
	m := w.msg[key]
	if m == nil {
		return nil, notThere("message")
	}
	return m, w.pass(ctx, gate, m.Audience, op)
}

func (w *world) CancelScheduled(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) (*inbox.Message, error) {
	return w.decide(ctx, gate, key, "cancel by "+author)
}

func (w *world) Undo(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) (*inbox.Message, error) {
	return w.decide(ctx, gate, key, "undo by "+author)
}

func (w *world) SettleUnknown(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey, state inbox.DeliveryState) (*inbox.Message, error) {
	return w.decide(ctx, gate, key, "settle "+string(state)+" by "+author)
}

func (w *world) TextingOf(ctx context.Context, gate inbox.Gate, id string) (*inbox.TextingState, error) {
	c, err := w.move(ctx, gate, id, "texting")
	if err != nil {
		return nil, err
	}
	if c.Text == nil {
		return nil, &inbox.Problem{Kind: inbox.ErrInvalid, Detail: "This is no conversation by text."}
	}
	return &w.texting, nil
}

func (w *world) EvidenceOf(ctx context.Context, gate inbox.Gate, audience, number string) (*inbox.Evidence, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	return &w.evidence, w.pass(ctx, gate, audience, "evidence of "+number)
}

// TextHistory serves the records of a number, which stand newest first.
func (w *world) TextHistory(_ context.Context, q inbox.HistoryQuery) (*inbox.History, error) {
	h := &inbox.History{}
	for _, r := range w.records {
		switch {
		case r.Audience != q.Audience || r.Number != q.Number || q.Before != "" && r.ID >= q.Before:
		case len(h.Records) == q.Limit:
			h.More = true
		default:
			h.Records = append(h.Records, r)
		}
	}
	return h, nil
}

func (w *world) MeasureText(ctx context.Context, gate inbox.Gate, audience, text string) (*inbox.Measured, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	return &w.measured, w.pass(ctx, gate, audience, "measure "+text)
}

func (w *world) RecordConsents(ctx context.Context, gate inbox.Gate, audience, author string, entries []inbox.ConsentEntry) ([]inbox.ConsentResult, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	w.entries = entries
	return w.consents, w.pass(ctx, gate, audience, "record by "+author)
}

// texts write what the world knows of texts into a store: of each audience the
// conversation by text, its consent and an active number.
func (w *world) texts() (change inbox.Change) {
	for _, a := range []string{own, other} {
		c := w.conversation("t-" + a)
		c.Contact, c.Arrived = "p-"+a, noon
		change.Conversations = append(change.Conversations, inbox.Edit[inbox.Conversation]{After: c})
		for _, id := range []string{"s-" + a, "q-" + a, "u-" + a, "n-" + a} {
			m := w.msg[inbox.MessageKey{Conversation: c.ID, Message: id}]
			change.Messages = append(change.Messages, inbox.Edit[inbox.Message]{After: m})
		}
		consent := inbox.Consent{Audience: a, Number: theirs, State: inbox.Consented, Since: noon, Source: inbox.ByKeyword}
		change.Consents = append(change.Consents, inbox.Edit[inbox.Consent]{After: &consent})
	}
	return change
}

// activate has the provider say of a claimed number that texts leave from it.
func activate(ctx context.Context, s inbox.Store, number string) error {
	f, err := s.Load(ctx, inbox.Keys{TextNumbers: []string{number}})
	if err != nil {
		return err
	}
	after := *f.TextNumbers[number]
	after.Status, after.Active, after.TwoWay, after.SelfManaged, after.Checked = "ACTIVE", true, true, true, noon
	return s.Commit(ctx, inbox.Change{TextNumbers: []inbox.Edit[inbox.TextNumber]{{Before: f.TextNumbers[number], After: &after}}})
}
