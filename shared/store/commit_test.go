package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// everything is a change that writes one of each kind, and what Load finds of it
// when it is asked for everything.
func everything() (inbox.Change, *inbox.Found) {
	aud := &inbox.Audience{
		ID: audience, Name: "Chairs", FromName: "Chairs", FromAddress: "hello@example.org",
		ForwardingAddress: "support@example.org", Unmatched: inbox.UnmatchedJoin, Shards: 2, Created: epoch,
		Texting: inbox.Texting{Numbers: []string{ours}, Brand: "Chairs", Subscribe: []string{"JOIN"}, AnswerMinutes: -1},
	}
	campaign := &inbox.Campaign{ID: campaignID(1), Audience: audience, Kind: inbox.KindFlow, Code: "abcdefgh2345", Created: epoch}
	c, m, person := conversation(1), message(1, 1), contact(1)
	c.Campaign, c.Campaigns, c.Outbox = campaign.ID, []string{campaign.ID}, []string{messageID(2)}
	m.Facts = []inbox.Fact{{At: epoch, Name: "matched", Detail: map[string]string{"rule": "token"}}}
	m.Delivery = &inbox.Delivery{State: inbox.Sent, Recipients: map[string]inbox.DeliveryState{"ada@example.com": inbox.Delivered}}
	member := &inbox.Member{ID: "member", Email: "mo@example.org", Roles: map[string]inbox.Role{audience: inbox.Agent}}
	invitation := &inbox.Invitation{Email: "new@example.org", Account: inbox.Admin}
	suppression := inbox.Suppression{Audience: audience, Address: "gone@example.com", Reason: inbox.SuppressedBounce, At: epoch}
	ref, campaignRef := inbox.WireRef{Conversation: c.ID, Message: m.ID}, inbox.WireRef{CampaignCode: campaign.Code}
	request := &inbox.Request{Key: "member POST /x k", Digest: "d", Message: m.ID, Expires: epoch.Add(inbox.RequestTTL).Truncate(time.Second)}
	known := inbox.Known{Audience: audience, Identity: person.Identities[0], Contact: person.ID, Name: person.Name, Recent: []string{c.ID}}
	counted := inbox.Counted{Unread: true, Rev: 1}
	c.Text = &inbox.TextPair{Ours: ours, Theirs: theirs, FreeUntil: epoch}
	consented, number, link := consent(inbox.Consented), textNumber(true), shortLink("abcdefgh2345")
	consented.Refusal, consented.Asked = inbox.MessageKey{Conversation: c.ID, Message: m.ID}, epoch

	change, found := inbox.Change{
		Once: []string{"ses:1", "digest:1", "ses:1"}, Request: request,
		Audiences: one(nil, aud), Campaigns: one(nil, campaign), Contacts: one(nil, person),
		Conversations: one(nil, c), Messages: one(nil, m), Members: one(nil, member), Invitations: one(nil, invitation),
		Consents: one(nil, consented), TextNumbers: one(nil, number), Links: one(nil, link),
		KeptOut: person.ID, Owner: true, Suppress: []inbox.Suppression{suppression}, Recent: []inbox.Recent{{Known: known}},
		Wire: []inbox.WireEntry{
			{ID: "m@example.com", Audience: audience, Ref: ref}, {ID: "m@example.com", Audience: other, Ref: campaignRef},
		},
		Counted: &inbox.CountedEdit{Audience: audience, Conversation: c.ID, After: counted},
	}, &inbox.Found{
		Addresses:     map[string]string{aud.ForwardingAddress: audience},
		Senders:       map[inbox.Identity]map[string]inbox.Known{known.Identity: {audience: known}},
		Wire:          map[string]map[string]inbox.WireRef{"m@example.com": {audience: ref, other: campaignRef}},
		Audiences:     map[string]*inbox.Audience{audience: aud},
		Contacts:      map[string]*inbox.Contact{person.ID: person},
		Conversations: map[string]*inbox.Conversation{c.ID: c},
		Messages:      map[inbox.MessageKey]*inbox.Message{{Conversation: c.ID, Message: m.ID}: m},
		CampaignCodes: map[string]*inbox.Campaign{campaign.Code: campaign},
		Campaigns:     map[string]*inbox.Campaign{campaign.ID: campaign},
		Members:       map[string]*inbox.Member{member.ID: member},
		Invitations:   map[string]*inbox.Invitation{invitation.Email: invitation},
		Owner:         true,
		Once:          map[string]bool{"ses:1": true, "digest:1": true},
		Requests:      map[string]*inbox.Request{request.Key: request},
		Suppressions:  map[string]*inbox.Suppression{suppression.Address: &suppression},
		Unread:        map[string]int{audience: 1},
		Counted:       map[string]inbox.Counted{c.ID: counted},
		Consents:      map[inbox.ConsentKey]*inbox.Consent{{Audience: audience, Number: theirs}: consented},
		TextNumbers: map[string]*inbox.TextNumber{
			number.Number: number,
			ours:          {Number: ours, Audience: audience, Rev: 1}, // claimed with the audience
		},
		Links:   map[string]*inbox.Link{link.Code: link},
		KeptOut: map[string]int{person.ID: 1},
	}
	addTools(&change, found)
	return change, found
}

