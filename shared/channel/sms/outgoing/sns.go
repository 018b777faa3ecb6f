package outgoing

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"confab/shared/inbox"
)

// SNSClient is the one call of *sns.Client that sending needs.
type SNSClient interface {
	Publish(ctx context.Context, in *sns.PublishInput, options ...func(*sns.Options)) (*sns.PublishOutput, error)
}

// SNS sends texts through Amazon SNS, which carries no pictures and tells no
// program what became of a text.
type SNS struct{ client SNSClient }

// NewSNS returns a sender.
func NewSNS(client SNSClient) *SNS { return &SNS{client} }

// Send publishes the text to its recipient's phone.
func (s *SNS) Send(ctx context.Context, out inbox.Outgoing) (inbox.Accepted, error) {
	if len(out.Media) > 0 {
		return inbox.Accepted{}, refused("Plain SNS carries no files: pictures need AWS End User Messaging as the sender of texts.")
	}
	if err := check(&out); err != nil {
		return inbox.Accepted{}, err
	}
	var w wire
	answer, err := s.client.Publish(w.trace(ctx), &sns.PublishInput{
		PhoneNumber: aws.String(out.To[0].Address), Message: aws.String(out.Text),
		// Source: Amazon SNS, "Sending messages": SMS attributes.
		MessageAttributes: map[string]types.MessageAttributeValue{
			"AWS.MM.SMS.OriginationNumber": attribute(out.From.Address),
			"AWS.SNS.SMS.SMSType":          attribute("Transactional"),
		},
	}, func(o *sns.Options) { o.Retryer = aws.NopRetryer{} })
	if err != nil {
		return inbox.Accepted{}, w.outcome(err)
	}
	return accepted(answer.MessageId)
}

func attribute(value string) types.MessageAttributeValue {
	return types.MessageAttributeValue{DataType: aws.String("String"), StringValue: aws.String(value)}
}

// accepted is the receipt for a text. Phones show no id, so its provider's is the
// only one that it has.
func accepted(id *string) (inbox.Accepted, error) {
	if aws.ToString(id) == "" {
		return inbox.Accepted{}, errors.New("AWS took a text and returned no id")
	}
	return inbox.Accepted{ProviderID: *id, MessageID: *id}, nil
}
