package inbox_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
)

func (f *fixture) wantKind(err, kind error) {
	f.Helper()
	if !errors.Is(err, kind) {
		f.Errorf("error %v, want one of kind %v", err, kind)
	}
}

func TestAReplyIsSentOnceAndKnown(t *testing.T) {
	f := newFixture(t)
	in := f.mail("ada@example.org", func(in *inbox.Incoming) {
		in.Subject = "Where is my order?"
		in.Cc = []inbox.Address{{Address: "bob@example.org"}, {Address: "team@example.com"}}
	})
	opened := f.receive(in)
	_, m, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{All: true}, inbox.Draft{Author: "agent", Text: "On its way."})
	f.must(err)
	for range 3 {
		f.must(f.send(m))
	}
	if f.sender.calls() != 1 {
		t.Fatalf("the provider was called %d times", f.sender.calls())
	}
	out := f.sender.sent[0]
	if out.From.Address != "team@example.com" || out.Subject != "Re: Where is my order?" || out.To[0].Address != "ada@example.org" ||
		len(out.Cc) != 1 || out.Cc[0].Address != "bob@example.org" || !strings.HasSuffix(out.ReplyTo.Address, "@"+inboundDomain) {
		t.Errorf("sent %+v", out)
	}
	after := f.message(m)
	if after.Delivery.State != inbox.Sent || after.MessageID != "provider-1@email.amazonses.com" {
		t.Errorf("the message is %+v", after.Delivery)
	}
	if c := f.thread(opened.Conversation).Conversation; len(c.Outbox) != 0 {
		t.Errorf("the outbox still holds %v", c.Outbox)
	}
	f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{
		ProviderID: "provider-1", State: inbox.Delivered, Recipients: []string{"ada@example.org"}, At: f.clock(),
	}))
	if d := f.message(m).Delivery; d.State != inbox.Delivered {
		t.Errorf("after the provider's event it is %+v", d)
	}
}

func TestMessagesOfAConversationLeaveInTheirOrder(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	var messages []*inbox.Message
	for i := range 3 {
		f.advance(time.Second)
		messages = append(messages, f.reply(opened.Conversation, fmt.Sprint("part ", i)))
	}
	for _, i := range []int{2, 1, 0, 2, 1, 0, 2, 1, 0} {
		f.must(f.send(messages[i]))
	}
	for i, out := range f.sender.sent {
		if out.Text != fmt.Sprint("part ", i) {
			t.Errorf("%q left as number %d", out.Text, i)
		}
	}
	if f.sender.calls() != 3 {
		t.Errorf("%d sends, want 3", f.sender.calls())
	}
}

func TestTheStreamOffersTheHeadOfTheOutbox(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	before := f.thread(opened.Conversation).Conversation
	m := f.reply(opened.Conversation, "one")
	after := f.thread(opened.Conversation).Conversation
	f.must(f.Follow(t.Context(), headers(before, after)))
	f.advance(time.Second)
	f.reply(opened.Conversation, "two")
	f.must(f.Follow(t.Context(), headers(after, f.thread(opened.Conversation).Conversation)))
	if got := f.queue.offered; len(got) != 1 || got[0].Message != m.ID || got[0].Type != inbox.MessageDue {
		t.Errorf("offered %+v, want the first message once", got)
	}
	f.queue.err = errors.New("the queue is away")
	if err := f.Follow(t.Context(), headers(before, after)); err == nil {
		t.Error("a lost offer is no error, so that nobody repeats it")
	}
}

