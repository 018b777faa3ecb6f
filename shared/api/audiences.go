package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// AudienceList is the audiences that the caller is a member of.
type AudienceList struct {
	Audiences []Audience `json:"audiences"`
}

// AudienceStatus is an audience with what a badge shows.
type AudienceStatus struct {
	Audience
	UnreadCount int `json:"unread_count" doc:"Open conversations with something unread."`
}

func (a *API) audienceRoutes() {
	register(a, huma.Operation{
		OperationID: "list-audiences", Method: http.MethodGet, Path: "/v1/audiences",
		Tags: []string{tagAudiences}, Summary: "List your audiences",
		Description: "Those you can read, each with your role in it.",
	}, a.listAudiences)
	register(a, huma.Operation{
		OperationID: "create-audience", Method: http.MethodPost, Path: "/v1/audiences",
		DefaultStatus: http.StatusCreated, Tags: []string{tagAudiences}, Summary: "Create an audience",
		Description: "Owners and admins are members of it at once; the others by being given a role.",
	}, a.createAudience)
	register(a, huma.Operation{
		OperationID: "get-audience", Method: http.MethodGet, Path: "/v1/audiences/{audience}",
		Tags: []string{tagAudiences}, Summary: "Read an audience",
		Description: "With its count of unread conversations.",
	}, a.getAudience)
	register(a, huma.Operation{
		OperationID: "edit-audience", Method: http.MethodPatch, Path: "/v1/audiences/{audience}",
		Tags: []string{tagAudiences}, Summary: "Edit an audience",
		Description: "What is left out stays as it is. Addresses, shards, and of texting the numbers, provider_answers and link_base take an owner or admin, the rest a manager. A forwarding address, once chosen, stays.",
	}, a.editAudience)
	register(a, huma.Operation{
		OperationID: "delete-audience", Method: http.MethodPost, Path: "/v1/audiences/{audience}/delete",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagAudiences}, Summary: "Delete an audience",
		Description: "409 while conversations (whatever their status), contacts, webhooks, saved replies, pools of coupon codes or running jobs are in it, and for good where it has campaigns or ever had a number. " +
			"Its settings, labels and teams go; the audit log and records of consent stay. Its forwarding address is never another audience's; mail to it is nobody's.",
	}, a.deleteAudience)
}

type audiencesOutput struct{ Body AudienceList }

func (a *API) listAudiences(ctx context.Context, v *visit, _ *struct{}) (*audiencesOutput, error) {
	_, mine, err := a.mine(ctx, v)
	if err != nil {
		return nil, err
	}
	return &audiencesOutput{Body: AudienceList{Audiences: mine}}, nil
}

// mine is who calls, and the audiences that they can read.
func (a *API) mine(ctx context.Context, v *visit) (*inbox.Member, []Audience, error) {
	all, err := a.cfg.Store.Audiences(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list audiences: %w", err)
	}
	m, err := v.self(ctx)
	if err != nil {
		return nil, nil, err
	}
	out := []Audience{}
	for i := range all {
		if role := m.In(all[i].ID); role.May(inbox.CanRead) {
			out = append(out, audienceOf(&all[i], role))
		}
	}
	return m, out, nil
}

// NewAudience is an audience to create.
type NewAudience struct {
	Name              string        `json:"name" minLength:"1" maxLength:"100" example:"Shop"`
	FromName          string        `json:"from_name,omitempty" maxLength:"100" example:"Example Shop" doc:"Whom contacts see as the sender."`
	FromAddress       string        `json:"from_address" minLength:"3" maxLength:"254" example:"hello@example.com" doc:"Of a domain that is verified with the mail provider."`
	ForwardingAddress string        `json:"forwarding_address,omitempty" maxLength:"254" example:"support@in.example.com" doc:"Mail to it opens a conversation. Fixed, once chosen."`
	DefaultSubject    string        `json:"default_subject,omitempty" maxLength:"200" doc:"Where an answer has no subject to go by."`
	Unmatched         string        `json:"unmatched,omitempty" enum:"new,join,single" default:"new" doc:"What becomes of a known contact's message that answers nothing: a new conversation, the newest open one, or their only one."`
	FormSenders       []string      `json:"form_senders,omitempty" maxItems:"50" doc:"Addresses of form services: mail from them belongs to the person in its Reply-To."`
	Texting           *EditTexting  `json:"texting,omitempty"`
	UndoSeconds       *int          `json:"undo_seconds,omitempty" minimum:"0" maximum:"60" doc:"For how long what a member sends can be undone before it leaves; 10 if left out."`
	ServiceLevel      *ServiceLevel `json:"service_level,omitempty"`
}

type createAudienceInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewAudience
	RawBody        []byte
}

type audienceOutput struct {
	ETag string `header:"ETag"`
	Body Audience
}

