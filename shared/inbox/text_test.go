package inbox_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestAStrangersTextOpensAConversationThatCannotBeAnswered(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "Hello, are you open on Sunday?"))
	c := f.thread(r.Conversation).Conversation
	if c.Channel != inbox.SMS || c.Status != inbox.Open || !c.Unread || c.ContactName != theirNumber || c.Contact == "" {
		t.Errorf("conversation = %+v", c)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Channel: inbox.SMS}); len(rows) != 1 {
		t.Errorf("%d rows in the inbox, want 1", len(rows))
	}
	_, err := f.replyText(r.Conversation, "Yes, from nine.")
	mustClose(t, err, inbox.ClosedNoConsent)
	if n := f.sender.calls(); n != 0 {
		t.Errorf("%d texts were sent", n)
	}
}

// mustClose returns when the same may be done.
func mustClose(t *testing.T, err error, reason inbox.ClosedReason) time.Time {
	t.Helper()
	var p *inbox.Problem
	if !errors.Is(err, inbox.ErrTextingClosed) || !errors.As(err, &p) || p.Reason != reason {
		t.Fatalf("error %v, want texting closed for %s", err, reason)
	}
	return p.Next
}

func TestJoinConsentsAndIsConfirmedOnceAndIsNoConversation(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, " join! "))
	if c := f.consent(theirNumber); c.State != inbox.Consented || c.Source != inbox.ByKeyword {
		t.Errorf("consent = %+v", c)
	}
	for _, status := range []inbox.Status{inbox.Open, inbox.Done, inbox.Trash} {
		if rows := f.list(inbox.ConversationQuery{Status: status}); len(rows) != 0 {
			t.Errorf("%d conversations in %s", len(rows), status)
		}
	}
	if rows := f.list(inbox.ConversationQuery{Hidden: true}); len(rows) != 0 {
		t.Errorf("%d hidden conversations", len(rows))
	}
	f.drain(r.Conversation)
	sent := f.sentTexts()
	if len(sent) != 1 || !strings.HasPrefix(sent[0], "Example Shop: You are subscribed.") || !strings.Contains(sent[0], "STOP") {
		t.Errorf("sent %q", sent)
	}
	records := f.records(theirNumber)
	if got := kinds(records); !slices.Equal(got, []inbox.RecordKind{inbox.RecordConsent, inbox.RecordConfirmed}) && !slices.Equal(got, []inbox.RecordKind{inbox.RecordConfirmed, inbox.RecordConsent}) {
		t.Errorf("records = %v", got)
	}
	for _, rec := range records {
		if rec.Kind == inbox.RecordConsent && (rec.Words != " join! " || !rec.Effective || rec.Keyword != "JOIN" || rec.Ours != ourNumber) {
			t.Errorf("record = %+v", rec)
		}
	}

	r = f.receiveText(f.text(theirNumber, "When do you open?"))
	if c := f.thread(r.Conversation).Conversation; c.Bare || c.Status != inbox.Open || !c.Unread {
		t.Errorf("after a text: %+v", c)
	}
	m, err := f.replyText(r.Conversation, "At nine.")
	f.must(err)
	f.drain(r.Conversation)
	if got := f.message(m); got.Delivery.State != inbox.Sent || got.From.Address != ourNumber {
		t.Errorf("reply = %+v, %+v", got.From, got.Delivery)
	}
}

func TestStopEndsAllSendingEvenOfWhatIsQueued(t *testing.T) {
	f := texting(t)
	f.receiveText(f.text(theirNumber, "START"))
	r := f.receiveText(f.text(theirNumber, "Tell me about the sale"))
	f.drain(r.Conversation)
	before := f.sender.calls()
	queued, err := f.replyText(r.Conversation, "It starts on Monday.")
	f.must(err)

	f.receiveText(f.text(theirNumber, "Stop."))
	f.drain(r.Conversation)
	if got := f.message(queued).Delivery; got.State != inbox.Failed || got.Reason != "This contact has opted out of texts." {
		t.Errorf("queued message: %+v", got)
	}
	sent := f.sentTexts()[before:]
	if len(sent) != 1 || !strings.Contains(sent[0], "unsubscribed") {
		t.Errorf("after STOP these left: %q", sent)
	}
	_, err = f.replyText(r.Conversation, "Are you sure?")
	mustClose(t, err, inbox.ClosedOptedOut)

	f.receiveText(f.text(theirNumber, "STOP STOP"))
	f.drain(r.Conversation)
	if n := f.sender.calls(); n != before+1 {
		t.Errorf("a second STOP was confirmed too: %q", f.sentTexts())
	}
}

