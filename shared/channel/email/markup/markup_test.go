package markup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"confab/shared/channel/email/markup"
)

// rawElements hold no tags.
var rawElements = []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}

// list writes down what a reader finds in a document, as oneLine does of the
// standard tokenizer.
func list(document string) []string {
	var out []string
	r := markup.NewReader(document)
	for {
		switch r.Next() {
		case markup.End:
			return out
		case markup.Text:
			out = appendText(out, markup.String(r.Written()))
		case markup.StartTag:
			if r.Broken {
				return append(out, "broken")
			}
			line := "<" + r.Name
			var keys []string
			for _, a := range r.Attributes {
				if !slices.Contains(keys, a.Key) {
					keys = append(keys, a.Key)
					line += " " + a.Key + "=" + markup.Value(a.Value)
				}
			}
			if r.Closed {
				line += "/"
			}
			out = append(out, line+">")
			if slices.Contains(rawElements, r.Name) {
				text := r.Content()
				if r.Name == "textarea" || r.Name == "title" {
					text = markup.String(text)
				}
				out = appendText(out, normal.Replace(text))
			}
		case markup.EndTag:
			if r.Broken {
				return append(out, "broken")
			}
			out = append(out, "</"+r.Name+">")
		}
	}
}

// normal is what the standard tokenizer makes of raw text.
var normal = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd")

// standardList is the same of the standard tokenizer.
func standardList(document string) []string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(document))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(z.Raw()) > 0 {
				return append(out, "broken")
			}
			return out
		case html.TextToken:
			out = appendText(out, string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			line := "<" + t.Data
			for _, a := range t.Attr {
				line += " " + a.Key + "=" + a.Val
			}
			if t.Type == html.SelfClosingTagToken {
				line += "/"
			}
			out = append(out, line+">")
		case html.EndTagToken:
			out = append(out, "</"+z.Token().Data+">")
		}
	}
}

// appendText appends text behind a mark, or joins it to that before it, for text
// may be cut anywhere.
func appendText(out []string, text string) []string {
	switch n := len(out); {
	case text == "":
	case n > 0 && strings.HasPrefix(out[n-1], "="):
		out[n-1] += text
	default:
		out = append(out, "="+text)
	}
	return out
}

// samples are documents in which every state of the tokenizer is gone through.
var samples = []string{
	"", "a", "<", "</", "a<", "a</", "a < b", "<3", "</>", "</ >", "<!", "<?", "<!>", "<?x?>a", "<!doctype html>a", "<![CDATA[a]]>b",
	"<p>a</p>", "<P CLASS=A>a</P >", "<br/>", "<br />", "<br/ >", "<a/b>", "<a=b>", "<a b=c/>", "<p\ta\n=\r\n'b\r\nc'\f>",
	`<a =b ==c d = e f= g h="i"j='k'l>`, `<a b b=c B=d>`, `<a "b">`, `<a b=>`, `<a b="c>d" e='f"g'>`, `<a b="`, `<a b='c>d`, `<a b`, `<a `, `</a b="c>`, "<a\x00b c\x00d=e\x00f>",
	"<!-->a", "<!--->a", "<!---->a", "<!--a-->b", "<!--a--!>b", "<!--a--!-->b", "<!--a--->b", "<!--a-- >b-->c", "<!--a", "<!--a--", "<!--a--!",
	"<style>p{}</style>a", "<style>a</styles></STYLE >b", "<title>&amp;<b></title>", "<textarea>\r\n&lt;</textarea", "<xmp>&amp;</xmp>", "<plaintext>a</plaintext>b", "<script>a</script/>b", "<style></style>", "<iframe><p>",
	"a &amp; b &lt;c&gt; &notit; &#65;&#x41;&#xfffff;&#0;&;&#;&#x;&nbsp", `<a b="&amp;&ampc&amp=&copy&copy=1&copy;=&notit;&not;&semi;&#65;b&#x41&AMP&foo;&lt&gt;&">`, `<a href=?a=1&copy=2&lt;>`,
}

func TestDocumentsAreReadAsTheStandardTokenizerReadsThem(t *testing.T) {
	for _, document := range samples {
		sameAsStandard(t, document)
	}
}

// sameAsStandard compares the two lists. NUL in text is left to who reads it.
func sameAsStandard(t *testing.T, document string) {
	t.Helper()
	got, want := list(document), standardList(document)
	for _, lines := range [][]string{got, want} {
		for i := range lines {
			lines[i] = strings.ReplaceAll(lines[i], "\x00", "\ufffd")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q:\n got %q\nwant %q", document, got, want)
	}
}

func TestAQuoteThatNothingClosesTakesNoTextAlong(t *testing.T) {
	for document, want := range map[string][]string{
		`<p title="a>b</p>`:       {"broken", "b", "</p>"},
		`<p a='>' title="b>c</p>`: {"broken", "c", "</p>"},
		`a</p title="b>c`:         {"a", "broken", "c"},
		`<p a="b>c<i>d"'e`:        {"broken", "c", "<i>", `d"'e`},
		`<p a'`:                   {"broken"},
	} {
		var got []string
		r := markup.NewReader(document)
		for kind := r.Next(); kind != markup.End; kind = r.Next() {
			switch {
			case kind != markup.Text && r.Broken:
				got = append(got, "broken")
			case kind == markup.StartTag:
				got = append(got, "<"+r.Name+">")
			default:
				got = append(got, r.Written())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", document, got, want)
		}
	}
}

func TestReadingTakesLinearTime(t *testing.T) {
	for _, one := range []string{"<", "</", "<!--", "<!-- --", `<a b="`, `<a b='>`, `<a x='>' `, `<a b="'>`, "<style>", "<style></", "<title></titl>", "<a ", "&", "&a", "<!", `<a b="&amp">`} {
		document := strings.Repeat(one, (1<<20)/len(one)) + `<a b="`
		start := time.Now()
		list(document)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q: 1 MB took %v", one, took)
		}
	}
}

// slashInRepeated tells whether a tag ends in the value of an attribute that it
// has already, and that in a slash: "<a b=c b=d/>". The slash is the value's (HTML
// standard, 13.2.5.38); the standard tokenizer takes it for the tag's.
func slashInRepeated(document string) bool {
	r := markup.NewReader(document)
	for kind := r.Next(); kind != markup.End; kind = r.Next() {
		n := len(r.Attributes)
		if kind != markup.StartTag || n == 0 || !strings.HasSuffix(r.Written(), "/>") {
			continue
		}
		if slices.ContainsFunc(r.Attributes[:n-1], func(a markup.Attribute) bool { return a.Key == r.Attributes[n-1].Key }) {
			return true
		}
	}
	return false
}

// FuzzReader compares what is read with what the standard tokenizer reads. Two
// things it knows, and this one needs not: scripts within comments within
// scripts, and what comes behind a tag that never ends. One thing it has wrong,
// see slashInRepeated.
func FuzzReader(f *testing.F) {
	for _, document := range samples {
		f.Add(document)
	}
	f.Fuzz(func(t *testing.T, document string) {
		lower := strings.ToLower(document)
		if len(document) > 10_000 || strings.Contains(lower, "<script") && strings.Contains(lower, "<!--") || strings.Count(document, " ") > 60 || slashInRepeated(document) {
			return
		}
		sameAsStandard(t, document)
		whole := 0
		for r := markup.NewReader(document); r.Next() != markup.End; {
			whole += len(r.Written())
		}
		if whole != len(document) {
			t.Errorf("%q: %d bytes of %d were read", document, whole, len(document))
		}
	})
}