func TestAnAmbiguousSendIsNeverRepeated(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "one")
	f.sender.err = errAmbiguous
	f.must(f.send(m))
	f.sender.err = nil
	f.must(f.send(m))
	if d := f.message(m).Delivery; d.State != inbox.Unknown || f.sender.calls() != 1 {
		t.Fatalf("%d calls, then %+v", f.sender.calls(), d)
	}
	f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{
		ProviderID: "late", MessageID: "late@email.amazonses.com", Conversation: m.Conversation, Message: m.ID,
		State: inbox.Sent, Recipients: []string{"ada@example.org"}, At: f.clock(),
	}))
	if after := f.message(m); after.Delivery.State != inbox.Sent || after.MessageID != "late@email.amazonses.com" {
		t.Errorf("the provider's tagged event left %+v", after)
	}
	if got := f.receive(f.mail("ada@example.org", answering("late@email.amazonses.com"))); got.Conversation != opened.Conversation {
		t.Error("an answer to it does not find the thread")
	}
}

func TestARefusedMessageFailsAndLetsTheNextGo(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	one := f.reply(opened.Conversation, "one")
	f.advance(time.Second)
	two := f.reply(opened.Conversation, "two")
	f.sender.err = fmt.Errorf("%w: no", inbox.ErrRefused)
	f.must(f.send(one))
	f.sender.err = nil
	f.must(f.send(two))
	if a, b := f.message(one).Delivery.State, f.message(two).Delivery.State; a != inbox.Failed || b != inbox.Sent {
		t.Errorf("states %s and %s", a, b)
	}
}

func TestWhatCertainlyDidNotLeaveIsOfferedAgain(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "one")
	f.sender.err = fmt.Errorf("%w: throttled", inbox.ErrNotSent)
	if err := f.send(m); err == nil {
		t.Error("the queue is not told to offer it again")
	}
	f.advance(25 * time.Hour)
	f.must(f.send(m))
	if d := f.message(m).Delivery; d.State != inbox.Failed || d.Attempts != 2 {
		t.Errorf("after a day it is %+v", d)
	}
}

func TestAKilledSendBecomesUnknownAndIsNotRepeated(t *testing.T) {
	for _, heard := range []bool{false, true} {
		t.Run(fmt.Sprintf("the provider's event comes: %t", heard), func(t *testing.T) {
			f := newFixture(t)
			opened := f.receive(f.mail("ada@example.org"))
			m := f.reply(opened.Conversation, "one")
			// The process dies while the provider has the message: nothing it would
			// write afterwards is written.
			died := make(chan struct{})
			f.sender.after = func(inbox.Outgoing) { close(died); select {} }
			go func() { _ = f.send(m) }()
			<-died
			f.sender.after = nil
			f.must(f.send(m)) // the queue delivers again
			if heard {
				f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{
					ProviderID: "provider-1", Conversation: m.Conversation, Message: m.ID,
					State: inbox.Delivered, Recipients: []string{"ada@example.org"}, At: f.clock(),
				}))
			}
			for range 5 {
				f.advance(time.Minute)
				f.must(f.Wake(t.Context()))
				f.must(f.send(m))
			}
			want := map[bool]inbox.DeliveryState{false: inbox.Unknown, true: inbox.Delivered}[heard]
			if d := f.message(m).Delivery; d.State != want || f.sender.calls() != 1 {
				t.Errorf("%d calls, then %+v; want 1 and %s", f.sender.calls(), d, want)
			}
			if c := f.thread(opened.Conversation).Conversation; len(c.Outbox) != 0 {
				t.Error("it still stands in the way of the next")
			}
		})
	}
}

func TestWakeOffersAgainWhatStreamOrQueueLost(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "one")
	f.advance(time.Minute)
	f.must(f.Wake(t.Context()))
	if len(f.queue.offered) != 0 {
		t.Error("offered before its time")
	}
	f.advance(2 * time.Minute)
	f.must(f.Wake(t.Context()))
	if got := f.queue.offered; len(got) != 1 || got[0].Message != m.ID {
		t.Errorf("offered %+v", got)
	}
}

