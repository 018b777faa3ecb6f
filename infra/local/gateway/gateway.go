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
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
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

// Route sends the paths below a prefix to a function.
type Route struct {
	Prefix   string // for example /api/; the longest one that fits is taken
	Function *function.Function
	// Authorizer verifies the bearer token; nil means that none is needed.
	Authorizer *Authorizer
}

// Gateway is an HTTP API with its $default stage.
type Gateway struct {
	Routes []Route
	// Origins are those that may call from a browser; * means every one. When
	// there are some, the gateway answers preflight requests itself.
	Origins []string
}

// ServeHTTP answers a request through the route's function.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.cors(w, r) {
		return
	}
	route := g.route(r.URL.Path)
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

func (g *Gateway) route(path string) *Route {
	var found *Route
	for i := range g.Routes {
		route := &g.Routes[i]
		if strings.HasPrefix(path, route.Prefix) && (found == nil || len(route.Prefix) > len(found.Prefix)) {
			found = route
		}
	}
	return found
}

// cors sets the headers a browser asks for. It reports whether the request was a
// preflight and is answered.
func (g *Gateway) cors(w http.ResponseWriter, r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if len(g.Origins) == 0 || origin == "" {
		return false
	}
	if allowed := slices.Contains(g.Origins, "*") || slices.Contains(g.Origins, origin); allowed {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Vary", "Origin")
		w.Header().Set("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After")
	}
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	w.Header().Set("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
	w.Header().Set("Access-Control-Allow-Headers", "authorization, content-type, idempotency-key, if-match, if-none-match")
	w.Header().Set("Access-Control-Max-Age", "300")
	w.WriteHeader(http.StatusNoContent)
	return true
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
