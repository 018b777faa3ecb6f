package template

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Value is anything in a template: what YAML's mappings, lists and scalars are in
// Go, under Raw. Questions that do not fit a value have an empty answer.
type Value struct{ Raw any }

// At follows keys into the value; what is not there is nil all the way.
func (v Value) At(keys ...string) Value {
	for _, k := range keys {
		m, _ := v.Raw.(map[string]any)
		v = Value{m[k]}
	}
	return v
}

// Text is the value if it is a string, else "".
func (v Value) Text() string {
	s, _ := v.Raw.(string)
	return s
}

// Number is the value if it is a whole number, else 0.
func (v Value) Number() int {
	i, _ := v.Raw.(int)
	return i
}

// Ref is the name of the resource or parameter that the value refers to by !Ref
// or !GetAtt, else "".
func (v Value) Ref() string {
	if name := v.At("Ref").Text(); name != "" {
		return name
	}
	name, _, _ := strings.Cut(v.At("Fn::GetAtt").Text(), ".")
	return name
}

// List is the value's elements; a single value is a list of one, as in policies.
func (v Value) List() []Value {
	values, ok := v.Raw.([]any)
	if !ok && v.Raw != nil {
		values = []any{v.Raw}
	}
	var out []Value
	for _, e := range values {
		out = append(out, Value{e})
	}
	return out
}

// Keys are a mapping's keys in order.
func (v Value) Keys() []string {
	m, _ := v.Raw.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

// Written is the value as !Sub would write it: ${Table} for !Ref Table,
// ${Table.Arn} for !GetAtt Table.Arn, and the text of a !Sub without values of
// its own. What !Split makes of a parameter is written as the parameter: any of its
// parts. Any other function is an error.
func (v Value) Written() (string, error) {
	if s, ok := v.Raw.(string); ok {
		return s, nil
	}
	if split := v.At("Fn::Split").List(); len(split) == 2 {
		return split[1].Written()
	}
	if keys := v.Keys(); len(keys) == 1 {
		switch text := v.At(keys[0]).Text(); {
		case text == "":
		case keys[0] == "Ref", keys[0] == "Fn::GetAtt":
			return "${" + text + "}", nil
		case keys[0] == "Fn::Sub":
			return text, nil
		}
	}
	return "", fmt.Errorf("%v cannot be written as a text with references", v.Raw)
}
