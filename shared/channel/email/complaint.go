package email

import (
	"regexp"
	"slices"
	"strings"

	"confab/shared/channel/email/tidy"
)

// readComplaint reads a feedback report (RFC 5965), in a part of its own or, as
// broken ones have it, in the text; or the mail that a provider sends in place
// of one: a complaint in words, or no more than the mail that was complained of.
func readComplaint(m *Mail, h header, b *body) *Complaint {
	if c, _ := notificationOf(m, b); c != nil {
		return c
	}
	text, rich := b.join()
	text = tidy.Text(tidy.Head(text, bounceText))
	fields, _ := readHeader(trimPreamble(b.report.feedback))
	original, _ := readHeader(trimPreamble(b.report.original))
	inText := feedbackFields(text)
	answer := answerPrefix.MatchString(foldWords(m.Subject)) || len(m.InReplyTo) > 0
	switch _, formal := reportType(h); {
	case len(fields) > 0 && (formal || !answer && !personal(text)):
	case answer || personal(text):
		return nil
	case len(inText) > 0:
		fields = inText
	case original.has(hotmailRecipient) && strings.TrimSpace(text+rich) == "":
	case len(original) > 0 && saysAny(foldWords(m.Subject+"\n"+tidy.Head(text, 2000)), complaintPhrases) && senderOf(m, h) != anybody:
	default:
		return nil
	}
	c := &Complaint{Type: strings.ToLower(firstWord(strings.TrimSpace(fields.get("Feedback-Type"))))}
	if c.Type == "" {
		c.Type = "other"
		if len(fields) == 0 {
			c.Type = "abuse" // who sends no report type sends nothing else
		}
	}
	_, returned := splitReturned(text)
	c.OriginalMessageID = originalOf(m, b, returned, text)
	c.Recipients = complained(fields, original)
	return c
}

// unwanted tells whether a recipient complained at all: some reports say that a
// mail was wanted after all (RFC 5965 §7.3), or are of servers that could not
// authenticate one (RFC 6591 §3.1).
func (c *Complaint) unwanted() bool {
	return c.Type != "not-spam" && c.Type != "auth-failure" && c.Type != "miscategorized"
}

// hotmailRecipient is what Microsoft's Junk Mail Reporting Program adds to the
// mail that it sends back, to tell of its recipient.
const hotmailRecipient = "X-HmXmrOriginalRecipient"

// complaintPhrases are how providers without a report format say it, folded.
var complaintPhrases = []string{
	"email abuse report", "e-mail abuse report", "email feedback report", "spam complaint", "complaint about message from", "complaint about your message", "marked as spam by", "reported as spam by", "reported this message as spam", "reported your message as spam", "abuse report for an email message",
}

// feedbackStart is the one field that no feedback report lacks (RFC 5965 §3.1),
// at the margin of a text.
var feedbackStart = regexp.MustCompile(`(?im)^feedback-type:[ \t]*[a-z-]+[ \t]*$`)

// feedbackFields reads the block of fields within a text that holds the feedback
// type; nil where it holds no other field of such reports.
func feedbackFields(text string) header {
	if !strings.Contains(text, "eedback-") {
		return nil // as in most mail, and much cheaper to tell
	}
	match := feedbackStart.FindStringIndex(text)
	if match == nil {
		return nil
	}
	at := match[0]
	if start := strings.LastIndex(text[:at], "\n\n"); start >= 0 {
		at = start + 2
	}
	h, _ := readHeader([]byte(text[at:]))
	if slices.ContainsFunc([]string{"User-Agent", "Version", "Source-IP", "Original-Mail-From", "Reported-Domain"}, h.has) {
		return h
	}
	return nil
}

// complained returns whose mail was complained of: as the report names them,
// else as the mail itself does. Names that were blacked out are none.
func complained(fields, original header) []string {
	var out []string
	take := func(h header, names ...string) {
		for _, name := range names {
			for _, value := range h.all(name) {
				for _, a := range parseAddresses(typedValue(value)) {
					local, _, _ := strings.Cut(strings.ToLower(a.Address), "@")
					hidden := strings.Contains(local, "redacted") || strings.Contains(local, "undisclosed") || strings.Trim(local, "x*_-.") == ""
					if isAddress(a.Address) && !hidden && !slices.Contains(out, a.Address) && len(out) < maxBounces {
						out = append(out, a.Address)
					}
				}
			}
			if len(out) > 0 {
				return
			}
		}
	}
	take(fields, "Original-Rcpt-To", "Removal-Recipient", "Original-Recipient")
	if len(out) == 0 {
		take(original, hotmailRecipient, "X-Original-To", "Delivered-To", "Envelope-To", "To")
	}
	return out
}

// originalID returns the Message-ID of a returned mail, or "".
func originalID(original []byte) string {
	h, _ := readHeader(trimPreamble(original))
	return firstID(h.get("Message-ID"))
}
