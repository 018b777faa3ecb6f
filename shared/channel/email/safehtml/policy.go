package safehtml

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// readAttributes are those that are read, each with a bit of its own: what is
// asked for at the gate, and what is rewritten before.
var readAttributes = func() map[string]uint64 {
	bits := map[string]uint64{}
	for i, key := range []string{
		"align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "data-src", "dir", "face",
		"height", "hidden", "href", "hspace", "lang", "rowspan", "size", "span", "src", "start", "style", "text", "title", "type",
		"valign", "value", "vspace", "width",
	} {
		bits[key] = 1 << i
	}
	return bits
}()

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

var policy = newPolicy()

var (
	// What follows in an address can do nothing once it is quoted.
	linkPattern   = regexp.MustCompile(`(?i)^(https?://|mailto:|tel:)`)
	remotePattern = regexp.MustCompile(`(?i)^https?://`)
	imagePattern  = regexp.MustCompile(`(?i)^(cid:[^\s"'<>]+|data:image/(png|jpe?g|gif|webp);base64,[a-z0-9+/= ]*)$`)
	// Up to 1999 pixels, or 100 %: none makes a page that cannot be used.
	sizePattern  = regexp.MustCompile(`^(1?\d{1,3}(\.\d{1,3})?(px)?|(100|\d{1,2}(\.\d{1,3})?)%)$`)
	countPattern = regexp.MustCompile(`^[+-]?\d{1,2}$`)
	// Browsers take seconds over a table of a million columns.
	spanPattern  = regexp.MustCompile(`^[12]?\d$`)
	colorPattern = regexp.MustCompile(`(?i)^(#?[0-9a-f]{3,8}|[a-z]{1,30})$`)
	// Bounded, this would be compiled to as many copies of its large class.
	fontPattern  = regexp.MustCompile(`^[\pL\pN ,.'-]+$`)
	wordPattern  = regexp.MustCompile(`(?i)^[a-z-]{1,20}$`)
	startPattern = regexp.MustCompile(`^-?\d{1,6}$`)
	listPattern  = regexp.MustCompile(`(?i)^([1aiAI]|disc|circle|square)$`)
	// stylePattern admits declarations of known properties without any function,
	// so that no style can cover or load anything.
	stylePattern = regexp.MustCompile(`^(?:(?:` + strings.Join(slices.Sorted(maps.Keys(properties)), "|") + `):[\w #%.,'/-]+;)+$`)
)

// newPolicy is our own for two reasons: the usual policies drop cid: images,
// and let remote ones load. It judges one tag at a time.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for _, e := range elements {
		if e.is(shown) && !e.is(page) {
			p.AllowElements(e.name)
			p.AllowNoAttrs().OnElements(e.name)
		}
	}
	p.AllowAttrs("href").Matching(linkPattern).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + withLink[0].value + "$")).OnElements("a")
	p.AllowAttrs("target").Matching(regexp.MustCompile("^" + withLink[1].value + "$")).OnElements("a")

	p.AllowAttrs("src").Matching(imagePattern).OnElements("img")
	p.AllowAttrs("data-src").Matching(remotePattern).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("title").OnElements("abbr", "img")

	p.AllowAttrs("width", "height").Matching(sizePattern).Globally()
	p.AllowAttrs("border", "cellpadding", "cellspacing", "hspace", "vspace", "rowspan", "size").
		Matching(countPattern).OnElements("col", "colgroup", "font", "hr", "img", "table", "td", "th")
	p.AllowAttrs("colspan", "span").Matching(spanPattern).OnElements("col", "colgroup", "td", "th")
	p.AllowAttrs("start", "value").Matching(startPattern).OnElements("li", "ol")
	p.AllowAttrs("type").Matching(listPattern).OnElements("li", "ol", "ul")
	p.AllowAttrs("bgcolor", "color").Matching(colorPattern).Globally()
	p.AllowAttrs("face").Matching(fontPattern).OnElements("font")
	p.AllowAttrs("align", "valign", "dir", "lang").Matching(wordPattern).Globally()
	p.AllowAttrs("style").Matching(stylePattern).Globally()
	return p
}
