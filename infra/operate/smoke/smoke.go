// Package smoke tries a running deployment out as its users do: it opens the page,
// asks the API, signs in where it can, sends a mail and follows it into its
// conversation.
//
// It promises to leave nothing but one conversation in the trash and its contact,
// and to print each check with what came of it. It refuses to sign in anywhere but
// at an issuer on this machine, which asks for no password; elsewhere it needs a
// token.
package smoke

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"confab/infra/operate/plan"
)

// Sender is what this needs of SES.
type Sender interface {
	SendEmail(context.Context, *sesv2.SendEmailInput, ...func(*sesv2.Options)) (*sesv2.SendEmailOutput, error)
}

// Smoke tries one deployment out.
type Smoke struct {
	URL       string            // of the page
	Token     string            // an access token; none is needed on this machine
	SMTP      string            // host:port that takes mail for the deployment; empty: SES sends it
	From      string            // whom mail is from
	Sender    Sender            // nil where SES cannot be asked
	Transport http.RoundTripper // nil: the usual one

	Patience time.Duration // how long a mail may take
	Pause    time.Duration // between looks, and before the last one
}

// Where `make run` takes mail.
const localSMTP = "127.0.0.1:2525"

// errFailed says that checks failed; each was printed.
var errFailed = errors.New("the deployment does not pass")

// try is one run of the checks.
type try struct {
	*Smoke
	base   string
	local  bool
	client *http.Client
	out    io.Writer
	failed int
}

// Plan says what will be tried. Mail makes a conversation, so outside of this
// machine it is asked for.
func (s *Smoke) Plan(context.Context) (*plan.Plan, error) {
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("URL=%q is no address of a page: say one such as URL=http://127.0.0.1:8080, or the stack's PageUrl", s.URL)
	}
	t := &try{
		Smoke: s, base: strings.TrimSuffix(s.URL, "/"), local: loopback(u.Hostname()),
		client: &http.Client{
			Transport: s.Transport, Timeout: 30 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	if t.local {
		s.SMTP = cmp.Or(s.SMTP, localSMTP)
	}
	p := &plan.Plan{Title: "Try out " + t.base + ".", Harmless: t.local || s.Token == ""}
	p.Steps = []plan.Step{
		{Says: "Open the page, its configuration and the API's document, and see that the API refuses who has no token.", Do: t.strangers},
	}
	member := plan.Step{Says: "Ask who the token is of, and which audiences they have.", Do: t.member}
	switch {
	case s.Token == "" && !t.local:
		p.Steps = append(p.Steps, plan.Step{Says: "Skip what needs a member; TOKEN=... has it tried too.", Do: t.skip})
		return p, nil
	case s.Token == "":
		member.Says = "Sign in as the demo owner, and ask which audiences they have."
	}
	member.Says += "\nSend a mail " + t.way() + " to the forwarding address of the first that has one, follow it into its conversation,\nsee that it is there once, and put that into the trash."
	p.Steps = append(p.Steps, member)
	return p, nil
}

// way says how the mail is sent.
func (t *try) way() string {
	if t.SMTP != "" {
		return "by SMTP at " + t.SMTP + ", twice,"
	}
	return "by SES"
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// check prints what came of a check, and how long it took.
func (t *try) check(what string, do func() error) bool {
	began := time.Now()
	if err := do(); err != nil {
		t.failed++
		fmt.Fprintf(t.out, "FAIL  %s: %v\n", what, err)
		return false
	}
	fmt.Fprintf(t.out, "PASS  %s (%.2f s)\n", what, time.Since(began).Seconds())
	return true
}

// verdict ends a step.
func (t *try) verdict() error {
	if t.failed > 0 {
		return fmt.Errorf("%w: checks that failed: %d", errFailed, t.failed)
	}
	return nil
}

func (t *try) skip(_ context.Context, out io.Writer) error {
	fmt.Fprintln(out, "SKIP  what needs a member: say TOKEN=..., an access token; the page keeps one in its session storage")
	return nil
}

// strangers checks what is open to anybody.
func (t *try) strangers(ctx context.Context, out io.Writer) error {
	t.out = out
	t.check("the page opens", func() error { return t.expect(ctx, "/", http.StatusOK, "text/html") })
	t.check("an address inside the page opens", func() error { return t.expect(ctx, "/inbox", http.StatusOK, "text/html") })
	t.check("the page finds its issuer", func() error {
		_, err := t.configuration(ctx)
		return err
	})
	t.check("the API tells its document", func() error {
		var document struct{ OpenAPI string }
		if err := t.call(ctx, http.MethodGet, "/openapi.json", nil, &document); err != nil {
			return err
		}
		if !strings.HasPrefix(document.OpenAPI, "3.1") {
			return fmt.Errorf("it is of OpenAPI %q", document.OpenAPI)
		}
		return nil
	})
	t.check("the API refuses who has no token", func() error { return t.expect(ctx, "/v1/me", http.StatusUnauthorized, "application/json") })
	return t.verdict()
}

// member checks what a member can do, and the way of a mail.
func (t *try) member(ctx context.Context, out io.Writer) error {
	t.out = out
	method := http.MethodGet
	if t.Token == "" {
		method = http.MethodPost // as the page does when somebody has signed in
		if !t.check("the demo owner signs in", func() (err error) {
			t.Token, err = t.signIn(ctx)
			return err
		}) {
			return t.verdict()
		}
	}
	var me me
	known := t.check("the API knows the member", func() error {
		if err := t.call(ctx, method, "/v1/me", nil, &me); err != nil {
			return err
		}
		fmt.Fprintf(out, "      %s, audiences: %d\n", me.Member.Email, len(me.Audiences))
		return nil
	})
	if !known {
		return t.verdict()
	}
	for _, a := range me.Audiences {
		if a.ForwardingAddress != "" {
			t.mail(ctx, a)
			return t.verdict()
		}
	}
	fmt.Fprintln(out, "SKIP  a mail: none of the member's audiences has a forwarding address; give one its address first")
	return t.verdict()
}
