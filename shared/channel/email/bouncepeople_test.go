package email

import (
	"strings"
	"testing"
)

// pastedReport is what people quote when they ask about a report.
const pastedReport = `This is the mail system at host mx.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<cem@example.net>: host mx.example.net[192.0.2.1] said: 550 5.1.1
    <cem@example.net>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

Reporting-MTA: dns; mx.example.com
Final-Recipient: rfc822; cem@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
`

// peopleMails are mails that people wrote and that have something of a report.
var peopleMails = []struct{ name, head, text string }{
	{"a forwarded report with a question above", "From: Ann <ann@example.org>\nSubject: Fwd: Undelivered Mail Returned to Sender", "What does this mean?\n\n---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example.com\nSubject: Undelivered Mail Returned to Sender\n\n" + pastedReport},
	{"a forwarded report without a word", "From: Ann <ann@example.org>\nSubject: Fw: Undeliverable: Order", "From: postmaster@example.com\nSent: Monday, 4 May 2026 10:00\nTo: Ann\nSubject: Undeliverable: Order\n\n" + pastedReport},
	{"a forwarded report in German", "From: Ann <ann@example.org>\nSubject: WG: Unzustellbar: Bestellung", "Können Sie damit etwas anfangen?\n\n" + pastedReport},
	{"a forwarded report in French", "From: Ann <ann@example.org>\nSubject: TR : Non remis : commande", "Bonjour,\n\nje n'arrive pas à écrire à Cem.\n\n" + pastedReport},
	{"a forwarded report in Spanish", "From: Ann <ann@example.org>\nSubject: RV: No se puede entregar: pedido", "Me llegó esto hoy.\n\n" + pastedReport},
	{"a forwarded report in Japanese", "From: 山田 <yamada@example.org>\nSubject: 転送: 配信不能", "このメールが届きました。\n\n" + pastedReport},
	{"a forwarded report in Chinese", "From: 王 <wang@example.org>\nSubject: 转发：退信", "这是什么意思？\n\n" + pastedReport},
	{"a forwarded report in Russian", "From: Аня <anya@example.org>\nSubject: Пересл: Недоставленное сообщение", "Что это значит?\n\n" + pastedReport},
	{"a report pasted under the report's own subject", "From: Ann <ann@example.org>\nSubject: Undelivered Mail Returned to Sender", "Hi Bo,\n\nI got this when I wrote to Cem. Is his address still right?\n\n" + pastedReport},
	{"a report pasted with no salutation but a question", "From: Ann <ann@example.org>\nSubject: Mail delivery failed", "Got this three times today, any idea why?\n\n" + pastedReport},
	{"an answer to a report, text above", "From: Ann <ann@example.org>\nSubject: Re: Delivery Status Notification (Failure)\nIn-Reply-To: <a@example.com>", "I did not send this mail.\n\nOn Mon, 4 May 2026, Mail Delivery Subsystem wrote:\n> Delivery to the following recipient failed permanently:\n>\n>      cem@example.net\n"},
	{"an answer to a report, text below", "From: Ann <ann@example.org>\nSubject: Re: failure notice\nReferences: <a@example.com>", "> <cem@example.net>:\n> 550 5.1.1 User unknown\n\nHe has a new address: cem@example.org\n"},
	{"an answer without the customary prefix", "From: Ann <ann@example.org>\nSubject: Undeliverable: Order\nIn-Reply-To: <a@example.com>", "Please try cem@example.org instead.\n\n550 5.1.1 User unknown"},
	{"an answer to the postmaster of a company", "From: Postmaster <postmaster@example.org>\nSubject: Re: Mail delivery problem\nIn-Reply-To: <a@example.com>", "Your message could not be delivered because bo@example.org was over quota: 552 5.2.2. I raised his quota."},
	{"a postmaster who writes to a customer", "From: Ann <postmaster@example.org>\nSubject: Undeliverable mail to your office", "Hello Bo,\n\nyour message to cem@example.org could not be delivered on Monday, our server was down.\nPlease send it again.\n\nAnn"},
	{"a postmaster who asks", "From: postmaster@example.org\nSubject: Delivery problems", "Our server says 550 5.7.1 and mail to bo@example.com was not delivered. Could you look into your blocklist?"},
	{"a postmaster who tells news", "From: postmaster@example.org\nSubject: New mail server", "We move to a new server on Friday. Mail could be delayed."},
	{"an administrator who writes", "From: Administrator <administrator@example.org>\nSubject: Your invoice", "Hi,\n\nthe invoice was not delivered. Please send it to billing@example.org.\n"},
	{"somebody at a no-reply address of a shop", "From: Shop <noreply@example.org>\nSubject: Your parcel could not be delivered", "Nobody was at home. Your parcel was returned to sender.\nContact help@example.org"},
	{"a parcel that was not delivered", "From: Ann <ann@example.org>\nSubject: Undelivered parcel", "My parcel was not delivered. The number is 550 5120. Write to ann@example.org"},
	{"a parcel that was returned", "From: Ann <ann@example.org>\nSubject: Returned to sender", "The package has been returned. My order: 5.1.1\nann@example.org"},
	{"a failed delivery of goods", "From: Ann <ann@example.org>\nSubject: Delivery failed", "The driver could not find us, delivery failed. Please call +1 555 0100 or write to office@example.org"},
	{"a delivery error of goods with a number like a code", "From: Ann <ann@example.org>\nSubject: Delivery error", "Two boxes were not delivered: 550 and 551. Ask bo@example.org"},
	{"a delayed delivery", "From: Ann <ann@example.org>\nSubject: Delivery delayed", "Will it be delayed more than 3 days? Write to bo@example.org"},
	{"a failure notice of a pump", "From: Ann <ann@example.org>\nSubject: Failure notice of the pump", "The pump failed permanently at 04:50. Error 450. Send a technician to bo@example.net"},
	{"a permanent error of a machine", "From: Ann <ann@example.org>\nSubject: Permanent error on line 3", "It shows error 551, permanent failure. The manual does not say more."},
	{"trouble with mail at the office", "From: Ann <ann@example.org>\nSubject: Mail delivery problem at our office", "Since Monday our mail is not delivered. We get 550 5.1.1 for bo@example.net, and he does exist."},
	{"a talk about codes", "From: Ann <ann@example.org>\nSubject: 550 5.1.1 explained", "A server says 550 5.1.1 when the user is unknown, and 452 4.2.2 when the mailbox is full."},
	{"a talk about codes on a list", "From: Ann <ann@example.org>\nSubject: Mail system error codes\nList-Id: <mail.example.org>", "Undeliverable mail comes back with 5.x.x: 550 5.7.1 for policy, 550 5.1.1 for cem@example.net"},
	{"rejected by an editor", "From: Ann <ann@example.org>\nSubject: Rejected: your manuscript", "The reviewers rejected your message to the readers. Sorry.\nann@example.org"},
	{"your message to us", "From: Ann <ann@example.org>\nSubject: Your message to Bo", "He asked me to answer. The lamp was not delivered, true. Write to me at ann@example.org"},
	{"your mail to us", "From: Ann <ann@example.org>\nSubject: Your mail to the council", "It has been rejected by the council. Contact: council@example.org"},
	{"an unknown user of an application", "From: Ann <ann@example.org>\nSubject: User unknown when I log in", "I get user unknown with ann@example.org. Is my account disabled"},
	{"a full mailbox that a person tells of", "From: Ann <ann@example.org>\nSubject: My mailbox is full", "Some of your mails were returned to you, my mailbox is full. Use ann@example.net"},
	{"a new address", "From: Ann <ann@example.org>\nSubject: Address changed", "ann@example.org does not exist any more, write to ann@example.net"},
	{"a mail server for sale", "From: Ann <ann@example.org>\nSubject: Mail system", "Does your mail system at host mx.example.com support 250 users"},
	{"a return of goods in German", "From: Ann <ann@example.org>\nSubject: Zustellung der Nachricht an den Nachbarn", "Das Paket wurde nicht zugestellt. Bitte an bo@example.org schreiben."},
	{"a return of goods in French", "From: Ann <ann@example.org>\nSubject: Non livré", "Le colis n'a pas pu être livré, code 550. Écrivez à bo@example.org"},
	{"a return of goods in Spanish", "From: Ann <ann@example.org>\nSubject: Error de entrega", "El paquete no se pudo entregar, código 451. Contacto: bo@example.org"},
	{"a return of goods in Italian", "From: Ann <ann@example.org>\nSubject: Mancata consegna", "Il pacco non è stato consegnato. Scrivete a bo@example.org"},
	{"a return of goods in Polish", "From: Ann <ann@example.org>\nSubject: Nie dostarczono paczki", "Paczka nie została dostarczona. bo@example.org"},
	{"a return of goods in Russian", "From: Ann <ann@example.org>\nSubject: Не доставлено", "Посылка не доставлена, номер 550 511. bo@example.org"},
	{"a return of goods in Japanese", "From: 山田 <yamada@example.org>\nSubject: 配達できませんでした", "荷物が届きません。番号は550です。yamada@example.org"},
	{"a return of goods in Chinese", "From: 王 <wang@example.org>\nSubject: 退件", "包裹被退回了，编号550。wang@example.org"},
	{"a return of goods in Korean", "From: 김 <kim@example.org>\nSubject: 반송", "소포가 반송되었습니다. 550\nkim@example.org"},
	{"a mail read aloud", "From: Ann <ann@example.org>\nSubject: Read: chapter 3", "I have read it, it was read on Monday by all of us. Notes follow: see page 12."},
	{"a mail about reading", "From: Ann <ann@example.org>\nSubject: Gelesen: Ihr Angebot", "Hallo Bo,\n\nIhr Angebot wurde gelesen. Wir nehmen es.\n\nAnn"},
	{"a complaint about goods", "From: Ann <ann@example.org>\nSubject: Complaint about message from Bo", "He wrote me spam. I marked it as spam. Please stop."},
	{"an abuse report by a person", "From: Ann <ann@example.org>\nSubject: Spam complaint", "Hello,\n\nthis mail of yours is spam, I never asked for it."},
	{"a feedback type in a form", "From: Ann <ann@example.org>\nSubject: Feedback", "Feedback-type: other\nThe shop is good."},
	{"a question about a DMARC report", "From: Ann <ann@example.org>\nSubject: Report domain: example.org", "We got a report with that subject. Where does it come from?"},
	{"notes that hold a header", "From: Ann <ann@example.org>\nSubject: Undeliverable mail of last week", "From: Bo\nTo: Cem\nSubject: Lamp\nDate: Monday\n\nThis one was not delivered to cem@example.net"},
	{"JSON in a mail", "From: Ann <ann@example.org>\nSubject: JSON", `{"notificationType":"Bounce"} is what I get from them. Why?`},
	{"the owner of a list who writes", "From: Bo <lamps-owner@example.org>\nSubject: Your message to the list", "I let your mail through, it was rejected by mistake. You are not a member yet, shall I add ann@example.org?"},
	{"a person in an office about a return", "From: Ann <bounces@example.org>\nSubject: Bouncy castle returned", "The castle has been returned. Deposit to ann@example.org"},
	{"a shop's notice", "From: Shop <noreply@example.org>\nSubject: Delivery failed", "Your order 550 could not be delivered. Contact help@example.org"},
	{"a shop's notice from its couriers", "From: Shop <delivery@example.org>\nSubject: Delivery failed: order 551", "Your order could not be delivered. Contact help@example.org"},
	{"a web form that has no return path", "Return-Path: <>\nFrom: Ann <ann@example.org>\nSubject: Contact form", "My lamp was not delivered. Write to ann@example.org"},
	{"a web form about a delivery", "Return-Path: <>\nFrom: Ann <ann@example.org>\nSubject: Delivery failed", "Hello,\n\nmy lamp was not delivered, order 550. ann@example.org"},
	{"an administrator without a return path about a blocked server", "Return-Path: <>\nFrom: Admin <administrator@example.org>\nSubject: your block list", "Your server told ann@example.org 550 5.7.1 blocked. Take us off the list, please."},
	{"a person whose name is a server's", "From: Daemon Smith <smith@example.org>\nSubject: Delivery error", "My order was not delivered: 550. smith@example.org"},
	{"a firm that delivers mail", "From: Mail Delivery Berlin <info@example.org>\nSubject: Your parcel", "It could not be delivered, sorry. Call +1 555 0100."},
}

