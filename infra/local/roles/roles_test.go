package roles_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	ses "github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/smithy-go"

	"confab/infra/local/roles"
	"confab/infra/template"
)

var names = roles.Names{"T.Arn": "arn:aws:dynamodb:us-east-1:000000000000:table/t", "B.Arn": "arn:aws:s3:::b"}

// stand is a function with a role, and a service that has nothing and counts who
// asks.
type stand struct {
	*testing.T
	roles *roles.Roles
	cfg   aws.Config
	asked int
}

// newStand gives the function "f" a role of statements as in a template.
func newStand(t *testing.T, statements string) *stand {
	t.Helper()
	deployed, err := template.Parse([]byte(`
Resources:
  F: { Type: AWS::Serverless::Function, Properties: { CodeUri: build/f/, Role: !GetAtt R.Arn } }
  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [` + statements + `] } }] } }
`))
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{T: t}
	if s.roles, err = roles.Read(deployed, names); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.asked++
		w.WriteHeader(http.StatusNotFound)
	}))
	t.Cleanup(server.Close)
	s.cfg = aws.Config{Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("f", "local", ""), RetryMaxAttempts: 1}
	s.roles.Attach("f", &s.cfg)
	return s
}

func (s *stand) s3() *s3.Client {
	return s3.NewFromConfig(s.cfg, func(o *s3.Options) { o.UsePathStyle = true })
}

const mail = "From: Team <team@example.com>\r\nTo: ada@example.org\r\n\r\nHello.\r\n"

// expected is a call with what AWS asks a role for, and how it refuses.
type expected struct {
	call   func(s *stand) error
	needs  []string
	status int
	code   string
}

// calls are those that functions make.
var calls = map[string]expected{
	"BatchGetItem": {func(s *stand) error {
		_, err := dynamodb.NewFromConfig(s.cfg).BatchGetItem(s.Context(), &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{"t": {Keys: []map[string]types.AttributeValue{{}}}}})
		return err
	}, []string{"dynamodb:BatchGetItem arn:aws:dynamodb:us-east-1:000000000000:table/t"}, 400, "AccessDeniedException"},
	"Query": {func(s *stand) error {
		_, err := dynamodb.NewFromConfig(s.cfg).Query(s.Context(), &dynamodb.QueryInput{TableName: aws.String("t")})
		return err
	}, []string{"dynamodb:Query arn:aws:dynamodb:us-east-1:000000000000:table/t"}, 400, "AccessDeniedException"},
	"Query of an index": {func(s *stand) error {
		_, err := dynamodb.NewFromConfig(s.cfg).Query(s.Context(), &dynamodb.QueryInput{TableName: aws.String("t"), IndexName: aws.String("i")})
		return err
	}, []string{"dynamodb:Query arn:aws:dynamodb:us-east-1:000000000000:table/t/index/i"}, 400, "AccessDeniedException"},
	"TransactWriteItems": {func(s *stand) error {
		key, table := map[string]types.AttributeValue{}, aws.String("t")
		_, err := dynamodb.NewFromConfig(s.cfg).TransactWriteItems(s.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
			{Put: &types.Put{TableName: table, Item: key}}, {Update: &types.Update{TableName: table, Key: key, UpdateExpression: aws.String("SET a = :a")}},
			{Delete: &types.Delete{TableName: table, Key: key}}, {ConditionCheck: &types.ConditionCheck{TableName: table, Key: key, ConditionExpression: aws.String("a")}},
		}})
		return err
	}, []string{
		"dynamodb:PutItem arn:aws:dynamodb:us-east-1:000000000000:table/t", "dynamodb:UpdateItem arn:aws:dynamodb:us-east-1:000000000000:table/t",
		"dynamodb:DeleteItem arn:aws:dynamodb:us-east-1:000000000000:table/t", "dynamodb:ConditionCheckItem arn:aws:dynamodb:us-east-1:000000000000:table/t",
	}, 400, "AccessDeniedException"},
	"GetObject": {func(s *stand) error {
		_, err := s.s3().GetObject(s.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("m/1")})
		return err
	}, []string{"s3:GetObject arn:aws:s3:::b/m/1"}, 403, "AccessDenied"},
	"HeadObject": {func(s *stand) error {
		_, err := s.s3().HeadObject(s.Context(), &s3.HeadObjectInput{Bucket: aws.String("b"), Key: aws.String("m/1")})
		return err
	}, []string{"s3:GetObject arn:aws:s3:::b/m/1"}, 403, "AccessDenied"},
	"PutObject": {func(s *stand) error {
		_, err := s.s3().PutObject(s.Context(), &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("m/1"), Body: strings.NewReader("")})
		return err
	}, []string{"s3:PutObject arn:aws:s3:::b/m/1"}, 403, "AccessDenied"},
	"CopyObject": {func(s *stand) error {
		_, err := s.s3().CopyObject(s.Context(), &s3.CopyObjectInput{Bucket: aws.String("b"), Key: aws.String("m/1"), CopySource: aws.String("b/u%2F%C3%A4")})
		return err
	}, []string{"s3:GetObject arn:aws:s3:::b/u/ä", "s3:PutObject arn:aws:s3:::b/m/1"}, 403, "AccessDenied"},
	"SendMessage": {func(s *stand) error {
		_, err := sqs.NewFromConfig(s.cfg).SendMessage(s.Context(), &sqs.SendMessageInput{QueueUrl: aws.String("https://sqs.example.com/000000000000/q"), MessageBody: aws.String("x")})
		return err
	}, []string{"sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:q"}, 403, "AccessDenied"},
	"GetSecretValue": {func(s *stand) error {
		_, err := secretsmanager.NewFromConfig(s.cfg).GetSecretValue(s.Context(), &secretsmanager.GetSecretValueInput{SecretId: aws.String("arn:aws:secretsmanager:x")})
		return err
	}, []string{"secretsmanager:GetSecretValue arn:aws:secretsmanager:x"}, 400, "AccessDeniedException"},
	"SendEmail": {func(s *stand) error {
		_, err := sesv2.NewFromConfig(s.cfg).SendEmail(s.Context(), &sesv2.SendEmailInput{ConfigurationSetName: aws.String("c"), Content: &ses.EmailContent{Raw: &ses.RawMessage{Data: []byte(mail)}}})
		return err
	}, []string{
		"ses:SendEmail arn:aws:ses:us-east-1:000000000000:identity/example.com", "ses:SendEmail arn:aws:ses:us-east-1:000000000000:configuration-set/c",
		"ses:SendRawEmail arn:aws:ses:us-east-1:000000000000:identity/example.com", "ses:SendRawEmail arn:aws:ses:us-east-1:000000000000:configuration-set/c",
	}, 403, "AccessDeniedException"},
}

