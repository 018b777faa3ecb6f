package queues_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"confab/infra/local/disk"
	"confab/infra/local/function"
	"confab/infra/local/queues"
)

// stand is a server with two queues in a file that can be opened again.
type stand struct {
	*queues.Queues
	client *sqs.Client
	url    string // of the queue send
}

func open(t *testing.T, path string, visibility time.Duration) stand {
	t.Helper()
	db, err := disk.Open(path, queues.Schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	q := queues.New(db,
		queues.Queue{Name: "send", Visibility: visibility, DeadLetter: "send-dead", MaxReceives: 2},
		queues.Queue{Name: "send-dead"})
	server := httptest.NewServer(q)
	t.Cleanup(server.Close)
	client := sqs.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	return stand{q, client, queues.URL(server.URL, "send")}
}

func newStand(t *testing.T, visibility time.Duration) stand {
	return open(t, filepath.Join(t.TempDir(), "local.db"), visibility)
}

func (s stand) send(t *testing.T, bodies ...string) {
	t.Helper()
	for _, body := range bodies {
		if _, err := s.client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &s.url, MessageBody: &body}); err != nil {
			t.Fatal(err)
		}
	}
}

func (s stand) receive(t *testing.T, wait time.Duration) []queues.Message {
	t.Helper()
	messages, err := s.Receive(t.Context(), "send", 10, 0, wait)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

func TestTheSDKSendsReceivesAndDeletes(t *testing.T) {
	s := newStand(t, time.Minute)
	found, err := s.client.GetQueueUrl(t.Context(), &sqs.GetQueueUrlInput{QueueName: aws.String("send")})
	if err != nil || *found.QueueUrl != s.url {
		t.Fatalf("GetQueueUrl = %v, %v; want %s", found, err, s.url)
	}
	sent, err := s.client.SendMessageBatch(t.Context(), &sqs.SendMessageBatchInput{QueueUrl: &s.url, Entries: []types.SendMessageBatchRequestEntry{
		{Id: aws.String("a"), MessageBody: aws.String("one")},
		{Id: aws.String("b"), MessageBody: aws.String("late"), DelaySeconds: 900},
		{Id: aws.String("c"), MessageBody: aws.String("wrong"), DelaySeconds: 901},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(sent.Successful) != 2 || len(sent.Failed) != 1 || *sent.Failed[0].Id != "c" {
		t.Errorf("batch = %+v", sent)
	}
	got, err := s.client.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &s.url, MaxNumberOfMessages: 10})
	if err != nil || len(got.Messages) != 1 {
		t.Fatalf("ReceiveMessage = %v, %v", got, err)
	}
	m := got.Messages[0]
	if *m.Body != "one" || m.Attributes["ApproximateReceiveCount"] != "1" || *m.MessageId != *sent.Successful[0].MessageId {
		t.Errorf("message = %+v", m)
	}
	attributes, err := s.client.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: &s.url, AttributeNames: []types.QueueAttributeName{"All"}})
	if err != nil || attributes.Attributes["ApproximateNumberOfMessagesNotVisible"] != "2" {
		t.Errorf("attributes = %v, %v", attributes, err)
	}
	if _, err := s.client.ChangeMessageVisibility(t.Context(), &sqs.ChangeMessageVisibilityInput{QueueUrl: &s.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: 0}); err != nil {
		t.Fatal(err)
	}
	again := s.receive(t, 0)
	if len(again) != 1 || again[0].Receives != 2 {
		t.Fatalf("after its visibility ended: %+v", again)
	}
	out, err := s.client.DeleteMessageBatch(t.Context(), &sqs.DeleteMessageBatchInput{QueueUrl: &s.url, Entries: []types.DeleteMessageBatchRequestEntry{
		{Id: aws.String("a"), ReceiptHandle: &again[0].Receipt},
	}})
	if err != nil || len(out.Successful) != 1 {
		t.Fatalf("DeleteMessageBatch = %v, %v", out, err)
	}
	if visible, hidden, err := s.Depth(t.Context(), "send"); visible != 0 || hidden != 1 || err != nil {
		t.Errorf("depth = %d, %d, %v; want only the late one", visible, hidden, err)
	}
}

