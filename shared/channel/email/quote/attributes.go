package quote

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes are those of one tag, as slices of the token they were read from.
type attributes struct {
	tag    atom.Atom
	list   []attribute
	closed bool // <a/>
	plain  []byte
	styled bool // plain holds the style
}

type attribute struct{ key, value []byte }

// read splits a tag, which ends where the tokenizer says it does. Names become
// lower case in place.
func (a *attributes) read(raw []byte) {
	a.list, a.closed, a.styled = a.list[:0], false, false
	raw = bytes.TrimSuffix(bytes.TrimLeft(raw, "</"), []byte(">"))
	n := nameEnd(raw)
	a.tag = atom.Lookup(lower(raw[:n]))
	for raw = raw[n:]; len(raw) > 0; {
		if isSpace(raw[0]) || raw[0] == '/' {
			a.closed = raw[0] == '/'
			raw = raw[1:]
			continue
		}
		a.closed = false
		n = max(nameEnd(raw), 1)
		one := attribute{key: lower(raw[:n])}
		raw = bytes.TrimLeft(raw[n:], " \t\r\n\f")
		if len(raw) > 0 && raw[0] == '=' {
			one.value, raw = attributeValue(bytes.TrimLeft(raw[1:], " \t\r\n\f"))
		}
		a.list = append(a.list, one)
	}
}

// nameEnd returns the length of the name of a tag or attribute.
func nameEnd(s []byte) int {
	for i, c := range s {
		if isSpace(c) || c == '/' || c == '=' && i > 0 {
			return i
		}
	}
	return len(s)
}

func attributeValue(raw []byte) (value, rest []byte) {
	if len(raw) > 0 && (raw[0] == '"' || raw[0] == '\'') {
		end := bytes.IndexByte(raw[1:], raw[0])
		if end < 0 {
			return raw[1:], nil
		}
		return raw[1 : 1+end], raw[2+end:]
	}
	n := 0
	for n < len(raw) && !isSpace(raw[n]) {
		n++
	}
	return raw[:n], raw[n:]
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// lower makes ASCII lower case in place.
func lower(s []byte) []byte {
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			s[i] = c + 'a' - 'A'
		}
	}
	return s
}

// raw returns an attribute's value as it is written, or nil.
func (a *attributes) raw(key string) []byte {
	for _, one := range a.list {
		if string(one.key) == key {
			return one.value
		}
	}
	return nil
}

// value returns an attribute's value.
func (a *attributes) value(key string) []byte {
	v := a.raw(key)
	if bytes.IndexByte(v, '&') < 0 {
		return v
	}
	return []byte(html.UnescapeString(string(v)))
}

func (a *attributes) has(key string) bool {
	for _, one := range a.list {
		if string(one.key) == key {
			return true
		}
	}
	return false
}

// style returns the style in lower case without blanks, between semicolons.
func (a *attributes) style() []byte {
	if !a.styled {
		a.styled = true
		a.plain = append(a.plain[:0], ';')
		for _, c := range a.raw("style") {
			if !isSpace(c) {
				a.plain = append(a.plain, c)
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
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Select, atom.Svg,
		atom.Math, atom.Audio, atom.Video, atom.Datalist:
		return true
	}
	return a.says(";display:none", ";visibility:hidden", ";mso-hide:all", ";max-height:0;", ";max-height:0px", ";opacity:0;") ||
		a.has("hidden")
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
	if bytes.Contains(a.raw("class"), []byte("Mso")) || a.says(";margin:0", ";margin-bottom:0", ";margin-block:0") {
		return 1
	}
	return 2
}
