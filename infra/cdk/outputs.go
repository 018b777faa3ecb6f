package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// outputs says what one needs to know of the stack once it is there.
func (s *system) outputs() {
	for _, o := range []struct {
		id, means string
		value     *string
	}{
		{"PageUrl", "Where members sign in. The API answers under /v1, its document is /openapi.json.", jsii.String(s.pageURL())},
		{"MailExchange", "The MX record of the inbound domain.", jsii.String("10 inbound-smtp." + *s.stack.Region() + ".amazonaws.com")},
		{"RuleSetName", "The receipt rule set to activate.", s.ruleSet.Ref()},
		{"SignIn", "Where members sign in; register the page there where it is not a pool of this deployment.", s.issuer()},
		{"ConfigurationSetName", "What mail is sent with.", s.sendsBy.Ref()},
		{"TextsTopicArn", "Where the two-way channel of a phone number leads.", s.texts.TopicArn()},
		{"TableName", "", s.table.TableName()},
		{"BucketName", "", s.bucket.BucketName()},
		{"LogGroupName", "", s.logs.LogGroupName()},
		{"DashboardName", "", s.board.Ref()},
	} {
		props := &awscdk.CfnOutputProps{Value: o.value}
		if o.means != "" {
			props.Description = jsii.String(o.means)
		}
		awscdk.NewCfnOutput(s.stack, jsii.String(o.id), props)
	}
}