// addTools adds what the team works with, besides mail and texts.
func addTools(change *inbox.Change, found *inbox.Found) {
	apiKey := &inbox.APIKey{ID: "key", Name: "Webshop", Role: inbox.Agent, Audiences: []string{audience}, Hash: "hash", Created: epoch, Used: "2026-03-02"}
	saved := &inbox.SavedReply{ID: "saved", Audience: audience, Name: "Hello", Text: "Hello {{contact.name}}", Channels: []inbox.Channel{inbox.Email}, Created: epoch}
	pool := &inbox.CouponPool{Audience: audience, Name: "welcome", Made: 2, Taken: 1, Created: epoch}
	codes := &inbox.CouponPage{Audience: audience, Pool: pool.Name, N: 7, Codes: []string{"A", "B"}}
	placed := order(1)
	job := &inbox.Job{ID: "job", Audience: audience, Kind: inbox.JobBulk, State: inbox.JobQueued, Created: epoch, Expires: epoch.Truncate(time.Second), Deadline: epoch,
		Selection: []string{"c"}, Filter: &inbox.ConversationQuery{Status: inbox.Open}, Bulk: &inbox.BulkAction{Snooze: &inbox.SnoozeChoice{Preset: inbox.Tomorrow, Zone: "UTC"}, Assign: new(string), AddLabels: []string{"002"}},
		Contact: "contact", Move: &inbox.Move{From: "a", To: "b", Back: true}, Label: "002", Of: "audience", Looked: 7}
	item := inbox.JobItem{Job: "job", ID: "c", Outcome: inbox.ItemRefused, Reason: "No.", Expires: job.Expires}
	directory := &inbox.Directory{
		Audience: audience, Made: 2, Labels: []inbox.Label{{ID: "002", Name: "Late", Colour: "red", Rev: 1}},
		Teams: []inbox.Team{{ID: "team", Name: "Returns", Members: []string{"member"}, Rev: 3}},
	}
	hook := &inbox.Webhook{
		ID: "hook", Audience: audience, URL: "https://example.com/hook", Events: []inbox.EventType{inbox.MessageReceived},
		State: inbox.WebhookActive, Secret: inbox.SecretRef{Master: "a", Number: 1}, Created: epoch,
	}
	told := &inbox.HookDelivery{ID: "told", Webhook: hook.ID, Audience: audience, Attempts: 1, Status: 503, At: epoch}

	change.APIKeys, change.SavedReplies, change.Directories = one(nil, apiKey), one(nil, saved), one(nil, directory)
	change.Notices = []inbox.Notice{{Member: "member", ID: "1", At: epoch}, {Member: "member", ID: "2", At: epoch}}
	gone := inbox.Gone{ID: "gone", Audience: audience, Job: "job"}
	change.Gone, change.Bury = []inbox.Gone{gone}, []string{"old:1"}
	found.Gone, found.Buried, found.Once["old:1"] = map[string]inbox.Gone{"gone": gone}, map[string]bool{"old:1": true}, true

	change.Orders, change.Jobs, change.JobItems = one(nil, placed), one(nil, job), []inbox.JobItem{item}
	change.CouponPools, change.CouponPages = one(nil, pool), one(nil, codes)
	change.Webhooks, change.HookDeliveries = one(nil, hook), one(nil, told)

	found.APIKeys = map[string]*inbox.APIKey{apiKey.ID: apiKey}
	found.SavedReplies = map[string]*inbox.SavedReply{saved.ID: saved}
	found.CouponPools = map[inbox.CouponKey]*inbox.CouponPool{{Audience: audience, Name: pool.Name}: pool}
	found.CouponPages = map[inbox.CouponPageKey]*inbox.CouponPage{{Audience: audience, Pool: pool.Name, N: 7}: codes}
	found.Directories, found.Unseen = map[string]*inbox.Directory{audience: directory}, map[string]int{"member": 2}
	found.Orders = map[inbox.OrderKey]*inbox.Order{{Audience: audience, External: "order-1"}: placed}
	found.Jobs = map[string]*inbox.Job{job.ID: job}
	found.JobItems = map[inbox.JobItemKey]*inbox.JobItem{{Job: job.ID, ID: "c"}: &item}
	found.Webhooks = map[inbox.WebhookKey]*inbox.Webhook{{Audience: audience, ID: hook.ID}: hook}
	found.HookDeliveries = map[inbox.HookDeliveryKey]*inbox.HookDelivery{{Webhook: hook.ID, ID: told.ID}: told}
}

