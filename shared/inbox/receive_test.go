package inbox_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestAFirstMailOpensAConversationWithANewContact(t *testing.T) {
	f := newFixture(t)
	in := f.mail("Ada@Example.org")
	in.From.Name = "Ada"
	got := f.receive(in)
	c := f.thread(got.Conversation).Conversation
	if got.Rule != inbox.RuleNew || c.Status != inbox.Open || !c.Unread || c.ContactName != "Ada" || c.Contact == "" ||
		c.Subject != "Hello" || c.LastInbound != got.Message || !c.TakesPart("ada@example.org") {
		t.Errorf("%+v opened %+v", got, c)
	}
	rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Unread: true})
	if len(rows) != 1 || rows[0].Conversation != c.ID || rows[0].Preview != "This is mail 1." {
		t.Errorf("the list shows %+v", rows)
	}
	if again := f.receive(f.mail("ada@example.org")); again.Conversation == c.ID {
		t.Error("mail that answers nothing joined a conversation, although the audience does not join")
	} else if d := f.thread(again.Conversation).Conversation; d.Contact != c.Contact {
		t.Error("the same address has become two contacts")
	}
}

func TestAReplyAddressLeadsBackWhoeverWrites(t *testing.T) {
	f := newFixture(t)
	first := f.receive(f.mail("ada@example.org"))
	address := f.Tokens.Address(inbox.Token{Conversation: first.Conversation})
	for name, in := range map[string]inbox.Incoming{
		"the contact":                 f.mail("ada@example.org", to(address)),
		"the contact's other address": f.mail("ada@elsewhere.example.org", to(address)),
		"in capitals":                 f.mail("ada@example.org", to("C"+address[1:])),
		"by Bcc": f.mail("ada@example.org", func(in *inbox.Incoming) {
			in.Recipients, in.To = []string{address}, []inbox.Address{{Address: "somebody@example.org"}}
		}),
	} {
		if got := f.receive(in); got.Conversation != first.Conversation || got.Rule != inbox.RuleConversationToken {
			t.Errorf("%s: %+v", name, got)
		}
	}
	found, err := f.Store.Load(t.Context(), inbox.Keys{Senders: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "ada@elsewhere.example.org"}}})
	f.must(err)
	if len(found.Senders) != 0 && len(found.Senders[inbox.Identity{Kind: inbox.IdentityEmail, Value: "ada@elsewhere.example.org"}]) != 0 {
		t.Error("a stranger with a reply address has become a contact")
	}
}

func TestAColleagueInCcAnswersIntoTheThread(t *testing.T) {
	f := newFixture(t)
	first := f.mail("ada@example.org", func(in *inbox.Incoming) { in.Cc = []inbox.Address{{Address: "Bob@example.org"}} })
	opened := f.receive(first)
	if got := f.receive(f.mail("bob@example.org", answering(first.MessageID))); got.Conversation != opened.Conversation {
		t.Errorf("Bob, who was in Cc, landed at %+v", got)
	}
	if got := f.receive(f.mail("mallory@example.org", answering(first.MessageID))); got.Conversation == opened.Conversation {
		t.Error("a stranger who knows the id of a message got into its thread")
	}
}

