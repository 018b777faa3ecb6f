package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"confab/infra/operate/deploy"
	"confab/infra/operate/dns"
	"confab/infra/operate/plan"
	"confab/infra/operate/redrive"
	"confab/infra/operate/replay"
	"confab/infra/operate/smoke"
	"confab/infra/template"
)

// planner is a command that was given its settings.
type planner interface {
	Plan(ctx context.Context) (*plan.Plan, error)
}

// session is one run of a command. In a dry run its configuration leads nowhere.
type session struct {
	settings
	dry     bool
	aws     aws.Config
	console *plan.Console
}

// command is one entry of the list.
type command struct {
	name, says string
	settings   []setting
	planner    func(ctx context.Context, s *session) (planner, error)
}

var commands = []command{
	{"deploy-sam", "Deploy or update Confab with SAM", deploySettings, deployBy(deploy.SAM)},
	{"deploy-cdk", "Deploy or update Confab with CDK", deploySettings, deployBy(deploy.CDK)},
	{"destroy-sam", "Remove what SAM deployed and keep the data", destroySettings, destroyBy(deploy.SAM)},
	{"destroy-cdk", "Remove what CDK deployed and keep the data", destroySettings, destroyBy(deploy.CDK)},
	{"smoke", "Try out what runs, by a mail too where it can", []setting{
		{"URL", "of the page: http://127.0.0.1:8080, or the stack's PageUrl"},
		{"TOKEN", "a member's access token; needless with make run, and read from the environment too"},
		{"SMTP", "host:port that takes mail for it; SES sends the mail, if left out"},
		{"FROM", "whom the mail is from, if not an address of the inbound domain"},
	}, smokeOf},
	{"dns", "Print the DNS records of a domain", []setting{
		{"DOMAIN", "the domain that receives, or one that only sends"},
		{"RECEIVES", "yes or no, if the stack is not to tell"},
		{"REPORTS", "address for DMARC's reports"},
	}, dnsOf},
	{"redrive", "Do again what failed for good", []setting{
		{"QUEUE", "where it waits; without it all such places are counted"},
	}, redriveOf},
	{"replay", "Receive mail again from its raw bytes", []setting{
		{"FROM", "since when: 2026-01-02 or 2026-01-02T15:04Z"},
		{"TO", "until when; now, if left out"},
	}, replayOf},
}

var deploySettings = []setting{
	{"PARAMETERS", `the template's, as "Name=value Name=value"; what is left out stays as it is`},
	{"ACTIVATE", "displace puts our receipt rule set in the place of the active one"},
}

var destroySettings = []setting{{"DATA", "delete deletes the data too"}}

// operate runs the command that args name.
func operate(ctx context.Context, console *plan.Console, args []string) error {
	if len(args) == 0 || isHelp(args[0]) {
		help(console.Out, commands)
		return nil
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == args[0] })
	if i < 0 {
		return fmt.Errorf("there is no command %q; without one, all are listed", args[0])
	}
	c := &commands[i]
	if slices.ContainsFunc(args[1:], isHelp) {
		help(console.Out, commands[i:i+1])
		return nil
	}
	given, err := c.read(args[1:])
	if err != nil {
		return err
	}
	s := &session{settings: given, dry: given.is("DRY"), console: console}
	console.Dry, console.Consent = s.dry, given["YES"]
	if err := s.configure(ctx); err != nil {
		return err
	}
	planner, err := c.planner(ctx, s)
	if err != nil {
		return err
	}
	p, err := planner.Plan(ctx)
	if err != nil {
		return s.explain(ctx, err)
	}
	return console.Carry(ctx, p)
}

// explain says that there are no credentials, where that is why AWS did not
// answer: its own words for that are many, and tell of no way out.
func (s *session) explain(ctx context.Context, err error) error {
	var call *smithy.OperationError
	if errors.As(err, &call) && !s.signedIn(ctx) {
		return errors.New("no AWS credentials: sign in (aws sso login), or set AWS_PROFILE, or see the plan alone with DRY=1")
	}
	return err
}

// signedIn tells whether there are credentials.
func (s *session) signedIn(ctx context.Context) bool {
	_, err := s.aws.Credentials.Retrieve(ctx)
	return err == nil
}

// unknownRegion stands for the Region in a dry run that nobody tells it.
const unknownRegion = "<region>"

// configure finds Region and credentials, unless this run is dry.
func (s *session) configure(ctx context.Context) error {
	if s.dry {
		s.aws = aws.Config{Region: cmp.Or(s.settings["REGION"], os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), unknownRegion)}
		return nil
	}
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(s.settings["REGION"]))
	if err != nil {
		return fmt.Errorf("read the AWS configuration: %w", err)
	}
	s.aws = cfg
	return nil
}

