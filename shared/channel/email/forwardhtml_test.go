package email

import (
	"html"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// htmlForwards are forwards as the HTML of clients has them, reduced. All
// forward the same mail of 4 May 2026, 14:15.
var htmlForwards = []struct{ name, title, html string }{
	{"Gmail in Japanese", "Fwd: 42", `<div dir="ltr">ご確認ください。<br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <b class="gmail_sendername" dir="auto">Ann Lee</b> <span dir="auto">&lt;<a href="mailto:ann@example.org">ann@example.org</a>&gt;</span><br>Date: 2026年5月4日(月) 14:15<br>Subject: 42<br>To:  &lt;<a href="mailto:us@example.com">us@example.com</a>&gt;<br></div><br><br><div dir="ltr">こんにちは。</div></div></div>`},
	{"Gmail in Arabic", "Fwd: 42", `<div dir="rtl"><div class="gmail_quote"><div dir="rtl" class="gmail_attr">---------- Forwarded message ---------<br>من: <strong class="gmail_sendername" dir="auto">Ann Lee</strong> <span dir="auto">&lt;<a href="mailto:ann@example.org">ann@example.org</a>&gt;</span><br>Date: الاثنين، 4 مايو 2026 في 2:15 م<br>Subject: 42<br>To:  &lt;<a href="mailto:us@example.com">us@example.com</a>&gt;<br></div><br><br>مرحبا.</div></div>`},
	{"Apple Mail in Russian", "Fwd: 42", `<html><body>Смотри ниже.<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>Начало переадресованного сообщения:</div><br class="Apple-interchange-newline"><div style="margin-top: 0px;"><span style="font-family: Helvetica;"><b>От: </b></span><span>Ann Lee &lt;ann@example.org&gt;<br></span></div><div><span><b>Тема: </b></span><span><b>42</b><br></span></div><div><span><b>Дата: </b></span><span>4 мая 2026 г. в 14:15:08<br></span></div><div><span><b>Кому: </b></span><span>us@example.com<br></span></div><br><div>Здравствуйте.</div></blockquote></div><br></body></html>`},
	{"an iPhone in Greek", "Fwd: 42", `<html><body dir="auto"><div dir="ltr"></div><div dir="ltr">Στάλθηκε από το iPhone μου</div><div dir="ltr"><br>Έναρξη προωθημένου μηνύματος:<br><br></div><blockquote type="cite"><div dir="ltr"><b>Από:</b> Ann Lee &lt;ann@example.org&gt;<br><b>Ημερομηνία:</b> 4 Μαΐου 2026 στις 2:15:08 μ.μ.<br><b>Προς:</b> us@example.com<br><b>Θέμα:</b> <b>42</b><br><br></div></blockquote><blockquote type="cite"><div dir="ltr">Γεια.</div></blockquote></body></html>`},
	{"classic Outlook in Hungarian", "Továbbítás: 42", `<div class="WordSection1"><p class="MsoNormal">Lásd lent.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Feladó:</b> Ann Lee &lt;ann@example.org&gt; <br><b>Elküldve:</b> 2026. május 4., hétfő 14:15<br><b>Címzett:</b> us@example.com<br><b>Tárgy:</b> 42<o:p></o:p></p></div></div><p class="MsoNormal">Üdv.<o:p></o:p></p></div>`},
	{"classic Outlook with a link", "FW: 42", `<div class="WordSection1"><p class="MsoNormal">See below.<o:p></o:p></p><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Ann Lee [<a href="mailto:ann@example.org">mailto:ann@example.org</a>] <br><b>Sent:</b> Monday, May 04, 2026 2:15 PM<br><b>To:</b> <a href="mailto:us@example.com">us@example.com</a><br><b>Subject:</b> 42<o:p></o:p></p></div></div><p class="MsoNormal">Hello.</p></div>`},
	{"Outlook on the web in Thai", "FW: 42", `<div class="elementToProof">ดูด้านล่าง</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif"><b>จาก:</b> Ann Lee &lt;ann@example.org&gt;<br><b>ส่ง:</b> 4 พฤษภาคม 2569 14:15<br><b>ถึง:</b> us@example.com &lt;us@example.com&gt;<br><b>เรื่อง:</b> 42</font><div>&nbsp;</div></div><div>สวัสดี</div>`},
	{"the new Outlook in Dutch", "FW: 42", `<div>Zie hieronder.</div><div id="mail-editor-reference-message-container"><div><div style="border-style:solid none none;border-top-width:1pt"><p><b>Van: </b>Ann Lee &lt;ann@example.org&gt;<br><b>Datum: </b>maandag, 4 mei 2026 om 14:15<br><b>Aan: </b>us@example.com &lt;us@example.com&gt;<br><b>Onderwerp: </b>42</p></div><div>Dag.</div></div></div>`},
	{"mobile Outlook in Finnish", "VL: 42", `<div>Katso alla.</div><div id="ms-outlook-mobile-signature">Hanki <a href="https://example.com/o">Outlook iOSille</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>Lähettäjä:</b> Ann Lee &lt;ann@example.org&gt;<br><b>Lähetetty:</b> maanantaina 4. toukokuuta 2026 klo 14.15<br><b>Vastaanottaja:</b> us@example.com &lt;us@example.com&gt;<br><b>Aihe:</b> 42</div><div>Hei.</div>`},
	{"Thunderbird in Polish", "Fwd: 42", `<p>Patrz niżej.</p><div class="moz-forward-container"><br>-------- Przekazana wiadomość --------<table class="moz-email-headers-table" cellpadding="0"><tbody><tr><th align="RIGHT">Temat: </th><td>42</td></tr><tr><th align="RIGHT">Data: </th><td>Mon, 4 May 2026 14:15:08 +0000</td></tr><tr><th>Nadawca: </th><td>Ann Lee <a class="moz-txt-link-rfc2396E" href="mailto:ann@example.org">&lt;ann@example.org&gt;</a></td></tr><tr><th>Adresat: </th><td><a class="moz-txt-link-abbreviated" href="mailto:us@example.com">us@example.com</a></td></tr></tbody></table><br><br><p>Dzień dobry.</p></div>`},
	{"Yahoo in Spanish", "Rv: 42", `<div class="ydp1"><div>Ver abajo.</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div><div>----- Mensaje reenviado -----</div><div><b>De:</b> Ann Lee &lt;ann@example.org&gt;</div><div><b>Para:</b> "us@example.com" &lt;us@example.com&gt;</div><div><b>Enviado:</b> lunes, 4 de mayo de 2026, 14:15:08 UTC</div><div><b>Asunto:</b> 42</div><div><br></div><div>Hola.</div></div></div>`},
	{"Proton", "Fw: 42", `<div>See below.</div><div class="protonmail_quote">------- Forwarded Message -------<br>From: Ann Lee &lt;ann@example.org&gt;<br>Date: On Monday, May 4th, 2026 at 2:15 PM<br>Subject: 42<br>To: us@example.com &lt;us@example.com&gt;<br><br><blockquote class="protonmail_quote" type="cite"><div>Hello.</div></blockquote></div>`},
	{"Zoho", "Fwd: 42", `<div>See below.</div><br><div class="zmail_extra_hr" style="border-top:1px solid #ccc"><br></div><div class="zmail_extra"><br><div id="Zm-_Id_-Sgn1">============ Forwarded message ============<br>From: Ann Lee &lt;<a href="mailto:ann@example.org">ann@example.org</a>&gt;<br>To: &lt;<a href="mailto:us@example.com">us@example.com</a>&gt;<br>Date: Mon, 04 May 2026 14:15:08 +0000<br>Subject: 42<br>============ Forwarded message ============<br></div><br><blockquote id="blockquote_zmail"><div>Hello.</div></blockquote></div>`},
	{"QQ", "转发：42", `<div>请看。</div><div><br></div><div style="font-size: 12px;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Ann Lee" &lt;ann@example.org&gt;;</div><div><b>发送时间:</b>&nbsp;2026年5月4日(星期一) 下午2:15</div><div><b>收件人:</b>&nbsp;&lt;us@example.com&gt;;</div><div><b>主题:</b>&nbsp;42</div></div><div><br></div><div>您好。</div>`},
	{"163", "转发:42", `<div>请看。</div><div id="isForwardContent"><div>-------- 转发邮件信息 --------</div><div>发件人："Ann Lee" &lt;ann@example.org&gt;</div><div>发送日期：2026-05-04 14:15:08</div><div>收件人：us@example.com</div><div>主题：42</div><div>您好。</div></div>`},
	{"Mail.ru", "Fwd: 42", `<div>Смотри.</div><div><br></div><blockquote style="border-left:1px solid #0857A6;">-------- Пересылаемое сообщение --------<br>От: Ann Lee &lt;ann@example.org&gt;<br>Кому: us@example.com<br>Дата: Понедельник, 4 мая 2026, 14:15 +00:00<br>Тема: 42<br><br><div>Здравствуйте.</div></blockquote>`},
	{"Samsung in German", "Fwd: 42", `<html><body dir="auto">Siehe unten.<div dir="auto"><br></div><div id="composer_signature"><div style="font-size:12px">Von meinem Galaxy gesendet</div></div><div><br></div><div style="font-size:100%"><div>-------- Ursprüngliche Nachricht --------</div><div>Von: Ann Lee &lt;ann@example.org&gt; </div><div>Datum: 04.05.26  14:15  (GMT+00:00) </div><div>An: us@example.com </div><div>Betreff: 42 </div><div><br></div></div>Hallo.</body></html>`},
}

func TestForwardsInHTMLAreKeptAndRead(t *testing.T) {
	want := forwardCase{From: "Ann Lee <ann@example.org>", To: []string{"us@example.com"}, Subject: "42", Date: "2026-05-04T14:15:00Z"}
	for _, c := range htmlForwards {
		m := parseHTML(c.title, c.html)
		if m.Forwarded != nil {
			m.Forwarded.Date = m.Forwarded.Date.Truncate(time.Minute)
		}
		var s forwardScore
		if wrong := s.add(m, want); wrong != "" {
			t.Errorf("%s: %s, of %q", c.name, wrong, m.FullText)
		}
	}
}

// Each line of the cases in text is an element of its own here.
func TestForwardsInHTMLAreReadAsTheyAreInText(t *testing.T) {
	files, err := filepath.Glob("testdata/forwards-own/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var differ [2]int
	for i, file := range files {
		want := caseOf(t, file)
		body := readFileOf(t, file)
		text := parseText(want.Title, body)
		var lines strings.Builder
		for line := range strings.SplitSeq(body, "\n") {
			indent := len(line) - len(strings.TrimLeft(line, " "))
			lines.WriteString("<div>" + strings.Repeat("&nbsp;", indent) + html.EscapeString(line[indent:]) + "<br></div>")
		}
		rich := parseHTML(want.Title, lines.String())
		if a, b := (&forwardScore{}).add(text, want), (&forwardScore{}).add(rich, want); a != b {
			differ[i%2]++
			if i%2 == 0 {
				t.Logf("%s: %s", filepath.Base(file), b)
			}
		}
	}
	if differ != [2]int{} {
		t.Errorf("%v of the learning and the check half differ", differ)
	}
}

func parseHTML(subject, body string) *Mail {
	return Parse([]byte("From: agent@example.com\nSubject: " + subject + "\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + body))
}
