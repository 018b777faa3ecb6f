package api

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"confab/shared/inbox"
)

// Message is one entry of a thread: something said, or something done.
type Message struct {
	ID           string       `json:"id" doc:"Sorts by when it happened."`
	Conversation string       `json:"conversation"`
	Direction    string       `json:"direction" enum:",inbound,outbound" doc:"Empty for notes and events."`
	Channel      string       `json:"channel" enum:"email,sms"`
	Kind         string       `json:"kind" enum:"message,note,event" doc:"A note is the team's own. An event is a change to the conversation, see event."`
	Nature       string       `json:"nature" doc:"Who composed an inbound message: message, list, auto_reply, bounce or complaint; else empty." example:"message"`
	Hidden       bool         `json:"hidden" doc:"Fold it away until asked for."`
	Spam         bool         `json:"spam"`
	Virus        bool         `json:"virus" doc:"A virus was found: its files are not served."`
	Unverified   bool         `json:"unverified" doc:"Nothing proves that the sender is who it says."`
	At           time.Time    `json:"at" doc:"When it was sent."`
	Arrived      time.Time    `json:"arrived"`
	From         Address      `json:"from"`
	ReplyTo      []Address    `json:"reply_to"`
	To           []Address    `json:"to"`
	Cc           []Address    `json:"cc"`
	Subject      string       `json:"subject"`
	Author       string       `json:"author" doc:"The id of the member who wrote or did it, or empty."`
	Automatic    string       `json:"automatic" enum:",keyword,autoresponder" doc:"What wrote it where no member did: the answer to a keyword, or the autoresponder."`
	Mentions     []string     `json:"mentions" doc:"Ids of the members whom a note mentions."`
	Text         string       `json:"text" doc:"What is new in it, without what it quotes."`
	HasMore      bool         `json:"has_more" doc:"The whole text, at links.body, is more than this: quoted history, or a text too long."`
	HasHTML      bool         `json:"has_html" doc:"There is HTML at links.body."`
	Truncated    bool         `json:"truncated" doc:"Text, addresses or attachments go on at links.body."`
	Attachments  []Attachment `json:"attachments"`
	Notes        []string     `json:"notes" doc:"What is to be known of what it holds, in sentences: that it is signed, encrypted, an invitation." example:"[\"Signed (S/MIME). The signature was not checked.\"]"`
	Coupons      []Coupon     `json:"coupons" doc:"Codes that its text takes when it is sent, or has taken."`
	Delivery     *Delivery    `json:"delivery,omitempty" doc:"What became of an outbound message."`
	Event        *Event       `json:"event,omitempty" doc:"What an event changed."`
	Links        MessageLinks `json:"links"`
	Rev          int64        `json:"rev"`
}

// Coupon is a code that a message takes from a pool.
type Coupon struct {
	Pool string `json:"pool" example:"welcome"`
	Code string `json:"code" example:"SPRING-7Q2M" doc:"Empty until it is taken."`
}

// MessageLinks are paths of this API with more about a message.
type MessageLinks struct {
	Body  string `json:"body" format:"uri-reference"`
	Facts string `json:"facts" format:"uri-reference"`
	Raw   string `json:"raw,omitempty" format:"uri-reference" doc:"Absent where there is no mail as it came."`
}

// Attachment is a file that came or goes with a message.
type Attachment struct {
	Name      string `json:"name" example:"invoice.pdf"`
	Type      string `json:"type" example:"application/pdf"`
	Size      int64  `json:"size" doc:"In bytes."`
	Inline    bool   `json:"inline" doc:"Shown within the HTML, not below it."`
	ContentID string `json:"content_id" doc:"By which the HTML refers to it (cid:), or empty."`
	Link      string `json:"link" format:"uri-reference" doc:"Path of this API that yields a short-lived link to it."`
}

// Delivery is what became of an outbound message.
type Delivery struct {
	State      string              `json:"state" enum:"scheduled,queued,sending,unknown,failed,cancelled,sent,delivered,bounced,complained" doc:"scheduled: it is queued when due. unknown: it may or may not have left. cancelled: a member took it back before it left."`
	Due        *time.Time          `json:"due,omitempty" doc:"When a scheduled message is queued, if nothing speaks against it then."`
	Attempts   int                 `json:"attempts"`
	Reason     string              `json:"reason" doc:"A sentence for failed and bounced, and for what a refusal holds up; or empty."`
	Recipients []RecipientDelivery `json:"recipients" doc:"Of each address that something is known of."`
}

// RecipientDelivery is what became of a message to one address.
type RecipientDelivery struct {
	Address string `json:"address" example:"robin@example.com"`
	State   string `json:"state" enum:"queued,sending,unknown,failed,sent,delivered,bounced,complained"`
}

