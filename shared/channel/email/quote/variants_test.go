package quote_test

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// told are mails in which people tell what others wrote, ask about a mail, pass on
// a digest, or say where to reach somebody: all of it is theirs.
var told = []string{
	"Ist das echt?\n\nVon: Beispielbank <pay@example.net>\nDatum: 17.11.2026\nAn: mich\nBetreff: Dringend\n\nSie wollen meine Nummer.",
	"Is this you?\n\nFrom: Example Bank <pay@example.net>\nSent: 17 November 2026 9:41\nTo: me\nSubject: Urgent\n\nThey want my number.",
	"Est-ce vous ?\n\nDe : Banque <pay@example.net>\nObjet : Urgent\n\nIls veulent ma carte.",
	"Is this you?\nFrom: Example Bank <pay@example.net>\nDate: yesterday\nSubject: Urgent\n\nThey want my number.",
	"Hello,\n\nAm 17.11.2026 um 9:41 schrieb der Fahrer:\n„bin gleich da“ – und kam nicht. Was tun?",
	"Hello,\n\nAm 17.11.2026 um 9:41 Uhr schrieb der Fahrer:\nBin gleich da. Er kam nicht. Was tun?",
	"Le 17 novembre 2026 à 9:41 le livreur a écrit :\n« j'arrive » et il n'est pas venu.",
	"Bonjour,\n\nLe 17/11/2026 à 9:41 le livreur a écrit :\nj'arrive dans une heure.\nIl n'est pas venu.",
	"El 17/11/2026 a las 9:41 el conductor escribió:\n\"llego en una hora\" y no llegó.",
	"On 17 November 2026 at 9:41 the driver wrote:\n\"in an hour\" - he never came. What now?",
	"On 17 November 2026 at 9:41 the driver wrote:\nI will be there in an hour.\nHe never came. What now?",
	"Hi,\n\nOn 17 November 2026 at 9:41 the driver wrote that he would come.\nHe never came. What now?",
	"Il 17/11/2026 alle 9:41 il corriere ha scritto:\n«arrivo» e non è venuto.",
	"Dnia 17.11.2026 o 9:41 kierowca napisał:\n„będę za godzinę” i nie przyjechał.",
	"17 Kasım 2026 9:41'de sürücü yazdı:\n\"geliyorum\" ama gelmedi.",
	"2026年11月17日 9:41に運転手が書きました：\n「一時間後に着きます」来ませんでした。",
	"2026年11月17日9:41司机写道：\n“一小时后到”，但没来。怎么办？",
	"Op 17 november 2026 om 9:41 schreef de chauffeur:\n'ik ben er zo', maar hij kwam niet.",
	"Die Anleitung schreibt:\n> Taste fünf Sekunden drücken\nIch habe gedrückt. Nichts.",
	"The manual says:\n> Hold the button for five seconds.\nI held it. Nothing.",
	"It is broken. The manual says:\n> Hold the button for five seconds.",
	"Le manuel écrit :\n> Appuyez cinq secondes\nRien.",
	"取扱説明書の投稿：\n> 五秒押す\n押しました。",
	"Instrukcja pisze:\n> przytrzymaj pięć sekund\nPrzytrzymałem i nic.",
	"В инструкции пишут:\n> нажмите на пять секунд\nНажал. Ничего.",
	"Инструкция пишет:\n> нажмите на пять секунд\nНажал. Ничего.",
	"Danke.\n\nBitte an diese Adresse:\nAnn Lee\nExample GmbH\nHafenstraße 5\n20359 Hamburg\nUSt-IdNr. DE000000000\nTel. +1 555 0101",
	"Here are the details you asked for:\n\nAnn Lee\nExample Ltd\nVAT 00000\n+1 555 0123\nwww.example.com",
	"Danke, hier die Daten:\nExample GmbH\nTel. +1 555 0101\nHRB 1234",
	"Thanks for asking\nBo Lind\n+1 555 0101\nbo@example.com",
	"Gruß, Ann\nHafenstraße 5\n20359 Hamburg\nTel. 040 1234567",
	"Thanks\nAnn\n+1 555 0101",
	"Regards\nAnn\nExample Ltd\n+1 555 0101\n\nPS: bring the keys.",
	"Today's Topics:\n\n   1. Moss (Bo)\n\n----------------------------------------------------------------------\n\nMessage: 1\nDate: Mon, 4 May 2026 10:15:12 +0000\nFrom: Bo <bo@example.org>\nTo: garden@example.org\nSubject: Moss\n\nWhat helps?\n\n------------------------------\n\nMessage: 2\nDate: Mon, 4 May 2026 11:15:12 +0000\nFrom: Ann <ann@example.com>\nSubject: Re: Moss\n\nSand.",
	"Is this real?\n\nfrom: bank <pay@example.net>\nsubject: urgent\nto: me\n\nThey want my card number.",
}

