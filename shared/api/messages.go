package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Download is a link by which a client fetches a file past this API.
type Download struct {
	URL     string    `json:"url" format:"uri" doc:"To GET without a token; yields a download, never a page."`
	Expires time.Time `json:"expires" doc:"Until when the link is good."`
	Name    string    `json:"name" example:"invoice.pdf"`
	Type    string    `json:"type" example:"application/pdf"`
}

// FactList answers "why is this here?".
type FactList struct {
	Facts []Fact `json:"facts" doc:"In the order they were noted."`
}

func (a *API) messageRoutes() {
	const message = "/v1/conversations/{conversation}/messages/{message}"
	register(a, huma.Operation{
		OperationID: "get-message-body", Method: http.MethodGet, Path: message + "/body",
		Tags: []string{tagMessages}, Summary: "Read all of a message",
		Description: "The whole text with what it quotes, sanitised HTML, and the lists that its row has no room for.",
	}, a.getBody)
	register(a, huma.Operation{
		OperationID: "get-message-facts", Method: http.MethodGet, Path: message + "/facts",
		Tags: []string{tagMessages}, Summary: "Why is this here?",
		Description: "Which rule matched it, the verdicts on it, what was trimmed, each attempt and event with its time.",
	}, a.getFacts)
	register(a, huma.Operation{
		OperationID: "get-message-raw", Method: http.MethodGet, Path: message + "/raw",
		Tags: []string{tagMessages}, Summary: "Link to the mail as it came",
		Description: "Refused where a virus was found in it.",
	}, a.getRaw)
	register(a, huma.Operation{
		OperationID: "get-attachment-link", Method: http.MethodGet, Path: message + "/attachments/{n}",
		Tags: []string{tagMessages}, Summary: "Link to an attachment",
		Description: "By its place in the message's list, from 0. Refused where a virus was found.",
	}, a.getAttachment)
}

type messageInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Message      string `path:"message" maxLength:"64" doc:"A message's id."`
}

// message loads a message and asks the gate for its audience.
func (a *API) message(ctx context.Context, v *visit, conversation, id string) (*inbox.Message, error) {
	key := inbox.MessageKey{Conversation: conversation, Message: id}
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Messages: []inbox.MessageKey{key}})
	if err != nil {
		return nil, fmt.Errorf("load message %s of %s: %w", id, conversation, err)
	}
	m := found.Messages[key]
	if m == nil {
		if m, err = a.messageElsewhere(ctx, conversation, id); err != nil {
			return nil, err
		}
	}
	return m, v.gate(ctx, m.Audience)
}

// messageElsewhere finds a message that merging or splitting has put elsewhere.
func (a *API) messageElsewhere(ctx context.Context, conversation, id string) (*inbox.Message, error) {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Conversations: []string{conversation}})
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", conversation, err)
	}
	c := found.Conversations[conversation]
	if c == nil {
		return nil, inbox.ErrNotFound
	}
	keys := c.Places(id)
	if found, err = a.cfg.Store.Load(ctx, inbox.Keys{Messages: keys}); err != nil {
		return nil, fmt.Errorf("look for message %s of %s: %w", id, conversation, err)
	}
	for _, key := range keys {
		if m := found.Messages[key]; m != nil {
			return m, nil
		}
	}
	return nil, inbox.ErrNotFound
}

// Limits of one answer: Lambda returns 6 MB, in which JSON may take two bytes
// for one.
const (
	maxHTMLBytes = 2 << 20
	maxTextBytes = 512 << 10
)

// fit leaves out what is too long to be served; the raw mail has it.
func fit(b *inbox.Body) (clipped bool) {
	if len(b.HTML) > maxHTMLBytes {
		b.HTML, clipped = "", true
	}
	if len(b.Text) > maxTextBytes {
		b.Text, clipped = strings.ToValidUTF8(b.Text[:maxTextBytes], ""), true
	}
	return clipped
}

