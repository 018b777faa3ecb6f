package email

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"confab/shared/channel/email/outgoing"
	"confab/shared/channel/email/quote"
	"confab/shared/inbox"
)

// benchMails are the sizes that matter: an answer, a long thread as text, an
// answer of 20 KB as most clients write it, in both forms and with a
// campaign's HTML quoted, a newsletter of 20 KB of which no two tags are alike,
// HTML five times as large, and files.
func benchMails(b *testing.B) map[string][]byte {
	b.Helper()
	ann, us := inbox.Address{Name: "Ann", Address: "ann@example.org"}, []inbox.Address{{Address: "support@example.com"}}
	small, err := outgoing.Compose(outgoing.Mail{
		From: ann, To: us, Subject: "Re: Order",
		Text: "The blue one, please.\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which colour?\n",
	})
	if err != nil {
		b.Fatal(err)
	}
	row := `<tr><td style="padding:4px;color:#333333"><p class="x">An article and <a href="https://example.com/a?b=1">a link</a>.</p><img src="https://example.com/i.png" width="120"></td></tr>`
	var thread strings.Builder
	thread.WriteString("The blue one, please.\n")
	for thread.Len() < 20<<10 {
		thread.WriteString("\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n")
		thread.WriteString(strings.Repeat("> Which colour would you like, and shall we send it to the office or to your home?\n", 8))
	}
	plain, err := outgoing.Compose(outgoing.Mail{
		From: ann, To: us, Subject: "Re: Order", Text: thread.String(),
	})
	if err != nil {
		b.Fatal(err)
	}
	quoted := `<div dir="ltr">The blue one.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, May 4, 2026 at 10:15 AM Support &lt;<a href="mailto:support@example.com">support@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><table>` +
		strings.Repeat(row, (14<<10)/len(row)) + `</table></blockquote></div>`
	both, err := outgoing.Compose(outgoing.Mail{
		From: ann, To: us, Subject: "Re: News",
		Text: "The blue one.\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n" +
			strings.Repeat("> An article and a link <https://example.com/a?b=1>.\n", (5<<10)/52),
		HTML: quoted,
	})
	if err != nil {
		b.Fatal(err)
	}
	large := "<p>The blue one.</p><table>" + strings.Repeat(row, (100<<10)/len(row)) + "</table>"
	html, err := outgoing.Compose(outgoing.Mail{
		From: ann, To: us, Subject: "Re: News",
		HTML: large, Text: quote.Text(large),
	})
	if err != nil {
		b.Fatal(err)
	}
	newsletter := denseNewsletter(14 << 10)
	dense, err := outgoing.Compose(outgoing.Mail{
		From: inbox.Address{Name: "News", Address: "news@example.org"}, To: us, Subject: "News",
		HTML: newsletter, Text: quote.Text(newsletter),
	})
	if err != nil {
		b.Fatal(err)
	}
	files, err := outgoing.Compose(outgoing.Mail{
		From: ann, To: us, Subject: "Photos", Text: "Here they are.",
		Files: []outgoing.File{
			{Name: "one.jpg", Type: "image/jpeg", Content: bytes.Repeat([]byte{0xff, 1, 2, 3}, 5<<18)},
			{Name: "two.jpg", Type: "image/jpeg", Content: bytes.Repeat([]byte{0xff, 3, 2, 1}, 5<<18*7/16)},
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return map[string][]byte{"small": small, "text-20KB": plain, "reply-20KB": both, "html-20KB": dense, "html-100KB": html, "files-10MB": files}
}

func BenchmarkParse(b *testing.B) {
	mails := benchMails(b)
	for _, name := range []string{"small", "text-20KB", "reply-20KB", "html-20KB", "html-100KB", "files-10MB"} {
		raw := mails[name]
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			reportCPU(b)
			for b.Loop() {
				if m := Parse(raw); m.From.Address == "" {
					b.Fatal("no sender")
				}
			}
		})
	}
}

// denseNewsletter is as much markup as text, of about so many bytes. Each tag
// with an attribute differs from all others.
func denseNewsletter(size int) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html><body style="margin:0;padding:0"><table width="600" cellpadding="0" cellspacing="0">`)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `<tr><td align="left" style="padding:%[1]dpx 18px;color:#333333;font-family:Helvetica,Arial,sans-serif;font-size:14px;line-height:150%%"><p style="margin:0 0 %[1]dpx;text-align:left">Article %[1]d says what is new in some forty words of plain text, of which nobody reads more than half, and <a href="https://example.com/a?b=%[1]d&amp;c=mail" style="color:#1155%02[1]x;text-decoration:underline" target="_blank">a link</a>.</p><img src="https://example.com/i%[1]d.png" width="%[1]d" height="80" alt="Picture %[1]d" style="border:0;display:block"></td></tr>`, 10+i)
	}
	return b.String() + "</table></body></html>"
}
