package issuer

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// How long a refresh token lives.
const refreshLifetime = 30 * 24 * time.Hour

const allScopes = "openid profile email"

var errToken = errors.New("token is not valid")

// Tokens are what a sign-in yields.
type Tokens struct {
	Access  string `json:"access_token"`
	ID      string `json:"id_token"`
	Refresh string `json:"refresh_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"` // seconds
	Scope   string `json:"scope"`
}

// SignIn issues tokens to the member with that email, as if they had clicked.
// It returns an error where nobody has it.
func (i *Issuer) SignIn(email string) (Tokens, error) {
	for _, m := range i.Members {
		if m.Email == email {
			return i.issue(grant{member: m, scope: allScopes}, time.Now())
		}
	}
	return Tokens{}, fmt.Errorf("sign in %s: no such member", email)
}

// issue makes tokens as Cognito's look.
// Source: "Understanding user pool JSON web tokens (JWTs)".
func (i *Issuer) issue(g grant, now time.Time) (Tokens, error) {
	lifetime := i.Lifetime
	if lifetime == 0 {
		lifetime = time.Hour
	}
	claims := func(use string, lifetime time.Duration, more map[string]any) map[string]any {
		c := map[string]any{
			"iss": i.URL, "sub": g.member.Subject, "token_use": use, "jti": rand.Text(),
			"iat": now.Unix(), "auth_time": now.Unix(), "exp": now.Add(lifetime).Unix(),
		}
		for name, value := range more {
			c[name] = value
		}
		return c
	}
	id := map[string]any{"aud": i.ClientID, "email": g.member.Email, "email_verified": true, "name": g.member.Name}
	if g.nonce != "" {
		id["nonce"] = g.nonce
	}
	access, errAccess := i.sign(claims("access", lifetime, map[string]any{"client_id": i.ClientID, "scope": g.scope, "username": g.member.Subject}))
	identity, errID := i.sign(claims("id", lifetime, id))
	refresh, errRefresh := i.sign(claims("refresh", refreshLifetime, map[string]any{"scope": g.scope}))
	return Tokens{access, identity, refresh, "Bearer", int(lifetime.Seconds()), g.scope}, errors.Join(errAccess, errID, errRefresh)
}

func (i *Issuer) sign(claims map[string]any) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: i.key}, nil)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	object, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return object.CompactSerialize()
}

// verify returns whom a token of ours is about, and its scope.
func (i *Issuer) verify(token, use string) (Member, string, error) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return Member{}, "", errToken
	}
	var registered jwt.Claims
	var own struct {
		Use   string `json:"token_use"`
		Scope string `json:"scope"`
	}
	if err := parsed.Claims(i.key.Public(), &registered, &own); err != nil || own.Use != use {
		return Member{}, "", errToken
	}
	if err := registered.ValidateWithLeeway(jwt.Expected{Issuer: i.URL, Time: time.Now()}, 0); err != nil {
		return Member{}, "", errToken
	}
	for _, m := range i.Members {
		if m.Subject == registered.Subject {
			return m, own.Scope, nil
		}
	}
	return Member{}, "", errToken
}
