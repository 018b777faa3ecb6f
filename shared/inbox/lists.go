package inbox

import "time"

// ThreadQuery asks for messages of a conversation, newest first.
type ThreadQuery struct {
	Conversation string
	Before       string // only messages with a smaller id; empty for the newest
	// Parts are those of the conversation, which only its header tells: required on
	// pages after the first.
	Parts []string
	Limit int
}

// Thread is a conversation with some of its messages, newest first.
// Conversation is nil if there is none, and on pages after the first.
type Thread struct {
	Conversation *Conversation
	Messages     []Message
	More         bool // older ones exist
}

// Nobody is what a query names to find what no one is assigned to.
const Nobody = "none"

// ConversationQuery asks for one page of conversations: of an audience's by
// status, or all its hidden ones; of those of campaigns, of any status if none is
// given; or of a contact's.
type ConversationQuery struct {
	Audience string
	Shards   int // of the audience
	Status   Status
	Hidden   bool
	Contact  string

	// Campaigns, at most [MaxChosen]: those that hold one of them.
	Campaigns []string
	Unread    bool
	Read      bool
	Channel   Channel
	Assignee  string // a member's or a team's id, or [Nobody]
	Label     string
	// AutoReplies: also those in which only machines have spoken.
	AutoReplies bool

	After string // Cursor of the row to go on after
	Limit int
}

// MaxChosen is how many campaigns a query may name: each is a list to read.
const MaxChosen = 10

// Row is a conversation as a list shows it.
type Row struct {
	Conversation string
	Audience     string
	Contact      string
	ContactName  string
	Channel      Channel
	Subject      string
	Preview      string
	Status       Status
	Unread       bool
	Spam         bool
	Hidden       bool
	Assignee     string
	Labels       []string
	Campaign     string
	SnoozedUntil time.Time // zero where it is not snoozed, or until the contact replies
	Waiting      time.Time // as the conversation has it, to the second
	Arrived      time.Time
	Cursor       string // orders rows of a list; stays valid when the row is gone
}

// ConversationPage is one page of a list.
// Where it is narrowed by more than an index was made for, it may be short or
// even empty although there are more.
type ConversationPage struct {
	Rows []Row
	More bool
	Next string // Cursor to go on after, where there are more
}

// ContactQuery asks for one page of an audience's contacts. With no prefix set
// they come by name.
type ContactQuery struct {
	Audience string
	Name     string // prefix, any case
	Email    string // prefix
	Phone    string // prefix
	After    string // Cursor of the row to go on after
	Limit    int
}

// ContactRow is a contact as a list shows it.
type ContactRow struct {
	Contact string
	Name    string
	Email   string
	Phone   string
	Blocked bool
	Cursor  string
}

// ContactPage is one page of contacts.
type ContactPage struct {
	Rows []ContactRow
	More bool
}

// FeedQuery asks for the events of an audience that were published after a
// position: a [FeedPosition], or one that a page ended at.
type FeedQuery struct {
	Audience string
	After    string
	Until    time.Time // now
	Limit    int
}

// FeedPage is a part of a change feed, oldest first. It may be short, or even
// empty, although there is more.
type FeedPage struct {
	Events []Event
	More   bool
	Next   string // the position to go on after, where there is more
}
