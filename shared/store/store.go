// Package store keeps Confab's state in one DynamoDB table, its large objects in
// S3, and offers messages for sending through SQS: it is what stands behind the
// ports [inbox.Store], [inbox.Objects], [inbox.Links] and [inbox.Queue].
//
// It promises that a change is committed whole or not at all and at most once,
// however often the network makes the SDK repeat it; that reads by key are
// consistent; and that the cost of each access pattern, told in keys.go, does
// not grow with the number of conversations or messages.
//
// It refuses to decide anything: which change follows from a message is the
// domain's business. It never scans the table, and no two writers ever overwrite
// each other, since every edit is conditioned on the version it was computed from.
package store

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
)

// Table is the DynamoDB table. It implements [inbox.Store].
type Table struct {
	client *dynamodb.Client
	name   string

	// Now tells what has expired: DynamoDB deletes expired items only within a
	// few days.
	Now inbox.Clock
	// Hashes are keyed hashes of a number or address, by the present key first: who was
	// erased is known by one of them. Without it nobody is.
	Hashes func(value string) []string
}

var _ inbox.Store = (*Table)(nil)

// New returns the store over a table as the template defines it: keys pk and sk,
// indexes lists (lpk, lsk) and due (dpk, dsk), time to live in ttl.
func New(client *dynamodb.Client, table string) *Table {
	return &Table{client: client, name: table, Now: func() time.Time { return time.Now().UTC() }}
}