func TestOurOwnIDsLeadBackInEachHabitOfClients(t *testing.T) {
	f := newFixture(t)
	in := f.mail("ada@example.org")
	opened := f.receive(in)
	m := f.reply(opened.Conversation, "Here is your answer.")
	f.must(f.send(m))
	sent := f.sender.sent[0]
	ses, synthetic := "provider-1@email.amazonses.com", f.Tokens.SyntheticID(inbox.MessageKey{Conversation: m.Conversation, Message: m.ID})
	if !slices.Contains(sent.References, synthetic) || sent.References[len(sent.References)-1] != in.MessageID || sent.InReplyTo != in.MessageID {
		t.Fatalf("sent with In-Reply-To %s and References %v", sent.InReplyTo, sent.References)
	}
	for name, change := range map[string]func(*inbox.Incoming){
		"In-Reply-To alone, as some phones":       func(in *inbox.Incoming) { in.InReplyTo = []string{ses} },
		"SES's id at another Region":              func(in *inbox.Incoming) { in.InReplyTo = []string{"provider-1@eu-west-1.amazonses.com"} },
		"References alone, as some gateways":      func(in *inbox.Incoming) { in.References = []string{in.MessageID, synthetic} },
		"only our own id has survived":            func(in *inbox.Incoming) { in.References = []string{"lost@example.org", synthetic} },
		"the first mail's id, as Outlook's forks": answering(in.MessageID),
		"an unknown parent before ours, Exchange": answering("new@exchange.example.org", ses),
	} {
		if got := f.receive(f.mail("ada@example.org", change)); got.Conversation != opened.Conversation || got.Rule != inbox.RuleCited {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestFiveHundredAnswersToOneCampaignAreFiveHundredThreads(t *testing.T) {
	f := newFixture(t)
	campaign := f.campaign("spring")
	f.must(f.Store.Commit(t.Context(), inbox.Change{Wire: []inbox.WireEntry{{
		ID: inbox.WireKey("spring-send@bulk.example.com"), Audience: f.audience.ID,
		Ref: inbox.WireRef{CampaignCode: campaign.Code},
	}}}))
	const contacts = 500
	conversations := make([]string, contacts)
	each(contacts, 8, func(i int) {
		in := f.mail(fmt.Sprintf("contact-%d@example.org", i), answering("spring-send@bulk.example.com"))
		receipts, err := f.Receive(t.Context(), in)
		if err != nil || receipts[0].Rule != inbox.RuleCampaignCited {
			t.Errorf("contact %d: %+v, %v", i, receipts, err)
			return
		}
		conversations[i] = receipts[0].Conversation
	})
	seen := map[string]bool{}
	for i, id := range conversations {
		if seen[id] {
			t.Fatalf("contact %d shares a thread with another", i)
		}
		seen[id] = true
	}
	again := f.receive(f.mail("contact-7@example.org", answering("spring-send@bulk.example.com")))
	if again.Conversation != conversations[7] {
		t.Error("a second answer of the same contact to the same campaign opened a second thread")
	}
}

// each calls do for 0 to n-1, a few at a time.
func each(n, width int, do func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range width {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func TestACampaignsReplyAddressLeadsEachToTheirOwnThread(t *testing.T) {
	f := newFixture(t)
	campaign := f.campaign("summer")
	ada := f.receive(f.mail("ada@example.org"))
	contact := f.thread(ada.Conversation).Conversation.Contact
	address := f.Tokens.Address(inbox.Token{CampaignCode: campaign.Code, Contact: contact})

	first := f.receive(f.mail("ada@example.org", to(address)))
	c := f.thread(first.Conversation).Conversation
	if first.Rule != inbox.RuleCampaignToken || c.Campaign != campaign.ID || c.Contact != contact || first.Conversation == ada.Conversation {
		t.Errorf("%+v opened %+v", first, c)
	}
	if again := f.receive(f.mail("ada@example.org", to(address))); again.Conversation != first.Conversation {
		t.Error("a second answer opened a second thread")
	}
	bob := f.receive(f.mail("bob@example.org", to(address)))
	if d := f.thread(bob.Conversation).Conversation; bob.Conversation == first.Conversation || d.Contact == contact || d.Campaign != campaign.ID {
		t.Errorf("Bob, to whom Ada forwarded the campaign, landed at %+v", d)
	}
	if again := f.receive(f.mail("bob@example.org", to(address))); again.Conversation != bob.Conversation {
		t.Error("Bob's second answer opened a second thread")
	}
	away := f.receive(f.mail("noreply@example.org", to(address), func(in *inbox.Incoming) { in.Nature = inbox.AutoReply }))
	if away.Conversation != first.Conversation {
		t.Error("a machine's answer to Ada's copy is not in Ada's thread")
	}
}

func TestAnAnswerThatArrivesBeforeWhatItAnswers(t *testing.T) {
	f := newFixture(t)
	first := f.mail("ada@example.org")
	f.advance(time.Minute)
	second := f.mail("ada@example.org", answering(first.MessageID))
	opened := f.receive(second)
	f.advance(time.Minute)
	first.Received = f.clock()
	late := f.receive(first)
	if late.Conversation != opened.Conversation || late.Rule != inbox.RuleAwaited {
		t.Fatalf("the earlier mail landed at %+v", late)
	}
	messages := f.messages(opened.Conversation)
	if len(messages) != 2 || messages[0].ID != opened.Message || messages[1].ID != late.Message {
		t.Error("the thread is not in the order it was lived")
	}
	if c := f.thread(opened.Conversation).Conversation; c.Answer.MessageID != second.MessageID || c.LastInbound != late.Message {
		t.Errorf("a reply would answer %s; the message that arrived last is %s", c.Answer.MessageID, c.LastInbound)
	}
}

func TestAnAnswerStandsAfterWhatItAnswersWhateverTheClientsClock(t *testing.T) {
	f := newFixture(t)
	first := f.receive(f.mail("ada@example.org"))
	f.advance(time.Minute)
	m := f.reply(first.Conversation, "An answer")
	f.must(f.send(m))
	slow := f.mail("ada@example.org", answering("provider-1@email.amazonses.com"), func(in *inbox.Incoming) {
		in.Date = in.Date.Add(-time.Hour)
	})
	got := f.receive(slow)
	if messages := f.messages(first.Conversation); messages[0].ID != got.Message || messages[1].ID != m.ID {
		t.Error("by a slow clock the contact answered before they were written to")
	}
}

func TestUnmatchedMailFollowsTheAudiencesSetting(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.Unmatched = inbox.UnmatchedJoin })
	first := f.receive(f.mail("ada@example.org"))
	if got := f.receive(f.mail("ada@example.org")); got.Conversation != first.Conversation || got.Rule != inbox.RuleJoined {
		t.Errorf("join: %+v", got)
	}
	_, err := f.SetStatus(t.Context(), anybody, "agent", first.Conversation, 0, inbox.Done, nil)
	f.must(err)
	second := f.receive(f.mail("ada@example.org"))
	if second.Conversation == first.Conversation {
		t.Error("join: a done conversation was joined")
	}
	f.set(func(a *inbox.Audience) { a.Unmatched = inbox.UnmatchedSingle })
	_, err = f.SetStatus(t.Context(), anybody, "agent", second.Conversation, 0, inbox.Trash, nil)
	f.must(err)
	if got := f.receive(f.mail("ada@example.org")); got.Conversation != second.Conversation {
		t.Errorf("single: %+v", got)
	}
	if c := f.thread(second.Conversation).Conversation; c.Status != inbox.Open {
		t.Errorf("the trashed conversation is %s after a new message", c.Status)
	}
	other := f.receive(f.mail("bob@example.org"))
	if other.Conversation == second.Conversation || other.Conversation == first.Conversation {
		t.Error("single: another contact's mail joined")
	}
}

func TestTwoFirstMailsAtOnceMakeOneContact(t *testing.T) {
	for _, setting := range []inbox.Unmatched{inbox.UnmatchedNew, inbox.UnmatchedJoin} {
		t.Run(string(setting), func(t *testing.T) {
			f := newFixture(t)
			f.set(func(a *inbox.Audience) { a.Unmatched = setting })
			const mails = 6
			var mu sync.Mutex
			contacts, conversations := map[string]bool{}, map[string]bool{}
			each(mails, mails, func(int) {
				receipts, err := f.Receive(t.Context(), f.mail("ada@example.org"))
				if err != nil {
					t.Error(err)
					return
				}
				c := f.thread(receipts[0].Conversation).Conversation
				mu.Lock()
				defer mu.Unlock()
				contacts[c.Contact], conversations[c.ID] = true, true
			})
			want := map[inbox.Unmatched]int{inbox.UnmatchedNew: mails, inbox.UnmatchedJoin: 1}[setting]
			if len(contacts) != 1 || len(conversations) != want {
				t.Errorf("%d contacts and %d conversations, want 1 and %d", len(contacts), len(conversations), want)
			}
		})
	}
}

func TestTheSameMailIsOneMessageHoweverItComes(t *testing.T) {
	f := newFixture(t)
	in := f.mail("ada@example.org")
	another := *f.Inbox // as in another execution environment
	var wg sync.WaitGroup
	for i := range 10 {
		box := []*inbox.Inbox{f.Inbox, &another}[i%2]
		wg.Go(func() {
			if _, err := box.Receive(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	once := f.receive(in)
	if !once.Duplicate || once.Conversation != "" {
		t.Errorf("the eleventh delivery is %+v", once)
	}
	once.Conversation = f.list(inbox.ConversationQuery{Status: inbox.Open})[0].Conversation
	again := in
	again.ProviderID = "another-ses-id"
	again.Recipients = append([]string{f.Tokens.Address(inbox.Token{Conversation: once.Conversation})}, in.Recipients...)
	if got := f.receive(again); !got.Duplicate {
		t.Errorf("the same mail under another id of SES: %+v", got)
	}
	if got := f.messages(f.list(inbox.ConversationQuery{Status: inbox.Open})[0].Conversation); len(got) != 1 {
		t.Errorf("the thread has %d messages, want 1", len(got))
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open}); len(rows) != 1 {
		t.Errorf("there are %d conversations, want 1", len(rows))
	}
}

func TestNothingIsStoredOfACopyThatComesToAReplyAddress(t *testing.T) {
	f := newFixture(t)
	thread := f.receive(f.mail("ada@example.org")).Conversation
	in := f.secretive(to(f.Tokens.Address(inbox.Token{Conversation: thread})))
	f.receive(in)
	stored := len(f.objects.data)
	in.ProviderID = "another-ses-id"
	if got := f.receive(in); !got.Duplicate || stored == 0 || len(f.objects.data) != stored {
		t.Errorf("%+v, and %d objects, were %d", got, len(f.objects.data), stored)
	}
}

func TestAMailToTwoAudiencesIsAMessageInEach(t *testing.T) {
	f := newFixture(t)
	other := f.addAudience("sales@" + inboundDomain)
	in := f.mail("ada@example.org", to(f.audience.ForwardingAddress, "SALES@"+inboundDomain))
	receipts, err := f.Receive(t.Context(), in)
	f.must(err)
	if len(receipts) != 2 || receipts[0].Audience != f.audience.ID || receipts[1].Audience != other.ID ||
		receipts[0].Message == receipts[1].Message {
		t.Fatalf("receipts: %+v", receipts)
	}
	a, b := f.messages(receipts[0].Conversation)[0], f.messages(receipts[1].Conversation)[0]
	if a.Raw != b.Raw {
		t.Error("the raw mail is not shared")
	}
	if got := f.receive(f.mail("ada@example.org", to("sales@"+inboundDomain), answering(in.MessageID))); got.Conversation != receipts[1].Conversation {
		t.Error("an answer to one of the audiences went to the other's thread")
	}
}

func TestMailForNobodyLeavesNoRow(t *testing.T) {
	f := newFixture(t)
	receipts, err := f.Receive(t.Context(), f.mail("ada@example.org", to("nobody@"+inboundDomain)))
	if err != nil || len(receipts) != 0 {
		t.Errorf("receipts %+v, error %v", receipts, err)
	}
	if f.meter.Count("TransactWriteItems") != 1 { // the audience
		t.Error("something was written")
	}
}

func TestAFormServicesMailBelongsToThePersonInItsReplyTo(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.FormSenders = []string{"Forms@service.example.com"} })
	form := func(person string) func(*inbox.Incoming) {
		return func(in *inbox.Incoming) { in.ReplyTo = []inbox.Address{{Name: "Ada", Address: person}} }
	}
	one := f.thread(f.receive(f.mail("forms@service.example.com", form("ada@example.org"))).Conversation).Conversation
	two := f.thread(f.receive(f.mail("forms@service.example.com", form("bob@example.org"))).Conversation).Conversation
	if one.Contact == two.Contact || one.ContactName != "Ada" || one.Answer.To[0].Address != "ada@example.org" {
		t.Errorf("two people's forms: %+v and %+v", one, two)
	}
	direct := f.thread(f.receive(f.mail("ada@example.org")).Conversation).Conversation
	if direct.Contact != one.Contact {
		t.Error("who filled in the form is another contact than who writes")
	}
	moved := f.thread(f.receive(f.mail("carol@example.org", form("carol@elsewhere.example.org"))).Conversation).Conversation
	if !moved.Answer.Redirected || moved.Answer.To[0].Address != "carol@elsewhere.example.org" {
		t.Errorf("a Reply-To elsewhere: %+v", moved.Answer)
	}
}

func TestAForgedIDOfOursMovesNoMessageInTime(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	for _, future := range []string{"7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "03ZZZZZZZZZZZZZZZZZZZZZZZZ"} {
		forged := f.Tokens.SyntheticID(inbox.MessageKey{Conversation: opened.Conversation, Message: future})
		f.receive(f.mail("ada@example.org", answering(forged)))
	}
	for _, m := range f.messages(opened.Conversation) {
		if m.At.After(m.Arrived) {
			t.Errorf("a message of %v arrived at %v", m.At, m.Arrived)
		}
	}
	last := f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation})))
	f.receive(last)
	if c := f.thread(opened.Conversation).Conversation; c.Answer.MessageID != last.MessageID {
		t.Error("what is answered is stuck at a forged message")
	}
}

