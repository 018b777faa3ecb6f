package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) savedReplyRoutes() {
	const all, one = "/v1/audiences/{audience}/saved-replies", "/v1/saved-replies/{reply}"
	register(a, huma.Operation{
		OperationID: "list-saved-replies", Method: http.MethodGet, Path: all,
		Tags: []string{tagSavedReplies}, Summary: "List saved replies",
		Description: "All of the audience's, by category and name.",
	}, a.listSavedReplies)
	register(a, huma.Operation{
		OperationID: "create-saved-reply", Method: http.MethodPost, Path: all,
		DefaultStatus: http.StatusCreated, Tags: []string{tagSavedReplies}, Summary: "Save a reply",
		Description: "Its text may hold variables: " + replyVariables + " Another is refused, with its position.",
	}, a.createSavedReply)
	register(a, huma.Operation{
		OperationID: "edit-saved-reply", Method: http.MethodPatch, Path: one,
		Tags: []string{tagSavedReplies}, Summary: "Edit a saved reply",
		Description: "What is left out stays as it is.",
	}, a.editSavedReply)
	register(a, huma.Operation{
		OperationID: "delete-saved-reply", Method: http.MethodDelete, Path: one,
		DefaultStatus: http.StatusNoContent, Tags: []string{tagSavedReplies}, Summary: "Delete a saved reply",
		Description: "What was written with it stays.",
	}, a.deleteSavedReply)
	register(a, huma.Operation{
		OperationID: "preview-saved-reply", Method: http.MethodPost, Path: all + "/preview",
		Tags: []string{tagSavedReplies}, Summary: "Preview a reply",
		Description: "Fills a text with what is known of a conversation and its contact, and of you. Nothing is changed or sent; send what it returns, or what you make of it.",
	}, a.previewReply)
}

// replyVariables tells clients which variables there are.
const replyVariables = "{{contact.name}}, {{contact.first_name}}, {{contact.email}}, {{contact.phone}}, {{contact.<attribute>}}, " +
	"{{agent.name}}, {{agent.first_name}}, {{audience.name}}, {{conversation.started_at}}, {{conversation.reference}}; " +
	"{{coupon.<pool>}}, which stays as it is until the reply is sent; " +
	"with what to say where nothing is known: {{contact.first_name | \"there\"}}."

// SavedReply is text for use again, with variables.
type SavedReply struct {
	ID       string    `json:"id"`
	Audience string    `json:"audience" doc:"Its audience's id."`
	Category string    `json:"category" example:"Orders"`
	Name     string    `json:"name" example:"Late delivery"`
	Channels []string  `json:"channels" doc:"Those it is meant for; empty for all."`
	Text     string    `json:"text" example:"Hello {{contact.first_name | \"there\"}}!"`
	Author   string    `json:"author" doc:"Who saved it: a member's or key's id."`
	Created  time.Time `json:"created"`
	Rev      int64     `json:"rev" doc:"Its version, as in ETag."`
}

// SavedReplyList is an audience's saved replies.
type SavedReplyList struct {
	SavedReplies []SavedReply `json:"saved_replies"`
}

// NewSavedReply is a reply to save.
type NewSavedReply struct {
	Category string   `json:"category,omitempty" maxLength:"100" example:"Orders"`
	Name     string   `json:"name" minLength:"1" maxLength:"100" example:"Late delivery"`
	Channels []string `json:"channels,omitempty" maxItems:"2" enum:"email,sms" doc:"Those it is meant for; all, if left out."`
	Text     string   `json:"text" minLength:"1" maxLength:"20000" example:"Hello {{contact.first_name}}!"`
}

