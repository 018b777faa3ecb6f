package handler_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/functions/public-api/handler"
	"confab/shared/inbox"
)

const (
	code   = "k7q2mxw4tz5c"
	target = "https://shop.example.com/orders/1?from=text#top"
)

// follower knows one link, or fails.
type follower struct {
	target string
	err    error
	visits []inbox.Visit
}

func (f *follower) FollowLink(_ context.Context, c string, v inbox.Visit) (string, error) {
	f.visits = append(f.visits, v)
	switch {
	case f.err != nil:
		return "", f.err
	case c != code:
		return "", fmt.Errorf("nothing there: %w", inbox.ErrNotFound)
	}
	return f.target, nil
}

// play hands an event to the function, and returns what it answers and logs.
func play(t *testing.T, f *follower, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, string) {
	t.Helper()
	var log bytes.Buffer
	h := &handler.Handler{Inbox: f, Log: slog.New(slog.NewJSONHandler(&log, nil))}
	answer, err := h.Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return answer, log.String()
}

func sample(t *testing.T, name string) (e events.APIGatewayV2HTTPRequest) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../events/public-api", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func body(t *testing.T, answer events.APIGatewayV2HTTPResponse) string {
	t.Helper()
	if !answer.IsBase64Encoded {
		return answer.Body
	}
	data, err := base64.StdEncoding.DecodeString(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEachSampleIsAnsweredAndNoneIsLoggedWithItsCode(t *testing.T) {
	want := map[string]struct {
		status            int
		location, purpose string
	}{
		"follow-link":  {302, target, ""},
		"prefetch":     {302, target, "prefetch;prerender"},
		"unknown-code": {404, "", ""},
	}
	files, err := filepath.Glob("../../../events/public-api/*.json")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d samples, %d of them expected (%v)", len(files), len(want), err)
	}
	for name, w := range want {
		f, e := &follower{target: target}, sample(t, name)
		answer, log := play(t, f, e)
		if answer.StatusCode != w.status || answer.Headers["location"] != w.location || answer.Headers["cache-control"] != "no-store" ||
			answer.Headers["referrer-policy"] != "no-referrer" || answer.Headers["x-robots-tag"] != "noindex" {
			t.Errorf("%s: answered %d %v", name, answer.StatusCode, answer.Headers)
		}
		if v := f.visits[0]; v.Method != "GET" || v.UserAgent != e.Headers["user-agent"] || v.Purpose != w.purpose {
			t.Errorf("%s: a visit of %+v", name, v)
		}
		if !strings.Contains(log, fmt.Sprint(`"status":`, w.status)) || strings.Contains(log, e.PathParameters["code"]) || strings.Contains(log, "shop.example.com") {
			t.Errorf("%s: logged %s", name, log)
		}
		if found := w.status == 302; found != (answer.Body == "") || !found && !strings.Contains(body(t, answer), "This link has expired or never was.") {
			t.Errorf("%s: answered %q", name, body(t, answer))
		}
	}
}

func TestAPageHoldsNothingOfTheRequest(t *testing.T) {
	e := sample(t, "unknown-code")
	for _, path := range []string{"/l/<script>alert(1)</script>", "/l/", "/", "/other/path-of-theirs"} {
		e.RawPath = path
		answer, log := play(t, &follower{}, e)
		page := body(t, answer)
		if answer.StatusCode != 404 || answer.Headers["content-type"] != "text/html; charset=utf-8" ||
			strings.Contains(page, "script") || strings.Contains(page, "theirs") || strings.Contains(log, "theirs") {
			t.Errorf("%s: answered %d %q", path, answer.StatusCode, page)
		}
	}
}

func TestOnlyWebAddressesAreLedTo(t *testing.T) {
	for to, status := range map[string]int{
		"http://shop.example.com": 302, "HTTPS://shop.example.com/": 302,
		"javascript:alert(1)": 404, "data:text/html,x": 404, "//shop.example.com": 404, "/v1/me": 404, "https:///x": 404, "": 404,
		"ftp://shop.example.com/": 404, "https://shop.example.com/\r\nset-cookie: a=b": 404, "\thttps://shop.example.com": 404,
	} {
		answer, _ := play(t, &follower{target: to}, sample(t, "follow-link"))
		if answer.StatusCode != status || (answer.Headers["location"] != "") != (status == 302) {
			t.Errorf("%q: answered %d %v", to, answer.StatusCode, answer.Headers)
		}
	}
}

func TestATargetIsWrittenAsAHeaderCanHoldIt(t *testing.T) {
	for to, location := range map[string]string{
		target:                                    target,
		"https://shop.example.com/a%20b|c?d={e}":  "https://shop.example.com/a%20b|c?d={e}",
		"https://shop.example.com/é?q=日":          "https://shop.example.com/%C3%A9?q=%E6%97%A5",
		"https://bücher.example/a":                "https://b%C3%BCcher.example/a",
		"HTTPS://Shop.example.com/Case-Of-Theirs": "HTTPS://Shop.example.com/Case-Of-Theirs",
	} {
		if answer, _ := play(t, &follower{target: to}, sample(t, "follow-link")); answer.Headers["location"] != location {
			t.Errorf("%q leads to %q", to, answer.Headers["location"])
		}
	}
}

func TestHeadIsAnsweredWithoutABodyAndNoOtherMethodIs(t *testing.T) {
	for method, status := range map[string]int{"HEAD": 302, "POST": 405, "DELETE": 405, "": 405} {
		f, e := &follower{target: target}, sample(t, "follow-link")
		e.RequestContext.HTTP.Method = method
		answer, _ := play(t, f, e)
		if answer.StatusCode != status || (status == 405) != (answer.Headers["allow"] == "GET, HEAD") || (status == 405) != (len(f.visits) == 0) {
			t.Errorf("%s: answered %d %v after %d visits", method, answer.StatusCode, answer.Headers, len(f.visits))
		}
		if method == "HEAD" && f.visits[0].Method != "HEAD" {
			t.Errorf("HEAD is a visit of %+v", f.visits[0])
		}
	}
	e := sample(t, "unknown-code")
	e.RequestContext.HTTP.Method = "HEAD"
	if answer, _ := play(t, &follower{}, e); answer.StatusCode != 404 || answer.Body != "" {
		t.Errorf("HEAD of nothing: %d %q", answer.StatusCode, answer.Body)
	}
}

func TestWhatABrowserFetchesAheadIsTold(t *testing.T) {
	for header, value := range map[string]string{
		"sec-purpose": "prefetch", "purpose": "prefetch", "x-purpose": "preview", "x-moz": "prefetch", "accept": "",
	} {
		f, e := &follower{target: target}, sample(t, "follow-link")
		e.Headers[header] = value
		play(t, f, e)
		if f.visits[0].Purpose != value {
			t.Errorf("%s: %s is a visit of %+v", header, value, f.visits[0])
		}
	}
}

func TestATableThatIsAwayIsSaidAndTriedAgain(t *testing.T) {
	answer, log := play(t, &follower{err: errors.New("the table is away")}, sample(t, "follow-link"))
	if answer.StatusCode != 503 || answer.Headers["retry-after"] == "" || !strings.Contains(log, "the table is away") || strings.Contains(log, code) {
		t.Errorf("answered %d %v, logged %s", answer.StatusCode, answer.Headers, log)
	}
}
