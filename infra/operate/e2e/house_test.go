// Package e2e_test drives the commands against a whole deployment on this
// machine: mail fails for good and is received again, batches are followed again,
// and the smoke test runs.
package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"confab/infra/local/queues"
	"confab/infra/local/stack"
	"confab/infra/operate/deployment/deploymenttest"
	"confab/infra/operate/plan"
	"confab/shared/inbox"
	"confab/shared/setup"
)

const (
	support = "support@inbox.example.com"
	sales   = "sales@inbox.example.com"
)

// house is a deployment with an audience at each of two addresses. It is Lambda
// too, for the commands.
type house struct {
	*testing.T
	*stack.Stack
	box       *inbox.Inbox
	audiences map[string]*inbox.Audience // by address

	mu      sync.Mutex
	invoked []lambda.InvokeInput
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, audiences: map[string]*inbox.Audience{}}
	var err error
	h.Stack, err = stack.Start(t.Context(), stack.Options{Dir: t.TempDir(), Timing: stack.Timing{
		Visibility: 300 * time.Millisecond, Backoff: [2]time.Duration{10 * time.Millisecond, 20 * time.Millisecond}, Wake: 200 * time.Millisecond,
	}})
	h.must(err)
	t.Cleanup(h.Close)
	r, err := setup.ReceiveEmail(t.Context(), h.Config, func(name string) string { return h.Env[name] })
	h.must(err)
	h.box = r.Inbox
	for _, address := range []string{support, sales} {
		h.audiences[address], err = h.box.CreateAudience(t.Context(), func(context.Context, string) error { return nil }, inbox.Audience{
			Name: address, FromName: "Example Team", FromAddress: "team@example.com", ForwardingAddress: address,
		}, nil)
		h.must(err)
	}
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// stacks tells of the deployment as CloudFormation would.
func (h *house) stacks() deploymenttest.Stacks {
	return deploymenttest.Stacks{"confab": {
		Parameters: map[string]string{"InboundDomain": h.Env["INBOUND_DOMAIN"]},
		Resources: map[string]string{
			"Bucket": h.Env["BUCKET"], "ReceiveEmailFunction": "receive-email", "PublishEventsFunction": "publish-events", "UpdateIndexFunction": "update-index",
			"ReceiveEmailFailures": queues.URL(h.AWSURL, "receive-email-failures"), "WakeFailures": queues.URL(h.AWSURL, "receive-email-failures"),
			"TextsDeadLetters":          queues.URL(h.AWSURL, "texts-dead-letters"),
			"SendDeadLetters":           queues.URL(h.AWSURL, "send-dead-letters"),
			"NotifyDeadLetters":         queues.URL(h.AWSURL, "notify-dead-letters"),
			"DeliveryEventsDeadLetters": queues.URL(h.AWSURL, "delivery-events-dead-letters"),
			"JobsDeadLetters":           queues.URL(h.AWSURL, "jobs-dead-letters"),
		},
	}}
}

// Invoke invokes a function of the house, as Lambda would.
func (h *house) Invoke(ctx context.Context, in *lambda.InvokeInput, _ ...func(*lambda.Options)) (*lambda.InvokeOutput, error) {
	h.mu.Lock()
	h.invoked = append(h.invoked, *in)
	h.mu.Unlock()
	if in.InvocationType == lambdatypes.InvocationTypeEvent {
		return &lambda.InvokeOutput{StatusCode: 202}, h.Async.Invoke(ctx, *in.FunctionName, in.Payload)
	}
	out := &lambda.InvokeOutput{StatusCode: 200}
	var err error
	if out.Payload, err = h.Functions[*in.FunctionName].Invoke(ctx, in.Payload); err != nil {
		out.FunctionError = aws.String("Unhandled")
	}
	return out, nil
}

func (h *house) s3() *s3.Client {
	return s3.NewFromConfig(h.Config, func(o *s3.Options) { o.UsePathStyle = true })
}

// carry plans and carries out, with consent, and returns what was printed.
func (h *house) carry(p interface {
	Plan(context.Context) (*plan.Plan, error)
}) (string, error) {
	h.Helper()
	todo, err := p.Plan(h.Context())
	h.must(err)
	var out bytes.Buffer
	err = (&plan.Console{Out: &out, Consent: "1"}).Carry(h.Context(), todo)
	return out.String(), err
}

// eventually waits until the condition holds.
func (h *house) eventually(what string, holds func() bool) {
	h.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	timeout := time.After(time.Minute)
	for !holds() {
		select {
		case <-tick.C:
		case <-timeout:
			h.Fatalf("not within a minute: %s", what)
		}
	}
}

