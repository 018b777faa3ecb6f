package stack

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkcredentials "github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/google/uuid"

	inboxapi "confab/functions/inbox-api/handler"
	notify "confab/functions/notify/handler"
	publicapi "confab/functions/public-api/handler"
	publishevents "confab/functions/publish-events/handler"
	receiveemail "confab/functions/receive-email/handler"
	receivesms "confab/functions/receive-sms/handler"
	recorddelivery "confab/functions/record-delivery/handler"
	runjob "confab/functions/run-job/handler"
	sendmessage "confab/functions/send-message/handler"
	updateindex "confab/functions/update-index/handler"
	wake "confab/functions/wake/handler"
	webclient "confab/functions/web-client/handler"
	"confab/infra/local/async"
	"confab/infra/local/dynamo"
	"confab/infra/local/function"
	"confab/infra/local/gateway"
	"confab/infra/local/mailin"
	"confab/infra/local/queues"
	"confab/infra/local/scheduler"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/setup/finding"
	"confab/shared/setup/sending"
	"confab/shared/setup/serving"
	"confab/shared/setup/waking"
	"confab/shared/webhook"
)

// registered are all functions and how each is wired, as its main.go does it.
var registered = []struct {
	name string
	wire func(ctx context.Context, cfg aws.Config, env setup.Env) (handler any, err error)
}{
	{"receive-email", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		r, err := setup.ReceiveEmail(ctx, cfg, env)
		if err != nil {
			return nil, err
		}
		return (&receiveemail.Handler{Inbox: r.Inbox, Raw: r.Raw, Metrics: r.Inbox.Metrics, Log: r.Inbox.Log, Hash: r.Hash}).Handle, nil
	}},
	{"receive-sms", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.ReceiveSMS(ctx, cfg, env)
		if err != nil {
			return nil, err
		}
		return (&receivesms.Handler{Inbox: box, Metrics: box.Metrics, Log: box.Log}).Handle, nil
	}},
	{"publish-events", func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.PublishEvents(cfg, env)
		return (&publishevents.Handler{Inbox: box, Log: box.Log}).Handle, err
	}},
	{"update-index", func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := finding.UpdateIndex(cfg, env)
		if err != nil {
			return nil, err
		}
		return (&updateindex.Handler{Inbox: box, Log: box.Log}).Handle, nil
	}},
	{"send-message", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := sending.SendMessage(ctx, cfg, env)
		return (&sendmessage.Handler{Inbox: box, Log: box.Log}).Handle, err
	}},
	{"record-delivery", func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.RecordDelivery(cfg, env)
		return (&recorddelivery.Handler{Inbox: box, Region: cfg.Region, Log: box.Log}).Handle, err
	}},
	{"run-job", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.RunJob(ctx, cfg, env)
		return (&runjob.Handler{Inbox: box, Log: box.Log}).Handle, err
	}},
	{"notify", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.Notify(ctx, cfg, env)
		if err != nil {
			return nil, err
		}
		box.Poster = thisMachine()
		return (&notify.Handler{Inbox: box, Log: box.Log}).Handle, nil
	}},
	{"wake", func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := waking.Wake(cfg, env)
		return (&wake.Handler{Inbox: box, Log: box.Log}).Handle, err
	}},
	{"inbox-api", func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		routes, err := serving.InboxAPI(ctx, cfg, env, thisMachine())
		return (&inboxapi.Handler{API: routes}).Handle, err
	}},
	{"public-api", func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.PublicAPI(cfg, env)
		return (&publicapi.Handler{Inbox: box, Log: box.Log}).Handle, err
	}},
	{"web-client", func(_ context.Context, _ aws.Config, env setup.Env) (any, error) {
		site, err := webclient.New(webclient.Built(), env)
		if err != nil {
			return nil, err
		}
		return site.Handle, nil
	}},
}

// thisMachine calls webhooks on this machine, and nowhere else: what is tried out
// here shall reach nobody.
func thisMachine() inbox.Poster {
	rule := webhook.Rule{Schemes: []string{"http", "https"}, Admits: netip.Addr.IsLoopback}
	return webhook.New(rule, net.DefaultResolver)
}

// week is between two audits.
const week = 7 * 24 * time.Hour

