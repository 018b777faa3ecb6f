package email

import (
	"bytes"
	"strings"

	"confab/shared/channel/email/smime"
)

// maxEnvelopes bounds how many envelopes, winmail.dat counted in, are opened in
// one mail, since each is read like a mail of its own. A mail that was signed, encrypted at a gateway and
// signed again has three (RFC 2634 §1.1).
const maxEnvelopes = 5

// The standards by which mail is signed and encrypted.
const (
	standardSMIME = "S/MIME"
	standardPGP   = "PGP"
)

// noteProtection notes the multiparts of RFC 1847: signed, encrypted.
func (b *body) noteProtection(p *part) {
	list := &b.enclosed.signed
	switch p.mediaType {
	case "multipart/signed":
	case "multipart/encrypted":
		list = &b.enclosed.encrypted
	default:
		return
	}
	says := strings.ToLower(p.params["protocol"])
	for _, child := range p.children {
		says += " " + child.mediaType
	}
	if strings.Contains(says, "application/pgp-") {
		note(list, standardPGP)
		return
	}
	note(list, standardSMIME)
}

// isSignature tells the detached signature of a multipart/signed, which is of no
// use to a person, from a signature file that somebody attached.
func isSignature(p *part) bool {
	return p.parent != nil && p.parent.mediaType == "multipart/signed" && p.parent.children[0] != p
}

// openCMS opens the envelope of S/MIME (RFC 8551 §3). A signed file of another
// kind, such as an invoice, has the same form and stays a file.
func (b *body) openCMS(p *part) bool {
	kind, content, err := smime.Open(p.content())
	switch {
	case err != nil:
		b.warnings = append(b.warnings, "an S/MIME part could not be opened")
	case kind == smime.Encrypted:
		note(&b.enclosed.encrypted, standardSMIME)
	case content != nil && b.openInner(content):
		if kind == smime.Signed {
			note(&b.enclosed.signed, standardSMIME)
		}
		return true
	}
	return false
}

// openPGPVersion takes the part that tells a program that the next one is
// encrypted (RFC 3156 §4); mail servers that rewrite mail leave it without its
// multipart/encrypted.
func (b *body) openPGPVersion(p *part) bool {
	note(&b.enclosed.encrypted, standardPGP)
	content := p.content()
	return len(content) < 200 && bytes.HasPrefix(bytes.TrimSpace(content), []byte("Version:"))
}

// The lines that open and close what PGP puts within a text (RFC 9580 §6.2, §7).
const (
	armourMessage      = "-----BEGIN PGP MESSAGE-----"
	armourSigned       = "-----BEGIN PGP SIGNED MESSAGE-----"
	armourSignature    = "-----BEGIN PGP SIGNATURE-----"
	armourEndSignature = "-----END PGP SIGNATURE-----"
)

// openArmour takes clear-signed text out of its armour and notes what PGP did to
// the text. An encrypted text is left as it is, and so is one whose signature
// is missing.
func (b *body) openArmour(text string) string {
	if !strings.Contains(text, "-----BEGIN PGP ") {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		switch strings.TrimRight(lines[i], " \t\r\n") {
		case armourMessage:
			note(&b.enclosed.encrypted, standardPGP)
		case armourSigned:
			if signed, next := clearSigned(lines, i+1); next > 0 {
				note(&b.enclosed.signed, standardPGP)
				out = append(out, signed...)
				i = next - 1
				continue
			}
			return text
		}
		out = append(out, lines[i])
	}
	return strings.Join(out, "")
}

// noteArmour notes what PGP did to a body that is HTML alone, which some
// programs make of it. Its armour stays.
func (b *body) noteArmour(one piece) {
	if one.plain != "" {
		return
	}
	if strings.Contains(one.html, armourMessage) {
		note(&b.enclosed.encrypted, standardPGP)
	}
	if strings.Contains(one.html, armourSigned) {
		note(&b.enclosed.signed, standardPGP)
	}
}

// clearSigned reads clear-signed text from behind its opening line (RFC 9580
// §7), and returns it with the number of the line after the signature, or 0
// where there is no whole one: what follows may be words.
func clearSigned(lines []string, from int) (signed []string, next int) {
	start := from
	for start < len(lines) && strings.HasPrefix(lines[start], "Hash: ") {
		start++
	}
	if start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	for i := start; i < len(lines); i++ {
		switch strings.TrimRight(lines[i], " \t\r\n") {
		case armourSignature:
			for next = i + 1; next < len(lines); next++ {
				if strings.TrimRight(lines[next], " \t\r\n") == armourEndSignature {
					return signed, next + 1
				}
			}
			return nil, 0
		default:
			signed = append(signed, strings.TrimPrefix(lines[i], "- "))
		}
	}
	return nil, 0
}
