package email

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html"

	"confab/shared/channel/email/quote"
)

// maxBody bounds the text, and apart from it the HTML, that is read of a mail,
// in bytes. Nobody wrote more by hand; the raw mail has the rest.
const maxBody = 4 << 20

// body is what the parts of a mail hold.
type body struct {
	pieces      []piece
	attachments []Attachment
	report      report
	warnings    []string
	textBytes   int
	htmlBytes   int
	enclosed    enclosed
}

// piece is one stretch of the body: text, HTML, or both forms of one thing.
type piece struct {
	plain string
	html  string
}

// report holds the parts by which machines tell of mail (RFC 3462, RFC 5965).
type report struct {
	kind     string // the report-type parameter, lower case
	status   []byte // message/delivery-status
	feedback []byte // message/feedback-report
	original []byte // the returned mail, or its header
}

// visit takes in a part and what is below it.
func (b *body) visit(p *enmime.Part) {
	b.noteProtection(p)
	switch {
	case p.ContentType == "multipart/alternative" && p.FirstChild != nil:
		b.visitAlternative(p)
	case p.FirstChild != nil || strings.HasPrefix(p.ContentType, "multipart/") && p.Parent != nil && len(p.Content) == 0:
		if p.ContentType == "multipart/report" {
			b.report.kind = strings.ToLower(mediaParameter(p.Header.Get("Content-Type"), "report-type"))
		}
		for child := p.FirstChild; child != nil; child = child.NextSibling {
			b.visit(child)
		}
	case b.visitReport(p), b.open(p):
	case isBodyText(p):
		b.addText(decodeContent(p), charsetOf(p), p.ContentType == "text/html")
	case len(p.Content) > 0 || p.FileName != "":
		b.attach(p)
	}
}

// visitAlternative takes the forms of one body as one piece.
func (b *body) visitAlternative(p *enmime.Part) {
	var inner body
	inner.textBytes, inner.htmlBytes, inner.enclosed = b.textBytes, b.htmlBytes, b.enclosed
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		inner.visit(child)
	}
	var plain, rich []string
	for _, one := range inner.pieces {
		if one.plain != "" {
			plain = append(plain, one.plain)
		}
		if one.html != "" {
			rich = append(rich, one.html)
		}
	}
	b.pieces = append(b.pieces, piece{plain: strings.Join(plain, "\n"), html: strings.Join(rich, "\n")})
	b.attachments = append(b.attachments, inner.attachments...)
	b.warnings = append(b.warnings, inner.warnings...)
	b.textBytes, b.htmlBytes, b.enclosed = inner.textBytes, inner.htmlBytes, inner.enclosed
	b.report.merge(inner.report)
}

func (r *report) merge(other report) {
	if r.status == nil {
		r.status = other.status
	}
	if r.feedback == nil {
		r.feedback = other.feedback
	}
	if r.original == nil {
		r.original = other.original
	}
	if r.kind == "" {
		r.kind = other.kind
	}
}

// visitReport takes the parts that are for machines; a returned mail is listed
// as an attachment too, for a person may want to see it.
func (b *body) visitReport(p *enmime.Part) bool {
	switch p.ContentType {
	case "message/delivery-status", "message/global-delivery-status":
		b.report.status = append(append(b.report.status, decodeContent(p)...), "\n\n"...)
		return true
	case "message/feedback-report":
		b.report.feedback = decodeContent(p)
		return true
	case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		b.report.merge(report{original: decodeContent(p)})
		return true
	case "message/rfc822", "message/global", "message/partial":
		if b.report.original == nil {
			b.report.original = decodeContent(p)
		}
	}
	return false
}

// isBodyText tells body text from a text file that was attached.
func isBodyText(p *enmime.Part) bool {
	switch p.ContentType {
	case "text/plain", "text/html", "text", "":
	default:
		return false
	}
	if p.Disposition == "attachment" {
		return false
	}
	return p.FileName == "" || p.Parent == nil
}

func charsetOf(p *enmime.Part) string {
	return mediaParameter(p.Header.Get("Content-Type"), "charset")
}

// addText appends decoded body text, as far as the budget goes.
func (b *body) addText(content []byte, charset string, isHTML bool) {
	used := &b.textBytes
	if isHTML {
		used = &b.htmlBytes
	}
	if room := maxBody - *used; len(content) > room {
		b.warnings = append(b.warnings, "body text beyond 4 MB was left out")
		content = cutAtRune(content, room)
	}
	*used += len(content)
	text, warning := toUTF8(content, charset, isHTML)
	if warning != "" {
		b.warnings = append(b.warnings, warning)
	}
	if isHTML {
		b.pieces = append(b.pieces, piece{html: text})
		return
	}
	b.pieces = append(b.pieces, piece{plain: text})
}

// cutAtRune cuts content at n bytes or up to three before, between characters.
func cutAtRune(content []byte, n int) []byte {
	for back := 0; back < utf8.UTFMax && n > 0 && n < len(content) && !utf8.RuneStart(content[n]); back++ {
		n--
	}
	return content[:n]
}

// join returns the body as text and as HTML. The text is "" when no part holds
// any; the HTML is "" when none does, and else has every piece in its place.
func (b *body) join() (plain, rich string) {
	anyHTML, anyPlain := false, false
	for _, one := range b.pieces {
		anyHTML = anyHTML || strings.TrimSpace(one.html) != ""
		anyPlain = anyPlain || strings.TrimSpace(one.plain) != ""
	}
	var texts, htmls []string
	for _, one := range b.pieces {
		text := one.plain
		if strings.TrimSpace(text) == "" && one.html != "" && anyPlain {
			text = quote.Text(one.html)
		}
		if strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
		switch {
		case one.html != "":
			htmls = append(htmls, one.html)
		case anyHTML && strings.TrimSpace(one.plain) != "":
			htmls = append(htmls, TextToHTML(one.plain))
		}
	}
	if anyPlain {
		plain = strings.Join(texts, "\n")
	}
	if anyHTML {
		rich = strings.Join(htmls, "\n")
	}
	return plain, rich
}

// TextToHTML returns text as an HTML fragment that shows the same lines.
func TextToHTML(text string) string {
	lines := strings.Split(html.EscapeString(tidyText(text)), "\n")
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		lines[i] = strings.Repeat("&nbsp;", indent) + line[indent:]
	}
	return "<div>" + strings.Join(lines, "<br>\n") + "</div>"
}

// HTMLToText returns the text of an HTML fragment or document: a line for each
// block, quotations marked by > as in text mail, links without their address.
func HTMLToText(fragment string) string { return quote.Text(fragment) }

// attach lists a part as an attachment.
func (b *body) attach(p *enmime.Part) {
	content := decodeContent(p)
	if isUUEncoded(p) {
		b.warnings = append(b.warnings, "an attachment is uuencoded and was left so")
	}
	mtype := strings.ToLower(p.ContentType)
	if !strings.Contains(mtype, "/") {
		mtype = "application/octet-stream"
	}
	id := strings.Trim(oneLine(p.ContentID), "<> ")
	b.attachments = append(b.attachments, Attachment{
		Name:      safeName(attachmentName(p), mtype),
		Type:      mtype,
		Size:      len(content),
		ContentID: id,
		Inline:    p.Disposition == "inline" || p.Disposition == "" && id != "",
		Content:   content,
	})
}

func isUUEncoded(p *enmime.Part) bool {
	encoding := strings.ToLower(p.Header.Get("Content-Transfer-Encoding"))
	return strings.Contains(encoding, "uue") && bytes.HasPrefix(p.Content, []byte("begin "))
}
