package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
)

var (
	errNoToken  = errors.New("no bearer token")
	errAudience = errors.New("the token is for another audience")
)

// Authorizer is API Gateway's JWT authorizer.
// Source: "Control access to HTTP APIs with JWT authorizers in API Gateway".
type Authorizer struct {
	issuer   string
	audience []string

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier // nil until the issuer was reached
}

// NewAuthorizer verifies tokens of the issuer, which it looks at when the first
// token comes. A token's aud, or its client_id where it has no aud, must be one
// of audience.
func NewAuthorizer(issuer string, audience ...string) *Authorizer {
	return &Authorizer{issuer: issuer, audience: audience}
}

// discover finds the issuer's keys, once.
func (a *Authorizer) discover(ctx context.Context) (*oidc.IDTokenVerifier, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.verifier == nil {
		provider, err := oidc.NewProvider(ctx, a.issuer)
		if err != nil {
			return nil, err
		}
		a.verifier = provider.Verifier(&oidc.Config{
			SkipClientIDCheck: true, SupportedSigningAlgs: []string{oidc.RS256, oidc.RS384, oidc.RS512},
		})
	}
	return a.verifier, nil
}

// claims verifies the request's token and returns its claims as API Gateway
// passes them: as strings, lists in brackets with spaces between.
func (a *Authorizer) claims(r *http.Request) (map[string]string, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return nil, errNoToken
	}
	if scheme, token, ok := strings.Cut(header, " "); ok && strings.EqualFold(scheme, "Bearer") {
		header = strings.TrimSpace(token)
	}
	verifier, err := a.discover(r.Context())
	if err != nil {
		return nil, err
	}
	token, err := verifier.Verify(r.Context(), header)
	if err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if err := token.Claims(&raw); err != nil {
		return nil, err
	}
	var all map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&all); err != nil {
		return nil, err
	}
	audience := token.Audience
	if id, ok := all["client_id"].(string); ok && len(audience) == 0 {
		audience = []string{id}
	}
	if !slices.ContainsFunc(audience, func(s string) bool { return slices.Contains(a.audience, s) }) {
		return nil, errAudience
	}
	claims := make(map[string]string, len(all))
	for name, value := range all {
		claims[name] = text(value)
	}
	return claims, nil
}

func text(value any) string {
	list, ok := value.([]any)
	if !ok {
		return fmt.Sprint(value)
	}
	items := make([]string, len(list))
	for i, item := range list {
		items[i] = fmt.Sprint(item)
	}
	return "[" + strings.Join(items, " ") + "]"
}

// challenge is the WWW-Authenticate header of a refusal (RFC 6750 §3). It does
// not say what was wrong with a token: that is for logs, not for strangers.
func challenge(err error) string {
	if errors.Is(err, errNoToken) {
		return "Bearer"
	}
	return `Bearer error="invalid_token"`
}
