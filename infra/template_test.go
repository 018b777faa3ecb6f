package infra_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/local/dynamo"
	"confab/shared/store"
)

func TestTheTemplateKeepsEveryRule(t *testing.T) {
	template := readTemplate(t)
	for name, rule := range templateRules {
		t.Run(name, func(t *testing.T) {
			for _, fault := range rule(template) {
				t.Error(fault)
			}
		})
	}
}

// breaks are changes of the template that a rule must notice.
var breaks = []struct{ rule, old, replacement string }{
	{"the binaries are what make build makes", "arm64", "x86_64"},
	{"the binaries are what make build makes", "build/wake/", "functions/wake/"},
	{"queues wait for six timeouts and end somewhere", "VisibilityTimeout: 540", "VisibilityTimeout: 500"},
	{"queues wait for six timeouts and end somewhere", "deadLetterTargetArn: !GetAtt SendDeadLetters.Arn", "deadLetterTargetArn: !GetAtt Nowhere.Arn"},
	{"batches are reported item by item", "FunctionResponseTypes: [ReportBatchItemFailures]", "FunctionResponseTypes: []"},
	{"batches are reported item by item", "TRIM_HORIZON", "LATEST"},
	{"the table is billed by request and streams", "PAY_PER_REQUEST", "PAY_PER_REQUESTS"},
	{"the table is billed by request and streams", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"},
	{"what holds people's mail outlives the stack", "DeletionPolicy: Retain", "DeletionPolicy: Delete"},
	{"only uploads, exports and what was given up expire", "Prefix: u/", "Prefix: m/"},
	{"only uploads, exports and what was given up expire", "ExpirationInDays: 7", "ExpirationInDays: 70"},
	{"the bucket is closed and speaks TLS", "aws:SecureTransport: false", "aws:SecureTransport: true"},
	{"the bucket is closed and speaks TLS", "RestrictPublicBuckets: true", "RestrictPublicBuckets: false"},
	{"mail is scanned and stored before it is told of", "TlsPolicy: Optional", "TlsPolicy: Opportunistic"},
	{"mail is scanned and stored before it is told of", "InvocationType: Event", "InvocationType: Async"},
	{"mail is scanned and stored before it is told of", "ScanEnabled: true", "ScanEnabled: false"},
	{"mail is scanned and stored before it is told of", "ObjectKeyPrefix: raw/", "ObjectKeyPrefix: raw"},
	{"SES may do what the rule says, for this rule alone", "Principal: ses.amazonaws.com", "Principal: sns.amazonaws.com"},
	{"SES may do what the rule says, for this rule alone", "lambda:InvokeFunction", "lambda:Invoke"},
	{"SES may do what the rule says, for this rule alone", "receipt-rule/receive", "receipt-rule/other"},
	{"SES may do what the rule says, for this rule alone", "DependsOn: [BucketPolicy, ReceiveEmailPermission]", "DependsOn: BucketPolicy"},
	{"SES's events arrive in their envelope", "RawMessageDelivery: false", "RawMessageDelivery: true"},
	{"SES's events arrive in their envelope", "[send, delivery, bounce, complaint, reject]", "[send, delivery, bounce, open]"},
	{"texts come from this account in their envelope", "RawMessageDelivery: false", "RawMessageDelivery: true"},
	{"texts come from this account in their envelope", "Service: sms-voice.amazonaws.com", "Service: sns.amazonaws.com"},
	{"texts come from this account in their envelope", "aws:SourceAccount: !Ref AWS::AccountId", "aws:SourceAccount: '*'"},
	{"texts come from this account in their envelope", "Value: !Ref TextsTopic", "Value: !Ref AlarmTopic"},
	{"texts leave from the numbers that were named", "!Split [',', !Ref TextNumberArns]", "!Sub arn:${AWS::Partition}:sms-voice:${AWS::Region}:${AWS::AccountId}:phone-number/*"},
	{"texts leave from the numbers that were named", "    Condition: SendsTexts\n", ""},
	{"texts leave from the numbers that were named", "[TEXT_ALL, MEDIA_ALL]", "[TEXT_DELIVERED]"},
	{"texts leave from the numbers that were named", "TopicArn: !Ref DeliveryEventsTopic", "TopicArn: !Ref AlarmTopic"},
	{"the sweep runs every minute", "rate(1 minute)", "rate(1 minutes)"},
	{"the API asks for a token", "!GetAtt UserPool.ProviderURL, !Ref OidcIssuer]", "!GetAtt UserPool.ProviderURL, OidcIssuer]"},
	{"the API asks for a token", "AuthorizationType: JWT", "AuthorizationType: NONE"},
	{"the API asks for a token", "AuthorizationType: NONE", "AuthorizationType: JWT"},
	{"functions may do what is named and nothing else", "dynamodb:Query", "dynamodb:*"},
	{"functions may do what is named and nothing else", "${Bucket.Arn}/m/*", "${Bucket.Arn}/*"},
	{"functions may do what is named and nothing else", "Resource: !Ref MasterSecret", "Resource: '*'"},
	{"functions may do what is named and nothing else", "Effect: Deny\n            Action: sns:Publish", "Effect: Deny\n            Action: sns:Subscribe"},
	{"functions may do what is named and nothing else", "Roles: [!Ref WakeRole]", "Roles: [!Ref WakeScheduleRole]"},
	{"functions may do what is named and nothing else", "Role: !GetAtt WakeRole.Arn", "Role: !GetAtt SendMessageRole.Arn"},
	{"functions may do what is named and nothing else", "Service: lambda.amazonaws.com", "Service: ec2.amazonaws.com"},
	{"functions may do what is named and nothing else", "Service: scheduler.amazonaws.com", "AWS: '*'"},
	{"what is invoked and forgotten has somewhere to fail", "Destination: !GetAtt ReceiveEmailFailures.Arn", "Destination: !GetAtt Nowhere.Arn"},
	{"nothing ends in a queue that nobody looks at", "Value: !GetAtt SendDeadLetters.QueueName", "Value: !GetAtt SendQueue.QueueName"},
}

func TestABrokenTemplateIsNoticed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	noticed := map[string]bool{}
	for _, b := range breaks {
		noticed[b.rule] = true
		t.Run(b.rule+": "+b.replacement, func(t *testing.T) {
			template := parseTemplate(t, []byte(broken(t, string(text), b.old, b.replacement)))
			if len(templateRules[b.rule](template)) == 0 {
				t.Errorf("%q passes", b.replacement)
			}
		})
	}
	for rule := range templateRules {
		if !noticed[rule] {
			t.Errorf("nothing breaks the rule that %s", rule)
		}
	}
}

