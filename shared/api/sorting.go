package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) sortingRoutes() {
	register(a, huma.Operation{
		OperationID: "assign", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/assignee",
		Tags: []string{tagConversations}, Summary: "Assign a conversation",
		Description: "To a member with a role in the audience, to one of its teams, or to nobody. A member is told by a notice. Repeating it changes nothing.",
	}, a.assign)
	register(a, huma.Operation{
		OperationID: "set-labels", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/labels",
		Tags: []string{tagConversations}, Summary: "Add and remove labels",
		Description: "A conversation has at most 20. Repeating it changes nothing.",
	}, a.setLabels)
	register(a, huma.Operation{
		OperationID: "add-note", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/notes", DefaultStatus: http.StatusCreated,
		Tags: []string{tagConversations}, Summary: "Write a note",
		Description: "For the team alone: it is never sent, and leaves the conversation's status, place and read state as they are. Who is mentioned is told by a notice.",
	}, a.addNote)
	register(a, huma.Operation{
		OperationID: "delete-note", Method: http.MethodDelete, Path: "/v1/conversations/{conversation}/notes/{message}", DefaultStatus: http.StatusNoContent,
		Tags: []string{tagConversations}, Summary: "Delete a note of yours",
		Description: "The thread keeps an entry that there was one.",
	}, a.deleteNote)
	register(a, huma.Operation{
		OperationID: "list-notices", Method: http.MethodGet, Path: "/v1/me/notices",
		Tags: []string{tagMembers}, Summary: "List your notices",
		Description: "What you have been told of, newest first. Once seen, a notice is kept for 90 days.",
	}, a.listNotices)
	register(a, huma.Operation{
		OperationID: "see-notices", Method: http.MethodPost, Path: "/v1/me/notices/seen",
		Tags: []string{tagMembers}, Summary: "Mark notices seen",
		Description: "From the newest that you saw to the oldest. Repeating it changes nothing.",
	}, a.seeNotices)
}

// Assign names who shall look after a conversation.
type Assign struct {
	Assignee string `json:"assignee" maxLength:"64" doc:"A member's or a team's id; me; or empty for nobody."`
}

// to is the assignee's id.
func (a Assign) to(v *visit) string {
	if a.Assignee == me {
		return v.id
	}
	return a.Assignee
}

type assignInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           Assign
	RawBody        []byte
}

