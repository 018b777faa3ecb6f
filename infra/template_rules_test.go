package infra_test

import (
	"fmt"
	"slices"
	"strings"
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
var templateRules = map[string]func(node) faults{
	"the binaries are what make build makes":              binaries,
	"queues wait for six timeouts and end somewhere":      queueSources,
	"batches are reported item by item":                   batches,
	"the table is billed by request and streams":          table,
	"what holds people's mail outlives the stack":         retained,
	"only uploads expire":                                 lifecycle,
	"the bucket is closed and speaks TLS":                 closedBucket,
	"mail is scanned and stored before it is told of":     receiving,
	"SES may do what the rule says, for this rule alone":  receivingRights,
	"SES's events arrive in their envelope":               deliveryEvents,
	"the sweep runs every minute":                         schedule,
	"the API asks for a token":                            authorizer,
	"functions may do what is named and nothing else":     leastPrivilege,
	"what is invoked and forgotten has somewhere to fail": asynchronous,
	"nothing ends in a queue that nobody looks at":        alarms,
}

func binaries(t node) (f faults) {
	g := t.at("Globals", "Function")
	f.unless(g.at("Runtime").text() == "provided.al2023", "runtime %q", g.at("Runtime").text())
	f.unless(g.at("Handler").text() == "bootstrap", "handler %q", g.at("Handler").text())
	architectures := g.at("Architectures").list()
	f.unless(len(architectures) == 1 && architectures[0].text() == "arm64", "architectures %v", architectures)
	for name, r := range t.functions() {
		f.unless(r.property("CodeUri").text() == "build/"+name+"/", "%s has its code in %q", r.name, r.property("CodeUri").text())
		for _, own := range []string{"Runtime", "Handler", "Architectures"} {
			f.unless(r.property(own).value == nil, "%s has a %s of its own", r.name, own)
		}
	}
	return f
}

// source is one event source of a function.
type source struct {
	function resource
	name     string
	node     // its properties
}

func (n node) sources(kind string) []source {
	var out []source
	for _, r := range n.resources("AWS::Serverless::Function") {
		for _, name := range r.property("Events").keys() {
			if e := r.property("Events", name); e.at("Type").text() == kind {
				out = append(out, source{r, name, e.at("Properties")})
			}
		}
	}
	return out
}

func queueSources(t node) (f faults) {
	sources := t.sources("SQS")
	f.unless(len(sources) > 0, "no queue feeds a function")
	for _, s := range sources {
		queue := t.at("Resources", s.at("Queue").ref(), "Properties")
		visibility, timeout := queue.at("VisibilityTimeout").number(), t.timeout(s.function)
		f.unless(visibility >= 6*timeout, "the queue of %s hides messages %d s, its timeout is %d s", s.function.name, visibility, timeout)
		dead := t.at("Resources", queue.at("RedrivePolicy", "deadLetterTargetArn").ref())
		f.unless(dead.at("Type").text() == "AWS::SQS::Queue", "the queue of %s has no dead-letter queue", s.function.name)
		f.unless(queue.at("RedrivePolicy", "maxReceiveCount").number() >= 5, "%s gets too few attempts", s.function.name)
		f.unless(s.at("ScalingConfig", "MaximumConcurrency").number() >= 2, "%s is not bounded", s.function.name)
	}
	return f
}

func batches(t node) (f faults) {
	streams := t.sources("DynamoDB")
	f.unless(len(streams) > 0, "no stream feeds a function")
	for _, s := range append(streams, t.sources("SQS")...) {
		types := s.at("FunctionResponseTypes").list()
		f.unless(len(types) == 1 && types[0].text() == "ReportBatchItemFailures", "%s fails whole batches", s.function.name)
	}
	for _, s := range streams {
		f.unless(s.at("StartingPosition").text() == "TRIM_HORIZON", "%s starts at %q", s.function.name, s.at("StartingPosition").text())
		f.unless(s.at("BisectBatchOnFunctionError").value == true, "%s does not bisect", s.function.name)
		f.unless(s.at("MaximumRetryAttempts").number() > 0, "%s is held up by one record for a day", s.function.name)
		given := s.at("DestinationConfig", "OnFailure", "Destination").ref()
		f.unless(t.at("Resources", given, "Type").text() == "AWS::S3::Bucket", "%s loses records it gives up", s.function.name)
	}
	return f
}

func table(t node) (f faults) {
	tables := t.resources("AWS::DynamoDB::Table")
	f.unless(len(tables) == 1, "%d tables", len(tables))
	for _, r := range tables {
		f.unless(r.property("BillingMode").text() == "PAY_PER_REQUEST", "billing mode %q", r.property("BillingMode").text())
		view := r.property("StreamSpecification", "StreamViewType").text()
		f.unless(view == "NEW_AND_OLD_IMAGES", "the stream shows %q", view)
		f.unless(r.property("DeletionProtectionEnabled").value == true, "the table can be deleted")
		f.unless(r.property("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled").value == true, "no recovery")
	}
	return f
}

func retained(t node) (f faults) {
	for _, kind := range []string{"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"} {
		resources := t.resources(kind)
		f.unless(len(resources) > 0, "no %s", kind)
		for _, r := range resources {
			for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				f.unless(r.at(policy).text() == "Retain", "%s of %s is %q", policy, r.name, r.at(policy).text())
			}
		}
	}
	return f
}

