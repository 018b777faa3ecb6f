package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Gate is asked, with the audience of the object that was loaded, before
// anything of it is shown or changed. It returns ErrNotFound where the caller
// may not know of it and ErrForbidden where they may not do this.
type Gate func(ctx context.Context, audience string) error

// Limits of what a member sends. Inbox mail is correspondence between people;
// what goes to many belongs into a campaign tool.
const (
	// SendsPerHour is to how many recipients one member may send.
	SendsPerHour = 200
	// MaxRecipients is how many addresses one message may go to.
	MaxRecipients = 20
	// MaxText is how many characters a written message may have.
	MaxText = 100_000
)

// offerAgainAfter is how long a queued message waits before it is offered again,
// because stream or queue may have lost it.
const offerAgainAfter = 2 * time.Minute

// Upload is a file that a client has put into the store before sending.
type Upload struct {
	Key  string // as UploadKey made it for the same member
	Name string
	Type string
}

// UploadKey is where a member's upload goes. It is copied from there when it is
// sent, so that what is never sent can be swept.
func UploadKey(member, id string) string { return "u/" + member + "/" + id }

// Draft is what a member has written.
type Draft struct {
	Author  string // member id
	Text    string
	Subject string // of a new conversation; a reply takes its thread's
	Files   []Upload
	// Force sends although a recipient is suppressed.
	Force bool
	// SendAt is when it shall leave; zero for now.
	SendAt time.Time
	// Then is what shall become of the conversation.
	Then Then
	// Override is why a text cannot wait for the contact's texting hours.
	Override string
	// Request makes a repetition return what the first call made.
	Request *Request
}

// Then is what shall become of a conversation with an answer: it is done, or
// snoozed, or else goes on.
type Then struct {
	Done   bool
	Snooze *SnoozeChoice
}

// ReplyTo says to whom a reply goes. With To and Cc nil it goes to whom the
// conversation's Answer names, with All to the others too.
type ReplyTo struct {
	All bool
	To  []Address
	Cc  []Address
}

// Reply answers the newest message of a conversation. It returns once the
// message is queued; what becomes of it is told by its Delivery. A done or
// trashed conversation is open again after, unless the draft wants it otherwise,
// and a snoozed one stays snoozed. ifMatch, unless 0, is the revision
// the author saw; ErrConflict if it is no longer so.
func (b *Inbox) Reply(ctx context.Context, gate Gate, conversation string, ifMatch int64, to ReplyTo, d Draft) (c *Conversation, m *Message, err error) {
	err = b.retry(ctx, func() error {
		c, m, err = b.reply(ctx, gate, conversation, ifMatch, to, d)
		return err
	})
	return c, m, err
}

func (b *Inbox) reply(ctx context.Context, gate Gate, conversation string, ifMatch int64, to ReplyTo, d Draft) (*Conversation, *Message, error) {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{conversation}, Requests: d.requestKeys()})
	if err != nil {
		return nil, nil, err
	}
	c := f.Conversations[conversation]
	if c == nil {
		return nil, nil, problem(ErrNotFound, "There is no such conversation.")
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, nil, err
	}
	if done, err := d.replayed(f); done != nil || err != nil {
		return b.replay(ctx, done, err)
	}
	if ifMatch != 0 && ifMatch != c.Rev {
		return nil, nil, b.changedMeanwhile(ctx, c, ifMatch)
	}
	if c.Channel == SMS {
		return b.replyText(ctx, c, to, d)
	}
	if d.Override != "" {
		return nil, nil, problem(ErrInvalid, "Only texts have hours to be overridden.")
	}
	now := b.Now()
	m := b.outgoingMessage(ctx, c, d, now)
	if m.To, m.Cc, err = b.recipients(c, to); err != nil {
		return nil, nil, err
	}
	after := c.clone()
	if err := b.putOff(after, m, &d); err != nil {
		return nil, nil, err
	}
	after.take(m)
	moved, err := after.moveOn(&d, now)
	if err != nil {
		return nil, nil, err
	}
	change := Change{
		Conversations: []Edit[Conversation]{{Before: c, After: after}}, Messages: b.entry(c, d.Author, moved, m.ID),
	}
	if err := b.commitSend(ctx, change, m, d); err != nil {
		return nil, nil, err
	}
	return after, m, nil
}

