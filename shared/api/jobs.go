package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Job is work that takes long.
type Job struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind" example:"bulk" doc:"bulk: a change to many conversations. delete: conversations, for good. close: those of a contact that was blocked. move: those of contacts that were merged, or parted. relabel: a deleted label is taken from them. erase: a contact, with all that is theirs. export: all that is known of a contact. audit: what is kept twice is compared. Others may come."`
	State    string     `json:"state" enum:"queued,running,done,failed,cancelled"`
	Failure  string     `json:"failure,omitempty" doc:"Why it failed."`
	Author   string     `json:"author,omitempty" doc:"The id of the member who started it."`
	Audience string     `json:"audience,omitempty" doc:"The id of the audience whose things it works on; left out where it is all of them."`
	Total    int        `json:"total" doc:"Items found so far; all of them once listed is true."`
	Listed   bool       `json:"listed"`
	Looked   int        `json:"looked,omitempty" doc:"How many things were looked at to find the items, where that is part of the work."`
	Done     int        `json:"done"`
	Skipped  int        `json:"skipped" doc:"Items that were not there any more."`
	Refused  int        `json:"refused" doc:"Items that it could not be done to; the results say why."`
	Created  time.Time  `json:"created"`
	Ended    *time.Time `json:"ended,omitempty"`
	Expires  time.Time  `json:"expires" doc:"When the job and its results are forgotten."`
	Stopping bool       `json:"stopping,omitempty" doc:"It was cancelled and ends after the step at hand."`
}

func wireJob(j *inbox.Job) Job {
	out := Job{
		ID: j.ID, Kind: string(j.Kind), State: string(j.State), Failure: j.Failure, Author: j.Author, Audience: cmp.Or(j.Audience, j.Of),
		Total: j.Total, Listed: j.Listed, Looked: j.Looked, Done: j.Done, Skipped: j.Skipped, Refused: j.Refused,
		Created: j.Created.UTC(), Expires: j.Expires.UTC(), Stopping: j.Stop && !j.State.Ended(),
	}
	if !j.Ended.IsZero() {
		at := j.Ended.UTC()
		out.Ended = &at
	}
	return out
}

// JobResult is what became of one item.
type JobResult struct {
	Item    string `json:"item" doc:"A conversation's id; of a badge, badge: and its audience's."`
	Outcome string `json:"outcome" enum:"waiting,done,skipped,refused"`
	Reason  string `json:"reason,omitempty" doc:"Why it is not done."`
}

// JobResultList is one page of what became of a job's items.
type JobResultList struct {
	Results    []JobResult `json:"results" doc:"By the items' ids."`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// JobList is one page of jobs.
type JobList struct {
	Jobs       []Job  `json:"jobs" doc:"Newest first."`
	NextCursor string `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

func (a *API) jobRoutes() {
	register(a, huma.Operation{
		OperationID: "list-jobs", Method: http.MethodGet, Path: "/v1/audiences/{audience}/jobs",
		Tags: []string{tagJobs}, Summary: "List jobs", Description: "Of the last 30 days, newest first.",
	}, a.listJobs)
	register(a, huma.Operation{
		OperationID: "get-job", Method: http.MethodGet, Path: "/v1/jobs/{job}",
		Tags: []string{tagJobs}, Summary: "See how far a job is",
		Description: "Poll it every few seconds while it runs.",
	}, a.getJob)
	register(a, huma.Operation{
		OperationID: "list-job-results", Method: http.MethodGet, Path: "/v1/jobs/{job}/results",
		Tags: []string{tagJobs}, Summary: "List what became of each item",
		Description: "Also while the job runs.",
	}, a.listJobResults)
	register(a, huma.Operation{
		OperationID: "cancel-job", Method: http.MethodPost, Path: "/v1/jobs/{job}/cancel",
		Tags: []string{tagJobs}, Summary: "Cancel a job",
		Description: "It ends after the step at hand, and what was done stays done; what is half deleted is deleted first. It takes the role that starting such a job takes. Repeating it changes nothing.",
	}, a.cancelJob)
}

type jobInput struct {
	Job string `path:"job" maxLength:"64" doc:"A job's id."`
}

type jobOutput struct{ Body Job }

// job loads a job and asks the gate for its audience.
func (a *API) job(ctx context.Context, v *visit, id string) (*inbox.Job, error) {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Jobs: []string{id}})
	if err != nil {
		return nil, fmt.Errorf("load job %s: %w", id, err)
	}
	j := found.Jobs[id]
	if j == nil {
		return nil, inbox.ErrNotFound
	}
	return j, v.gate(ctx, j.Audience)
}

func (a *API) getJob(ctx context.Context, v *visit, in *jobInput) (*jobOutput, error) {
	j, err := a.job(ctx, v, in.Job)
	if err != nil {
		return nil, err
	}
	return &jobOutput{Body: wireJob(j)}, nil
}

type cancelJobInput struct {
	Job            string `path:"job" maxLength:"64" doc:"A job's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Not needed: repeating is safe."`
}

func (a *API) cancelJob(ctx context.Context, v *visit, in *cancelJobInput) (*jobOutput, error) {
	j, err := a.cfg.Domain.CancelJob(ctx, v.gateFor, in.Job)
	if err != nil {
		return nil, err
	}
	return &jobOutput{Body: wireJob(j)}, nil
}

type listJobsInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type jobsOutput struct{ Body JobList }

func (a *API) listJobs(ctx context.Context, v *visit, in *listJobsInput) (*jobsOutput, error) {
	audience, err := a.audience(ctx, in.Audience)
	if err != nil {
		return nil, err
	}
	return a.jobsOf(ctx, v, audience.ID, in.Cursor, in.Limit)
}

// jobsOf is a page of the jobs of an audience, or of the account for the empty one.
func (a *API) jobsOf(ctx context.Context, v *visit, audience, cursor string, limit int) (*jobsOutput, error) {
	l := list{"jobs", audience}
	after, err := a.after(l, cursor)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, audience); err != nil {
		return nil, err
	}
	jobs, err := a.cfg.Store.Jobs(ctx, inbox.JobQuery{Audience: audience, After: after, Limit: limit})
	if err != nil {
		return nil, err
	}
	out := &jobsOutput{Body: JobList{Jobs: each(jobs, func(j inbox.Job) Job { return wireJob(&j) })}}
	if n := len(jobs); n == limit {
		out.Body.NextCursor = a.cursor(l, jobs[n-1].ID)
	}
	return out, nil
}

type listJobResultsInput struct {
	Job    string `path:"job" maxLength:"64" doc:"A job's id."`
	Cursor string `query:"cursor" maxLength:"1024"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type jobResultsOutput struct{ Body JobResultList }

func (a *API) listJobResults(ctx context.Context, v *visit, in *listJobResultsInput) (*jobResultsOutput, error) {
	l := list{"job results", in.Job}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	if _, err := a.job(ctx, v, in.Job); err != nil {
		return nil, err
	}
	items, err := a.cfg.Store.JobItems(ctx, inbox.JobItemQuery{Job: in.Job, After: after, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &jobResultsOutput{Body: JobResultList{Results: each(items, func(i inbox.JobItem) JobResult {
		return JobResult{Item: i.ID, Outcome: string(i.Outcome), Reason: i.Reason}
	})}}
	if n := len(items); n == in.Limit {
		out.Body.NextCursor = a.cursor(l, items[n-1].ID)
	}
	return out, nil
}
