package outgoing

import (
	"bytes"
	"errors"
	"net/mail"
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email"
	"confab/shared/channel/email/sent"
	"confab/shared/inbox"
)

func sample() Mail {
	return Mail{
		From:       inbox.Address{Name: "Support, Example", Address: "support@example.com"},
		To:         []inbox.Address{{Name: "Zoë Müller", Address: "zoe@example.org"}},
		Cc:         []inbox.Address{{Address: "second@example.org"}},
		ReplyTo:    []inbox.Address{{Address: "abc234@in.example.com"}},
		Subject:    "Re: Größe und Farbe – 你好",
		MessageID:  "m1@example.com",
		InReplyTo:  "b@example.org",
		References: []string{"a@example.org", "b@example.org"},
		Date:       time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC),
		Text:       "Hello Zoë,\n\nit is blue.\n",
		HTML:       `<p>Hello Zoë,</p><p>it is <b>blue</b>. <img src="cid:logo@example.com"></p>`,
		Files: []File{
			{Name: "Rechnung März – 请求.pdf", Type: "application/pdf", Content: []byte("%PDF-1.7")},
			{Name: "logo.png", Type: "image/png", ContentID: "logo@example.com", Inline: true, Content: []byte{0x89, 'P', 'N', 'G'}},
		},
		Headers: []Header{{"X-Example", "one"}},
	}
}

func compose(t *testing.T, o Mail) []byte {
	t.Helper()
	raw, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestWhatComposeWritesParseReads(t *testing.T) {
	o := sample()
	raw := compose(t, o)
	m := email.Parse(raw)
	if len(m.Warnings) > 0 {
		t.Errorf("warnings %q in\n%s", m.Warnings, raw)
	}
	if m.From != email.Address(o.From) || m.To[0] != email.Address(o.To[0]) || m.Cc[0] != email.Address(o.Cc[0]) || m.ReplyTo[0] != email.Address(o.ReplyTo[0]) {
		t.Errorf("addresses %+v %+v %+v %+v", m.From, m.To, m.Cc, m.ReplyTo)
	}
	if m.Subject != o.Subject || m.MessageID != o.MessageID || strings.Join(m.References, " ") != "a@example.org b@example.org" || m.InReplyTo[0] != o.InReplyTo || !m.Date.Equal(o.Date) {
		t.Errorf("headers %+v", m)
	}
	if m.Text != strings.TrimSpace(o.Text) || m.Kind != email.KindMessage {
		t.Errorf("text %q, kind %s", m.Text, m.Kind)
	}
	if !strings.Contains(m.HTML, `<img src="cid:logo@example.com">`) {
		t.Errorf("html %q", m.HTML)
	}
	if len(m.Attachments) != 2 {
		t.Fatalf("attachments %+v", m.Attachments)
	}
	for _, want := range o.Files {
		found := false
		for _, got := range m.Attachments {
			found = found || got.Name == want.Name && got.Type == want.Type && got.ContentID == want.ContentID && got.Inline == want.Inline && bytes.Equal(got.Content, want.Content)
		}
		if !found {
			t.Errorf("no %s among %+v", want.Name, m.Attachments)
		}
	}
}

func TestTheWireFormKeepsTheRules(t *testing.T) {
	o := sample()
	for i := range 200 {
		o.References = append(o.References, strings.Repeat("x", i%40)+"id@example.org")
	}
	o.References = append(o.References, "newest@example.org")
	raw := compose(t, o)
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	references := strings.Fields(msg.Header.Get("References"))
	if references[0] != "<a@example.org>" || references[len(references)-1] != "<newest@example.org>" {
		t.Errorf("references %q", references)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 {
			t.Errorf("a line of %d octets", len(line))
		}
		if strings.Contains(line, "\n") || strings.Contains(line, "\r") {
			t.Errorf("a bare line end in %q", line)
		}
	}
	for _, name := range []string{"Auto-Submitted", "Bcc", "User-Agent", "X-Mailer"} {
		if msg.Header.Get(name) != "" {
			t.Errorf("%s was not asked for", name)
		}
	}
	o.AutoSubmitted = "auto-replied"
	if !bytes.Contains(compose(t, o), []byte("Auto-Submitted: auto-replied\r\n")) {
		t.Error("Auto-Submitted was asked for")
	}
}

func TestComposeRefuses(t *testing.T) {
	for name, change := range map[string]func(*Mail){
		"a line break in the subject":        func(m *Mail) { m.Subject = "Hi\r\nBcc: x@example.com" },
		"a lone line feed in the subject":    func(m *Mail) { m.Subject = "Hi\nBcc: x@example.com" },
		"a NUL in the subject":               func(m *Mail) { m.Subject = "Hi\x00" },
		"a line break in a name":             func(m *Mail) { m.To[0].Name = "A\nBcc: x@example.com" },
		"a line break in an address":         func(m *Mail) { m.To[0].Address = "a@example.com\r\nBcc: x@example.com" },
		"two addresses in one":               func(m *Mail) { m.To[0].Address = "a@example.com, b@example.com" },
		"an address without a domain":        func(m *Mail) { m.To[0].Address = "a" },
		"an address SES cannot deliver to":   func(m *Mail) { m.To[0].Address = "zoë@example.com" },
		"nobody to send to":                  func(m *Mail) { m.To, m.Cc = nil, nil },
		"nobody to send from":                func(m *Mail) { m.From = inbox.Address{} },
		"a line break in an id":              func(m *Mail) { m.InReplyTo = "a@b\r\nX: y" },
		"angle brackets in an id":            func(m *Mail) { m.References = []string{"<a@b>"} },
		"a line break in a header":           func(m *Mail) { m.Headers[0].Value = "a\r\nBcc: x@example.com" },
		"a colon in a header's name":         func(m *Mail) { m.Headers[0].Name = "X: y\r\nBcc" },
		"a header of ours":                   func(m *Mail) { m.Headers[0].Name = "BCC" },
		"the field that ends loops":          func(m *Mail) { m.Headers[0].Name = sent.LoopField },
		"a header twice":                     func(m *Mail) { m.Headers = append(m.Headers, m.Headers[0]) },
		"a word that fits on no line":        func(m *Mail) { m.Subject = strings.Repeat("a", 1000) },
		"a line break in the name of a file": func(m *Mail) { m.Files[0].Name = "a\r\nb.pdf" },
		"a line break in the id of a file":   func(m *Mail) { m.Files[1].ContentID = "a\r\nX: y" },
		"a program":                          func(m *Mail) { m.Files[0].Name = "Invoice.pdf.EXE" },
		"a program behind a dot":             func(m *Mail) { m.Files[0].Name = "run.js." },
		"an unknown kind of Auto-Submitted":  func(m *Mail) { m.AutoSubmitted = "no\r\nX: y" },
		"a mail beyond what SES sends":       func(m *Mail) { m.Files[0].Content = make([]byte, 31<<20) },
	} {
		o := sample()
		change(&o)
		if raw, err := Compose(o); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: error %v, %d bytes", name, err, len(raw))
		} else if strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("%s: the error has a line break: %q", name, err)
		}
	}
}

