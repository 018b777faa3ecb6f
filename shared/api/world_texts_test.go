package api_test

import (
	"context"
	"time"

	"confab/shared/inbox"
)

// Each audience of the world has a conversation by text, t-<audience>, with two
// texts that left: s-<audience> is scheduled, u-<audience> unknown.
const theirs = "+15550142"

func ours(audience string) string { return map[string]string{own: "+15550100", other: "+15550101"}[audience] }

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