func (a *API) createAudience(ctx context.Context, v *visit, in *createAudienceInput) (*created[Audience], error) {
	b := in.Body
	audience := inbox.Audience{
		Name: b.Name, FromName: b.FromName, FromAddress: b.FromAddress,
		ForwardingAddress: inbox.NormalizeAddress(b.ForwardingAddress), DefaultSubject: b.DefaultSubject,
		Unmatched: inbox.Unmatched(b.Unmatched), FormSenders: each(b.FormSenders, inbox.NormalizeAddress),
		UndoSeconds: inbox.DefaultUndoSeconds,
	}
	set(&audience.UndoSeconds, b.UndoSeconds)
	b.ServiceLevel.put(&audience.ServiceLevel)
	b.Texting.apply(&audience.Texting, v.linkBase)
	made, err := a.cfg.Domain.CreateAudience(ctx, v.gate, audience, v.once(in.IdempotencyKey, in.RawBody))
	if err != nil {
		return nil, err
	}
	answer, err := answerAudience(ctx, v, made)
	if err != nil {
		return nil, err
	}
	return &created[Audience]{Location: "/v1/audiences/" + made.ID, ETag: answer.ETag, Body: answer.Body}, nil
}

func answerAudience(ctx context.Context, v *visit, made *inbox.Audience) (*audienceOutput, error) {
	m, err := v.self(ctx)
	if err != nil {
		return nil, err
	}
	return &audienceOutput{ETag: etag(made.Rev), Body: audienceOf(made, m.In(made.ID))}, nil
}

type audienceInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
}

type audienceStatusOutput struct {
	ETag string `header:"ETag"`
	Body AudienceStatus
}

func (a *API) getAudience(ctx context.Context, v *visit, in *audienceInput) (*audienceStatusOutput, error) {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Audiences: []string{in.Audience}, Unread: []string{in.Audience}})
	if err != nil {
		return nil, fmt.Errorf("load audience %s: %w", in.Audience, err)
	}
	known := found.Audiences[in.Audience]
	if known == nil {
		return nil, inbox.ErrNotFound
	}
	if err := v.gate(ctx, known.ID); err != nil {
		return nil, err
	}
	answer, err := answerAudience(ctx, v, known)
	if err != nil {
		return nil, err
	}
	return &audienceStatusOutput{
		ETag: answer.ETag,
		Body: AudienceStatus{Audience: answer.Body, UnreadCount: found.Unread[in.Audience]},
	}, nil
}

// EditAudience says what to change.
type EditAudience struct {
	Name              *string       `json:"name,omitempty" minLength:"1" maxLength:"100"`
	FromName          *string       `json:"from_name,omitempty" maxLength:"100"`
	FromAddress       *string       `json:"from_address,omitempty" minLength:"3" maxLength:"254"`
	ForwardingAddress *string       `json:"forwarding_address,omitempty" maxLength:"254"`
	DefaultSubject    *string       `json:"default_subject,omitempty" maxLength:"200"`
	Unmatched         *string       `json:"unmatched,omitempty" enum:"new,join,single"`
	FormSenders       *[]string     `json:"form_senders,omitempty" maxItems:"50"`
	Texting           *EditTexting  `json:"texting,omitempty" doc:"What is left out of it stays too."`
	UndoSeconds       *int          `json:"undo_seconds,omitempty" minimum:"0" maximum:"60"`
	ServiceLevel      *ServiceLevel `json:"service_level,omitempty" doc:"Replaced whole."`
	Shards            *int          `json:"shards,omitempty" minimum:"1" maximum:"16" doc:"Over how many partitions its lists are spread. It only grows; for a minute after, lists may miss what has just moved."`
}

type editAudienceInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IfMatch  string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body     EditAudience
}

func (a *API) editAudience(ctx context.Context, v *visit, in *editAudienceInput) (*audienceOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	edited, err := a.cfg.Domain.EditAudience(ctx, v.audienceGate(&in.Body), in.Audience, rev, func(a *inbox.Audience) error {
		in.Body.apply(a, v.linkBase)
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.audiences.drop(edited.ID)
	return answerAudience(ctx, v, edited)
}

// DeleteAudience confirms which audience is meant.
type DeleteAudience struct {
	Confirm string `json:"confirm" doc:"The audience's name."`
}

type deleteAudienceInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body           DeleteAudience
	RawBody        []byte
}

func (a *API) deleteAudience(ctx context.Context, v *visit, in *deleteAudienceInput) (*struct{}, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	err = a.cfg.Domain.DeleteAudience(ctx, v.gate, in.Audience, rev, in.Body.Confirm, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	a.audiences.drop(in.Audience)
	return nil, err
}

func (e *EditAudience) apply(a *inbox.Audience, linkBase string) {
	set(&a.Name, e.Name)
	set(&a.FromName, e.FromName)
	set(&a.FromAddress, e.FromAddress)
	set(&a.DefaultSubject, e.DefaultSubject)
	set(&a.Shards, e.Shards)
	set(&a.UndoSeconds, e.UndoSeconds)
	e.ServiceLevel.put(&a.ServiceLevel)
	if e.ForwardingAddress != nil {
		a.ForwardingAddress = inbox.NormalizeAddress(*e.ForwardingAddress)
	}
	if e.Unmatched != nil {
		a.Unmatched = inbox.Unmatched(*e.Unmatched)
	}
	if e.FormSenders != nil {
		a.FormSenders = each(*e.FormSenders, inbox.NormalizeAddress)
	}
	e.Texting.apply(&a.Texting, linkBase)
}