func TestWhatPeopleTellIsKept(t *testing.T) {
	for _, text := range told {
		for _, subject := range []string{"", "Re: x", "Question"} {
			if got := quote.Trim(text, subject); got.New != text {
				t.Errorf("%q:\n got %q, cuts %v", text, got.New, got.Cuts)
			}
		}
		if strings.Contains(text, "> ") {
			continue // marked lines are another matter in HTML
		}
		escaped := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(text)
		for _, document := range []string{
			"<div>" + strings.ReplaceAll(escaped, "\n", "<br>") + "</div>",
			"<p>" + strings.ReplaceAll(escaped, "\n", "</p><p>") + "</p>",
			"<pre>" + escaped + "</pre>",
		} {
			h := quote.ReadHTML(document)
			if got := h.Trim("Re: x"); strings.Join(strings.Fields(got.New), " ") != strings.Join(strings.Fields(h.Text()), " ") {
				t.Errorf("%q:\n got %q, cuts %v", document, got.New, got.Cuts)
			}
		}
	}
}

// below are three ways in which history starts.
var below = []string{
	"On Mon, May 4, 2026 at 10:15 AM Bo <bo@example.com> wrote:\n> Which?\n",
	"Von: Bo <bo@example.com>\nGesendet: Montag, 4. Mai 2026 10:15\nAn: Ann\nBetreff: x\n\nWhich?",
	"> Which?",
}

// going are lines that people have their telephones add in words of their own.
var going = []string{
	"Von unterwegs getippt, Tippfehler bitte entschuldigen",
	"Verstuurd vanaf mijn mobiel, excuses voor typefouten",
	"外出先から送信しています",
	"Typed on my phone - please excuse typos",
	"Sent on the go, so brief",
	"On mobile, excuse the brevity",
	"Mobil gesendet, daher kurz",
	"Tapé sur mon téléphone, désolé pour les fautes",
	"Écrit depuis mon portable",
	"Escrito desde el móvil, disculpa las erratas",
	"Escrito no celular, desculpe os erros",
	"Scritto dal cellulare, scusate gli errori",
	"Skrivet på mobilen, ursäkta stavfel",
	"Skrevet på mobilen, beklager skrivefeil",
	"Sendt fra farten, undskyld slåfejl",
	"Kirjoitettu puhelimella, anteeksi kirjoitusvirheet",
	"Pisane z telefonu, przepraszam za literówki",
	"Psáno z mobilu, omluvte překlepy",
	"Písané z mobilu",
	"Mobilról írva, elnézést a hibákért",
	"Scris de pe telefon, scuze pentru greșeli",
	"Pisano s mobitela",
	"Γραμμένο από κινητό, συγγνώμη για τα λάθη",
	"Написано с телефона, извините за опечатки",
	"Набрано на ходу",
	"Надіслано зі смартфона, вибачте за помилки",
	"Telefondan yazıldı, yazım hataları için kusura bakmayın",
	"كتبت من الجوال، عذرا على الأخطاء",
	"נכתב מהנייד, סליחה על הטעויות",
	"移動中のため短文で失礼します",
	"スマホから失礼します",
	"外出先からですみません",
	"手机回复，见谅",
	"在路上用手机回复，错别字见谅",
	"휴대폰으로 작성하여 오타 양해 부탁드립니다",
	"이동 중 작성",
	"Gửi từ điện thoại, mong thông cảm",
	"พิมพ์จากมือถือ ขออภัยคำผิด",
	"Diketik dari HP, maaf kalau salah ketik",
	"Please excuse brevity, sent while walking",
}

// notGoing speak of telephones and of the way, and are answers.
var notGoing = []string{
	"Bin unterwegs, melde mich kurz vom Handy.",
	"Sent it to your phone.",
	"Vom Handy aus klappt es leider nicht.",
	"My phone shows an error.",
	"Typed on paper it looks fine, thanks.",
	"Desde el móvil no se puede enviar.",
	"Dal telefono ho inviato le foto.",
	"It was sent to your phone.",
	"The mobile number was typed wrong.",
	"On the road the brakes squeal, short and sharp.",
	"Mobil bin ich gut zu erreichen.",
	"携帯に送信してください",
	"外出先は東京です",
	"手机发送失败",
	"С телефона не открывается.",
}

