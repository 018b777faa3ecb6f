// Package queues stands in for SQS standard queues on a laptop: the JSON
// protocol that the SDK speaks, and the event source mapping that feeds a queue
// to a function. Messages live in SQLite.
//
// It promises what SQS does: a message that was accepted is delivered at least
// once, is hidden while somebody works on it, comes again when they do not
// delete it, and goes to the dead-letter queue when it came too often. Like SQS
// it delivers in no particular order. It refuses FIFO queues and message
// attributes, which Confab does not use.
package queues

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"confab/infra/local/function"
)

// Schema makes the table of messages. Times are in Unix milliseconds.
const Schema = `
CREATE TABLE IF NOT EXISTS queue_messages (
	id INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
	sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
	receives INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER NOT NULL DEFAULT 0, receipt TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS queue_messages_visible ON queue_messages (queue, visible_at);
CREATE INDEX IF NOT EXISTS queue_messages_receipt ON queue_messages (receipt)`

// MaxBody is how many bytes a message, and a batch of them, may have.
// Source: SQS quotas (1 MiB since August 2025).
const MaxBody = 1 << 20

// What a caller may do wrong.
var (
	ErrNoQueue  = errors.New("the specified queue does not exist")
	ErrTooLarge = errors.New("the message is longer than 1048576 bytes")
)

// Queue is a queue's settings.
type Queue struct {
	Name string
	// Visibility is how long a received message stays hidden; zero means 30 s.
	Visibility time.Duration
	// DeadLetter names the queue that takes what was received MaxReceives times
	// and not deleted; empty means that there is none.
	DeadLetter  string
	MaxReceives int
}

// ARN returns the queue's made-up ARN.
func (q Queue) ARN() string {
	return "arn:aws:sqs:" + function.Region + ":" + function.Account + ":" + q.Name
}

// Queues are all queues of one stack. They serve HTTP as SQS does.
type Queues struct {
	db     *sql.DB
	queues map[string]Queue

	// Duplicate makes every message arrive twice.
	Duplicate atomic.Bool
	// Delay, in nanoseconds, holds every message back for longer.
	Delay atomic.Int64

	mu      sync.Mutex
	changed map[string]chan struct{} // of each queue; closed at its next change
}

// New returns the queues; the schema of db includes Schema.
func New(db *sql.DB, queues ...Queue) *Queues {
	q := &Queues{db: db, queues: map[string]Queue{}, changed: map[string]chan struct{}{}}
	for _, queue := range queues {
		if queue.Visibility == 0 {
			queue.Visibility = 30 * time.Second
		}
		q.queues[queue.Name] = queue
		q.changed[queue.Name] = make(chan struct{})
	}
	return q
}

// Message is a message as it was received.
type Message struct {
	ID            string
	Receipt       string // by which it is deleted
	Body          string
	Sent          time.Time
	Receives      int
	FirstReceived time.Time
}

// Send stores a message that can be received after delay, and returns its id.
func (q *Queues) Send(ctx context.Context, queue, body string, delay time.Duration) (string, error) {
	if _, ok := q.queues[queue]; !ok {
		return "", fmt.Errorf("send to %s: %w", queue, ErrNoQueue)
	}
	if len(body) > MaxBody {
		return "", fmt.Errorf("send to %s: %w", queue, ErrTooLarge)
	}
	copies := 1
	if q.Duplicate.Load() {
		copies = 2
	}
	id, now := uuid.NewString(), time.Now()
	visible := now.Add(delay + time.Duration(q.Delay.Load()))
	for range copies {
		_, err := q.db.ExecContext(ctx, `INSERT INTO queue_messages (queue, message_id, body, sent_at, visible_at) VALUES (?, ?, ?, ?, ?)`,
			queue, id, body, now.UnixMilli(), visible.UnixMilli())
		if err != nil {
			return "", fmt.Errorf("send to %s: %w", queue, err)
		}
	}
	q.announce(queue)
	return id, nil
}

