package store

import (
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// maxActions is what one TransactWriteItems takes.
const maxActions = 100

// plan collects the actions of one transaction and remembers what it means when
// the condition of one of them fails.
type plan struct {
	table    string
	hashes   func(value string) []string
	actions  []types.TransactWriteItem
	refusals []refusal
	taken    map[key]bool
	errs     []error
	done     []func()         // to be run once the transaction is committed
	revs     map[string]int64 // which version conversations get that are edited
}

// refusal tells what the failed condition of an action means. old is the item
// that was found under its key, nil where there was none.
type refusal func(old item) error

func refuse(err error) refusal { return func(item) error { return err } }

// conflict: what the change was computed from is no longer so.
var conflict = refuse(inbox.ErrConflict)

// expression is a condition and an update with the names and values they use.
type expression struct {
	condition string
	update    string
	names     map[string]string
	values    item
}

// absent holds where there is nothing under the key yet.
func absent() expression { return expression{condition: "attribute_not_exists(pk)"} }

// living holds where there is something under the key that is not being deleted.
func living() expression {
	return expression{condition: "attribute_exists(pk) AND attribute_not_exists(deleting)"}
}

// at holds where an item still has the version.
func at(rev int64) expression {
	return expression{condition: "rev = :rev", values: item{":rev": num(rev)}}
}

func (e expression) cond() *string { return optional(e.condition) }

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}

// oldImage makes a failed condition return what it met.
const oldImage = types.ReturnValuesOnConditionCheckFailureAllOld

func (p *plan) add(k key, a types.TransactWriteItem, r refusal) {
	if p.taken[k] {
		p.errs = append(p.errs, fmt.Errorf("one change writes an item of kind %s twice", k.kind()))
		return
	}
	p.taken[k] = true
	p.actions = append(p.actions, a)
	p.refusals = append(p.refusals, r)
}

// put writes a record, whole.
func (p *plan) put(k key, record any, e expression, r refusal) {
	it, err := encode(k, record)
	if err != nil {
		p.errs = append(p.errs, err)
		return
	}
	p.putItem(it, e, r)
}

func (p *plan) putItem(it item, e expression, r refusal) {
	p.add(keyOf(it), types.TransactWriteItem{Put: &types.Put{
		TableName: &p.table, Item: it, ConditionExpression: e.cond(),
		ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: oldImage,
	}}, r)
}

func (p *plan) update(k key, e expression, r refusal) {
	p.add(k, types.TransactWriteItem{Update: &types.Update{
		TableName: &p.table, Key: k.item(), UpdateExpression: &e.update, ConditionExpression: e.cond(),
		ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: oldImage,
	}}, r)
}

func (p *plan) delete(k key, e expression, r refusal) {
	p.add(k, types.TransactWriteItem{Delete: &types.Delete{
		TableName: &p.table, Key: k.item(), ConditionExpression: e.cond(),
		ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: oldImage,
	}}, r)
}

// require checks a condition on an item that the change does not write.
func (p *plan) require(k key, e expression, r refusal) {
	p.add(k, types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &p.table, Key: k.item(), ConditionExpression: e.cond(),
		ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: oldImage,
	}}, r)
}

// check tells whether the plan can be carried out.
func (p *plan) check() error {
	if n := len(p.actions); n > maxActions {
		p.errs = append(p.errs, fmt.Errorf("a change of %d items: a transaction takes %d", n, maxActions))
	}
	return errors.Join(p.errs...)
}

// verdict tells what it means that DynamoDB has cancelled the transaction. Of
// several reasons the one counts that no repetition could overcome; and before
// what may not be done counts that something has changed, for it may have been
// done, or need no doing any more.
func (p *plan) verdict(cancelled *types.TransactionCanceledException) error {
	var found []error
	for i, reason := range cancelled.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "ConditionalCheckFailed":
			if i < len(p.refusals) {
				found = append(found, p.refusals[i](reason.Item))
			}
		case "TransactionConflict":
			found = append(found, inbox.ErrConflict)
		}
	}
	for _, kind := range []error{
		inbox.ErrKeyReused, inbox.ErrDuplicate, inbox.ErrInvalid, inbox.ErrConflict,
		inbox.ErrSuppressed, inbox.ErrTextingClosed, inbox.ErrRateLimited,
	} {
		for _, err := range found {
			if errors.Is(err, kind) {
				return err
			}
		}
	}
	return cancelled
}
