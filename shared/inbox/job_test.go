package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"confab/shared/inbox"
)

// opened opens so many conversations.
func (f *fixture) open(n int) (ids []string) {
	f.Helper()
	for i := range n {
		ids = append(ids, f.receive(f.mail(fmt.Sprintf("ada-%d@example.org", i))).Conversation)
	}
	return ids
}

func (f *fixture) newMember(role inbox.Role) *inbox.Member {
	f.Helper()
	m := &inbox.Member{ID: f.IDs.New(f.clock()), Roles: map[string]inbox.Role{f.audience.ID: role}}
	f.must(f.Store.Commit(f.Context(), inbox.Change{Members: []inbox.Edit[inbox.Member]{{After: m}}}))
	return m
}

func (f *fixture) job(id string) *inbox.Job {
	f.Helper()
	found, err := f.Store.Load(f.Context(), inbox.Keys{Jobs: []string{id}})
	f.must(err)
	return found.Jobs[id]
}

func (f *fixture) outcomes(job string) map[inbox.Outcome]int {
	f.Helper()
	items, err := f.Store.JobItems(f.Context(), inbox.JobItemQuery{Job: job, Limit: 1000})
	f.must(err)
	out := map[inbox.Outcome]int{}
	for _, i := range items {
		out[i.Outcome]++
	}
	return out
}

func (f *fixture) bulk(author string, of inbox.Selected, do inbox.BulkAction) *inbox.Job {
	f.Helper()
	j, err := f.Bulk(f.Context(), anybody, author, f.audience.ID, of, do, nil)
	f.must(err)
	return j
}

var allOpen = inbox.Selected{Filter: &inbox.ConversationQuery{Status: inbox.Open}}

// faltering is a store whose commits fail once they are used up.
type faltering struct {
	inbox.Store
	commits atomic.Int64
}

var errKilled = errors.New("killed")

func (s *faltering) Commit(ctx context.Context, c inbox.Change) error {
	if s.commits.Add(-1) < 0 {
		return errKilled
	}
	return s.Store.Commit(ctx, c)
}

func TestAJobThatIsInterruptedAnywhereComesToTheExactResult(t *testing.T) {
	f := newFixture(t)
	const n = 7
	ids := f.open(n)
	agent := f.newMember(inbox.Agent)
	whole := f.Store
	j := f.bulk(agent.ID, allOpen, inbox.BulkAction{Status: inbox.Done})
	for commits := 1; !f.job(j.ID).State.Ended(); commits++ {
		if commits > 5*n {
			t.Fatalf("it does not end: %+v", f.job(j.ID))
		}
		short := &faltering{Store: whole}
		short.commits.Store(int64(commits))
		f.Store = short
		if err := f.RunJob(t.Context(), j.ID); err != nil && !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		f.Store = whole
		f.advance(3 * time.Minute) // the lease of the run that was killed
	}
	got := f.job(j.ID)
	if got.State != inbox.JobDone || got.Total != n || got.Done != n || got.Skipped+got.Refused != 0 {
		t.Errorf("%+v", got)
	}
	if o := f.outcomes(j.ID); o[inbox.ItemDone] != n {
		t.Errorf("outcomes %v", o)
	}
	for _, id := range ids {
		events := 0
		for _, m := range f.thread(id).Messages {
			if m.Kind == inbox.KindEvent {
				events++
			}
		}
		if c := f.thread(id).Conversation; c.Status != inbox.Done || events != 1 {
			t.Errorf("%s is %s after %d entries", id, c.Status, events)
		}
	}
}

func TestOfTwoRunsOfAJobOneWins(t *testing.T) {
	f := newFixture(t)
	f.open(3)
	j := f.bulk("", allOpen, inbox.BulkAction{Unread: true})
	other := make(chan error, 1)
	go func() { other <- f.RunJob(t.Context(), j.ID) }()
	f.must(f.RunJob(t.Context(), j.ID))
	f.must(<-other)
	if got := f.job(j.ID); got.State != inbox.JobDone || got.Done != 3 {
		t.Errorf("%+v", got)
	}
	f.must(f.RunJob(t.Context(), j.ID)) // offered once more
}

