package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"confab/shared/inbox"
)

func auto(in *inbox.Incoming) { in.Nature = inbox.AutoReply }
func spam(in *inbox.Incoming) { in.Spam = true }

func TestMachinesAreKeptOutOfTheInbox(t *testing.T) {
	f := newFixture(t)
	away := f.receive(f.mail("ada@example.org", auto))
	c := f.thread(away.Conversation).Conversation
	if !c.Hidden || c.Unread || c.Contact != "" {
		t.Errorf("an unmatched auto-reply opened %+v", c)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 0 {
		t.Errorf("the inbox shows %+v", rows)
	}
	if rows := f.list(inbox.ConversationQuery{Hidden: true}); len(rows) != 1 {
		t.Errorf("the hidden list shows %+v", rows)
	}

	opened := f.receive(f.mail("bob@example.org"))
	_, err := f.SetStatus(t.Context(), anybody, "agent", opened.Conversation, 0, inbox.Done, nil)
	f.must(err)
	before := f.thread(opened.Conversation).Conversation
	f.advance(time.Minute)
	reply := f.Tokens.Address(inbox.Token{Conversation: opened.Conversation})
	f.receive(f.mail("bob@example.org", auto, to(reply)))
	after := f.thread(opened.Conversation)
	if after.Conversation.Rev != before.Rev || !after.Messages[0].Hidden {
		t.Errorf("an auto-reply changed a done conversation: %+v", after.Conversation)
	}
	f.receive(f.mail("bob@example.org", to(reply)))
	if c := f.thread(opened.Conversation).Conversation; c.Status != inbox.Open || c.Rev == before.Rev {
		t.Errorf("a person's answer did not reopen it: %+v", c)
	}
}

func TestAPersonAfterAMachineBringsTheConversationToLight(t *testing.T) {
	f := newFixture(t)
	away := f.mail("ada@example.org", auto)
	hidden := f.receive(away)
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: hidden.Conversation}))))
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 1 || rows[0].Conversation != hidden.Conversation {
		t.Errorf("the inbox shows %+v", rows)
	}
	if rows := f.list(inbox.ConversationQuery{Hidden: true}); len(rows) != 0 {
		t.Errorf("the hidden list still shows %+v", rows)
	}
}

func TestSpamStartsInTrashAndReopensNothing(t *testing.T) {
	f := newFixture(t)
	first := f.receive(f.mail("mallory@example.org", spam))
	if c := f.thread(first.Conversation).Conversation; c.Status != inbox.Trash || !c.Spam || c.Unread || c.Counts() {
		t.Errorf("spam opened %+v", c)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Trash}); len(rows) != 1 || !rows[0].Spam {
		t.Errorf("the trash shows %+v", rows)
	}
	opened := f.receive(f.mail("ada@example.org"))
	_, err := f.SetStatus(t.Context(), anybody, "agent", opened.Conversation, 0, inbox.Done, nil)
	f.must(err)
	f.receive(f.mail("ada@example.org", spam, to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation}))))
	thread := f.thread(opened.Conversation)
	if thread.Conversation.Status != inbox.Done || !f.messages(opened.Conversation)[0].Hidden {
		t.Errorf("spam in a thread: %+v", thread.Conversation)
	}
}

func TestABlockedContactStaysOutOfTheInbox(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	contact := f.thread(opened.Conversation).Conversation.Contact
	_, err := f.EditContact(t.Context(), anybody, contact, 0, func(c *inbox.Contact) error { c.Blocked = true; return nil })
	f.must(err)
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 0 {
		t.Errorf("the inbox still shows %+v", rows)
	}
	c := f.thread(opened.Conversation).Conversation
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation}))))
	if after := f.thread(opened.Conversation); after.Conversation.Rev != c.Rev || !after.Messages[0].Hidden || c.Counts() {
		t.Error("a blocked contact's answer was not kept out")
	}
	other := f.receive(f.mail("ada@example.org"))
	if d := f.thread(other.Conversation).Conversation; !d.Hidden || d.Contact != contact {
		t.Errorf("a blocked contact's new mail opened %+v", d)
	}
	_, err = f.SetStatus(t.Context(), anybody, "agent", opened.Conversation, 0, inbox.Open, nil)
	f.must(err)
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 1 {
		t.Errorf("brought back by hand, the inbox shows %d conversations, want 1", len(rows))
	}
}

