package inbox

import (
	"context"
	"time"
)

// Store keeps everything. Reads by key are strongly consistent; lists may lag
// behind a write for a moment.
type Store interface {
	// Load reads all that the keys name in one round trip. What does not exist is
	// absent from the result, never an error. A conversation or contact that was
	// merged into another is that other, for one round trip more.
	Load(ctx context.Context, keys Keys) (*Found, error)
	// Commit applies the change whole or not at all, in one transaction.
	// It returns ErrDuplicate where one of change.Once or its Request was committed
	// before, ErrKeyReused where the Request was with another digest,
	// ErrConflict where what the change was computed from is no longer so,
	// and ErrSuppressed, ErrTextingClosed or ErrRateLimited where its requirement fails.
	Commit(ctx context.Context, change Change) error

	// Thread reads a conversation's header and its newest messages in one query.
	Thread(ctx context.Context, q ThreadQuery) (*Thread, error)
	// Conversations reads one page of a list, newest first.
	Conversations(ctx context.Context, q ConversationQuery) (*ConversationPage, error)
	// Contacts reads one page of an audience's contacts in the order of what the
	// query looks at (name, email or phone).
	Contacts(ctx context.Context, q ContactQuery) (*ContactPage, error)
	Audiences(ctx context.Context) ([]Audience, error)
	// Campaigns reads one page of an audience's campaigns, newest first.
	Campaigns(ctx context.Context, q CampaignQuery) ([]Campaign, error)
	Members(ctx context.Context) ([]Member, []Invitation, error)
	// Referenced lists an audience's conversations that have a reference.
	Referenced(ctx context.Context, audience, reference string) ([]Conversation, error)
	// Notices reads one page of a member's notices.
	Notices(ctx context.Context, q NoticeQuery) (*NoticePage, error)
	// TextNumbers lists the numbers of all audiences.
	TextNumbers(ctx context.Context) ([]TextNumber, error)
	// Jobs reads one page of an audience's jobs, newest first.
	Jobs(ctx context.Context, q JobQuery) ([]Job, error)
	// JobItems reads items of a job, in the order of their ids.
	JobItems(ctx context.Context, q JobItemQuery) ([]JobItem, error)
	// TextHistory reads one page of what the law asks about a number.
	TextHistory(ctx context.Context, q HistoryQuery) (*History, error)
	// ContactEvents reads one page of a contact's activity.
	ContactEvents(ctx context.Context, q ContactEventQuery) (*ContactEventPage, error)
	// Orders reads one page of a contact's orders.
	Orders(ctx context.Context, q OrderQuery) (*OrderPage, error)

	// SavedReplies lists an audience's.
	SavedReplies(ctx context.Context, audience string) ([]SavedReply, error)
	// CouponPools lists an audience's, by name.
	CouponPools(ctx context.Context, audience string) ([]CouponPool, error)
	// APIKeys lists the account's keys, also those that are revoked.
	APIKeys(ctx context.Context) ([]APIKey, error)
	// Audit reads one page of the audit log, newest first.
	Audit(ctx context.Context, q AuditQuery) (*AuditPage, error)
	// Publish adds events to the change feeds of their audiences, at the time given:
	// a feed is in the order in which it was written, whenever things changed.
	Publish(ctx context.Context, at time.Time, events []Event) error
	// Attend notes a presence, Leave ends one, and Present lists those at a
	// conversation by their members' ids, also some that are over.
	Attend(ctx context.Context, p Presence) error
	Leave(ctx context.Context, conversation, member string) error
	Present(ctx context.Context, conversation string) ([]Presence, error)
	// Feed reads a part of an audience's change feed, oldest first.
	Feed(ctx context.Context, q FeedQuery) (*FeedPage, error)

	// Webhooks lists those of an audience, the oldest first.
	Webhooks(ctx context.Context, audience string) ([]Webhook, error)
	// HookDeliveries reads one page of what a webhook was told, newest first.
	HookDeliveries(ctx context.Context, q HookDeliveryQuery) (*HookDeliveryPage, error)

	// Due reads one page of what has come due, the longest overdue first.
	Due(ctx context.Context, q DueQuery) ([]Due, error)
}

