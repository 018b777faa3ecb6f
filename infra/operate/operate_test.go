package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"confab/infra/operate/plan"
)

var update = flag.Bool("update", false, "write the golden plans anew")

// nothing is a machine on which no program is installed.
type nothing struct{ *testing.T }

func (nothing) Has(string) bool { return false }
func (n nothing) Run(_ context.Context, c plan.Command) error {
	n.Errorf("a dry run ran %s", c)
	return errors.New("not installed")
}

// bare leaves no account to find: neither credentials nor a Region.
func bare(t *testing.T) {
	t.Helper()
	for _, name := range []string{
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "TOKEN", "STACK", "REGION", "DRY",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("PATH", "")
	t.Chdir("../..") // the repository's root
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	console := &plan.Console{In: strings.NewReader(""), Out: &out, Programs: nothing{t}}
	err := operate(t.Context(), console, args)
	return out.String(), err
}

// golden are dry runs of every command, as somebody types them who begins.
var golden = map[string][]string{
	"list":                nil,
	"deploy-sam":          {"deploy-sam", "REGION=eu-west-1", "PARAMETERS=InboundDomain=inbox.example.com OwnerEmail=owner@example.com"},
	"deploy-sam-consent":  {"deploy-sam", "REGION=eu-west-1", "STACK=inbox", "YES=1", "ACTIVATE=displace"},
	"deploy-cdk":          {"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=InboundDomain=inbox.example.com OwnerEmail=owner@example.com"},
	"deploy-cdk-consent":  {"deploy-cdk", "REGION=eu-west-1", "YES=1"},
	"destroy-sam":         {"destroy-sam", "REGION=eu-west-1"},
	"destroy-sam-data":    {"destroy-sam", "REGION=eu-west-1", "DATA=delete"},
	"destroy-cdk":         {"destroy-cdk", "REGION=eu-west-1"},
	"destroy-cdk-data":    {"destroy-cdk", "REGION=eu-west-1", "DATA=delete"},
	"smoke-local":         {"smoke", "URL=http://127.0.0.1:8080"},
	"smoke-page":          {"smoke", "URL=https://page.example.com"},
	"smoke-member":        {"smoke", "URL=https://page.example.com", "TOKEN=token", "REGION=eu-west-1"},
	"dns":                 {"dns", "DOMAIN=inbox.example.com", "REGION=eu-west-1"},
	"dns-receives":        {"dns", "DOMAIN=inbox.example.com", "REGION=eu-west-1", "RECEIVES=yes", "REPORTS=dmarc@example.com"},
	"dns-only-sends":      {"dns", "DOMAIN=example.com", "REGION=eu-west-1", "RECEIVES=no"},
	"redrive":             {"redrive"},
	"redrive-mail":        {"redrive", "QUEUE=ReceiveEmailFailures"},
	"redrive-stream":      {"redrive", "QUEUE=StreamFailures"},
	"redrive-dead-letter": {"redrive", "QUEUE=SendDeadLetters"},
	"redrive-sweeps":      {"redrive", "QUEUE=WakeFailures"},
	"replay":              {"replay", "FROM=2026-01-02", "TO=2026-01-02T15:04Z"},
	"replay-until-now":    {"replay", "FROM=2026-01-02T15:04:05+01:00"},
}

func TestADryRunShowsThePlanWithNoAccountAndNoTools(t *testing.T) {
	bare(t)
	for name, args := range golden {
		t.Run(name, func(t *testing.T) {
			if len(args) > 0 {
				args = append(slices.Clone(args), "DRY=1")
			}
			got, err := run(t, args...)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("infra/operate/testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("it prints\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestWhoeverAsksForHelpGetsTheList(t *testing.T) {
	bare(t)
	all, err := run(t)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"help", "-h", "--help"} {
		if got, err := run(t, word); err != nil || got != all {
			t.Errorf("%s: error %v, it prints\n%s", word, err, got)
		}
		if got, err := run(t, "dns", word); err != nil || !strings.HasPrefix(got, "dns: ") || strings.Contains(got, "QUEUE") {
			t.Errorf("dns %s: error %v, it prints\n%s", word, err, got)
		}
	}
}

// TestADryRunMayBeAskedForInTheEnvironment: whoever writes DRY=1 in front of the
// command means it as much.
func TestADryRunMayBeAskedForInTheEnvironment(t *testing.T) {
	bare(t)
	t.Setenv("DRY", "1")
	t.Setenv("STACK", "inbox")
	t.Setenv("REGION", "eu-central-1")
	got, err := run(t, "destroy-sam")
	if err != nil || !strings.Contains(got, "Delete the stack inbox ") || !strings.Contains(got, "in eu-central-1") || !strings.Contains(got, "A dry run") {
		t.Errorf("error %v, it prints\n%s", err, got)
	}
	if got, err = run(t, "destroy-sam", "STACK=other"); err != nil || !strings.Contains(got, "Delete the stack other ") {
		t.Errorf("what the command line says comes first: error %v, it prints\n%s", err, got)
	}
}

func TestEveryCommandHasADryRunThatIsTested(t *testing.T) {
	for _, c := range commands {
		tested := false
		for _, args := range golden {
			tested = tested || len(args) > 0 && args[0] == c.name
		}
		if !tested {
			t.Errorf("%s has none", c.name)
		}
	}
}

func TestEveryCommandIsATargetOfMake(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^COMMANDS := (.*)$`).FindSubmatch(makefile)
	if m == nil {
		t.Fatal("the Makefile has no COMMANDS")
	}
	targets := strings.Fields(string(m[1]))
	for _, c := range commands {
		if !slices.Contains(targets, c.name) || !bytes.Contains(makefile, []byte("\n"+c.name+": ## ")) {
			t.Errorf("make %s is missing or says nothing", c.name)
		}
	}
	if len(targets) != len(commands) {
		t.Errorf("make has %d commands, and there are %d", len(targets), len(commands))
	}
}

func TestWhatIsWrongIsSaidWithWhatToDo(t *testing.T) {
	bare(t)
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"a command that there is not", []string{"deploy"}, "all are listed"},
		{"a Region by the name of its city", []string{"redrive", "REGION=Frankfurt"}, "no Region"},
		{"a stack that nothing can be named after", []string{"destroy-sam", "STACK=our inbox"}, "no name of a stack"},
		{"a slip in a setting's name", []string{"dns", "DOMIAN=example.com"}, "DOMAIN"},
		{"a word that is no setting", []string{"dns", "example.com"}, "DOMAIN"},
		{"no Region", []string{"redrive"}, "REGION="},
		{"no domain", []string{"dns", "REGION=eu-west-1"}, "DOMAIN=inbox.example.com"},
		{"an address for a domain", []string{"dns", "REGION=eu-west-1", "DOMAIN=a@example.com"}, "is no domain"},
		{"a domain with a hole", []string{"dns", "REGION=eu-west-1", "DOMAIN=example..com"}, "is no domain"},
		{"letters that DNS does not have", []string{"dns", "REGION=eu-west-1", "DOMAIN=bücher.example"}, "xn--"},
		{"reports to nobody", []string{"dns", "REGION=eu-west-1", "DOMAIN=example.com", "REPORTS=me"}, "is no address"},
		{"no stack that would tell", []string{"dns", "REGION=eu-west-1", "DOMAIN=example.com", "RECEIVES=maybe"}, "yes or no"},
		{"a queue that there is not", []string{"redrive", "REGION=eu-west-1", "QUEUE=Send"}, "SendDeadLetters"},
		{"no URL", []string{"smoke"}, "URL=http://127.0.0.1:8080"},
		{"no time", []string{"replay", "REGION=eu-west-1"}, "2026-01-02"},
		{"a time without its zone", []string{"replay", "REGION=eu-west-1", "FROM=2026-01-02T10:00"}, "with its zone"},
		{"an end before the beginning", []string{"replay", "REGION=eu-west-1", "FROM=2026-01-02", "TO=2026-01-01"}, "nothing lies between"},
		{"a parameter that there is not", []string{"deploy-sam", "REGION=eu-west-1", "PARAMETERS=Domain=example.com"}, "InboundDomain"},
		{"a comma between parameters", []string{"deploy-sam", "REGION=eu-west-1", "PARAMETERS=InboundDomain=inbox.example.com,OwnerEmail=owner@example.com"}, "InboundDomain=inbox.example.com,OwnerEmail=owner@example.com: it is to look like"},
		{"a value that is not on the list", []string{"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=LogRetentionDays=31"}, "it is one of 1, 3, 5"},
		{"a sender that there is not", []string{"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=TextSender=sms"}, "it is one of nothing, sns, end-user-messaging"},
		{"a number in the place of its ARN", []string{"deploy-sam", "REGION=eu-west-1", "PARAMETERS=TextNumberArns=+15550100"}, "The ARNs of the phone numbers"},
		{"too low a number", []string{"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=ApiRateLimit=0"}, "a number, 1 or more"},
		{"a word for a number", []string{"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=ReceiveReservedConcurrency=many"}, "a number, 0 or more"},
		{"quotation marks", []string{"deploy-cdk", "REGION=eu-west-1", `PARAMETERS=OidcEndpointOrigins="https://a.example.com https://b.example.com"`}, "no quotation marks"},
		{"a parameter twice", []string{"deploy-cdk", "REGION=eu-west-1", "PARAMETERS=OwnerEmail=a@example.com OwnerEmail=b@example.com"}, "OwnerEmail is given twice"},
		{"parameters that begin with a word", []string{"deploy-sam", "REGION=eu-west-1", "PARAMETERS=inbox.example.com"}, "not NAME=value"},
		{"another way to activate", []string{"deploy-sam", "REGION=eu-west-1", "ACTIVATE=yes"}, "displace"},
		{"another fate of data", []string{"destroy-sam", "REGION=eu-west-1", "DATA=keep"}, "delete or nothing"},
		{"no credentials", []string{"redrive", "REGION=eu-west-1"}, "no AWS credentials: sign in"},
		{"no SAM", []string{"deploy-sam", "REGION=eu-west-1"}, "install-sam-cli"},
		{"no Node", []string{"destroy-cdk", "REGION=eu-west-1"}, "https://nodejs.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if out, err := run(t, tt.args...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q; it printed\n%s", err, tt.want, out)
			}
		})
	}
}
