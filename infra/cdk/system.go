package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssmsvoice"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// system is one deployment of Confab: a stack, and what in it is referred to from
// more than one place.
type system struct {
	stack awscdk.Stack
	given map[string]awscdk.CfnParameter // by name
	where map[string]awscdk.CfnCondition // by name

	table  awsdynamodb.Table
	bucket awss3.Bucket
	secret awssecretsmanager.Secret
	logs   awslogs.LogGroup
	access awslogs.LogGroup

	queues   map[string]awssqs.Queue // by logical id
	ruleSet  awsses.CfnReceiptRuleSet
	sendsBy  awsses.CfnConfigurationSet
	delivery awssns.Topic
	mayTell  awssns.TopicPolicy // of delivery
	texts    awssns.Topic
	textsBy  awssmsvoice.CfnConfigurationSet

	api    awsapigatewayv2.CfnApi
	pool   awscognito.CfnUserPool
	domain awscognito.CfnUserPoolDomain
	client awscognito.CfnUserPoolClient

	functions map[string]awslambda.Function // by name, such as "ReceiveEmail"
	roles     map[string]awsiam.Role        // of functions, by their names
	stream    awslambda.EventSourceMapping  // followed by publish-events
	indexing  awslambda.EventSourceMapping  // and by update-index
	board     awscloudwatch.CfnDashboard
}

// newSystem makes the stack. Built functions are taken from the folder build.
func newSystem(scope constructs.Construct, name, build string) *system {
	s := &system{
		stack: awscdk.NewStack(scope, jsii.String(name), &awscdk.StackProps{
			Description:        jsii.String("Confab, a shared inbox for two-way conversations."),
			AnalyticsReporting: jsii.Bool(false),
		}),
		given:     map[string]awscdk.CfnParameter{},
		where:     map[string]awscdk.CfnCondition{},
		queues:    map[string]awssqs.Queue{},
		functions: map[string]awslambda.Function{},
		roles:     map[string]awsiam.Role{},
	}
	s.stack.TemplateOptions().SetTemplateFormatVersion(jsii.String("2010-09-09"))
	awscdk.Validations_Of(s.stack).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("CloudFormation-Validate::W1001"),
		Reason: jsii.String("What is conditional is referred to within the same condition."),
	})
	// It tries TextNumberArns out empty, which the rules forbid where it is used.
	s.stack.TemplateOptions().SetMetadata(&map[string]any{"cfn-lint": map[string]any{"config": map[string]any{"ignore_checks": []string{"W1033"}}}})
	s.parameters()
	s.data()
	s.waiting()
	s.mailOut()
	s.mailIn()
	s.textsIn()
	s.textsOut()
	s.page()
	s.signIn()
	s.makeFunctions(build)
	s.textPolicies()
	s.triggers()
	s.receive()
	s.routes()
	s.alarms()
	s.dashboard()
	s.outputs()
	return s
}

// named gives a construct's resource the logical id that it has in template.yaml,
// without the hash that the kit adds.
func named[T constructs.IConstruct](id string, construct T) T {
	construct.Node().DefaultChild().(awscdk.CfnElement).OverrideLogicalId(jsii.String(id))
	return construct
}

// when makes a resource that is there only under a condition.
func when[T awscdk.CfnResource](s *system, condition string, resource T) T {
	resource.CfnOptions().SetCondition(s.where[condition])
	return resource
}

// kept makes a resource that outlives the stack.
func kept[T awscdk.CfnResource](resource T) T {
	resource.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, nil)
	return resource
}

// arn is that of a service's resource in this account and region.
func (s *system) arn(service, resource string) *string {
	return s.stack.FormatArn(&awscdk.ArnComponents{
		Service: jsii.String(service), Resource: jsii.String(resource), ArnFormat: awscdk.ArnFormat_NO_RESOURCE_NAME,
	})
}
