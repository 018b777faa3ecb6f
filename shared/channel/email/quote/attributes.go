package quote

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"

	"confab/shared/channel/email/markup"
)

// attributes are those of one tag, as they are written.
type attributes struct {
	tag    atom.Atom
	list   []markup.Attribute
	closed bool   // <a/>
	plain  []byte // a style or a name in plain form
	styled bool   // it is the style
}

// take takes in the tag that in is at.
func (a *attributes) take(in *markup.Reader) {
	a.tag, a.list, a.closed, a.styled = atomOf(in.Name), in.Attributes, in.Closed, false
}

func atomOf(name string) atom.Atom { return atom.Lookup([]byte(name)) }

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

// raw returns an attribute's value as it is written.
func (a *attributes) raw(key string) (value string, found bool) {
	for _, one := range a.list {
		if one.Key == key {
			return one.Value, true
		}
	}
	return "", false
}

// value returns an attribute's value.
func (a *attributes) value(key string) string {
	v, _ := a.raw(key)
	return markup.Value(v)
}

// style returns the style in lower case without blanks, between semicolons.
func (a *attributes) style() []byte {
	if !a.styled {
		written, _ := a.raw("style")
		plain := append(a.plain[:0], ';')
		for i := range len(written) {
			if c := plainForms[written[i]]; c != ' ' {
				plain = append(plain, c)
			}
		}
		a.plain, a.styled = append(plain, ';'), true
	}
	return a.plain
}

// plainForms are the bytes of a style in lower case, and all blanks as one.
var plainForms = func() (forms [256]byte) {
	for i := range forms {
		forms[i] = byte(i)
		if isSpace(forms[i]) {
			forms[i] = ' '
		}
	}
	lower(forms[:])
	return forms
}()

// says tells whether the style holds one of the declarations, which begin with
// the semicolon before them.
func (a *attributes) says(declarations ...string) bool {
	style := a.style()
	if len(style) <= 2 {
		return false
	}
	for at := 0; at >= 0; at = bytes.IndexByte(style, ';') {
		style = style[at:]
		for _, d := range declarations {
			if len(style) >= len(d) && style[1] == d[1] && string(style[:len(d)]) == d {
				return true
			}
		}
		style = style[1:]
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
	const property = ";display:"
	style, none := a.style(), false
	for at := 0; at >= 0; at = bytes.Index(style, []byte(property)) {
		style = style[at:]
		none = bytes.HasPrefix(style, []byte(property+"none"))
		style = style[1:]
	}
	return none
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
