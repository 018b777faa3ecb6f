package gateway

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"confab/infra/local/function"
)

// newEvent reads the request into an event of payload format 2.0.
// Source: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
func newEvent(w http.ResponseWriter, r *http.Request, route *Route, claims map[string]string) (*events.APIGatewayV2HTTPRequest, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, err
	}
	now, ip, key := time.Now().UTC(), clientIP(r), route.key()
	event := &events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: key, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{
			"host": r.Host, "x-forwarded-for": ip, "x-forwarded-proto": "http", "x-amzn-trace-id": "Root=1-" + uuid.NewString(),
		},
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: key, AccountID: function.Account, Stage: "$default", RequestID: uuid.NewString(), APIID: "local",
			DomainName: r.Host, DomainPrefix: "local", Time: now.Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: ip, UserAgent: r.UserAgent(),
			},
		},
	}
	for name, values := range r.Header {
		switch name = strings.ToLower(name); name {
		case "cookie":
			for cookie := range strings.SplitSeq(strings.Join(values, "; "), ";") {
				event.Cookies = append(event.Cookies, strings.TrimSpace(cookie))
			}
		default:
			event.Headers[name] = strings.Join(values, ",")
		}
	}
	for name, values := range r.URL.Query() {
		if event.QueryStringParameters == nil {
			event.QueryStringParameters = map[string]string{}
		}
		event.QueryStringParameters[name] = strings.Join(values, ",")
	}
	event.PathParameters, _ = route.match(r)
	if claims != nil {
		event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
			JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: claims},
		}
	}
	if event.Body = string(body); len(body) > 0 && (binary(r.Header) || !utf8.Valid(body)) {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event, nil
}

func clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// binary tells whether API Gateway encodes a body: all but text, and everything
// that is compressed.
func binary(h http.Header) bool {
	if h.Get("Content-Encoding") != "" {
		return true
	}
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return true
	}
	switch media {
	case "application/json", "application/javascript", "application/xml":
		return false
	default:
		return !strings.HasPrefix(media, "text/")
	}
}

// write turns what the function answered into a response. An answer without a
// status code is itself the body.
func write(w http.ResponseWriter, answer []byte) {
	var response struct {
		StatusCode        *int
		Headers           map[string]string
		MultiValueHeaders map[string][]string
		Cookies           []string
		Body              string
		IsBase64Encoded   bool
	}
	if err := json.Unmarshal(answer, &response); err != nil || response.StatusCode == nil {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer) // the client went away
		return
	}
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(response.Body); err != nil {
			slog.Error("a function answered a body that is no base64", "error", err)
			refuse(w, http.StatusInternalServerError, "Internal Server Error")
			return
		}
	}
	for name, value := range response.Headers {
		w.Header().Set(name, value)
	}
	for name, values := range response.MultiValueHeaders {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	for _, cookie := range response.Cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	w.WriteHeader(*response.StatusCode)
	_, _ = w.Write(body) // the client went away
}
