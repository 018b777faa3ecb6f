// Package facts brings a CloudFormation template to one normal form: a sorted
// list of lines, each of which says one thing about the system. Two templates
// that make the same resources have the same lines, whichever tool wrote them,
// and a line can be read without knowing the tool:
//
//	SendQueue = AWS::SQS::Queue
//	SendQueue.VisibilityTimeout = 540
//	SendQueue.RedrivePolicy.deadLetterTargetArn = ${SendDeadLetters.Arn}
//	WakeRole.Policies[work].PolicyDocument Due: Allow dynamodb:Query on ${Table.Arn}/index/due
//
// Nothing is left out and nothing is known of any resource type, so that what is
// added to a template later is a fact as well. What is brought together:
//
//   - Functions of CloudFormation are written in one way, that of Fn::Sub: Ref,
//     Fn::GetAtt, Fn::Join and Fn::Sub may say the same text. A "${" that no
//     function will replace is "${!", as Fn::Sub itself writes it.
//   - Numbers and booleans are text, since CloudFormation takes either.
//   - A single value and a list of it are one where a template may have either, in
//     policies and in DependsOn.
//   - A list of plain values is a set. An element of another list is called by its
//     name where it has one (see label), else by its place.
//   - A text that is a JSON object is read and gives facts of its own.
//   - A policy's statement is a line for each action on each resource.
package facts

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Of returns the facts of a whole template, as encoding/json decodes it into any.
func Of(template map[string]any) []string {
	var all []string
	for section, value := range template {
		elements, ok := value.(map[string]any)
		if !ok || len(elements) == 0 {
			all = append(all, About(section, "", value)...)
			continue
		}
		for name, element := range elements {
			all = append(all, About(section, name, element)...)
		}
	}
	slices.Sort(all)
	return all
}

// About returns the facts of one element of a template's section, such as of the
// resource Table in Resources. They depend on nothing else in the template. A
// section that has no elements, such as Description, has name "".
func About(section, name string, element any) []string {
	var l lines
	fields, ok := element.(map[string]any)
	if section != "Resources" || !ok {
		l.flatten(strings.TrimSpace(strings.TrimSuffix(section, "s")+" "+name), resolve(element))
		return l
	}
	kind, _ := fields["Type"].(string)
	l.add(name, kind)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		switch field {
		case "Type":
		case "Properties":
			l.flatten(name, resolve(fields[field]))
		case "DependsOn":
			l.flatten(name+" "+field, several(resolve(fields[field])))
		default:
			l.flatten(name+" "+field, resolve(fields[field]))
		}
	}
	return l
}

// lines collects facts.
type lines []string

func (l *lines) add(path, value string) { *l = append(*l, path+" = "+value) }

// flatten adds the facts of a resolved value under a path.
func (l *lines) flatten(path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 {
			l.add(path, "{}")
		}
		for key, member := range v {
			if key == "Statement" {
				l.statements(path, member)
			} else {
				l.flatten(path+"."+key, member)
			}
		}
	case []any:
		l.list(path, v)
	case string:
		if document := asDocument(v); document != nil {
			l.flatten(path+" document", document)
		} else {
			l.add(path, readable(v))
		}
	case quoted:
		l.add(path, word(v))
	}
}

// list adds the facts of a list: its plain values, and its other elements by name
// or place.
func (l *lines) list(path string, list []any) {
	if len(list) == 0 {
		l.add(path, "[]")
	}
	for i, element := range list {
		switch e := element.(type) {
		case map[string]any:
			key, name := label(e)
			if key == "" {
				name = strconv.Itoa(i)
			}
			rest := maps.Clone(e)
			delete(rest, key)
			l.flatten(path+"["+name+"]", rest)
		case []any:
			l.row(path+"["+strconv.Itoa(i)+"]", e)
		default:
			l.flatten(path+"[]", e)
		}
	}
}

// row adds the fact of a list within a list, as dashboards write metrics: what is
// plotted, whose order matters, and how it is drawn.
func (l *lines) row(path string, row []any) {
	var words []string
	for _, element := range row {
		how, ok := element.(map[string]any)
		if !ok {
			words = append(words, word(element))
			continue
		}
		var members []string
		for _, key := range slices.Sorted(maps.Keys(how)) {
			members = append(members, key+"="+word(how[key]))
		}
		words = append(words, "("+strings.Join(members, " ")+")")
	}
	l.add(path, strings.Join(words, " "))
}

// word writes a value within a row.
func word(value any) string {
	if text, ok := value.(quoted); ok {
		return strconv.Quote(string(text))
	}
	return plain(value)
}

// label returns the member that an element of a list is known by, and its value.
// A rule, an attribute, an index and a policy have a name that tells them apart.
func label(element map[string]any) (key, name string) {
	for _, key := range []string{"Id", "IndexName", "AttributeName", "Name", "PolicyName", "Key"} {
		if name, ok := element[key].(string); ok {
			return key, name
		}
	}
	return "", ""
}

// asDocument reads a text that is a JSON object, else returns nil. Its strings
// are told from its numbers, which is all the same to CloudFormation alone.
func asDocument(text string) any {
	if !strings.HasPrefix(text, "{") {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var document map[string]any
	if d.Decode(&document) != nil || d.More() {
		return nil
	}
	return inDocument(document)
}

// quoted is a string within a JSON document.
type quoted string

func inDocument(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			v[key] = inDocument(member)
		}
	case []any:
		for i, element := range v {
			v[i] = inDocument(element)
		}
	case string:
		return quoted(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return "null"
	}
	return value
}

// readable quotes a text that would else be lost on the line.
func readable(text string) string {
	if text == "" || strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n\r\t") {
		return strconv.Quote(text)
	}
	return text
}
