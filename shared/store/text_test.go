package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

func TestAHistoryIsReadPageByPageFromItsNewestRecord(t *testing.T) {
	s := newStand(t)
	elsewhere := changed(&[]inbox.TextRecord{record(9)}[0], func(r *inbox.TextRecord) { r.Audience = other })
	another := changed(elsewhere, func(r *inbox.TextRecord) { r.Audience, r.Number = audience, "+15550143" })
	change := inbox.Change{TextRecords: []inbox.TextRecord{*elsewhere, *another}}
	for n := range 5 {
		change.TextRecords = append(change.TextRecords, record(n+1))
	}
	s.commit(change)
	tests := map[string]struct {
		before, limit int
		more          bool
		want          []int
	}{
		"the newest":              {0, 2, true, []int{5, 4}},
		"older ones":              {4, 2, true, []int{3, 2}},
		"the oldest":              {2, 2, false, []int{1}},
		"exactly all":             {0, 5, false, []int{5, 4, 3, 2, 1}},
		"before the first":        {1, 2, false, nil},
		"before one that is none": {99, 1, true, []int{5}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &stand{T: t, store: s.store, meter: s.meter}
			q := inbox.HistoryQuery{Audience: audience, Number: theirs, Limit: test.limit}
			if test.before > 0 {
				q.Before = messageID(test.before)
			}
			s.meter.Reset()
			h, err := s.store.TextHistory(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var want []inbox.TextRecord
			for _, n := range test.want {
				want = append(want, record(n))
			}
			if !slices.Equal(h.Records, want) || h.More != test.more {
				t.Errorf("more %v, got %+v", h.More, h.Records)
			}
			s.calls(1, "Query")
			s.calls(1, "")
		})
	}
}

