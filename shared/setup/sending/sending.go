// Package sending wires the function that sends messages. It is apart from package
// setup, which says why.
package sending

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	mail "confab/shared/channel/email/outgoing"
	"confab/shared/channel/sms"
	texts "confab/shared/channel/sms/outgoing"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// SendMessage wires send-message from TABLE_NAME, BUCKET, INBOUND_DOMAIN,
// MASTER_SECRET_ARN and CONFIGURATION_SET; from TEXT_SENDER, which may be empty,
// and from TEXT_CONFIGURATION_SET where texts leave by End User Messaging.
func SendMessage(ctx context.Context, cfg aws.Config, getenv setup.Env) (*inbox.Inbox, error) {
	sender, unknown := setup.TextSenderIn(getenv)
	needed := []string{"CONFIGURATION_SET"}
	if sender == setup.EndUserMessaging {
		needed = append(needed, "TEXT_CONFIGURATION_SET")
	}
	k, err := setup.WithKeys(ctx, cfg, getenv, "send-message", needed...)
	if err := errors.Join(err, unknown); err != nil {
		return nil, err
	}
	k.Inbox.Texts = sms.Texts{}
	k.Inbox.Senders = map[inbox.Channel]inbox.Sender{
		inbox.Email: mail.NewSender(sesv2.NewFromConfig(cfg), getenv("CONFIGURATION_SET"), cfg.Region),
	}
	switch sender {
	case setup.SNS:
		k.Inbox.Senders[inbox.SMS] = texts.NewSNS(sns.NewFromConfig(cfg))
	case setup.EndUserMessaging:
		k.Inbox.Senders[inbox.SMS] = texts.NewEndUserMessaging(
			pinpointsmsvoicev2.NewFromConfig(cfg), getenv("TEXT_CONFIGURATION_SET"), getenv("BUCKET"))
	}
	return k.Inbox, nil
}
