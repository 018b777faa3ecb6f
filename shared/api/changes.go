package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) changeRoutes() {
	register(a, huma.Operation{
		OperationID: "list-changes", Method: http.MethodGet, Path: "/v1/audiences/{audience}/changes",
		Tags: []string{tagAudiences}, Summary: "Read what has changed",
		Description: "The audience's change feed, oldest first: which conversations, messages and contacts to read again. Without a cursor there are no changes but the cursor of the present; fetch it, load what you show, and then ask with each answer's cursor for what has happened since, at once while more is true, every few seconds otherwise. Answers overlap by a minute, so that nothing is missed: drop a change whose id you have seen. A cursor of more than three days ago is answered 410 with the type gone: load everything again.",
	}, a.listChanges)
}

// Change is one event of the change feed.
type Change struct {
	ID           string    `json:"id" doc:"The same whenever the change is told of."`
	Type         string    `json:"type" enum:"conversation.opened,conversation.deleted,conversation.read,conversation.unread,conversation.status,conversation.assigned,conversation.labelled,conversation.snoozed,conversation.woken,conversation.merged,conversation.split,conversation.changed,message.received,message.kept,message.scheduled,message.queued,delivery.changed,note.added,note.changed,contact.added,contact.changed,contact.deleted" doc:"What happened. message.kept: a message came that is hidden. conversation.woken: a snooze is over. conversation.changed: what has no type of its own has an entry in the thread."`
	Conversation string    `json:"conversation,omitempty"`
	Message      string    `json:"message,omitempty" doc:"The message or the entry in the thread."`
	Contact      string    `json:"contact,omitempty"`
	Actor        string    `json:"actor,omitempty" doc:"The member who did it; absent where a contact or the system did."`
	From         string    `json:"from,omitempty" doc:"A state, or the id of a member, a team or a label; likewise to."`
	To           string    `json:"to,omitempty"`
	Rev          int64     `json:"rev" doc:"The version of what changed."`
	At           time.Time `json:"at" doc:"When, to the second."`
}

// ChangeList is a part of the change feed.
type ChangeList struct {
	Changes []Change `json:"changes" doc:"Oldest first."`
	Cursor  string   `json:"cursor" doc:"Where to go on."`
	More    bool     `json:"more" doc:"There is more at the moment."`
}

type changesOutput struct{ Body ChangeList }

type listChangesInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Cursor   string `query:"cursor" maxLength:"1024" doc:"Of the last answer."`
	Limit    int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
}

func (a *API) listChanges(ctx context.Context, v *visit, in *listChangesInput) (*changesOutput, error) {
	l := list{"changes", in.Audience}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	audience, err := a.audience(ctx, in.Audience)
	if err != nil {
		return nil, err
	}
	events, next, err := a.cfg.Domain.Changes(ctx, v.gate, audience.ID, markOf(after), in.Limit)
	if err != nil {
		return nil, err
	}
	return &changesOutput{Body: ChangeList{
		Changes: each(events, changeOf), Cursor: a.cursor(l, mark(next)), More: next.After != "",
	}}, nil
}

// mark writes a mark as a cursor holds it; markOf reads it.
func mark(m inbox.FeedMark) string { return strconv.FormatInt(m.At.UnixMilli(), 10) + " " + m.After }

func markOf(after string) (m inbox.FeedMark) {
	at, position, ok := strings.Cut(after, " ")
	if ms, err := strconv.ParseInt(at, 10, 64); ok && err == nil {
		m = inbox.FeedMark{At: time.UnixMilli(ms).UTC(), After: position}
	}
	return m
}

func changeOf(e inbox.Event) Change {
	return Change{
		ID: e.ID, Type: string(e.Type), Conversation: e.Conversation, Message: e.Message, Contact: e.Contact,
		Actor: e.Actor, From: e.From, To: e.To, Rev: e.Rev, At: e.At,
	}
}
