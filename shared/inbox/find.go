package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Finder finds messages and contacts by what they say. What it knows of them may
// be late or old: it names what may be wanted, and [Finder.Shows] judges by the
// thing itself.
type Finder interface {
	// UpdateMessages makes messages of an audience findable, and others no longer.
	// It may be repeated.
	UpdateMessages(ctx context.Context, audience string, add []*Message, remove []MessageKey) error
	// UpdateContacts does so for contacts.
	UpdateContacts(ctx context.Context, audience string, add []*Contact, remove []string) error
	// Messages names messages, newest first.
	Messages(ctx context.Context, q FindQuery) (*Candidates, error)
	// Contacts names contacts, those that came last first.
	Contacts(ctx context.Context, q FindQuery) (*Candidates, error)
	// Shows tells whether a message has all the words, and what to show of it.
	Shows(words string, m *Message) ([]SnippetPart, bool)
	// ShowsContact tells whether all the words are parts of what a contact is known by.
	ShowsContact(words string, c *Contact) bool
}

// FindQuery asks for what has all of some words.
type FindQuery struct {
	Audience string
	Words    string
	Hidden   bool   // machines' mail, too
	After    string // Cursor of what to go on after
	Limit    int
}

// Candidates are what may be wanted.
type Candidates struct {
	Messages []MessageKey
	Contacts []string
	Cursors  []string // of each
	More     bool
}

// SnippetPart is a piece of what is shown of a message that was found.
type SnippetPart struct {
	Text  string
	Match bool // it is what was asked for
}

// Hit is a message that was found.
type Hit struct {
	Message      *Message
	Conversation *Conversation
	Snippet      []SnippetPart
}

// HitPage is one page of what was found. It may be short or even empty although
// there are more.
type HitPage struct {
	Hits []Hit
	More bool
	Next string // Cursor to go on after, where there are more
}

// ContactHitPage is one page of the contacts that were found.
type ContactHitPage struct {
	Contacts []*Contact
	More     bool
	Next     string
}

// findRounds is how often a page that is not full yet asks for more.
const findRounds = 4

// SearchMessages finds messages of an audience by their words, newest first: what
// people wrote, notes too. Only what the table has is found, so that what is
// deleted is gone at once. Where the words are the reference of a conversation, as
// [Reference] writes it, its newest message comes before all.
func (b *Inbox) SearchMessages(ctx context.Context, gate Gate, q FindQuery) (*HitPage, error) {
	if err := gate(ctx, q.Audience); err != nil {
		return nil, err
	}
	page := &HitPage{Next: q.After}
	referenced, err := b.referenced(ctx, q)
	if err != nil {
		return nil, err
	}
	for range findRounds {
		ask := q
		ask.After, ask.Limit = page.Next, q.Limit-len(page.Hits)
		found, err := b.Finder.Messages(ctx, ask)
		if err != nil {
			return nil, fmt.Errorf("search messages of audience %s: %w", q.Audience, err)
		}
		if page.More = found.More; len(found.Messages) == 0 {
			break
		}
		page.Next = found.Cursors[len(found.Cursors)-1]
		hits, err := b.hits(ctx, q, found.Messages)
		if err != nil {
			return nil, err
		}
		if page.Hits = append(page.Hits, hits...); len(page.Hits) == q.Limit || !page.More {
			break
		}
	}
	if page.Hits = append(referenced, page.Hits...); len(page.Hits) == 0 {
		return page, b.exists(ctx, q.Audience)
	}
	return page, nil
}

// referenced are the newest messages of the conversations whose reference is asked
// for, on the first page.
func (b *Inbox) referenced(ctx context.Context, q FindQuery) (hits []Hit, err error) {
	reference, ok := ReadReference(q.Words)
	if !ok || q.After != "" || !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(q.Words)), "C-") {
		return nil, nil // six letters are a word, too
	}
	found, err := b.Store.Referenced(ctx, q.Audience, reference)
	if err != nil {
		return nil, fmt.Errorf("find a reference: %w", err)
	}
	for _, c := range found {
		t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: c.ID, Limit: referencedDepth})
		if err != nil {
			return nil, fmt.Errorf("find a reference: %w", err)
		}
		said := slices.IndexFunc(t.Messages, func(m Message) bool { return m.Kind != KindEvent && (q.Hidden || !m.Hidden) })
		if said >= 0 && t.Conversation != nil {
			m := &t.Messages[said]
			hits = append(hits, Hit{Message: m, Conversation: t.Conversation, Snippet: []SnippetPart{{Text: preview(m.Text)}}})
		}
	}
	return hits, nil
}

// referencedDepth is among how many of a conversation's entries its newest message
// is looked for.
const referencedDepth = 50