func TestOneTextTenTimesAtOnceIsThereOnce(t *testing.T) {
	for name, body := range map[string]string{"a message": "hello", "a keyword": "JOIN"} {
		t.Run(name, func(t *testing.T) {
			f := texting(t)
			in := f.text(theirNumber, body)
			var wg sync.WaitGroup
			for range 10 {
				wg.Go(func() {
					if _, err := f.ReceiveText(f.Context(), in); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			f.text(theirNumber, "") // time passes
			r := f.receiveText(in)
			if !r.Duplicate {
				t.Errorf("the eleventh is no duplicate: %+v", r)
			}
			page, err := f.Store.Contacts(f.Context(), inbox.ContactQuery{Audience: f.audience.ID, Limit: 10})
			f.must(err)
			if len(page.Rows) != 1 {
				t.Errorf("%d contacts", len(page.Rows))
			}
		})
	}
}

func TestAPairHasOneThreadWhateverTheOrder(t *testing.T) {
	f := texting(t)
	first, second := f.text(theirNumber, "first"), f.text(theirNumber, "second")
	r2 := f.receiveText(second)
	r1 := f.receiveText(first)
	if r1.Conversation != r2.Conversation {
		t.Fatalf("two threads")
	}
	messages := f.messages(r1.Conversation)
	if len(messages) != 2 || messages[0].Text != "second" || messages[1].Text != "first" {
		t.Errorf("thread = %q, %q", messages[0].Text, messages[1].Text)
	}
	if c := f.thread(r1.Conversation).Conversation; c.Preview != "second" || c.LastInbound != messages[0].ID {
		t.Errorf("the late one is taken for the newest: %+v", c)
	}
}

func TestADoneConversationReopensByText(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	_, err := f.SetStatus(f.Context(), anybody, "agent", r.Conversation, 0, inbox.Done, nil)
	f.must(err)
	f.receiveText(f.text(theirNumber, "one more thing"))
	if c := f.thread(r.Conversation).Conversation; c.Status != inbox.Open {
		t.Errorf("status = %s", c.Status)
	}
}

func TestAKeywordThatIsOlderThanWhatIsKnownDecidesNothing(t *testing.T) {
	f := texting(t)
	join, stop := f.text(theirNumber, "JOIN"), f.text(theirNumber, "STOP")
	f.receiveText(stop)
	f.receiveText(join)
	if c := f.consent(theirNumber); c.State != inbox.OptedOut {
		t.Errorf("consent = %+v", c)
	}
}

func TestTheTextingHoursHoldWhatWasNotJustAskedFor(t *testing.T) {
	f := texting(t)
	f.advance(22 * time.Hour) // 2026-03-03 07:00 UTC is 2 a.m. in New York
	r := f.receiveText(f.text(theirNumber, "Are you there?"))
	f.receiveText(f.text(theirNumber, "START"))
	m, err := f.replyText(r.Conversation, "Yes.")
	f.must(err)
	f.drain(r.Conversation)
	if got := f.message(m).Delivery.State; got != inbox.Sent {
		t.Errorf("an answer within the hour is %s", got)
	}

	f.advance(61 * time.Minute)
	_, err = f.replyText(r.Conversation, "One more thing.")
	next := mustClose(t, err, inbox.ClosedHours)
	if want := time.Date(2026, 3, 3, 13, 0, 0, 0, time.UTC); !next.Equal(want) {
		t.Errorf("next allowed at %s, want %s", next, want)
	}
	scheduled, err := f.replyText(r.Conversation, "One more thing.", func(d *inbox.Draft) { d.SendAt = next })
	f.must(err)
	before := f.sender.calls()
	wake := func() {
		t.Helper()
		f.must(f.Wake(f.Context()))
		f.drain(r.Conversation)
	}
	f.advance(next.Sub(f.clock()) - time.Second)
	if wake(); f.sender.calls() != before {
		t.Fatal("it left before its time")
	}
	f.advance(time.Minute)
	if wake(); f.sender.calls() != before+1 || f.message(scheduled).Delivery.State != inbox.Sent {
		t.Errorf("at its time it is %s", f.message(scheduled).Delivery.State)
	}
}

func TestAnOverrideNeedsAReasonAndIsRecorded(t *testing.T) {
	f := texting(t)
	f.advance(22 * time.Hour)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.advance(2 * time.Hour)
	m, err := f.replyText(r.Conversation, "The store is flooded.", func(d *inbox.Draft) { d.Override = "They asked to be told at once." })
	f.must(err)
	f.drain(r.Conversation)
	if f.message(m).Delivery.State != inbox.Sent {
		t.Errorf("delivery = %+v", f.message(m).Delivery)
	}
	records := f.records(theirNumber)
	last := records[len(records)-1]
	if last.Kind != inbox.RecordOverride || last.Reason != "They asked to be told at once." || last.Author != "agent" || !strings.Contains(last.Zone, "America/New_York") || last.Message != m.ID {
		t.Errorf("record = %+v", last)
	}
}

func TestAScheduledTextIsCheckedAgainWhenItsTimeComes(t *testing.T) {
	tests := []struct {
		name    string
		between func(f *fixture, contact string)
		want    inbox.DeliveryState
	}{
		{"opted out", func(f *fixture, _ string) { f.receiveText(f.text(theirNumber, "STOP")) }, inbox.Failed},
		{"blocked", func(f *fixture, contact string) { f.edit(contact, func(c *inbox.Contact) { c.Blocked = true }) }, inbox.Failed},
		{"elsewhere by now", func(f *fixture, contact string) {
			f.edit(contact, func(c *inbox.Contact) { c.TimeZone = "Asia/Tokyo" })
		}, inbox.Scheduled},
		{"refused in words", func(f *fixture, _ string) {
			f.receiveText(f.text(theirNumber, "please don't text me anymore"))
		}, inbox.Scheduled},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := texting(t)
			r := f.receiveText(f.text(theirNumber, "hello"))
			f.receiveText(f.text(theirNumber, "START"))
			f.drain(r.Conversation)
			at := time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)
			m, err := f.replyText(r.Conversation, "Good morning!", func(d *inbox.Draft) { d.SendAt = at })
			f.must(err)
			contact := f.thread(r.Conversation).Conversation.Contact
			test.between(f, contact)
			f.drain(r.Conversation)
			before := f.sender.calls()
			f.advance(at.Sub(f.clock()) + time.Minute)
			f.must(f.Wake(f.Context()))
			f.drain(r.Conversation)
			if got := f.message(m).Delivery; got.State != test.want || f.sender.calls() != before {
				t.Errorf("delivery = %+v, %d sent", got, f.sender.calls()-before)
			}
		})
	}
}

