package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// due reads all that is due, two at a time.
func (s *stand) due(now time.Time) (all []inbox.Due) {
	s.Helper()
	for shard := range inbox.DueShards {
		q := inbox.DueQuery{Shard: shard, Until: now, Limit: 2}
		for {
			page, err := s.store.Due(s.Context(), q)
			if err != nil {
				s.Fatal(err)
			}
			if all = append(all, page...); len(page) < q.Limit {
				break
			}
			q.After = page[len(page)-1].Cursor
		}
	}
	return all
}

func TestWhatIsDueComesInPagesTheLongestOverdueFirst(t *testing.T) {
	s := newStand(t)
	var want []string
	for n := range 5 {
		m := message(1, n+1)
		m.Direction = inbox.Outbound
		m.Delivery = &inbox.Delivery{State: inbox.Queued, Deadline: epoch.Add(time.Duration(-n/2) * time.Second)} // some at once
		s.commit(inbox.Change{Messages: one(nil, m)})
		want = append(want, m.Delivery.Deadline.String()+m.ID)
	}
	slices.Sort(want)
	var got []string
	for _, d := range s.due(epoch.Add(time.Second)) {
		got = append(got, d.At.String()+d.Message)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("due are %v, want %v", got, want)
	}
}
