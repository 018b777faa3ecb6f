package safehtml

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// danger returns what in document is more than a shown mail may have once a
// browser parses it, or "". It knows nothing of how Clean works.
func danger(document string) string {
	root, err := html.Parse(strings.NewReader("<!doctype html><body>" + document))
	if err != nil { // nested deeper than any page
		return dangerInTags(document)
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode || n.Namespace != "" {
			return "a comment, or " + n.Namespace
		}
		if n.Type == html.ElementNode {
			if reason := dangerOf(n.Data, n.Attr); reason != "" {
				return reason
			}
		}
	}
	return ""
}

func dangerInTags(document string) string {
	z := html.NewTokenizer(strings.NewReader(document))
	for z.Next() != html.ErrorToken {
		switch token := z.Token(); token.Type {
		case html.CommentToken, html.DoctypeToken:
			return "a comment"
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			if reason := dangerOf(token.Data, token.Attr); reason != "" {
				return reason
			}
		}
	}
	return ""
}

func dangerOf(element string, list []html.Attribute) string {
	if !harmless[element] {
		return "element " + element
	}
	for _, a := range list {
		pattern, ok := attributes[a.Key]
		if a.Namespace != "" || !ok || !pattern.MatchString(a.Val) {
			return fmt.Sprintf("attribute %s=%q of %s", a.Key, a.Val, element)
		}
		if owner := owners[a.Key]; owner != "" && owner != element {
			return fmt.Sprintf("attribute %s of %s", a.Key, element)
		}
	}
	return ""
}

var harmless = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(`html head body a abbr address article aside b bdi big blockquote br caption center cite code col
		colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q
		rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`) {
		set[name] = true
	}
	return set
}()

// attributes are those that may be, and what they may say.
var attributes = func() map[string]*regexp.Regexp {
	const (
		count = `^[+-]?\d{1,2}$`
		word  = `^[A-Za-z1-]{1,20}$`
		size  = `^[0-9.]{1,8}(px|%)?$`
		color = `^#?\w{1,30}$`
		any   = ``
	)
	compiled := map[string]*regexp.Regexp{}
	for key, pattern := range map[string]string{
		"href": `^(?i)(https?://|mailto:|tel:)`, "rel": `^nofollow noreferrer( noopener)?$`, "target": `^_blank$`,
		"src":      `^(?i)(cid:[^\s<>]+|data:image/(png|jpe?g|gif|webp);base64,[a-z0-9+/= ]*)$`,
		"data-src": `^(?i)https?://`, "alt": any, "title": any,
		"width": size, "height": size, "start": `^-?\d{1,6}$`, "value": `^-?\d{1,6}$`,
		"border": count, "cellpadding": count, "cellspacing": count, "hspace": count, "vspace": count,
		"colspan": count, "rowspan": count, "span": count, "size": count,
		"type": word, "align": word, "valign": word, "dir": word, "lang": word,
		"bgcolor": color, "color": color, "face": `^[\pL\pN ,.'-]+$`,
		"style": `^([a-z-]+:[\w #%.,'/-]+;)+$`,
	} {
		compiled[key] = regexp.MustCompile(pattern)
	}
	return compiled
}()

var owners = map[string]string{"href": "a", "target": "a", "rel": "a", "src": "img", "data-src": "img", "alt": "img"}

// contexts are what a sample may stand in, %s being the sample.
var contexts = []string{"%s", "<div>%s", "<table><tr><td>%s</table>", "<svg>%s", "<math><mtext>%s", "<style>%s", "<img src='%s", "<p title=\"%s\">", "<!--%s", "<select>%s"}

func TestNothingHostileSurvives(t *testing.T) {
	for _, sample := range append(samples(t, "html-xss/payloads.json", 223), samples(t, "hostile.json", 160)...) {
		for _, context := range contexts {
			in := strings.Replace(context, "%s", sample.Payload, 1)
			once := Clean(in)
			if reason := danger(once); reason != "" {
				t.Errorf("%s: %s\n in %q\nout %q", sample.Title, reason, in, once)
			}
			if twice := Clean(once); twice != once {
				t.Errorf("%s: cleaned again it changes\nonce  %q\ntwice %q", sample.Title, once, twice)
			}
		}
	}
}

type sample struct{ Title, Payload string }

