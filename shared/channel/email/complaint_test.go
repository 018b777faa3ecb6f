package email

import (
	"slices"
	"testing"
)

const returnedOrder = "Message-ID: <sent@example.com>\nFrom: support@example.com\nTo: ann@example.org\nSubject: Order\n\nHello\n"

func TestComplaintsAreReadInEveryForm(t *testing.T) {
	report := func(fields, original string) string {
		return "From: fbl@example.net\nTo: support@example.com\nSubject: Email feedback\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis is an abuse report.\n--b\nContent-Type: message/feedback-report\n\n" + fields + "--b\nContent-Type: message/rfc822\n\n" + original + "--b--\n"
	}
	for _, tc := range []struct {
		name, raw, kind, recipient, id string
	}{
		{"the standard", report("Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <ann@example.org>\n", returnedOrder), "abuse", "ann@example.org", "sent@example.com"},
		{"no recipient but the mail's own", report("Feedback-Type: fraud\nVersion: 1\n", returnedOrder), "fraud", "ann@example.org", "sent@example.com"},
		{"a recipient that was blacked out", report("Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: redacted@example.org\n", "Message-ID: <sent@example.com>\nTo: [redacted]\nSubject: Order\n\n"), "abuse", "", "sent@example.com"},
		{"not spam after all", report("Feedback-Type: not-spam\nVersion: 1\n", returnedOrder), "not-spam", "ann@example.org", "sent@example.com"},
		{"a failed authentication", report("Feedback-Type: auth-failure\nVersion: 1\nAuth-Failure: dmarc\n", returnedOrder), "auth-failure", "ann@example.org", "sent@example.com"},
		{"a type with a comment behind", report("Feedback-Type: abuse (spam)\nVersion: 1\n", returnedOrder), "abuse", "ann@example.org", "sent@example.com"},
		{"no type at all", report("User-Agent: Loop/1.0\nVersion: 1\n", returnedOrder), "other", "ann@example.org", "sent@example.com"},
		{"only the header of the mail", "From: fbl@example.net\nSubject: Abuse\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b\nContent-Type: text/rfc822-headers\n\n" + returnedOrder + "--b--\n", "abuse", "ann@example.org", "sent@example.com"},
		{"fields in the text", "From: fbl@example.net\nSubject: Abuse\nContent-Type: text/plain\n\nAn abuse report follows.\n\nFeedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: ann@example.org\n\n" + returnedOrder, "abuse", "ann@example.org", "sent@example.com"},
		{"the mail alone, as Microsoft sends it", "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@example.org\n" + returnedOrder + "--b--\n", "abuse", "ann@example.org", "sent@example.com"},
		{"words and the mail", "Return-Path: <>\nFrom: abuse@example.net\nSubject: Email Feedback Report for IP 192.0.2.1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis is an email abuse report for an email message received from 192.0.2.1\n--b\nContent-Type: message/rfc822\n\n" + returnedOrder + "--b--\n", "abuse", "ann@example.org", "sent@example.com"},
		{"a notification of SES", "From: no-reply@sns.amazonaws.com\nSubject: AWS Notification Message\n\n{\"notificationType\":\"Complaint\",\"complaint\":{\"complaintFeedbackType\":\"abuse\",\"complainedRecipients\":[{\"emailAddress\":\"ann@exam\n ple.org\"}]},\"mail\":{\"messageId\":\"0100\",\"sourceArn\":\"arn:aws:ses:eu-west-1:111122223333:identity/example.com\"}}\n\n--\nUnsubscribe\n", "abuse", "ann@example.org", "0100@eu-west-1.amazonses.com"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := Parse([]byte(tc.raw))
			if m.Kind != KindComplaint {
				t.Fatalf("kind %s", m.Kind)
			}
			var want []string
			if tc.recipient != "" {
				want = []string{tc.recipient}
			}
			if c := m.Complaint; c.Type != tc.kind || !slices.Equal(c.Recipients, want) || c.OriginalMessageID != tc.id {
				t.Errorf("got %+v", c)
			}
		})
	}
}

func TestNotificationsOfSESInTheMailAreRead(t *testing.T) {
	const head = "From: no-reply@sns.amazonaws.com\nTo: support@example.com\nSubject: AWS Notification Message\n\n"
	const mail = `"mail":{"messageId":"0100","sourceArn":"arn:aws:ses:us-east-1:111122223333:identity/example.com"}`
	bounce := `{"eventType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"ann@example.org","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"},{"emailAddress":"bo@example.org"}]},` + mail + `}`
	for _, tc := range []struct {
		name, text string
		want       []Bounce
	}{
		{"a bounce of two", bounce, []Bounce{
			{Recipient: "ann@example.org", Status: "5.1.1", ReplyCode: "550", Action: "failed", Hard: true, OriginalMessageID: "0100@email.amazonses.com"},
			{Recipient: "bo@example.org", Action: "failed", Hard: true, OriginalMessageID: "0100@email.amazonses.com"}}},
		{"a delivery", `{"notificationType":"Delivery","delivery":{"recipients":["ann@example.org"],"smtpResponse":"250 2.6.0 Message received"},` + mail + `}`, []Bounce{
			{Recipient: "ann@example.org", Status: "2.6.0", ReplyCode: "250", Action: "delivered", OriginalMessageID: "0100@email.amazonses.com"}}},
		{"within SNS's own envelope", `{"Type":"Notification","Message":"{\"notificationType\":\"Delivery\",\"delivery\":{\"recipients\":[\"ann@example.org\"]},\"mail\":{\"messageId\":\"0100\"}}"}`, []Bounce{
			{Recipient: "ann@example.org", Action: "delivered", OriginalMessageID: "0100@email.amazonses.com"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if m := Parse([]byte(head + tc.text + "\n\n--\nUnsubscribe\n")); m.Kind != KindBounce || !slices.Equal(m.Bounces, tc.want) {
				t.Errorf("kind %s: %+v", m.Kind, m.Bounces)
			}
		})
	}
}

func TestOnlyARecipientsComplaintCountsAsOne(t *testing.T) {
	for kind, want := range map[string]int{"abuse": 1, "fraud": 1, "opt-out": 1, "not-spam": 0, "auth-failure": 0, "miscategorized": 0} {
		raw := "From: fbl@example.net\nSubject: Feedback\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: " + kind + "\n--b\nContent-Type: message/rfc822\n\n" + returnedOrder + "--b--\n"
		if got := len(Incoming([]byte(raw), Delivery{}).Reports); got != want {
			t.Errorf("%s: %d reports, want %d", kind, got, want)
		}
	}
}
