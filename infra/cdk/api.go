package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// accessLog is a line of the access log. Who called is told by the function's log
// under the same correlation id.
var accessLog = map[string]string{
	"time":             "$context.requestTime",
	"correlation":      "$context.requestId",
	"route":            "$context.routeKey",
	"status":           "$context.status",
	"latencyMs":        "$context.responseLatency",
	"bytes":            "$context.responseLength",
	"error":            "$context.error.message",
	"authorizerError":  "$context.authorizer.error",
	"integrationError": "$context.integrationErrorMessage",
}

// page makes the page and its API under one origin. The parts are written out,
// since the pool's client names the API's address and the authorizer the client.
func (s *system) page() {
	s.api = awsapigatewayv2.NewCfnApi(s.stack, jsii.String("HttpApi"), &awsapigatewayv2.CfnApiProps{
		Name: awscdk.Aws_STACK_NAME(), ProtocolType: jsii.String("HTTP"),
	})
	awsapigatewayv2.NewCfnStage(s.stack, jsii.String("HttpApiStage"), &awsapigatewayv2.CfnStageProps{
		ApiId:      s.api.Ref(),
		StageName:  jsii.String("$default"),
		AutoDeploy: true,
		DefaultRouteSettings: &awsapigatewayv2.CfnStage_RouteSettingsProperty{
			ThrottlingRateLimit: s.number("ApiRateLimit"), ThrottlingBurstLimit: s.number("ApiBurstLimit"),
		},
		AccessLogSettings: &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{
			DestinationArn: s.access.LogGroupArn(), Format: s.stack.ToJsonString(accessLog, nil),
		},
	})
}

// pageURL is the address of the page.
func (s *system) pageURL() string {
	return "https://" + *s.api.Ref() + ".execute-api." + *s.stack.Region() + "." + *s.stack.UrlSuffix()
}

// routes leads requests to their functions: the API's with a token of the
// issuer's; machines, which bring an API key, its document, short links and the
// page without.
func (s *system) routes() {
	audience := choose("HasAudience", s.value("OidcAudience"), s.value("OidcClientId"))
	authorizer := awsapigatewayv2.NewCfnAuthorizer(s.stack, jsii.String("HttpApiAuthorizer"), &awsapigatewayv2.CfnAuthorizerProps{
		ApiId:          s.api.Ref(),
		Name:           jsii.String("oidc"),
		AuthorizerType: jsii.String("JWT"),
		IdentitySource: jsii.Strings("$request.header.Authorization"),
		JwtConfiguration: &awsapigatewayv2.CfnAuthorizer_JWTConfigurationProperty{
			Issuer: s.issuer(), Audience: &[]*string{choose(ownPool, s.client.Ref(), audience)},
		},
	})
	api, public, web := s.integration("InboxApi"), s.integration("PublicApi"), s.integration("WebClient")
	s.route("InboxApiRoute", "ANY /v1/{proxy+}", api, authorizer)
	s.route("MachineRoute", "ANY /machine/{proxy+}", api, nil)
	s.route("DocumentAsJsonRoute", "GET /openapi.json", api, nil)
	s.route("DocumentAsYamlRoute", "GET /openapi.yaml", api, nil)
	// API Gateway takes no HEAD for a GET.
	s.route("FollowLinkRoute", "GET /l/{code}", public, nil)
	s.route("ProbeLinkRoute", "HEAD /l/{code}", public, nil)
	s.route("WebClientRoute", "$default", web, nil)
}

// integration lets the API invoke a function, and returns the target that a route
// names it by.
func (s *system) integration(function string) *string {
	awslambda.NewCfnPermission(s.stack, jsii.String(function+"Permission"), &awslambda.CfnPermissionProps{
		FunctionName: s.functions[function].FunctionName(),
		Action:       jsii.String("lambda:InvokeFunction"),
		Principal:    jsii.String("apigateway.amazonaws.com"),
		SourceArn:    s.arn("execute-api", *s.api.Ref()+"/*"),
	})
	made := awsapigatewayv2.NewCfnIntegration(s.stack, jsii.String(function+"Integration"), &awsapigatewayv2.CfnIntegrationProps{
		ApiId:                s.api.Ref(),
		IntegrationType:      jsii.String("AWS_PROXY"),
		IntegrationUri:       s.functions[function].FunctionArn(),
		PayloadFormatVersion: jsii.String("2.0"),
	})
	return jsii.String("integrations/" + *made.Ref())
}

// route leads requests to a target; without an authorizer it is open to all.
func (s *system) route(id, key string, target *string, authorizer awsapigatewayv2.CfnAuthorizer) {
	props := &awsapigatewayv2.CfnRouteProps{
		ApiId: s.api.Ref(), RouteKey: jsii.String(key), Target: target, AuthorizationType: jsii.String("NONE"),
	}
	if authorizer != nil {
		props.AuthorizationType, props.AuthorizerId = jsii.String("JWT"), authorizer.Ref()
	}
	awsapigatewayv2.NewCfnRoute(s.stack, jsii.String(id), props)
}
