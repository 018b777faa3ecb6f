package stack

import (
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
	"confab/infra/local/roles"
	"confab/infra/template"
)

// settings are those that template.yaml gives to a deployment and that hold here
// too. Queues hide messages for a time of our own: six times a timeout is more
// than a person waits.
type settings struct {
	timeouts            map[string]time.Duration // of functions by name
	send, events, texts queueSettings
	stream              streamSettings
	follows             func(events.DynamoDBEventRecord) bool // the stream's filter
	table               *dynamo.Table
	roles               *roles.Roles
}

// queueSettings are those of a queue and of what it feeds.
type queueSettings struct {
	Receives    int // before a message is a dead letter
	BatchSize   int
	Concurrency int
}

type streamSettings struct {
	BatchSize            int
	MaximumRetryAttempts int
	FilterCriteria       struct{ Filters []struct{ Pattern string } }
}

func readSettings() (*settings, error) {
	root, err := disk.Root()
	if err != nil {
		return nil, err
	}
	deployed, err := template.Read(root)
	if err != nil {
		return nil, err
	}
	return settingsOf(deployed)
}

func settingsOf(deployed *template.Template) (s *settings, err error) {
	s = &settings{timeouts: map[string]time.Duration{}}
	for name, f := range deployed.Functions() {
		s.timeouts[name] = deployed.Timeout(f)
	}
	for _, q := range []struct {
		function string
		queue    *queueSettings
	}{{"send-message", &s.send}, {"record-delivery", &s.events}, {"receive-sms", &s.texts}} {
		if *q.queue, err = queueOf(deployed, q.function); err != nil {
			return nil, err
		}
	}
	if err := s.readStream(deployed); err != nil {
		return nil, err
	}
	if s.table, err = dynamo.Described(deployed); err != nil {
		return nil, err
	}
	s.roles, err = roles.Read(deployed, localNames)
	return s, err
}

// queueOf are the settings of the queue that feeds a function.
func queueOf(deployed *template.Template, function string) (queueSettings, error) {
	var s queueSettings
	for _, source := range deployed.Sources("SQS") {
		if source.Function.Name == deployed.Functions()[function].Name {
			queue := deployed.Resource(source.At("Queue").Ref())
			s = queueSettings{
				Receives:    queue.Property("RedrivePolicy", "maxReceiveCount").Number(),
				BatchSize:   source.At("BatchSize").Number(),
				Concurrency: source.At("ScalingConfig", "MaximumConcurrency").Number(),
			}
		}
	}
	if s.Receives == 0 || s.BatchSize == 0 || s.Concurrency == 0 {
		return s, fmt.Errorf("%s lacks the maxReceiveCount, the BatchSize or the MaximumConcurrency of the queue of %s", template.File, function)
	}
	return s, nil
}

func (s *settings) readStream(deployed *template.Template) error {
	sources := deployed.Sources("DynamoDB")
	if len(sources) != 1 {
		return fmt.Errorf("%s follows %d streams", template.File, len(sources))
	}
	if err := sources[0].Decode(&s.stream); err != nil {
		return err
	}
	filters := s.stream.FilterCriteria.Filters
	if s.stream.BatchSize == 0 || s.stream.MaximumRetryAttempts == 0 || len(filters) != 1 {
		return fmt.Errorf("%s gives the stream no BatchSize, no retries or not one filter", template.File)
	}
	var err error
	s.follows, err = dynamo.ParseFilter(filters[0].Pattern)
	return err
}