func TestWhatIsCommittedIsLoadedAsItWas(t *testing.T) {
	s := newStand(t)
	change, want := everything()
	s.commit(change)
	for id, c := range want.Conversations {
		if c.Rev != 1 || want.Contacts[contactID(1)].Rev != 1 {
			t.Errorf("%s does not bear the version it was stored with", id)
		}
	}
	// What is not there, and what is named twice, does no harm.
	got := reflect.ValueOf(s.load(inbox.Keys{
		Addresses: []string{"support@example.org", "nobody@example.org"},
		Senders:   []inbox.Identity{email("contact1@example.com"), email("stranger@example.com"), email("contact1@example.com")},
		Wire:      []string{"m@example.com", "x@example.com"}, Audiences: []string{audience, other},
		Contacts: []string{contactID(1), "x"}, Conversations: []string{conversationID(1), conversationID(1), "x"},
		Messages:      []inbox.MessageKey{{Conversation: conversationID(1), Message: messageID(1)}, {}},
		CampaignCodes: []string{"abcdefgh2345", "x"}, Campaigns: []string{campaignID(1), "x"}, Members: []string{"member", "x"},
		Invitations: []string{"new@example.org", "x"}, APIKeys: []string{"key", "x"}, SavedReplies: []string{"saved", "x"}, Owner: true, Once: []string{"ses:1", "ses:2", "digest:1", "old:1"}, Gone: []string{"gone", "x"},
		Requests:     []string{"member POST /x k", "x"},
		Suppressions: []inbox.Suppression{{Audience: audience, Address: "gone@example.com"}, {Audience: other, Address: "x"}},
		Unread:       []string{audience, other}, Counted: []string{conversationID(1), "x"},
		Consents:    []inbox.ConsentKey{{Audience: audience, Number: theirs}, {Audience: other, Number: theirs}},
		TextNumbers: []string{ours, "+15550101", "x"}, Links: []string{"abcdefgh2345", "x"},
		Directories: []string{audience, other}, Unseen: []string{"member", "x"},
		Webhooks:       []inbox.WebhookKey{{Audience: audience, ID: "hook"}, {Audience: other, ID: "hook"}},
		HookDeliveries: []inbox.HookDeliveryKey{{Webhook: "hook", ID: "told"}, {Webhook: "hook", ID: "x"}},
		CouponPools:    []inbox.CouponKey{{Audience: audience, Name: "welcome"}, {Audience: other, Name: "welcome"}},
		CouponPages:    []inbox.CouponPageKey{{Audience: audience, Pool: "welcome", N: 7}, {Audience: audience, Pool: "welcome"}},
		KeptOut:        []string{contactID(1), contactID(2)}, Jobs: []string{"job", "x"}, JobItems: []inbox.JobItemKey{{Job: "job", ID: "c"}, {Job: "job", ID: "x"}}, Orders: []inbox.OrderKey{{Audience: audience, External: "order-1"}, {}},
	})).Elem()
	for i := range got.NumField() {
		if w := reflect.ValueOf(want).Elem().Field(i).Interface(); !reflect.DeepEqual(got.Field(i).Interface(), w) {
			t.Errorf("%s:\n got %+v\nwant %+v", got.Type().Field(i).Name, got.Field(i).Interface(), w)
		}
	}
}

