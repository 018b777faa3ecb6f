package setup

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/shared/api"
	"confab/shared/channel/email"
	"confab/shared/inbox"
	"confab/shared/setup/logs"
	"confab/shared/store"
)

// RawPrefix is where the receipt rule puts mail in the bucket.
const RawPrefix = "raw/"

// Now is the clock of every function: UTC to the millisecond, which is as fine
// as ids and rows keep it.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// base wires what every function has. The log goes to standard error, so that the
// metrics on standard output stay whole lines; Lambda collects both.
func base(cfg aws.Config, env *required, function string) *inbox.Inbox {
	return &inbox.Inbox{
		Store:   store.New(dynamodb.NewFromConfig(cfg), env.get("TABLE_NAME")),
		IDs:     ULIDs{},
		Now:     Now,
		Metrics: &emf{w: os.Stdout, function: function, now: Now},
		Log:     logs.New(os.Stderr, function),
	}
}

func bucket(cfg aws.Config, env *required) *store.Bucket {
	client := s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = o.BaseEndpoint != nil // a stand-in has no names of buckets in DNS
	})
	return store.NewBucket(client, env.get("BUCKET"))
}

// Receiving is what receive-email works with.
type Receiving struct {
	Inbox *inbox.Inbox
	Raw   *store.Bucket
	// Hash stands for an address in the log.
	Hash func(address string) string
}

// ReceiveEmail wires receive-email from TABLE_NAME, BUCKET, INBOUND_DOMAIN and
// MASTER_SECRET_ARN.
func ReceiveEmail(ctx context.Context, cfg aws.Config, getenv Env) (*Receiving, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "receive-email")
	objects := bucket(cfg, env)
	box.Objects = objects
	m, err := withTokens(ctx, cfg, env, box)
	if err != nil {
		return nil, err
	}
	box.FreshTokens = freshTokens(cfg, getenv("MASTER_SECRET_ARN"), box.Tokens, box.Now)
	return &Receiving{Inbox: box, Raw: objects, Hash: m.hash}, nil
}

// PublishEvents wires publish-events from TABLE_NAME and SEND_QUEUE_URL.
func PublishEvents(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "publish-events")
	box.Queue = store.NewQueue(sqs.NewFromConfig(cfg), env.get("SEND_QUEUE_URL"))
	return box, env.err()
}

// Wake wires wake from TABLE_NAME and SEND_QUEUE_URL.
func Wake(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "wake")
	box.Queue = store.NewQueue(sqs.NewFromConfig(cfg), env.get("SEND_QUEUE_URL"))
	return box, env.err()
}

// SendMessage wires send-message from TABLE_NAME, BUCKET, INBOUND_DOMAIN,
// MASTER_SECRET_ARN and CONFIGURATION_SET.
func SendMessage(ctx context.Context, cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "send-message")
	box.Objects = bucket(cfg, env)
	box.Senders = map[inbox.Channel]inbox.Sender{
		inbox.Email: email.NewSender(sesv2.NewFromConfig(cfg), env.get("CONFIGURATION_SET"), cfg.Region),
	}
	_, err := withTokens(ctx, cfg, env, box)
	return box, err
}

// RecordDelivery wires record-delivery from TABLE_NAME.
func RecordDelivery(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	return base(cfg, env, "record-delivery"), env.err()
}

// InboxAPI wires inbox-api from TABLE_NAME, BUCKET, INBOUND_DOMAIN,
// MASTER_SECRET_ARN, OIDC_ISSUER and OWNER_EMAIL; OIDC_SCOPE is optional.
func InboxAPI(ctx context.Context, cfg aws.Config, getenv Env) (*api.API, error) {
	env := &required{env: getenv}
	box := base(cfg, env, "inbox-api")
	objects := bucket(cfg, env)
	box.Objects = objects
	issuer, owner := env.get("OIDC_ISSUER"), env.get("OWNER_EMAIL")
	m, err := withTokens(ctx, cfg, env, box)
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{
		Domain: box, Store: box.Store, Bodies: objects, Links: objects, IDs: box.IDs, Now: box.Now,
		Log:       box.Log,
		CursorKey: m.derive(m.current, "cursor"), LinkLifetime: store.LinkLifetime,
		CheckFile: email.CheckFile,
		Issuer:    issuer, Scope: getenv("OIDC_SCOPE"), OwnerEmail: owner,
		Userinfo: newUserinfo(&http.Client{Timeout: 10 * time.Second}, issuer),
	}), nil
}

// withTokens gives the inbox the keys that sign and verify reply addresses.
func withTokens(ctx context.Context, cfg aws.Config, env *required, box *inbox.Inbox) (masters, error) {
	arn, domain := env.get("MASTER_SECRET_ARN"), env.get("INBOUND_DOMAIN")
	if err := env.err(); err != nil {
		return masters{}, err
	}
	m, err := loadMasters(ctx, cfg, arn)
	if err != nil {
		return masters{}, fmt.Errorf("wire reply addresses: %w", err)
	}
	box.Tokens = m.tokens(domain)
	return m, nil
}
