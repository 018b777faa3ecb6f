package email

import (
	"strings"

	"confab/shared/channel/email/quote"
	"confab/shared/channel/email/safehtml"
	"confab/shared/channel/email/tidy"
)

// readBody fills in the body's text and HTML, whole and new. Where there are
// both, the text is what the text part says, and the HTML tells which of its
// lines the client marks as history.
func (m *Mail) readBody(b *body) {
	plain, html := b.join()
	plain = tidy.Text(plain)
	if html == "" && looksLikeHTML(plain) {
		html = plain
	}
	m.FullText = plain
	var rich *quote.HTML
	if html != "" {
		rich = quote.ReadHTML(html)
		m.HTML = safehtml.Clean(html)
		if isStub(plain, rich.Text()) {
			m.FullText = tidy.Text(rich.Text())
		}
	}
	if m.Kind == KindBounce || m.Kind == KindComplaint {
		m.Text = m.FullText // a report quotes the mail it is about, and that is its news
		return
	}
	var result quote.Result
	switch {
	case rich == nil:
		result = quote.Trim(m.FullText, m.Subject)
	case m.FullText == plain:
		result = rich.TrimText(m.FullText, m.Subject)
	default:
		result = rich.Trim(m.Subject)
	}
	m.Text, m.Trimmed = result.New, result.Cuts
	if result.Forwarded != nil {
		m.Forwarded = forwardedHead(result.Forwarded)
	}
}

// isStub tells a text part that says nothing of what the HTML says: it is empty,
// says that the mail cannot be shown, or holds the HTML itself.
func isStub(plain, rich string) bool {
	plain = strings.TrimSpace(plain)
	switch {
	case plain == "" || looksLikeHTML(plain):
		return true
	case strings.TrimSpace(rich) == "":
		return false
	}
	return len(plain) < maxStub && strings.Contains(strings.ToLower(plain), "html") && !strings.Contains(rich, plain)
}

// maxStub bounds "Your program does not show HTML." and its kind, in bytes.
const maxStub = 300

// looksLikeHTML tells text that is an HTML document or fragment as a whole: a
// person who writes of HTML writes before it or after it.
func looksLikeHTML(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "<") || !strings.HasSuffix(text, ">") {
		return false
	}
	head := strings.ToLower(text[:min(len(text), 20)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<meta", "<style", "<div", "<p>", "<p ", "<table", "<span", "<font"} {
		if strings.HasPrefix(head, tag) {
			return true
		}
	}
	return false
}
