package dns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"confab/infra/operate/deployment"
	"confab/infra/operate/plan"
)

// Identities is what this needs of SES.
type Identities interface {
	GetEmailIdentity(context.Context, *sesv2.GetEmailIdentityInput, ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error)
	CreateEmailIdentity(context.Context, *sesv2.CreateEmailIdentityInput, ...func(*sesv2.Options)) (*sesv2.CreateEmailIdentityOutput, error)
	PutEmailIdentityMailFromAttributes(context.Context, *sesv2.PutEmailIdentityMailFromAttributesInput, ...func(*sesv2.Options)) (*sesv2.PutEmailIdentityMailFromAttributesOutput, error)
	PutEmailIdentityFeedbackAttributes(context.Context, *sesv2.PutEmailIdentityFeedbackAttributesInput, ...func(*sesv2.Options)) (*sesv2.PutEmailIdentityFeedbackAttributesOutput, error)
}

// DNS prints the records of a domain.
type DNS struct {
	Domain     string
	Region     string
	Receives   string // yes, no; empty: whether the stack receives at it
	Reports    string
	Stack      string
	Stacks     deployment.Stacks
	Identities Identities
	Resolver   Resolver
	Dry        bool
}

// Plan looks the domain up in SES and DNS. What it prints is harmless; making the
// domain an identity is not.
func (d *DNS) Plan(ctx context.Context) (*plan.Plan, error) {
	domain := Domain{Name: strings.ToLower(strings.TrimSuffix(d.Domain, ".")), Region: d.Region, Reports: d.Reports}
	domain.MailFrom = "mail." + domain.Name
	err := d.check(domain.Name)
	if err != nil {
		return nil, err
	}
	if domain.Receives, err = d.receives(ctx, domain.Name); err != nil {
		return nil, err
	}
	p := &plan.Plan{Title: "Print the DNS records of " + domain.Name + ".", Harmless: true}
	if d.Dry {
		domain.Tokens = []string{"<token 1>", "<token 2>", "<token 3>"}
		p.Steps = []plan.Step{
			{Says: "Where SES does not know the domain yet, ask whether to make it an identity, with DKIM keys of 2048 bits,\nbounces to " + domain.MailFrom + " and no bounces by mail."},
			{Says: "Print these records, and which of them are there:\n" + zone(domain.Records()) + d.doubt(domain)},
		}
		return p, nil
	}
	known, err := d.look(ctx, &domain)
	if err != nil {
		return nil, err
	}
	p.Steps, p.Harmless = known.steps, len(known.steps) == 0
	p.Facts = []plan.Fact{{Name: "Region", Value: d.Region}, {Name: "In SES", Value: known.status}}
	p.Steps = append(p.Steps, plan.Step{Says: "Print the records, and which of them are there.", Do: func(ctx context.Context, out io.Writer) error {
		records := domain.Records()
		Check(ctx, d.Resolver, records)
		fmt.Fprintf(out, "\nAs lines of a zone file:\n\n%s\nAs a form asks for them:\n\n", zone(records))
		WriteTable(out, records)
		fmt.Fprintf(out, "\n%s", domain.notes())
		return nil
	}})
	return p, nil
}

// aDomain is what the template takes too.
var aDomain = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

// check says what is wrong with the settings.
func (d *DNS) check(domain string) error {
	switch {
	case !aDomain.MatchString(domain):
		return fmt.Errorf("DOMAIN=%q is no domain: say one such as DOMAIN=inbox.example.com, other letters in their form xn--", d.Domain)
	case d.Receives != "" && d.Receives != "yes" && d.Receives != "no":
		return fmt.Errorf("RECEIVES is yes or no, not %q", d.Receives)
	case d.Reports != "" && !anAddress.MatchString(d.Reports):
		return fmt.Errorf("REPORTS=%q is no address: say one such as REPORTS=dmarc@example.com", d.Reports)
	}
	return nil
}

// anAddress can stand in DMARC's list without being encoded (RFC 7489 §6.2).
var anAddress = regexp.MustCompile(`^[^@\s,;!]+@[^@\s,;!]+$`)

func zone(records []Record) string {
	var b strings.Builder
	WriteZone(&b, records)
	return b.String()
}

// doubt says what a dry run cannot know.
func (d *DNS) doubt(domain Domain) string {
	if d.Receives == "" {
		return fmt.Sprintf("If it is the stack's InboundDomain, also an MX record of %s itself, and p=quarantine.", domain.Name)
	}
	return strings.TrimSuffix(domain.notes(), "\n")
}

// receives tells whether mail to the domain shall come to SES.
func (d *DNS) receives(ctx context.Context, domain string) (bool, error) {
	switch {
	case d.Receives == "yes":
		return true, nil
	case d.Receives == "no", d.Dry:
		return false, nil
	}
	stack, err := deployment.Read(ctx, d.Stacks, d.Stack)
	if errors.Is(err, deployment.ErrNoStack) {
		return false, fmt.Errorf("there is no stack %s that would tell whether %s receives: say RECEIVES=yes or RECEIVES=no", d.Stack, domain)
	}
	if err != nil {
		return false, err
	}
	inbound, err := stack.Parameter("InboundDomain")
	return strings.EqualFold(inbound, domain), err
}