func (a *API) assign(ctx context.Context, v *visit, in *assignInput) (*conversationOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return a.changed(ctx)(a.cfg.Domain.Assign(ctx, v.gate, v.id, in.Conversation, rev, in.Body.to(v),
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}

// SetLabels names labels to add and to remove, by their ids.
type SetLabels struct {
	Add    []string `json:"add,omitempty" maxItems:"20"`
	Remove []string `json:"remove,omitempty" maxItems:"20"`
}

type setLabelsInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           SetLabels
	RawBody        []byte
}

func (a *API) setLabels(ctx context.Context, v *visit, in *setLabelsInput) (*conversationOutput, error) {
	return a.changed(ctx)(a.cfg.Domain.SetLabels(ctx, v.gate, v.id, in.Conversation, in.Body.Add, in.Body.Remove,
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}

// NewNote is a note to write.
type NewNote struct {
	Text     string   `json:"text" minLength:"1" maxLength:"16384" doc:"At most 16,384 bytes of UTF-8." example:"@Alex, they have paid twice."`
	Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"Ids of the members to tell. Each must have a role in the audience. The text names them as you like: a page shows an @ before a mentioned member's name as a mention."`
}

type addNoteInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewNote
	RawBody        []byte
}

func (a *API) addNote(ctx context.Context, v *visit, in *addNoteInput) (*created[Message], error) {
	m, err := a.cfg.Domain.AddNote(ctx, v.gate, v.id, in.Conversation, in.Body.Text, in.Body.Mentions,
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation))
	if err != nil {
		return nil, err
	}
	return &created[Message]{Location: messagePath(m) + "/body", ETag: etag(m.Rev), Body: messageOf(m)}, nil
}

func (a *API) deleteNote(ctx context.Context, v *visit, in *messageInput) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteNote(ctx, v.gate, v.id, inbox.MessageKey{Conversation: in.Conversation, Message: in.Message})
}

// Notice tells you of something.
type Notice struct {
	ID           string    `json:"id"`
	At           time.Time `json:"at"`
	Kind         string    `json:"kind" example:"mention" doc:"mention: a note names you. assigned: a conversation was given to you, or all that a job was about. job_done: a job of yours has ended that took a while. scheduled_overtaken: a contact has written before a message that you scheduled, which message names. webhook_disabled: no call of one that you have made was accepted for three days. Others may come."`
	Audience     string    `json:"audience" doc:"The audience's id, or empty."`
	Conversation string    `json:"conversation" doc:"The conversation's id, or empty."`
	Message      string    `json:"message" doc:"The id of the entry of its thread, or empty."`
	Job          string    `json:"job,omitempty" doc:"The job's id."`
	Webhook      string    `json:"webhook,omitempty" doc:"The webhook's id."`
	Actor        string    `json:"actor" doc:"The id of the member who caused it, or empty."`
	Unseen       bool      `json:"unseen"`
}

// NoticeList is one page of your notices.
type NoticeList struct {
	Notices    []Notice `json:"notices"`
	Unseen     int      `json:"unseen" doc:"How many of all you have not seen."`
	NextCursor string   `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

type listNoticesInput struct {
	Cursor string `query:"cursor" maxLength:"1024"`
	Limit  int    `query:"limit" minimum:"0" maximum:"100" default:"25" doc:"0 for nothing but the number of those unseen."`
}

type noticesOutput struct{ Body NoticeList }

func (a *API) listNotices(ctx context.Context, v *visit, in *listNoticesInput) (*noticesOutput, error) {
	l := list{"notices", v.id}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	if _, err := v.self(ctx); err != nil {
		return nil, err
	}
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Unseen: []string{v.id}})
	if err != nil {
		return nil, fmt.Errorf("count notices: %w", err)
	}
	out := &noticesOutput{Body: NoticeList{Notices: []Notice{}, Unseen: found.Unseen[v.id]}}
	if in.Limit == 0 {
		return out, nil
	}
	page, err := a.cfg.Store.Notices(ctx, inbox.NoticeQuery{Member: v.id, After: after, Limit: in.Limit})
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	out.Body.Notices = each(page.Notices, noticeOf)
	if n := len(page.Notices); page.More && n > 0 {
		out.Body.NextCursor = a.cursor(l, page.Notices[n-1].ID)
	}
	return out, nil
}

// SeeNotices names what was seen.
type SeeNotices struct {
	UpTo string `json:"up_to" minLength:"1" maxLength:"64" doc:"The id of the newest notice you saw."`
}

type seeNoticesInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Accepted; this is safe to repeat without."`
	Body           SeeNotices
}

// NoticesLeft says what is left to see.
type NoticesLeft struct {
	Unseen int `json:"unseen"`
}

type noticesLeftOutput struct{ Body NoticesLeft }

func (a *API) seeNotices(ctx context.Context, v *visit, in *seeNoticesInput) (*noticesLeftOutput, error) {
	if _, err := v.self(ctx); err != nil {
		return nil, err
	}
	left, err := a.cfg.Domain.SeeNotices(ctx, v.id, in.Body.UpTo)
	return &noticesLeftOutput{Body: NoticesLeft{Unseen: left}}, err
}

func noticeOf(n inbox.Notice) Notice {
	return Notice{
		ID: n.ID, At: n.At.UTC(), Kind: string(n.Kind), Audience: n.Audience, Conversation: n.Conversation,
		Message: n.Message, Job: n.Job, Webhook: n.Webhook, Actor: n.Actor, Unseen: n.Unseen,
	}
}
