package deploy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"confab/infra/operate/deployment"
	"confab/infra/template"
)

// assignment begins a parameter; words that are none go on with the value before.
var assignment = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)=(.*)$`)

// parameter is one that was given.
type parameter struct{ name, value string }

// parse reads NAME=value words. A value may have spaces, as lists of origins do:
// it ends where the next NAME= begins. It returns an error for what CloudFormation
// would refuse.
func parse(t *template.Template, given string) ([]parameter, error) {
	known := t.At("Parameters").Keys()
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
		if !slices.Contains(known, m[1]) {
			return nil, fmt.Errorf("%s is no parameter; there are %s", m[1], strings.Join(known, ", "))
		}
		if slices.ContainsFunc(out, func(p parameter) bool { return p.name == m[1] }) {
			return nil, fmt.Errorf("%s is given twice", m[1])
		}
		out = append(out, parameter{m[1], m[2]})
	}
	for _, p := range out {
		if err := check(t, p); err != nil {
			return nil, fmt.Errorf("%s=%s: %w", p.name, p.value, err)
		}
	}
	return out, nil
}

// missing lists what has to be given: what has no default and no value yet.
func missing(t *template.Template, given []parameter, d *deployment.Deployment) []string {
	var out []string
	for _, name := range t.At("Parameters").Keys() {
		has := func(g parameter) bool { return g.name == name }
		needed := t.At("Parameters", name, "Default").Raw == nil
		if needed && !slices.ContainsFunc(given, has) && (d == nil || d.Parameters[name] == "") {
			out = append(out, name)
		}
	}
	return out
}
