package email

import (
	"bytes"
	"regexp"
	"strings"
)

// maxBounces bounds the recipients read of one report.
const maxBounces = 200

var (
	statusPattern = regexp.MustCompile(`\b([245]\.\d{1,3}\.\d{1,3})\b`)
	replyPattern  = regexp.MustCompile(`(?m)(?:^|[^\d.#/-])([45][0-5]\d)(?:[- ,;:]|$)`)
)

// readBounces reads a delivery report: the standard one (RFC 3462, RFC 3464)
// where there is one, else the text of what says it is one.
func readBounces(m *Mail, h header, b *body) []Bounce {
	original := originalID(b.report.original)
	text, _ := b.join()
	if b.report.status != nil {
		if bounces := readStatus(b.report.status, text, original); len(bounces) > 0 {
			return bounces
		}
	}
	if b.report.kind != "delivery-status" && !looksLikeBounce(m, h, text) {
		return nil
	}
	return readBounceText(m, h, text, original)
}

// readStatus reads the groups of fields of a message/delivery-status part; the
// first is about the mail, each other about one recipient (RFC 3464 §2.1).
func readStatus(status []byte, text, original string) []Bounce {
	var bounces []Bounce
	var diagnostics, recipients []string
	status = bytes.ReplaceAll(status, []byte("\r\n"), []byte("\n"))
	for group := range bytes.SplitSeq(status, []byte("\n\n")) {
		h, _ := readHeader(bytes.TrimLeft(group, "\n"))
		recipient := typedValue(h.get("Final-Recipient"))
		if shown := typedValue(h.get("Original-Recipient")); strings.Contains(shown, "@") {
			recipient = shown // what we sent to, not what it was rewritten to
		}
		if recipient == "" && h.get("Action") == "" && h.get("Status") == "" || len(bounces) >= maxBounces {
			continue
		}
		bounces = append(bounces, Bounce{
			Recipient:         strings.Trim(firstAddress(recipient).Address, "<>"),
			Status:            statusPattern.FindString(h.get("Status")),
			Action:            strings.ToLower(firstWord(strings.TrimSpace(h.get("Action")))),
			OriginalMessageID: original,
		})
		recipients = append(recipients, bounces[len(bounces)-1].Recipient)
		diagnostics = append(diagnostics, typedValue(h.get("Diagnostic-Code")))
	}
	text = head(text, bounceText)
	for i := range bounces {
		bounces[i] = judge(bounces[i], diagnostics[i], about(text, recipients, i))
	}
	return bounces
}

// typedValue drops the type of "rfc822; ann@example.com".
func typedValue(value string) string {
	if kind, rest, ok := strings.Cut(value, ";"); ok && !strings.ContainsAny(kind, "@<") {
		return strings.TrimSpace(rest)
	}
	return strings.TrimSpace(value)
}

// judge completes a bounce from the words of the server that refused: its own
// diagnostic, else the text for people.
func judge(b Bounce, diagnostic, text string) Bounce {
	if b.Action == "" {
		b.Action = "failed"
	}
	for _, said := range []string{diagnostic, text} {
		if status := specific(statusPattern.FindString(said)); status != "" && specific(b.Status) == "" && sameClass(status, b.Status) {
			b.Status = status
		}
		if match := replyPattern.FindStringSubmatch(said); match != nil && b.ReplyCode == "" && sameClass(match[1], b.Status) {
			b.ReplyCode = match[1]
		}
	}
	b.Hard = b.Action == "failed" && isHard(b, diagnostic, text)
	return b
}

// specific returns a status that says more than its class, or "".
func specific(status string) string {
	if strings.HasSuffix(status, ".0.0") {
		return ""
	}
	return status
}

// sameClass tells that a code does not contradict the status there is.
func sameClass(code, status string) bool {
	return status == "" || code[0] == status[0]
}
