package infra_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// root is the repository's, seen from here.
const root = ".."

// node is a value of the template, with CloudFormation's short forms written out:
// !Ref X is {"Ref": "X"}, !GetAtt A.B is {"Fn::GetAtt": "A.B"}.
type node struct{ value any }

// resource is one entry of the template's Resources.
type resource struct {
	name string
	node
}

func readTemplate(t *testing.T) node {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return parseTemplate(t, text)
}

func parseTemplate(t *testing.T, text []byte) node {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	value, err := writtenOut(document.Content[0])
	if err != nil {
		t.Fatal(err)
	}
	return node{value}
}

// writtenOut decodes a YAML node without losing CloudFormation's tags.
func writtenOut(n *yaml.Node) (value any, err error) {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			if m[n.Content[i].Value], err = writtenOut(n.Content[i+1]); err != nil {
				return nil, err
			}
		}
		value = m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			v, err := writtenOut(c)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		value = list
	case yaml.ScalarNode:
		if tagged(n) {
			value = n.Value
			break
		}
		if err := n.Decode(&value); err != nil {
			return nil, fmt.Errorf("line %d: %w", n.Line, err)
		}
	default: // SAM and CloudFormation do not read aliases alike
		return nil, fmt.Errorf("line %d: an alias", n.Line)
	}
	if !tagged(n) {
		return value, nil
	}
	name := strings.TrimPrefix(n.Tag, "!")
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	return map[string]any{name: value}, nil
}

func tagged(n *yaml.Node) bool {
	return strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!")
}

// at follows keys into the value; what is not there is nil all the way.
func (n node) at(keys ...string) node {
	for _, k := range keys {
		m, _ := n.value.(map[string]any)
		n = node{m[k]}
	}
	return n
}

// text is the value if it is a string, else "".
func (n node) text() string {
	s, _ := n.value.(string)
	return s
}

// number is the value if it is a whole number, else 0.
func (n node) number() int {
	i, _ := n.value.(int)
	return i
}

// ref is the name of the resource or parameter the value refers to by !Ref or
// !GetAtt, else "".
func (n node) ref() string {
	if name := n.at("Ref").text(); name != "" {
		return name
	}
	name, _, _ := strings.Cut(n.at("Fn::GetAtt").text(), ".")
	return name
}

// list is the value's elements; a single value is a list of one, as in policies.
func (n node) list() []node {
	values, ok := n.value.([]any)
	if !ok && n.value != nil {
		values = []any{n.value}
	}
	var out []node
	for _, v := range values {
		out = append(out, node{v})
	}
	return out
}

// keys are a mapping's keys in order.
func (n node) keys() []string {
	m, _ := n.value.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

// resources are the template's resources of a type, in the order of their names.
func (n node) resources(kind string) []resource {
	var out []resource
	for _, name := range n.at("Resources").keys() {
		if r := n.at("Resources", name); r.at("Type").text() == kind {
			out = append(out, resource{name, r})
		}
	}
	return out
}

// property follows keys into the resource's properties.
func (r resource) property(keys ...string) node { return r.at("Properties").at(keys...) }

// functions are the template's functions by the folder of their code: a function
// built into build/wake/ is "wake".
func (n node) functions() map[string]resource {
	out := map[string]resource{}
	for _, r := range n.resources("AWS::Serverless::Function") {
		out[filepath.Base(r.property("CodeUri").text())] = r
	}
	return out
}

// timeout is a function's in seconds, its own or that of all.
func (n node) timeout(function resource) int {
	if own := function.property("Timeout").number(); own != 0 {
		return own
	}
	return n.at("Globals", "Function", "Timeout").number()
}

// broken replaces in a template's text what a test wants wrong.
func broken(t *testing.T, text, old, replacement string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("the template does not contain %q", old)
	}
	return strings.ReplaceAll(text, old, replacement)
}