func TestWhatMayNotBeCommittedIsRefused(t *testing.T) {
	request := func(key, digest string) *inbox.Request {
		return &inbox.Request{Key: key, Digest: digest, Expires: epoch.Add(inbox.RequestTTL)}
	}
	person := changed(contact(1), func(c *inbox.Contact) { c.Rev = 1 })
	stored := changed(conversation(1), func(c *inbox.Conversation) { c.Rev = 1 })
	stale := changed(stored, func(c *inbox.Conversation) { c.Rev = 7 })
	tests := map[string]struct {
		change inbox.Change
		want   error
	}{
		"a message that came before":               {inbox.Change{Once: []string{"new", "ses:1"}}, inbox.ErrDuplicate},
		"a duplicate beside a conflict":            {inbox.Change{Once: []string{"ses:1"}, Conversations: one(stale, stored)}, inbox.ErrDuplicate},
		"the same request again":                   {inbox.Change{Request: request("k", "d")}, inbox.ErrDuplicate},
		"another request under the same key":       {inbox.Change{Request: request("k", "other")}, inbox.ErrKeyReused},
		"a reused key that would be a duplicate":   {inbox.Change{Request: request("k", "other"), Once: []string{"ses:1"}}, inbox.ErrKeyReused},
		"a conversation edited meanwhile":          {inbox.Change{Conversations: one(stale, stored)}, inbox.ErrConflict},
		"a conversation that is there already":     {inbox.Change{Conversations: one(nil, conversation(1))}, inbox.ErrConflict},
		"an edit of a conversation that is not":    {inbox.Change{Conversations: one(changed(conversation(5), func(c *inbox.Conversation) { c.Rev = 1 }), conversation(5))}, inbox.ErrConflict},
		"a conversation that must exist":           {inbox.Change{RequireConversation: []string{conversationID(5)}}, inbox.ErrConflict},
		"a second contact with an address":         {inbox.Change{Contacts: one(nil, changed(contact(2), func(c *inbox.Contact) { c.Identities = person.Identities }))}, inbox.ErrConflict},
		"recollections of another's address":       {inbox.Change{Recent: []inbox.Recent{{Known: inbox.Known{Audience: audience, Identity: person.Identities[0], Contact: contactID(2)}}}}, inbox.ErrConflict},
		"recollections of nobody's address":        {inbox.Change{Recent: []inbox.Recent{{Known: inbox.Known{Audience: other, Identity: person.Identities[0], Contact: person.ID}}}}, inbox.ErrConflict},
		"a second first owner":                     {inbox.Change{Owner: true}, inbox.ErrConflict},
		"an address of another audience":           {inbox.Change{Audiences: one(nil, &inbox.Audience{ID: other, ForwardingAddress: "support@example.org"})}, inbox.ErrConflict},
		"another forwarding address":               {inbox.Change{Audiences: one(&inbox.Audience{ID: audience, ForwardingAddress: "support@example.org", Rev: 1}, &inbox.Audience{ID: audience})}, inbox.ErrInvalid},
		"a number of another audience":             {inbox.Change{Audiences: one(nil, &inbox.Audience{ID: other, Texting: inbox.Texting{Numbers: []string{"+15550109", ours}}})}, inbox.ErrConflict},
		"a consent that is there already":          {inbox.Change{Consents: one(nil, consent(inbox.OptedOut))}, inbox.ErrConflict},
		"a consent edited meanwhile":               {inbox.Change{Consents: one(changed(consent(inbox.Consented), func(c *inbox.Consent) { c.Rev = 7 }), consent(inbox.OptedOut))}, inbox.ErrConflict},
		"a short link whose code is taken":         {inbox.Change{Links: one(nil, shortLink("code"))}, inbox.ErrConflict},
		"a record that is there already":           {inbox.Change{TextRecords: []inbox.TextRecord{record(1)}}, inbox.ErrDuplicate},
		"a campaign code that is taken":            {inbox.Change{Campaigns: one(nil, &inbox.Campaign{ID: campaignID(2), Code: "code"})}, inbox.ErrConflict},
		"another code for a campaign":              {inbox.Change{Campaigns: one(&inbox.Campaign{ID: campaignID(1), Code: "code", Rev: 1}, &inbox.Campaign{ID: campaignID(1), Code: "new"})}, inbox.ErrInvalid},
		"mail to a suppressed address":             {inbox.Change{RequireUnsuppressed: []inbox.Suppression{{Audience: audience, Address: "gone@example.com"}}}, inbox.ErrSuppressed},
		"one use too many":                         {inbox.Change{Limit: &inbox.Limit{Key: "l", Uses: 1, Max: 2, Expires: epoch}}, inbox.ErrRateLimited},
		"a badge that has seen something newer":    {inbox.Change{Counted: &inbox.CountedEdit{Audience: audience, Conversation: conversationID(1), Before: inbox.Counted{Rev: 1}, After: inbox.Counted{Unread: true, Rev: 2}}}, inbox.ErrConflict},
		"a badge's first look at what it has seen": {inbox.Change{Counted: &inbox.CountedEdit{Audience: audience, Conversation: conversationID(1), After: inbox.Counted{Unread: true, Rev: 2}}}, inbox.ErrConflict},
	}
	s := newStand(t)
	s.commit(inbox.Change{
		Once: []string{"ses:1"}, Request: request("k", "d"), Owner: true,
		Conversations: one(nil, conversation(1)), Contacts: one(nil, contact(1)),
		Audiences: one(nil, &inbox.Audience{ID: audience, ForwardingAddress: "support@example.org", Texting: inbox.Texting{Numbers: []string{ours}}}),
		Consents:  one(nil, consent(inbox.Consented)), Links: one(nil, shortLink("code")), TextRecords: []inbox.TextRecord{record(1)},
		Campaigns: one(nil, &inbox.Campaign{ID: campaignID(1), Code: "code"}),
		Suppress:  []inbox.Suppression{{Audience: audience, Address: "gone@example.com"}},
		Limit:     &inbox.Limit{Key: "l", Uses: 1, Max: 2, Expires: epoch},
		Counted:   &inbox.CountedEdit{Audience: audience, Conversation: conversationID(1), After: inbox.Counted{Rev: 5}},
	})
	s.commit(inbox.Change{Limit: &inbox.Limit{Key: "l", Uses: 1, Max: 2, Expires: epoch}})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			(&stand{T: t, store: s.store}).refused(test.change, test.want)
		})
	}
}

