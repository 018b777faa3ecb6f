package email

import (
	"time"

	"confab/shared/channel/email/quote"
)

// Kind says what sort of mail this is.
type Kind string

// The kinds of mail. Complaint outranks bounce, bounce outranks auto-reply,
// auto-reply outranks list.
const (
	KindMessage   Kind = "message"
	KindAutoReply Kind = "auto_reply" // a machine answered for its owner (RFC 3834)
	KindBounce    Kind = "bounce"     // a delivery report (RFC 3464, or what resembles one)
	KindComplaint Kind = "complaint"  // a feedback report (RFC 5965)
	KindList      Kind = "list"       // a message that came through a mailing list
)

// Mail is what was understood of one mail. Ids are without angle brackets.
type Mail struct {
	MessageID  string
	InReplyTo  []string // in the header's order
	References []string // in the header's order, oldest first

	From    Address
	Sender  Address
	ReplyTo []Address
	To      []Address
	Cc      []Address
	Subject string
	Date    time.Time // zero when absent or impossible

	Kind     Kind
	FullText string // the whole text, from the HTML where there is no text part
	Text     string // the new part of FullText
	HTML     string // the whole HTML, sanitised; empty when the mail has none
	Trimmed  []quote.Cut

	Attachments []Attachment

	Bounces   []Bounce
	AutoReply *AutoReply
	Forwarded *Forwarded
	Complaint *Complaint
	Calendar  *Invitation
	Auth      AuthResults

	sentFrom []Address // the addresses in sent.LoopField

	Notes    []string // what is to be known of what it holds: that it is signed or encrypted
	Warnings []string // what was odd or lost, in words that hold no content
}

// Address is a mailbox; the Name is decoded and may be empty.
type Address struct {
	Name    string
	Address string
}

// Attachment is a part that is not the mail's body. Its Name is harmless as a
// file name: no path, no control character, never empty.
type Attachment struct {
	Name      string
	Type      string // media type, lower case, without parameters
	Size      int    // bytes, decoded
	ContentID string // without angle brackets; HTML refers to it as cid:…
	Inline    bool   // meant to be shown within the body
	Content   []byte
}

// Bounce is what a delivery report says of one recipient. Every field but
// Action may be empty, for a report may not say. Action is one of RFC 3464
// §2.3.3, as the report or, where it is prose, its words have it: failed,
// delayed, delivered, relayed or expanded. The codes are those of the server
// that refused, which tell more than a status of the class alone; what only
// delays or arrives is never Hard.
type Bounce struct {
	Recipient         string
	Status            string // RFC 3463 enhanced status code, such as 5.1.1
	ReplyCode         string // SMTP reply code, such as 550
	Action            string
	Hard              bool // the address itself is bad: nobody by that name, no such host, moved
	OriginalMessageID string
}

// AutoReply is present when a machine answered for its owner, and for receipts
// and reports about mail, which nobody can answer either.
type AutoReply struct {
	Evidence   string    // the header or the rule that proved it
	ReturnDate time.Time // the day the owner is back, else the last day away, at 00:00 UTC; zero when the mail does not say
}

// Forwarded is the head of the mail that was forwarded within this one, as its
// client printed it.
type Forwarded struct {
	From    Address // of a mail that one sent for another, the other
	To      []Address
	Cc      []Address
	Subject string
	Date    time.Time // zero when it could not be read; UTC where the client printed no zone
}

// Complaint is a feedback report (RFC 5965): a recipient called a mail unwanted,
// or, by its Type, wanted after all, or a server could not authenticate it.
// Recipients are empty where the report hides them.
type Complaint struct {
	Type              string // abuse, fraud, virus, not-spam, other, auth-failure…
	Recipients        []string
	OriginalMessageID string
}
