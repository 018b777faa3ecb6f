package dynamo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// CheckpointSchema makes the table in which a Mapping remembers how far it is.
const CheckpointSchema = `
CREATE TABLE IF NOT EXISTS stream_checkpoints (stream TEXT, shard TEXT, sequence TEXT NOT NULL, PRIMARY KEY (stream, shard))`

// How many records DynamoDB returns at most in one read.
const maxRecords = 1000

// Reader follows a table's stream from where it left off, and from the oldest
// record (TRIM_HORIZON) the first time.
type Reader struct {
	Tables  *dynamodb.Client
	Streams *dynamodbstreams.Client
	Table   string
	// DB holds the checkpoints; its schema includes CheckpointSchema.
	DB *sql.DB
	// Interval is the pause after a read that found nothing; zero means 25 ms.
	Interval time.Duration
	Mapping  Mapping
}

// shard is one shard being read.
type shard struct {
	id, parent string
	iterator   *string // nil at its end
}

// Run reads and delivers until the context ends. What goes wrong is logged and
// tried again: a stream source never gives up.
func (r *Reader) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.follow(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("stream is read again from its checkpoint", "error", err)
			pause(ctx, time.Second)
		}
	}
}

// follow reads from the checkpoints until something goes wrong or shards change.
func (r *Reader) follow(ctx context.Context) error {
	table, err := r.Tables.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &r.Table})
	if err != nil {
		return fmt.Errorf("find the stream: %w", err)
	}
	if table.Table.LatestStreamArn == nil {
		return fmt.Errorf("table %s has no stream", r.Table)
	}
	arn := *table.Table.LatestStreamArn
	shards, err := r.open(ctx, arn)
	if err != nil {
		return err
	}
	interval := r.Interval
	if interval == 0 {
		interval = 25 * time.Millisecond
	}
	for ctx.Err() == nil {
		found, ended := false, false
		for _, s := range shards {
			n, err := r.read(ctx, arn, s, shards)
			if err != nil {
				return err
			}
			found = found || n > 0
			ended = ended || s.iterator == nil
		}
		if found {
			continue
		}
		if ended {
			pause(ctx, time.Second)
			return nil // look for the shards that came after
		}
		pause(ctx, interval)
	}
	return nil
}

// open lists the stream's shards with an iterator at each one's checkpoint.
func (r *Reader) open(ctx context.Context, arn string) (map[string]*shard, error) {
	shards := map[string]*shard{}
	in := &dynamodbstreams.DescribeStreamInput{StreamArn: &arn}
	for {
		out, err := r.Streams.DescribeStream(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("list shards: %w", err)
		}
		for _, s := range out.StreamDescription.Shards {
			opened := &shard{id: *s.ShardId}
			if s.ParentShardId != nil {
				opened.parent = *s.ParentShardId
			}
			if opened.iterator, err = r.iterator(ctx, arn, opened.id); err != nil {
				return nil, err
			}
			shards[opened.id] = opened
		}
		in.ExclusiveStartShardId = out.StreamDescription.LastEvaluatedShardId
		if in.ExclusiveStartShardId == nil {
			return shards, nil
		}
	}
}

func (r *Reader) iterator(ctx context.Context, arn, shardID string) (*string, error) {
	in := &dynamodbstreams.GetShardIteratorInput{
		StreamArn: &arn, ShardId: &shardID, ShardIteratorType: streams.ShardIteratorTypeTrimHorizon,
	}
	var sequence string
	err := r.DB.QueryRowContext(ctx, `SELECT sequence FROM stream_checkpoints WHERE stream = ? AND shard = ?`, r.consumer(arn), shardID).Scan(&sequence)
	switch {
	case err == nil:
		in.ShardIteratorType, in.SequenceNumber = streams.ShardIteratorTypeAfterSequenceNumber, &sequence
	case !errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("read the stream's checkpoint: %w", err)
	}
	out, err := r.Streams.GetShardIterator(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("open shard %s: %w", shardID, err)
	}
	return out.ShardIterator, nil
}

// consumer tells the checkpoints of this function from those of another that
// follows the same stream.
func (r *Reader) consumer(arn string) string { return arn + " " + r.Mapping.Function.Name }

// read delivers the shard's next records, unless its parent still has some:
// changes of one item must not overtake each other.
func (r *Reader) read(ctx context.Context, arn string, s *shard, all map[string]*shard) (int, error) {
	if parent := all[s.parent]; s.iterator == nil || parent != nil && parent.iterator != nil {
		return 0, nil
	}
	limit := int32(min(maxRecords, r.Mapping.batchSize()))
	out, err := r.Streams.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: s.iterator, Limit: &limit})
	if err != nil {
		return 0, fmt.Errorf("read shard %s: %w", s.id, err)
	}
	s.iterator = out.NextShardIterator
	if len(out.Records) == 0 {
		return 0, nil
	}
	var batch []events.DynamoDBEventRecord
	for _, record := range out.Records {
		converted, err := lambdaRecord(arn, record)
		if err != nil {
			return 0, err
		}
		if r.Mapping.Filter == nil || r.Mapping.Filter(converted) {
			batch = append(batch, converted)
		}
	}
	checkpoint := func(sequence string) error {
		// What is done is done, also when we are asked to stop.
		_, err := r.DB.ExecContext(context.WithoutCancel(ctx), `INSERT INTO stream_checkpoints (stream, shard, sequence) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET sequence = excluded.sequence`, r.consumer(arn), s.id, sequence)
		if err != nil {
			return fmt.Errorf("move the stream's checkpoint: %w", err)
		}
		return nil
	}
	if len(batch) > 0 {
		if err := r.Mapping.deliver(ctx, s.id, batch, checkpoint); err != nil {
			return 0, err
		}
	}
	last := out.Records[len(out.Records)-1]
	return len(out.Records), checkpoint(*last.Dynamodb.SequenceNumber)
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