func TestWhatSQSRefusesIsRefused(t *testing.T) {
	s := newStand(t, time.Minute)
	none := strings.Replace(s.url, "/send", "/nobody", 1)
	tests := []struct {
		name string
		in   sqs.SendMessageInput
		want string
	}{
		{"a message above 1 MiB", sqs.SendMessageInput{QueueUrl: &s.url, MessageBody: aws.String(strings.Repeat("x", 1<<20+1))}, "InvalidParameterValue"},
		{"an empty message", sqs.SendMessageInput{QueueUrl: &s.url, MessageBody: aws.String("")}, "MissingParameter"},
		{"a delay above 15 minutes", sqs.SendMessageInput{QueueUrl: &s.url, MessageBody: aws.String("x"), DelaySeconds: 901}, "InvalidParameterValue"},
		{"message attributes", sqs.SendMessageInput{QueueUrl: &s.url, MessageBody: aws.String("x"), MessageAttributes: map[string]types.MessageAttributeValue{
			"a": {DataType: aws.String("String"), StringValue: aws.String("b")}}}, "UnsupportedOperation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.client.SendMessage(t.Context(), &tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
	t.Run("a queue that does not exist", func(t *testing.T) {
		_, err := s.client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &none, MessageBody: aws.String("x")})
		if missing := (*types.QueueDoesNotExist)(nil); !errors.As(err, &missing) {
			t.Errorf("error = %v, want QueueDoesNotExist", err)
		}
	})
	t.Run("a batch that repeats an id", func(t *testing.T) {
		entry := types.SendMessageBatchRequestEntry{Id: aws.String("a"), MessageBody: aws.String("x")}
		_, err := s.client.SendMessageBatch(t.Context(), &sqs.SendMessageBatchInput{QueueUrl: &s.url, Entries: []types.SendMessageBatchRequestEntry{entry, entry}})
		if twice := (*types.BatchEntryIdsNotDistinct)(nil); !errors.As(err, &twice) {
			t.Errorf("error = %v, want BatchEntryIdsNotDistinct", err)
		}
	})
}

func TestAMessageNobodyDeletesComesAgainAndThenIsDead(t *testing.T) {
	s := newStand(t, 300*time.Millisecond)
	s.send(t, "poison")
	first := s.receive(t, 0)
	if hidden := s.receive(t, 0); len(first) != 1 || len(hidden) != 0 {
		t.Fatalf("received %d, then %d while it should be hidden", len(first), len(hidden))
	}
	second := s.receive(t, 5*time.Second)
	if len(second) != 1 || second[0].Receives != 2 || second[0].ID != first[0].ID {
		t.Fatalf("second time = %+v", second)
	}
	if err := s.Delete(t.Context(), "send", first[0].Receipt); err != nil {
		t.Fatal(err)
	}
	if third := s.receive(t, 400*time.Millisecond); len(third) != 0 {
		t.Errorf("third time = %+v, want it in the dead-letter queue", third)
	}
	dead, err := s.Receive(t.Context(), "send-dead", 10, 0, 5*time.Second)
	if err != nil || len(dead) != 1 || dead[0].Body != "poison" || dead[0].ID != first[0].ID {
		t.Errorf("dead letters = %+v, %v", dead, err)
	}
}

func TestMessagesSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	open(t, path, time.Minute).send(t, "kept")
	if got := open(t, path, time.Minute).receive(t, 0); len(got) != 1 || got[0].Body != "kept" {
		t.Errorf("after reopening: %+v", got)
	}
}

func TestMessagesComeInNoOrder(t *testing.T) {
	s := newStand(t, time.Minute)
	var sent, got []string
	for i := range 30 {
		sent = append(sent, strings.Repeat("x", i+1))
	}
	s.send(t, sent...)
	for _, m := range slices.Concat(s.receive(t, 0), s.receive(t, 0), s.receive(t, 0)) {
		got = append(got, m.Body)
	}
	if slices.Equal(got, sent) {
		t.Error("30 messages came in the order they were sent")
	}
	slices.Sort(got)
	if !slices.Equal(got, sent) {
		t.Errorf("received %d other messages than were sent", len(got))
	}
}

