package inbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// grow gives a conversation n more messages of the contact, past the domain.
func (f *fixture) grow(conversation string, n int) {
	f.Helper()
	for batch := range slices.Chunk(make([]struct{}, n), 80) {
		var c inbox.Change
		for range batch {
			f.advance(time.Second)
			c.Messages = append(c.Messages, inbox.Edit[inbox.Message]{After: &inbox.Message{
				ID: f.IDs.New(f.clock()), Conversation: conversation, Audience: f.audience.ID, Direction: inbox.Inbound,
				Channel: inbox.Email, Kind: inbox.KindMessage, At: f.clock(), Arrived: f.clock(), Text: "One of many.",
			}})
		}
		f.must(f.Store.Commit(f.Context(), c))
	}
}

// cost is what an operation asked of DynamoDB.
type cost struct {
	reads, queries, transactions int
	units                        float64
}

func (f *fixture) cost(operation func()) cost {
	f.Helper()
	f.meter.Reset()
	operation()
	c := cost{units: f.meter.Units()}
	for _, call := range f.meter.Calls() {
		switch call.Operation {
		case "BatchGetItem", "GetItem":
			c.reads += call.Attempts
		case "Query":
			c.queries += call.Attempts
		case "TransactWriteItems":
			c.transactions += call.Attempts
		default:
			f.Errorf("an operation called %s", call.Operation)
		}
	}
	return c
}

// Units are bounded by 8 for reading and 50 for writing, of small messages. A read
// round trip is one batched read, beside which the sender is looked up by
// queries at the same time; so the number of batched reads is the number of
// round trips.
func TestWhatEachOperationMayCost(t *testing.T) {
	s := newCostStage(t)
	for _, size := range []int{1, 10_000} {
		s.f.grow(s.thread, size-1)
		for _, op := range slices.Concat(s.arriving(size), s.lists(), s.working()) {
			got := s.f.cost(op.operation)
			t.Logf("%6d messages: %-40s %d reads, %d queries, %d transactions, %.1f units",
				size, op.name, got.reads, got.queries, got.transactions, got.units)
			if op.max.units = 8; op.max.transactions > 0 {
				op.max.units = 50
			}
			if got.units > op.max.units || got.reads > op.max.reads || got.queries > op.max.queries || got.transactions > op.max.transactions {
				t.Errorf("%s of %d messages cost %+v, at most %+v is allowed", op.name, size, got, op.max)
			}
		}
	}
}

// priced is an operation and what it may cost.
type priced struct {
	name      string
	max       cost
	operation func()
}

// costStage is a conversation in an audience that has some of everything.
type costStage struct {
	f                                           *fixture
	first                                       inbox.Incoming
	thread, contact, campaign, code, ada, label string
}

func newCostStage(t *testing.T) *costStage {
	f := newFixture(t)
	campaign := f.campaign("autumn")
	first := f.mail("ada@example.org")
	s := &costStage{
		f: f, first: first, campaign: campaign.ID, code: campaign.Code,
		ada: f.colleague("ada", inbox.Agent), label: f.label("Late"), thread: f.receive(first).Conversation,
	}
	s.contact = f.thread(s.thread).Conversation.Contact
	return s
}

func (s *costStage) arriving(size int) []priced {
	f := s.f
	token := f.Tokens.Address(inbox.Token{Conversation: s.thread})
	byCampaign := f.Tokens.Address(inbox.Token{CampaignCode: s.code, Contact: s.contact})
	var queued *inbox.Message
	return []priced{
		{"inbound with a conversation's token", cost{1, 1, 1, 0}, func() { f.receive(f.mail("ada@example.org", to(token))) }},
		{"inbound with a campaign's token", cost{1, 1, 1, 0}, func() { f.receive(f.mail("ada@example.org", to(byCampaign))) }},
		{"inbound that answers by its header", cost{2, 1, 1, 0}, func() { f.receive(f.mail("ada@example.org", answering(s.first.MessageID))) }},
		{"inbound of a known contact", cost{2, 1, 1, 0}, func() { f.receive(f.mail("ada@example.org")) }},
		{"inbound of somebody new", cost{2, 1, 1, 0}, func() { f.receive(f.mail(fmt.Sprintf("new-%d@example.org", size))) }},
		{"inbound with a Reply-To elsewhere", cost{2, 2, 1, 0}, func() {
			f.receive(f.mail("ada@example.org", func(in *inbox.Incoming) { in.ReplyTo = []inbox.Address{{Address: "else@example.org"}} }))
		}},
		{"reply", cost{1, 0, 1, 0}, func() { queued = f.reply(s.thread, "An answer") }},
		{"send", cost{1, 0, 2, 0}, func() { f.must(f.send(queued)) }},
	}
}

