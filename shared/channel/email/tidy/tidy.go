// Package tidy makes what strangers wrote fit to keep, to show and to send on: a
// text, a line, the name of a file. It refuses nothing, and what a text says stays.
package tidy

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Text makes line ends LF and drops what cannot be stored or shown.
func Text(s string) string {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(s, "\r\r\n", "\n")
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// HTML returns text as an HTML fragment that shows the same lines.
func HTML(text string) string {
	lines := strings.Split(html.EscapeString(Text(text)), "\n")
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		lines[i] = strings.Repeat("&nbsp;", indent) + line[indent:]
	}
	return "<div>" + strings.Join(lines, "<br>\n") + "</div>"
}

// Line makes s safe to show on one line: control characters, line ends and
// the marks that turn the direction of text around become blanks.
func Line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || isDirectional(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)), " ")
}

// isDirectional tells the characters that reorder what follows them, with which
// a name can be made to look like another ("exe.fdp" as "pdf.exe").
func isDirectional(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Head returns the first n bytes of content, or up to three fewer so as to cut
// between characters.
func Head[T string | []byte](content T, n int) T {
	if n >= len(content) {
		return content
	}
	for back := 0; back < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(content[n]); back++ {
		n--
	}
	return content[:n]
}
