package stack

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-lambda-go/events"
	"gopkg.in/yaml.v3"

	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
)

// settings are those that template.yaml gives to a deployment's resources and
// that hold here too.
type settings struct {
	sendReceives, eventsReceives int // before a message is a dead letter
	follows                      func(events.DynamoDBEventRecord) bool
	streamRetries                int
}

type queueProperties struct {
	RedrivePolicy struct {
		MaxReceiveCount int `yaml:"maxReceiveCount"`
	} `yaml:"RedrivePolicy"`
}

type streamProperties struct {
	MaximumRetryAttempts int `yaml:"MaximumRetryAttempts"`
	FilterCriteria       struct {
		Filters []struct {
			Pattern string `yaml:"Pattern"`
		} `yaml:"Filters"`
	} `yaml:"FilterCriteria"`
}

// readSettings reads them out of template.yaml. CloudFormation's tags, such as
// !Ref, are read past.
func readSettings() (*settings, error) {
	root, err := disk.Root()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read what a deployment is: %w", err)
	}
	var template struct {
		Resources struct {
			SendQueue struct {
				Properties queueProperties `yaml:"Properties"`
			} `yaml:"SendQueue"`
			DeliveryEventsQueue struct {
				Properties queueProperties `yaml:"Properties"`
			} `yaml:"DeliveryEventsQueue"`
			PublishEventsFunction struct {
				Properties struct {
					Events struct {
						Stream struct {
							Properties streamProperties `yaml:"Properties"`
						} `yaml:"Stream"`
					} `yaml:"Events"`
				} `yaml:"Properties"`
			} `yaml:"PublishEventsFunction"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		return nil, fmt.Errorf("read what a deployment is: %w", err)
	}
	r := template.Resources
	stream := r.PublishEventsFunction.Properties.Events.Stream.Properties
	s := &settings{
		sendReceives:   r.SendQueue.Properties.RedrivePolicy.MaxReceiveCount,
		eventsReceives: r.DeliveryEventsQueue.Properties.RedrivePolicy.MaxReceiveCount,
		streamRetries:  stream.MaximumRetryAttempts,
	}
	if s.sendReceives == 0 || s.eventsReceives == 0 || s.streamRetries == 0 || len(stream.FilterCriteria.Filters) != 1 {
		return nil, errors.New("template.yaml gives no maxReceiveCount to SendQueue or DeliveryEventsQueue, or no retries and no single filter to PublishEventsFunction's stream")
	}
	s.follows, err = dynamo.ParseFilter(stream.FilterCriteria.Filters[0].Pattern)
	return s, err
}
