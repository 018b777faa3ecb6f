package safehtml

import (
	"strings"

	"golang.org/x/net/html"
)

// gate gathers the tags of a document and lets the policy judge all at once.
// The policy judges an attribute without regard to those beside it, so each
// goes in on a tag of its own, once: most of a mail's tags share all attributes
// but an address.
type gate struct {
	cases   []string       // tags of at most one attribute each
	numbers map[plea]int   // where each stands among the cases
	tags    []gathered     // the tags asked for, by number
	ends    map[string]int // numbers of end tags, by name
}

type plea struct{ name, key, value string }

// gathered is a tag as numbers of cases: itself, then its attributes.
type gathered struct {
	name  string // "" for an end tag
	cases []int
}

func newGate() *gate {
	return &gate{numbers: map[plea]int{}, ends: map[string]int{}}
}

// start takes in a start tag and returns its number.
func (g *gate) start(name string, attributes []attribute) int {
	numbers := make([]int, 1, 1+len(attributes))
	numbers[0] = g.plead(plea{name: name})
	for _, a := range attributes {
		numbers = append(numbers, g.plead(plea{name, a.key, a.value}))
	}
	g.tags = append(g.tags, gathered{name, numbers})
	return len(g.tags) - 1
}

// end takes in an end tag and returns its number.
func (g *gate) end(name string) int {
	number, ok := g.ends[name]
	if !ok {
		number = len(g.tags)
		g.tags = append(g.tags, gathered{cases: []int{g.plead(plea{name: "/" + name})}})
		g.ends[name] = number
	}
	return number
}

func (g *gate) plead(p plea) int {
	number, ok := g.numbers[p]
	if !ok {
		number = len(g.cases)
		g.numbers[p] = number
		text := "<" + p.name + ">"
		if p.key != "" {
			text = "<" + p.name + " " + p.key + "=\"" + html.EscapeString(p.value) + "\">"
		}
		g.cases = append(g.cases, text)
	}
	return number
}

// judge returns the text of every tag, of what the policy wrote: "" for a tag
// that it refused, and nothing of an attribute that it refused.
func (g *gate) judge() []string {
	// No case has a line break, and the policy keeps those between them.
	judged := strings.Split(policy.Sanitize(strings.Join(g.cases, "\n")), "\n")
	out := make([]string, len(g.tags))
	var text []byte
	for i, t := range g.tags {
		itself := judged[t.cases[0]]
		if len(t.cases) == 1 || itself == "" {
			out[i] = itself
			continue
		}
		text = append(text[:0], itself[:len(itself)-1]...)
		for _, number := range t.cases[1:] {
			text = append(text, strings.TrimSuffix(judged[number][len(itself)-1:], ">")...)
		}
		out[i] = string(append(text, '>'))
	}
	return out
}
