package stack_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/smtp"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"confab/infra/local/stack"
)

// house is a running stack and its owner's session.
type house struct {
	*stack.Stack
	token    string
	audience string
}

func start(t *testing.T, dir string) *house {
	t.Helper()
	s, err := stack.Start(t.Context(), stack.Options{Dir: dir, Timing: stack.Timing{
		Visibility: time.Second, Backoff: [2]time.Duration{10 * time.Millisecond, 20 * time.Millisecond}, Wake: 100 * time.Millisecond,
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	tokens, err := s.Issuer.SignIn("owner@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return &house{Stack: s, token: tokens.Access}
}

// call calls the API and decodes its answer into out, unless that is nil.
func (h *house) call(t *testing.T, method, path, body string, out any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.PageURL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer " + h.token}, "Content-Type": {"application/json"}, "Idempotency-Key": {url.QueryEscape(path + body)}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s (%v)", method, path, resp.Status, got, err)
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal(got, out); err != nil {
		t.Fatalf("%s %s: %s (%v)", method, path, got, err)
	}
}

func port(t *testing.T, address string) int {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(parsed.Port())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// eventually waits until ok is true.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	timeout := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-timeout:
			t.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

type conversations struct {
	Conversations []struct{ ID, Subject string }
}

func (h *house) open(t *testing.T) conversations {
	var list conversations
	h.call(t, "GET", "/v1/audiences/"+h.audience+"/conversations?status=open", "", &list)
	return list
}

const mail = "From: Ann <ann@example.org>\r\nTo: support@inbox.example.com\r\nSubject: Where is my order?\r\n" +
	"Message-ID: <one@example.org>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\nIt should have come yesterday.\r\n"

// machines checks that a key opens the route for machines and no other, and that a
// token does not open it.
func (h *house) machines(t *testing.T) {
	t.Helper()
	var made struct{ Secret string }
	h.call(t, "POST", "/v1/keys", `{"name":"Webshop","role":"viewer"}`, &made)
	for _, c := range []struct {
		path, bearer string
		status       int
	}{
		{"/machine/v1/audiences", made.Secret, 200}, {"/machine/v1/audiences", made.Secret + "x", 401},
		{"/machine/v1/audiences", h.token, 401}, {"/machine/v1/audiences", "", 401},
		{"/v1/audiences", made.Secret, 401}, {"/v1/audiences", h.token, 200},
	} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", h.PageURL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+c.bearer)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _ = resp.Body.Close(); resp.StatusCode != c.status {
			t.Errorf("%s by %.3q: %s, want %d", c.path, c.bearer, resp.Status, c.status)
		}
	}
}

func TestAMailIsAnsweredAndItsAnswerComesBackIntoOneThread(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	h := start(t, dir)
	h.call(t, "POST", "/v1/me", "", nil)
	var made struct{ ID string }
	h.call(t, "POST", "/v1/audiences", `{"name":"Customers","from_name":"Support","from_address":"team@example.com","forwarding_address":"support@inbox.example.com"}`, &made)
	h.audience = made.ID
	h.machines(t)
	for range 2 {
		if err := smtp.SendMail(h.SMTP, nil, "ann@example.org", []string{"support@inbox.example.com"}, []byte(mail)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the mail is in the inbox", func() bool { return len(h.open(t).Conversations) == 1 })
	eventually(t, "both mails are through", func() bool { n, err := h.Async.Pending(t.Context()); return n == 0 && err == nil })
	id := h.open(t).Conversations[0].ID
	h.call(t, "POST", "/v1/conversations/"+id+"/replies", `{"text":"It is on its way."}`, nil)
	eventually(t, "the reply is sent", func() bool { sent, err := h.Sent.Mails(t.Context(), 10); return len(sent) == 1 && err == nil })

	// Everything stops and goes on from the data folder.
	h.Close()
	audience := h.audience
	h = start(t, dir) // with the same issuer, to which members are bound
	h.audience = audience
	sent, err := h.Sent.Mails(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Sent.Answer(t.Context(), sent[0].ID, "Thank you!"); err != nil {
		t.Fatal(err)
	}
	var thread struct {
		Messages []struct {
			Text, Direction string
			Delivery        struct{ State string }
		}
	}
	eventually(t, "the answer is in the thread and the reply delivered", func() bool {
		h.call(t, "GET", "/v1/conversations/"+id, "", &thread)
		answered, delivered := false, false
		for _, m := range thread.Messages {
			answered = answered || m.Direction == "inbound" && strings.Contains(m.Text, "Thank you!")
			delivered = delivered || m.Direction == "outbound" && m.Delivery.State == "delivered"
		}
		return answered && delivered && len(thread.Messages) == 3
	})
	if n := len(h.open(t).Conversations); n != 1 {
		t.Errorf("%d conversations, want one thread", n)
	}
}

func TestFaultsAreSwitchedOnByForm(t *testing.T) {
	h := start(t, t.TempDir())
	post := func(form url.Values) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.OutboxURL+"/faults", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if status := post(url.Values{"queue-duplicate": {"true"}, "queue-delay": {"1s"}, "async-fail": {"2"}, "ses-hangup": {"1"}}); status != http.StatusNoContent {
		t.Errorf("faults = %d", status)
	}
	if !h.Queues.Duplicate.Load() || h.Queues.Delay.Load() != int64(time.Second) || h.Async.FailNext.Load() != 2 {
		t.Error("the faults are not on")
	}
	for _, form := range []url.Values{{"unknown": {"1"}}, {"queue-delay": {"soon"}}} {
		if status := post(form); status != http.StatusBadRequest {
			t.Errorf("%v = %d", form, status)
		}
	}
}