// MessageKey names a message.
type MessageKey struct{ Conversation, Message string }

// Keys names what [Store.Load] shall read. Order does not matter, doubles do no harm.
type Keys struct {
	Addresses     []string     // our own addresses, normalised: whose audience?
	Senders       []Identity   // in every audience
	Wire          []string     // message ids as [WireKey] leaves them, in every audience
	Audiences     []string     // ids
	Contacts      []string     // ids
	Conversations []string     // ids
	Messages      []MessageKey //
	CampaignCodes []string     // as they stand in reply tokens
	Campaigns     []string     // ids
	Members       []string     // ids
	Invitations   []string     // normalised emails
	APIKeys       []string     // ids
	SavedReplies  []string     // ids
	CouponPools   []CouponKey  //
	CouponPages   []CouponPageKey
	Owner         bool          // has the account an owner?
	Once          []string      // of these, which were committed before?
	Requests      []string      // idempotency keys
	Suppressions  []Suppression // by Audience and Address
	Directories   []string      // audience ids
	Unseen        []string      // member ids: how many of their notices are unseen
	Unread        []string      // audience ids: their unread badges
	Counted       []string      // conversation ids: are they counted as unread?
	Consents      []ConsentKey  // those of Senders' numbers are found without
	TextNumbers   []string      // E.164
	Links         []string      // codes of short links
	Orders        []OrderKey    //
	Gone          []string      // ids of conversations: which were deleted for good?

	// AsTheyAre: what was merged into another is not followed there, and what is
	// being deleted or erased is found.
	AsTheyAre bool
	KeptOut   []string     // contact ids: how much was kept out of the inbox?
	Jobs      []string     // ids
	JobItems  []JobItemKey //

	Webhooks       []WebhookKey
	HookDeliveries []HookDeliveryKey
}

// Found is what a Load found, by the key it was asked with.
type Found struct {
	Addresses     map[string]string             // audience id
	Senders       map[Identity]map[string]Known // by audience id
	Wire          map[string]map[string]WireRef // by audience id
	Audiences     map[string]*Audience
	Contacts      map[string]*Contact
	Conversations map[string]*Conversation
	Messages      map[MessageKey]*Message
	CampaignCodes map[string]*Campaign
	Campaigns     map[string]*Campaign
	Members       map[string]*Member
	Invitations   map[string]*Invitation
	APIKeys       map[string]*APIKey
	SavedReplies  map[string]*SavedReply
	CouponPools   map[CouponKey]*CouponPool
	CouponPages   map[CouponPageKey]*CouponPage
	Owner         bool
	Once          map[string]bool
	Requests      map[string]*Request
	Suppressions  map[string]*Suppression // by Address
	Directories   map[string]*Directory   // by audience id
	Unseen        map[string]int
	Unread        map[string]int
	Counted       map[string]Counted
	Consents      map[ConsentKey]*Consent
	TextNumbers   map[string]*TextNumber
	Links         map[string]*Link
	Orders        map[OrderKey]*Order
	Gone          map[string]Gone // by conversation id
	// Buried are those of Once whose message was deleted for good.
	Buried   map[string]bool
	KeptOut  map[string]int // messages, by contact id
	Jobs     map[string]*Job
	JobItems map[JobItemKey]*JobItem

	Webhooks       map[WebhookKey]*Webhook
	HookDeliveries map[HookDeliveryKey]*HookDelivery
}

// WireRef is where a message id on the wire leads: to a message of a
// conversation, or to a campaign that sent it.
type WireRef struct {
	Conversation string
	Message      string
	Ours         bool   // the message is one that we sent
	CampaignCode string // then the others are empty
	// Gone: the message was deleted for good; the others are empty.
	Gone bool
}

// Counted is the last state of a conversation that the unread badge has seen.
type Counted struct {
	Unread bool
	Rev    int64 // of the conversation
}

// Edit replaces Before by After if Before is still what is stored. A nil Before
// means that there must be nothing yet, a nil After deletes.
type Edit[T any] struct{ Before, After *T }

