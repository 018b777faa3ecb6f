package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

type jobRecord struct {
	ID         string                   `dynamodbav:"id"`
	Audience   string                   `dynamodbav:"audience,omitempty"`
	Kind       inbox.JobKind            `dynamodbav:"kind"`
	Author     string                   `dynamodbav:"author,omitempty"`
	State      inbox.JobState           `dynamodbav:"state"`
	Failure    string                   `dynamodbav:"failure,omitempty"`
	Total      int                      `dynamodbav:"total,omitempty"`
	Listed     bool                     `dynamodbav:"listed,omitempty"`
	Done       int                      `dynamodbav:"done,omitempty"`
	Skipped    int                      `dynamodbav:"skipped,omitempty"`
	Refused    int                      `dynamodbav:"refused,omitempty"`
	Looked     int                      `dynamodbav:"looked,omitempty"`
	Checkpoint string                   `dynamodbav:"checkpoint,omitempty"`
	Begun      bool                     `dynamodbav:"begun,omitempty"`
	Selection  []string                 `dynamodbav:"selection,omitempty"`
	Filter     *inbox.ConversationQuery `dynamodbav:"filter,omitempty"`
	Bulk       *inbox.BulkAction        `dynamodbav:"bulk,omitempty"`
	Contact    string                   `dynamodbav:"contact,omitempty"`
	Move       *inbox.Move              `dynamodbav:"move,omitempty"`
	Label      string                   `dynamodbav:"label,omitempty"`
	Of         string                   `dynamodbav:"of,omitempty"`
	Created    time.Time                `dynamodbav:"created,omitempty"`
	Ended      time.Time                `dynamodbav:"ended,omitempty"`
	Expires    time.Time                `dynamodbav:"ttl,unixtime"`
	Deadline   time.Time                `dynamodbav:"deadline,omitempty"`
	Run        string                   `dynamodbav:"run,omitempty"`
	Attempts   int                      `dynamodbav:"attempts,omitempty"`
	Stop       bool                     `dynamodbav:"stop,omitempty"`
	Rev        int64                    `dynamodbav:"rev"`
}

type jobItemRecord struct {
	Job     string        `dynamodbav:"job"`
	ID      string        `dynamodbav:"id"`
	Outcome inbox.Outcome `dynamodbav:"outcome"`
	Reason  string        `dynamodbav:"reason,omitempty"`
	Expires time.Time     `dynamodbav:"ttl,unixtime"`
}

func jobOf(it item) (*inbox.Job, error) {
	r, err := decode[jobRecord](it)
	r.Expires = r.Expires.UTC()
	j := inbox.Job(r)
	return &j, err
}

func jobItemOf(it item) (*inbox.JobItem, error) {
	r, err := decode[jobItemRecord](it)
	r.Expires = r.Expires.UTC()
	i := inbox.JobItem(r)
	return &i, err
}

// jobsList names an audience's list of jobs, the account's for the empty one.
func jobsList(audience string) string { return list(audience, "jobs", 0) }

// job writes a job. While it has not ended it stands on the index of what is due.
func (p *plan) job(e inbox.Edit[inbox.Job]) {
	k := jobKey(subject(e).ID)
	versioned(p, k, e, func(j *inbox.Job) *int64 { return &j.Rev }, func(j inbox.Job) (item, error) {
		it, err := encode(k, jobRecord(j))
		if err == nil && !j.Deadline.IsZero() {
			standDue(it, j.Deadline, j.ID, j.ID)
		}
		return listed(it, jobsList(j.Audience), j.ID), err
	})
}

// Jobs is one Query, and one read of the jobs as they are now.
func (t *Table) Jobs(ctx context.Context, q inbox.JobQuery) ([]inbox.Job, error) {
	keys, err := t.newestKeys(ctx, jobsList(q.Audience), q.After, q.Limit)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	var jobs []inbox.Job
	err = t.readAll(ctx, keys, func(it item) error {
		j, err := jobOf(it)
		if err == nil {
			jobs = append(jobs, *j)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	slices.SortFunc(jobs, func(a, b inbox.Job) int { return strings.Compare(b.ID, a.ID) })
	return jobs, nil
}

// JobItems is one Query.
func (t *Table) JobItems(ctx context.Context, q inbox.JobItemQuery) ([]inbox.JobItem, error) {
	out, err := t.client.Query(ctx, &dynamodb.QueryInput{
		TableName:              &t.name,
		KeyConditionExpression: aws.String("pk = :pk AND sk BETWEEN :from AND :to"),
		ExpressionAttributeValues: item{
			":pk": str(jobKey(q.Job).pk), ":to": str(jobItemPrefix + endOfPrefix),
			// A NUL makes it the first key that can follow the one that was read last.
			":from": str(jobItemPrefix + bounded(q.After) + "\x00"),
		},
		ConsistentRead: aws.Bool(true),
		Limit:          aws.Int32(int32(q.Limit)),
	})
	if err != nil {
		return nil, fmt.Errorf("list items of job %s: %w", q.Job, err)
	}
	var items []inbox.JobItem
	for _, it := range out.Items {
		i, err := jobItemOf(it)
		if err != nil {
			return nil, fmt.Errorf("list items of job %s: %w", q.Job, err)
		}
		items = append(items, *i)
	}
	return items, nil
}
