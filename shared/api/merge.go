package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) mergeRoutes() {
	register(a, huma.Operation{
		OperationID: "merge-conversations", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/merge",
		Tags: []string{tagConversations}, Summary: "Merge another conversation into this one",
		Description: "Of the same contact, by mail. The other one's messages are shown here from then on; its id, its reply address and whatever answers its messages lead here. Refused while one of its messages waits to be sent. Repeating it changes nothing.",
	}, a.mergeConversations)
	register(a, huma.Operation{
		OperationID: "split-message", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/messages/{message}/split",
		DefaultStatus: http.StatusCreated, Tags: []string{tagConversations}, Summary: "Split a message off into its own conversation",
		Description: "Of mail. What answers the message leads to the new conversation from then on. Repeating it yields the same conversation.",
	}, a.splitMessage)
	register(a, huma.Operation{
		OperationID: "merge-contacts", Method: http.MethodPost, Path: "/v1/contacts/{contact}/merge",
		Tags: []string{tagContacts}, Summary: "Merge another contact into this one",
		Description: "Of the same audience. Addresses, numbers and conversations move, what this one lacks is filled in, and the other's id leads here. Consents stay with their numbers. It can be undone.",
	}, a.mergeContacts)
	register(a, huma.Operation{
		OperationID: "unmerge-contact", Method: http.MethodPost, Path: "/v1/contacts/{contact}/unmerge",
		Tags: []string{tagContacts}, Summary: "Undo the merge of a contact into this one",
		Description: "Answers with the contact that is itself again, with what of its own is still here. Conversations that came after the merge stay.",
	}, a.unmergeContact)
}

// MergeContact names the contact that becomes a part of another.
type MergeContact struct {
	From    string `json:"from" minLength:"1" maxLength:"64" doc:"A contact's id."`
	FromRev int64  `json:"from_rev,omitempty" minimum:"1" doc:"Its rev as you saw it; any if left out."`
}

// MergedContact is a contact after a merge, or after one was undone.
type MergedContact struct {
	Contact
	Moving bool `json:"moving" doc:"More than a hundred conversations: a job moves the others."`
}

type mergedContactOutput struct {
	ETag string `header:"ETag"`
	Body MergedContact
}

func mergedContact(c *inbox.Contact, more bool, err error) (*mergedContactOutput, error) {
	if err != nil {
		return nil, err
	}
	return &mergedContactOutput{ETag: etag(c.Rev), Body: MergedContact{Contact: contactOf(c), Moving: more}}, nil
}

type mergeContactsInput struct {
	Contact        string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           MergeContact
	RawBody        []byte
}

func (a *API) mergeContacts(ctx context.Context, v *visit, in *mergeContactsInput) (*mergedContactOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return mergedContact(a.cfg.Domain.MergeContacts(ctx, v.gate, in.Contact, in.Body.From,
		inbox.Revs{Into: rev, From: in.Body.FromRev}, v.once(in.IdempotencyKey, in.RawBody, in.Contact)))
}

// UnmergeContact names the contact that shall be itself again.
type UnmergeContact struct {
	From string `json:"from" minLength:"1" maxLength:"64" doc:"The id of a contact that was merged into this one."`
}

type unmergeContactInput struct {
	Contact        string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           UnmergeContact
	RawBody        []byte
}

func (a *API) unmergeContact(ctx context.Context, v *visit, in *unmergeContactInput) (*mergedContactOutput, error) {
	return mergedContact(a.cfg.Domain.UnmergeContacts(ctx, v.gate, in.Contact, in.Body.From,
		v.once(in.IdempotencyKey, in.RawBody, in.Contact)))
}

// MergeConversation names the conversation that becomes a part of another.
type MergeConversation struct {
	From    string `json:"from" minLength:"1" maxLength:"64" doc:"A conversation's id."`
	FromRev int64  `json:"from_rev,omitempty" minimum:"1" doc:"Its rev as you saw it; any if left out."`
}

type mergeConversationsInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           MergeConversation
	RawBody        []byte
}

func (a *API) mergeConversations(ctx context.Context, v *visit, in *mergeConversationsInput) (*conversationOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return a.changed(ctx)(a.cfg.Domain.MergeConversations(ctx, v.gate, v.id, in.Conversation, in.Body.From,
		inbox.Revs{Into: rev, From: in.Body.FromRev}, v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}

type splitMessageInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Message        string `path:"message" maxLength:"64" doc:"A message's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the conversation's version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
}

func (a *API) splitMessage(ctx context.Context, v *visit, in *splitMessageInput) (*created[Conversation], error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	c, err := a.cfg.Domain.SplitMessage(ctx, v.gate, v.id, inbox.MessageKey{Conversation: in.Conversation, Message: in.Message}, rev,
		v.once(in.IdempotencyKey, nil, in.Conversation, in.Message))
	if err != nil {
		return nil, err
	}
	return &created[Conversation]{Location: "/v1/conversations/" + c.ID, ETag: etag(c.Rev), Body: a.afterwards(ctx, c)}, nil
}
