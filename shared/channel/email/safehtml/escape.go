package safehtml

import (
	"strings"

	"confab/shared/channel/email/markup"
)

// appendText appends a piece of a document's text, escaped. NUL is no character.
func appendText(out []byte, written string) []byte {
	if unread.in(written) {
		written = strings.ReplaceAll(markup.String(written), "\x00", "")
	}
	return appendEscaped(out, written)
}

// unread are what reading text changes.
var unread = signsOf("&\r\x00")

// appendEscaped appends text or the value of an attribute, escaped as
// [html.EscapeString] of golang.org/x/net escapes it, so that what is cleaned
// once stays as it is.
func appendEscaped(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if c := text[i]; escaped[c] {
			out = append(append(out, text[from:i]...), escapes[c]...)
			from = i + 1
		}
	}
	return append(out, text[from:]...)
}

var (
	escaped = signsOf("&<>\"'\r")
	escapes = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;", '\r': "&#13;"}
)

// signs are some characters of ASCII, by their codes.
type signs [256]bool

func signsOf(list string) (s signs) {
	for _, c := range []byte(list) {
		s[c] = true
	}
	return s
}

// in tells whether a text has any of them.
func (s *signs) in(text string) bool {
	for i := range len(text) {
		if s[text[i]] {
			return true
		}
	}
	return false
}

// end returns where the run of them ends that is at text[i], or i.
func (s *signs) end(text []byte, i int) int {
	for i < len(text) && s[text[i]] {
		i++
	}
	return i
}