// buildFunctions wires every function against the stand-ins, which serve by now.
// Its access key is its name, so that a link tells who has signed it.
func (s *Stack) buildFunctions(ctx context.Context) error {
	s.Functions = map[string]*function.Function{}
	for _, r := range registered {
		cfg := s.Config.Copy()
		cfg.Credentials = sdkcredentials.NewStaticCredentialsProvider(r.name, credentials.SecretAccessKey, "")
		s.Roles.Attach(r.name, &cfg)
		if s.options.Configure != nil {
			cfg = s.options.Configure(r.name, cfg)
		}
		handler, err := r.wire(ctx, cfg, func(name string) string { return s.Env[name] })
		if err != nil {
			return fmt.Errorf("wire %s: %w", r.name, err)
		}
		s.Functions[r.name] = &function.Function{Name: r.name, Handler: function.NewHandler(handler), Timeout: s.settings.timeouts[r.name]}
	}
	return nil
}

// startFunctions connects the functions to what triggers them.
func (s *Stack) startFunctions(context.Context) error {
	// Everything below stops before what it works with is closed.
	ctx, cancel := context.WithCancel(context.Background())
	s.closers = append(s.closers, func() { cancel(); s.running.Wait() })

	receive := s.Functions["receive-email"]
	s.mailin.FunctionARN = receive.ARN()
	s.Async = async.New(s.db, receive)
	s.Async.Backoff = s.options.Timing.Backoff
	s.Async.Failed = func(ctx context.Context, record []byte) error {
		_, err := s.Queues.Send(ctx, receiveFailures, string(record), 0)
		return err
	}
	s.running.Go(func() { s.Async.Run(ctx) })
	s.running.Go(func() { s.Sent.Run(ctx) })
	s.running.Go(func() { s.Texts.Run(ctx) })
	for name, settings := range s.settings.streams {
		reader := s.reader(name, settings)
		s.running.Go(func() { reader.Run(ctx) })
	}
	s.running.Go(func() { scheduler.Run(ctx, "wake", s.Functions["wake"], 0, s.options.Timing.Wake) })
	s.running.Go(func() { scheduler.Run(ctx, "confab-audit", s.Functions["wake"], week, week) })
	send, events, texts, jobs := s.settings.send, s.settings.events, s.settings.texts, s.settings.jobs
	hooks := s.settings.hooks
	for _, m := range []queues.Mapping{
		{Queue: textsQueue, Function: s.Functions["receive-sms"], BatchSize: texts.BatchSize, Concurrency: texts.Concurrency},
		{Queue: sendQueue, Function: s.Functions["send-message"], BatchSize: send.BatchSize, Concurrency: send.Concurrency},
		{Queue: jobsQueue, Function: s.Functions["run-job"], BatchSize: jobs.BatchSize, Concurrency: jobs.Concurrency},
		{Queue: notifyQueue, Function: s.Functions["notify"], BatchSize: hooks.BatchSize, Concurrency: hooks.Concurrency},
		{Queue: eventsQueue, Function: s.Functions["record-delivery"], BatchSize: events.BatchSize, Concurrency: events.Concurrency},
	} {
		s.running.Go(func() { m.Run(ctx, s.Queues) })
	}
	for name, authentication := range map[string]mailin.Authentication{"smtp": mailin.Passes, "smtp-fail": mailin.Fails, "smtp-gray": mailin.Gray} {
		serve := s.mailin.Serve(ctx, s.listeners[name], authentication)
		s.running.Go(func() { _ = serve() }) // it ends with the context
	}
	api, public := s.Functions["inbox-api"], s.Functions["public-api"]
	s.serve("page", &gateway.Gateway{Routes: []gateway.Route{
		{Path: "/v1/", Function: api, Authorizer: gateway.NewAuthorizer(s.IssuerURL, clientID)},
		{Path: "/machine/", Function: api}, // keys are verified by the function
		{Path: "/openapi.json", Function: api}, {Path: "/openapi.yaml", Function: api},
		{Path: "/l/{code}", Function: public}, {Path: "/l/{code}", Method: http.MethodHead, Function: public},
		{Path: "/", Function: s.Functions["web-client"]},
	}})
	return nil
}

// indexInterval is how long update-index waits for changes to come together, where
// Lambda waits for its batching window.
const indexInterval = 250 * time.Millisecond

// reader has a function follow the table's stream.
func (s *Stack) reader(name string, settings streamSettings) *dynamo.Reader {
	r := &dynamo.Reader{
		Tables: dynamodb.NewFromConfig(s.Config), Streams: dynamodbstreams.NewFromConfig(s.Config), Table: table, DB: s.db,
		Mapping: dynamo.Mapping{
			Function: s.Functions[name], Filter: settings.follows, BatchSize: settings.BatchSize,
			MaxRetries: settings.MaximumRetryAttempts, Backoff: 10 * time.Millisecond,
			Failed: func(ctx context.Context, record []byte) error {
				return s.put(ctx, "aws/lambda/"+name+"/"+uuid.NewString(), record)
			},
		},
	}
	if name == "update-index" {
		r.Interval = indexInterval
	}
	return r
}
