package deploy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"confab/infra/operate/deploy"
)

const required = "InboundDomain=inbox.example.com OwnerEmail=owner@example.com"

func (a *account) deploy(tool deploy.Tool, parameters string, displace bool) error {
	return a.carry(&deploy.Deploy{
		Account: a.account(), Tool: tool, Stack: "confab", Parameters: parameters, Displace: displace, Consented: true,
		Template: readTemplate(a.T), Programs: a,
	}, "1")
}

func TestAFirstDeploymentReceivesMail(t *testing.T) {
	for name, tool := range map[string]deploy.Tool{"SAM": deploy.SAM, "CDK": deploy.CDK} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			if err := a.deploy(tool, required, false); err != nil {
				t.Fatal(err)
			}
			if a.active != "confab" {
				t.Errorf("the active receipt rule set is %q", a.active)
			}
			if a.ran[0] != "make build" {
				t.Errorf("first it ran %s", a.ran[0])
			}
			for _, want := range []string{"PageUrl", "https://page.example.com", "make dns DOMAIN=inbox.example.com", "make smoke URL=https://page.example.com"} {
				if !strings.Contains(a.out.String(), want) {
					t.Errorf("it does not say %q:\n%s", want, &a.out)
				}
			}
		})
	}
}

func TestAnotherRuleSetIsNeverDisplacedUnasked(t *testing.T) {
	a := newAccount(t)
	a.active = "theirs"
	if err := a.deploy(deploy.SAM, required, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MAIL DOES NOT COME IN YET", "theirs", "ACTIVATE=displace", "another Region"} {
		if !strings.Contains(a.out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, &a.out)
		}
	}
	if a.active != "theirs" {
		t.Fatalf("%q is active", a.active)
	}
	if err := a.deploy(deploy.SAM, "", true); err != nil {
		t.Fatal(err)
	}
	if a.active != "confab" || !strings.Contains(a.out.String(), "set-active-receipt-rule-set --rule-set-name theirs") {
		t.Errorf("asked to, %q is active; the way back is not told:\n%s", a.active, &a.out)
	}
}

func TestAnUpdateNeedsNoParameters(t *testing.T) {
	a := newAccount(t)
	a.stacks["confab"], a.active, a.identities = made(), "confab", []string{"inbox.example.com"}
	if err := a.deploy(deploy.SAM, "AlarmEmail=ops@example.com", false); err != nil {
		t.Fatal(err)
	}
	if last := a.ran[len(a.ran)-1]; !strings.HasSuffix(last, "--parameter-overrides AlarmEmail=ops@example.com") {
		t.Errorf("it ran %s", last)
	}
}

func TestWhatWouldFailLaterIsSaidAtOnce(t *testing.T) {
	tests := []struct {
		name, parameters, lacks string
		identities              []string
		want                    string
	}{
		{"no parameters", "", "", nil, "the stack needs InboundDomain and OwnerEmail"},
		{"half of them", "InboundDomain=inbox.example.com", "", nil, `PARAMETERS="OwnerEmail=`},
		{"an identity that is there", required, "", []string{"inbox.example.com"}, "InboundIdentity=existing"},
		{"no make", required, "make", nil, "make is not installed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newAccount(t)
			a.identities, a.lacks = tt.identities, tt.lacks
			if err := a.deploy(deploy.SAM, tt.parameters, false); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v", err)
			}
			if len(a.ran) > 0 {
				t.Errorf("it ran %q", a.ran)
			}
		})
	}
	a := newAccount(t)
	a.identities = []string{"inbox.example.com"}
	if err := a.deploy(deploy.SAM, required+" InboundIdentity=existing", false); err != nil {
		t.Errorf("an identity that is named as there: %v", err)
	}
}

