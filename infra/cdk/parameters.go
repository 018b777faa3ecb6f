package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// parameter is a parameter of the stack. One without a fallback has to be given.
type parameter struct {
	name, means string
	fallback    any // a text, also of a number
	pattern     string
	values      []string
	number      bool
	least       *float64
}

var parameters = []parameter{
	{name: "InboundDomain", means: "The domain that receives, such as inbox.example.com. Its MX record is the output MailExchange.",
		pattern: `[a-z0-9-]+(\.[a-z0-9-]+)+`},
	{name: "InboundIdentity", means: "create makes InboundDomain an identity of SES; existing leaves the one that the account has already as it is.",
		values: []string{"create", "existing"}, fallback: "create"},
	{name: "OwnerEmail", means: "The email address of the first owner, who signs in with it and invites everybody else.",
		pattern: `[^@\s]+@[^@\s]+`},
	{name: "OidcIssuer", means: "The OpenID Connect issuer that members sign in at, as its discovery document writes it. Empty makes a Cognito user pool with its sign-in page, and the other Oidc parameters stay empty.",
		pattern: `(https://.+)?`, fallback: ""},
	{name: "OidcClientId", means: "The client that the issuer knows the page by. Its redirect URI is the output PageUrl followed by /signed-in.", fallback: ""},
	{name: "OidcAudience", means: "What access tokens for the API name as their audience; empty where they name the client.", fallback: ""},
	{name: "OidcScope", means: "A scope that access tokens for the API must have; empty where the issuer gives tokens for this API alone.", fallback: ""},
	{name: "OidcEndpointOrigins", means: "Further origins of the issuer's endpoints, separated by spaces, where they differ from the issuer's own.", fallback: ""},
	{name: "AlarmEmail", means: "Who is told of alarms; empty where they are watched otherwise.", fallback: ""},
	{name: "LogRetentionDays", means: "How many days logs are kept.",
		number: true, values: []string{"1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365"}, fallback: "30"},
	{name: "ApiRateLimit", means: "Requests a second that the page and its API take, all clients together; above that, once ApiBurstLimit is used up, they are answered 429.",
		number: true, least: jsii.Number(1), fallback: "100"},
	{name: "ApiBurstLimit", means: "How many requests above the rate are taken at once.",
		number: true, least: jsii.Number(1), fallback: "200"},
	{name: "ReceiveReservedConcurrency", means: "How many mails are received at once, so that a flood of mail leaves the account's other functions their share; 0 reserves nothing, which new accounts with a small quota need.",
		number: true, least: jsii.Number(0), fallback: "0"},
	{name: "TextSender", means: "What sends texts. end-user-messaging is AWS End User Messaging, which carries pictures and tells what became of a text; sns is plain SNS, which does neither. Empty sends none.",
		values: []string{"", "sns", "end-user-messaging"}, fallback: ""},
	{name: "TextNumberArns", means: "The ARNs of the phone numbers of AWS End User Messaging that texts may leave from, separated by commas.",
		pattern: `(` + numberARN + `(,` + numberARN + `)*)?`, fallback: ""},
	{name: "TextSpendAlarmUsd", means: "How many US dollars a month AWS may charge for texts, or for pictures, before AlarmEmail is told. It belongs below the account's spending limit, at which AWS stops sending.",
		number: true, least: jsii.Number(1), fallback: "50"},
}

const numberARN = `arn:[a-z-]+:sms-voice:[^\s,]+:phone-number/[^\s,]+`

// parameters declares what is given to the stack, and what must hold of it.
func (s *system) parameters() {
	for _, p := range parameters {
		props := &awscdk.CfnParameterProps{
			Type: jsii.String("String"), Description: jsii.String(p.means), Default: p.fallback, MinValue: p.least,
		}
		if p.number {
			props.Type = jsii.String("Number")
		}
		if p.pattern != "" {
			props.AllowedPattern = jsii.String(p.pattern)
		}
		if p.values != nil {
			props.AllowedValues = jsii.Strings(p.values...)
		}
		s.given[p.name] = awscdk.NewCfnParameter(s.stack, jsii.String(p.name), props)
	}
	s.rules()
	s.conditions()
}

// rules declares what must hold of parameters together.
func (s *system) rules() {
	for _, r := range []struct {
		name, says string
		either, or awscdk.ICfnConditionExpression
	}{
		{"IssuerAndClientGoTogether", "OidcIssuer and OidcClientId are given together, or neither of them.",
			awscdk.Fn_ConditionAnd(s.isEmpty("OidcIssuer"), s.isEmpty("OidcClientId")),
			awscdk.Fn_ConditionAnd(s.isGiven("OidcIssuer"), s.isGiven("OidcClientId"))},
		{"TextsLeaveFromANumber", "TextSender needs the numbers in TextNumberArns that texts leave from.",
			s.isEmpty("TextSender"), s.isGiven("TextNumberArns")},
	} {
		awscdk.NewCfnRule(s.stack, jsii.String(r.name), &awscdk.CfnRuleProps{Assertions: &[]*awscdk.CfnRuleAssertion{{
			Assert: awscdk.Fn_ConditionOr(r.either, r.or), AssertDescription: jsii.String(r.says),
		}}})
	}
}

// conditions declares what depends on what was given.
func (s *system) conditions() {
	for _, c := range []struct {
		name  string
		holds awscdk.ICfnConditionExpression
	}{
		{"CreatesIdentity", awscdk.Fn_ConditionEquals(s.value("InboundIdentity"), jsii.String("create"))},
		{"HasOwnPool", s.isEmpty("OidcIssuer")},
		{"HasAudience", s.isGiven("OidcAudience")},
		{"HasScope", s.isGiven("OidcScope")},
		{"HasAlarmEmail", s.isGiven("AlarmEmail")},
		{sendsTexts, s.isGiven("TextSender")},
		{sendsByEUM, awscdk.Fn_ConditionEquals(s.value("TextSender"), jsii.String("end-user-messaging"))},
		{sendsBySNS, awscdk.Fn_ConditionEquals(s.value("TextSender"), jsii.String("sns"))},
		{"ReservesConcurrency", awscdk.Fn_ConditionNot(awscdk.Fn_ConditionEquals(s.value("ReceiveReservedConcurrency"), jsii.String("0")))},
	} {
		s.where[c.name] = awscdk.NewCfnCondition(s.stack, jsii.String(c.name), &awscdk.CfnConditionProps{Expression: c.holds})
	}
}

func (s *system) isEmpty(parameter string) awscdk.ICfnConditionExpression {
	return awscdk.Fn_ConditionEquals(s.value(parameter), jsii.String(""))
}

func (s *system) isGiven(parameter string) awscdk.ICfnConditionExpression {
	return awscdk.Fn_ConditionNot(s.isEmpty(parameter))
}

// value is what was given for a parameter.
func (s *system) value(parameter string) *string { return s.given[parameter].ValueAsString() }

// number is what was given for a parameter that is a number.
func (s *system) number(parameter string) *float64 { return s.given[parameter].ValueAsNumber() }

// choose is one of two values by a condition.
func choose(condition string, then, otherwise any) *string {
	return awscdk.Fn_ConditionIf(jsii.String(condition), then, otherwise).ToString()
}
