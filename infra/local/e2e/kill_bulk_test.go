package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"confab/infra/local/scheduler"
	"confab/infra/local/stack"
	"confab/shared/inbox"
)

func TestAKilledBulkActionIsResumedToTheExactResult(t *testing.T) {
	killBulk(t, 200)
}

// BenchmarkAKilledBulkActionOverFiveThousand is the test at its full size.
func BenchmarkAKilledBulkActionOverFiveThousand(b *testing.B) {
	for b.Loop() {
		before, after := killBulk(b, 5000)
		b.ReportMetric(before.Seconds(), "s-until-killed")
		b.ReportMetric(after.Seconds(), "s-resumed")
	}
}

// killBulk has a process close so many conversations and kills it when it has
// closed a quarter; another one finds the data folder and goes on.
func killBulk(t testing.TB, n int) (before, after time.Duration) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	h := newHouseIn(t, stack.Options{Dir: dir})
	token, ids := h.token, h.many(n)
	h.Close()
	if err := os.WriteFile(filepath.Join(dir, stack.Seeded), nil, 0o600); err != nil {
		t.Fatal(err)
	}

	cmd, process := startProcess(t, dir)
	caller := &house{TB: t, Stack: process, token: token}
	var job struct {
		ID, State string
		Done      int
	}
	body := `{"action":{"status":"done"},"filter":{"status":"open"}}`
	caller.must(caller.call("POST", "/v1/audiences/"+h.audience.ID+"/conversations/bulk", "close-all", body, &job))
	began := time.Now()
	caller.within(10*time.Minute, "a quarter of it is done", func() bool {
		caller.must(caller.call("GET", "/v1/jobs/"+job.ID, "", "", &job))
		return job.Done > n/4
	})
	caller.must(cmd.Process.Kill())
	before = time.Since(began)
	_ = cmd.Wait() // it was killed

	h = reopen(t, dir)
	left := h.job(job.ID)
	if left.State != inbox.JobRunning || left.Done == 0 || left.Done == n {
		t.Fatalf("it was not killed in the middle: %+v", left)
	}
	t.Logf("killed after %d of %d", left.Done, n)
	h.leaseEnds(left)
	began = time.Now()
	h.within(10*time.Minute, "the job has ended", func() bool { return h.job(job.ID).State == inbox.JobDone })
	after = time.Since(began)
	h.closedOnce(job.ID, ids)
	h.sound()
	return before, after
}

// many opens so many conversations at once.
func (h *house) many(n int) (ids []string) {
	h.Helper()
	now := time.Now().UTC().Truncate(time.Millisecond)
	for i := range n {
		ids = append(ids, h.box.IDs.New(now.Add(-time.Duration(i)*time.Second)))
	}
	for some := range slices.Chunk(ids, 10) {
		var change inbox.Change
		for _, id := range some {
			at := h.box.IDs.Time(id)
			c := &inbox.Conversation{
				ID: id, Audience: h.audience.ID, Channel: inbox.Email, Subject: "News", Status: inbox.Open,
				Arrived: at, Created: at, LastInbound: id, LastInboundAt: at,
			}
			m := &inbox.Message{
				Conversation: id, ID: id, Audience: h.audience.ID, Direction: inbox.Inbound, Channel: inbox.Email,
				Kind: inbox.KindMessage, Arrived: at, Text: "Dear sirs.",
			}
			change.Conversations = append(change.Conversations, inbox.Edit[inbox.Conversation]{After: c})
			change.Messages = append(change.Messages, inbox.Edit[inbox.Message]{After: m})
		}
		h.must(h.box.Store.Commit(h.Context(), change))
	}
	return ids
}

func (h *house) job(id string) *inbox.Job {
	h.Helper()
	found, err := h.box.Store.Load(h.Context(), inbox.Keys{Jobs: []string{id}})
	h.must(err)
	return found.Jobs[id]
}

// leaseEnds lets the time pass for which the killed run holds the job, and wakes
// what is due then.
func (h *house) leaseEnds(j *inbox.Job) {
	h.Helper()
	after := *j
	after.Deadline = time.Now().Add(-time.Second)
	h.must(h.box.Store.Commit(h.Context(), inbox.Change{Jobs: []inbox.Edit[inbox.Job]{{Before: j, After: &after}}}))
	h.must(scheduler.Invoke(h.Context(), "wake", h.Functions["wake"], time.Now()))
}

// closedOnce fails the test unless each conversation was closed by one change,
// with one entry in its thread, and counted once.
func (h *house) closedOnce(job string, ids []string) {
	h.Helper()
	if j := h.job(job); j.Total != len(ids) || j.Done != len(ids) || j.Skipped+j.Refused != 0 {
		h.Errorf("it counts %+v, want %d done", j, len(ids))
	}
	items, after := map[string]inbox.Outcome{}, ""
	for {
		page, err := h.box.Store.JobItems(h.Context(), inbox.JobItemQuery{Job: job, After: after, Limit: 500})
		h.must(err)
		for _, i := range page {
			items[i.ID] = i.Outcome
			after = i.ID
		}
		if len(page) == 0 {
			break
		}
	}
	for _, id := range ids {
		t, err := h.box.Store.Thread(h.Context(), inbox.ThreadQuery{Conversation: id, Limit: 50})
		h.must(err)
		var entries []string
		for _, m := range t.Messages {
			if m.Event != nil {
				entries = append(entries, fmt.Sprint(*m.Event))
			}
		}
		if c := t.Conversation; c.Status != inbox.Done || c.Rev != 2 || len(entries) != 1 || items[id] != inbox.ItemDone {
			h.Errorf("%s is %s in its version %d, %q, with the outcome %s", id, c.Status, c.Rev, entries, items[id])
		}
	}
}
