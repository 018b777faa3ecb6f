package inbox

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestKnowledgeOfADeliveryOnlyGrows(t *testing.T) {
	order := []DeliveryState{Queued, Sending, Unknown, Sent, Failed, Delivered, Bounced, Complained}
	for i, old := range order {
		for j, s := range order {
			if got, want := s.Replaces(old), j > i; got != want {
				t.Errorf("%s replaces %s: %t, want %t", s, old, got, want)
			}
		}
	}
}

func TestEventsInAnyOrderEndInTheSameState(t *testing.T) {
	events := []DeliveryEvent{
		{State: Sent, Recipients: []string{"a@example.com", "b@example.com"}, ProviderID: "p", MessageID: "p@email.amazonses.com"},
		{State: Delivered, Recipients: []string{"A@example.com"}},
		{State: Delivered, Recipients: []string{"b@example.com"}},
		{State: Bounced, Recipients: []string{"b@example.com"}},
		{State: Bounced, Recipients: []string{"b@example.com"}},
	}
	for range 50 {
		m := &Message{
			ID: someMessage, To: []Address{{Address: "a@example.com"}}, Cc: []Address{{Address: "b@example.com"}},
			Delivery: &Delivery{State: Sending},
		}
		rand.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		for _, e := range events {
			if after := m.learn(e); after != nil {
				m = after
			}
		}
		d := m.Delivery
		if d.State != Bounced || d.Recipients["a@example.com"] != Delivered || d.Recipients["b@example.com"] != Bounced ||
			len(d.Recipients) != 2 || m.MessageID != "p@email.amazonses.com" {
			t.Fatalf("after %+v: %+v", events, d)
		}
		for _, e := range events {
			if m.learn(e) != nil {
				t.Fatalf("%+v is news a second time", e)
			}
		}
	}
}

func TestAReportUnderAnotherNameMeansTheOneRecipient(t *testing.T) {
	one := &Message{To: []Address{{Address: "Alias@example.com"}}}
	if got := one.named([]string{"real@example.org"}); !slices.Equal(got, []string{"alias@example.com"}) {
		t.Errorf("named = %v", got)
	}
	two := &Message{To: []Address{{Address: "a@example.com"}, {Address: "b@example.com"}}}
	if got := two.named([]string{"real@example.org", "B@example.com"}); !slices.Equal(got, []string{"b@example.com"}) {
		t.Errorf("named = %v, want only whom we wrote to", got)
	}
}
