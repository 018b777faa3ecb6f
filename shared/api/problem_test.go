package api_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestEachKindOfFailureHasItsStatus(t *testing.T) {
	said := func(kind error) error {
		return fmt.Errorf("reply: %w", &inbox.Problem{Kind: kind, Detail: "Safe to show."})
	}
	for _, c := range []struct {
		err     error
		ifMatch string
		status  int
		kind    string
		detail  string
	}{
		{said(inbox.ErrInvalid), "", 422, "invalid", "Safe to show."},
		{said(inbox.ErrForbidden), "", 403, "forbidden", "Safe to show."},
		{said(inbox.ErrConflict), "", 409, "conflict", "Safe to show."},
		{said(inbox.ErrConflict), `"7"`, 412, "conflict", "Safe to show."},
		{said(inbox.ErrNotFound), "", 404, "not_found", "There is no such thing here."},
		{fmt.Errorf("commit: %w", inbox.ErrKeyReused), "", 422, "key_reused", ""},
		{fmt.Errorf("commit: %w", inbox.ErrSuppressed), "", 409, "suppressed", ""},
		{fmt.Errorf("commit: %w", inbox.ErrRateLimited), "", 429, "rate_limited", ""},
		{fmt.Errorf("commit: %w", inbox.ErrDuplicate), "", 409, "duplicate", ""},
		{errors.New("dial tcp 192.0.2.1: refused"), "", 500, "internal", ""},
		{fmt.Errorf("send: %w", inbox.ErrRefused), "", 500, "internal", ""},
	} {
		w := newWorld()
		w.fail = c.err
		r := reply(`{"text":"Hi"}`)
		if c.ifMatch != "" {
			r.header["If-Match"] = c.ifMatch
		}
		var logs strings.Builder
		got := r.to(t, api.New(w.config(&logs)))
		p := got.problem(t, c.status)
		if wait := got.header.Get("Retry-After"); (wait == "60") != (c.status == http.StatusTooManyRequests) {
			t.Errorf("%v: Retry-After: %q", c.err, wait)
		}
		if p.kind() != c.kind || c.detail != "" && p.Detail != c.detail || strings.Contains(p.Detail, "dial") {
			t.Errorf("%v: %+v", c.err, p)
		}
		if logged := strings.Contains(logs.String(), c.err.Error()); logged != (c.status == 500) {
			t.Errorf("%v: logged %v: %s", c.err, logged, &logs)
		}
	}
}

func TestWhatNoRouteTakesIsAProblemToo(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for _, c := range []struct {
		name   string
		call   call
		status int
		kind   string
	}{
		{"no such path", call{method: "GET", path: "/v1/nothing"}, 404, "not_found"},
		{"no such path, with a percent", call{method: "GET", path: "/v1/%25%2F"}, 404, "not_found"},
		{"another method", call{method: "PUT", path: "/v1/me"}, 405, "method_not_allowed"},
		{"no token", call{method: "GET", path: "/v1/me"}, 401, "unauthenticated"},
		{"broken JSON", reply(`{"text":`), 400, "malformed"},
		{"no JSON at all", reply(``), 400, "malformed"},
		{"too large", reply(`{"text":"` + strings.Repeat("x", 2<<20) + `"}`), 413, "too_large"},
		{"another media type", func() call { c := reply(`<text/>`); c.header["Content-Type"] = "text/xml"; return c }(), 415, "unsupported_media_type"},
		{"a version that is none", func() call { c := reply(`{"text":"Hi"}`); c.header["If-Match"] = `"seven"`; return c }(), 422, "invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.call.to(t, a)
			if p := got.problem(t, c.status); p.kind() != c.kind {
				t.Errorf("problem %+v", p)
			}
			if got.header.Get("X-Request-Id") == "" || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", got.header)
			}
			if c.status == http.StatusMethodNotAllowed && got.header.Get("Allow") != "GET, HEAD, POST" {
				t.Errorf("Allow: %q", got.header.Get("Allow"))
			}
			if c.status == http.StatusUnauthorized && got.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("WWW-Authenticate: %q", got.header.Get("WWW-Authenticate"))
			}
		})
	}
}

func TestLogsCarryIDsAndNothingThatWasSaid(t *testing.T) {
	w := newWorld()
	w.fail = errors.New("the table is gone")
	var logs strings.Builder
	a := api.New(w.config(&logs))
	reply(`{"text":"said in confidence","to":[{"address":"robin@example.com"}]}`).to(t, a)
	call{as: "agent", method: "DELETE", path: "/v1/audiences/own/suppressions/robin@example.com"}.to(t, a)
	call{as: "agent", method: "GET", path: "/v1/audiences/own/contacts?email=robin"}.to(t, a)
	for _, said := range []string{"confidence", "robin"} {
		if strings.Contains(logs.String(), said) {
			t.Errorf("%q is in the log: %s", said, &logs)
		}
	}
	for _, id := range []string{memberID("agent"), `"operation":"reply"`, `"route":"POST /v1/conversations/{conversation}/replies"`, "request_id"} {
		if !strings.Contains(logs.String(), id) {
			t.Errorf("%q is not in the log: %s", id, &logs)
		}
	}
}

func TestVersions(t *testing.T) {
	for header, want := range map[string]int64{`"7"`: 7, `W/"7"`: 7, "7": 7, "*": 0} {
		w := newWorld()
		c := call{as: "agent", method: "POST", path: "/v1/conversations/c-own/status", body: `{"status":"done"}`, header: map[string]string{"If-Match": header}}
		c.to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, new(api.Conversation))
		if w.ifMatch != want {
			t.Errorf("If-Match: %s is version %d, want %d", header, w.ifMatch, want)
		}
	}
}

func TestTheDocumentIsPublicInBothForms(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for path, begins := range map[string]string{"/openapi.json": `{"components"`, "/openapi.yaml": "components:"} {
		got := call{method: "GET", path: path}.to(t, a)
		if got.status != http.StatusOK || !strings.HasPrefix(got.body, begins) {
			t.Errorf("%s: status %d, %.40s", path, got.status, got.body)
		}
	}
}
