package inbox

import "context"

// meanwhilePage is among how many of the newest entries of a thread the one is
// looked for that a caller has not seen.
const meanwhilePage = 20

// changedMeanwhile refuses what was decided on an older version of a
// conversation, and says what has come since. Only then is the thread read.
func (b *Inbox) changedMeanwhile(ctx context.Context, c *Conversation, seen int64) error {
	refusal := &Problem{Kind: ErrConflict, Detail: "The conversation has changed since you loaded it; look at what is new and try again."}
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: c.ID, Limit: meanwhilePage})
	if err != nil {
		return err
	}
	for i := range t.Messages {
		if m := &t.Messages[i]; m.Since > seen && (refusal.Changed == nil || m.Since > refusal.Changed.Since) {
			refusal.Changed = m
		}
	}
	return refusal
}
