package store_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// TestListsAlwaysAgreeWithConversations edits a few conversations at random and
// compares every list with what the conversations themselves say.
func TestListsAlwaysAgreeWithConversations(t *testing.T) {
	for seed := range uint64(5) {
		s := newStand(t)
		random := rand.New(rand.NewPCG(seed, seed))
		now := make([]*inbox.Conversation, 4)
		for range 40 {
			n := random.IntN(len(now))
			next := shuffled(random, n)
			if now[n] != nil && random.IntN(10) == 0 {
				next = nil
			}
			if now[n] == nil && next == nil {
				continue
			}
			s.commit(inbox.Change{Conversations: one(now[n], next)})
			now[n] = next
		}
		for _, q := range everyList() {
			var want []string
			for n := len(now) - 1; n >= 0; n-- {
				if c := now[n]; c != nil && belongs(c, q) {
					want = append(want, c.ID)
				}
			}
			q.Limit, q.Shards = 25, 2
			if got := listedIDs(s.list(q)); !slices.Equal(got, want) {
				t.Errorf("seed %d, %+v: got %v, want %v", seed, q, got, want)
			}
		}
	}
}

func shuffled(random *rand.Rand, n int) *inbox.Conversation {
	c := conversation(n)
	c.Status = []inbox.Status{inbox.Open, inbox.Snoozed, inbox.Done, inbox.Trash}[random.IntN(4)]
	c.Channel = []inbox.Channel{inbox.Email, "sms"}[random.IntN(2)]
	c.Contact = []string{"", contactID(1), contactID(2)}[random.IntN(3)]
	c.Unread, c.Hidden, c.Shard = random.IntN(2) == 0, random.IntN(4) == 0, random.IntN(2)
	c.Bare, c.Machines = random.IntN(6) == 0, random.IntN(2) == 0
	c.Assignee = []string{"", "ada", "team"}[random.IntN(3)]
	c.Labels, c.Campaigns = nil, nil
	for _, label := range []string{"001", "002", "010"} {
		if random.IntN(2) == 0 {
			c.Labels = append(c.Labels, label)
		}
	}
	for k := range 3 {
		if random.IntN(2) == 0 {
			c.Campaigns = append(c.Campaigns, campaignID(k))
		}
	}
	c.Campaign = []string{"", campaignID(2)}[random.IntN(2)]
	// Later ones stay later, so that the order of lists is known.
	c.Arrived = epoch.Add(time.Duration(n)*time.Hour + time.Duration(random.IntN(1000))*time.Second)
	return c
}

func everyList() []inbox.ConversationQuery {
	out := []inbox.ConversationQuery{{Audience: audience, Hidden: true}, {Contact: contactID(1)}, {Contact: contactID(2)}}
	for k := range 3 {
		out = append(out, inbox.ConversationQuery{Campaigns: []string{campaignID(k)}})
	}
	for _, status := range []inbox.Status{inbox.Open, inbox.Snoozed, inbox.Done, inbox.Trash} {
		for _, unread := range []bool{false, true} {
			for _, channel := range []inbox.Channel{"", inbox.Email, "sms"} {
				for _, campaigns := range [][]string{nil, {campaignID(0)}, {campaignID(2)}} {
					out = append(out, inbox.ConversationQuery{
						Audience: audience, Status: status, Unread: unread, Channel: channel, Campaigns: campaigns,
					})
				}
			}
		}
	}
	return append(out, narrowed()...)
}

// narrowed are lists by each narrowing alone, and by pairs of them.
func narrowed() (out []inbox.ConversationQuery) {
	open := inbox.ConversationQuery{Audience: audience, Status: inbox.Open}
	narrowings := []func(*inbox.ConversationQuery){
		func(q *inbox.ConversationQuery) { q.Unread = true },
		func(q *inbox.ConversationQuery) { q.Read = true },
		func(q *inbox.ConversationQuery) { q.Channel = "sms" },
		func(q *inbox.ConversationQuery) { q.Label = "010" },
		func(q *inbox.ConversationQuery) { q.Assignee = "ada" },
		func(q *inbox.ConversationQuery) { q.Assignee = inbox.Nobody },
		func(q *inbox.ConversationQuery) { q.Campaigns = []string{campaignID(0), campaignID(2)} },
		func(q *inbox.ConversationQuery) { q.Campaigns, q.Status = []string{campaignID(0), campaignID(2)}, "" },
		func(q *inbox.ConversationQuery) { q.AutoReplies = true },
	}
	for i, one := range narrowings {
		for _, two := range narrowings[i:] {
			q := open
			one(&q)
			two(&q)
			out = append(out, q)
		}
	}
	return out
}

// belongs tells whether a conversation belongs on a list.
func belongs(c *inbox.Conversation, q inbox.ConversationQuery) bool {
	of := func(id string) bool { return slices.Contains(q.Campaigns, id) }
	switch {
	case c.Bare:
		return false
	case q.Contact != "":
		return c.Contact == q.Contact
	case q.Hidden:
		return c.Hidden
	case c.Hidden && !(c.Machines && q.AutoReplies):
		return false
	case q.Status != "" && c.Status != q.Status, q.Unread && !c.Unread, q.Read && c.Unread:
		return false
	case len(q.Campaigns) > 0 && !slices.ContainsFunc(c.Campaigns, of) && !of(c.Campaign):
		return false
	case q.Label != "" && !slices.Contains(c.Labels, q.Label):
		return false
	case q.Assignee == inbox.Nobody && c.Assignee != "", q.Assignee == "ada" && c.Assignee != "ada":
		return false
	}
	return q.Channel == "" || c.Channel == q.Channel
}