func lifecycle(t node) (f faults) {
	for _, r := range t.resources("AWS::S3::Bucket") {
		uploads := false
		for _, rule := range r.property("LifecycleConfiguration", "Rules").list() {
			days := rule.at("ExpirationInDays").number()
			uploads = uploads || days > 0
			f.unless(days == 0 || rule.at("Prefix").text() == "u/", "rule %s makes objects expire", rule.at("Id").text())
			f.unless(rule.at("ExpirationDate").value == nil, "rule %s has a date", rule.at("Id").text())
		}
		f.unless(uploads, "uploads stay in %s for ever", r.name)
	}
	return f
}

func closedBucket(t node) (f faults) {
	for _, r := range t.resources("AWS::S3::Bucket") {
		access := r.property("PublicAccessBlockConfiguration")
		for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			f.unless(access.at(block).value == true, "%s of %s is off", block, r.name)
		}
		f.unless(r.property("VersioningConfiguration", "Status").text() == "Enabled", "%s has no versions", r.name)
		f.unless(len(r.property("BucketEncryption", "ServerSideEncryptionConfiguration").list()) == 1, "%s is not encrypted", r.name)
	}
	tls := false
	for _, r := range t.resources("AWS::S3::BucketPolicy") {
		for _, s := range r.property("PolicyDocument", "Statement").list() {
			plain := s.at("Condition", "Bool", "aws:SecureTransport").value == false
			tls = tls || plain && s.at("Effect").text() == "Deny" && s.at("Action").text() == "s3:*" && len(s.at("Resource").list()) == 2
		}
	}
	f.unless(tls, "the bucket can be read without TLS")
	return f
}

func schedule(t node) (f faults) {
	sources := t.sources("ScheduleV2")
	f.unless(len(sources) == 1, "%d schedules", len(sources))
	for _, s := range sources {
		f.unless(s.at("ScheduleExpression").text() == "rate(1 minute)", "%s runs at %q", s.function.name, s.at("ScheduleExpression").text())
		f.unless(s.at("FlexibleTimeWindow", "Mode").text() == "OFF", "%s may run late", s.function.name)
		f.unless(s.at("DeadLetterConfig", "Arn").ref() != "", "%s has no dead-letter queue", s.name)
		f.unless(t.timeout(s.function) < 60, "sweeps overlap")
	}
	return f
}

// routes are the HTTP API's, by what they answer to.
func (n node) routes() map[string]resource {
	out := map[string]resource{}
	for _, r := range n.resources("AWS::ApiGatewayV2::Route") {
		out[r.property("RouteKey").text()] = r
	}
	return out
}

// answers is the function behind a route.
func (n node) answers(route resource) string {
	target := strings.TrimPrefix(route.property("Target", "Fn::Sub").text(), "integrations/")
	integration := resource{target, n.at("Resources", strings.Trim(target, "${}"))}
	return integration.property("IntegrationUri").ref()
}

