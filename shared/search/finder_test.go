package search

import (
	"slices"
	"testing"

	"confab/shared/inbox"
)

const audience = "01JD3X5W8Q4C9V2N7K1M6P0AAA"

func TestMessagesAreFoundByWhatTheySay(t *testing.T) {
	_, x := newWorld()
	f := Finder{x}
	lamp := &inbox.Message{
		ID: "2", Conversation: "c", Kind: inbox.KindMessage, Subject: "Broken lamp", Text: "It came without screws.",
		Attachments: []inbox.Attachment{{Name: "photo of it.jpg"}},
	}
	all := []*inbox.Message{
		{ID: "1", Conversation: "c", Kind: "note", Text: "Send new screws."}, lamp,
		{ID: "3", Conversation: "c", Kind: inbox.KindEvent, Text: "screws"},
		{ID: "4", Conversation: "c", Kind: inbox.KindMessage, Hidden: true, Text: "I am away; screws later."},
	}
	if err := f.UpdateMessages(t.Context(), audience, all, nil); err != nil {
		t.Fatal(err)
	}
	find := func(q inbox.FindQuery) (ids []string) {
		t.Helper()
		q.Audience, q.Limit = audience, 10
		found, err := f.Messages(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range found.Messages {
			ids = append(ids, k.Message)
		}
		return ids
	}
	for words, want := range map[string][]string{"screws": {"2", "1"}, "lamp screw": {"2"}, "photo": {"2"}, "nothing": nil} {
		if got := find(inbox.FindQuery{Words: words}); !slices.Equal(got, want) {
			t.Errorf("%q finds %q", words, got)
		}
	}
	if got := find(inbox.FindQuery{Words: "screws", Hidden: true}); !slices.Equal(got, []string{"4", "2", "1"}) {
		t.Errorf("with what machines wrote: %q", got)
	}
	if snippet, ok := f.Shows("screws lamp", lamp); !ok || !slices.Contains(snippet, inbox.SnippetPart{Text: "screws", Match: true}) {
		t.Errorf("the snippet is %+v", snippet)
	}
	edited := *lamp
	edited.Subject = "A question"
	if _, ok := f.Shows("screws lamp", &edited); ok {
		t.Error("what a message said before is shown")
	}
	if err := f.UpdateMessages(t.Context(), audience, nil, []inbox.MessageKey{{Conversation: "c", Message: "2"}}); err != nil {
		t.Fatal(err)
	}
	if got := find(inbox.FindQuery{Words: "screws"}); !slices.Equal(got, []string{"1"}) {
		t.Errorf("after it was removed: %q", got)
	}
}

func TestContactsAreFoundByAnyPartOfANumberHoweverItIsWritten(t *testing.T) {
	_, x := newWorld()
	f := Finder{x}
	ada := &inbox.Contact{ID: "1", Name: "Ada Lovelace", Identities: []inbox.Identity{
		{Kind: inbox.IdentityEmail, Value: "ada@example.org"}, {Kind: inbox.IdentityPhone, Value: "+15550123"},
	}}
	if err := f.UpdateContacts(t.Context(), audience, []*inbox.Contact{ada, {ID: "2", Name: "Robin"}}, nil); err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]bool{
		"+1 555 01": true, "(555) 0123": true, "0123": true, "velace ad": true, "@example": true, "555 99": false, "robin": false,
	} {
		found, err := f.Contacts(t.Context(), inbox.FindQuery{Audience: audience, Words: words, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(found.Contacts, "1"); got != want || f.ShowsContact(words, ada) != want {
			t.Errorf("%q finds Ada: %v", words, got)
		}
	}
}
