package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

// mailIn makes what mail comes in at. CloudFormation makes a rule set and leaves
// it inactive; the commands that deploy activate it where no other is active.
func (s *system) mailIn() {
	domain := s.value("InboundDomain")
	// Feedback by mail is off: bounces come as events, and would else arrive as mail.
	// It is kept, since a new one would ask for other DNS records.
	kept(when(s, "CreatesIdentity", awsses.NewCfnEmailIdentity(s.stack, jsii.String("InboundDomainIdentity"), &awsses.CfnEmailIdentityProps{
		EmailIdentity:         domain,
		DkimSigningAttributes: &awsses.CfnEmailIdentity_DkimSigningAttributesProperty{NextSigningKeyLength: jsii.String("RSA_2048_BIT")},
		FeedbackAttributes:    &awsses.CfnEmailIdentity_FeedbackAttributesProperty{EmailForwardingEnabled: false},
		MailFromAttributes: &awsses.CfnEmailIdentity_MailFromAttributesProperty{
			MailFromDomain:      jsii.String("mail." + *domain),
			BehaviorOnMxFailure: jsii.String("USE_DEFAULT_VALUE"),
		},
	})))
	s.ruleSet = awsses.NewCfnReceiptRuleSet(s.stack, jsii.String("ReceiptRuleSet"), &awsses.CfnReceiptRuleSetProps{
		RuleSetName: awscdk.Aws_STACK_NAME(),
	})
	s.bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("MailFromSES"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("ses.amazonaws.com"), nil)},
		Actions:    jsii.Strings("s3:PutObject"),
		Resources:  &[]*string{s.bucket.ArnForObjects(jsii.String("raw/*"))},
		Conditions: s.onlyFor(s.receiptRule()),
	}))
}

// receiptRule is the ARN of the rule that receive makes.
func (s *system) receiptRule() *string {
	return s.arn("ses", "receipt-rule-set/"+*s.ruleSet.Ref()+":receipt-rule/receive")
}

// onlyFor is the condition that a service acts for something of this account.
func (s *system) onlyFor(source *string) *map[string]any {
	return &map[string]any{"StringEquals": map[string]any{
		"AWS:SourceAccount": s.stack.Account(), "AWS:SourceArn": source,
	}}
}

// receive makes the rule that stores a mail and then tells of it.
func (s *system) receive() {
	permission := awslambda.NewCfnPermission(s.stack, jsii.String("ReceiveEmailPermission"), &awslambda.CfnPermissionProps{
		FunctionName:  s.functions["ReceiveEmail"].FunctionName(),
		Action:        jsii.String("lambda:InvokeFunction"),
		Principal:     jsii.String("ses.amazonaws.com"),
		SourceAccount: s.stack.Account(),
		SourceArn:     s.receiptRule(),
	})
	rule := awsses.NewCfnReceiptRule(s.stack, jsii.String("ReceiptRule"), &awsses.CfnReceiptRuleProps{
		RuleSetName: s.ruleSet.Ref(),
		Rule: &awsses.CfnReceiptRule_RuleProperty{
			Name:        jsii.String("receive"),
			Enabled:     true,
			Recipients:  &[]*string{s.value("InboundDomain")},
			ScanEnabled: true,
			TlsPolicy:   jsii.String("Optional"), // mail over a bad line is better than none
			Actions: &[]*awsses.CfnReceiptRule_ActionProperty{
				{S3Action: &awsses.CfnReceiptRule_S3ActionProperty{
					BucketName: s.bucket.BucketName(), ObjectKeyPrefix: jsii.String("raw/"),
				}},
				{LambdaAction: &awsses.CfnReceiptRule_LambdaActionProperty{
					FunctionArn: s.functions["ReceiveEmail"].FunctionArn(), InvocationType: jsii.String("Event"),
				}},
			},
		},
	})
	// SES tries both permissions out when the rule is made.
	rule.Node().AddDependency(s.bucket.Policy(), permission)
}

// mailOut makes what mail is sent with, and the way back of what became of it:
// SES, topic, queue.
func (s *system) mailOut() {
	s.sendsBy = awsses.NewCfnConfigurationSet(s.stack, jsii.String("ConfigurationSet"), &awsses.CfnConfigurationSetProps{
		Name:              awscdk.Aws_STACK_NAME(),
		ReputationOptions: &awsses.CfnConfigurationSet_ReputationOptionsProperty{ReputationMetricsEnabled: true},
	})
	s.delivery = named("DeliveryEventsTopic", awssns.NewTopic(s.stack, jsii.String("DeliveryEventsTopic"), nil))
	s.mayTell = named("DeliveryEventsTopicPolicy", awssns.NewTopicPolicy(s.stack, jsii.String("DeliveryEventsTopicPolicy"), &awssns.TopicPolicyProps{
		Topics: &[]awssns.ITopic{s.delivery},
	}))
	s.mayTell.Document().AddStatements(
		publishes("EventsFromSES", "ses.amazonaws.com", s.delivery, s.onlyFor(s.arn("ses", "configuration-set/"+*s.sendsBy.Ref()))),
		publishes("EventsFromEndUserMessaging", endUserMessaging, s.delivery, s.onlyFor(s.arn("sms-voice", "configuration-set/"+*awscdk.Aws_STACK_NAME()))),
	)
	events := awsses.NewCfnConfigurationSetEventDestination(s.stack, jsii.String("ConfigurationSetEvents"), &awsses.CfnConfigurationSetEventDestinationProps{
		ConfigurationSetName: s.sendsBy.Ref(),
		EventDestination: &awsses.CfnConfigurationSetEventDestination_EventDestinationProperty{
			Name:               jsii.String("delivery-events"),
			Enabled:            true,
			MatchingEventTypes: jsii.Strings("send", "delivery", "bounce", "complaint", "reject"),
			SnsDestination:     &awsses.CfnConfigurationSetEventDestination_SnsDestinationProperty{TopicArn: s.delivery.TopicArn()},
		},
	})
	events.Node().AddDependency(s.mayTell) // SES tries it out
	s.fill("DeliveryEvents", s.delivery)
}

// publishes lets a service publish to a topic under a condition.
func publishes(sid, service string, topic awssns.Topic, condition *map[string]any) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String(sid),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String(service), nil)},
		Actions:    jsii.Strings("sns:Publish"),
		Resources:  &[]*string{topic.TopicArn()},
		Conditions: condition,
	})
}

// fill lets a topic fill the queue of the same name. Messages keep their envelope,
// which alone tells when they were published.
func (s *system) fill(name string, topic awssns.Topic) {
	queue := s.queues[name+"Queue"]
	named(name+"Subscription", awssns.NewSubscription(s.stack, jsii.String(name+"Subscription"), &awssns.SubscriptionProps{
		Topic:              topic,
		Protocol:           awssns.SubscriptionProtocol_SQS,
		Endpoint:           queue.QueueArn(),
		RawMessageDelivery: jsii.Bool(false),
	}))
	mayFill := named(name+"QueuePolicy", awssqs.NewQueuePolicy(s.stack, jsii.String(name+"QueuePolicy"), &awssqs.QueuePolicyProps{
		Queues: &[]awssqs.IQueue{queue},
	}))
	mayFill.Document().AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("FromTopic"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("sns.amazonaws.com"), nil)},
		Actions:    jsii.Strings("sqs:SendMessage"),
		Resources:  &[]*string{queue.QueueArn()},
		Conditions: &map[string]any{"ArnEquals": map[string]any{"aws:SourceArn": topic.TopicArn()}},
	}))
}
