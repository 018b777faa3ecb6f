package email

import (
	"bytes"
	"slices"
	"strings"

	"confab/shared/channel/email/tidy"
)

// Limits on what a mail may make the parser build. SES itself passes no more
// than 500 parts; the rest is for mail that is meant to exhaust a reader.
const (
	maxParts = 2000
	maxDepth = 500
	// maxWork bounds the bytes searched for boundaries by all levels together,
	// since each level of nested multiparts searches its bytes again. It leaves 40
	// MB eight levels, twice what mail programs make.
	maxWork = 320 << 20
)

// part is a node of the tree of parts that a mail is (RFC 2046).
type part struct {
	header      header
	mediaType   string            // lower case; "" where the header's is no media type
	params      map[string]string // of Content-Type: names in lower case, values decoded
	disposition string            // lower case; "" where none is declared
	name        string            // the file name the part gives itself, decoded, not made safe
	contentID   string            // without angle brackets
	encoded     []byte            // the body as it came: a piece of the mail's own bytes, never written to
	decoded     []byte            // what content made of it
	parent      *part
	children    []*part
}

// readParts splits a mail into its tree of parts, and says what was odd or lost.
// It takes time and memory linear in the size of raw, which it does not copy.
func readParts(raw []byte) (*part, []string) {
	s := splitter{work: maxWork, parts: maxParts}
	root := s.read(raw, nil, 0)
	return root, s.warnings
}

// splitter keeps the budgets of one mail.
type splitter struct {
	work     int // bytes that may still be searched
	parts    int // parts that may still be made
	warnings []string
}

func (s *splitter) warn(text string) {
	if !slices.Contains(s.warnings, text) {
		s.warnings = append(s.warnings, text)
	}
}

// read reads one part and what is below it.
func (s *splitter) read(raw []byte, parent *part, depth int) *part {
	p := &part{parent: parent}
	p.header, p.encoded = readHeader(raw)
	if len(raw)-len(p.encoded) > maxHeader {
		s.warn("a header beyond 256 KB was shortened")
	}
	p.readFields()
	if strings.HasPrefix(p.mediaType, "multipart/") && !p.sharesBoundary() {
		s.split(p, depth)
	}
	return p
}

// sharesBoundary tells a multipart that has its parent's boundary, as some
// senders have it: the parent finds the parts of both.
func (p *part) sharesBoundary() bool {
	return p.parent != nil && p.params["boundary"] != "" && p.params["boundary"] == p.parent.params["boundary"]
}

// readFields interprets the fields that say what the part is.
func (p *part) readFields() {
	p.mediaType = defaultType(p.parent)
	if value := p.header.get("Content-Type"); value != "" {
		p.mediaType, p.params = parseParameters(value)
		p.mediaType = cleanType(p.mediaType)
	}
	var params map[string]string
	p.disposition, params = parseParameters(p.header.get("Content-Disposition"))
	for _, name := range []string{params["filename"], p.params["name"], params["name"], p.params["filename"]} {
		if p.name == "" {
			p.name = name
		}
	}
	p.contentID = strings.Trim(tidy.Line(p.header.get("Content-ID")), "<> ")
}

// defaultType is the type of a part that names none (RFC 2045 §5.2, RFC 2046
// §5.1.5).
func defaultType(parent *part) string {
	if parent != nil && parent.mediaType == "multipart/digest" {
		return "message/rfc822"
	}
	return "text/plain"
}

// cleanType returns a media type as it is registered, or "" for what is none.
func cleanType(value string) string {
	mtype := strings.Join(strings.Fields(value), "")
	kind, subtype, ok := strings.Cut(mtype, "/")
	switch {
	case mtype == "text" || mtype == "text/" || mtype == "plain":
		return "text/plain"
	case mtype == "html" || mtype == "text/htm" || mtype == "application/xhtml+xml":
		return "text/html"
	case mtype == "multipart" || mtype == "multipart/":
		return "multipart/mixed"
	case !ok || !isToken(kind) || !isToken(subtype):
		return ""
	}
	return mtype
}

// isToken tells the tokens of RFC 2045 §5.1, which have no blanks and none of the
// characters that stand between them.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?=`, r)
	})
}

// split reads the parts of a multipart. One without any becomes text, so that
// what it holds is not lost.
func (s *splitter) split(p *part, depth int) {
	body := p.encoded
	if depth >= maxDepth || s.work < len(body) {
		s.warn("parts nested too deep were not opened")
		p.mediaType = "application/octet-stream"
		return
	}
	s.work -= len(body)
	mark, asDeclared := findMark(body, p.params["boundary"])
	if mark == nil && transferEncoding(p) != "" { // RFC 2045 §6.4 forbids it, and some do it
		body = p.content()
		mark, asDeclared = findMark(body, p.params["boundary"])
	}
	if mark == nil {
		p.mediaType = "text/plain"
		if len(bytes.TrimSpace(body)) > 0 {
			s.warn("the mail says that it has parts and has none; it is shown as text")
		} else if p.parent == nil {
			s.warn("the mail has no content")
		}
		return
	}
	if !asDeclared {
		s.warn("the mail marks its parts otherwise than it says")
	}
	s.cut(p, body, mark, depth)
}

// cut makes a part of each stretch that a delimiter opens. What comes behind the
// closing one is no part, unless a multipart among the parts has the same
// boundary: what follows its header belongs to it, up to the first closing one.
func (s *splitter) cut(p *part, body, mark []byte, depth int) {
	open, owner := -1, p // where the part that is being read began, and whose it is
	for at := 0; ; {
		d, ok := nextDelimiter(body, at, mark)
		if at == 0 {
			open = s.damagedStart(body[:d.start])
		}
		if open >= 0 {
			if s.parts--; s.parts < 0 {
				s.warn("parts beyond the 2,000th were left out")
				return
			}
			child := s.read(body[open:max(open, d.start)], owner, depth+1)
			owner.children = append(owner.children, child)
			if strings.HasPrefix(child.mediaType, "multipart/") && child.sharesBoundary() && owner == p {
				owner = child
			}
		}
		switch {
		case !ok && open >= 0:
			s.warn("the mail breaks off; its end may be missing")
			return
		case !ok || d.closing && owner == p:
			if len(bytes.TrimSpace(body[max(at, d.end):])) > 0 {
				s.warn("text behind the last part is not shown")
			}
			return
		}
		if at, open = d.end, d.end; d.closing {
			open, owner = -1, p
		}
	}
}

// damagedStart returns where a part begins in what stands above the first
// delimiter, because its own was changed or lost on the way, or -1.
func (s *splitter) damagedStart(above []byte) int {
	start := len(above) - len(bytes.TrimLeft(above, "\r\n"))
	if mark, _ := findMark(above, ""); mark != nil {
		d, _ := nextDelimiter(above, 0, mark)
		start = d.end
	} else if !hasPrefixFold(above[start:], "content-") || !opensKnownField(above[start:]) {
		return -1
	}
	s.warn("the mail marks its parts otherwise than it says")
	return start
}
