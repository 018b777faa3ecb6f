package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

// at gives a text another time.
func at(when time.Time) func(*inbox.Incoming) {
	return func(in *inbox.Incoming) { in.Received = when }
}

func TestOfKeywordsOfOneMomentTheOptOutCounts(t *testing.T) {
	for _, words := range [][]string{{"START", "STOP"}, {"STOP", "START"}} {
		t.Run(strings.Join(words, " then "), func(t *testing.T) {
			f := texting(t)
			f.text(theirNumber, "") // time passes
			when := f.clock()
			for _, word := range words {
				f.receiveText(f.text(theirNumber, word, at(when)))
			}
			if c := f.consent(theirNumber); c.State != inbox.OptedOut {
				t.Errorf("consent = %+v", c)
			}
		})
	}
}

func TestAKeywordThatDecidesNothingIsNotConfirmed(t *testing.T) {
	for _, test := range []struct{ first, late, never string }{
		{"STOP", "START", "You are subscribed"},
		{"START", "STOP", "unsubscribed"},
	} {
		t.Run(test.late+" arrives after a later "+test.first, func(t *testing.T) {
			f := texting(t)
			late, first := f.text(theirNumber, test.late), f.text(theirNumber, test.first)
			r := f.receiveText(first)
			f.receiveText(late)
			f.drain(r.Conversation)
			sent := f.sentTexts()
			if len(sent) != 1 || strings.Contains(sent[0], test.never) {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

func TestAConfirmationLeavesOnlyWhileItIsTrue(t *testing.T) {
	for _, test := range []struct{ first, then, never string }{
		{"START", "STOP", "You are subscribed"},
		{"STOP", "START", "unsubscribed"},
	} {
		t.Run(test.first+" then "+test.then, func(t *testing.T) {
			f := texting(t)
			f.receiveText(f.text(theirNumber, test.first))
			r := f.receiveText(f.text(theirNumber, test.then))
			f.drain(r.Conversation)
			sent := f.sentTexts()
			if len(sent) != 1 || strings.Contains(sent[0], test.never) {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

func TestYesBeforeTheQuestionConsentsToNothing(t *testing.T) {
	f := texting(t)
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderUnconsented, Text: "{{organization.prefix}}Reply YES to get our texts.", Asks: true}
	})
	yes, hello := f.text(theirNumber, "yes"), f.text(theirNumber, "hello")
	f.receiveText(hello)
	f.receiveText(yes)
	if c := f.consent(theirNumber); c.State != "" {
		t.Errorf("consent = %+v", c)
	}
}

func TestTheLaterOptOutCountsHoweverManyThereAre(t *testing.T) {
	f := texting(t)
	f.advance(time.Hour)
	now := f.clock()
	entry := func(kind inbox.RecordKind, ago time.Duration) inbox.ConsentEntry {
		return inbox.ConsentEntry{Number: theirNumber, Kind: kind, At: now.Add(-ago), Words: "by phone"}
	}
	f.record(entry(inbox.RecordOptOut, 30*time.Minute))
	f.record(entry(inbox.RecordOptOut, 10*time.Minute))
	r := f.record(entry(inbox.RecordConsent, 20*time.Minute))[0]
	if c := f.consent(theirNumber); c.State != inbox.OptedOut || r.Effective {
		t.Errorf("a consent of before the second opt-out: %+v, effective %v", c, r.Effective)
	}
}

func TestAConsentOfBeforeARefusalDecidesNothingAboutIt(t *testing.T) {
	f := texting(t)
	given := f.clock()
	start := f.text(theirNumber, "START")
	r := f.receiveText(f.text(theirNumber, "please don't text me anymore"))
	want := inbox.MessageKey{Conversation: r.Conversation, Message: r.Message}
	f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone", At: given})
	if got := f.consent(theirNumber).Refusal; got != want {
		t.Errorf("after a consent that was given before: %+v", got)
	}
	f.receiveText(start)
	if got := f.consent(theirNumber); got.Refusal != want || got.State != inbox.Consented {
		t.Errorf("after START that was sent before: %+v", got)
	}
	f.receiveText(f.text(theirNumber, "START"))
	if got := f.consent(theirNumber).Refusal; got != (inbox.MessageKey{}) {
		t.Errorf("after START that was sent afterwards: %+v", got)
	}
}

func TestOnlyTheRefusalThatWasReadIsDismissed(t *testing.T) {
	f := texting(t)
	first := f.receiveText(f.text(theirNumber, "please don't text me anymore"))
	second := f.receiveText(f.text(theirNumber, "I said stop texting me"))
	dismiss := func(r inbox.Receipt) inbox.ConsentResult {
		return f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordDismissed, Message: inbox.MessageKey{Conversation: r.Conversation, Message: r.Message}})[0]
	}
	if r := dismiss(first); f.consent(theirNumber).Refusal.Message != second.Message || r.Effective {
		t.Errorf("the second refusal went with the first: %+v", f.consent(theirNumber))
	}
	if r := dismiss(second); f.consent(theirNumber).Refusal.Message != "" || !r.Effective {
		t.Errorf("the second refusal stays: %+v", f.consent(theirNumber))
	}
}

func TestAConsentIsNeverGivenLaterThanItIsRecorded(t *testing.T) {
	f := texting(t)
	f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone", At: f.clock().Add(20 * time.Second)})
	f.receiveText(f.text(theirNumber, "STOP"))
	if c := f.consent(theirNumber); c.State != inbox.OptedOut {
		t.Errorf("STOP after a consent by a clock that is fast: %+v", c)
	}
}

func TestATextByAClockThatIsFarAheadCountsAsOfNow(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "START", at(f.clock().Add(1000*time.Hour))))
	f.receiveText(f.text(theirNumber, "hello", at(f.clock().Add(1000*time.Hour))))
	if free := f.thread(r.Conversation).Conversation.Text.FreeUntil; free.Sub(f.clock()) > time.Hour {
		t.Errorf("free for %s", free.Sub(f.clock()))
	}
	f.receiveText(f.text(theirNumber, "STOP"))
	if c := f.consent(theirNumber); c.State != inbox.OptedOut {
		t.Errorf("STOP today after START of next month: %+v", c)
	}
}

func TestAnOldTextOpensNoWindow(t *testing.T) {
	f := texting(t)
	f.advance(26 * time.Hour)
	r := f.receiveText(f.text(theirNumber, "hello", at(f.clock().Add(-5*time.Hour))))
	if free := f.thread(r.Conversation).Conversation.Text.FreeUntil; free.After(f.clock()) {
		t.Errorf("free until %s", free)
	}
}

func TestAnOptOutOnASharedListHoldsForAudiencesThatDoNotKnowTheNumber(t *testing.T) {
	f := texting(t)
	mine := f.audience
	numbers := map[string]inbox.TextNumber{ourNumber: {Active: true, SelfManaged: true, OptOutList: "Shared"}}
	var others []*inbox.Audience
	for i := range 4 {
		other, number := f.addAudience(fmt.Sprintf("shop%d@%s", i, inboundDomain)), fmt.Sprintf("+121255502%02d", i)
		f.audience = other
		f.set(func(a *inbox.Audience) { a.Texting.Numbers, a.Texting.Brand = []string{number}, "Example" })
		numbers[number] = inbox.TextNumber{Active: true, SelfManaged: true, OptOutList: "Shared"}
		if i%2 == 0 {
			f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone"})
		}
		others = append(others, other)
	}
	f.Numbers = &fakeNumbers{numbers: numbers}
	f.must(f.Wake(f.Context()))
	given := f.clock()
	f.audience = mine
	f.receiveText(f.text(theirNumber, "STOP"))
	for _, a := range others {
		f.audience = a
		f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by post", At: given})
		if c := f.consent(theirNumber); c.State != inbox.OptedOut {
			t.Fatalf("audience %s: %+v", a.ID, c)
		}
	}
	if records := f.records(theirNumber); !slices.ContainsFunc(records, func(r inbox.TextRecord) bool { return r.Kind == inbox.RecordOptOut && r.Ours == ourNumber }) {
		t.Errorf("records = %+v", records)
	}
}

func TestManyTextsAtOnceAreAllThere(t *testing.T) {
	const many = 12
	f := texting(t)
	var wg sync.WaitGroup
	for i := range many {
		in := f.text(theirNumber, fmt.Sprint("text ", i))
		wg.Go(func() {
			for err := inbox.ErrConflict; errors.Is(err, inbox.ErrConflict); { // the queue would bring it again
				if _, err = f.ReceiveText(f.Context(), in); err != nil && !errors.Is(err, inbox.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	id := f.receiveText(f.text(theirNumber, "the last")).Conversation
	if n := len(f.messages(id)); n != many+1 {
		t.Errorf("%d messages", n)
	}
}

func TestTextsOfAnySortAreKept(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "a NUL": "a\x00b", "broken UTF-8": "a\xffb", "emoji": strings.Repeat("😀", 800), "very long": strings.Repeat("Aé ", 60_000),
		"a long refusal": "stop texting me " + strings.Repeat("please ", 20_000), "a keyword and much space": strings.Repeat(" ", 100_000) + "STOP",
	} {
		t.Run(name, func(t *testing.T) {
			f := texting(t)
			f.receiveText(f.text(theirNumber, body))
		})
	}
}
