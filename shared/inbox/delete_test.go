package inbox_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/search"
)

const secret = "violet elephants"

// secretive is a mail with everything that mail can have.
func (f *fixture) secretive(change ...func(*inbox.Incoming)) inbox.Incoming {
	return f.mail("ada@example.org", append([]func(*inbox.Incoming){func(in *inbox.Incoming) {
		in.Subject, in.Text, in.Full, in.HTML = secret, secret, secret+" and more", "<p>"+secret+"</p>"
		in.Cc = []inbox.Address{{Address: "eve@example.org"}}
		in.Files = []inbox.IncomingFile{{File: inbox.File{Name: secret, Type: "text/plain", Data: []byte(secret)}}}
	}}, change...)...)
}

func (f *fixture) trash(ids ...string) {
	f.Helper()
	for _, id := range ids {
		before := f.thread(id).Conversation
		after, err := f.SetStatus(f.Context(), anybody, "agent", id, 0, inbox.Trash, nil)
		f.must(err)
		f.must(f.Follow(f.Context(), headers(before, after)))
	}
}

// deletion is a job that deletes, as a manager's.
func (f *fixture) deletion(ids ...string) *inbox.Job {
	f.Helper()
	manager := f.newMember(inbox.Manager)
	j, err := f.DeleteConversations(f.Context(), anybody, manager.ID, f.audience.ID, ids, inbox.ConfirmDelete, len(ids), nil)
	f.must(err)
	return j
}

// interrupted runs a job that is killed after ever more commits, until it has ended.
func (f *fixture) interrupted(j *inbox.Job) *inbox.Job {
	f.Helper()
	for commits := 1; !f.job(j.ID).State.Ended(); commits++ {
		if commits > 60 {
			f.Fatalf("it does not end: %+v", f.job(j.ID))
		}
		f.killed(j, commits)
	}
	return f.job(j.ID)
}

// killed runs a job that is killed after so many commits, and waits for the end of
// its lease.
func (f *fixture) killed(j *inbox.Job, commits int) *inbox.Job {
	f.Helper()
	whole := f.Store
	short := &faltering{Store: whole}
	short.commits.Store(int64(commits))
	f.Store = short
	if err := f.RunJob(f.Context(), j.ID); err != nil && !errors.Is(err, errKilled) {
		f.Fatal(err)
	}
	f.Store = whole
	f.advance(3 * time.Minute)
	return f.job(j.ID)
}

// twoInOne is a conversation with everything that one can have, into which another
// was merged; first is the mail that opened it.
func (f *fixture) twoInOne(v *vault) (first inbox.Incoming, into, from string) {
	f.Helper()
	// An answer to what has not arrived, with a key that names who may have written it.
	first = f.secretive(answering("unseen@example.org"))
	v.put(first.Raw, "From: ada@example.org "+secret)
	v.put(first.Raw, "From: ada@example.org replayed "+secret)
	into = f.receive(first).Conversation
	f.must(f.Follow(f.Context(), headers(nil, f.thread(into).Conversation)))
	second := f.secretive()
	v.put(second.Raw, secret)
	from = f.receive(second).Conversation
	f.must(f.merge(into, from))
	_, err := f.AddNote(f.Context(), anybody, "agent", into, "a note on "+secret, nil, nil)
	f.must(err)
	f.must(f.send(f.reply(into, "about "+secret)))
	f.reply(into, "waits: "+secret)
	_, _, err = f.Reply(f.Context(), anybody, into, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "later: " + secret, SendAt: f.clock().Add(time.Hour)})
	f.must(err)
	_, err = f.Attend(f.Context(), anybody, "member", into, true)
	f.must(err)
	return first, into, from
}

