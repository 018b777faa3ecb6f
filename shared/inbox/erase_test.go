package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/search"
)

// known is a contact of whom everything is known that can be: by mail and by
// text, with an opt-out and a suppressed address.
func (f *fixture) known(v *vault) *inbox.Contact {
	f.Helper()
	in := f.secretive()
	v.put(in.Raw, secret)
	thread := f.receive(in).Conversation
	into := f.thread(thread).Conversation.Contact
	from := f.thread(f.receiveText(f.text(theirNumber, secret)).Conversation).Conversation.Contact
	_, more, err := f.MergeContacts(f.Context(), anybody, into, from, inbox.Revs{}, nil)
	f.must(err)
	if more {
		f.Fatal("conversations are left to be moved")
	}
	f.receiveText(f.text(theirNumber, "STOP"))
	f.must(f.Store.Commit(f.Context(), inbox.Change{Suppress: []inbox.Suppression{
		{Audience: f.audience.ID, Address: "ada@example.org", Reason: inbox.SuppressedComplaint, At: f.clock()},
	}}))
	_, err = f.PutOrder(f.Context(), anybody, inbox.Whom{Audience: f.audience.ID, Contact: into}, inbox.Order{
		External: "order-1", Currency: "EUR", Total: "1.00", Placed: f.clock(), Lines: []inbox.OrderLine{{Product: secret, Quantity: 1, Price: "1.00"}},
	})
	f.must(err)
	found, err := f.Store.Load(f.Context(), inbox.Keys{Contacts: []string{into}})
	f.must(err)
	return found.Contacts[into]
}

func (f *fixture) finish(j *inbox.Job, err error) *inbox.Job {
	f.Helper()
	f.must(err)
	return f.interrupted(j)
}

func TestWhoIsErasedIsInNoStoreAnyMoreAndWhatTheyRefusedHolds(t *testing.T) {
	f := texting(t)
	v := f.keepVersions()
	c := f.known(v)
	if _, err := f.EraseContact(t.Context(), anybody, "", c.ID, "erase", nil); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("without the word: %v", err)
	}
	j := f.finish(f.ExportContact(t.Context(), anybody, "", c.ID, nil))
	if j.Done != 1 || len(v.traces(theirNumber)) < 5 {
		t.Fatalf("%+v, or there is too little to erase", j)
	}
	beside := f.receive(f.mail("bob@example.net", about("harmless"))).Conversation
	words := append([]string{"violet", "elephants", c.ID}, c.Merged...)
	if got := v.indexed(words...); len(got) != len(words) || v.named(secret) != 2 || v.named("ada@example.org") != 1 || v.named(theirNumber) == 0 {
		t.Fatalf("of %q only %q are in the search index", words, got)
	}
	j = f.finish(f.EraseContact(t.Context(), anybody, "", c.ID, inbox.ConfirmErase, nil))
	if j.State != inbox.JobDone || j.Done != 1 {
		t.Fatalf("%+v", j)
	}
	if got := v.indexed(words...); len(got) > 0 || v.named(secret)+v.named("ada@example.org")+v.named(theirNumber) > 0 {
		t.Errorf("left in the search index: %q", got)
	}
	if len(v.indexed(beside)) == 0 || v.named("bob@example.net") != 1 {
		t.Error("who was not erased is found no more")
	}
	for _, words := range []string{secret, "ada@example.org", "eve@example.org", theirNumber} {
		for _, trace := range v.traces(words) {
			t.Errorf("%s is left in %s", words, trace)
		}
	}
	for _, id := range c.Merged {
		for _, trace := range v.traces(id, "AUDIT,") {
			t.Errorf("who was merged is left in %s", trace)
		}
	}
	if left := v.traces(c.ID, "AUDIT,", "GONE#", "J#"); len(left) > 0 {
		t.Errorf("left of the contact: %q", left)
	}
	if left := v.versions(search.Prefix); len(left) > 0 {
		t.Errorf("left in the bucket: %q", left)
	}
	f.optOutHolds()
	f.suppressionHolds()
}

