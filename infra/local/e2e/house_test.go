// Package e2e_test drives whole deployments: mail comes in by SMTP, is answered
// through the API and goes out through SES's stand-in, while calls to AWS fail
// and processes are killed.
package e2e_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/infra/local/stack"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/store/meter"
)

const support = "support@inbox.example.com"

// house is a deployment with an audience, and its owner signed in. The meters
// are those of its functions.
type house struct {
	testing.TB
	*stack.Stack
	meters   map[string]*meter.Meter
	box      *inbox.Inbox
	audience *inbox.Audience
	token    string
	log      string // file of what its functions log and measure
}

// newHouse starts a deployment. The functions named are metered.
func newHouse(t testing.TB, metered ...string) *house {
	t.Helper()
	return newHouseOf(t, setup.EndUserMessaging, metered...)
}

// newHouseOf starts a deployment whose texts are sent so.
func newHouseOf(t testing.TB, sender setup.TextSender, metered ...string) *house {
	t.Helper()
	return newHouseIn(t, stack.Options{Dir: t.TempDir(), TextSender: sender}, metered...)
}

// newHouseIn starts a deployment in a data folder of the test's. Unless the test
// says otherwise, it is swept five times a second.
func newHouseIn(t testing.TB, o stack.Options, metered ...string) *house {
	t.Helper()
	h := &house{TB: t, meters: map[string]*meter.Meter{}}
	for _, name := range metered {
		h.meters[name] = &meter.Meter{}
	}
	starting.Lock()
	defer starting.Unlock()
	log, restore := recorded(t)
	defer restore()
	h.log = log
	var err error
	h.Stack, err = stack.Start(t.Context(), stack.Options{
		Dir: o.Dir, TextSender: o.TextSender,
		Timing: stack.Timing{
			Visibility: 300 * time.Millisecond, Backoff: [2]time.Duration{10 * time.Millisecond, 20 * time.Millisecond},
			Wake: cmp.Or(o.Timing.Wake, 200*time.Millisecond),
		},
		Configure: func(function string, cfg aws.Config) aws.Config {
			if m := h.meters[function]; m != nil {
				m.Attach(&cfg)
			}
			return cfg
		},
	})
	h.must(err)
	t.Cleanup(func() {
		h.Close()
		h.permitted()
	})
	tokens, err := h.Issuer.SignIn("owner@example.com")
	h.must(err)
	h.token = tokens.Access
	r, err := setup.ReceiveEmail(t.Context(), h.Config, func(name string) string { return h.Env[name] })
	h.must(err)
	h.box = r.Inbox
	h.must(h.call("POST", "/v1/me", "", "", nil))
	h.audience, err = h.box.CreateAudience(t.Context(), func(context.Context, string) error { return nil }, inbox.Audience{
		Name: "Customers", FromName: "Example Team", FromAddress: "team@example.com", ForwardingAddress: support,
	}, nil)
	h.must(err)
	return h
}

// starting keeps houses of parallel tests apart while the process's outputs are
// one of theirs.
var starting sync.Mutex

// recorded sends what functions log and measure to a file, until restore is
// called: they take their outputs when they are wired. At the end of the test,
// whatever it did, no line may hold what a person wrote.
func recorded(t testing.TB) (path string, restore func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "log")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = file.Close()
		impersonal(t, path)
	})
	out, errOut := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = file, file
	return path, func() { os.Stdout, os.Stderr = out, errOut }
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

var errStatus = errors.New("the API refused")

// call calls the API as the owner. key is the Idempotency-Key, if any.
func (h *house) call(method, path, key, body string, out any) error {
	req, err := http.NewRequestWithContext(h.Context(), method, h.PageURL+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%w: %s %s: %s %s", errStatus, method, path, res.Status, data)
	}
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(data, out)
}

// eventually waits until the condition holds.
func (h *house) eventually(what string, holds func() bool) {
	h.Helper()
	h.within(time.Minute, what, holds)
}

// within waits until the condition holds, but no longer.
func (h *house) within(limit time.Duration, what string, holds func() bool) {
	h.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	timeout := time.After(limit)
	for !holds() {
		select {
		case <-tick.C:
		case <-timeout:
			h.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// mail is a mail from Ada, with text, HTML and a file, so that all is asked of receiving.
func mail(id string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(`From: Ada <ada@example.org>
To: %s
Subject: %s
Message-ID: <%s@example.org>
Date: %s
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>Dear sirs, this is <b>%s</b>.</p>
--b
Content-Type: text/plain; name=prescription.txt
Content-Disposition: attachment; filename=prescription.txt

A note.
--b--
`, support, id, id, time.Now().Format(time.RFC1123Z), id), "\n", "\r\n"))
}

func (h *house) submit(raw []byte, to string) error {
	return smtp.SendMail(h.SMTP, nil, "ada@example.org", []string{to}, raw)
}

func (h *house) rows(status inbox.Status) []inbox.Row {
	h.Helper()
	page, err := h.box.Store.Conversations(h.Context(), inbox.ConversationQuery{
		Audience: h.audience.ID, Shards: 1, Status: status, Limit: 500,
	})
	h.must(err)
	return page.Rows
}

// about returns the conversations with a subject.
func (h *house) about(subject string) (out []inbox.Row) {
	h.Helper()
	for _, row := range h.rows(inbox.Open) {
		if row.Subject == subject {
			out = append(out, row)
		}
	}
	return out
}

func (h *house) messages(conversation string) []inbox.Message {
	h.Helper()
	t, err := h.box.Store.Thread(h.Context(), inbox.ThreadQuery{Conversation: conversation, Limit: 50})
	h.must(err)
	return t.Messages
}

// idle waits until no invocation is under way or waits to be repeated.
func (h *house) idle() {
	h.Helper()
	h.eventually("no mail is being received", func() bool {
		n, err := h.Async.Pending(h.Context())
		h.must(err)
		return n == 0
	})
}

// sound waits until nothing contradicts itself: the badge follows the stream, and
// what is being sent is settled.
func (h *house) sound() {
	h.Helper()
	h.eventually("nothing contradicts itself", func() bool {
		violations, err := h.box.Examine(h.Context(), "")
		h.must(err)
		return len(violations) == 0
	})
}
