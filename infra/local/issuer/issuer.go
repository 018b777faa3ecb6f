// Package issuer stands in for an OpenID Connect provider on a laptop: whoever
// signs in chooses one of the demo members by a click, without a password.
//
// Its tokens look like Amazon Cognito's: the ID token has the email and its
// verification, the access token has scope and client_id and no email. It
// promises authorization code flow with PKCE (RFC 7636, S256), codes that work
// once, and keys that stay the same across restarts. It refuses to redirect
// anywhere but to this machine, and any flow other than that one and refreshing.
package issuer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"confab/infra/local/disk"
)

// Member is somebody who can sign in.
type Member struct {
	Subject string
	Email   string
	Name    string
}

// Demo are the demo members, one of each role, the owner first.
var Demo = []Member{
	{"demo-owner", "owner@example.com", "Owner"},
	{"demo-admin", "admin@example.com", "Admin"},
	{"demo-manager", "manager@example.com", "Manager"},
	{"demo-agent", "agent@example.com", "Agent"},
	{"demo-viewer", "viewer@example.com", "Viewer"},
}

// Issuer issues tokens to one client. It serves HTTP at its URL.
type Issuer struct {
	// URL is where it is reached; the tokens' issuer.
	URL      string
	ClientID string
	Members  []Member
	// Lifetime is that of ID and access tokens; zero means an hour.
	Lifetime time.Duration

	key jose.JSONWebKey

	mu    sync.Mutex
	codes map[string]grant
}

// grant is what a code was given for.
type grant struct {
	member                         Member
	redirect, nonce, scope, digest string // digest: of the PKCE verifier
	expires                        time.Time
}

// New returns an issuer whose key is in the PEM file at path; it makes one where
// there is none.
func New(url, clientID, path string, members []Member) (*Issuer, error) {
	key, err := loadKey(path)
	if err != nil {
		return nil, err
	}
	return &Issuer{
		URL: url, ClientID: clientID, Members: members, codes: map[string]grant{},
		key: jose.JSONWebKey{Key: key, KeyID: "local", Algorithm: string(jose.RS256), Use: "sig"},
	}, nil
}

func loadKey(path string) (*rsa.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the issuer's key: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("read the issuer's key: %s is not PEM", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the issuer's key in %s: %w", path, err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("read the issuer's key: %s holds no RSA key", path)
	}
	return key, nil
}

func makeKey(path string) (*rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make the issuer's key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make the issuer's key: %w", err)
	}
	if err := disk.Write(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})); err != nil {
		return nil, fmt.Errorf("keep the issuer's key: %w", err)
	}
	return key, nil
}

// Handler serves the issuer's endpoints.
func (i *Issuer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /.well-known/jwks.json", i.jwks)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", i.userinfo)
	mux.HandleFunc("GET /end_session", i.endSession)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The page is another origin and calls these from the browser.
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			w.Header().Set("Access-Control-Allow-Headers", "authorization, content-type")
			return
		}
		mux.ServeHTTP(w, r)
	})
}