// statement permits the needs written so.
func statement(needs ...string) string {
	var out []string
	for _, n := range needs {
		action, resource, _ := strings.Cut(n, " ")
		out = append(out, `{ Sid: A, Effect: Allow, Action: "`+action+`", Resource: "`+resource+`" }`)
	}
	return strings.Join(out, ", ")
}

func TestACallNeedsEachOfItsPermissions(t *testing.T) {
	for name, test := range calls {
		t.Run(name, func(t *testing.T) {
			for i, missing := range test.needs {
				s := newStand(t, statement(append(slices.Delete(slices.Clone(test.needs), i, i+1), "other:Action *")...))
				err := test.call(s)
				var answer *awshttp.ResponseError
				var coded smithy.APIError
				if !errors.As(err, &answer) || answer.HTTPStatusCode() != test.status || !errors.As(err, &coded) || coded.ErrorCode() != test.code || s.asked != 0 {
					t.Errorf("without %s: %v, and the service was asked %d times", missing, err, s.asked)
				}
				action, _, _ := strings.Cut(missing, " ")
				if err == nil || !strings.Contains(err.Error(), "is not authorized to perform: "+action) {
					t.Errorf("without %s: %v", missing, err)
				}
			}
			s := newStand(t, statement(test.needs...))
			if err := test.call(s); err == nil || s.asked != 1 {
				t.Errorf("with all of them the service is asked %d times: %v", s.asked, err)
			}
			var needed []string
			for _, c := range s.roles.Calls() {
				needed = append(needed, c.Action+" "+c.Resource)
				if c.Function != "f" || c.Role != "R" || c.Refused {
					t.Errorf("remembered as %+v", c)
				}
			}
			slices.Sort(needed)
			want := slices.Sorted(slices.Values(test.needs))
			if !slices.Equal(needed, want) {
				t.Errorf("needed %q, want %q", needed, want)
			}
		})
	}
}

func TestWhatIsNotKnownIsRefused(t *testing.T) {
	all := `{ Sid: A, Effect: Allow, Action: "s3:*", Resource: "*" }, { Sid: D, Effect: Allow, Action: "dynamodb:*", Resource: "*" }, { Sid: E, Effect: Allow, Action: "ses:*", Resource: "*" }`
	for name, call := range map[string]func(*stand) error{
		"another operation": func(s *stand) error {
			_, err := dynamodb.NewFromConfig(s.cfg).ExecuteStatement(s.Context(), &dynamodb.ExecuteStatementInput{Statement: aws.String(`SELECT * FROM "t"`)})
			return err
		},
		"a scan of an index": func(s *stand) error {
			_, err := dynamodb.NewFromConfig(s.cfg).Scan(s.Context(), &dynamodb.ScanInput{TableName: aws.String("t"), IndexName: aws.String("lists")})
			return err
		},
		"a version of an object": func(s *stand) error {
			_, err := s.s3().GetObject(s.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k"), VersionId: aws.String("1")})
			return err
		},
		"an object with tags": func(s *stand) error {
			_, err := s.s3().PutObject(s.Context(), &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("k"), Tagging: aws.String("a=b")})
			return err
		},
		"a mail of no sender": func(s *stand) error {
			_, err := sesv2.NewFromConfig(s.cfg).SendEmail(s.Context(), &sesv2.SendEmailInput{Content: &ses.EmailContent{Raw: &ses.RawMessage{Data: []byte("\r\n")}}})
			return err
		},
		"an empty transaction": func(s *stand) error {
			_, err := dynamodb.NewFromConfig(s.cfg).TransactWriteItems(s.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{{}}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStand(t, all)
			if err := call(s); err == nil || s.asked != 0 || !strings.Contains(err.Error(), "not authorized") {
				t.Errorf("the service is asked %d times: %v", s.asked, err)
			}
			if remembered := s.roles.Calls(); len(remembered) != 1 || !remembered[0].Refused {
				t.Errorf("remembered as %+v", remembered)
			}
		})
	}
}

