package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) deliveryRoutes() {
	const message = "/v1/conversations/{conversation}/messages/{message}"
	register(a, huma.Operation{
		OperationID: "cancel-message", Method: http.MethodPost, Path: message + "/cancel",
		Tags: []string{tagMessages}, Summary: "Cancel a scheduled message",
		Description: "409 where it is scheduled no longer. Repeating it changes nothing.",
	}, a.cancelMessage)
	register(a, huma.Operation{
		OperationID: "undo-message", Method: http.MethodPost, Path: message + "/undo",
		Tags: []string{tagMessages}, Summary: "Undo the sending of a message",
		Description: "For the audience's undo_seconds after it was written, and longer while it waits for its turn: it is not sent, and its delivery is cancelled. 409 where it is being sent already. The conversation keeps the status it got with the message. Repeating it changes nothing.",
	}, a.undoMessage)
	register(a, huma.Operation{
		OperationID: "settle-message", Method: http.MethodPost, Path: message + "/settle",
		Tags: []string{tagMessages}, Summary: "Say what became of a message",
		Description: "Of which nobody knows whether it left: its delivery is unknown, and the provider tells nothing. 409 where it is known. Repeating it changes nothing.",
	}, a.settleMessage)
}

type messageOutput struct {
	ETag string `header:"ETag"`
	Body Message
}

func decided(m *inbox.Message, err error) (*messageOutput, error) {
	if err != nil {
		return nil, err
	}
	return &messageOutput{ETag: etag(m.Rev), Body: messageOf(m)}, nil
}

type cancelInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Message        string `path:"message" maxLength:"64" doc:"A message's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Not needed: repeating is safe."`
}

func (a *API) cancelMessage(ctx context.Context, v *visit, in *cancelInput) (*messageOutput, error) {
	return decided(a.cfg.Domain.CancelScheduled(ctx, v.gate, v.id, inbox.MessageKey{Conversation: in.Conversation, Message: in.Message}))
}

func (a *API) undoMessage(ctx context.Context, v *visit, in *cancelInput) (*messageOutput, error) {
	return decided(a.cfg.Domain.Undo(ctx, v.gate, v.id, inbox.MessageKey{Conversation: in.Conversation, Message: in.Message}))
}

// Settle says what became of a message.
type Settle struct {
	State string `json:"state" enum:"sent,failed"`
}

type settleInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Message        string `path:"message" maxLength:"64" doc:"A message's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Not needed: repeating is safe."`
	Body           Settle
}

func (a *API) settleMessage(ctx context.Context, v *visit, in *settleInput) (*messageOutput, error) {
	key := inbox.MessageKey{Conversation: in.Conversation, Message: in.Message}
	return decided(a.cfg.Domain.SettleUnknown(ctx, v.gate, v.id, key, inbox.DeliveryState(in.Body.State)))
}
