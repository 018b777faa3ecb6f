package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) referenceRoutes() {
	register(a, huma.Operation{
		OperationID: "find-reference", Method: http.MethodGet, Path: "/v1/audiences/{audience}/references/{reference}",
		Tags: []string{tagConversations}, Summary: "Find conversations by their reference",
		Description: "In any case, with or without C-, with O for 0 and I or L for 1. Nearly always one; none is no error.",
	}, a.findReference)
}

type referenceInput struct {
	Audience  string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Reference string `path:"reference" maxLength:"16" example:"C-7KQ2MX" doc:"As it was typed."`
}

// FoundConversations are those that have a reference.
type FoundConversations struct {
	Conversations []Conversation `json:"conversations"`
}

type foundOutput struct{ Body FoundConversations }

func (a *API) findReference(ctx context.Context, v *visit, in *referenceInput) (*foundOutput, error) {
	audience, err := a.audience(ctx, in.Audience)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, audience.ID); err != nil {
		return nil, err
	}
	out := &foundOutput{Body: FoundConversations{Conversations: []Conversation{}}}
	reference, ok := inbox.ReadReference(in.Reference)
	if !ok {
		return out, nil
	}
	found, err := a.cfg.Store.Referenced(ctx, audience.ID, reference)
	if err != nil {
		return nil, fmt.Errorf("find a reference: %w", err)
	}
	for i := range found {
		c := conversationOf(&found[i])
		if err := a.due(ctx, &c.ConversationRow); err != nil {
			return nil, err
		}
		out.Body.Conversations = append(out.Body.Conversations, c)
	}
	return out, nil
}
