package deploy_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	sestypes "github.com/aws/aws-sdk-go-v2/service/ses/types"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"confab/infra/operate/deploy"
	"confab/infra/operate/deployment/deploymenttest"
	"confab/infra/operate/plan"
	"confab/infra/template"
)

// account is an account with a machine to work in it from. Running a command
// that deploys makes the stack.
type account struct {
	*testing.T
	stacks     deploymenttest.Stacks
	active     string   // receipt rule set
	identities []string // of SES
	ran        []string
	lacks      string // a program
	out        bytes.Buffer
}

// made is the stack as deploying makes it.
func made() *deploymenttest.Stack {
	return &deploymenttest.Stack{
		Parameters: map[string]string{"InboundDomain": "inbox.example.com", "OwnerEmail": "owner@example.com"},
		Outputs:    map[string]string{"PageUrl": "https://page.example.com", "RuleSetName": "confab"},
		Resources: map[string]string{
			"ReceiptRuleSet": "confab", "Bucket": "confab-bucket-1", "Table": "confab-Table-1", "MasterSecret": "arn:secret-1", "UserPool": "pool-1",
			"InboundDomainIdentity": "inbox.example.com", "Logs": "confab-Logs-1",
		},
	}
}

func (a *account) Has(name string) bool { return name != a.lacks }

func (a *account) Run(_ context.Context, c plan.Command) error {
	a.ran = append(a.ran, c.String())
	line := c.String()
	switch {
	case strings.Contains(line, "sam deploy"), strings.Contains(line, "cdk deploy"):
		a.stacks["confab"] = made()
	case strings.Contains(line, "sam delete"), strings.Contains(line, "cdk destroy"):
		if a.active == "confab" {
			return errors.New("SES refuses to delete the active receipt rule set")
		}
		a.stacks["confab"].Status = "DELETE_COMPLETE"
	}
	return nil
}

func (a *account) GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error) {
	return &sts.GetCallerIdentityOutput{Account: aws.String("000000000000")}, nil
}

func (a *account) DescribeActiveReceiptRuleSet(context.Context, *ses.DescribeActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.DescribeActiveReceiptRuleSetOutput, error) {
	if a.active == "" {
		return &ses.DescribeActiveReceiptRuleSetOutput{}, nil
	}
	return &ses.DescribeActiveReceiptRuleSetOutput{Metadata: &sestypes.ReceiptRuleSetMetadata{Name: &a.active}}, nil
}

func (a *account) SetActiveReceiptRuleSet(_ context.Context, in *ses.SetActiveReceiptRuleSetInput, _ ...func(*ses.Options)) (*ses.SetActiveReceiptRuleSetOutput, error) {
	a.active = aws.ToString(in.RuleSetName)
	return &ses.SetActiveReceiptRuleSetOutput{}, nil
}

func (a *account) GetEmailIdentity(_ context.Context, in *sesv2.GetEmailIdentityInput, _ ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error) {
	for _, known := range a.identities {
		if known == *in.EmailIdentity {
			return &sesv2.GetEmailIdentityOutput{}, nil
		}
	}
	return nil, &types.NotFoundException{}
}

func (a *account) account() deploy.Account {
	return deploy.Account{Region: "eu-west-1", Identity: a, Stacks: a.stacks, Receiving: a, Identities: a}
}

// carry plans and carries out, with consent.
func (a *account) carry(p interface {
	Plan(context.Context) (*plan.Plan, error)
}, consent string) error {
	todo, err := p.Plan(a.Context())
	if err != nil {
		return err
	}
	c := &plan.Console{In: strings.NewReader(""), Out: &a.out, Consent: consent, Programs: a}
	return c.Carry(a.Context(), todo)
}

func newAccount(t *testing.T) *account {
	return &account{T: t, stacks: deploymenttest.Stacks{"CDKToolkit": {}}}
}

func readTemplate(t *testing.T) *template.Template {
	t.Helper()
	read, err := template.Read("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return read
}
