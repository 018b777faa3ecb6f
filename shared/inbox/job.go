package inbox

import (
	"cmp"
	"context"
	"time"
)

// JobKind is what a job does.
type JobKind string

// The kinds of job.
const (
	JobBulk    JobKind = "bulk"    // one change to many conversations
	JobDelete  JobKind = "delete"  // conversations, for good
	JobClose   JobKind = "close"   // the conversations of a contact that was blocked
	JobMove    JobKind = "move"    // the conversations of a contact that was merged, or is itself again
	JobRelabel JobKind = "relabel" // a label that was deleted is taken from its conversations
	JobErase   JobKind = "erase"   // a contact, with all that is theirs
	JobExport  JobKind = "export"  // all that is known of a contact
	JobAudit   JobKind = "audit"   // what is kept twice is compared
)

// JobState is how far a job is.
type JobState string

// The states of a job.
const (
	JobQueued    JobState = "queued"
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Ended tells whether nothing more will happen.
func (s JobState) Ended() bool { return s == JobDone || s == JobFailed || s == JobCancelled }

// Job is long work that is done in steps. What a step did and that it is done are
// kept together, so that a job that was interrupted goes on where it stood.
type Job struct {
	ID       string
	Audience string // empty: the whole account's
	Kind     JobKind
	Author   string // the member who asked for it; empty for the clock
	State    JobState
	Failure  string // a sentence for who asked, where it failed

	// Total is how many items the job has put on its list by now, Listed that there
	// will be no more. Each ends up as done, skipped or refused.
	Total   int
	Listed  bool
	Done    int
	Skipped int
	Refused int
	// Looked is how many things were looked at to find the items.
	Looked int
	// Checkpoint is where the walk stands: over what there is until all is listed,
	// and over the job's items from then on.
	Checkpoint string
	// Begun: an item behind the checkpoint may be half done. The job goes on until none
	// is, whatever else would end it.
	Begun bool

	// Selection are the conversations that were named, as far as they are not on
	// the list yet; Filter stands for whatever matches when the job lists it.
	Selection []string
	Filter    *ConversationQuery
	Bulk      *BulkAction
	Contact   string // of JobClose
	Move      *Move  // of JobMove
	Label     string // of JobRelabel
	Of        string // of JobAudit, which is the account's: an audience, or empty for all

	Created time.Time
	Ended   time.Time
	Expires time.Time // when it is forgotten, with its results
	// Deadline is until when the run holds the job (running), or when a queued one
	// is offered again.
	Deadline time.Time
	// Run tells the run that holds the job from others.
	Run string
	// Attempts counts the runs that began since the last step that was done.
	Attempts int
	// Stop: somebody wants it to end.
	Stop bool
	Rev  int64
}

// Limits of jobs.
const (
	// MaxSelection is how many conversations one request may name.
	MaxSelection = 500
	// jobKept is how long a job and its results can be read.
	jobKept = 30 * 24 * time.Hour
	// jobLease is how long a run holds a job without a step done. A step takes
	// seconds.
	jobLease = 2 * time.Minute
	// jobOfferAgain is after what time a queued job that nobody took up is offered
	// again.
	jobOfferAgain = 2 * time.Minute
	// maxJobAttempts is how many runs in a row may end without a step done.
	maxJobAttempts = 10
	// jobTryAgain is how often a job is tried after that which may not end, because
	// something is half deleted.
	jobTryAgain = time.Hour
	// jobSoon is for how long an author is taken to look on while a job is done.
	jobSoon = 10 * time.Second
)

// Outcome is what became of one item of a job.
type Outcome string

// The outcomes.
const (
	ItemWaiting Outcome = "waiting"
	ItemDone    Outcome = "done"
	ItemSkipped Outcome = "skipped" // there is nothing to do it to
	ItemRefused Outcome = "refused" // Reason says why
)

// JobItem is one thing that a job is about, and what became of it.
type JobItem struct {
	Job     string
	ID      string // of a conversation
	Outcome Outcome
	Reason  string // a sentence, where it is not done
	Expires time.Time
}

// JobItemKey names an item of a job.
type JobItemKey struct{ Job, ID string }

// JobItemQuery asks for items of a job in the order of their ids.
type JobItemQuery struct {
	Job   string
	After string // an id; empty for the first
	Limit int
}

// JobQuery asks for an audience's jobs, newest first; those of the account where
// Audience is empty.
type JobQuery struct {
	Audience string
	After    string // a job's id; empty for the newest
	Limit    int
}

// JobOffer is what stands in the queue of jobs.
type JobOffer struct {
	Version int    `json:"version"` // 1
	Job     string `json:"job"`
}

// JobQueue offers jobs to be run.
type JobQueue interface {
	OfferJob(ctx context.Context, job string) error
}

// newJob is a job that begins as soon as it is committed.
func (b *Inbox) newJob(audience, author string, kind JobKind) *Job {
	now := b.Now()
	return &Job{
		ID: b.IDs.New(now), Audience: audience, Author: author, Kind: kind, State: JobQueued,
		Created: now, Expires: now.Add(jobKept), Deadline: now.Add(jobOfferAgain),
	}
}

// startJob commits a new job under the request it came with; a request that was
// heard before has started its job already.
func (b *Inbox) startJob(ctx context.Context, j *Job, r *Request) (*Job, error) {
	f, err := b.Store.Load(ctx, Keys{Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, err
	}
	if done != nil {
		return b.job(ctx, done.Contact)
	}
	err = b.Store.Commit(ctx, Change{Jobs: []Edit[Job]{{After: j}}, Request: r.made(b.Now(), "", "", j.ID)})
	return j, err
}

// later starts a job that goes on with what somebody would wait for too long. The
// same cause starts one, however often.
func (b *Inbox) later(ctx context.Context, j *Job, cause string) error {
	_, err := b.startJob(ctx, j, &Request{Key: "job " + string(j.Kind) + " " + cause, Digest: cause})
	return ignoring(err, ErrDuplicate)
}

func (b *Inbox) job(ctx context.Context, id string) (*Job, error) {
	f, err := b.Store.Load(ctx, Keys{Jobs: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.Jobs[id] == nil {
		return nil, problem(ErrNotFound, "There is no such job.")
	}
	return f.Jobs[id], nil
}

// CancelJob ends a job: at once where it is queued, after the step at hand where
// it runs, and once nothing is half deleted. What was done stays done. Cancelling a
// job that has ended changes nothing. may is the gate that asks for a permission: it
// takes the one that the job's kind takes.
func (b *Inbox) CancelJob(ctx context.Context, may func(Permission) Gate, id string) (out *Job, err error) {
	err = b.retry(ctx, func() error {
		j, err := b.job(ctx, id)
		if err != nil {
			return err
		}
		if err := may(cmp.Or(jobKinds[j.Kind].needs, CanAnswer))(ctx, j.Audience); err != nil {
			return err
		}
		if out = j; j.State.Ended() || j.Stop {
			return nil
		}
		after := *j
		if after.Stop = true; j.State == JobQueued && !j.Begun {
			after.end(JobCancelled, b.Now())
		}
		out = &after
		return b.Store.Commit(ctx, Change{Jobs: []Edit[Job]{{Before: j, After: out}}})
	})
	return out, err
}

// rests tells that the job is put off: it is offered when its time has come.
func (j *Job) rests(now time.Time) bool {
	return j.State == JobQueued && j.Deadline.After(now.Add(jobOfferAgain+clockSkew))
}

// offerJob offers a job that has changed to be run, if it waits for that.
func (b *Inbox) offerJob(ctx context.Context, j *Job) error {
	if j == nil || j.State != JobQueued || j.rests(b.Now()) {
		return nil
	}
	b.Log.InfoContext(ctx, "job offered", "job", j.ID)
	return b.JobQueue.OfferJob(ctx, j.ID)
}

// wakeJob offers a job again that stream or queue have lost, or whose run has
// ended without a word.
func (b *Inbox) wakeJob(ctx context.Context, due Due, now time.Time) error {
	j, err := b.job(ctx, due.ID)
	if err != nil || j.State.Ended() || j.Deadline.After(now) {
		return ignoring(err, ErrNotFound)
	}
	after := *j
	after.State, after.Deadline = JobQueued, now.Add(jobOfferAgain)
	// The stream reports it, and the job is offered.
	return b.Store.Commit(ctx, Change{Jobs: []Edit[Job]{{Before: j, After: &after}}})
}

// end makes the job one that has ended.
func (j *Job) end(s JobState, now time.Time) {
	j.State, j.Ended, j.Deadline, j.Run, j.Selection = s, now, time.Time{}, "", nil
}

// endJob ends the job that is being run and tells who waits for it.
func (b *Inbox) endJob(ctx context.Context, j *Job, s JobState, failure string) error {
	now := b.Now()
	notices, err := b.jobNotices(ctx, j, s, now)
	if err != nil {
		return err
	}
	return b.commitJob(ctx, j, Change{Notices: notices}, func(after *Job) {
		after.Failure = failure
		after.end(s, now)
	})
}

// jobNotices tells a job's author that it has ended, unless they have cancelled it
// or have hardly waited; and whoever it has assigned conversations to.
func (b *Inbox) jobNotices(ctx context.Context, j *Job, s JobState, now time.Time) (out []Notice, err error) {
	tell := func(kind NoticeKind, member string) {
		out = append(out, Notice{
			Member: member, ID: b.IDs.Derive(now, "notice", string(kind), member, j.ID), At: now, Kind: kind,
			Audience: j.Audience, Job: j.ID, Actor: j.Author, Unseen: true,
		})
	}
	_, key := KeyID(j.Author)
	if j.Author != "" && !key && s != JobCancelled && now.Sub(j.Created) > jobSoon {
		tell(NoticeJobDone, j.Author)
	}
	if do := j.Bulk; j.Done > 0 && do != nil && do.Assign != nil && *do.Assign != "" && *do.Assign != j.Author {
		f, err := b.Store.Load(ctx, Keys{Members: []string{*do.Assign}})
		if err != nil {
			return nil, err
		}
		if belongs(f, *do.Assign, j.Audience) {
			tell(NoticeAssigned, *do.Assign)
		}
	}
	return out, nil
}
