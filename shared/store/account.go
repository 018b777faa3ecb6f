package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// Audiences lists the account's audiences, the oldest first.
func (t *Table) Audiences(ctx context.Context) ([]inbox.Audience, error) {
	var out []inbox.Audience
	err := t.accountList(ctx, audiencesList, func(it item) error {
		a, err := audienceOf(it)
		out = append(out, *a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list audiences: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.Audience) int {
		return strings.Compare(stamp(a.Created)+a.ID, stamp(b.Created)+b.ID)
	})
	return out, nil
}

// Members lists who signs in and who is invited to, by address.
func (t *Table) Members(ctx context.Context) ([]inbox.Member, []inbox.Invitation, error) {
	var members []inbox.Member
	var invited []inbox.Invitation
	err := t.accountList(ctx, membersList, func(it item) error {
		if keyOf(it).pk == memberKey(text(it["id"])).pk {
			m, err := memberOf(it)
			members = append(members, *m)
			return err
		}
		i, err := invitationOf(it)
		invited = append(invited, *i)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("list members: %w", err)
	}
	slices.SortFunc(members, func(a, b inbox.Member) int { return strings.Compare(a.Email+a.ID, b.Email+b.ID) })
	slices.SortFunc(invited, func(a, b inbox.Invitation) int { return strings.Compare(a.Email, b.Email) })
	return members, invited, nil
}

// APIKeys lists the account's keys, the newest first.
func (t *Table) APIKeys(ctx context.Context) ([]inbox.APIKey, error) {
	var out []inbox.APIKey
	err := t.accountList(ctx, keysList, func(it item) error {
		k, err := apiKeyOf(it)
		out = append(out, *k)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.APIKey) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// accountList reads one of the account's short lists: the index tells which
// items are on it, and the items are then read as they are now.
func (t *Table) accountList(ctx context.Context, list string, take taker) error {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(listsIndex),
		KeyConditionExpression:    aws.String("lpk = :list"),
		ExpressionAttributeValues: item{":list": str(list)},
	}
	var keys []key
	for {
		out, err := t.client.Query(ctx, in)
		if err != nil {
			return err
		}
		for _, it := range out.Items {
			keys = append(keys, keyOf(it))
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			break
		}
	}
	return t.readAll(ctx, keys, take)
}

// newestKeys names the items of one page of a list by descending sort key, in one Query.
func (t *Table) newestKeys(ctx context.Context, list, after string, limit int) ([]key, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(listsIndex),
		KeyConditionExpression:    aws.String("lpk = :list"),
		ExpressionAttributeValues: item{":list": str(list)},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(int32(limit)),
	}
	if after != "" {
		in.KeyConditionExpression = aws.String("lpk = :list AND lsk < :after")
		in.ExpressionAttributeValues[":after"] = str(bounded(after))
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, err
	}
	var keys []key
	for _, it := range out.Items {
		keys = append(keys, keyOf(it))
	}
	return keys, nil
}

func campaigns(audience string) string { return list(audience, "campaigns", 0) }

// Campaigns is one Query, and one read of the campaigns as they are now.
func (t *Table) Campaigns(ctx context.Context, q inbox.CampaignQuery) ([]inbox.Campaign, error) {
	keys, err := t.newestKeys(ctx, campaigns(q.Audience), q.After, q.Limit)
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	var out []inbox.Campaign
	err = t.readAll(ctx, keys, func(it item) error {
		c, err := campaignOf(it)
		out = append(out, *c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.Campaign) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}
