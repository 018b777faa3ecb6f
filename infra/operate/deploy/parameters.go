package deploy

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"confab/infra/operate/deployment"
)

// Template is what the commands read of template.yaml.
type Template struct {
	Parameters map[string]struct {
		Default *string `yaml:"Default"`
	} `yaml:"Parameters"`
}

// ReadTemplate reads the template at path. CDK's has the same parameters.
func ReadTemplate(path string) (*Template, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the template's parameters: %w", err)
	}
	var t Template
	if err := yaml.Unmarshal(text, &t); err != nil {
		return nil, fmt.Errorf("read the template's parameters: %w", err)
	}
	return &t, nil
}

// assignment begins a parameter; words that are none go on with the value before.
var assignment = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)=(.*)$`)

// parameter is one that was given.
type parameter struct{ name, value string }

// parse reads NAME=value words. A value may have spaces, as lists of origins do:
// it ends where the next NAME= begins.
func (t *Template) parse(given string) ([]parameter, error) {
	var out []parameter
	for word := range strings.FieldsSeq(given) {
		m := assignment.FindStringSubmatch(word)
		switch {
		case m == nil && len(out) == 0:
			return nil, fmt.Errorf("PARAMETERS begins with %q, which is not NAME=value", word)
		case m == nil:
			out[len(out)-1].value += " " + word
			continue
		}
		if _, known := t.Parameters[m[1]]; !known {
			return nil, fmt.Errorf("%s is no parameter; there are %s", m[1], strings.Join(slices.Sorted(maps.Keys(t.Parameters)), ", "))
		}
		out = append(out, parameter{m[1], m[2]})
	}
	return out, nil
}

// missing lists what has to be given: what has no default and no value yet.
func (t *Template) missing(given []parameter, d *deployment.Deployment) []string {
	var out []string
	for name, p := range t.Parameters {
		has := func(g parameter) bool { return g.name == name }
		if p.Default == nil && !slices.ContainsFunc(given, has) && (d == nil || d.Parameters[name] == "") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
