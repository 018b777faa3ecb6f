package quote_test

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

const q = "\n> Which?\n"

// histories are what clients and help desks put below an answer.
var histories = []string{
	"In a message dated 5/4/2026 10:15:00 A.M. Eastern Daylight Time, \nann@example.com writes:\n\nWhich?",
	"From:\tAnn Lee/ORG\nTo:\tBo/ORG@ORG\nDate:\t01/06/2026 10:00\nSubject:\tx\n\nWhich?",
	"From:        Ann Lee/ORG\nTo:        Bo\nDate:        01/06/2026 10:00 AM\nSubject:        Re: x\n\n\nWhich?",
	"Ann Lee/ORG wrote on 01/06/2026 10:00:00:\n\n> From: x\n> Which?",
	"----- On Monday, June 1, 2026, at 10:00 AM, Ann Lee wrote:\nWhich?",
	"----- On Jun 1, 2026, at 10:00 AM, Ann Lee ann@example.com wrote:\n\n> Which?",
	"---- On Mon, 01 Jun 2026 10:00:00 +0530 Ann Lee <ann@example.com> wrote ----\n\nWhich?",
	"---- Le lun., 01 juin 2026 10:00:00 +0200 Ann Lee <ann@example.com> a écrit ----\n\nWhich?",
	"Понедельник, 1 июня 2026, 10:00 +03:00 от Ann <ann@example.com>:\nWhich?",
	"01.06.2026, 10:00, \"Ann\" <ann@example.com>:\nWhich?",
	"01.06.2026 10:00, Ann Lee пишет:" + q,
	"At 2026-06-01 10:00:00, \"Ann\" <ann@example.com> wrote:\n\nWhich?",
	"在 2026-06-01 10:00:00，\"Ann\" <ann@example.com> 写道：\n>Which?",
	"\u202bבתאריך יום ב׳, 1 ביוני 2026 ב-10:15 מאת \u202aAnn Lee\u202c\u200f <\u202aann@example.com\u202c\u200f>:\u202c\n\nWhich?",
	"\u202bفي الاثنين، ١ يونيو ٢٠٢٦ في ١٠:١٥ ص تمت كتابة ما يلي بواسطة \u202aAnn\u202c\u200f <\u202aann@example.com\u202c\u200f>:\u202c" + q,
	"در تاریخ دوشنبه ۱ ژوئن ۲۰۲۶، ۱۰:۱۵ Ann <ann@example.com> نوشت:\n\nWhich?",
	"เมื่อ จ. 1 มิ.ย. 2569 เวลา 10:15 Ann Lee <ann@example.com> เขียนว่า:\n\nWhich?",
	"令和8年6月1日(月) 10:15 Ann <ann@example.com>:" + q,
	"2026年6月1日(月) 10時15分 Ann <ann@example.com>:\n\nWhich?",
	"Am Mo., 1. Juni 2026 um 10:15 Uhr schrieb Ann Lee <\nann@example.com>:\n\nWhich?",
	"Am Mo., 1. Juni 2026 um\n10:15 Uhr schrieb Ann Lee\n<ann@example.com>:\n\nWhich?",
	"On Mon, Jun 1, 2026 at 10:15 AM Ann Lee <ann@example.com<mailto:ann@example.com>> wrote:\nWhich?",
	"On Mon, Jun 1, 2026 at 10:15 AM Ann Lee [mailto:ann@example.com] wrote:\nWhich?",
	"Ann Lee <ann@example.com>\nwrote on 1 June 2026 10:15:\n\nWhich?",
	"Quoting Ann Lee <ann@example.com>:" + q,
	"Zitat von Ann Lee <ann@example.com>:" + q,
	"Ann Lee wrote:" + q,
	"Ann Lee skrifaði:" + q,
	"* Ann Lee <ann@example.com> [2026-06-01 10:15]:" + q,
	"Replying to [comment:3 ann]:" + q,
	"Monday, June 1, 2026, 10:15:00 AM, you wrote:" + q,
	"Monday, June 1, 2026, 10:15:00 AM, you wrote:\n\nAL> Which?\nAL> And?\n",
	"ann@example.com (Ann Lee) writes:" + q,
	"In article <123@example.com>, Ann Lee <ann@example.com> wrote:" + q,
	">>>>> \"Ann\" == Ann Lee <ann@example.com> writes:\n>\n> Which?",
	"On 01.06.26 10:15, Ann Lee wrote:" + q,
	"-------- Original message --------\nFrom: Ann <ann@example.com>\nDate: 01/06/2026 10:15 (GMT+00:00)\nTo: bo@example.org\nSubject: x\n\nWhich?",
	"------- Original Message -------\nOn Monday, June 1st, 2026 at 10:15 AM, Ann <ann@example.com> wrote:\n\n\n> Which?",
	"-----Original Message-----\nFrom: \"Ann\"<ann@example.com> \nTo: <bo@example.org>; \nCc: \nSent: 2026-06-01 (월) 10:15:00 (GMT+09:00)\nSubject: x\n\nWhich?",
	"-----원본 메시지-----\n보낸 사람: \"Ann\"<ann@example.com>\n받는 사람: bo@example.org\n날짜: 2026-06-01 (월) 10:15:00\n제목: x\n\nWhich?",
	"------------------ Original ------------------\nFrom:  \"Ann\";<ann@example.com>;\nDate:  Mon, Jun 1, 2026 10:15 AM\nTo:  \"Bo\"<bo@example.org>;\nSubject:  x\n\nWhich?",
	"________________________________\nVon: Ann <ann@example.com>\nGesendet: Montag, 1. Juni 2026 10:15\nAn: Bo\nBetreff: x\n\nWhich?",
	"________________________________\nLähettäjä: Ann\nLähetetty: maanantai 1. kesäkuuta 2026 10.15\n\nWhich?",
	"Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Ann <ann@example.com>\nSent: Monday, June 1, 2026 10:15:00 AM\nTo: Bo\nSubject: x\n\nWhich?",
	"Skickades från Outlook för iOS<https://aka.ms/o0ukef>\n________________________________\nFrån: Ann\nSkickat: Monday, June 1, 2026 10:15:00 AM\nTill: Bo\nÄmne: x\n\nWhich?",
	"Von meinem Samsung Galaxy Smartphone gesendet.\n-------- Ursprüngliche Nachricht --------\nVon: Ann <ann@example.com>\nDatum: 01.06.26 10:15 (GMT+01:00)\nAn: bo@example.org\nBetreff: x\n\nWhich?",
	"Gesendet: Montag, 01. Juni 2026 um 10:15 Uhr\nVon: \"Ann\" <ann@example.com>\nAn: bo@example.org\nBetreff: x\n\nWhich?",
	"Sent from Yahoo Mail on Android\n\nOn Mon, Jun 1, 2026 at 10:15, Ann Lee<ann@example.com> wrote:   Which?",
	"On Monday, June 1, 2026, 10:15:00 AM GMT+1, Ann Lee <ann@example.com> wrote:  \n \n Which?",
	"##- Please type your reply above this line -##\n\nYour request has been updated.",
	"--- Reply above this line ---\nWhich?",
	"==== Bitte antworten Sie oberhalb dieser Linie ====\nWhich?",
	"Von: Ann Lee [mailto:ann@example.com] \nGesendet: Montag, 1. Juni 2026 10:15\nAn: Bo\nBetreff: x\nWichtigkeit: Hoch\n\nWhich?",
	"*From:* Ann Lee <ann@example.com> \n*Sent:* Monday, June 1, 2026 10:15 AM\n*To:* Bo <bo@example.org>\n*Subject:* x\n\nWhich?",
	"发件人： Ann\n发送时间： 2026年6月1日 10:15\n收件人： Bo\n主题： x\n\nWhich?",
	"寄件者: Ann <ann@example.com>\n寄件日期: 2026年6月1日 上午 10:15\n收件者: Bo\n主旨: x\n\nWhich?",
	"De : Ann <ann@example.com>\nEnvoyé : lundi 1 juin 2026 10:15\nÀ : Bo\nObjet : x\n\nWhich?",
	"De: Ann\nEnviado el: lunes, 1 de junio de 2026 10:15\nPara: Bo\nAsunto: x\n\nWhich?",
	"Ann Lee <ann@example.com>, 1 Haz 2026 Pzt, 10:15 tarihinde şunu yazdı:\n\nWhich?",
	"Missatge de Ann Lee <ann@example.com> del dia dl., 1 de juny 2026 a les 10:15:\n\nWhich?",
	"V V pon., 1. jun. 2026 ob 10:15 je oseba Ann Lee <ann@example.com> napisala:\n\nWhich?",
	"Vào Th 2, 1 thg 6, 2026 vào lúc 10:15 Ann Lee <ann@example.com> đã viết:\n\nWhich?",
	"2026년 6월 1일 (월) 오전 10:15, Ann <ann@example.com>님이 작성:\n\nWhich?",
	"----- Original Message -----\nFrom: \"Ann\" <ann@example.com>\nTo: \"Bo\" <bo@example.org>\nSent: Monday, June 1, 2026 10:15:00 AM\nSubject: x\n\nWhich?",
	"From: Ann <ann@example.com>\nReply-To: ann@example.com\nDate: Monday, June 1, 2026 at 10:15\nTo: Bo\nSubject: x\n\nWhich?",
	"Sent from Proton Mail for iOS\n\n\nOn Mon, Jun 1, 2026 at 10:15, Ann <[ann@example.com](mailto:On Mon, Jun 1, 2026 at 10:15, Ann <<a href=)> wrote:\n\n> Which?",
	"Sent with Proton Mail secure email.\n\nOn Monday, June 1st, 2026 at 10:15, Ann <ann@example.com> wrote:\n\n> Which?",
	"On Mon, Jun 1, 2026 at 10:15 AM Ann <ann@example.com> wrote:\n> Which?\n_______________________________________________\nx mailing list\nx@lists.example.org\nhttps://lists.example.org/mailman/listinfo/x",
	"Ann Lee schreef op ma 1 jun 2026 om 10:15:" + q,
	"Op ma 1 jun. 2026 om 10:15 schreef Ann Lee <ann@example.com>:\n\nWhich?",
	"2026-06-01 10:15 keltezéssel, Ann Lee írta:" + q,
	"Dnia 1 czerwca 2026 10:15 Ann Lee <ann@example.com> napisał(a):\n\nWhich?",
	"W dniu 1.06.2026 o 10:15, Ann Lee pisze:" + q,
	"Dne 01. 06. 26 v 10:15 Ann Lee napsal(a):" + q,
	"1.6.2026 10.15, Ann Lee kirjoitti:" + q,
	"Le 01/06/2026 à 10:15, Ann Lee a écrit :" + q,
	"Il 01/06/26 10:15, Ann Lee ha scritto:" + q,
	"Em 01/06/2026 10:15, Ann Lee escreveu:" + q,
	"Den 2026-06-01 kl. 10:15, skrev Ann Lee:" + q,
	"Στις 1/6/26 10:15, ο/η Ann Lee έγραψε:" + q,
	"1.06.2026 10:15 tarihinde Ann Lee yazdı:" + q,
	"On 2026/06/01 10:15, Ann Lee wrote:" + q,
	"Ann Lee さんは書きました (2026/06/01 10:15):" + q,
	"Am 01.06.26 um 10:15 schrieb Ann Lee:" + q,
	"El 1/6/26 a las 10:15, Ann Lee escribió:" + q,
}

