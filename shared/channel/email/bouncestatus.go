package email

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"confab/shared/channel/email/tidy"
)

// readStatus reads the groups of fields of a message/delivery-status part; the
// first is about the mail, each other about one recipient (RFC 3464 §2.1).
// Servers that leave out the blank line between groups begin another with the
// second Final-Recipient.
func readStatus(status []byte, text, original string) []Bounce {
	var bounces []Bounce
	var diagnostics, recipients []string
	status = bytes.ReplaceAll(status, []byte("\r\n"), []byte("\n"))
	for group := range bytes.SplitSeq(status, []byte("\n\n")) {
		h, _ := readHeader(bytes.TrimLeft(group, "\n"))
		for _, one := range splitGroup(h) {
			b, ok := readGroup(one)
			if !ok || len(bounces) >= maxBounces {
				continue
			}
			b.OriginalMessageID = original
			bounces = append(bounces, b)
			recipients = append(recipients, b.Recipient)
			diagnostics = append(diagnostics, typedValue(one.get("Diagnostic-Code")))
		}
	}
	text = tidy.Head(text, bounceText)
	said := sections(text, recipients)
	for i := range bounces {
		bounces[i] = judge(bounces[i], diagnostics[i], said[i])
	}
	return bounces
}

// splitGroup splits a block of fields that holds several recipients: where one
// of the fields that each has but once comes again.
func splitGroup(h header) []header {
	var groups []header
	start := 0
	seen := map[string]bool{}
	for i, f := range h {
		switch name := strings.ToLower(f.name); name {
		case "final-recipient", "original-recipient", "action", "status":
			if seen[name] {
				groups = append(groups, h[start:i])
				start = i
				clear(seen)
			}
			seen[name] = true
		}
	}
	return append(groups, h[start:])
}

// readGroup reads the fields about one recipient; false where there are none.
func readGroup(h header) (Bounce, bool) {
	recipient := reportedAddress(h.get("Final-Recipient"))
	for _, name := range []string{"X-Actual-Recipient", "Original-Recipient"} {
		// What we sent to, not what it was rewritten to on its way.
		if shown := reportedAddress(h.get(name)); isAddress(shown) && (name == "Original-Recipient" || !isAddress(recipient)) {
			recipient = shown
		}
	}
	if !isAddress(recipient) && !h.has("Action") && !h.has("Status") && !h.has("Final-Recipient") {
		return Bounce{}, false
	}
	if !isAddress(recipient) {
		recipient = ""
	}
	b := Bounce{Recipient: recipient, Status: readCodesOf(h.get("Status"))}
	switch action := strings.ToLower(strings.Trim(firstWord(strings.TrimSpace(h.get("Action"))), "();,.")); {
	case strings.HasPrefix(action, "delay"):
		b.Action = "delayed"
	case strings.HasPrefix(action, "deliver"), action == "" && strings.HasPrefix(b.Status, "2."):
		b.Action = "delivered"
	case action == "relayed", action == "expanded":
		b.Action = action
	default: // failed, and what others call it: failure, error, expired
		b.Action = "failed"
	}
	return b, true
}

// statusField is an enhanced status code at the head of a Status field.
var statusField = regexp.MustCompile(`^\D{0,20}([245]\.\d{1,3}\.\d{1,3})`)

func readCodesOf(value string) string {
	if m := statusField.FindStringSubmatch(value); m != nil {
		return m[1]
	}
	return ""
}

// typedValue drops the type of "rfc822; ann@example.com" (RFC 3464 §2.1.2).
func typedValue(value string) string {
	if kind, rest, ok := strings.Cut(value, ";"); ok && !strings.ContainsAny(kind, "@< ") {
		return strings.TrimSpace(rest)
	}
	return strings.TrimSpace(value)
}

// embeddedCharacter is a character that ASCII cannot write (RFC 6533 §3,
// utf-8-addr-xtext).
var embeddedCharacter = regexp.MustCompile(`\\x\{([0-9A-Fa-f]{2,6})\}`)

// reportedAddress reads the address of a recipient field.
func reportedAddress(value string) string {
	value = embeddedCharacter.ReplaceAllStringFunc(decodeWords(typedValue(value)), func(s string) string {
		code, _ := strconv.ParseInt(s[3:len(s)-1], 16, 32)
		return string(rune(code))
	})
	address := strings.Trim(firstAddress(value).Address, "<>")
	if at := strings.LastIndexByte(address, ':'); strings.HasPrefix(address, "@") && at >= 0 {
		address = address[at+1:] // a source route (RFC 5321 appendix C)
	}
	return address
}

// isAddress tells an address from a name, a phone number or the rest of a route.
func isAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1
}

// reportFields are the fields of a delivery report that was put into a text.
var reportFields = regexp.MustCompile(`(?im)^[ \t]*(?:final-recipient|original-recipient|action|status|diagnostic-code|remote-mta|reporting-mta|last-attempt-date|arrival-date|will-retry-until):[ \t]*\S.*(?:\n[ \t]+\S.*)*`)

// embeddedStatus returns the fields of a delivery report that stand in a text,
// as those write whose parts are broken; nil where they name no recipient. A
// field may be wrapped, and the reports of some indent them all.
func embeddedStatus(text string) []byte {
	var out []byte
	recipients, verdicts := 0, 0
	for _, lines := range reportFields.FindAllString(tidy.Text(text), maxBounces*4) {
		for line := range strings.SplitSeq(lines, "\n") {
			line = strings.TrimSpace(line)
			name, _, isField := strings.Cut(strings.ToLower(line), ":")
			switch {
			case isField && name == "final-recipient":
				recipients++
			case isField && (name == "action" || name == "status" || name == "diagnostic-code"):
				verdicts++
			case !isField || strings.ContainsAny(name, " \t"):
				line = " " + line
			}
			out = append(append(out, line...), '\n')
		}
	}
	if recipients == 0 || verdicts == 0 {
		return nil
	}
	return out
}

// strayStatus finds the fields of a report whose part was lost: in the text, in
// an attached file, or in the parts of a report that another server wrapped.
func strayStatus(m *Mail, b *body, text string) []byte {
	if status := embeddedStatus(text); status != nil {
		return status
	}
	for _, a := range m.Attachments[:min(len(m.Attachments), 20)] {
		if strings.HasPrefix(a.Type, "text/") {
			if status := embeddedStatus(string(a.Content[:min(len(a.Content), bounceText)])); status != nil {
				return status
			}
		}
	}
	h, _ := readHeader(trimPreamble(b.report.original))
	if _, wrapped := reportType(h); !wrapped {
		return nil
	}
	var inner body
	root, _ := readParts(b.report.original)
	inner.visit(root)
	return inner.report.status
}
