package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Limits of what an agent writes, beyond those in the types below.
const (
	maxSubjectBytes = 998 // what a line of mail holds; RFC 5322 §2.1.1
	// maxSendBytes of JSON: 100,000 characters of text, each as long as JSON makes
	// one (\uD83D\uDE00), and room for the rest. Lambda would take 6 MB.
	maxSendBytes = 2 << 20
)

func (a *API) answerRoutes() {
	register(a, huma.Operation{
		OperationID: "reply", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/replies",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: maxSendBytes,
		Tags: []string{tagConversations}, Summary: "Reply",
		Description: "To whom the conversation's answer names, to all of them, or to addresses of your choice. The message is queued and sent in its turn. A text with a variable of a saved reply in it is refused: fill it in first. {{coupon.NAME}} is filled in when it is sent. 409 with the type suppressed means that a recipient bounced or complained before; with texting_closed, that the contact may not be texted, or not now.",
	}, a.reply)
	register(a, huma.Operation{
		OperationID: "start-conversation", Method: http.MethodPost, Path: "/v1/audiences/{audience}/conversations",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: maxSendBytes,
		Tags: []string{tagConversations}, Summary: "Start a conversation",
		Description: "By email with a contact, or with an address, which becomes one; by text with a contact who has consented to texts, in the thread of their number and ours.",
	}, a.start)
	register(a, huma.Operation{
		OperationID: "create-upload", Method: http.MethodPost, Path: "/v1/audiences/{audience}/uploads",
		DefaultStatus: http.StatusCreated,
		Tags:          []string{tagConversations}, Summary: "Upload a file to attach",
		Description: "Yields a link to PUT the file's bytes to, and the key to attach it by.",
	}, a.upload)
}

// Reply is an answer to a conversation.
type Reply struct {
	Text        string    `json:"text" maxLength:"100000" doc:"May be empty where a file is attached." example:"It left yesterday; here is the invoice."`
	All         bool      `json:"all,omitempty" doc:"To everybody who takes part, not just to whom the answer goes."`
	To          []Address `json:"to,omitempty" maxItems:"20" doc:"Instead of whom the answer goes to."`
	Cc          []Address `json:"cc,omitempty" maxItems:"20" doc:"Instead of who else would be reached."`
	Attachments []FileRef `json:"attachments,omitempty" maxItems:"20" doc:"At most 28 MiB together."`
	Force       bool      `json:"force,omitempty" doc:"Send although a recipient bounced or complained before."`
	Then        *Then     `json:"then,omitempty" doc:"What shall become of the conversation; if left out, one that is done or in the trash is open again, and any other stays as it is."`
	TextOptions
}

// Then is what shall become of a conversation with the answer. Give one of both.
type Then struct {
	Status string        `json:"status,omitempty" enum:"done" doc:"Send and close."`
	Snooze *SnoozeChoice `json:"snooze,omitempty" doc:"Send and snooze."`
}

func (t *Then) then() inbox.Then {
	if t == nil {
		return inbox.Then{}
	}
	out := inbox.Then{Done: t.Status == string(inbox.Done)}
	if t.Snooze != nil {
		choice := t.Snooze.choice()
		out.Snooze = &choice
	}
	return out
}

// TextOptions say when a message leaves.
type TextOptions struct {
	SendAt   *time.Time `json:"send_at,omitempty" doc:"When it shall leave, within a year; of a text, within the contact's texting hours too. Now, if left out."`
	Override string     `json:"override,omitempty" maxLength:"500" example:"They asked to be woken." doc:"Of a text: why it cannot wait for the contact's texting hours. The reason is recorded."`
}

func (o *TextOptions) put(d inbox.Draft) inbox.Draft {
	d.Override = o.Override
	if o.SendAt != nil {
		d.SendAt = *o.SendAt
	}
	return d
}

// StartConversation is the first message of a conversation. Give contact, or by
// email an address, or by text a number.
type StartConversation struct {
	Channel     string    `json:"channel,omitempty" enum:"email,sms" default:"email"`
	Contact     string    `json:"contact,omitempty" maxLength:"64" doc:"A contact's id."`
	Address     *Address  `json:"address,omitempty" doc:"Somebody's address instead, of an email."`
	Number      string    `json:"number,omitempty" maxLength:"40" example:"+15550142" doc:"Somebody's number instead, of a text. They have to have consented."`
	From        string    `json:"from,omitempty" maxLength:"40" example:"+15550100" doc:"Of a text: the number of the audience that it leaves from; the first, if left out. An answer always leaves from the number that the contact wrote to."`
	Subject     string    `json:"subject,omitempty" maxLength:"998" example:"Your order" doc:"Of an email, which takes one."`
	Text        string    `json:"text" maxLength:"100000" doc:"May be empty where a file is attached."`
	Attachments []FileRef `json:"attachments,omitempty" maxItems:"20" doc:"At most 28 MiB together."`
	Force       bool      `json:"force,omitempty" doc:"Send although the recipient bounced or complained before."`
	TextOptions
}

