package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// function is what sets one function apart from the others.
type function struct {
	name, folder, does string
	memory, timeout    float64 // MB, seconds
}

// functions are all of them, in the order in which a message meets them.
var functions = []function{
	// A mail of 40 MB is read in less than 512 MB.
	{"ReceiveEmail", "receive-email", "Puts a received mail into its conversation.", 1024, 120},
	{"ReceiveSms", "receive-sms", "Puts a received text into its conversation.", 256, 30},
	{"PublishEvents", "publish-events", "Follows the table's stream.", 256, 30},
	// A merge holds two segments of 15 MB and what becomes of them.
	{"UpdateIndex", "update-index", "Makes findable what was written.", 512, 120},
	{"Wake", "wake", "Does once a minute what has come due.", 256, 50},
	// Attachments of 29 MB, encoded twice; a call to SES may take 60 s, and must not
	// be cut off.
	{"SendMessage", "send-message", "Sends a queued message once.", 1024, 90},
	{"RecordDelivery", "record-delivery", "Records what became of sent mail and texts.", 256, 30},
	// A receiver may take ten seconds.
	{"Notify", "notify", "Has webhooks told of events.", 256, 30},
	// The gateway gives up after 30 s.
	{"InboxApi", "inbox-api", "Answers agents and machine clients.", 512, 29},
	{"PublicApi", "public-api", "Leads from short links to their targets.", 256, 29},
	{"WebClient", "web-client", "Serves the page.", 256, 30},
	{"RunJob", "run-job", "Runs what takes long, step by step.", 512, 900},
}

// timeout is that of the function of a name, in seconds.
func timeout(name string) float64 {
	return functions[slices.IndexFunc(functions, func(f function) bool { return f.name == name })].timeout
}

// built tells whether make build has put every function into the folder.
func built(folder string) error {
	for _, f := range functions {
		if _, err := os.Stat(filepath.Join(folder, f.folder, "bootstrap")); err != nil {
			return fmt.Errorf("the function %s is not built, run make build first: %w", f.folder, err)
		}
	}
	return nil
}

// makeFunctions makes each function with a role of its own. The role is complete:
// the kit adds nothing to it.
func (s *system) makeFunctions(build string) {
	may, environment := s.permissions(), s.environments()
	for _, f := range functions {
		role := s.role(f.name+"Role", awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil), may[f.name])
		made := named(f.name+"Function", awslambda.NewFunction(s.stack, jsii.String(f.name+"Function"), &awslambda.FunctionProps{
			Description:  jsii.String(f.does),
			Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
			Architecture: awslambda.Architecture_ARM_64(),
			Handler:      jsii.String("bootstrap"),
			Code:         awslambda.Code_FromAsset(jsii.String(filepath.Join(build, f.folder)), nil),
			MemorySize:   jsii.Number(f.memory),
			Timeout:      awscdk.Duration_Seconds(jsii.Number(f.timeout)),
			LogGroup:     s.logs,
			Environment:  environment[f.name],
			Role:         role.WithoutPolicyUpdates(nil),
		}))
		s.functions[f.name], s.roles[f.name] = made, role
	}
	reserved := awscdk.Fn_ConditionIf(jsii.String("ReservesConcurrency"), s.number("ReceiveReservedConcurrency"), awscdk.Aws_NO_VALUE())
	s.functions["ReceiveEmail"].Node().DefaultChild().(awslambda.CfnFunction).
		SetReservedConcurrentExecutions(awscdk.Token_AsNumber(reserved))
}

// environments are the functions' variables, which shared/setup reads.
func (s *system) environments() map[string]*map[string]*string {
	table, bucket, domain, master := s.table.TableName(), s.bucket.BucketName(), s.value("InboundDomain"), s.secret.SecretArn()
	queue, jobs, notify := s.queues["SendQueue"].QueueUrl(), s.queues["JobsQueue"].QueueUrl(), s.queues["NotifyQueue"].QueueUrl()
	issuer, texts := s.issuer(), s.value("TextSender")
	return map[string]*map[string]*string{
		"ReceiveEmail":  {"TABLE_NAME": table, "BUCKET": bucket, "INBOUND_DOMAIN": domain, "MASTER_SECRET_ARN": master},
		"ReceiveSms":    {"TABLE_NAME": table, "MASTER_SECRET_ARN": master},
		"PublishEvents": {"TABLE_NAME": table, "SEND_QUEUE_URL": queue, "NOTIFY_QUEUE_URL": notify, "JOBS_QUEUE_URL": jobs},
		"Notify":        {"TABLE_NAME": table, "MASTER_SECRET_ARN": master},
		"Wake":          {"TABLE_NAME": table, "SEND_QUEUE_URL": queue, "NOTIFY_QUEUE_URL": notify, "TEXT_SENDER": texts},
		"SendMessage": {
			"TABLE_NAME": table, "BUCKET": bucket, "INBOUND_DOMAIN": domain, "MASTER_SECRET_ARN": master,
			"CONFIGURATION_SET": s.sendsBy.Ref(), "TEXT_SENDER": texts,
			"TEXT_CONFIGURATION_SET": choose(sendsByEUM, s.textsBy.Ref(), ""),
		},
		"UpdateIndex":    {"TABLE_NAME": table, "BUCKET": bucket},
		"RecordDelivery": {"TABLE_NAME": table},
		"PublicApi":      {"TABLE_NAME": table},
		"RunJob":         {"TABLE_NAME": table, "BUCKET": bucket, "MASTER_SECRET_ARN": master},
		"InboxApi": {
			"TABLE_NAME": table, "BUCKET": bucket, "INBOUND_DOMAIN": domain, "MASTER_SECRET_ARN": master,
			"OWNER_EMAIL": s.value("OwnerEmail"),
			"OIDC_ISSUER": issuer,
			// An id token of Cognito's names the client as an access token does, and has
			// no scope.
			"OIDC_SCOPE": choose("HasOwnPool", "openid", s.value("OidcScope")),
		},
		"WebClient": {
			"OIDC_ISSUER":     issuer,
			"OIDC_CLIENT_ID":  choose("HasOwnPool", s.client.Ref(), s.value("OidcClientId")),
			"OIDC_SCOPE":      choose("HasScope", jsii.String("openid email profile "+*s.value("OidcScope")), "openid email profile"),
			"CONNECT_ORIGINS": jsii.String("https://" + *s.bucket.BucketRegionalDomainName() + " " + *s.endpointOrigins()),
		},
	}
}
