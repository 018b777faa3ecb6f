// Package sending wires the function that sends messages. It is apart from package
// setup, which says why.
package sending

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"confab/shared/channel/email/outgoing"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// SendMessage wires send-message from TABLE_NAME, BUCKET, INBOUND_DOMAIN,
// MASTER_SECRET_ARN and CONFIGURATION_SET.
func SendMessage(ctx context.Context, cfg aws.Config, getenv setup.Env) (*inbox.Inbox, error) {
	k, err := setup.WithKeys(ctx, cfg, getenv, "send-message", "CONFIGURATION_SET")
	if err != nil {
		return nil, err
	}
	k.Inbox.Senders = map[inbox.Channel]inbox.Sender{
		inbox.Email: outgoing.NewSender(sesv2.NewFromConfig(cfg), getenv("CONFIGURATION_SET"), cfg.Region),
	}
	return k.Inbox, nil
}
