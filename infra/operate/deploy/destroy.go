package deploy

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"confab/infra/operate/deployment"
	"confab/infra/operate/plan"
)

// kept are the resources that outlive their stack, in the order in which they
// are deleted when data is to go too.
var kept = []struct {
	logical string
	holds   string
	erase   func(ctx context.Context, s Storage, name string) error // nil: never
	remark  string                                                  // on erasing it
}{
	{"Bucket", "raw mail, attachments, uploads", eraseBucket, " Every version of every object goes."},
	{"Table", "conversations, contacts, members, settings", eraseTable, " DynamoDB keeps a last backup of its own for 35 days."},
	{"MasterSecret", "the keys of every reply address", eraseSecret, fmt.Sprintf(" It can be brought back for %d days.", secretDays)},
	{"UserPool", "the members' sign-ins, where no other issuer was given", eraseUserPool, ""},
	{"InboundDomainIdentity", "the domain's place in SES, which its DNS records prove", nil, ""},
}

// Destroy deletes a stack, and its data where that is asked for.
type Destroy struct {
	Account
	Storage  Storage
	Tool     Tool
	Stack    string // its name; or its id, to delete the data of a stack that is gone
	Data     bool   // delete data too
	Dry      bool
	Programs plan.Programs
}

// Plan looks up what goes and what stays.
func (d *Destroy) Plan(ctx context.Context) (*plan.Plan, error) {
	now, account := deployment.Imagine(d.Stack), "<account>"
	if !d.Dry {
		if err := d.Tool.installed(d.Programs); err != nil {
			return nil, err
		}
		var err error
		if account, err = who(ctx, d.Identity); err != nil {
			return nil, err
		}
		if now, err = deployment.Read(ctx, d.Stacks, d.Stack); err != nil {
			return nil, err
		}
	}
	p := &plan.Plan{
		Title: fmt.Sprintf("Delete the stack %s and keep its data.", now.Name),
		Facts: []plan.Fact{{Name: "Account", Value: account + " in " + d.Region}, {Name: "Stack", Value: string(now.Status)}},
	}
	if d.Data {
		p.Title = fmt.Sprintf("Delete the stack %s AND ALL ITS DATA.", now.Name)
		p.Word = now.Name
	}
	if !now.Deleted() {
		p.Steps = d.stackSteps(now)
	}
	d.dataSteps(p, now)
	return p, nil
}

// stackSteps delete the stack. Mail is refused only when all is ready for that.
func (d *Destroy) stackSteps(now *deployment.Deployment) []plan.Step {
	steps := d.Tool.destroy(now.Name, d.Region)
	steps = slices.Insert(steps, len(steps)-1, plan.Step{
		Says: "Deactivate the stack's receipt rule set, if it is the active one. From then on SES refuses mail to it, and senders get it back.",
		Do: func(ctx context.Context, out io.Writer) error {
			if ours, err := now.Resource("ReceiptRuleSet"); err == nil { // a deployment that failed may have made none
				return deactivate(ctx, out, d.Receiving, ours)
			}
			return nil
		},
	})
	if d.Data {
		return steps
	}
	return append(steps, plan.Step{
		Says: "Say how to delete the data later.",
		Do: func(_ context.Context, out io.Writer) error {
			fmt.Fprintf(out, "The data is kept. A new deployment does not take it up by itself; CloudFormation's resource import does.\n"+
				"Within 90 days this deletes it: make destroy-%s STACK=%s DATA=delete\n", d.Tool.Target, now.ID)
			return nil
		},
	})
}

// dataSteps say what stays, or delete it.
func (d *Destroy) dataSteps(p *plan.Plan, now *deployment.Deployment) {
	for _, k := range kept {
		name, err := now.Resource(k.logical)
		if err != nil { // a pool is made only where no issuer was given
			continue
		}
		if !d.Data || k.erase == nil {
			p.Facts = append(p.Facts, plan.Fact{Name: "Stays", Value: fmt.Sprintf("%s, %s: %s", k.logical, name, k.holds)})
			continue
		}
		p.Steps = append(p.Steps, plan.Step{
			Says: fmt.Sprintf("Delete %s, %s: %s.%s", k.logical, name, k.holds, k.remark),
			Do: func(ctx context.Context, _ io.Writer) error {
				if err := k.erase(ctx, d.Storage, name); err != nil {
					return fmt.Errorf("delete %s: %w", strings.ToLower(k.logical), err)
				}
				return nil
			},
		})
	}
}