func TestAStackThatCannotBeUpdatedIsRefusedWithTheWayOut(t *testing.T) {
	for status, want := range map[types.StackStatus]string{
		"ROLLBACK_COMPLETE": "make destroy-sam", "ROLLBACK_FAILED": "make destroy-sam", "UPDATE_ROLLBACK_FAILED": "continue-update-rollback",
		"UPDATE_IN_PROGRESS": "wait", "DELETE_IN_PROGRESS": "wait",
	} {
		a := newAccount(t)
		a.stacks["confab"] = made()
		a.stacks["confab"].Status = status
		if err := a.deploy(deploy.SAM, required, false); err == nil || !strings.Contains(err.Error(), want) || len(a.ran) > 0 {
			t.Errorf("%s: error %v, ran %q", status, err, a.ran)
		}
	}
	a := newAccount(t)
	a.stacks["confab"] = made()
	a.stacks["confab"].Status = "REVIEW_IN_PROGRESS"
	if err := a.deploy(deploy.SAM, "", false); err == nil || !strings.Contains(err.Error(), "the stack needs") {
		t.Errorf("a stack that was never made needs all parameters: %v", err)
	}
	if err := a.deploy(deploy.SAM, required, false); err != nil {
		t.Errorf("with them: %v", err)
	}
}

func TestTheToolsAreGivenTheParameters(t *testing.T) {
	const origins = required + " OidcEndpointOrigins=https://a.example.com https://b.example.com AlarmEmail="
	for name, tt := range map[string]struct {
		tool deploy.Tool
		want []string
	}{
		"SAM": {deploy.SAM, []string{"InboundDomain=inbox.example.com ", `'OidcEndpointOrigins="https://a.example.com https://b.example.com"'`, `'AlarmEmail=""'`}},
		"CDK": {deploy.CDK, []string{"--parameters confab:InboundDomain=inbox.example.com ", "'confab:OidcEndpointOrigins=https://a.example.com https://b.example.com'", "confab:AlarmEmail= "}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			if err := a.deploy(tt.tool, origins, false); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if last := a.ran[len(a.ran)-1]; !strings.Contains(last, want) {
					t.Errorf("%s does not say %s", last, want)
				}
			}
		})
	}
}

func TestCDKIsBootstrappedWhereItIsNot(t *testing.T) {
	for _, there := range []bool{true, false} {
		a := newAccount(t)
		if !there {
			delete(a.stacks, "CDKToolkit")
		}
		if err := a.deploy(deploy.CDK, required, false); err != nil {
			t.Fatal(err)
		}
		if ran := strings.Contains(strings.Join(a.ran, "\n"), "cdk bootstrap aws://000000000000/eu-west-1"); ran == there {
			t.Errorf("bootstrapped %t, and did so: %t\n%s", there, ran, strings.Join(a.ran, "\n"))
		}
	}
}

// What the commands call by name must be in the template.
func TestTheTemplateHasWhatTheCommandsAskFor(t *testing.T) {
	read := readTemplate(t)
	for _, name := range []string{
		"ReceiptRuleSet", "ReceiveEmailFunction", "PublishEventsFunction", "UpdateIndexFunction", "Bucket", "ReceiveEmailFailures", "TextsDeadLetters", "SendDeadLetters", "DeliveryEventsDeadLetters", "JobsDeadLetters", "WakeFailures",
	} {
		if read.Resource(name).Raw == nil {
			t.Errorf("there is no resource %s", name)
		}
	}
	for _, name := range []string{"RuleSetName", "PageUrl"} {
		if read.At("Outputs", name).Raw == nil {
			t.Errorf("there is no output %s", name)
		}
	}
	if read.At("Parameters", "InboundDomain").Raw == nil {
		t.Error("there is no parameter InboundDomain")
	}
	var retained []string
	for _, name := range read.At("Resources").Keys() {
		r := read.Resource(name)
		if r.At("DeletionPolicy").Text() == "Retain" && r.At("Type").Text() != "AWS::Cognito::UserPoolUser" { // it goes with its pool
			retained = append(retained, name)
		}
	}
	if kept := slices.Sorted(slices.Values(deploy.Kept())); !slices.Equal(retained, kept) {
		t.Errorf("the template retains %q, and destroying tells of %q", retained, kept)
	}
}
