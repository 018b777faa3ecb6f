// Package stack is a whole deployment on one machine: the functions of this
// repository, each wired by the constructor it is wired by on Lambda, with a
// stand-in for every AWS service around them. make run starts one; end-to-end
// tests start as many as they like beside each other.
//
// It promises that everything listens on loopback alone, that what was accepted
// survives kill -9 in the data folder, and that Close leaves nothing running. It
// refuses a folder that another stack uses or that has lost a part of itself,
// requests that were addressed to another host, and calls of a function that its
// role in template.yaml does not permit.
package stack

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/infra/local/async"
	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
	"confab/infra/local/function"
	"confab/infra/local/issuer"
	"confab/infra/local/mailin"
	"confab/infra/local/mailout"
	"confab/infra/local/objects"
	"confab/infra/local/queues"
	"confab/infra/local/roles"
	"confab/infra/local/secrets"
	"confab/infra/local/texts"
	"confab/shared/setup"
)

// Ports says where a stack listens on 127.0.0.1; 0 takes any free port.
type Ports struct {
	Page     int // the web client and the API
	AWS      int // all that speaks AWS's protocols; links to files lead here
	Issuer   int // 0 takes the data folder's own, where it has one
	Outbox   int
	Phones   int
	SMTP     int // mail that authenticates
	SMTPFail int // mail that fails SPF, DKIM and DMARC
	SMTPGray int // mail of domains without any policy
}

// Timing is how long things take. The zero value stands for production's times,
// scaled down to a person's patience.
type Timing struct {
	Visibility time.Duration    // of queued messages; zero means 20 s
	Backoff    [2]time.Duration // between tries of an asynchronous invocation; zero means 2 and 4 s
	Wake       time.Duration    // between sweeps; zero means a minute
}

// Options is what a stack needs to know.
type Options struct {
	// Dir is the data folder; it is made where it is missing.
	Dir    string
	Ports  Ports
	Timing Timing
	// TextSender is what sends texts; empty means End User Messaging.
	TextSender setup.TextSender
	// UndoSeconds is for how long members of the audience that a new data folder
	// is given can take back what they send.
	UndoSeconds int
	// Configure may change the SDK configuration of a function, for example to
	// count its calls or to make them fail; nil leaves it as it is.
	Configure func(function string, cfg aws.Config) aws.Config
}

// Stack is a running deployment.
type Stack struct {
	PageURL, AWSURL, IssuerURL, OutboxURL, PhonesURL string
	SMTP, SMTPFail, SMTPGray                         string // host:port

	Env       map[string]string // of every function
	Config    aws.Config        // with which SDK clients reach the stand-ins
	Functions map[string]*function.Function
	Queues    *queues.Queues
	Async     *async.Invoker
	Sent      *mailout.Server
	Texts     *texts.Server
	Issuer    *issuer.Issuer
	Roles     *roles.Roles // what functions are permitted, and what they have needed

	options   Options
	settings  *settings
	listeners map[string]net.Listener
	db        *sql.DB
	objects   *objects.Store
	secret    *secrets.Handler
	dynamo    string // its endpoint
	mailin    *mailin.Server

	running  sync.WaitGroup
	closers  []func() // run in reverse order
	closeAll func()
}

// Start starts a stack and returns when it serves. The context is that of
// starting alone; Close ends the stack.
func Start(ctx context.Context, o Options) (_ *Stack, err error) {
	if o.Timing.Visibility == 0 {
		o.Timing.Visibility = 20 * time.Second
	}
	if o.Timing.Backoff == [2]time.Duration{} {
		o.Timing.Backoff = [2]time.Duration{2 * time.Second, 4 * time.Second}
	}
	if o.Timing.Wake == 0 {
		o.Timing.Wake = time.Minute
	}
	if o.TextSender == setup.NoTextSender {
		o.TextSender = setup.EndUserMessaging
	}
	s := &Stack{options: o}
	s.closeAll = sync.OnceFunc(func() {
		for i := len(s.closers) - 1; i >= 0; i-- {
			s.closers[i]()
		}
	})
	defer func() {
		if err != nil {
			s.closeAll()
		}
	}()
	for _, step := range []func(context.Context) error{
		s.holdFolder, s.listen, s.openData, s.startDynamo, s.buildServices, s.serveServices, s.createTable, s.buildFunctions,
		s.keepIssuer, s.startFunctions,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Close stops everything and waits until it has stopped.
func (s *Stack) Close() { s.closeAll() }

// listen takes all ports before anything is built, so that every address is known.
func (s *Stack) listen(ctx context.Context) error {
	s.listeners = map[string]net.Listener{}
	p := s.options.Ports
	for _, l := range []struct {
		name string
		port int
		url  *string
	}{
		{"page", p.Page, &s.PageURL}, {"aws", p.AWS, &s.AWSURL}, {"issuer", p.Issuer, &s.IssuerURL}, {"outbox", p.Outbox, &s.OutboxURL}, {"phones", p.Phones, &s.PhonesURL},
		{"smtp", p.SMTP, &s.SMTP}, {"smtp-fail", p.SMTPFail, &s.SMTPFail}, {"smtp-gray", p.SMTPGray, &s.SMTPGray},
	} {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", l.port))
		if err != nil {
			return s.noPort(l.name, l.port, err)
		}
		s.closers = append(s.closers, func() { _ = listener.Close() })
		s.listeners[l.name] = listener
		*l.url = listener.Addr().String()
		if !strings.HasPrefix(l.name, "smtp") {
			*l.url = "http://" + *l.url
		}
	}
	return nil
}

// openData opens what is in the data folder, all but the table.
func (s *Stack) openData(context.Context) error {
	schema := strings.Join([]string{queues.Schema, async.Schema, mailout.Schema, texts.Schema, dynamo.CheckpointSchema}, ";")
	var err error
	if s.db, err = disk.Open(s.path(localFile), schema); err != nil {
		return s.corrupt(err)
	}
	s.closers = append(s.closers, func() { _ = s.db.Close() })
	if s.objects, err = objects.Open(s.path(objectsFile), credentials, bucket); err != nil {
		return s.corrupt(err)
	}
	s.closers = append(s.closers, func() { _ = s.objects.Close() })
	if s.secret, err = secrets.Open(s.path(secretFile)); err != nil {
		return s.corrupt(err)
	}
	if s.Issuer, err = issuer.New(s.IssuerURL, clientID, s.path("issuer.pem"), issuer.Demo); err != nil {
		return s.corrupt(err)
	}
	return nil
}

// startDynamo starts DynamoDB, or takes the one that DYNAMODB_ENDPOINT names.
func (s *Stack) startDynamo(ctx context.Context) error {
	if s.dynamo = os.Getenv(dynamo.EndpointVariable); s.dynamo != "" {
		return nil
	}
	root, err := disk.Root()
	if err != nil {
		return err
	}
	process, err := dynamo.Start(ctx, root, s.path(dynamoFile))
	switch {
	case errors.Is(err, dynamo.ErrNotInstalled), errors.Is(err, dynamo.ErrUnsupported):
		return err
	case err != nil:
		return s.corrupt(err)
	}
	s.closers = append(s.closers, process.Stop)
	s.dynamo = process.Endpoint
	return nil
}
