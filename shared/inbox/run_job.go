package inbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// Batches of a step.
const (
	listBatch = 90 // items put on the list in one transaction
	workBatch = 40 // items worked on between two checkpoints
)

// jobWork is how a kind of job is done.
type jobWork struct {
	// needs is what its author must be allowed, from the first step to the last;
	// empty for what follows from a thing that was allowed and is done.
	needs Permission
	// list finds the next items behind the job's checkpoint; nil for what was selected.
	list func(b *Inbox, ctx context.Context, j *Job) (listing, error)
	// item deals with one item. A [Problem] refuses it, ErrNotFound skips it; after
	// any other error the step is tried again. It must be safe to repeat, and may
	// return errUnfinished to be called again.
	item func(b *Inbox, ctx context.Context, j *Job, id string) error
	// batch is how many items are worked on between two checkpoints; workBatch
	// where it is 0.
	batch int
	// whole: an item that was begun is finished, whatever would end the job.
	whole bool
	// rest is for how long a job that has items is put off before it works on them.
	rest time.Duration
}

// errUnfinished says that a part of an item's work is done, and the item is to be
// gone on with after a checkpoint. The job does not end before.
var errUnfinished = errors.New("not finished yet")

var jobKinds = map[JobKind]jobWork{
	JobBulk:    {needs: CanAnswer, item: (*Inbox).bulk},
	JobDelete:  {needs: CanManage, item: (*Inbox).deleteConversation, batch: deleteBatch, whole: true},
	JobClose:   {item: (*Inbox).closeOne},
	JobMove:    {item: (*Inbox).moveOne},
	JobRelabel: {item: (*Inbox).unlabelOne, list: (*Inbox).listLabelled},
	JobErase:   {needs: CanAdminister, item: (*Inbox).eraseContact, whole: true},
	JobExport:  {needs: CanAdminister, item: (*Inbox).exportContact},
	JobAudit:   {needs: CanManageMembers, item: (*Inbox).auditItem, list: (*Inbox).listSuspects, rest: auditRest},
}

// RunJob works on a job, step by step, until it has ended or the time of the
// context is nearly up; what is left it offers again. Of runs at the same time
// one wins, and the others do nothing.
func (b *Inbox) RunJob(ctx context.Context, id string) error {
	j, err := b.takeJob(ctx, id)
	if err != nil || j == nil {
		return err
	}
	for run := j.Run; j.State == JobRunning; {
		if shortForJob(ctx) {
			return b.commitJob(ctx, j, Change{}, func(after *Job) {
				after.State, after.Run, after.Deadline = JobQueued, "", b.Now().Add(jobOfferAgain)
			})
		}
		err := b.jobStep(ctx, j)
		if errors.Is(err, ErrConflict) { // cancelled, or taken over
			if j, err = b.job(ctx, id); err == nil && j.Run != run {
				return nil
			}
		}
		if err != nil {
			return ignoring(err, ErrNotFound)
		}
	}
	if !j.State.Ended() { // it rests
		return nil
	}
	if j.Kind == JobAudit && j.State == JobDone {
		b.Metrics.Count("AuditViolations", j.Refused)
	}
	if j.State == JobFailed {
		b.Metrics.Count("JobFailed", 1)
	}
	b.Log.InfoContext(ctx, "job ended", "job", j.ID, "kind", j.Kind, "state", j.State, "done", j.Done, "skipped", j.Skipped, "refused", j.Refused)
	return nil
}

// shortForJob tells that there is no time for another step.
func shortForJob(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < time.Minute
}

