package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

func (f *fixture) token(conversation string) string {
	return f.Tokens.Address(inbox.Token{Conversation: conversation})
}

func (f *fixture) merge(into, from string) error {
	_, err := f.MergeConversations(f.Context(), anybody, "agent", into, from, inbox.Revs{}, nil)
	return err
}

// texts are what a thread shows, the newest first.
func (f *fixture) texts(conversation string) (out []string) {
	f.Helper()
	for _, m := range f.messages(conversation) {
		out = append(out, m.Text)
	}
	return out
}

func TestTwoConversationsBecomeOneThreadAndEverythingLeadsThere(t *testing.T) {
	f := newFixture(t)
	first, second := f.mail("ada@example.org"), f.mail("ada@example.org")
	into, from := f.receive(first).Conversation, f.receive(second).Conversation
	f.advance(time.Second) // ids of one millisecond have no order
	answer := f.reply(from, "An answer")
	if err := f.merge(into, from); !errors.Is(err, inbox.ErrConflict) {
		t.Fatalf("with a message on its way: %v", err)
	}
	f.must(f.send(answer))
	_, err := f.SetStatus(t.Context(), anybody, "agent", into, 0, inbox.Done, nil)
	f.must(err)
	f.must(f.merge(into, from))
	f.must(f.merge(into, from)) // once more

	c := f.thread(from).Conversation
	if c.ID != into || c.Status != inbox.Open || !c.Unread || c.Answer.MessageID != second.MessageID || c.LastInbound == "" {
		t.Errorf("the thread of both is %+v", c)
	}
	if got := f.texts(into); !slices.Equal(got, []string{"An answer", "This is mail 2.", "This is mail 1."}) {
		t.Errorf("it shows %q", got)
	}
	if rows := f.list(inbox.ConversationQuery{Contact: c.Contact}); len(rows) != 1 || rows[0].Conversation != into {
		t.Errorf("the contact's conversations are %+v", rows)
	}
	for name, in := range map[string]inbox.Incoming{
		"its reply address":             f.mail("ada@example.org", to(f.token(from))),
		"a message's id":                f.mail("ada@example.org", answering(second.MessageID)),
		"an id of our own":              f.mail("ada@example.org", answering(f.Tokens.SyntheticID(inbox.MessageKey{Conversation: from, Message: answer.ID}))),
		"the reply address of the rest": f.mail("ada@example.org", to(f.token(into))),
	} {
		if got := f.receive(in); got.Conversation != into {
			t.Errorf("%s leads to %+v", name, got)
		}
	}
	f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{Conversation: from, Message: answer.ID, State: inbox.Delivered, At: f.clock()}))
	if m := f.message(answer); m.Delivery.State != inbox.Delivered {
		t.Errorf("the answer's delivery is %+v", m.Delivery)
	}
	if _, err := f.MarkRead(t.Context(), anybody, from, f.thread(into).Conversation.LastInbound, nil); err != nil {
		t.Errorf("read by the id that was merged: %v", err)
	}
	// Whatever follows the change of the one that is gone counts nothing.
	found, err := f.Store.Load(t.Context(), inbox.Keys{Conversations: []string{from}, AsTheyAre: true})
	f.must(err)
	f.must(f.Follow(t.Context(), inbox.Changed{At: f.clock(), Conversation: inbox.Edit[inbox.Conversation]{Before: c, After: found.Conversations[from]}}))
	unread, err := f.Store.Load(t.Context(), inbox.Keys{Unread: []string{f.audience.ID}})
	f.must(err)
	if unread.Unread[f.audience.ID] != 0 {
		t.Errorf("the badge shows %d", unread.Unread[f.audience.ID])
	}
}

