package email

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"confab/shared/channel/email/tidy"
)

const (
	// maxHeader bounds what is kept of one block of header fields, in bytes. RFC
	// 5322 has no limit; SES itself passes on at most 50 KB, and real blocks stay
	// under 64 KB. Behind it only the fields that matter are kept, for a
	// mail may have its Content-Type below a megabyte of traces.
	maxHeader = 256 << 10
	// maxField bounds one field: 1,000 addresses, or 60 lines of a trace.
	maxField = 128 << 10
	// maxOddLines bounds the lines of a block that are no fields and are kept.
	maxOddLines = 100
)

// field is one header field, unfolded and undecoded.
type field struct {
	name  string
	value string
}

// header is a block of header fields in the order of the mail.
type header []field

// readHeader reads the block at the head of raw and returns it with the bytes
// behind its blank line. It takes what resembles a field and skips what does
// not, so that it works on any input; where the blank line is missing, the body
// starts at the first line after which no field comes.
func readHeader(raw []byte) (header, []byte) {
	var h header
	known := -1 // how many bytes are left behind the last known field of the block
	kept, odd := 0, 0
	for rest := raw; len(rest) > 0; {
		line, next := cutLine(rest)
		if len(bytes.TrimSpace(line)) == 0 {
			if len(line) == 0 || !opensKnownField(next) {
				return h.repaired(), next
			}
			rest = next // a folded line that lost its words
			continue
		}
		name, value, ok := splitField(line)
		if !ok {
			if opensPart(line, next) { // the blank line before the first part is missing
				return h.repaired(), rest
			}
			if known < 0 {
				known = lastKnownField(next)
			}
			if len(next) <= known {
				return h.repaired(), rest
			}
			if odd++; odd <= maxOddLines && len(h) > 0 { // a continuation whose indent was lost on the way
				last := &h[len(h)-1]
				last.value = strings.TrimSpace(last.value + " " + string(bytes.TrimSpace(line[:min(len(line), maxID)])))
			}
			rest = next
			continue
		}
		value, next = unfold(value, next)
		if size := kept + len(name) + len(value); size <= maxHeader || isKnownField(name) && size <= 4*maxHeader {
			h, kept = append(h, field{string(name), string(value)}), size
		}
		rest = next
	}
	return h.repaired(), nil
}

// repaired decodes the raw bytes of values that are not UTF-8 (RFC 6532). They
// are in one character set: that of the part where it is named and fits, else
// the one they read best in together.
func (h header) repaired() header {
	var joined []byte
	for _, f := range h {
		if !utf8.ValidString(f.value) {
			joined = append(append(joined, f.value...), '\n')
		}
	}
	if joined == nil {
		return h
	}
	_, params := parseParameters(h.get("Content-Type"))
	c, _ := findCodec(params["charset"])
	if c == nil || !c.ascii || c == utf8Codec || c.misread(c.decode(joined)) {
		c = detect(joined)
	}
	for i := range h {
		if !utf8.ValidString(h[i].value) {
			h[i].value = c.decode([]byte(h[i].value))
		}
	}
	return h
}

// unfold joins the value of a field with its continuation lines (RFC 5322
// §2.2.3) and returns what comes behind them.
func unfold(value, rest []byte) (unfolded, next []byte) {
	unfolded = bytes.TrimSpace(value)
	copied := false
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		line, after := cutLine(rest)
		more := bytes.TrimSpace(line)
		if len(more) == 0 {
			break
		}
		if !copied {
			unfolded, copied = append(make([]byte, 0, len(unfolded)+len(line)+200), unfolded...), true
		}
		if len(unfolded) < maxField {
			unfolded = append(append(unfolded, ' '), more...)
		}
		rest = after
	}
	return unfolded[:min(len(unfolded), maxField)], rest
}

// splitField splits "Name: value". The name has no blanks within (RFC 5322
// §2.2); blanks before the colon were allowed once (§4.5) and still are here.
func splitField(line []byte) (name, value []byte, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || colon > maxFieldName {
		return nil, nil, false
	}
	name = bytes.TrimRight(line[:colon], " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return nil, nil, false
		}
	}
	return name, line[colon+1:], len(name) > 0
}

// maxFieldName bounds a field's name, in bytes; the longest in use have 60.
const maxFieldName = 200

// knownFields are the fields without which a mail is read wrongly; all that
// start with Content- count as well.
var knownFields = map[string]bool{
	"from": true, "sender": true, "reply-to": true, "to": true, "cc": true, "subject": true, "date": true,
	"message-id": true, "in-reply-to": true, "references": true, "mime-version": true, "return-path": true,
	"received": true, "auto-submitted": true, "precedence": true, "dkim-signature": true,
	// of delivery reports, which have blocks of fields too (RFC 3464 §2)
	"reporting-mta": true, "original-recipient": true, "final-recipient": true, "action": true, "status": true,
}

func isKnownField(name []byte) bool {
	if len(name) > 20 && !hasPrefixFold(name, "content-") {
		return false
	}
	var lower [20]byte
	n := copy(lower[:], name)
	for i, c := range lower[:n] {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return bytes.HasPrefix(lower[:n], []byte("content-")) || knownFields[string(lower[:n])]
}

func hasPrefixFold(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(string(s[:len(prefix)]), prefix)
}

// opensKnownField tells a field from a line of text with a colon in it.
func opensKnownField(raw []byte) bool {
	line, _ := cutLine(raw)
	name, _, ok := splitField(line)
	return ok && (isKnownField(name) || hasPrefixFold(name, "x-") || hasPrefixFold(name, "list-") || hasPrefixFold(name, "arc-"))
}

// lastKnownField returns how many bytes of raw are left behind the first line of
// the last known field of the block; len(raw)+1 where there is none.
func lastKnownField(raw []byte) int {
	left := len(raw) + 1
	for rest := raw; len(rest) > 0; {
		line, next := cutLine(rest)
		if len(bytes.TrimSpace(line)) == 0 || opensPart(line, next) {
			break
		}
		if opensKnownField(rest) {
			left = len(next)
		}
		rest = next
	}
	return left
}

// cutLine splits raw behind its first line end (LF, CRLF or a lone CR).
func cutLine(raw []byte) (line, rest []byte) {
	i := bytes.IndexByte(raw, '\n')
	if i < 0 {
		return bytes.TrimSuffix(raw, []byte("\r")), nil
	}
	return bytes.TrimSuffix(raw[:i], []byte("\r")), raw[i+1:]
}

// is tells whether a field has that name, in whatever case; both are ASCII.
func (f *field) is(name string) bool {
	return len(f.name) == len(name) && strings.EqualFold(f.name, name)
}

// get returns the first field of that name, undecoded.
func (h header) get(name string) string {
	for _, f := range h {
		if f.is(name) {
			return f.value
		}
	}
	return ""
}

// all returns every field of that name, topmost first.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if f.is(name) {
			values = append(values, f.value)
		}
	}
	return values
}

// has tells whether there is a field of that name, even an empty one.
func (h header) has(name string) bool {
	for _, f := range h {
		if f.is(name) {
			return true
		}
	}
	return false
}

// text returns the first field of that name, decoded (RFC 2047) and on one line.
func (h header) text(name string) string {
	return tidy.Line(decodeWords(h.get(name)))
}