// Change is all that one operation writes. The store sets the Rev of each After
// to that of its Before plus one.
type Change struct {
	// Once are keys that must never have been committed before.
	Once []string
	// Request is the record of an Idempotency-Key.
	Request *Request

	Audiences     []Edit[Audience]
	Campaigns     []Edit[Campaign]
	Contacts      []Edit[Contact]
	Conversations []Edit[Conversation]
	Messages      []Edit[Message]
	Members       []Edit[Member]
	Invitations   []Edit[Invitation]
	APIKeys       []Edit[APIKey]
	SavedReplies  []Edit[SavedReply]
	CouponPools   []Edit[CouponPool]
	CouponPages   []Edit[CouponPage]
	Consents      []Edit[Consent]
	TextNumbers   []Edit[TextNumber]
	Links         []Edit[Link]
	Orders        []Edit[Order]
	Directories   []Edit[Directory]
	Jobs          []Edit[Job]
	// JobItems are written as they are.
	JobItems []JobItem

	Webhooks       []Edit[Webhook]
	HookDeliveries []Edit[HookDelivery]

	// Notices are told to their members.
	Notices []Notice
	// Seen marks notices as seen.
	Seen *Seen
	// TextRecords are added to the history of their numbers.
	TextRecords []TextRecord
	// Audit adds to the audit log.
	Audit []AuditEntry
	// ContactEvents are added to the activity of their contacts.
	ContactEvents []ContactEvent
	// KeptOut is a blocked contact one more of whose messages is kept out of the
	// inbox.
	KeptOut string
	// Owner claims the account's one first-owner seat.
	Owner bool
	// Wire adds message ids; the first to claim one in an audience keeps it.
	Wire []WireEntry
	// Unwire takes message ids away.
	Unwire []Unwired
	// Gone are conversations that are deleted for good, and Bury keys of Once of
	// messages that are: the keys stay, so that nothing comes twice.
	Gone []Gone
	Bury []string
	// ForgetEvents are taken out of the activity of their contacts, ForgetRecords out
	// of the history of their numbers, and ForgetKept is how much contacts were kept
	// out with.
	ForgetEvents  []ContactEvent
	ForgetRecords []TextRecord
	ForgetKept    []string
	// Erased is kept of who is erased. A consent or suppression that is not there is
	// found as this tells it, with no Rev.
	Erased []Erased
	// Recent replaces what identities remember of their conversations, also of
	// identities that Contacts adds in the same change.
	Recent []Recent
	// Suppress and Unsuppress add and lift suppressions.
	Suppress   []Suppression
	Unsuppress []Suppression
	// Counted moves the unread badge of an audience along with a conversation.
	Counted *CountedEdit

	// RequireUnsuppressed names addresses that must not be suppressed.
	RequireUnsuppressed []Suppression
	// RequireConversation names conversations that must exist, unchanged or not.
	RequireConversation []string
	// RequireContact is a contact that must be there, and not merged into another.
	RequireContact string
	// RequireTexting is what must hold for a text to leave; where it does not, the
	// ErrTextingClosed says why.
	RequireTexting *TextingRequirement
	// Limit counts one use against a limit.
	Limit *Limit
}

// TextingRequirement is what a text must not lack.
type TextingRequirement struct {
	Audience string
	Theirs   string
	Contact  string // must not be blocked; empty for nobody
	// State is what the number's consent must be; empty for anything but opted out.
	State ConsentState
	// Decided: no refusal must be left to be decided.
	Decided bool
}

// Recent is what an identity shall remember from now on.
type Recent struct {
	Known Known
	// Before is what it must remember until now, for ErrConflict otherwise; looked
	// at only if Check is set.
	Before []string
	Check  bool
}

// WireEntry tells where a message id shall lead in an audience.
type WireEntry struct {
	ID       string // as [WireKey] leaves it
	Audience string
	Ref      WireRef
	Moved    bool // it shall lead here, wherever it led before
}

// Unwired is a message id that shall lead nowhere any more in an audience.
type Unwired struct {
	ID       string // as [WireKey] leaves it
	Audience string
	Last     bool // nor does it in any other
}

