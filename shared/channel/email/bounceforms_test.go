package email

import (
	"strings"
	"testing"
)

// server is the head of a report with an empty return path; postmaster one that
// proves less.
const (
	fromServer     = "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.com>\nTo: support@example.com\n"
	fromPostmaster = "From: postmaster@example.net\nTo: support@example.com\n"
	copyOfMail     = "\nReceived: from mx.example.com by mx.example.net; Mon, 4 May 2026 10:00:00 +0000\nMessage-ID: <sent@example.com>\nFrom: Support <support@example.com>\nTo: ann@example.org\nSubject: Order\n\nHello\n"
)

// reportForms are reports as mail programs of all ages word them. Unless a form
// says otherwise, it is about ann@example.org and about the mail sent@example.com.
var reportForms = []struct {
	name, raw string
	want      Bounce
}{
	{"qmail", fromServer + "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 <ann@example.org>: User unknown\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"a language that no table has", "From: Mail Delivery System <mailer-daemon@example.net>\nTo: support@example.com\nSubject: Dergesê nehat\n\nPeyam negihîşt.\n\nann@example.org: 550 5.1.1 Na\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"qmail, no such mailbox", fromServer + "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ann@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "5.1.1", Hard: true}},
	{"qmail, no host", fromServer + "Subject: failure notice\n\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ann@example.org>:\nSorry, I couldn't find any host named example.org. (#5.1.2)\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "5.1.2", Hard: true}},
	{"qmail, tried for too long", fromServer + "Subject: failure notice\n\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ann@example.org>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "4.4.1"}},
	{"qmail, relay refused", fromServer + "Subject: failure notice\n\n<ann@example.org>:\nSorry, that domain isn't in my list of allowed rcpthosts. (#5.7.1)\nyour message could not be delivered\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "5.7.1"}},
	{"Exim", fromServer + "X-Failed-Recipients: ann@example.org\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@example.org\n    SMTP error from remote mail server after RCPT TO:<ann@example.org>:\n    host mx.example.org [192.0.2.1]: 550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"Exim, quota", fromServer + "X-Failed-Recipients: ann@example.org\nSubject: Mail delivery failed: returning message to sender\n\nThe following address(es) failed:\n\n  ann@example.org\n    (generated from info@example.org)\n    mailbox is full: retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n" + copyOfMail,
		Bounce{}},
	{"Exim, warning", fromServer + "Subject: Warning: message 1abcDE-0001-AB delayed 24 hours\nAuto-Submitted: auto-replied\n\nThis message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.com.\n\nThe address to which the message has not yet been delivered is:\n\n  ann@example.org\n    host mx.example.org [192.0.2.1]\n    Delay reason: Connection timed out\n\nNo action is required on your part.\n" + copyOfMail,
		Bounce{Action: "delayed"}},
	{"sendmail of 1995", fromServer + "Subject: Returned mail: User unknown\n\nThe original message was received at Mon, 4 May 2026 10:00:00 GMT\nfrom mx.example.com [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@example.org>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n>>> RCPT To:<ann@example.org>\n<<< 550 <ann@example.org>... User unknown\n550 <ann@example.org>... User unknown\n\n   ----- Original message follows -----\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"sendmail of 1990", "From: MAILER-DAEMON (Mail Delivery Subsystem)\nTo: support@example.com\nSubject: Returned mail: Host unknown\n\n   ----- Transcript of session follows -----\n550 ann@example.org... Host unknown\n\n   ----- Unsent message follows -----\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"sendmail, warning", fromServer + "Subject: Warning: could not send message for past 4 hours\n\n    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<ann@example.org>\n\n   ----- Transcript of session follows -----\n451 4.4.1 reply: read error from mx.example.org.\n<ann@example.org>... Deferred: Connection timed out\n" + copyOfMail,
		Bounce{Status: "4.4.1", ReplyCode: "451", Action: "delayed"}},
	{"Postfix whose parts were lost", fromServer + "Subject: Undelivered Mail Returned to Sender\nContent-Type: text/plain\n\n" + strings.ReplaceAll(pastedReport, "cem@example.net", "ann@example.org") + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"Postfix of a virtual address", fromServer + "Subject: Undelivered Mail Returned to Sender\n\n<bo@example.net> (expanded from <ann@example.org>): host mx.example.net[192.0.2.1]\n    said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)\nyour message could not be delivered\n" + copyOfMail,
		Bounce{Recipient: "bo@example.net", Status: "5.2.2", ReplyCode: "552"}},
	{"Exchange 5.5", "From: System Administrator <postmaster@example.net>\nTo: support@example.com\nSubject: Undeliverable: Order\n\nYour message\n\n  To:      ann@example.org\n  Subject: Order\n  Sent:    Mon, 4 May 2026 10:00:00 +0100\n\ndid not reach the following recipient(s):\n\nann@example.org on Mon, 4 May 2026 10:00:05 +0100\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=us;a= ;p=example\n    MSEXCH:IMS:EXAMPLE:MX 0 (000C05A6) Unknown Recipient\n",
		Bounce{Hard: true, OriginalMessageID: "-"}},
	{"Exchange 2003", "From: System Administrator <postmaster@example.net>\nTo: support@example.com\nSubject: Undeliverable: Order\nIn-Reply-To: <sent@example.com>\nAuto-Submitted: auto-generated\n\nYour message did not reach some or all of the intended recipients.\n\n      Subject:  Order\n      Sent:     5/4/2026 10:00 AM\n\nThe following recipient(s) could not be reached:\n\n      ann@example.org on 5/4/2026 10:00 AM\n            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.\n            < mx.example.net #5.1.1>\n",
		Bounce{Status: "5.1.1", Hard: true}},
	{"Exchange 2010, as text", fromPostmaster + "Subject: Undeliverable: Order\n\nDelivery has failed to these recipients or groups:\n\nann@example.org\nThe e-mail address you entered couldn't be found. Please check the recipient's e-mail address and try to resend the message.\n\nDiagnostic information for administrators:\n\nGenerating server: mx.example.net\n\nann@example.org\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"Microsoft 365, as text", fromPostmaster + "Subject: Undeliverable: Order\n\nann@example.org wasn't found at example.org.\n\nError Details\nError: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@example.org not found by SMTP address lookup\nMessage rejected by: mx.example.net\n\nYour message couldn't be delivered.\n\nOriginal Message Headers\n" + copyOfMail,
		Bounce{Status: "5.1.10", ReplyCode: "550", Hard: true}},
	{"Microsoft 365 on another server's behalf", fromServer + "Subject: Undeliverable: Order\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nYour message to ann@example.org couldn't be delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;mx.example.net\n\nFinal-Recipient: rfc822;ann@example.org\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp;550 5.7.1 Unauthenticated email from example.com is not accepted due to domain's DMARC policy\n--b\nContent-Type: message/rfc822\n" + copyOfMail + "--b--\n",
		Bounce{Status: "5.7.1", ReplyCode: "550"}},
	{"Domino", "From: postmaster@example.net\nTo: support@example.com\nSubject: DELIVERY FAILURE: User ann (ann@example.org) not listed in Domino Directory\n\nYour message\n\n  Subject: Order\n\nwas not delivered to:\n\n  ann@example.org\n\nbecause:\n\n  User ann (ann@example.org) not listed in Domino Directory\n",
		Bounce{Hard: true, OriginalMessageID: "-"}},
	{"GroupWise", "From: Mailer-Daemon@example.net\nTo: support@example.com\nSubject: Message status - undeliverable\n\nThe message that you sent was undeliverable to the following:\n\tann@example.org (550 5.1.1 User unknown)\n\nPossibly truncated original message follows:\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"Gmail of 2010", "Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: support@example.com\nX-Failed-Recipients: ann@example.org\nSubject: Delivery Status Notification (Failure)\n\nDelivery to the following recipient failed permanently:\n\n     ann@example.org\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the server for the recipient domain example.org by mx.example.org. [192.0.2.1].\n\nThe error that the other server returned was:\n550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown in virtual mailbox table\n\n----- Original message -----\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"Gmail, quota", "Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: support@example.com\nX-Failed-Recipients: ann@example.org\nSubject: Delivery Status Notification (Failure)\n\n** Message blocked **\n\nThe response was:\n452 4.2.2 The email account that you tried to reach is over quota.\n\n----- Original message -----\n" + copyOfMail,
		Bounce{Status: "4.2.2", ReplyCode: "452"}},
	{"AOL", fromServer + "Subject: Returned mail: User unknown\n\nThe original message was received at Mon, 4 May 2026 10:00:00 -0400\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@example.org>\n\n-->> RCPT TO:<ann@example.org>\n<<-- 550 MAILBOX NOT FOUND\n550 <ann@example.org>... User unknown\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"Yahoo", "From: MAILER-DAEMON@yahoo.com\nTo: support@example.com\nSubject: Failure Notice\n\nSorry, we were unable to deliver your message to the following address.\n\n<ann@example.org>:\n554: 5.7.9: Message not accepted for policy reasons.  See https://postmaster.example.org/error-codes\n\n--- Below this line is a copy of the message.\n" + copyOfMail,
		Bounce{Status: "5.7.9", ReplyCode: "554"}},
	{"IMail", fromPostmaster + "Subject: Undeliverable Mail\n\nUnknown user: ann@example.org\n\n\nOriginal message follows.\n" + copyOfMail,
		Bounce{Hard: true}},
	{"Courier", fromServer + "Subject: NOTICE: mail delivery status.\n\nThis is a delivery status notification from mx.example.com,\nrunning the Courier mail server.\n\nThe original message was received on Mon, 4 May 2026 10:00:00 +0000\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<ann@example.org>:\n    mx.example.org [192.0.2.1]:\n>>> RCPT TO:<ann@example.org>\n<<< 550 User unknown.\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"Oracle Messaging Server", "From: Internet Mail Delivery <postmaster@example.net>\nTo: support@example.com\nSubject: Delivery Notification: Delivery has failed\n\nThis report relates to a message you sent with the following header fields:\n\n  Message-id: <sent@example.com>\n  Date: Mon, 04 May 2026 10:00:00 +0000\n  From: support@example.com\n  To: ann@example.org\n  Subject: Order\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: ann@example.org\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: ann@example.org\n",
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"MDaemon", "From: MDaemon at mx.example.net <MDaemon@example.net>\nTo: support@example.com\nSubject: Permanent Delivery Failure\n\nThe attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue.\n\nThe failed recipient: ann@example.org\n\n  --- Session Transcript ---\n Mon 10:00:01: --> RCPT To:<ann@example.org>\n Mon 10:00:01: <-- 550 5.1.1 Recipient unknown\n  --- End Transcript ---\n" + copyOfMail,
		Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
	{"hMailServer", fromServer + "Subject: Message undeliverable: Order\n\nYour message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 4 May 2026 10:00:00 +0000\n   Subject: Order\n\nThe following recipient(s) could not be reached:\n\nann@example.org\n   Error Type: SMTP\n   Remote server (192.0.2.1) issued an error.\n   hMailServer sent: RCPT TO:<ann@example.org>\n   Remote server replied: 550 unknown user\n\nhMailServer\n",
		Bounce{ReplyCode: "550", Hard: true, OriginalMessageID: "-"}},
	{"Zimbra's delay", fromServer + "Subject: Delayed Mail (still being retried)\n\nThis is the mail system at host mx.example.com.\n\n####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<ann@example.org>: connect to mx.example.org[192.0.2.1]:25: Connection timed out\n" + copyOfMail,
		Bounce{Action: "delayed"}},
	{"Postfix's success", fromServer + "Subject: Successful Mail Delivery Report\n\nThis is the mail system at host mx.example.com.\n\nYour message was successfully delivered to the destination(s)\nlisted below.\n\n<ann@example.org>: delivery via mx.example.org[192.0.2.1]:25: 250 2.0.0 Ok\n" + copyOfMail,
		Bounce{Status: "2.0.0", ReplyCode: "250", Action: "delivered"}},
	{"X.400 prose", fromPostmaster + "Subject: Non-delivery report\n\nYour message could not be delivered to the following addresses:\n\n   ann@example.org\n   Reason code: unable-to-transfer\n   Diagnostic code: unrecognised-OR-name (no such recipient)\n",
		Bounce{Hard: true, OriginalMessageID: "-"}},
	{"status written in the text, every line indented", fromServer + "Subject: Delivery failure\n\nThe message could not be delivered.\n\n  Final-Recipient: rfc822;ann@example.org\n  Action: failed\n  Status: 5.0.0\n  Diagnostic-Code: smtp;550 5.2.2\n   over quota\n" + copyOfMail,
		Bounce{Status: "5.2.2", ReplyCode: "550"}},
	{"an address in UTF-8", fromServer + "Subject: Undelivered Mail\nContent-Type: multipart/report; report-type=global-delivery-status; boundary=b\n\n--b\nContent-Type: message/global-delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: utf-8; \\x{5C71}\\x{7530}@example.org\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: message/global-headers\n\nMessage-ID: <sent@example.com>\n--b--\n",
		Bounce{Recipient: "山田@example.org", Status: "5.1.1", Hard: true}},
	{"relayed, where nobody knows more", fromServer + "Subject: Delivery Status Notification (Relay)\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ann@example.org\nAction: relayed (to non-DSN-aware mailer)\nStatus: 2.0.0\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <sent@example.com>\n--b--\n",
		Bounce{Status: "2.0.0", Action: "relayed"}},
	{"a list that takes its members' mail alone", "From: lamps-bounces@example.org\nTo: support@example.com\nPrecedence: bulk\nSubject: Request to mailing list Lamps rejected\n\nYour request to the Lamps mailing list\n\n    Posting of your message titled \"Order\"\n\nhas been rejected: you are not allowed to post to ann@example.org\n" + copyOfMail,
		Bounce{}},
	{"a gateway's tag before the subject", fromPostmaster + "Subject: [Postmaster] Email Delivery Failure\n\nThis is a delivery failure notification message indicating that an email you addressed to:\n-- ann@example.org\n\ncould not be delivered. The problem appears to be:\n-- Recipient email server rejected the message\n\nAdditional information follows:\n-- 5.4.1 [internal] No answer from host\n" + copyOfMail,
		Bounce{Status: "5.4.1"}},
	{"a Chinese provider", "From: PostMaster@example.net\nTo: support@example.com\nContent-Type: text/plain; charset=utf-8\nSubject: 来自postmaster@example.net的退信\n\n抱歉，您的邮件被退回来了。\n\n无法发送到 ann@example.org\n退信原因：收件人邮件地址不存在\nhost mx.example.org said: 550 Mailbox not found\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
	{"Exchange under its own long name", "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net>\nTo: support@example.com\nSubject: Order\n\nYour message to ann@example.org couldn't be delivered: the mailbox is full.\n#552 5.2.2 Mailbox full##\n" + copyOfMail,
		Bounce{Status: "5.2.2", ReplyCode: "552"}},
	{"a list manager that does not know the list", fromServer + "Subject: Rejected message\n\nYour message to the list ann@example.org was not delivered: no such address.\n550 unknown user\n" + copyOfMail,
		Bounce{ReplyCode: "550", Hard: true}},
}

func TestReportsOfManyProgramsAreRead(t *testing.T) {
	for _, tc := range reportForms {
		t.Run(tc.name, func(t *testing.T) {
			m := Parse([]byte(tc.raw))
			if m.Kind != KindBounce || len(m.Bounces) != 1 {
				t.Fatalf("kind %s, %d recipients", m.Kind, len(m.Bounces))
			}
			if want := tc.want.complete(); m.Bounces[0] != want {
				t.Errorf("got  %+v\nwant %+v", m.Bounces[0], want)
			}
		})
	}
}

// complete fills in what most reports here have in common.
func (b Bounce) complete() Bounce {
	if b.Recipient == "" {
		b.Recipient = "ann@example.org"
	}
	if b.Action == "" {
		b.Action = "failed"
	}
	switch b.OriginalMessageID {
	case "":
		b.OriginalMessageID = "sent@example.com"
	case "-":
		b.OriginalMessageID = ""
	}
	return b
}

func TestAReportThatIsHTMLAloneIsRead(t *testing.T) {
	raw := fromServer + "Subject: Undeliverable: Order\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>Your message to <a href=\"mailto:ann@example.org\">ann@example.org</a> couldn't be delivered.</p><p>550 5.1.1 User unknown</p></body></html>\n"
	m := Parse([]byte(raw))
	if want := (Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true, OriginalMessageID: "-"}).complete(); len(m.Bounces) != 1 || m.Bounces[0] != want {
		t.Errorf("kind %s, %+v", m.Kind, m.Bounces)
	}
}
