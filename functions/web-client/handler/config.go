package handler

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// config is what the client needs to know before anybody has signed in. It is
// public: the client id of a browser is no secret (RFC 8252 §8.5).
type config struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
	APIURL   string `json:"api_url"` // empty: the page's own origin

	connect []string // origins the client may call, apart from its own
}

// readConfig reads OIDC_ISSUER and OIDC_CLIENT_ID, both required; OIDC_SCOPE;
// API_URL, empty where the API answers under the page's origin; and
// CONNECT_ORIGINS, a space-separated list of further origins that the client
// calls: the bucket that takes uploads, and the issuer's token endpoint where
// that lives on another host. It returns all faults joined.
func readConfig(getenv func(string) string) (config, error) {
	c := config{
		Issuer:   getenv("OIDC_ISSUER"),
		ClientID: getenv("OIDC_CLIENT_ID"),
		Scope:    getenv("OIDC_SCOPE"),
		APIURL:   strings.TrimSuffix(getenv("API_URL"), "/"),
	}
	if c.Scope == "" {
		c.Scope = "openid email profile"
	}
	var faults []error
	if c.ClientID == "" {
		faults = append(faults, errors.New("OIDC_CLIENT_ID is not set"))
	}
	if c.Issuer == "" {
		faults = append(faults, errors.New("OIDC_ISSUER is not set"))
	}
	for _, v := range append([]string{c.Issuer, c.APIURL}, strings.Fields(getenv("CONNECT_ORIGINS"))...) {
		if v == "" {
			continue
		}
		o, err := origin(v)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if !slices.Contains(c.connect, o) {
			c.connect = append(c.connect, o)
		}
	}
	return c, errors.Join(faults...)
}

// origin returns scheme and host of an http or https URL. The host may begin
// with "*." as a Content-Security-Policy allows.
func origin(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "", fmt.Errorf("%q is not an http or https URL", raw)
	}
	if strings.ContainsAny(u.Host, " ;,'\"") {
		return "", fmt.Errorf("%q has no plain host name", raw)
	}
	return u.Scheme + "://" + u.Host, nil
}