// idle waits until no mail is being received.
func (h *house) idle() {
	h.Helper()
	h.eventually("no mail is being received", func() bool {
		n, err := h.Async.Pending(h.Context())
		h.must(err)
		return n == 0
	})
}

// mail is a mail by SMTP.
type mail struct {
	subject string
	from    string   // empty: ada@example.org
	header  []string // further lines; To is the first recipient's where none is among them
	to      []string // the envelope's
	bare    bool     // neither Message-ID nor Date
	port    string   // where it is handed in; empty: mail that authenticates
}

func (h *house) submit(m mail) {
	h.Helper()
	if m.from == "" {
		m.from = "ada@example.org"
	}
	lines := append([]string{"From: " + m.from, "Subject: " + m.subject}, m.header...)
	if !strings.Contains(strings.Join(m.header, "\n"), "To: ") {
		lines = append(lines, "To: "+m.to[0])
	}
	if !m.bare {
		lines = append(lines, fmt.Sprintf("Message-ID: <%s@example.org>", m.subject), "Date: "+time.Now().Format(time.RFC1123Z))
	}
	if m.port == "" {
		m.port = h.SMTP
	}
	raw := strings.Join(append(lines, "", "This is "+m.subject+".", ""), "\r\n")
	h.must(smtp.SendMail(m.port, nil, m.from, m.to, []byte(raw)))
}

// messages maps each subject to the texts with it in the audience, whatever list
// their conversation is in.
func (h *house) messages(address string) map[string][]inbox.Message {
	h.Helper()
	found := map[string][]inbox.Message{}
	for _, q := range []inbox.ConversationQuery{{Status: inbox.Open}, {Status: inbox.Trash}, {Hidden: true}} {
		q.Audience, q.Shards, q.Limit = h.audiences[address].ID, 1, 500
		page, err := h.box.Store.Conversations(h.Context(), q)
		h.must(err)
		for _, row := range page.Rows {
			thread, err := h.box.Store.Thread(h.Context(), inbox.ThreadQuery{Conversation: row.Conversation, Limit: 50})
			h.must(err)
			for _, m := range thread.Messages {
				found[m.Subject] = append(found[m.Subject], m)
			}
		}
	}
	return found
}

// depth counts what can be received from a queue.
func (h *house) depth(queue string) int {
	h.Helper()
	visible, hidden, err := h.Queues.Depth(h.Context(), queue)
	h.must(err)
	return visible + hidden
}

// moving is SQS with the operations that its stand-in does not have.
type moving struct {
	*sqs.Client
	to      string // where dead letters came from
	looks   int    // how often the move is said to be under way still
	status  string
	moved   int64
	emptied []string
}

func (m *moving) StartMessageMoveTask(ctx context.Context, in *sqs.StartMessageMoveTaskInput, _ ...func(*sqs.Options)) (*sqs.StartMessageMoveTaskOutput, error) {
	m.looks, m.moved = 2, 0
	from, err := m.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String((*in.SourceArn)[strings.LastIndexByte(*in.SourceArn, ':')+1:])})
	if err != nil {
		return nil, err
	}
	for {
		got, err := m.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: from.QueueUrl, MaxNumberOfMessages: 10})
		if err != nil || len(got.Messages) == 0 {
			return &sqs.StartMessageMoveTaskOutput{}, err
		}
		for _, message := range got.Messages {
			if _, err := m.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &m.to, MessageBody: message.Body}); err != nil {
				return nil, err
			}
			if _, err := m.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: from.QueueUrl, ReceiptHandle: message.ReceiptHandle}); err != nil {
				return nil, err
			}
			m.moved++
		}
	}
}

func (m *moving) ListMessageMoveTasks(context.Context, *sqs.ListMessageMoveTasksInput, ...func(*sqs.Options)) (*sqs.ListMessageMoveTasksOutput, error) {
	status := m.status
	if m.looks--; m.looks > 0 {
		status = "RUNNING"
	}
	return &sqs.ListMessageMoveTasksOutput{Results: []sqstypes.ListMessageMoveTasksResultEntry{{
		Status: &status, ApproximateNumberOfMessagesMoved: m.moved, FailureReason: aws.String("refused"),
	}}}, nil
}

func (m *moving) PurgeQueue(_ context.Context, in *sqs.PurgeQueueInput, _ ...func(*sqs.Options)) (*sqs.PurgeQueueOutput, error) {
	m.emptied = append(m.emptied, *in.QueueUrl)
	return &sqs.PurgeQueueOutput{}, nil
}
