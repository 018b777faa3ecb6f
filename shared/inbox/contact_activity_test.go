package inbox_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
)

func (f *fixture) whom(address string) inbox.Whom {
	return inbox.Whom{Audience: f.audience.ID, Identity: inbox.Identity{Kind: inbox.IdentityEmail, Value: address}}
}

// story reads all of a contact's activity by pages and returns it in short:
// kinds, the newest first.
func (f *fixture) story(contact string, limit int, kinds ...inbox.ActivityKind) string {
	f.Helper()
	q := inbox.ActivityQuery{Contact: contact, Kinds: kinds, Limit: limit}
	var out []string
	last := "~"
	for pages := 0; ; pages++ {
		page, err := f.ActivityOf(f.Context(), anybody, q)
		f.must(err)
		for _, e := range page.Entries {
			if e.ID >= last {
				f.Errorf("%s comes behind %s", e.ID, last)
			}
			out, last = append(out, string(e.Kind)), e.ID
		}
		if !page.More {
			return strings.Join(out, " ")
		}
		if q.Before = page.Next; pages > 200 {
			f.Fatal("the pages have no end")
		}
	}
}

func TestAContactsActivityIsOneStoryWhateverThePages(t *testing.T) {
	f := newFixture(t)
	campaign := f.campaign("autumn")
	step := func() { f.advance(time.Minute) }
	first := f.receive(f.mail("ada@example.org"))
	contact := f.thread(first.Conversation).Conversation.Contact
	step()
	_, err := f.PutOrder(t.Context(), anybody, f.whom("ada@example.org"), inbox.Order{
		External: "4711", Status: "paid", Currency: "eur", Total: "129.90", Placed: f.clock(), Lines: []inbox.OrderLine{{Product: "Chair", Quantity: 2, Price: "129.90"}},
	})
	f.must(err)
	step()
	f.receive(f.mail("ada@example.org"))
	step()
	_, err = f.PostContactEvent(t.Context(), anybody, inbox.Whom{Contact: contact}, inbox.ContactEvent{Kind: inbox.EventCampaign, Campaign: campaign.ID}, nil)
	f.must(err)
	step()
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: first.Conversation}))))
	step()
	m := f.reply(first.Conversation, "An answer")
	step()
	f.sender.err = inbox.ErrRefused
	f.must(f.send(m))
	step()
	f.block(contact, true)

	const story = "contact failed message message campaign message order message"
	for _, limit := range []int{1, 2, 3, 50} {
		if got := f.story(contact, limit); got != story {
			t.Errorf("by %d: %s", limit, got)
		}
	}
	for kinds, want := range map[[2]inbox.ActivityKind]string{
		{inbox.ActivityMessages, inbox.ActivityOrders}:   "message message message order message",
		{inbox.ActivityFailures, inbox.ActivityFailures}: "failed",
		{inbox.ActivityClicks, inbox.ActivityFlows}:      "",
	} {
		if got := f.story(contact, 2, kinds[:]...); got != want {
			t.Errorf("%v: %s", kinds, got)
		}
	}
}

// Conversations that were written in turn by turn have to be read side by side.
func TestActivityOfManyConversationsIsInOrder(t *testing.T) {
	f := newFixture(t)
	var opened []string
	for range 12 {
		opened = append(opened, f.receive(f.mail("ada@example.org")).Conversation)
	}
	for round := range 2 {
		for n := range opened {
			c := opened[(n*5+round)%len(opened)]
			f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: c}))))
		}
	}
	contact := f.thread(opened[0]).Conversation.Contact
	for _, limit := range []int{1, 7, 50} {
		if n := len(strings.Fields(f.story(contact, limit))); n != 36 {
			t.Errorf("by %d: %d messages, want 36", limit, n)
		}
	}
}

