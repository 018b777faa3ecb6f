package quote_test

import (
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
	} {
		if got := quote.Text(c.html); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