// outgoingMessage frames what the author wrote as a queued message.
func (b *Inbox) outgoingMessage(ctx context.Context, c *Conversation, d Draft, now time.Time) *Message {
	m := &Message{
		ID: b.IDs.New(now), Conversation: c.ID, Audience: c.Audience,
		Direction: Outbound, Channel: c.Channel, Kind: KindMessage, Nature: Personal,
		At: now, Arrived: now, Author: d.Author, Text: strings.ToValidUTF8(d.Text, "\uFFFD"),
		Subject:    replySubject(firstOf(c.Answer.Subject, c.Subject)),
		InReplyTo:  c.Answer.MessageID,
		References: slices.Clone(c.Answer.References),
		Delivery:   &Delivery{State: Queued, Deadline: now.Add(offerAgainAfter), Force: d.Force},
		Facts:      []Fact{{At: now, Name: "written", Detail: map[string]string{"answers": c.Answer.Message}}},

		Correlation: Correlation(ctx),
	}
	if m.InReplyTo != "" {
		m.References = append(m.References, m.InReplyTo)
	}
	return m
}

// take takes note of a message that a member wrote, for now or for later.
func (c *Conversation) take(m *Message) {
	c.Hidden, c.Bare = false, false
	c.join(m.To...)
	c.join(m.Cc...)
	if m.Delivery.State == Scheduled {
		c.schedule(m)
		return
	}
	c.enqueue(m)
	c.endWait(m)
	c.Preview = preview(m.Text)
	c.LastOutbound = m.At
	if m.Arrived.After(c.Arrived) {
		c.Arrived = m.Arrived
	}
}

// endWait ends the contact's wait for a first answer, of which the message is one.
func (c *Conversation) endWait(m *Message) {
	m.Waited, c.Waiting = c.Waiting, time.Time{}
}

// moveOn lets an answer, and what its author wants to follow, move the conversation.
func (c *Conversation) moveOn(d *Draft, now time.Time) (*Activity, error) {
	switch {
	case d.Then.Snooze != nil:
		s, err := d.Then.Snooze.snooze(now, d.Author)
		if err != nil {
			return nil, err
		}
		return c.snooze(s), nil
	case d.Then.Done:
		return c.move(choseDone), nil
	}
	return c.move(teamWrote), nil
}

// enqueue puts a message at the end of the outbox.
func (c *Conversation) enqueue(m *Message) {
	c.Outbox = append(c.Outbox, m.ID)
	if m.Correlation == "" {
		return
	}
	if c.Correlations == nil {
		c.Correlations = map[string]string{}
	}
	c.Correlations[m.ID] = m.Correlation
}

// maxWaiting is how many messages of one conversation may wait to be sent.
const maxWaiting = 50

// commitSend completes and commits the sending of a message.
func (b *Inbox) commitSend(ctx context.Context, change Change, m *Message, d Draft) error {
	if c := change.Conversations[0].After; len(c.Outbox) > maxWaiting {
		return problem(ErrRateLimited, "Too many messages of this conversation wait to be sent.")
	}
	if name := inReplies.unfilled(m.Text); name != "" {
		return problem(ErrInvalid, "Nothing stands for {{%s}}; write something in its place.", name)
	}
	if err := b.planCoupons(ctx, m); err != nil {
		return err
	}
	if err := b.storeOutgoing(ctx, m, d); err != nil {
		return err
	}
	if m.Truncated && len(m.Coupons) > 0 {
		return problem(ErrInvalid, "With so many recipients and files, a message takes no coupon codes.")
	}
	if !d.Force && m.Channel == Email {
		change.RequireUnsuppressed = m.recipientsIn()
	}
	hour := m.Arrived.UTC().Truncate(time.Hour)
	change.Limit = &Limit{
		Key: "sends#" + d.Author + "#" + hour.Format(time.RFC3339), Uses: len(m.To) + len(m.Cc), Max: SendsPerHour,
		Expires: hour.Add(2 * time.Hour),
	}
	if d.Request != nil {
		r := *d.Request
		r.Conversation, r.Message, r.Expires = m.Conversation, m.ID, m.Arrived.Add(RequestTTL)
		change.Request = &r
	}
	change.Messages = append(change.Messages, Edit[Message]{After: m})
	if err := b.Store.Commit(ctx, change); err != nil {
		return fmt.Errorf("send in conversation %s: %w", m.Conversation, err)
	}
	b.Log.InfoContext(ctx, "message queued", "conversation", m.Conversation, "message", m.ID)
	return nil
}

