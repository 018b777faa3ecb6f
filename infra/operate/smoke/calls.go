package smoke

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 8 << 20

// answer is what came of a request.
type answer struct {
	code   int
	status string // as it reads: 404 Not Found
	header http.Header
	body   []byte
}

// do sends a request with the token, if there is one, and reads the answer.
func (t *try) do(ctx context.Context, method, address, kind string, body []byte) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if t.Token != "" {
		req.Header.Set("Authorization", "Bearer "+t.Token)
	}
	res, err := t.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	return answer{res.StatusCode, res.Status, res.Header, data}, err
}

// expect asks for a page of the deployment, without a token, and says what is
// wrong with the answer.
func (t *try) expect(ctx context.Context, path string, status int, kind string) error {
	stranger := *t
	stranger.Smoke = &Smoke{}
	got, err := stranger.do(ctx, http.MethodGet, t.base+path, "", nil)
	switch {
	case err != nil:
		return err
	case got.code != status:
		return fmt.Errorf("%s answers %s", path, got.status)
	case !strings.HasPrefix(got.header.Get("Content-Type"), kind):
		return fmt.Errorf("%s answers %s", path, got.header.Get("Content-Type"))
	}
	return nil
}

// call calls the API and decodes its answer into out, if there is one.
func (t *try) call(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	kind := ""
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
		kind = "application/json"
	}
	got, err := t.do(ctx, method, t.base+path, kind, body)
	switch {
	case err != nil:
		return err
	case got.code == http.StatusUnauthorized && t.Token != "":
		return fmt.Errorf("%s %s answers %s: the token is of another deployment, or its hour is over", method, path, got.status)
	case got.code != http.StatusOK:
		var problem struct{ Detail, Message string } // the API's, or the gateway's
		_ = json.Unmarshal(got.body, &problem)       // what is neither has nothing to tell
		return fmt.Errorf("%s %s answers %s %s%s", method, path, got.status, problem.Detail, problem.Message)
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(got.body, out); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// configuration is what the page knows before anybody has signed in.
type configuration struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
}

// discovery is the part of an issuer's that signing in needs (OpenID Connect
// Discovery 1.0 §3).
type discovery struct {
	configuration
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
}

// configuration reads the page's configuration and finds its issuer.
func (t *try) configuration(ctx context.Context) (discovery, error) {
	var d discovery
	if err := t.call(ctx, http.MethodGet, "/config.json", nil, &d.configuration); err != nil {
		return d, err
	}
	there := *t
	there.Smoke, there.base = &Smoke{}, strings.TrimSuffix(d.Issuer, "/") // the token is not the issuer's business
	var found discovery
	if err := there.call(ctx, http.MethodGet, "/.well-known/openid-configuration", nil, &found); err != nil {
		return d, fmt.Errorf("ask the issuer %s: %w", d.Issuer, err)
	}
	if found.Issuer != d.Issuer {
		return d, fmt.Errorf("the issuer calls itself %s, and the page calls it %s", found.Issuer, d.Issuer)
	}
	d.Authorization, d.Token = found.Authorization, found.Token
	return d, nil
}

// signIn signs in at the issuer of `make run`, which asks for no password: by
// authorization code with PKCE, as the page does. The parameter member is that
// issuer's own, and stands for the click on a demo member.
func (t *try) signIn(ctx context.Context) (token string, err error) {
	d, err := t.configuration(ctx)
	if err != nil {
		return "", err
	}
	if u, err := url.Parse(d.Issuer); err != nil || !loopback(u.Hostname()) {
		return "", fmt.Errorf("the issuer %s is not on this machine: say TOKEN=..., an access token", d.Issuer)
	}
	verifier := rand.Text() + rand.Text()
	digest := sha256.Sum256([]byte(verifier))
	redirect := t.base + "/signed-in"
	got, err := t.do(ctx, http.MethodGet, d.Authorization+"?"+url.Values{
		"client_id": {d.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {d.Scope}, "state": {rand.Text()},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(digest[:])}, "code_challenge_method": {"S256"}, "member": {"demo-owner"},
	}.Encode(), "", nil)
	if err != nil {
		return "", err
	}
	back, err := url.Parse(got.header.Get("Location"))
	if err != nil || back.Query().Get("code") == "" {
		return "", fmt.Errorf("the issuer answers %s and gives no code", got.status)
	}
	got, err = t.do(ctx, http.MethodPost, d.Token, "application/x-www-form-urlencoded", []byte(url.Values{
		"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "code_verifier": {verifier},
		"client_id": {d.ClientID}, "redirect_uri": {redirect},
	}.Encode()))
	if err != nil {
		return "", err
	}
	var tokens struct {
		Access string `json:"access_token"`
	}
	if json.Unmarshal(got.body, &tokens) != nil || tokens.Access == "" {
		return "", errors.New("the issuer gives no token")
	}
	return tokens.Access, nil
}
