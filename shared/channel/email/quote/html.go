package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTree bounds the HTML that is made a tree of, in bytes.
const maxTree = 1 << 20

// structure names the elements that clients make around, or before, what they
// quote. A rest element opens history: all that follows it in the document is
// quoted too.
type structure struct {
	attribute string // class, id, name, type or a data- attribute
	value     string
	rest      bool
}

var structures = []structure{
	{"class", "gmail_quote", false},
	{"class", "gmail_quote_container", false},
	{"class", "yahoo_quoted", false},
	{"class", "ymail_android_signature_quote", false},
	{"class", "protonmail_quote", false},
	{"class", "tutanota_quote", false},
	{"class", "zmail_extra", false},
	{"class", "front-blockquote", false},
	{"class", "missive_quote", false},
	{"class", "hs_reply", false},
	{"class", "moz-cite-prefix", false},
	{"class", "WM_QUOTE", false},
	{"id", "divRplyFwdMsg", true},
	{"id", "appendonsend", true},
	{"id", "mail-editor-reference-message-container", true},
	{"id", "OLK_SRC_BODY_SECTION", true},
	{"id", "reply-intro", true},
	{"name", "messageReplySection", false},
	{"name", "quote", false},
	{"data-marker", "__DIVIDER__", true},
	{"data-marker", "__QUOTED_TEXT__", false},
	{"type", "cite", false},
}

// TrimHTML returns the document without what its structure marks as quoted. It
// returns false where structure alone does not tell, or where the author wrote
// between quotations.
func TrimHTML(document string) (string, bool) {
	if len(document) > maxTree {
		return "", false
	}
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		return "", false
	}
	quoted, rest := findQuoted(root)
	if quoted == nil {
		return "", false
	}
	above, below := textAround(root, quoted)
	switch {
	case rest && above:
		removeAfter(quoted)
	case rest, above && below, !above && !below:
		return "", false
	}
	removeAttribution(quoted)
	removeQuoted(root, quoted)
	var out strings.Builder
	if err := html.Render(&out, root); err != nil {
		return "", false
	}
	return out.String(), true
}

// findQuoted returns the first element in the document that is quoted by its
// structure.
func findQuoted(n *html.Node) (quoted *html.Node, rest bool) {
	for n := range n.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if found, rest := isQuoted(n); found {
			return n, rest
		}
	}
	return nil, false
}

func isQuoted(n *html.Node) (found, rest bool) {
	for _, a := range n.Attr {
		for _, s := range structures {
			if a.Key != s.attribute {
				continue
			}
			if s.attribute == "class" && hasWord(a.Val, s.value) || s.attribute != "class" && a.Val == s.value {
				if s.attribute == "type" && n.DataAtom != atom.Blockquote {
					continue
				}
				return true, s.rest
			}
		}
		if a.Key == "style" && n.DataAtom == atom.Div && isOutlookRule(a.Val) && startsWithHeader(n) {
			return true, true
		}
	}
	return false, false
}

func hasWord(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}

// isOutlookRule tells the style of the box in which Outlook for desktop prints
// the headers of the mail below.
func isOutlookRule(style string) bool {
	style = strings.ToLower(strings.ReplaceAll(style, " ", ""))
	return strings.Contains(style, "border:none") && strings.Contains(style, "border-top:solid")
}

func startsWithHeader(n *html.Node) bool {
	kind, _ := headerLine(tidy(textOf(n, 200)))
	return kind == headerFrom
}

// textOf returns the first bytes of the text within n.
func textOf(n *html.Node, limit int) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
		if out.Len() >= limit {
			break
		}
	}
	return strings.TrimSpace(out.String())
}

// textAround tells whether somebody wrote above and below the quoted element.
// Other quotations and signatures are nobody's writing here.
func textAround(root, quoted *html.Node) (above, below bool) {
	passed := false
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n == quoted {
			passed = true
			return
		}
		if n.Type == html.ElementNode && isSilent(n) {
			return
		}
		if n.Type == html.TextNode && strings.TrimSpace(strings.ReplaceAll(n.Data, "\u200b", "")) != "" || n.DataAtom == atom.Img {
			if passed {
				below = true
			} else if !isAttributionNode(n) {
				above = true
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return above, below
}

// isSilent tells elements that hold nothing the author wrote in this mail.
func isSilent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Title:
		return true
	}
	if found, _ := isQuoted(n); found {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "class" && (strings.Contains(a.Val, "_signature") || strings.Contains(a.Val, "-signature")) ||
			a.Key == "id" && strings.EqualFold(a.Val, "signature") {
			return true
		}
	}
	return false
}

func isAttributionNode(n *html.Node) bool {
	text := tidy(n.Data)
	ok, _ := isAttribution(text)
	return ok && len(text) <= maxMatch
}

// removeAfter removes all that follows n in the document.
func removeAfter(n *html.Node) {
	for ; n != nil && n.Parent != nil; n = n.Parent {
		for n.NextSibling != nil {
			n.Parent.RemoveChild(n.NextSibling)
		}
	}
}

// removeAttribution removes the "Ann wrote:" right before n.
func removeAttribution(n *html.Node) {
	for prev := n.PrevSibling; prev != nil; prev = n.PrevSibling {
		text := prev.Data
		if prev.Type == html.ElementNode {
			text = textOf(prev, maxMatch+1)
		}
		text = tidy(fold(text))
		if text != "" {
			if ok, _ := isAttribution(text); !ok || len(text) > maxMatch {
				return
			}
		}
		n.Parent.RemoveChild(prev)
		if text != "" {
			return
		}
	}
}

// removeQuoted removes n and every other quotation.
func removeQuoted(root, n *html.Node) {
	all := []*html.Node{n}
	for d := range root.Descendants() {
		if d.Type == html.ElementNode {
			if found, _ := isQuoted(d); found && d != n {
				all = append(all, d)
			}
		}
	}
	for _, d := range all {
		d.Parent.RemoveChild(d)
	}
}

// CutAfter cuts text behind the words of shown, which is what an HTML part's
// structure left of the same mail, and tells whether it could: the words must
// be the same up to there, blanks and marks apart, and end a line. It finds the
// new part of a text whose client marks history in its HTML only.
func CutAfter(text, shown string) (string, []Cut, bool) {
	i := 0
	for _, want := range shown {
		if !isWord(want) {
			continue
		}
		for {
			got, size := utf8.DecodeRuneInString(text[i:])
			if size == 0 {
				return "", nil, false
			}
			i += size
			if !isWord(got) {
				continue
			}
			if got != want {
				return "", nil, false
			}
			break
		}
	}
	if end := strings.IndexByte(text[i:], '\n'); i > 0 && end >= 0 && strings.TrimFunc(text[i:i+end], isNoWord) == "" {
		i += end
		rest := strings.Count(strings.TrimRight(text[i:], "\n"), "\n")
		if strings.TrimSpace(text[i:]) == "" {
			return "", nil, false
		}
		return trimBlankLines(text[:i]), []Cut{{Rule: RuleStructure, Line: strings.Count(text[:i], "\n") + 2, Lines: rest}}, true
	}
	return "", nil, false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func isNoWord(r rune) bool { return !isWord(r) }