func TestNothingOfARefusedChangeIsWritten(t *testing.T) {
	s := newStand(t)
	s.commit(inbox.Change{Once: []string{"ses:1"}})
	c := conversation(1)
	s.refused(inbox.Change{Once: []string{"ses:1"}, Conversations: one(nil, c), Messages: one(nil, message(1, 1))}, inbox.ErrDuplicate)
	if found := s.load(inbox.Keys{Conversations: []string{c.ID}}); len(found.Conversations) > 0 || c.Rev != 0 {
		t.Error("a refused change left a conversation")
	}
}

func TestAnExpiredIdempotencyKeyIsFree(t *testing.T) {
	s := newStand(t)
	old := &inbox.Request{Key: "k", Digest: "old", Expires: epoch.Add(time.Hour)}
	s.commit(inbox.Change{Request: old})
	s.store.Now = func() time.Time { return epoch.Add(2 * time.Hour) }
	if found := s.load(inbox.Keys{Requests: []string{"k"}}); len(found.Requests) > 0 {
		t.Error("an expired request was found")
	}
	s.commit(inbox.Change{Request: &inbox.Request{Key: "k", Digest: "new", Expires: epoch.Add(26 * time.Hour)}})
	if found := s.load(inbox.Keys{Requests: []string{"k"}}); found.Requests["k"].Digest != "new" {
		t.Error("the new request did not replace the expired one")
	}
}

