package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// statement lets a role do some actions on some resources.
type statement struct {
	sid     string
	actions []string
	on      []*string
}

// role makes a role of one policy.
func (s *system) role(id string, by awsiam.IPrincipal, may []statement) awsiam.Role {
	return named(id, awsiam.NewRole(s.stack, jsii.String(id), &awsiam.RoleProps{
		AssumedBy:      by,
		InlinePolicies: &map[string]awsiam.PolicyDocument{"work": document(may)},
	}))
}

// document writes a policy out.
func document(may []statement) awsiam.PolicyDocument {
	policy := awsiam.NewPolicyDocument(nil)
	for _, m := range may {
		policy.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid: jsii.String(m.sid), Actions: jsii.Strings(m.actions...), Resources: &m.on,
		}))
	}
	return policy
}

// polls are the actions of who reads a queue.
var polls = []string{"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}

// follows is what reading the table's stream takes. Listing the bucket is also to be
// told 404 of an object that has gone, and not 403.
func (s *system) follows() []statement {
	return []statement{
		{"Poll", []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}, []*string{s.table.TableStreamArn()}},
		// Streams are listed for all tables or for none.
		{"FindStream", []string{"dynamodb:ListStreams"}, []*string{jsii.String("*")}},
		{"GiveUp", []string{"s3:PutObject"}, []*string{s.bucket.ArnForObjects(jsii.String("aws/lambda/*"))}},
		{"FindWhereToGiveUp", []string{"s3:ListBucket"}, []*string{s.bucket.BucketArn()}},
	}
}

func (s *system) objects(prefix string) *string {
	return s.bucket.ArnForObjects(jsii.String(prefix + "*"))
}

func (s *system) fills(sid, queue string) statement {
	return statement{sid, []string{"sqs:SendMessage"}, []*string{s.queues[queue].QueueArn()}}
}

func (s *system) poll(queue string) statement {
	return statement{"Poll", polls, []*string{s.queues[queue].QueueArn()}}
}

func (s *system) read(actions ...string) statement {
	return statement{"Read", actions, []*string{s.table.TableArn()}}
}

// change is a transaction, which asks for the action of each item.
func (s *system) change(actions ...string) statement {
	return statement{"Change", actions, []*string{s.table.TableArn()}}
}

// permissions is what each function may do.
func (s *system) permissions() map[string][]statement {
	table := s.table.TableArn()
	offer := statement{"Offer", []string{"sqs:SendMessage"}, []*string{s.queues["SendQueue"].QueueArn(), s.queues["NotifyQueue"].QueueArn()}}
	log := statement{"Log", []string{"logs:CreateLogStream", "logs:PutLogEvents"}, []*string{s.logs.LogGroupArn()}}
	numbers := statement{"Numbers", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/lists")}}
	lists := statement{"Lists", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/lists")}}
	keys := statement{"Keys", []string{"secretsmanager:GetSecretValue"}, []*string{s.secret.SecretArn()}}
	// Without it S3 says 403 of an object that is not there, instead of 404.
	missing := statement{"TellWhatIsMissing", []string{"s3:ListBucket"}, []*string{s.bucket.BucketArn()}}
	return map[string][]statement{
		"ReceiveEmail": {
			log, keys, s.fills("GiveUp", "ReceiveEmailFailures"), s.read("dynamodb:BatchGetItem", "dynamodb:Query"),
			s.change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"ReadMail", []string{"s3:GetObject"}, []*string{s.objects("raw/")}},
			missing,
			{"WriteParts", []string{"s3:PutObject"}, []*string{s.objects("m/")}},
		},
		"ReceiveSms": {
			log, keys, s.poll("TextsQueue"), s.read("dynamodb:BatchGetItem", "dynamodb:Query"), numbers,
			s.change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
		},
		"PublishEvents": append(s.follows(),
			log, offer, s.fills("OfferJobs", "JobsQueue"),
			s.read("dynamodb:BatchGetItem", "dynamodb:Query"), s.change("dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
		),
		"UpdateIndex": append(s.follows(),
			log, s.read("dynamodb:BatchGetItem"), s.change("dynamodb:PutItem"),
			statement{"Segments", []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}, []*string{s.objects("x/")}},
		),
		"Wake": {
			log, offer, s.fills("GiveUp", "WakeFailures"),
			s.read("dynamodb:BatchGetItem", "dynamodb:Query"), s.change("dynamodb:PutItem"),
			{"Due", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/due")}},
			numbers,
		},
		"SendMessage": {
			log, keys, s.poll("SendQueue"),
			s.read("dynamodb:BatchGetItem", "dynamodb:Query"), s.change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"ReadParts", []string{"s3:GetObject"}, []*string{s.objects("m/")}},
			// A message whose file is gone has failed; one that may not be read is tried
			// again.
			missing,
			// SendEmail asks for SendRawEmail too when it is given whole mails; in the
			// sandbox the recipients' identities are asked for as well.
			{"Send", []string{"ses:SendEmail", "ses:SendRawEmail"}, []*string{s.arn("ses", "identity/*"), s.arn("ses", "configuration-set/"+*s.sendsBy.Ref())}},
		},
		"RecordDelivery": {log, s.poll("DeliveryEventsQueue"), s.read("dynamodb:BatchGetItem"), s.change("dynamodb:PutItem", "dynamodb:UpdateItem")},
		"Notify":         {log, keys, s.poll("NotifyQueue"), s.read("dynamodb:BatchGetItem"), s.change("dynamodb:PutItem", "dynamodb:UpdateItem")},
		"InboxApi": {
			log, keys, missing, s.read("dynamodb:BatchGetItem", "dynamodb:Query"),
			s.change("dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			lists,
			// Links carry the right of who signed them.
			{"ReadObjects", []string{"s3:GetObject"}, []*string{s.objects("raw/"), s.objects("m/"), s.objects("u/"), s.objects("x/"), s.objects("e/")}},
			{"WriteObjects", []string{"s3:PutObject"}, []*string{s.objects("m/"), s.objects("u/")}},
		},
		"PublicApi": {log, s.read("dynamodb:BatchGetItem"), s.change("dynamodb:PutItem")},
		"WebClient": {log},
		"RunJob": {
			log, keys, s.poll("JobsQueue"), s.read("dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"), lists,
			s.change("dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"FindVersions", []string{"s3:ListBucketVersions"}, []*string{s.bucket.BucketArn()}},
			{"PurgeObjects", []string{"s3:DeleteObjectVersion"}, []*string{s.objects("raw/"), s.objects("m/"), s.objects("e/")}},
			{"ReadParts", []string{"s3:GetObject"}, []*string{s.objects("m/")}},
			{"WriteExports", []string{"s3:PutObject"}, []*string{s.objects("e/")}},
		},
	}
}
