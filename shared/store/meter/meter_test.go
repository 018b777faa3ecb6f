package meter_test

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/store/meter"
)

type stand struct {
	*testing.T
	meter  *meter.Meter
	client *dynamodb.Client
	table  string
}

func newStand(t *testing.T) *stand {
	table := dynamotest.New(t)
	m := &meter.Meter{}
	m.Attach(&table.Config)
	return &stand{t, m, dynamodb.NewFromConfig(table.Config), table.Name}
}

var item = map[string]types.AttributeValue{
	"pk": &types.AttributeValueMemberS{Value: "p"}, "sk": &types.AttributeValueMemberS{Value: "s"},
}

func (s *stand) put() error {
	_, err := s.client.PutItem(s.Context(), &dynamodb.PutItemInput{TableName: &s.table, Item: item})
	return err
}

// there tells whether what put writes has been written.
func (s *stand) there() bool {
	s.Helper()
	out, err := s.client.GetItem(s.Context(), &dynamodb.GetItemInput{TableName: &s.table, Key: item, ConsistentRead: aws.Bool(true)})
	if err != nil {
		s.Fatal(err)
	}
	return out.Item != nil
}

func TestCallsAreCountedWithWhatTheyConsume(t *testing.T) {
	s := newStand(t)
	if err := s.put(); err != nil {
		t.Fatal(err)
	}
	s.there()
	want := []meter.Call{
		{Service: "DynamoDB", Operation: "PutItem", Attempts: 1, Units: 1},
		{Service: "DynamoDB", Operation: "GetItem", Attempts: 1, Units: 1},
	}
	got := s.meter.Calls()
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v", got)
	}
	if s.meter.Count("") != 2 || s.meter.Count("PutItem") != 1 || s.meter.Units() != 2 {
		t.Errorf("%d calls, %v units", s.meter.Count(""), s.meter.Units())
	}
	if s.meter.Reset(); s.meter.Count("") != 0 {
		t.Error("calls outlived the reset")
	}
}

func TestAFaultHappensOnceAtItsCall(t *testing.T) {
	tests := map[string]struct {
		fault    meter.Fault
		fails    bool
		written  bool
		attempts int
	}{
		"fails before":   {meter.FailsBefore, true, false, 1},
		"fails after":    {meter.FailsAfter, true, true, 1},
		"throttled":      {meter.Throttled, false, true, 2},
		"answer lost":    {meter.AnswerLost, false, true, 2},
		"crashes before": {meter.CrashesBefore, true, false, 1},
		"crashes after":  {meter.CrashesAfter, true, true, 1},
		"conflict":       {meter.Conflict(), true, false, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.meter.Inject(2, test.fault)
			if s.there() {
				t.Fatal("the table is not empty")
			}
			err := s.put()
			if (err != nil) != test.fails || test.fails && !errors.Is(err, test.fault.Err) {
				t.Errorf("got %v", err)
			}
			call := s.meter.Calls()[1]
			if call.Attempts != test.attempts || (call.Err != nil) != test.fails || s.meter.Fired() != 1 {
				t.Errorf("%+v, fired %d", call, s.meter.Fired())
			}
			_, err = s.client.ListTables(t.Context(), nil)
			if crashed := errors.Is(err, meter.ErrCrashed); crashed != test.fault.Crash {
				t.Errorf("crashed: %v", crashed)
			}
			s.meter.Reset()
			if s.there() != test.written {
				t.Errorf("written: %v", !test.written)
			}
		})
	}
}

func TestASignedLinkIsNoCall(t *testing.T) {
	m := &meter.Meter{}
	cfg := dynamotest.Config("http://127.0.0.1:1")
	m.Attach(&cfg)
	_, err := s3.NewPresignClient(s3.NewFromConfig(cfg)).PresignGetObject(t.Context(), &s3.GetObjectInput{
		Bucket: aws.String("b"), Key: aws.String("k"),
	})
	if err != nil || m.Count("") != 0 {
		t.Errorf("%v, %+v", err, m.Calls())
	}
}

func TestACallThatReachesNobodyIsCountedToo(t *testing.T) {
	m := &meter.Meter{}
	cfg := dynamotest.Config("http://127.0.0.1:1")
	cfg.RetryMaxAttempts = 1
	m.Attach(&cfg)
	_, err := dynamodb.NewFromConfig(cfg).ListTables(t.Context(), nil)
	if calls := m.Calls(); err == nil || len(calls) != 1 || calls[0].Err == nil || calls[0].Operation != "ListTables" {
		t.Errorf("%v, %+v", err, calls)
	}
}
