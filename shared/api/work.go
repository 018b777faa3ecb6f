package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) workRoutes() {
	register(a, huma.Operation{
		OperationID: "mark-read", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/read",
		Tags: []string{tagConversations}, Summary: "Mark a conversation read",
		Description: "Up to the message last seen: what arrived after it leaves the conversation unread. Repeating it changes nothing.",
	}, a.markRead)
	register(a, huma.Operation{
		OperationID: "mark-unread", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/unread",
		Tags: []string{tagConversations}, Summary: "Mark a conversation unread",
		Description: "Repeating it changes nothing.",
	}, a.markUnread)
	register(a, huma.Operation{
		OperationID: "set-status", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/status",
		Tags: []string{tagConversations}, Summary: "Set a conversation's status",
		Description: "Any but its own ends a snooze. Repeating it changes nothing.",
	}, a.setStatus)
}

type conversationOutput struct {
	ETag string `header:"ETag"`
	Body Conversation
}

// changed makes the answer to a change of what the domain says of it.
func (a *API) changed(ctx context.Context) func(*inbox.Conversation, error) (*conversationOutput, error) {
	return func(c *inbox.Conversation, err error) (*conversationOutput, error) {
		if err != nil {
			return nil, err
		}
		return &conversationOutput{ETag: etag(c.Rev), Body: a.afterwards(ctx, c)}, nil
	}
}

// afterwards is a conversation as it is after a change. What was done must not
// look undone: where its audience cannot be read, it does not say what is due.
func (a *API) afterwards(ctx context.Context, c *inbox.Conversation) Conversation {
	out := conversationOf(c)
	if err := a.due(ctx, &out.ConversationRow); err != nil {
		a.cfg.Log.WarnContext(ctx, "not known when a first answer is due", "conversation", c.ID, "error", err)
	}
	return out
}

// MarkRead names what was seen.
type MarkRead struct {
	LastSeen string `json:"last_seen" minLength:"1" maxLength:"64" doc:"The id of the message that the reader saw last."`
}

type markReadInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           MarkRead
	RawBody        []byte
}

func (a *API) markRead(ctx context.Context, v *visit, in *markReadInput) (*conversationOutput, error) {
	return a.changed(ctx)(a.cfg.Domain.MarkRead(ctx, v.gate, in.Conversation, in.Body.LastSeen,
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}

type markUnreadInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
}

func (a *API) markUnread(ctx context.Context, v *visit, in *markUnreadInput) (*conversationOutput, error) {
	return a.changed(ctx)(a.cfg.Domain.MarkUnread(ctx, v.gate, in.Conversation, v.once(in.IdempotencyKey, nil, in.Conversation)))
}

// SetStatus names a status.
type SetStatus struct {
	Status string `json:"status" enum:"open,done,trash"`
}

type setStatusInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           SetStatus
	RawBody        []byte
}

func (a *API) setStatus(ctx context.Context, v *visit, in *setStatusInput) (*conversationOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return a.changed(ctx)(a.cfg.Domain.SetStatus(ctx, v.gate, v.id, in.Conversation, rev, inbox.Status(in.Body.Status),
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}