func TestAMachineAtAnothersCampaignAddressAnswersForThem(t *testing.T) {
	f := newFixture(t)
	campaign := f.campaign("winter")
	ada := f.thread(f.receive(f.mail("ada@example.org")).Conversation).Conversation.Contact
	f.receive(f.mail("bob@example.org"))
	address := f.Tokens.Address(inbox.Token{CampaignCode: campaign.Code, Contact: ada})
	away := f.receive(f.mail("bob@example.org", to(address), auto))
	answer := f.receive(f.mail("ada@example.org", to(address)))
	if c := f.thread(answer.Conversation).Conversation; away.Conversation != answer.Conversation || c.Contact != ada {
		t.Errorf("Ada's thread belongs to %s, want %s", c.Contact, ada)
	}
}

func TestFirstMailsAtOnceOfAContactThatExistsJoin(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.Unmatched = inbox.UnmatchedSingle })
	emails := []string{"ada@example.org", "ada@work.example.org"}
	contact, err := f.CreateContact(t.Context(), anybody, inbox.Contact{Audience: f.audience.ID, Name: "Ada", Identities: []inbox.Identity{
		{Kind: inbox.IdentityEmail, Value: emails[0]}, {Kind: inbox.IdentityEmail, Value: emails[1]},
	}}, nil)
	f.must(err)
	each(6, 6, func(i int) {
		if _, err := f.Receive(t.Context(), f.mail(emails[i%2])); err != nil {
			t.Error(err)
		}
	})
	if rows := f.list(inbox.ConversationQuery{Contact: contact.ID}); len(rows) != 1 {
		t.Errorf("%d conversations, want the contact's one", len(rows))
	}
	_, err = f.EditContact(t.Context(), anybody, contact.ID, 0, func(c *inbox.Contact) error {
		c.Identities = append(c.Identities, inbox.Identity{Kind: inbox.IdentityEmail, Value: "ada@new.example.org"})
		return nil
	})
	f.must(err)
	if got := f.receive(f.mail("ada@new.example.org")); got.Rule != inbox.RuleJoined {
		t.Errorf("from an address that the contact gained: %+v", got)
	}
	other, _, err := f.Start(t.Context(), anybody, f.audience.ID, inbox.StartTo{Contact: contact.ID},
		inbox.Draft{Author: "agent", Subject: "Hi", Text: "Hello"})
	f.must(err)
	if got := f.receive(f.mail(emails[1])); got.Conversation != other.ID {
		t.Errorf("after an agent began a conversation: %+v", got)
	}
}

