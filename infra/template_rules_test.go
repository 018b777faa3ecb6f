package infra_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"confab/infra/template"
	"confab/shared/inbox"
)

// faults collects what is wrong with a template.
type faults []string

func (f *faults) unless(ok bool, format string, args ...any) {
	if !ok {
		*f = append(*f, fmt.Sprintf(format, args...))
	}
}

// templateRules are what a wrong template breaks at deployment, or afterwards,
// although CloudFormation's linter lets it pass.
var templateRules = map[string]func(*template.Template) faults{
	"the binaries are what make build makes":              binaries,
	"queues wait for six timeouts and end somewhere":      queueSources,
	"batches are reported item by item":                   batches,
	"the table is billed by request and streams":          table,
	"what holds people's mail outlives the stack":         retained,
	"only uploads, exports and what was given up expire":  lifecycle,
	"the bucket is closed and speaks TLS":                 closedBucket,
	"mail is scanned and stored before it is told of":     receiving,
	"SES may do what the rule says, for this rule alone":  receivingRights,
	"SES's events arrive in their envelope":               deliveryEvents,
	"texts come from this account in their envelope":      textsIn,
	"texts leave from the numbers that were named":        textsOut,
	"the sweep runs every minute":                         schedule,
	"the API asks for a token":                            authorizer,
	"functions may do what is named and nothing else":     leastPrivilege,
	"what is invoked and forgotten has somewhere to fail": asynchronous,
	"nothing ends in a queue that nobody looks at":        alarms,
}

func binaries(t *template.Template) (f faults) {
	g := t.At("Globals", "Function")
	f.unless(g.At("Runtime").Text() == "provided.al2023", "runtime %q", g.At("Runtime").Text())
	f.unless(g.At("Handler").Text() == "bootstrap", "handler %q", g.At("Handler").Text())
	architectures := g.At("Architectures").List()
	f.unless(len(architectures) == 1 && architectures[0].Text() == "arm64", "architectures %v", architectures)
	for name, r := range t.Functions() {
		f.unless(r.Property("CodeUri").Text() == "build/"+name+"/", "%s has its code in %q", r.Name, r.Property("CodeUri").Text())
		for _, own := range []string{"Runtime", "Handler", "Architectures"} {
			f.unless(r.Property(own).Raw == nil, "%s has a %s of its own", r.Name, own)
		}
	}
	return f
}

func queueSources(t *template.Template) (f faults) {
	sources := t.Sources("SQS")
	f.unless(len(sources) > 0, "no queue feeds a function")
	for _, s := range sources {
		queue := t.At("Resources", s.At("Queue").Ref(), "Properties")
		visibility, timeout := queue.At("VisibilityTimeout").Number(), int(t.Timeout(s.Function)/time.Second)
		f.unless(visibility >= 6*timeout, "the queue of %s hides messages %d s, its timeout is %d s", s.Function.Name, visibility, timeout)
		dead := t.At("Resources", queue.At("RedrivePolicy", "deadLetterTargetArn").Ref())
		f.unless(dead.At("Type").Text() == "AWS::SQS::Queue", "the queue of %s has no dead-letter queue", s.Function.Name)
		f.unless(queue.At("RedrivePolicy", "maxReceiveCount").Number() >= 5, "%s gets too few attempts", s.Function.Name)
		f.unless(s.At("ScalingConfig", "MaximumConcurrency").Number() >= 2, "%s is not bounded", s.Function.Name)
	}
	return f
}

func batches(t *template.Template) (f faults) {
	streams := t.Sources("DynamoDB")
	f.unless(len(streams) > 0, "no stream feeds a function")
	for _, s := range append(streams, t.Sources("SQS")...) {
		types := s.At("FunctionResponseTypes").List()
		f.unless(len(types) == 1 && types[0].Text() == "ReportBatchItemFailures", "%s fails whole batches", s.Function.Name)
	}
	for _, s := range streams {
		f.unless(s.At("StartingPosition").Text() == "TRIM_HORIZON", "%s starts at %q", s.Function.Name, s.At("StartingPosition").Text())
		f.unless(s.At("BisectBatchOnFunctionError").Raw == true, "%s does not bisect", s.Function.Name)
		f.unless(s.At("MaximumRetryAttempts").Number() > 0, "%s is held up by one record for a day", s.Function.Name)
		given := s.At("DestinationConfig", "OnFailure", "Destination").Ref()
		f.unless(t.At("Resources", given, "Type").Text() == "AWS::S3::Bucket", "%s loses records it gives up", s.Function.Name)
	}
	return f
}

func table(t *template.Template) (f faults) {
	tables := t.Resources("AWS::DynamoDB::Table")
	f.unless(len(tables) == 1, "%d tables", len(tables))
	for _, r := range tables {
		f.unless(r.Property("BillingMode").Text() == "PAY_PER_REQUEST", "billing mode %q", r.Property("BillingMode").Text())
		view := r.Property("StreamSpecification", "StreamViewType").Text()
		f.unless(view == "NEW_AND_OLD_IMAGES", "the stream shows %q", view)
		f.unless(r.Property("DeletionProtectionEnabled").Raw == true, "the table can be deleted")
		f.unless(r.Property("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled").Raw == true, "no recovery")
	}
	return f
}