func TestWhatIsDeletedForGoodIsInNoStoreAnyMore(t *testing.T) {
	f := newFixture(t)
	v := f.keepVersions()
	first, into, from := f.twoInOne(v)
	token := f.token(into)
	f.trash(into)
	beside := f.receive(f.mail("bob@example.org", about("harmless"))).Conversation

	words := []string{"violet", "elephants", into, from}
	if got := v.indexed(words...); len(got) != len(words) || v.named(secret) != 6 {
		t.Fatalf("of %q only %q are in the search index, which names %d messages", words, got, v.named(secret))
	}
	if len(v.traces(secret)) < 10 || len(v.traces("eve@example.org")) < 3 {
		t.Fatal("there is too little to delete")
	}
	j := f.interrupted(f.deletion(into))
	if j.State != inbox.JobDone || j.Done != 1 {
		t.Fatalf("%+v", j)
	}
	if got := v.indexed(words...); len(got) > 0 || v.named(secret) > 0 {
		t.Errorf("left in the search index: %q, and it names %d messages", got, v.named(secret))
	}
	if len(v.indexed(beside)) == 0 || v.named("harmless") != 1 {
		t.Error("what was not deleted is found no more")
	}
	for words, but := range map[string][]string{
		secret:            nil,
		"eve@example.org": nil,
		"ada@example.org": {"P#", "I#"}, // the contact stays
		// Ids alone: of the change feed and of jobs for days.
		into: {"AUDIT,", "GONE#", "J#", "FEED#"},
		from: {"AUDIT,", "GONE#", "J#", "FEED#"},
	} {
		for _, trace := range v.traces(words, but...) {
			t.Errorf("%s is left in %s", words, trace)
		}
	}
	if left := v.versions(search.Prefix); len(left) > 0 {
		t.Errorf("left in the bucket: %q", left)
	}
	if n := len(v.traces(into, "J#", "FEED#")); n != 2 {
		t.Errorf("%d rows tell of the conversation, want a line of the audit log and a tombstone", n)
	}
	if n := len(f.sender.sent); n != 1 {
		t.Errorf("%d messages left", n)
	}

	receipt := f.receive(first)
	if !receipt.Duplicate || len(v.traces(secret)) > 0 {
		t.Errorf("a mail that was deleted comes back: %+v, %q", receipt, v.traces(secret))
	}
	again := f.receive(f.mail("ada@example.org", to(token)))
	if c := f.thread(again.Conversation).Conversation; c.Audience != f.audience.ID || c.ID == into || again.Rule != inbox.RuleNew {
		t.Errorf("who answers what was deleted comes in by %s to %+v", again.Rule, c)
	}
}

func TestWhatTheStreamTellsAfterTheDeletionIsNotIndexed(t *testing.T) {
	f := newFixture(t)
	v := f.keepVersions()
	thread := f.receive(f.secretive()).Conversation
	contact := f.thread(thread).Conversation.Contact
	givenUp := v.told.changes
	f.finish(f.EraseContact(t.Context(), anybody, "", contact, inbox.ConfirmErase, nil))
	v.index(v.told)
	f.advance(time.Hour)
	v.told.changes = givenUp
	if got := v.indexed("violet", thread, contact); len(givenUp) == 0 || len(got) > 0 || v.named(secret)+v.named("ada@example.org") > 0 {
		t.Errorf("%d changes that were given up are followed again, and bring back %q", len(givenUp), got)
	}
}

func TestRawMailThatTwoAudiencesShareGoesWithTheLaterOne(t *testing.T) {
	f := newFixture(t)
	v := f.keepVersions()
	other := f.addAudience("sales@" + inboundDomain)
	in := f.secretive(to(f.audience.ForwardingAddress, other.ForwardingAddress))
	v.put(in.Raw, secret)
	receipts, err := f.Receive(t.Context(), in)
	f.must(err)
	for i, r := range receipts {
		f.trash(r.Conversation)
		j, err := f.DeleteConversations(t.Context(), anybody, "", r.Audience, []string{r.Conversation}, inbox.ConfirmDelete, 1, nil)
		f.must(err)
		f.must(f.RunJob(t.Context(), j.ID))
		kept := slices.ContainsFunc(v.versions(), func(o string) bool { return strings.HasPrefix(o, in.Raw) })
		if kept != (i == 0) {
			t.Errorf("after %d deletions the raw mail is there: %v", i+1, kept)
		}
	}
	if traces := v.traces(secret); len(receipts) != 2 || len(traces) > 0 {
		t.Errorf("left: %q", traces)
	}
}