func TestTheFirstToClaimAMessageIDKeepsIt(t *testing.T) {
	s := newStand(t)
	claim := func(aud, conversation string) {
		s.commit(inbox.Change{Wire: []inbox.WireEntry{{ID: "id", Audience: aud, Ref: inbox.WireRef{Conversation: conversation, Message: "m"}}}})
	}
	claim(audience, "first")
	claim(audience, "second")
	claim(other, "third")
	got := s.load(inbox.Keys{Wire: []string{"id"}}).Wire["id"]
	if got[audience].Conversation != "first" || got[other].Conversation != "third" {
		t.Errorf("got %v", got)
	}
}

func TestKeysThatStrangersChooseMayBeAnything(t *testing.T) {
	s := newStand(t)
	long := string(make([]byte, 5000))
	for name, odd := range map[string]string{"long": long, "no UTF-8": "\xff\xfe@example.com", "empty": ""} {
		t.Run(name, func(t *testing.T) {
			c := changed(contact(len(odd)), func(c *inbox.Contact) { c.Identities = []inbox.Identity{email(odd)} })
			s.commit(inbox.Change{
				Once: []string{odd}, Contacts: one(nil, c),
				Wire: []inbox.WireEntry{{ID: odd, Audience: audience, Ref: inbox.WireRef{Conversation: "c", Message: "m"}}},
			})
			found := s.load(inbox.Keys{
				Once: []string{odd}, Wire: []string{odd}, Senders: []inbox.Identity{email(odd)},
				Addresses: []string{odd}, Conversations: []string{odd}, Suppressions: []inbox.Suppression{{Address: odd}},
			})
			if !found.Once[odd] || found.Wire[odd][audience].Message != "m" || found.Senders[email(odd)][audience].Contact != c.ID {
				t.Errorf("not found: %+v", found)
			}
		})
	}
}