// storeOutgoing checks what was written and puts its files under keys of the message.
func (b *Inbox) storeOutgoing(ctx context.Context, m *Message, d Draft) error {
	if strings.TrimSpace(d.Text) == "" && len(d.Files) == 0 {
		return problem(ErrInvalid, "There is nothing to send: write something or attach a file.")
	}
	if n := len([]rune(d.Text)); n > MaxText {
		return problem(ErrInvalid, "The text has %d characters; at most %d can be sent.", n, MaxText)
	}
	if len(d.Files) > InlineAttachments {
		return problem(ErrInvalid, "At most %d files can be attached.", InlineAttachments)
	}
	var total int64
	for i, f := range d.Files {
		if !strings.HasPrefix(f.Key, UploadKey(d.Author, "")) {
			return problem(ErrInvalid, "The attachment %q is not an upload of yours.", f.Name)
		}
		a := Attachment{Name: clip(oneLine(f.Name), maxName), Type: clip(f.Type, maxName), Key: partKey(m.ID, i)}
		size, err := b.Objects.Copy(ctx, f.Key, a.Key)
		if errors.Is(err, ErrNotFound) {
			return problem(ErrInvalid, "The attachment %q has not been uploaded.", a.Name)
		}
		if err != nil {
			return fmt.Errorf("attach %s: %w", f.Key, err)
		}
		a.Size, total = size, total+size
		m.Attachments = append(m.Attachments, a)
	}
	if total > MaxAttachmentBytes {
		return problem(ErrInvalid, "The attachments have %d bytes; at most %d can be sent.", total, MaxAttachmentBytes)
	}
	if m.Channel == SMS {
		if err := b.Texts.CheckMedia(m.Attachments); err != nil {
			return err
		}
	}
	body := Body{Text: m.Text}
	if !m.shorten() {
		return nil
	}
	m.Body = bodyKey(m.ID)
	return b.putBody(ctx, m.Body, body)
}

func (m *Message) recipientsIn() []Suppression {
	var out []Suppression
	for _, a := range append(slices.Clone(m.To), m.Cc...) {
		out = append(out, Suppression{Audience: m.Audience, Address: NormalizeAddress(a.Address)})
	}
	return out
}

func (d *Draft) requestKeys() []string {
	if d.Request == nil {
		return nil
	}
	return []string{d.Request.Key}
}

// replayed returns the record of an earlier call with the same key, if any.
func (d *Draft) replayed(f *Found) (*Request, error) { return d.Request.replayed(f) }

func (r *Request) replayed(f *Found) (*Request, error) {
	if r == nil || f.Requests[r.Key] == nil {
		return nil, nil
	}
	done := f.Requests[r.Key]
	if done.Digest != r.Digest {
		return nil, problem(ErrKeyReused, "This Idempotency-Key was used before with another request.")
	}
	return done, nil
}

// replay returns what the first call with the same key made.
func (b *Inbox) replay(ctx context.Context, done *Request, err error) (*Conversation, *Message, error) {
	if err != nil {
		return nil, nil, err
	}
	return b.loadMessage(ctx, MessageKey{done.Conversation, done.Message})
}

// replySubject is the subject of an answer: the thread's with one "Re: " before
// it, because mail programs thread by it too (RFC 5322 §3.6.5).
func replySubject(subject string) string {
	if s := strings.ToLower(subject); subject == "" || strings.HasPrefix(s, "re:") {
		return subject
	}
	return "Re: " + subject
}
