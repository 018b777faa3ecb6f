package search

import (
	"context"
	"strings"

	"confab/shared/inbox"
)

// Finder has an index of messages and one of contacts for each audience. It
// implements [inbox.Finder].
type Finder struct{ Index *Index }

var _ inbox.Finder = Finder{}

func messagesOf(audience string) string { return audience + "/messages" }
func contactsOf(audience string) string { return audience + "/contacts" }

// messageKey sorts by time, as ids of messages do.
func messageKey(k inbox.MessageKey) string { return k.Message + "/" + k.Conversation }

// wordsOf are the texts that a message is found by: what is in its row. What it
// quotes is in other messages, and the end of a text that is too long for the row
// is found by nothing.
func wordsOf(m *inbox.Message) []string {
	texts := []string{m.Text, m.Subject}
	for _, a := range m.Attachments {
		texts = append(texts, a.Name)
	}
	return texts
}

// partsOf are what a contact is known by; of numbers, the digits.
func partsOf(c *inbox.Contact) []string {
	texts := []string{c.Name}
	for _, i := range c.Identities {
		if i.Kind == inbox.IdentityPhone {
			texts = append(texts, digitsOf(i.Value))
		} else {
			texts = append(texts, i.Value)
		}
	}
	return texts
}

// UpdateMessages indexes what was written. Entries of a thread that nobody wrote
// are left out.
func (f Finder) UpdateMessages(ctx context.Context, audience string, add []*inbox.Message, remove []inbox.MessageKey) error {
	var c Change
	for _, m := range add {
		if m.Kind != inbox.KindEvent {
			c.Add = append(c.Add, Doc{
				Key: messageKey(inbox.MessageKey{Conversation: m.Conversation, Message: m.ID}), Hidden: m.Hidden, Terms: Words.Terms(wordsOf(m)...),
			})
		}
	}
	for _, k := range remove {
		c.Remove = append(c.Remove, messageKey(k))
	}
	return f.Index.Update(ctx, messagesOf(audience), c)
}

// UpdateContacts indexes contacts by all parts of what they are known by.
func (f Finder) UpdateContacts(ctx context.Context, audience string, add []*inbox.Contact, remove []string) error {
	c := Change{Remove: remove}
	for _, contact := range add {
		c.Add = append(c.Add, Doc{Key: contact.ID, Terms: Parts.Terms(partsOf(contact)...)})
	}
	return f.Index.Update(ctx, contactsOf(audience), c)
}

// Messages names messages that may have the words.
func (f Finder) Messages(ctx context.Context, q inbox.FindQuery) (*inbox.Candidates, error) {
	keys, more, err := f.Index.Find(ctx, messagesOf(q.Audience), Words.Ask(q.Words), Options{After: q.After, Hidden: q.Hidden, Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	out := &inbox.Candidates{Cursors: keys, More: more}
	for _, k := range keys {
		message, conversation, _ := strings.Cut(k, "/")
		out.Messages = append(out.Messages, inbox.MessageKey{Conversation: conversation, Message: message})
	}
	return out, nil
}

// Contacts names contacts that may be known by the words.
func (f Finder) Contacts(ctx context.Context, q inbox.FindQuery) (*inbox.Candidates, error) {
	keys, more, err := f.Index.Find(ctx, contactsOf(q.Audience), askParts(q.Words), Options{After: q.After, Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	return &inbox.Candidates{Contacts: keys, Cursors: keys, More: more}, nil
}

// Shows judges a message by what it says now.
func (f Finder) Shows(words string, m *inbox.Message) ([]inbox.SnippetPart, bool) {
	q := Words.Ask(words)
	if q.Empty() || !q.Match(wordsOf(m)...) {
		return nil, false
	}
	var out []inbox.SnippetPart
	for _, p := range q.Snippet(m.Text) {
		out = append(out, inbox.SnippetPart(p))
	}
	return out, true
}

// ShowsContact judges a contact by what it is known by now.
func (f Finder) ShowsContact(words string, c *inbox.Contact) bool {
	q := askParts(words)
	return !q.Empty() && q.Match(partsOf(c)...)
}

// askParts makes a question of what somebody typed. A number is known by its
// digits, however it is written.
func askParts(words string) Query {
	if digits := digitsOf(words); len(digits) > 2 && strings.Trim(words, "0123456789+-.()/ ") == "" {
		words = digits
	}
	return Parts.Ask(words)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
