package email

import (
	"context"
	"errors"
	"fmt"

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
	o := Outgoing{
		From: Address(out.From), ReplyTo: []Address{Address(out.ReplyTo)}, To: own(out.To), Cc: own(out.Cc),
		Subject: out.Subject, InReplyTo: first(citable([]string{out.InReplyTo})), References: citable(out.References),
		Text: out.Text, HTML: textToHTML(out.Text),
	}
	for _, f := range out.Files {
		o.Attachments = append(o.Attachments, Attachment{Name: f.Name, Type: f.Type, Size: len(f.Data), Content: f.Data})
	}
	raw, err := Compose(o)
	if err != nil {
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrRefused, err)
	}
	envelope := Envelope{}
	for _, a := range append(own(out.To), own(out.Cc)...) {
		envelope.To = append(envelope.To, a.Address)
	}
	id, err := s.ses.Send(ctx, envelope, raw, map[string]string{tagConversation: out.Conversation, tagMessage: out.Message})
	switch {
	case errors.Is(err, ErrRefused):
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrRefused, err)
	case errors.Is(err, ErrThrottled):
		return inbox.Accepted{}, fmt.Errorf("%w: %w", inbox.ErrNotSent, err)
	case err != nil:
		return inbox.Accepted{}, err
	}
	return inbox.Accepted{ProviderID: id, MessageID: wireID(id, s.region)}, nil
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

func own(list []inbox.Address) []Address {
	var out []Address
	for _, a := range list {
		out = append(out, Address(a))
	}
	return out
}
