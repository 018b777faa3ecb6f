package inbox

import "time"

// Direction is who spoke: the contact's side (inbound) or ours (outbound).
type Direction string

// The directions of a message.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// Kind is what sort of entry in the thread a message is.
type Kind string

// The kinds of message.
const (
	KindMessage Kind = "message"
	KindNote    Kind = "note" // what the team writes for itself; it has no direction
	KindEvent   Kind = "event"
)

// Nature is who, by its marks, composed an inbound message.
type Nature string

// The natures of an inbound message.
const (
	Personal  Nature = "message"
	List      Nature = "list"       // a person's, through a mailing list
	AutoReply Nature = "auto_reply" // RFC 3834
	Bounce    Nature = "bounce"     // RFC 3464
	Complaint Nature = "complaint"  // RFC 5965
)

// Machine tells whether a machine wrote it: such a message is kept, hidden, and
// never reopens, notifies or is answered.
func (n Nature) Machine() bool {
	return n == AutoReply || n == Bounce || n == Complaint
}

// Automatic is what of ours composed a message.
type Automatic string

// What composes messages.
const (
	AnsweredKeyword Automatic = "keyword" // it is due whatever else holds, while it is true
	Autoresponded   Automatic = "autoresponder"
)

// Limits of what a message holds in itself; the rest is in its body object.
const (
	// InlineText is how many bytes of UTF-8 text, fewer where the rest is long.
	InlineText = 16384
	// InlineAttachments is how many attachments.
	InlineAttachments = 20
	// InlineAddresses is how many addresses in each of To, Cc and Reply-To.
	InlineAddresses = 20
	// MaxAttachmentBytes is how much can be attached to an outbound message: what
	// SES takes, 40 MB, after base64 has made it a third longer.
	MaxAttachmentBytes = 28 << 20
)

// Message is one entry of a conversation.
type Message struct {
	// ID is a ULID whose time is when the thing happened, so that a thread sorted
	// by id is in the order it was lived, whatever the order of arrival.
	ID           string
	Conversation string
	Audience     string
	Direction    Direction
	Channel      Channel
	Kind         Kind
	Nature       Nature

	// Hidden: shown only when asked for.
	Hidden bool
	Spam   bool
	// Virus: the provider found one; attachments are not served.
	Virus bool
	// Unverified: nothing proves that the sender is who it says.
	Unverified bool

	At      time.Time // when it was sent, never later than Arrived
	Arrived time.Time

	From    Address
	ReplyTo []Address
	To      []Address
	Cc      []Address
	Subject string
	Author  string // the member who wrote an outbound message or a note, or caused an event
	// Automatic is what wrote an outbound message that no member did.
	Automatic Automatic
	// Mentions are the members whom a note names.
	Mentions []string
	// Confirms is the consent that the answer to a keyword tells of: it leaves only
	// as long as that is so. Empty for what tells of none.
	Confirms ConsentState

	// Text is the new part, without what it quotes: at most [InlineText] bytes.
	Text string
	// Body is the key of the object that holds a [Body], or empty where Text is all.
	Body        string
	More        bool // the body's text is more than Text: quoted history, or a text too long
	HTML        bool // the body has HTML
	Truncated   bool // Text, addresses or attachments go on in Body
	Attachments []Attachment

	// MessageID, InReplyTo and References are those on the wire, without angle
	// brackets. For an outbound message MessageID is the provider's.
	MessageID  string
	InReplyTo  string
	References []string
	// Raw is the key of the mail as it came, or empty.
	Raw string

	Delivery *Delivery // of an outbound message
	// Waited, of an outbound message, is since when the contact had waited for it as
	// the first answer; zero where they had not.
	Waited time.Time
	// Coupons, of an outbound message, are the codes that its text takes when it is
	// claimed to be sent, or has taken.
	Coupons []Coupon
	Event   *Activity // of a KindEvent
	Facts   []Fact
	// Correlation, of an outbound message, is of the trigger that had it queued;
	// see [WithCorrelation].
	Correlation string

	// Since is the version of the conversation that it came with, 0 where it left
	// that as it was. The store sets it.
	Since int64
	Rev   int64
}

// Body is what a message holds beyond its row.
type Body struct {
	Text        string       `json:"text"` // all of it, quoted history too
	HTML        string       `json:"html"` // sanitised
	ReplyTo     []Address    `json:"reply_to,omitempty"`
	To          []Address    `json:"to,omitempty"`
	Cc          []Address    `json:"cc,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
}

// Attachment is a file that came with a message.
type Attachment struct {
	Name      string
	Type      string // media type
	Size      int64  // bytes
	Key       string // of its object
	ContentID string // by which HTML refers to it, without angle brackets
	Inline    bool
}

// Activity is a change to the conversation, shown in its thread.
type Activity struct {
	Name string // "status", "assignee", …
	From string
	To   string
}

// FactNoted names a fact that is shown with the message itself: its detail
// "what" is a sentence.
const FactNoted = "noted"

// Fact is one line of a message's answer to "why is this here?".
type Fact struct {
	At     time.Time
	Name   string            // "matched", "verdicts", "trimmed", "attempt", "delivery", …
	Detail map[string]string // names and short values, no bodies
}

// DeliveryState is what became of an outbound message, or of one recipient of it.
type DeliveryState string

// The states of a delivery, in the order in which knowledge of them replaces
// what was known before.
const (
	Scheduled  DeliveryState = "scheduled" // it is queued at its deadline
	Queued     DeliveryState = "queued"
	Sending    DeliveryState = "sending"
	Unknown    DeliveryState = "unknown" // it may or may not have left
	Sent       DeliveryState = "sent"
	Failed     DeliveryState = "failed"    // it never left, or the provider rejected it afterwards
	Cancelled  DeliveryState = "cancelled" // a member took it back before it left
	Delivered  DeliveryState = "delivered"
	Bounced    DeliveryState = "bounced"
	Complained DeliveryState = "complained"
)

var rank = map[DeliveryState]int{
	Scheduled: 0, Queued: 1, Sending: 2, Unknown: 3, Sent: 4, Failed: 5, Cancelled: 6, Delivered: 7, Bounced: 8, Complained: 9,
}

// Replaces tells whether learning s changes what old said. Events come late,
// twice and in any order; knowledge only grows: a delivery that is reported
// after a bounce does not undo it.
func (s DeliveryState) Replaces(old DeliveryState) bool { return rank[s] > rank[old] }

// Settled tells whether the message stands in nobody's way any more.
func (s DeliveryState) Settled() bool { return s != Scheduled && s != Queued && s != Sending }

// Delivery is what became of an outbound message.
type Delivery struct {
	State DeliveryState
	// Deadline is until when a claim to send holds (State Sending), when a queued
	// message that nobody took up is offered again, or when a scheduled one is due.
	Deadline time.Time
	Attempts int
	Reason   string // a sentence for failed and bounced
	// Force: an agent chose to write although the address is suppressed.
	Force bool
	// Bound: it may leave only in the contact's texting hours.
	Bound bool
	// Recipients holds the state of each address that something is known of.
	Recipients map[string]DeliveryState
	// Hard are those recipients of whom we were told, by somebody who is believed,
	// never to write to them again. A bounce without it says less.
	Hard []string
}
