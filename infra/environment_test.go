package infra_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	inboxapi "confab/functions/inbox-api/handler"
	webclient "confab/functions/web-client/handler"
	"confab/infra/template"
	"confab/shared/setup"
	"confab/shared/setup/finding"
	"confab/shared/setup/sending"
	"confab/shared/setup/serving"
	"confab/shared/setup/waking"
)

// wiring starts each function as its main does. A function without an entry
// fails the test.
var wiring = map[string]func(*testing.T, aws.Config, setup.Env) error{
	"receive-email": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.ReceiveEmail(t.Context(), cfg, env)
		return err
	},
	"receive-sms": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.ReceiveSMS(t.Context(), cfg, env)
		return err
	},
	"publish-events": func(_ *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.PublishEvents(cfg, env)
		return err
	},
	"update-index": func(_ *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := finding.UpdateIndex(cfg, env)
		return err
	},
	"send-message": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := sending.SendMessage(t.Context(), cfg, env)
		return err
	},
	"record-delivery": func(_ *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.RecordDelivery(cfg, env)
		return err
	},
	"notify": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.Notify(t.Context(), cfg, env)
		return err
	},
	"run-job": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.RunJob(t.Context(), cfg, env)
		return err
	},
	"wake": func(_ *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := waking.Wake(cfg, env)
		return err
	},
	"inbox-api": func(t *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := serving.InboxAPI(t.Context(), cfg, env)
		return err
	},
	"public-api": func(_ *testing.T, cfg aws.Config, env setup.Env) error {
		_, err := setup.PublicAPI(cfg, env)
		return err
	},
	"web-client": func(_ *testing.T, _ aws.Config, env setup.Env) error {
		_, err := webclient.New(fstest.MapFS{"index.html": {}}, env)
		return err
	},
}

// leftOut are variables that a function reads and the template does not give.
var leftOut = map[string]map[string]string{
	"web-client": {"API_URL": "the API answers under the page's own origin"},
}

// secretService answers as Secrets Manager does right after the first
// deployment: with what the template has it generate.
func secretService(t *testing.T, deployed *template.Template) aws.Config {
	t.Helper()
	generated := deployed.Resources("AWS::SecretsManager::Secret")[0].Property("GenerateSecretString")
	var secret map[string]string
	if err := json.Unmarshal([]byte(generated.At("SecretStringTemplate").Text()), &secret); err != nil {
		t.Fatal(err)
	}
	secret[generated.At("GenerateStringKey").Text()] = strings.Repeat("x", generated.At("PasswordLength").Number())
	text, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := json.Marshal(map[string]string{"SecretString": string(text)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) }))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	}
}

// plausible is a value of a variable's kind.
func plausible(name string) string {
	switch {
	case strings.HasSuffix(name, "_ISSUER"), strings.HasSuffix(name, "_URL"), strings.HasSuffix(name, "_ORIGINS"):
		return "https://example.com"
	case strings.HasSuffix(name, "_EMAIL"):
		return "owner@example.com"
	case name == "TEXT_SENDER":
		return string(setup.EndUserMessaging)
	case strings.HasSuffix(name, "_DOMAIN"):
		return "inbox.example.com"
	}
	return "value"
}

func TestEveryFunctionIsGivenTheVariablesItReads(t *testing.T) {
	deployed := readTemplate(t)
	cfg := secretService(t, deployed)
	for _, name := range functionFolders(t) {
		t.Run(name, func(t *testing.T) {
			wire, ok := wiring[name]
			if !ok {
				t.Fatalf("the test does not know how %s is started", name)
			}
			function := deployed.Functions()[name]
			given := function.Property("Environment", "Variables").Keys()
			read := map[string]bool{}
			err := wire(t, cfg, func(variable string) string {
				read[variable] = true
				if !slices.Contains(given, variable) {
					return ""
				}
				return plausible(variable)
			})
			if err != nil {
				t.Errorf("it does not start: %v", err)
			}
			for variable := range leftOut[name] {
				if !read[variable] || slices.Contains(given, variable) {
					t.Errorf("%s is no longer left out", variable)
				}
				delete(read, variable)
			}
			if want := slices.Sorted(maps.Keys(read)); !slices.Equal(given, want) {
				t.Errorf("it is given %q and reads %q", given, want)
			}
		})
	}
}

// Routes without an authorizer are open to the world: to the API's document, and
// to who presents a key.
func TestOpenRoutesServeTheDocumentOrAskForAKey(t *testing.T) {
	deployed := readTemplate(t)
	api, err := serving.InboxAPI(t.Context(), secretService(t, deployed), plausible)
	if err != nil {
		t.Fatal(err)
	}
	open := 0
	for key, route := range routes(deployed) {
		if answers(deployed, route) != deployed.Functions()["inbox-api"].Name || route.Property("AuthorizationType").Text() == "JWT" {
			continue
		}
		method, path, _ := strings.Cut(key, " ")
		open++
		if method == "ANY" {
			event := events.APIGatewayV2HTTPRequest{RawPath: strings.Replace(path, "{proxy+}", "v1/me", 1)}
			event.RequestContext.HTTP.Method = http.MethodGet
			if got, err := (&inboxapi.Handler{API: api}).Handle(t.Context(), event); err != nil || got.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s answers %d (%v)", path, got.StatusCode, err)
			}
			continue
		}
		w := httptest.NewRecorder()
		api.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
		body, err := io.ReadAll(w.Body)
		if err != nil || w.Code != http.StatusOK || !strings.Contains(string(body), "3.1.0") {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	if open != 3 {
		t.Errorf("%d routes are open, want the document as JSON and as YAML, and that for machines", open)
	}
}
