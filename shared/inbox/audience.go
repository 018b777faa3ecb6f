package inbox

import "time"

// Unmatched says what becomes of a known contact's message that answers nothing.
type Unmatched string

const (
	// UnmatchedNew opens a new conversation; the default.
	UnmatchedNew Unmatched = "new"
	// UnmatchedJoin joins the contact's newest open or snoozed conversation on
	// the channel, among the [RecentConversations] they were last active in.
	UnmatchedJoin Unmatched = "join"
	// UnmatchedSingle keeps one thread per contact and channel, whatever its status.
	UnmatchedSingle Unmatched = "single"
)

// Audience is a list of contacts with an inbox, settings and addresses of its own.
type Audience struct {
	ID   string
	Name string

	// FromName and FromAddress are what contacts see as the sender. The address
	// is of a domain verified with the mail provider.
	FromName    string
	FromAddress string
	// ForwardingAddress is chosen once and then fixed: mail to it that answers
	// nothing opens a conversation here. Lower case.
	ForwardingAddress string
	// DefaultSubject is used where an answer has no subject to go by.
	DefaultSubject string

	Unmatched Unmatched
	// FormSenders are addresses of form services, lower case: mail from one of
	// them belongs to the person in its Reply-To.
	FormSenders []string

	Texting Texting

	// UndoSeconds is for how long what a member sends can be undone: at most
	// [MaxUndoSeconds].
	UndoSeconds int
	// ServiceLevel is how soon who writes shall have a first answer.
	ServiceLevel ServiceLevel

	// Shards is how many partitions the audience's lists are spread over, at
	// least 1. It never shrinks, because readers merge as many as were ever used.
	Shards int
	// Erased: somebody was erased whose address is not to be mailed.
	Erased bool

	Created time.Time
	Rev     int64
}

// MaxUndoSeconds is for how long at most a message is held back, so that it can be
// undone; an SQS message could be for 15 minutes.
const MaxUndoSeconds = 60

// DefaultUndoSeconds is for how long, where nobody has said anything else.
const DefaultUndoSeconds = 10

// CampaignQuery asks for one page of an audience's campaigns, newest first.
type CampaignQuery struct {
	Audience string
	After    string // the id of the last of the page before
	Limit    int
}

// Campaign is anything that sends and may be answered.
type Campaign struct {
	ID       string
	Audience string
	Kind     CampaignKind
	Name     string
	// Subject is what its mail was sent with; the subject of answers follows it.
	Subject string
	// Code stands for the campaign in reply tokens: 12 characters of
	// [a-z2-7], 60 bits, unique within the account.
	Code string
	// Shards is the audience's number when the campaign was made, so that an
	// answer finds its shard without reading the audience; a smaller number than
	// today's is as good.
	Shards  int
	Created time.Time
	Rev     int64
}

// CampaignKind is what sort of sender a campaign is.
type CampaignKind string

// The kinds of campaign.
const (
	KindCampaign CampaignKind = "campaign"
	KindFlow     CampaignKind = "flow"
	KindSurvey   CampaignKind = "survey"
	KindForm     CampaignKind = "form"
)
