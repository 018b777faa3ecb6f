package api

import (
	"context"
	"fmt"
	"net/http"

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
		Description: "To whom the conversation's answer names, to all of them, or to addresses of your choice. The message is queued and sent in its turn. 409 with the type suppressed means that a recipient bounced or complained before.",
	}, a.reply)
	register(a, huma.Operation{
		OperationID: "start-conversation", Method: http.MethodPost, Path: "/v1/audiences/{audience}/conversations",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: maxSendBytes,
		Tags: []string{tagConversations}, Summary: "Start a conversation",
		Description: "With a contact, or with an address, which becomes one.",
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
}

// StartConversation is the first message of a conversation. Give contact or
// address.
type StartConversation struct {
	Contact     string    `json:"contact,omitempty" maxLength:"64" doc:"A contact's id."`
	Address     *Address  `json:"address,omitempty" doc:"Somebody's address instead."`
	Subject     string    `json:"subject" minLength:"1" maxLength:"998" example:"Your order"`
	Text        string    `json:"text" maxLength:"100000" doc:"May be empty where a file is attached."`
	Attachments []FileRef `json:"attachments,omitempty" maxItems:"20" doc:"At most 28 MiB together."`
	Force       bool      `json:"force,omitempty" doc:"Send although the recipient bounced or complained before."`
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
func sent(location string, c *inbox.Conversation, m *inbox.Message) *created[Sent] {
	return &created[Sent]{
		Location: location, ETag: etag(c.Rev), Body: Sent{Conversation: conversationOf(c), Message: messageOf(m)},
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
	to := inbox.ReplyTo{All: in.Body.All}
	if in.Body.To != nil {
		to.To = each(in.Body.To, addressFrom)
	}
	if in.Body.Cc != nil {
		to.Cc = each(in.Body.Cc, addressFrom)
	}
	c, m, err := a.cfg.Domain.Reply(ctx, v.gate, in.Conversation, rev, to, inbox.Draft{
		Author: v.id, Text: in.Body.Text, Files: files, Force: in.Body.Force,
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Conversation),
	})
	if err != nil {
		return nil, err
	}
	return sent(messagePath(m)+"/body", c, m), nil
}

type startInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" required:"true" maxLength:"255" pattern:"^[!-~]+$" doc:"Of your making, one for each message you mean to send."`
	Body           StartConversation
	RawBody        []byte
}

func (a *API) start(ctx context.Context, v *visit, in *startInput) (*created[Sent], error) {
	if (in.Body.Contact == "") == (in.Body.Address == nil) {
		return nil, invalid("body.contact", "give either a contact or an address")
	}
	if len(in.Body.Subject) > maxSubjectBytes {
		return nil, invalid("body.subject", fmt.Sprintf("longer than %d bytes", maxSubjectBytes))
	}
	files, err := a.files(v, in.Body.Attachments)
	if err != nil {
		return nil, err
	}
	to := inbox.StartTo{Contact: in.Body.Contact}
	if in.Body.Address != nil {
		to.Address = addressFrom(*in.Body.Address)
	}
	c, m, err := a.cfg.Domain.Start(ctx, v.gate, in.Audience, to, inbox.Draft{
		Author: v.id, Text: in.Body.Text, Subject: in.Body.Subject, Files: files, Force: in.Body.Force,
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Audience),
	})
	if err != nil {
		return nil, err
	}
	return sent("/v1/conversations/"+c.ID, c, m), nil
}