// takeJob holds the job for this run; nil where there is nothing to do for it.
func (b *Inbox) takeJob(ctx context.Context, id string) (*Job, error) {
	j, err := b.job(ctx, id)
	now := b.Now()
	if err != nil || j.State.Ended() || j.rests(now) || j.State == JobRunning && j.Deadline.After(now) {
		return nil, ignoring(err, ErrNotFound)
	}
	stuck := j.Attempts >= maxJobAttempts
	if stuck && !j.Begun {
		err = b.endJob(ctx, j, JobFailed, "It failed ten times in a row at the same place; the log says why.")
	} else {
		err = b.commitJob(ctx, j, Change{}, func(after *Job) {
			after.State, after.Run, after.Deadline = JobRunning, b.IDs.New(now), now.Add(jobLease)
			if after.Attempts++; stuck {
				after.Deadline = now.Add(jobTryAgain)
			}
		})
	}
	if err != nil {
		return nil, ignoring(err, ErrConflict) // another run was faster
	}
	if stuck && j.Begun {
		b.Metrics.Count("JobFailed", 1)
		b.Log.ErrorContext(ctx, "job is stuck with something half deleted, and is tried again", "job", j.ID, "kind", j.Kind, "attempts", j.Attempts)
	}
	return j, nil
}

// commitJob writes the job as edit leaves it, with what else the change says, and
// makes j what is stored.
func (b *Inbox) commitJob(ctx context.Context, j *Job, change Change, edit func(after *Job)) error {
	before, after := *j, *j
	edit(&after)
	change.Jobs = []Edit[Job]{{Before: &before, After: &after}}
	if err := b.Store.Commit(ctx, change); err != nil {
		return err
	}
	*j = after
	return nil
}

// jobStep does the next step of a job and writes down that it is done.
func (b *Inbox) jobStep(ctx context.Context, j *Job) error {
	work := jobKinds[j.Kind]
	ctx = WithActor(ctx, j.Author)
	if j.Begun {
		return b.workItems(ctx, j, work)
	}
	if j.Stop {
		return b.endJob(ctx, j, JobCancelled, "")
	}
	if refused := asProblem(b.mayStill(ctx, j, work.needs)); refused != nil {
		return b.endJob(ctx, j, JobFailed, refused.Detail)
	}
	if !j.Listed {
		return b.listItems(ctx, j, work)
	}
	return b.workItems(ctx, j, work)
}

// mayStill asks again whether the job's author may do what it does: somebody who
// was removed, or a key that was revoked, does nothing more.
func (b *Inbox) mayStill(ctx context.Context, j *Job, needs Permission) error {
	if j.Author == "" || needs == "" {
		return nil
	}
	f, err := b.Store.Load(ctx, actorKeys(j.Author))
	if err != nil {
		return err
	}
	if m := f.actor(j.Author, b.Now()); m == nil || !m.In(j.Audience).May(needs) {
		return problem(ErrForbidden, "Who started this may not do it any more.")
	}
	return nil
}

// gate lets pass what belongs to the job's audience: whether its author may do it
// was asked before the step.
func (j *Job) gate(_ context.Context, audience string) error {
	if audience != j.Audience {
		return ErrNotFound
	}
	return nil
}

// checkpoint is what every step that was done writes.
func (b *Inbox) checkpoint(after *Job, at string) {
	after.Checkpoint, after.Attempts, after.Deadline = at, 0, b.Now().Add(jobLease)
}

// listing is a part of what a job is about.
type listing struct {
	ids  []string
	at   string   // the checkpoint behind it
	rest []string // of a selection
	more bool
	// looked is how many things this was found among.
	looked int
}

// listItems puts the next conversations on the job's list, each once.
func (b *Inbox) listItems(ctx context.Context, j *Job, work jobWork) error {
	list := work.list
	if list == nil {
		list = (*Inbox).listSelected
	}
	found, err := list(b, ctx, j)
	if err != nil {
		return err
	}
	items, err := b.newItems(ctx, j, found.ids)
	if err != nil {
		return err
	}
	return b.commitJob(ctx, j, Change{JobItems: items}, func(after *Job) {
		b.checkpoint(after, found.at)
		after.Selection, after.Total, after.Looked = found.rest, after.Total+len(items), after.Looked+found.looked
		if found.more {
			return
		}
		after.Listed, after.Checkpoint, after.Selection = true, "", nil
		if work.rest > 0 && after.Total > 0 {
			after.State, after.Run, after.Deadline = JobQueued, "", b.Now().Add(work.rest)
		}
	})
}

