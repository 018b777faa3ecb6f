package email

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Sanitise reduces a stranger's HTML to what is safe to show, within a
// sandboxed frame still. It keeps text, tables, lists, links and plain styling.
// Nothing that runs, submits, embeds or loads is left:
//
//   - an image of the mail itself keeps its src="cid:…", one within the HTML
//     its src="data:image/…" (PNG, JPEG, GIF or WebP);
//   - a remote image has its address in data-src, and no src, so that nothing
//     is fetched until the reader asks for it;
//   - images of 3 pixels or fewer, and hidden ones, are trackers and go;
//   - links open a new window, pass on no referrer, and lead to http, https,
//     mailto or tel only.
//
// Ids, classes and style sheets go too: nothing in the page can be addressed.
func Sanitise(document string) string {
	return strings.TrimSpace(policy.Sanitize(disarmImages(document)))
}

var policy = newPolicy()

var (
	linkPattern   = regexp.MustCompile(`(?i)^\s*(https?://|mailto:|tel:)`)
	imagePattern  = regexp.MustCompile(`(?i)^(cid:[^\s"'<>]+|data:image/(png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]*)$`)
	remotePattern = regexp.MustCompile(`(?i)^https?://[^\s"'<>]+$`)
	sizePattern   = regexp.MustCompile(`^\d{1,4}(\.\d+)?(%|px)?$`)
	colorPattern  = regexp.MustCompile(`(?i)^(#[0-9a-f]{3,8}|[a-z]{1,30})$`)
	wordPattern   = regexp.MustCompile(`(?i)^[a-z-]{1,20}$`)
	// stylePattern admits a value without any function but the colour ones,
	// so that no style can load anything.
	stylePattern = regexp.MustCompile(`(?i)^((rgba?|hsla?)\([\d\s,.%/]+\)|[\w\s#%.,"'!-])+$`)
)

// newPolicy is our own for two reasons: the usual policies drop cid: images,
// and let remote ones load.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("a", "abbr", "address", "article", "b", "big", "blockquote", "br", "caption", "center", "cite",
		"code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "figure", "figcaption", "font", "h1", "h2",
		"h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
		"section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
		"tr", "tt", "u", "ul", "var", "wbr")
	p.SkipElementsContent("head", "title", "template", "select", "textarea", "svg", "math", "xmp", "plaintext", "audio", "video", "canvas", "map", "button")

	p.AllowURLSchemes("http", "https", "mailto", "tel", "cid")
	p.AllowDataURIImages()
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").Matching(linkPattern).OnElements("a")
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(true)

	p.AllowAttrs("src").Matching(imagePattern).OnElements("img")
	p.AllowAttrs("data-src").Matching(remotePattern).OnElements("img")
	p.AllowAttrs("alt", "title").OnElements("img", "a", "abbr")
	p.AllowNoAttrs().OnElements("a", "font", "img", "span")

	p.AllowAttrs("width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "size", "start").
		Matching(sizePattern).Globally()
	p.AllowAttrs("bgcolor", "color").Matching(colorPattern).Globally()
	p.AllowAttrs("align", "valign", "dir", "type").Matching(wordPattern).OnElements("table", "tr", "td", "th", "div",
		"p", "img", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "span", "blockquote", "hr", "caption", "col")
	p.AllowAttrs("lang").Matching(wordPattern).Globally()
	p.AllowStyles("color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight",
		"text-align", "text-decoration", "text-indent", "text-transform", "line-height", "letter-spacing",
		"vertical-align", "white-space", "width", "height", "max-width", "min-width",
		"margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
		"padding", "padding-top", "padding-right", "padding-bottom", "padding-left",
		"border", "border-top", "border-right", "border-bottom", "border-left", "border-color", "border-style",
		"border-width", "border-radius", "border-collapse", "border-spacing", "list-style-type", "direction",
		"display", "word-break", "word-wrap", "overflow-wrap").Matching(stylePattern).Globally()
	return p
}

// disarmImages moves the address of remote images to data-src and drops
// trackers, before the policy decides what stays at all.
func disarmImages(document string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(document))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := z.Raw()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out.Write(raw)
			continue
		}
		if name, _ := peekTag(raw); name != "img" && name != "image" {
			out.Write(raw)
			continue
		}
		if token := z.Token(); !isTracker(token) {
			out.WriteString(disarm(token).String())
		}
	}
}

// peekTag returns the lower-case name of the tag in raw, without taking the
// token from the tokenizer.
func peekTag(raw []byte) (name string, rest []byte) {
	i := 1
	for i < len(raw) && i < 12 && (raw[i]|0x20 >= 'a' && raw[i]|0x20 <= 'z') {
		i++
	}
	if i > len(raw) {
		return "", nil
	}
	return strings.ToLower(string(raw[1:i])), raw[i:]
}

func disarm(token html.Token) html.Token {
	out := html.Token{Type: token.Type, DataAtom: atom.Img, Data: "img"}
	for _, a := range token.Attr {
		switch a.Key {
		case "src":
			a.Val = strings.TrimSpace(a.Val)
			if strings.HasPrefix(a.Val, "//") {
				a.Val = "https:" + a.Val
			}
			if remotePattern.MatchString(a.Val) {
				a.Key = "data-src"
			}
		case "data-src", "srcset":
			continue
		}
		out.Attr = append(out.Attr, a)
	}
	return out
}

// isTracker tells images that nobody is meant to see.
func isTracker(token html.Token) bool {
	for _, a := range token.Attr {
		switch a.Key {
		case "width", "height":
			n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(a.Val), "px"))
			if err == nil && n <= 3 {
				return true
			}
		case "style":
			style := strings.ToLower(strings.ReplaceAll(a.Val, " ", "")) + ";"
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || tinyStyle.MatchString(style) {
				return true
			}
		}
	}
	return false
}

var tinyStyle = regexp.MustCompile(`(^|;)(max-)?(width|height):[0-3](px)?(!important)?;`)
