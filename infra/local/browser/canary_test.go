package browser_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	webclient "confab/functions/web-client/handler"
	"confab/shared/channel/email/safehtml"
)

// hostile are the samples of HTML that tries to run, load or cover something.
var hostile = []string{
	"../../../shared/channel/email/safehtml/testdata/html-xss/payloads.json",
	"../../../shared/channel/email/safehtml/testdata/hostile.json",
}

// contexts are what a sample may stand in, %s being the sample.
var contexts = []string{"%s", "<div>%s", "<table><tr><td>%s</table>", "<svg>%s", "<math><mtext>%s", "<style>%s", "<img src='%s", "<p title=\"%s\">", "<!--%s", "<select>%s"}

// TestHostileMailIsHarmless shows every hostile sample in Chromium, to see
// nothing: once sanitised but not locked up, once locked up but not sanitised,
// and once both. What it would see, it sees in the samples as they are.
func TestHostileMailIsHarmless(t *testing.T) {
	t.Parallel()
	need(t, "node")
	need(t, "npm")
	install(t, ".")
	install(t, app)

	type sample struct {
		Title string `json:"title"`
		Dirty string `json:"dirty"`
		Clean string `json:"clean"`
	}
	var samples []sample
	for _, file := range hostile {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []struct{ Title, Payload string }
		if err := json.Unmarshal(content, &list); err != nil {
			t.Fatal(file, err)
		}
		for _, one := range list {
			for _, context := range contexts {
				dirty := strings.Replace(context, "%s", one.Payload, 1)
				samples = append(samples, sample{one.Title + " in " + context, dirty, safehtml.Clean(dirty)})
			}
		}
	}
	if len(samples) < 380*len(contexts) {
		t.Fatalf("only %d samples", len(samples))
	}
	content, err := json.Marshal(samples)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "samples.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	runNode(t, []string{"canary/canary.test.js"}, "SAMPLES="+file, "CONTEXTS="+strconv.Itoa(len(contexts)),
		"PAGE_POLICY="+pagePolicy(t), "CHROMIUM="+chromium(t))
}

// pagePolicy returns the Content-Security-Policy that the page of the web client
// comes with.
func pagePolicy(t *testing.T) string {
	t.Helper()
	environment := map[string]string{"OIDC_ISSUER": "https://issuer.example.com", "OIDC_CLIENT_ID": "canary"}
	site, err := webclient.New(webclient.Built(), func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	answer, err := site.Handle(t.Context(), events.APIGatewayV2HTTPRequest{RawPath: "/",
		RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: http.MethodGet, Path: "/"}}})
	policy := answer.Headers["content-security-policy"]
	if err != nil || policy == "" {
		t.Fatalf("the page has no policy: %d %v %v", answer.StatusCode, answer.Headers, err)
	}
	return policy
}
