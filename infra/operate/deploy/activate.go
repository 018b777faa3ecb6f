package deploy

import (
	"context"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ses"
)

// Receiving is the part of SES that receives. It has remained in the first
// version of SES's API.
type Receiving interface {
	DescribeActiveReceiptRuleSet(context.Context, *ses.DescribeActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.DescribeActiveReceiptRuleSetOutput, error)
	SetActiveReceiptRuleSet(context.Context, *ses.SetActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.SetActiveReceiptRuleSetOutput, error)
}

// active returns the name of the active receipt rule set, empty where none is.
func active(ctx context.Context, api Receiving) (string, error) {
	out, err := api.DescribeActiveReceiptRuleSet(ctx, &ses.DescribeActiveReceiptRuleSetInput{})
	if err != nil {
		return "", fmt.Errorf("ask which receipt rule set is active: %w", err)
	}
	if out.Metadata == nil {
		return "", nil
	}
	return aws.ToString(out.Metadata.Name), nil
}

// activate makes a receipt rule set the active one: where none is, or where
// another may be displaced. CloudFormation makes rule sets and activates none.
func activate(ctx context.Context, out io.Writer, api Receiving, ours string, displace bool) error {
	now, err := active(ctx, api)
	switch {
	case err != nil:
		return err
	case now == ours:
		fmt.Fprintf(out, "%s is active.\n", ours)
		return nil
	case now != "" && !displace:
		fmt.Fprintf(out, otherActive, now, ours)
		return nil
	}
	if _, err := api.SetActiveReceiptRuleSet(ctx, &ses.SetActiveReceiptRuleSetInput{RuleSetName: &ours}); err != nil {
		return fmt.Errorf("activate the receipt rule set %s: %w", ours, err)
	}
	fmt.Fprintf(out, "%s is active now.\n", ours)
	if now != "" {
		fmt.Fprintf(out, "To go back to the one before: aws ses set-active-receipt-rule-set --rule-set-name %s\n", now)
	}
	return nil
}

// otherActive says why nothing was activated, and the ways out. A rule of ours in
// a set of theirs would not do: the bucket and the function admit ours alone.
const otherActive = `MAIL DOES NOT COME IN YET. The receipt rule set %[1]s is active, and it is not Confab's.
One rule set is active in a Region at a time, so this is yours to decide:
  - where nobody needs %[1]s any more, or when its rules have been copied into %[2]s
    (aws ses describe-receipt-rule-set --rule-set-name %[1]s shows them): the same command with ACTIVATE=displace;
  - else deploy Confab in another Region, where SES receives by a rule set of its own.
`

// deactivate leaves no rule set active, if ours is the active one: SES refuses to
// delete that. Source: SES API reference, DeleteReceiptRuleSet.
func deactivate(ctx context.Context, out io.Writer, api Receiving, ours string) error {
	now, err := active(ctx, api)
	if err != nil {
		return err
	}
	if now != ours {
		fmt.Fprintf(out, "%s is not active; nothing to do.\n", ours)
		return nil
	}
	if _, err := api.SetActiveReceiptRuleSet(ctx, &ses.SetActiveReceiptRuleSetInput{}); err != nil {
		return fmt.Errorf("deactivate the receipt rule set %s: %w", ours, err)
	}
	fmt.Fprintln(out, "No receipt rule set is active now; SES refuses mail.")
	return nil
}