func TestARepeatedRequestSendsOnce(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	draft := func(digest string) inbox.Draft {
		return inbox.Draft{Author: "agent", Text: "Hello", Request: &inbox.Request{Key: "agent#reply#key", Digest: digest}}
	}
	_, one, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, draft("same"))
	f.must(err)
	_, two, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, draft("same"))
	f.must(err)
	if one.ID != two.ID || len(f.messages(opened.Conversation)) != 2 {
		t.Errorf("the repetition made %s beside %s", two.ID, one.ID)
	}
	_, _, err = f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, draft("other"))
	f.wantKind(err, inbox.ErrKeyReused)
}

func TestAnAgentStartsAConversationAndItsAnswerComesBack(t *testing.T) {
	f := newFixture(t)
	c, m, err := f.Start(t.Context(), anybody, f.audience.ID,
		inbox.StartTo{Address: inbox.Address{Name: "Ada", Address: "Ada@example.org"}},
		inbox.Draft{Author: "agent", Subject: "Your visit", Text: "Thank you."})
	f.must(err)
	f.must(f.send(m))
	out := f.sender.sent[0]
	if out.Subject != "Your visit" || out.InReplyTo != "" || out.To[0].Address != "ada@example.org" {
		t.Errorf("sent %+v", out)
	}
	answer := f.receive(f.mail("ada@example.org", answering("provider-1@email.amazonses.com")))
	if answer.Conversation != c.ID {
		t.Errorf("the answer landed at %+v", answer)
	}
	f.advance(time.Second)
	follow := f.reply(c.ID, "A pleasure.")
	f.must(f.send(follow))
	if out := f.sender.sent[1]; out.InReplyTo == "" || out.Subject != "Re: Hello" {
		t.Errorf("the follow-up was sent as %+v", out)
	}
}

func TestOneMemberSendsOnlySoMuch(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.Shards = 2 })
	var err error
	n := 0
	for ; err == nil && n <= inbox.SendsPerHour; n++ {
		_, _, err = f.Start(t.Context(), anybody, f.audience.ID,
			inbox.StartTo{Address: inbox.Address{Address: fmt.Sprintf("contact-%d@example.org", n)}},
			inbox.Draft{Author: "agent", Subject: "Hi", Text: "Hello"})
	}
	f.wantKind(err, inbox.ErrRateLimited)
	if n != inbox.SendsPerHour+1 {
		t.Errorf("%d messages were sent, want %d", n-1, inbox.SendsPerHour)
	}
	f.advance(time.Hour)
	_, _, err = f.Start(t.Context(), anybody, f.audience.ID,
		inbox.StartTo{Address: inbox.Address{Address: "later@example.org"}}, inbox.Draft{Author: "agent", Subject: "Hi", Text: "Hello"})
	f.must(err)
}

func TestTheUnreadBadgeIsExactOnceTheStreamHasDrained(t *testing.T) {
	f := newFixture(t)
	var changes [][2]*inbox.Conversation
	last := map[string]*inbox.Conversation{}
	note := func(id string) {
		c := f.thread(id).Conversation
		changes = append(changes, [2]*inbox.Conversation{last[id], c})
		last[id] = c
	}
	var ids []string
	for i := range 3 {
		ids = append(ids, f.receive(f.mail(fmt.Sprintf("contact-%d@example.org", i))).Conversation)
		note(ids[i])
	}
	_, err := f.MarkRead(t.Context(), anybody, ids[0], last[ids[0]].LastInbound, nil)
	f.must(err)
	note(ids[0])
	_, err = f.SetStatus(t.Context(), anybody, "agent", ids[1], 0, inbox.Done, nil)
	f.must(err)
	note(ids[1])
	_, err = f.MarkUnread(t.Context(), anybody, ids[0], nil)
	f.must(err)
	note(ids[0])
	for range 3 { // the stream delivers at least once
		for _, c := range changes {
			f.must(f.Follow(t.Context(), headers(c[0], c[1])))
		}
	}
	found, err := f.Store.Load(t.Context(), inbox.Keys{Unread: []string{f.audience.ID}})
	f.must(err)
	if got := found.Unread[f.audience.ID]; got != 2 {
		t.Errorf("the badge shows %d, want 2", got)
	}
}

