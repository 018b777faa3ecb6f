package email

import (
	"cmp"
	"slices"
	"strings"

	"confab/shared/channel/email/quote"
	"confab/shared/channel/email/tidy"
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
	spare       *part // text with a file's name, the body where there is no other
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
func (b *body) visit(p *part) {
	b.noteProtection(p)
	if text := partWarnings[p.mediaType]; text != "" {
		b.warnings = append(b.warnings, text)
	}
	switch {
	case p.mediaType == "multipart/alternative":
		b.visitAlternative(p)
	case len(p.children) > 0:
		if p.mediaType == "multipart/report" {
			b.report.kind = strings.ToLower(p.params["report-type"])
		}
		for _, child := range p.children {
			b.visit(child)
		}
	case b.visitReport(p), b.open(p):
	case isBodyText(p):
		b.addPart(p)
	case isResourceFork(p), isOtherForm(p):
	case len(p.encoded) > 0 || p.name != "":
		b.attach(p)
	}
}

// partWarnings says of some kinds of parts what a reader misses.
var partWarnings = map[string]string{
	"message/partial":       "this is one piece of a mail that was sent in several",
	"message/external-body": "a part is kept elsewhere and was not fetched",
}

// isResourceFork tells the half of a Macintosh's file that is of no use elsewhere
// (RFC 1740).
func isResourceFork(p *part) bool {
	return p.mediaType == "application/applefile" && p.parent != nil && p.parent.mediaType == "multipart/appledouble"
}

// isOtherForm tells a form of an alternative that repeats the body for programs
// of one vendor. A calendar is none: it says more.
func isOtherForm(p *part) bool {
	if p.parent == nil || p.parent.mediaType != "multipart/alternative" || p.name != "" ||
		!strings.HasPrefix(p.mediaType, "text/") || p.mediaType == "text/calendar" {
		return false
	}
	return slices.ContainsFunc(p.parent.children, func(other *part) bool {
		return other != p && (isBodyText(other) || len(other.children) > 0)
	})
}

// visitAlternative takes the forms of one body as one piece.
func (b *body) visitAlternative(p *part) {
	var inner body
	inner.textBytes, inner.htmlBytes, inner.enclosed = b.textBytes, b.htmlBytes, b.enclosed
	for _, child := range p.children {
		inner.visit(child)
	}
	var plain, rich []string
	for _, one := range inner.pieces {
		if one.plain != "" && !slices.Contains(plain, one.plain) {
			plain = append(plain, one.plain)
		}
		if one.html != "" && !slices.Contains(rich, one.html) {
			rich = append(rich, one.html)
		}
	}
	b.pieces = append(b.pieces, piece{plain: strings.Join(plain, "\n"), html: strings.Join(rich, "\n")})
	b.attachments = append(b.attachments, inner.attachments...)
	b.warnings = append(b.warnings, inner.warnings...)
	b.spare = cmp.Or(b.spare, inner.spare)
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
func (b *body) visitReport(p *part) bool {
	switch p.mediaType {
	case "message/delivery-status", "message/global-delivery-status":
		b.report.status = append(append(b.report.status, p.content()...), "\n\n"...)
		return true
	case "message/feedback-report":
		b.report.feedback = p.content()
		return true
	case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		b.report.merge(report{original: p.content()})
		return true
	case "message/rfc822", "message/global", "message/partial":
		if b.report.original == nil {
			b.report.original = p.content()
		}
	}
	return false
}

// addText appends decoded body text, as far as the budget goes.
func (b *body) addText(content []byte, charset string, isHTML bool) {
	used := &b.textBytes
	if isHTML {
		used = &b.htmlBytes
	}
	if room := maxBody - *used; len(content) > room {
		b.warnings = append(b.warnings, "body text beyond 4 MB was left out")
		content = tidy.Head(content, room)
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
			htmls = append(htmls, tidy.HTML(one.plain))
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
