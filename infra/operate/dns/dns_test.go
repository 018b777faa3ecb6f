package dns_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"

	"confab/infra/operate/deployment/deploymenttest"
	"confab/infra/operate/dns"
	"confab/infra/operate/plan"
)

// ses knows identities, and notes what it is told.
type ses struct {
	known map[string]*sesv2.GetEmailIdentityOutput
	told  []string
}

var tokens = &types.DkimAttributes{Tokens: []string{"one", "two", "three"}}

func (s *ses) GetEmailIdentity(_ context.Context, in *sesv2.GetEmailIdentityInput, _ ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error) {
	if out := s.known[*in.EmailIdentity]; out != nil {
		return out, nil
	}
	return nil, &types.NotFoundException{}
}

func (s *ses) CreateEmailIdentity(_ context.Context, in *sesv2.CreateEmailIdentityInput, _ ...func(*sesv2.Options)) (*sesv2.CreateEmailIdentityOutput, error) {
	s.told = append(s.told, fmt.Sprintf("create %s with %s", *in.EmailIdentity, in.DkimSigningAttributes.NextSigningKeyLength))
	return &sesv2.CreateEmailIdentityOutput{DkimAttributes: tokens}, nil
}

func (s *ses) PutEmailIdentityMailFromAttributes(_ context.Context, in *sesv2.PutEmailIdentityMailFromAttributesInput, _ ...func(*sesv2.Options)) (*sesv2.PutEmailIdentityMailFromAttributesOutput, error) {
	s.told = append(s.told, fmt.Sprintf("%s bounces to %s", *in.EmailIdentity, *in.MailFromDomain))
	return &sesv2.PutEmailIdentityMailFromAttributesOutput{}, nil
}

func (s *ses) PutEmailIdentityFeedbackAttributes(_ context.Context, in *sesv2.PutEmailIdentityFeedbackAttributesInput, _ ...func(*sesv2.Options)) (*sesv2.PutEmailIdentityFeedbackAttributesOutput, error) {
	s.told = append(s.told, fmt.Sprintf("%s mails bounces: %t", *in.EmailIdentity, in.EmailForwardingEnabled))
	return &sesv2.PutEmailIdentityFeedbackAttributesOutput{}, nil
}

// zone is what DNS has.
type zone struct {
	mx, txt map[string][]string
	fail    error
}

func (z zone) LookupMX(_ context.Context, name string) (out []*net.MX, err error) {
	for _, host := range z.mx[name] {
		out = append(out, &net.MX{Host: host, Pref: 10})
	}
	return out, z.fault(len(out))
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	return z.txt[name], z.fault(len(z.txt[name]))
}

func (z zone) fault(found int) error {
	if z.fail == nil && found == 0 {
		return &net.DNSError{IsNotFound: true}
	}
	return z.fail
}

// run plans and prints, with consent.
func run(t *testing.T, d *dns.DNS) (string, *plan.Plan) {
	t.Helper()
	d.Region, d.Stack = "eu-west-1", "confab"
	if d.Stacks == nil {
		d.Stacks = deploymenttest.Stacks{"confab": {Parameters: map[string]string{"InboundDomain": "inbox.example.com"}}}
	}
	p, err := d.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&plan.Console{Out: &out, Consent: "1"}).Carry(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return out.String(), p
}

func settled() *sesv2.GetEmailIdentityOutput {
	return &sesv2.GetEmailIdentityOutput{
		DkimAttributes: tokens, VerifiedForSendingStatus: true,
		MailFromAttributes: &types.MailFromAttributes{MailFromDomain: aws.String("bounce.inbox.example.com")},
	}
}

func TestTheInboundDomainGetsAllRecords(t *testing.T) {
	s := &ses{known: map[string]*sesv2.GetEmailIdentityOutput{"inbox.example.com": settled()}}
	out, p := run(t, &dns.DNS{Domain: "Inbox.Example.com.", Identities: s, Resolver: zone{}, Reports: "dmarc@example.com"})
	for _, want := range []string{
		"inbox.example.com. 300 IN MX 10 inbound-smtp.eu-west-1.amazonaws.com.\n",
		"one._domainkey.inbox.example.com. 300 IN CNAME one.dkim.amazonses.com.\n", "three._domainkey.inbox.example.com. 300 IN CNAME",
		"bounce.inbox.example.com. 300 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.\n",
		`bounce.inbox.example.com. 300 IN TXT "v=spf1 include:amazonses.com ~all"` + "\n",
		`_dmarc.inbox.example.com. 300 IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"` + "\n",
	} {
		if !strings.Contains(single(out), want) {
			t.Errorf("it does not print %q:\n%s", want, out)
		}
	}
	if len(s.told) > 0 || !p.Harmless {
		t.Errorf("what is settled was changed: %q", s.told)
	}
}