func TestWhoMayNotListIsNotToldWhatIsMissing(t *testing.T) {
	read := statement("s3:GetObject arn:aws:s3:::b/*", "s3:PutObject arn:aws:s3:::b/*")
	for name, status := range map[string]int{read: 403, read + ", " + statement("s3:ListBucket ${B.Arn}"): 404} {
		for _, operation := range []string{"GetObject", "HeadObject", "CopyObject", "PutObject"} {
			want := status
			if operation == "PutObject" { // there was no such bucket
				want = 404
			}
			s := newStand(t, name)
			err := calls[operation].call(s)
			var answer *awshttp.ResponseError
			if !errors.As(err, &answer) || answer.HTTPStatusCode() != want {
				t.Errorf("%s by one who may %s: %v, want %d", operation, name, err, want)
			}
			listed := slices.ContainsFunc(s.roles.Calls(), func(c roles.Call) bool { return c.Action == "s3:ListBucket" })
			if listed != (want == 404 && operation != "PutObject") {
				t.Errorf("%s: listing is remembered: %t", operation, listed)
			}
		}
	}
}

func TestALinkIsCheckedWhenItIsUsed(t *testing.T) {
	s := newStand(t, statement("s3:GetObject ${B.Arn}/m/*", "s3:PutObject ${B.Arn}/u/*"))
	if _, err := s3.NewPresignClient(s.s3()).PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("u/1")}); err != nil {
		t.Errorf("signing is refused: %v", err)
	}
	if n := len(s.roles.Calls()); n != 0 {
		t.Errorf("signing is remembered as %d calls", n)
	}
	for _, test := range []struct {
		method, key string
		permitted   bool
	}{{"GET", "m/1", true}, {"HEAD", "m/1", true}, {"PUT", "m/1", false}, {"GET", "u/1", false}, {"PUT", "u/1", true}} {
		if err := s.roles.CheckLink("f", test.method, "b", test.key); (err == nil) != test.permitted {
			t.Errorf("%s %s: %v", test.method, test.key, err)
		}
	}
	if err := s.roles.CheckLink("somebody", "GET", "b", "m/1"); err == nil {
		t.Error("a function that there is not may read")
	}
}

func TestPoliciesAreEvaluatedAsIAMDoes(t *testing.T) {
	const key = "arn:aws:s3:::b/m/a/1"
	for _, test := range []struct {
		name, statements string
		permitted        bool
	}{
		{"nothing is permitted by nobody", `{ Sid: A, Effect: Allow, Action: s3:PutObject, Resource: "*" }`, false},
		{"actions have no case", `{ Sid: A, Effect: Allow, Action: S3:getobject, Resource: "*" }`, true},
		{"resources have one", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::B/*" }`, false},
		{"a star goes over slashes", `{ Sid: A, Effect: Allow, Action: s3:Get*, Resource: !Sub "${B.Arn}/m/*" }`, true},
		{"a question mark is one character", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/m/a/?" }`, true},
		{"and no more", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/?" }`, false},
		{"another prefix is another resource", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: !Sub "${B.Arn}/u/*" }`, false},
		{"what is not named here is nothing", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Other.Arn}/*" }`, false},
		{"one denial counts more", `{ Sid: A, Effect: Allow, Action: s3:GetObject, Resource: "*" }, { Sid: D, Effect: Deny, Action: "s3:*", Resource: !Sub "${B.Arn}/m/*" }`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newStand(t, test.statements)
			if err := s.roles.Check("f", roles.Need{Action: "s3:GetObject", Resource: key}); (err == nil) != test.permitted {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAFunctionWithoutARoleIsRefused(t *testing.T) {
	deployed, err := template.Parse([]byte("Resources: { F: { Type: AWS::Serverless::Function, Properties: { CodeUri: build/f/ } } }"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := roles.Read(deployed, nil); err == nil || !strings.Contains(err.Error(), "F no role") {
		t.Errorf("got %v", err)
	}
}
