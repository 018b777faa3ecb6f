package email

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"confab/shared/channel/email/tidy"
)

var addressInText = regexp.MustCompile(`[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// originalField are the fields that show a block to be a mail's header.
var originalField = regexp.MustCompile(`(?i)^(from|to|date|subject|message-id|received|return-path|mime-version|content-type|reply-to|x-mailer|dkim-signature)[ \t]*:`)

// anyField is a header field at the margin.
var anyField = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:`)

// splitReturned splits a report's text into what the server says and the copy
// of the mail it is about, which opens with a block of header fields, whatever
// the words or lines above it: three at the margin, two of them such as every
// mail has. The copy is "" where there is none, or where nothing stands before.
func splitReturned(text string) (said, returned string) {
	start, fields, known := -1, 0, 0
	for pos := 0; pos < len(text); {
		line := text[pos:]
		if end := strings.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		switch {
		case anyField.MatchString(line):
			if start < 0 {
				start, fields, known = pos, 0, 0
			}
			fields++
			if originalField.MatchString(line) {
				known++
			}
			if fields >= 3 && known >= 2 && strings.TrimSpace(text[:start]) != "" {
				return text[:start], text[start:]
			}
		case start >= 0 && line != "" && (line[0] == ' ' || line[0] == '\t') && strings.TrimSpace(line) != "":
			// a field goes on
		default:
			start = -1
		}
		pos += len(line) + 1
	}
	return text, ""
}

// originalIDLine is a Message-ID that a report quotes.
var originalIDLine = regexp.MustCompile(`(?im)^[ \t>]*message-?id:\s*<([^<>\s]+)>`)

// originalOf returns the Message-ID of the mail that a report is about: of the
// copy in a part of its own, or in an attached text, or in the report's text;
// else of what the report answers, as some reports are threaded.
func originalOf(m *Mail, b *body, returned, text string) string {
	if id := originalID(b.report.original); id != "" {
		return id
	}
	for _, a := range m.Attachments {
		if strings.HasPrefix(a.Type, "text/") || strings.HasPrefix(a.Type, "message/") {
			if id := originalID(a.Content[:min(len(a.Content), maxHeader)]); id != "" {
				return id
			}
		}
	}
	if id := originalID([]byte(returned)); id != "" {
		return id
	}
	if match := originalIDLine.FindStringSubmatch(text); match != nil && len(match[1]) <= maxID {
		return match[1]
	}
	for _, id := range append(slices.Clone(m.InReplyTo), m.References...) {
		return id
	}
	return ""
}

// readBounceText reads whom a report is about and why, from its text.
func readBounceText(m *Mail, h header, said, text, original string) []Bounce {
	said = tidy.Head(said, bounceText)
	recipients := failedRecipients(m, h, said, text)
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	action := actionOf(m.Subject, said)
	parts := sections(said, recipients)
	bounces := make([]Bounce, 0, len(recipients))
	for i, recipient := range recipients {
		bounces = append(bounces, judge(Bounce{Recipient: recipient, OriginalMessageID: original, Action: action}, "", parts[i]))
	}
	return bounces
}

// actionOf tells whether a report in prose is of a failure, a delay or a success.
func actionOf(subject, said string) string {
	folded := foldWords(subject)
	for _, s := range successSubjects {
		if strings.Contains(folded, s.phrase) {
			return s.action
		}
	}
	if saysAny(folded, delayPhrases) || saysAny(foldWords(tidy.Head(said, 8000)), delayPhrases) {
		return "delayed"
	}
	return "failed"
}

// opened is an address at the head of a line, as reports list those that they
// are about, perhaps behind a reply code or a label.
var opened = regexp.MustCompile(`(?i)^(?:[ \t<*>"'(=•·-]*|[ \t]*[245]\d\d[ -](?:\d\.\d+\.\d+[ -])?[ \t]*<|[ \t]*(?:failed |original |final )?(?:recipient|addressed to|address|delivery failed|recipient address|failed recipient|failed address|user|to|rcpt to|mailbox)[ \t]*[:=][ \t]*(?:rfc822;)?[ \t]*[<"]?)$`)

