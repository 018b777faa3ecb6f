package email

import (
	"bytes"
	"strings"
)

// maxHeader bounds one block of header fields, in bytes. RFC 5322 has no limit;
// SES itself passes on at most 50 KB, and real blocks stay under 64 KB.
const maxHeader = 256 << 10

// field is one header field, unfolded and undecoded.
type field struct {
	name  string
	value string
}

// header is a block of header fields in the order of the mail.
type header []field

// readHeader reads the block at the head of raw and returns it with the bytes
// behind its blank line. It takes what resembles a field and drops what does
// not, so that it works on any input.
func readHeader(raw []byte) (header, []byte) {
	var h header
	rest := raw
	for len(rest) > 0 {
		line, next := cutLine(rest)
		if len(bytes.TrimSpace(line)) == 0 {
			return h, next
		}
		if len(raw)-len(rest) > maxHeader {
			rest = next
			continue
		}
		line = line[:min(len(line), maxHeader)]
		switch name, value, ok := splitField(line); {
		case line[0] == ' ' || line[0] == '\t':
			h.fold(line)
		case ok:
			h = append(h, field{name, value})
		case len(h) == 0:
			return nil, raw // the mail opens with its body
		default:
			h.fold(line) // a continuation whose indent was lost on the way
		}
		rest = next
	}
	return h, rest
}

// fold appends a continuation line to the last field.
func (h header) fold(line []byte) {
	if len(h) == 0 {
		return
	}
	last := &h[len(h)-1]
	if len(last.value) < maxHeader {
		last.value += " " + strings.TrimSpace(string(line))
	}
}

// splitField splits "Name: value". The name has no blanks within (RFC 5322
// §2.2); blanks before the colon were allowed once (§4.5) and still are here.
func splitField(line []byte) (name, value string, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 {
		return "", "", false
	}
	n := strings.TrimRight(string(line[:colon]), " \t")
	for i := 0; i < len(n); i++ {
		if n[i] <= ' ' || n[i] >= 0x7f {
			return "", "", false
		}
	}
	return n, strings.TrimSpace(string(line[colon+1:])), n != ""
}

// cutLine splits raw behind its first line end (LF, CRLF or a lone CR).
func cutLine(raw []byte) (line, rest []byte) {
	i := bytes.IndexByte(raw, '\n')
	if i < 0 {
		return bytes.TrimSuffix(raw, []byte("\r")), nil
	}
	return bytes.TrimSuffix(raw[:i], []byte("\r")), raw[i+1:]
}

// get returns the first field of that name, undecoded.
func (h header) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// all returns every field of that name, topmost first.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return values
}

// has tells whether there is a field of that name, even an empty one.
func (h header) has(name string) bool {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return true
		}
	}
	return false
}

// text returns the first field of that name, decoded (RFC 2047) and on one line.
func (h header) text(name string) string {
	return oneLine(decodeWords(h.get(name)))
}

// oneLine makes s safe to show on one line: control characters, line ends and
// the marks that turn the direction of text around become blanks.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || isDirectional(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)), " ")
}

// isDirectional tells the characters that reorder what follows them, with which
// a name can be made to look like another ("exe.fdp" as "pdf.exe").
func isDirectional(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

const (
	maxIDs = 200 // ids kept of one header; mail needs its first and its newest
	maxID  = 998 // octets of one id, the longest line RFC 5322 §2.1.1 allows
)

// messageIDs returns the ids of a Message-ID, In-Reply-To or References value,
// without angle brackets. Outlook's In-Reply-To may hold words beside the id,
// and some clients forget the brackets.
func messageIDs(value string) []string {
	var ids []string
	keep := func(id string) {
		id = strings.Join(strings.Fields(id), "")
		if id != "" && len(id) <= maxID && !strings.ContainsAny(id, "<>") {
			ids = append(ids, id)
		}
	}
	if !strings.Contains(value, "<") {
		for _, token := range strings.Fields(value) {
			if strings.Contains(token, "@") {
				keep(strings.Trim(token, ">,;"))
			}
		}
	}
	for rest := value; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		id, tail, ok := strings.Cut(after, ">")
		if !ok {
			keep(after)
			break
		}
		keep(id)
		rest = tail
	}
	if len(ids) > maxIDs {
		ids = append(ids[:1:1], ids[len(ids)-maxIDs+1:]...)
	}
	return ids
}

// firstID returns the first id of a value, or "".
func firstID(value string) string {
	if ids := messageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	return ""
}
