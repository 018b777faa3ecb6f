package stack

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/smtp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkcredentials "github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/local/function"
	"confab/infra/local/mailin"
	"confab/infra/local/mailout"
	"confab/infra/local/queues"
	"confab/infra/local/roles"
	"confab/infra/local/secrets"
	"confab/infra/local/seed"
	"confab/infra/local/texts"
	"confab/shared/setup"
)

// Names of what a deployment makes.
const (
	table            = "confab"
	bucket           = "confab"
	configurationSet = "confab" // of mail and of texts
	clientID         = "confab"
	ownerEmail       = "owner@example.com"

	sendQueue       = "send"
	eventsQueue     = "delivery-events"
	textsQueue      = "texts"
	notifyQueue     = "notify"
	jobsQueue       = "jobs"
	receiveFailures = "receive-email-failures"
	deadLetters     = "-dead-letters" // behind a queue's name
)

// localNames are the names here of what the roles in template.yaml refer to.
var localNames = roles.Names{
	"AWS::Partition": "aws", "AWS::Region": function.Region, "AWS::AccountId": function.Account,
	"Table.Arn":        "arn:aws:dynamodb:" + function.Region + ":" + function.Account + ":table/" + table,
	"Bucket.Arn":       "arn:aws:s3:::" + bucket,
	"SendQueue.Arn":    queues.Queue{Name: sendQueue}.ARN(),
	"NotifyQueue.Arn":  queues.Queue{Name: notifyQueue}.ARN(),
	"JobsQueue.Arn":    queues.Queue{Name: jobsQueue}.ARN(),
	"MasterSecret":     secrets.ARN,
	"ConfigurationSet": configurationSet,
	// Texts may leave from any number that this account has.
	"TextNumberArns": texts.PhoneNumbersARN,
}

// They sign links to files, and nothing else asks for them.
var credentials = aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}

// endpoints tells SDK clients which services live elsewhere than the others.
// It is what AWS_ENDPOINT_URL_DYNAMODB is in an environment.
type endpoints map[string]string

// GetServiceBaseEndpoint is called by the SDK's service clients.
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	endpoint, ok := e[service]
	return endpoint, ok, nil
}

// buildServices makes the stand-ins that need no function.
func (s *Stack) buildServices(ctx context.Context) error {
	var err error
	if s.settings, err = readSettings(); err != nil {
		return err
	}
	s.Roles = s.settings.roles
	s.objects.Permit = func(function, method, bucket, key string) error {
		return s.Roles.CheckLink(function, method, bucket, key)
	}
	s.Config = aws.Config{
		Region: function.Region, BaseEndpoint: &s.AWSURL,
		Credentials:   sdkcredentials.StaticCredentialsProvider{Value: credentials},
		ConfigSources: []any{endpoints{dynamodb.ServiceID: s.dynamo, "DynamoDB Streams": s.dynamo}},
	}
	s.Env = map[string]string{
		"TABLE_NAME": table, "BUCKET": bucket, "CONFIGURATION_SET": configurationSet,
		"SEND_QUEUE_URL": queues.URL(s.AWSURL, sendQueue), "NOTIFY_QUEUE_URL": queues.URL(s.AWSURL, notifyQueue),
		"MASTER_SECRET_ARN": secrets.ARN,
		"JOBS_QUEUE_URL":    queues.URL(s.AWSURL, jobsQueue),
		"INBOUND_DOMAIN":    seed.InboundDomain, "OWNER_EMAIL": ownerEmail,
		"TEXT_SENDER": string(s.options.TextSender), "TEXT_CONFIGURATION_SET": configurationSet,
		"OIDC_ISSUER": s.IssuerURL, "OIDC_CLIENT_ID": clientID, "CONNECT_ORIGINS": s.AWSURL,
	}
	visibility := s.options.Timing.Visibility
	s.Queues = queues.New(s.db,
		queues.Queue{Name: sendQueue, Visibility: visibility, DeadLetter: sendQueue + deadLetters, MaxReceives: s.settings.send.Receives},
		queues.Queue{Name: sendQueue + deadLetters},
		queues.Queue{Name: notifyQueue, Visibility: visibility, DeadLetter: notifyQueue + deadLetters, MaxReceives: s.settings.hooks.Receives},
		queues.Queue{Name: notifyQueue + deadLetters},
		queues.Queue{Name: eventsQueue, Visibility: visibility, DeadLetter: eventsQueue + deadLetters, MaxReceives: s.settings.events.Receives},
		queues.Queue{Name: eventsQueue + deadLetters},
		queues.Queue{Name: textsQueue, Visibility: visibility, DeadLetter: textsQueue + deadLetters, MaxReceives: s.settings.texts.Receives},
		queues.Queue{Name: textsQueue + deadLetters},
		queues.Queue{Name: jobsQueue, Visibility: visibility, DeadLetter: jobsQueue + deadLetters, MaxReceives: s.settings.jobs.Receives},
		queues.Queue{Name: jobsQueue + deadLetters},
		queues.Queue{Name: receiveFailures})
	s.Sent = &mailout.Server{
		DB: s.db, Domains: []string{"example.com", seed.InboundDomain},
		Publish: s.enqueue(eventsQueue),
		Submit: func(_ context.Context, from, to string, raw []byte) error {
			return smtp.SendMail(s.SMTP, nil, from, []string{to}, raw)
		},
	}
	s.Texts = &texts.Server{
		DB: s.db, ConfigurationSet: configurationSet, Publish: s.enqueue(eventsQueue), Receive: s.enqueue(textsQueue), Object: s.object,
	}
	if err := s.Texts.Own(ctx, texts.Number{Number: seed.Number}, texts.Number{Number: seed.PendingNumber, Status: "PENDING"}); err != nil {
		return err
	}
	s.mailin = &mailin.Server{
		Domains: []string{seed.InboundDomain}, Prefix: setup.RawPrefix, Put: s.put,
		Invoke: func(ctx context.Context, payload []byte) error { return s.Async.Invoke(ctx, "receive-email", payload) },
	}
	return nil
}

