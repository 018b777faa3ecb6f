package safehtml

import (
	"maps"
	"slices"
)

// element is what is known of an element by its name.
type element struct {
	number int // among all that are known
	name   string
	traits trait
}

// trait is what elements have in common.
type trait uint16

const (
	shown      trait = 1 << iota // a shown mail may have it
	page                         // a page's own: where it says how it looks, it is a box
	void                         // it has no end
	endless                      // the next one like it ends it, or it holds nothing
	tablePart                    // it may be no box of a line, and does not count as nested
	ownLine                      // it stands on lines of its own, also where it was not let in
	formatting                   // those of HTML §13.2.4.3
	raw                          // it has raw text for content (HTML §13.2.5)
	unseen                       // … that nobody sees
	literal                      // … without character references
	skipped                      // it goes with all that is in it
	ended                        // … and an element of HTML ends it too, as in browsers (§13.2.6.5), so that one left open costs no text
)

// traits are the elements that have each.
var traits = []struct {
	trait    trait
	elements []string
}{
	{shown, []string{
		"a", "abbr", "address", "article", "aside", "b", "bdi", "big", "blockquote", "body", "br", "caption",
		"center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
		"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "i", "img", "ins", "kbd", "li", "main", "mark",
		"nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub",
		"sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
	}},
	{page, []string{"html", "body"}},
	{void, []string{"br", "col", "hr", "img", "wbr"}},
	{endless, []string{"br", "col", "colgroup", "dd", "dt", "hr", "img", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr"}},
	{tablePart, []string{"tbody", "td", "tfoot", "th", "thead", "tr"}},
	{ownLine, []string{"blockquote", "center", "div", "table"}},
	{formatting, []string{"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}},
	{raw, []string{"iframe", "noembed", "noframes", "noscript", "script", "style", "title", "textarea", "xmp", "plaintext"}},
	{unseen, []string{"iframe", "noembed", "noframes", "noscript", "script", "style", "title"}},
	{literal, []string{"xmp", "plaintext"}},
	{skipped, []string{"svg", "math", "select", "datalist", "template"}},
	{ended, []string{"svg", "math", "select", "datalist"}},
}

// elements are all that are known, by name. <image> is what browsers read it as.
var elements = func() map[string]*element {
	all := map[string]*element{}
	for _, t := range traits {
		for _, name := range t.elements {
			if all[name] == nil {
				all[name] = &element{name: name}
			}
			all[name].traits |= t.trait
		}
	}
	for number, name := range slices.Sorted(maps.Keys(all)) {
		all[name].number = number
	}
	all["image"] = all["img"]
	return all
}()

var (
	anchor    = elements["a"]
	box       = elements["div"]
	lineBreak = elements["br"]
	picture   = elements["img"]
	ruby      = elements["ruby"]
	sheetText = elements["style"]
)

// is tells whether an element, known or not, has a trait.
func (e *element) is(t trait) bool { return e != nil && e.traits&t != 0 }

// shownAs returns the element as which one is written.
func (e *element) shownAs() *element {
	if e.is(page) {
		return box
	}
	return e
}