// Sent is a message on its way, in its conversation.
type Sent struct {
	Conversation Conversation `json:"conversation"`
	Message      Message      `json:"message"`
}

type replyInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you answer; 412 if something happened since."`
	IdempotencyKey string `header:"Idempotency-Key" required:"true" maxLength:"255" pattern:"^[!-~]+$" doc:"Of your making, one for each message you mean to send."`
	Body           Reply
	RawBody        []byte
}

// sent is the answer to what was sent, which is at the location.
func (a *API) sent(ctx context.Context, location string, c *inbox.Conversation, m *inbox.Message) *created[Sent] {
	return &created[Sent]{
		Location: location, ETag: etag(c.Rev), Body: Sent{Conversation: a.afterwards(ctx, c), Message: messageOf(m)},
	}
}

func (a *API) reply(ctx context.Context, v *visit, in *replyInput) (*created[Sent], error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	files, err := a.files(v, in.Body.Attachments)
	if err != nil {
		return nil, err
	}
	if t := in.Body.Then; t != nil && (t.Status == "") == (t.Snooze == nil) {
		return nil, invalid("body.then", "give either a status or a snooze")
	}
	to := inbox.ReplyTo{All: in.Body.All}
	if in.Body.To != nil {
		to.To = each(in.Body.To, addressFrom)
	}
	if in.Body.Cc != nil {
		to.Cc = each(in.Body.Cc, addressFrom)
	}
	c, m, err := a.cfg.Domain.Reply(ctx, v.gate, in.Conversation, rev, to, in.Body.put(inbox.Draft{
		Author: v.id, Text: in.Body.Text, Files: files, Force: in.Body.Force, Then: in.Body.Then.then(),
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Conversation),
	}))
	if err != nil {
		return nil, err
	}
	return a.sent(ctx, messagePath(m)+"/body", c, m), nil
}

type startInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" required:"true" maxLength:"255" pattern:"^[!-~]+$" doc:"Of your making, one for each message you mean to send."`
	Body           StartConversation
	RawBody        []byte
}

// check finds what does not go with the channel.
func (s *StartConversation) check() *Problem {
	if inbox.Channel(s.Channel) == inbox.SMS {
		switch {
		case s.Address != nil || s.Subject != "":
			return invalid("body.channel", "a text has neither an address nor a subject")
		case (s.Contact == "") == (s.Number == ""):
			return invalid("body.contact", "give either a contact or a number")
		}
		return nil
	}
	switch {
	case s.Number != "" || s.From != "":
		return invalid("body.channel", "number and from go with the channel sms")
	case (s.Contact == "") == (s.Address == nil):
		return invalid("body.contact", "give either a contact or an address")
	case s.Subject == "":
		return invalid("body.subject", "an email takes a subject")
	case len(s.Subject) > maxSubjectBytes:
		return invalid("body.subject", fmt.Sprintf("longer than %d bytes", maxSubjectBytes))
	}
	return nil
}

func (a *API) start(ctx context.Context, v *visit, in *startInput) (*created[Sent], error) {
	if p := in.Body.check(); p != nil {
		return nil, p
	}
	files, err := a.files(v, in.Body.Attachments)
	if err != nil {
		return nil, err
	}
	to := inbox.StartTo{Contact: in.Body.Contact}
	if in.Body.Address != nil {
		to.Address = addressFrom(*in.Body.Address)
	}
	d := in.Body.put(inbox.Draft{
		Author: v.id, Text: in.Body.Text, Subject: in.Body.Subject, Files: files, Force: in.Body.Force,
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Audience),
	})
	var c *inbox.Conversation
	var m *inbox.Message
	if inbox.Channel(in.Body.Channel) == inbox.SMS {
		to.Address.Address = in.Body.Number
		c, m, err = a.cfg.Domain.StartText(ctx, v.gate, in.Audience, to, in.Body.From, d)
	} else {
		c, m, err = a.cfg.Domain.Start(ctx, v.gate, in.Audience, to, d)
	}
	if err != nil {
		return nil, err
	}
	return a.sent(ctx, "/v1/conversations/"+c.ID, c, m), nil
}