func authorizer(t node) (f faults) {
	authorizers := t.resources("AWS::ApiGatewayV2::Authorizer")
	f.unless(len(authorizers) == 1, "%d authorizers", len(authorizers))
	for _, r := range authorizers {
		jwt := r.property("JwtConfiguration")
		issuer := jwt.at("Issuer", "Fn::If").list()
		f.unless(len(issuer) == 3 && issuer[1].ref() == "UserPool" && issuer[2].ref() == "OidcIssuer", "tokens of %v are taken", jwt.at("Issuer").value)
		f.unless(len(jwt.at("Audience").list()) == 1, "tokens for anybody are taken")
		f.unless(r.property("AuthorizerType").text() == "JWT", "tokens are looked at by %q", r.property("AuthorizerType").text())
	}
	routes := t.routes()
	_, guarded := routes["ANY /v1/{proxy+}"]
	f.unless(guarded, "no route guards /v1")
	for key, r := range routes {
		asks := r.property("AuthorizationType").text()
		guard := map[bool]string{true: "JWT", false: "NONE"}[strings.Contains(key, "/v1")]
		f.unless(asks == guard, "%s asks for %q", key, asks)
		f.unless(asks != "JWT" || len(authorizers) == 1 && r.property("AuthorizerId").ref() == authorizers[0].name, "%s asks nobody", key)
	}
	return f
}

// everywhere are the actions that AWS grants on all resources or on none.
// Source: AWS, "Service Authorization Reference", X-Ray and DynamoDB.
var everywhere = []string{"xray:PutTelemetryRecords", "xray:PutTraceSegments", "dynamodb:ListStreams"}

func leastPrivilege(t node) (f faults) {
	for _, r := range t.resources("AWS::Serverless::Function") {
		own := strings.TrimSuffix(r.name, "Function") + "Role"
		f.unless(r.property("Role").ref() == own, "%s has another role than %s", r.name, own)
	}
	for _, r := range t.resources("AWS::IAM::Role") {
		f.unless(r.property("ManagedPolicyArns").value == nil, "%s takes policies of elsewhere", r.name)
		trusted := r.property("AssumeRolePolicyDocument", "Statement").list()
		f.unless(len(trusted) == 1 && strings.HasSuffix(trusted[0].at("Principal", "Service").text(), ".amazonaws.com"), "%s is for %v", r.name, trusted)
		for _, policy := range r.property("Policies").list() {
			statements := policy.at("PolicyDocument", "Statement").list()
			f.unless(len(statements) > 0, "%s has a policy that is not written out: %v", r.name, policy.value)
			for _, s := range statements {
				f = append(f, wide(r.name, s)...)
			}
		}
	}
	return f
}

// wide tells what a statement permits beyond what it names.
func wide(role string, statement node) (f faults) {
	f.unless(statement.at("Effect").text() == "Allow", "%s has a statement that permits nothing", role)
	only := true
	for _, action := range statement.at("Action").list() {
		f.unless(!strings.Contains(action.text(), "*") && action.text() != "dynamodb:Scan", "%s may %s", role, action.text())
		only = only && slices.Contains(everywhere, action.text())
	}
	for _, on := range statement.at("Resource").list() {
		f.unless(on.text() == "" || only && on.text() == "*", "%s may do something on %q", role, on.text())
		f.unless(on.at("Fn::Sub").text() != "${Bucket.Arn}/*", "%s may do something on all of the bucket", role)
	}
	return f
}

func asynchronous(t node) (f faults) {
	for _, name := range []string{"receive-email", "wake"} {
		given := t.functions()[name].property("EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination").ref()
		f.unless(t.at("Resources", given, "Type").text() == "AWS::SQS::Queue", "%s fails into nothing", name)
	}
	return f
}

func alarms(t node) (f faults) {
	read, watched := map[string]bool{}, map[string]bool{}
	for _, s := range t.sources("SQS") {
		read[s.at("Queue").ref()] = true
	}
	for _, a := range t.resources("AWS::CloudWatch::Alarm") {
		f.unless(len(a.property("AlarmActions").list()) > 0, "%s tells nobody", a.name)
		for _, d := range a.property("Dimensions").list() {
			if a.property("MetricName").text() == "ApproximateNumberOfMessagesVisible" {
				watched[d.at("Value").ref()] = true
			}
		}
	}
	for _, q := range t.resources("AWS::SQS::Queue") {
		f.unless(read[q.name] || watched[q.name], "%s has neither reader nor alarm", q.name)
		f.unless(read[q.name] || q.property("MessageRetentionPeriod").number() == 14*24*3600, "%s forgets too early", q.name)
	}
	return f
}