func TestFaultsDuplicateAndDelay(t *testing.T) {
	s := newStand(t, time.Minute)
	s.Duplicate.Store(true)
	s.Queues.Delay.Store(int64(30 * time.Millisecond))
	start := time.Now()
	s.send(t, "twice")
	got := s.receive(t, 5*time.Second)
	if time.Since(start) < 30*time.Millisecond {
		t.Error("the delay was not kept")
	}
	if len(got) != 2 || got[0].ID != got[1].ID || got[0].Receipt == got[1].Receipt {
		t.Errorf("received %+v, want one message twice", got)
	}
}

func TestTheMappingDeletesWhatSucceededAndRetriesTheRest(t *testing.T) {
	s := newStand(t, 500*time.Millisecond)
	var mu sync.Mutex
	tries := map[string]int{}
	handler := func(e events.SQSEvent) (events.SQSEventResponse, error) {
		mu.Lock()
		defer mu.Unlock()
		var response events.SQSEventResponse
		for _, r := range e.Records {
			tries[r.Body]++
			if r.EventSource != "aws:sqs" || r.EventSourceARN != "arn:aws:sqs:us-east-1:000000000000:send" || r.Attributes["ApproximateReceiveCount"] == "" {
				t.Errorf("record = %+v", r)
			}
			if r.Body == "bad" {
				response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: r.MessageId})
			}
		}
		return response, nil
	}
	s.send(t, "good", "bad", "fine")
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		queues.Mapping{Queue: "send", Function: &function.Function{Name: "send-message", Handler: function.NewHandler(handler)}}.Run(ctx, s.Queues)
	})
	dead, err := s.Receive(t.Context(), "send-dead", 10, 0, 10*time.Second)
	cancel()
	done.Wait()
	if err != nil || len(dead) != 1 || dead[0].Body != "bad" {
		t.Errorf("dead letters = %+v, %v", dead, err)
	}
	if tries["good"] != 1 || tries["fine"] != 1 || tries["bad"] != 2 {
		t.Errorf("tries = %v", tries)
	}
}

func TestAFunctionThatFailsAsAWholeGetsTheBatchAgain(t *testing.T) {
	s := newStand(t, 20*time.Millisecond)
	s.send(t, "one")
	calls := make(chan int, 10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	go queues.Mapping{Queue: "send", Concurrency: 1, Function: &function.Function{Name: "send-message", Handler: function.NewHandler(func() error {
		n++
		calls <- n
		if n == 1 {
			return errors.New("table is gone")
		}
		return nil
	})}}.Run(ctx, s.Queues)
	for want := 1; want <= 2; want++ {
		select {
		case <-calls:
		case <-time.After(10 * time.Second):
			t.Fatalf("call %d never came", want)
		}
	}
}

func TestAsManyBatchesAreWorkedOnAtOnceAsAreAllowed(t *testing.T) {
	s := newStand(t, time.Minute)
	s.send(t, "1", "2", "3", "4", "5")
	const allowed = 3
	started, finish := make(chan struct{}, 5), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		queues.Mapping{Queue: "send", BatchSize: 1, Concurrency: allowed, Function: &function.Function{Name: "send-message", Handler: function.NewHandler(func() error {
			started <- struct{}{}
			<-finish
			return nil
		})}}.Run(ctx, s.Queues)
	}()
	for range allowed {
		<-started
	}
	visible, hidden, err := s.Depth(t.Context(), "send")
	if err != nil || visible != 2 || hidden != allowed {
		t.Errorf("%d messages wait and %d are worked on (%v), want 2 and %d", visible, hidden, err, allowed)
	}
	cancel()
	select {
	case <-ended:
		t.Error("it does not wait for what it started")
	default:
	}
	close(finish)
	<-ended
}