// Receive returns up to limit messages and hides them for the queue's
// visibility timeout, or for visibility where that is positive. It waits up to
// wait for the first one.
func (q *Queues) Receive(ctx context.Context, queue string, limit int, visibility, wait time.Duration) ([]Message, error) {
	settings, ok := q.queues[queue]
	if !ok {
		return nil, fmt.Errorf("receive from %s: %w", queue, ErrNoQueue)
	}
	if visibility <= 0 {
		visibility = settings.Visibility
	}
	until := time.Now().Add(wait)
	for {
		q.mu.Lock()
		changed := q.changed[queue]
		q.mu.Unlock()
		messages, next, err := q.take(ctx, settings, limit, visibility)
		if err != nil || len(messages) > 0 || !time.Now().Before(until) {
			return messages, err
		}
		if next.IsZero() || next.After(until) {
			next = until
		}
		timer := time.NewTimer(time.Until(next))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// take receives what is visible now. Where that is nothing, next is when the
// first hidden message will be; zero if there is none. Most looks find nothing,
// and cost one read.
func (q *Queues) take(ctx context.Context, queue Queue, limit int, visibility time.Duration) (messages []Message, next time.Time, err error) {
	var first sql.NullInt64
	if err := q.db.QueryRowContext(ctx, `SELECT MIN(visible_at) FROM queue_messages WHERE queue = ?`, queue.Name).Scan(&first); err != nil {
		return nil, time.Time{}, fmt.Errorf("receive from %s: %w", queue.Name, err)
	}
	if !first.Valid {
		return nil, time.Time{}, nil
	}
	if next = time.UnixMilli(first.Int64); next.After(time.Now()) {
		return nil, next, nil
	}

	tx, err := q.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("receive from %s: %w", queue.Name, err)
	}
	defer func() { _ = tx.Rollback() }()
	now := time.Now()
	if err := q.bury(ctx, tx, queue, now); err != nil {
		return nil, time.Time{}, err
	}
	ids, err := visible(ctx, tx, queue.Name, 8*limit, now)
	if err != nil {
		return nil, time.Time{}, err
	}
	mathrand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, id := range ids[:min(limit, len(ids))] {
		m := Message{Receipt: rand.Text()}
		var sent, first int64
		err := tx.QueryRowContext(ctx, `UPDATE queue_messages SET receipt = ?, visible_at = ?, receives = receives + 1,
			first_received_at = CASE first_received_at WHEN 0 THEN ? ELSE first_received_at END
			WHERE id = ? RETURNING message_id, body, sent_at, receives, first_received_at`,
			m.Receipt, now.Add(visibility).UnixMilli(), now.UnixMilli(), id).Scan(&m.ID, &m.Body, &sent, &m.Receives, &first)
		if err != nil {
			return nil, time.Time{}, fmt.Errorf("receive from %s: %w", queue.Name, err)
		}
		m.Sent, m.FirstReceived = time.UnixMilli(sent), time.UnixMilli(first)
		messages = append(messages, m)
	}
	return messages, next, tx.Commit() // where another was faster, next is past: look again
}

// bury moves what was received too often to the dead-letter queue. As in SQS
// that happens when it would be received once more, not before.
func (q *Queues) bury(ctx context.Context, tx *sql.Tx, queue Queue, now time.Time) error {
	if queue.DeadLetter == "" {
		return nil
	}
	result, err := tx.ExecContext(ctx, `UPDATE queue_messages SET queue = ?, receives = 0, first_received_at = 0, receipt = ''
		WHERE queue = ? AND visible_at <= ? AND receives >= ?`, queue.DeadLetter, queue.Name, now.UnixMilli(), queue.MaxReceives)
	if err != nil {
		return fmt.Errorf("move to %s: %w", queue.DeadLetter, err)
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		q.announce(queue.DeadLetter)
	}
	return nil
}

func visible(ctx context.Context, tx *sql.Tx, queue string, limit int, now time.Time) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM queue_messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at LIMIT ?`,
		queue, now.UnixMilli(), limit)
	if err != nil {
		return nil, fmt.Errorf("receive from %s: %w", queue, err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("receive from %s: %w", queue, err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// Delete removes a message by its latest receipt. An older receipt, or one of a
// message that is gone, is no error and does nothing.
func (q *Queues) Delete(ctx context.Context, queue, receipt string) error {
	if _, err := q.db.ExecContext(ctx, `DELETE FROM queue_messages WHERE queue = ? AND receipt = ?`, queue, receipt); err != nil {
		return fmt.Errorf("delete from %s: %w", queue, err)
	}
	return nil
}

// ChangeVisibility hides a received message for d from now on.
func (q *Queues) ChangeVisibility(ctx context.Context, queue, receipt string, d time.Duration) error {
	_, err := q.db.ExecContext(ctx, `UPDATE queue_messages SET visible_at = ? WHERE queue = ? AND receipt = ?`,
		time.Now().Add(d).UnixMilli(), queue, receipt)
	if err != nil {
		return fmt.Errorf("change visibility in %s: %w", queue, err)
	}
	q.announce(queue)
	return nil
}

// Depth counts a queue's messages: those that can be received now, and those
// that are delayed or being worked on.
func (q *Queues) Depth(ctx context.Context, queue string) (visible, hidden int, err error) {
	err = q.db.QueryRowContext(ctx, `SELECT COUNT(*) FILTER (WHERE visible_at <= ?1), COUNT(*) FILTER (WHERE visible_at > ?1)
		FROM queue_messages WHERE queue = ?2`, time.Now().UnixMilli(), queue).Scan(&visible, &hidden)
	if err != nil {
		return 0, 0, fmt.Errorf("count messages of %s: %w", queue, err)
	}
	return visible, hidden, nil
}

// announce wakes who waits for messages of the queue.
func (q *Queues) announce(queue string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if waited, ok := q.changed[queue]; ok {
		close(waited)
	}
	q.changed[queue] = make(chan struct{})
}
