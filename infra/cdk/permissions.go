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

// permissions is what each function may do.
func (s *system) permissions() map[string][]statement {
	table := s.table.TableArn()
	objects := func(prefix string) *string { return s.bucket.ArnForObjects(jsii.String(prefix + "*")) }
	fill := func(sid, queue string) statement {
		return statement{sid, []string{"sqs:SendMessage"}, []*string{s.queues[queue].QueueArn()}}
	}
	poll := func(queue string) statement { return statement{"Poll", polls, []*string{s.queues[queue].QueueArn()}} }
	offer := statement{"Offer", []string{"sqs:SendMessage"}, []*string{s.queues["SendQueue"].QueueArn(), s.queues["NotifyQueue"].QueueArn()}}
	read := func(actions ...string) statement { return statement{"Read", actions, []*string{table}} }
	log := statement{"Log", []string{"logs:CreateLogStream", "logs:PutLogEvents"}, []*string{s.logs.LogGroupArn()}}
	// A change is one transaction, which asks for the action of each item.
	change := func(actions ...string) statement { return statement{"Change", actions, []*string{table}} }
	numbers := statement{"Numbers", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/lists")}}
	lists := statement{"Lists", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/lists")}}
	keys := statement{"Keys", []string{"secretsmanager:GetSecretValue"}, []*string{s.secret.SecretArn()}}
	// Without it S3 says 403 of an object that is not there, instead of 404.
	missing := statement{"TellWhatIsMissing", []string{"s3:ListBucket"}, []*string{s.bucket.BucketArn()}}
	return map[string][]statement{
		"ReceiveEmail": {
			log, keys, fill("GiveUp", "ReceiveEmailFailures"), read("dynamodb:BatchGetItem", "dynamodb:Query"),
			change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"ReadMail", []string{"s3:GetObject"}, []*string{objects("raw/")}},
			missing,
			{"WriteParts", []string{"s3:PutObject"}, []*string{objects("m/")}},
		},
		"ReceiveSms": {
			log, keys, poll("TextsQueue"), read("dynamodb:BatchGetItem", "dynamodb:Query"), numbers,
			change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
		},
		"PublishEvents": append(s.follows(),
			log, offer, fill("OfferJobs", "JobsQueue"),
			read("dynamodb:BatchGetItem", "dynamodb:Query"), change("dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
		),
		"UpdateIndex": append(s.follows(),
			log, read("dynamodb:BatchGetItem"), change("dynamodb:PutItem"),
			statement{"Segments", []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}, []*string{objects("x/")}},
		),
		"Wake": {
			log, offer, fill("GiveUp", "WakeFailures"),
			read("dynamodb:BatchGetItem", "dynamodb:Query"), change("dynamodb:PutItem"),
			{"Due", []string{"dynamodb:Query"}, []*string{jsii.String(*table + "/index/due")}},
			numbers,
		},
		"SendMessage": {
			log, keys, poll("SendQueue"),
			read("dynamodb:BatchGetItem", "dynamodb:Query"), change("dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"ReadParts", []string{"s3:GetObject"}, []*string{objects("m/")}},
			// A message whose file is gone has failed; one that may not be read is tried
			// again.
			missing,
			// SendEmail asks for SendRawEmail too when it is given whole mails; in the
			// sandbox the recipients' identities are asked for as well.
			{"Send", []string{"ses:SendEmail", "ses:SendRawEmail"}, []*string{s.arn("ses", "identity/*"), s.arn("ses", "configuration-set/"+*s.sendsBy.Ref())}},
		},
		"RecordDelivery": {log, poll("DeliveryEventsQueue"), read("dynamodb:BatchGetItem"), change("dynamodb:PutItem", "dynamodb:UpdateItem")},
		"Notify":         {log, keys, poll("NotifyQueue"), read("dynamodb:BatchGetItem"), change("dynamodb:PutItem", "dynamodb:UpdateItem")},
		"InboxApi": {
			log, keys, missing, read("dynamodb:BatchGetItem", "dynamodb:Query"),
			change("dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			lists,
			// Links carry the right of who signed them.
			{"ReadObjects", []string{"s3:GetObject"}, []*string{objects("raw/"), objects("m/"), objects("u/"), objects("x/"), objects("e/")}},
			{"WriteObjects", []string{"s3:PutObject"}, []*string{objects("m/"), objects("u/")}},
		},
		"PublicApi": {log, read("dynamodb:BatchGetItem"), change("dynamodb:PutItem")},
		"WebClient": {log},
		"RunJob": {
			log, keys, poll("JobsQueue"), read("dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"), lists,
			change("dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
			{"FindVersions", []string{"s3:ListBucketVersions"}, []*string{s.bucket.BucketArn()}},
			{"PurgeObjects", []string{"s3:DeleteObjectVersion"}, []*string{objects("raw/"), objects("m/"), objects("e/")}},
			{"ReadParts", []string{"s3:GetObject"}, []*string{objects("m/")}},
			{"WriteExports", []string{"s3:PutObject"}, []*string{objects("e/")}},
		},
	}
}
