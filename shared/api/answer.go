package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"
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

// FileRef attaches an uploaded file.
type FileRef struct {
	Key  string `json:"key" maxLength:"200" doc:"As the upload returned it. You can attach what you uploaded yourself."`
	Name string `json:"name" minLength:"1" maxLength:"255" example:"invoice.pdf"`
	Type string `json:"type" minLength:"3" maxLength:"127" example:"application/pdf"`
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

type sentOutput struct {
	ETag string `header:"ETag"`
	Body Sent
}

func sent(c *inbox.Conversation, m *inbox.Message, err error) (*sentOutput, error) {
	if err != nil {
		return nil, err
	}
	return &sentOutput{ETag: etag(c.Rev), Body: Sent{Conversation: conversationOf(c), Message: messageOf(m)}}, nil
}

func (a *API) reply(ctx context.Context, v *visit, in *replyInput) (*sentOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	files, err := v.files(in.Body.Attachments)
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
	return sent(a.cfg.Domain.Reply(ctx, v.gate, in.Conversation, rev, to, inbox.Draft{
		Author: v.id, Text: in.Body.Text, Files: files, Force: in.Body.Force,
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Conversation),
	}))
}

type startInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" required:"true" maxLength:"255" pattern:"^[!-~]+$" doc:"Of your making, one for each message you mean to send."`
	Body           StartConversation
	RawBody        []byte
}

func (a *API) start(ctx context.Context, v *visit, in *startInput) (*sentOutput, error) {
	if (in.Body.Contact == "") == (in.Body.Address == nil) {
		return nil, invalid("body.contact", "give either a contact or an address")
	}
	if len(in.Body.Subject) > maxSubjectBytes {
		return nil, invalid("body.subject", fmt.Sprintf("longer than %d bytes", maxSubjectBytes))
	}
	files, err := v.files(in.Body.Attachments)
	if err != nil {
		return nil, err
	}
	to := inbox.StartTo{Contact: in.Body.Contact}
	if in.Body.Address != nil {
		to.Address = addressFrom(*in.Body.Address)
	}
	return sent(a.cfg.Domain.Start(ctx, v.gate, in.Audience, to, inbox.Draft{
		Author: v.id, Text: in.Body.Text, Subject: in.Body.Subject, Files: files, Force: in.Body.Force,
		Request: v.once(in.IdempotencyKey, in.RawBody, in.Audience),
	}))
}

// uploadName is what follows the member's own prefix in the key of an upload.
var uploadName = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)

func (v *visit) uploads() string { return "u/" + v.id + "/" }

// files are the uploads that a draft refers to: the caller's own, or none. The
// key is the whole of the right to attach a file, so another's is refused.
func (v *visit) files(refs []FileRef) ([]inbox.Upload, error) {
	var out []inbox.Upload
	for i, r := range refs {
		name, own := strings.CutPrefix(r.Key, v.uploads())
		if !own || !uploadName.MatchString(name) {
			return nil, invalid(fmt.Sprintf("body.attachments[%d].key", i), "no upload of yours")
		}
		mediaType, err := mediaType(r.Type)
		if err != nil {
			return nil, invalid(fmt.Sprintf("body.attachments[%d].type", i), err.Error())
		}
		out = append(out, inbox.Upload{Key: r.Key, Name: r.Name, Type: mediaType})
	}
	return out, nil
}

func mediaType(s string) (string, error) {
	t, _, err := mime.ParseMediaType(s)
	if err != nil || !strings.Contains(t, "/") {
		return "", fmt.Errorf("no media type (RFC 6838 §4.2), like application/pdf")
	}
	return t, nil
}

// NewUpload describes a file before its bytes are sent.
type NewUpload struct {
	Name string `json:"name" minLength:"1" maxLength:"255" example:"invoice.pdf"`
	Type string `json:"type" minLength:"3" maxLength:"127" example:"application/pdf"`
	Size int64  `json:"size" minimum:"1" maximum:"29360128" doc:"In bytes, exactly."`
}

// Upload is where to send a file's bytes.
type Upload struct {
	Key     string    `json:"key" doc:"To attach the file by."`
	URL     string    `json:"url" format:"uri" doc:"PUT the bytes here, without a token, with Content-Type as given in type."`
	Type    string    `json:"type" doc:"The Content-Type to send."`
	Expires time.Time `json:"expires" doc:"Until when the link is good."`
}

type uploadInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"With it, the same request yields the same key."`
	Body           NewUpload
	RawBody        []byte
}

type uploadOutput struct{ Body Upload }

func (a *API) upload(ctx context.Context, v *visit, in *uploadInput) (*uploadOutput, error) {
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	if _, err := a.audience(ctx, in.Audience); err != nil {
		return nil, err
	}
	contentType, err := mediaType(in.Body.Type)
	if err != nil {
		return nil, invalid("body.type", err.Error())
	}
	id := a.cfg.IDs.New(a.cfg.Now())
	if r := v.once(in.IdempotencyKey, in.RawBody, in.Audience); r != nil {
		// Nothing is stored of an upload, so the id itself remembers the request.
		id = a.cfg.IDs.Derive(time.UnixMilli(0), r.Key, r.Digest)
	}
	key := v.uploads() + id
	url, err := a.cfg.Links.Upload(ctx, key, contentType, in.Body.Size)
	if err != nil {
		return nil, fmt.Errorf("link to upload %s: %w", key, err)
	}
	return &uploadOutput{Body: Upload{Key: key, URL: url, Type: contentType, Expires: a.expiry()}}, nil
}
