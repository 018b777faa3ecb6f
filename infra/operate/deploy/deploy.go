package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/aws/aws-sdk-go-v2/aws"
	cloudformation "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"confab/infra/operate/deployment"
	"confab/infra/operate/plan"
	"confab/infra/template"
)

// Identity tells whose account the credentials are for.
type Identity interface {
	GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error)
}

// Account is the account that is worked in.
type Account struct {
	Region    string
	Identity  Identity
	Stacks    deployment.Stacks
	Receiving Receiving
	// Identities are SES's, which a stack would make in vain where they are there.
	Identities interface {
		GetEmailIdentity(context.Context, *sesv2.GetEmailIdentityInput, ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error)
	}
}

// Deploy creates a stack or brings it up to date.
type Deploy struct {
	Account
	Tool       Tool
	Stack      string
	Parameters string // NAME=value …
	Displace   bool   // another receipt rule set may be displaced
	Consented  bool   // the tool need not ask again
	Dry        bool
	Template   *template.Template // the CDK's has the same parameters
	Programs   plan.Programs

	account      string
	bootstrapped bool // for CDK
}

// Plan looks up what there is and plans the deployment. It returns an error that
// says what to do where a program or a parameter is missing.
func (d *Deploy) Plan(ctx context.Context) (*plan.Plan, error) {
	given, err := parse(d.Template, d.Parameters)
	if err != nil {
		return nil, err
	}
	p := &plan.Plan{Title: fmt.Sprintf("Deploy Confab by %s as the stack %s.", d.Tool.Name, d.Stack)}
	if err := d.look(ctx, p, given); err != nil {
		return nil, err
	}
	p.Steps = append([]plan.Step{build}, d.Tool.deploy(d, given)...)
	says := "Activate the stack's receipt rule set, if none is active. Another one stays as it is."
	if d.Displace {
		says = "Activate the stack's receipt rule set, in the place of another if need be."
	}
	p.Steps = append(p.Steps,
		plan.Step{Says: says, Do: d.activate},
		plan.Step{Says: "Print what the stack tells, and what comes next.", Do: d.tell})
	return p, nil
}

// look finds out what there is already.
func (d *Deploy) look(ctx context.Context, p *plan.Plan, given []parameter) error {
	status, rules := "<created, or what it is now>", "<name or none>"
	d.account = "<account>"
	if !d.Dry {
		var err error
		if status, err = d.lookUp(ctx, given); err != nil {
			return err
		}
		if rules, err = active(ctx, d.Receiving); err != nil {
			return err
		}
	}
	p.Facts = []plan.Fact{
		{Name: "Account", Value: d.account + " in " + d.Region},
		{Name: "Stack", Value: status},
		{Name: "Parameters", Value: d.told(given)},
		{Name: "Active receipt rule set", Value: orNone(rules)},
	}
	return nil
}

// lookUp asks the account, and returns what becomes of the stack.
func (d *Deploy) lookUp(ctx context.Context, given []parameter) (status string, err error) {
	if err := d.Tool.installed(d.Programs); err != nil {
		return "", err
	}
	if d.account, err = who(ctx, d.Identity); err != nil {
		return "", err
	}
	now, err := d.existing(ctx)
	if err != nil {
		return "", err
	}
	status = "is created"
	if now != nil {
		status = "is updated; it is " + string(now.Status)
	}
	if missing := missing(d.Template, given, now); len(missing) > 0 {
		return "", fmt.Errorf("the stack needs %s: say PARAMETERS=\"%s=…\"", strings.Join(missing, " and "), strings.Join(missing, "=… "))
	}
	if now == nil {
		if err := d.identityIsFree(ctx, given); err != nil {
			return "", err
		}
	}
	_, err = deployment.Read(ctx, d.Stacks, toolkit)
	d.bootstrapped = err == nil
	if errors.Is(err, deployment.ErrNoStack) {
		err = nil
	}
	return status, err
}

// existing returns the stack that is to be updated, nil where there is none. It
// refuses one that no tool could update as it is.
// Source: CloudFormation user guide, "Understand CloudFormation stack creation events".
func (d *Deploy) existing(ctx context.Context) (*deployment.Deployment, error) {
	now, err := deployment.Read(ctx, d.Stacks, d.Stack)
	switch {
	case errors.Is(err, deployment.ErrNoStack):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch status := now.Status; {
	case status == cloudformation.StackStatusReviewInProgress: // a first deployment that was declined
		return nil, nil
	case status == cloudformation.StackStatusRollbackComplete, status == cloudformation.StackStatusRollbackFailed:
		return nil, fmt.Errorf("the first deployment of %s has failed (%s): see why in its events, remove what is left with make destroy-%s, then deploy again", d.Stack, status, d.Tool.Target)
	case status == cloudformation.StackStatusUpdateRollbackFailed:
		return nil, fmt.Errorf("the stack is stuck (%s): aws cloudformation continue-update-rollback --stack-name %s, then deploy again", status, d.Stack)
	case strings.HasSuffix(string(status), "_IN_PROGRESS"):
		return nil, fmt.Errorf("the stack is being changed (%s): wait until that has ended", status)
	}
	return now, nil
}

// identityIsFree refuses to have a new stack make an identity that the account
// has, by which CloudFormation would fail after some minutes.
func (d *Deploy) identityIsFree(ctx context.Context, given []parameter) error {
	domain := ""
	for _, g := range given {
		switch g.name {
		case "InboundDomain":
			domain = g.value
		case "InboundIdentity":
			return nil // it was thought of
		}
	}
	_, err := d.Identities.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: &domain})
	var free *types.NotFoundException
	switch {
	case errors.As(err, &free):
		return nil
	case err != nil:
		return fmt.Errorf("ask SES for %s: %w", domain, err)
	}
	return fmt.Errorf("SES has the identity %s already: add InboundIdentity=existing to PARAMETERS", domain)
}

// who returns the account's id.
func who(ctx context.Context, api Identity) (string, error) {
	out, err := api.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", fmt.Errorf("ask whose account this is: %w", err)
	}
	return aws.ToString(out.Account), nil
}

// told says which parameters are set, and in a dry run what a new stack would
// still need.
func (d *Deploy) told(given []parameter) string {
	words := make([]string, len(given), len(given)+1)
	for i, g := range given {
		words[i] = g.name + "=" + g.value
	}
	text := strings.Join(append(words, "the others as they are"), ", ")
	if missing := missing(d.Template, given, nil); d.Dry && len(missing) > 0 {
		text += "; a new stack needs " + strings.Join(missing, " and ")
	}
	return text
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (d *Deploy) activate(ctx context.Context, out io.Writer) error {
	made, err := deployment.Read(ctx, d.Stacks, d.Stack)
	if err != nil {
		return err
	}
	ours, err := made.Output("RuleSetName")
	if err != nil {
		return err
	}
	return activate(ctx, out, d.Receiving, ours, d.Displace)
}

func (d *Deploy) tell(ctx context.Context, out io.Writer) error {
	made, err := deployment.Read(ctx, d.Stacks, d.Stack)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, name := range slices.Sorted(maps.Keys(made.Outputs)) {
		fmt.Fprintf(table, "%s\t%s\n", name, made.Outputs[name])
	}
	_ = table.Flush() // the console is gone
	page, err := made.Output("PageUrl")
	if err != nil {
		return err
	}
	domain, err := made.Parameter("InboundDomain")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nNext: make dns DOMAIN=%s prints the records its DNS needs; sign in as the owner at %s; make smoke URL=%s tries it out.\n", domain, page, page)
	return nil
}
