package email

import (
	"path"
	"slices"
	"strings"

	"confab/shared/channel/email/quote"
)

// enclosed is what was found inside parts that are themselves packed: signed and
// encrypted envelopes, winmail.dat, calendars, and attached mail.
type enclosed struct {
	envelopes int      // opened so far
	signed    []string // the standards by which it is signed
	encrypted []string // the standards by which some of it is encrypted
	mails     int      // attached
	mail      header   // of the first of them
	calendar  *Invitation
	outlook   piece // the body that winmail.dat holds
}

// open looks into a part that holds more than its bytes. It tells whether that
// was all there is to it; if not, the part is still to be taken like any other,
// its content decoded by now.
func (b *body) open(p *part) bool {
	switch packedType(p) {
	case "application/pkcs7-mime":
		return b.openCMS(p)
	case "application/pkcs7-signature", "application/pgp-signature":
		return isSignature(p)
	case "application/pgp-encrypted":
		return b.openPGPVersion(p)
	case "application/pgp", "application/x-pgp-message": // text in armour, before RFC 3156
		b.addPart(p)
		return true
	case "application/ms-tnef":
		return b.openTNEF(p)
	case "text/calendar":
		b.openCalendar(p)
	case "message/rfc822":
		b.openMail(p)
	}
	return false
}

// packedNames maps what files are called, for parts whose type tells nothing.
var packedNames = map[string]string{
	".p7m": "application/pkcs7-mime",
	".ics": "text/calendar",
	".eml": "message/rfc822",
}

// packedTypes maps the other names of a type to the one it is known by here.
var packedTypes = map[string]string{
	"application/x-pkcs7-mime":      "application/pkcs7-mime",
	"application/vnd.ms-tnef":       "application/ms-tnef",
	"application/ics":               "text/calendar",
	"application/x-pkcs7-signature": "application/pkcs7-signature",
	"message/global":                "message/rfc822", // RFC 6532 §3.7
}

// packedType returns the type by which a part is to be opened.
func packedType(p *part) string {
	if p.mediaType == "application/octet-stream" || p.mediaType == "" {
		name := strings.ToLower(strings.TrimSpace(p.name))
		if name == "winmail.dat" || name == "win.dat" {
			return "application/ms-tnef"
		}
		return packedNames[path.Ext(name)]
	}
	if known := packedTypes[p.mediaType]; known != "" {
		return known
	}
	return p.mediaType
}

// openInner reads a MIME entity that came out of an envelope as a part of the mail.
func (b *body) openInner(entity []byte) bool {
	if h, _ := readHeader(entity); h.get("Content-Type") == "" || b.enclosed.envelopes >= maxEnvelopes {
		return false
	}
	root, warnings := readParts(entity)
	b.warnings = append(b.warnings, warnings...)
	b.enclosed.envelopes++
	b.visit(root)
	return true
}

// openMail notes the header of an attached mail and gives the attachment its name.
func (b *body) openMail(p *part) {
	h, _ := readHeader(trimPreamble(p.content()))
	b.enclosed.addMail(h)
	if p.name == "" {
		p.name = mailName(h)
	}
}

func (e *enclosed) addMail(h header) {
	if e.mails++; e.mails == 1 {
		e.mail = h
	}
}

// mailName names the file of a mail by its subject.
func mailName(h header) string {
	subject := strings.ReplaceAll(h.text("Subject"), "/", "-")
	if strings.TrimSpace(subject) == "" {
		return ""
	}
	return subject + ".eml"
}

// closeEnclosed says of the whole mail what was found within its parts.
func (m *Mail) closeEnclosed(b *body) {
	for i := range b.pieces {
		b.pieces[i].plain = b.openArmour(b.pieces[i].plain)
		b.noteArmour(b.pieces[i])
	}
	b.dropSecondCalendar()
	if b.enclosed.outlook != (piece{}) && !b.hasText() {
		b.pieces = append(b.pieces, b.enclosed.outlook)
	}
	if m.Calendar = b.enclosed.calendar; m.Calendar != nil && !b.hasText() {
		b.pieces = append(b.pieces, piece{plain: m.Calendar.Text()})
	}
	for _, standard := range b.enclosed.signed {
		m.Notes = append(m.Notes, "Signed ("+standard+"). The signature was not checked.")
	}
	for _, standard := range b.enclosed.encrypted {
		m.Notes = append(m.Notes, "Encrypted ("+standard+"). What it holds cannot be shown here.")
	}
}

// hasText tells whether any part holds words to read.
func (b *body) hasText() bool {
	plain, rich := b.join()
	return strings.TrimSpace(plain) != "" || strings.TrimSpace(quote.Text(rich)) != ""
}

// forwardedMail is the head of the one mail that a person attached to theirs,
// which is how some clients forward.
func (m *Mail) forwardedMail(b *body) {
	if m.Forwarded != nil || b.enclosed.mails != 1 || len(b.enclosed.mail) == 0 || m.Kind != KindMessage && m.Kind != KindList {
		return
	}
	h := b.enclosed.mail
	f := &Forwarded{From: firstAddress(h.get("From")), Subject: h.text("Subject")}
	f.To, f.Cc = parseAddresses(strings.Join(h.all("To"), ", ")), parseAddresses(strings.Join(h.all("Cc"), ", "))
	f.Date, _ = parseDate(h.get("Date"))
	m.Forwarded = f
}

// note adds a standard to a list that holds each once.
func note(list *[]string, standard string) {
	if !slices.Contains(*list, standard) {
		*list = append(*list, standard)
	}
}