// endings are what clients, mail systems and mailing lists add to it.
var endings = []string{
	"Sendt fra Outlook til Android<https://aka.ms/AAb9ysg>",
	"This email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus",
	"Virus-free. www.avast.com <https://www.avast.com/sig-email>",
	"-- \nYou received this message because you are subscribed to the Google Groups \"x\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to x+unsubscribe@googlegroups.com.\nTo view this discussion visit https://groups.google.com/d/msgid/x.",
	"_______________________________________________\nx mailing list -- x@lists.example.org\nTo unsubscribe send an email to x-leave@lists.example.org",
	"________________________________\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you have received it in error please notify the sender and delete it.",
	"Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail.",
	"发自我的iPhone",
	"iPhoneから送信",
	"나의 iPhone에서 보냄",
	"Enviado desde mi iPhone",
	"Lähetetty iPhonesta",
	"Inviato da iPhone",
	"Отправлено с iPhone",
	"נשלח מה-iPhone שלי",
	"أُرسلت من الـ iPhone",
	"Đã gửi từ iPhone của tôi",
	"ส่งจาก iPhone ของฉัน",
	"Dikirim dari iPhone saya",
	"Στάλθηκε από το iPhone μου",
	"Trimis de pe iPhone-ul meu",
	"iPhone'umdan gönderildi",
	"Wysłane z iPhone'a",
	"Надіслано з iPhone",
	"Poslano s mog iPhonea",
	"Sendt fra min iPhone",
	"Skickat från min iPhone",
	"Verzonden vanaf mijn iPhone",
	"Envoyé de mon iPhone",
	"Von meinem iPhone gesendet",
	"Gesendet von Mail für Windows",
	"Sent from Mail for Windows",
	"Envoyé à partir de Courrier pour Windows",
	"Provenance : Courrier pour Windows",
	"Enviado desde Correo para Windows",
	"Inviato da Posta per Windows",
	"Verzonden vanuit Mail voor Windows",
	"Skickades från E-post för Windows",
	"从 Windows 版邮件发送",
	"Windows 版のメールから送信",
	"Windows용 메일에서 보냄",
	"Sent from my iPhone. Please excuse\nany typos.",
	"Sent from my Galaxy",
	"Enviado desde mi Samsung Galaxy",
	"Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
	"Outlook für Android beziehen<https://aka.ms/ghei36>",
	"iOS 版 Outlook を入手<https://aka.ms/o0ukef>",
	"获取适用于 iOS 的 Outlook<https://aka.ms/o0ukef>",
	"Yahoo Mail: Search, Organize, Conquer",
}

