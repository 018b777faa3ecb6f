package email

import (
	"bytes"
	"strings"
	"testing"
)

// benchMails are the three sizes that matter: an answer, a campaign's HTML
// quoted in an answer, and files.
func benchMails(b *testing.B) map[string][]byte {
	b.Helper()
	small, err := Compose(Outgoing{
		From: Address{"Ann", "ann@example.org"}, To: []Address{{"", "support@example.com"}}, Subject: "Re: Order",
		Text: "The blue one, please.\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which colour?\n",
	})
	if err != nil {
		b.Fatal(err)
	}
	row := `<tr><td style="padding:4px;color:#333333"><p class="x">An article and <a href="https://example.com/a?b=1">a link</a>.</p><img src="https://example.com/i.png" width="120"></td></tr>`
	html, err := Compose(Outgoing{
		From: Address{"Ann", "ann@example.org"}, To: []Address{{"", "support@example.com"}}, Subject: "Re: News",
		HTML: "<p>The blue one.</p><table>" + strings.Repeat(row, (100<<10)/len(row)) + "</table>",
	})
	if err != nil {
		b.Fatal(err)
	}
	files, err := Compose(Outgoing{
		From: Address{"Ann", "ann@example.org"}, To: []Address{{"", "support@example.com"}}, Subject: "Photos", Text: "Here they are.",
		Attachments: []Attachment{
			{Name: "one.jpg", Type: "image/jpeg", Content: bytes.Repeat([]byte{0xff, 1, 2, 3}, 5<<18)},
			{Name: "two.jpg", Type: "image/jpeg", Content: bytes.Repeat([]byte{0xff, 3, 2, 1}, 5<<18*7/16)},
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return map[string][]byte{"small": small, "html-100KB": html, "files-10MB": files}
}

func BenchmarkParse(b *testing.B) {
	mails := benchMails(b)
	for _, name := range []string{"small", "html-100KB", "files-10MB"} {
		raw := mails[name]
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if m := Parse(raw); m.From.Address == "" {
					b.Fatal("no sender")
				}
			}
		})
	}
}
