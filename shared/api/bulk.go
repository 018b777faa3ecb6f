package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) bulkRoutes() {
	register(a, huma.Operation{
		OperationID: "bulk-change", Method: http.MethodPost, Path: "/v1/audiences/{audience}/conversations/bulk",
		DefaultStatus: http.StatusAccepted,
		Tags:          []string{tagConversations}, Summary: "Change many conversations",
		Description: "Those that are named, or all that match a filter when the job finds them. Each is changed once, whatever interrupts the job. Nothing is sent.",
	}, a.bulkChange)
}

// BulkAction is one change.
type BulkAction struct {
	Status string        `json:"status,omitempty" enum:"open,done,trash"`
	Read   bool          `json:"read,omitempty" doc:"Mark them read, up to what has arrived by now."`
	Unread bool          `json:"unread,omitempty"`
	Snooze *SnoozeChoice `json:"snooze,omitempty" doc:"Counted from now."`
	Assign *Assign       `json:"assign,omitempty" doc:"A member is told once, when all is done."`
	Labels *SetLabels    `json:"labels,omitempty"`
}

// action is the change; a problem unless there is exactly one.
func (b *BulkAction) action(v *visit) (inbox.BulkAction, error) {
	n := 0
	for _, given := range []bool{
		b.Status != "", b.Read, b.Unread, b.Snooze != nil, b.Assign != nil,
		b.Labels != nil && len(b.Labels.Add)+len(b.Labels.Remove) > 0,
	} {
		if given {
			n++
		}
	}
	if n != 1 {
		return inbox.BulkAction{}, invalid("body.action", "name exactly one change")
	}
	out := inbox.BulkAction{Status: inbox.Status(b.Status), Read: b.Read, Unread: b.Unread}
	if b.Snooze != nil {
		choice := b.Snooze.choice()
		out.Snooze = &choice
	}
	if b.Assign != nil {
		assignee := b.Assign.to(v)
		out.Assign = &assignee
	}
	if b.Labels != nil {
		out.AddLabels, out.RemoveLabels = b.Labels.Add, b.Labels.Remove
	}
	return out, nil
}

// BulkChange is a change to many conversations.
type BulkChange struct {
	Action        BulkAction          `json:"action"`
	Conversations []string            `json:"conversations,omitempty" maxItems:"500" doc:"Their ids; or give filter."`
	Filter        *ConversationFilter `json:"filter,omitempty" doc:"All that match, instead of those that are named."`
}

type bulkInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           BulkChange
	RawBody        []byte
}

// started is the answer to what starts a job.
func started(j *inbox.Job, err error) (*created[Job], error) {
	if err != nil {
		return nil, err
	}
	return &created[Job]{Location: "/v1/jobs/" + j.ID, ETag: etag(j.Rev), Body: wireJob(j)}, nil
}

func (a *API) bulkChange(ctx context.Context, v *visit, in *bulkInput) (*created[Job], error) {
	do, err := in.Body.Action.action(v)
	if err != nil {
		return nil, err
	}
	of := inbox.Selected{Conversations: in.Body.Conversations}
	if filter := in.Body.Filter; filter != nil {
		if len(of.Conversations) > 0 {
			return nil, invalid("body.filter", "name conversations or give a filter, not both")
		}
		list := filter.query(in.Audience)
		if !list.alone() {
			return nil, invalid("body.filter.hidden", "hidden conversations are one list: leave out what narrows another")
		}
		q, err := a.conversationQuery(ctx, v, list)
		if err != nil {
			return nil, err
		}
		of.Filter = &q
	}
	return started(a.cfg.Domain.Bulk(ctx, v.gate, v.id, in.Audience, of, do, v.once(in.IdempotencyKey, in.RawBody, in.Audience)))
}

// ConversationFilter says which conversations are meant, as the query of their
// list does.
type ConversationFilter struct {
	Status      string   `json:"status,omitempty" enum:"open,snoozed,done,trash" doc:"open if left out; with campaigns, all of them."`
	Hidden      bool     `json:"hidden,omitempty" doc:"Those kept out of the inbox instead; alone."`
	Unread      *bool    `json:"unread,omitempty" doc:"true: only unread ones. false: only those that are read."`
	Channel     string   `json:"channel,omitempty" enum:"email,sms"`
	Assignee    string   `json:"assignee,omitempty" maxLength:"64" doc:"A member's or a team's id; me; or nobody: none."`
	Label       string   `json:"label,omitempty" maxLength:"64" doc:"A label's id."`
	Campaigns   []string `json:"campaigns,omitempty" maxItems:"10" doc:"Those that hold one of these campaigns among their newest ten."`
	AutoReplies bool     `json:"auto_replies,omitempty" doc:"Also those in which only machines have spoken."`
}

// query is the filter as the list of an audience's conversations takes it.
func (f *ConversationFilter) query(audience string) *listConversationsInput {
	in := &listConversationsInput{
		Audience: audience, Status: f.Status, Hidden: f.Hidden, Channel: f.Channel, Assignee: f.Assignee, Label: f.Label,
		Campaign: f.Campaigns, AutoReplies: f.AutoReplies,
	}
	if f.Unread != nil {
		in.Unread = optional[bool]{Value: *f.Unread, Set: true}
	}
	return in
}
