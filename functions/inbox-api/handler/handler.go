// Package handler answers the requests that API Gateway's HTTP API passes on in
// its payload format 2.0.
//
// It promises that the API sees each request as the client sent it, as far as
// API Gateway lets that be known, with the claims of the token that its JWT
// authorizer has verified; and what came by the route for machines, which has no
// authorizer, without the route's prefix and marked as such. It refuses to verify
// anything itself: without claims and mark the API turns the caller away.
package handler

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/api"
	"confab/shared/inbox"
)

// Handler handles requests of an HTTP API.
type Handler struct{ API http.Handler }

// Handle answers one request. It fails only where the event is not one that API
// Gateway makes.
func (h *Handler) Handle(ctx context.Context, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	r, err := request(ctx, e)
	if err != nil {
		return events.APIGatewayV2HTTPResponse{}, err
	}
	w := &response{header: http.Header{}}
	h.API.ServeHTTP(w, r)
	return w.event(), nil
}

// machines begins the paths of the route on which clients present an API key.
const machines = "/machine/"

// request makes of an event the request it stands for.
func request(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, fmt.Errorf("decode the body of request %s: %w", e.RequestContext.RequestID, err)
		}
	}
	ctx = api.WithRequestID(inbox.WithCorrelation(ctx, e.RequestContext.RequestID), e.RequestContext.RequestID)
	path := e.RawPath
	if rest, machine := strings.CutPrefix(path, machines); machine {
		ctx, path = api.WithKeyRoute(ctx), "/"+rest
	} else if a := e.RequestContext.Authorizer; a != nil && a.JWT != nil {
		ctx = api.WithClaims(ctx, api.ParseClaims(a.JWT.Claims))
	}
	// An HTTP API has percent-decoded rawPath already, rawQueryString not.
	u := &url.URL{Scheme: "https", Host: e.RequestContext.DomainName, Path: path, RawQuery: e.RawQueryString}
	r, err := http.NewRequestWithContext(ctx, e.RequestContext.HTTP.Method, u.String(), bytes.NewReader(body))
	if err != nil {
		var quoting *url.Error // it quotes what was asked for, which the runtime logs
		if errors.As(err, &quoting) {
			err = quoting.Err
		}
		return nil, fmt.Errorf("read request %s: %w", e.RequestContext.RequestID, err)
	}
	for name, value := range e.Headers { // repeated ones come joined by commas
		r.Header.Set(name, value)
	}
	if len(e.Cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	r.RemoteAddr = e.RequestContext.HTTP.SourceIP
	r.RequestURI = u.RequestURI()
	return r, nil
}

// response gathers what the API answers.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *response) Header() http.Header { return w.header }

func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *response) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// event makes of what was gathered the answer that API Gateway understands:
// cookies apart, repeated headers joined, bytes that are no text in base64.
func (w *response) event() events.APIGatewayV2HTTPResponse {
	w.WriteHeader(http.StatusOK)
	out := events.APIGatewayV2HTTPResponse{
		StatusCode: w.status, Headers: map[string]string{}, Cookies: w.header["Set-Cookie"],
	}
	for name, values := range w.header {
		if name != "Set-Cookie" {
			out.Headers[strings.ToLower(name)] = strings.Join(values, ",")
		}
	}
	if out.IsBase64Encoded = !utf8.Valid(w.body.Bytes()); out.IsBase64Encoded {
		out.Body = base64.StdEncoding.EncodeToString(w.body.Bytes())
	} else {
		out.Body = w.body.String()
	}
	return out
}
