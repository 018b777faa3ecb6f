package facts

import (
	"maps"
	"slices"
	"strings"
)

// statements adds the facts of a policy's statements: for each statement one of
// each principal, action and resource that it combines.
func (l *lines) statements(path string, value any) {
	list := several(value)
	if len(list) == 0 {
		l.add(path+".Statement", "[]")
	}
	for _, element := range list {
		statement, ok := element.(map[string]any)
		if !ok {
			l.flatten(path+".Statement", element)
			continue
		}
		l.statement(path, statement)
	}
}

// spoken are a statement's members that its line has a place for.
var spoken = []string{"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}

func (l *lines) statement(path string, statement map[string]any) {
	name := path
	if sid, ok := statement["Sid"].(string); ok {
		name += " " + sid
	}
	for member, value := range statement {
		if !slices.Contains(spoken, member) {
			l.flatten(name+"."+member, value)
		}
	}
	effect := "nothing"
	if e, ok := statement["Effect"]; ok {
		effect = plain(e)
	}
	for _, principal := range principals(statement["Principal"]) {
		for _, action := range orNone(statement["Action"]) {
			for _, resource := range orNone(statement["Resource"]) {
				line := name + ": " + effect + principal + " " + action
				if statement["Resource"] != nil {
					line += " on " + resource
				}
				*l = append(*l, line+condition(statement["Condition"]))
			}
		}
	}
}

// several returns a list's elements; a single value is a list of one, as IAM
// reads it, and nothing is an empty list.
func several(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// orNone returns the texts of a member that may be a list, and a word for none.
func orNone(value any) []string {
	var texts []string
	for _, v := range several(value) {
		texts = append(texts, plain(v))
	}
	if len(texts) == 0 {
		return []string{"(none)"}
	}
	return texts
}

// principals returns who a statement speaks of, such as " Service
// ses.amazonaws.com". A statement of a role's own policy names nobody.
func principals(value any) []string {
	kinds, ok := value.(map[string]any)
	if !ok {
		if value == nil {
			return []string{""}
		}
		return []string{" " + plain(value)}
	}
	all := []string{}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for _, name := range orNone(kinds[kind]) {
			all = append(all, " "+kind+" "+name)
		}
	}
	if len(all) == 0 {
		return []string{" {}"}
	}
	return all
}

// condition returns what must hold, such as " if ArnEquals aws:SourceArn =
// ${Topic}". Values of one key are alternatives.
func condition(value any) string {
	if value == nil {
		return ""
	}
	operators, ok := value.(map[string]any)
	if !ok || len(operators) == 0 {
		return " if " + plain(value)
	}
	var tests []string
	for operator, keys := range operators {
		members, ok := keys.(map[string]any)
		if !ok || len(members) == 0 {
			tests = append(tests, operator+" "+plain(keys))
		}
		for key, values := range members {
			alternatives := orNone(values)
			slices.Sort(alternatives)
			tests = append(tests, operator+" "+key+" = "+strings.Join(alternatives, " or "))
		}
	}
	slices.Sort(tests)
	return " if " + strings.Join(tests, " and ")
}
