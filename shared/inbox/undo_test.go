package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestAnUndoneMessageNeverLeavesAndTheNextOneDoes(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.UndoSeconds = 10 })
	id := f.receive(f.mail("ada@example.org")).Conversation
	_, err := f.SetStatus(t.Context(), anybody, "agent", id, 0, inbox.Done, nil)
	f.must(err)
	first := f.reply(id, "Too soon")
	f.advance(time.Second)
	second := f.reply(id, "Better")
	f.must(f.send(first)) // an offer that came too early
	if n := f.sender.calls(); n != 0 {
		t.Fatalf("%d left within the window", n)
	}
	for range 2 {
		m, err := f.Undo(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: id, Message: first.ID})
		f.must(err)
		if m.Delivery.State != inbox.Cancelled {
			t.Errorf("undone it is %+v", m.Delivery)
		}
	}
	c := f.thread(id).Conversation
	if c.Status != inbox.Open || !slices.Equal(c.Outbox, []string{second.ID}) || c.Preview != "Better" {
		t.Errorf("undone: %s, outbox %v, preview %q", c.Status, c.Outbox, c.Preview)
	}
	f.advance(time.Minute)
	f.must(f.send(first))
	f.must(f.send(second))
	if n := f.sender.calls(); n != 1 || f.sender.sent[0].Text != "Better" {
		t.Errorf("%d left: %+v", n, f.sender.sent)
	}
	if _, err := f.Undo(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: id, Message: second.ID}); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("undoing what has left: %v", err)
	}
}

func TestAnUndoneFirstAnswerLeavesTheContactWaiting(t *testing.T) {
	f := newFixture(t)
	id := f.receive(f.mail("ada@example.org")).Conversation
	since := f.thread(id).Conversation.Waiting
	m := f.reply(id, "An answer")
	if waiting := f.thread(id).Conversation.Waiting; since.IsZero() || !waiting.IsZero() {
		t.Errorf("waiting since %v, and when answered since %v", since, waiting)
	}
	_, err := f.Undo(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: id, Message: m.ID})
	f.must(err)
	if c := f.thread(id).Conversation; !c.Waiting.Equal(since) || c.Preview != "This is mail 1." {
		t.Errorf("undone: waiting since %v, want %v; preview %q", c.Waiting, since, c.Preview)
	}
}

func TestAMailForLaterLeavesThenAndIsFlaggedWhereTheContactWasFaster(t *testing.T) {
	f := newFixture(t)
	id := f.receive(f.mail("ada@example.org")).Conversation
	at := f.clock().Add(time.Hour)
	later := func(text string) *inbox.Message {
		_, m, err := f.Reply(t.Context(), anybody, id, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: text, SendAt: at})
		f.must(err)
		return m
	}
	first, second := later("One"), later("Two")
	cancelled, err := f.CancelScheduled(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: id, Message: later("Three").ID})
	f.must(err)
	c := f.thread(id).Conversation
	if len(c.Scheduled) != 2 || c.Scheduled[0].Message != first.ID || c.Scheduled[1].Message != second.ID || len(c.Outbox) != 0 || c.Waiting.IsZero() {
		t.Errorf("scheduled %+v, outbox %v, waiting since %v", c.Scheduled, c.Outbox, c.Waiting)
	}
	if cancelled.Delivery.State != inbox.Cancelled {
		t.Errorf("cancelled it is %+v", cancelled.Delivery)
	}
	toThread := to(f.Tokens.Address(inbox.Token{Conversation: id}))
	for range 2 {
		f.receive(f.mail("ada@example.org", toThread))
	}
	before := c
	c = f.thread(id).Conversation
	for range 2 { // the stream may report it twice
		f.must(f.Follow(t.Context(), headers(before, c)))
	}
	notices, err := f.Store.Notices(t.Context(), inbox.NoticeQuery{Member: "agent", Limit: 10})
	f.must(err)
	if n := notices.Notices; len(n) != 1 || n[0].Kind != inbox.NoticeOvertaken || n[0].Message != first.ID || n[0].Conversation != id {
		t.Errorf("the author is told %+v", n)
	}
	if !c.Scheduled[0].Overtaken || !c.Scheduled[1].Overtaken {
		t.Errorf("overtaken: %+v", c.Scheduled)
	}
	if got, want := fmt.Sprint(f.activity(id)), fmt.Sprintf("[ scheduled_overtaken %s>", first.ID); len(f.activity(id)) != 1 || got[:len(want)] != want {
		t.Errorf("the thread says %s", got)
	}
	f.advance(2 * time.Hour)
	f.must(f.Wake(t.Context()))
	c = f.thread(id).Conversation
	if len(c.Scheduled) != 0 || !slices.Equal(c.Outbox, []string{first.ID, second.ID}) || !c.Waiting.IsZero() {
		t.Errorf("when due: scheduled %+v, outbox %v, waiting since %v", c.Scheduled, c.Outbox, c.Waiting)
	}
	f.must(f.send(first))
	if f.sender.calls() != 1 {
		t.Errorf("%d left", f.sender.calls())
	}
}

func TestAnAnswerMayCloseOrSnooze(t *testing.T) {
	f := newFixture(t)
	id := f.receive(f.mail("ada@example.org")).Conversation
	for _, c := range []struct {
		then inbox.Then
		want inbox.Status
	}{
		{inbox.Then{Done: true}, inbox.Done},
		{inbox.Then{Snooze: &inbox.SnoozeChoice{Preset: inbox.UntilReply}}, inbox.Snoozed},
		{inbox.Then{}, inbox.Snoozed},
		{inbox.Then{Done: true}, inbox.Done},
		{inbox.Then{}, inbox.Open},
	} {
		f.advance(time.Second)
		got, _, err := f.Reply(t.Context(), anybody, id, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "An answer", Then: c.then})
		f.must(err)
		if got.Status != c.want {
			t.Errorf("%+v: %s, want %s", c.then, got.Status, c.want)
		}
	}
	want := "[agent status open>done agent snooze done>reply agent status snoozed>done agent status done>open]"
	if got := fmt.Sprint(f.activity(id)); got != want {
		t.Errorf("the thread says %s, want %s", got, want)
	}
}
