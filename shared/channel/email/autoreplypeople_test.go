package email

import (
	"strings"
	"testing"
)

const plainClient = "\nUser-Agent: Mozilla Thunderbird"

// peopleOfAbsence are mails of people, and notifications that are no answers,
// that have something of an automatic answer or of a challenge.
//
//nolint:misspell // words of other languages than English
var peopleOfAbsence = []kindCase{
	{"a person who is away and says so", "Subject: Re: Order" + answersOurs, "I am out of office until Monday, but you can call Bo at +1 555 0100.\n\nAnn"},
	{"a person who is away and asks", "Subject: Order 5", "Hi,\n\nI'm on vacation until 12 May. Can you ship it after that?\n\nAnn"},
	{"a person on vacation who answers", "Subject: RE: Order" + answersOurs, "I am on vacation, please write to Bo."},
	{"an answer to an automatic one", "Subject: Re: Automatic reply: Order" + answersOurs, "Thanks, I'll wait."},
	{"an answer to a German automatic one", "Subject: AW: Automatische Antwort: Bestellung" + answersOurs, "Danke."},
	{"an answer to a French automatic one", "Subject: RE: Réponse automatique : Commande" + answersOurs, "Merci."},
	{"an answer to a Spanish automatic one", "Subject: RV: Respuesta automática: Pedido" + answersOurs, "Gracias."},
	{"an answer to a Chinese automatic one", "Subject: 回复：自动回复：订单" + answersOurs, "谢谢。"},
	{"an answer to a Japanese automatic one", "Subject: RE: 自動応答: 注文" + answersOurs, "了解しました。"},
	{"an answer to a Russian automatic one", "Subject: Отв: Автоматический ответ: Заказ" + answersOurs, "Спасибо."},
	{"a forwarded automatic answer", "Subject: Fwd: Automatic reply: Order", "See below.\n\n---------- Forwarded message ---------\nFrom: Bo <bo@example.net>\nSubject: Automatic reply: Order\n\nI am out of the office."},
	{"office furniture", "Subject: Out of office furniture quote", "Please send a quote for ten chairs."},
	{"office furniture through a shop's mailer", "Subject: Out of office furniture? Ten chairs wanted\nX-Auto-Response-Suppress: All", "Please send a quote for ten chairs."},
	{"a vacation rental", "Subject: Vacation rental in May", "Is it free from 3 to 9 May?"},
	{"a vacation rental with a colon", "Subject: Vacation: two rooms in May" + answersOurs, "Two rooms, please."},
	{"a newsletter about vacations", "Subject: Vacation: homes from 99\nPrecedence: bulk\nList-Unsubscribe: <https://example.com/u>", "I am on vacation, says Bo, and you? Book now."},
	{"a newsletter about automatic replies", "Subject: Automatic reply: how to write one\nList-Id: <news.example.com>\nPrecedence: bulk", "Ten tips."},
	{"an absence of a colleague", "Subject: Absence of Tom on Monday", "Tom will be out of the office on Monday."},
	{"an absence of a child", "Subject: Absence: my son is ill", "He has a cold and stays in bed."},
	{"an absence of a child in an answer", "Subject: Absence: my son is ill" + answersOurs, "He has a cold and stays in bed."},
	{"an absence in French of a pupil", "Subject: Absence : Léa, lundi", "Léa est malade et sera absente lundi."},
	{"an absence in German of a pupil", "Subject: Abwesenheit: Lea am Montag", "Lea ist krank und fehlt am Montag."},
	{"an absence in Swedish of a pupil", "Subject: Frånvaro: Lea", "Lea är sjuk i dag."},
	{"an absence in Dutch of a pupil", "Subject: Afwezig: Lea", "Lea is ziek en komt maandag niet."},
	{"an absence in Polish of a pupil", "Subject: Nieobecność: Lea", "Lea jest chora."},
	{"a leave that a person announces", "Subject: Out of office next week", "I am out of the office next week. Bo takes over."},
	{"a leave that a person announces in German", "Subject: Urlaub", "Ich bin vom 3. bis 9. Mai im Urlaub. Bitte vorher liefern."},
	{"a leave that a person announces in Spanish", "Subject: Vacaciones", "Estoy de vacaciones hasta el 9 de mayo, por favor llamen a Bo."},
	{"a leave that a person announces in Japanese", "Subject: 休暇のお知らせ", "5月9日まで休暇をいただいております。発送はその後でお願いします。"},
	{"a leave that a person announces in Chinese", "Subject: 休假", "我正在休假，5月9日之后再发货好吗？"},
	{"a leave that a person announces in Russian", "Subject: Отпуск", "Я в отпуске до 9 мая. Пришлите, пожалуйста, после."},
	{"a leave that a person announces in Korean", "Subject: 휴가", "5월 9일까지 휴가입니다. 그 후에 보내 주세요."},
	{"a leave that a person announces in Arabic", "Subject: إجازة", "أنا في إجازة حتى 9 مايو. أرجو الإرسال بعد ذلك."},
	{"a leave that a person announces in Polish", "Subject: Urlop", "Jestem na urlopie do 9 maja. Proszę wysłać później."},
	{"a leave that a person announces in Portuguese", "Subject: Férias", "Estou de férias até 9 de maio. Podem enviar depois?"},
	{"a leave that a person announces in Turkish", "Subject: İzin", "9 Mayıs'a kadar izindeyim. Sonra gönderir misiniz?"},
	{"an absence that a person announces in the subject", "Subject: Out of office: 5-9 May", "Hi all,\n\nI will be out of the office from 5 to 9 May. Bo covers for me.\n\nAnn"},
	{"an absence that a person announces in an answer", "Subject: Out of office next week" + answersOurs, "I am out of the office next week. Bo takes over."},
	{"a request for leave from a personnel system", "Subject: Leave request: Bo\nAuto-Submitted: auto-generated", "Bo asks for annual leave from 4 to 8 May. Approve or decline."},
	{"a request for leave in German", "Subject: Urlaub: Antrag\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Bo möchte vom 4. bis 8. Mai in Urlaub gehen."},
	{"a question about a notice of absence", "Subject: Abwesenheitsnotiz: Wie richte ich sie ein?", "Guten Tag,\n\nwo finde ich die Einstellung?"},
	{"an out-of-office assistant that fails", "Subject: Out of office assistant fails" + answersOurs, "It does not answer anybody. What can I do?"},
	{"a person through Freshdesk without a field", "Subject: Re: Order\nMessage-ID: <abc@example.freshdesk.com>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: DR, RN, OOF, AutoReply" + answersOurs, "Hi, we shipped it yesterday."},
	{"a person who answers through a helpdesk what was automatic", "Subject: Re: Order (Out of Office)\nAuto-Submitted: auto-generated\nX-Zendesk-From-Account-Id: 1" + answersOurs, "Thanks, we wait."},
	{"a form of a site of somebody who asks about automatic replies", "Subject: Automatic reply does not work\nFrom: Site <no-reply@example.org>\nReply-To: Bo <bo@example.net>\nAuto-Submitted: auto-generated", "Where can I turn it on?"},
	{"an ordinary precedence", "Subject: Out of office: 5-9 May\nPrecedence: normal", "I will be out of the office."},
	{"an insurance", "Subject: Auto: insurance for my car", "How much is it?"},
	{"an insurance in an answer", "Subject: Auto: insurance for my car" + answersOurs, "How much is it?"},
	{"a car in Italian", "Subject: Auto: preventivo" + answersOurs, "Quanto costa?"},
	{"a form of a site", "Subject: Contact form: Order\nFrom: Site <wordpress@example.org>\nReply-To: Bo <bo@example.net>\nAuto-Submitted: auto-generated", "Name: Bo\nMessage: Where is my order?"},
	{"a form of a site with no return path", "Subject: New message from your site\nFrom: Site <no-reply@example.org>\nReply-To: Bo <bo@example.net>\nReturn-Path: <>", "Where is my order?"},
	{"a form of a site of somebody on vacation", "Subject: New message from your site\nFrom: Site <no-reply@example.org>\nReply-To: Bo <bo@example.net>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "I am on vacation until Monday. Please ship it then."},
	{"a form of a site that says it was received", "Subject: Contact\nFrom: Site <no-reply@example.org>\nReply-To: Bo <bo@example.net>\nPrecedence: bulk", "A message has been received from Bo: where is my order?"},
	{"an order of a shop", "Subject: New order 5\nAuto-Submitted: auto-generated\nPrecedence: bulk", "Bo has ordered two lamps."},
	{"an order confirmed", "Subject: Order confirmation 5\nAuto-Submitted: auto-generated", "Thank you for your order. We have received your payment."},
	{"an invoice", "Subject: Invoice 5\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Your invoice is attached."},
	{"an alarm of a server", "Subject: Disk full\nAuto-Submitted: auto-generated", "The disk is full."},
	{"a notice of a filter", "Subject: New mail\nAuto-Submitted: auto-notified; owner-email=\"ann@example.org\"", "You have mail."},
	{"a person through Zendesk", "Subject: Re: Order\nAuto-Submitted: auto-generated\nX-Mailer: Zendesk Mailer\nX-Zendesk-From-Account-Id: 1\nX-Auto-Response-Suppress: All" + answersOurs, "##- Please type your reply above this line -##\n\nBo (Example)\n\nHi, we shipped it yesterday."},
	{"a person through Jira", "Subject: HELP-5 Order\nAuto-Submitted: auto-generated\nPrecedence: bulk\nX-JIRA-FingerPrint: abc" + answersOurs, "Bo commented:\n\nWe shipped it yesterday."},
	{"a person through RT", "Subject: [example.org #5] Order\nPrecedence: bulk\nX-RT-Loop-Prevention: example.org\nRT-Ticket: example.org #5" + answersOurs, "We shipped it yesterday."},
	{"a person through GitHub", "Subject: Re: [bo/lamp] It is dark (#5)\nPrecedence: list\nX-GitHub-Sender: bo\nX-Auto-Response-Suppress: All\nList-Id: bo/lamp <lamp.bo.example.com>" + answersOurs, "I am on vacation until Monday, Bo takes over."},
	{"a person through Freshdesk", "Subject: Re: Order\nAuto-Submitted: auto-generated\nX-FD-Ticket-Id: 5" + answersOurs, "We shipped it yesterday."},
	{"a mail that an Exchange rule redirects", "Subject: RE: Order\nFrom: Bo <bo@example.net>\nResent-From: <ann@example.org>\nAuto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nX-MS-Exchange-Inbox-Rules-Loop: ann@example.org" + answersOurs, "Where is my order?"},
	{"a mail that an Exchange rule forwards", "Subject: FW: Order\nAuto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nX-MS-Exchange-Inbox-Rules-Loop: ann@example.org" + answersOurs, "From: Bo <bo@example.net>\nSent: Monday, May 4, 2026\nTo: Ann\nSubject: Order\n\nWhere is my order?"},
	{"suppression of answers alone", "Subject: Order\nX-Auto-Response-Suppress: OOF, AutoReply", "Where is it?"},
	{"a talk about an automatic reply", "Subject: Your automatic reply", "I got your automatic reply three times. Is anybody there?"},
	{"a complaint of an automatic reply", "Subject: Re: Order" + answersOurs, "I know that this is an automated response, but I want to speak to a person."},
	{"a complaint of an automatic reply in German", "Subject: Re: Bestellung" + answersOurs, "Das ist doch eine automatische Antwort. Ich möchte mit einem Menschen sprechen."},
	{"words of absence that are quoted", "Subject: Re: Order" + answersOurs + plainClient, "Thank you.\n\nOn 4 May 2026, Bo wrote:\n> I am out of the office until Monday.\n> This is an automatic reply."},
	{"a person whose shop received something", "Subject: Re: Order" + answersOurs, "We have received your message and the lamp. All is fine."},
	{"a request to confirm an order", "Subject: Please confirm your order" + answersOurs, "Please confirm by Monday, so that it can be delivered."},
	{"a request to confirm a delivery", "Subject: Please confirm delivery", "Was it delivered? Please confirm."},
	{"a subscription to confirm", "Subject: Please confirm your subscription\nAuto-Submitted: auto-generated", "Click the link below to confirm your subscription."},
	{"an address to confirm", "Subject: Verify your email address\nAuto-Submitted: auto-generated", "Click the link to verify your email address and start using your account."},
	{"a talk about verification", "Subject: Your email requires verification?", "I got this from cPanel. Is it spam? It says my message will be delivered after I click."},
	{"a person who answers a challenge", "Subject: Re: Your email requires verification verify#5" + answersOurs, "I am human."},
	{"a German who asks to confirm", "Subject: Bitte bestätigen Sie den Termin", "Können Sie den Termin am Montag bestätigen?"},
	{"away from home", "Subject: Away until Friday, please deliver later", "Nobody is at home before."},
	{"away until, in an answer", "Subject: Away until Friday" + answersOurs, "Please deliver later."},
	{"not in the office, of a lamp", "Subject: Nicht im Büro angekommen", "Die Lampe ist nicht im Büro angekommen."},
	{"a question about the product's automatic reply", "Subject: Auto reply does not work", "The auto reply of my account does not work. What can I do?"},
	{"a question about the product's automatic reply in Chinese", "Subject: 自动回复功能怎么用", "请问自动回复在哪里设置？"},
	{"a question about the product's automatic reply in French", "Subject: Réponse automatique ne fonctionne pas", "Que faire ?"},
	{"a question about the product's automatic reply in Japanese", "Subject: 自動返信メールが届きません", "自動返信メールが届きません。確認をお願いします。"},
	{"a question about the product's automatic reply in an answer", "Subject: Automatic reply settings" + answersOurs, "Where do I find them?"},
	{"a mother on leave", "Subject: Maternity leave", "I am on maternity leave from June. Please change the address."},
	{"a person with an odd field", "Subject: Order\nX-Autoreply: no\nAuto-Submitted: no\nPrecedence: normal", "Where is it?"},
	{"a person at a company that marks all mail", "Subject: Re: Order\nX-Loop: example.org" + answersOurs, "Thanks."},
	{"a person with urgent mail", "Subject: Order\nPrecedence: first-class\nX-Priority: 1", "Where is it?"},
}

func TestPeopleWhoWriteOfAbsenceAreNoMachines(t *testing.T) {
	person := func(m *Mail) bool { return m.Kind == KindMessage || m.Kind == KindList }
	tellsKinds(t, peopleOfAbsence, person, len(peopleOfAbsence)/2)
}

// notesOfAbsence are the whole notes of returnCases, which people send as well
// as machines: the header alone tells who did.
func notesOfAbsence(head string) []kindCase {
	var notes []kindCase
	for _, c := range returnCases {
		if strings.HasPrefix(c.name, "a whole note") {
			notes = append(notes, kindCase{c.name, head, c.text})
		}
	}
	return notes
}

func TestANoteOfAbsenceIsAMachinesByItsHeaderAlone(t *testing.T) {
	person := func(m *Mail) bool { return m.Kind == KindMessage }
	machine := func(m *Mail) bool { return m.Kind == KindAutoReply }
	for _, head := range []string{"Subject: Order", "Subject: Re: Order" + answersOurs, "Subject: My holidays" + answersOurs, "Subject: Order\nX-Auto-Response-Suppress: All"} {
		notes := notesOfAbsence(head)
		tellsKinds(t, notes, person, len(notes)/2)
	}
	tellsKinds(t, notesOfAbsence("Subject: Re: Order\nReturn-Path: <>"+answersOurs), machine, noteFloor)
	tellsKinds(t, notesOfAbsence("Subject: Abwesenheitsnotiz: Order"+answersOurs), machine, noteFloor)
	tellsKinds(t, notesOfAbsence("Subject: Out of Office: Re: Order"), machine, noteFloor)
}

// noteFloor is how many of the notes that nobody looked at are told.
const noteFloor = 21