func TestWhatAJobMayNotOrCannotDoItSays(t *testing.T) {
	f := newFixture(t)
	ids := f.open(2)
	agent := f.newMember(inbox.Agent)
	foreign := f.addAudience("sales@" + inboundDomain)
	there := f.receive(f.mail("eve@example.org", to(foreign.ForwardingAddress))).Conversation

	j := f.bulk(agent.ID, inbox.Selected{Conversations: []string{ids[0], "nowhere", there, ids[0]}}, inbox.BulkAction{Status: inbox.Trash})
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.Total != 3 || got.Done != 1 || got.Skipped != 2 {
		t.Errorf("%+v, want one done of three", got)
	}
	if f.thread(there).Conversation.Status != inbox.Open || f.thread(ids[0]).Conversation.Status != inbox.Trash {
		t.Error("it was done to another audience's conversation, or to none")
	}

	j = f.bulk(agent.ID, allOpen, inbox.BulkAction{Status: inbox.Done})
	f.must(f.Store.Commit(t.Context(), inbox.Change{Members: []inbox.Edit[inbox.Member]{{Before: agent}}}))
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobFailed || got.Failure == "" || f.thread(ids[1]).Conversation.Status != inbox.Open {
		t.Errorf("a member who is gone goes on: %+v", got)
	}

	j = f.bulk("", allOpen, inbox.BulkAction{Status: inbox.Done})
	if _, err := f.CancelJob(t.Context(), mayAll, j.ID); err != nil {
		t.Fatal(err)
	}
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobCancelled || got.Done != 0 {
		t.Errorf("a cancelled job goes on: %+v", got)
	}
}

// mayAll lets pass whatever is asked for.
func mayAll(inbox.Permission) inbox.Gate { return anybody }

func TestCancellingAJobTakesWhatStartingItTakes(t *testing.T) {
	f := newFixture(t)
	for kind, want := range map[inbox.JobKind]inbox.Permission{
		inbox.JobBulk: inbox.CanAnswer, inbox.JobMove: inbox.CanAnswer, inbox.JobDelete: inbox.CanManage,
		inbox.JobErase: inbox.CanAdminister, inbox.JobExport: inbox.CanAdminister, inbox.JobAudit: inbox.CanManageMembers,
	} {
		j := &inbox.Job{ID: f.IDs.New(f.clock()), Audience: f.audience.ID, Kind: kind, State: inbox.JobQueued, Created: f.clock()}
		f.must(f.Store.Commit(t.Context(), inbox.Change{Jobs: []inbox.Edit[inbox.Job]{{After: j}}}))
		var asked inbox.Permission
		_, err := f.CancelJob(t.Context(), func(p inbox.Permission) inbox.Gate {
			asked = p
			return func(context.Context, string) error { return inbox.ErrForbidden }
		}, j.ID)
		if asked != want || !errors.Is(err, inbox.ErrForbidden) || f.job(j.ID).State != inbox.JobQueued {
			t.Errorf("%s takes %q, want %q: %v", kind, asked, want, err)
		}
	}
}

func TestAJobThatNobodyTookUpIsOfferedAgain(t *testing.T) {
	f := newFixture(t)
	f.open(1)
	j := f.bulk("", allOpen, inbox.BulkAction{Status: inbox.Done})
	before := f.job(j.ID)
	f.advance(5 * time.Minute)
	f.must(f.Wake(t.Context()))
	if after := f.job(j.ID); after.Rev == before.Rev || after.State != inbox.JobQueued || !after.Deadline.After(f.clock()) {
		t.Errorf("%+v", after)
	}
}

func TestReadInBulkGoesAsFarAsTheJobsBeginning(t *testing.T) {
	f := newFixture(t)
	ids := f.open(2)
	j := f.bulk("", allOpen, inbox.BulkAction{Read: true})
	late := f.receive(f.mail("ada-0@example.org", answering("mail-1@client.example.org")))
	if late.Conversation != ids[0] {
		t.Fatal("the late mail is elsewhere")
	}
	f.must(f.RunJob(t.Context(), j.ID))
	if !f.thread(ids[0]).Conversation.Unread || f.thread(ids[1]).Conversation.Unread {
		t.Error("what arrived after the job began is read, or what was there is not")
	}
}