func TestOnlyWhatIsInTheTrashAndAtRestIsDeleted(t *testing.T) {
	f := newFixture(t)
	f.keepVersions()
	ids := f.open(3)
	manager := f.newMember(inbox.Manager)
	for name, ask := range map[string]struct {
		confirm string
		count   int
	}{"without the word": {"delete", 3}, "with another count": {inbox.ConfirmDelete, 2}} {
		_, err := f.DeleteConversations(t.Context(), anybody, manager.ID, f.audience.ID, ids, ask.confirm, ask.count, nil)
		if !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.trash(ids[1], ids[2])
	// A reply to what is in the trash would reopen it, so the one being sent closes.
	_, m, err := f.Reply(t.Context(), anybody, ids[2], 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "Wait"})
	f.must(err)
	f.trash(ids[2])
	var refused *inbox.Job
	f.sender.after = func(inbox.Outgoing) {
		refused = f.deletion(append(ids, "nowhere")...)
		f.must(f.RunJob(t.Context(), refused.ID))
	}
	f.must(f.send(m))
	if j := f.job(refused.ID); j.Done != 1 || j.Refused != 2 || j.Skipped != 1 {
		t.Errorf("%+v", j)
	}
	for i, there := range []bool{true, false, true} {
		found, err := f.Store.Load(t.Context(), inbox.Keys{Conversations: ids[i : i+1]})
		f.must(err)
		if (found.Conversations[ids[i]] != nil) != there {
			t.Errorf("conversation %d is there: %v", i, !there)
		}
	}
	f.sender.after = nil
	again := f.deletion(ids[2])
	f.must(f.RunJob(t.Context(), again.ID))
	if j := f.job(again.ID); j.Done != 1 {
		t.Errorf("once it has been sent: %+v", j)
	}
}

func TestAConversationThatIsHalfDeletedIsFinishedByWhoeverDeletesItAgain(t *testing.T) {
	f := newFixture(t)
	v := f.keepVersions()
	in := f.secretive()
	v.put(in.Raw, secret)
	id := f.receive(in).Conversation
	f.trash(id)
	lost := f.killed(f.deletion(id), 4) // it is taken, listed, begun, and gone for everybody
	ended := *lost
	ended.State = inbox.JobFailed
	f.must(f.Store.Commit(t.Context(), inbox.Change{Jobs: []inbox.Edit[inbox.Job]{{Before: lost, After: &ended}}}))
	if !lost.Begun || len(v.traces(secret)) == 0 {
		t.Fatalf("%+v, or nothing is left to delete", lost)
	}
	j := f.deletion(id)
	f.must(f.RunJob(t.Context(), j.ID))
	if j = f.job(j.ID); j.Done != 1 || len(v.traces(secret)) > 0 || len(v.versions()) > 0 {
		t.Errorf("%+v; left: %q, %q", j, v.traces(secret), v.versions())
	}
}

func TestAConversationOfManyMessagesIsDeletedInPieces(t *testing.T) {
	f := newFixture(t)
	f.keepVersions()
	id := f.receive(f.mail("ada@example.org")).Conversation
	var notes []inbox.Edit[inbox.Message]
	for i := range 230 {
		at := f.clock().Add(time.Duration(i) * time.Millisecond)
		notes = append(notes, inbox.Edit[inbox.Message]{After: &inbox.Message{
			ID: f.IDs.New(at), Conversation: id, Audience: f.audience.ID, Kind: inbox.KindNote, At: at, Arrived: at, Text: "a note",
		}})
	}
	for len(notes) > 0 {
		n := min(80, len(notes))
		f.must(f.Store.Commit(t.Context(), inbox.Change{Messages: notes[:n]}))
		notes = notes[n:]
	}
	f.trash(id)
	j := f.deletion(id)
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.Done != 1 || got.Total != 1 || got.State != inbox.JobDone {
		t.Errorf("%+v", got)
	}
	page, err := f.Store.Thread(t.Context(), inbox.ThreadQuery{Conversation: id, Before: "~", Limit: 10})
	f.must(err)
	if len(page.Messages) > 0 {
		t.Errorf("%d messages are left", len(page.Messages))
	}
}

func TestAJobThatIsCancelledLeavesNothingHalfDeleted(t *testing.T) {
	f := newFixture(t)
	v := f.keepVersions()
	in := f.secretive()
	v.put(in.Raw, secret)
	id := f.receive(in).Conversation
	f.trash(id)
	j := f.deletion(id)
	whole := f.Store
	short := &faltering{Store: whole}
	short.commits.Store(4) // taken, listed, begun, and the conversation is gone
	f.Store = short
	if err := f.RunJob(t.Context(), j.ID); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	f.Store = whole
	found, err := f.Store.Load(t.Context(), inbox.Keys{Conversations: []string{id}})
	f.must(err)
	if len(found.Conversations) > 0 || len(v.traces(secret)) == 0 {
		t.Fatal("it is not half deleted")
	}
	f.advance(3 * time.Minute)
	_, err = f.CancelJob(t.Context(), mayAll, j.ID)
	f.must(err)
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobCancelled || got.Done != 1 || len(v.traces(secret)) > 0 {
		t.Errorf("%+v; left: %q", got, v.traces(secret))
	}
}