// hits are those of the messages that are there and have the words.
func (b *Inbox) hits(ctx context.Context, q FindQuery, messages []MessageKey) ([]Hit, error) {
	keys := Keys{Messages: messages}
	for _, m := range messages {
		keys.Conversations = append(keys.Conversations, m.Conversation)
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	var out []Hit
	for _, key := range messages {
		m, c := f.Messages[key], f.Conversations[key.Conversation]
		if m == nil || c == nil || m.Audience != q.Audience || m.Hidden && !q.Hidden {
			continue
		}
		if snippet, ok := b.Finder.Shows(q.Words, m); ok {
			out = append(out, Hit{Message: m, Conversation: c, Snippet: snippet})
		}
	}
	return out, nil
}

// SearchContacts finds contacts of an audience by any part of their names,
// addresses and numbers; those that came last first.
func (b *Inbox) SearchContacts(ctx context.Context, gate Gate, q FindQuery) (*ContactHitPage, error) {
	if err := gate(ctx, q.Audience); err != nil {
		return nil, err
	}
	page := &ContactHitPage{Next: q.After}
	for range findRounds {
		ask := q
		ask.After, ask.Limit = page.Next, q.Limit-len(page.Contacts)
		found, err := b.Finder.Contacts(ctx, ask)
		if err != nil {
			return nil, fmt.Errorf("search contacts of audience %s: %w", q.Audience, err)
		}
		if page.More = found.More; len(found.Contacts) == 0 {
			break
		}
		page.Next = found.Cursors[len(found.Cursors)-1]
		f, err := b.Store.Load(ctx, Keys{Contacts: found.Contacts})
		if err != nil {
			return nil, err
		}
		for _, id := range found.Contacts {
			if c := f.Contacts[id]; c != nil && c.Audience == q.Audience && b.Finder.ShowsContact(q.Words, c) {
				page.Contacts = append(page.Contacts, c)
			}
		}
		if len(page.Contacts) == q.Limit || !page.More {
			break
		}
	}
	if len(page.Contacts) == 0 {
		return page, b.exists(ctx, q.Audience)
	}
	return page, nil
}

// exists is ErrNotFound where there is no such audience.
func (b *Inbox) exists(ctx context.Context, audience string) error {
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{audience}})
	if err == nil && f.Audiences[audience] == nil {
		err = problem(ErrNotFound, "There is no such audience.")
	}
	return err
}

// promptChange is how old a change is at most that no later one of the same thing
// can have overtaken: the stream's window and as much again. What the stream gave
// up and is told later may have been deleted since, and that told before.
const promptChange = 2 * time.Minute

// UpdateIndex makes findable what has changed, as the stream reports it, in the
// order of each thing's changes. Changes may be reported twice, and those that are
// not prompt in any order: then what the table has counts.
func (b *Inbox) UpdateIndex(ctx context.Context, changes []Changed) error {
	changes, err := b.asOfNow(ctx, changes)
	if err != nil {
		return err
	}
	byMessage, byContact := map[string]map[MessageKey]*Message{}, map[string]map[string]*Contact{}
	for _, change := range changes {
		if m := change.Message.present(); m != nil {
			note(byMessage, m.Audience, MessageKey{m.Conversation, m.ID}, change.Message.After)
		}
		if c := change.Contact.present(); c != nil {
			note(byContact, c.Audience, c.ID, change.Contact.After)
		}
	}
	for audience, last := range byMessage {
		add, remove := divide(last)
		if err := b.Finder.UpdateMessages(ctx, audience, add, remove); err != nil {
			return err
		}
	}
	for audience, last := range byContact {
		add, remove := divide(last)
		if err := b.Finder.UpdateContacts(ctx, audience, add, remove); err != nil {
			return err
		}
	}
	return nil
}

// asOfNow are the changes, with what the table has in place of what those that are
// not prompt say.
func (b *Inbox) asOfNow(ctx context.Context, changes []Changed) ([]Changed, error) {
	keys, prompt := Keys{AsTheyAre: true}, b.Now().Add(-promptChange)
	for _, c := range changes {
		if m := c.Message.After; m != nil && c.At.Before(prompt) {
			keys.Messages = append(keys.Messages, MessageKey{m.Conversation, m.ID})
		}
		if p := c.Contact.After; p != nil && c.At.Before(prompt) {
			keys.Contacts = append(keys.Contacts, p.ID)
		}
	}
	if len(keys.Messages)+len(keys.Contacts) == 0 {
		return changes, nil
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("read what changed a while ago: %w", err)
	}
	out := slices.Clone(changes)
	for i, c := range out {
		if m := c.Message.After; m != nil && c.At.Before(prompt) {
			out[i].Message = Edit[Message]{Before: m, After: f.Messages[MessageKey{m.Conversation, m.ID}]}
		}
		if p := c.Contact.After; p != nil && c.At.Before(prompt) {
			out[i].Contact = Edit[Contact]{Before: p, After: f.Contacts[p.ID]}
		}
	}
	return out, nil
}

// present is what there is, or was; nil of no change.
func (e Edit[T]) present() *T {
	if e.After != nil {
		return e.After
	}
	return e.Before
}

// note remembers what became of a thing last.
func note[K comparable, T any](all map[string]map[K]*T, audience string, key K, after *T) {
	if all[audience] == nil {
		all[audience] = map[K]*T{}
	}
	all[audience][key] = after
}

// divide tells what is there from what is not any more.
func divide[K comparable, T any](last map[K]*T) (add []*T, remove []K) {
	for key, after := range last {
		if after != nil {
			add = append(add, after)
		} else {
			remove = append(remove, key)
		}
	}
	return add, remove
}
