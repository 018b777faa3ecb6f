package smoke

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/emersion/go-smtp"
)

// What is read of the API's answers.
type (
	me struct {
		Member    struct{ Email string }
		Audiences []audience
	}
	audience struct {
		ID                string
		ForwardingAddress string `json:"forwarding_address"`
	}
	row  struct{ ID, Subject string }
	list struct{ Conversations []row }
	// thread is a conversation and what is in it.
	thread struct {
		Messages []struct{ Kind, Text string }
	}
)

// text is what the mail says.
const text = "This mail was sent by make smoke to see that mail comes in. Nobody waits for an answer."

// mail sends a mail to the audience and follows it.
func (t *try) mail(ctx context.Context, a audience) {
	if t.SMTP == "" && t.Sender == nil {
		fmt.Fprintln(t.out, "SKIP  a mail: for SES to send it, sign in to the account and say its Region (REGION=eu-west-1); or say SMTP=host:port")
		return
	}
	subject := "Smoke test " + rand.Text()[:10]
	if !t.check("a mail to "+a.ForwardingAddress+" is taken", func() error { return t.send(ctx, a, subject) }) {
		return
	}
	var conversation string
	arrived := t.check("it arrives in the inbox", func() (err error) {
		conversation, err = t.await(ctx, a, subject)
		return err
	})
	if !arrived {
		return
	}
	t.check("it is there once", func() error { return t.once(ctx, a, subject, conversation) })
	t.check("it can be put into the trash", func() error {
		return t.call(ctx, http.MethodPost, "/v1/conversations/"+conversation+"/status", map[string]string{"status": "trash"}, nil)
	})
}

// send sends the mail. By SMTP it goes twice, as mail may: that is one message.
func (t *try) send(ctx context.Context, a audience, subject string) error {
	domain := a.ForwardingAddress[strings.LastIndexByte(a.ForwardingAddress, '@')+1:]
	if t.SMTP == "" {
		// The inbound domain is an identity of SES already, so it can send too.
		from := cmp.Or(t.From, "smoke-test@"+domain)
		_, err := t.Sender.SendEmail(ctx, &sesv2.SendEmailInput{
			FromEmailAddress: &from, Destination: &types.Destination{ToAddresses: []string{a.ForwardingAddress}},
			Content: &types.EmailContent{Raw: &types.RawMessage{Data: message(from, a.ForwardingAddress, subject)}},
		})
		return err
	}
	from := cmp.Or(t.From, "smoke-test@example.org")
	raw := message(from, a.ForwardingAddress, subject)
	for range 2 {
		if err := t.handIn(ctx, from, a.ForwardingAddress, raw); err != nil {
			return fmt.Errorf("%w; SMTP=host:port says where mail is taken", err)
		}
	}
	return nil
}

// handIn hands a mail in by SMTP. Who does not answer, as where a network swallows
// port 25, is waited for no longer than a mail.
func (t *try) handIn(ctx context.Context, from, to string, raw []byte) error {
	ctx, cancel := context.WithTimeout(ctx, t.Patience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", t.SMTP)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	c := smtp.NewClient(conn)
	defer c.Close()
	if err = c.SendMail(from, []string{to}, bytes.NewReader(raw)); err == nil {
		err = c.Quit()
	}
	if ctx.Err() != nil { // it closed the connection, which says less
		return ctx.Err()
	}
	return err
}

func message(from, to, subject string) []byte {
	return []byte(strings.Join([]string{
		"From: Smoke test <" + from + ">", "To: " + to, "Subject: " + subject, "Date: " + time.Now().Format(time.RFC1123Z),
		"Message-ID: <" + rand.Text() + "@smoke.invalid>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text, "",
	}, "\r\n"))
}

// await waits until a conversation has the subject.
func (t *try) await(ctx context.Context, a audience, subject string) (conversation string, err error) {
	patience := time.After(t.Patience)
	for {
		found, err := t.about(ctx, a, "status=open", subject)
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			return found[0].ID, nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-patience:
			return "", t.lost(ctx, a, subject)
		case <-time.After(t.Pause):
		}
	}
}

// about lists the newest conversations of a list that have the subject.
func (t *try) about(ctx context.Context, a audience, which, subject string) (found []row, err error) {
	var l list
	err = t.call(ctx, http.MethodGet, "/v1/audiences/"+url.PathEscape(a.ID)+"/conversations?limit=100&"+which, nil, &l)
	for _, r := range l.Conversations {
		if r.Subject == subject {
			found = append(found, r)
		}
	}
	return found, err
}

// lost says where a mail is that is not in the inbox.
func (t *try) lost(ctx context.Context, a audience, subject string) error {
	for which, where := range map[string]string{"status=trash": "it is in the trash: SES took it for spam", "hidden=true": "it is hidden: it was taken for a machine's"} {
		if found, err := t.about(ctx, a, which, subject); err == nil && len(found) > 0 {
			return fmt.Errorf("%s", where)
		}
	}
	return fmt.Errorf("not within %v: see whether its MX record leads to SES (make dns), whether the receipt rule set is active, and what waits (make redrive)", t.Patience)
}

// once looks again after a while, when a second copy had its time.
func (t *try) once(ctx context.Context, a audience, subject, conversation string) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(t.Pause):
	}
	found, err := t.about(ctx, a, "status=open", subject)
	if err != nil {
		return err
	}
	var got thread
	if err := t.call(ctx, http.MethodGet, "/v1/conversations/"+conversation, nil, &got); err != nil {
		return err
	}
	switch {
	case len(found) != 1 || len(got.Messages) != 1:
		return fmt.Errorf("there are %d conversations and %d messages", len(found), len(got.Messages))
	case strings.TrimSpace(got.Messages[0].Text) != text:
		return fmt.Errorf("it reads %q", got.Messages[0].Text)
	}
	return nil
}
