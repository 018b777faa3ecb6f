package deployment_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/smithy-go"

	"confab/infra/operate/deployment"
	"confab/infra/operate/deployment/deploymenttest"
)

func TestAStackTellsWhatItMade(t *testing.T) {
	stacks := deploymenttest.Stacks{"confab": {
		Parameters: map[string]string{"InboundDomain": "inbox.example.com"},
		Outputs:    map[string]string{"PageUrl": "https://page.example.com"},
		Resources:  map[string]string{"Table": "confab-Table-1", "Bucket": "confab-bucket-1", "SendQueue": "https://queue"},
		Gone:       []string{"Else"},
	}}
	d, err := deployment.Read(t.Context(), stacks, "confab")
	if err != nil {
		t.Fatal(err)
	}
	for _, ask := range []struct {
		of   func(string) (string, error)
		name string
		want string
	}{
		{d.Parameter, "InboundDomain", "inbox.example.com"}, {d.Output, "PageUrl", "https://page.example.com"},
		{d.Resource, "Table", "confab-Table-1"}, {d.Resource, "Bucket", "confab-bucket-1"}, {d.Resource, "SendQueue", "https://queue"},
	} {
		if got, err := ask.of(ask.name); got != ask.want || err != nil {
			t.Errorf("%s is %q, %v", ask.name, got, err)
		}
		if _, err := ask.of("Else"); err == nil || !strings.Contains(err.Error(), "deploy this version first") {
			t.Errorf("what it does not have: %v", err)
		}
	}
	if d.Deleted() {
		t.Error("it is there, and counts as deleted")
	}
}

func TestAStackThatIsGoneIsKnownByItsIDAlone(t *testing.T) {
	stacks := deploymenttest.Stacks{"confab": {Status: "DELETE_COMPLETE", Resources: map[string]string{"Table": "confab-Table-1"}}}
	if _, err := deployment.Read(t.Context(), stacks, "confab"); !errors.Is(err, deployment.ErrNoStack) {
		t.Errorf("by name: %v", err)
	}
	d, err := deployment.Read(t.Context(), stacks, deploymenttest.ID("confab"))
	if err != nil || !d.Deleted() || d.Name != "confab" {
		t.Errorf("by id: %+v, %v", d, err)
	}
}

// broken refuses everything.
type broken struct{ deploymenttest.Stacks }

func (broken) DescribeStacks(context.Context, *cloudformation.DescribeStacksInput, ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error) {
	return nil, &smithy.GenericAPIError{Code: "AccessDenied", Message: "it does not exist for you"}
}

func TestAnotherFaultIsNoMissingStack(t *testing.T) {
	if _, err := deployment.Read(t.Context(), broken{}, "confab"); err == nil || errors.Is(err, deployment.ErrNoStack) {
		t.Errorf("refused: %v", err)
	}
}

func TestAnImaginedStackAnswersWithPlaceholders(t *testing.T) {
	d := deployment.Imagine("confab")
	for _, of := range []func(string) (string, error){d.Parameter, d.Output, d.Resource} {
		if got, err := of("Anything"); got != "<Anything>" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
}
