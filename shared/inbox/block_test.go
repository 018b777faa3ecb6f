package inbox_test

import (
	"fmt"
	"strings"
	"testing"

	"confab/shared/inbox"
)

func (f *fixture) block(contact string, blocked bool) {
	f.Helper()
	_, err := f.EditContact(inbox.WithActor(f.Context(), "agent"), anybody, contact, 0, func(c *inbox.Contact) error { c.Blocked = blocked; return nil })
	f.must(err)
}

func (f *fixture) profile(contact string) *inbox.Profile {
	f.Helper()
	p, err := f.ProfileOf(f.Context(), anybody, contact)
	f.must(err)
	return p
}

func TestBlockingClosesTheContactsConversationsAndCountsWhatIsKeptOut(t *testing.T) {
	f := newFixture(t)
	opened, settled := f.receive(f.mail("ada@example.org")), f.receive(f.mail("ada@example.org"))
	_, err := f.SetStatus(t.Context(), anybody, "agent", settled.Conversation, 0, inbox.Done, nil)
	f.must(err)
	contact := f.thread(opened.Conversation).Conversation.Contact
	f.block(contact, true)

	closed := f.thread(opened.Conversation)
	if c := closed.Conversation; c.Status != inbox.Done || !c.Hidden || c.Counts() {
		t.Errorf("blocking left %+v", c)
	}
	if e := closed.Messages[0]; e.Event == nil || *e.Event != (inbox.Activity{Name: "status", From: "open", To: "done"}) || e.Author != "agent" {
		t.Errorf("the thread ends with %+v", e)
	}
	if c := f.thread(settled.Conversation).Conversation; c.Hidden {
		t.Error("what was done already has left its list")
	}
	if rows := f.list(inbox.ConversationQuery{Hidden: true}); len(rows) != 1 || rows[0].Conversation != opened.Conversation {
		t.Errorf("hidden are %+v", rows)
	}

	first := f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation})))
	f.receive(first)
	f.receive(first) // SES tells twice
	f.receive(f.mail("ada@example.org"))
	f.receive(f.mail("ada@example.org", func(in *inbox.Incoming) { in.Nature = inbox.AutoReply }))
	if p := f.profile(contact); p.KeptOut != 2 {
		t.Errorf("%d messages are counted as kept out, want 2", p.KeptOut)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 0 {
		t.Errorf("the inbox shows %+v", rows)
	}

	f.block(contact, false)
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation}))))
	if c := f.thread(opened.Conversation).Conversation; c.Status != inbox.Open || c.Hidden {
		t.Errorf("unblocked, a message leaves %+v", c)
	}
	if p := f.profile(contact); p.KeptOut != 2 {
		t.Errorf("unblocked, %d messages are counted as kept out, want 2", p.KeptOut)
	}
	page, err := f.Store.ContactEvents(t.Context(), inbox.ContactEventQuery{Contact: contact, Limit: 10})
	f.must(err)
	if got := eventKinds(page.Events); got != "unblocked blocked" {
		t.Errorf("the contact's activity is %q", got)
	}
}

func eventKinds(events []inbox.ContactEvent) string {
	var out []string
	for _, e := range events {
		out = append(out, string(e.Kind))
	}
	return strings.Join(out, " ")
}

// manyOf opens so many conversations of a contact, and returns the contact's id.
func (f *fixture) manyOf(email string, n int) string {
	f.Helper()
	contact := f.thread(f.receive(f.mail(email)).Conversation).Conversation.Contact
	for i := range n - 1 {
		c := &inbox.Conversation{ID: f.IDs.New(f.clock()), Audience: f.audience.ID, Contact: contact, Status: inbox.Open, Arrived: f.clock(), Subject: fmt.Sprint(i)}
		f.must(f.Store.Commit(f.Context(), inbox.Change{Conversations: []inbox.Edit[inbox.Conversation]{{After: c}}}))
	}
	return contact
}

// onlyJob is the audience's only job, of a kind.
func (f *fixture) onlyJob(kind inbox.JobKind) *inbox.Job {
	f.Helper()
	jobs, err := f.Store.Jobs(f.Context(), inbox.JobQuery{Audience: f.audience.ID, Limit: 10})
	f.must(err)
	if len(jobs) != 1 || jobs[0].Kind != kind {
		f.Fatalf("jobs %+v, want one that is %s", jobs, kind)
	}
	return &jobs[0]
}

func TestBlockingClosesMoreThanAHundredConversationsByAJob(t *testing.T) {
	f := newFixture(t)
	contact := f.manyOf("ada@example.org", 121)
	f.block(contact, true)
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Limit: 200}); len(rows) != 21 {
		t.Errorf("%d conversations are left open at once, want 21", len(rows))
	}
	j := f.onlyJob(inbox.JobClose)
	f.must(f.RunJob(t.Context(), j.ID))
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Limit: 200}); len(rows) != 0 || f.job(j.ID).Done != 121 {
		t.Errorf("%d conversations are left open by %+v", len(rows), f.job(j.ID))
	}
}

func TestAJobThatClosesEndsWithTheBlocking(t *testing.T) {
	f := newFixture(t)
	contact := f.manyOf("ada@example.org", 101)
	f.block(contact, true)
	f.block(contact, false)
	j := f.onlyJob(inbox.JobClose)
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobDone || got.Refused != got.Total {
		t.Errorf("it closes what may be answered again: %+v", got)
	}
}

func TestAContactsProfileIsKeptInOneForm(t *testing.T) {
	f := newFixture(t)
	contact := f.thread(f.receive(f.mail("ada@example.org")).Conversation).Conversation.Contact
	many := map[string]string{}
	for n := range inbox.MaxAttributes + 1 {
		many[fmt.Sprint("a", n)] = "x"
	}
	for name, edit := range map[string]func(*inbox.Contact){
		"a country by name":         func(c *inbox.Contact) { c.Location.Country = "Portugal" },
		"a country in digits":       func(c *inbox.Contact) { c.Location.Country = "12" },
		"too many attributes":       func(c *inbox.Contact) { c.Attributes = many },
		"an attribute with a space": func(c *inbox.Contact) { c.Attributes = map[string]string{"shoe size": "38"} },
		"an attribute in capitals":  func(c *inbox.Contact) { c.Attributes = map[string]string{"Size": "38"} },
		"too long a value":          func(c *inbox.Contact) { c.Attributes = map[string]string{"size": strings.Repeat("é", 251)} },
	} {
		_, err := f.EditContact(t.Context(), anybody, contact, 0, func(c *inbox.Contact) error { edit(c); return nil })
		if err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	got, err := f.EditContact(t.Context(), anybody, contact, 0, func(c *inbox.Contact) error {
		c.Location = inbox.Location{City: " Porto\n", Country: "pt"}
		c.Attributes = map[string]string{"shoe_size": strings.Repeat("é", 250)}
		return nil
	})
	f.must(err)
	if got.Location != (inbox.Location{City: "Porto", Country: "PT"}) || !got.Updated.Equal(f.clock()) {
		t.Errorf("kept is %+v", got)
	}
}