func TestKeywordsToANumberThatWasGivenUpAreErasedToo(t *testing.T) {
	f := texting(t)
	v := f.keepVersions()
	thread := f.receiveText(f.text(theirNumber, "STOP")).Conversation
	bare := f.thread(thread).Conversation
	f.set(func(a *inbox.Audience) { a.Texting.Numbers = []string{"+12125550199"} })
	if rows := f.list(inbox.ConversationQuery{Contact: bare.Contact}); !bare.Bare || bare.Contact == "" || len(rows) > 0 || len(v.traces(theirNumber)) == 0 {
		t.Fatalf("it is no thread of keywords alone: %+v, on lists %+v", bare, rows)
	}
	if got := f.exported(f.ExportContact(t.Context(), anybody, "", bare.Contact, nil)); !strings.Contains(got, `"id": "`+thread) {
		t.Errorf("it is not exported: %s", got)
	}
	f.finish(f.EraseContact(t.Context(), anybody, "", bare.Contact, inbox.ConfirmErase, nil))
	for _, trace := range append(v.traces(theirNumber), v.traces(thread, "AUDIT,", "GONE#", "J#", "FEED#")...) {
		t.Errorf("left in %s", trace)
	}
}

func TestAnErasureThatHasBegunIsFinishedWhateverWouldEndIt(t *testing.T) {
	for name, mishap := range map[string]func(*fixture, *inbox.Job, *inbox.Contact) *inbox.Job{
		"somebody cancels it": func(f *fixture, j *inbox.Job, _ *inbox.Contact) *inbox.Job {
			f.must(f.Wake(f.Context()))
			j, err := f.CancelJob(f.Context(), mayAll, j.ID)
			f.must(err)
			if j.State.Ended() || !j.Stop {
				f.Errorf("%+v", j)
			}
			return j
		},
		"it fails again and again": func(f *fixture, j *inbox.Job, _ *inbox.Contact) *inbox.Job {
			for range 15 {
				if j = f.killed(j, 1); j.State.Ended() {
					f.Fatalf("%+v", j)
				}
			}
			if j.Attempts != 11 {
				f.Errorf("within the hour it was tried %d times", j.Attempts)
			}
			f.advance(time.Hour)
			return j
		},
		"it is lost, and somebody begins anew": func(f *fixture, j *inbox.Job, c *inbox.Contact) *inbox.Job {
			ended := *j
			ended.State = inbox.JobFailed
			f.must(f.Store.Commit(f.Context(), inbox.Change{Jobs: []inbox.Edit[inbox.Job]{{Before: j, After: &ended}}}))
			j, err := f.EraseContact(f.Context(), anybody, "", c.Merged[0], inbox.ConfirmErase, nil)
			f.must(err)
			return j
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := texting(t)
			v := f.keepVersions()
			c := f.known(v)
			j, err := f.EraseContact(t.Context(), anybody, "", c.ID, inbox.ConfirmErase, nil)
			f.must(err)
			// It is taken, listed, begun, and the contact is gone for everybody.
			if j = f.killed(j, 6); !j.Begun || j.State.Ended() || len(v.traces(secret)) == 0 {
				t.Fatalf("%+v", j)
			}
			j = mishap(f, j, c)
			f.must(f.RunJob(t.Context(), j.ID))
			if j = f.job(j.ID); !j.State.Ended() || j.Done != 1 {
				t.Errorf("%+v", j)
			}
			for _, words := range []string{secret, "ada@example.org", theirNumber} {
				if left := v.traces(words); len(left) > 0 {
					t.Errorf("%s is left in %q", words, left)
				}
			}
		})
	}
}

func TestWhoWasMergedSinceSomebodyConfirmedIsNotErased(t *testing.T) {
	f := newFixture(t)
	contact := func(address string) string {
		return f.thread(f.receive(f.mail(address)).Conversation).Conversation.Contact
	}
	into, from := contact("ada@example.org"), contact("eve@example.org")
	j, err := f.EraseContact(t.Context(), anybody, "", from, inbox.ConfirmErase, nil)
	f.must(err)
	_, _, err = f.MergeContacts(t.Context(), anybody, into, from, inbox.Revs{}, nil)
	f.must(err)
	f.must(f.RunJob(t.Context(), j.ID))
	if j = f.job(j.ID); j.State != inbox.JobDone || j.Refused != 1 {
		t.Errorf("%+v", j)
	}
	found, err := f.Store.Load(t.Context(), inbox.Keys{Contacts: []string{into}})
	f.must(err)
	if found.Contacts[into] == nil {
		t.Error("whom nobody meant is erased")
	}
}