// samples reads a file of them, which must have at least so many.
func samples(t testing.TB, file string, atLeast int) []sample {
	t.Helper()
	content, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []sample
	if err := json.Unmarshal(content, &list); err != nil || len(list) < atLeast {
		t.Fatal(file, len(list), err)
	}
	return list
}

func TestCleanKeepsWhatMakesAMailReadable(t *testing.T) {
	const link = `rel="nofollow noreferrer noopener" target="_blank"`
	for _, c := range []struct{ name, in, want string }{
		{"an image of the mail keeps its cid", `<img src="cid:logo@example.com" alt="Logo">`, `<img src="cid:logo@example.com" alt="Logo">`},
		{"an embedded image stays", `<img src="data:image/png;base64,iVBORw0KGgo=">`, `<img src="data:image/png;base64,iVBORw0KGgo=">`},
		{"a remote image is inert", `<img src="https://example.com/a.png" width="120">`, `<img data-src="https://example.com/a.png" width="120">`},
		{"an image without a scheme is remote", `<img src="//example.com/a.png">`, `<img data-src="https://example.com/a.png">`},
		{"an image that a page would load late is remote", `<img data-src="https://example.com/a.png">`, `<img data-src="https://example.com/a.png">`},
		{"an image by its old name is one", `<image src="cid:a">`, `<img src="cid:a">`},
		{"an image of the sender's disk says what it was", `<img src="file:///c:/a.png" alt="A">`, `<img alt="A">`},
		{"a srcset would load", `<img src="cid:a" srcset="https://example.com/p.gif 2x">`, `<img src="cid:a">`},
		{"a picture for others is shown in place of a film", `<video poster="https://example.com/p.png"><img src="cid:a"></video>`, `<img src="cid:a">`},
		{"a link leads out safely", `<a href="https://example.com/">x</a>`, `<a href="https://example.com/" ` + link + `>x</a>`},
		{"a link says nothing else about itself", `<a title="https://example.org/" href="//example.com/a b" target="_top" rel="opener" ping="https://example.com/p">x</a>`, `<a href="https://example.com/a%20b" ` + link + `>x</a>`},
		{"a link that does not parse still leads on", `<a href="https://example.com/100%&x={{y}}">x</a>`, `<a href="https://example.com/100%&amp;x={{y}}" ` + link + `>x</a>`},
		{"a link that runs loses its address", `<a href="javascript:alert(1)">x</a>`, `<a>x</a>`},
		{"a table keeps its shape", `<table cellpadding="4"><tr><td colspan="2" align="center">x</td></tr></table>`, `<table cellpadding="4"><tr><td colspan="2" align="center">x</td></tr></table>`},
		{"the direction of a text stays", `<html dir="rtl"><body><p dir="auto">שלום</p></body></html>`, `<div dir="rtl"><p dir="auto">שלום</p></div>`},
		{"the words of a form stay", `<form action="https://example.com/"><p>Password</p><input name="p"><button>Go</button></form>`, `<p>Password</p>Go`},
		{"what a form was filled in with stays", `<textarea>a <b>&amp;</textarea>c`, `a &lt;b&gt;&amp;c`},
		{"a quote that nothing closes hides nothing", `<p title="x>a</p><p title='x>b</p>`, `a</p>b</p>`},
		{"NUL is no character", "a\x00b<p>c\x00", `ab<p>c`},
		{"the title and styles of the page are no text", `<html><head><title>T</title><style>p{}</style></head><body><p>x</p></body></html>`, `<p>x</p>`},
		{"a head that is not closed hides nothing", `<html><head><meta charset="utf-8"><body><p>x</p>`, `<p>x</p>`},
		{"a drawing that is not closed hides nothing", `<svg><text>a</text><p>b</p>`, `<p>b</p>`},
		{"an end tag too many hides nothing", `</svg></title></select>a<svg>b</svg>c`, `ac`},
		{"a body with colours is a box", `<body bgcolor="#000000" text="white" style="margin:0">x</body>`, `<div style="background-color:#000000;color:white;margin:0;">x</div>`},
		{"an unknown element leaves its words", `<o:p>x</o:p><x-y>z</x-y>`, `xz`},
		{"words stay as they are", "a &lt; b &amp; c &quot;d&quot; é\u00a0f", "a &lt; b &amp; c &#34;d&#34; é\u00a0f"},
		{"a list begins where it did", `<ol start="3" type="a"><li value="7">x</ol>`, `<ol start="3" type="a"><li value="7">x</ol>`},
		{"a font is a font", `<font face="Arial, sans-serif" size="+1" color="#333">x</font>`, `<font face="Arial, sans-serif" size="+1" color="#333">x</font>`},
		{"sizes stay within the page", `<td width="600" height="99999">x</td>`, `<td width="600">x</td>`},
		{"cells stay cells", `<td style="display:inline-block;color:red">x</td>`, `<td style="color:red;">x</td>`},
		{"columns stay countable", `<td colspan="99">x</td>`, `<td>x</td>`},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTrackersGo(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"a pixel", `<img src="https://example.com/p" width="1" height="1">`},
		{"no size at all", `<img src="https://example.com/p" width="0" height="0px">`},
		{"a pixel by style", `<img src="https://example.com/p" style="width: 1px !important;height:1px">`},
		{"a pixel by a style sheet", `<style>.t{width:1px}</style><img class="t" src="https://example.com/p">`},
		{"hidden", `<img src="https://example.com/p" style="display:none">`},
		{"hidden by its attribute", `<img src="https://example.com/p" hidden>`},
		{"hidden within a box", `<div style="display:none"><div></div><p><img src="https://example.com/p"></p></div>`},
		{"invisible", `<img src="https://example.com/p" style="opacity:0">`},
		{"squeezed", `<div style="max-height:0px;overflow:hidden"><img src="https://example.com/p"></div>`},
		{"at a counter's host", `<img src="https://abc.awstrack.me/I0/x">`},
		{"at a counter's path", `<img src="https://links.example.com/wf/open?upn=x">`},
		{"under a counter's name", `<img src="https://example.com/a/PIXEL.gif?x=1">`},
	} {
		if got := Clean("a" + c.in + "b"); strings.Contains(got, "img") {
			t.Errorf("%s stays: %s", c.name, got)
		}
	}
	for _, stays := range []string{
		`<img src="https://example.com/open.png">`, `<img src="https://example.com/track-and-field.jpg">`,
		`<div style="display:none">x</div><img src="https://example.com/a.png">`,
		`<style>.t{display:none}.u{display:block}</style><img class="t u" src="https://example.com/a.png">`,
		`<img src="https://example.com/a.png" width="100%" style="width:100%;max-height:300px">`,
	} {
		if got := Clean(stays); !strings.Contains(got, "<img data-src") {
			t.Errorf("%s went: %s", stays, got)
		}
	}
}

