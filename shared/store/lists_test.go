package store_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

func listedIDs(p *inbox.ConversationPage) []string {
	var out []string
	for _, r := range p.Rows {
		out = append(out, r.Conversation)
	}
	return out
}

func TestEachListShowsItsOwnConversations(t *testing.T) {
	s := newStand(t)
	const sms inbox.Channel = "sms"
	for n, change := range []func(*inbox.Conversation){
		0: func(*inbox.Conversation) {},
		1: func(c *inbox.Conversation) { c.Unread, c.Labels = false, []string{"001", "002"} },
		2: func(c *inbox.Conversation) { c.Channel, c.Assignee = sms, "ada" },
		3: func(c *inbox.Conversation) { c.Status = inbox.Done; c.Unread = false },
		4: func(c *inbox.Conversation) { c.Hidden = true },
		5: func(c *inbox.Conversation) { c.Campaign = campaignID(1); c.Campaigns = []string{campaignID(1)} },
		6: func(c *inbox.Conversation) { c.Campaigns = []string{campaignID(2), campaignID(1)}; c.Unread = false },
		7: func(c *inbox.Conversation) { c.Campaigns = []string{campaignID(1)}; c.Status = inbox.Done },
		8: func(c *inbox.Conversation) { c.Audience = other },
		9: func(c *inbox.Conversation) { c.Contact = contactID(0); c.Shard = 1 },
	} {
		s.commit(inbox.Change{Conversations: one(nil, changed(conversation(n), change))})
	}
	tests := map[string]struct {
		query inbox.ConversationQuery
		want  []int
	}{
		"open":                              {inbox.ConversationQuery{Audience: audience, Status: inbox.Open}, []int{6, 5, 2, 1, 0}},
		"open, of two shards":               {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Shards: 2}, []int{9, 6, 5, 2, 1, 0}},
		"done":                              {inbox.ConversationQuery{Audience: audience, Status: inbox.Done}, []int{7, 3}},
		"open and unread":                   {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Unread: true}, []int{5, 2, 0}},
		"open, of a channel":                {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Channel: sms}, []int{2}},
		"open and unread, of a channel":     {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Unread: true, Channel: sms}, []int{2}},
		"a campaign's, all":                 {inbox.ConversationQuery{Campaigns: []string{campaignID(1)}}, []int{7, 6, 5}},
		"a campaign's, open":                {inbox.ConversationQuery{Audience: audience, Campaigns: []string{campaignID(1)}, Status: inbox.Open}, []int{6, 5}},
		"a campaign's, open and unread":     {inbox.ConversationQuery{Audience: audience, Campaigns: []string{campaignID(1)}, Status: inbox.Open, Unread: true}, []int{5}},
		"a campaign's, open, of no channel": {inbox.ConversationQuery{Audience: audience, Campaigns: []string{campaignID(1)}, Status: inbox.Open, Channel: sms}, nil},
		"a contact's":                       {inbox.ConversationQuery{Contact: contactID(0)}, []int{9, 0}},
		"a contact's, hidden":               {inbox.ConversationQuery{Contact: contactID(4)}, []int{4}},
		"hidden":                            {inbox.ConversationQuery{Audience: audience, Hidden: true}, []int{4}},
		"open, read":                        {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Read: true}, []int{6, 1}},
		"open, with a label":                {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Label: "002"}, []int{1}},
		"open, of a member":                 {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Assignee: "ada"}, []int{2}},
		"open, of nobody":                   {inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Assignee: inbox.Nobody}, []int{6, 5, 1, 0}},
		"of another audience":               {inbox.ConversationQuery{Audience: other, Status: inbox.Open}, []int{8}},
		"of no audience":                    {inbox.ConversationQuery{Audience: "x", Status: inbox.Open}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &stand{T: t, store: s.store, meter: s.meter}
			s.meter.Reset()
			test.query.Limit = 25
			var want []string
			for _, n := range test.want {
				want = append(want, conversationID(n))
			}
			if got := listedIDs(s.list(test.query)); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			s.calls(max(test.query.Shards, 1), "")
		})
	}
}

