package quote

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits that keep Text's work on a tag constant, however tags are nested.
const (
	maxStack = 1000 // open elements remembered
	maxClose = 64   // of them looked at to close one
	maxMarks = 10   // > put before a line
)

// Text returns the text of an HTML document or fragment: a line for each block,
// "- " before list items, > before the lines of a blockquote, alternative text
// for images. Links keep their words and lose their address, hidden elements
// are left out.
func Text(document string) string {
	w := textWriter{}
	z := html.NewTokenizer(strings.NewReader(document))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.finish()
		case html.TextToken:
			if !w.hidden() {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
}

// element is an open element and what it does to the text within.
type element struct {
	tag    atom.Atom
	quotes int
	hidden bool
	pre    bool
	item   int // the last number of an ordered list, or -1
}

type textWriter struct {
	out    strings.Builder
	line   strings.Builder
	stack  []element
	blank  bool // a blank before the next word
	breaks int  // line ends at the end of out
}

func (w *textWriter) top() element {
	if len(w.stack) == 0 {
		return element{item: -1}
	}
	return w.stack[len(w.stack)-1]
}

func (w *textWriter) hidden() bool { return w.top().hidden }

// text appends character data, blanks collapsed unless preformatted.
func (w *textWriter) text(s string) {
	if w.top().pre {
		for i, l := range strings.Split(s, "\n") {
			if i > 0 {
				w.endLine()
			}
			w.line.WriteString(l)
		}
		return
	}
	for i, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '\f':
			w.blank = true
		case '\u00ad', '\u200b', '\ufeff', '\u034f':
			// Invisible filling, which campaigns put behind their preview text.
		default:
			if w.blank && w.line.Len() > 0 {
				w.line.WriteByte(' ')
			}
			w.blank = false
			if r == '\u00a0' {
				r = ' '
			}
			if r == '\ufffd' && !strings.HasPrefix(s[i:], "\ufffd") {
				continue
			}
			w.line.WriteRune(r)
		}
	}
}

// endLine ends the current line, even an empty one.
func (w *textWriter) endLine() {
	text := strings.TrimRight(w.line.String(), " \t")
	w.line.Reset()
	w.blank = false
	if text == "" && w.breaks > 1 {
		return // never more than one blank line
	}
	marks := strings.Repeat("> ", min(w.top().quotes, maxMarks))
	if text == "" {
		marks = strings.TrimRight(marks, " ")
		w.breaks++
	} else {
		w.breaks = 1
	}
	w.out.WriteString(marks + text + "\n")
}

// block starts a new line, and with gap > 1 a paragraph.
func (w *textWriter) block(gap int) {
	if w.line.Len() > 0 {
		w.endLine()
	}
	w.blank = false
	if gap > 1 && w.breaks < 2 && w.out.Len() > 0 {
		w.endLine()
	}
}

func (w *textWriter) finish() string {
	if w.line.Len() > 0 {
		w.endLine()
	}
	return strings.Trim(w.out.String(), "\n")
}

func (w *textWriter) open(token html.Token) {
	tag := token.DataAtom
	switch tag {
	case atom.Br:
		if !w.hidden() {
			w.endLine()
		}
		return
	case atom.Hr:
		if !w.hidden() {
			w.block(1)
			w.line.WriteString("________________________________")
			w.endLine()
		}
		return
	case atom.Img:
		if alt := attribute(token, "alt"); alt != "" && !w.hidden() {
			w.text("[" + alt + "]")
		}
		return
	case atom.Area, atom.Base, atom.Col, atom.Embed, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return
	case atom.P, atom.Li, atom.Td, atom.Th, atom.Tr:
		if w.top().tag == tag {
			w.close(tag)
		}
	}
	if token.Type == html.SelfClosingTagToken && !isBlock(tag) {
		return
	}
	e := w.top()
	e.tag = tag
	e.hidden = e.hidden || isHidden(token)
	if !e.hidden {
		w.openVisible(token, &e)
	}
	if len(w.stack) < maxStack {
		w.stack = append(w.stack, e)
	}
}

func (w *textWriter) openVisible(token html.Token, e *element) {
	switch token.DataAtom {
	case atom.Blockquote:
		w.block(1)
		e.quotes++
	case atom.Pre, atom.Textarea:
		w.block(1)
		e.pre = true
	case atom.Ul:
		w.block(1)
		e.item = -1
	case atom.Ol:
		w.block(1)
		e.item = 0
	case atom.Li:
		w.block(1)
		w.line.WriteString(w.bullet())
	case atom.Td, atom.Th:
		w.blank = true
	case atom.P:
		w.block(paragraphGap(token))
	default:
		if isBlock(token.DataAtom) {
			w.block(1)
		}
	}
}

// bullet returns what opens the next list item, counting ordered ones.
func (w *textWriter) bullet() string {
	if n := len(w.stack); n > 0 && w.stack[n-1].item >= 0 && w.stack[n-1].tag == atom.Ol {
		w.stack[n-1].item++
		return strconv.Itoa(w.stack[n-1].item) + ". "
	}
	return "- "
}

// paragraphGap is 2 for a paragraph that shows a gap; Outlook makes each line a
// paragraph without.
func paragraphGap(token html.Token) int {
	style := strings.ReplaceAll(attribute(token, "style"), " ", "")
	if strings.Contains(attribute(token, "class"), "Mso") || strings.Contains(style, "margin:0") || strings.Contains(style, "margin-bottom:0") {
		return 1
	}
	return 2
}

func (w *textWriter) close(tag atom.Atom) {
	at := -1
	for i := len(w.stack) - 1; i >= 0 && i >= len(w.stack)-maxClose; i-- {
		if w.stack[i].tag == tag {
			at = i
			break
		}
	}
	if at < 0 {
		return
	}
	e := w.stack[at]
	if !e.hidden && isBlock(tag) {
		w.block(1)
		if tag == atom.P && e.quotes == w.top().quotes {
			defer func() { w.breaks = max(w.breaks, 1) }()
		}
	}
	w.stack = w.stack[:at]
}

func attribute(token html.Token, name string) string {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// isHidden tells elements whose text is not shown.
func isHidden(token html.Token) bool {
	switch token.DataAtom {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Select, atom.Svg, atom.Math:
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(attribute(token, "style"), " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Div, atom.Dl,
		atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section,
		atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul, atom.Textarea:
		return true
	}
	return false
}