// optOutHolds has the number come back.
func (f *fixture) optOutHolds() {
	f.Helper()
	consent := func() inbox.ConsentState {
		key := inbox.ConsentKey{Audience: f.audience.ID, Number: theirNumber}
		found, err := f.Store.Load(f.Context(), inbox.Keys{Consents: []inbox.ConsentKey{key}})
		f.must(err)
		return found.Consents[key].State
	}
	f.set(func(a *inbox.Audience) {
		a.Texting.Autoresponder = inbox.Autoresponder{Mode: inbox.AutoresponderAll, Text: "We answer soon."}
	})
	sent := len(f.sentTexts())
	thread := f.receiveText(f.text(theirNumber, "Hello again")).Conversation
	_, err := f.replyText(thread, "Hello")
	if !errors.Is(err, inbox.ErrTextingClosed) {
		f.Errorf("a number that had opted out is texted: %v", err)
	}
	if state, err := f.TextingOf(f.Context(), anybody, thread); err != nil || state.Closed == nil || state.Closed.Reason != inbox.ClosedOptedOut {
		f.Errorf("the composer is told %+v, %v", state, err)
	}
	f.drain(thread)
	if len(f.sentTexts()) > sent {
		f.Errorf("it is answered by itself: %q", f.sentTexts()[sent:])
	}
	results, err := f.RecordConsents(f.Context(), anybody, f.audience.ID, "agent", []inbox.ConsentEntry{
		{Number: theirNumber, Kind: inbox.RecordConsent, Words: "An old list.", At: start.Add(-time.Hour)},
	})
	f.must(err)
	if results[0].Effective || consent() != inbox.OptedOut {
		f.Errorf("an older consent counts: %+v, %s", results, consent())
	}
	f.receiveText(f.text(theirNumber, "START"))
	if consent() != inbox.Consented {
		f.Errorf("START leaves it %s", consent())
	}
}

// suppressionHolds has the address come back.
func (f *fixture) suppressionHolds() {
	f.Helper()
	thread := f.receive(f.mail("ada@example.org")).Conversation
	state := func(force bool) inbox.DeliveryState {
		_, m, err := f.Reply(f.Context(), anybody, thread, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "Hello", Force: force})
		f.must(err)
		f.must(f.send(m))
		return f.message(m).Delivery.State
	}
	if refused, forced := state(false), state(true); refused != inbox.Failed || forced != inbox.Sent {
		f.Errorf("mail to an address that is not to be mailed is %s, and forced %s", refused, forced)
	}
	f.must(f.LiftSuppression(f.Context(), anybody, f.audience.ID, "ada@example.org"))
	if s := state(false); s != inbox.Sent {
		f.Errorf("once that is lifted it is %s", s)
	}
}

func TestAnExportHoldsAllThatIsKnown(t *testing.T) {
	f := texting(t)
	v := f.keepVersions()
	c := f.known(v)
	j, err := f.ExportContact(t.Context(), anybody, "", c.ID, nil)
	f.must(err)
	if _, err := f.ExportOf(t.Context(), anybody, j.ID); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("before it is done: %v", err)
	}
	f.must(f.RunJob(t.Context(), j.ID))
	key, err := f.ExportOf(t.Context(), anybody, j.ID)
	f.must(err)
	data, err := f.Objects.Get(t.Context(), key)
	f.must(err)
	var got struct {
		Contact                        struct{ Identities []struct{ Value string } }
		Consents                       []struct{ State string }
		ConsentHistory                 []struct{ Kind, Words string } `json:"consent_history"`
		Suppressions, Activity, Orders []any
		Conversations                  []struct {
			Messages []struct {
				Text, HTML  string
				Attachments []struct{ Link string }
			}
		}
	}
	f.must(json.Unmarshal(data, &got))
	if len(got.Contact.Identities) != 2 || len(got.Consents) != 1 || got.Consents[0].State != string(inbox.OptedOut) || len(got.ConsentHistory) == 0 ||
		len(got.Suppressions) != 1 || len(got.Activity) == 0 || len(got.Orders) != 1 || len(got.Conversations) != 2 {
		t.Errorf("%s", data)
	}
	whole := slices.ContainsFunc(got.Conversations[0].Messages, func(m struct {
		Text, HTML  string
		Attachments []struct{ Link string }
	}) bool {
		return m.Text == secret+" and more" && m.HTML != "" && len(m.Attachments) == 1 && m.Attachments[0].Link != ""
	})
	if !whole && len(got.Conversations) > 1 {
		whole = got.Conversations[1].Messages[0].Text == secret+" and more"
	}
	if !whole {
		t.Errorf("messages are not whole: %s", data)
	}
	f.advance(8 * 24 * time.Hour)
	if _, err := f.ExportOf(t.Context(), anybody, j.ID); !errors.Is(err, inbox.ErrGone) {
		t.Errorf("after a week: %v", err)
	}
}

