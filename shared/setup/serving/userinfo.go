package serving

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"confab/shared/api"
)

// maxClaims bounds what an issuer's answer may be, in bytes.
const maxClaims = 1 << 20

// newUserinfo asks the issuer's UserInfo endpoint, which its discovery document
// names (OpenID Connect Discovery 1.0 §4, Core 1.0 §5.3).
func newUserinfo(client *http.Client, issuer string) api.Userinfo {
	return func(ctx context.Context, bearer string) (string, bool, string, error) {
		var discovery struct {
			Endpoint string `json:"userinfo_endpoint"`
		}
		if err := getJSON(ctx, client, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", "", &discovery); err != nil {
			return "", false, "", err
		}
		var claims struct {
			Email    string `json:"email"`
			Verified any    `json:"email_verified"` // Cognito answers with a string
			Name     string `json:"name"`
		}
		if err := getJSON(ctx, client, discovery.Endpoint, bearer, &claims); err != nil {
			return "", false, "", err
		}
		verified := claims.Verified == true || claims.Verified == "true"
		return claims.Email, verified, claims.Name, nil
	}
}

func getJSON(ctx context.Context, client *http.Client, url, bearer string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("ask the issuer: %w", err)
	}
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the issuer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("ask the issuer: %s answered %s", url, res.Status)
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxClaims)).Decode(into); err != nil {
		return fmt.Errorf("ask the issuer: read %s: %w", url, err)
	}
	return nil
}