// TestSeveralCampaignsAreOneList reads conversations that are on one, both or
// none of two campaigns' lists, page by page.
func TestSeveralCampaignsAreOneList(t *testing.T) {
	s := newStand(t)
	var want []string
	for n := range 12 {
		c := conversation(n)
		c.Shard, c.Arrived = n%2, epoch.Add(time.Duration(n)*time.Minute)
		for k := range 2 {
			if n&(k+1) != 0 {
				c.Campaigns = append(c.Campaigns, campaignID(k))
			}
		}
		if n == 8 {
			c.Hidden, c.Machines, c.Campaigns = true, true, []string{campaignID(1)}
		}
		if len(c.Campaigns) > 0 {
			want = append([]string{c.ID}, want...)
		}
		s.commit(inbox.Change{Conversations: one(nil, c)})
	}
	q := inbox.ConversationQuery{
		Audience: audience, Shards: 2, Campaigns: []string{campaignID(0), campaignID(1)}, AutoReplies: true, Limit: 2,
	}
	var got []string
	for more := true; more; {
		page := s.list(q)
		got = append(got, listedIDs(page)...)
		q.After, more = page.Next, page.More
	}
	if !slices.Equal(got, want) {
		t.Errorf(" got %v\nwant %v", got, want)
	}
}

func TestARowTellsWhatAListShows(t *testing.T) {
	s := newStand(t)
	c := conversation(1)
	c.Spam, c.Assignee, c.Campaign = true, "member", campaignID(1)
	s.commit(inbox.Change{Conversations: one(nil, c)})
	row := s.list(inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Limit: 1}).Rows[0]
	want := inbox.Row{
		Conversation: c.ID, Audience: c.Audience, Contact: c.Contact, ContactName: c.ContactName, Channel: c.Channel,
		Subject: c.Subject, Preview: c.Preview, Status: c.Status, Unread: true, Spam: true,
		Assignee: c.Assignee, Campaign: c.Campaign, Arrived: c.Arrived, Cursor: row.Cursor,
	}
	if !reflect.DeepEqual(row, want) {
		t.Errorf(" got %+v\nwant %+v", row, want)
	}
}

func TestAChangedConversationMovesFromListToList(t *testing.T) {
	s := newStand(t)
	before := conversation(1)
	before.Campaigns = []string{campaignID(1)}
	s.commit(inbox.Change{Conversations: one(nil, before)})
	after := changed(before, func(c *inbox.Conversation) {
		c.Status, c.Unread, c.Campaigns = inbox.Done, false, []string{campaignID(2)}
		c.Arrived = c.Arrived.Add(time.Hour)
	})
	s.commit(inbox.Change{Conversations: one(before, after)})
	for _, gone := range []inbox.ConversationQuery{
		{Audience: audience, Status: inbox.Open}, {Audience: audience, Status: inbox.Open, Unread: true},
		{Audience: audience, Status: inbox.Open, Channel: inbox.Email}, {Campaigns: []string{campaignID(1)}},
		{Audience: audience, Status: inbox.Done, Unread: true}, {Campaigns: []string{campaignID(1)}, Status: inbox.Open},
	} {
		gone.Limit = 25
		if page := s.list(gone); len(page.Rows) > 0 {
			t.Errorf("still on %+v", gone)
		}
	}
	for _, there := range []inbox.ConversationQuery{
		{Audience: audience, Status: inbox.Done}, {Audience: audience, Status: inbox.Done, Channel: inbox.Email},
		{Campaigns: []string{campaignID(2)}}, {Campaigns: []string{campaignID(2)}, Status: inbox.Done}, {Contact: before.Contact},
	} {
		there.Limit = 25
		if page := s.list(there); len(page.Rows) != 1 || !page.Rows[0].Arrived.Equal(after.Arrived) {
			t.Errorf("on %+v: %+v", there, page.Rows)
		}
	}
}

