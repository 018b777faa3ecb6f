package email

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"confab/shared/channel/email/quote"
	"confab/shared/channel/email/tidy"
)

// isBodyText tells body text from a text file that was attached.
func isBodyText(p *part) bool {
	switch p.mediaType {
	case "text/plain", "text/html", "text/markdown", "text/x-markdown":
	case "": // no media type: RFC 2045 §5.2 has it read as text
		if !looksLikeText(p.content()) {
			return false
		}
	default:
		return false
	}
	return p.disposition != "attachment" && (p.name == "" || p.parent == nil && !isBinary(p.content()))
}

// looksLikeText tells text in any character set from a file's bytes.
func looksLikeText(content []byte) bool {
	sample := content[:min(len(content), sampleSize)]
	controls := 0
	for _, c := range sample {
		if c < ' ' && bytes.IndexByte(textControls, c) < 0 {
			controls++
		}
	}
	return controls*50 <= len(sample)
}

// isBinary tells a file's bytes from text in any character set.
func isBinary(content []byte) bool { return !looksLikeText(content) && !zeroHeavy(content) }

// textControls are the control characters of text; ISO 2022 shifts by the last.
var textControls = []byte("\n\r\t\f\x1b\x0e\x0f")

// isWord tells what may be a word although it is declared as base64, of which
// any word of four letters is some.
func isWord(encoded []byte) bool {
	return len(encoded) < 40 && looksLikeText(encoded)
}

// addPart appends the text that a part holds, by what it is rather than by what
// it is called.
func (b *body) addPart(p *part) {
	content, charset := p.content(), p.params["charset"]
	if isWord(p.encoded) && isBinary(content) {
		content = p.encoded
	}
	switch {
	case p.mediaType == "text/html":
		b.addText(content, charset, hasMarkup(content))
	case isDocument(content):
		b.addText(content, charset, true)
	default:
		content = b.takeUUFiles(content)
		before := len(b.pieces)
		b.addText(content, charset, false)
		if strings.EqualFold(p.params["format"], "flowed") && len(b.pieces) > before {
			text := &b.pieces[len(b.pieces)-1].plain
			*text = joinFlowed(*text, strings.EqualFold(p.params["delsp"], "yes"))
		}
	}
}

// hasMarkup tells HTML from plain text that is called so, whose line breaks a
// reader of HTML would lose.
func hasMarkup(content []byte) bool {
	if bytes.IndexByte(content, 0) >= 0 {
		return true // a wide character set
	}
	for i, c := range content[:max(len(content)-1, 0)] {
		next := content[i+1]
		if c == '<' && (next|0x20 >= 'a' && next|0x20 <= 'z' || next == '/' || next == '!') || c == '&' && (next == '#' || next|0x20 >= 'a' && next|0x20 <= 'z') {
			return true
		}
	}
	return false
}

// isDocument tells a whole HTML document that is called plain text.
func isDocument(content []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !hasPrefixFold(head, "<!doctype html") && !hasPrefixFold(head, "<html") {
		return false
	}
	tail := bytes.ToLower(content[max(0, len(content)-sampleSize):])
	return bytes.Contains(tail, []byte("</html>")) || bytes.Contains(tail, []byte("</body>"))
}

// maxUUFiles bounds the files taken out of one text.
const maxUUFiles = 100

// takeUUFiles makes attachments of the uuencoded files that stand in a text and
// returns the text without them.
func (b *body) takeUUFiles(text []byte) []byte {
	var kept []byte
	from := 0
	for range maxUUFiles {
		file, ok := findUU(text, from)
		if !ok {
			break
		}
		name := decodeWords(file.name)
		mtype := typeOf(name)
		content := file.content(text)
		b.attachments = append(b.attachments, Attachment{Name: tidy.FileName(name, mtype), Type: mtype, Size: len(content), Content: content})
		kept = append(kept, text[from:file.start]...)
		from = file.end
	}
	if from == 0 {
		return text
	}
	b.warnings = append(b.warnings, "a uuencoded file within the text became an attachment")
	return append(kept, text[from:]...)
}

// attach lists a part as an attachment. The first text among them that was not
// meant for one is noted, in case the mail turns out to have no other.
func (b *body) attach(p *part) {
	if b.spare == nil && p.disposition != "attachment" && (p.mediaType == "text/plain" || p.mediaType == "text/html") && !isBinary(p.content()) {
		b.spare = p
	}
	mtype := p.mediaType
	if mtype == "" {
		mtype = "application/octet-stream"
	}
	content := p.content()
	b.attachments = append(b.attachments, Attachment{
		Name:      tidy.FileName(p.name, mtype),
		Type:      mtype,
		Size:      len(content),
		ContentID: p.contentID,
		Content:   content,
	})
}

// finish settles what only the whole mail tells: whether a named text is its
// body, and whether two pieces are one.
func (b *body) finish() {
	empty := !slices.ContainsFunc(b.pieces, func(one piece) bool {
		return strings.TrimSpace(one.plain) != "" || strings.TrimSpace(one.html) != ""
	})
	if empty && b.spare != nil {
		b.addPart(b.spare)
	}
	b.joinForms()
}

// markShown marks the attachments that the HTML shows.
func (b *body) markShown() {
	shown := map[string]bool{}
	for _, one := range b.pieces {
		noteContentIDs(shown, one.html)
	}
	for i := range b.attachments {
		a := &b.attachments[i]
		a.Inline = a.ContentID != "" && shown[a.ContentID]
	}
}

// joinForms makes one piece of a text and an HTML that say the same one after the
// other: some programs put both forms where only different things belong.
func (b *body) joinForms() {
	for i := 0; i+1 < len(b.pieces); i++ {
		plain, rich := b.pieces[i], b.pieces[i+1]
		if rich.plain != "" && plain.plain == "" {
			plain, rich = rich, plain
		}
		if plain.plain != "" && plain.html == "" && rich.html != "" && rich.plain == "" && sameWords(plain.plain, quote.Text(rich.html)) {
			b.pieces[i] = piece{plain: plain.plain, html: rich.html}
			b.pieces = slices.Delete(b.pieces, i+1, i+2)
		}
	}
}

// sameWords tells whether two texts have the same letters and digits in the same
// order, apart from the addresses of links.
func sameWords(a, b string) bool {
	a, b = wordsOf(a), wordsOf(b)
	return a != "" && a == b
}

func wordsOf(text string) string {
	var out strings.Builder
	for word := range strings.FieldsSeq(text) {
		if strings.Contains(word, "://") {
			continue
		}
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// noteContentIDs notes the ids that a document refers to as cid:id (RFC 2392).
func noteContentIDs(ids map[string]bool, html string) {
	for {
		i := strings.Index(html, "cid:")
		if i < 0 {
			return
		}
		html = html[i+len("cid:"):]
		end := strings.IndexAny(html[:min(len(html), maxID)], "\"'<> \t\r\n)&")
		if end < 0 {
			end = 0
		}
		ids[string(appendPercentDecoded(nil, html[:end]))] = true
	}
}