func TestStylesThatKeepAMailReadable(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain styling", `color: RED; margin: 0 0 12px`, `color:RED;margin:0 0 12px;`},
		{"Outlook's own properties go", `mso-line-height-rule:exactly;line-height:15.0pt;tab-stops:1in`, `line-height:15.0pt;`},
		{"Gmail's mark of a quotation", `margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex`, `margin:0px 0px 0px 0.8ex;border-left:1px solid #cccccc;padding-left:1ex;`},
		{"fonts", `font-family:"Segoe UI",Helvetica,sans-serif`, `font-family:'Segoe UI', Helvetica, sans-serif;`},
		{"a shorthand with a slash", `font:12px/1.5 Arial`, `font:12px / 1.5 Arial;`},
		{"a picture behind text leaves its colour", `background:url(https://example.com/p.gif) no-repeat #000000; color:#fff`, `background-color:#000000;color:#fff;`},
		{"a gradient leaves nothing", `background-image:linear-gradient(red,blue);color:#fff`, `color:#fff;`},
		{"colours of every form", `color:rgba(1, 2, 300, .5);background-color:RGB(100% 50% 0% / 80%);border-color:#ABC red`, `color:#0102ff80;background-color:#ff8000cc;border-color:#ABC red;`},
		{"importance is meaningless alone", `color:red!important`, `color:red;`},
		{"the last one counts", `color:red;color:blue`, `color:blue;`},
		{"no place but its own", `position:fixed;inset:0;z-index:9;transform:none;margin:-9px;float:left`, `float:left;`},
		{"a hanging first line", `text-indent:-.25in`, `text-indent:-.25in;`},
		{"no size that hangs", `width:999999px;font-size:1e9px;height:600px`, `height:600px;`},
		{"escapes", `c\6flor:red;color:r\65d`, ``},
		{"comments", `color:/* */red;/*x*/margin:0`, `color:red;margin:0;`},
		{"boxes of a line are of one kind", `display:INLINE-table`, `display:inline-block;`},
		{"brackets within values", `x:{color:red;};color:blue`, `color:blue;`},
		{"functions", `width:calc(1px + 1px);color:var(--x);margin:env(x);color:rgb(1,2);color:rgb(1,2,3,4,5);color:rgb(`, ``},
	} {
		want := "<p>x"
		if c.want != "" {
			want = `<p style="` + strings.ReplaceAll(c.want, "'", "&#39;") + `">x`
		}
		if got := Clean(`<p style="` + strings.ReplaceAll(c.in, `"`, "&quot;") + `">x`); got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
	}
}