func TestInternationalDomainsGoOutInASCII(t *testing.T) {
	o := sample()
	o.To[0].Address = "zoe@müller.example.org"
	if !bytes.Contains(compose(t, o), []byte("zoe@xn--mller-kva.example.org")) {
		t.Error("the domain is not in Punycode")
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("Re: hello", "Ann", "ann@example.com", "id@example.com", "text", "a.pdf", "value")
	f.Add("a\r\nb", "\"", "a@b", "<>", "\x00", "../x", "\t")
	f.Fuzz(func(t *testing.T, subject, name, address, id, text, file, value string) {
		o := Mail{
			From: inbox.Address{Name: name, Address: "us@example.com"}, To: []inbox.Address{{Name: name, Address: address}}, Subject: subject, InReplyTo: id, References: []string{id},
			Text: text, Files: []File{{Name: file, Type: "text/plain", Content: []byte(text)}}, Headers: []Header{{"X-Fuzz", value}},
		}
		raw, err := Compose(o)
		if err != nil {
			if !errors.Is(err, ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		msg, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		allowed := map[string]bool{"From": true, "To": true, "Subject": true, "In-Reply-To": true, "References": true, "Date": true, "Message-Id": true, "Mime-Version": true, "Content-Type": true, "X-Fuzz": true, sent.LoopField: true}
		for key, values := range msg.Header {
			if !allowed[key] || len(values) != 1 {
				t.Errorf("header %s: %q", key, values)
			}
		}
		if to, err := msg.Header.AddressList("To"); err != nil || len(to) != 1 {
			t.Errorf("To %q: %v", to, err)
		}
		if m := email.Parse(raw); len(m.Attachments) != 1 && len(text) > 0 {
			t.Errorf("attachments %+v", m.Attachments)
		}
	})
}
