package email

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// maxParameters bounds the parameters read of one field; the most that a long
// file name makes is 60.
const maxParameters = 200

// parseParameters reads a field such as Content-Type: its value in lower case,
// and its parameters, decoded, by their names in lower case. It takes what is
// written as well as what is right: values that hold blanks, quotes or
// non-ASCII unquoted, a missing semicolon, encoded-words (RFC 2047 forbids
// them), and of parameters given twice the first. The map is nil where there
// are none.
func parseParameters(field string) (value string, params map[string]string) {
	value, rest := cutParameter(field)
	if strings.Contains(value, "=") { // the value itself was forgotten
		value, rest = "", field
	}
	var pieces []parameter
	for i := 0; i < maxParameters && rest != ""; i++ {
		var p parameter
		if p, rest = nextParameter(rest); p.name != "" {
			pieces = append(pieces, p)
		}
	}
	value = strings.TrimRight(withoutComment(value), " ,") // a comma in the semicolon's place
	return strings.ToLower(value), joinParameters(pieces)
}

// parameter is one parameter as written. Of a long value that was cut in
// numbered pieces it is one piece (RFC 2231 §3).
type parameter struct {
	name     string // without what RFC 2231 puts behind it
	value    string
	numbered bool
	number   int
	extended bool // percent-encoded, the first piece with charset'language' before it (RFC 2231 §4)
}

// nextParameter reads the parameter at the head of rest and returns what comes
// behind it. The name is "" where none is to be read.
func nextParameter(rest string) (parameter, string) {
	rest = strings.TrimLeft(rest, "; \t")
	end := strings.IndexAny(rest, "=;")
	if end < 0 {
		return parameter{}, ""
	}
	if rest[end] == ';' {
		return parameter{}, rest[end+1:]
	}
	p := parameter{name: strings.ToLower(strings.TrimSpace(rest[:end]))}
	rest = strings.TrimLeft(rest[end+1:], " \t")
	if strings.HasPrefix(rest, `"`) {
		p.value, rest = quotedValue(rest[1:])
	} else {
		p.value, rest = cutParameter(rest)
	}
	name, tail, ok := strings.Cut(p.name, "*")
	if !ok {
		return p, rest
	}
	p.name = name
	tail, starred := strings.CutSuffix(tail, "*")
	p.extended = starred || tail == ""
	if n, err := strconv.Atoi(tail); err == nil && n >= 0 {
		p.number, p.numbered = n, true
	}
	return p, rest
}

// quotedValue reads a quoted value from behind its first quote. A quote within
// that was not escaped is taken for one where neither the field's end nor
// another parameter follows, and of backslashes only those before a quote or
// another one are dropped: paths of Windows are not escaped.
func quotedValue(s string) (value, rest string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			out.WriteByte(s[i])
		case c == '"' && endsValue(s[i+1:]):
			return out.String(), s[i+1:]
		default:
			out.WriteByte(c)
		}
	}
	value, _ = cutParameter(s) // the closing quote is missing
	return value, ""
}

// cutParameter cuts an unquoted value at its semicolon, or where another parameter
// begins for want of one.
func cutParameter(s string) (value, rest string) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ';':
			return strings.TrimSpace(s[:i]), s[i+1:]
		case s[i] == ' ' && opensParameter(s[i+1:]):
			return strings.TrimSpace(s[:i]), s[i+1:]
		}
	}
	return strings.TrimSpace(s), ""
}

// endsValue tells whether a quoted value may end before rest.
func endsValue(rest string) bool {
	blanks := 0
	for blanks < len(rest) && blanks < maxBlanks && (rest[blanks] == ' ' || rest[blanks] == '\t') {
		blanks++
	}
	rest = rest[blanks:]
	return rest == "" || rest[0] == ';' || rest[0] == '(' || blanks > 0 && opensParameter(rest)
}

// opensParameter tells whether s begins with a parameter of the names that matter.
func opensParameter(s string) bool {
	for _, name := range []string{"charset", "name", "filename", "boundary", "format", "delsp", "type", "method", "report-type", "size", "protocol", "micalg"} {
		if len(s) > len(name) && (s[len(name)] == '=' || s[len(name)] == '*') && strings.EqualFold(s[:len(name)], name) {
			return true
		}
	}
	return false
}

// withoutComment drops what stands in parentheses at a value's end (RFC 5322
// §3.2.2).
func withoutComment(value string) string {
	if i := strings.IndexByte(value, '('); i >= 0 && !strings.HasPrefix(value, "(") {
		value = value[:i]
	}
	return strings.TrimSpace(value)
}

// joinParameters joins the pieces of values and decodes them. A value in RFC
// 2231's form comes before the same one for readers that know no such form.
func joinParameters(pieces []parameter) map[string]string {
	if len(pieces) == 0 {
		return nil
	}
	params := make(map[string]string, len(pieces))
	long := map[string][]parameter{}
	for _, p := range pieces {
		if p.extended || p.numbered {
			long[p.name] = append(long[p.name], p)
		} else if _, given := params[p.name]; !given {
			params[p.name] = decodeName(p)
		}
	}
	for name, pieces := range long {
		if value := joinPieces(pieces); value != "" {
			params[name] = value
		}
	}
	return params
}

// decodeName undoes the encoded-words that senders put in file names.
func decodeName(p parameter) string {
	if p.name == "filename" || p.name == "name" {
		return decodeWords(p.value)
	}
	return p.value
}

// joinPieces joins one value's pieces in the order of their numbers.
func joinPieces(pieces []parameter) string {
	slices.SortStableFunc(pieces, func(a, b parameter) int { return cmp.Compare(a.number, b.number) })
	label := ""
	var joined []byte
	for i, p := range pieces {
		if !p.extended {
			joined = append(joined, p.value...)
			continue
		}
		value := p.value
		if parts := strings.SplitN(value, "'", 3); len(parts) == 3 && i == 0 {
			label, value = parts[0], parts[2]
		}
		joined = appendPercentDecoded(joined, value)
	}
	if !pieces[0].extended {
		return decodeWords(string(joined))
	}
	text, _ := toUTF8(joined, label, false)
	return text
}

// appendPercentDecoded appends s with its %XX undone; a % that starts none
// stands for itself.
func appendPercentDecoded(out []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hexValue(s[i+1]), hexValue(s[i+2]); hi < 16 && lo < 16 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