func TestAPageOfHistoryThatNoQueryHoldsComesShort(t *testing.T) {
	s := newStand(t)
	long := func(n int) inbox.TextRecord {
		r := record(n)
		r.Words = string(make([]byte, 60_000))
		return r
	}
	for from := range 2 {
		var change inbox.Change
		for n := range 10 {
			change.TextRecords = append(change.TextRecords, long(10*from+n))
		}
		s.commit(change)
	}
	q := inbox.HistoryQuery{Audience: audience, Number: theirs, Limit: 100}
	seen := 0
	for {
		h, err := s.store.TextHistory(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		seen += len(h.Records)
		if !h.More {
			break
		}
		q.Before = h.Records[len(h.Records)-1].ID
	}
	if seen != 20 || q.Before == "" {
		t.Errorf("%d records, the last page after %q", seen, q.Before)
	}
}

func TestANumberIsOneAudiencesForEver(t *testing.T) {
	s := newStand(t)
	with := func(rev int64, numbers ...string) *inbox.Audience {
		return &inbox.Audience{ID: audience, Texting: inbox.Texting{Numbers: numbers}, Rev: rev}
	}
	s.commit(inbox.Change{Audiences: one(nil, with(0, ours))})
	known := s.load(inbox.Keys{TextNumbers: []string{ours}}).TextNumbers[ours]
	s.commit(inbox.Change{TextNumbers: one(known, changed(known, func(n *inbox.TextNumber) { n.Active = true }))})

	s.commit(inbox.Change{Audiences: one(with(1, ours), with(1, "+15550101"))})
	stranger := &inbox.Audience{ID: other, Texting: inbox.Texting{Numbers: []string{ours}}}
	s.refused(inbox.Change{Audiences: one(nil, stranger)}, inbox.ErrConflict)

	s.commit(inbox.Change{Audiences: one(with(2, "+15550101"), with(2, "+15550101", ours))})
	list, err := s.store.TextNumbers(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("%d numbers, %v", len(list), err)
	}
	want := inbox.TextNumber{Number: ours, Audience: audience, Active: true, Rev: 2}
	if list[0] != want || list[1].Number != "+15550101" {
		t.Errorf("a number that came back is known as %+v", list)
	}
	// What was known of it before can be replaced after it came back.
	s.commit(inbox.Change{TextNumbers: one(&want, changed(&want, func(n *inbox.TextNumber) { n.Active = false }))})
}

func TestAShortLinkEndsWhenItExpires(t *testing.T) {
	s := newStand(t)
	link := shortLink("abcdefgh2345")
	s.commit(inbox.Change{Links: one(nil, link)})
	out, err := s.client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &s.table, Key: map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "L#" + link.Code}, "sk": &types.AttributeValueMemberS{Value: "Z"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if ttl, ok := out.Item["ttl"].(*types.AttributeValueMemberN); !ok || ttl.Value != fmt.Sprint(link.Expires.Unix()) {
		t.Errorf("DynamoDB may delete it at %v", out.Item["ttl"])
	}
	for after, there := range map[time.Duration]bool{-time.Second: true, 0: false, time.Second: false} {
		s.store.Now = func() time.Time { return link.Expires.Add(after) }
		if got := s.load(inbox.Keys{Links: []string{link.Code}}).Links[link.Code]; (got != nil) != there {
			t.Errorf("%v after it expires: %+v", after, got)
		}
	}
}

func TestAConversationOfKeywordsAloneIsOnNoList(t *testing.T) {
	s := newStand(t)
	bare := conversation(1)
	bare.Bare, bare.Campaigns = true, []string{campaignID(1)}
	s.commit(inbox.Change{Conversations: one(nil, bare)})
	if got := len(s.items(bare.ID)); got != 1 {
		t.Errorf("%d items beside its header", got-1)
	}
	spoken := changed(bare, func(c *inbox.Conversation) { c.Bare = false })
	s.commit(inbox.Change{Conversations: one(bare, spoken)})
	for _, q := range []inbox.ConversationQuery{{Audience: audience, Status: inbox.Open}, {Contact: bare.Contact}, {Campaigns: []string{campaignID(1)}}} {
		q.Limit = 25
		if page := s.list(q); len(page.Rows) != 1 {
			t.Errorf("no keyword any more, and not on %+v", q)
		}
	}
}

func TestWhoseANumberIsAndWhatItConsentedToIsOneRead(t *testing.T) {
	s := newStand(t)
	person := changed(contact(1), func(c *inbox.Contact) { c.Identities = []inbox.Identity{phone(theirs)} })
	elsewhere := changed(consent(inbox.OptedOut), func(c *inbox.Consent) { c.Audience = other })
	s.commit(inbox.Change{Contacts: one(nil, person), Consents: []inbox.Edit[inbox.Consent]{added(consent(inbox.Consented)), added(elsewhere)}})
	s.meter.Reset()
	found := s.load(inbox.Keys{Senders: []inbox.Identity{phone(theirs)}})
	s.calls(1, "")
	s.calls(1, "Query")
	if known := found.Senders[phone(theirs)]; len(known) != 1 || known[audience].Contact != person.ID {
		t.Errorf("it is known as %+v", known)
	}
	if got := found.Consents[hers]; got == nil || got.State != inbox.Consented || got.Rev != 1 {
		t.Errorf("here it %+v", got)
	}
	if got := found.Consents[inbox.ConsentKey{Audience: other, Number: theirs}]; len(found.Consents) != 2 || got == nil || got.State != inbox.OptedOut {
		t.Errorf("elsewhere it %+v", got)
	}
}

func TestANumberWithoutAContactMayHaveConsented(t *testing.T) {
	s := newStand(t)
	s.commit(inbox.Change{Consents: one(nil, consent(inbox.Consented))})
	found := s.load(inbox.Keys{Senders: []inbox.Identity{phone(theirs)}, Consents: []inbox.ConsentKey{hers}})
	if len(found.Senders) != 0 || len(found.Consents) != 1 || found.Consents[hers].State != inbox.Consented {
		t.Errorf("found %+v, %+v", found.Senders, found.Consents)
	}
}

func TestAScheduledTextIsDueAtItsHour(t *testing.T) {
	s := newStand(t)
	m := message(1, 1)
	m.Direction, m.Channel = inbox.Outbound, inbox.SMS
	m.Delivery = &inbox.Delivery{State: inbox.Scheduled, Deadline: epoch.Add(time.Hour), Bound: true}
	s.commit(inbox.Change{Messages: one(nil, m)})
	for after, want := range map[time.Duration]int{59 * time.Minute: 0, 61 * time.Minute: 1} {
		if due := s.due(epoch.Add(after)); len(due) != want {
			t.Errorf("%v later, due are %v", after, due)
		}
	}
}