func TestSpamIsNotJoined(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.Unmatched = inbox.UnmatchedSingle })
	genuine := f.receive(f.mail("ada@example.org"))
	f.receive(f.mail("ada@example.org", spam))
	if got := f.receive(f.mail("ada@example.org")); got.Conversation != genuine.Conversation {
		t.Errorf("a genuine mail joined %+v", got)
	}
}

func TestAColleaguesAnswerBeforeTheMailItAnswers(t *testing.T) {
	f := newFixture(t)
	first := f.mail("ada@example.org", func(in *inbox.Incoming) { in.Cc = []inbox.Address{{Address: "bob@example.org"}} })
	opened := f.receive(f.mail("bob@example.org", answering(first.MessageID), func(in *inbox.Incoming) {
		in.To = append(in.To, inbox.Address{Address: "ada@example.org"})
	}))
	if got := f.receive(first); got.Conversation != opened.Conversation || got.Rule != inbox.RuleAwaited {
		t.Errorf("Ada's mail landed at %+v", got)
	}
}

func TestAnEndlessSenderHarmsNobody(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	address := f.Tokens.Address(inbox.Token{Conversation: opened.Conversation})
	for range 3 {
		f.receive(f.mail(strings.Repeat("x", 240_000)+"@example.org", to(address)))
	}
	if n := len(f.messages(opened.Conversation)); n != 4 {
		t.Errorf("the thread has %d messages, want 4", n)
	}
	f.receive(f.mail(strings.Repeat("y", 240_000) + "@example.org"))
}

