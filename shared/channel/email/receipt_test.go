package email

import "testing"

func TestReceiptsAndReportsAboutMailAreMachines(t *testing.T) {
	const file = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis is an aggregate report.\n--b\nContent-Type: application/gzip\nContent-Disposition: attachment; filename=\"example.net!example.com!1777852800!1777939199.xml.gz\"\n\nx\n--b--\n"
	receipt := func(text string) string {
		return "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + text + "\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;ann@example.org\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
	}
	for _, tc := range []struct{ name, raw, evidence string }{
		{"a receipt by the standard", "From: Ann <ann@example.org>\nSubject: Read: Order\n" + receipt("Your message was displayed."), evidenceReceipt},
		{"a receipt under a subject of a person's choice", "From: Ann <ann@example.org>\nSubject: Order\nIn-Reply-To: <sent@example.com>\n" + receipt("The message sent on Monday to Ann has been displayed."), evidenceReceipt},
		{"deleted without being read, with words of a bounce", "Return-Path: <>\nFrom: Ann <ann@example.org>\nSubject: Not read: Order\n" + receipt("Your message was deleted without being read. It could not be delivered to ann@example.org"), evidenceReceipt},
		{"Exchange's class", "From: Ann <ann@example.org>\nSubject: Read: Order\nContent-Class: urn:content-classes:mdn\n\nYour message was read on Monday.", evidenceReceipt},
		{"Outlook's words", "From: Ann <ann@example.org>\nSubject: Read: Order\n\nYour message\n\n   To: Ann\n   Subject: Order\n   Sent: Monday, 4 May 2026 10:00\n\nwas read on Monday, 4 May 2026 10:05.", evidenceReceipt},
		{"Outlook's words in German", "From: Ann <ann@example.org>\nSubject: Gelesen: Bestellung\nContent-Type: text/plain; charset=utf-8\n\nIhre Nachricht\n\n   An: Ann\n   Betreff: Bestellung\n\nwurde am Montag, 4. Mai 2026 10:05 gelesen.", evidenceReceipt},
		{"Outlook's words in French", "From: Ann <ann@example.org>\nSubject: =?utf-8?q?Lu_:_Commande?=\nContent-Type: text/plain; charset=utf-8\n\nVotre message\n\n   À : Ann\n   Objet : Commande\n\na été lu le lundi 4 mai 2026 10:05.", evidenceReceipt},
		{"Outlook's words in Japanese", "From: 山田 <yamada@example.org>\nSubject: =?utf-8?b?6ZaL5bCB5riI44G/OiDms6jmlod=?=\nContent-Type: text/plain; charset=utf-8\n\n次のメッセージは\n\n   宛先: 山田\n   件名: 注文\n\n2026/05/04 に開封されました。", evidenceReceipt},
		{"Notes", "From: Ann <ann@example.org>\nSubject: Return Receipt (displayed) - Order\n\nThis is a Return Receipt for the mail that you sent to ann@example.org\n\nNote: This Return Receipt only acknowledges that the message was displayed on the recipient's computer.", evidenceReceipt},
		{"DMARC", "From: noreply-dmarc@example.net\nSubject: Report Domain: example.com Submitter: example.net Report-ID: <1>\n" + file, evidenceReport},
		{"DMARC under another subject", "From: dmarc@example.net\nSubject: Dmarc Aggregate Report\n" + file, evidenceReport},
		{"TLS", "From: tls@example.net\nSubject: Report Domain: example.com\nTLS-Report-Domain: example.com\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b\n\n--b\nContent-Type: text/plain\n\nTLS report\n--b--\n", evidenceReport},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if m := Parse([]byte(tc.raw)); m.Kind != KindAutoReply || m.AutoReply.Evidence != tc.evidence {
				t.Errorf("kind %s, %+v", m.Kind, m.AutoReply)
			}
		})
	}
}

func TestPeopleMaySendWhatAReportSends(t *testing.T) {
	file := "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhat does this file say?\n--b\nContent-Type: application/gzip\nContent-Disposition: attachment; filename=\"%s\"\n\nx\n--b--\n"
	for name, raw := range map[string]string{
		"a DMARC report that is passed on":  "From: Ann <ann@example.org>\nSubject: Fwd: Report domain: example.com Submitter: example.net Report-ID: 1\n" + file,
		"a packed file about domains":       "From: Ann <ann@example.org>\nSubject: Our domains\n" + file,
		"a receipt part within a mail":      "From: Ann <ann@example.org>\nSubject: Re: receipts\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis is what I get.\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n--b--\n",
		"a subject that opens like receipt": "From: Ann <ann@example.org>\nSubject: Read: the minutes\n\nDear all,\n\nthe minutes were read on Monday by To: and Cc: alike.",
	} {
		if m := Parse([]byte(raw)); m.Kind != KindMessage {
			t.Errorf("%s: kind %s, %+v", name, m.Kind, m.AutoReply)
		}
	}
}
