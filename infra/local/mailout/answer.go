package mailout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	netmail "net/mail"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	gomail "github.com/wneessen/go-mail"
)

// Answer plays the client of whoever got the mail: it writes text above the
// quoted mail as Gmail does, and submits it to the address an answer goes to.
func (s *Server) Answer(ctx context.Context, id, text string) error {
	m, err := s.Mail(ctx, id)
	if err != nil {
		return err
	}
	envelope, err := enmime.ReadEnvelope(strings.NewReader(m.MIME))
	if err != nil {
		return fmt.Errorf("answer %s: %w", id, err)
	}
	to, err := answerAddress(envelope)
	if err != nil {
		return fmt.Errorf("answer %s: %w", id, err)
	}
	reply, err := compose(*m, envelope, to, text)
	if err != nil {
		return fmt.Errorf("answer %s: %w", id, err)
	}
	if err := s.Submit(ctx, m.Destination[0], to, reply); err != nil {
		return fmt.Errorf("answer %s: %w", id, err)
	}
	return nil
}

// answerAddress is Reply-To, or From where there is none (RFC 5322 §3.6.2).
func answerAddress(envelope *enmime.Envelope) (string, error) {
	for _, name := range []string{"Reply-To", "From"} {
		if list, err := netmail.ParseAddressList(envelope.GetHeader(name)); err == nil {
			return list[0].Address, nil
		}
	}
	return "", errors.New("the mail says nowhere whom to answer")
}

func compose(m Mail, sent *enmime.Envelope, to, text string) ([]byte, error) {
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from, subject := m.Destination[0], sent.GetHeader("Subject")
	if !strings.HasPrefix(strings.ToLower(subject), "re:") {
		subject = "Re: " + subject
	}
	if err := errors.Join(out.From(from), out.To(to)); err != nil {
		return nil, err
	}
	parent := sent.GetHeader("Message-ID")
	out.Subject(subject)
	out.SetDate()
	out.SetMessageIDWithValue("CA+" + newID() + "@mail.example.com")
	out.SetGenHeader(gomail.HeaderInReplyTo, parent)
	out.SetGenHeader(gomail.HeaderReferences, strings.TrimSpace(sent.GetHeader("References")+" "+parent))

	attribution := fmt.Sprintf("On %s %s wrote:", m.At.Format("Mon, Jan 2, 2006 at 3:04 PM"), sent.GetHeader("From"))
	quoted := "> " + strings.ReplaceAll(strings.TrimRight(sent.Text, "\r\n"), "\n", "\n> ")
	out.SetBodyString(gomail.TypeTextPlain, text+"\n\n"+attribution+"\n\n"+quoted+"\n")
	inner := sent.HTML
	if inner == "" {
		inner = asHTML(sent.Text)
	}
	out.AddAlternativeString(gomail.TypeTextHTML, fmt.Sprintf(`<div dir="ltr">%s</div><br><div class="gmail_quote gmail_quote_container">`+
		`<div dir="ltr" class="gmail_attr">%s<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;`+
		`border-left:1px solid rgb(204,204,204);padding-left:1ex">%s</blockquote></div>`, asHTML(text), html.EscapeString(attribution), inner))
	var raw bytes.Buffer
	_, err := out.WriteTo(&raw)
	return raw.Bytes(), err
}

func asHTML(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>")
}