func TestAReplyToOfOursFallsBackToTheSender(t *testing.T) {
	f := newFixture(t)
	got := f.receive(f.mail("ada@example.org", func(in *inbox.Incoming) {
		in.ReplyTo = []inbox.Address{{Address: f.audience.ForwardingAddress}}
	}))
	if a := f.thread(got.Conversation).Conversation.Answer; len(a.To) != 1 || a.To[0].Address != "ada@example.org" || a.Redirected {
		t.Errorf("a reply would go to %+v", a)
	}
}

func TestFormsAtACampaignsAddressFindTheirPersons(t *testing.T) {
	f := newFixture(t)
	f.set(func(a *inbox.Audience) { a.FormSenders = []string{"forms@service.example.com"} })
	campaign := f.campaign("survey")
	ada := f.thread(f.receive(f.mail("ada@example.org")).Conversation).Conversation.Contact
	address := f.Tokens.Address(inbox.Token{CampaignCode: campaign.Code, Contact: f.IDs.New(start)})
	form := func(in *inbox.Incoming) { in.ReplyTo = []inbox.Address{{Name: "Ada", Address: "ada@example.org"}} }
	one := f.receive(f.mail("forms@service.example.com", to(address), form))
	two := f.receive(f.mail("forms@service.example.com", to(address), form))
	c := f.thread(one.Conversation).Conversation
	if one.Conversation != two.Conversation || c.Contact != ada || !c.TakesPart("ada@example.org") || c.TakesPart("forms@service.example.com") {
		t.Errorf("%+v and %+v: %+v", one, two, c)
	}
}

func TestAnAddressSignedByANewerKeyIsReadWithTheKeysOfToday(t *testing.T) {
	f := newFixture(t)
	opened := f.receive(f.mail("ada@example.org"))
	newer := &inbox.Tokens{Domain: inboundDomain, Current: 'b', Keys: map[byte][]byte{'b': []byte("another"), 'a': f.Tokens.Keys['a']}}
	reread := 0
	f.FreshTokens = func(context.Context) (*inbox.Tokens, error) { reread++; return newer, nil }
	got := f.receive(f.mail("ada@example.org", to(strings.ToUpper(newer.Address(inbox.Token{Conversation: opened.Conversation})))))
	if got.Conversation != opened.Conversation || reread != 1 {
		t.Errorf("%+v after %d readings", got, reread)
	}
	f.receive(f.mail("ada@example.org", to(f.Tokens.Address(inbox.Token{Conversation: opened.Conversation}))))
	f.receive(f.mail("ada@example.org"))
	if reread != 1 {
		t.Errorf("the keys were read %d times", reread)
	}
}
