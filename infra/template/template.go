// Package template reads template.yaml, which describes a deployment, for those
// who go by it: the local stack takes times, queues, filters, the table and what
// each role permits from it, and tests hold it against the rest of the system.
//
// It promises to keep every intrinsic function: CloudFormation's short forms are
// written out, !Ref X as {"Ref": "X"} and !GetAtt A.B as {"Fn::GetAtt": "A.B"}.
// It refuses aliases, which SAM and CloudFormation do not read alike, and keys
// that a mapping has twice.
package template

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// File is the template's name in the repository's root.
const File = "template.yaml"

// Template is a whole template.
type Template struct{ Value }

// Resource is one entry of a template's Resources.
type Resource struct {
	Name string // its logical id
	Value
}

// Read reads the template in the repository's root.
func Read(root string) (*Template, error) {
	text, err := os.ReadFile(filepath.Join(root, File))
	if err != nil {
		return nil, fmt.Errorf("read what a deployment is: %w", err)
	}
	return Parse(text)
}

// Parse reads a template's text.
func Parse(text []byte) (*Template, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("read %s: %w", File, err)
	}
	if len(document.Content) == 0 {
		return nil, fmt.Errorf("read %s: it is empty", File)
	}
	value, err := writtenOut(document.Content[0])
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", File, err)
	}
	return &Template{Value{value}}, nil
}

// writtenOut decodes a YAML node without losing CloudFormation's tags.
func writtenOut(n *yaml.Node) (value any, err error) {
	switch n.Kind {
	case yaml.MappingNode:
		value, err = mapping(n)
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
		} else if err = n.Decode(&value); err != nil {
			err = fmt.Errorf("line %d: %w", n.Line, err)
		}
	default:
		err = fmt.Errorf("line %d: an alias", n.Line)
	}
	if err != nil || !tagged(n) {
		return value, err
	}
	name := strings.TrimPrefix(n.Tag, "!")
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	return map[string]any{name: value}, nil
}

func mapping(n *yaml.Node) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if _, twice := m[key.Value]; twice {
			return nil, fmt.Errorf("line %d: %q is there twice", key.Line, key.Value)
		}
		v, err := writtenOut(n.Content[i+1])
		if err != nil {
			return nil, err
		}
		m[key.Value] = v
	}
	return m, nil
}

func tagged(n *yaml.Node) bool {
	return strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!")
}

// Resource is the one with a logical id; its value is nil where there is none.
func (t *Template) Resource(name string) Resource {
	return Resource{name, t.At("Resources", name)}
}

// Resources are the template's resources of a type, in the order of their names.
func (t *Template) Resources(kind string) []Resource {
	var out []Resource
	for _, name := range t.At("Resources").Keys() {
		if r := t.Resource(name); r.At("Type").Text() == kind {
			out = append(out, r)
		}
	}
	return out
}

// Property follows keys into the resource's properties.
func (r Resource) Property(keys ...string) Value { return r.At("Properties").At(keys...) }

// Functions are the template's functions by the folder of their code: a function
// built into build/wake/ is "wake".
func (t *Template) Functions() map[string]Resource {
	out := map[string]Resource{}
	for _, r := range t.Resources("AWS::Serverless::Function") {
		out[filepath.Base(r.Property("CodeUri").Text())] = r
	}
	return out
}

// Setting is a function's property, its own or else that of all functions.
func (t *Template) Setting(function Resource, name string) Value {
	if own := function.Property(name); own.Raw != nil {
		return own
	}
	return t.At("Globals", "Function", name)
}

// Timeout is how long a function may run.
func (t *Template) Timeout(function Resource) time.Duration {
	return time.Duration(t.Setting(function, "Timeout").Number()) * time.Second
}

// Source is one event source of a function.
type Source struct {
	Function Resource
	Name     string
	Value    // its properties
}

// Sources are the event sources of a kind: SQS, DynamoDB or ScheduleV2.
func (t *Template) Sources(kind string) []Source {
	var out []Source
	for _, r := range t.Resources("AWS::Serverless::Function") {
		for _, name := range r.Property("Events").Keys() {
			if e := r.Property("Events", name); e.At("Type").Text() == kind {
				out = append(out, Source{r, name, e.At("Properties")})
			}
		}
	}
	return out
}

// Decode fills out, a pointer to a struct, from a value without intrinsic
// functions in it. Keys that the struct has no field for are left out.
func (v Value) Decode(out any) error {
	text, err := json.Marshal(v.Raw)
	if err == nil {
		err = json.Unmarshal(text, out)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", File, err)
	}
	return nil
}
