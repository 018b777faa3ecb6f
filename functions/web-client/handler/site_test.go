package handler_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/web-client/handler"
)

const script = "console.log('the client')"

func environment(overrides map[string]string) func(string) string {
	env := map[string]string{
		"OIDC_ISSUER":     "https://id.example.com/pool",
		"OIDC_CLIENT_ID":  "client-1",
		"API_URL":         "https://api.example.com/",
		"CONNECT_ORIGINS": "https://files.example.com https://id.example.com",
	}
	for k, v := range overrides {
		env[k] = v
	}
	return func(k string) string { return env[k] }
}

func site(t *testing.T) *handler.Site {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, script); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := handler.New(fstest.MapFS{
		"index.html":                  {Data: []byte(`<meta property="csp-nonce" nonce="CSP_NONCE"><link nonce="CSP_NONCE">`)},
		".gitkeep":                    {},
		"favicon.svg":                 {Data: []byte("<svg/>")},
		"assets/index-CONTENT1.js":    {Data: []byte(script)},
		"assets/index-CONTENT1.js.gz": {Data: packed.Bytes()},
	}, environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func body(t *testing.T, r events.APIGatewayV2HTTPResponse) string {
	t.Helper()
	data := []byte(r.Body)
	if r.IsBase64Encoded {
		var err error
		if data, err = base64.StdEncoding.DecodeString(r.Body); err != nil {
			t.Fatal(err)
		}
	}
	if r.Headers["content-encoding"] != "gzip" {
		return string(data)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func get(t *testing.T, s *handler.Site, path string, headers map[string]string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	r := events.APIGatewayV2HTTPRequest{RawPath: path, Headers: headers}
	r.RequestContext.HTTP.Method = "GET"
	answer, err := s.Handle(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestEverySampleEvent(t *testing.T) {
	want := map[string]struct {
		status       int
		kind, cache  string
		encoding     string
		bodyContains string
	}{
		"page":                 {200, "text/html; charset=utf-8", "no-cache", "", "csp-nonce"},
		"conversation-address": {200, "text/html; charset=utf-8", "no-cache", "", "csp-nonce"},
		"asset":                {200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "gzip", script},
		"config":               {200, "application/json", "no-cache", "", `"api_url":"https://api.example.com"`},
		"missing-asset":        {404, "text/plain; charset=utf-8", "no-cache", "", "no such file"},
		"post":                 {405, "text/plain; charset=utf-8", "no-cache", "", "Only GET"},
	}
	samples, err := filepath.Glob("../../../events/web-client/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(samples) != len(want) {
		t.Errorf("%d samples, %d expectations: every sample needs one", len(samples), len(want))
	}
	s := site(t)
	for _, file := range samples {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(raw, &event); err != nil {
				t.Fatal(err)
			}
			got, err := s.Handle(context.Background(), event)
			if err != nil {
				t.Fatal(err)
			}
			w, known := want[name]
			if !known {
				t.Fatal("nothing is expected of this sample")
			}
			if got.StatusCode != w.status || got.Headers["content-type"] != w.kind ||
				got.Headers["cache-control"] != w.cache || got.Headers["content-encoding"] != w.encoding {
				t.Errorf("got %d %v", got.StatusCode, got.Headers)
			}
			if b := body(t, got); !strings.Contains(b, w.bodyContains) {
				t.Errorf("body %q lacks %q", b, w.bodyContains)
			}
		})
	}
}

func TestAPathLeavesTheFolderByNoSpelling(t *testing.T) {
	s := site(t)
	for _, path := range []string{"/../../etc/passwd.txt", "/assets/../../x.js", "//.gitkeep", "/assets", "/assets/", "/%2e%2e/x.js"} {
		got := get(t, s, path, nil)
		if got.StatusCode != 404 && !strings.Contains(body(t, got), "csp-nonce") {
			t.Errorf("%s answered %d %q", path, got.StatusCode, got.Body)
		}
	}
}

func TestThePageHasANonceOfItsOwnEachTime(t *testing.T) {
	s := site(t)
	one, two := get(t, s, "/", nil), get(t, s, "/", nil)
	if body(t, one) == body(t, two) {
		t.Error("two pages share a nonce")
	}
	_, rest, _ := strings.Cut(body(t, one), `nonce="`)
	nonce, _, _ := strings.Cut(rest, `"`)
	if !strings.Contains(one.Headers["content-security-policy"], "'nonce-"+nonce+"'") || nonce == "" {
		t.Errorf("policy %q does not allow nonce %q", one.Headers["content-security-policy"], nonce)
	}
	if strings.Contains(body(t, one), "CSP_NONCE") {
		t.Error("the placeholder is still in the page")
	}
}

func TestThePolicyNamesTheHostsTheClientCallsAndNoOther(t *testing.T) {
	csp := get(t, site(t), "/", nil).Headers["content-security-policy"]
	if want := "connect-src 'self' https://id.example.com https://api.example.com https://files.example.com;"; !strings.Contains(csp, want) {
		t.Errorf("policy %q lacks %q", csp, want)
	}
	for _, part := range strings.Split(csp, "; ") {
		if strings.HasPrefix(part, "script-src") && part != "script-src 'self'" {
			t.Errorf("scripts from elsewhere: %q", part)
		}
	}
}

func TestGzipIsSentOnlyToThoseWhoTakeIt(t *testing.T) {
	s := site(t)
	for header, want := range map[string]string{"": "", "br": "", "gzip;q=0": "", "br, GZIP;q=0.5": "gzip", "gzip": "gzip"} {
		got := get(t, s, "/assets/index-CONTENT1.js", map[string]string{"accept-encoding": header})
		if got.Headers["content-encoding"] != want || body(t, got) != script {
			t.Errorf("Accept-Encoding %q: encoding %q, body %q", header, got.Headers["content-encoding"], body(t, got))
		}
	}
}

func TestHeadAnswersWithoutABody(t *testing.T) {
	r := events.APIGatewayV2HTTPRequest{RawPath: "/"}
	r.RequestContext.HTTP.Method = "HEAD"
	got, err := site(t).Handle(context.Background(), r)
	if err != nil || got.StatusCode != 200 || got.Body != "" {
		t.Errorf("got %d %q %v", got.StatusCode, got.Body, err)
	}
}

func TestFaultsOfTheEnvironmentAreReportedTogether(t *testing.T) {
	_, err := handler.New(fstest.MapFS{}, environment(map[string]string{
		"OIDC_ISSUER": "", "OIDC_CLIENT_ID": "", "API_URL": "api.example.com", "CONNECT_ORIGINS": "https://x;script-src",
	}))
	for _, want := range []string{"OIDC_ISSUER", "OIDC_CLIENT_ID", "api.example.com", "script-src"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not speak of %s", err, want)
		}
	}
}

func TestAClientThatWasNeverBuiltIsSaidAtTheStart(t *testing.T) {
	_, err := handler.New(fstest.MapFS{".gitkeep": {}}, environment(nil))
	if err == nil || !strings.Contains(err.Error(), "npm run build") {
		t.Errorf("got %v", err)
	}
}
