package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) presenceRoutes() {
	const path = "/v1/conversations/{conversation}/presence"
	register(a, huma.Operation{
		OperationID: "attend", Method: http.MethodPut, Path: path,
		Tags: []string{tagConversations}, Summary: "Say that you have it open",
		Description: "Shown to the others for 30 seconds, unless it is said again: say it every 10 to 20 seconds while the conversation is open, and when you begin or stop to type. The answer says who else has it open.",
	}, a.attend)
	register(a, huma.Operation{
		OperationID: "leave", Method: http.MethodDelete, Path: path,
		DefaultStatus: http.StatusNoContent, Tags: []string{tagConversations}, Summary: "Say that you have left it",
		Description: "Otherwise the others see it within 30 seconds.",
	}, a.leave)
	register(a, huma.Operation{
		OperationID: "list-present", Method: http.MethodGet, Path: path,
		Tags: []string{tagConversations}, Summary: "List who else has it open",
		Description: "Without saying anything of you.",
	}, a.listPresent)
}

// Attending is what a member does at a conversation.
type Attending struct {
	Typing bool `json:"typing,omitempty" doc:"You are writing an answer or a note."`
}

// Presence is a member who has a conversation open.
type Presence struct {
	Member string `json:"member" doc:"A member's id."`
	Typing bool   `json:"typing"`
}

// PresenceList is who else has a conversation open.
type PresenceList struct {
	Present []Presence `json:"present" doc:"Others than you."`
}

type presenceOutput struct{ Body PresenceList }

type attendInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Body         Attending
}

type presenceInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
}

func (a *API) attend(ctx context.Context, v *visit, in *attendInput) (*presenceOutput, error) {
	return presenceOf(a.cfg.Domain.Attend(ctx, v.gate, v.id, in.Conversation, in.Body.Typing))
}

func (a *API) leave(ctx context.Context, v *visit, in *presenceInput) (*struct{}, error) {
	return nil, a.cfg.Domain.Leave(ctx, v.gate, v.id, in.Conversation)
}

func (a *API) listPresent(ctx context.Context, v *visit, in *presenceInput) (*presenceOutput, error) {
	return presenceOf(a.cfg.Domain.Present(ctx, v.gate, v.id, in.Conversation))
}

func presenceOf(others []inbox.Presence, err error) (*presenceOutput, error) {
	return &presenceOutput{Body: PresenceList{Present: each(others, func(p inbox.Presence) Presence {
		return Presence{Member: p.Member, Typing: p.Typing}
	})}}, err
}
