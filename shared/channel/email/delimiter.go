package email

import (
	"bytes"
	"strings"
)

// delimiter is a line that parts one part from the next (RFC 2046 §5.1.1), with
// the line break before it.
type delimiter struct {
	start, end int
	closing    bool // the last of its multipart
}

// nextDelimiter finds the first delimiter at or behind from. The mark is two
// hyphens and the boundary. Where there is none, start is the end of body.
func nextDelimiter(body []byte, from int, mark []byte) (delimiter, bool) {
	for at := from; ; at += len(mark) {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			return delimiter{start: len(body)}, false
		}
		at += i
		start, ok := lineStart(body, at, len(mark) > minIndented)
		if !ok {
			continue
		}
		d := delimiter{start: start}
		rest := body[at+len(mark):]
		if d.closing = bytes.HasPrefix(rest, []byte("--")); d.closing {
			rest = rest[2:]
		}
		n, ok := lineEnd(rest)
		if !ok {
			continue
		}
		d.end = len(body) - len(rest) + n
		for _, c := range []byte("\n\r") {
			if d.start > from && body[d.start-1] == c {
				d.start--
			}
		}
		return d, true
	}
}

// maxBlanks bounds the blanks that transport may have put behind a delimiter.
const maxBlanks = 200

// minIndented is the length from which on a mark is a delimiter even behind
// blanks, where it stands in no person's text.
const minIndented = 12

// lineStart returns where the line starts on which at is the first character.
func lineStart(body []byte, at int, indented bool) (start int, ok bool) {
	for start = at; indented && start > 0 && at-start < 8 && (body[start-1] == ' ' || body[start-1] == '\t'); {
		start--
	}
	return start, start == 0 || body[start-1] == '\n' || body[start-1] == '\r'
}

// lineEnd returns the length of the blanks and the line break at the head of
// rest. A line that has more on it has no end there.
func lineEnd(rest []byte) (n int, ok bool) {
	for n < len(rest) && n < maxBlanks && (rest[n] == ' ' || rest[n] == '\t' || rest[n] == '\r') {
		n++
	}
	if n < len(rest) && rest[n] == '\n' {
		return n + 1, true
	}
	return n, n == len(rest) || n > 0 && rest[n-1] == '\r'
}

// findMark returns the delimiter by which the parts of body are told apart: of
// the declared boundary, else of one that differs in case alone, else the first
// line that opens with two hyphens and is followed by a Content- field. It is
// nil where no part is opened.
func findMark(body []byte, boundary string) (mark []byte, asDeclared bool) {
	declared := []byte("--" + boundary)
	if boundary != "" {
		if d, ok := nextDelimiter(body, 0, declared); ok && !d.closing {
			return declared, true
		}
	}
	for rest := body; len(rest) > 0; {
		line, next := cutLine(rest)
		line = bytes.TrimRight(line[:min(len(line), maxBlanks)], " \t\r")
		switch {
		case boundary != "" && strings.EqualFold(string(line), string(declared)):
			return line, false
		case mark == nil && opensPart(line, next):
			mark = line
		}
		rest = next
	}
	return mark, false
}

// opensPart tells a line that looks like a delimiter and has a Content- field
// behind it.
func opensPart(line, next []byte) bool {
	return len(line) > 2 && len(line) < maxBoundary && line[0] == '-' && line[1] == '-' && hasPrefixFold(next, "content-") && opensKnownField(next)
}

// maxBoundary bounds a boundary that is guessed; RFC 2046 allows 70.
const maxBoundary = 120
