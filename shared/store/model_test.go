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
	c.Bare = random.IntN(6) == 0
	c.Campaigns = nil
	for k := range 3 {
		if random.IntN(2) == 0 {
			c.Campaigns = append(c.Campaigns, campaignID(k))
		}
	}
	// Later ones stay later, so that the order of lists is known.
	c.Arrived = epoch.Add(time.Duration(n)*time.Hour + time.Duration(random.IntN(1000))*time.Second)
	return c
}

func everyList() []inbox.ConversationQuery {
	out := []inbox.ConversationQuery{{Audience: audience, Hidden: true}, {Contact: contactID(1)}, {Contact: contactID(2)}}
	for k := range 3 {
		out = append(out, inbox.ConversationQuery{Campaign: campaignID(k)})
	}
	for _, status := range []inbox.Status{inbox.Open, inbox.Snoozed, inbox.Done, inbox.Trash} {
		for _, unread := range []bool{false, true} {
			for _, channel := range []inbox.Channel{"", inbox.Email, "sms"} {
				for _, campaign := range []string{"", campaignID(0), campaignID(2)} {
					out = append(out, inbox.ConversationQuery{
						Audience: audience, Status: status, Unread: unread, Channel: channel, Campaign: campaign,
					})
				}
			}
		}
	}
	return out
}

// belongs tells whether a conversation belongs on a list.
func belongs(c *inbox.Conversation, q inbox.ConversationQuery) bool {
	switch {
	case c.Bare:
		return false
	case q.Contact != "":
		return c.Contact == q.Contact
	case q.Hidden:
		return c.Hidden
	case c.Hidden, q.Status != "" && c.Status != q.Status, q.Unread && !c.Unread:
		return false
	case q.Campaign != "" && !slices.Contains(c.Campaigns, q.Campaign):
		return false
	}
	return q.Channel == "" || c.Channel == q.Channel
}
