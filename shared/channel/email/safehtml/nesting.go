package safehtml

// nesting keeps a mail from hanging or crashing the browser that shows it, which
// its size alone does not tell: Chromium runs out of stack over some 300 boxes
// within boxes of a line, and makes a new element of every formatting element
// that was left open for each block behind it (HTML §13.2.4.3).
type nesting struct {
	depth      int   // of elements that need an end
	open       []int // how many are, by element
	dropped    []int // how many were not let in, by element
	formatting int   // how many formatting elements are open
	work       int   // elements that a browser may still make
}

const (
	maxNested   = 120
	maxElements = 100_000
)

func newNesting() nesting {
	return nesting{open: make([]int, len(elements)), dropped: make([]int, len(elements)), work: maxElements}
}

// enter tells whether a start tag may stay.
func (n *nesting) enter(e *element) bool {
	if e == anchor && n.open[e.number] > 0 { // ends the one before
		n.leave(e)
	}
	switch {
	case !n.spend(), e == ruby && n.open[e.number] > 0:
	case e.is(endless):
		return true
	case n.depth < maxNested:
		n.depth++
		n.open[e.number]++
		if e.is(formatting) {
			n.formatting++
		}
		return true
	}
	if !e.is(endless) {
		n.dropped[e.number]++
	}
	return false
}

// leave tells whether an end tag may stay.
func (n *nesting) leave(e *element) bool {
	switch {
	case n.dropped[e.number] > 0:
		n.dropped[e.number]--
		return false
	case n.open[e.number] > 0:
		n.open[e.number]--
		n.depth--
		if e.is(formatting) {
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