func TestPagesFollowEachOtherWithoutGapsOverAnyNumberOfShards(t *testing.T) {
	for _, shards := range []int{1, 3} {
		t.Run(fmt.Sprintf("%d shards", shards), func(t *testing.T) {
			s := newStand(t)
			var want []string
			for n := range 23 {
				c := conversation(n)
				c.Shard = n * n % shards
				c.Arrived = epoch.Add(time.Duration(n/3) * time.Millisecond) // some at once
				s.commit(inbox.Change{Conversations: one(nil, c)})
				want = append(want, c.ID)
			}
			slices.Reverse(want)
			var got []string
			q := inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Shards: shards, Limit: 5}
			for {
				page := s.list(q)
				got = append(got, listedIDs(page)...)
				if !page.More {
					break
				}
				q.After = page.Next
			}
			if !slices.Equal(got, want) {
				t.Errorf(" got %v\nwant %v", got, want)
			}
		})
	}
}

func TestACursorOutlivesItsConversation(t *testing.T) {
	s := newStand(t)
	for n := range 4 {
		s.commit(inbox.Change{Conversations: one(nil, conversation(n))})
	}
	q := inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Limit: 2}
	first := s.list(q)
	gone := changed(conversation(2), func(c *inbox.Conversation) { c.Rev = 1 })
	s.commit(inbox.Change{Conversations: one(gone, nil)})
	q.After = first.Rows[1].Cursor
	if got := listedIDs(s.list(q)); !slices.Equal(got, []string{conversationID(1), conversationID(0)}) {
		t.Errorf("after the deleted one come %v", got)
	}
}

func TestAFilteredListReadsFourPagesAtMost(t *testing.T) {
	s := newStand(t)
	const sms inbox.Channel = "sms"
	for n := range 30 {
		c := conversation(n)
		if n == 0 || n == 3 {
			c.Channel = sms
		}
		s.commit(inbox.Change{Conversations: one(nil, c)})
	}
	s.meter.Reset()
	q := inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Unread: true, Channel: sms, Limit: 5}
	page := s.list(q)
	if len(page.Rows) != 0 || !page.More || page.Next == "" {
		t.Errorf("the first page: %+v", page)
	}
	s.calls(4, "Query")
	q.After = page.Next
	if page = s.list(q); !slices.Equal(listedIDs(page), []string{conversationID(3), conversationID(0)}) || page.More {
		t.Errorf("the second page: %+v", page)
	}
	q.After, q.Limit = "", 1
	for q.After == "" || page.More && len(page.Rows) == 0 {
		page = s.list(q)
		q.After = page.Next
	}
	if !slices.Equal(listedIDs(page), []string{conversationID(3)}) || !page.More {
		t.Errorf("the first match: %+v", page)
	}
}

func withContacts(t *testing.T) *stand {
	t.Helper()
	s := newStand(t)
	people := []struct {
		name       string
		identities []inbox.Identity
	}{
		{"Ada Lovelace", []inbox.Identity{email("ada@example.com"), {Kind: inbox.IdentityPhone, Value: "+15550100"}}},
		{"ada  byron", []inbox.Identity{email("byron@example.com")}},
		{"Adam", nil},
		{"Ärger", []inbox.Identity{email("x@example.com"), email("adrian@example.com")}},
		{"", []inbox.Identity{email("bob@example.com")}},
		{"", nil},
	}
	for n, p := range people {
		c := contact(n)
		c.Name, c.Identities, c.Blocked = p.name, p.identities, n == 2
		s.commit(inbox.Change{Contacts: one(nil, c)})
	}
	return s
}

// contacts reads all pages of two.
func (s *stand) contacts(q inbox.ContactQuery) (ids []string) {
	s.Helper()
	q.Audience, q.Limit = audience, 2
	for {
		page, err := s.store.Contacts(s.Context(), q)
		if err != nil {
			s.Fatal(err)
		}
		for _, r := range page.Rows {
			ids = append(ids, r.Contact)
		}
		if !page.More {
			return ids
		}
		q.After = page.Rows[len(page.Rows)-1].Cursor
	}
}

