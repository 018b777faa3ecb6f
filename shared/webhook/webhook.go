// Package webhook posts to URLs that customers name, from inside an AWS account.
//
// It promises to reach no address that the rule does not admit: names are
// resolved here, every address is judged, and the very address that was judged is
// dialled. It refuses redirects, proxies, addresses with a user in them, and
// answers longer than it reads.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"time"

	"confab/shared/inbox"
)

const (
	// timeout is how long one call may take in all.
	timeout = 10 * time.Second
	// answerBytes is how much of an answer is read, so that its connection can be
	// used again; its words are nobody's business.
	answerBytes = 4 << 10
	// headerBytes is how long an answer's header may be.
	headerBytes = 16 << 10
)

// Rule says what may be called.
type Rule struct {
	Schemes []string
	Ports   []uint16 // empty for all
	Admits  func(netip.Addr) bool
}

// Internet admits what is reachable by everybody, over TLS.
var Internet = Rule{Schemes: []string{"https"}, Ports: []uint16{443, 8443}, Admits: Public}

// Resolver finds the addresses of a host; [net.Resolver] is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Client is an [inbox.Poster].
type Client struct {
	rule     Rule
	resolver Resolver
	http     *http.Client
}

// New returns a client that goes by the rule.
func New(rule Rule, resolver Resolver) *Client {
	c := &Client{rule: rule, resolver: resolver}
	c.http = &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil, DialContext: c.dial, TLSHandshakeTimeout: timeout / 2, MaxResponseHeaderBytes: headerBytes,
			ForceAttemptHTTP2: true, MaxIdleConns: 20, IdleConnTimeout: time.Minute,
		},
	}
	return c
}

// Check refuses a URL that Post would never call, with a sentence for whoever
// chose it. What a host's name leads to is judged when it is called.
func (c *Client) Check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return refused("It is not a URL.")
	case !slices.Contains(c.rule.Schemes, u.Scheme):
		return refused("It must begin with %s://.", c.rule.Schemes[0])
	case u.User != nil:
		return refused("It must not hold a user or a password: check the signature instead.")
	case u.Fragment != "":
		return refused("It must not have a fragment.")
	}
	port, err := portOf(u)
	if err != nil || len(c.rule.Ports) > 0 && !slices.Contains(c.rule.Ports, port) {
		return refused("Its port must be one of %v.", c.rule.Ports)
	}
	if literal, err := netip.ParseAddr(u.Hostname()); err == nil && !c.rule.Admits(literal) {
		return refused("Its address is not a public one.")
	}
	return nil
}

func refused(format string, args ...any) error {
	return &inbox.Problem{Kind: inbox.ErrInvalid, Detail: "This URL can't be called. " + fmt.Sprintf(format, args...)}
}

func portOf(u *url.URL) (uint16, error) {
	if u.Port() == "" {
		return map[string]uint16{"http": 80, "https": 443}[u.Scheme], nil
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return uint16(n), err
}

// Post calls the URL once and returns the status of the answer.
func (c *Client) Post(ctx context.Context, address string, header map[string]string, body []byte) (status int, err error) {
	if err := c.Check(address); err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("post to a webhook: %w", err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return 0, fmt.Errorf("post to a webhook: %w", err)
	}
	_, _ = io.CopyN(io.Discard, res.Body, answerBytes) // whatever it says, it has answered
	_ = res.Body.Close()
	return res.StatusCode, nil
}

// ErrNotAdmitted says that a host's name leads where nothing may be called.
var ErrNotAdmitted = errors.New("the host's address is not a public one")

// dial connects to an address of the host, all of which must be admitted: a name
// that also leads elsewhere is a trap.
func (c *Client) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	addresses, err := c.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(addresses) == 0 || slices.ContainsFunc(addresses, func(a netip.Addr) bool { return !c.rule.Admits(a) }) {
		return nil, ErrNotAdmitted
	}
	var failed []error
	for _, a := range addresses {
		conn, err := new(net.Dialer).DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		failed = append(failed, err)
	}
	return nil, errors.Join(failed...)
}

func (c *Client) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if literal, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{literal}, nil
	}
	return c.resolver.LookupNetIP(ctx, "ip", host)
}
