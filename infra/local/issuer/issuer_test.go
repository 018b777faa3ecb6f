package issuer_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"confab/infra/local/issuer"
)

func start(t *testing.T, path string) *issuer.Issuer {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	i, err := issuer.New("http://"+server.Listener.Addr().String(), "confab", path, issuer.Demo)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = i.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return i
}

const verifier = "a-verifier-that-is-long-enough-for-the-standard"

// request answers a request without following redirects.
func request(t *testing.T, method, address string, form url.Values, bearer string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+bearer)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func authorize(i *issuer.Issuer, change func(url.Values)) string {
	digest := sha256.Sum256([]byte(verifier))
	q := url.Values{"client_id": {"confab"}, "redirect_uri": {"http://127.0.0.1:8080/callback"}, "response_type": {"code"}, "scope": {"openid email"},
		"state": {"s1"}, "nonce": {"n1"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(digest[:])}, "code_challenge_method": {"S256"}, "member": {"demo-agent"}}
	if change != nil {
		change(q)
	}
	return i.URL + "/authorize?" + q.Encode()
}

// click chooses the agent and returns the code that comes back.
func click(t *testing.T, i *issuer.Issuer) string {
	t.Helper()
	resp := request(t, "GET", authorize(i, nil), nil, "")
	to, err := resp.Location()
	if err != nil || to.Host != "127.0.0.1:8080" || to.Query().Get("state") != "s1" {
		t.Fatalf("redirect = %v, %v", to, err)
	}
	return to.Query().Get("code")
}

func redeem(t *testing.T, i *issuer.Issuer, form url.Values) (int, issuer.Tokens) {
	t.Helper()
	resp := request(t, "POST", i.URL+"/token", form, "")
	var tokens issuer.Tokens
	if err := json.NewDecoder(resp.Body).Decode(&tokens); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, tokens
}

func codeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "client_id": {"confab"}, "code": {code},
		"redirect_uri": {"http://127.0.0.1:8080/callback"}, "code_verifier": {verifier}}
}

func TestAClickYieldsTokensLikeCognitos(t *testing.T) {
	i := start(t, filepath.Join(t.TempDir(), "key.pem"))
	status, tokens := redeem(t, i, codeForm(click(t, i)))
	if status != http.StatusOK {
		t.Fatalf("token = %d", status)
	}
	provider, err := oidc.NewProvider(t.Context(), i.URL)
	if err != nil {
		t.Fatal(err)
	}
	id, err := provider.Verifier(&oidc.Config{ClientID: "confab"}).Verify(t.Context(), tokens.ID)
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Email    string
		Verified bool   `json:"email_verified"`
		Use      string `json:"token_use"`
	}
	if err := id.Claims(&claims); err != nil || claims.Email != "agent@example.com" || !claims.Verified || claims.Use != "id" || id.Nonce != "n1" {
		t.Errorf("ID token = %+v, %v", claims, err)
	}
	access, err := provider.Verifier(&oidc.Config{SkipClientIDCheck: true}).Verify(t.Context(), tokens.Access)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := access.Claims(&all); err != nil || all["client_id"] != "confab" || all["scope"] != "openid email" || all["email"] != nil || all["aud"] != nil || all["sub"] != "demo-agent" {
		t.Errorf("access token = %v, %v", all, err)
	}
	var info map[string]any
	if err := json.NewDecoder(request(t, "GET", i.URL+"/userinfo", nil, tokens.Access).Body).Decode(&info); err != nil || info["email"] != "agent@example.com" {
		t.Errorf("userinfo = %v, %v", info, err)
	}
	if status, again := redeem(t, i, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.Refresh}}); status != http.StatusOK || again.Access == tokens.Access {
		t.Errorf("refresh = %d", status)
	}
}

func TestThePageListsAMemberOfEachRole(t *testing.T) {
	i := start(t, filepath.Join(t.TempDir(), "key.pem"))
	resp := request(t, "GET", authorize(i, func(q url.Values) { q.Del("member") }), nil, "")
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"owner", "admin", "manager", "agent", "viewer"} {
		if !strings.Contains(b.String(), role+"@example.com") {
			t.Errorf("the page has no %s", role)
		}
	}
}

func TestRefusals(t *testing.T) {
	i := start(t, filepath.Join(t.TempDir(), "key.pem"))
	used := click(t, i)
	redeem(t, i, codeForm(used))
	set := func(name, value string) func(url.Values) { return func(q url.Values) { q.Set(name, value) } }
	tokens, err := i.SignIn("agent@example.com")
	if err != nil {
		t.Fatal(err)
	}
	form := func(change func(url.Values)) url.Values { f := codeForm(click(t, i)); change(f); return f }
	tests := []struct {
		name, method, address string
		form                  url.Values
		bearer                string
		want                  int
	}{
		{"a redirect to elsewhere", "GET", authorize(i, set("redirect_uri", "https://evil.example.org/")), nil, "", 400},
		{"a redirect to a script", "GET", authorize(i, set("redirect_uri", "javascript://127.0.0.1/%0aalert(1)")), nil, "", 400},
		{"another client", "GET", authorize(i, set("client_id", "other")), nil, "", 400},
		{"a code used twice", "POST", i.URL + "/token", codeForm(used), "", 400},
		{"a wrong verifier", "POST", i.URL + "/token", form(set("code_verifier", "guess")), "", 400},
		{"another redirect than before", "POST", i.URL + "/token", form(set("redirect_uri", "http://127.0.0.1:1/")), "", 400},
		{"an access token as refresh token", "POST", i.URL + "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.Access}}, "", 400},
		{"another grant", "POST", i.URL + "/token", url.Values{"grant_type": {"password"}}, "", 400},
		{"userinfo with an ID token", "GET", i.URL + "/userinfo", nil, tokens.ID, 401},
		{"no PKCE", "GET", authorize(i, set("code_challenge", "")), nil, "", 302},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp := request(t, tt.method, tt.address, tt.form, tt.bearer)
			if resp.StatusCode != tt.want {
				t.Errorf("answer = %s, want %d", resp.Status, tt.want)
			}
			if to, err := resp.Location(); err == nil && to.Query().Get("error") != "invalid_request" {
				t.Errorf("redirect = %v", to)
			}
		})
	}
}

func TestTheKeyStaysAcrossRestarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.pem")
	first := start(t, path)
	tokens, err := first.SignIn("owner@example.com")
	if err != nil {
		t.Fatal(err)
	}
	again := start(t, path)
	keys := oidc.NewRemoteKeySet(context.Background(), again.URL+"/.well-known/jwks.json")
	verifier := oidc.NewVerifier(first.URL, keys, &oidc.Config{ClientID: "confab"})
	if _, err := verifier.Verify(t.Context(), tokens.ID); err != nil {
		t.Error(err)
	}
}

func TestTokensExpire(t *testing.T) {
	i := start(t, filepath.Join(t.TempDir(), "key.pem"))
	i.Lifetime = -time.Minute
	tokens, err := i.SignIn("owner@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if resp := request(t, "GET", i.URL+"/userinfo", nil, tokens.Access); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("userinfo = %s", resp.Status)
	}
}
