// Package markup takes HTML apart into text and tags (WHATWG HTML §13.2.5), in
// one pass and without copying. It knows no tree and nearly no element: what a
// tag means is for those to say who read it.
//
// It takes linear time on any input, and loses no text to a quote that nothing
// closes.
package markup

import "strings"

// Kind is what a piece of a document is.
type Kind int

// The kinds of pieces.
const (
	End      Kind = iota // nothing is left
	Text                 // text, with its character references
	StartTag             // <p class="a">
	EndTag               // </p>
	Other                // a comment or a declaration, which shows nothing
)

// Attribute is one of a tag, its key in lower case and its value as it is
// written; see [Value].
type Attribute struct{ Key, Value string }

// Reader goes through a document. The fields are of the tag that it is at.
type Reader struct {
	Name       string      // in lower case
	Attributes []Attribute // at most 64; valid until the next piece
	Closed     bool        // <br/>
	// Broken says that a quote in the tag never ends, or the tag itself: browsers
	// would take all the rest for it. Reading goes on behind the > that follows
	// the quote, or behind the first in the tag.
	Broken bool

	document   string
	start, end int // of the piece
	endless    int // how many tags never ended
}

// maxAttributes bounds those that are read of one tag; no client writes as many.
const maxAttributes = 64

// maxEndless bounds the tags that are read to the very end of the document and
// then once more, so that time stays linear.
const maxEndless = 16

// NewReader returns a reader that is before the first piece.
func NewReader(document string) *Reader { return &Reader{document: document} }

// Next goes on to the next piece and tells what it is.
func (r *Reader) Next() Kind {
	r.start = r.end
	s, i := r.document, r.start
	if i == len(s) {
		return End
	}
	if r.end = markupAt(s, i); r.end > i {
		return Text
	}
	switch {
	case isLetter(s[i+1]):
		r.readTag(i + 1)
		return StartTag
	case s[i+1] == '/' && isLetter(s[i+2]):
		r.readTag(i + 2)
		return EndTag
	case strings.HasPrefix(s[i:], "<!--"):
		r.end = endOfComment(s, i+len("<!--"))
	default:
		r.end = endAfter(s, i+2)
	}
	return Other
}

// Written returns the piece as it is written.
func (r *Reader) Written() string { return r.document[r.start:r.end] }

// Content goes on to the end tag of the element whose start tag the reader is
// at, and returns what is before it: the content of elements that hold no tags
// (§13.2.5.2, §13.2.5.3). Of <plaintext> that is all the rest.
func (r *Reader) Content() string {
	s, from := r.document, r.end
	r.end = len(s)
	for at := from; r.Name != "plaintext"; {
		n := strings.Index(s[at:], "</")
		if n < 0 {
			break
		}
		at += n + len("</")
		if end := at + len(r.Name); end < len(s) && endsName(s[end]) && strings.EqualFold(s[at:end], r.Name) {
			r.end = at - len("</")
			break
		}
	}
	return s[from:r.end]
}

// markupAt returns where the next tag, comment or declaration begins, from s[i]
// on: a < before anything else is text.
func markupAt(s string, i int) int {
	for {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 || i+n+1 >= len(s) {
			return len(s)
		}
		i += n
		if c := s[i+1]; isLetter(c) || c == '/' && i+2 < len(s) || c == '!' || c == '?' {
			return i
		}
		i++
	}
}

// endOfComment returns where a comment ends whose text begins at s[i].
func endOfComment(s string, i int) int {
	switch {
	case strings.HasPrefix(s[i:], ">"):
		return i + 1
	case strings.HasPrefix(s[i:], "->"):
		return i + 2
	}
	// "--!>" ends one too (§13.2.5.52).
	for at := i; ; {
		n := strings.Index(s[at:], "--")
		if n < 0 {
			return len(s)
		}
		rest := strings.TrimLeft(s[at+n:], "-")
		if strings.HasPrefix(rest, ">") || strings.HasPrefix(rest, "!>") {
			return len(s) - len(rest) + strings.IndexByte(rest, '>') + 1
		}
		at = len(s) - len(rest)
	}
}

// endAfter returns where the first > at or behind s[i] ends.
func endAfter(s string, i int) int {
	if n := strings.IndexByte(s[i:], '>'); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

// readTag reads the tag whose name begins at i.
func (r *Reader) readTag(i int) {
	s := r.document
	n := i
	for n < len(s) && !endsName(s[n]) {
		n++
	}
	r.Name, r.Attributes, r.Closed, r.Broken = lower(s[i:n]), r.Attributes[:0], false, false
	for i = n; i < len(s); {
		switch c := s[i]; {
		case c == '>':
			r.end = i + 1
			return
		case endsName(c):
			r.Closed = c == '/'
			i++
		default:
			r.Closed = false
			i = r.readAttribute(i)
		}
	}
	r.Broken, r.end = true, len(s)
	if r.endless++; r.endless <= maxEndless {
		r.end = endAfter(s, r.start)
	}
}

// readAttribute reads the attribute at i and returns where it ends.
func (r *Reader) readAttribute(i int) int {
	s := r.document
	n := i + 1 // a key may open with =
	for n < len(s) && !keyEnds[s[n]] {
		n++
	}
	one := Attribute{Key: lower(s[i:n])}
	i = skipSpace(s, n)
	if i < len(s) && s[i] == '=' {
		one.Value, i = r.readValue(skipSpace(s, i+1))
	}
	if len(r.Attributes) < maxAttributes {
		r.Attributes = append(r.Attributes, one)
	}
	return i
}

func (r *Reader) readValue(i int) (value string, end int) {
	s := r.document
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		i++
		if n := strings.IndexByte(s[i:], s[i-1]); n >= 0 {
			return s[i : i+n], i + n + 1
		}
		r.Broken = true
		n := strings.IndexByte(s[i:], '>')
		if n < 0 {
			n = len(s) - i
		}
		return s[i : i+n], i + n
	}
	end = i
	for end < len(s) && !isSpace(s[end]) && s[end] != '>' {
		end++
	}
	return s[i:end], end
}

func skipSpace(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// nameEnds are what stands behind the name of a tag, keyEnds behind that of an
// attribute.
var (
	nameEnds = [256]bool{'>': true, '/': true, ' ': true, '\t': true, '\n': true, '\r': true, '\f': true}
	keyEnds  = [256]bool{'>': true, '/': true, ' ': true, '\t': true, '\n': true, '\r': true, '\f': true, '=': true}
)

func endsName(c byte) bool { return nameEnds[c] }

// lower returns s with ASCII in lower case, as names nearly always are.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return lowered(s)
		}
	}
	return s
}

func lowered(s string) string {
	out := []byte(s)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c | 0x20
		}
	}
	return string(out)
}
