package quote_test

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// benchHTML is an answer that quotes a campaign, 20 KB in all.
var benchHTML = `<div dir="ltr">The blue one.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, May 4, 2026 at 10:15 AM Support &lt;<a href="mailto:support@example.com">support@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><table>` +
	strings.Repeat(`<tr><td style="padding:4px;color:#333333"><p class="x">An article and <a href="https://example.com/a?b=1">a link</a>.</p><img src="https://example.com/i.png" width="120"></td></tr>`, 110) + `</table></blockquote></div>`

func BenchmarkReadHTML(b *testing.B) {
	b.SetBytes(int64(len(benchHTML)))
	b.ReportAllocs()
	for b.Loop() {
		quote.ReadHTML(benchHTML)
	}
}

func BenchmarkTrimHTML(b *testing.B) {
	b.SetBytes(int64(len(benchHTML)))
	b.ReportAllocs()
	for b.Loop() {
		if quote.ReadHTML(benchHTML).Trim("Re: News").New != "The blue one." {
			b.Fatal("not trimmed")
		}
	}
}

// BenchmarkTrimText trims the text part beside the same HTML.
func BenchmarkTrimText(b *testing.B) {
	text := quote.Text(benchHTML)
	b.SetBytes(int64(len(benchHTML)))
	b.ReportAllocs()
	for b.Loop() {
		if quote.ReadHTML(benchHTML).TrimText(text, "Re: News").New != "The blue one." {
			b.Fatal("not trimmed")
		}
	}
}
