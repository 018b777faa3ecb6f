package inbox_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

// done runs a bulk job to its end, a while after it was made, and returns it.
func (f *fixture) done(author string, of inbox.Selected, do inbox.BulkAction) *inbox.Job {
	f.Helper()
	j := f.bulk(author, of, do)
	f.advance(time.Minute)
	f.must(f.RunJob(f.Context(), j.ID))
	return f.job(j.ID)
}

func TestEveryBulkChangeIsMadeOnceAndEnteredInEachThread(t *testing.T) {
	f := newFixture(t)
	agent, other := f.newMember(inbox.Agent), f.newMember(inbox.Agent)
	urgent, late, nobody := f.label("Urgent"), f.label("Late"), ""
	team, err := f.CreateTeam(t.Context(), anybody, f.audience.ID, inbox.Team{Name: "Returns", Members: []string{agent.ID}}, nil)
	f.must(err)
	all := inbox.Selected{Conversations: f.open(2)}
	until := f.clock().Add(time.Hour).Truncate(time.Second) // of when the job is made, not done
	for _, step := range []struct {
		name  string
		do    inbox.BulkAction
		entry string // "" for none
		holds func(*inbox.Conversation) bool
	}{
		{"assign to a member", inbox.BulkAction{Assign: &other.ID}, "assignee", func(c *inbox.Conversation) bool { return c.Assignee == other.ID }},
		{"assign to a team", inbox.BulkAction{Assign: &team.ID}, "assignee", func(c *inbox.Conversation) bool { return c.Assignee == team.ID }},
		{"assign to nobody", inbox.BulkAction{Assign: &nobody}, "assignee", func(c *inbox.Conversation) bool { return c.Assignee == "" }},
		{"add a label", inbox.BulkAction{AddLabels: []string{urgent}}, "label", func(c *inbox.Conversation) bool { return slices.Equal(c.Labels, []string{urgent}) }},
		{"put one in its place", inbox.BulkAction{AddLabels: []string{late}, RemoveLabels: []string{urgent}}, "label", func(c *inbox.Conversation) bool { return slices.Equal(c.Labels, []string{late}) }},
		{"mark unread", inbox.BulkAction{Unread: true}, "", func(c *inbox.Conversation) bool { return c.Unread }},
		{"snooze", inbox.BulkAction{Snooze: &inbox.SnoozeChoice{Preset: inbox.InAnHour, Zone: "UTC"}}, "snooze", func(c *inbox.Conversation) bool {
			return c.Status == inbox.Snoozed && c.Snooze.By == agent.ID && !c.Snooze.Until.Before(until) && c.Snooze.Until.Before(until.Add(10*time.Minute))
		}},
		{"close", inbox.BulkAction{Status: inbox.Done}, "status", func(c *inbox.Conversation) bool { return c.Status == inbox.Done && c.Snooze == nil }},
	} {
		before := len(f.told(all.Conversations[0], step.entry))
		until = f.clock().Add(time.Hour).Truncate(time.Second)
		for range 2 { // the second changes nothing
			if j := f.done(agent.ID, all, step.do); j.State != inbox.JobDone || j.Done != 2 {
				t.Fatalf("%s: %+v", step.name, j)
			}
		}
		for _, id := range all.Conversations {
			if c := f.thread(id).Conversation; !step.holds(c) {
				t.Errorf("%s: %+v", step.name, c)
			}
		}
		if n := len(f.told(all.Conversations[0], step.entry)) - before; step.entry != "" && (n == 0 || n > 2) {
			t.Errorf("%s: %d entries", step.name, n)
		}
	}
}

func TestWhatNoConversationCouldBeDoneToIsRefusedBeforeAJobBegins(t *testing.T) {
	f := newFixture(t)
	of := inbox.Selected{Conversations: f.open(1)}
	stranger := "nobody-we-know"
	for name, do := range map[string]inbox.BulkAction{
		"no such status":   {Status: inbox.Snoozed},
		"no such label":    {AddLabels: []string{"zzz"}},
		"no such assignee": {Assign: &stranger},
		"a time gone by":   {Snooze: &inbox.SnoozeChoice{Preset: inbox.SnoozeCustom, Wall: "2020-01-01T09:00", Zone: "UTC"}},
		"no such zone":     {Snooze: &inbox.SnoozeChoice{Preset: inbox.Tomorrow, Zone: "Mars"}},
	} {
		if _, err := f.Bulk(t.Context(), anybody, "agent", f.audience.ID, of, do, nil); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoeverWaitsForAJobIsToldOnceThatItHasEnded(t *testing.T) {
	f := newFixture(t)
	agent, other := f.newMember(inbox.Agent), f.newMember(inbox.Agent)
	of := inbox.Selected{Conversations: f.open(3)}
	j := f.done(agent.ID, of, inbox.BulkAction{Assign: &other.ID})
	f.must(f.RunJob(t.Context(), j.ID)) // offered once more
	for member, want := range map[string]inbox.NoticeKind{agent.ID: inbox.NoticeJobDone, other.ID: inbox.NoticeAssigned} {
		page, err := f.Store.Notices(t.Context(), inbox.NoticeQuery{Member: member, Limit: 10})
		f.must(err)
		if len(page.Notices) != 1 || page.Notices[0].Kind != want || page.Notices[0].Job != j.ID || page.Notices[0].Conversation != "" {
			t.Errorf("told %+v, want one notice of the job, %s", page.Notices, want)
		}
	}

	// Who looks on is told nothing, nor who has cancelled it.
	quick := f.bulk(agent.ID, of, inbox.BulkAction{Unread: true})
	f.must(f.RunJob(t.Context(), quick.ID))
	cancelled := f.bulk(agent.ID, of, inbox.BulkAction{Unread: true})
	f.advance(time.Minute)
	_, err := f.CancelJob(t.Context(), mayAll, cancelled.ID)
	f.must(err)
	f.must(f.RunJob(t.Context(), cancelled.ID))
	if n := f.unseen(agent.ID); n != 1 {
		t.Errorf("%d notices, want one", n)
	}
}

func TestMailThatIsStoredAfterTheClickStaysUnread(t *testing.T) {
	f := newFixture(t)
	agent := f.newMember(inbox.Agent)
	seen := f.receive(f.mail("ada@example.org")).Conversation
	before := f.mail("ada@example.org", answering("mail-1@client.example.org"))
	later := f.mail("sam@example.org")
	f.advance(time.Minute)
	j := f.bulk(agent.ID, inbox.Selected{Conversations: []string{seen}}, inbox.BulkAction{Read: true})
	f.must(f.RunJob(t.Context(), j.ID))
	if c := f.thread(seen).Conversation; c.Unread || f.job(j.ID).Done != 1 {
		t.Errorf("what was there is unread: %+v", c)
	}
	unseen := []string{seen, f.receive(later).Conversation}
	j = f.bulk(agent.ID, inbox.Selected{Conversations: unseen}, inbox.BulkAction{Read: true})
	f.advance(time.Second)
	f.receive(before)
	f.must(f.RunJob(t.Context(), j.ID))
	for id, unread := range map[string]bool{seen: true, unseen[1]: false} {
		if c := f.thread(id).Conversation; c.Unread != unread {
			t.Errorf("unread %v, want %v: %+v", c.Unread, unread, c)
		}
	}
}
