package dynamo

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"confab/infra/local/disk"
)

// DynamoDB keeps stream records for 24 hours.
const streamRetention = 24 * time.Hour

// Without an index each write to a table with a stream scans all of the
// stream's records for the highest number: 79 transactions a second after
// 10,000 records, and falling. With these two it stays near 900.
const streamIndexes = `
CREATE INDEX IF NOT EXISTS confab_stream_table ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
CREATE INDEX IF NOT EXISTS confab_stream_shard ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));`

// A table's newest record stays: the next one is numbered after it, and a
// number given twice would hide changes from whoever reads on after the first.
const forgetRecords = `
DELETE FROM _stream_records WHERE created_at < ? AND id NOT IN (SELECT MAX(id) FROM _stream_records GROUP BY table_name)`

// tidier looks after dynoxide's stream table, beside it in its own file.
type tidier struct {
	db   *sql.DB
	quit chan struct{}
	done sync.WaitGroup
}

// tidy indexes the stream table and forgets old records, now and every hour.
func tidy(path string) (*tidier, error) {
	db, err := disk.Open(path, streamIndexes)
	if err != nil {
		return nil, fmt.Errorf("index stream records: %w", err)
	}
	t := &tidier{db: db, quit: make(chan struct{})}
	if err := t.forget(time.Now()); err != nil {
		_ = db.Close()
		return nil, err
	}
	t.done.Go(func() {
		hourly := time.NewTicker(time.Hour)
		defer hourly.Stop()
		for {
			select {
			case now := <-hourly.C:
				if err := t.forget(now); err != nil {
					slog.Warn("stream records stay for another hour", "error", err)
				}
			case <-t.quit:
				return
			}
		}
	})
	return t, nil
}

func (t *tidier) forget(now time.Time) error {
	if _, err := t.db.ExecContext(context.Background(), forgetRecords, now.Add(-streamRetention).Unix()); err != nil {
		return fmt.Errorf("forget stream records: %w", err)
	}
	return nil
}

func (t *tidier) stop() {
	close(t.quit)
	t.done.Wait()
	_ = t.db.Close()
}
