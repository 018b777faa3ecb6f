// Package async stands in for Lambda's asynchronous invocation on a laptop. An
// invocation is on disk before it is acknowledged; it is tried three times in
// all and then goes to the failure destination.
//
// It promises that an acknowledged invocation runs at least once to success, or
// ends at the failure destination, also when the process is killed in between.
// It refuses payloads above 1 MiB.
package async

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"confab/infra/local/function"
	"confab/infra/local/standin"
)

// Schema makes the table of pending invocations. Times are in Unix milliseconds.
const Schema = `
CREATE TABLE IF NOT EXISTS async_invocations (
	id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, function TEXT NOT NULL, payload BLOB NOT NULL,
	due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS async_invocations_due ON async_invocations (due_at)`

// How many invocations run at once.
const concurrency = 4

// ErrNoFunction says that nobody registered the function.
var ErrNoFunction = errors.New("no such function")

// Invoker takes asynchronous invocations and runs them.
type Invoker struct {
	db        *sql.DB
	functions map[string]*function.Function

	// Backoff are the pauses before the second and the third try. Lambda waits
	// one and two minutes. Source: "How Lambda handles errors with asynchronous invocation".
	Backoff [2]time.Duration
	// Failed receives the record of an invocation that failed three times, as
	// Lambda sends it to a destination.
	Failed func(ctx context.Context, record []byte) error

	// Duplicate makes every invocation run twice, as Lambda sometimes does.
	Duplicate atomic.Bool
	// FailNext is how many of the next tries fail before they reach the handler.
	FailNext atomic.Int64

	added standin.Bell
	mu    sync.Mutex
	busy  map[int64]bool // ids that are running
}

// New returns an invoker of the functions; the schema of db includes Schema.
func New(db *sql.DB, functions ...*function.Function) *Invoker {
	inv := &Invoker{
		db: db, functions: map[string]*function.Function{}, Backoff: [2]time.Duration{time.Minute, 2 * time.Minute},
		busy: map[int64]bool{},
	}
	for _, f := range functions {
		inv.functions[f.Name] = f
	}
	return inv
}

// Invoke stores an invocation that will run soon. When it returns nil the
// invocation is on disk. It returns ErrNoFunction, or function.ErrTooLarge for a
// payload above function.MaxAsyncPayload.
func (inv *Invoker) Invoke(ctx context.Context, name string, payload []byte) error {
	if inv.functions[name] == nil {
		return fmt.Errorf("invoke %s: %w", name, ErrNoFunction)
	}
	if len(payload) > function.MaxAsyncPayload {
		return fmt.Errorf("invoke %s with %d bytes: %w", name, len(payload), function.ErrTooLarge)
	}
	copies := 1
	if inv.Duplicate.Load() {
		copies = 2
	}
	id := uuid.NewString()
	for range copies {
		_, err := inv.db.ExecContext(ctx, `INSERT INTO async_invocations (request_id, function, payload, due_at) VALUES (?, ?, ?, ?)`,
			id, name, payload, time.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("invoke %s: %w", name, err)
		}
	}
	inv.added.Ring()
	return nil
}

// Pending counts the invocations that have neither succeeded nor been given up.
func (inv *Invoker) Pending(ctx context.Context) (int, error) {
	var n int
	if err := inv.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM async_invocations`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count invocations: %w", err)
	}
	return n, nil
}

// Run runs what is pending until the context ends, and then waits for what it started.
func (inv *Invoker) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, concurrency)
	for ctx.Err() == nil {
		due, next, err := inv.due(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Warn("pending invocations are looked for again", "error", err)
			next = time.Now().Add(time.Second)
		}
		for _, i := range due {
			slots <- struct{}{}
			running.Go(func() {
				inv.try(ctx, i)
				<-slots
				inv.added.Ring()
			})
		}
		inv.added.Wait(ctx, time.Until(next))
	}
}

// invocation is one row.
type invocation struct {
	id            int64
	request, name string
	payload       []byte
	attempts      int
	due           int64
}

// due claims what shall run now and tells when to look again.
func (inv *Invoker) due(ctx context.Context) (due []invocation, next time.Time, err error) {
	now := time.Now()
	next = now.Add(time.Minute)
	rows, err := inv.db.QueryContext(ctx, `SELECT id, request_id, function, payload, attempts, due_at
		FROM async_invocations ORDER BY due_at LIMIT ?`, 4*concurrency)
	if err != nil {
		return nil, next, fmt.Errorf("read invocations: %w", err)
	}
	defer rows.Close()
	inv.mu.Lock()
	defer inv.mu.Unlock()
	for rows.Next() {
		var i invocation
		if err := rows.Scan(&i.id, &i.request, &i.name, &i.payload, &i.attempts, &i.due); err != nil {
			return due, next, fmt.Errorf("read invocations: %w", err)
		}
		if inv.busy[i.id] {
			continue
		}
		if at := time.UnixMilli(i.due); at.After(now) {
			next = at
			break
		}
		inv.busy[i.id] = true
		due = append(due, i)
	}
	return due, next, rows.Err()
}
