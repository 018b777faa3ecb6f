package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/inbox"
	"confab/shared/store"
)

func TestAPageOfTwentyFiveIsOneQueryOfThreeHalfUnits(t *testing.T) {
	s := newStand(t)
	for n := range 40 {
		c := conversation(n)
		c.ContactName, c.Subject = strings.Repeat("n", 100), strings.Repeat("s", 100)
		c.Preview, c.Assignee = strings.Repeat("p", inbox.PreviewBytes), contactID(1)
		c.Campaign, c.Campaigns = campaignID(1), []string{campaignID(1)}
		s.commit(inbox.Change{Conversations: one(nil, c)})
	}
	for name, q := range map[string]inbox.ConversationQuery{
		"by status":             {Audience: audience, Status: inbox.Open},
		"unread":                {Audience: audience, Status: inbox.Open, Unread: true},
		"of a channel":          {Audience: audience, Status: inbox.Open, Channel: inbox.Email},
		"of a campaign":         {Campaigns: []string{campaignID(1)}, Status: inbox.Open},
		"of a campaign, unread": {Campaigns: []string{campaignID(1)}, Status: inbox.Open, Unread: true},
		"all of a campaign":     {Campaigns: []string{campaignID(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stand{T: t, store: s.store, meter: s.meter}
			s.meter.Reset()
			q.Limit = 25
			if page := s.list(q); len(page.Rows) != 25 || !page.More {
				t.Errorf("%d rows", len(page.Rows))
			}
			s.calls(1, "")
			s.calls(1, "Query")
			if u := s.meter.Units(); u == 0 || u > 1.5 {
				t.Errorf("%v units", u)
			}
		})
	}
}

func TestALongConversationCostsNoMoreThanAShortOne(t *testing.T) {
	s := newStand(t)
	for c, length := range map[int]int{1: 60, 2: 10_000} {
		s.commit(inbox.Change{Conversations: one(nil, conversation(c))})
		s.fill(c, 1, length, message)
	}
	cost := func(read func(c int)) (units [2]float64) {
		for i := range units {
			s.meter.Reset()
			read(i + 1)
			s.calls(1, "")
			units[i] = s.meter.Units()
		}
		return units
	}
	opened := cost(func(c int) {
		if thread := s.thread(inbox.ThreadQuery{Conversation: conversationID(c), Limit: 50}); len(thread.Messages) != 50 || !thread.More {
			t.Errorf("%d messages, more %v", len(thread.Messages), thread.More)
		}
	})
	if opened[0] != opened[1] || opened[0] == 0 {
		t.Errorf("opening costs %v units with 60 messages and %v with 10,000", opened[0], opened[1])
	}
	received := cost(func(c int) {
		before := changed(conversation(c), func(c *inbox.Conversation) { c.Rev = 1 })
		after := changed(before, func(c *inbox.Conversation) { c.Arrived = c.Arrived.Add(time.Hour) })
		s.commit(inbox.Change{
			Once:          []string{fmt.Sprint("provider ", c), fmt.Sprint("digest ", c)},
			Conversations: one(before, after), Messages: one(nil, message(c, 20_000)),
		})
	})
	if received[0] != received[1] || received[0] == 0 {
		t.Errorf("receiving costs %v units with 60 messages and %v with 10,000", received[0], received[1])
	}
	t.Logf("opening: %v units; receiving: %v units", opened[0], received[0])
}

func TestTheBadgeIsOneReadOfHalfAKilobyte(t *testing.T) {
	s := newStand(t)
	s.load(inbox.Keys{Unread: []string{audience}})
	s.calls(1, "")
	if u := s.meter.Units(); u > 1 {
		t.Errorf("%v units", u)
	}
}

// gate holds calls until as many have left as it was made for.
type gate struct {
	mu   sync.Mutex
	want int
	open chan struct{}
}

func (g *gate) pass(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	g.mu.Lock()
	if g.want--; g.want == 0 {
		close(g.open)
	}
	g.mu.Unlock()
	select {
	case <-g.open:
		return next.HandleDeserialize(ctx, in)
	case <-ctx.Done():
		return middleware.DeserializeOutput{}, middleware.Metadata{}, ctx.Err()
	}
}

// TestAMixedLoadIsOneRoundTrip lets no call through before all have left: one
// that waited for another's answer would never leave.
func TestAMixedLoadIsOneRoundTrip(t *testing.T) {
	table := dynamotest.New(t)
	g := &gate{want: 2 + 2, open: make(chan struct{})} // two batches, two senders
	client := dynamodb.NewFromConfig(table.Config, func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("Gate", g.pass), middleware.Before)
		})
	})
	keys := inbox.Keys{
		Addresses: []string{"support@example.org"}, Audiences: []string{audience}, Owner: true,
		Senders:       []inbox.Identity{email("ada@example.com"), email("bob@example.com")},
		Conversations: []string{conversationID(1)}, Once: []string{"once"}, Unread: []string{audience},
	}
	for n := range 100 {
		keys.Wire = append(keys.Wire, fmt.Sprintf("%d@example.com", n))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := store.New(client, table.Name).Load(ctx, keys); err != nil {
		t.Fatal(err)
	}
	if g.want != 0 {
		t.Errorf("%d calls more than meant", -g.want)
	}
}
