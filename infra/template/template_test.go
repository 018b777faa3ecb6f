package template_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/infra/template"
)

const sample = `
Globals:
  Function: { Timeout: 30 }
Resources:
  WakeFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: build/wake/
      Timeout: 50
      Role: !GetAtt WakeRole.Arn
      Events:
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, BatchSize: 5 } }
  PageFunction:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: build/page/ }
  WakeRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement:
              - { Sid: Read, Effect: Allow, Action: dynamodb:Query, Resource: !Sub "${T.Arn}/index/due" }
              - { Sid: Not, Effect: Deny, Action: [a:B, a:C], Resource: ["*", !Ref S, !GetAtt T.Arn] }
  FurtherPolicy:
    Type: AWS::IAM::Policy
    Condition: C
    Properties:
      Roles: [!Ref OtherRole, !Ref WakeRole]
      PolicyDocument: { Statement: { Sid: More, Effect: Allow, Action: a:D, Resource: !Split [",", !Ref P] } }
  OtherPolicy:
    Type: AWS::IAM::Policy
    Properties: { Roles: [!Ref OtherRole], PolicyDocument: { Statement: { Sid: Else, Effect: Allow, Action: a:E, Resource: "*" } } }
`

func parse(t *testing.T, text string) *template.Template {
	t.Helper()
	parsed, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestFunctionsHaveTheirOwnSettingsOrThoseOfAll(t *testing.T) {
	read := parse(t, sample)
	for name, want := range map[string]time.Duration{"wake": 50 * time.Second, "page": 30 * time.Second} {
		if got := read.Timeout(read.Functions()[name]); got != want {
			t.Errorf("%s may run for %s, want %s", name, got, want)
		}
	}
	sources := read.Sources("SQS")
	if len(sources) != 1 || sources[0].Function.Name != "WakeFunction" || sources[0].At("Queue").Ref() != "Q" || sources[0].At("BatchSize").Number() != 5 {
		t.Errorf("sources = %+v", sources)
	}
}

func TestRolesAreReadWithTheirReferences(t *testing.T) {
	roles, err := parse(t, sample).Roles()
	if err != nil {
		t.Fatal(err)
	}
	want := []template.Role{{Name: "WakeRole", Statements: []template.Statement{
		{Sid: "Read", Actions: []string{"dynamodb:Query"}, Resources: []string{"${T.Arn}/index/due"}},
		{Sid: "Not", Deny: true, Actions: []string{"a:B", "a:C"}, Resources: []string{"*", "${S}", "${T.Arn}"}},
		{Sid: "More", Actions: []string{"a:D"}, Resources: []string{"${P}"}},
	}}}
	if !reflect.DeepEqual(roles, want) {
		t.Errorf("got %+v", roles)
	}
}

func TestAPolicyThatIsNotUnderstoodIsRefused(t *testing.T) {
	for name, statement := range map[string]string{
		"a condition":            `{ Sid: A, Effect: Allow, Action: a:B, Resource: "*", Condition: {} }`,
		"all actions but one":    `{ Sid: A, Effect: Allow, NotAction: a:B, Resource: "*" }`,
		"no effect":              `{ Sid: A, Action: a:B, Resource: "*" }`,
		"no name":                `{ Effect: Allow, Action: a:B, Resource: "*" }`,
		"no resource":            `{ Sid: A, Effect: Allow, Action: a:B }`,
		"a resource that varies": `{ Sid: A, Effect: Allow, Action: a:B, Resource: !If [C, x, y] }`,
		"parts of what varies":   `{ Sid: A, Effect: Allow, Action: a:B, Resource: !Split [",", !If [C, x, y]] }`,
		"an action that varies":  `{ Sid: A, Effect: Allow, Action: !Ref P, Resource: "*" }`,
		"a statement that varies": `!If [C, { Sid: A, Effect: Allow, Action: a:B, Resource: "*" },
		   !Ref AWS::NoValue]`,
	} {
		t.Run(name, func(t *testing.T) {
			text := "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties: { Policies: [{ PolicyDocument: { Statement: [" + statement + "] } }] }\n"
			if roles, err := parse(t, strings.ReplaceAll(text, "\t", "")).Roles(); err == nil {
				t.Errorf("got %+v", roles)
			}
		})
	}
}

func TestWhatCannotBeATemplateIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no YAML":      "Resources: [",
		"nothing":      "",
		"an alias":     "A: &a { B: 1 }\nC: *a",
		"a double key": "A: 1\nA: 2",
	} {
		if _, err := template.Parse([]byte(text)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func TestValuesAnswerWhatTheyAreAndNothingElse(t *testing.T) {
	v := parse(t, "A: { B: [1, two] }\nC: !Sub ['${X}', { X: 1 }]")
	if got := v.At("A", "B").List(); len(got) != 2 || got[0].Number() != 1 || got[1].Text() != "two" {
		t.Errorf("list = %v", got)
	}
	if got := v.At("A", "B", "C", "D"); got.Raw != nil || got.List() != nil || got.Ref() != "" {
		t.Errorf("what is not there = %v", got)
	}
	if got := v.Keys(); !slices.Equal(got, []string{"A", "C"}) {
		t.Errorf("keys = %v", got)
	}
	if got, err := v.At("C").Written(); err == nil {
		t.Errorf("a !Sub with values of its own is written as %q", got)
	}
	var into struct{ A struct{ B string } }
	if err := v.Decode(&into); err == nil {
		t.Errorf("a list is read as a text: %+v", into)
	}
}
