package inbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
)

// toNight moves the clock to 11 p.m. in New York.
func (f *fixture) toNight() { f.advance(time.Date(2026, 3, 3, 4, 0, 0, 0, time.UTC).Sub(f.clock())) }

func TestAnAnswerThatAnOutageKeptWaitsForTheMorning(t *testing.T) {
	tests := map[string]struct {
		kept time.Duration
		with func(*inbox.Draft)
		want inbox.DeliveryState
	}{
		"sent promptly":  {time.Minute, func(*inbox.Draft) {}, inbox.Sent},
		"kept for hours": {3 * time.Hour, func(*inbox.Draft) {}, inbox.Scheduled},
		"kept, but not to be held": {3 * time.Hour, func(d *inbox.Draft) {
			d.SendAt, d.Override = time.Date(2026, 3, 3, 5, 0, 0, 0, time.UTC), "They asked for it."
		}, inbox.Sent},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := texting(t)
			f.toNight()
			f.receiveText(f.text(theirNumber, "START"))
			r := f.receiveText(f.text(theirNumber, "Is anybody there?"))
			f.drain(r.Conversation)
			m, err := f.replyText(r.Conversation, "Yes.", test.with)
			f.must(err)
			f.advance(test.kept)
			f.must(f.Wake(f.Context()))
			f.drain(r.Conversation)
			if got := f.message(m).Delivery; got.State != test.want {
				t.Errorf("delivery = %+v, want %s", got, test.want)
			}
		})
	}
}

func TestATextThatComesLateIsAnsweredInTheMorning(t *testing.T) {
	for _, body := range []string{"HELP", "hello"} {
		f := texting(t)
		f.set(func(a *inbox.Audience) {
			a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderAll, Text: "We will answer soon."}
		})
		f.toNight()
		r := f.receiveText(f.text(theirNumber, body, at(f.clock().Add(-7*time.Hour))))
		if f.drain(r.Conversation); f.sender.calls() != 0 {
			t.Errorf("%s: %q left at night", body, f.sentTexts())
		}
		f.advance(9*time.Hour + time.Minute)
		f.must(f.Wake(f.Context()))
		if f.drain(r.Conversation); f.sender.calls() != 1 {
			t.Errorf("%s: %q left in the morning", body, f.sentTexts())
		}
	}
}

func TestTextsScheduledForOneMomentKeepTheirOrder(t *testing.T) {
	f := texting(t)
	f.receiveText(f.text(theirNumber, "START"))
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.drain(r.Conversation)
	when := time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)
	want := []string{"one", "two", "three", "four", "five"}
	for _, text := range want {
		_, err := f.replyText(r.Conversation, text, func(d *inbox.Draft) { d.SendAt = when })
		f.must(err)
	}
	f.advance(when.Sub(f.clock()) + time.Minute)
	f.must(f.Wake(f.Context()))
	f.drain(r.Conversation)
	if got := f.sentTexts()[1:]; !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
}

func TestTextsHeldForTheMorningKeepTheirOrder(t *testing.T) {
	f := texting(t)
	f.receiveText(f.text(theirNumber, "START"))
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.drain(r.Conversation)
	f.advance(time.Date(2026, 3, 3, 0, 59, 59, 0, time.UTC).Sub(f.clock())) // a second to eight in New York
	want := []string{"one", "two", "three"}
	for _, text := range want {
		_, err := f.replyText(r.Conversation, text)
		f.must(err)
		f.advance(10 * time.Millisecond)
	}
	f.advance(2 * time.Second)
	if f.drain(r.Conversation); f.sender.calls() != 1 {
		t.Fatalf("sent %q", f.sentTexts())
	}
	f.advance(12*time.Hour + time.Minute)
	f.must(f.Wake(f.Context()))
	f.drain(r.Conversation)
	if got := f.sentTexts()[1:]; !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
}

func TestWithoutASenderATextFailsAtOnce(t *testing.T) {
	f := texting(t)
	delete(f.Senders, inbox.SMS)
	r := f.receiveText(f.text(theirNumber, "HELP"))
	f.drain(r.Conversation)
	answer := f.messages(r.Conversation)[0]
	if d := answer.Delivery; d == nil || d.State != inbox.Failed || !strings.Contains(d.Reason, "sender") {
		t.Errorf("delivery = %+v", d)
	}
}

func TestANumberThatChangesHandsTakesItsThreadAlong(t *testing.T) {
	moved := func(t *testing.T, blocked bool) (*fixture, string, string) {
		f := texting(t)
		f.advance(8 * time.Hour) // noon in New York
		f.receiveText(f.text(theirNumber, "START"))
		r := f.receiveText(f.text(theirNumber, "hello"))
		f.drain(r.Conversation)
		f.edit(f.thread(r.Conversation).Conversation.Contact, func(c *inbox.Contact) {
			c.Identities = []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "robin@example.org"}}
		})
		next, err := f.CreateContact(f.Context(), anybody, inbox.Contact{
			Audience: f.audience.ID, Name: "Sam", Blocked: blocked, Identities: []inbox.Identity{{Kind: inbox.IdentityPhone, Value: theirNumber}},
		}, nil)
		f.must(err)
		return f, r.Conversation, next.ID
	}
	for _, blocked := range []bool{false, true} {
		f, conversation, next := moved(t, blocked)
		f.receiveText(f.text(theirNumber, "I am new here"))
		c := f.thread(conversation).Conversation
		if c.Contact != next || c.ContactName != "Sam" {
			t.Errorf("blocked %v: the thread is with %q", blocked, c.ContactName)
		}
		if rows := f.list(inbox.ConversationQuery{Contact: next}); len(rows) != 1 {
			t.Errorf("blocked %v: %d conversations of the contact", blocked, len(rows))
		}
	}
	f, conversation, _ := moved(t, true)
	f.receiveText(f.text(theirNumber, "I am new here"))
	_, err := f.replyText(conversation, "Hello Sam")
	mustClose(t, err, inbox.ClosedBlocked)

	f, _, next := moved(t, true)
	_, _, err = f.StartText(f.Context(), anybody, f.audience.ID, inbox.StartTo{Contact: next}, "", inbox.Draft{Author: "agent", Text: "Hello Sam"})
	mustClose(t, err, inbox.ClosedBlocked)
}

func TestOptOutsThatAreKnownAreNotTakenOverAgain(t *testing.T) {
	f := texting(t)
	provider := &fakeNumbers{numbers: map[string]inbox.TextNumber{ourNumber: {Active: true, OptOutList: "Default"}}}
	for _, number := range []string{theirNumber, frenchNumber, "short"} {
		provider.optedOut = append(provider.optedOut, inbox.OptedOutNumber{Number: number, At: f.clock().Add(time.Second + 1500*time.Microsecond)})
	}
	f.Numbers = provider
	f.advance(time.Minute)
	f.must(f.Wake(f.Context()))
	for _, number := range []string{theirNumber, frenchNumber} {
		if c := f.consent(number); c.State != inbox.OptedOut {
			t.Errorf("consent = %+v", c)
		}
	}
	rev := f.consent(theirNumber).Rev
	f.advance(61 * time.Minute)
	provider.optedOut = append(provider.optedOut, inbox.OptedOutNumber{Number: theirNumber, At: f.clock()})
	f.must(f.Wake(f.Context()))
	if c := f.consent(theirNumber); c.Rev != rev+1 || !c.Since.Equal(f.clock()) {
		t.Errorf("after a second opt-out: %+v, was revision %d", c, rev)
	}
	if n := len(f.records(frenchNumber)); n != 1 {
		t.Errorf("%d records of one opt-out", n)
	}
}
