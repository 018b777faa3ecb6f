// Package redrive has done again what failed for good: messages in dead-letter
// queues, events that a function was given in vain, and changes that the stream's
// function gave up. All of it is safe to repeat, since every function's work is.
//
// It promises that nothing leaves the place where it waits before it has been
// taken over elsewhere, and that it ends: what fails again waits for the next time.
package redrive

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"confab/infra/operate/deployment"
	"confab/infra/operate/plan"
)

// Queues is what this needs of SQS.
type Queues interface {
	GetQueueAttributes(context.Context, *sqs.GetQueueAttributesInput, ...func(*sqs.Options)) (*sqs.GetQueueAttributesOutput, error)
	ReceiveMessage(context.Context, *sqs.ReceiveMessageInput, ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error)
	DeleteMessage(context.Context, *sqs.DeleteMessageInput, ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error)
	PurgeQueue(context.Context, *sqs.PurgeQueueInput, ...func(*sqs.Options)) (*sqs.PurgeQueueOutput, error)
	StartMessageMoveTask(context.Context, *sqs.StartMessageMoveTaskInput, ...func(*sqs.Options)) (*sqs.StartMessageMoveTaskOutput, error)
	ListMessageMoveTasks(context.Context, *sqs.ListMessageMoveTasksInput, ...func(*sqs.Options)) (*sqs.ListMessageMoveTasksOutput, error)
}

// Functions invokes Lambda functions.
type Functions interface {
	Invoke(context.Context, *lambda.InvokeInput, ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
}

// Objects is what this needs of S3.
type Objects interface {
	s3.ListObjectsV2APIClient
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	DeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
}

// Redrive empties one place where failures wait, or tells of all of them.
type Redrive struct {
	Stack     string
	Queue     string // a name of [places]; empty lists them
	Stacks    deployment.Stacks
	Queues    Queues
	Functions Functions
	Objects   Objects
	Dry       bool
	Now       func() time.Time
	// Pause is how long to wait between looks at a move that is under way.
	Pause time.Duration
}

// place is where failures wait.
type place struct {
	name     string // the queue's logical id; StreamFailures is a part of the bucket
	holds    string
	says     string
	function string // the logical id of the function that does it again, if any
	again    func(r *Redrive, ctx context.Context, out io.Writer, p place, d *deployment.Deployment) error
}

// streamFailures is the place that is no queue.
const streamFailures = "StreamFailures"

var places = []place{
	{
		"ReceiveEmailFailures", "mail that could not be received in three tries",
		"Invoke receive-email again for each, and take it from the queue once Lambda has the event.\nWhat fails again comes back within some minutes.",
		"ReceiveEmailFunction", (*Redrive).invokeEach,
	},
	{
		"TextsDeadLetters", "texts that could not be received in ten tries",
		"Move them back to the queue they came from, and wait until they are there. What was received meanwhile is not received again.",
		"", (*Redrive).move,
	},
	{
		streamFailures, "changes that could not be followed in twenty tries, in the bucket under " + streamPrefix,
		"Invoke publish-events or update-index again for each, wait for its answer, and delete the object where it reports no failure.",
		"PublishEventsFunction", (*Redrive).followEach,
	},
	{
		"SendDeadLetters", "answers that were not sent in ten tries",
		"Move them back to the queue they came from, and wait until they are there. What was sent meanwhile is not sent again.",
		"", (*Redrive).move,
	},
	{
		"DeliveryEventsDeadLetters", "events of sent mail and texts that could not be recorded",
		"Move them back to the queue they came from, and wait until they are there.",
		"", (*Redrive).move,
	},
	{
		"JobsDeadLetters", "offers of jobs that could not be run in ten tries",
		"Move them back to the queue they came from, and wait until they are there. What a job has done already is not done again.",
		"", (*Redrive).move,
	},
	{
		"NotifyDeadLetters", "deliveries to webhooks that could not be attempted in ten tries",
		"Move them back to the queue they came from, and wait until they are there.",
		"", (*Redrive).move,
	},
	{
		"WakeFailures", "sweeps that failed",
		"Delete them: the next sweep has done their work.",
		"", (*Redrive).purge,
	},
}

// Plan plans to empty the place, or to list what waits.
func (r *Redrive) Plan(ctx context.Context) (*plan.Plan, error) {
	d := deployment.Imagine(r.Stack)
	i := slices.IndexFunc(places, func(p place) bool { return p.name == r.Queue })
	if i < 0 && r.Queue != "" {
		return nil, fmt.Errorf("QUEUE=%s: it is one of %s", r.Queue, strings.Join(names(), ", "))
	}
	if !r.Dry {
		var err error
		if d, err = deployment.Read(ctx, r.Stacks, r.Stack); err != nil {
			return nil, err
		}
	}
	if i < 0 {
		return &plan.Plan{
			Title: "Look what waits to be done again.", Harmless: true,
			Steps: []plan.Step{{
				Says: "Count what is in " + strings.Join(names(), ", ") + ".",
				Do:   func(ctx context.Context, out io.Writer) error { return r.list(ctx, out, d) },
			}},
		}, nil
	}
	p := places[i]
	waiting := "<number>"
	if !r.Dry {
		n, err := r.count(ctx, p, d)
		if err != nil {
			return nil, err
		}
		waiting = strconv.Itoa(n)
	}
	return &plan.Plan{
		Title: fmt.Sprintf("Do again what waits in %s: %s.", p.name, p.holds),
		Facts: []plan.Fact{{Name: "Stack", Value: d.Name}, {Name: "Waiting", Value: "about " + waiting}},
		Steps: []plan.Step{
			{Says: p.says, Do: func(ctx context.Context, out io.Writer) error { return p.again(r, ctx, out, p, d) }},
			{Says: "Say what is left.", Do: func(ctx context.Context, out io.Writer) error { return r.left(ctx, out, p, d) }},
		},
	}, nil
}

func names() []string {
	var out []string
	for _, p := range places {
		out = append(out, p.name)
	}
	return out
}

func (r *Redrive) list(ctx context.Context, out io.Writer, d *deployment.Deployment) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range places {
		n, err := r.count(ctx, p, d)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%d\t%s\t%s\n", n, p.name, p.holds)
	}
	return table.Flush()
}

