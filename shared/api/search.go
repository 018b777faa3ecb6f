package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Searching finds messages and contacts.
type Searching interface {
	SearchMessages(ctx context.Context, gate inbox.Gate, q inbox.FindQuery) (*inbox.HitPage, error)
	SearchContacts(ctx context.Context, gate inbox.Gate, q inbox.FindQuery) (*inbox.ContactHitPage, error)
}

func (a *API) searchRoutes() {
	register(a, huma.Operation{
		OperationID: "search-messages", Method: http.MethodGet, Path: "/v1/audiences/{audience}/search",
		Tags: []string{tagConversations}, Summary: "Search messages",
		Description: "Messages and notes that have all the words in their text, subject or names of files, newest first, whatever has become of their conversation. " +
			"Case and accents do not matter; the last word may be the beginning of one; of languages without spaces any letters in a row are found. " +
			"Where q is the reference of a conversation, such as C-7KQ2MX, its newest message comes first. " +
			"What was written is found after a minute or two. A page may be short, or even empty, although there are more.",
	}, a.searchMessages)
}

// SearchResults is one page of what was found.
type SearchResults struct {
	Results    []SearchResult `json:"results"`
	NextCursor string         `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// SearchResult is a message that was found, with its conversation.
type SearchResult struct {
	Conversation ConversationRow `json:"conversation"`
	Message      FoundMessage    `json:"message"`
	Snippet      []SnippetPart   `json:"snippet" doc:"What stands around the words, in order; the beginning of the text where they are in the subject or in names of files."`
}

// FoundMessage is what a list of results shows of a message.
type FoundMessage struct {
	ID        string    `json:"id"`
	Direction string    `json:"direction" enum:"inbound,outbound,"`
	Channel   string    `json:"channel"`
	Kind      string    `json:"kind" enum:"message,note"`
	Hidden    bool      `json:"hidden"`
	At        time.Time `json:"at"`
	From      Address   `json:"from"`
	Author    string    `json:"author" doc:"The id of the member who wrote it, or empty."`
	Subject   string    `json:"subject"`
}

// SnippetPart is a piece of a snippet.
type SnippetPart struct {
	Text  string `json:"text"`
	Match bool   `json:"match" doc:"It is what was asked for."`
}

type searchMessagesInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Q        string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"Words."`
	Hidden   bool   `query:"hidden" doc:"Also what machines have written."`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"50" default:"25"`
}

type searchMessagesOutput struct{ Body SearchResults }

func (a *API) searchMessages(ctx context.Context, v *visit, in *searchMessagesInput) (*searchMessagesOutput, error) {
	l := list{"search", in.Audience, in.Q, strconv.FormatBool(in.Hidden)}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Domain.SearchMessages(ctx, v.gate, inbox.FindQuery{
		Audience: in.Audience, Words: in.Q, Hidden: in.Hidden, After: after, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	out := &searchMessagesOutput{Body: SearchResults{Results: each(page.Hits, searchResultOf)}}
	for i := range out.Body.Results {
		if err := a.due(ctx, &out.Body.Results[i].Conversation); err != nil {
			return nil, err
		}
	}
	if page.More {
		out.Body.NextCursor = a.cursor(l, page.Next)
	}
	return out, nil
}

func searchResultOf(h inbox.Hit) SearchResult {
	m := h.Message
	return SearchResult{
		Conversation: conversationOf(h.Conversation).ConversationRow,
		Message: FoundMessage{
			ID: m.ID, Direction: string(m.Direction), Channel: string(m.Channel), Kind: string(m.Kind), Hidden: m.Hidden,
			At: m.At.UTC(), From: addressOf(m.From), Author: m.Author, Subject: m.Subject,
		},
		Snippet: each(h.Snippet, func(p inbox.SnippetPart) SnippetPart { return SnippetPart(p) }),
	}
}

// searchContacts answers a list of contacts that asks for any part.
func (a *API) searchContacts(ctx context.Context, v *visit, in *listContactsInput) (*contactsOutput, error) {
	l := list{"contacts by part", in.Audience, in.Q}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Domain.SearchContacts(ctx, v.gate, inbox.FindQuery{Audience: in.Audience, Words: in.Q, After: after, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &contactsOutput{Body: ContactList{Contacts: each(page.Contacts, foundContactOf)}}
	if page.More {
		out.Body.NextCursor = a.cursor(l, page.Next)
	}
	return out, nil
}

func foundContactOf(c *inbox.Contact) ContactRow {
	row := ContactRow{ID: c.ID, Name: c.Name, Blocked: c.Blocked}
	if emails := c.Emails(); len(emails) > 0 {
		row.Email = emails[0]
	}
	if phones := c.Phones(); len(phones) > 0 {
		row.Phone = phones[0]
	}
	return row
}