// single makes one space of many.
func single(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

func TestADomainThatOnlySendsKeepsItsMX(t *testing.T) {
	s := &ses{known: map[string]*sesv2.GetEmailIdentityOutput{"example.com": settled()}}
	for name, receives := range map[string]string{"the stack tells": "", "it is said": "no"} {
		t.Run(name, func(t *testing.T) {
			out, _ := run(t, &dns.DNS{Domain: "example.com", Receives: receives, Identities: s, Resolver: zone{}})
			if strings.Contains(out, "inbound-smtp") || !strings.Contains(out, "example.com only sends") || !strings.Contains(out, `"v=DMARC1; p=none"`) {
				t.Error(out)
			}
		})
	}
	d := &dns.DNS{Domain: "example.com", Region: "eu-west-1", Stack: "confab", Stacks: deploymenttest.Stacks{}, Identities: s}
	if _, err := d.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "RECEIVES=yes or RECEIVES=no") {
		t.Errorf("where nobody tells: %v", err)
	}
}

func TestADomainThatSESDoesNotKnowIsIntroduced(t *testing.T) {
	s := &ses{}
	out, p := run(t, &dns.DNS{Domain: "example.com", Identities: s, Resolver: zone{}})
	want := []string{"create example.com with RSA_2048_BIT", "example.com bounces to mail.example.com", "example.com mails bounces: false"}
	if !slices.Equal(s.told, want) || p.Harmless || !strings.Contains(out, "one._domainkey.example.com") {
		t.Errorf("SES was told %q, harmless %t:\n%s", s.told, p.Harmless, out)
	}
}

func TestWhatAnIdentityLacksIsSet(t *testing.T) {
	s := &ses{known: map[string]*sesv2.GetEmailIdentityOutput{"example.com": {
		FeedbackForwardingStatus: true,
		DkimAttributes:           &types.DkimAttributes{Tokens: tokens.Tokens, SigningHostedZone: aws.String("dkim.eu-west-1.amazonses.com")},
	}}}
	out, _ := run(t, &dns.DNS{Domain: "example.com", Identities: s, Resolver: zone{}})
	if want := []string{"example.com bounces to mail.example.com", "example.com mails bounces: false"}; !slices.Equal(s.told, want) {
		t.Errorf("SES was told %q", s.told)
	}
	if !strings.Contains(out, "one.dkim.eu-west-1.amazonses.com") || !strings.Contains(out, "not verified yet") {
		t.Error(out)
	}
	s.known["example.com"].DkimAttributes.Tokens = nil
	d := &dns.DNS{Domain: "example.com", Receives: "no", Identities: s}
	if _, err := d.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "key of its own") {
		t.Errorf("keys that SES did not make: %v", err)
	}
}

func TestEachRecordSaysWhetherItIsThere(t *testing.T) {
	domain := dns.Domain{Name: "inbox.example.com", Region: "eu-west-1", Receives: true, MailFrom: "mail.inbox.example.com", Tokens: []string{"one"}}
	there := zone{
		mx: map[string][]string{
			"inbox.example.com": {"Inbound-SMTP.eu-west-1.amazonaws.com."}, "mail.inbox.example.com": {"feedback-smtp.eu-west-1.amazonses.com."},
		},
		txt: map[string][]string{
			"one._domainkey.inbox.example.com": {"p=MIGf"}, "mail.inbox.example.com": {"other", "v=spf1 include:amazonses.com -all"},
			"_dmarc.inbox.example.com": {"v=DMARC1; p=none"},
		},
	}
	elsewhere := zone{
		mx:  map[string][]string{"inbox.example.com": {"mx.example.org."}, "mail.inbox.example.com": {"mx.example.org."}},
		txt: map[string][]string{"mail.inbox.example.com": {"v=spf1 -all"}, "_dmarc.inbox.example.com": {"hello"}},
	}
	for _, tt := range []struct {
		name string
		dns  zone
		want []string
	}{
		{"all are", there, []string{"there", "there", "there", "there", "there"}},
		{"none is", zone{}, []string{"missing", "missing", "missing", "missing", "missing"}},
		{"others are", elsewhere, []string{"OTHER: mx.example.org", "missing", "OTHER: mx.example.org", "missing", "missing"}},
		{"DNS is away", zone{fail: errors.New("refused")}, slices.Repeat([]string{"not known: refused"}, 5)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := domain.Records()
			dns.Check(t.Context(), tt.dns, records)
			for i, r := range records {
				if r.State != tt.want[i] {
					t.Errorf("%s %s: %q, want %q", r.Type, r.Name, r.State, tt.want[i])
				}
			}
		})
	}
}
