package inbox

import (
	"context"
	"slices"
	"strings"
	"time"
)

// SavedReply is text for use again, with variables.
type SavedReply struct {
	ID       string
	Audience string
	Category string // what people sort by; may be empty
	Name     string
	// Channels are those it is meant for; none for all.
	Channels []Channel
	Text     string
	Author   string
	Created  time.Time
	Rev      int64
}

// Limits of saved replies.
const (
	maxSavedReplies = 500 // an audience's: a list that people choose from
	maxSavedText    = 20_000
)

// CreateSavedReply adds a saved reply to its audience.
func (b *Inbox) CreateSavedReply(ctx context.Context, gate Gate, s SavedReply, r *Request) (*SavedReply, error) {
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{s.Audience}, Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	if f.Audiences[s.Audience] == nil {
		return nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, s.Audience); err != nil {
		return nil, err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, err
	}
	if done != nil {
		return b.savedReply(ctx, done.Contact)
	}
	if err := s.tidy(); err != nil {
		return nil, err
	}
	if err := b.knowsCoupons(ctx, s.Audience, s.Text); err != nil {
		return nil, err
	}
	have, err := b.Store.SavedReplies(ctx, s.Audience)
	if err != nil {
		return nil, err
	}
	if len(have) >= maxSavedReplies {
		return nil, problem(ErrInvalid, "An audience has at most %d saved replies.", maxSavedReplies)
	}
	now := b.Now()
	s.ID, s.Author, s.Created, s.Rev = b.IDs.New(now), Actor(ctx), now, 0
	err = b.Store.Commit(ctx, Change{
		SavedReplies: []Edit[SavedReply]{{After: &s}}, Request: r.made(now, "", "", s.ID),
		Audit: b.audit(ctx, AuditReplyCreated, s.Audience, s.ID, renamed("", s.Name)),
	})
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// EditSavedReply changes a saved reply. ifMatch, unless 0, is the revision the
// caller saw.
func (b *Inbox) EditSavedReply(ctx context.Context, gate Gate, id string, ifMatch int64, edit func(*SavedReply) error) (*SavedReply, error) {
	before, err := b.savedReply(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, before.Audience); err != nil {
		return nil, err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, problem(ErrConflict, "The saved reply has changed since you loaded it; load it again.")
	}
	after := *before
	after.Channels = slices.Clone(before.Channels)
	if err := edit(&after); err != nil {
		return nil, err
	}
	if err := after.tidy(); err != nil {
		return nil, err
	}
	if err := b.knowsCoupons(ctx, after.Audience, after.Text); err != nil {
		return nil, err
	}
	return &after, b.Store.Commit(ctx, Change{
		SavedReplies: []Edit[SavedReply]{{Before: before, After: &after}},
		Audit:        b.audit(ctx, AuditReplyEdited, after.Audience, id, renamed(before.Name, after.Name)),
	})
}

// DeleteSavedReply takes a saved reply away. What was written with it stays.
func (b *Inbox) DeleteSavedReply(ctx context.Context, gate Gate, id string) error {
	return b.retry(ctx, func() error {
		s, err := b.savedReply(ctx, id)
		if err != nil {
			return err
		}
		if err := gate(ctx, s.Audience); err != nil {
			return err
		}
		return b.Store.Commit(ctx, Change{
			SavedReplies: []Edit[SavedReply]{{Before: s}},
			Audit:        b.audit(ctx, AuditReplyDeleted, s.Audience, id, renamed(s.Name, "")),
		})
	})
}

func (b *Inbox) savedReply(ctx context.Context, id string) (*SavedReply, error) {
	f, err := b.Store.Load(ctx, Keys{SavedReplies: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.SavedReplies[id] == nil {
		return nil, problem(ErrNotFound, "There is no such saved reply.")
	}
	return f.SavedReplies[id], nil
}

// tidy brings what people typed into its one form and says what cannot be.
func (s *SavedReply) tidy() error {
	s.Name, s.Category = clip(oneLine(s.Name), maxName), clip(oneLine(s.Category), maxName)
	s.Text = strings.ToValidUTF8(s.Text, "\uFFFD")
	slices.Sort(s.Channels)
	s.Channels = slices.Compact(s.Channels)
	for _, c := range s.Channels {
		if c != Email && c != SMS {
			return problem(ErrInvalid, "%q is not a channel; email and sms are.", c)
		}
	}
	switch {
	case s.Name == "":
		return problem(ErrInvalid, "A saved reply needs a name.")
	case strings.TrimSpace(s.Text) == "":
		return problem(ErrInvalid, "A saved reply needs a text.")
	}
	return checkReply(s.Text)
}

// checkReply refuses a text with a variable that nothing stands for.
func checkReply(text string) error {
	if len(text) > maxSavedText {
		return problem(ErrInvalid, "The text has %d bytes; a saved reply has at most %d.", len(text), maxSavedText)
	}
	if unknown, at := inReplies.unknown(text); unknown != "" {
		return problem(ErrInvalid, "Nothing is known as {{%s}}, at character %d.", oneLine(unknown), at)
	}
	return nil
}

// Preview is a text as it would read.
type Preview struct {
	Text string
	// Empty names the variables for which nothing is known and the text says nothing
	// instead.
	Empty []string
	// Draft is the text with these variables left standing, for somebody to write
	// something in their place: it is refused to be sent with them.
	Draft string
}

// PreviewReply fills a text with what is known of a conversation of the audience
// and its contact, and of who asks. With no conversation given, nothing is known
// of either. It reads twice, as the conversation tells the contact.
func (b *Inbox) PreviewReply(ctx context.Context, gate Gate, audience, conversation, text string) (*Preview, error) {
	actor := Actor(ctx)
	keys := actorKeys(actor)
	keys.Audiences = []string{audience}
	if conversation != "" {
		keys.Conversations = []string{conversation}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	a, c := f.Audiences[audience], f.Conversations[conversation]
	switch {
	case a == nil:
		return nil, problem(ErrNotFound, "There is no such audience.")
	case conversation != "" && (c == nil || c.Audience != audience):
		return nil, problem(ErrNotFound, "There is no such conversation.")
	}
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	if err := checkReply(text); err != nil {
		return nil, err
	}
	if err := b.knowsCoupons(ctx, audience, text); err != nil {
		return nil, err
	}
	var contact *Contact
	if c != nil && c.Contact != "" {
		if contact, err = b.contact(ctx, c.Contact); err != nil {
			return nil, err
		}
	}
	known := replyVariables(a, c, contact)
	if m := f.actor(actor, b.Now()); m != nil {
		known["agent.name"], known["agent.first_name"] = m.Name, firstName(m.Name)
	}
	p := &Preview{}
	p.Text, p.Empty = fill(text, known, nothing)
	p.Draft, _ = fill(text, known, standing)
	return p, nil
}

// startedLayout is a time as a letter has it, with the zone it is told in.
const startedLayout = "2 January 2006 at 15:04 MST"

// replyVariables are what a reply may say of the audience, the conversation and
// the contact, of whom the latter two may be nil. Times are those of the contact's
// zone, or UTC.
func replyVariables(a *Audience, c *Conversation, contact *Contact) map[string]string {
	known := contactVariables(contact)
	known["audience.name"] = a.Name
	if c == nil {
		return known
	}
	zone := time.UTC
	if contact != nil && contact.TimeZone != "" {
		if own, err := time.LoadLocation(contact.TimeZone); err == nil {
			zone = own
		}
	}
	known["conversation.started_at"] = c.Created.In(zone).Format(startedLayout)
	known["conversation.reference"] = Reference(c.ID)
	return known
}