// answers hold what looks like a part of some history, and is the author's.
var answers = []string{
	"The blue one.",
	"Hello Bo,\n\nthe blue one, please.\n\nKind regards\nAnn Lee",
	"+1 from me",
	"Gruß, Ann\nHafenstraße 5\n20359 Hamburg",
	"Here it is:\n\nAnn Lee\n12 Mill Lane, Leeds\nPhone +1 555 0123\nann@example.net",
	"Call me on 4 May 2026 at 10:15:\n+1 555 0101",
	"יום ג׳, 17 בנובמבר, 9:14:\nרק בטלפון",
	"From: Leeds\nTo: York\nDate: 4 May 2026\n\nWhen does the train go?",
	"Option A:\n--\nOption B costs more, but it takes a day, and we would have to close the shop for it.",
	"| a | b |\n|---|---|\n| 1 | 2 |",
	"To unsubscribe from the newsletter I click the link, and nothing happens.",
	"Our external sender cannot open the attachments. Click the link, they say?",
	"Avast says there is no virus, I checked it twice.",
	"On 4 May 2026 at 10:15 my colleague wrote:\nplease send two more chairs.\nCan you?",
	"好的，2026年5月4日上午10:15在公司见。",
	"Le 4 mai 2026 à 10:15, j'ai écrit :\npas de réponse.",
	"Thanks!\n\nAnn\n\nPS: bring the keys.",
}

