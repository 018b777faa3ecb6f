package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// auditList names an audience's part of the audit log.
const auditList = "audit"

// audit adds a line. All of them share a partition: there are a few for each
// member and day, and a partition takes a thousand writes a second and has no end.
func (p *plan) audit(a inbox.AuditEntry) {
	it, err := encode(auditKey(a.ID), auditRecord(a))
	if err != nil {
		p.errs = append(p.errs, err)
		return
	}
	if a.Audience != "" {
		it = listed(it, list(a.Audience, auditList, 0), a.ID)
	}
	p.putItem(it, absent(), conflict)
}

// Audit is one Query; of one audience, whose part the index tells, also a batched
// read.
func (t *Table) Audit(ctx context.Context, q inbox.AuditQuery) (*inbox.AuditPage, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, ScanIndexForward: aws.Bool(false), Limit: aws.Int32(int32(q.Limit + 1)),
		KeyConditionExpression:    aws.String("pk = :p"),
		ExpressionAttributeValues: item{":p": str(auditKey("").pk)},
	}
	sort := "sk"
	if q.Audience != "" {
		in.IndexName, sort = aws.String(listsIndex), "lsk"
		in.KeyConditionExpression = aws.String("lpk = :p")
		in.ExpressionAttributeValues[":p"] = str(list(q.Audience, auditList, 0))
	}
	if q.Before != "" {
		in.KeyConditionExpression = aws.String(*in.KeyConditionExpression + " AND " + sort + " < :before")
		in.ExpressionAttributeValues[":before"] = str(bounded(q.Before))
	}
	page, err := t.auditPage(ctx, in, q)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return page, nil
}

func (t *Table) auditPage(ctx context.Context, in *dynamodb.QueryInput, q inbox.AuditQuery) (*inbox.AuditPage, error) {
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, err
	}
	page := &inbox.AuditPage{More: len(out.LastEvaluatedKey) > 0}
	if len(out.Items) > q.Limit {
		out.Items, page.More = out.Items[:q.Limit], true
	}
	take := func(it item) error {
		a, err := auditOf(it)
		page.Entries = append(page.Entries, a)
		return err
	}
	if q.Audience == "" {
		for _, it := range out.Items {
			if err := take(it); err != nil {
				return nil, err
			}
		}
		return page, nil
	}
	var keys []key
	for _, it := range out.Items {
		keys = append(keys, keyOf(it))
	}
	err = t.readAll(ctx, keys, take)
	slices.SortFunc(page.Entries, func(a, b inbox.AuditEntry) int { return cmp.Compare(b.ID, a.ID) })
	return page, err
}
