package issuer

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// How long a code waits to be redeemed. Source: RFC 6749 §4.1.2 asks for ten minutes at most.
const codeLifetime = time.Minute

//go:embed signin.html
var page string

var signIn = template.Must(template.New("signin").Parse(page))

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client went away
}

func refuse(w http.ResponseWriter, code, description string) {
	answer(w, http.StatusBadRequest, map[string]string{"error": code, "error_description": description})
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"userinfo_endpoint": i.URL + "/userinfo", "end_session_endpoint": i.URL + "/end_session", "jwks_uri": i.URL + "/.well-known/jwks.json",
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code", "refresh_token"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"scopes_supported": strings.Fields(allScopes), "code_challenge_methods_supported": []string{"S256"},
		"token_endpoint_auth_methods_supported": []string{"none"},
	})
}

func (i *Issuer) jwks(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.key.Public()}})
}

// authorize shows the members; each is a link back with a code of its own.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	redirect, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case err != nil || !loopback(redirect):
		http.Error(w, "redirect_uri must be on this machine.", http.StatusBadRequest)
		return
	case q.Get("client_id") != i.ClientID:
		http.Error(w, "client_id is not known here.", http.StatusBadRequest)
		return
	case q.Get("response_type") != "code" || q.Get("code_challenge") == "" || q.Get("code_challenge_method") != "S256":
		back(w, r, redirect, url.Values{"error": {"invalid_request"}, "state": {q.Get("state")},
			"error_description": {"only response_type code with code_challenge_method S256"}})
		return
	}
	g := grant{redirect: q.Get("redirect_uri"), nonce: q.Get("nonce"), scope: q.Get("scope"), digest: q.Get("code_challenge")}
	for _, m := range i.Members {
		if m.Subject == q.Get("member") {
			g.member = m
			back(w, r, redirect, url.Values{"code": {i.newCode(g)}, "state": {q.Get("state")}})
			return
		}
	}
	type choice struct {
		Member
		Link string
	}
	var choices []choice
	for _, m := range i.Members {
		q.Set("member", m.Subject)
		choices = append(choices, choice{m, "/authorize?" + q.Encode()})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = signIn.Execute(w, choices) // the client went away
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return (u.Scheme == "http" || u.Scheme == "https") && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

func back(w http.ResponseWriter, r *http.Request, redirect *url.URL, values url.Values) {
	q := redirect.Query()
	for name := range values {
		q.Set(name, values.Get(name))
	}
	to := *redirect
	to.RawQuery = q.Encode()
	http.Redirect(w, r, to.String(), http.StatusFound)
}

func (i *Issuer) newCode(g grant) string {
	code := rand.Text()
	g.expires = time.Now().Add(codeLifetime)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.codes[code] = g
	return code
}

// redeem returns what a code was given for, once.
func (i *Issuer) redeem(code string) (grant, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	g, ok := i.codes[code]
	delete(i.codes, code)
	return g, ok && time.Now().Before(g.expires)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	var g grant
	switch r.FormValue("grant_type") {
	case "authorization_code":
		var ok bool
		g, ok = i.redeem(r.FormValue("code"))
		verifier := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		digest := base64.RawURLEncoding.EncodeToString(verifier[:])
		if !ok || r.FormValue("client_id") != i.ClientID || g.redirect != r.FormValue("redirect_uri") ||
			subtle.ConstantTimeCompare([]byte(digest), []byte(g.digest)) != 1 {
			refuse(w, "invalid_grant", "the code is used, expired or somebody else's")
			return
		}
	case "refresh_token":
		var err error
		if g.member, g.scope, err = i.verify(r.FormValue("refresh_token"), "refresh"); err != nil {
			refuse(w, "invalid_grant", "the refresh token is expired or not ours")
			return
		}
	default:
		refuse(w, "unsupported_grant_type", "authorization_code or refresh_token")
		return
	}
	tokens, err := i.issue(g, time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, tokens)
}

func (i *Issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	m, _, err := i.verify(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), "access")
	if err != nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	// Cognito's userinfo says "true" as a string; clients must take both.
	answer(w, http.StatusOK, map[string]any{"sub": m.Subject, "email": m.Email, "email_verified": "true", "name": m.Name})
}

func (i *Issuer) endSession(w http.ResponseWriter, r *http.Request) {
	redirect, err := url.Parse(r.URL.Query().Get("post_logout_redirect_uri"))
	if err != nil || !loopback(redirect) {
		http.Error(w, "You are signed out.", http.StatusOK)
		return
	}
	back(w, r, redirect, url.Values{"state": {r.URL.Query().Get("state")}})
}
