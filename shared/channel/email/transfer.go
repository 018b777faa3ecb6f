package email

import (
	"bytes"
	"strings"
)

// transferEncoding returns base64, quoted-printable or uuencode where the part
// is declared to be encoded by one of them (RFC 2045 §6), under whatever
// misspelling, and else "".
func transferEncoding(p *part) string {
	value := strings.ToLower(withoutComment(p.header.get("Content-Transfer-Encoding")))
	switch {
	case strings.Contains(value, "64"):
		return "base64"
	case strings.Contains(value, "quoted"):
		return "quoted-printable"
	case strings.Contains(value, "uue"):
		return "uuencode"
	}
	return ""
}

// content returns the part's content with the transfer encoding undone. What is
// not encoded is a piece of the mail's own bytes: it must not be written to.
func (p *part) content() []byte {
	if p.decoded == nil {
		p.decoded = decodeTransfer(p.encoded, transferEncoding(p))
	}
	return p.decoded
}

// decodeTransfer undoes an encoding as far as the bytes bear its name out.
func decodeTransfer(encoded []byte, encoding string) []byte {
	switch encoding {
	case "base64":
		end := base64End(encoded)
		if end == 0 {
			return encoded
		}
		decoded := decodeBase64(encoded[:end])
		if tail := bytes.TrimSpace(encoded[end:]); len(tail) > 0 {
			decoded = append(append(decoded, '\n'), tail...)
		}
		return decoded
	case "quoted-printable":
		return decodeQuotedPrintable(encoded)
	case "uuencode":
		if file, ok := findUU(encoded, 0); ok {
			return file.content(encoded)
		}
	}
	return encoded
}

// base64End returns where the base64 at the head of content ends: behind it some
// mailing lists and scanners put a footer as it is. It is 0 where content is no
// base64 at all, whatever its header says: where its first line is prose.
func base64End(content []byte) int {
	end := 0
	for rest := content; len(rest) > 0; {
		line, next := cutLine(rest)
		if isProse(line) {
			return end
		}
		end = len(content) - len(next)
		rest = next
	}
	return len(content)
}

// isProse tells a line of words from one of base64 with a few bytes damaged:
// blanks stand between its words, or it has a mark and no base64 worth a line.
func isProse(line []byte) bool {
	line = bytes.TrimSpace(line[:min(len(line), maxID)])
	blanks, others := 0, 0
	for _, c := range line {
		switch {
		case c == ' ' || c == '\t':
			blanks++
		case base64Value[c] == base64Other:
			others++
		}
	}
	return blanks > 0 && blanks*30 > len(line) || others*4 > len(line)
}

// decodeBase64 decodes whatever there is of base64 in content: other bytes are
// dropped, and padding within (parts glued together) starts anew.
func decodeBase64(content []byte) []byte {
	out := make([]byte, 0, len(content)/4*3+3)
	bits := 0
	var group uint32
	for _, c := range content {
		v := base64Value[c]
		if v == base64Padding {
			group, bits = 0, 0
		}
		if v >= 64 {
			continue
		}
		group = group<<6 | uint32(v)
		if bits += 6; bits >= 8 {
			bits -= 8
			out = append(out, byte(group>>bits))
		}
	}
	return out
}

const base64Padding, base64Other = 64, 65

// base64Value maps a byte to its 6 bits, to base64Padding or to base64Other.
var base64Value = func() (table [256]byte) {
	for i := range table {
		table[i] = base64Other
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[c] = byte(i)
	}
	table['='] = base64Padding
	return table
}()

// decodeQuotedPrintable decodes content (RFC 2045 §6.7); an = that starts
// neither a hexadecimal pair nor a soft line break stands for itself.
func decodeQuotedPrintable(content []byte) []byte {
	if bytes.IndexByte(content, '=') < 0 {
		return content
	}
	out := make([]byte, 0, len(content))
	for i := 0; i < len(content); {
		next := bytes.IndexByte(content[i:], '=')
		if next < 0 {
			return append(out, content[i:]...)
		}
		out = append(out, content[i:i+next]...)
		i += next + 1
		if skip := softBreak(content[i:]); skip > 0 || i == len(content) {
			i += skip
			continue
		}
		if i+1 < len(content) {
			if hi, lo := hexValue(content[i]), hexValue(content[i+1]); hi < 16 && lo < 16 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		out = append(out, '=')
	}
	return out
}

// softBreak returns the length of the line end at the head of rest, with the
// blanks that transport may have put before it, or 0.
func softBreak(rest []byte) int {
	for i, c := range rest {
		switch {
		case c == '\n':
			return i + 1
		case c != ' ' && c != '\t' && c != '\r', i > 80:
			return 0
		}
	}
	return 0
}

func hexValue(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 16
}
