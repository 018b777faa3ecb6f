package quote_test

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// htmlReplies are answers as the HTML of today's clients has them, reduced.
var htmlReplies = []struct{ name, html, text string }{
	{"Gmail", `<div dir="ltr">The blue one.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, May 4, 2026 at 10:15 AM Support &lt;<a href="mailto:support@example.com">support@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><div>Which colour?</div></blockquote></div>`, "The blue one."},
	{"Gmail with a signature", `<div dir="ltr">The blue one.<div><br></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Ann</div></div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, May 4, 2026 at 10:15 AM Support &lt;support@example.com&gt; wrote:<br></div><blockquote class="gmail_quote">Which?</blockquote></div>`, "The blue one."},
	{"Outlook on the web", `<div class="elementToProof">The blue one.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Support &lt;support@example.com&gt;<br><b>Sent:</b> Monday, May 4, 2026 10:15 AM<br><b>To:</b> Ann &lt;ann@example.org&gt;<br><b>Subject:</b> Order</font><div>&nbsp;</div></div><div>Which colour?</div>`, "The blue one."},
	{"Outlook for desktop", `<div class="WordSection1"><p class="MsoNormal">The blue one.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Support &lt;support@example.com&gt; <br><b>Sent:</b> Monday, May 4, 2026 10:15 AM<br><b>To:</b> Ann<br><b>Subject:</b> Order<o:p></o:p></p></div></div><p class="MsoNormal">Which colour?</p></div>`, "The blue one."},
	{"the new Outlook in German", `<div>Die blaue.</div><div id="mail-editor-reference-message-container"><div><div style="border-style:solid none none"><b>Von: </b>Support &lt;support@example.com&gt;<br><b>Datum: </b>Montag, 4. Mai 2026 um 10:15<br><b>An: </b>Ann<br><b>Betreff: </b>Bestellung</div><div>Welche Farbe?</div></div></div>`, "Die blaue."},
	{"Apple Mail", `<html><body>The blue one.<br><div><br><blockquote type="cite"><div>On 4 May 2026, at 10:15, Support &lt;support@example.com&gt; wrote:</div><br><div>Which colour?</div></blockquote></div><br></body></html>`, "The blue one."},
	{"an iPhone", `<div dir="ltr">The blue one.<br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 4 May 2026, at 10:15, Support &lt;support@example.com&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div>Which colour?</div></blockquote></div>`, "The blue one."},
	{"Yahoo", `<div class="ydp1"><div>The blue one.</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>On Monday, May 4, 2026 at 10:15:00 AM GMT+1, Support &lt;support@example.com&gt; wrote: </div><div><br></div><div>Which colour?</div></div></div>`, "The blue one."},
	{"Proton", `<div>The blue one.</div><div class="protonmail_quote">On Monday, May 4th, 2026 at 10:15, Support &lt;support@example.com&gt; wrote:<br><blockquote class="protonmail_quote" type="cite"><div>Which colour?</div></blockquote><br></div>`, "The blue one."},
	{"Thunderbird", `<p>The blue one.</p><div class="moz-cite-prefix">On 04.05.26 10:15, Support wrote:<br></div><blockquote type="cite" cite="mid:a@example.com"><p>Which colour?</p></blockquote>`, "The blue one."},
	{"Thunderbird, answered below", `<div class="moz-cite-prefix">On 04.05.26 10:15, Support wrote:<br></div><blockquote type="cite" cite="mid:a@example.com"><p>Which colour?</p></blockquote><p>The blue one.</p>`, "The blue one."},
}

func TestHTMLRepliesLoseTheirHistory(t *testing.T) {
	for _, c := range htmlReplies {
		h := quote.ReadHTML(c.html)
		if got := h.Trim("Re: order").New; got != c.text {
			t.Errorf("%s:\n got %q\nwant %q\nfrom %q", c.name, got, c.text, h.Text())
		}
	}
}

