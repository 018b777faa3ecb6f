package email

import (
	"regexp"
	"slices"
	"strings"

	"confab/shared/channel/email/quote"
	"confab/shared/channel/email/tidy"
)

const (
	maxBounces = 200      // recipients read of one report
	bounceText = 64 << 10 // bytes read of a report's text
)

// readBounces reads a delivery report: the standard one (RFC 3462, RFC 3464)
// where there is one, else the text of what says it is one.
func readBounces(m *Mail, h header, b *body) []Bounce {
	if _, bounces := notificationOf(m, b); bounces != nil {
		return bounces
	}
	kind, formal := reportType(h)
	formal = formal && (kind == "" || strings.HasSuffix(kind, "delivery-status"))
	if isReceipt(h, b) || !formal && !mayBeBounce(m, h, b) {
		return nil
	}
	text := b.reportText()
	if !formal && !looksLikeBounce(m, h, b, text) {
		return nil
	}
	status := b.report.status
	said, returned := splitReturned(text)
	original := originalOf(m, b, returned, text)
	if len(status) == 0 {
		status = strayStatus(m, b, text)
	}
	if bounces := readStatus(status, said, original); len(bounces) > 0 && (len(bounces) > 1 || bounces[0].Recipient != "") {
		return bounces
	}
	// Without a readable status it takes more than the form, unless the type is said.
	if formal && kind == "" && !looksLikeBounce(m, h, b, text) {
		return nil
	}
	return readBounceText(m, h, said, text, original)
}

// reportType returns what a multipart/report says that it reports (RFC 6522);
// false for any other mail, within which a report may be quoted or attached.
func reportType(h header) (kind string, ok bool) {
	value, params := parseParameters(h.get("Content-Type"))
	return strings.ToLower(params["report-type"]), strings.EqualFold(value, "multipart/report")
}

// Who sent a mail, as far as its sender tells.
type sender int

const (
	anybody sender = iota
	office         // an address that servers and people share, such as postmaster
	silent         // no return path (RFC 5321 §4.5.5), as servers send and some web forms
	server         // a mail server's own name, or its own fields
)

var (
	serverNames = regexp.MustCompile(`(?i)^(?:x-)?(?:(?:e?mail(?:er)?|mta|smtp|bounce)[-_. ]?(?:daemon|deamon)|e?mail[-_. ]?delivery[-_. ]?(?:sub)?system|mdaemon|mmdf|microsoftexchange[0-9a-f]{16,})\b`)
	officeNames = regexp.MustCompile(`(?i)^(?:(?:x-?)?post-?master|mailer|(?:internet )?e?mail[-_. ]?(?:delivery|admin|administrator|system|master)|bounces?\b|uucp|hostmaster|smtp|autoresponder|(?:system[-_. ]?)?administrator|administrateur|administrador|amministratore|microsoft (?:outlook|exchange)|majordomo|mailman|listserv|sympa|ezmlm|owner-|[^@]*-(?:bounces|owner|admin|request|return)$)`)
	// unanswerable are addresses of machines, of whatever they tell.
	unanswerable = regexp.MustCompile(`(?i)^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|delivery)`)
	// sendmailNotice is how sendmail says what it was that it generated.
	sendmailNotice = regexp.MustCompile(`(?i)^auto-generated \((?:failure|warning|return-receipt|postmaster)`)
)

// serverFields are those of a report's header that no other mail has.
var serverFields = []string{"X-Failed-Recipients", "X-Mailer-Daemon-Recipients", "X-MS-Exchange-Message-Is-Ndr"}

// senderOf weighs the sender of a mail.
func senderOf(m *Mail, h header) sender {
	local, _, _ := strings.Cut(m.From.Address, "@")
	raw := strings.Trim(h.get("From"), `"'< `)
	hasServerField := slices.ContainsFunc(serverFields, h.has) || sendmailNotice.MatchString(h.get("Auto-Submitted"))
	paths := h.all("Return-Path")
	switch {
	case hasServerField, serverNames.MatchString(local), serverNames.MatchString(m.From.Name), serverNames.MatchString(raw), slices.ContainsFunc(paths, isDaemonPath):
		return server
	case slices.ContainsFunc(paths, isEmptyPath):
		return silent
	case hasOfficeName(m):
		return office
	}
	return anybody
}

// hasOfficeName tells the name of an address that servers and people share.
func hasOfficeName(m *Mail) bool {
	local, _, _ := strings.Cut(m.From.Address, "@")
	return officeNames.MatchString(local) || officeNames.MatchString(m.From.Name) || m.From.Address == ""
}