func TestAMessageThatArrivesWhileReadingStaysUnread(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation}))))
	c, err := f.MarkRead(t.Context(), anybody, opened.Conversation, opened.Message, nil)
	f.must(err)
	if !c.Unread {
		t.Error("what nobody has seen is marked read")
	}
}

func TestNobodyWritesToTheTeamItself(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	for _, own := range []string{"team@example.com", "Support@" + inboundDomain, "c@" + inboundDomain} {
		_, _, err := f.Start(t.Context(), anybody, f.audience.ID, inbox.StartTo{Address: inbox.Address{Address: own}},
			inbox.Draft{Author: "agent", Subject: "Hi", Text: "Hello"})
		f.wantKind(err, inbox.ErrInvalid)
	}
	_, m, err := f.Reply(t.Context(), anybody, opened.Conversation, 0,
		inbox.ReplyTo{Cc: []inbox.Address{{Address: "team@example.com"}, {Name: "Bob\r\nBcc: x", Address: "bob@example.org"}}},
		inbox.Draft{Author: "agent", Text: "Hello"})
	f.must(err)
	f.must(f.send(m))
	if out := f.sender.sent[0]; len(out.Cc) != 1 || out.Cc[0] != (inbox.Address{Name: "Bob Bcc: x", Address: "bob@example.org"}) {
		t.Errorf("sent with Cc %+v", out.Cc)
	}
	for _, bad := range []string{"", "ada", "ada@example", "ada@@example.org", "ü@example.org", "a b@example.org", strings.Repeat("x", 65) + "@example.org"} {
		_, _, err := f.Reply(t.Context(), anybody, opened.Conversation, 0,
			inbox.ReplyTo{To: []inbox.Address{{Address: bad}}}, inbox.Draft{Author: "agent", Text: "Hello"})
		f.wantKind(err, inbox.ErrInvalid)
	}
}

func TestAForwardingAddressIsWhereMailIsReceived(t *testing.T) {
	f := newFixture(t)
	_, err := f.CreateAudience(t.Context(), anybody, inbox.Audience{
		Name: "Others", FromAddress: "team@example.com", ForwardingAddress: "support@elsewhere.example.org",
	}, nil)
	f.wantKind(err, inbox.ErrInvalid)
	_, err = f.Invite(t.Context(), anybody, inbox.Invitation{Email: "a@example.com", Roles: map[string]inbox.Role{"nowhere": inbox.Agent}}, nil)
	f.wantKind(err, inbox.ErrInvalid)
}

func TestAMessageWhoseFileIsGoneHoldsUpNobody(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	f.must(f.objects.Put(t.Context(), inbox.UploadKey("agent", "1"), "text/plain", []byte("a file")))
	_, m, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, inbox.Draft{
		Author: "agent", Text: "See the file", Files: []inbox.Upload{{Key: inbox.UploadKey("agent", "1"), Name: "a.txt", Type: "text/plain"}},
	})
	f.must(err)
	next := f.reply(opened.Conversation, "And this")
	f.objects.forget(m.Attachments[0].Key)
	f.must(f.send(m))
	f.must(f.send(next))
	if a, b := f.message(m).Delivery.State, f.message(next).Delivery.State; a != inbox.Failed || b != inbox.Sent {
		t.Errorf("states %s and %s", a, b)
	}
}

func TestOneKeyAtOnceMakesOneMessage(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	ids := make([]string, 6)
	each(len(ids), len(ids), func(i int) {
		_, m, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{},
			inbox.Draft{Author: "agent", Text: "Hello", Request: &inbox.Request{Key: "k", Digest: "d"}})
		if err != nil {
			t.Error(err)
			return
		}
		ids[i] = m.ID
	})
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("one key made %v", ids)
		}
	}
}

