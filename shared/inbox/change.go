package inbox

import "time"

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
	// RequireContact is a contact that must be there, not merged into another and not
	// being erased.
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