// quoteOf is how a client quotes, with an attribution in no language.
const quoteOf = `<div class="gmail_quote"><div class="gmail_attr">Zu 4.5.2026 qua Bo &lt;bo@example.com&gt; vok:</div><blockquote class="gmail_quote">Which colour?<br>And which size?</blockquote></div>`

func TestMarkupIsEvidenceBesideTheWords(t *testing.T) {
	for _, c := range []struct{ name, subject, html, want string }{
		{"an attribution in no language", "", "<div>Blue.</div>" + quoteOf, "Blue."},
		{"an answer below", "", quoteOf + "<div>Blue.</div>", "Blue."},
		{"answers between", "", `<div class="gmail_quote"><div class="gmail_attr">Zu 4.5.2026 vok:</div><blockquote>Which colour?</blockquote><div>Blue.</div><blockquote>Which size?</blockquote><div>Large.</div></div>`, "> Which colour?\n\nBlue.\n\n> Which size?\n\nLarge."},
		{"an answer within the client's element, but not in the quotation", "", `<div class="gmail_quote"><div>Blue, as I said.</div></div><div class="gmail_quote"><div>And large.</div></div>`, "Blue, as I said.\nAnd large."},
		{"nothing but a quotation", "Re: x", `<div class="yahoo_quoted">Zu 4.5.2026 vok:<br>Which colour?</div>`, "Zu 4.5.2026 vok:\nWhich colour?"},
		{"a forward", "", `<div>See below.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bo &lt;bo@example.com&gt;<br>Date: Mon, May 4, 2026 at 10:15 AM<br>Subject: x<br>To: Ann &lt;ann@example.com&gt;</div><p>Which colour?</p></div>`, "See below.\n---------- Forwarded message ---------\nFrom: Bo <bo@example.com>\nDate: Mon, May 4, 2026 at 10:15 AM\nSubject: x\nTo: Ann <ann@example.com>\n\nWhich colour?"},
		{"a forward that quotes an answer", "Fwd: x", `<div>See below.</div><div class="moz-forward-container"><p>-------- Qux --------</p><p>Hello</p>` + quoteOf + `</div>`, "See below.\n\n-------- Qux --------\n\nHello\n\nZu 4.5.2026 qua Bo <bo@example.com> vok:\n> Which colour?\n> And which size?"},
		{"headers in no language below a rule", "", `<div>Blue.</div><hr style="width: 98%"><div><b>Ab:</b> Bo<br><b>Cd:</b> 4.5.2026 10:15<br><b>Ef:</b> Ann</div><div>Which colour?</div>`, "Blue."},
		{"a rule and a box that hold no headers", "", `<div>Blue.</div><hr style="width: 98%"><div>Or green.</div><div style="border-top: 1px solid">Or red: you choose.</div>`, "Blue.\n\nOr green.\nOr red: you choose."},
		{"words that end in a colon, within the client's element", "", `<div>Thanks.</div><div class="gmail_quote"><div>Two remarks:</div><div>Blue is fine.</div></div>`, "Thanks.\nTwo remarks:\nBlue is fine."},
		{"the same above a quotation", "", `<div class="gmail_quote"><div>To the first:</div><blockquote class="gmail_quote">Which colour?</blockquote><div>Blue.</div></div>`, "To the first:\n> Which colour?\nBlue."},
		{"a bar beside what the author quotes", "", `<div>Your terms say:</div><blockquote style="border-left: 3px solid #ccc"><div>All sales are final.</div></blockquote>`, "Your terms say:\n> All sales are final."},
		{"a bar beside what is answered", "", `<div>Blue.</div><div>Zu 4.5.2026 10:15 Bo vok:</div><blockquote style="border-left: 3px solid #ccc"><div>Which colour?</div></blockquote>`, "Blue."},
		{"a form in a box", "", `<div>Please book:</div><div style="border:none;border-top:solid #ccc 1pt"><b>Name:</b> Ann<br><b>Room:</b> 4<br><b>Day:</b> 4.5.2026</div><div>Thank you.</div>`, "Please book:\nName: Ann\nRoom: 4\nDay: 4.5.2026\nThank you."},
		{"an hour in the line above a quotation", "", `<div>We close at 18:00, and I asked you this:</div><blockquote type="cite">Which colour?</blockquote><div>Blue?</div>`, "We close at 18:00, and I asked you this:\n> Which colour?\nBlue?"},
		{"a quotation of the author's own", "", `<p>They say:</p><blockquote>All sales are final.</blockquote>`, "They say:\n\n> All sales are final."},
		{"an indented paragraph", "", `<div>They say:</div><blockquote style="margin: 0 0 0 40px; border: none; padding: 0px"><div>All sales are final.</div></blockquote>`, "They say:\nAll sales are final."},
		{"a plain blockquote below an attribution", "", `<div>Blue.</div><div>On May 4, 2026 at 10:15, Bo &lt;bo@example.com&gt; wrote:</div><blockquote>Which colour?</blockquote>`, "Blue."},
		{"who is quoted, without a verb", "", `<p>Blue.</p><p>Qux <a href="mailto:bo@example.com">Bo</a>:</p><blockquote type="cite">Which colour?</blockquote>`, "Blue."},
		{"a signature with a closing", "", `<div>Blue.</div><div class="gmail_signature"><div>Best regards,</div><div>Ann Lee</div><div>Example Ltd</div><div>+1 555 0100</div></div>` + quoteOf, "Blue.\nBest regards,\nAnn Lee"},
		{"a signature and nothing else", "", `<div class="gmail_signature"><div>Ann Lee</div></div>`, "Ann Lee"},
		{"a whole mail written in a phone's signature", "", `<div><br></div><div id="ms-outlook-mobile-signature"><div>Hello,</div><div>which colour?</div></div>`, "Hello,\nwhich colour?"},
		{"an advertisement in no language", "", `<div>Blue.</div><div id="ms-outlook-mobile-signature">Qux <a href="https://example.com/app">Outlook</a> qua</div>`, "Blue."},
		{"an iPhone's own signature in no language", "", `<div>Blue.<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Qux iPhone</div><div dir="ltr"><br><blockquote type="cite">Zu 4.5.2026 10:15, Bo vok:</blockquote></div><blockquote type="cite">Which colour?</blockquote></div><div>And large.</div>`, "Blue.\n\n> Which colour?\n\nAnd large."},
		{"names that others have changed", "", `<div>Blue.</div><div class="x_m_-123gmail_quote">Zu 4.5.2026 10:15 vok:<blockquote>Which colour?</blockquote></div>`, "Blue."},
		{"Yahoo's numbers", "", `<div>Blue.</div><div id="ydp12ab34cdyahoo_quoted_999" class="ydp12ab34cdyahoo_quoted"><div>Zu 4.5.2026 vok:</div><div>Which colour?</div></div>`, "Blue."},
		{"a log that holds headers", "", "<div>It says:</div><pre>From: &lt;ann@example.com&gt;\nTo: &lt;bo@example.com&gt;\nSubject: x\nDate: Mon, 4 May 2026\n&gt; 550 no</pre><div>Why?</div>" + quoteOf, "It says:\nFrom: <ann@example.com>\nTo: <bo@example.com>\nSubject: x\nDate: Mon, 4 May 2026\n> 550 no\nWhy?"},
		{"a mail that is all preformatted", "", "<pre>Blue.\n\nOn May 4, 2026 at 10:15, Bo &lt;bo@example.com&gt; wrote:\n&gt; Which colour?</pre>", "Blue."},
		{"words that the author typed after a >", "", `<div>Blue.</div><div>&gt; or green</div><div>You choose.</div>` + quoteOf, "Blue.\n> or green\nYou choose."},
	} {
		h := quote.ReadHTML(c.html)
		if got := h.Trim(c.subject).New; words2(got) != words2(c.want) {
			t.Errorf("%s:\n got %q\nwant %q\nfrom %q", c.name, got, c.want, h.Text())
		}
	}
}