func TestABounceSettlesTheMessageItIsAbout(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "An answer")
	f.must(f.send(m))
	bounce := f.mail("mailer-daemon@example.org", func(in *inbox.Incoming) {
		in.Nature = inbox.Bounce
		in.Reports = []inbox.Report{{
			MessageID: "provider-1@email.amazonses.com", Recipient: "ada@example.org",
			State: inbox.Bounced, Hard: true, Reason: "550 5.1.1",
		}}
	})
	got := f.receive(bounce)
	if got.Conversation != opened.Conversation || got.Rule != inbox.RuleReport {
		t.Errorf("the bounce landed at %+v", got)
	}
	if d := f.message(m).Delivery; d.State != inbox.Bounced || d.Recipients["ada@example.org"] != inbox.Bounced {
		t.Errorf("the message's delivery is %+v", d)
	}
	if dup := f.receive(bounce); !dup.Duplicate {
		t.Error("the same bounce again is no duplicate")
	}
	_, _, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "again"})
	f.wantKind(err, inbox.ErrSuppressed)
	_, _, err = f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "again", Force: true})
	f.must(err)
	f.must(f.LiftSuppression(t.Context(), anybody, f.audience.ID, "Ada@example.org"))
	f.reply(opened.Conversation, "and again")
}

// A soft bounce, or one that nobody vouches for, must not hide the one that counts.
func TestAHardBounceCountsAfterASoftOne(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "An answer")
	f.must(f.send(m))
	bounce := func(hard bool, reason string) {
		f.must(f.RecordDelivery(t.Context(), inbox.DeliveryEvent{
			Conversation: m.Conversation, Message: m.ID, State: inbox.Bounced, Recipients: []string{"ada@example.org"},
			Hard: hard, Reason: reason, At: f.clock(),
		}))
	}
	suppressed := func() bool {
		found, err := f.Store.Load(t.Context(), inbox.Keys{
			Suppressions: []inbox.Suppression{{Audience: f.audience.ID, Address: "ada@example.org"}},
		})
		f.must(err)
		return len(found.Suppressions) == 1
	}
	bounce(false, "452 the mailbox is full")
	if suppressed() {
		t.Fatal("a soft bounce stops further mail")
	}
	bounce(true, "550 nobody here")
	if d := f.message(m).Delivery; !suppressed() || d.Reason != "550 nobody here" {
		t.Errorf("the hard bounce behind it taught nothing: %+v", d)
	}
	f.must(f.LiftSuppression(t.Context(), anybody, f.audience.ID, "ada@example.org"))
	bounce(true, "550 nobody here") // told again
	if suppressed() {
		t.Error("a duplicate undid what somebody decided since")
	}
}

func TestAReportDecidesOfNoMessageOnItsWay(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	m := f.reply(opened.Conversation, "An answer")
	synthetic := f.Tokens.SyntheticID(inbox.MessageKey{Conversation: m.Conversation, Message: m.ID})
	report := func(id string, s inbox.DeliveryState, change ...func(*inbox.Incoming)) {
		f.receive(f.mail("mailer-daemon@example.org", append(change, func(in *inbox.Incoming) {
			in.Nature, in.Reports = inbox.Bounce, []inbox.Report{{MessageID: id, Recipient: "ada@example.org", State: s}}
		})...))
	}
	report(synthetic, inbox.Delivered)
	if d := f.message(m).Delivery; d.State != inbox.Queued {
		t.Errorf("a report made a queued message %s", d.State)
	}
	f.must(f.send(m))
	report(synthetic, inbox.Bounced, spam)
	if d := f.message(m).Delivery; d.State != inbox.Sent {
		t.Errorf("a report that is spam made it %s", d.State)
	}
}