func (f *fixture) edit(contact string, edit func(*inbox.Contact)) {
	f.Helper()
	_, err := f.EditContact(f.Context(), anybody, contact, 0, func(c *inbox.Contact) error { edit(c); return nil })
	f.must(err)
}

func TestARefusalInWordsHoldsUntilAnAgentDecides(t *testing.T) {
	f := texting(t)
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderAll, Text: "{{organization.prefix}}We will answer soon."}
	})
	r := f.receiveText(f.text(theirNumber, "please don't text me anymore"))
	if f.consent(theirNumber).Refusal.Message != r.Message {
		t.Errorf("refusal is not flagged: %+v", f.consent(theirNumber))
	}
	f.receiveText(f.text(theirNumber, "hello?"))
	if f.drain(r.Conversation); f.sender.calls() != 0 {
		t.Errorf("the autoresponder answered a refusal: %q", f.sentTexts())
	}
	entry := inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordDismissed, Message: inbox.MessageKey{Conversation: r.Conversation, Message: r.Message}}
	results, err := f.RecordConsents(f.Context(), anybody, f.audience.ID, "agent", []inbox.ConsentEntry{entry})
	f.must(err)
	if results[0].Problem != nil || f.consent(theirNumber).Refusal != (inbox.MessageKey{}) {
		t.Errorf("after the decision: %+v, %+v", results[0].Problem, f.consent(theirNumber))
	}
	f.receiveText(f.text(theirNumber, "and now?"))
	if f.drain(r.Conversation); len(f.sentTexts()) != 1 || f.sentTexts()[0] != "Example Shop: We will answer soon." {
		t.Errorf("sent %q", f.sentTexts())
	}
}

