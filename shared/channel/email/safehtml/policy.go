package safehtml

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// shownElements are all that a shown mail may consist of. <html> and <body>
// become a <div> where they say how it looks, and <image> is what browsers read
// it as, <img>.
var shownElements = setOf("a", "abbr", "address", "article", "aside", "b", "bdi", "big", "blockquote", "body", "br", "caption",
	"center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
	"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "i", "image", "img", "ins", "kbd", "li", "main", "mark",
	"nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub",
	"sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr")

// rawElements have raw text for content (HTML §13.2.5). True: nobody sees it.
var rawElements = map[string]bool{
	"iframe": true, "noembed": true, "noframes": true, "noscript": true, "script": true, "style": true, "title": true,
	"textarea": false, "xmp": false, "plaintext": false,
}

// skippedElements go with all that is in them. True: an element of HTML ends
// them too, as in browsers (HTML §13.2.6.5), so that one left open costs no text.
var skippedElements = map[string]bool{"svg": true, "math": true, "select": true, "datalist": true, "template": false}

// boxElements are a page's own; where they say how it looks, they are boxes.
var boxElements = map[string]bool{"html": true, "body": true}

// voidElements have no end.
var voidElements = map[string]bool{"br": true, "col": true, "hr": true, "img": true, "image": true, "wbr": true}

// shownAttributes are those that are asked for at the gate, beside style.
var shownAttributes = setOf("align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "data-src", "dir", "face",
	"height", "hspace", "lang", "rowspan", "size", "span", "src", "start", "text", "title", "type", "valign", "value", "vspace", "width")

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
	fontPattern  = regexp.MustCompile(`^[\pL\pN ,.'-]{1,200}$`)
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
	for name := range shownElements {
		if !boxElements[name] && name != "image" {
			p.AllowElements(name)
			p.AllowNoAttrs().OnElements(name)
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