func TestOneReportSettlesMessagesOfSeveralConversations(t *testing.T) {
	f := newFixture(t)
	var messages []*inbox.Message
	var reports []inbox.Report
	f.sender.err = errAmbiguous
	for i := range 2 {
		m := f.reply(f.receive(f.mail(fmt.Sprintf("contact-%d@example.org", i))).Conversation, "An answer")
		f.must(f.send(m))
		messages = append(messages, m)
		reports = append(reports, inbox.Report{
			MessageID: f.Tokens.SyntheticID(inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}),
			Recipient: fmt.Sprintf("contact-%d@example.org", i), State: inbox.Bounced,
		})
	}
	f.receive(f.mail("mailer-daemon@example.org", func(in *inbox.Incoming) { in.Nature, in.Reports = inbox.Bounce, reports }))
	for i, m := range messages {
		if d := f.message(m).Delivery; d.State != inbox.Bounced {
			t.Errorf("message %d is %s", i, d.State)
		}
	}
}

func TestABounceOfNothingIsKeptWhereNobodyIsDisturbed(t *testing.T) {
	f := newFixture(t)
	got := f.receive(f.mail("mailer-daemon@example.org", func(in *inbox.Incoming) {
		in.Nature = inbox.Bounce
		in.Reports = []inbox.Report{{MessageID: "unheard-of@example.com", Recipient: "ada@example.org", State: inbox.Bounced, Hard: true}}
	}))
	if c := f.thread(got.Conversation).Conversation; !c.Hidden || c.Contact != "" {
		t.Errorf("it opened %+v", c)
	}
	found, err := f.Store.Load(t.Context(), inbox.Keys{
		Suppressions: []inbox.Suppression{{Audience: f.audience.ID, Address: "ada@example.org"}},
	})
	f.must(err)
	if len(found.Suppressions) != 0 {
		t.Error("a bounce of a mail that we never sent has suppressed an address")
	}
}

func TestAReportThatNobodyVouchesForStopsNoMail(t *testing.T) {
	for name, c := range map[string]struct {
		recipient  string
		unverified bool
	}{
		"a forged one":         {"ada@example.org", true},
		"one of somebody else": {"mallory@example.org", false},
	} {
		f := newFixture(t)
		opened := f.receive(f.mail("ada@example.org"))
		m := f.reply(opened.Conversation, "An answer")
		f.must(f.send(m))
		f.receive(f.mail("mailer-daemon@evil.example.org", func(in *inbox.Incoming) {
			in.Nature, in.Unverified = inbox.Bounce, c.unverified
			in.Reports = []inbox.Report{{
				MessageID: "provider-1@email.amazonses.com", Recipient: c.recipient, State: inbox.Bounced, Hard: true,
			}}
		}))
		if _, _, err := f.Reply(t.Context(), anybody, opened.Conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "again"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOurOwnMailThatComesBackDisturbsNobody(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	f.must(f.send(f.reply(opened.Conversation, "An answer")))
	before := f.thread(opened.Conversation).Conversation
	got := f.receive(f.mail("team@example.com", func(in *inbox.Incoming) { in.MessageID = "provider-1@email.amazonses.com" }))
	if got.Conversation != opened.Conversation || got.Rule != inbox.RuleReturned {
		t.Errorf("it landed at %+v", got)
	}
	if c := f.thread(opened.Conversation).Conversation; c.Rev != before.Rev {
		t.Errorf("it changed its conversation: %+v", c)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 1 {
		t.Errorf("the inbox shows %+v", rows)
	}
}

func TestAMachineThatAnswersEverythingIsKeptAndDisturbsNobody(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("robot@example.org"))
	m := f.reply(opened.Conversation, "An answer")
	f.must(f.send(m))
	for range 40 {
		f.advance(5 * time.Second)
		if got := f.receive(f.mail("robot@example.org", answering("provider-1@email.amazonses.com"))); got.Conversation != opened.Conversation {
			t.Fatalf("it landed at %+v", got)
		}
	}
	heard, hidden := 0, 0
	for _, m := range f.messages(opened.Conversation) {
		switch {
		case m.Direction != inbox.Inbound:
		case !m.Hidden:
			heard++
		case m.Facts[len(m.Facts)-1].Name == "loop":
			hidden++
		}
	}
	if heard != inbox.BurstMax || hidden != 41-inbox.BurstMax {
		t.Errorf("%d heard and %d hidden of 41", heard, hidden)
	}
	f.advance(inbox.BurstWindow)
	f.receive(f.mail("robot@example.org", answering("provider-1@email.amazonses.com")))
	messages := f.messages(opened.Conversation)
	if last := messages[len(messages)-1]; last.Hidden {
		t.Errorf("after a pause it is still hidden: %+v", last.Facts)
	}
}
