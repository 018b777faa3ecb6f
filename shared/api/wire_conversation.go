package api

import (
	"time"

	"confab/shared/inbox"
)

// Address is a mailbox with the name it was written with; of a text, a number.
type Address struct {
	Name    string `json:"name,omitempty" maxLength:"200" example:"Robin" doc:"As it was written, or absent."`
	Address string `json:"address" maxLength:"254" example:"robin@example.com"`
}

// ConversationRow is a conversation as a list shows it.
type ConversationRow struct {
	ID          string    `json:"id" example:"01JD4QX2M7ZC5T9K3V8R6N1B0A"`
	Audience    string    `json:"audience" doc:"Its audience's id."`
	Contact     string    `json:"contact" doc:"The contact's id; empty where only a machine has spoken."`
	ContactName string    `json:"contact_name" example:"Robin"`
	Channel     string    `json:"channel" enum:"email,sms"`
	Subject     string    `json:"subject" example:"Where is my order?"`
	Preview     string    `json:"preview" doc:"How the newest message begins."`
	Status      string    `json:"status" enum:"open,snoozed,done,trash"`
	Unread      bool      `json:"unread"`
	Spam        bool      `json:"spam" doc:"The mail provider took what opened it for spam."`
	Hidden      bool      `json:"hidden" doc:"Kept out of the inbox: only machines, or a blocked contact, have written."`
	Assignee    string    `json:"assignee" doc:"A member's or a team's id, or empty."`
	Labels      []string  `json:"labels" doc:"Ids of labels of the audience. Of those that list-labels does not name, the label was deleted."`
	Campaign    string    `json:"campaign" doc:"The id of the campaign it answers, or empty."`
	Arrived     time.Time `json:"arrived" doc:"When its newest message arrived, or its snooze ended; lists are ordered by it."`

	SnoozedUntil *time.Time `json:"snoozed_until,omitempty" doc:"When it comes back by itself; absent where it is not snoozed, or until the contact replies."`
	WaitingSince *time.Time `json:"waiting_since,omitempty" doc:"Since when the contact waits for a first answer to what opened or reopened it; absent where they do not."`
	DueAt        *time.Time `json:"due_at,omitempty" doc:"Until when the first answer is due, by the audience's service level; absent without one."`
	Overdue      bool       `json:"overdue" doc:"That time has passed."`
}

// Conversation is a thread with a contact.
type Conversation struct {
	ConversationRow
	Reference    string          `json:"reference" example:"C-7KQ2MX" doc:"A short name for people; see find-reference. No mail is placed by it."`
	Snooze       *Snooze         `json:"snooze,omitempty" doc:"Until when it is snoozed; absent unless its status is snoozed."`
	Campaigns    []string        `json:"campaigns" doc:"Ids of the campaigns it is listed under, newest first."`
	LastInbound  string          `json:"last_inbound" doc:"The id of the contact's message that arrived last, to name when marking as read."`
	LastOutbound *time.Time      `json:"last_outbound,omitempty" doc:"When the team last wrote; absent before."`
	Participants []string        `json:"participants" doc:"Addresses of those who take part, the team's own apart."`
	Answer       Answer          `json:"answer" doc:"What a reply would answer, as things stand."`
	Text         *TextPair       `json:"text,omitempty" doc:"Between which numbers a conversation by text is; absent otherwise."`
	Scheduled    []ScheduledSend `json:"scheduled" doc:"Messages that wait for their time, in their order."`
	Outbox       []string        `json:"outbox" doc:"Ids of messages that wait to be sent, in their order."`
	Parts        []string        `json:"parts" doc:"Ids of conversations that were merged into this one."`
	Created      time.Time       `json:"created"`
	Rev          int64           `json:"rev" doc:"Its version, as in ETag."`
}

// ScheduledSend is a message that waits for its time.
type ScheduledSend struct {
	Message   string    `json:"message" doc:"Its id."`
	Author    string    `json:"author" doc:"The id of the member who wrote it, or empty."`
	At        time.Time `json:"at"`
	Overtaken bool      `json:"overtaken" doc:"The contact has written since: look at it again."`
}

