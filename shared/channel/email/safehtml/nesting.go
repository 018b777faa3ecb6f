package safehtml

// nesting keeps a mail from hanging or crashing the browser that shows it, which
// its size alone does not tell: Chromium runs out of stack over some 300 boxes
// within boxes of a line, and makes a new element of every formatting element
// that was left open for each block behind it (HTML §13.2.4.3).
type nesting struct {
	depth      int            // of elements that need an end
	open       map[string]int // how many are, by name
	dropped    map[string]int // how many were not let in, by name
	formatting int            // how many formatting elements are open
	work       int            // elements that a browser may still make
}

const (
	maxNested   = 120
	maxElements = 100_000
)

func newNesting() nesting {
	return nesting{open: map[string]int{}, dropped: map[string]int{}, work: maxElements}
}

// endless are the elements that the next one like it ends, or that hold nothing.
var endless = setOf("br", "col", "colgroup", "dd", "dt", "hr", "image", "img", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr")

// tableParts may be no boxes of a line: they do not count as nested.
var tableParts = setOf("tbody", "td", "tfoot", "th", "thead", "tr")

// lineElements stand on lines of their own, also where they were not let in.
var lineElements = setOf("blockquote", "center", "div", "table")

// formattingElements are those of HTML §13.2.4.3.
var formattingElements = setOf("a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u")

// enter tells whether a start tag may stay.
func (n *nesting) enter(name string) bool {
	if name == "a" && n.open[name] > 0 { // ends the one before
		n.leave(name)
	}
	switch {
	case !n.spend(), name == "ruby" && n.open[name] > 0:
	case endless[name]:
		return true
	case n.depth < maxNested:
		n.depth++
		n.open[name]++
		if formattingElements[name] {
			n.formatting++
		}
		return true
	}
	if !endless[name] {
		n.dropped[name]++
	}
	return false
}

// leave tells whether an end tag may stay.
func (n *nesting) leave(name string) bool {
	switch {
	case n.dropped[name] > 0:
		n.dropped[name]--
		return false
	case n.open[name] > 0:
		n.open[name]--
		n.depth--
		if formattingElements[name] {
			n.formatting--
		}
		n.spend()
		return true
	}
	return n.spend() // of a paragraph, the end alone makes one
}

// spend counts what a tag may have a browser make. It returns false where that is
// too much.
func (n *nesting) spend() bool {
	if n.work > 0 {
		n.work -= 1 + n.formatting
	}
	return n.work > 0
}
