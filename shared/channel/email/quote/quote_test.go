package quote_test

import (
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email/quote"
)

func TestTrimFindsTheNewPart(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Gmail in Japanese", "承知しました。\n\n2026年5月4日(月) 10:15 Support <support@example.com>:\n\n> ご注文ありがとうございます。\n", "承知しました。"},
		{"Gmail in Japanese, unmarked", "承知しました。\n\n2026年5月4日(月) 10:15 Support <support@example.com>:\nご注文ありがとうございます。\n", "承知しました。"},
		{"Outlook in Japanese", "承知しました。\n\n________________________________\n差出人: Support <support@example.com>\n送信日時: 2026年5月4日 10:15\n宛先: 山田 <a@example.org>\n件名: ご注文\n\nありがとうございます。", "承知しました。"},
		{"Apple Mail in Japanese", "承知しました。\n\niPhoneから送信\n\n2026/05/04 10:15、Support <support@example.com>のメール:\n\n> ご注文\n", "承知しました。"},
		{"Chinese", "好的，谢谢。\n\n在 2026年5月4日，上午10:15，Support <support@example.com> 写道：\n\n> 您好\n", "好的，谢谢。"},
		{"Outlook in Chinese", "好的。\n\n发件人: Support <support@example.com>\n发送时间: 2026年5月4日 10:15\n收件人: a@example.org\n主题: 订单\n\n您好", "好的。"},
		{"QQ in Chinese", "好的。\n\n------------------ 原始邮件 ------------------\n发件人: \"Support\" <support@example.com>;\n发送时间: 2026年5月4日(星期一) 上午10:15\n收件人: \"a\"<a@example.org>;\n主题: 订单\n\n您好", "好的。"},
		{"Korean", "감사합니다.\n\n2026년 5월 4일 (월) 오전 10:15, Support <support@example.com>님이 작성:\n\n> 안녕하세요\n", "감사합니다."},
		{"Outlook in German", "Danke!\n\nVon: Support <support@example.com>\nGesendet: Montag, 4. Mai 2026 10:15\nAn: a@example.org\nBetreff: Bestellung\n\nHallo", "Danke!"},
		{"Outlook in Greek", "Ευχαριστώ.\n\nΑπό: Support <support@example.com>\nΣτάλθηκε: Δευτέρα, 4 Μαΐου 2026 10:15\nΠρος: a@example.org\nΘέμα: Παραγγελία\n\nΓεια", "Ευχαριστώ."},
		{"Finnish", "Kiitos!\n\nma 4. toukok. 2026 klo 10.15 Support (support@example.com) kirjoitti:\n\n> Hei\n", "Kiitos!"},
		{"Hungarian", "Köszönöm!\n\nSupport <support@example.com> ezt írta (időpont: 2026. máj. 4., H, 10:15):\n\n> Szia\n", "Köszönöm!"},
		{"Turkish", "Teşekkürler.\n\nSupport <support@example.com>, 4 May 2026 Pzt, 10:15 tarihinde şunu yazdı:\n\n> Merhaba\n", "Teşekkürler."},
		{"Czech", "Děkuji.\n\npo 4. 5. 2026 v 10:15 odesílatel Support <support@example.com> napsal:\n\n> Dobrý den\n", "Děkuji."},
		{"Danish", "Tak!\n\nDen man. 4. maj 2026 kl. 10.15 skrev Support <support@example.com>:\n\n> Hej\n", "Tak!"},
		{"a language nobody listed", "Oké.\n\nX 2026-05-04 10:15 Support <support@example.com> zzz:\n\n> Hello\n", "Oké."},
		{"a wrapped attribution", "Yes.\n\nOn Mon, May 4, 2026 at 10:15 AM Support at Example Company <\nsupport@example.com> wrote:\n\n> Hello\n", "Yes."},
		{"an answer below", "On Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which colour?\n\nThe blue one.\n", "The blue one."},
		{"a signature under the answer", "The blue one.\n\n-- \nAnn\nExample Ltd\n", "The blue one."},
		{"a signature between answer and history", "The blue one.\n\n-- \nAnn\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "The blue one."},
		{"a phone's line", "The blue one.\n\nSent from my iPhone\n", "The blue one."},
		{"a phone's line above history", "The blue one.\n\nSent from my iPhone\n\n> On 4 May 2026, at 10:15, Support <support@example.com> wrote:\n> \n> Which?\n", "The blue one."},
		{"an answer between the lines keeps them", "> Which colour?\nBlue.\n> Which size?\nLarge.\n", "> Which colour?\nBlue.\n> Which size?\nLarge."},
		{"an answer between the lines loses the old tail", "On 4 May 2026, at 10:15, Support <support@example.com> wrote:\n> Which colour?\nBlue.\n> Which size?\nLarge.\n> Regards\n", "> Which colour?\nBlue.\n> Which size?\nLarge."},
	} {
		if got := quote.Trim(c.text, "Re: order").New; got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestTrimKeepsWhatTheAuthorWrote(t *testing.T) {
	for name, text := range map[string]string{
		"a sentence that ends as an attribution":      "Hello,\n\nmy colleague wrote:\nplease send two more chairs.\n\nCan you?",
		"a date and a verb without more":              "On Monday I wrote:\nplease send two more.\n\nNo answer so far.",
		"a list of fields":                            "My data:\nFrom: Berlin\nTo: Paris\n\nWhen does the train go?",
		"an address form":                             "Name: Ann\nSubject: chairs\nDate: 4 May 2026\nTo: 2 of them\n\nThanks",
		"dashes in the middle":                        "First point\n---\nSecond point\n-----\nThird point",
		"two dashes and much below":                   "Hello\n--\n" + strings.Repeat("This is a long line of text that goes on and on about the order.\n", 20) + "Bye",
		"the word original message":                   "I lost the original message, please send it again.",
		"sent from in a sentence":                     "The parcel was\nsent from Berlin.\nWhere is it?",
		"only a quotation":                            "> all of it is quoted",
		"code":                                        "Try this:\n\n    if a > b {\n    }\n\n# comment\n\nIt fails.",
		"a time with a colon":                         "Meet me on 4 May at 10:15:\nthe usual place.",
		"an address with a colon":                     "Write to ann@example.com:\nshe knows.",
		"German: schrieb in a sentence":               "Am 3.5. um 12:30 schrieb ich Ihnen:\ndie Lampe ist kaputt.\n\nBitte um Antwort.",
		"a text below marked lines":                   "See below.\n> one\n> two\nThis is mine.",
		"a price list with greater-than signs":        "prices:\n5 > 4\n3 > 2",
		"a question that closes with a colon":         "What I need, by 04.05.2026:\n- chairs\n- tables",
		"forwarded in a sentence":                     "This is a forwarded message:\nno, it is not.",
		"an attribution of one's own, with an answer": "> quoted\nmine\n> quoted\nmine too",
	} {
		if got := quote.Trim(text, "").New; got != strings.TrimSpace(text) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, strings.TrimSpace(text))
		}
	}
}

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

