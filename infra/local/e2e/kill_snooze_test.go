package e2e_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"confab/infra/local/scheduler"
	"confab/infra/local/stack"
	"confab/shared/inbox"
)

func TestASnoozeThatEndsWhileNothingRunsWakesSoonAfterTheStart(t *testing.T) {
	dir := t.TempDir()
	h := newHouseIn(t, stack.Options{Dir: dir, Timing: stack.Timing{Wake: time.Hour}})
	h.eventually("the only sweep is over", func() bool {
		return slices.ContainsFunc(h.lines(), func(l line) bool { return l.Msg == "sweep over" })
	})
	h.must(h.submit(mail("later"), support))
	h.idle()
	id := h.about("later")[0].Conversation
	anyone := func(context.Context, string) error { return nil }
	_, err := h.box.MarkRead(t.Context(), anyone, id, h.messages(id)[0].ID, nil)
	h.must(err)
	h.box.Now = func() time.Time { return time.Now().UTC().Add(-2 * time.Hour) } // so the hour passes before anything sweeps again
	_, err = h.box.Snooze(t.Context(), anyone, "agent", id, 0, inbox.SnoozeChoice{Preset: inbox.InAnHour, Zone: "UTC"}, nil)
	h.must(err)
	if c := h.header(id); c.Status != inbox.Snoozed || c.Unread {
		t.Fatalf("before the end it is %s, unread: %t", c.Status, c.Unread)
	}
	h.Close()

	h = reopen(t, dir)
	h.within(30*time.Second, "it is open", func() bool { return h.header(id).Status == inbox.Open })
	h.must(scheduler.Invoke(t.Context(), "wake", h.Functions["wake"], time.Now())) // changes nothing more
	var entries []string
	for _, m := range h.messages(id) {
		if m.Event != nil {
			entries = append(entries, m.Event.Name)
		}
	}
	if slices.Sort(entries); !slices.Equal(entries, []string{"snooze", "woken"}) || !h.header(id).Unread {
		t.Errorf("it is unread: %t, with the entries %q", h.header(id).Unread, entries)
	}
	h.sound()
}

func (h *house) header(id string) *inbox.Conversation {
	h.Helper()
	t, err := h.box.Store.Thread(h.Context(), inbox.ThreadQuery{Conversation: id, Limit: 1})
	h.must(err)
	return t.Conversation
}