func TestMergedThreadsAreReadByPagesInOrder(t *testing.T) {
	f := newFixture(t)
	one, two := f.receive(f.mail("ada@example.org")).Conversation, f.receive(f.mail("ada@example.org")).Conversation
	for range 3 {
		f.receive(f.mail("ada@example.org", to(f.token(one))))
		f.receive(f.mail("ada@example.org", to(f.token(two))))
	}
	f.must(f.merge(one, two))
	q := inbox.ThreadQuery{Conversation: one, Limit: 2}
	var got []string
	for more := true; more; {
		page, err := f.Store.Thread(t.Context(), q)
		f.must(err)
		if page.Conversation != nil {
			q.Parts = page.Conversation.Parts
		}
		for _, m := range page.Messages {
			if q.Before = m.ID; m.Kind == inbox.KindMessage {
				got = append(got, m.Text)
			}
		}
		more = page.More
	}
	var want []string
	for n := 8; n > 0; n-- {
		want = append(want, fmt.Sprintf("This is mail %d.", n))
	}
	if !slices.Equal(got, want) {
		t.Errorf("shown are %q", got)
	}
}

func TestOnlyOneContactsMailIsMerged(t *testing.T) {
	f := newFixture(t)
	ada, bob := f.receive(f.mail("ada@example.org")).Conversation, f.receive(f.mail("bob@example.org")).Conversation
	if err := f.merge(ada, bob); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("two contacts: %v", err)
	}
	if err := f.merge(ada, "nowhere"); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("with nothing: %v", err)
	}
	other := f.receive(f.mail("ada@example.org")).Conversation
	_, err := f.MergeConversations(t.Context(), anybody, "agent", ada, other, inbox.Revs{Into: 1, From: 7}, nil)
	if !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("one has changed: %v", err)
	}
}

func TestAMessageThatIsSplitOffTakesItsAnswersAlong(t *testing.T) {
	f := newFixture(t)
	first := f.mail("ada@example.org")
	opened := f.receive(first)
	f.advance(time.Minute)
	second := f.mail("ada@example.org", to(f.token(opened.Conversation)), func(in *inbox.Incoming) { in.Subject = "Another matter" })
	key := inbox.MessageKey{Conversation: opened.Conversation, Message: f.receive(second).Message}
	own, err := f.SplitMessage(t.Context(), anybody, "agent", key, 0, nil)
	f.must(err)
	if again, err := f.SplitMessage(t.Context(), anybody, "agent", key, 0, nil); err != nil || again.ID != own.ID {
		t.Errorf("split once more: %+v, %v", again, err)
	}
	rest := f.thread(opened.Conversation).Conversation
	if own.Contact != rest.Contact || own.Subject != "Another matter" || own.Answer.MessageID != second.MessageID || !own.Unread || own.LastInbound != key.Message {
		t.Errorf("split off is %+v", own)
	}
	if rest.Answer.MessageID != first.MessageID || rest.LastInbound != opened.Message || rest.Unread || rest.Preview != "This is mail 1." {
		t.Errorf("what is left is %+v", rest)
	}
	if a, b := f.texts(own.ID), f.texts(rest.ID); !slices.Equal(a, []string{"This is mail 2."}) || !slices.Equal(b, []string{"This is mail 1."}) {
		t.Errorf("they show %q and %q", a, b)
	}
	for name, in := range map[string]struct {
		mail inbox.Incoming
		want string
	}{
		"the message's id":                    {f.mail("ada@example.org", answering(second.MessageID)), own.ID},
		"an id of our own from before":        {f.mail("ada@example.org", answering(f.Tokens.SyntheticID(key))), own.ID},
		"the old address, about what is gone": {f.mail("ada@example.org", to(f.token(rest.ID)), answering(second.MessageID)), own.ID},
		"the old address, about what is left": {f.mail("ada@example.org", to(f.token(rest.ID)), answering(first.MessageID)), rest.ID},
		"the old address alone":               {f.mail("ada@example.org", to(f.token(rest.ID))), rest.ID},
		"the new address":                     {f.mail("ada@example.org", to(f.token(own.ID))), own.ID},
	} {
		if got := f.receive(in.mail); got.Conversation != in.want {
			t.Errorf("%s leads to %+v, want %s", name, got, in.want)
		}
	}
	alone := f.receive(f.mail("bob@example.org"))
	if _, err := f.SplitMessage(t.Context(), anybody, "agent", inbox.MessageKey{Conversation: alone.Conversation, Message: alone.Message}, 0, nil); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("all there is: %v", err)
	}
	// The mail that was split off is known when it comes again.
	if again := f.receive(second); !again.Duplicate {
		t.Errorf("it came again: %+v", again)
	}
}
