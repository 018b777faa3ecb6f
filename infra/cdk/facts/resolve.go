package facts

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// resolve returns a value in which plain values and functions of CloudFormation
// are text. What is no proper call of a function stays a mapping.
func resolve(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if text, ok := call(v); ok {
			return text
		}
		members := make(map[string]any, len(v))
		for key, member := range v {
			members[key] = resolve(member)
		}
		return members
	case []any:
		elements := make([]any, len(v))
		for i, element := range v {
			elements[i] = resolve(element)
		}
		return elements
	case string:
		return literal(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	default:
		return "null"
	}
}

// literal writes a text that no function looks at.
func literal(text string) string { return strings.ReplaceAll(text, "${", "${!") }

// call writes the call of a function as text, if the mapping is one.
func call(mapping map[string]any) (string, bool) {
	if len(mapping) != 1 {
		return "", false
	}
	for name, argument := range mapping {
		switch name {
		case "Ref":
			return reference(argument)
		case "Fn::GetAtt":
			return attribute(argument)
		case "Fn::Sub":
			return substituted(argument)
		case "Fn::Join":
			return joined(argument)
		case "Condition": // within a condition; elsewhere it is a resource's or a policy's
			if text, ok := argument.(string); ok {
				return "Condition(" + text + ")", true
			}
		default:
			if function, ok := strings.CutPrefix(name, "Fn::"); ok {
				return function + "(" + arguments(argument) + ")", true
			}
		}
	}
	return "", false
}

func reference(argument any) (string, bool) {
	name, ok := argument.(string)
	return "${" + name + "}", ok
}

// attribute writes Fn::GetAtt, whose two names may stand in one text.
func attribute(argument any) (string, bool) {
	if list, ok := argument.([]any); ok && len(list) == 2 {
		of, isText := list[0].(string)
		name, isName := list[1].(string)
		return "${" + of + "." + name + "}", isText && isName
	}
	name, ok := argument.(string)
	return "${" + name + "}", ok && strings.Contains(name, ".")
}

// variable is what Fn::Sub replaces. "${!" is its way to write "${".
var variable = regexp.MustCompile(`\$\{([^!{}][^{}]*)\}`)

// substituted writes Fn::Sub with its own variables put in.
func substituted(argument any) (string, bool) {
	list, ok := argument.([]any)
	if !ok {
		text, ok := argument.(string)
		return text, ok
	}
	if len(list) != 2 {
		return "", false
	}
	text, isText := list[0].(string)
	own, isMapping := list[1].(map[string]any)
	if !isText || !isMapping {
		return "", false
	}
	used := 0
	text = variable.ReplaceAllStringFunc(text, func(v string) string {
		value, ok := own[v[2:len(v)-1]]
		if !ok {
			return v
		}
		used++
		return plain(resolve(value))
	})
	return text, used >= len(own)
}

// joined writes Fn::Join of a list that is written out.
func joined(argument any) (string, bool) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return "", false
	}
	delimiter, isText := list[0].(string)
	parts, isList := list[1].([]any)
	if !isText || !isList {
		return "", false
	}
	var texts []string
	for _, part := range parts {
		texts = append(texts, plain(resolve(part)))
	}
	return strings.Join(texts, literal(delimiter)), true
}

// arguments writes those of any other function. A text that stands in the
// template itself is quoted, so that it is not taken for another call.
func arguments(argument any) string {
	list, ok := argument.([]any)
	if !ok {
		list = []any{argument}
	}
	var texts []string
	for _, element := range list {
		text := plain(resolve(element))
		if _, ok := element.(string); ok {
			text = strconv.Quote(text)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// plain is a resolved value as text; what is not text is JSON.
func plain(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // resolve makes nothing that JSON cannot hold
	}
	return string(text)
}