// functionFolders names the folders under functions/ that have a program.
func functionFolders(t *testing.T) []string {
	t.Helper()
	programs, err := filepath.Glob(filepath.Join(root, "functions", "*", "main.go"))
	if err != nil || len(programs) == 0 {
		t.Fatalf("found %d programs, %v", len(programs), err)
	}
	var names []string
	for _, p := range programs {
		names = append(names, filepath.Base(filepath.Dir(p)))
	}
	return names
}

func TestEveryFunctionIsDeployed(t *testing.T) {
	folders, deployed := functionFolders(t), readTemplate(t).Functions()
	for _, name := range folders {
		if _, ok := deployed[name]; !ok {
			t.Errorf("functions/%s is not in the template", name)
		}
	}
	for name, r := range deployed {
		if !slices.Contains(folders, name) {
			t.Errorf("%s is for functions/%s, which is not there", r.Name, name)
		}
	}
}

// The filter is Lambda's to apply; here it is held against what the function acts
// on, so that neither changes alone.
func TestTheStreamFilterLetsThroughWhatIsFollowed(t *testing.T) {
	filters := readTemplate(t).Sources("DynamoDB")[0].At("FilterCriteria", "Filters").List()
	if len(filters) != 1 {
		t.Fatalf("%d filters", len(filters))
	}
	pattern := filters[0].At("Pattern").Text()
	passes, err := dynamo.ParseFilter(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, pk := range []string{"C#c1", "P#p1", "J#j1", "C", "U#m1", "AUD#a1", "FEED#a1#20260302"} {
		for _, sk := range []string{"Z", "M#m1", "Z1", "M", "A#all", "B#counted"} {
			_, follows, _ := store.Changed(nil, map[string]types.AttributeValue{
				"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: sk},
			})
			through := passes(events.DynamoDBEventRecord{Change: events.DynamoDBStreamRecord{Keys: map[string]events.DynamoDBAttributeValue{
				"pk": events.NewStringAttribute(pk), "sk": events.NewStringAttribute(sk),
			}}})
			// Contacts and jobs have no messages: what one pattern lets through costs nothing where there is none.
			if through != follows && (pk == "C#c1" || sk != "M#m1") {
				t.Errorf("%s %s: followed %t, let through %t by %s", pk, sk, follows, through, pattern)
			}
		}
	}
}
