package safehtml

import (
	"strings"
)

// gate gathers the tags of a document and lets the policy judge all at once.
// The policy judges an attribute without regard to those beside it, so each
// goes in on a tag of its own, once: most of a mail's tags share all attributes
// but an address. Of an address, the policy looks at the scheme, and of a title
// at nothing, so that is what goes in; what follows is escaped as the policy
// escapes what it has judged.
type gate struct {
	cases   []byte       // tags of at most one attribute each, on lines of their own
	numbers map[plea]int // where each stands among the cases
	pieces  []piece      // of which the tags consist
	tags    []int        // where the pieces of each end
	ends    []int        // one more than the number of each element's end tag, or 0
}

// plea is an element, or one attribute of it. That of an end tag begins with /.
type plea struct{ name, key, value string }

// piece is an element or an attribute as the number of its case, and what
// follows in its value that the policy need not see.
type piece struct {
	number int
	rest   string
}

func newGate() *gate {
	return &gate{numbers: make(map[plea]int, 64), ends: make([]int, len(elements))}
}

// judgedPart returns how much of an attribute's value the policy looks at.
func judgedPart(key, value string) int {
	switch key {
	case "href", "data-src":
		if n := linkScheme(value); n > 0 {
			return n
		}
	case "alt", "title":
		return 0
	}
	return len(value)
}

// start takes in a start tag and returns its number.
func (g *gate) start(e *element, attributes []attribute) int {
	g.pieces = append(g.pieces, piece{number: g.plead(plea{name: e.name})})
	for _, a := range attributes {
		n := judgedPart(a.key, a.value)
		g.pieces = append(g.pieces, piece{g.plead(plea{e.name, a.key, a.value[:n]}), a.value[n:]})
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
		g.cases = append(append(append(g.cases, ' '), p.key...), '=', '"')
		g.cases = append(appendEscaped(g.cases, p.value), '"')
	}
	g.cases = append(g.cases, '>', '\n')
	return number
}

// judge returns the text of every tag, of what the policy wrote: "" for a tag
// that it refused, and nothing of an attribute that it refused.
func (g *gate) judge() []string {
	// No case has a line break, and the policy keeps those between them.
	judged := strings.Split(string(policy.SanitizeBytes(g.cases)), "\n")
	var text []byte
	ends := make([]int, len(g.tags))
	from := 0
	for i, to := range g.tags {
		text = appendTag(text, judged, g.pieces[from:to])
		ends[i], from = len(text), to
	}
	all, start := string(text), 0
	out := make([]string, len(g.tags))
	for i, end := range ends {
		out[i], start = all[start:end], end
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
		attribute := strings.TrimSuffix(judged[p.number][len(itself)-1:], ">")
		if attribute != "" && p.rest != "" {
			out = append(out, attribute[:len(attribute)-1]...) // but the quote
			out = append(appendEscaped(out, p.rest), '"')
			continue
		}
		out = append(out, attribute...)
	}
	return append(out, '>')
}