// notFailed are words of lines whose addresses are others': whom to ask, who
// sent, what the mail is called.
var notFailed = regexp.MustCompile(`(?i)message-id|\bid[:=]|contact|further assistance|send mail to|e-?mail to|sender|^[ \t]*from|envelope-from|\bhelp\b|support|https?:|mailto:postmaster|reply-to`)

// failedRecipients finds the addresses that a report is about: those that its
// header names, else those that open a line of its text, else the first that
// it names at all and that is not its own, else those of the copy's To.
func failedRecipients(m *Mail, h header, said, whole string) []string {
	found := recipients{own: []string{m.From.Address, m.Sender.Address}}
	for _, name := range serverFields {
		for _, a := range parseAddresses(strings.Join(h.all(name), ", ")) {
			found.add(a.Address)
		}
	}
	if len(found.list) > 0 {
		return found.list
	}
	ours := recipients{} // as a last resort: somebody who wrote to himself
	var loose []string
	for line := range strings.SplitSeq(said, "\n") {
		line = tidy.Head(line, maxLine)
		others := notFailed.MatchString(line)
		for _, at := range addressInText.FindAllStringIndex(line, 20) {
			address := line[at[0]:at[1]]
			switch isOpening := opened.MatchString(line[:at[0]]); {
			case isOpening && !slices.ContainsFunc(m.To, func(to Address) bool { return strings.EqualFold(to.Address, address) }):
				found.add(address)
			case isOpening:
				ours.add(address)
			case !others && len(loose) < 100:
				loose = append(loose, address)
			}
		}
	}
	for _, to := range m.To {
		found.own = append(found.own, to.Address)
	}
	if len(found.list) == 0 {
		for _, address := range loose {
			if found.add(address); len(found.list) > 0 {
				break
			}
		}
	}
	if len(found.list) == 0 {
		for _, line := range toLine.FindAllStringSubmatch(whole, 3) {
			found.add(addressInText.FindString(line[1]))
		}
	}
	if len(found.list) == 0 {
		return ours.list
	}
	return found.list
}

var toLine = regexp.MustCompile(`(?im)^[ \t>]*(?:to|à|an|para|a|naar|do|till|til|кому|宛先|收件人):(.*)$`)

// recipients collects addresses, each once, and none of the report's own.
type recipients struct {
	own, list []string
}

func (r *recipients) add(address string) {
	parsed, err := mail.ParseAddress(strings.Trim(address, ".'-=*#!\"<>"))
	if err != nil || len(r.list) >= maxBounces {
		return
	}
	same := func(s string) bool { return strings.EqualFold(s, parsed.Address) }
	local, _, _ := strings.Cut(parsed.Address, "@")
	if slices.ContainsFunc(r.own, same) || slices.ContainsFunc(r.list, same) || serverNames.MatchString(local) || strings.EqualFold(local, "postmaster") {
		return
	}
	r.list = append(r.list, parsed.Address)
}

// dialogue opens another stretch of what sendmail and a server said: it is about
// a recipient again only where it names one.
var dialogue = regexp.MustCompile(`(?i)^(?:>>> |[ \t.]*while talking to )`)

// maxLine and maxSection bound what is read of one line, and of what a report
// says of one recipient out of several, in bytes.
const (
	maxLine    = 2000
	maxSection = 2 << 10
)

// sections returns, for each recipient, the lines of a report that are about
// it: those from where it is named to where another is. One recipient has it all.
func sections(said string, recipients []string) []string {
	out := make([]string, len(recipients))
	if len(recipients) == 1 {
		out[0] = said
		return out
	}
	index := map[string]int{}
	for i, r := range recipients {
		index[strings.ToLower(r)] = i
	}
	about := make([]strings.Builder, len(recipients))
	current := -1
	for line := range strings.SplitSeq(said, "\n") {
		line = tidy.Head(line, maxLine)
		if dialogue.MatchString(line) {
			current = -1
		}
		for _, address := range addressInText.FindAllString(line, 5) {
			if i, ok := index[strings.ToLower(address)]; ok {
				current = i
				break
			}
		}
		if current >= 0 && about[current].Len() < maxSection {
			about[current].WriteString(line)
			about[current].WriteByte('\n')
		}
	}
	for i := range about {
		if out[i] = about[i].String(); out[i] == "" {
			out[i] = tidy.Head(said, maxSection)
		}
	}
	return out
}