func TestTheAutoresponderAnswersOnceInItsWindowAndNeverAMachine(t *testing.T) {
	tests := []struct {
		name  string
		mode  inbox.AutoresponderMode
		from  string
		texts []string
		want  int
	}{
		{"off", inbox.AutoresponderOff, theirNumber, []string{"hello"}, 0},
		{"once", inbox.AutoresponderAll, theirNumber, []string{"hello", "hello?"}, 1},
		{"to who has not consented", inbox.AutoresponderUnconsented, theirNumber, []string{"hello"}, 1},
		{"not to who has", inbox.AutoresponderUnconsented, theirNumber, []string{"START", "hello"}, 1}, // the confirmation
		{"not to who opted out", inbox.AutoresponderAll, theirNumber, []string{"STOP", "hello"}, 1},    // the confirmation
		{"not to a short code", inbox.AutoresponderAll, "72345", []string{"Your code is 1234"}, 0},
		{"not to ourselves", inbox.AutoresponderAll, ourNumber, []string{"hello"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := texting(t)
			f.set(func(a *inbox.Audience) {
				a.Texting.Autoresponder = inbox.Autoresponder{Mode: test.mode, Text: "We will answer soon."}
			})
			var r inbox.Receipt
			for _, body := range test.texts {
				r = f.receiveText(f.text(test.from, body))
			}
			if f.drain(r.Conversation); f.sender.calls() != test.want {
				t.Errorf("sent %q, want %d", f.sentTexts(), test.want)
			}
		})
	}
	f := texting(t)
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderAll, Text: "We will answer soon."}
	})
	f.drain(f.receiveText(f.text(theirNumber, "hello")).Conversation)
	f.advance(25 * time.Hour)
	r := f.receiveText(f.text(theirNumber, "hello again"))
	if f.drain(r.Conversation); f.sender.calls() != 2 {
		t.Errorf("after the window: %q", f.sentTexts())
	}
}

func TestYesConsentsOnlyWhereWeAsked(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "yes"))
	if c := f.consent(theirNumber); c.State != "" || len(f.messages(r.Conversation)) != 1 {
		t.Errorf("YES out of the blue: %+v", c)
	}
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderUnconsented, Text: "{{organization.prefix}}Reply YES to get our texts.", Asks: true}
	})
	f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "Yes!"))
	if c := f.consent(theirNumber); c.State != inbox.Consented {
		t.Errorf("after asking: %+v", c)
	}
}

func TestWhereTheProviderAnswersWeDoNot(t *testing.T) {
	f := texting(t)
	f.set(func(a *inbox.Audience) { a.Texting.ProviderAnswers = true })
	var r inbox.Receipt
	for _, body := range []string{"START", "HELP", "STOP"} {
		r = f.receiveText(f.text(theirNumber, body))
		f.drain(r.Conversation)
	}
	if sent := f.sentTexts(); len(sent) != 1 || !strings.Contains(sent[0], "subscribed") {
		t.Errorf("sent %q", sent)
	}
	if c := f.consent(theirNumber); c.State != inbox.OptedOut {
		t.Errorf("consent = %+v", c)
	}
}

func TestARefusalOfTheProviderIsAnOptOut(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(r.Conversation)
	m, err := f.replyText(r.Conversation, "Hello!")
	f.must(err)
	f.sender.err = inbox.ErrOptedOut
	f.drain(r.Conversation)
	if got := f.message(m).Delivery; got.State != inbox.Failed || got.Reason != "This contact has opted out of texts." {
		t.Errorf("delivery = %+v", got)
	}
	if c := f.consent(theirNumber); c.State != inbox.OptedOut || c.Source != inbox.ByProvider {
		t.Errorf("consent = %+v", c)
	}
}

func TestNumbersAreRefreshedAndTheProvidersOptOutsTakenOver(t *testing.T) {
	f := texting(t)
	f.receiveText(f.text(theirNumber, "START"))
	provider := &fakeNumbers{
		numbers:  map[string]inbox.TextNumber{ourNumber: {Status: "ACTIVE", Active: true, OptOutList: "Default", TwoWay: true}},
		optedOut: []inbox.OptedOutNumber{{Number: theirNumber, At: f.clock().Add(time.Minute)}, {Number: frenchNumber, At: f.clock()}},
	}
	f.Numbers = provider
	f.advance(2 * time.Minute)
	f.must(f.Wake(f.Context()))
	for _, number := range []string{theirNumber, frenchNumber} {
		if c := f.consent(number); c.State != inbox.OptedOut || c.Source != inbox.ByProvider {
			t.Errorf("consent of %s = %+v", number, c)
		}
	}
	all, err := f.Store.TextNumbers(f.Context())
	f.must(err)
	if len(all) != 1 || !all[0].Active || all[0].OptOutList != "Default" || !all[0].Checked.Equal(f.clock()) || all[0].Audience != f.audience.ID {
		t.Errorf("numbers = %+v", all)
	}
	delete(provider.numbers, ourNumber)
	f.advance(61 * time.Minute)
	f.must(f.Wake(f.Context()))
	if all, err = f.Store.TextNumbers(f.Context()); err != nil || all[0].Active {
		t.Errorf("a number that is gone: %+v, %v", all, err)
	}
}

