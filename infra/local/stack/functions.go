package stack

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/google/uuid"

	inboxapi "confab/functions/inbox-api/handler"
	publishevents "confab/functions/publish-events/handler"
	receiveemail "confab/functions/receive-email/handler"
	recorddelivery "confab/functions/record-delivery/handler"
	sendmessage "confab/functions/send-message/handler"
	wake "confab/functions/wake/handler"
	webclient "confab/functions/web-client/handler"
	"confab/infra/local/async"
	"confab/infra/local/dynamo"
	"confab/infra/local/function"
	"confab/infra/local/gateway"
	"confab/infra/local/mailin"
	"confab/infra/local/queues"
	"confab/infra/local/scheduler"
	"confab/shared/setup"
)

// registered are all functions: how each is wired, as its main.go does it, and
// its timeout in template.yaml.
var registered = []struct {
	name    string
	timeout time.Duration
	wire    func(ctx context.Context, cfg aws.Config, env setup.Env) (handler any, err error)
}{
	{"receive-email", 120 * time.Second, func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		r, err := setup.ReceiveEmail(ctx, cfg, env)
		if err != nil {
			return nil, err
		}
		return (&receiveemail.Handler{Inbox: r.Inbox, Raw: r.Raw, Metrics: r.Inbox.Metrics, Log: r.Log}).Handle, nil
	}},
	{"publish-events", 30 * time.Second, func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.PublishEvents(cfg, env)
		return (&publishevents.Handler{Inbox: box, Log: setup.Logs(os.Stderr, "publish-events")}).Handle, err
	}},
	{"send-message", 90 * time.Second, func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.SendMessage(ctx, cfg, env)
		return (&sendmessage.Handler{Inbox: box, Log: setup.Logs(os.Stderr, "send-message")}).Handle, err
	}},
	{"record-delivery", 30 * time.Second, func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.RecordDelivery(cfg, env)
		return (&recorddelivery.Handler{Inbox: box, Region: cfg.Region, Log: setup.Logs(os.Stderr, "record-delivery")}).Handle, err
	}},
	{"wake", 50 * time.Second, func(_ context.Context, cfg aws.Config, env setup.Env) (any, error) {
		box, err := setup.Wake(cfg, env)
		return (&wake.Handler{Inbox: box}).Handle, err
	}},
	{"inbox-api", 29 * time.Second, func(ctx context.Context, cfg aws.Config, env setup.Env) (any, error) {
		routes, err := setup.InboxAPI(ctx, cfg, env)
		return (&inboxapi.Handler{API: routes}).Handle, err
	}},
	{"web-client", 30 * time.Second, func(_ context.Context, _ aws.Config, env setup.Env) (any, error) {
		site, err := webclient.New(webclient.Built(), env)
		if err != nil {
			return nil, err
		}
		return site.Handle, nil
	}},
}

// buildFunctions wires every function against the stand-ins, which serve by now.
func (s *Stack) buildFunctions(ctx context.Context) error {
	s.Functions = map[string]*function.Function{}
	for _, r := range registered {
		cfg := s.Config.Copy()
		if s.options.Configure != nil {
			cfg = s.options.Configure(r.name, cfg)
		}
		handler, err := r.wire(ctx, cfg, func(name string) string { return s.Env[name] })
		if err != nil {
			return fmt.Errorf("wire %s: %w", r.name, err)
		}
		s.Functions[r.name] = &function.Function{Name: r.name, Handler: function.NewHandler(handler), Timeout: r.timeout}
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
	reader := &dynamo.Reader{
		Tables: dynamodb.NewFromConfig(s.Config), Streams: dynamodbstreams.NewFromConfig(s.Config), Table: table, DB: s.db,
		Mapping: dynamo.Mapping{
			Function: s.Functions["publish-events"], MaxRetries: s.settings.streamRetries, Backoff: 10 * time.Millisecond, Filter: s.settings.follows,
			Failed: func(ctx context.Context, record []byte) error {
				return s.put(ctx, "aws/lambda/publish-events/"+uuid.NewString(), record)
			},
		},
	}
	s.running.Go(func() { s.Async.Run(ctx) })
	s.running.Go(func() { s.Sent.Run(ctx) })
	s.running.Go(func() { reader.Run(ctx) })
	s.running.Go(func() { scheduler.Run(ctx, s.Functions["wake"], s.options.Timing.Wake) })
	for _, m := range []queues.Mapping{
		{Queue: sendQueue, Function: s.Functions["send-message"], BatchSize: 1, Concurrency: 4},
		{Queue: eventsQueue, Function: s.Functions["record-delivery"]},
	} {
		s.running.Go(func() { m.Run(ctx, s.Queues) })
	}
	for name, authentication := range map[string]mailin.Authentication{"smtp": mailin.Passes, "smtp-fail": mailin.Fails, "smtp-gray": mailin.Gray} {
		s.running.Go(func() { _ = s.mailin.Serve(ctx, s.listeners[name], authentication) }) // it ends with the context
	}
	api := s.Functions["inbox-api"]
	s.serve("page", &gateway.Gateway{Routes: []gateway.Route{
		{Path: "/v1/", Function: api, Authorizer: gateway.NewAuthorizer(s.IssuerURL, clientID)},
		{Path: "/openapi.json", Function: api}, {Path: "/openapi.yaml", Function: api},
		{Path: "/", Function: s.Functions["web-client"]},
	}})
	return nil
}