// EditSavedReply says what to change.
type EditSavedReply struct {
	Category *string   `json:"category,omitempty" maxLength:"100"`
	Name     *string   `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Channels *[]string `json:"channels,omitempty" maxItems:"2" enum:"email,sms"`
	Text     *string   `json:"text,omitempty" minLength:"1" maxLength:"20000"`
}

// PreviewReply is a text to fill.
type PreviewReply struct {
	Text         string `json:"text" minLength:"1" maxLength:"20000"`
	Conversation string `json:"conversation,omitempty" maxLength:"64" doc:"Its id; with none given, nothing is known of a contact."`
}

// Preview is a text as it would read.
type Preview struct {
	Text  string   `json:"text"`
	Empty []string `json:"empty" example:"[\"contact.first_name\"]" doc:"Variables for which nothing is known, and the text says nothing instead."`
	Draft string   `json:"draft" doc:"The text with these variables left standing, for somebody to write something in their place: it is not sent with them."`
}

type savedRepliesOutput struct{ Body SavedReplyList }

func (a *API) listSavedReplies(ctx context.Context, v *visit, in *audienceInput) (*savedRepliesOutput, error) {
	all, err := a.cfg.Store.SavedReplies(ctx, in.Audience)
	if err != nil {
		return nil, fmt.Errorf("list saved replies of audience %s: %w", in.Audience, err)
	}
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	if len(all) == 0 { // perhaps because there is no such audience
		if _, err := a.audience(ctx, in.Audience); err != nil {
			return nil, err
		}
	}
	return &savedRepliesOutput{Body: SavedReplyList{SavedReplies: each(all, func(s inbox.SavedReply) SavedReply { return savedReplyOf(&s) })}}, nil
}

type createSavedReplyInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewSavedReply
	RawBody        []byte
}

func (a *API) createSavedReply(ctx context.Context, v *visit, in *createSavedReplyInput) (*created[SavedReply], error) {
	made, err := a.cfg.Domain.CreateSavedReply(ctx, v.gate, inbox.SavedReply{
		Audience: in.Audience, Category: in.Body.Category, Name: in.Body.Name, Text: in.Body.Text,
		Channels: each(in.Body.Channels, channelFrom),
	}, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[SavedReply]{
		Location: "/v1/audiences/" + in.Audience + "/saved-replies", ETag: etag(made.Rev), Body: savedReplyOf(made),
	}, nil
}

type editSavedReplyInput struct {
	Reply   string `path:"reply" maxLength:"64" doc:"A saved reply's id."`
	IfMatch string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body    EditSavedReply
}

type savedReplyOutput struct {
	ETag string `header:"ETag"`
	Body SavedReply
}

func (a *API) editSavedReply(ctx context.Context, v *visit, in *editSavedReplyInput) (*savedReplyOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	edited, err := a.cfg.Domain.EditSavedReply(ctx, v.gate, in.Reply, rev, in.Body.apply)
	if err != nil {
		return nil, err
	}
	return &savedReplyOutput{ETag: etag(edited.Rev), Body: savedReplyOf(edited)}, nil
}

func (e *EditSavedReply) apply(s *inbox.SavedReply) error {
	set(&s.Category, e.Category)
	set(&s.Name, e.Name)
	set(&s.Text, e.Text)
	if e.Channels != nil {
		s.Channels = each(*e.Channels, channelFrom)
	}
	return nil
}

type savedReplyInput struct {
	Reply string `path:"reply" maxLength:"64" doc:"A saved reply's id."`
}

func (a *API) deleteSavedReply(ctx context.Context, v *visit, in *savedReplyInput) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteSavedReply(ctx, v.gate, in.Reply)
}

type previewReplyInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Accepted; this changes nothing."`
	Body           PreviewReply
}

type previewReplyOutput struct{ Body Preview }

func (a *API) previewReply(ctx context.Context, v *visit, in *previewReplyInput) (*previewReplyOutput, error) {
	p, err := a.cfg.Domain.PreviewReply(ctx, v.gate, in.Audience, in.Body.Conversation, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return &previewReplyOutput{Body: Preview{Text: p.Text, Empty: each(p.Empty, same), Draft: p.Draft}}, nil
}

func channelFrom(s string) inbox.Channel { return inbox.Channel(s) }

func savedReplyOf(s *inbox.SavedReply) SavedReply {
	return SavedReply{
		ID: s.ID, Audience: s.Audience, Category: s.Category, Name: s.Name, Text: s.Text, Author: s.Author,
		Channels: each(s.Channels, func(c inbox.Channel) string { return string(c) }), Created: s.Created.UTC(), Rev: s.Rev,
	}
}
