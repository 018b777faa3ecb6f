package store_test

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/infra/local/disk"
	"confab/infra/local/queues"
	"confab/shared/inbox"
	"confab/shared/store"
	"confab/shared/store/meter"
)

func newQueue(t *testing.T) (*store.Queue, *queues.Queues, *meter.Meter) {
	t.Helper()
	db, err := disk.Open(filepath.Join(t.TempDir(), "local.db"), queues.Schema)
	if err != nil {
		t.Fatal(err)
	}
	local := queues.New(db, queues.Queue{Name: "send", Visibility: time.Minute})
	server := httptest.NewServer(local)
	t.Cleanup(func() { closed(t, server, db) })
	m := &meter.Meter{}
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	}
	m.Attach(&cfg)
	return store.NewQueue(sqs.NewFromConfig(cfg), queues.URL(server.URL, "send")), local, m
}

func TestWhatIsOfferedIsReceivedAsItWas(t *testing.T) {
	q, local, _ := newQueue(t)
	want := inbox.Event{
		Version: 1, Type: inbox.MessageDue, Audience: audience, Conversation: conversationID(1),
		Message: messageID(1), Rev: 3, At: epoch,
	}
	if err := q.Offer(t.Context(), want, 0); err != nil {
		t.Fatal(err)
	}
	received, err := local.Receive(t.Context(), "send", 1, time.Minute, 0)
	if err != nil || len(received) != 1 {
		t.Fatalf("received %v, %v", received, err)
	}
	var got inbox.Event
	if err := json.Unmarshal([]byte(received[0].Body), &got); err != nil || got != want {
		t.Errorf("received %+v, %v", got, err)
	}
}

func TestWhatIsDelayedIsNotReceivedYet(t *testing.T) {
	for name, delay := range map[string]time.Duration{
		"less than a second": time.Millisecond, "a minute": time.Minute, "longer than SQS can": time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			q, local, _ := newQueue(t)
			if err := q.Offer(t.Context(), inbox.Event{}, delay); err != nil {
				t.Fatal(err)
			}
			if received, err := local.Receive(t.Context(), "send", 1, time.Minute, 0); err != nil || len(received) > 0 {
				t.Errorf("received %v, %v", received, err)
			}
		})
	}
}

func TestAnOfferThatFailsSaysSo(t *testing.T) {
	q, _, m := newQueue(t)
	m.Inject(1, meter.FailsBefore)
	if err := q.Offer(t.Context(), inbox.Event{}, 0); err == nil {
		t.Error("no error")
	}
}
