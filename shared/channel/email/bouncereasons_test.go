package email

import "testing"

// serverReplies are what servers answer, and whether the address itself is bad.
var serverReplies = []struct {
	hard  bool
	reply string
}{
	{true, "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces. For more information, go to https://support.example.org/mail/policy/spam"},
	{true, "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found"},
	{true, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"},
	{true, "550 5.5.0 Requested action not taken: mailbox unavailable"},
	{true, "550 Requested action not taken: mailbox unavailable"},
	{true, "554 delivery error: dd This user doesn't have a yahoo.example account (ann@yahoo.example) [0]"},
	{true, "550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown in virtual alias table"},
	{true, "550 No Such User Here"},
	{true, "550 sorry, no mailbox here by that name (#5.1.1 - chkuser)"},
	{true, "511 5.1.1 unknown or illegal alias: ann@example.org"},
	{true, "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)"},
	{true, "550 #5.1.0 Address rejected."},
	{true, "550 5.1.0 Address rejected ann@example.org"},
	{true, "550 Mailbox unavailable or access denied - <ann@example.org>"},
	{true, "550 Invalid Recipient"},
	{true, "550 Mailbox not found"},
	{true, "550 user not found"},
	{true, "550 unknown user <ann@example.org>"},
	{true, "551 Not our Customer"},
	{true, "553 sorry, this recipient is not in my validrcptto list: no such user"},
	{true, "556 5.1.10 Recipient address has a null MX"},
	{true, "Host or domain name not found. Name service error for name=example.org type=A: Host not found"},
	{true, "DNS Error: DNS type 'mx' lookup of example.org responded with code NXDOMAIN"},
	{true, "550 5.1.2 <ann@example.org>... Host unknown (Name server: example.org: host not found)"},
	{true, "all relevant MX records point to non-existent hosts"},
	{true, "550 5.1.6 recipient has moved"},
	{true, "550 Utilisateur inconnu"},
	{true, "550 Benutzer existiert nicht"},
	{true, "550 Usuario desconocido"},
	{true, "550 нет такого пользователя: не существует"},
	{true, "550 この宛先は存在しません"},
	{true, "550 收件人不存在"},

	{false, "552 5.2.2 The email account that you tried to reach is over quota."},
	{false, "452 4.2.2 The recipient's inbox is out of storage space."},
	{false, "554 Quota exceeded (mailbox for user is full)"},
	{false, "552 Mailbox limit exceeded for this email address"},
	{false, "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages"},
	{false, "550 5.2.1 The email account that you tried to reach is disabled."},
	{false, "554 30 Sorry, your message cannot be delivered. This mailbox is disabled"},
	{false, "525 5.7.13 User account disabled"},
	{false, "550 5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail"},
	{false, "550 5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy"},
	{false, "550 SPF check failed: 192.0.2.1 is not allowed to send for example.com"},
	{false, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example.net"},
	{false, "554 Relay access denied"},
	{false, "550 relay not permitted"},
	{false, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"},
	{false, "552 5.3.4 Message size exceeds fixed limit"},
	{false, "550 5.1.8 <support@example.com>: Sender address rejected: Domain not found"},
	{false, "553 Domain of sender address support@example.com does not exist"},
	{false, "550 Verification failed for <support@example.com>: No such user. Sender verify failed"},
	{false, "550 sorry, your envelope sender domain must exist (#5.7.1)"},
	{false, "450 4.7.1 Recipient address rejected: Greylisted, try again in 5 minutes"},
	{false, "421 4.7.0 Too many connections from your host"},
	{false, "554 5.4.6 Too many hops, mail loop"},
	{false, "550 permanent failure for one or more recipients (ann@example.org:blocked)"},
	{false, "554 Message not allowed - [PH01] Email not accepted for policy reasons."},
	{false, "550 Administrative prohibition"},
	{false, "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized"},
	{false, "550 Mail content denied"},
	{false, "550 5.7.27 Sender address has null MX"},
	{false, "550 You are not a member of this list; only members may post"},
	{false, "connect to mx.example.org[192.0.2.1]:25: Connection timed out"},
	{false, "Host or domain name not found. Name service error for name=example.org type=MX: Host not found, try again later"},
	{false, "450 4.1.1 <ann@example.org>: Recipient address rejected: unverified address: connection refused"},
	{false, "550 Unbekannter Fehler"},
	{false, "550 Errore sconosciuto, riprovare"},
	{false, "554 Transaction failed"},
	{false, "550 550 Virus detected"},
	{false, "554 5.6.0 Message contains a forbidden attachment"},
}

func TestServersTellWhetherAnAddressIsBad(t *testing.T) {
	for _, tc := range serverReplies {
		if got := judge(Bounce{}, tc.reply, ""); got.Hard != tc.hard {
			t.Errorf("%q: hard %v, codes %q %q", tc.reply, got.Hard, got.ReplyCode, got.Status)
		}
	}
}
