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

	// Walk looks at so many of all things that are kept, in no order, and returns the
	// ids of the conversations among them; next is where to go on, empty at the end.
	Walk(ctx context.Context, after string, limit int) (ids []string, next string, err error)
	// Inspect reads all that is kept of a conversation.
	Inspect(ctx context.Context, conversation string) (*Inspection, error)

	// Due reads one page of what has come due, the longest overdue first.
	Due(ctx context.Context, q DueQuery) ([]Due, error)
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