func isEmptyPath(path string) bool  { return strings.TrimSpace(path) == "<>" }
func isDaemonPath(path string) bool { return serverNames.MatchString(strings.Trim(path, " <")) }

// answerPrefix is how clients of any language mark an answer or a forwarded
// mail: a short word, perhaps a number, and a colon.
var answerPrefix = regexp.MustCompile(`^\pL{1,12}(?:\s?[\[(]\d+[\])])?\s?[:：]`)

// failureSubject tells whether a subject opens as those of reports do, and
// whether it holds the marks of one somewhere.
func failureSubject(subject string) (opens, holds bool) {
	folded := strings.TrimLeft(foldWords(subject), "(*!# ")
	if tag, rest, tagged := strings.Cut(folded, "]"); tagged && strings.HasPrefix(tag, "[") {
		folded = strings.TrimLeft(rest, "(*!# ") // of a gateway or a list
	}
	for _, opening := range failureSubjects {
		if strings.HasPrefix(folded, opening) {
			return true, true
		}
	}
	if answerPrefix.MatchString(folded) {
		return false, false
	}
	return false, saysAny(folded, failureMarks)
}

// mayBeBounce tells whether a mail's text has to be read to know whether it is a
// report: not that of most mail.
func mayBeBounce(m *Mail, h header, b *body) bool {
	if senderOf(m, h) != anybody || len(b.report.status) > 0 && autoSubmitted(h) {
		return true
	}
	opens, _ := failureSubject(m.Subject)
	return opens
}

// autoSubmitted tells a mail that says no person sent it (RFC 3834 §5).
func autoSubmitted(h header) bool {
	value := strings.ToLower(strings.TrimSpace(h.get("Auto-Submitted")))
	return value != "" && !strings.HasPrefix(value, "no")
}

// reportText returns as much of a mail's text as is read of a report.
func (b *body) reportText() string {
	text, rich := b.join()
	if strings.TrimSpace(text) == "" {
		text = quote.Text(tidy.Head(rich, 4*bounceText))
	}
	return tidy.Text(tidy.Head(text, 4*bounceText))
}

// looksLikeBounce tells a report that is not written by the standard: a server
// sent it, and it says that something was not delivered. A person may quote a
// report, ask about one, or write from a postmaster's address, so the less the
// sender proves, the more the words must.
func looksLikeBounce(m *Mail, h header, b *body, text string) bool {
	opens, holds := failureSubject(m.Subject)
	answer := !opens && answerPrefix.MatchString(foldWords(m.Subject))
	hasStatus, submitted := len(b.report.status) > 0, autoSubmitted(h)
	said, returned := splitReturned(text)
	fails := saysAny(foldWords(tidy.Head(said, 16<<10)), failurePhrases)
	copied := returned != "" || len(b.report.original) > 0
	named := addressInText.MatchString(said)
	found := readCodes(tidy.Head(said, bounceText), "")
	coded := found != codes{}
	switch from := senderOf(m, h); {
	case from >= silent && !holds && (answer || autoReplyEvidence(m, h, b) != ""):
		return hasStatus || fails && named && coded // an absent owner's words may be those of a report
	case from == server:
		return hasStatus || holds || fails && (named || coded || copied) || named && found.paired
	case from == silent && !personal(said):
		refused := named && found.paired && (copied || submitted) && hasOfficeName(m) // codes are the same in any language
		return hasStatus || refused || holds && (fails || copied || named && coded) || fails && named && (coded || copied || submitted)
	case answer || len(m.InReplyTo) > 0 && !submitted:
		return false
	case hasStatus:
		return opens || submitted || from == office
	case personal(said):
		return from != anybody && opens && fails && coded && returned != ""
	case from == office:
		return holds && (fails && (named || coded) || named && returned != "") || fails && coded && (named || returned != "")
	}
	return opens && fails && named && (coded && returned != "" || copied && unanswerable.MatchString(m.From.Address))
}

// personal tells a text that speaks as people do: it opens with a salutation
// on a line of its own, or asks something.
func personal(said string) bool {
	said = tidy.Head(strings.TrimSpace(said), 2000)
	first, _, _ := strings.Cut(said, "\n")
	first = strings.TrimSpace(first)
	if n := len([]rune(first)); n > 1 && n <= 40 && strings.HasSuffix(strings.TrimRight(first, "!"), ",") || strings.HasSuffix(first, "、") || strings.HasSuffix(first, "，") {
		return true
	}
	for _, line := range strings.Split(said, "\n") {
		line = strings.TrimSpace(line)
		if !strings.Contains(line, "://") && (strings.HasSuffix(line, "?") || strings.Contains(line, "? ") || strings.Contains(line, "？")) {
			return true
		}
	}
	return false
}