func TestEachAnswerIsTrimmedOfEachHistoryAndEnding(t *testing.T) {
	for _, answer := range answers {
		if got := quote.Trim(answer, "Re: x"); got.New != answer {
			t.Errorf("%q alone:\n got %q, cuts %v", answer, got.New, got.Cuts)
		}
		for _, below := range append(append([]string{}, histories...), endings...) {
			if got := quote.Trim(answer+"\n\n"+below, "Re: x"); got.New != answer {
				t.Errorf("%q above %q:\n got %q, cuts %v", answer, below, got.New, got.Cuts)
			}
		}
	}
}

func TestAnEndingStandsAboveAHistoryOrBelowIt(t *testing.T) {
	const answer = "The blue one."
	for _, ending := range endings {
		for _, text := range []string{
			answer + "\n\n" + ending + "\n\nOn Mon, Jun 1, 2026 at 10:15 AM Bo <bo@example.com> wrote:\n> Which?\n",
			answer + "\n\nOn Mon, Jun 1, 2026 at 10:15 AM Bo <bo@example.com> wrote:\n> Which?\n\n" + ending,
			"On Mon, Jun 1, 2026 at 10:15 AM Bo <bo@example.com> wrote:\n> Which?\n\n" + answer + "\n\n" + ending,
		} {
			if got := quote.Trim(text, "Re: x"); got.New != answer {
				t.Errorf("%q:\n got %q, cuts %v", text, got.New, got.Cuts)
			}
		}
	}
}

func TestAHistoryAloneIsKeptAsItIs(t *testing.T) {
	for _, history := range histories {
		got := quote.Trim(history, "Re: x")
		if !strings.Contains(got.New, "Which?") && !strings.Contains(got.New, "Your request") {
			t.Errorf("%q was cut to %q by %v", history, got.New, got.Cuts)
		}
	}
}
