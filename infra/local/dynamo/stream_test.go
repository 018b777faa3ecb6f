package dynamo_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
	"confab/infra/local/dynamo/dynamotest"
	"confab/infra/local/function"
)

// source is a table with a reader of its stream that can be stopped and started.
type source struct {
	table  dynamotest.Table
	client *dynamodb.Client
	db     *sql.DB
	failed chan []byte
}

func newSource(t *testing.T) *source {
	t.Helper()
	table := dynamotest.New(t)
	db, err := disk.Open(filepath.Join(t.TempDir(), "local.db"), dynamo.CheckpointSchema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &source{table: table, client: dynamodb.NewFromConfig(table.Config), db: db, failed: make(chan []byte, 100)}
}

// start delivers the stream to handler until stop is called.
func (s *source) start(t *testing.T, handler any) (stop func()) {
	t.Helper()
	reader := &dynamo.Reader{
		Tables: s.client, Streams: dynamodbstreams.NewFromConfig(s.table.Config), Table: s.table.Name, DB: s.db,
		Mapping: dynamo.Mapping{
			Function:   &function.Function{Name: "publish-events", Handler: function.NewHandler(handler)},
			Filter:     func(r events.DynamoDBEventRecord) bool { return key(r) != "filtered" },
			MaxRetries: 2, Backoff: time.Millisecond,
			Failed: func(_ context.Context, record []byte) error { s.failed <- record; return nil },
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { reader.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); done.Wait() })
	t.Cleanup(stop)
	return stop
}

func (s *source) put(t *testing.T, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		_, err := s.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &s.table.Name, Item: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: "p"}, "sk": &types.AttributeValueMemberS{Value: strconv.Itoa(i)},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// receive waits for n records and returns their sort keys.
func receive(t *testing.T, keys <-chan string, n int) []string {
	t.Helper()
	var got []string
	for range n {
		select {
		case key := <-keys:
			got = append(got, key)
		case <-time.After(10 * time.Second):
			t.Fatalf("only %v arrived, want %d", got, n)
		}
	}
	return got
}

func TestRecordsThatTheFilterDropsAreDone(t *testing.T) {
	s := newSource(t)
	keys := make(chan string, 100)
	s.start(t, func(e events.DynamoDBEvent) {
		for _, r := range e.Records {
			keys <- key(r)
		}
	})
	for _, sk := range []string{"filtered", "kept", "filtered"} {
		_, err := s.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &s.table.Name, Item: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: "p"}, "sk": &types.AttributeValueMemberS{Value: sk}, "n": &types.AttributeValueMemberS{Value: sk},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := receive(t, keys, 1); got[0] != "kept" || len(keys) != 0 {
		t.Errorf("received %v and %d more", got, len(keys))
	}
}

func key(r events.DynamoDBEventRecord) string { return r.Change.Keys["sk"].String() }

func TestRecordsArriveOnceInOrderAndGoOnAfterARestart(t *testing.T) {
	s := newSource(t)
	keys := make(chan string, 100)
	handler := func(e events.DynamoDBEvent) {
		for _, r := range e.Records {
			keys <- key(r)
		}
	}
	s.put(t, 0, 3)
	stop := s.start(t, handler)
	if got := receive(t, keys, 3); !slices.Equal(got, []string{"0", "1", "2"}) {
		t.Errorf("first records = %v", got)
	}
	stop()
	s.put(t, 3, 5)
	s.start(t, handler)
	if got := receive(t, keys, 2); !slices.Equal(got, []string{"3", "4"}) {
		t.Errorf("after the restart = %v", got)
	}
}

func TestARecordHasTheShapeThatLambdaDelivers(t *testing.T) {
	s := newSource(t)
	payloads := make(chan json.RawMessage, 1)
	s.start(t, func(p json.RawMessage) { payloads <- p })
	item := map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "p"}, "sk": &types.AttributeValueMemberS{Value: "k"},
		"n": &types.AttributeValueMemberN{Value: "1.50"}, "b": &types.AttributeValueMemberB{Value: []byte("hi")},
		"t": &types.AttributeValueMemberBOOL{Value: true}, "nil": &types.AttributeValueMemberNULL{Value: true},
		"ss": &types.AttributeValueMemberSS{Value: []string{"a"}}, "ns": &types.AttributeValueMemberNS{Value: []string{"1"}},
		"bs": &types.AttributeValueMemberBS{Value: [][]byte{[]byte("x")}},
		"m": &types.AttributeValueMemberM{Value: map[string]types.AttributeValue{
			"l": &types.AttributeValueMemberL{Value: []types.AttributeValue{&types.AttributeValueMemberS{Value: ""}}},
		}},
	}
	if _, err := s.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &s.table.Name, Item: item}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Records []struct {
			EventName, EventSource, EventSourceARN, AWSRegion string
			Dynamodb                                          struct {
				Keys, NewImage, OldImage map[string]any
				StreamViewType           string
			}
		}
	}
	if err := json.Unmarshal(<-payloads, &got); err != nil {
		t.Fatal(err)
	}
	r := got.Records[0]
	if r.EventName != "INSERT" || r.EventSource != "aws:dynamodb" || r.AWSRegion != "us-east-1" || r.EventSourceARN == "" || r.Dynamodb.StreamViewType != "NEW_AND_OLD_IMAGES" {
		t.Errorf("record = %+v", r)
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(`{"pk":{"S":"p"},"sk":{"S":"k"},"n":{"N":"1.50"},"b":{"B":"aGk="},"t":{"BOOL":true},"nil":{"NULL":true},
		"ss":{"SS":["a"]},"ns":{"NS":["1"]},"bs":{"BS":["eA=="]},"m":{"M":{"l":{"L":[{"S":""}]}}}}`), &want); err != nil {
		t.Fatal(err)
	}
	if n := r.Dynamodb.NewImage["n"].(map[string]any); n["N"] == "1.5" {
		n["N"] = "1.50" // DynamoDB normalises numbers
	}
	if !reflect.DeepEqual(r.Dynamodb.NewImage, want) {
		t.Errorf("image = %v, want %v", r.Dynamodb.NewImage, want)
	}
	if len(r.Dynamodb.OldImage) != 0 {
		t.Errorf("old image = %v", r.Dynamodb.OldImage)
	}
}

