package email

import (
	"slices"
	"testing"
)

// severalParts is a report in parts; its last part is the mail's header.
func severalParts(text, status string) string {
	return fromServer + "Subject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + text + "\n--b\nContent-Type: message/delivery-status\n\n" + status + "\n--b\n" + headerPart + "--b--\n"
}

const (
	headerPart  = "Content-Type: text/rfc822-headers\n\nMessage-ID: <sent@example.com>\n"
	reportingMX = "Reporting-MTA: dns; mx.example.com\n\n"
)

var severalRecipients = []struct {
	name, raw string
	want      []Bounce
}{
	{"one failed, one waits, one arrived", severalParts("", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"+
		"Final-Recipient: rfc822; bo@example.org\nAction: delayed\nStatus: 4.4.1\n\n"+
		"Final-Recipient: rfc822; cem@example.org\nAction: delivered\nStatus: 2.0.0\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Hard: true},
		{Recipient: "bo@example.org", Status: "4.4.1", Action: "delayed"},
		{Recipient: "cem@example.org", Status: "2.0.0", Action: "delivered"}}},
	{"no blank line between them", severalParts("", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; bo@example.org\nAction: failed\nStatus: 5.2.2\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", Hard: true},
		{Recipient: "bo@example.org", Status: "5.2.2"}}},
	{"the action before the recipient", severalParts("", reportingMX+
		"Action: failed\nFinal-Recipient: rfc822; ann@example.org\nStatus: 5.1.1\nAction: delayed\nFinal-Recipient: rfc822; bo@example.org\nStatus: 4.2.2\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", Hard: true},
		{Recipient: "bo@example.org", Status: "4.2.2", Action: "delayed"}}},
	{"the address that was written to, and the one it became", severalParts("", reportingMX+
		"Original-Recipient: rfc822;ann@example.org\nFinal-Recipient: rfc822; ann.b@mail.example.org\nAction: failed\nStatus: 5.2.2\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.2.2"}}},
	{"types of addresses that nobody knows", severalParts("", reportingMX+
		"Original-Recipient: x400;/CN=ann/\nFinal-Recipient: unknown;ann@example.org\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: LOCAL;<bo@example.org>\nAction: failed\nStatus: 5.1.1 (no such user)\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", Hard: true},
		{Recipient: "bo@example.org", Status: "5.1.1", Hard: true}}},
	{"a status that is vaguer than the diagnostic", severalParts("", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.1.1 The account does not\n 550 5.1.1 exist.\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Hard: true}}},
	{"given up, and the last answer", severalParts("", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 452 4.2.2 over quota\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "4.2.2", ReplyCode: "452"}}},
	{"diagnostics only in the text", severalParts("<ann@example.org>: host mx.example.org said: 550 5.1.1 User unknown\n\n<bo@example.org>: host mx.example.org said: 552 5.2.2 Mailbox full", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.0.0\n\nFinal-Recipient: rfc822; bo@example.org\nAction: failed\nStatus: 5.0.0\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Hard: true},
		{Recipient: "bo@example.org", Status: "5.2.2", ReplyCode: "552"}}},
	{"numbers that are no codes", severalParts("", reportingMX+
		"Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.3.4\nDiagnostic-Code: smtp; message of 551 KB is larger than 500 KB; port 25, 192.0.2.1, version 5.2.1\n"), []Bounce{
		{Recipient: "ann@example.org", Status: "5.3.4"}}},
	{"qmail", fromServer + "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ann@example.org>:\nRemote host said: 550 5.1.1 User unknown\n\n<bo@example.org>:\nRemote host said: 552 5.2.2 Mailbox full\n\n--- Below this line is a copy of the message.\n" + copyOfMail, []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Hard: true},
		{Recipient: "bo@example.org", Status: "5.2.2", ReplyCode: "552"}}},
	{"sendmail: first the addresses, then what was said", fromServer + "Subject: Returned mail: see transcript for details\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@example.org>\n<bo@example.net>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n>>> RCPT To:<ann@example.org>\n<<< 550 5.1.1 User unknown\n550 5.1.1 <ann@example.org>... User unknown\n... while talking to mx.example.net.:\n>>> RCPT To:<bo@example.net>\n<<< 550 5.7.1 blocked by policy\n" + copyOfMail, []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Hard: true},
		{Recipient: "bo@example.net", Status: "5.7.1", ReplyCode: "550"}}},
	{"a report in a file", fromServer + "Subject: Undeliverable: Order\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe attached mail could not be delivered.\n--b\nContent-Type: text/plain; name=details.txt\nContent-Disposition: attachment; filename=details.txt\n\nReporting-MTA: dns; mx.example.com\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\n--b\n" + headerPart + "--b--\n", []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", Hard: true}}},
	{"a report that another server wrapped", fromServer + "Subject: Delivery failure\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nMail was returned to you.\n--a\nContent-Type: message/rfc822\n\nMessage-ID: <sent@example.com>\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + reportingMX + "Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\n--b--\n--a--\n", []Bounce{
		{Recipient: "ann@example.org", Status: "5.1.1", Hard: true}}},
}

func TestReportsOfSeveralRecipientsTellOfEach(t *testing.T) {
	for _, tc := range severalRecipients {
		t.Run(tc.name, func(t *testing.T) {
			m := Parse([]byte(tc.raw))
			for i := range tc.want {
				tc.want[i] = tc.want[i].complete()
			}
			if m.Kind != KindBounce || !slices.Equal(m.Bounces, tc.want) {
				t.Errorf("kind %s\ngot  %+v\nwant %+v", m.Kind, m.Bounces, tc.want)
			}
		})
	}
}
