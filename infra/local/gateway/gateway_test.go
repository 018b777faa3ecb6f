package gateway_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/go-jose/go-jose/v4"

	"confab/infra/local/function"
	"confab/infra/local/gateway"
	"confab/infra/local/issuer"
)

func serve(t *testing.T, handler any, authorizer *gateway.Authorizer) string {
	t.Helper()
	f := &function.Function{Name: "inbox-api", Handler: function.NewHandler(handler)}
	server := httptest.NewServer(&gateway.Gateway{
		Routes: []gateway.Route{
			{Path: "/open/", Function: f}, {Path: "/api/", Function: f, Authorizer: authorizer}, {Path: "/openapi.json", Function: f},
			{Path: "/l/{code}", Function: f}, {Path: "/l/{code}", Method: http.MethodHead, Function: f},
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}

func do(t *testing.T, method, url, body string, headers map[string]string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(got)
}

func TestARequestBecomesAnEvent(t *testing.T) {
	got := make(chan events.APIGatewayV2HTTPRequest, 1)
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) { got <- e }, nil)
	req, err := http.NewRequestWithContext(t.Context(), "POST", url+"/open/a%20b/c?x=1&x=2&y=%26", strings.NewReader(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "X-Two": {"a", "b"}, "Cookie": {"one=1; two=2"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	e := <-got
	if e.Version != "2.0" || e.RouteKey != "ANY /open/{proxy+}" || e.RawPath != "/open/a b/c" || e.RawQueryString != "x=1&x=2&y=%26" || e.PathParameters["proxy"] != "a b/c" {
		t.Errorf("event = %+v", e)
	}
	if !reflect.DeepEqual(e.QueryStringParameters, map[string]string{"x": "1,2", "y": "&"}) || e.Headers["x-two"] != "a,b" || e.Headers["cookie"] != "" {
		t.Errorf("query = %v, headers = %v", e.QueryStringParameters, e.Headers)
	}
	if !reflect.DeepEqual(e.Cookies, []string{"one=1", "two=2"}) || e.Body != `{"a":1}` || e.IsBase64Encoded {
		t.Errorf("cookies = %v, body = %q (%v)", e.Cookies, e.Body, e.IsBase64Encoded)
	}
	c := e.RequestContext
	if c.Stage != "$default" || c.RequestID == "" || c.HTTP.Method != "POST" || c.HTTP.SourceIP != "127.0.0.1" || time.Since(time.UnixMilli(c.TimeEpoch)) > time.Minute {
		t.Errorf("request context = %+v", c)
	}
}

func TestBinaryBodiesTravelInBase64BothWays(t *testing.T) {
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		if !e.IsBase64Encoded || e.Body != "//79AA==" {
			t.Errorf("body = %q (%v)", e.Body, e.IsBase64Encoded)
		}
		return events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: e.Body, IsBase64Encoded: true, Headers: map[string]string{"content-type": "image/png"}}, nil
	}, nil)
	resp, body := do(t, "POST", url+"/open/x", "\xff\xfe\xfd\x00", map[string]string{"Content-Type": "image/png"})
	if body != "\xff\xfe\xfd\x00" || resp.Header.Get("Content-Type") != "image/png" {
		t.Errorf("answer = %q %v", body, resp.Header)
	}
}

func TestAnswers(t *testing.T) {
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) (any, error) {
		switch e.RawPath {
		case "/open/full":
			return events.APIGatewayV2HTTPResponse{StatusCode: 201, Body: "made", Headers: map[string]string{"location": "/x"}, Cookies: []string{"a=1", "b=2"}}, nil
		case "/open/bare":
			return map[string]int{"n": 1}, nil
		case "/open/large":
			return events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: strings.Repeat("x", function.MaxPayload)}, nil
		default:
			return nil, errors.New("table is gone")
		}
	}, nil)
	tests := []struct {
		name, path, body string
		headers          map[string]string
		status           int
		want             string
	}{
		{"a full answer", "/open/full", "", nil, 201, "made"},
		{"an answer without a status is the body", "/open/bare", "", nil, 200, `{"n":1}`},
		{"an error tells a stranger nothing", "/open/fail", "", nil, 500, `{"message":"Internal Server Error"}`},
		{"an answer above 6 MB", "/open/large", "", nil, 500, `{"message":"Internal Server Error"}`},
		{"a request above 6 MB", "/open/full", strings.Repeat("x", function.MaxPayload), map[string]string{"Content-Type": "text/plain"}, 413, `{"message":"Request Entity Too Large"}`},
		{"headers above 10 KB", "/open/full", "", map[string]string{"X-Long": strings.Repeat("x", 10240)}, 431, `{"message":"Request Header Fields Too Large"}`},
		{"no such route", "/else", "", nil, 404, `{"message":"Not Found"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := do(t, "POST", url+tt.path, tt.body, tt.headers)
			if resp.StatusCode != tt.status || strings.TrimSpace(body) != tt.want {
				t.Errorf("%s %.100s, want %d %s", resp.Status, body, tt.status, tt.want)
			}
			if tt.path == "/open/full" && tt.status == 201 && (len(resp.Cookies()) != 2 || resp.Header.Get("Location") != "/x") {
				t.Errorf("headers = %v", resp.Header)
			}
		})
	}
}

func TestTheLastPartOfAPathMayBeAParameter(t *testing.T) {
	got := make(chan events.APIGatewayV2HTTPRequest, 1)
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) { got <- e }, nil)
	for _, method := range []string{"GET", "HEAD"} {
		if resp, _ := do(t, method, url+"/l/abc", "", nil); resp.StatusCode != http.StatusOK {
			t.Fatalf("%s = %s", method, resp.Status)
		}
		if e := <-got; e.RouteKey != method+" /l/{code}" || e.PathParameters["code"] != "abc" {
			t.Errorf("event = %+v", e)
		}
	}
	for _, refused := range [][2]string{{"POST", "/l/abc"}, {"GET", "/l/"}, {"GET", "/l/abc/d"}, {"GET", "/l"}} {
		if resp, _ := do(t, refused[0], url+refused[1], "", nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%v = %s", refused, resp.Status)
		}
	}
}

func TestAPathIsGotWithGETAlone(t *testing.T) {
	got := make(chan events.APIGatewayV2HTTPRequest, 1)
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) { got <- e }, nil)
	if resp, _ := do(t, "GET", url+"/openapi.json", "", nil); resp.StatusCode != http.StatusOK {
		t.Errorf("GET = %s", resp.Status)
	}
	if e := <-got; e.RouteKey != "GET /openapi.json" || e.PathParameters != nil {
		t.Errorf("event = %+v", e)
	}
	for method, path := range map[string]string{"POST": "/openapi.json", "GET": "/openapi.json/x"} {
		if resp, _ := do(t, method, url+path, "", nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s = %s", method, path, resp.Status)
		}
	}
}

// idp is an issuer with the key material to forge with.
func idp(t *testing.T, name string) *issuer.Issuer {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	i, err := issuer.New("http://"+server.Listener.Addr().String(), name, filepath.Join(t.TempDir(), "key.pem"), issuer.Demo)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = i.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return i
}

func signIn(t *testing.T, i *issuer.Issuer) issuer.Tokens {
	t.Helper()
	tokens, err := i.SignIn("agent@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// forge makes of a good token an altered one, an unsigned one, and one that is
// signed with a shared secret.
func forge(t *testing.T, good string) (altered, none, symmetric string) {
	t.Helper()
	parts := strings.Split(good, ".")
	payload := parts[1]
	altered = parts[0] + "." + strings.Replace(payload, payload[10:14], "AAAA", 1) + "." + parts[2]
	none = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + payload + "."
	claims, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: []byte("a secret of thirty-two bytes, now")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		t.Fatal(err)
	}
	if symmetric, err = signed.CompactSerialize(); err != nil {
		t.Fatal(err)
	}
	return altered, none, symmetric
}

func TestTokensAreVerifiedAndClaimsAreStrings(t *testing.T) {
	ours, theirs := idp(t, "confab"), idp(t, "confab")
	good := signIn(t, ours)
	foreign := signIn(t, theirs)
	ours.ClientID = "other"
	otherClient := signIn(t, ours)
	ours.ClientID, ours.Lifetime = "confab", -time.Minute
	expired := signIn(t, ours)

	altered, none, symmetric := forge(t, good.Access)

	got := make(chan events.APIGatewayV2HTTPRequest, 1)
	url := serve(t, func(e events.APIGatewayV2HTTPRequest) { got <- e }, gateway.NewAuthorizer(ours.URL, "confab"))
	tests := []struct {
		name, authorization string
		want                int
		challenge           string
	}{
		{"an access token", "Bearer " + good.Access, 200, ""},
		{"an ID token, without a scheme", good.ID, 200, ""},
		{"no token", "", 401, "Bearer"},
		{"another issuer's token", "Bearer " + foreign.Access, 401, `Bearer error="invalid_token"`},
		{"another client's access token", "Bearer " + otherClient.Access, 401, `Bearer error="invalid_token"`},
		{"another client's ID token", "Bearer " + otherClient.ID, 401, `Bearer error="invalid_token"`},
		{"an expired token", "Bearer " + expired.Access, 401, `Bearer error="invalid_token"`},
		{"an altered token", "Bearer " + altered, 401, `Bearer error="invalid_token"`},
		{"an unsigned token", "Bearer " + none, 401, `Bearer error="invalid_token"`},
		{"a token signed with a shared secret", "Bearer " + symmetric, 401, `Bearer error="invalid_token"`},
		{"no token at all", "Basic YTpi", 401, `Bearer error="invalid_token"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			headers := map[string]string{}
			if tt.authorization != "" {
				headers["Authorization"] = tt.authorization
			}
			resp, body := do(t, "GET", url+"/api/x", "", headers)
			if resp.StatusCode != tt.want || resp.Header.Get("WWW-Authenticate") != tt.challenge {
				t.Errorf("%s %s %q, want %d %q", resp.Status, body, resp.Header.Get("WWW-Authenticate"), tt.want, tt.challenge)
			}
			if tt.want == 200 {
				e := <-got
				if c := e.RequestContext.Authorizer.JWT.Claims; c["sub"] != "demo-agent" || c["iss"] != ours.URL || len(c["exp"]) != 10 {
					t.Errorf("claims = %v", c)
				}
			}
		})
	}
}

func TestListsOfClaimsAreInBrackets(t *testing.T) {
	var value struct{ Groups any }
	if err := json.Unmarshal([]byte(`{"Groups":["Staff","Admin"]}`), &value); err != nil {
		t.Fatal(err)
	}
	if got := gateway.Text(value.Groups); got != "[Staff Admin]" {
		t.Errorf("text = %q", got)
	}
}
