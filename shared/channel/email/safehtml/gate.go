package safehtml

import (
	"strings"
)

// gate gathers the tags of a document and lets the policy judge all at once.
// The policy judges an attribute without regard to those beside it, so each
// goes in on a tag of its own, and those that it cannot tell apart go in once:
// most of a mail's tags share all attributes but an address.
type gate struct {
	cases   []byte       // tags of at most one attribute each, on lines of their own
	numbers map[plea]int // where each stands among the cases
	pieces  []piece      // of which the tags consist
	tags    []int        // where the pieces of each end
	ends    []int        // one more than the number of each element's end tag, or 0
}

// plea is an element, or one attribute of it. That of an end tag begins with /.
type plea struct{ name, key, value string }

// piece is an element or an attribute, and the number of its case.
type piece struct {
	number int
	attribute
}

// newGate returns a gate for a document of so many bytes.
func newGate(size int) *gate {
	return &gate{
		cases: make([]byte, 0, 2<<10), numbers: make(map[plea]int, 64), ends: make([]int, len(elements)),
		pieces: make([]piece, 0, size/64), tags: make([]int, 0, size/256),
	}
}

// sample returns the value that is judged in place of an attribute's own, which
// the policy cannot tell apart from it. Its patterns for addresses end behind the
// scheme; that for styles has one class for all that may stand in a value; that
// for sizes takes any three digits; and for texts it has none.
func (a attribute) sample() string {
	switch a.key {
	case "href", "data-src":
		if n := linkScheme(a.value); n > 0 {
			return a.value[:n]
		}
	case "style":
		return sampleStyle(a.value)
	case "width", "height":
		if len(a.value) <= 3 && strings.Trim(a.value, "0123456789") == "" && a.value != "" {
			return "1"
		}
	case "alt", "title":
		return ""
	}
	return a.value
}

// sampleStyle returns a style with one zero for each run of what stylePattern
// admits between a colon and a semicolon. Anything else stays, to be judged.
func sampleStyle(s string) string {
	var room [256]byte
	out := room[:0]
	inValue := false
	for i := range len(s) {
		switch c := s[i]; {
		case inValue && styleSigns[c]:
			if i > 0 && styleSigns[s[i-1]] {
				continue // of the run
			}
			out = append(out, '0')
		default:
			inValue = c == ':' || inValue && c != ';'
			out = append(out, c)
		}
	}
	return string(out)
}

// styleSigns are those of the class in stylePattern.
var styleSigns = func() (signs [256]bool) {
	for _, c := range []byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz #%.,'/-") {
		signs[c] = true
	}
	return signs
}()

// start takes in a start tag and returns its number.
func (g *gate) start(e *element, attributes []attribute) int {
	g.pieces = append(g.pieces, piece{number: g.plead(plea{name: e.name})})
	for _, a := range attributes {
		g.pieces = append(g.pieces, piece{g.plead(plea{e.name, a.key, a.sample()}), a})
	}
	g.tags = append(g.tags, len(g.pieces))
	return len(g.tags) - 1
}

// end takes in an end tag and returns its number.
func (g *gate) end(e *element) int {
	if g.ends[e.number] == 0 {
		g.pieces = append(g.pieces, piece{number: g.plead(plea{name: "/" + e.name})})
		g.tags = append(g.tags, len(g.pieces))
		g.ends[e.number] = len(g.tags)
	}
	return g.ends[e.number] - 1
}

func (g *gate) plead(p plea) int {
	number, ok := g.numbers[p]
	if ok {
		return number
	}
	number = len(g.numbers)
	g.numbers[p] = number
	g.cases = append(append(g.cases, '<'), p.name...)
	if p.key != "" {
		g.cases = attribute{p.key, p.value}.append(g.cases)
	}
	g.cases = append(g.cases, '>', '\n')
	return number
}

// judge returns the text of every tag: "" for one that the policy refused, and
// nothing of an attribute that it refused.
func (g *gate) judge() [][]byte {
	// No case has a line break, and the policy keeps those between them.
	judged := strings.Split(string(policy.SanitizeBytes(g.cases)), "\n")
	size := 0
	for _, p := range g.pieces {
		size += len(p.key) + len(p.value) + len(` ="">`)
	}
	text := make([]byte, 0, size+8*len(g.tags))
	out := make([][]byte, len(g.tags))
	from := 0
	for i, to := range g.tags {
		start := len(text)
		text = appendTag(text, judged, g.pieces[from:to])
		out[i], from = text[start:], to
	}
	return out
}

// appendTag appends a tag of pieces, of which the first is the tag by itself.
func appendTag(out []byte, judged []string, pieces []piece) []byte {
	itself := judged[pieces[0].number]
	if len(pieces) == 1 || itself == "" {
		return append(out, itself...)
	}
	out = append(out, itself[:len(itself)-1]...)
	for _, p := range pieces[1:] {
		if judged[p.number] != itself {
			out = p.append(out)
		}
	}
	return append(out, '>')
}

// append appends an attribute as the policy writes those that it lets through.
func (a attribute) append(out []byte) []byte {
	out = append(append(append(out, ' '), a.key...), '=', '"')
	return append(appendEscaped(out, a.value), '"')
}
