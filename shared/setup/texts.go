package setup

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/channel/sms"
	"confab/shared/inbox"
)

// ReceiveSMS wires receive-sms from TABLE_NAME and MASTER_SECRET_ARN. It reads the
// secret.
func ReceiveSMS(ctx context.Context, cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "receive-sms")
	box.Texts = sms.Texts{}
	return box, errors.Join(env.err(), remembering(ctx, box, cfg, getenv))
}
