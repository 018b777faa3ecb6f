package store_test

import (
	"slices"
	"testing"

	"confab/shared/inbox"
)

func TestAContactsEventsAreReadByPagesOfTheKindsAskedFor(t *testing.T) {
	s := newStand(t)
	var all []inbox.ContactEvent
	for n := range 60 {
		kind := inbox.EventPosted
		if n%20 == 7 {
			kind = inbox.EventFailed
		}
		all = append(all, inbox.ContactEvent{ID: messageID(n), Audience: audience, Contact: contactID(1), Kind: kind, At: epoch})
	}
	s.commit(inbox.Change{ContactEvents: all, KeptOut: contactID(1)})
	s.refused(inbox.Change{ContactEvents: all[3:4]}, inbox.ErrDuplicate)
	for _, test := range []struct {
		kinds []inbox.ContactEventKind
		limit int
		want  int
	}{{nil, 7, 60}, {nil, 60, 60}, {[]inbox.ContactEventKind{inbox.EventFailed}, 2, 3}, {[]inbox.ContactEventKind{inbox.EventOrder}, 2, 0}} {
		q := inbox.ContactEventQuery{Contact: contactID(1), Kinds: test.kinds, Limit: test.limit}
		var got []string
		for more := true; more; {
			s.meter.Reset()
			page, err := s.store.ContactEvents(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			s.calls(1, "Query")
			for _, e := range page.Events {
				got = append(got, e.ID)
			}
			q.Before, more = page.Next, page.More
		}
		if len(got) != test.want {
			t.Errorf("%v by %d: %d events: %v", test.kinds, test.limit, len(got), got)
		}
		for i := 1; i < len(got); i++ {
			if got[i] >= got[i-1] {
				t.Errorf("%v by %d: %s comes behind %s", test.kinds, test.limit, got[i], got[i-1])
			}
		}
	}
}

func TestAContactsOrdersAreOneQueryTheNewestFirst(t *testing.T) {
	s := newStand(t)
	for n := range 5 {
		s.commit(inbox.Change{Orders: one(nil, order(n))})
	}
	moved := order(2)
	moved.Rev = 1
	s.commit(inbox.Change{Orders: one(moved, changed(moved, func(o *inbox.Order) { o.Contact = contactID(2) }))})
	q := inbox.OrderQuery{Contact: contactID(1), Limit: 3}
	s.meter.Reset()
	page, err := s.store.Orders(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	s.calls(1, "")
	var got []string
	for _, o := range page.Orders {
		got = append(got, o.External)
	}
	if !slices.Equal(got, []string{"order-4", "order-3", "order-1"}) || !page.More || len(page.Orders[0].Lines) != 1 {
		t.Errorf("the newest are %v: %+v", got, page)
	}
	q.After = page.Orders[2].Cursor
	if page, err = s.store.Orders(t.Context(), q); err != nil || len(page.Orders) != 1 || page.More {
		t.Errorf("then come %+v, %v", page, err)
	}
}