func TestOwnLinesOfTelephonesGoAboveHistory(t *testing.T) {
	for _, history := range below {
		for _, line := range going {
			if got := quote.Trim("Yes.\n\n"+line+"\n\n"+history, "Re: x"); got.New != "Yes." {
				t.Errorf("%q: %q, cuts %v", line, got.New, got.Cuts)
			}
		}
		for _, line := range notGoing {
			if got := quote.Trim("Yes.\n\n"+line+"\n\n"+history, "Re: x"); got.New != "Yes.\n\n"+line {
				t.Errorf("%q: %q, cuts %v", line, got.New, got.Cuts)
			}
		}
	}
}

// signed are closings and names, and behind the bar what stands below.
var signed = []string{
	"Mit freundlichen Grüßen\nUli Klein|Vertrieb\nBeispiel GmbH\nMusterstr. 5, 10115 Berlin\nTel. 030 1234567\nHRB 0000",
	"Best regards,\nAnn Lee|Sales Manager\nExample Ltd\n12 Mill Lane, Leeds LS1 1AA\nT: +44 113 555 0101\nwww.example.com",
	"Kind regards\n\nAnn Lee||Example Ltd | 12 Mill Lane | Leeds\nCompany No. 0000000 | VAT GB000000000",
	"Bien cordialement,\nZoé Petit|Service commercial\nLilas SARL\n3 rue des Lilas, 69000 Lyon\nTél. : 04 55 50 10 10\nSIRET 000 000 000 00000",
	"Un saludo,\nAna|Atención al cliente\nEjemplo S.L.\nCIF B00000000\nTlf. 915 550 101",
	"Atenciosamente,\nJoão|Financeiro\nExemplo Ltda.\nCNPJ 00.000.000/0000-00\nTel.: (11) 5550-0101",
	"Cordiali saluti\nAda Neri|Ufficio acquisti\nEsempio S.r.l.\nVia Roma 1, 20100 Milano\nTel. 02 5550101\nP.IVA 00000000000",
	"Met vriendelijke groet,\nJan|Verkoop\nVoorbeeld B.V.\nKvK 00000000\nT 020 555 01 01",
	"Med vänlig hälsning\nElsa|Kundtjänst\nExempel AB\nOrg.nr 000000-0000\n08-555 010 10",
	"Med venlig hilsen\nIda|Eksempel A/S\nCVR 00000000\nTlf. 55 50 10 10",
	"Med vennlig hilsen\nKari|Eksempel AS\nOrg.nr. 000 000 000\nMobil 555 01 010",
	"Ystävällisin terveisin\nAino|Esimerkki Oy\nY-tunnus 0000000-0\nPuh. 09 555 0101",
	"Z poważaniem\nJan Nowak|Dział sprzedaży\nPrzykład Sp. z o.o.\nul. Polna 1, 00-001 Warszawa\nNIP 000-000-00-00, REGON 000000000\ntel. 22 555 01 01",
	"S pozdravem\nEva|Příklad s.r.o.\nIČO: 00000000\nTel.: 222 555 010",
	"Üdvözlettel:\nÉva|Példa Kft.\nTel: 1 555 0101\nAdószám: 00000000-0-00",
	"Cu stimă,\nIoana|Exemplu SRL\nCUI RO0000000\nTel. 021 555 0101",
	"Srdačan pozdrav\nIva|Primjer d.o.o.\nOIB: 00000000000\nTel. 01 555 0101",
	"С уважением,\nИлья|Менеджер отдела продаж\nООО «Пример»\nИНН 0000000000\nтел. +7 495 555 01 01",
	"З повагою,\nОля|ТОВ «Приклад»\nЄДРПОУ 00000000\nтел. 044 555 01 01",
	"Поздрави,\nИва|Пример ЕООД\nЕИК 000000000\nтел. 02 555 0101",
	"Με εκτίμηση,\nΆννα|Παράδειγμα Α.Ε.\nΑΦΜ 000000000\nΤηλ. 210 555 0101",
	"Saygılarımla,\nAyşe|Satış Müdürü\nÖrnek A.Ş.\nVergi No: 0000000000\nTel: 0212 555 01 01",
	"مع خالص التحية،\nليلى|شركة المثال\nس.ت 0000000\nهاتف: 0112 555 010",
	"בברכה,\nנועה|דוגמה בע\"מ\nח.פ. 000000000\nטל' 03-555-0101",
	"よろしくお願いいたします。\n山田|株式会社サンプル\n営業部\n〒100-0001 東京都千代田区1-1\nTEL 03-5550-0101\nhttps://example.jp",
	"何卒よろしくお願い申し上げます。\n\n山田||株式会社サンプル 営業部\n電話 03-5550-0101",
	"此致\n李明|示例有限公司\n电话：010-55500101\n地址：北京市示例路1号",
	"謝謝\n王小明|範例股份有限公司\n統一編號 00000000\n電話 02-5550-0101",
	"감사합니다.\n홍길동 드림|영업팀 과장\n예시 주식회사\n사업자등록번호 000-00-00000\n전화 02-555-0101",
	"Trân trọng,\nLan|Công ty TNHH Ví Dụ\nMST: 0000000000\nĐT: 024 5550 101",
	"ขอแสดงความนับถือ\nมาลี|บริษัท ตัวอย่าง จำกัด\nโทร. 02-555-0101",
	"Hormat kami,\nAyu|PT Contoh\nNPWP 00.000.000.0-000.000\nTelp. 021 555 0101",
	"با احترام\nسارا|شرکت نمونه\nتلفن: 021 5550101",
	"Pagarbiai\nRasa|UAB Pavyzdys\nĮm. kodas 000000000\nTel. 5 555 0101",
	"Ar cieņu\nLaima|SIA Piemērs\nReģ. Nr. 00000000000\nTālr. 67 555 010",
	"Lugupidamisega\nMari|Näide OÜ\nRg-kood 00000000\nTel 555 0101",
	"S spoštovanjem\nMaja|Primer d.o.o.\nDavčna št.: SI00000000\nT: 01 555 01 01",
	"Срдачан поздрав\nМила|Пример д.о.о.\nПИБ 000000000\nтел. 011 555 0101",
	"Thanks!\nAnn|Example Inc.\n(555) 555-0101\nexample.com",
	"Thanks, Ann|Example LLC | 555-555-0101 | example.com",
	"Freundliche Grüsse\n\nReto Meier||Beispiel AG\nBahnhofstrasse 1\nCH-8001 Zürich\nTelefon +41 44 555 01 01",
	"Mit freundlichen Grüßen\nBeispiel GmbH\ni.A. Uli Klein|Tel. 030 1234567\nwww.example.de",
	"Viele Grüße\nUli|Praxis Klein\nSprechzeiten: Mo-Fr 8-12\nTel. 030 1234567",
	"Cheers\nAnn|Ann's Bikes\nOpen daily 9am-6pm\n555 0101 0101",
	"Regards,\nAnn Lee|Head of Support | Example\nMobile +1 555 0101\nFollow us on LinkedIn | Twitter",
}