// aRegion is how a Region is written.
var aRegion = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]+$`)

// region is what commands that work in an account need. A dry run may not know it.
func (s *session) region() error {
	switch r := s.aws.Region; {
	case r == "":
		return errors.New("say which Region, REGION=eu-west-1, or set AWS_REGION")
	case r != unknownRegion && !aRegion.MatchString(r):
		return fmt.Errorf("%q is no Region: say one such as REGION=eu-west-1", r)
	}
	return nil
}

func (s *session) account() deploy.Account {
	return deploy.Account{
		Region: s.aws.Region, Identity: sts.NewFromConfig(s.aws),
		Stacks: cloudformation.NewFromConfig(s.aws), Receiving: ses.NewFromConfig(s.aws), Identities: sesv2.NewFromConfig(s.aws),
	}
}

func deployBy(tool deploy.Tool) func(context.Context, *session) (planner, error) {
	return func(_ context.Context, s *session) (planner, error) {
		if a := s.settings["ACTIVATE"]; a != "" && a != "displace" {
			return nil, fmt.Errorf("ACTIVATE=%s: it is displace or nothing", a)
		}
		described, err := template.Read(".")
		if err != nil {
			return nil, fmt.Errorf("work from the repository's root: %w", err)
		}
		return &deploy.Deploy{
			Account: s.account(), Tool: tool, Stack: s.settings["STACK"], Parameters: s.settings["PARAMETERS"],
			Displace: s.settings["ACTIVATE"] != "", Consented: s.is("YES"), Dry: s.dry, Template: described, Programs: s.console.Programs,
		}, s.region()
	}
}

func destroyBy(tool deploy.Tool) func(context.Context, *session) (planner, error) {
	return func(_ context.Context, s *session) (planner, error) {
		if d := s.settings["DATA"]; d != "" && d != "delete" {
			return nil, fmt.Errorf("DATA=%s: it is delete or nothing", d)
		}
		return &deploy.Destroy{
			Account: s.account(), Tool: tool, Stack: s.settings["STACK"], Data: s.settings["DATA"] != "", Dry: s.dry, Programs: s.console.Programs,
			Storage: deploy.Storage{
				Objects: s3.NewFromConfig(s.aws), Tables: dynamodb.NewFromConfig(s.aws),
				Secrets: secretsmanager.NewFromConfig(s.aws), Pools: cognitoidentityprovider.NewFromConfig(s.aws),
			},
		}, s.region()
	}
}

func smokeOf(ctx context.Context, s *session) (planner, error) {
	tried := &smoke.Smoke{
		URL: s.settings["URL"], Token: cmp.Or(s.settings["TOKEN"], os.Getenv("TOKEN")), SMTP: s.settings["SMTP"], From: s.settings["FROM"],
		Patience: 2 * time.Minute, Pause: 2 * time.Second,
	}
	if !s.dry && tried.Token != "" && s.aws.Region != "" && s.signedIn(ctx) {
		tried.Sender = sesv2.NewFromConfig(s.aws)
	}
	return tried, nil
}

func dnsOf(_ context.Context, s *session) (planner, error) {
	return &dns.DNS{
		Domain: s.settings["DOMAIN"], Receives: s.settings["RECEIVES"], Reports: s.settings["REPORTS"], Region: s.aws.Region, Stack: s.settings["STACK"],
		Stacks: cloudformation.NewFromConfig(s.aws), Identities: sesv2.NewFromConfig(s.aws), Resolver: net.DefaultResolver, Dry: s.dry,
	}, s.region()
}

func redriveOf(_ context.Context, s *session) (planner, error) {
	return &redrive.Redrive{
		Stack: s.settings["STACK"], Queue: s.settings["QUEUE"], Stacks: cloudformation.NewFromConfig(s.aws), Queues: sqs.NewFromConfig(s.aws),
		Functions: lambda.NewFromConfig(s.aws), Objects: s3.NewFromConfig(s.aws), Dry: s.dry, Now: time.Now, Pause: 2 * time.Second,
	}, s.region()
}

func replayOf(_ context.Context, s *session) (planner, error) {
	return &replay.Replay{
		From: s.settings["FROM"], To: s.settings["TO"], Stack: s.settings["STACK"], Stacks: cloudformation.NewFromConfig(s.aws),
		Objects: s3.NewFromConfig(s.aws), Functions: lambda.NewFromConfig(s.aws), Dry: s.dry, Now: time.Now,
	}, s.region()
}