func TestAContactsIdentitiesFollowIt(t *testing.T) {
	s := newStand(t)
	before := contact(1)
	before.Identities = append(before.Identities, email("old@example.com"))
	s.commit(inbox.Change{Contacts: one(nil, before)})
	s.commit(inbox.Change{Recent: []inbox.Recent{{Known: inbox.Known{Audience: audience, Identity: before.Identities[0], Contact: before.ID, Recent: []string{"c1"}}}}})

	after := changed(before, func(c *inbox.Contact) {
		c.Name, c.Blocked = "Ada", true
		c.Identities = []inbox.Identity{before.Identities[0], email("new@example.com"), email("new@example.com")}
	})
	s.commit(inbox.Change{Contacts: one(before, after)})
	senders := append(slices.Clone(after.Identities), email("old@example.com"))
	got := s.load(inbox.Keys{Senders: senders}).Senders
	kept := got[before.Identities[0]][audience]
	if kept.Name != "Ada" || !kept.Blocked || !slices.Equal(kept.Recent, []string{"c1"}) {
		t.Errorf("the kept identity tells %+v", kept)
	}
	if got[email("new@example.com")][audience].Contact != before.ID {
		t.Error("the new identity is unknown")
	}
	if _, ok := got[email("old@example.com")]; ok {
		t.Error("the removed identity is still known")
	}

	s.commit(inbox.Change{Contacts: one(after, nil)})
	if found := s.load(inbox.Keys{Senders: senders, Contacts: []string{before.ID}}); len(found.Senders)+len(found.Contacts) > 0 {
		t.Errorf("a deleted contact left %+v", found)
	}
}

func TestASuppressionIsLiftedInTheChangeThatNeedsItLifted(t *testing.T) {
	s := newStand(t)
	sup := []inbox.Suppression{{Audience: audience, Address: "gone@example.com", Reason: inbox.SuppressedComplaint}}
	twice := append(slices.Clone(sup), sup...)
	s.commit(inbox.Change{Suppress: twice})
	s.commit(inbox.Change{Unsuppress: twice, RequireUnsuppressed: twice})
	s.commit(inbox.Change{RequireUnsuppressed: twice})
}

func TestTheBadgeMovesWithTheFlag(t *testing.T) {
	s := newStand(t)
	seen := inbox.Counted{}
	for i, step := range []struct {
		unread bool
		want   int
	}{{true, 1}, {true, 1}, {false, 0}, {false, 0}, {true, 1}} {
		next := inbox.Counted{Unread: step.unread, Rev: int64(i + 1)}
		s.commit(inbox.Change{Counted: &inbox.CountedEdit{Audience: audience, Conversation: conversationID(1), Before: seen, After: next}})
		found := s.load(inbox.Keys{Unread: []string{audience}, Counted: []string{conversationID(1)}})
		if found.Unread[audience] != step.want || found.Counted[conversationID(1)] != next {
			t.Errorf("step %d: badge %d, want %d; counted %+v", i, found.Unread[audience], step.want, found.Counted)
		}
		seen = next
	}
}

func TestAChangeThatNoTransactionHoldsIsRefusedAloud(t *testing.T) {
	s := newStand(t)
	var change inbox.Change
	for n := range 101 {
		change.Messages = append(change.Messages, added(message(1, n)))
	}
	if err := s.store.Commit(t.Context(), change); err == nil {
		t.Error("101 messages were accepted")
	}
	twice := inbox.Change{Messages: []inbox.Edit[inbox.Message]{added(message(1, 1)), added(message(1, 1))}}
	if err := s.store.Commit(t.Context(), twice); err == nil {
		t.Error("two edits of one message were accepted")
	}
	s.calls(0, "")
}

func TestCampaignsAreListedOnceAndNewestFirst(t *testing.T) {
	s := newStand(t)
	for n := range 3 {
		s.commit(inbox.Change{Campaigns: one(nil, &inbox.Campaign{ID: campaignID(n), Audience: audience, Code: campaignID(n), Name: "News"})})
	}
	var ids []string
	for after := ""; len(ids) < 3; after = ids[len(ids)-1] {
		page, err := s.store.Campaigns(t.Context(), inbox.CampaignQuery{Audience: audience, After: after, Limit: 2})
		if err != nil || len(page) == 0 {
			t.Fatal(page, err)
		}
		for _, c := range page {
			ids = append(ids, c.ID)
		}
	}
	if !slices.Equal(ids, []string{campaignID(2), campaignID(1), campaignID(0)}) {
		t.Errorf("listed %v", ids)
	}
}

func TestNoChangeIsNoCall(t *testing.T) {
	s := newStand(t)
	s.commit(inbox.Change{})
	s.calls(0, "")
}
