package email

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// Limits on what a mail may make the parser build. SES itself passes no more
// than 500 parts; the rest is for mail that is meant to exhaust a reader.
const (
	maxParts = 2000
	maxDepth = 20
	// maxWork bounds the bytes read by all levels together, since a parser of
	// nested multiparts reads each byte once for each level.
	maxWork = 160 << 20
	// minDepth is what mail programs use: mixed, related, alternative, and one more.
	minDepth = 4
)

// readParts splits a mail into its tree of parts, contents undecoded: enmime's
// own decoding keeps a list of every odd byte, which a binary part labelled
// base64 turns into gigabytes.
func readParts(raw []byte) (root *enmime.Part, warnings []string, err error) {
	defer func() {
		// The last line of defence: raw is a stranger's, and the mail is kept in any case.
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("reading parts: %v", r)
		}
	}()
	o := outline{boundaries: map[string]bool{}}
	reader := o.bound(raw)
	parser := enmime.NewParser(
		enmime.RawContent(true),
		enmime.SkipMalformedParts(true),
		enmime.MultipartWOBoundaryAsSinglePart(true),
		enmime.MaxStoredPartErrors(5),
		enmime.SetCustomParseMediaType(o.parseMediaType),
	)
	root, err = parser.ReadParts(reader)
	return root, o.warnings, err
}

// outline walks over a mail's lines once before it is parsed, to bound what the
// parser will meet: header blocks, the depth of multiparts, and parts.
type outline struct {
	boundaries map[string]bool // that may be opened
	open       []string        // first words of the boundaries open at this line, outermost first
	depth      int             // how many may be
	sniffed    string          // the boundary of a root that is a multipart and declares none
	parts      int
	warnings   []string
}

// bound returns a reader over raw without what goes beyond the limits.
func (o *outline) bound(raw []byte) io.Reader {
	o.depth = max(minDepth, min(maxDepth, maxWork/(len(raw)+1)))
	var pieces []io.Reader
	inHeader, blockStart, keptFrom, skipping := true, 0, 0, false
	for pos := 0; pos < len(raw); {
		line, rest := cutLine(raw[pos:])
		next := len(raw) - len(rest)
		switch {
		case inHeader && len(bytes.TrimSpace(line)) == 0:
			if skipping {
				keptFrom, skipping = pos, false
			}
			o.declare(raw[blockStart:min(pos, blockStart+maxHeader)], rest)
			inHeader = false
		case inHeader && !skipping && next-blockStart > maxHeader:
			pieces = append(pieces, bytes.NewReader(raw[keptFrom:blockStart+maxHeader]), strings.NewReader("\r\n"))
			skipping = true
			o.warn("a header block beyond 256 KB was cut")
		case o.isDelimiter(line):
			if o.parts++; o.parts > maxParts {
				o.warn("parts beyond the 2,000th were left out")
				return io.MultiReader(append(pieces, bytes.NewReader(raw[keptFrom:pos]))...)
			}
			if skipping {
				keptFrom, skipping = pos, false
			}
			inHeader, blockStart = true, next
		}
		pos = next
	}
	if !skipping {
		pieces = append(pieces, bytes.NewReader(raw[keptFrom:]))
	}
	return io.MultiReader(pieces...)
}

func (o *outline) warn(text string) {
	if !slices.Contains(o.warnings, text) {
		o.warnings = append(o.warnings, text)
	}
}

// declare notes the boundary that a header block declares, if any.
func (o *outline) declare(block, body []byte) {
	h, _ := readHeader(block)
	value := h.get("Content-Type")
	if len(value) < 10 || !strings.EqualFold(value[:10], "multipart/") {
		return
	}
	_, params, _, err := mediatype.Parse(value)
	boundary := params["boundary"]
	if err == nil && boundary == "" && len(o.boundaries) == 0 {
		boundary = sniffBoundary(body)
		o.sniffed = boundary
	}
	if boundary == "" {
		return
	}
	if len(o.open) >= o.depth {
		o.warn("multiparts were nested too deep to be opened")
		return
	}
	o.boundaries[boundary] = true
	o.open = append(o.open, firstWord(boundary))
}

// sniffBoundary finds the delimiter of a multipart whose header lost it: the
// first line that opens with two hyphens and is followed by a Content- field.
func sniffBoundary(body []byte) string {
	for i := 0; i < 100 && len(body) > 0; i++ {
		var line []byte
		line, body = cutLine(body)
		if bytes.HasPrefix(line, []byte("--")) && len(line) > 4 && len(line) < 100 &&
			len(body) >= 8 && bytes.EqualFold(body[:8], []byte("Content-")) {
			return strings.TrimSpace(string(line[2:]))
		}
	}
	return ""
}

// isDelimiter tells whether the line opens or closes a part of one of the open
// multiparts; those within that one are closed by it.
func (o *outline) isDelimiter(line []byte) bool {
	if len(line) < 3 || line[0] != '-' || line[1] != '-' || len(line) > 400 {
		return false
	}
	word := firstWord(string(line[2:]))
	for i := len(o.open) - 1; i >= 0; i-- {
		switch o.open[i] {
		case word:
			o.open = o.open[:i+1]
			return true
		case strings.TrimSuffix(word, "--"):
			o.open = o.open[:i]
			return false
		}
	}
	return false
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " \t\r\n"); i >= 0 {
		return s[:i]
	}
	return s
}

// parseMediaType is enmime's, except that it never fails and opens no multipart
// that the outline did not count.
func (o *outline) parseMediaType(value string) (string, map[string]string, []string, error) {
	mtype, params, invalid, err := mediatype.Parse(value)
	if err != nil {
		// Keep what comes before the parameters: it decides how the part is read.
		mtype, params, invalid = strings.ToLower(strings.TrimSpace(strings.SplitN(value, ";", 2)[0])), nil, nil
		if !strings.Contains(mtype, "/") && mtype != "attachment" && mtype != "inline" {
			mtype = "application/octet-stream"
		}
	}
	if strings.HasPrefix(mtype, "multipart/") {
		if params == nil {
			params = map[string]string{}
		}
		if params["boundary"] == "" && o.sniffed != "" {
			params["boundary"] = o.sniffed
		}
		if !o.boundaries[params["boundary"]] {
			delete(params, "boundary")
		}
	}
	return mtype, params, invalid, nil
}

// decodeContent undoes the transfer encoding of a part (RFC 2045 §6), in place
// and once.
func decodeContent(p *enmime.Part) []byte {
	const field = "Content-Transfer-Encoding"
	switch strings.ToLower(strings.TrimSpace(firstWord(p.Header.Get(field)))) {
	case "base64":
		p.Content = decodeBase64(p.Content)
		p.Header.Del(field)
	case "quoted-printable":
		p.Content = decodeQuotedPrintable(p.Content)
		p.Header.Del(field)
	}
	return p.Content
}

// extensionOf returns a customary extension for a media type, with its dot, or "".
func extensionOf(mtype string) string {
	switch mtype { // the system's table differs from machine to machine
	case "text/plain":
		return ".txt"
	case "text/html":
		return ".html"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/gif":
		return ".gif"
	case "application/pdf":
		return ".pdf"
	case "text/calendar":
		return ".ics"
	case "message/rfc822":
		return ".eml"
	}
	if extensions, err := mime.ExtensionsByType(mtype); err == nil && len(extensions) > 0 {
		return extensions[0]
	}
	return ""
}