// exported runs an export and returns what it has written.
func (f *fixture) exported(j *inbox.Job, err error) string {
	f.Helper()
	j = f.finish(j, err)
	key, err := f.ExportOf(f.Context(), anybody, j.ID)
	f.must(err)
	data, err := f.Objects.Get(f.Context(), key)
	f.must(err)
	return string(data)
}

func TestAnExportHoldsWhatIsNotMovedYetAndNotesWhatIsDeletedMeanwhile(t *testing.T) {
	f := texting(t)
	v := f.keepVersions()
	c := f.known(v)
	page, err := f.Store.Conversations(t.Context(), inbox.ConversationQuery{Contact: c.ID, Limit: 10})
	f.must(err)
	for _, row := range page.Rows {
		before := f.thread(row.Conversation).Conversation
		after := *before
		after.Contact = c.Merged[0]
		f.must(f.Store.Commit(t.Context(), inbox.Change{Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: &after}}}))
		for _, m := range f.thread(row.Conversation).Messages {
			if m.Body != "" {
				f.must(f.Purger.Purge(t.Context(), m.Body))
			}
		}
	}
	got := f.exported(f.ExportContact(t.Context(), anybody, "", c.ID, nil))
	for _, row := range page.Rows {
		if n := strings.Count(got, `"id": "`+row.Conversation+`"`); n != 1 {
			t.Errorf("conversation %s is there %d times", row.Conversation, n)
		}
	}
	if len(page.Rows) == 0 || !strings.Contains(got, "deleted while this was written") {
		t.Error(got)
	}
}

// late is a bucket in which something happens just before an export is written.
type late struct {
	inbox.Objects
	happens func()
}

func (l late) Put(ctx context.Context, key, mediaType string, data []byte) error {
	if strings.HasPrefix(key, "e/") {
		l.happens()
	}
	return l.Objects.Put(ctx, key, mediaType, data)
}

func TestWhoIsErasedWhileTheyAreExportedIsNotLeftInTheExport(t *testing.T) {
	f := texting(t)
	v := f.keepVersions()
	c := f.known(v)
	j, err := f.ExportContact(t.Context(), anybody, "", c.ID, nil)
	f.must(err)
	f.Objects = late{f.Objects, func() {
		f.finish(f.EraseContact(t.Context(), anybody, "", c.ID, inbox.ConfirmErase, nil))
	}}
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.Done != 0 || got.Skipped != 1 {
		t.Errorf("%+v", got)
	}
	if left := v.versions(); len(left) > 0 {
		t.Errorf("left in the bucket: %q", left)
	}
}

// overtaken is a store in which something happens just before a commit.
type overtaken struct {
	inbox.Store
	happens func()
}

func (s *overtaken) Commit(ctx context.Context, c inbox.Change) error {
	if happens := s.happens; happens != nil {
		s.happens = nil
		happens()
	}
	return s.Store.Commit(ctx, c)
}

func TestNothingIsToldOfAContactWhileTheyAreErased(t *testing.T) {
	const address = "ada@example.org"
	for name, tell := range map[string]func(f *fixture, whom inbox.Whom) (contact string, err error){
		"an order": func(f *fixture, whom inbox.Whom) (string, error) {
			whom.Audience = f.audience.ID
			o, err := f.PutOrder(f.Context(), anybody, whom, inbox.Order{External: "1", Currency: "EUR", Total: "1.00", Placed: f.clock()})
			if err != nil {
				return "", err
			}
			return o.Contact, nil
		},
		"an event": func(f *fixture, whom inbox.Whom) (string, error) {
			e, err := f.PostContactEvent(f.Context(), anybody, whom, inbox.ContactEvent{Name: "cart_abandoned"}, nil)
			if err != nil {
				return "", err
			}
			return e.Contact, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			erasing := func() (string, inbox.Store) {
				c := f.thread(f.receive(f.mail(address)).Conversation).Conversation.Contact
				j, err := f.EraseContact(t.Context(), anybody, "", c, inbox.ConfirmErase, nil)
				f.must(err)
				whole := f.Store
				f.Store = &overtaken{whole, func() { f.killed(j, 5) }}
				return c, whole
			}
			c, whole := erasing()
			if _, err := tell(f, inbox.Whom{Contact: c}); !errors.Is(err, inbox.ErrNotFound) {
				t.Errorf("by id: %v", err)
			}
			f.Store = whole
			c, _ = erasing()
			if to, err := tell(f, f.whom(address)); err != nil || to == c {
				t.Errorf("by address it is told of %q, who was %q: %v", to, c, err)
			}
		})
	}
}