// listSelected lists what was named, or what matches a filter: that is walked from
// the newest to the oldest, and what moves meanwhile moves to the front, so that
// nothing is passed by that stays where it is.
func (b *Inbox) listSelected(ctx context.Context, j *Job) (listing, error) {
	if j.Filter == nil {
		n := min(len(j.Selection), listBatch)
		return listing{ids: j.Selection[:n], at: j.Checkpoint, rest: j.Selection[n:], more: n < len(j.Selection)}, nil
	}
	q := *j.Filter
	q.After, q.Limit = j.Checkpoint, listBatch
	page, err := b.Store.Conversations(ctx, q)
	if err != nil {
		return listing{}, err
	}
	return listing{ids: page.conversations(), at: page.Next, more: page.More}, nil
}

// conversations are the ids of a page's rows.
func (p *ConversationPage) conversations() (ids []string) {
	for _, r := range p.Rows {
		ids = append(ids, r.Conversation)
	}
	return ids
}

// newItems are those of the ids that are not on the list yet.
func (b *Inbox) newItems(ctx context.Context, j *Job, ids []string) ([]JobItem, error) {
	var keys []JobItemKey
	for _, id := range ids {
		keys = append(keys, JobItemKey{j.ID, id})
	}
	f, err := b.Store.Load(ctx, Keys{JobItems: keys})
	if err != nil {
		return nil, err
	}
	var items []JobItem
	listed := map[string]bool{}
	for _, key := range keys {
		if f.JobItems[key] == nil && !listed[key.ID] {
			listed[key.ID] = true
			items = append(items, JobItem{Job: j.ID, ID: key.ID, Outcome: ItemWaiting, Expires: j.Expires})
		}
	}
	return items, nil
}

// workItems deals with the next items of the list. Their outcomes and the
// checkpoint are written together: an item is counted once, however often it was
// tried.
func (b *Inbox) workItems(ctx context.Context, j *Job, work jobWork) error {
	page, err := b.Store.JobItems(ctx, JobItemQuery{Job: j.ID, After: j.Checkpoint, Limit: cmp.Or(work.batch, workBatch)})
	if err != nil {
		return err
	}
	if len(page) == 0 {
		return b.endJob(ctx, j, JobDone, "")
	}
	if work.whole && !j.Begun {
		if err := b.commitJob(ctx, j, Change{}, func(after *Job) { after.Begun = true }); err != nil {
			return err
		}
	}
	last := page[len(page)-1].ID
	page = slices.DeleteFunc(page, func(i JobItem) bool { return i.Outcome != ItemWaiting })
	var steps []func() error
	for i := range page {
		item := &page[i]
		steps = append(steps, func() error { return item.turnOut(work.item(b, ctx, j, item.ID)) })
	}
	if err := together(steps); err != nil {
		return err
	}
	n := len(page)
	ended := slices.DeleteFunc(page, func(i JobItem) bool { return i.Outcome == ItemWaiting })
	return b.commitJob(ctx, j, Change{JobItems: ended}, func(after *Job) {
		if after.Begun = len(ended) < n; after.Begun {
			last = j.Checkpoint
		}
		b.checkpoint(after, last)
		for _, item := range ended {
			after.tally(item.Outcome)
		}
	})
}

func (j *Job) tally(o Outcome) {
	switch o {
	case ItemDone:
		j.Done++
	case ItemSkipped:
		j.Skipped++
	case ItemRefused:
		j.Refused++
	}
}

// turnOut notes what became of the item; an error that says nothing of the item
// itself is returned.
func (i *JobItem) turnOut(err error) error {
	refused := asProblem(err)
	switch {
	case err == nil:
		i.Outcome = ItemDone
	case errors.Is(err, errUnfinished):
	case errors.Is(err, ErrNotFound):
		i.Outcome, i.Reason = ItemSkipped, "There is no such conversation in this audience."
	case refused != nil:
		i.Outcome, i.Reason = ItemRefused, refused.Detail
	default:
		return err
	}
	return nil
}

// request is that under which the job changes one of its items: a change that
// was committed before the job was interrupted is not made again.
func (j *Job) request(id string) *Request {
	return &Request{Key: "job " + j.ID + " " + id, Digest: j.ID}
}

// ignoring is err, or nil where it is of the kind.
func ignoring(err, kind error) error {
	if errors.Is(err, kind) {
		return nil
	}
	return err
}
