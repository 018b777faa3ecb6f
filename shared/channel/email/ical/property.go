package ical

import (
	"iter"
	"strings"
)

// property is a content line (RFC 5545 §3.1).
type property struct {
	name   string // upper case
	params map[string]string
	value  string
}

// maxParams bounds the parameters read of one property.
const maxParams = 30

// lines yields the content lines of a text, unfolded.
func lines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var joined []string
		for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			line = strings.TrimSuffix(line, "\r")
			if line != "" && (line[0] == ' ' || line[0] == '\t') && len(joined) > 0 {
				joined = append(joined, line[1:])
				continue
			}
			if len(joined) > 0 && !yield(strings.Join(joined, "")) {
				return
			}
			joined = append(joined[:0], line)
		}
		yield(strings.Join(joined, ""))
	}
}

// parseProperty reads a content line. Quotes that are never closed are taken for
// plain characters.
func parseProperty(line string) (property, bool) {
	at := strings.IndexAny(line, ";:")
	if at <= 0 {
		return property{}, false
	}
	p := property{name: strings.ToUpper(strings.TrimSpace(line[:at]))}
	rest := line[at:]
	for strings.HasPrefix(rest, ";") {
		param := rest[1:]
		end := parameterEnd(param)
		if end < 0 {
			return property{}, false
		}
		param, rest = param[:end], param[end:]
		name, value, _ := strings.Cut(param, "=")
		if p.params == nil {
			p.params = map[string]string{}
		}
		if len(p.params) < maxParams {
			p.params[strings.ToUpper(strings.TrimSpace(name))] = strings.ReplaceAll(value, `"`, "")
		}
	}
	p.value = strings.TrimSpace(rest[1:])
	return p, true
}

// parameterEnd finds the ; or : behind a parameter, outside of quotes.
func parameterEnd(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case !quoted && (s[i] == ';' || s[i] == ':'):
			return i
		}
	}
	return strings.IndexAny(s, ";:")
}

var unescape = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\;`, ";", `\,`, ",")

// text returns a value of type TEXT (RFC 5545 §3.3.11).
func (p property) text() string { return strings.TrimSpace(unescape.Replace(p.value)) }

// person reads an ORGANIZER or ATTENDEE. Names come in ASCII or UTF-8, and ^n,
// ^^ and ^' stand for what a parameter cannot hold (RFC 6868).
func (p property) person() Person {
	address := p.value
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	if !strings.Contains(address, "@") { // a place in some directory (Exchange, Domino)
		address = strings.TrimPrefix(strings.ToLower(p.params["EMAIL"]), "mailto:")
	}
	return Person{
		Name:    strings.TrimSpace(caret.Replace(p.params["CN"])),
		Address: strings.TrimSpace(address),
		Status:  strings.ToUpper(p.params["PARTSTAT"]),
	}
}

var caret = strings.NewReplacer("^n", " ", "^^", "^", "^'", `"`)
