package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// Commit applies the change in one transaction. On success the After of every
// edit bears the Rev it was stored with. Errors are those of [inbox.Store]; any
// other means that nobody knows whether the change was committed, and that
// repeating the operation from its start will tell.
func (t *Table) Commit(ctx context.Context, change inbox.Change) error {
	p := t.plan(change)
	if err := p.check(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if len(p.actions) == 0 {
		return nil
	}
	_, err := t.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		TransactItems: p.actions,
		// The SDK repeats a call whose answer got lost. By this token, good for ten
		// minutes, DynamoDB knows the repetition and answers it with success instead
		// of failing on the conditions that the first call has made untrue.
		ClientRequestToken: aws.String(rand.Text()),
	}, untilSettled)
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		err = p.verdict(cancelled)
	}
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, f := range p.done {
		f()
	}
	return nil
}

// untilSettled makes the SDK repeat two answers more than it does by itself.
func untilSettled(o *dynamodb.Options) {
	o.Retryer = patient{o.Retryer}
}

type patient struct{ aws.Retryer }

// IsErrorRetryable also repeats a call whose first attempt is still being worked
// on, to learn its outcome, and one that was cancelled only for being too much at
// the moment.
func (p patient) IsErrorRetryable(err error) bool {
	var working *types.TransactionInProgressException
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &working) || errors.As(err, &cancelled) && throttled(cancelled) {
		return true
	}
	return p.Retryer.IsErrorRetryable(err)
}

// throttled tells whether nothing but lack of capacity cancelled a transaction.
func throttled(e *types.TransactionCanceledException) bool {
	for _, reason := range e.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "None", "ThrottlingError", "ProvisionedThroughputExceeded":
		default:
			return false
		}
	}
	return true
}

func (t *Table) plan(change inbox.Change) *plan {
	p := &plan{table: t.name, hashes: t.Hashes, taken: map[key]bool{}, revs: map[string]int64{}}
	p.once(change.Once)
	p.request(change.Request, t.Now())
	each(change.Audiences, p.audience)
	each(change.Campaigns, p.campaign)
	p.contacts(change.Contacts, change.Recent)
	each(change.Conversations, p.conversation)
	each(change.Messages, p.message)
	each(change.Members, p.member)
	each(change.Invitations, p.invitation)
	each(change.SavedReplies, p.savedReply)
	each(change.CouponPools, p.couponPool)
	each(change.CouponPages, p.couponPage)
	each(change.APIKeys, p.apiKey)
	each(change.Consents, p.consent)
	each(change.TextNumbers, p.textNumber)
	each(change.Links, p.link)
	each(change.Webhooks, p.webhook)
	each(change.HookDeliveries, p.hookDelivery)
	each(change.Jobs, p.job)
	for _, i := range change.JobItems {
		p.put(jobItemKey(inbox.JobItemKey{Job: i.Job, ID: i.ID}), jobItemRecord(i), expression{}, conflict)
	}
	each(change.TextRecords, p.textRecord)
	each(change.Directories, p.directory)
	p.notices(change.Notices)
	p.seen(change.Seen)
	each(change.Audit, p.audit)
	p.told(change)
	if change.Owner {
		p.put(ownerKey(), struct{}{}, absent(), conflict)
	}
	p.wire(change.Wire)
	p.forgotten(change)
	p.erased(change)
	p.suppressions(change)
	p.counted(change.Counted)
	for _, id := range change.RequireConversation {
		// An edit of the conversation has required it already.
		if k := conversationKey(id); !p.taken[k] {
			p.require(k, living(), conflict)
		}
	}
	if k := contactKey(change.RequireContact); change.RequireContact != "" && !p.taken[k] {
		p.require(k, expression{condition: "attribute_exists(pk) AND attribute_not_exists(#merge) AND attribute_not_exists(erasing)", names: map[string]string{"#merge": "merge"}}, conflict)
	}
	p.texting(change.RequireTexting)
	p.limit(change.Limit)
	return p
}

// each has every one of a list written.
func each[T any](list []T, write func(T)) {
	for _, e := range list {
		write(e)
	}
}

// told writes what is told of contacts beside their rows.
func (p *plan) told(change inbox.Change) {
	for _, e := range change.Orders {
		p.order(e)
	}
	for _, e := range change.ContactEvents {
		p.put(contactEventKey(e.Contact, e.ID), contactEventRecord(e), absent(), refuse(inbox.ErrDuplicate))
	}
	if change.KeptOut != "" {
		p.update(keptKey(change.KeptOut), expression{
			update: "SET v = :v ADD n :one", values: item{":v": num(shape), ":one": num(1)},
		}, conflict)
	}
}

// subject is what an edit is about: what it leaves, or else what it takes away.
func subject[T any](e inbox.Edit[T]) *T {
	if e.After != nil {
		return e.After
	}
	return e.Before
}

// versioned writes what an edit makes of an item: After with the version that
// follows Before's, or nothing in its place, provided that Before is what is
// stored. build makes the item of what shall be stored.
func versioned[T any](p *plan, k key, e inbox.Edit[T], rev func(*T) *int64, build func(T) (item, error)) {
	guard, next := absent(), int64(1)
	if e.Before != nil {
		guard, next = at(*rev(e.Before)), *rev(e.Before)+1
	}
	if e.After == nil {
		p.delete(k, guard, conflict)
		return
	}
	stored := *e.After
	*rev(&stored) = next
	it, err := build(stored)
	if err != nil {
		p.errs = append(p.errs, err)
		return
	}
	p.putItem(it, guard, conflict)
	p.done = append(p.done, func() { *rev(e.After) = next })
}
