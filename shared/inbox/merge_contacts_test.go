package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/store/meter"
)

// people are two contacts who write by mail, each with a conversation.
func (f *fixture) people() (ada, work, adas, works string) {
	f.Helper()
	adas, works = f.receive(f.mail("ada@example.org")).Conversation, f.receive(f.mail("ada@work.example.org")).Conversation
	return f.thread(adas).Conversation.Contact, f.thread(works).Conversation.Contact, adas, works
}

func (f *fixture) mergeContacts(into, from string) *inbox.Contact {
	f.Helper()
	c, more, err := f.MergeContacts(f.Context(), anybody, into, from, inbox.Revs{}, nil)
	f.must(err)
	if more {
		f.Error("conversations are left to be moved")
	}
	return c
}

func (f *fixture) conversationsOf(contact string) (ids []string) {
	for _, r := range f.list(inbox.ConversationQuery{Contact: contact, Limit: 200}) {
		ids = append(ids, r.Conversation)
	}
	return ids
}

// toldOfMerge looks at what a merge leaves in the activity and the list of contacts.
func (f *fixture) toldOfMerge(kept, other string) {
	f.Helper()
	told, err := f.ActivityOf(f.Context(), anybody, inbox.ActivityQuery{Contact: kept, Kinds: []inbox.ActivityKind{inbox.ActivityContact}, Limit: 5})
	f.must(err)
	if e := told.Entries[0].Event; e.Kind != inbox.EventMerged || e.Other != other || e.Detail != "A. Work" {
		f.Errorf("the merge is told as %+v", e)
	}
	page, err := f.Store.Contacts(f.Context(), inbox.ContactQuery{Audience: f.audience.ID, Limit: 10})
	f.must(err)
	if len(page.Rows) != 1 {
		f.Errorf("listed are %+v", page.Rows)
	}
}

func TestTwoContactsBecomeOneAndTwoAgain(t *testing.T) {
	f := newFixture(t)
	ada, work, adas, works := f.people()
	edit := func(id string, change func(*inbox.Contact)) {
		_, err := f.EditContact(t.Context(), anybody, id, 0, func(c *inbox.Contact) error { change(c); return nil })
		f.must(err)
	}
	edit(ada, func(c *inbox.Contact) { c.Name, c.Attributes = "Ada", map[string]string{"size": "38"} })
	edit(work, func(c *inbox.Contact) {
		c.Name, c.TimeZone, c.Attributes = "A. Work", "Europe/Lisbon", map[string]string{"size": "40", "team": "red"}
	})
	f.advance(time.Minute)
	_, err := f.PostContactEvent(t.Context(), anybody, inbox.Whom{Contact: work}, inbox.ContactEvent{Name: "cart_abandoned"}, nil)
	f.must(err)

	f.advance(time.Minute)
	one := f.mergeContacts(ada, work)
	f.mergeContacts(ada, work) // once more
	if fmt.Sprint(one.Emails()) != "[ada@example.org ada@work.example.org]" || one.Name != "Ada" || one.TimeZone != "Europe/Lisbon" ||
		one.Attributes["size"] != "38" || one.Attributes["team"] != "red" {
		t.Errorf("they became %+v", one)
	}
	if p := f.profile(work); p.ID != ada {
		t.Errorf("the old id leads to %s", p.ID)
	}
	if got := f.conversationsOf(ada); !slices.Equal(got, []string{works, adas}) {
		t.Errorf("conversations %v", got)
	}
	if c := f.thread(works).Conversation; c.ContactName != "Ada" {
		t.Errorf("the thread is with %q", c.ContactName)
	}
	if got := f.story(ada, 50); got != "contact event message message" {
		t.Errorf("activity %q", got)
	}
	f.toldOfMerge(ada, work)
	later := f.receive(f.mail("ada@work.example.org")).Conversation
	if c := f.thread(later).Conversation; c.Contact != ada {
		t.Errorf("a new mail is of %s", c.Contact)
	}

	back, _, err := f.UnmergeContacts(t.Context(), anybody, ada, work, nil)
	f.must(err)
	again, _, err := f.UnmergeContacts(t.Context(), anybody, ada, work, nil)
	f.must(err)
	if back.ID != work || again.ID != work || fmt.Sprint(back.Emails()) != "[ada@work.example.org]" || back.Name != "A. Work" || back.Attributes["size"] != "40" {
		t.Errorf("back is %+v", back)
	}
	if p := f.profile(ada); fmt.Sprint(p.Emails()) != "[ada@example.org]" || p.TimeZone != "" || len(p.Attributes) != 1 || len(p.Merged) != 0 {
		t.Errorf("left is %+v", p.Contact)
	}
	if a, w := f.conversationsOf(ada), f.conversationsOf(work); !slices.Equal(a, []string{later, adas}) || !slices.Equal(w, []string{works}) {
		t.Errorf("conversations %v and %v: one that came later stays", a, w)
	}
	if c := f.thread(f.receive(f.mail("ada@work.example.org")).Conversation).Conversation; c.Contact != work {
		t.Errorf("new mail is of %s", c.Contact)
	}
}

