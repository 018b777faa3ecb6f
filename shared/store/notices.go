package store

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

func (p *plan) directory(e inbox.Edit[inbox.Directory]) {
	k := directoryKey(subject(e).Audience)
	versioned(p, k, e, func(d *inbox.Directory) *int64 { return &d.Rev }, func(d inbox.Directory) (item, error) {
		return encode(k, directoryRecord(d))
	})
}

// notices adds notices, and counts them as unseen for each of their members.
func (p *plan) notices(all []inbox.Notice) {
	unseen := map[string]int64{}
	var members []string
	for _, n := range all {
		p.put(noticeKey(n.Member, n.ID), noticeRecord(n), absent(), conflict)
		if unseen[n.Member] == 0 {
			members = append(members, n.Member)
		}
		unseen[n.Member]++
	}
	for _, m := range members {
		p.unseen(m, unseen[m])
	}
}

// seen marks notices as seen, each once, and from then on they have an end.
func (p *plan) seen(s *inbox.Seen) {
	if s == nil {
		return
	}
	for _, id := range s.Notices {
		p.update(noticeKey(s.Member, id), expression{
			condition: "unseen = :yes", update: "REMOVE unseen SET #ttl = :ttl",
			names: map[string]string{"#ttl": "ttl"}, values: item{":yes": boolean(true), ":ttl": seconds(s.Expires)},
		}, conflict)
	}
	p.unseen(s.Member, -int64(len(s.Notices)))
}

func (p *plan) unseen(member string, step int64) {
	p.update(unseenKey(member), expression{
		update: "SET v = :v ADD n :step", values: item{":v": num(shape), ":step": num(step)},
	}, conflict)
}

// Notices is one Query.
func (t *Table) Notices(ctx context.Context, q inbox.NoticeQuery) (*inbox.NoticePage, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, ScanIndexForward: aws.Bool(false), Limit: aws.Int32(int32(q.Limit + 1)), ConsistentRead: aws.Bool(true),
		KeyConditionExpression: aws.String("pk = :pk AND sk BETWEEN :from AND :to"),
		ExpressionAttributeValues: item{
			":pk": str(unseenKey(q.Member).pk), ":from": str(noticePrefix), ":to": str(noticePrefix + endOfPrefix),
		},
	}
	if q.UpTo != "" {
		in.ExpressionAttributeValues[":to"] = str(noticeKey(q.Member, q.UpTo).sk)
	}
	if q.After != "" {
		in.ExclusiveStartKey = noticeKey(q.Member, q.After).item()
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	page := &inbox.NoticePage{}
	for _, it := range out.Items {
		n, err := noticeOf(it)
		if err != nil {
			return nil, fmt.Errorf("list notices: %w", err)
		}
		if page.More = len(page.Notices) == q.Limit; !page.More {
			page.Notices = append(page.Notices, n)
		}
	}
	return page, nil
}
