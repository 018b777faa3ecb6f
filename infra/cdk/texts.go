package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssmsvoice"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// endUserMessaging is AWS End User Messaging as a principal.
const endUserMessaging = "sms-voice.amazonaws.com"

// Conditions on what sends texts.
const (
	sendsTexts = "SendsTexts"
	sendsByEUM = "SendsByEndUserMessaging"
	sendsBySNS = "SendsBySns"
)

// textsIn makes what texts come in at. A number is told to publish them to the
// topic by whoever buys it, as infra/OPERATIONS.md says.
func (s *system) textsIn() {
	s.texts = named("TextsTopic", awssns.NewTopic(s.stack, jsii.String("TextsTopic"), nil))
	mayPublish := named("TextsTopicPolicy", awssns.NewTopicPolicy(s.stack, jsii.String("TextsTopicPolicy"), &awssns.TopicPolicyProps{
		Topics: &[]awssns.ITopic{s.texts},
	}))
	mayPublish.Document().AddStatements(publishes("TextsFromNumbers", endUserMessaging, s.texts, &map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": s.stack.Account()},
	}))
	s.fill("Texts", s.texts)
}

// textsOut makes what texts are sent with, which tells what became of them where
// SES tells of mail.
func (s *system) textsOut() {
	s.textsBy = when(s, sendsByEUM, awssmsvoice.NewCfnConfigurationSet(s.stack, jsii.String("TextConfigurationSet"), &awssmsvoice.CfnConfigurationSetProps{
		ConfigurationSetName: awscdk.Aws_STACK_NAME(),
		EventDestinations: &[]*awssmsvoice.CfnConfigurationSet_EventDestinationProperty{{
			EventDestinationName: jsii.String("delivery-events"),
			Enabled:              true,
			MatchingEventTypes:   jsii.Strings("TEXT_ALL", "MEDIA_ALL"),
			SnsDestination:       &awssmsvoice.CfnConfigurationSet_SnsDestinationProperty{TopicArn: s.delivery.TopicArn()},
		}},
	}))
	s.textsBy.Node().AddDependency(s.mayTell)
}

// textPolicies are what roles may do besides where texts are sent.
func (s *system) textPolicies() {
	// What a number may do, and who has opted out of it, is asked of AWS. It is not
	// asked by number, so that all of them are permitted.
	s.further("AskNumbersPolicy", "ask-numbers", "Wake", sendsTexts, document([]statement{
		{"AskNumbers", []string{"sms-voice:DescribePhoneNumbers"}, []*string{s.arn("sms-voice", "phone-number/*")}},
		{"AskOptOuts", []string{"sms-voice:DescribeOptedOutNumbers"}, []*string{s.arn("sms-voice", "opt-out-list/*")}},
		{"AskRegistrations", []string{"sms-voice:DescribeRegistrations"}, []*string{s.arn("sms-voice", "registration/*")}},
	}))
	// SNS hands a text on to End User Messaging in the name of who published it, so
	// that both ways ask for the number.
	s.further("SendTextsPolicy", "send-texts", "SendMessage", sendsTexts, document([]statement{
		{"SendTexts", []string{"sms-voice:SendMediaMessage", "sms-voice:SendTextMessage"}, *awscdk.Fn_Split(jsii.String(","), s.value("TextNumberArns"), nil)},
	}))
	// A text that is published is a message to a phone number, which has no ARN: all
	// is permitted that is no topic.
	publish := document([]statement{{"PublishTexts", []string{"sns:Publish"}, []*string{jsii.String("*")}}})
	publish.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid: jsii.String("PublishToNoTopic"), Effect: awsiam.Effect_DENY, Actions: jsii.Strings("sns:Publish"),
		Resources: &[]*string{jsii.String("arn:" + *awscdk.Aws_PARTITION() + ":sns:*:*:*")},
	}))
	s.further("PublishTextsPolicy", "publish-texts", "SendMessage", sendsBySNS, publish)
}

// further gives the role of a function a policy more where a condition holds.
func (s *system) further(id, name, function, condition string, policy awsiam.PolicyDocument) {
	when(s, condition, awsiam.NewCfnPolicy(s.stack, jsii.String(id), &awsiam.CfnPolicyProps{
		PolicyName: jsii.String(name), PolicyDocument: policy, Roles: &[]*string{s.roles[function].RoleName()},
	}))
}
