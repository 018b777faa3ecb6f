package email

import (
	"strings"

	"confab/shared/channel/email/tidy"
)

// bareAddress finds the address among words without brackets and returns the
// other words. Blanks around an @ were allowed once.
func bareAddress(words string) (address, others string) {
	at := strings.IndexByte(words, '@')
	if at < 0 {
		return "", words
	}
	start := len(strings.TrimRight(words[:at], " \t"))
	end := at + 1 + len(words[at+1:]) - len(strings.TrimLeft(words[at+1:], " \t"))
	if i := strings.LastIndexByte(words[:start], '"'); i == start-1 && i >= 0 {
		start = max(0, strings.LastIndexByte(words[:i], '"'))
	} else {
		start = strings.LastIndexAny(words[:start], " \t"+quoteMark) + 1
	}
	if i := strings.IndexAny(words[end:], " \t"+quoteMark); i >= 0 {
		end += i
	} else {
		end = len(words)
	}
	return words[start:end], words[:start] + words[end:]
}

// cleanName decodes a name and makes it fit to show.
func cleanName(name string) string {
	name = strings.ReplaceAll(name, quoteMark, "")
	name = strings.Trim(tidy.Line(decodeWords(name)), " ,")
	for _, quote := range []string{`"`, "'"} {
		if len(name) > 1 && strings.HasPrefix(name, quote) && strings.HasSuffix(name, quote) {
			name = name[1 : len(name)-1]
		}
	}
	return strings.TrimSpace(name)
}

// cleanAddress drops what is not the address: blanks, comments, a route (RFC 5322
// §4.4), brackets doubled and the scheme of a link.
func cleanAddress(address string) string {
	if strings.Contains(address, "=?") {
		address = decodeWords(address)
	}
	address = tidy.Line(address)
	if i := strings.IndexByte(address, '('); i > 0 && !strings.Contains(address, `"`) {
		if n := commentEnd(address[i:]); n > 0 {
			address = address[:i] + address[i+n:]
		}
	}
	address = strings.TrimRight(strings.Trim(address, `<>'() `), ".,")
	if strings.HasPrefix(address, "[") {
		address = strings.Trim(address, "[]")
	}
	if strings.HasPrefix(address, "@") {
		if i := strings.LastIndexByte(address, ':'); i >= 0 {
			address = address[i+1:]
		}
	}
	if hasPrefixFold([]byte(address), "mailto:") {
		address = address[len("mailto:"):]
	}
	if strings.HasPrefix(address, `"`) && !strings.HasSuffix(address, `"`) {
		return address
	}
	address = strings.Trim(address, `"`)
	return strings.Join(strings.Fields(address), "")
}

// quotedEnd returns the length of the quoted string at the head of s, or -1.
func quotedEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// commentEnd returns the length of the comment at the head of s, with those
// within it, or -1.
func commentEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// unescape undoes quoted pairs (RFC 5322 §3.2.1).
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		out = append(out, s[i])
	}
	return string(out)
}
