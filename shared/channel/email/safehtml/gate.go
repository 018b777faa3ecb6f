package safehtml

import (
	"strings"
	"sync"
)

// gate gathers the tags of a document and lets the policy judge all at once.
// The policy judges an attribute without regard to those beside it, so each
// goes in on a tag of its own, and those that it cannot tell apart go in once:
// most of a mail's tags share all attributes but an address.
type gate struct {
	cases   []byte           // tags of one attribute each
	numbers map[string]int32 // where each stands among the cases
	text    []byte           // all tags, with every attribute until these are judged
	pieces  []piece          // the attributes in it
	tags    []extent
	ends    []int32 // one more than the number of each element's end tag, or 0
}

// piece is an attribute: the number of its case, and where it stands in the text.
// 32 bits are enough for a body, of which no more is read than some megabytes.
type piece struct{ number, start, end int32 }

// extent is where the pieces of a tag end among all, and where its text ends.
type extent struct{ pieces, text int32 }

// newGate returns a gate for a document of so many bytes.
func newGate(size int) *gate {
	return &gate{
		cases: make([]byte, 0, 2<<10), numbers: make(map[string]int32, 24), text: make([]byte, 0, size),
		pieces: make([]piece, 0, size/32), tags: make([]extent, 0, size/64), ends: make([]int32, len(elements)),
	}
}

// allowed tells of each element, by its number, whether the policy lets its tags
// through.
var allowed = sync.OnceValue(func() []bool {
	var all strings.Builder
	both := func(e *element) string { return "<" + e.name + "></" + e.name + ">" }
	for _, e := range elements {
		if e.is(shown) {
			all.WriteString(both(e))
		}
	}
	kept := policy.Sanitize(all.String())
	known := make([]bool, len(elements))
	for _, e := range elements {
		known[e.number] = strings.Contains(kept, both(e))
	}
	return known
})

// appendSample appends the attribute with a value that the policy cannot tell
// apart from its own. Its patterns for addresses end behind the scheme; that for
// styles has one class for all that may stand in a value; that for sizes takes
// any three digits; and for texts it has none.
func (a attribute) appendSample(out []byte) []byte {
	switch a.key {
	case "href", "data-src":
		if n := linkScheme(a.value); n > 0 {
			a.value = a.value[:n]
		}
	case "style":
		return append(appendSampleStyle(a.open(out), a.value), '"')
	case "width", "height":
		if len(a.value) <= 3 && strings.Trim(a.value, "0123456789") == "" && a.value != "" {
			a.value = "1"
		}
	case "alt", "title":
		a.value = ""
	}
	return a.append(out)
}

// appendSampleStyle appends a style with one zero for what stylePattern admits
// between a colon and a semicolon. Anything else stays, to be judged.
func appendSampleStyle(out []byte, style string) []byte {
	for {
		name, value, ok := strings.Cut(style, ":")
		out = appendEscaped(out, name)
		if !ok {
			return out
		}
		out = append(out, ':')
		n := 0
		for n < len(value) && styleSigns[value[n]] {
			n++
		}
		if n > 0 {
			out = append(out, '0')
		}
		style = value[n:]
	}
}

// styleSigns are those of the class in stylePattern.
var styleSigns = signsOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz #%.,'/-")

// start takes in a start tag and returns its number.
func (g *gate) start(e *element, attributes []attribute) int32 {
	if !allowed()[e.number] {
		return g.close()
	}
	g.text = append(append(g.text, '<'), e.name...)
	for _, a := range attributes {
		from := int32(len(g.text))
		g.text = a.append(g.text)
		g.pieces = append(g.pieces, piece{g.plead(e, a), from, int32(len(g.text))})
	}
	g.text = append(g.text, '>')
	return g.close()
}

// end takes in an end tag and returns its number.
func (g *gate) end(e *element) int32 {
	if g.ends[e.number] == 0 {
		if allowed()[e.number] {
			g.text = append(append(append(g.text, "</"...), e.name...), '>')
		}
		g.ends[e.number] = g.close() + 1
	}
	return g.ends[e.number] - 1
}

// close ends a tag in the text and returns its number.
func (g *gate) close() int32 {
	g.tags = append(g.tags, extent{int32(len(g.pieces)), int32(len(g.text))})
	return int32(len(g.tags) - 1)
}

// append appends an attribute as the policy writes those that it lets through.
func (a attribute) append(out []byte) []byte {
	return append(appendEscaped(a.open(out), a.value), '"')
}

// open appends what stands before the value.
func (a attribute) open(out []byte) []byte {
	return append(append(append(out, ' '), a.key...), `="`...)
}

// plead brings up the case of an attribute and returns its number.
func (g *gate) plead(e *element, a attribute) int32 {
	from := len(g.cases)
	g.cases = append(append(g.cases, '<'), e.name...)
	g.cases = a.appendSample(g.cases)
	number, ok := g.numbers[string(g.cases[from:])]
	if ok {
		g.cases = g.cases[:from]
		return number
	}
	number = int32(len(g.numbers))
	g.numbers[string(g.cases[from:])] = number
	g.cases = append(g.cases, '>')
	return number
}

// judge takes the attributes out that the policy does not let through as they
// are.
func (g *gate) judge() {
	admitted := judge(g.cases)
	kept, from, first := g.text[:0], int32(0), int32(0)
	for i, tag := range g.tags {
		for _, p := range g.pieces[first:tag.pieces] {
			if !admitted[p.number] {
				kept = append(kept, g.text[from:p.start]...)
				from = p.end
			}
		}
		kept = append(kept, g.text[from:tag.text]...)
		g.tags[i].text = int32(len(kept))
		from, first = tag.text, tag.pieces
	}
	g.text = kept
}

// tag returns the text of a tag that was judged.
func (g *gate) tag(number int32) []byte {
	from := int32(0)
	if number > 0 {
		from = g.tags[number-1].text
	}
	return g.text[from:g.tags[number].text]
}