func TestACampaignsReplyAddressLeadsToWhomItsContactHasBecome(t *testing.T) {
	f := newFixture(t)
	campaign, unanswered := f.campaign("autumn"), f.campaign("winter")
	ada, work, _, _ := f.people()
	address := func(c *inbox.Campaign, contact string) string {
		return f.Tokens.Address(inbox.Token{CampaignCode: c.Code, Contact: contact})
	}
	thread := f.receive(f.mail("ada@work.example.org", to(address(campaign, work)))).Conversation
	f.mergeContacts(ada, work)
	if got := f.receive(f.mail("ada@work.example.org", to(address(campaign, work)))); got.Conversation != thread {
		t.Errorf("the thread from before is left for %+v", got)
	}
	first := f.receive(f.mail("ada@work.example.org", to(address(unanswered, work))))
	if c := f.thread(first.Conversation).Conversation; c.Contact != ada || c.Campaign != unanswered.ID {
		t.Errorf("a campaign's first answer opened %+v", c)
	}
	for _, id := range []string{ada, work} {
		if got := f.receive(f.mail("ada@example.org", to(address(unanswered, id)))); got.Conversation != first.Conversation {
			t.Errorf("by the address of %s: %+v", id, got)
		}
	}
}

func TestWhatCannotBeOneContactIsRefused(t *testing.T) {
	f := newFixture(t)
	ada, work, _, _ := f.people()
	merge := func(seen inbox.Revs) error {
		_, _, err := f.MergeContacts(t.Context(), anybody, ada, work, seen, nil)
		return err
	}
	if err := merge(inbox.Revs{From: 7}); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("one has changed: %v", err)
	}
	f.block(work, true)
	if err := merge(inbox.Revs{}); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("one is blocked: %v", err)
	}
	f.block(work, false)
	f.mergeContacts(ada, work)
	_, err := f.EditContact(t.Context(), anybody, ada, 0, func(c *inbox.Contact) error { c.Identities = c.Identities[:1]; return nil })
	f.must(err)
	if _, _, err := f.UnmergeContacts(t.Context(), anybody, ada, work, nil); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("nothing of them is left: %v", err)
	}
}

// TestAMergeThatIsInterruptedIsFinishedByRepeatingIt fails each call of the merge in
// turn.
func TestAMergeThatIsInterruptedIsFinishedByRepeatingIt(t *testing.T) {
	for n := 1; n <= 6; n++ {
		for _, fault := range []meter.Fault{meter.Conflict(), meter.AnswerLost} {
			f := newFixture(t)
			ada, work, adas, works := f.people()
			f.meter.Reset()
			f.meter.Inject(n, fault)
			_, _, _ = f.MergeContacts(t.Context(), anybody, ada, work, inbox.Revs{}, nil)
			f.mergeContacts(ada, work)
			if got := f.conversationsOf(ada); !slices.Equal(got, []string{works, adas}) {
				t.Errorf("call %d, %s: conversations %v", n, fault.Name, got)
			}
			if p := f.profile(work); p.ID != ada || len(p.Emails()) != 2 {
				t.Errorf("call %d, %s: %+v", n, fault.Name, p.Contact)
			}
		}
	}
}

func TestAMergeMovesMoreThanAHundredConversationsByAJobAndBack(t *testing.T) {
	f := newFixture(t)
	const n = 130
	ada := f.thread(f.receive(f.mail("ada@example.org")).Conversation).Conversation.Contact
	work := f.manyOf("ada@work.example.org", n)
	_, more, err := f.MergeContacts(t.Context(), anybody, ada, work, inbox.Revs{}, nil)
	f.must(err)
	there := f.onlyJob(inbox.JobMove)
	if !more || len(f.conversationsOf(work)) == 0 {
		t.Error("nothing is left for the job")
	}
	f.must(f.RunJob(t.Context(), there.ID))
	if got := f.conversationsOf(ada); len(got) != n+1 || len(f.conversationsOf(work)) != 0 {
		t.Errorf("%d conversations are with whom both have become", len(got))
	}

	f.advance(time.Second)
	_, more, err = f.UnmergeContacts(t.Context(), anybody, ada, work, nil)
	f.must(err)
	jobs, err := f.Store.Jobs(t.Context(), inbox.JobQuery{Audience: f.audience.ID, Limit: 1})
	f.must(err)
	if !more || jobs[0].ID == there.ID {
		t.Fatal("nothing is left for a job back")
	}
	f.must(f.RunJob(t.Context(), there.ID)) // offered once more
	f.must(f.RunJob(t.Context(), jobs[0].ID))
	if got := f.conversationsOf(work); len(got) != n || len(f.conversationsOf(ada)) != 1 {
		t.Errorf("%d conversations have come back", len(got))
	}
}

// TestMailThatRacesWithAMergeLandsInALegalPlace has mail come in while two contacts
// become one: whoever is first, each message is there once, with the one contact.
func TestMailThatRacesWithAMergeLandsInALegalPlace(t *testing.T) {
	f := newFixture(t)
	campaign := f.campaign("autumn")
	ada, work, _, _ := f.people()
	token := f.Tokens.Address(inbox.Token{CampaignCode: campaign.Code, Contact: work})
	mails := []inbox.Incoming{f.mail("ada@work.example.org"), f.mail("ada@work.example.org", to(token)), f.mail("ada@example.org")}
	done := make(chan error, len(mails)+1)
	for _, in := range mails {
		go func() { _, err := f.Receive(t.Context(), in); done <- err }()
	}
	go func() {
		_, _, err := f.MergeContacts(t.Context(), anybody, ada, work, inbox.Revs{}, nil)
		done <- err
	}()
	for range cap(done) {
		f.must(<-done)
	}
	f.advance(time.Second)
	f.mergeContacts(ada, work) // what came between the merge and its end
	if got := f.conversationsOf(ada); len(got) != 5 {
		t.Errorf("%d conversations, want 5", len(got))
	}
	for _, id := range f.conversationsOf(ada) {
		if n := len(f.messages(id)); n != 1 {
			t.Errorf("%d messages in %s", n, id)
		}
	}
}
