package setup

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/channel/sms"
	"confab/shared/inbox"
)

// ReceiveSMS wires receive-sms from TABLE_NAME.
func ReceiveSMS(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "receive-sms")
	box.Texts = sms.Texts{}
	return box, env.err()
}