func TestPeoplesMailsAreNoReports(t *testing.T) {
	for _, tc := range peopleMails {
		t.Run(tc.name, func(t *testing.T) {
			m := Parse([]byte(tc.head + "\nTo: support@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + tc.text + "\n"))
			want := KindMessage
			if strings.Contains(tc.head, "List-Id") {
				want = KindList
			}
			if m.Kind != want {
				t.Errorf("kind %s", m.Kind)
			}
		})
	}
}

// Answers of machines for their owners have no return path either, and may say
// that an address is no more.
func TestAnswersOfTheAbsentAreNoReports(t *testing.T) {
	for _, tc := range []struct{ head, text string }{
		{"Auto-Submitted: auto-replied\nSubject: Automatic reply: Order", "I no longer work here. ann@example.org is not valid any more, write to bo@example.org"},
		{"Subject: Automatic reply: Order", "This address does not exist any more. Your mail was not delivered to me, write to bo@example.org\n\nFrom: Support\nSent: Monday\nTo: Ann\nSubject: Order\n\nHello"},
		{"Subject: Automatische Antwort: Bestellung", "Diese Adresse ist nicht mehr gültig, Ihre Nachricht wurde nicht zugestellt. Bitte an bo@example.org."},
		{"Subject: Réponse automatique : Commande", "Votre message n'a pas été distribué, je suis absente. Écrivez à bo@example.org"},
		{"X-Autoreply: yes\nSubject: Order", "My mailbox is full, use bo@example.org"},
		{"Auto-Submitted: auto-replied\nSubject: Re: Order", "User unknown to me? Ask bo@example.org"},
	} {
		m := Parse([]byte("Return-Path: <>\nFrom: Ann <ann@example.org>\nTo: support@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n" + tc.head + "\n\n" + tc.text + "\n"))
		if m.Kind != KindAutoReply {
			t.Errorf("%s: kind %s", tc.head, m.Kind)
		}
	}
}

func TestAReportThatAPersonForwardsInItsPartsStaysAPersonsMail(t *testing.T) {
	for _, kind := range []string{"multipart/mixed", "multipart/related"} {
		raw := "From: Ann <ann@example.org>\nTo: support@example.com\nSubject: Fwd: Undelivered Mail\nContent-Type: " + kind + "; boundary=b\n\n" +
			"--b\nContent-Type: text/plain\n\nWhat is this?\n" +
			"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; cem@example.net\nAction: failed\nStatus: 5.1.1\n" +
			"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n" +
			"--b\nContent-Type: message/rfc822\n\nMessage-ID: <a@example.com>\nSubject: Order\n\nHello\n--b--\n"
		if m := Parse([]byte(raw)); m.Kind != KindMessage {
			t.Errorf("%s: kind %s", kind, m.Kind)
		}
	}
}
