package plan_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"confab/infra/operate/plan"
)

// programs remember what they were asked to run.
type programs struct {
	ran  []string
	fail error
}

func (p *programs) Has(string) bool { return true }
func (p *programs) Run(_ context.Context, c plan.Command) error {
	p.ran = append(p.ran, c.String())
	return p.fail
}

func TestNothingIsDoneWithoutConsent(t *testing.T) {
	tests := []struct {
		name                     string
		word, consent, typed     string
		terminal, dry, harmless  bool
		done, declined, explains bool
	}{
		{name: "y", typed: "y\n", terminal: true, done: true},
		{name: "Yes", typed: "Yes\n", terminal: true, done: true},
		{name: "an empty line", typed: "\n", terminal: true, declined: true},
		{name: "no", typed: "n\n", terminal: true, declined: true},
		{name: "the end of the input", typed: "", terminal: true, declined: true},
		{name: "no terminal", typed: "y\n", declined: true, explains: true},
		{name: "no terminal, but consent", consent: "1", done: true},
		{name: "a refusal beforehand", consent: "0", declined: true, explains: true},
		{name: "y where a word is asked for", word: "confab", typed: "y\n", terminal: true, declined: true},
		{name: "the word", word: "confab", typed: "confab\n", terminal: true, done: true},
		{name: "consent where a word is asked for", word: "confab", consent: "1", declined: true, explains: true},
		{name: "the word beforehand", word: "confab", consent: "confab", done: true},
		{name: "what is harmless", harmless: true, done: true},
		{name: "a dry run with consent", consent: "1", dry: true},
		{name: "a dry run of what is harmless", harmless: true, dry: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			done, ran := false, &programs{}
			c := &plan.Console{In: strings.NewReader(tt.typed), Out: &out, Terminal: tt.terminal, Consent: tt.consent, Dry: tt.dry, Programs: ran}
			err := c.Carry(t.Context(), &plan.Plan{Title: "Try.", Word: tt.word, Harmless: tt.harmless, Steps: []plan.Step{
				{Says: "Run it.", Command: plan.Command{Args: []string{"make", "build"}}},
				{Says: "Do it.", Do: func(context.Context, io.Writer) error { done = true; return nil }},
			}})
			if done != tt.done || (len(ran.ran) == 1) != tt.done || errors.Is(err, plan.ErrDeclined) != tt.declined || !tt.declined && err != nil {
				t.Errorf("done %t, ran %q, error %v", done, ran.ran, err)
			}
			if tt.explains && !strings.Contains(err.Error(), "YES=") {
				t.Errorf("%v does not say how to consent", err)
			}
			if !strings.Contains(out.String(), "$ make build") {
				t.Errorf("the plan does not show the command:\n%s", &out)
			}
		})
	}
}

func TestTheFirstStepThatFailsEndsIt(t *testing.T) {
	fault := errors.New("exit status 2")
	after := false
	c := &plan.Console{Out: io.Discard, Consent: "1", Programs: &programs{fail: fault}}
	err := c.Carry(t.Context(), &plan.Plan{Steps: []plan.Step{
		{Says: "Run it.", Command: plan.Command{Args: []string{"make"}}},
		{Says: "Do it.", Do: func(context.Context, io.Writer) error { after = true; return nil }},
	}})
	if !errors.Is(err, fault) || after || !strings.Contains(err.Error(), "step 1 of 2: make") {
		t.Errorf("error %v, and went on: %t", err, after)
	}
}

func TestACommandIsShownAsAShellTakesIt(t *testing.T) {
	for want, c := range map[string]plan.Command{
		"sam deploy --stack-name confab":             {Args: []string{"sam", "deploy", "--stack-name", "confab"}},
		"(cd infra/cdk && npx cdk --app 'go run .')": {Folder: "infra/cdk", Args: []string{"npx", "cdk", "--app", "go run ."}},
		`echo 'a'\''b' '' '$HOME' 'a;b'`:             {Args: []string{"echo", "a'b", "", "$HOME", "a;b"}},
	} {
		if got := c.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
