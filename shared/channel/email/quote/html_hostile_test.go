package quote_test

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// hostileHTML are documents of 1 MB that make careless readers slow, deep or
// large.
var hostileHTML = map[string]string{
	"nested divisions":               "<div>",
	"nested divisions with words":    "<div>a",
	"nested quotations":              "<blockquote type=cite>a",
	"nested lists":                   "<ul><li>a",
	"nested tables":                  "<table><tr><td>a",
	"links that never end":           `<a href="https://example.com/">a`,
	"nested wrappers":                "<div class=gmail_quote>a",
	"wrappers one by one":            "<div class=gmail_quote>a</div>",
	"boxes that may hold headers":    "<div style='border-top:solid'>a: b</div>",
	"signatures":                     "<div class=gmail_signature>a</div>b",
	"introductions":                  "<div class=gmail_attr>a 1@b:</div><blockquote>c</blockquote>",
	"plain quotations":               "<p>On 4 May 2026 at 10:15, A wrote:<blockquote>a</blockquote>",
	"line ends":                      "<br>",
	"cells":                          "<td>a",
	"end tags of nothing":            "<b></i></p></div>",
	"comments that never end":        "<!--",
	"tags that never end":            "<a b=\"",
	"tags that swallow tags":         "<a x='>' ",
	"dashes in a comment":            "<!-- - --",
	"drawings":                       "<svg><div>a",
	"addresses":                      "<a@b",
	"declarations":                   "<!>",
	"styles that never end":          "<style>",
	"less-than signs":                "<",
	"ampersands":                     "&a",
	"entities":                       "&nbsp;&#8203;",
	"class names":                    "<p class='x_x_x_ m_-1 ydp12345678a gmail_quote'>",
	"attributes":                     "<p a=1 b=2 c=3 d=4 e=5>",
	"one line":                       "a",
	"one line of blanks":             " \n",
	"one line of words in no script": "語",
}

func TestHTMLOfAMegabyteIsReadAndItsTextIsNoLongerThanItsMarksMakeIt(t *testing.T) {
	for name, unit := range hostileHTML {
		document := strings.Repeat(unit, (1<<20)/len(unit))
		h := quote.ReadHTML(document)
		// Ten marks and six indents before a word, and the address of a link.
		if text := h.Text(); len(text) > 8*len(document) {
			t.Errorf("%s: %d bytes of text", name, len(text))
		}
		h.Trim("")
		h.TrimText(strings.Repeat("a b c > d\n", 1_000), "")
	}
}

func BenchmarkHostileHTML(b *testing.B) {
	for name, unit := range hostileHTML {
		document := strings.Repeat(unit, (1<<20)/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			for b.Loop() {
				quote.ReadHTML(document).Trim("")
			}
		})
	}
}

func TestACellThatEndsInBlanksOfPreformattedTextIsRead(t *testing.T) {
	if got := quote.Text("<table><pre>a <td>"); got != "a" {
		t.Errorf("%q", got)
	}
}
