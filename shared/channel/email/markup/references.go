package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// String returns a piece of text with its character references resolved, and its
// line ends LF.
func String(text string) string {
	return html.UnescapeString(newlines(text))
}

// Value returns what an attribute says: the value as it is written, with its
// character references resolved. One without its semicolon is none when letters
// or = follow, unlike in text (§13.2.5.73), so that "?a=1&copy=2" stays.
func Value(written string) string {
	s := newlines(written)
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\ufffd")
	}
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for ; at >= 0; at = strings.IndexByte(s, '&') {
		end := endOfReference(s, at+1)
		out.WriteString(s[:at])
		out.WriteString(reference(s[at:end], s[end:]))
		s = s[end:]
	}
	out.WriteString(s)
	return out.String()
}

// endOfReference returns where the letters, digits and semicolon end that begin
// at s[i].
func endOfReference(s string, i int) int {
	if i < len(s) && s[i] == '#' {
		i++
	}
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i])) {
		i++
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// reference resolves "&amp;" or "&#38;" in an attribute; next is what follows.
func reference(written, next string) string {
	if written == "&amp;" {
		return "&" // nearly all of them
	}
	resolved := html.UnescapeString(written)
	if strings.HasPrefix(written, "&#") || written == "&semi;" || resolved == written {
		return resolved
	}
	// What is left of its end says that only the head of the name is known.
	last := resolved[len(resolved)-1]
	if last == ';' || isLetter(last) || isDigit(last) || !strings.HasSuffix(written, ";") && strings.HasPrefix(next, "=") {
		return written
	}
	return resolved
}

// newlines makes line ends LF (§13.2.3.5).
func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