func retained(t *template.Template) (f faults) {
	for _, kind := range []string{"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"} {
		resources := t.Resources(kind)
		f.unless(len(resources) > 0, "no %s", kind)
		for _, r := range resources {
			for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				f.unless(r.At(policy).Text() == "Retain", "%s of %s is %q", policy, r.Name, r.At(policy).Text())
			}
		}
	}
	return f
}

func lifecycle(t *template.Template) (f faults) {
	for _, r := range t.Resources("AWS::S3::Bucket") {
		expire := map[string]float64{} // days, by prefix
		for _, rule := range r.Property("LifecycleConfiguration", "Rules").List() {
			if days := rule.At("ExpirationInDays").Number(); days > 0 {
				expire[rule.At("Prefix").Text()] = float64(days)
			}
			f.unless(rule.At("ExpirationDate").Raw == nil, "rule %s has a date", rule.At("Id").Text())
		}
		want := map[string]float64{"u/": 1, "e/": inbox.ExportKept.Hours() / 24, "aws/lambda/": 14}
		f.unless(maps.Equal(expire, want), "after days, by prefix, %v expires in %s, want %v", expire, r.Name, want)
	}
	return f
}

func closedBucket(t *template.Template) (f faults) {
	for _, r := range t.Resources("AWS::S3::Bucket") {
		access := r.Property("PublicAccessBlockConfiguration")
		for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			f.unless(access.At(block).Raw == true, "%s of %s is off", block, r.Name)
		}
		f.unless(r.Property("VersioningConfiguration", "Status").Text() == "Enabled", "%s has no versions", r.Name)
		f.unless(len(r.Property("BucketEncryption", "ServerSideEncryptionConfiguration").List()) == 1, "%s is not encrypted", r.Name)
	}
	tls := false
	for _, r := range t.Resources("AWS::S3::BucketPolicy") {
		for _, s := range r.Property("PolicyDocument", "Statement").List() {
			plain := s.At("Condition", "Bool", "aws:SecureTransport").Raw == false
			tls = tls || plain && s.At("Effect").Text() == "Deny" && s.At("Action").Text() == "s3:*" && len(s.At("Resource").List()) == 2
		}
	}
	f.unless(tls, "the bucket can be read without TLS")
	return f
}

func schedule(t *template.Template) (f faults) {
	sources, expressions := t.Sources("ScheduleV2"), map[string]string{"EveryMinute": "rate(1 minute)", "EveryWeek": "cron(0 3 ? * SUN *)"}
	f.unless(len(sources) == len(expressions), "%d schedules", len(sources))
	for _, s := range sources {
		f.unless(s.At("ScheduleExpression").Text() == expressions[s.Name], "%s runs at %q", s.Name, s.At("ScheduleExpression").Text())
		f.unless(s.At("DeadLetterConfig", "Arn").Ref() != "", "%s has no dead-letter queue", s.Name)
		f.unless(t.Timeout(s.Function) < time.Minute, "sweeps overlap")
	}
	return f
}

// routes are the HTTP API's, by what they answer to.
func routes(t *template.Template) map[string]template.Resource {
	out := map[string]template.Resource{}
	for _, r := range t.Resources("AWS::ApiGatewayV2::Route") {
		out[r.Property("RouteKey").Text()] = r
	}
	return out
}

// answers is the function behind a route.
func answers(t *template.Template, route template.Resource) string {
	target := strings.TrimPrefix(route.Property("Target", "Fn::Sub").Text(), "integrations/")
	return t.Resource(strings.Trim(target, "${}")).Property("IntegrationUri").Ref()
}

func authorizer(t *template.Template) (f faults) {
	authorizers := t.Resources("AWS::ApiGatewayV2::Authorizer")
	f.unless(len(authorizers) == 1, "%d authorizers", len(authorizers))
	for _, r := range authorizers {
		jwt := r.Property("JwtConfiguration")
		issuer := jwt.At("Issuer", "Fn::If").List()
		f.unless(len(issuer) == 3 && issuer[1].Ref() == "UserPool" && issuer[2].Ref() == "OidcIssuer", "tokens of %v are taken", jwt.At("Issuer").Raw)
		f.unless(len(jwt.At("Audience").List()) == 1, "tokens for anybody are taken")
		f.unless(r.Property("AuthorizerType").Text() == "JWT", "tokens are looked at by %q", r.Property("AuthorizerType").Text())
	}
	routes := routes(t)
	_, guarded := routes["ANY /v1/{proxy+}"]
	f.unless(guarded, "no route guards /v1")
	for key, r := range routes {
		asks := r.Property("AuthorizationType").Text()
		guard := map[bool]string{true: "JWT", false: "NONE"}[strings.Contains(key, "/v1")]
		f.unless(asks == guard, "%s asks for %q", key, asks)
		f.unless(asks != "JWT" || len(authorizers) == 1 && r.Property("AuthorizerId").Ref() == authorizers[0].Name, "%s asks nobody", key)
	}
	return f
}

