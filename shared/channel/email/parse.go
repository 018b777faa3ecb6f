package email

import (
	"bytes"
	"strings"
	"unicode"

	"confab/shared/channel/email/sent"
)

// Parse understands as much of a mail as can be understood. It never returns
// nil, never panics, and says in Warnings what was lost.
//
// The Content of an attachment may be a piece of raw: neither is to be written
// to while the other is in use.
func Parse(raw []byte) *Mail {
	m := &Mail{Kind: KindMessage}
	raw = trimPreamble(raw)
	root, warnings := readParts(raw)
	h := root.header
	m.readHeaders(h)
	m.Warnings = append(m.Warnings, warnings...)

	var b body
	b.visit(root)
	b.finish()
	m.Warnings = append(m.Warnings, b.warnings...)
	m.closeEnclosed(&b)
	b.markShown()
	m.Attachments = b.attachments
	m.classify(h, &b)
	m.readBody(&b)
	m.Text, m.FullText, m.HTML = calm(m.Text), calm(m.FullText), calm(m.HTML)
	m.forwardedMail(&b)
	if m.AutoReply != nil {
		m.AutoReply.ReturnDate = returnDate(h, m.Subject+"\n"+m.Text, m.Date)
	}
	return m
}

func (m *Mail) warn(text string) { m.Warnings = append(m.Warnings, text) }

// trimPreamble drops what transport leaves before the header: a byte order
// mark, blank lines, and the "From " line of a mailbox file. A mail whose lines
// end in CR alone gets LF instead, in a copy.
func trimPreamble(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	for len(raw) > 0 {
		line, rest := cutLine(raw)
		blank := len(bytes.TrimSpace(line)) == 0
		if !blank && !bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte(">From ")) {
			break
		}
		raw = rest
	}
	return raw
}

// readHeaders fills in what the top header says.
func (m *Mail) readHeaders(h header) {
	if len(h) == 0 {
		m.warn("the mail has no header")
	}
	m.MessageID = firstID(h.get("Message-ID"))
	m.InReplyTo = messageIDs(h.get("In-Reply-To"))
	m.References = messageIDs(strings.Join(h.all("References"), " "))
	m.From = firstAddress(h.get("From"))
	m.Sender = firstAddress(h.get("Sender"))
	if m.From.Address == "" {
		m.warn("no sender address in From")
	}
	m.ReplyTo = parseAddresses(h.get("Reply-To"))
	m.To = parseAddresses(strings.Join(h.all("To"), ", "))
	m.Cc = parseAddresses(strings.Join(h.all("Cc"), ", "))
	m.Subject = calm(h.text("Subject"))
	m.sentFrom = parseAddresses(h.get(sent.LoopField))
	m.Auth = authResults(h.all("Authentication-Results"))

	date := h.get("Date")
	var ok bool
	if m.Date, ok = parseDate(date); !ok && strings.TrimSpace(date) != "" {
		m.warn("the Date header could not be read")
	}
}

// maxUnseen is how many marks and invisible characters may follow each other. No
// language needs more (Unicode, UAX #15 "Stream-Safe Text Format"), and browsers
// take minutes over a letter with 100,000 accents.
const maxUnseen = 30

// calm returns s without the marks and invisible characters beyond [maxUnseen] in
// a row.
func calm(s string) string {
	first := asciiEnd(s)
	for first < len(s) && s[first] < 0xcc { // below are the bytes of U+0000 to U+02FF, which hold no mark
		first++
	}
	if first == len(s) {
		return s
	}
	run := 0
	excess := func(r rune) bool {
		if r < 0x300 || r >= 0x2e80 && r < 0xd800 || !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			run = 0
			return false
		}
		run++
		return run > maxUnseen
	}
	if !strings.ContainsFunc(s[first:], excess) {
		return s
	}
	run = 0
	return strings.Map(func(r rune) rune {
		if excess(r) {
			return -1
		}
		return r
	}, s)
}