func TestOneBadRecordDoesNotTakeTheOthersWithIt(t *testing.T) {
	reported := func(r events.DynamoDBEventRecord) (events.DynamoDBEventResponse, error) {
		return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{{ItemIdentifier: r.Change.SequenceNumber}}}, nil
	}
	thrown := func(events.DynamoDBEventRecord) (events.DynamoDBEventResponse, error) {
		return events.DynamoDBEventResponse{}, errors.New("no room")
	}
	for name, fail := range map[string]func(events.DynamoDBEventRecord) (events.DynamoDBEventResponse, error){
		"reported as a failed item": reported, "thrown as an error": thrown,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSource(t)
			keys := make(chan string, 1000)
			tries := 0
			s.put(t, 0, 7)
			s.start(t, func(e events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
				for _, r := range e.Records {
					if key(r) == "4" {
						tries++
						return fail(r)
					}
					keys <- key(r)
				}
				return events.DynamoDBEventResponse{}, nil
			})
			seen := map[string]bool{}
			for len(seen) < 6 {
				seen[receive(t, keys, 1)[0]] = true
			}
			var record struct {
				RequestContext  struct{ Condition string }
				ResponsePayload struct{ ErrorMessage string }
				Payload         string
			}
			if err := json.Unmarshal(<-s.failed, &record); err != nil {
				t.Fatal(err)
			}
			var lost events.DynamoDBEvent
			if err := json.Unmarshal([]byte(record.Payload), &lost); err != nil {
				t.Fatal(err)
			}
			if len(lost.Records) != 1 || key(lost.Records[0]) != "4" || record.RequestContext.Condition != "RetryAttemptsExhausted" {
				t.Errorf("failure record = %+v", record)
			}
			if tries < 3 {
				t.Errorf("tried %d times, want at least 3", tries)
			}
			if len(s.failed) != 0 {
				t.Errorf("%d more records were given up", len(s.failed))
			}
		})
	}
}
