package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
)

// data makes what holds people's mail, all of which outlives the stack, and the
// logs, which do not.
func (s *system) data() {
	s.makeTable()
	s.makeBucket()
	s.secret = named("MasterSecret", awssecretsmanager.NewSecret(s.stack, jsii.String("MasterSecret"), &awssecretsmanager.SecretProps{
		Description: jsii.String("What Confab signs reply addresses and cursors with."),
		GenerateSecretString: &awssecretsmanager.SecretStringGenerator{ // another one here would write over all masters
			SecretStringTemplate: jsii.String(`{"current":"a"}`),
			GenerateStringKey:    jsii.String("a"),
			ExcludePunctuation:   jsii.Bool(true),
			PasswordLength:       jsii.Number(64),
		},
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
	}))
	// An account's policy for what services log is limited, and an API whose log it has
	// no room for is refused; it has room for all logs with this prefix. Source:
	// CloudWatch Logs user guide, "Log group resource policy size limit considerations".
	access := jsii.String("/aws/vendedlogs/" + *awscdk.Aws_STACK_NAME() + "-access")
	s.logs, s.access = s.logGroup("Logs", nil), s.logGroup("AccessLogs", access)
}

// makeTable makes the one table. What lives under which key is told in
// shared/store/keys.go.
func (s *system) makeTable() {
	key := func(name string) *awsdynamodb.Attribute {
		return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
	}
	s.table = named("Table", awsdynamodb.NewTable(s.stack, jsii.String("Table"), &awsdynamodb.TableProps{
		PartitionKey:       key("pk"),
		SortKey:            key("sk"),
		BillingMode:        awsdynamodb.BillingMode_PAY_PER_REQUEST,
		DeletionProtection: jsii.Bool(true),
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: jsii.Bool(true),
		},
		Stream:              awsdynamodb.StreamViewType_NEW_AND_OLD_IMAGES,
		TimeToLiveAttribute: jsii.String("ttl"),
		RemovalPolicy:       awscdk.RemovalPolicy_RETAIN,
	}))
	// Every list an agent sees: newest first within a list and its shard.
	s.table.AddGlobalSecondaryIndex(&awsdynamodb.GlobalSecondaryIndexProps{
		IndexName:        jsii.String("lists"),
		PartitionKey:     key("lpk"),
		SortKey:          key("lsk"),
		ProjectionType:   awsdynamodb.ProjectionType_INCLUDE,
		NonKeyAttributes: jsii.Strings("row"),
	})
	// What is due to be sent again or woken, by shard and time.
	s.table.AddGlobalSecondaryIndex(&awsdynamodb.GlobalSecondaryIndexProps{
		IndexName:      jsii.String("due"),
		PartitionKey:   key("dpk"),
		SortKey:        key("dsk"),
		ProjectionType: awsdynamodb.ProjectionType_KEYS_ONLY,
	})
}

// makeBucket makes the bucket of raw mail (raw/), parts of messages (m/, written
// once), uploads that are not sent yet (u/) and segments of the search index (x/).
// aws/lambda/ holds what publish-events and update-index gave up.
func (s *system) makeBucket() {
	days := func(n float64) awscdk.Duration { return awscdk.Duration_Days(jsii.Number(n)) }
	s.bucket = named("Bucket", awss3.NewBucket(s.stack, jsii.String("Bucket"), &awss3.BucketProps{
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		Versioned:         jsii.Bool(true),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		LifecycleRules: &[]*awss3.LifecycleRule{
			// A sent file has been copied to m/ by then.
			{Id: jsii.String("uploads"), Prefix: jsii.String("u/"), Expiration: days(1), NoncurrentVersionExpiration: days(1)},
			// What was exported of a contact is fetched within days, or exported anew.
			{Id: jsii.String("exports"), Prefix: jsii.String("e/"), Expiration: days(7), NoncurrentVersionExpiration: days(1)},
			// What was given up holds what people wrote: it stays as long as queues keep things.
			{Id: jsii.String("given-up"), Prefix: jsii.String("aws/lambda/"), Expiration: days(14), NoncurrentVersionExpiration: days(1)},
			// Segments of the search index are replaced all day, and may hold words of
			// what was deleted.
			{Id: jsii.String("replaced-segments"), Prefix: jsii.String("x/"), NoncurrentVersionExpiration: days(1)},
			{Id: jsii.String("old-versions"), NoncurrentVersionExpiration: days(30), AbortIncompleteMultipartUploadAfter: days(1)},
			{Id: jsii.String("delete-markers"), ExpiredObjectDeleteMarker: jsii.Bool(true)},
		},
		// Any origin: the signed link is what admits, and the page's own origin is
		// known only after the bucket is.
		Cors: &[]*awss3.CorsRule{{
			AllowedOrigins: jsii.Strings("*"),
			AllowedMethods: &[]awss3.HttpMethods{awss3.HttpMethods_GET, awss3.HttpMethods_PUT},
			AllowedHeaders: jsii.Strings("content-type"),
			MaxAge:         jsii.Number(3600),
		}},
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
	}))
	s.bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("OnlyOverTLS"),
		Effect:     awsiam.Effect_DENY,
		Principals: &[]awsiam.IPrincipal{awsiam.NewStarPrincipal()},
		Actions:    jsii.Strings("s3:*"),
		Resources:  &[]*string{s.bucket.BucketArn(), s.bucket.ArnForObjects(jsii.String("*"))},
		Conditions: &map[string]any{"Bool": map[string]any{"aws:SecureTransport": false}},
	}))
	named("BucketPolicy", s.bucket.Policy())
}

// logGroup makes a log that is kept for as long as the stack was told. One without
// a name gets one.
func (s *system) logGroup(id string, name *string) awslogs.LogGroup {
	group := named(id, awslogs.NewLogGroup(s.stack, jsii.String(id), &awslogs.LogGroupProps{
		LogGroupName:  name,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	}))
	group.Node().DefaultChild().(awslogs.CfnLogGroup).SetRetentionInDays(s.number("LogRetentionDays"))
	return group
}