// Event is a change to a conversation.
type Event struct {
	Name string `json:"name" example:"status" doc:"What changed; of a text that was nothing but a keyword: keyword, with the word in from and what it asks for in to (opt_in, opt_out or help); snooze, with the status before in from and the time it ends, or reply, in to; woken, when its time came; scheduled_overtaken, when the contact wrote (to) before a message that was scheduled (from)."`
	From string `json:"from" example:"open"`
	To   string `json:"to" example:"done"`
}

// Body is all that a message says.
type Body struct {
	Text        string       `json:"text" doc:"All of it, quoted history too."`
	Clipped     bool         `json:"clipped" doc:"Text past 512 KiB, or HTML past 2 MiB, was left out; the raw mail has it."`
	HTML        string       `json:"html" doc:"Sanitised, or empty. Show it in a sandboxed frame all the same, and remote images only when asked to."`
	ReplyTo     []Address    `json:"reply_to"`
	To          []Address    `json:"to"`
	Cc          []Address    `json:"cc"`
	Attachments []Attachment `json:"attachments"`
}

// Fact is one step on a message's way to where it is.
type Fact struct {
	At     time.Time         `json:"at"`
	Name   string            `json:"name" example:"matched"`
	Detail map[string]string `json:"detail" example:"{\"rule\":\"reply_address\"}"`
}

func messagePath(m *inbox.Message) string {
	return fmt.Sprintf("/v1/conversations/%s/messages/%s", m.Conversation, m.ID)
}

func messageOf(m *inbox.Message) Message {
	path := messagePath(m)
	out := Message{
		ID: m.ID, Conversation: m.Conversation, Direction: string(m.Direction), Channel: string(m.Channel),
		Kind: string(m.Kind), Nature: string(m.Nature), Hidden: m.Hidden, Spam: m.Spam, Virus: m.Virus,
		Unverified: m.Unverified, At: m.At.UTC(), Arrived: m.Arrived.UTC(), From: addressOf(m.From),
		ReplyTo: each(m.ReplyTo, addressOf), To: each(m.To, addressOf), Cc: each(m.Cc, addressOf),
		Subject: m.Subject, Author: m.Author, Automatic: string(m.Automatic), Mentions: each(m.Mentions, same), Text: m.Text, HasMore: m.More, HasHTML: m.HTML, Truncated: m.Truncated,
		Attachments: attachmentsOf(path, m.Attachments), Notes: notesOf(m.Facts), Rev: m.Rev,
		Coupons: each(m.Coupons, func(c inbox.Coupon) Coupon { return Coupon(c) }),
		Links:   MessageLinks{Body: path + "/body", Facts: path + "/facts"},
	}
	if m.Raw != "" {
		out.Links.Raw = path + "/raw"
	}
	if m.Delivery != nil {
		out.Delivery = deliveryOf(m)
	}
	if m.Event != nil {
		out.Event = &Event{Name: m.Event.Name, From: m.Event.From, To: m.Event.To}
	}
	return out
}

func notesOf(facts []inbox.Fact) []string {
	out := []string{}
	for _, f := range facts {
		if f.Name == inbox.FactNoted {
			out = append(out, f.Detail["what"])
		}
	}
	return out
}

func attachmentsOf(path string, files []inbox.Attachment) []Attachment {
	out := make([]Attachment, len(files))
	for n, f := range files {
		out[n] = Attachment{Name: f.Name, Type: f.Type, Size: f.Size, Inline: f.Inline, ContentID: f.ContentID,
			Link: fmt.Sprintf("%s/attachments/%d", path, n)}
	}
	return out
}

func deliveryOf(m *inbox.Message) *Delivery {
	d := m.Delivery
	out := &Delivery{State: string(d.State), Attempts: d.Attempts, Reason: d.Reason, Recipients: []RecipientDelivery{}}
	if d.State == inbox.Scheduled {
		out.Due = instant(d.Deadline)
		if n := len(m.Facts); n > 0 && m.Facts[n-1].Name == "held" && m.Facts[n-1].Detail["for"] == string(inbox.ClosedRefusal) {
			out.Reason = inbox.Closed(inbox.ClosedRefusal).Detail
		}
	}
	for _, address := range slices.Sorted(maps.Keys(d.Recipients)) {
		out.Recipients = append(out.Recipients, RecipientDelivery{address, string(d.Recipients[address])})
	}
	return out
}

func bodyOf(m *inbox.Message, b *inbox.Body, clipped bool) Body {
	path := messagePath(m)
	return Body{
		Text: b.Text, HTML: b.HTML, Clipped: clipped, ReplyTo: each(b.ReplyTo, addressOf), To: each(b.To, addressOf),
		Cc: each(b.Cc, addressOf), Attachments: attachmentsOf(path, b.Attachments),
	}
}
