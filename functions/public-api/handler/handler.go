// Package handler answers requests that need no member: it leads whoever follows
// a short link to where it points.
//
// It promises that every answer is fresh and tells the target nothing of the short
// link, and that a link which is not found says no more than that. It refuses
// every method but GET and HEAD and every target but http and https, and it logs
// no path: whoever knows a code knows what was written to somebody.
package handler

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
)

// Follower follows a short link.
type Follower interface {
	FollowLink(ctx context.Context, code string, v inbox.Visit) (target string, err error)
}

// Handler handles requests of an HTTP API in its payload format 2.0.
type Handler struct {
	Inbox Follower
	Log   *slog.Logger
}

// Handle answers one request, and logs one line about it.
func (h *Handler) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	start := time.Now()
	ctx = inbox.WithCorrelation(ctx, r.RequestContext.RequestID)
	answer := h.answer(ctx, r)
	h.Log.InfoContext(ctx, "request", "status", answer.StatusCode, "ms", time.Since(start).Milliseconds())
	return answer, nil
}

func (h *Handler) answer(ctx context.Context, r events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	method := r.RequestContext.HTTP.Method
	if method != http.MethodGet && method != http.MethodHead {
		answer := page(http.StatusMethodNotAllowed, "Only GET and HEAD are served here.")
		answer.Headers["allow"] = "GET, HEAD"
		return answer
	}
	answer := h.follow(ctx, r)
	if method == http.MethodHead {
		answer.Body, answer.IsBase64Encoded = "", false
	}
	return answer
}

func (h *Handler) follow(ctx context.Context, r events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	code, ok := strings.CutPrefix(r.RawPath, inbox.LinkPath)
	if !ok {
		return gone()
	}
	target, err := h.Inbox.FollowLink(ctx, code, inbox.Visit{
		Method: r.RequestContext.HTTP.Method, UserAgent: r.RequestContext.HTTP.UserAgent, Purpose: purpose(r.Headers),
	})
	switch {
	case errors.Is(err, inbox.ErrNotFound):
		return gone()
	case err != nil:
		h.Log.ErrorContext(ctx, "link not followed", "error", err)
		answer := page(http.StatusServiceUnavailable, "This link cannot be followed right now. Try again in a moment.")
		answer.Headers["retry-after"] = "5"
		return answer
	case !webAddress(target):
		h.Log.ErrorContext(ctx, "a link leads nowhere on the web")
		return gone()
	}
	headers := headers()
	headers["location"] = escaped(target)
	return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusFound, Headers: headers}
}

// purpose is what the request says it is for, where that is not to be seen by a
// person: Sec-Purpose (Fetch §3.8), and what Chrome, Safari and Firefox sent
// before it.
func purpose(headers map[string]string) string {
	for _, name := range []string{"sec-purpose", "purpose", "x-purpose", "x-moz"} {
		if v := headers[name]; v != "" {
			return v
		}
	}
	return ""
}

func webAddress(target string) bool {
	u, err := url.Parse(target)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// escaped writes as a header can hold it what a person wrote: letters beyond
// ASCII, and whatever would end a line, in percent-encoding.
func escaped(target string) string {
	var out strings.Builder
	for i := range len(target) {
		if c := target[i]; c > ' ' && c <= '~' {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

func gone() events.APIGatewayV2HTTPResponse {
	return page(http.StatusNotFound, "This link has expired or never was.")
}

// page is a sentence for people. It holds nothing of the request.
func page(status int, sentence string) events.APIGatewayV2HTTPResponse {
	headers := headers()
	headers["content-type"] = "text/html; charset=utf-8"
	body := `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>` +
		http.StatusText(status) + `</title><p>` + sentence + "</p></html>\n"
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status, Headers: headers, Body: base64.StdEncoding.EncodeToString([]byte(body)), IsBase64Encoded: true,
	}
}

// headers are what every answer carries. Nobody keeps it: each click is told, and
// a link ends. The site that it leads to does not learn which link it was.
func headers() map[string]string {
	return map[string]string{
		"cache-control":             "no-store",
		"content-security-policy":   "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"referrer-policy":           "no-referrer",
		"strict-transport-security": "max-age=31536000",
		"x-content-type-options":    "nosniff",
		"x-robots-tag":              "noindex",
	}
}