func TestAnOlderVersionOfAnOrderNeverReplacesALaterOne(t *testing.T) {
	f := newFixture(t)
	put := func(status string, updated time.Duration) *inbox.Order {
		o, err := f.PutOrder(t.Context(), anybody, f.whom("new@example.org"), inbox.Order{
			External: "4711", Number: "#4711", Status: status, Currency: "EUR", Total: "9.90", Placed: start.Add(-time.Hour), Updated: start.Add(updated - time.Hour),
		})
		f.must(err)
		return o
	}
	first := put("paid", time.Minute)
	put("shipped", 3*time.Minute)
	if o := put("paid", 2*time.Minute); o.Status != "shipped" {
		t.Errorf("a late telling made the order %s", o.Status)
	}
	if o := put("shipped", 3*time.Minute); o.Rev != 2 {
		t.Errorf("told again, the order is version %d", o.Rev)
	}
	if got := f.story(first.Contact, 10); got != "order order" {
		t.Errorf("activity %q", got)
	}
	page, err := f.OrdersOf(t.Context(), anybody, inbox.OrderQuery{Contact: first.Contact, Limit: 10})
	f.must(err)
	if len(page.Orders) != 1 || page.Orders[0].Status != "shipped" {
		t.Errorf("orders %+v", page.Orders)
	}
}

func TestWhatCannotBeAnOrderOrAnEventIsRefused(t *testing.T) {
	f := newFixture(t)
	foreign := f.addAudience("other@" + inboundDomain)
	campaign := f.campaign("autumn")
	for name, change := range map[string]func(*inbox.Order){
		"a currency by name":  func(o *inbox.Order) { o.Currency = "euro" },
		"a comma":             func(o *inbox.Order) { o.Total = "9,90" },
		"a link without TLS":  func(o *inbox.Order) { o.Link = "http://shop.example.com/1" },
		"a script for a link": func(o *inbox.Order) { o.Link = "javascript:alert(1)" },
		"the future":          func(o *inbox.Order) { o.Placed = f.clock().Add(time.Hour) },
		"a line of nothing":   func(o *inbox.Order) { o.Lines = []inbox.OrderLine{{Product: "Chair", Price: "1"}} },
	} {
		o := inbox.Order{External: "1", Currency: "EUR", Total: "9.90", Placed: f.clock()}
		change(&o)
		if _, err := f.PutOrder(t.Context(), anybody, f.whom("ada@example.org"), o); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, e := range map[string]inbox.ContactEvent{
		"no name":               {},
		"a kind of ours":        {Kind: inbox.EventOrder, Name: "x"},
		"a campaign unnamed":    {Kind: inbox.EventCampaign, Name: "x"},
		"a campaign of nobody":  {Kind: inbox.EventCampaign, Campaign: "nowhere"},
		"too much":              {Name: "x", Properties: `{"a":"` + strings.Repeat("x", inbox.MaxProperties) + `"}`},
		"a list for properties": {Name: "x", Properties: `[1]`},
		"the future":            {Name: "x", At: f.clock().Add(time.Hour)},
	} {
		if _, err := f.PostContactEvent(t.Context(), anybody, f.whom("ada@example.org"), e, nil); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whom := inbox.Whom{Audience: foreign.ID, Identity: f.whom("ada@example.org").Identity}
	if _, err := f.PostContactEvent(t.Context(), anybody, whom, inbox.ContactEvent{Kind: inbox.EventFlow, Campaign: campaign.ID}, nil); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("another audience's campaign: %v", err)
	}
}

func TestAnEventThatIsPostedTwiceIsOne(t *testing.T) {
	f := newFixture(t)
	post := func() *inbox.ContactEvent {
		r := &inbox.Request{Key: "key", Digest: "d"}
		e, err := f.PostContactEvent(t.Context(), anybody, f.whom("ada@example.org"), inbox.ContactEvent{Name: "cart_abandoned", Properties: `{"items":3}`}, r)
		f.must(err)
		return e
	}
	first := post()
	f.advance(time.Second)
	if again := post(); again.ID != first.ID || again.Contact != first.Contact || !again.At.Equal(first.At) {
		t.Errorf("posted again: %+v, at first %+v", again, first)
	}
	if got := f.story(first.Contact, 10); got != "event" {
		t.Errorf("activity %q", got)
	}
	if found := fmt.Sprint(f.profile(first.Contact).Emails()); found != "[ada@example.org]" {
		t.Errorf("whoever was not known is %s", found)
	}
}