func TestContactBlocksBelowAClosingGo(t *testing.T) {
	for _, one := range signed {
		closing, block, _ := strings.Cut(one, "|")
		want := "Hello,\n\nthe bike is ready.\n\n" + closing
		text := want + "\n" + strings.Replace(block, "|", "\n", 1)
		for _, history := range append([]string{""}, below...) {
			if got := quote.Trim(text+"\n\n"+history, "Re: x"); got.New != want {
				t.Errorf("%q:\n got %q, cuts %v", one, got.New, got.Cuts)
			}
		}
		withPostscript := text + "\n\nPS: bring the keys."
		if got := quote.Trim(withPostscript, "Re: x"); got.New != withPostscript {
			t.Errorf("%q above a postscript:\n got %q, cuts %v", one, got.New, got.Cuts)
		}
	}
}

// introductions are Thunderbird's, and those of clients that do as it does.
var introductions = []string{
	"في 17/11/2026 9:41، كتب Ann Lee:",
	"На 17.11.2026 г. в 9:41, Ann Lee написа:",
	"D'an 17/11/2026 da 09:41, Ann Lee en/he deus skrivet :",
	"El 17/11/26 a les 9:41, Ann Lee ha escrit:",
	"Dne 17. 11. 26 v 9:41 Ann Lee napsal(a):",
	"Ar 17/11/2026 am 09:41, ysgrifennodd Ann Lee:",
	"Den 17.11.2026 kl. 09.41 skrev Ann Lee:",
	"Am 17.11.26 um 09:41 schrieb Ann Lee:",
	"Στις 17/11/26 9:41, ο/η Ann Lee έγραψε:",
	"On 17/11/26 09:41, Ann Lee wrote:",
	"Ann Lee(e)k igorleak hau idatzi zuen (2026(e)ko aza. 17a 09:41):",
	"Ann Lee kirjoitti 17.11.2026 klo 9.41:",
	"Le 17/11/2026 à 09:41, Ann Lee a écrit :",
	"Op 17-11-2026 om 09:41 schreef Ann Lee:",
	"Ar 17/11/2026 09:41, scríobh Ann Lee:",
	"Sgrìobh Ann Lee na leanas 17/11/2026 aig 09:41:",
	"O 17/11/26 ás 09:41, Ann Lee escribiu:",
	"בתאריך 17/11/2026 9:41, Ann Lee כתב:",
	"Ann Lee je napisao/la dana 17. 11. 2026. u 09:41:",
	"Ann Lee je dnja 17.11.2026 09:41 napisał(a):",
	"2026. 11. 17. 9:41 keltezéssel, Ann Lee írta:",
	"Ann Lee-ը գրել է 17.11.2026 9:41-ին:",
	"Pada 17/11/2026 09.41, Ann Lee menulis:",
	"Þann 17.11.2026 klukkan 09:41, skrifaði Ann Lee:",
	"Il 17/11/26 09:41, Ann Lee ha scritto:",
	"On 2026/11/17 9:41, Ann Lee wrote:",
	"17.11.2026, 09:41, Ann Lee წერს:",
	"Ass n 17/11/2026 ɣef 09:41, Ann Lee yura:",
	"17.11.2026 09:41, Ann Lee жазды:",
	"26. 11. 17. 오전 9:41에 Ann Lee 이(가) 쓴 글:",
	"2026-11-17 오전 9:41에 Ann Lee 이(가) 쓴 글:",
	"2026-11-17 09:41, Ann Lee rašė:",
	"Ann Lee rakstīja 17.11.2026 09:41:",
	"Pada 17/11/2026 9:41, Ann Lee menulis:",
	"Den 17.11.2026 09:41, skrev Ann Lee:",
	"Den 17.11.2026 09:41, skreiv Ann Lee:",
	"W dniu 17.11.2026 o 09:41, Ann Lee pisze:",
	"Em 17/11/2026 09:41, Ann Lee escreveu:",
	"Às 09:41 de 17/11/2026, Ann Lee escreveu:",
	"Ils 17-11-2026 a las 09:41, Ann Lee ha scrit:",
	"Pe 17.11.2026 09:41, Ann Lee a scris:",
	"17.11.2026 09:41, Ann Lee пишет:",
	"Dňa 17. 11. 2026 o 9:41 Ann Lee napísal(a):",
	"Ann Lee je 17. 11. 26 ob 09:41 napisal/a:",
	"Më 17.11.2026 09:41, Ann Lee shkroi:",
	"Дана 17.11.2026. у 09:41, Ann Lee је написао/ла:",
	"Den 2026-11-17 kl. 09:41, skrev Ann Lee:",
	"เมื่อ 17/11/2026 9:41 Ann Lee เขียนว่า:",
	"17.11.2026 09:41 tarihinde Ann Lee yazdı:",
	"17.11.2026 09:41, Ann Lee пише:",
	"Vào 17/11/2026 lúc 9:41, Ann Lee đã viết:",
	"在 2026/11/17 9:41, Ann Lee 写道:",
	"Ann Lee 於 2026/11/17 9:41 寫道:",
	"17/11/2026 09:41 da, Ann Lee yozdi:",
	"Am 17. November 2026 09:41:12 MEZ schrieb Ann Lee:",
	"17 ноября 2026 г. 9:41:12 GMT+03:00, Ann Lee пишет:",
}

func TestThunderbirdsIntroductionsInItsLanguages(t *testing.T) {
	for _, line := range introductions {
		for _, text := range []string{
			"Blue.\n\n" + line + "\n> Which?",
			"Blue.\n\n" + line + "\n\nWhich?",
			line + "\n> Which?\n> Or?\n\nBlue.",
		} {
			if got := quote.Trim(text, "Re: x"); got.New != "Blue." {
				t.Errorf("%q: %q, cuts %v", text, got.New, got.Cuts)
			}
		}
	}
}
