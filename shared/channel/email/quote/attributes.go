package quote

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes are those of one tag, as they are written.
type attributes struct {
	tag    atom.Atom
	list   []attribute
	closed bool   // <a/>
	plain  []byte // a style or a name in plain form
	styled bool   // it is the style
}

type attribute struct{ key, value string }

// read reads the tag whose name begins at s[i] and returns where it ends.
func (a *attributes) read(s string, i int) int {
	a.list, a.closed, a.styled = a.list[:0], false, false
	n := nameEnd(s, i)
	a.tag = atom.Lookup([]byte(lowerName(s[i:n])))
	for i = n; i < len(s); {
		switch c := s[i]; {
		case c == '>':
			return i + 1
		case isSpace(c) || c == '/':
			a.closed = c == '/'
			i++
			continue
		}
		a.closed = false
		n = max(nameEnd(s, i), i+1)
		one := attribute{key: lowerName(s[i:n])}
		i = skipSpace(s, n)
		if i < len(s) && s[i] == '=' {
			one.value, i = attributeValue(s, skipSpace(s, i+1))
		}
		a.list = append(a.list, one)
	}
	return i
}

// nameEnd returns where the name of a tag or attribute at s[i] ends.
func nameEnd(s string, i int) int {
	for start := i; i < len(s); i++ {
		if c := s[i]; isSpace(c) || c == '/' || c == '>' || c == '=' && i > start {
			return i
		}
	}
	return i
}

func attributeValue(s string, i int) (value string, end int) {
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		n := strings.IndexByte(s[i+1:], s[i])
		if n < 0 { // a quote that nothing closes must not take the rest along
			if n = strings.IndexByte(s[i+1:], '>'); n < 0 {
				return s[i+1:], len(s)
			}
			return s[i+1 : i+1+n], i + 1 + n
		}
		return s[i+1 : i+1+n], i + n + 2
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

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// lowerName returns s in lower case, as it nearly always is.
func lowerName(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// lower makes ASCII lower case in place.
func lower(s []byte) []byte {
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			s[i] = c + 'a' - 'A'
		}
	}
	return s
}

// raw returns an attribute's value as it is written.
func (a *attributes) raw(key string) (value string, found bool) {
	for _, one := range a.list {
		if one.key == key {
			return one.value, true
		}
	}
	return "", false
}

// value returns an attribute's value.
func (a *attributes) value(key string) string {
	v, _ := a.raw(key)
	return html.UnescapeString(v)
}

// style returns the style in lower case without blanks, between semicolons.
func (a *attributes) style() []byte {
	if !a.styled {
		a.styled = true
		a.plain = append(a.plain[:0], ';')
		written, _ := a.raw("style")
		for i := range len(written) {
			if !isSpace(written[i]) {
				a.plain = append(a.plain, written[i])
			}
		}
		a.plain = lower(append(a.plain, ';'))
	}
	return a.plain
}

// says tells whether the style holds one of the declarations.
func (a *attributes) says(declarations ...string) bool {
	style := a.style()
	if len(style) <= 2 {
		return false
	}
	for _, d := range declarations {
		if bytes.Contains(style, []byte(d)) {
			return true
		}
	}
	return false
}

// hidden tells an element whose text is not shown: by its nature, or by the
// ways in which campaigns hide the preview that lists of mail show.
func (a *attributes) hidden() bool {
	switch a.tag {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Noscript, atom.Iframe, atom.Select, atom.Svg, atom.Math, atom.Datalist:
		return true
	}
	_, hidden := a.raw("hidden")
	return hidden || a.undisplayed() || a.says(";visibility:hidden", ";max-height:0;", ";max-height:0px", ";opacity:0;")
}

// undisplayed tells display:none, where no later display overrules it.
func (a *attributes) undisplayed() bool {
	const property, none = ";display:", "none"
	style := a.style()
	at := bytes.LastIndex(style, []byte(property))
	return at >= 0 && bytes.HasPrefix(style[at+len(property):], []byte(none))
}

// preformatted tells an element whose line ends count.
func (a *attributes) preformatted() bool {
	return a.says(";white-space:pre", ";white-space:break-spaces")
}

// indent tells a blockquote by which editors only indent.
func (a *attributes) indent() bool {
	return a.says(";border:none;", ";border:0;", ";border:0px", ";border-width:0", ";margin:00040px;", ";margin-left:40px;") &&
		!a.says(";border-left:")
}

// gap is 2 for a paragraph that shows a gap; Outlook makes each line a
// paragraph without.
func (a *attributes) gap() int {
	if class, _ := a.raw("class"); strings.Contains(class, "Mso") || a.says(";margin:0", ";margin-bottom:0", ";margin-block:0") {
		return 1
	}
	return 2
}