func TestANumberThatIsNotActiveClosesTexting(t *testing.T) {
	f := texting(t)
	f.set(func(a *inbox.Audience) { a.Texting.Numbers = append(a.Texting.Numbers, "+12125550199") })
	in := f.text(theirNumber, "hello", func(in *inbox.Incoming) { in.Recipients = []string{"+12125550199"} })
	r := f.receiveText(in)
	f.receiveText(f.text(theirNumber, "START"))
	_, err := f.replyText(r.Conversation, "Hello!")
	mustClose(t, err, inbox.ClosedNumber)
}

func TestATextToANumberOfNobodyIsNotLost(t *testing.T) {
	f := texting(t)
	_, err := f.ReceiveText(f.Context(), f.text(theirNumber, "hello", func(in *inbox.Incoming) { in.Recipients = []string{"+12125550111"} }))
	if !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("error %v, want not found, so that it is kept", err)
	}
}

func TestTextsInARowKeepTheirOrder(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(r.Conversation)
	for _, text := range []string{"one", "two", "three"} {
		_, err := f.replyText(r.Conversation, text)
		f.must(err)
	}
	f.drain(r.Conversation)
	if got := f.sentTexts()[1:]; !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("sent %q", got)
	}
}

func TestAnUnknownSendIsSettledByAPersonAlone(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(r.Conversation)
	m, err := f.replyText(r.Conversation, "Hello!")
	f.must(err)
	f.sender.err = errAmbiguous
	f.drain(r.Conversation)
	if got := f.message(m).Delivery.State; got != inbox.Unknown {
		t.Fatalf("state = %s", got)
	}
	f.advance(time.Hour)
	f.must(f.Wake(f.Context()))
	if got := f.message(m).Delivery.State; got != inbox.Unknown {
		t.Errorf("nobody knows, and yet it is %s", got)
	}
	key := inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}
	settled, err := f.SettleUnknown(f.Context(), anybody, "agent", key, inbox.Sent)
	f.must(err)
	if settled.Delivery.State != inbox.Sent {
		t.Errorf("settled as %s", settled.Delivery.State)
	}
	if _, err := f.SettleUnknown(f.Context(), anybody, "agent", key, inbox.Failed); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("settled twice: %v", err)
	}
}

func TestAScheduledTextCanBeCancelled(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(r.Conversation)
	at := f.clock().Add(6 * time.Hour)
	m, err := f.replyText(r.Conversation, "Later.", func(d *inbox.Draft) { d.SendAt = at })
	f.must(err)
	_, err = f.CancelScheduled(f.Context(), anybody, "agent", inbox.MessageKey{Conversation: m.Conversation, Message: m.ID})
	f.must(err)
	before := f.sender.calls()
	f.advance(7 * time.Hour)
	f.must(f.Wake(f.Context()))
	f.drain(r.Conversation)
	if f.sender.calls() != before {
		t.Error("it left all the same")
	}
}

func TestAnOptOutHoldsForEveryAudienceOnTheSameList(t *testing.T) {
	number := func(list string, self bool) inbox.TextNumber {
		return inbox.TextNumber{Active: true, OptOutList: list, SelfManaged: self}
	}
	tests := []struct {
		name        string
		ours, other inbox.TextNumber
		shared      bool
	}{
		{"a list that was chosen for both", number("Shared", true), number("Shared", true), true},
		{"the provider's own, which it keeps", number("Default", false), number("Default", false), true},
		{"the provider's own, which nobody keeps", number("Default", true), number("Default", true), false},
		{"the provider's own, kept for one", number("Default", false), number("Default", true), false},
		{"another list", number("Shared", true), number("Own", true), false},
		{"no list", number("", true), number("", true), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := texting(t)
			other := f.addAudience("sales@" + inboundDomain)
			f.audience = other
			f.set(func(a *inbox.Audience) {
				a.Texting.Numbers, a.Texting.Brand = []string{"+12125550198"}, "Example Sales"
			})
			f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone"})
			f.Numbers = &fakeNumbers{numbers: map[string]inbox.TextNumber{ourNumber: test.ours, "+12125550198": test.other}}
			f.must(f.Wake(f.Context()))
			f.receiveText(f.text(theirNumber, "STOP"))
			if got := f.consent(theirNumber).State; (got == inbox.OptedOut) != test.shared {
				t.Errorf("the other audience's consent is %s", got)
			}
		})
	}
}