// words2 is text without its blank lines.
func words2(text string) string { return strings.Join(words(text), "\n") }

func TestTheTextPartIsCutWhereTheHTMLMarksHistory(t *testing.T) {
	html := "<div>Yes, <b>fine</b>.</div><div>See you.</div>" + quoteOf
	for _, c := range []struct{ name, text, want string }{
		{"wrapped and marked", "Yes, *fine*.\nSee you.\n\nZu 4.5.2026 qua Bo\n<bo@example.com> vok:\n\n> Which colour?\n> And which size?\n", "Yes, *fine*.\nSee you."},
		{"not marked", "Yes, fine. See you.\n\nZu 4.5.2026 qua Bo <bo@example.com> vok:\nWhich colour?\nAnd which size?\n", "Yes, fine. See you."},
		{"with lines that the HTML does not have", "Yes, fine.\n[image: x]\nSee you.\n\nZu 4.5.2026 qua Bo <bo@example.com> vok:\n<https://example.com/>\nWhich colour?\n\nAnd which size?\n", "Yes, fine.\n[image: x]\nSee you."},
		{"with an answer that the HTML does not have", "Yes, fine.\nSee you.\n\nZu 4.5.2026 qua Bo <bo@example.com> vok:\n> Which colour?\nBlue of course.\n> And which size?\n", "Yes, fine.\nSee you.\n\n> Which colour?\nBlue of course."},
		{"with other words altogether", "This mail was made for you.\nIt has nothing in common with the other part.\n", "This mail was made for you.\nIt has nothing in common with the other part."},
	} {
		result := quote.ReadHTML(html).TrimText(c.text, "Re: x")
		if words2(result.New) != words2(c.want) {
			t.Errorf("%s:\n got %q\nwant %q, cuts %v", c.name, result.New, c.want, result.Cuts)
		}
	}
}

