package stack

import (
	"fmt"
	"slices"
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
	timeouts                         map[string]time.Duration // of functions by name
	send, events, texts, jobs, hooks queueSettings
	streams                          map[string]streamSettings // by the function that follows
	table                            *dynamo.Table
	roles                            *roles.Roles
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
	follows              func(events.DynamoDBEventRecord) bool // one of the filters lets it through
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
	}{{"send-message", &s.send}, {"record-delivery", &s.events}, {"receive-sms", &s.texts}, {"notify", &s.hooks}, {"run-job", &s.jobs}} {
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

// readStream reads the settings of each function that follows the stream.
func (s *settings) readStream(deployed *template.Template) error {
	s.streams = map[string]streamSettings{}
	names := map[string]string{}
	for name, f := range deployed.Functions() {
		names[f.Name] = name
	}
	for _, source := range deployed.Sources("DynamoDB") {
		var read streamSettings
		if err := source.Decode(&read); err != nil {
			return err
		}
		if read.BatchSize == 0 || read.MaximumRetryAttempts == 0 || len(read.FilterCriteria.Filters) == 0 {
			return fmt.Errorf("%s gives a stream no BatchSize, no retries or no filter", template.File)
		}
		var filters []func(events.DynamoDBEventRecord) bool
		for _, f := range read.FilterCriteria.Filters {
			filter, err := dynamo.ParseFilter(f.Pattern)
			if err != nil {
				return err
			}
			filters = append(filters, filter)
		}
		read.follows = func(r events.DynamoDBEventRecord) bool {
			return slices.ContainsFunc(filters, func(lets func(events.DynamoDBEventRecord) bool) bool { return lets(r) })
		}
		s.streams[names[source.Function.Name]] = read
	}
	return nil
}
