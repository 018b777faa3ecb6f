package webhook_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"confab/shared/inbox"
	"confab/shared/webhook"
)

func TestOnlyTheInternetIsPublic(t *testing.T) {
	for _, a := range []string{"8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07::1", "2a00:1450::1"} {
		if !webhook.Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is refused", a)
		}
	}
	for _, a := range []string{
		"127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.168.1.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
		"64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "100::1", "fec0::1",
	} {
		if webhook.Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is admitted", a)
		}
	}
	if webhook.Public(netip.Addr{}) {
		t.Error("no address is admitted")
	}
}

// names are hosts and what they lead to, as somebody's name server says.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) (out []netip.Addr, err error) {
	for _, a := range n[host] {
		out = append(out, netip.MustParseAddr(a))
	}
	return out, nil
}

func TestAURLThatNothingMayCallIsRefusedAtOnce(t *testing.T) {
	c := webhook.New(webhook.Internet, names{})
	for _, u := range []string{"https://example.com/hook", "https://example.com:8443/", "https://93.184.215.14/x?y=1"} {
		if err := c.Check(u); err != nil {
			t.Errorf("%s: %v", u, err)
		}
	}
	for _, u := range []string{
		"", "example.com", "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://", "https://:443/",
		"https://user@example.com/", "https://user:secret@example.com/", "https://example.com:22/", "https://example.com:99999/",
		"https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/", "https://example.com/#x",
	} {
		if err := c.Check(u); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", u, err)
		}
	}
}

// TestANameThatLeadsInsideIsNotCalled has a server that would answer, behind names
// that lead to it.
func TestANameThatLeadsInsideIsNotCalled(t *testing.T) {
	called := false
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer server.Close()
	rule := webhook.Internet
	rule.Ports = nil // the server's is any
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "https://"), ":")
	traps := names{
		"inside.example.com": {"127.0.0.1"}, "both.example.com": {"93.184.215.14", "127.0.0.1"}, "metadata.example.com": {"169.254.169.254"},
		"mapped.example.com": {"::ffff:127.0.0.1"}, "nat.example.com": {"64:ff9b::7f00:1"}, "nowhere.example.com": {},
		"2130706433": {"127.0.0.1"}, "127.1": {"127.0.0.1"}, "0x7f.1": {"127.0.0.1"}, "localhost": {"::1"},
	}
	c := webhook.New(rule, traps)
	for host := range traps {
		_, err := c.Post(t.Context(), "https://"+host+":"+port+"/", nil, nil)
		if !errors.Is(err, webhook.ErrNotAdmitted) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if called {
		t.Error("something inside was called")
	}
}

func TestAnAnswerIsAStatusAndNothingElse(t *testing.T) {
	var got http.Header
	var body string
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		got, body = r.Header, string(data)
		w.WriteHeader(http.StatusAccepted)
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok", http.StatusTemporaryRedirect) })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	local := webhook.Rule{Schemes: []string{"http"}, Admits: netip.Addr.IsLoopback}
	c := webhook.New(local, names{u.Hostname(): {"127.0.0.1"}})
	for path, want := range map[string]int{"/ok": 202, "/moved": 307, "/endless": 200, "/missing": 404} {
		got = nil
		status, err := c.Post(t.Context(), server.URL+path, map[string]string{"Confab-Event": "test"}, []byte(`{}`))
		if err != nil || status != want {
			t.Errorf("%s: %d, %v", path, status, err)
		}
		if (got != nil) != (path == "/ok") {
			t.Errorf("%s: called /ok %t", path, got != nil)
		}
		if got != nil && (got.Get("Confab-Event") != "test" || body != `{}`) {
			t.Errorf("called with %v and %s", got, body)
		}
	}
}