func (s *costStage) lists() []priced {
	f := s.f
	return []priced{
		{"open a conversation", cost{0, 1, 0, 0}, func() { f.thread(s.thread) }},
		{"page of the inbox", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Limit: 25}) }},
		{"page narrowed to unread", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Unread: true, Limit: 25}) }},
		{"page narrowed to a channel", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Channel: inbox.Email, Limit: 25}) }},
		{"page narrowed to a campaign", cost{0, 1, 0, 0}, func() {
			f.list(inbox.ConversationQuery{Status: inbox.Open, Campaigns: []string{s.campaign}, Limit: 25})
		}},
		{"page narrowed to a campaign's unread", cost{0, 1, 0, 0}, func() {
			f.list(inbox.ConversationQuery{Status: inbox.Open, Campaigns: []string{s.campaign}, Unread: true, Limit: 25})
		}},
		{"page narrowed to a label", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Label: s.label, Limit: 25}) }},
		{"page narrowed to a member", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, Assignee: s.ada, Limit: 25}) }},
		{"page narrowed to nobody", cost{0, 1, 0, 0}, func() {
			f.list(inbox.ConversationQuery{Status: inbox.Open, Assignee: inbox.Nobody, Limit: 25})
		}},
		{"page with auto-replies", cost{0, 2, 0, 0}, func() { f.list(inbox.ConversationQuery{Status: inbox.Open, AutoReplies: true, Limit: 25}) }},
		{"a campaign's conversations", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Campaigns: []string{s.campaign}, Limit: 25}) }},
		{"a contact's conversations", cost{0, 1, 0, 0}, func() { f.list(inbox.ConversationQuery{Contact: s.contact, Limit: 25}) }},
	}
}

func (s *costStage) working() []priced {
	f := s.f
	return []priced{
		{"a reference", cost{1, 1, 0, 0}, func() {
			_, err := f.Store.Referenced(f.Context(), f.audience.ID, inbox.Reference(s.thread))
			f.must(err)
		}},
		{"labels and teams", cost{1, 0, 0, 0}, func() {
			_, err := f.Store.Load(f.Context(), inbox.Keys{Directories: []string{f.audience.ID}})
			f.must(err)
		}},
		{"label", cost{2, 0, 1, 0}, func() { f.must(f.labelled(s.thread, []string{s.label}, nil)) }},
		{"assign to a member", cost{1, 0, 1, 0}, func() {
			_, err := f.Assign(f.Context(), anybody, "bob", s.thread, 0, s.ada, nil)
			f.must(err)
		}},
		{"note that mentions a member", cost{1, 0, 1, 0}, func() {
			_, err := f.AddNote(f.Context(), anybody, "bob", s.thread, "@Ada", []string{s.ada}, nil)
			f.must(err)
		}},
		{"how many notices are unseen", cost{1, 0, 0, 0}, func() { f.unseen(s.ada) }},
		{"a page of notices", cost{0, 1, 0, 0}, func() {
			_, err := f.Store.Notices(f.Context(), inbox.NoticeQuery{Member: s.ada, Limit: 25})
			f.must(err)
		}},
		{"mark notices seen", cost{1, 1, 1, 0}, func() {
			_, err := f.SeeNotices(f.Context(), s.ada, "~")
			f.must(err)
		}},
		{"what is due in a shard", cost{0, 1, 0, 0}, func() {
			_, err := f.Store.Due(f.Context(), inbox.DueQuery{Until: f.clock(), Limit: 10})
			f.must(err)
		}},
		{"the unread badge", cost{1, 0, 0, 0}, func() {
			_, err := f.Store.Load(f.Context(), inbox.Keys{Unread: []string{f.audience.ID}})
			f.must(err)
		}},
	}
}
