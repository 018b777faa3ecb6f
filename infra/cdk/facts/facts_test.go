package facts_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"confab/infra/cdk/facts"
)

// of returns the facts of one resource's properties, which are written as JSON.
func of(t *testing.T, properties string) []string {
	t.Helper()
	return ofTemplate(t, `{"Resources": {"X": {"Type": "T", "Properties": `+properties+`}}}`)
}

func ofTemplate(t *testing.T, text string) []string {
	t.Helper()
	var template map[string]any
	if err := json.Unmarshal([]byte(text), &template); err != nil {
		t.Fatal(err)
	}
	return facts.Of(template)
}

func TestWhatMeansTheSameIsTheSameFact(t *testing.T) {
	tests := map[string]struct{ one, other, fact string }{
		"a reference, alone or in a text": {
			`{"P": {"Ref": "Bucket"}}`, `{"P": {"Fn::Sub": "${Bucket}"}}`, "X.P = ${Bucket}",
		},
		"an attribute in either form": {
			`{"P": {"Fn::GetAtt": ["Bucket", "Arn"]}}`, `{"P": {"Fn::GetAtt": "Bucket.Arn"}}`, "X.P = ${Bucket.Arn}",
		},
		"a text put together or filled in": {
			`{"P": {"Fn::Join": ["", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/raw/*"]]}}`,
			`{"P": {"Fn::Sub": "${Bucket.Arn}/raw/*"}}`, "X.P = ${Bucket.Arn}/raw/*",
		},
		"a text filled in with a choice": {
			`{"P": {"Fn::Join": [" ", ["a", {"Fn::If": ["C", {"Ref": "B"}, ""]}]]}}`,
			`{"P": {"Fn::Sub": ["a ${V}", {"V": {"Fn::If": ["C", {"Ref": "B"}, ""]}}]}}`, `X.P = a If("C", ${B}, "")`,
		},
		"a number and its text": {`{"P": 30}`, `{"P": "30"}`, "X.P = 30"},
		"a list in any order": {
			`{"P": ["a", "b"]}`, `{"P": ["b", "a"]}`, "X.P[] = a",
		},
		"elements with names in any order": {
			`{"P": [{"Name": "a", "V": 1}, {"Name": "b", "V": 2}]}`, `{"P": [{"Name": "b", "V": 2}, {"Name": "a", "V": 1}]}`, "X.P[a].V = 1",
		},
		"JSON, however it is spaced": {
			`{"P": "{\"a\": [1, \"1\"]}"}`, `{"P": {"Fn::Join": ["", ["{\"a\":[1,", "\"1\"]}"]]}}`, `X.P document.a[] = "1"`,
		},
		"statements, one or several": {
			`{"P": {"Statement": {"Sid": "S", "Effect": "Allow", "Action": "a:B", "Resource": "r"}}}`,
			`{"P": {"Statement": [{"Sid": "S", "Effect": "Allow", "Action": ["a:B"], "Resource": ["r"]}]}}`, "X.P S: Allow a:B on r",
		},
		"conditions in any order": {
			`{"P": {"Statement": {"Effect": "Deny", "Principal": {"Service": "s"}, "Action": "a:B", "Condition": {"E": {"k": ["v", "w"], "j": "u"}}}}}`,
			`{"P": {"Statement": {"Effect": "Deny", "Principal": {"Service": ["s"]}, "Action": "a:B", "Condition": {"E": {"j": ["u"], "k": ["w", "v"]}}}}}`,
			"X.P: Deny Service s a:B if E j = u and E k = v or w",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			one, other := of(t, test.one), of(t, test.other)
			if !slices.Equal(one, other) {
				t.Errorf("%q\n%q", one, other)
			}
			if !slices.Contains(one, test.fact) {
				t.Errorf("%q is not among %q", test.fact, one)
			}
		})
	}
}

func TestWhatDiffersIsAnotherFact(t *testing.T) {
	tests := map[string]struct{ one, other string }{
		"a reference and its text":                {`{"P": {"Fn::Sub": "${Bucket}"}}`, `{"P": "${Bucket}"}`},
		"a choice and its text":                   {`{"P": {"Fn::If": ["C", "a", "b"]}}`, `{"P": {"Fn::If": ["C", "a, \"b\""]}}`},
		"a list and its element":                  {`{"P": ["a"]}`, `{"P": "a"}`},
		"an empty list and none":                  {`{"P": []}`, `{}`},
		"an empty mapping and none":               {`{"P": {}}`, `{}`},
		"an empty text and none":                  {`{"P": ""}`, `{}`},
		"elements without names in another order": {`{"P": [{"A": 1}, {"A": 2}]}`, `{"P": [{"A": 2}, {"A": 1}]}`},
		"an element and its name":                 {`{"P": [{"Name": "a"}]}`, `{"P": [{}]}`},
		"a number and its text, in JSON":          {`{"P": "{\"a\": 1}"}`, `{"P": "{\"a\": \"1\"}"}`},
		"a text that is JSON up to a point":       {`{"P": "{\"a\": 1}"}`, `{"P": "{\"a\": 1}x"}`},
		"the order of a row":                      {`{"P": [["a", "b"]]}`, `{"P": [["b", "a"]]}`},
		"an empty mapping in a row":               {`{"P": [["a", {}]]}`, `{"P": [["a"]]}`},
		"half of a call":                          {`{"P": {"Fn::GetAtt": ["Bucket"]}}`, `{"P": {"Ref": "Bucket"}}`},
		"a statement and none":                    {`{"P": {"Statement": []}}`, `{"P": {}}`},
		"a statement without an effect":           {`{"P": {"Statement": [{"Effect": "Allow", "Action": "a"}]}}`, `{"P": {"Statement": [{"Action": "a"}]}}`},
		"a statement about all other actions":     {`{"P": {"Statement": [{"NotAction": "a"}]}}`, `{"P": {"Statement": [{}]}}`},
		"a statement about nobody":                {`{"P": {"Statement": [{"Principal": {}}]}}`, `{"P": {"Statement": [{}]}}`},
		"a statement under no condition":          {`{"P": {"Statement": [{"Condition": {}}]}}`, `{"P": {"Statement": [{}]}}`},
		"a value that a text does not use":        {`{"P": {"Fn::Sub": ["a", {"V": "b"}]}}`, `{"P": {"Fn::Sub": "a"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if one, other := of(t, test.one), of(t, test.other); slices.Equal(one, other) {
				t.Errorf("both are %q", one)
			}
		})
	}
}

func TestEverySectionHasFacts(t *testing.T) {
	got := ofTemplate(t, `{
		"Description": "d",
		"Parameters": {"P": {"Type": "String"}},
		"Conditions": {"C": {"Fn::Not": [{"Fn::Equals": [{"Ref": "P"}, ""]}]}},
		"Resources": {"X": {"Type": "T", "Condition": "C", "DependsOn": "Y"}},
		"Outputs": {"O": {"Value": {"Ref": "X"}}},
		"Mappings": {}
	}`)
	want := `Condition C = Not(Equals(${P}, ""))
Description = d
Mapping = {}
Output O.Value = ${X}
Parameter P.Type = String
X = T
X Condition = C
X DependsOn[] = Y`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
