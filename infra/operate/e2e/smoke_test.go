package e2e_test

import (
	"context"
	"net"
	"net/http"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"confab/infra/operate/smoke"
	"confab/shared/inbox"
)

func (h *house) smoke() *smoke.Smoke {
	return &smoke.Smoke{URL: h.PageURL, SMTP: h.SMTP, Patience: time.Minute, Pause: 50 * time.Millisecond}
}

func (h *house) smoked() []inbox.Row {
	h.Helper()
	page, err := h.box.Store.Conversations(h.Context(), inbox.ConversationQuery{
		Audience: h.audiences[support].ID, Shards: 1, Status: inbox.Trash, Limit: 100,
	})
	h.must(err)
	return page.Rows
}

// check tells how many checks passed, failed and were skipped.
func check(out string) (pass, fail, skip int) {
	for line := range strings.Lines(out) {
		switch word, _, _ := strings.Cut(line, " "); word {
		case "PASS":
			pass++
		case "FAIL":
			fail++
		case "SKIP":
			skip++
		}
	}
	return pass, fail, skip
}

func TestADeploymentOnThisMachinePassesWithItsURLAlone(t *testing.T) {
	h := newHouse(t)
	p, err := h.smoke().Plan(t.Context())
	h.must(err)
	if !p.Harmless {
		t.Error("it asks first")
	}
	out, err := h.carry(h.smoke())
	h.must(err)
	if pass, fail, skip := check(out); pass != 11 || fail != 0 || skip != 0 {
		t.Errorf("%d passed, %d failed, %d skipped:\n%s", pass, fail, skip, out)
	}
	if rows := h.smoked(); len(rows) != 1 || !strings.HasPrefix(rows[0].Subject, "Smoke test ") {
		t.Errorf("in the trash are %+v", rows)
	}
}

// sender hands in by SMTP what SES is to send.
type sender struct{ h *house }

func (s sender) SendEmail(_ context.Context, in *sesv2.SendEmailInput, _ ...func(*sesv2.Options)) (*sesv2.SendEmailOutput, error) {
	return &sesv2.SendEmailOutput{}, smtp.SendMail(s.h.SMTP, nil, *in.FromEmailAddress, in.Destination.ToAddresses, in.Content.Raw.Data)
}

// page is the deployment under a name that is not this machine's.
func (h *house) page() *smoke.Smoke {
	s := h.smoke()
	s.URL, s.SMTP, s.Transport = "http://page.example.com", "", via(strings.TrimPrefix(h.PageURL, "http://"))
	return s
}

// via is where page.example.com is.
type via string

func (v via) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == "page.example.com" {
		r = r.Clone(r.Context())
		r.URL.Host, r.Host = string(v), string(v)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestElsewhereAMemberIsNeededForMore(t *testing.T) {
	h := newHouse(t)
	s := h.page()
	out, err := h.carry(s)
	h.must(err)
	if pass, fail, skip := check(out); pass != 5 || fail != 0 || skip != 1 || !strings.Contains(out, "TOKEN=") {
		t.Errorf("%d passed, %d failed, %d skipped:\n%s", pass, fail, skip, out)
	}

	_, err = h.carry(h.smoke()) // the owner signs in
	h.must(err)
	tokens, err := h.Issuer.SignIn("owner@example.com")
	h.must(err)
	s.Token, s.Sender = tokens.Access, sender{h}
	p, err := s.Plan(t.Context())
	h.must(err)
	if p.Harmless {
		t.Error("it mails an audience unasked")
	}
	out, err = h.carry(s)
	h.must(err)
	if pass, fail, skip := check(out); pass != 10 || fail != 0 || skip != 0 || len(h.smoked()) != 2 {
		t.Errorf("%d passed, %d failed, %d skipped:\n%s", pass, fail, skip, out)
	}
}

func TestWhatDoesNotWorkIsNamed(t *testing.T) {
	h := newHouse(t)
	h.Close()
	out, err := h.carry(h.smoke())
	if _, fail, _ := check(out); err == nil || fail != 5 {
		t.Errorf("a page that is away: %v\n%s", err, out)
	}

	h = newHouse(t)
	s := h.smoke()
	s.SMTP, s.Patience = h.SMTP, 300*time.Millisecond
	h.Async.FailNext.Store(1 << 30)
	out, err = h.carry(s)
	if _, fail, _ := check(out); err == nil || fail != 1 || !strings.Contains(out, "FAIL  it arrives in the inbox") || !strings.Contains(out, "make redrive") {
		t.Errorf("mail that is not received: %v\n%s", err, out)
	}

	s = h.smoke()
	silent, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	h.must(err)
	t.Cleanup(func() { _ = silent.Close() })
	s.SMTP, s.Patience = silent.Addr().String(), 100*time.Millisecond
	out, err = h.carry(s)
	if _, fail, _ := check(out); err == nil || fail != 1 || !strings.Contains(out, "is taken: context deadline exceeded") || !strings.Contains(out, "SMTP=host:port") {
		t.Errorf("a mail server that says nothing: %v\n%s", err, out)
	}

	s = h.smoke()
	s.Token = "no token"
	out, err = h.carry(s)
	if err == nil || !strings.Contains(out, "FAIL  the API knows the member: GET /v1/me answers 401 Unauthorized: the token is of another deployment") {
		t.Errorf("a token that is none: %v\n%s", err, out)
	}
}
