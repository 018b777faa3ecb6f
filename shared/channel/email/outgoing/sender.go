package outgoing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"confab/shared/channel/email/sent"
	"confab/shared/channel/email/tidy"
	"confab/shared/inbox"
)

// Sender sends the inbox's mail through SES. It implements [inbox.Sender].
type Sender struct {
	ses    *SES
	region string
}

// NewSender sends with the configuration set whose events record-delivery hears.
// Region is the client's: it shows in the Message-ID that recipients see.
func NewSender(client SESClient, configurationSet, region string) *Sender {
	return &Sender{ses: NewSES(client, configurationSet), region: region}
}

// Send writes the mail and hands it to SES once. SES replaces Message-ID and
// Date; everything else leaves as it is written here.
func (s *Sender) Send(ctx context.Context, out inbox.Outgoing) (inbox.Accepted, error) {
	m := Mail{
		From: out.From, ReplyTo: []inbox.Address{out.ReplyTo}, To: out.To, Cc: out.Cc,
		Subject: out.Subject, InReplyTo: strings.Join(citable([]string{out.InReplyTo}), ""), References: citable(out.References),
		Text: out.Text, HTML: tidy.HTML(out.Text),
	}
	for _, f := range out.Files {
		m.Files = append(m.Files, File{Name: f.Name, Type: f.Type, Content: f.Data})
	}
	raw, err := Compose(m)
	if err != nil {
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrRefused, err)
	}
	envelope := Envelope{}
	for _, a := range slices.Concat(out.To, out.Cc) {
		envelope.To = append(envelope.To, a.Address)
	}
	id, err := s.ses.Send(ctx, envelope, raw, map[string]string{sent.TagConversation: out.Conversation, sent.TagMessage: out.Message})
	switch {
	case errors.Is(err, ErrRefused):
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrRefused, err)
	case errors.Is(err, ErrThrottled):
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrNotSent, err)
	case err != nil:
		return inbox.Accepted{}, err
	}
	return inbox.Accepted{ProviderID: id, MessageID: sent.MessageID(id, s.region)}, nil
}

// citable leaves out ids that no header can hold: an odd id in somebody's mail
// must not keep it from being answered.
func citable(ids []string) []string {
	var out []string
	for _, id := range ids {
		if len(id) <= maxReferences && idPattern.MatchString(id) {
			out = append(out, id)
		}
	}
	return out
}
