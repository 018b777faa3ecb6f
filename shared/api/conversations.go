package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// threadPage is how many messages open with a conversation, and come with each
// page of older ones.
const threadPage = 50

// ConversationList is one page of a list of conversations, newest first.
type ConversationList struct {
	Conversations []ConversationRow `json:"conversations"`
	NextCursor    string            `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// Thread is a conversation with its newest messages.
type Thread struct {
	Conversation Conversation `json:"conversation"`
	MessageList
}

// MessageList is one page of a thread.
type MessageList struct {
	Messages   []Message `json:"messages" doc:"Newest first. Hidden ones are among them, and say so."`
	NextCursor string    `json:"next_cursor,omitempty" doc:"Give it as cursor to the list of messages for older ones; absent at the beginning of the thread."`
}

func (a *API) conversationRoutes() {
	register(a, huma.Operation{
		OperationID: "list-conversations", Method: http.MethodGet, Path: "/v1/audiences/{audience}/conversations",
		Tags: []string{tagConversations}, Summary: "List conversations",
		Description: "By status, newest first; or the hidden ones; or those of campaigns. What narrows them may be combined; a page may then be short or even empty although there are more: next_cursor tells.",
	}, a.listConversations)
	register(a, huma.Operation{
		OperationID: "list-contact-conversations", Method: http.MethodGet, Path: "/v1/contacts/{contact}/conversations",
		Tags: []string{tagConversations}, Summary: "List a contact's conversations",
		Description: "Whatever their status, newest first.",
	}, a.listContactConversations)
	register(a, huma.Operation{
		OperationID: "get-conversation", Method: http.MethodGet, Path: "/v1/conversations/{conversation}",
		Tags: []string{tagConversations}, Summary: "Open a conversation",
		Description: "With its newest 50 messages. Opening it does not mark it read.",
	}, a.getConversation)
	register(a, huma.Operation{
		OperationID: "list-messages", Method: http.MethodGet, Path: "/v1/conversations/{conversation}/messages",
		Tags: []string{tagMessages}, Summary: "List messages",
		Description: "Newest first, 50 a page; with a cursor, the older ones.",
	}, a.listMessages)
}

type listConversationsInput struct {
	Audience    string         `path:"audience" maxLength:"64" doc:"An audience's id."`
	Status      string         `query:"status" enum:"open,snoozed,done,trash" doc:"open if left out; with campaigns, all of them."`
	Hidden      bool           `query:"hidden" doc:"List those kept out of the inbox instead; alone."`
	Unread      optional[bool] `query:"unread" doc:"true: only unread ones. false: only those that are read."`
	Channel     string         `query:"channel" enum:"email,sms" doc:"Only those of a channel."`
	Assignee    string         `query:"assignee" maxLength:"64" doc:"Only those assigned to a member or a team, by its id; to me; or to nobody: none."`
	Label       string         `query:"label" maxLength:"64" doc:"Only those with a label, by its id."`
	Campaign    []string       `query:"campaign,explode" maxItems:"10" doc:"Only those that hold a campaign among their newest ten, by its id. Repeat it for those that hold any of several."`
	AutoReplies bool           `query:"auto_replies" doc:"Also those in which only machines have spoken."`
	Cursor      string         `query:"cursor" maxLength:"1024"`
	Limit       int            `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

// narrowing is the input without its page.
func (in listConversationsInput) narrowing() list {
	in.Cursor, in.Limit = "", 0
	return list{"conversations", fmt.Sprintf("%#v", in)}
}

// alone tells that a list of hidden ones is narrowed by nothing else.
func (in listConversationsInput) alone() bool {
	return !in.Hidden || reflect.DeepEqual(in.narrowing(), listConversationsInput{Audience: in.Audience, Hidden: true}.narrowing())
}

type conversationsOutput struct{ Body ConversationList }

func (a *API) listConversations(ctx context.Context, v *visit, in *listConversationsInput) (*conversationsOutput, error) {
	l := in.narrowing()
	if !in.alone() {
		return nil, invalid("query.hidden", "hidden conversations are one list: leave out what narrows another")
	}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	q, err := a.conversationQuery(ctx, v, in)
	if err != nil {
		return nil, err
	}
	q.After, q.Limit = after, in.Limit
	return a.conversations(ctx, l, q)
}

// conversationQuery asks the gate before the query is run: it costs nothing
// more, because how an audience's lists are stored has to be known first anyway.
func (a *API) conversationQuery(ctx context.Context, v *visit, in *listConversationsInput) (inbox.ConversationQuery, error) {
	audience, err := a.audience(ctx, in.Audience)
	if err != nil {
		return inbox.ConversationQuery{}, err
	}
	if err := v.gate(ctx, audience.ID); err != nil {
		return inbox.ConversationQuery{}, err
	}
	q := inbox.ConversationQuery{
		Audience: audience.ID, Shards: audience.Shards, Status: inbox.Status(in.Status), Hidden: in.Hidden,
		Campaigns: slices.Compact(slices.Sorted(slices.Values(in.Campaign))), Channel: inbox.Channel(in.Channel),
		Unread: in.Unread.Set && in.Unread.Value, Read: in.Unread.Set && !in.Unread.Value,
		Assignee: in.Assignee, Label: in.Label, AutoReplies: in.AutoReplies,
	}
	if q.Assignee == me {
		q.Assignee = v.id
	}
	if len(q.Campaigns) > 0 {
		return q, a.campaignsOf(ctx, audience.ID, q.Campaigns)
	}
	if q.Status == "" && !q.Hidden {
		q.Status = inbox.Open
	}
	return q, nil
}

// me stands for the member who asks.
const me = "me"

// campaignsOf fails where not all the campaigns are the audience's.
func (a *API) campaignsOf(ctx context.Context, audience string, ids []string) error {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Campaigns: ids})
	if err != nil {
		return fmt.Errorf("load campaigns: %w", err)
	}
	for _, id := range ids {
		if c := found.Campaigns[id]; c == nil || c.Audience != audience {
			return inbox.ErrNotFound
		}
	}
	return nil
}