func TestHTMLRepliesLoseTheirHistoryAsTextAndAsHTML(t *testing.T) {
	for _, c := range htmlReplies {
		if got := quote.Trim(quote.Text(c.html), "Re: order").New; got != c.text {
			t.Errorf("%s: text\n got %q\nwant %q\nfrom %q", c.name, got, c.text, quote.Text(c.html))
		}
		trimmed, ok := quote.TrimHTML(c.html)
		if got := quote.Trim(quote.Text(trimmed), "").New; !ok || got != c.text {
			t.Errorf("%s: HTML %v\n got %q\nwant %q", c.name, ok, got, c.text)
		}
	}
}

func TestHTMLAnsweredBetweenQuotationsIsLeftWhole(t *testing.T) {
	if got, ok := quote.TrimHTML(`<p>Hi,</p><blockquote type="cite">Which colour?</blockquote><p>Blue.</p><blockquote type="cite">Which size?</blockquote><p>Large.</p>`); ok {
		t.Errorf("cut to %s", got)
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

func TestTrimSaysWhichRuleCutWhat(t *testing.T) {
	result := quote.Trim("Blue.\n\nSent from my iPhone\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "")
	want := []quote.Cut{{Rule: quote.RuleDevice, Line: 3, Lines: 1}, {Rule: quote.RuleAttribution, Line: 5, Lines: 3}}
	if len(result.Cuts) != 2 || result.Cuts[0] != want[0] || result.Cuts[1] != want[1] {
		t.Errorf("%+v, want %+v", result.Cuts, want)
	}
}

// hostile are texts that make careless patterns slow: single lines of 1 MB, and
// 64 KB of lines, each of which calls for every rule.
func hostile() map[string]string {
	fill := func(unit string) string {
		size := 1 << 20
		if strings.Contains(unit, "\n") {
			size = 64 << 10
		}
		return strings.Repeat(unit, size/len(unit))
	}
	return map[string]string{
		"one line":             fill("a"),
		"one line of marks":    fill(">"),
		"one line of blanks":   fill(" "),
		"one line of dashes":   fill("-"),
		"openings":             fill("On Mon, 4 May 2026 at 10:15 "),
		"lines of openings":    fill("On Mon, 4 May 2026 at 10:15\n"),
		"lines of attribution": fill("On Mon, 4 May 2026 at 10:15, A <a@example.com> wrote:\n"),
		"weak attributions":    fill("On 4 May wrote:\n"),
		"headers":              fill("From: a@example.com\n"),
		"header names":         fill("From: Sent: To: Subject: "),
		"separators":           fill("-----Original Message-----\n"),
		"colons":               fill(":\n"),
		"signatures":           fill("-- \n"),
		"blank lines":          fill("\n"),
		"marked lines":         fill("> a\n"),
		"alternating":          fill("> a\nb\n"),
		"elements":             fill("<div><blockquote type=cite>"),
		"closing elements":     fill("<b></i>"),
		"attributions in HTML": fill("<p>On 4 May 2026 at 10:15, A wrote:</p>"),
		"quotations in HTML":   fill("<div class=gmail_quote>a</div>"),
	}
}

func TestTrimIsFastOnAnything(t *testing.T) {
	for name, text := range hostile() {
		start := time.Now()
		quote.Trim(text, "")
		quote.Text(text)
		quote.TrimHTML(text)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}

func FuzzTrim(f *testing.F) {
	f.Add("Blue.\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "Re: x")
	f.Add("> a\nb\n-- \nc", "")
	f.Add("---------- Forwarded message ---------\nFrom: A <a@example.com>\nTo: b\nSubject: c\n\nd", "Fwd: c")
	f.Fuzz(func(t *testing.T, text, subject string) {
		result := quote.Trim(text, subject)
		if strings.TrimSpace(result.New) == "" && strings.TrimSpace(strings.Trim(text, "\ufeff\u00a0 \n\t")) != "" && len(result.Cuts) > 0 {
			t.Errorf("all of %q was cut", text)
		}
		// What is new is a part of what there was, line by line and in its order.
		lines := strings.Split(text, "\n")
		for line := range strings.SplitSeq(result.New, "\n") {
			for len(lines) > 0 && !strings.HasPrefix(strings.TrimPrefix(lines[0], "\ufeff"), line) {
				lines = lines[1:]
			}
			if len(lines) == 0 {
				t.Fatalf("%q is not a line of %q", line, text)
			}
			lines = lines[1:]
		}
		quote.Text(text)
		quote.TrimHTML(text)
	})
}