// body reads what the message's row had no room for; what the row holds is all
// where it names no object.
func (a *API) body(ctx context.Context, m *inbox.Message) (*inbox.Body, error) {
	if m.Body == "" {
		return &inbox.Body{Text: m.Text, ReplyTo: m.ReplyTo, To: m.To, Cc: m.Cc, Attachments: m.Attachments}, nil
	}
	data, err := a.cfg.Bodies.Get(ctx, m.Body)
	if err != nil {
		// Not wrapped: an object that is missing is no "not found" to the client,
		// who asked for a message that is there.
		return nil, fmt.Errorf("read body of message %s at %s: %s", m.ID, m.Body, err.Error())
	}
	b := new(inbox.Body)
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("read body of message %s: %w", m.ID, err)
	}
	if !m.Truncated {
		b.ReplyTo, b.To, b.Cc, b.Attachments = m.ReplyTo, m.To, m.Cc, m.Attachments
	}
	return b, nil
}

type bodyOutput struct{ Body Body }

func (a *API) getBody(ctx context.Context, v *visit, in *messageInput) (*bodyOutput, error) {
	m, err := a.message(ctx, v, in.Conversation, in.Message)
	if err != nil {
		return nil, err
	}
	b, err := a.body(ctx, m)
	if err != nil {
		return nil, err
	}
	clipped := fit(b)
	return &bodyOutput{Body: bodyOf(m, b, clipped)}, nil
}

type factsOutput struct{ Body FactList }

func (a *API) getFacts(ctx context.Context, v *visit, in *messageInput) (*factsOutput, error) {
	m, err := a.message(ctx, v, in.Conversation, in.Message)
	if err != nil {
		return nil, err
	}
	return &factsOutput{Body: FactList{Facts: each(m.Facts, func(f inbox.Fact) Fact {
		detail := map[string]string{}
		maps.Copy(detail, f.Detail)
		return Fact{At: f.At.UTC(), Name: f.Name, Detail: detail}
	})}}, nil
}

type downloadOutput struct{ Body Download }

func (a *API) getRaw(ctx context.Context, v *visit, in *messageInput) (*downloadOutput, error) {
	m, err := a.message(ctx, v, in.Conversation, in.Message)
	switch {
	case err != nil:
		return nil, err
	case m.Raw == "":
		return nil, inbox.ErrNotFound
	case m.Virus:
		return nil, errInfected
	}
	return a.download(ctx, m.Raw, m.ID+".eml", "message/rfc822")
}

type attachmentInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Message      string `path:"message" maxLength:"64" doc:"A message's id."`
	N            int    `path:"n" minimum:"0" doc:"Its place in the list of attachments, from 0."`
}

func (a *API) getAttachment(ctx context.Context, v *visit, in *attachmentInput) (*downloadOutput, error) {
	m, err := a.message(ctx, v, in.Conversation, in.Message)
	if err != nil {
		return nil, err
	}
	if m.Virus {
		return nil, errInfected
	}
	files := m.Attachments
	if m.Truncated && in.N >= len(files) {
		b, err := a.body(ctx, m)
		if err != nil {
			return nil, err
		}
		files = b.Attachments
	}
	if in.N >= len(files) {
		return nil, inbox.ErrNotFound
	}
	return a.download(ctx, files[in.N].Key, files[in.N].Name, files[in.N].Type)
}

func (a *API) download(ctx context.Context, key, name, mediaType string) (*downloadOutput, error) {
	url, err := a.cfg.Links.Download(ctx, key, name, mediaType)
	if err != nil {
		return nil, fmt.Errorf("link to %s: %w", key, err)
	}
	return &downloadOutput{Body: Download{URL: url, Expires: a.expiry(), Name: name, Type: mediaType}}, nil
}

// expiry is until when a link made now is good.
func (a *API) expiry() time.Time {
	return a.cfg.Now().Add(a.cfg.LinkLifetime).UTC().Truncate(time.Second)
}
