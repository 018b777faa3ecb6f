package handler_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/inbox-api/handler"
	"confab/shared/api"
)

// get is an event as API Gateway makes it of a GET.
func get(path, query string) events.APIGatewayV2HTTPRequest {
	return events.APIGatewayV2HTTPRequest{
		Version: "2.0", RawPath: path, RawQueryString: query,
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RequestID: "JKJaXmPLvHcESHA=", DomainName: "api.example.com",
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: http.MethodGet, Path: path, SourceIP: "203.0.113.24"},
		},
	}
}

// serve hands an event to a handler that answers with f.
func serve(t *testing.T, e events.APIGatewayV2HTTPRequest, f http.HandlerFunc) events.APIGatewayV2HTTPResponse {
	t.Helper()
	out, err := (&handler.Handler{API: f}).Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAMalformedQueryReachesTheAPIAsItCame(t *testing.T) {
	for _, query := range []string{"email=%", "email=%zz", "a;b"} {
		serve(t, get("/v1/audiences/a/contacts", query), func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != query {
				t.Errorf("query %q came as %q", query, r.URL.RawQuery)
			}
		})
	}
}

func TestARequestIsWhatTheClientSent(t *testing.T) {
	e := get("/v1/audiences/a/conversations", "status=open&name=a%20b&tag=1&tag=2")
	e.RequestContext.HTTP.Method = http.MethodPost
	e.Headers = map[string]string{"content-type": "application/json", "if-match": `"7"`, "accept": "a/b,c/d"}
	e.Cookies = []string{"a=1", "b=2"}
	e.Body = `{"text":"Grüße"}`
	serve(t, e, func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != e.Body || r.ContentLength != int64(len(e.Body)) {
			t.Errorf("body %q of %d bytes, %v", body, r.ContentLength, err)
		}
		if r.Method != http.MethodPost || r.URL.Path != e.RawPath || r.Host != "api.example.com" || r.RemoteAddr != "203.0.113.24" {
			t.Errorf("request %s %s of %s to %s", r.Method, r.URL, r.RemoteAddr, r.Host)
		}
		if q := r.URL.Query(); q.Get("name") != "a b" || len(q["tag"]) != 2 {
			t.Errorf("query %v", q)
		}
		if r.Header.Get("If-Match") != `"7"` || r.Header.Get("Accept") != "a/b,c/d" || len(r.Cookies()) != 2 {
			t.Errorf("header %v", r.Header)
		}
		if id := api.RequestID(r.Context()); id != "JKJaXmPLvHcESHA=" {
			t.Errorf("request id %q", id)
		}
	})
}

func TestABodyInBase64IsDecoded(t *testing.T) {
	e := get("/v1/me", "")
	e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString([]byte{0xff, 0, 'x'}), true
	serve(t, e, func(_ http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); string(body) != "\xff\x00x" {
			t.Errorf("body %q", body)
		}
	})
	e.Body = "no base64!"
	if _, err := (&handler.Handler{}).Handle(t.Context(), e); err == nil || !strings.Contains(err.Error(), "JKJaXmPLvHcESHA=") {
		t.Errorf("a body that is no base64: %v", err)
	}
}

func TestAPathComesDecodedAndIsNotDecodedAgain(t *testing.T) {
	for _, address := range []string{"robin+tag@example.com", "100%@example.com", "a%2Bb@example.com", "what?@example.com", "a#b@example.com", "jürgen@example.com"} {
		mux := http.NewServeMux()
		var got string
		mux.HandleFunc("DELETE /v1/suppressions/{address}", func(_ http.ResponseWriter, r *http.Request) { got = r.PathValue("address") })
		e := get("/v1/suppressions/"+address, "")
		e.RequestContext.HTTP.Method = http.MethodDelete
		if serve(t, e, mux.ServeHTTP); got != address {
			t.Errorf("%q arrived as %q", address, got)
		}
	}
}

func TestAnAnswerIsWhatAPIGatewayUnderstands(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   events.APIGatewayV2HTTPResponse
	}{
		"nothing at all": {
			func(http.ResponseWriter, *http.Request) {},
			events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{}},
		},
		"text, with cookies and repeated headers": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Set-Cookie"] = []string{"a=1; Path=/", "b=2"}
				w.Header()["Vary"] = []string{"Origin", "Accept"}
				w.WriteHeader(http.StatusCreated)
				w.WriteHeader(http.StatusTeapot)
				_, _ = io.WriteString(w, "Grüße")
			},
			events.APIGatewayV2HTTPResponse{StatusCode: 201, Headers: map[string]string{"vary": "Origin,Accept"}, Cookies: []string{"a=1; Path=/", "b=2"}, Body: "Grüße"},
		},
		"bytes": {
			func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte{0xff, 0xfe}) },
			events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{}, Body: "//4=", IsBase64Encoded: true},
		},
	} {
		if got := serve(t, get("/", ""), c.answer); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestAPathForMachinesLosesItsPrefixAndTheTokenItsClaims(t *testing.T) {
	for path, want := range map[string]string{
		"/machine/v1/me": "/v1/me true", "/machine/machine/v1/me": "/machine/v1/me true", "/machine/": "/ true",
		"/machinery/v1/me": "/machinery/v1/me false", "/v1/me": "/v1/me false", "/v1/machine/v1/me": "/v1/machine/v1/me false",
	} {
		serve(t, get(path, ""), func(_ http.ResponseWriter, r *http.Request) {
			if got := fmt.Sprint(r.URL.Path, " ", api.OnKeyRoute(r.Context())); got != want {
				t.Errorf("%s is %s, want %s", path, got, want)
			}
		})
	}
}
