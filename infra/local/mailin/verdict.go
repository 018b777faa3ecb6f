package mailin

import (
	"bytes"
	"fmt"
	"strings"
)

// Authentication is what SES would find out about a mail's sender.
type Authentication string

const (
	// Passes means that SPF, DKIM and DMARC pass.
	Passes Authentication = "pass"
	// Fails means that all of them fail, under a DMARC policy of reject.
	Fails Authentication = "fail"
	// Gray means that the sender's domain has none of them.
	Gray Authentication = "gray"
)

// Texts by which every mail scanner can be tested, split here so that no scanner
// takes this file for what it tests.
// Sources: EICAR anti-malware test file; SpamAssassin's GTUBE.
var (
	eicar = []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!`)
	gtube = []byte(`XJS*C4JDBQADN1.NSBN3*2IDNEN*` + `GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X`)

	// The same as it looks inside a base64 part, at each of three alignments.
	eicarBase64 = [][]byte{[]byte("RUlDQVItU1RBTkRBUkQtQU5USVZJUlVTLVRFU1"), []byte("VJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNU"), []byte("FSUNBUi1TVEFOREFSRC1BTlRJVklSVVMtVEVTVC")}
)

// verdict is the status SES gives for what was found.
func (a Authentication) verdict() string {
	return map[Authentication]string{Passes: "PASS", Fails: "FAIL", Gray: "GRAY"}[a]
}

// result is the word an Authentication-Results header has for it (RFC 8601).
func (a Authentication) result() string {
	return map[Authentication]string{Passes: "pass", Fails: "fail", Gray: "none"}[a]
}

// policy is the dmarcPolicy of the event: SES tells it only where DMARC fails.
func (a Authentication) policy() string {
	if a == Fails {
		return "reject"
	}
	return ""
}

func spamVerdict(raw []byte) string {
	if bytes.Contains(raw, gtube) {
		return "FAIL"
	}
	return "PASS"
}

func virusVerdict(raw []byte) string {
	if bytes.Contains(raw, eicar) {
		return "FAIL"
	}
	joined := bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r"), nil), []byte("\n"), nil)
	for _, encoded := range eicarBase64 {
		if bytes.Contains(joined, encoded) {
			return "FAIL"
		}
	}
	return "PASS"
}

// trace is what SES writes above a mail: who handed it over, and what the checks
// found. They say what the event's verdicts say.
func (m *mail) trace(helo string) []byte {
	const client = "192.0.2.10" // reserved for documentation (RFC 5737)
	sender, from := domainOf(m.source), domainOf(m.fromAddress())
	if sender == "" {
		sender = helo
	}
	result := m.authentication.result()
	spf := fmt.Sprintf("%s (spfCheck: domain of %s) client-ip=%s; envelope-from=%s; helo=%s;", result, sender, client, m.source, helo)
	dkim := "dkim=" + result
	if m.authentication != Gray {
		dkim += " header.i=@" + from
	}
	dmarc := "dmarc=" + result
	if m.authentication == Fails {
		dmarc += " (p=reject)"
	}
	lines := []string{
		"Return-Path: <" + m.source + ">",
		fmt.Sprintf("Received: from %s (%s [%s])", helo, helo, client),
		" by inbound-smtp.us-east-1.amazonaws.com with SMTP id " + m.id,
		" for " + m.recipients[0] + ";",
		" " + m.received.Format("Mon, 02 Jan 2006 15:04:05 -0700 (MST)"),
		"X-SES-Spam-Verdict: " + m.spam,
		"X-SES-Virus-Verdict: " + m.virus,
		"Received-SPF: " + spf,
		"Authentication-Results: amazonses.com;",
		" spf=" + spf,
		" " + dkim + ";",
		" " + dmarc + " header.from=" + from + ";",
		"",
	}
	return []byte(strings.Join(lines, "\r\n"))
}

func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}