// CountedEdit records that the badge has seen a conversation's state. It is
// refused with ErrConflict where a newer Rev has been seen already.
type CountedEdit struct {
	Audience     string
	Conversation string
	Before       Counted
	After        Counted
	Gone         bool // the conversation is, and After with it
}

// Request is the record of a request that bore an Idempotency-Key. It is kept
// for [RequestTTL].
type Request struct {
	Key          string // principal, route and the client's key
	Digest       string // of the request's body
	Conversation string // what the request made or changed
	Message      string
	Contact      string
	Expires      time.Time
}

// RequestTTL is how long an Idempotency-Key is remembered.
const RequestTTL = 24 * time.Hour

// Limit allows Max uses of Key until Expires.
type Limit struct {
	Key     string // includes the window it counts for
	Uses    int    // how many this change makes
	Max     int
	Expires time.Time
}

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

// Objects keeps what is too large for a row. Keys are write-once.
type Objects interface {
	// Put stores data under a key; a key that exists keeps what it holds, which is
	// no error.
	Put(ctx context.Context, key, mediaType string, data []byte) error
	// Get reads an object; ErrNotFound where there is none.
	Get(ctx context.Context, key string) ([]byte, error)
	// Copy copies an object to a key and returns its size in bytes; ErrNotFound
	// where there is none.
	Copy(ctx context.Context, from, to string) (int64, error)
}

// Purger deletes objects for good.
type Purger interface {
	// Purge deletes all versions of an object or, where the key ends with a slash, of
	// all objects below it. Where there are none, that is no error.
	Purge(ctx context.Context, key string) error
}

// Links makes links by which a client moves bytes past the API.
type Links interface {
	// Upload allows one PUT of exactly size bytes of the media type to key.
	Upload(ctx context.Context, key, mediaType string, size int64) (url string, err error)
	// Download allows to GET the key as a download with a file name.
	Download(ctx context.Context, key, name, mediaType string) (url string, err error)
}

// Outgoing is a message ready to be sent.
type Outgoing struct {
	Conversation string
	Message      string // ids; they come back as tags with the provider's events
	From         Address
	ReplyTo      Address
	To           []Address
	Cc           []Address
	Subject      string
	Text         string
	InReplyTo    string
	References   []string
	Files        []File
	// Media are keys of a text's files: its provider fetches them itself.
	Media []Attachment
}

// File is an attachment with its bytes.
type File struct {
	Name string
	Type string
	Data []byte
}

// Accepted is a provider's receipt for a message.
type Accepted struct {
	ProviderID string
	MessageID  string // as the recipient will see it, without angle brackets
}

// Sender hands one message to a channel's provider. It tries once. ErrRefused
// (of which ErrOptedOut is one) and ErrNotSent say what they say; after any other error nobody knows whether
// the message left.
type Sender interface {
	Send(ctx context.Context, out Outgoing) (Accepted, error)
}

// Poster calls the URLs of webhooks.
type Poster interface {
	// Check refuses a URL that Post would never call, with ErrInvalid and a sentence.
	Check(url string) error
	// Post calls a URL once, with a header and a body, and returns the answer's status.
	Post(ctx context.Context, url string, header map[string]string, body []byte) (status int, err error)
}

// Notifier offers deliveries to webhooks to be attempted.
type Notifier interface {
	Notify(ctx context.Context, n Notification) error
}

// Queue offers messages to be sent.
type Queue interface {
	// Offer asks that the message be sent soon, after delay.
	Offer(ctx context.Context, e Event, delay time.Duration) error
}

// IDs makes identifiers: ULIDs, which sort by their time.
type IDs interface {
	// New makes a random one.
	New(at time.Time) string
	// Derive makes the same one from the same time and parts.
	Derive(at time.Time, parts ...string) string
	// Time returns the time of an id that one of the others made, to the millisecond.
	Time(id string) time.Time
}

// Clock tells the time, in UTC.
type Clock func() time.Time

// Metrics counts what operators watch.
type Metrics interface {
	Count(name string, n int)
	// Duration records d under name, in milliseconds.
	Duration(name string, d time.Duration)
}