func TestCutsOfHTMLAreLinesOfItsText(t *testing.T) {
	h := quote.ReadHTML("<div>Blue.</div><div class=gmail_signature>Ann</div>" + quoteOf)
	result := h.Trim("")
	lines := strings.Split(h.Text(), "\n")
	cut := ""
	for _, c := range result.Cuts {
		cut += c.Rule + ": " + strings.Join(lines[c.Line-1:c.Line-1+c.Lines], "|") + "\n"
	}
	want := "signature: Ann\nattribution: Zu 4.5.2026 qua Bo <bo@example.com> vok:|> Which colour?|> And which size?\n"
	if cut != want {
		t.Errorf("%q, want %q", cut, want)
	}
}

func TestTextOfHTML(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"paragraphs and lines", "<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"},
		{"blanks collapse", "<div>a\n  b</div> <div>c</div>", "a b\nc"},
		{"lists", "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n1. c\n2. d"},
		{"cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"quotations", "<p>a</p><blockquote>b<blockquote>c</blockquote></blockquote>", "a\n> b\n> > c"},
		{"what is hidden", "<style>p{}</style><div style='display: none'>x</div><script>y</script><title>t</title>a", "a"},
		{"preformatted", "<pre>a\n  b</pre>", "a\n  b"},
		{"a picture's words", "<img alt='Logo' src='cid:a'>", "[Logo]"},
		{"Outlook's lines", "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"},
		{"entities", "a&nbsp;&lt;b&gt; &amp; c", "a <b> & c"},
		{"a link whose words do not say where it leads", `See <a href="https://example.com/x?a=1&amp;b=2">the list</a>.`, "See the list <https://example.com/x?a=1&b=2>."},
		{"a link that says it", `<a href="https://example.com/">example.com</a> <a href="https://safe.example.net/?u=1">https://example.com/x</a>`, "example.com https://example.com/x"},
		{"an address behind a name", `<a href="mailto:ann@example.com?subject=x">Ann</a>, <a href="mailto:bo@example.com">bo@example.com</a>`, "Ann <ann@example.com>, bo@example.com"},
		{"links that lead nowhere", `<a href="#top">top</a> <a href="javascript:x()">run</a> <a name=x>here</a>`, "top run here"},
		{"a link around a picture", `<a href="https://example.com/"><img alt="Logo" src="x"></a>`, "[Logo]"},
		{"a row of paragraphs in cells", "<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td>c</td><td><div>d</div></td></tr></table>", "a b\nc d"},
		{"columns of several lines", "<table><tr><td>a<br>b</td><td>c<br>d</td></tr></table>", "a\nb c\nd"},
		{"lists in lists", "<ul><li><p>a</p><ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"},
		{"a hidden preview", `<div style="display:none;max-height:0px;overflow:hidden">Preview &zwnj;&nbsp;&zwnj;</div><p>Hello</p>`, "Hello"},
		{"conditional comments", "<!--[if mso]><p>no</p><![endif]-->a<![if !mso]>b<![endif]><!-->c<!-- -- > -->", "abc"},
		{"Office's own elements", "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>", "a\n\nb"},
		{"line ends that count", "<div style='white-space: pre-wrap'>a\n  b</div>", "a\n  b"},
		{"tags in capitals, attributes without quotes", "<DIV>a<BR>b</DIV><A HREF=https://example.com/x>c</A>", "a\nb\nc <https://example.com/x>"},
		{"what is no tag", "1 < 2 <3 a<b", "1 < 2 <3 a"},
		{"an inline end tag that crosses a block", "<b><div style='display:none'>x</b>y</div>z", "z"},
		{"a script that holds tags", "<script>if (a</b>) '<p>'</script>a<style><p></style>b", "ab"},
		{"a rule", "a<hr>b", "a\n\nb"},
		{"right to left", `<div dir="rtl">שלום <span dir="ltr">abc</span></div>`, "שלום abc"},
		{"comments that end with a mark", "<!-- x --!>a<!-- - -- --->b<!---->c<!-->d", "abcd"},
		{"a drawing or a list of choices that is never closed", "<div>a<svg><text>x<div>b<math>x<p>c<select><option>x<p>d", "a\nb\n\nc\n\nd"},
		{"a drawing within what is hidden", "<div hidden>x<svg><text>x<div>x</div></div>a", "a"},
		{"an end far from what it hides", "<div hidden>" + strings.Repeat("<b>", 100) + "x</div>a", "a"},
		{"what is shown where an object or a film is not", "<object data='x'>a</object> <video src='x'>b</video>", "a b"},
		{"a later display", "<p style='display:none;display:block'>a</p><p style='display:block;display: none !important'>x</p>", "a"},
		{"a quote that nothing closes", `<p title="x>a</p><p>b</p>`, "a\n\nb"},
		{"an address that nobody escaped", "On 4 May Bo <bo@example.com> wrote:", "On 4 May Bo <bo@example.com> wrote:"},
		{"NUL and stray bytes", "a\x00b\xffc", "abc"},
	} {
		if got := quote.Text(c.html); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzTrimHTML(f *testing.F) {
	for _, c := range htmlReplies {
		f.Add(c.html, "Re: x")
	}
	f.Add("<table><tr><td><p>a<td><p>b</table><a href=https://example.com/>c", "")
	f.Add("<div class=gmail_quote><blockquote>a</blockquote>b<blockquote>c", "Fwd: x")
	f.Add("<pre>\r\na\n\n\nb</pre><br id=lineBreakAtBeginningOfSignature>c<!-- ", "")
	f.Add("<hr style=width:98%>a: b<br>c: d<br>e: f<li><li><ol><li>", "")
	f.Fuzz(func(t *testing.T, document, subject string) {
		h := quote.ReadHTML(document)
		full := strings.Split(h.Text(), "\n")
		isPart(t, full, h.Trim(subject).New)
		isPart(t, strings.Split(document, "\n"), h.TrimText(document, subject).New)
	})
}

// isPart fails unless the lines of text are lines of full, in its order.
func isPart(t *testing.T, full []string, text string) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		for len(full) > 0 && !strings.HasPrefix(strings.TrimPrefix(full[0], "\ufeff"), line) {
			full = full[1:]
		}
		if len(full) == 0 {
			t.Fatalf("%q is not a line of the text", line)
		}
		full = full[1:]
	}
}