func (r *Redrive) left(ctx context.Context, out io.Writer, p place, d *deployment.Deployment) error {
	n, err := r.count(ctx, p, d)
	if err == nil {
		fmt.Fprintf(out, "About %d left in %s.\n", n, p.name)
	}
	return err
}

// count is about how much waits in a place; SQS knows no exact number.
func (r *Redrive) count(ctx context.Context, p place, d *deployment.Deployment) (int, error) {
	if p.name == streamFailures {
		keys, err := r.streamKeys(ctx, d)
		return len(keys), err
	}
	url, err := d.Resource(p.name)
	if err != nil {
		return 0, err
	}
	attributes, err := r.attributes(ctx, url)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range counted {
		more, err := strconv.Atoi(attributes[string(name)])
		if err != nil {
			return 0, fmt.Errorf("count what is in %s: %w", p.name, err)
		}
		n += more
	}
	return n, nil
}

// counted are the attributes that say how much a queue holds: what can be
// received, and what somebody has received and not deleted.
var counted = []sqstypes.QueueAttributeName{
	sqstypes.QueueAttributeNameApproximateNumberOfMessages, sqstypes.QueueAttributeNameApproximateNumberOfMessagesNotVisible,
}

func (r *Redrive) attributes(ctx context.Context, url string) (map[string]string, error) {
	out, err := r.Queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: &url, AttributeNames: append([]sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameQueueArn}, counted...),
	})
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", url, err)
	}
	return out.Attributes, nil
}
