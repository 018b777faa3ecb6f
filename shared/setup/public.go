package setup

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/inbox"
)

// PublicAPI wires public-api from TABLE_NAME.
func PublicAPI(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	return base(cfg, env, "public-api"), env.err()
}
