package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

const (
	orderPage = "https://shop.example.com/orders/1?from=text&much=more-than-a-short-link-has"
	browser   = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)

var person = inbox.Visit{Method: http.MethodGet, UserAgent: browser}

// linked is a fixture with a text that waits to be sent and holds a short link.
type linked struct {
	*fixture
	message *inbox.Message
	code    string
}

func newLinked(t *testing.T) *linked {
	t.Helper()
	f := texting(t)
	f.set(func(a *inbox.Audience) { a.Texting.LinkBase = "https://go.example.com" })
	receipt := f.receiveText(f.text(theirNumber, "JOIN"))
	f.drain(receipt.Conversation)
	f.receiveText(f.text(theirNumber, "Where is my order?"))
	m, err := f.replyText(receipt.Conversation, "It is here: "+orderPage+".")
	f.must(err)
	_, code, found := strings.Cut(strings.TrimSuffix(m.Text, "."), "https://go.example.com/l/")
	if !found {
		t.Fatalf("the text %q has no short link", m.Text)
	}
	return &linked{f, m, code}
}

// leave sends the text, and lets that much time pass.
func (f *linked) leave(ago time.Duration) {
	f.Helper()
	f.drain(f.message.Conversation)
	f.advance(ago)
}

func (f *linked) follow(v inbox.Visit) {
	f.Helper()
	if target, err := f.FollowLink(f.Context(), f.code, v); err != nil || target != orderPage {
		f.Fatalf("the link leads to %q: %v", target, err)
	}
}

// clicks are those in the contact's history.
func (f *linked) clicks() (out []inbox.TextRecord) {
	f.Helper()
	for _, r := range f.records(theirNumber) {
		if r.Kind == inbox.RecordClick {
			out = append(out, r)
		}
	}
	return out
}

func TestAFollowedLinkIsInTheContactsHistory(t *testing.T) {
	f := newLinked(t)
	f.leave(time.Minute)
	f.meter.Reset()
	f.follow(person)
	if calls := f.meter.Calls(); len(calls) != 3 {
		t.Errorf("it takes %d calls, want two to read and one to write: %+v", len(calls), calls)
	}
	got := f.clicks()
	if len(got) != 1 {
		t.Fatalf("%d clicks", len(got))
	}
	c := f.thread(f.message.Conversation).Conversation
	want := inbox.TextRecord{
		ID: got[0].ID, Audience: f.audience.ID, Number: theirNumber, Contact: c.Contact, At: f.clock(), Kind: inbox.RecordClick,
		Conversation: c.ID, Message: f.message.ID, Link: orderPage,
	}
	if got[0] != want {
		t.Errorf("recorded %+v, want %+v", got[0], want)
	}
}

func TestWhoeverFollowsALinkTooEarlyOrByItsMarksIsAMachine(t *testing.T) {
	f := newLinked(t)
	f.leave(time.Second)
	f.follow(person) // a second after the text left
	f.advance(2 * time.Second)
	f.follow(inbox.Visit{Method: http.MethodHead, UserAgent: browser})
	f.follow(inbox.Visit{Method: http.MethodGet, UserAgent: browser, Purpose: "prefetch"})
	f.follow(inbox.Visit{Method: http.MethodGet})
	f.follow(person)
	got := f.clicks()
	if len(got) != 5 {
		t.Fatalf("%d clicks of 5", len(got))
	}
	for _, c := range got {
		// Ids of one millisecond have no order; of the last four one is a person's.
		if c.At.Equal(got[0].At) && !c.Bot {
			t.Errorf("a second after the text left, %+v is a person", c)
		}
	}
	if people := slices.DeleteFunc(got, func(c inbox.TextRecord) bool { return c.Bot }); len(people) != 1 {
		t.Errorf("people: %+v", people)
	}
}

func TestALinkOfATextThatHasNotLeftLeadsOnAndIsNoClick(t *testing.T) {
	f := newLinked(t)
	f.advance(time.Minute)
	f.follow(person)
	f.leave(time.Minute)
	if n := len(f.clicks()); n != 0 {
		t.Errorf("%d clicks on a link that nobody had", n)
	}
	f.follow(person)
	if got := f.clicks(); len(got) != 1 || got[0].Bot {
		t.Errorf("clicks of who has it: %+v", got)
	}
}

func TestALinkThatExpiredOrNeverWasLeadsNowhere(t *testing.T) {
	f := newLinked(t)
	f.leave(time.Minute)
	f.meter.Reset()
	for _, code := range []string{"", "..", "not a code", strings.Repeat("a", 11)} {
		if _, err := f.FollowLink(t.Context(), code, person); !errors.Is(err, inbox.ErrNotFound) {
			t.Errorf("%q: %v", code, err)
		}
	}
	if len(f.meter.Calls()) != 0 {
		t.Error("what can be no code is looked for")
	}
	if _, err := f.FollowLink(t.Context(), "aaaaaaaaaaaa", person); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("a code of nobody's: %v", err)
	}
	f.advance(364 * 24 * time.Hour)
	f.follow(person)
	f.advance(24 * time.Hour)
	if _, err := f.FollowLink(t.Context(), f.code, person); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("after a year: %v", err)
	}
}

func TestClicksAtOnceAreAllRecordedUpToABound(t *testing.T) {
	f := newLinked(t)
	f.leave(time.Minute)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { f.follow(person) })
	}
	wg.Wait()
	if n := len(f.clicks()); n != 3 {
		t.Errorf("%d clicks of 3 at once", n)
	}
	for range 50 {
		f.follow(person)
	}
	if n := len(f.clicks()); n != 50 {
		t.Errorf("%d clicks of 53 are recorded", n)
	}
}

func TestALinkOfATextThatNeverLeftIsNoClick(t *testing.T) {
	f := newLinked(t)
	f.receiveText(f.text(theirNumber, "STOP"))
	f.leave(time.Minute)
	if state := f.fixture.message(f.message).Delivery.State; state != inbox.Failed {
		t.Fatalf("a text to who opted out is %s", state)
	}
	f.follow(person)
	if n := len(f.clicks()); n != 0 {
		t.Errorf("%d clicks on a link that nobody had", n)
	}
}

// fullStore reads and does not write.
type fullStore struct{ inbox.Store }

func (fullStore) Commit(context.Context, inbox.Change) error { return errors.New("the table is full") }

// counted remembers what was counted.
type counted struct {
	counts
	names []string
}

func (c *counted) Count(name string, n int) { c.names = append(c.names, fmt.Sprint(name, n)) }

func TestAClickThatCannotBeRecordedHoldsNobodyUp(t *testing.T) {
	f := newLinked(t)
	f.leave(time.Minute)
	var log bytes.Buffer
	metrics := &counted{}
	f.Store, f.Metrics, f.Inbox.Log = fullStore{f.Store}, metrics, slog.New(slog.NewJSONHandler(&log, nil))
	f.follow(person)
	if fmt.Sprint(metrics.names) != "[ClickLost1]" || !strings.Contains(log.String(), f.message.ID) || strings.Contains(log.String(), f.code) {
		t.Errorf("counted %v, logged %s", metrics.names, &log)
	}
}