// conversations reads one page for a caller who has passed the gate.
func (a *API) conversations(ctx context.Context, l list, q inbox.ConversationQuery) (*conversationsOutput, error) {
	page, err := a.cfg.Store.Conversations(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	return a.conversationPage(ctx, l, page)
}

func (a *API) conversationPage(ctx context.Context, l list, page *inbox.ConversationPage) (*conversationsOutput, error) {
	out := &conversationsOutput{Body: ConversationList{Conversations: each(page.Rows, rowOf)}}
	for i := range out.Body.Conversations {
		if err := a.due(ctx, &out.Body.Conversations[i]); err != nil {
			return nil, err
		}
	}
	if page.More {
		out.Body.NextCursor = a.cursor(l, page.Next)
	}
	return out, nil
}

type listContactConversationsInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
	Cursor  string `query:"cursor" maxLength:"1024"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

func (a *API) listContactConversations(ctx context.Context, v *visit, in *listContactConversationsInput) (*conversationsOutput, error) {
	l := list{"contact", in.Contact}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Store.Conversations(ctx, inbox.ConversationQuery{Contact: in.Contact, After: after, Limit: in.Limit})
	if err != nil {
		return nil, fmt.Errorf("list conversations of contact %s: %w", in.Contact, err)
	}
	var audience string
	if len(page.Rows) > 0 {
		audience = page.Rows[0].Audience
	} else {
		c, err := a.contact(ctx, in.Contact)
		if err != nil {
			return nil, err
		}
		audience = c.Audience
		if c.ID != in.Contact { // it was merged: what it had is that one's
			page, err = a.cfg.Store.Conversations(ctx, inbox.ConversationQuery{Contact: c.ID, After: after, Limit: in.Limit})
			if err != nil {
				return nil, fmt.Errorf("list conversations of contact %s: %w", c.ID, err)
			}
		}
	}
	if err := v.gate(ctx, audience); err != nil {
		return nil, err
	}
	return a.conversationPage(ctx, l, page)
}

type conversationInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
}

type threadOutput struct {
	ETag string `header:"ETag"`
	Body Thread
}

func (a *API) getConversation(ctx context.Context, v *visit, in *conversationInput) (*threadOutput, error) {
	t, err := a.cfg.Store.Thread(ctx, inbox.ThreadQuery{Conversation: in.Conversation, Limit: threadPage})
	if err != nil {
		return nil, fmt.Errorf("open conversation %s: %w", in.Conversation, err)
	}
	if t.Conversation == nil {
		return nil, inbox.ErrNotFound
	}
	if err := v.gate(ctx, t.Conversation.Audience); err != nil {
		return nil, err
	}
	c := conversationOf(t.Conversation)
	if err := a.due(ctx, &c.ConversationRow); err != nil {
		return nil, err
	}
	return &threadOutput{ETag: etag(c.Rev), Body: Thread{Conversation: c, MessageList: a.messagePage(in.Conversation, t.Conversation.ID, t.Conversation.Parts, t)}}, nil
}

type listMessagesInput struct {
	Conversation string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	Cursor       string `query:"cursor" maxLength:"1024"`
}

type messagesOutput struct{ Body MessageList }

func (a *API) listMessages(ctx context.Context, v *visit, in *listMessagesInput) (*messagesOutput, error) {
	before, err := a.after(messagesOf(in.Conversation), in.Cursor)
	if err != nil {
		return nil, err
	}
	q := inbox.ThreadQuery{Conversation: in.Conversation, Before: before, Limit: threadPage}
	if marks := strings.Fields(before); len(marks) > 1 { // see messagePage
		q.Before, q.Conversation, q.Parts = marks[0], marks[1], marks[2:]
	}
	t, err := a.cfg.Store.Thread(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list messages of conversation %s: %w", in.Conversation, err)
	}
	audience, err := a.threadAudience(ctx, in.Conversation, t)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, audience); err != nil {
		return nil, err
	}
	if c := t.Conversation; c != nil {
		q.Conversation, q.Parts = c.ID, c.Parts
	}
	return &messagesOutput{Body: a.messagePage(in.Conversation, q.Conversation, q.Parts, t)}, nil
}

// threadAudience is the audience of what was read. A page past the end names
// none, so that the conversation itself is asked.
func (a *API) threadAudience(ctx context.Context, id string, t *inbox.Thread) (string, error) {
	switch {
	case t.Conversation != nil:
		return t.Conversation.Audience, nil
	case len(t.Messages) > 0:
		return t.Messages[0].Audience, nil
	}
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Conversations: []string{id}})
	if err != nil {
		return "", fmt.Errorf("load conversation %s: %w", id, err)
	}
	if c := found.Conversations[id]; c != nil {
		return c.Audience, nil
	}
	return "", inbox.ErrNotFound
}

func messagesOf(conversation string) list { return list{"messages", conversation} }

// messagePage is a page of a thread that was asked for by an id, which may be that
// of a part. The cursor of one with parts names them too, since only the first
// page tells which they are.
func (a *API) messagePage(asked, conversation string, parts []string, t *inbox.Thread) MessageList {
	out := MessageList{Messages: make([]Message, len(t.Messages))}
	for i := range t.Messages {
		out.Messages[i] = messageOf(&t.Messages[i])
	}
	if n := len(t.Messages); t.More && n > 0 {
		after := t.Messages[n-1].ID
		if len(parts) > 0 {
			after = strings.Join(append([]string{after, conversation}, parts...), " ")
		}
		out.NextCursor = a.cursor(messagesOf(asked), after)
	}
	return out
}
