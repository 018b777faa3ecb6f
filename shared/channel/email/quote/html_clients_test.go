package quote_test

import (
	"testing"

	"confab/shared/channel/email/quote"
)

// olderClients are "Blue." in answer to a mail, as programs of yesterday and
// smaller ones have it, reduced.
var olderClients = []struct{ name, html string }{
	{"Outlook 2003", `<div class=Section1><p class=MsoNormal><font>Blue.<o:p></o:p></font></p><div><div class=MsoNormal align=center style='text-align:center'><font><hr size=2 width="100%" align=center tabIndex=-1></font></div><p class=MsoNormal><b><span>From:</span></b><span> Bo Lind [mailto:bo@example.com] <br><b>Sent:</b> Monday, May 04, 2026 10:15 AM<br><b>To:</b> ann@example.com<br><b>Subject:</b> Test</span><o:p></o:p></p></div><p>Which colour?</p></div>`},
	{"Hotmail", `<div dir="ltr">Blue.<br><br><div><hr id="stopSpelling">Date: Mon, 4 May 2026 10:15:48 +0400<br>From: bo@example.com<br>To: ann@example.com<br>Subject: Test<br><br>Which colour?</div></div>`},
	{"Windows Live Mail", `<BODY dir=ltr><DIV dir=ltr><DIV style="FONT-SIZE: 12pt"><DIV>Blue.</DIV><DIV style="FONT-SIZE: small"><DIV style="FONT: 10pt tahoma"><DIV>&nbsp;</DIV><DIV style="BACKGROUND: #f5f5f5"><DIV style="font-color: black"><B>From:</B> <A title=bo@example.com href="mailto:bo@example.com">Bo</A> </DIV><DIV><B>Sent:</B> Monday, May 04, 2026 10:15 AM</DIV><DIV><B>To:</B> <A href="mailto:ann@example.com">ann@example.com</A> </DIV><DIV><B>Subject:</B> Test</DIV></DIV></DIV><DIV>&nbsp;</DIV></DIV><DIV>Which colour?</DIV></DIV></DIV></BODY>`},
	{"Outlook Express", `<DIV>Blue.</DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #000000 2px solid; MARGIN-RIGHT: 0px"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV style="BACKGROUND: #e4e4e4"><B>From:</B> <A>Bo</A> </DIV><DIV><B>To:</B> ann@example.com </DIV><DIV><B>Sent:</B> Monday, May 04, 2026 10:15 AM</DIV><DIV><B>Subject:</B> Test</DIV><DIV><BR></DIV><DIV>Which colour?</DIV></BLOCKQUOTE>`},
	{"Yandex", `<div>Blue.</div><div><br></div><div>04.05.2026, 10:15, "Bo" &lt;bo@example.com&gt;:</div><blockquote><p>Which colour?</p></blockquote>`},
	{"Sparrow", `<div>Blue.<div><br></div>-- <br>Sent with Sparrow</div> <p style="color: #A0A0A8;">On Monday, May 4, 2026 at 10:15 AM, Bo wrote:</p><blockquote type="cite" style="border-left-style:solid;border-width:1px;margin-left:0px;padding-left:10px;"><span><div>Which colour?</div></span></blockquote>`},
	{"Lotus Notes with headers of a line each", `<font size=2 face="sans-serif">Blue.</font><br><br><br><br><font size=1 color=#5f5f5f face="sans-serif">From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">Bo Lind &lt;bo@example.com&gt;</font><br><font size=1 color=#5f5f5f face="sans-serif">To: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">ann@example.com</font><br><font size=1 color=#5f5f5f face="sans-serif">Date: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">05/04/2026 10:15 AM</font><br><font size=1 color=#5f5f5f face="sans-serif">Subject: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">Test</font><br><hr noshade><br><br><br><font size=3>Which colour?</font>`},
	{"Lotus Notes with headers in a table", `<font size=2 face="sans-serif">Blue.</font><br><br><br><table width=100%><tr valign=top><td width=40%><font size=1 face="sans-serif"><b>Bo Lind &lt;bo@example.com&gt;</b> </font><p><font size=1 face="sans-serif">05/04/2026 10:15 AM</font><td width=59%><table width=100%><tr valign=top><td><div align=right><font size=1 face="sans-serif">To</font></div><td><font size=1 face="sans-serif">ann@example.com</font><tr valign=top><td><div align=right><font size=1 face="sans-serif">cc</font></div><td><tr valign=top><td><div align=right><font size=1 face="sans-serif">Subject</font></div><td><font size=1 face="sans-serif">Test</font></table><br><table><tr valign=top><td><td></table><br></table><br><br><br><font size=3>Which colour?</font>`},
	{"Foxmail", `<div>Blue.</div><blockquote style="margin-top: 0px; margin-bottom: 0px; margin-left: 0.5em;"><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><div style="PADDING-RIGHT: 8px;background: #efefef"><div><b>发件人：</b>&nbsp;<a href="mailto:bo@example.com">Bo</a></div><div><b>发送时间：</b>&nbsp;2026-05-04&nbsp;10:15</div><div><b>收件人：</b>&nbsp;<a>ann</a></div><div><b>主题：</b>&nbsp;Test</div></div></div><div>Which colour?</div></blockquote>`},
	{"Nextcloud", `<div>Blue.</div><div class="quote"><p>"Bo" bo@example.com – May 4, 2026 10:15</p><blockquote><p>Which colour?</p></blockquote></div>`},
	{"Airmail", `<html><body><div id="bloop_customfont">Blue.</div> <br> <div id="bloop_sign_1234" class="bloop_sign">Ann</div> <br><p class="airmail_on">On 4 May 2026 at 10:15:00, Bo (<a href="mailto:bo@example.com">bo@example.com</a>) wrote:</p> <blockquote type="cite" class="clean_bq"><span><div>Which colour?</div></span></blockquote></body></html>`},
	{"the Mail of Windows, in no language", `<div style="border:none;">Blue.</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><strong>De:</strong>&nbsp;Bo<br><strong>Xx:</strong>&nbsp;lundi 4 mai 2026 10:15<br><strong>Yy:</strong>&nbsp;Ann</div></div><div>Which colour?</div>`},
}

func TestOlderClientsLoseTheirHistory(t *testing.T) {
	for _, c := range olderClients {
		h := quote.ReadHTML(c.html)
		if got := h.Trim("Re: x").New; got != "Blue." {
			t.Errorf("%s: %q of %q", c.name, got, h.Text())
		}
	}
}

func TestTablesOfTheAuthorsAreNoHeaders(t *testing.T) {
	for _, c := range []struct{ name, html string }{
		{"a form", `<div>Please book:</div><table><tr><td>Name:</td><td>Ann</td></tr><tr><td>Time:</td><td>10:15</td></tr><tr><td>To:</td><td>Berlin</td></tr></table><div>Thank you.</div>`},
		{"a journey", `<div>My journey:</div><table><tr><td>From</td><td>Berlin</td><td>10:15</td></tr><tr><td>To</td><td>Munich</td><td>14:20</td></tr></table><div>Is it right?</div>`},
	} {
		h := quote.ReadHTML(c.html)
		if got := h.Trim("").New; got != h.Text() {
			t.Errorf("%s: %q of %q", c.name, got, h.Text())
		}
	}
}