func TestContactsAreFoundByPrefix(t *testing.T) {
	s := withContacts(t)
	tests := map[string]struct {
		query inbox.ContactQuery
		want  []int
	}{
		"all, by name":            {inbox.ContactQuery{}, []int{5, 1, 0, 2, 4, 3}},
		"by name in any case":     {inbox.ContactQuery{Name: "ADA"}, []int{1, 0, 2}},
		"by a whole name":         {inbox.ContactQuery{Name: "ada lo"}, []int{0}},
		"by a letter like ä":      {inbox.ContactQuery{Name: "äR"}, []int{3}},
		"nameless, by address":    {inbox.ContactQuery{Name: "bob"}, []int{4}},
		"by any of the addresses": {inbox.ContactQuery{Email: "ad"}, []int{0, 3}},
		"by number":               {inbox.ContactQuery{Phone: "+1555"}, []int{0}},
		"by nothing that is":      {inbox.ContactQuery{Name: "zz"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.meter.Reset()
			s := &stand{T: t, store: s.store, meter: s.meter}
			var want []string
			for _, n := range test.want {
				want = append(want, contactID(n))
			}
			got := s.contacts(test.query)
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			s.calls(max(1, (len(want)+1)/2), "Query")
		})
	}
}

func TestAContactsRowTellsWhatAListShows(t *testing.T) {
	s := withContacts(t)
	page, err := s.store.Contacts(t.Context(), inbox.ContactQuery{Audience: audience, Name: "ada lo", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := inbox.ContactRow{Contact: contactID(0), Name: "Ada Lovelace", Email: "ada@example.com", Phone: "+15550100", Cursor: page.Rows[0].Cursor}
	if page.Rows[0] != want {
		t.Errorf("got %+v", page.Rows[0])
	}
}

func TestTheAccountsListsAreWhole(t *testing.T) {
	s := newStand(t)
	for n := range 3 {
		id := fmt.Sprintf("%c", 'c'-n)
		s.commit(inbox.Change{
			Audiences:   one(nil, &inbox.Audience{ID: id, Name: "A" + id, Created: epoch}),
			Members:     one(nil, &inbox.Member{ID: id, Email: id + "@example.org"}),
			Invitations: one(nil, &inbox.Invitation{Email: id + "@example.com"}),
		})
	}
	audiences, err := s.store.Audiences(t.Context())
	if err != nil || len(audiences) != 3 || audiences[0].Name != "Aa" {
		t.Errorf("audiences: %v, %v", audiences, err)
	}
	members, invited, err := s.store.Members(t.Context())
	if err != nil || len(members) != 3 || len(invited) != 3 || members[0].ID != "a" || invited[2].Email != "c@example.com" {
		t.Errorf("members: %v, %v, %v", members, invited, err)
	}
}

func TestWhatIsToBeSentIsDueUntilItIsSettled(t *testing.T) {
	s := newStand(t)
	m := message(1, 1)
	m.Direction = inbox.Outbound
	m.Delivery = &inbox.Delivery{State: inbox.Queued, Deadline: epoch}
	s.commit(inbox.Change{Messages: one(nil, m)})
	s.fill(2, 2, 3, message)
	due := func(now time.Time) (all []inbox.MessageKey) {
		for _, d := range s.due(now) {
			if d.Kind != inbox.DueMessage || !d.At.Before(now) {
				t.Errorf("due is %+v", d)
			}
			all = append(all, inbox.MessageKey{Conversation: d.Conversation, Message: d.Message})
		}
		return all
	}
	want := []inbox.MessageKey{{Conversation: m.Conversation, Message: m.ID}}
	if got := due(epoch); len(got) != 0 {
		t.Errorf("due at its deadline already: %v", got)
	}
	if got := due(epoch.Add(time.Second)); !slices.Equal(got, want) {
		t.Errorf("due after its deadline: %v", got)
	}
	sending := changed(m, func(m *inbox.Message) {
		m.Delivery = &inbox.Delivery{State: inbox.Sending, Deadline: epoch.Add(time.Minute)}
	})
	s.commit(inbox.Change{Messages: one(m, sending)})
	if got := due(epoch.Add(time.Second)); len(got) != 0 {
		t.Errorf("due while it is being sent: %v", got)
	}
	if got := due(epoch.Add(time.Hour)); !slices.Equal(got, want) {
		t.Errorf("due after the claim: %v", got)
	}
	settled := changed(sending, func(m *inbox.Message) { m.Delivery = &inbox.Delivery{State: inbox.Unknown} })
	s.commit(inbox.Change{Messages: one(sending, settled)})
	if got := due(epoch.Add(time.Hour)); len(got) != 0 {
		t.Errorf("due although settled: %v", got)
	}
}