// Snooze is until when a conversation is put away.
type Snooze struct {
	Until       *time.Time `json:"until,omitempty" doc:"Absent where only the contact's reply ends it."`
	Wall        string     `json:"wall" example:"2026-11-23T09:00" doc:"What the clocks of zone show then, or empty."`
	Zone        string     `json:"zone" example:"Europe/Lisbon" doc:"The time zone that was meant, or empty."`
	EvenIfReply bool       `json:"even_if_reply" doc:"A reply of the contact does not end it."`
	By          string     `json:"by" doc:"The id of the member who snoozed it."`
}

// TextPair is between whom a conversation by text is.
type TextPair struct {
	Ours      string     `json:"ours" example:"+15550100"`
	Theirs    string     `json:"theirs" example:"+15550142" doc:"A number; or a short code or a name, which cannot be answered."`
	FreeUntil *time.Time `json:"free_until,omitempty" doc:"Until when an answer may leave at any hour, for the contact has just written."`
}

// Answer is whom a reply goes to, if nothing else is said.
type Answer struct {
	To         []Address `json:"to" doc:"Whom a plain reply goes to."`
	Cc         []Address `json:"cc" doc:"Who else a reply to all goes to."`
	Redirected bool      `json:"redirected" doc:"It goes to another address than the message came from: its Reply-To says so."`
	Subject    string    `json:"subject"`
}

func rowOf(r inbox.Row) ConversationRow {
	return ConversationRow{
		ID: r.Conversation, Audience: r.Audience, Contact: r.Contact, ContactName: r.ContactName,
		Channel: string(r.Channel), Subject: r.Subject, Preview: r.Preview, Status: string(r.Status),
		Unread: r.Unread, Spam: r.Spam, Hidden: r.Hidden, Assignee: r.Assignee, Labels: each(r.Labels, same), Campaign: r.Campaign,
		Arrived: r.Arrived.UTC(), SnoozedUntil: instant(r.SnoozedUntil), WaitingSince: instant(r.Waiting),
	}
}

func conversationOf(c *inbox.Conversation) Conversation {
	out := Conversation{
		ConversationRow: ConversationRow{
			ID: c.ID, Audience: c.Audience, Contact: c.Contact, ContactName: c.ContactName,
			Channel: string(c.Channel), Subject: c.Subject, Preview: c.Preview, Status: string(c.Status),
			Unread: c.Unread, Spam: c.Spam, Hidden: c.Hidden, Assignee: c.Assignee, Labels: each(c.Labels, same), Campaign: c.Campaign,
			Arrived: c.Arrived.UTC(),
		},
		Reference: inbox.Reference(c.ID), Campaigns: each(c.Campaigns, same), LastInbound: c.LastInbound, LastOutbound: instant(c.LastOutbound),
		Participants: each(c.Participants, same),
		Answer: Answer{
			To: each(c.Answer.To, addressOf), Cc: each(c.Answer.Cc, addressOf),
			Redirected: c.Answer.Redirected, Subject: c.Answer.Subject,
		},
		Scheduled: each(c.Scheduled, func(s inbox.ScheduledSend) ScheduledSend {
			return ScheduledSend{Message: s.Message, Author: s.Author, At: s.At.UTC(), Overtaken: s.Overtaken}
		}),
		Outbox: each(c.Outbox, same), Parts: each(c.Parts, same), Created: c.Created.UTC(), Rev: c.Rev,
	}
	out.WaitingSince = instant(c.Waiting)
	if s := c.Snooze; s != nil {
		out.SnoozedUntil = instant(s.Until)
		out.Snooze = &Snooze{Until: out.SnoozedUntil, Wall: s.Wall, Zone: s.Zone, EvenIfReply: s.EvenIfReply, By: s.By}
	}
	if t := c.Text; t != nil {
		out.Text = &TextPair{Ours: t.Ours, Theirs: t.Theirs, FreeUntil: instant(t.FreeUntil)}
	}
	return out
}

func addressOf(a inbox.Address) Address { return Address(a) }

func addressFrom(a Address) inbox.Address { return inbox.Address(a) }

func same(s string) string { return s }

// each converts a list; the result is never nil, so that JSON says [].
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// instant is absent for the zero time.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
