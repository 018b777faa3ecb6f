package setup

import (
	"context"
	"fmt"
	"net"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/inbox"
	"confab/shared/webhook"
)

// Notify wires notify from TABLE_NAME and MASTER_SECRET_ARN. It reads the secret.
// Webhooks are called on the internet alone.
func Notify(ctx context.Context, cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box, arn := base(cfg, env, "notify"), env.get("MASTER_SECRET_ARN")
	if err := env.err(); err != nil {
		return nil, err
	}
	m, err := loadMasters(ctx, cfg, arn)
	if err != nil {
		return nil, fmt.Errorf("wire webhooks: %w", err)
	}
	box.Signing, box.Poster = m.signing(), Webhooks()
	return box, nil
}

// Webhooks calls what is on the internet.
func Webhooks() inbox.Poster { return webhook.New(webhook.Internet, net.DefaultResolver) }
