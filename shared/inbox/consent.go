package inbox

import "time"

// ConsentState is whether a number may be texted.
type ConsentState string

// The states of consent. The empty one says that nobody has consented to anything.
const (
	Consented ConsentState = "consented"
	OptedOut  ConsentState = "opted_out"
)

// ConsentKey names what is known of a number's consent.
type ConsentKey struct{ Audience, Number string }

// Consent is what an audience knows of a number: whether it may be texted, and
// since when. How it came to be so is told by its [TextRecord]s.
type Consent struct {
	Audience string
	Number   string // E.164
	State    ConsentState
	Since    time.Time // when they consented or opted out
	Source   ConsentSource

	// Asked is when a text of ours last asked for consent.
	Asked time.Time
	// Refusal is a text by which the contact seems to refuse more of them, as long
	// as no agent has decided what it means. Until then nothing is sent unasked.
	Refusal MessageKey

	Rev int64
}

// ConsentSource is how a change of consent came to us.
type ConsentSource string

// The sources of consent.
const (
	ByKeyword  ConsentSource = "keyword"  // the contact texted a keyword
	ByMember   ConsentSource = "member"   // a member recorded it, by page or API
	ByProvider ConsentSource = "provider" // AWS's list of who opted out, or its refusal to send
)

// TextRecord is an entry in the history of a number: what its owner and we did
// that the law asks about. Records are written once and never changed.
type TextRecord struct {
	ID       string // a ULID of At
	Audience string
	Number   string // the contact's, E.164
	Contact  string
	At       time.Time
	// Recorded is when we were told, where that was not at At.
	Recorded time.Time
	Kind     RecordKind
	Source   ConsentSource
	// Effective: it decided whether the number may be texted. An older consent
	// than the opt-out that is known is recorded, and decides nothing.
	Effective bool

	Ours    string // our number, if one took part
	Words   string // what the contact wrote, or how consent was given, verbatim
	Keyword string
	Author  string // the member's id
	Reason  string // why a member overrode the texting hours
	// Zone is the time zone, or those, by which texting hours were judged.
	Zone string

	Conversation string // the message it is about, if any
	Message      string
	ProviderID   string // the provider's id of the contact's text
	Link         string // where a link led that was followed
	Bot          bool   // a link was fetched by a machine
}

// RecordKind is what a [TextRecord] tells.
type RecordKind string

// The kinds of record.
const (
	RecordConsent   RecordKind = "consent"
	RecordOptOut    RecordKind = "opt_out"
	RecordHelp      RecordKind = "help"
	RecordRefusal   RecordKind = "refusal"   // words that seem to refuse
	RecordDismissed RecordKind = "dismissed" // an agent found that they do not
	RecordAsked     RecordKind = "asked"     // a text of ours asked for consent
	RecordConfirmed RecordKind = "confirmed" // a text of ours answered a keyword
	RecordOverride  RecordKind = "override"  // a member texted outside the texting hours
	RecordClick     RecordKind = "click"
)

// HistoryQuery asks for one page of a number's records, newest first.
type HistoryQuery struct {
	Audience string
	Number   string
	Before   string // only records with a smaller id; empty for the newest
	Limit    int
}

// History is one page of a number's records.
type History struct {
	Records []TextRecord
	More    bool // older ones exist
}
