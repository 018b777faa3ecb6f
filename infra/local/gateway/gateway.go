// Package gateway stands in for API Gateway's HTTP API on a laptop: it turns
// requests into payload format 2.0 events, hands them to a function, and turns
// what the function answers back.
//
// It promises API Gateway's limits (6 MB through Lambda, 30 seconds, 10,240
// bytes of headers) and its JWT authorizer: RSA signature, issuer, audience and
// lifetime are verified, and claims reach the function as strings. It refuses
// with API Gateway's own answers.
package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"confab/infra/local/function"
)

// Limits. Source: "Quotas for configuring and running an HTTP API in API Gateway".
const (
	maxBody    = 10 << 20
	maxHeaders = 10240
	maxTime    = 30 * time.Second
)

// Route sends requests to a function.
type Route struct {
	// Path is a prefix where it ends in a slash: /v1/ takes all below it, / what no
	// other route takes. Otherwise it is a path, whose last part may be a parameter
	// in braces, that is asked for with Method alone.
	Path     string
	Method   string // of a path that is no prefix; empty means GET
	Function *function.Function
	// Authorizer verifies the bearer token; nil means that none is needed.
	Authorizer *Authorizer
}

// Gateway is an HTTP API with its $default stage.
type Gateway struct {
	Routes []Route
}

// ServeHTTP answers a request through the route's function.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route := g.route(r)
	if route == nil {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	if headerSize(r) > maxHeaders {
		refuse(w, http.StatusRequestHeaderFieldsTooLarge, "Request Header Fields Too Large")
		return
	}
	var claims map[string]string
	if route.Authorizer != nil {
		var err error
		if claims, err = route.Authorizer.claims(r); err != nil {
			w.Header().Set("WWW-Authenticate", challenge(err))
			refuse(w, http.StatusUnauthorized, "Unauthorized")
			return
		}
	}
	event, err := newEvent(w, r, route, claims)
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	payload, err := json.Marshal(event)
	if err != nil || len(payload) > function.MaxPayload {
		refuse(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxTime)
	defer cancel()
	answer, err := route.Function.Invoke(ctx, payload)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		refuse(w, http.StatusServiceUnavailable, "Service Unavailable")
	case err != nil:
		slog.Error("a function failed", "function", route.Function.Name, "request", event.RequestContext.RequestID, "error", err)
		refuse(w, http.StatusInternalServerError, "Internal Server Error")
	default:
		write(w, answer)
	}
}

// route finds the route with the longest path that fits.
func (g *Gateway) route(r *http.Request) *Route {
	var found *Route
	for i := range g.Routes {
		route := &g.Routes[i]
		_, fits := route.match(r)
		if fits && (found == nil || len(route.Path) > len(found.Path)) {
			found = route
		}
	}
	return found
}

func (route *Route) prefix() bool { return strings.HasSuffix(route.Path, "/") }

func (route *Route) method() string { return cmp.Or(route.Method, http.MethodGet) }

// match tells whether the request is the route's, and returns its parameters.
func (route *Route) match(r *http.Request) (parameters map[string]string, fits bool) {
	if route.prefix() {
		rest, fits := strings.CutPrefix(r.URL.Path, route.Path)
		if route.Path == "/" {
			return nil, fits
		}
		return map[string]string{"proxy": rest}, fits
	}
	folder, last := path.Split(route.Path)
	got, fits := strings.CutPrefix(r.URL.Path, folder)
	name := strings.Trim(last, "{}")
	switch {
	case !fits || r.Method != route.method():
		return nil, false
	case name == last:
		return nil, got == last
	}
	return map[string]string{name: got}, got != "" && !strings.Contains(got, "/")
}

// key is the route key as API Gateway writes it.
func (route *Route) key() string {
	switch {
	case route.Path == "/":
		return "$default"
	case route.prefix():
		return "ANY " + route.Path + "{proxy+}"
	default:
		return route.method() + " " + route.Path
	}
}

func headerSize(r *http.Request) int {
	size := len(r.Method) + len(r.RequestURI) + len(r.Proto) + 4
	for name, values := range r.Header {
		for _, value := range values {
			size += len(name) + len(value) + 4
		}
	}
	return size
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message}) // the client went away
}
