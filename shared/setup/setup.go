package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

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

// Keyed is what a function works with that has the bucket and the keys.
type Keyed struct {
	Inbox   *inbox.Inbox
	Objects *store.Bucket
	masters masters
}

// Key derives a key for a purpose from the current master.
func (k *Keyed) Key(purpose string) []byte { return k.masters.derive(k.masters.current, purpose) }

// WithKeys wires a function, by its name, from TABLE_NAME, BUCKET, INBOUND_DOMAIN
// and MASTER_SECRET_ARN; further are other variables that it cannot do without.
// It reads the secret.
func WithKeys(ctx context.Context, cfg aws.Config, getenv Env, function string, further ...string) (*Keyed, error) {
	env := &required{env: getenv}
	k := &Keyed{Inbox: base(cfg, env, function), Objects: bucket(cfg, env)}
	arn, domain := env.get("MASTER_SECRET_ARN"), env.get("INBOUND_DOMAIN")
	for _, name := range further {
		env.get(name)
	}
	if err := env.err(); err != nil {
		return nil, err
	}
	var err error
	if k.masters, err = loadMasters(ctx, cfg, arn); err != nil {
		return nil, fmt.Errorf("wire reply addresses: %w", err)
	}
	k.Inbox.Store.(*store.Table).Hashes = k.masters.hashes
	k.Inbox.Objects, k.Inbox.Tokens, k.Inbox.Signing = k.Objects, k.masters.tokens(domain), k.masters.signing()
	return k, nil
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
	k, err := WithKeys(ctx, cfg, getenv, "receive-email")
	if err != nil {
		return nil, err
	}
	k.Inbox.FreshTokens = freshTokens(cfg, getenv("MASTER_SECRET_ARN"), k.Inbox.Tokens, k.Inbox.Now)
	return &Receiving{Inbox: k.Inbox, Raw: k.Objects, Hash: k.masters.hash}, nil
}

// PublishEvents wires publish-events from TABLE_NAME, SEND_QUEUE_URL,
// NOTIFY_QUEUE_URL and JOBS_QUEUE_URL.
func PublishEvents(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	jobs := env.get("JOBS_QUEUE_URL")
	box, err := WithQueue(cfg, getenv, "publish-events")
	box.JobQueue = store.NewQueue(sqs.NewFromConfig(cfg), jobs)
	return box, errors.Join(err, env.err())
}

// WithQueue wires a function, by its name, from TABLE_NAME, SEND_QUEUE_URL and
// NOTIFY_QUEUE_URL.
func WithQueue(cfg aws.Config, getenv Env, function string) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	box := base(cfg, env, function)
	queues := sqs.NewFromConfig(cfg)
	box.Queue = store.NewQueue(queues, env.get("SEND_QUEUE_URL"))
	box.Notifier, box.Hooks = store.NewQueue(queues, env.get("NOTIFY_QUEUE_URL")), &inbox.HookCache{}
	return box, env.err()
}

// WithBucket wires a function, by its name, from TABLE_NAME and BUCKET.
func WithBucket(cfg aws.Config, getenv Env, function string) (*inbox.Inbox, *store.Bucket, error) {
	env := &required{env: getenv}
	box, objects := base(cfg, env, function), bucket(cfg, env)
	box.Objects = objects
	return box, objects, env.err()
}

// RunJob wires run-job from TABLE_NAME, BUCKET and MASTER_SECRET_ARN. It reads the
// secret.
func RunJob(ctx context.Context, cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	box, objects, err := WithBucket(cfg, getenv, "run-job")
	box.Purger = objects
	return box, errors.Join(err, remembering(ctx, box, cfg, getenv))
}

// remembering has a function's store know again who was erased, from
// MASTER_SECRET_ARN.
func remembering(ctx context.Context, box *inbox.Inbox, cfg aws.Config, getenv Env) error {
	env := &required{env: getenv}
	arn := env.get("MASTER_SECRET_ARN")
	if err := env.err(); err != nil {
		return err
	}
	m, err := loadMasters(ctx, cfg, arn)
	if err != nil {
		return fmt.Errorf("wire who was erased: %w", err)
	}
	box.Store.(*store.Table).Hashes = m.hashes
	return nil
}

// RecordDelivery wires record-delivery from TABLE_NAME.
func RecordDelivery(cfg aws.Config, getenv Env) (*inbox.Inbox, error) {
	env := &required{env: getenv}
	return base(cfg, env, "record-delivery"), env.err()
}
