package inbox

import "time"

// Channel is the way messages of a conversation travel.
type Channel string

// The channels.
const (
	Email Channel = "email"
	SMS   Channel = "sms"
)

// Status is where a conversation stands in the work of the team.
type Status string

// The statuses of a conversation.
const (
	Open    Status = "open"
	Snoozed Status = "snoozed"
	Done    Status = "done"
	Trash   Status = "trash"
)

// Limits of a conversation.
const (
	// MaxParticipants is how many addresses a conversation remembers.
	MaxParticipants = 50
	// MaxCampaigns is how many of its campaigns a conversation is listed under.
	MaxCampaigns = 10
	// MaxLabels is how many labels a conversation may have.
	MaxLabels = 20
	// PreviewBytes is the length of the text shown in lists.
	PreviewBytes = 100
)

// Conversation is a thread with one contact. It carries all that a list shows
// and all that an answer needs, so that neither has to read messages.
type Conversation struct {
	ID       string
	Audience string
	Channel  Channel

	// Contact is empty where only a machine has spoken (an unmatched bounce).
	Contact     string
	ContactName string

	Subject string
	// Campaign is the campaign whose thread with the contact this is, or empty.
	Campaign string
	// Campaigns are those it is listed under, newest first, at most [MaxCampaigns].
	Campaigns []string

	Status Status
	// Snooze is until when it is snoozed; nil unless Status is.
	Snooze   *Snooze
	Unread   bool
	Assignee string // a member's or a team's id, or empty
	// Labels are ids of the audience's labels, sorted, at most [MaxLabels]. Those of
	// labels that were deleted may be among them.
	Labels []string
	// Hidden keeps it out of every list of the inbox: nobody but machines, or a
	// blocked contact, has written in it yet.
	Hidden bool
	// Machines: if it is hidden, that is because nobody but machines has written in it.
	Machines bool
	// Spam: the provider's verdict on the message that opened it.
	Spam bool

	Preview string
	// Arrived is when the newest message worth a place in the list arrived;
	// lists are ordered by it.
	Arrived time.Time
	// LastInbound is the id of the contact's message that arrived last. Naming it
	// is what marking as read requires.
	LastInbound   string
	LastInboundAt time.Time // when it arrived
	// Burst counts what the other side wrote lately.
	Burst Burst
	// LastOutbound: when the team last wrote; zero before.
	LastOutbound time.Time
	// Waiting is since when the contact waits for a first answer to what opened, or
	// reopened, the conversation; zero where they do not.
	Waiting time.Time

	// Participants are the normalised addresses of the people who take part,
	// the team's own apart; at most [MaxParticipants].
	Participants []string
	// Answer is what a reply to the conversation as it stands would answer.
	Answer Answer
	// Outbox are the ids of outbound messages not yet settled, in their order of
	// sending. Only the first may be sent.
	Outbox []string
	// Correlations are those of the messages in Outbox, by message id: who follows
	// the header need not read them.
	Correlations map[string]string

	// Scheduled are the messages that wait for their time, in the order in which they
	// are due.
	Scheduled []ScheduledSend

	// Text is the pair of numbers of a conversation by text, nil for any other.
	Text *TextPair
	// Bare: nothing has passed but keywords and what answered them. That is no
	// conversation, and on no list.
	Bare bool

	// MergedInto is the conversation that this one is a part of since they were
	// merged. It is on no list, and whoever loads it gets the other.
	MergedInto string
	// Parts are those that were merged into this one, at most [MaxParts]; their
	// messages are shown here.
	Parts []string
	// Moved tells of messages that were split off into which conversation, at most
	// [MaxMoved].
	Moved map[string]string

	// MovedFrom are the contacts with whom it came to its contact when they were
	// merged, the last one last.
	MovedFrom []string

	// Deleting: what it held is being deleted for good. It is there for the job that
	// does so alone.
	Deleting bool

	Shard   int
	Created time.Time
	Rev     int64
}

// ScheduledSend is a message that waits for its time.
type ScheduledSend struct {
	Message string
	Author  string // a member's id; empty where no member wrote it
	At      time.Time
	// Overtaken: the contact has written since.
	Overtaken bool
}

// TextPair is between whom a conversation by text is.
type TextPair struct {
	Ours string // E.164
	// Theirs is E.164; a short code or a name, which can write but not be answered,
	// is as it came.
	Theirs string
	// FreeUntil is until when an answer may leave at any hour, from a number of ours
	// that is active.
	FreeUntil time.Time
	// AutoReplied is when the autoresponder last answered.
	AutoReplied time.Time
}

// Answer is what a reply needs to know of the message it answers.
type Answer struct {
	// Message is the id of the message that a reply answers.
	Message string
	// To are the people a plain reply goes to: the Reply-To of the message it
	// answers where it has one, else its From.
	To []Address
	// Cc are the others, who a reply to all reaches too.
	Cc []Address
	// Redirected: the answer goes to another address than the message came from.
	Redirected bool
	Subject    string
	// MessageID and References are those of the answered message, without angle
	// brackets (RFC 5322 §3.6.4).
	MessageID  string
	References []string
}

// Burst counts the messages of the other side since it was begun; a new one
// begins once [BurstWindow] is over.
type Burst struct {
	Since time.Time
	Count int
}

// More than BurstMax messages within BurstWindow are written by a machine that
// answers every mail it gets, whatever its header says: no person writes one
// every twenty seconds for so long.
const (
	BurstWindow = 10 * time.Minute
	BurstMax    = 30
)

// next is the burst that a message arriving at that time belongs to.
func (b Burst) next(arrived time.Time) Burst {
	if b.Count == 0 || arrived.Sub(b.Since) >= BurstWindow {
		return Burst{Since: arrived, Count: 1}
	}
	return Burst{Since: b.Since, Count: b.Count + 1}
}

// Counts tells whether the conversation counts as unread on the badge.
func (c *Conversation) Counts() bool {
	return c.Unread && c.Status == Open && !c.Hidden
}

// TakesPart tells whether the normalised address takes part in the conversation.
func (c *Conversation) TakesPart(address string) bool {
	for _, p := range c.Participants {
		if p == address {
			return true
		}
	}
	return false
}