// everywhere are the actions that AWS grants on all resources or on none.
// Source: AWS, "Service Authorization Reference", DynamoDB.
var everywhere = []string{"dynamodb:ListStreams"}

func leastPrivilege(t *template.Template) (f faults) {
	takes := map[string]string{} // roles by who takes them
	for _, r := range t.Resources("AWS::Serverless::Function") {
		own := strings.TrimSuffix(r.Name, "Function") + "Role"
		f.unless(r.Property("Role").Ref() == own, "%s has another role than %s", r.Name, own)
		takes[own] = "lambda.amazonaws.com"
	}
	for _, s := range t.Sources("ScheduleV2") {
		takes[s.At("RoleArn").Ref()] = "scheduler.amazonaws.com"
	}
	for _, r := range t.Resources("AWS::IAM::Role") {
		f.unless(r.Property("ManagedPolicyArns").Raw == nil, "%s takes policies of elsewhere", r.Name)
		trusted := r.Property("AssumeRolePolicyDocument", "Statement").List()
		f.unless(len(trusted) == 1 && trusted[0].At("Principal", "Service").Text() == takes[r.Name], "%s is for %v", r.Name, trusted)
		var all []template.Value
		for _, policy := range t.Policies(r) {
			statements := policy.At("Statement").List()
			f.unless(len(statements) > 0, "%s has a policy that is not written out: %v", r.Name, policy.Raw)
			all = append(all, statements...)
		}
		for _, s := range all {
			f = append(f, wide(r.Name, s, all)...)
		}
	}
	for _, p := range t.Resources("AWS::IAM::Policy") {
		for _, r := range p.Property("Roles").List() {
			f.unless(takes[r.Ref()] == "lambda.amazonaws.com", "%s is for %v", p.Name, r.Raw)
		}
	}
	return f
}

// phones are the actions on phone numbers, which have no ARN: what has one is
// forbidden beside what is permitted. Source: SNS names the number itself as the
// resource in its refusals.
var phones = map[string]string{"sns:Publish": "arn:${AWS::Partition}:sns:*:*:*"}

// butTopics tells whether another statement of the role forbids all that has an
// ARN.
func butTopics(action string, all []template.Value) bool {
	return slices.ContainsFunc(all, func(s template.Value) bool {
		return s.At("Effect").Text() == "Deny" && s.At("Action").Text() == action && s.At("Resource", "Fn::Sub").Text() == phones[action]
	})
}

// scans are roles that may read the whole table, with the reason.
var scans = map[string]string{"RunJobRole": "an audit: what is on no list, though it should be, no list would name"}

// wide tells what a statement permits beyond what it names, as one of all of its
// role's.
func wide(role string, statement template.Value, all []template.Value) (f faults) {
	if statement.At("Effect").Text() == "Deny" {
		return f
	}
	f.unless(statement.At("Effect").Text() == "Allow", "%s has a statement that permits nothing", role)
	only := true
	for _, action := range statement.At("Action").List() {
		f.unless(!strings.Contains(action.Text(), "*") && (action.Text() != "dynamodb:Scan" || scans[role] != ""), "%s may %s", role, action.Text())
		only = only && (slices.Contains(everywhere, action.Text()) || phones[action.Text()] != "" && butTopics(action.Text(), all))
	}
	for _, on := range statement.At("Resource").List() {
		f.unless(on.Text() == "" || only && on.Text() == "*", "%s may do something on %q", role, on.Text())
		f.unless(on.At("Fn::Sub").Text() != "${Bucket.Arn}/*", "%s may do something on all of the bucket", role)
	}
	return f
}

func asynchronous(t *template.Template) (f faults) {
	for _, name := range []string{"receive-email", "wake"} {
		given := t.Functions()[name].Property("EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination").Ref()
		f.unless(t.At("Resources", given, "Type").Text() == "AWS::SQS::Queue", "%s fails into nothing", name)
	}
	return f
}

func alarms(t *template.Template) (f faults) {
	read, watched := map[string]bool{}, map[string]bool{}
	for _, s := range t.Sources("SQS") {
		read[s.At("Queue").Ref()] = true
	}
	for _, a := range t.Resources("AWS::CloudWatch::Alarm") {
		f.unless(len(a.Property("AlarmActions").List()) > 0, "%s tells nobody", a.Name)
		// Source: CloudWatch API, PutMetricAlarm: ten metrics, and the expression.
		f.unless(len(a.Property("Metrics").List()) <= 11, "%s adds up more than CloudWatch does", a.Name)
		for _, d := range a.Property("Dimensions").List() {
			if a.Property("MetricName").Text() == "ApproximateNumberOfMessagesVisible" {
				watched[d.At("Value").Ref()] = true
			}
		}
	}
	for _, q := range t.Resources("AWS::SQS::Queue") {
		f.unless(read[q.Name] || watched[q.Name], "%s has neither reader nor alarm", q.Name)
		f.unless(read[q.Name] || q.Property("MessageRetentionPeriod").Number() == 14*24*3600, "%s forgets too early", q.Name)
	}
	return f
}