func TestStyleSheetsAreWrittenToTheElements(t *testing.T) {
	const sheet = `<style><!-- /* Style Definitions */
@font-face {font-family:Calibri; src:url(x)}
p.MsoNormal, li.MsoNormal {margin:0in; font-size:11.0pt;}
a:link {color:blue} td p {color:red} #x {color:red}
.big{font-size:20px} p{color:gray}
@media (max-width:600px) { p {color:red} .big {color:red} }
@page WordSection1 {size:8.5in 11.0in;}
div.WordSection1 {page:WordSection1;}
--></style>`
	for _, c := range []struct{ name, in, want string }{
		{"Outlook's paragraph", `<p class=MsoNormal>x</p>`, `<p style="color:gray;margin:0in;font-size:11.0pt;">x</p>`},
		{"several classes", `<b class="a big">x</b>`, `<b style="font-size:20px;">x</b>`},
		{"its own style says more", `<p class="big" style="font-size:9px">x</p>`, `<p style="color:gray;font-size:9px;">x</p>`},
		{"a class of another element", `<div class="MsoNormal">x</div>`, `<div>x</div>`},
		{"what depends on the place is left", `<td><a id=x>x</a></td>`, `<td><a>x</a></td>`},
	} {
		if got := Clean(sheet + c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := Clean("<p>a</p>" + sheet + "<p>b</p>"); got != `<p>a</p><p style="color:gray;">b</p>` {
		t.Errorf("a sheet counts for what follows it: %s", got)
	}
	if got := Clean("<!--[if mso]>" + sheet + "<![endif]--><p>b</p>"); strings.Contains(got, "gray") {
		t.Errorf("a sheet within a comment counts: %s", got)
	}
}

func TestSheetsDoNotBlowAMailUp(t *testing.T) {
	rules := "<style>p{" + strings.Repeat("margin:0;padding:0;font-family:Arial,Helvetica,sans-serif;", 5) + "}</style>"
	if in := rules + strings.Repeat("<p>", 1<<18); len(Clean(in)) > len(in)+(300<<10) {
		t.Errorf("%d bytes became %d", len(in), len(Clean(in)))
	}
}

func TestNoMailHangsTheBrowserThatShowsIt(t *testing.T) {
	for name, in := range map[string]string{
		"boxes within boxes":               strings.Repeat(`<div style="display:inline-block">x`, 5_000),
		"tables in tables":                 strings.Repeat(`<table style="display:inline-table"><tr><td><ul><li>x`, 5_000),
		"formatting that goes on":          "<p>" + numbered(300, `<font color="#%06d">`) + "</p>" + strings.Repeat("<p>x</p>", 50_000),
		"formatting that ends a paragraph": "<p>" + numbered(300, `<b lang="a" style="margin:%dpx">`) + strings.Repeat("</p>x", 50_000),
	} {
		out := Clean(in)
		root, err := html.Parse(strings.NewReader(out))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		elements, deepest := 0, 0
		for n := range root.Descendants() {
			depth := 0
			for range n.Ancestors() {
				depth++
			}
			elements, deepest = elements+1, max(deepest, depth)
		}
		if elements > 2*maxElements || deepest > 5*maxNested {
			t.Errorf("%s: %d elements, %d deep", name, elements, deepest)
		}
		if words := strings.Count(out, "x") - strings.Count(out, "px"); words != strings.Count(in, "x")-strings.Count(in, "px") {
			t.Errorf("%s: %d words are left", name, words)
		}
		if Clean(out) != out {
			t.Errorf("%s: cleaned again it changes", name)
		}
	}
	links := strings.Repeat(`<p><a href="https://example.com/">x<p>`, 500)
	if got := strings.Count(Clean(links), "<a href"); got != 500 {
		t.Errorf("%d of 500 links that never end are left", got)
	}
	if got := Clean(strings.Repeat("<div>", 2*maxNested) + "a</div><div>b" + strings.Repeat("</div>", 2*maxNested) + "c"); !strings.Contains(got, "a<br>b") || !strings.HasSuffix(got, "</div>c") {
		t.Errorf("lines run together: %s", got)
	}
}

func TestCleaningTakesLinearTime(t *testing.T) {
	for name, one := range map[string]string{
		"tags": "<p>", "ends": "</p>", "open": "<", "quotes": `<p a='"`, "attributes": "<p a=1 a=1 a=1 a=1>", "links": `<a href="https://example.com/">`, "drawings": "<svg>",
		"hidden": `<div style="display:none">`, "sheets": "<style>p{color:red}", "braces": "<style>{{{{", "brackets": `<p style="color:((((`, "strings": `<p style='font:"`,
		"different": "", "classes": "", "labels of a host": "", "comments": "<!--", "declarations": `<p style="` + strings.Repeat("color:red;margin:0;", 200) + `">`,
		"tags that swallow tags": "<a x='>' ",
	} {
		in := strings.Repeat(one, (1<<20)/max(1, len(one)))
		switch name {
		case "different":
			in = numbered(30_000, `<p style="margin:%dpx">`)
		case "classes":
			in = "<style>" + strings.Repeat(".a{color:red}", 90) + "</style>" + numbered(40_000, `<p class="`+strings.Repeat("a ", 16)+`" style="margin:%dpx">`)
		case "tags that swallow tags":
			in += `y="` // which nothing closes
		case "labels of a host":
			in = `<img src="https://` + strings.Repeat("a.", 1<<20) + `">`
		}
		start := time.Now()
		Clean(in)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: 1 MB took %v", name, took)
		}
	}
}

// numbered repeats a tag with numbers in it.
func numbered(times int, format string) string {
	var out strings.Builder
	for i := range times {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

func FuzzClean(f *testing.F) {
	for _, s := range append(samples(f, "html-xss/payloads.json", 223), samples(f, "hostile.json", 160)...) {
		f.Add(s.Payload)
	}
	f.Add(`<style>p.a{margin:0;color:rgb(1,2,3)}</style><body text=red dir=rtl><p class=a style="font:12px/1.5 'A B'">x`)
	f.Fuzz(func(t *testing.T, document string) {
		once := Clean(document)
		if reason := danger(once); reason != "" {
			t.Errorf("%s in %q", reason, once)
		}
		if judged := policy.Sanitize(once); judged != once {
			t.Errorf("the policy has not judged all of it\nonce   %q\njudged %q", once, judged)
		}
		if twice := Clean(once); twice != once {
			t.Errorf("cleaned again it changes\nonce  %q\ntwice %q", once, twice)
		}
	})
}

// newsletter has as many tags as text of about so many bytes, no two links and
// pictures alike.
func newsletter(size int) string {
	var b strings.Builder
	b.WriteString(`<div dir="ltr">The blue one.</div><br><div class="gmail_quote"><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><table width="600" cellpadding="0" cellspacing="0">`)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `<tr><td align="left" style="padding:4px 18px;color:#333333;font-family:Helvetica,Arial,sans-serif;font-size:14px;line-height:150%%"><p style="margin:0 0 10px;text-align:left">An article that says what is new in some forty words of plain text, of which nobody reads more than half, and <a href="https://example.com/a?b=%d" style="color:#1155cc;text-decoration:underline" target="_blank">a link</a>.</p><img src="https://example.com/i%d.png" width="120" height="80" alt="" style="border:0;display:block"></td></tr>`, i, i)
	}
	return b.String() + "</table></blockquote></div>"
}

func BenchmarkClean(b *testing.B) {
	for _, size := range []int{2 << 10, 20 << 10, 100 << 10} {
		document := newsletter(size)
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			b.ReportAllocs()
			for b.Loop() {
				Clean(document)
			}
		})
	}
}