// enqueue sends messages to a queue.
func (s *Stack) enqueue(queue string) func(context.Context, string) error {
	return func(ctx context.Context, message string) error {
		_, err := s.Queues.Send(ctx, queue, message, 0)
		return err
	}
}

// object reads an object. Whether the sender of a text may is asked of its role.
func (s *Stack) object(ctx context.Context, bucket, key string) (mediaType string, data []byte, err error) {
	out, err := s3.NewFromConfig(s.Config).GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", nil, err
	}
	defer out.Body.Close()
	data, err = io.ReadAll(out.Body)
	return aws.ToString(out.ContentType), data, err
}

// put stores an object in the bucket.
func (s *Stack) put(ctx context.Context, key string, data []byte) error {
	_, err := s3.NewFromConfig(s.Config).PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: &key, Body: bytes.NewReader(data),
	})
	return err
}

// serveServices serves what functions call, the issuer, the outbox and the phones.
func (s *Stack) serveServices(context.Context) error {
	ses, sns, voice := s.Sent.API(), s.Texts.SNS(), s.Texts.Voice()
	s.serve("aws", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch target := r.Header.Get("X-Amz-Target"); {
		case strings.HasPrefix(target, "AmazonSQS."):
			s.Queues.ServeHTTP(w, r)
		case strings.HasPrefix(target, "secretsmanager."):
			s.secret.ServeHTTP(w, r)
		case strings.HasPrefix(target, texts.VoicePrefix):
			voice.ServeHTTP(w, r)
		case texts.IsPublish(r):
			sns.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/v2/email/"):
			ses.ServeHTTP(w, r)
		default:
			s.objects.ServeHTTP(w, r)
		}
	}))
	s.serve("issuer", s.Issuer.Handler())
	outbox := http.NewServeMux()
	outbox.Handle("/", s.Sent.Outbox())
	outbox.Handle("POST /faults", http.NewCrossOriginProtection().Handler(http.HandlerFunc(s.setFaults)))
	s.serve("outbox", outbox)
	s.serve("phones", s.Texts.Pages())
	return nil
}

func (s *Stack) createTable(ctx context.Context) error {
	return s.settings.table.Create(ctx, dynamodb.NewFromConfig(s.Config), table)
}
