package quote

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits that keep the work on a tag constant, however tags are nested.
const (
	maxStack  = 1000 // open elements remembered
	maxClose  = 256  // of them looked at to close one
	maxMarks  = 10   // > put before a line
	maxIndent = 6    // levels of lists that are indented
)

// Text returns the text of an HTML document or fragment: a line for each block
// and each row of a table, "- " before list items, > before the lines of a
// blockquote, alternative text for images in brackets, and the address of a
// link behind its words where these do not say it. What is hidden is left out.
func Text(document string) string { return ReadHTML(document).Text() }

// element is an open element and what it does to the text within.
type element struct {
	tag     atom.Atom
	quotes  uint8
	lists   uint8 // lists around
	hidden  bool
	pre     bool
	mark    mark
	wrapper int32 // the wrapper or the author's blockquote it is in, or -1
	item    int32 // the last number of an ordered list, or -1
}

// row is one line of the text of an HTML body, and what markup says of it.
type row struct {
	start, end int32 // in the text
	cell       int32 // where the first of several cells ends, or 0
	quotes     uint8 // marks before it
	blank      bool
	mark       mark
	wrapper    int32
}

// wrapper is what is known of an element with markWrapper.
type wrapper struct {
	quotation bool // one was found within
	opened    bool // its first line was looked at
	quoted    bool // that line introduces what follows, all of which is quoted
}

// blockquote is what is known of one that no client's name marks.
type blockquote struct {
	first  int32 // its first line
	opened bool  // what stands above was looked at
	quoted bool  // that is an attribution
}

// head is a row at which the headers of a quoted mail may begin.
type head struct {
	row   int
	table bool // in a table, which proves nothing
}

// reader makes rows of a document.
type reader struct {
	out   []byte
	rows  []row
	stack []element

	open  bool // a row was begun
	line  int  // the row that began with this row of a table, or -1
	join  bool // the next cell goes on in the same row
	row   row
	begin int    // of its words in out, behind the marks
	blank bool   // a blank before the next word
	pend  int    // 1: a line end before the next word, 2: a blank line
	lead  string // a list item's bullet before the next word

	link   string // the address of the open link
	linkAt int    // where its words begin in out, or -1

	attrs       attributes
	signing     bool   // a signature began that is no element of its own
	rest        int    // the first row of what goes on to the end, or -1
	heads       []head // rows at which it may begin
	wrappers    []wrapper
	blockquotes []blockquote
}

func (r *reader) top() *element { return &r.stack[len(r.stack)-1] }

// text appends character data, blanks collapsed unless preformatted.
func (r *reader) text(s string) {
	if s == "" || r.top().hidden {
		return
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	pre := r.top().pre
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case pre && c == '\n':
			r.endLine()
			i++
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			if pre && c != '\r' {
				r.word()
				r.out = append(r.out, c)
			} else {
				r.blank = true
			}
			i++
		case c == 0:
			i++
		case c < utf8.RuneSelf:
			n := i + 1
			for n < len(s) && s[n] > ' ' && s[n] < utf8.RuneSelf {
				n++
			}
			r.word()
			r.out = append(r.out, s[i:n]...)
			i = n
		default:
			_, n := utf8.DecodeRuneInString(s[i:])
			r.wide(s[i : i+n])
			i += n
		}
	}
}

// wide appends a character that is not ASCII.
func (r *reader) wide(c string) {
	switch c {
	case "\u00a0":
		r.word()
		r.out = append(r.out, ' ')
	case "\u00ad", "\u200b", "\ufeff", "\u034f", "\u2060":
		// Invisible filling, which campaigns put behind their preview text.
	default:
		if len(c) > 1 { // else a stray byte, which is no character
			r.word()
			r.out = append(r.out, c...)
		}
	}
}

// word makes ready for a word: it ends what is to be ended, begins a row, and
// puts the blank that is due.
func (r *reader) word() {
	r.join = false
	if r.open && r.pend > 0 {
		r.endRow()
	}
	if !r.open {
		r.beginRow()
	} else if r.blank && len(r.out) > r.begin {
		r.out = append(r.out, ' ')
	}
	r.blank = false
}

func (r *reader) beginRow() {
	top := r.top()
	if r.pend > 1 {
		r.blankRow()
	}
	r.pend = 0
	r.open = true
	r.row = row{start: int32(len(r.out)), quotes: top.quotes, mark: top.mark, wrapper: top.wrapper}
	switch {
	case r.row.mark == markWrapper && r.wrappers[top.wrapper].quotation:
		r.row.mark = markNone // below the quotation: an answer
	case r.row.mark == markNone && r.signing:
		r.row.mark = markSignature
	}
	for range r.row.quotes {
		r.out = append(r.out, "> "...)
	}
	r.begin = len(r.out)
	if r.lead != "" {
		for n := top.lists; n > 1; n-- {
			r.out = append(r.out, "  "...)
		}
		r.out = append(r.out, r.lead...)
		r.lead, r.begin = "", len(r.out)
	}
}

// endRow ends the row that is open.
func (r *reader) endRow() {
	if !r.open {
		return
	}
	r.open, r.blank = false, false
	r.out = r.out[:r.begin+len(bytes.TrimRight(r.out[r.begin:], " \t"))]
	if len(bytes.TrimSpace(r.out[r.row.start+2*int32(r.row.quotes):])) == 0 {
		r.out = r.out[:r.row.start]
		r.blankRow()
		return
	}
	r.row.end = int32(len(r.out))
	r.row.cell = min(r.row.cell, r.row.end) // blanks may have stood between the two
	r.rows = append(r.rows, r.row)
	r.out = append(r.out, '\n')
}

// blankRow adds a blank line, never two, and none at the top.
func (r *reader) blankRow() {
	n := len(r.rows)
	if n == 0 || r.rows[n-1].blank {
		return
	}
	at := int32(len(r.out))
	r.rows = append(r.rows, row{start: at, end: at, blank: true, mark: r.top().mark, wrapper: r.top().wrapper})
	r.out = append(r.out, '\n')
}

// endLine ends the current line, even an empty one.
func (r *reader) endLine() {
	if r.open && r.pend > 0 {
		r.endRow()
	}
	if !r.open && r.pend > 1 {
		r.blankRow()
	}
	r.pend, r.join = 0, false
	if r.open {
		r.endRow()
	} else {
		r.blankRow()
	}
	r.blank = false
}

// breakLine has the next word start a new line, and with gap 2 a paragraph.
func (r *reader) breakLine(gap int) {
	if r.join {
		return // the paragraph that a cell's text is in
	}
	r.pend = max(r.pend, gap)
	r.blank = false
}

// endLink puts an address behind the words of a link that do not say it.
func (r *reader) endLink() {
	if r.linkAt < 0 {
		return
	}
	words := string(bytes.TrimSpace(r.out[min(r.linkAt, len(r.out)):]))
	address := linkAddress(r.link, words)
	r.linkAt = -1
	if address == "" {
		return
	}
	r.blank = true
	r.word()
	r.out = append(append(append(r.out, '<'), address...), '>')
}

// bullet returns what opens the next list item, counting ordered ones.
func (r *reader) bullet() string {
	if top := r.top(); top.item >= 0 && top.tag == atom.Ol {
		top.item++
		return strconv.Itoa(int(top.item)) + ". "
	}
	return "- "
}
