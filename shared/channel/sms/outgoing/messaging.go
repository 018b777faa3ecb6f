package outgoing

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2/types"

	"confab/shared/channel/sms/sent"
	"confab/shared/inbox"
)

// MessagingClient are the calls of *pinpointsmsvoicev2.Client that sending needs.
type MessagingClient interface {
	SendTextMessage(ctx context.Context, in *pinpointsmsvoicev2.SendTextMessageInput, options ...func(*pinpointsmsvoicev2.Options)) (*pinpointsmsvoicev2.SendTextMessageOutput, error)
	SendMediaMessage(ctx context.Context, in *pinpointsmsvoicev2.SendMediaMessageInput, options ...func(*pinpointsmsvoicev2.Options)) (*pinpointsmsvoicev2.SendMediaMessageOutput, error)
}

// EndUserMessaging sends texts through AWS End User Messaging, which also carries
// files and tells what became of each text.
type EndUserMessaging struct {
	client           MessagingClient
	configurationSet string
	bucket           string
}

// NewEndUserMessaging returns a sender. The configuration set publishes what
// becomes of each text; the bucket holds the files that texts carry. AWS reads
// them with the rights of who sends.
func NewEndUserMessaging(client MessagingClient, configurationSet, bucket string) *EndUserMessaging {
	return &EndUserMessaging{client, configurationSet, bucket}
}

// Send hands the text to AWS, which tells what it was sent with in each event.
func (s *EndUserMessaging) Send(ctx context.Context, out inbox.Outgoing) (inbox.Accepted, error) {
	if err := check(&out); err != nil {
		return inbox.Accepted{}, err
	}
	var w wire
	id, err := s.hand(w.trace(ctx), &out)
	if err != nil {
		return inbox.Accepted{}, w.outcome(err)
	}
	return accepted(id)
}

// hand makes the one call.
func (s *EndUserMessaging) hand(ctx context.Context, out *inbox.Outgoing) (id *string, err error) {
	once := func(o *pinpointsmsvoicev2.Options) { o.Retryer = aws.NopRetryer{} }
	from, to, set := aws.String(out.From.Address), aws.String(out.To[0].Address), aws.String(s.configurationSet)
	whose := map[string]string{sent.ContextConversation: out.Conversation, sent.ContextMessage: out.Message}
	if len(out.Media) == 0 {
		answer, err := s.client.SendTextMessage(ctx, &pinpointsmsvoicev2.SendTextMessageInput{
			OriginationIdentity: from, DestinationPhoneNumber: to, ConfigurationSetName: set, Context: whose,
			MessageBody: aws.String(out.Text), MessageType: types.MessageTypeTransactional,
		}, once)
		if err != nil {
			return nil, err
		}
		return answer.MessageId, nil
	}
	in := &pinpointsmsvoicev2.SendMediaMessageInput{
		OriginationIdentity: from, DestinationPhoneNumber: to, ConfigurationSetName: set, Context: whose,
	}
	if out.Text != "" { // a picture may go without words, but AWS takes none that are empty
		in.MessageBody = aws.String(out.Text)
	}
	for _, m := range out.Media {
		in.MediaUrls = append(in.MediaUrls, "s3://"+s.bucket+"/"+m.Key)
	}
	answer, err := s.client.SendMediaMessage(ctx, in, once)
	if err != nil {
		return nil, err
	}
	return answer.MessageId, nil
}
