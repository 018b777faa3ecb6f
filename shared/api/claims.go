package api

import (
	"context"
	"strings"
)

// Claims are what a verified token says of its bearer.
type Claims struct {
	Issuer        string
	Subject       string
	Name          string
	Email         string
	EmailVerified bool
	Scopes        []string
}

type claimsKey struct{}

// WithClaims returns a context that carries verified claims. Only code that
// stands behind a verifier of tokens may call it.
func WithClaims(ctx context.Context, c Claims) context.Context {
	return context.WithValue(ctx, claimsKey{}, c)
}

func claimsFrom(ctx context.Context) (Claims, bool) {
	c, ok := ctx.Value(claimsKey{}).(Claims)
	return c, ok && c.Issuer != "" && c.Subject != ""
}

// ParseClaims reads claims as API Gateway's JWT authorizer passes them on: every
// value is a string, booleans are "true" and lists are "[a b]". A scope may also
// be the space-separated list of RFC 8693 §4.2.
func ParseClaims(claims map[string]string) Claims {
	c := Claims{
		Issuer:        claims["iss"],
		Subject:       claims["sub"],
		Name:          claims["name"],
		Email:         claims["email"],
		EmailVerified: claims["email_verified"] == "true",
		Scopes:        listClaim(claims["scope"]),
	}
	if len(c.Scopes) == 0 {
		c.Scopes = listClaim(claims["scp"])
	}
	return c
}

func listClaim(s string) []string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = s[1 : len(s)-1]
	}
	return strings.Fields(s)
}