func TestNamingAnyMessageSinceTheContactsLastMarksRead(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	f.advance(time.Second)
	m := f.reply(opened.Conversation, "An answer")
	if c, err := f.MarkRead(t.Context(), anybody, opened.Conversation, m.ID, nil); err != nil || c.Unread {
		t.Errorf("after naming our own later message: unread %t, %v", c.Unread, err)
	}
	c, m, err := f.Start(t.Context(), anybody, f.audience.ID, inbox.StartTo{Address: inbox.Address{Address: "bob@example.org"}},
		inbox.Draft{Author: "agent", Subject: "Hi", Text: "Hello"})
	f.must(err)
	_, err = f.MarkUnread(t.Context(), anybody, c.ID, nil)
	f.must(err)
	if c, err := f.MarkRead(t.Context(), anybody, c.ID, m.ID, nil); err != nil || c.Unread {
		t.Errorf("a conversation without an answer: unread %t, %v", c.Unread, err)
	}
	_, err = f.MarkRead(t.Context(), anybody, c.ID, "nothing", nil)
	f.wantKind(err, inbox.ErrInvalid)
}

func TestAChangeFollowedLateLeavesTheBadgeExact(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	one := f.thread(opened.Conversation).Conversation
	two, err := f.MarkRead(t.Context(), anybody, one.ID, one.LastInbound, nil)
	f.must(err)
	three, err := f.MarkUnread(t.Context(), anybody, one.ID, nil)
	f.must(err)
	f.must(f.Follow(t.Context(), headers(nil, one)))
	f.must(f.Follow(t.Context(), headers(two, three)))
	f.must(f.Follow(t.Context(), headers(one, two)))
	found, err := f.Store.Load(t.Context(), inbox.Keys{Unread: []string{f.audience.ID}})
	f.must(err)
	if n := found.Unread[f.audience.ID]; n != 1 {
		t.Errorf("the badge shows %d, want 1", n)
	}
}

func TestTwoOwnersCannotRemoveEachOther(t *testing.T) {
	f := newFixture(t)
	owners := []*inbox.Member{{ID: "one", Account: inbox.Owner}, {ID: "two", Account: inbox.Owner}}
	for _, m := range owners {
		f.must(f.Store.Commit(t.Context(), inbox.Change{Members: []inbox.Edit[inbox.Member]{{After: m}}}))
	}
	each(2, 2, func(i int) { _ = f.RemoveMember(t.Context(), anybody, owners[i].ID) }) // one of them may fail
	found, err := f.Store.Load(t.Context(), inbox.Keys{Members: []string{"one", "two"}})
	f.must(err)
	if len(found.Members) == 0 {
		t.Error("the account has no owner left")
	}
}

func TestARepeatedStatusDoesNotUndoWhatCameAfter(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	set := func(s inbox.Status, r *inbox.Request) *inbox.Conversation {
		c, err := f.SetStatus(t.Context(), anybody, "agent", opened.Conversation, 0, s, r)
		f.must(err)
		return c
	}
	key := func(digest string) *inbox.Request { return &inbox.Request{Key: "agent#status#1", Digest: digest} }
	set(inbox.Done, key("done"))
	set(inbox.Open, nil)
	if c := set(inbox.Done, key("done")); c.Status != inbox.Open {
		t.Errorf("the repetition made it %s again", c.Status)
	}
	_, err := f.SetStatus(t.Context(), anybody, "agent", opened.Conversation, 0, inbox.Trash, key("trash"))
	f.wantKind(err, inbox.ErrKeyReused)
	set(inbox.Open, &inbox.Request{Key: "agent#status#2", Digest: "open"}) // changes nothing, and counts all the same
	set(inbox.Done, nil)
	if c := set(inbox.Open, &inbox.Request{Key: "agent#status#2", Digest: "open"}); c.Status != inbox.Done {
		t.Errorf("the repetition made it %s", c.Status)
	}
}
