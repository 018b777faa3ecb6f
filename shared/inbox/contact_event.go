package inbox

import "time"

// ContactEvent is an entry of a contact's activity: what happened to them, or
// what they did, that is no message. It is written once and never changed.
// Messages are not entered a second time: the activity reads them where they are.
type ContactEvent struct {
	ID       string // a ULID of At
	Audience string
	Contact  string
	Kind     ContactEventKind
	At       time.Time // when it happened
	Recorded time.Time // when we were told

	// Name is what a client calls it, such as "cart_abandoned".
	Name string
	// Author is the member who did or posted it, or empty.
	Author string
	// Campaign is the id of the campaign or flow it is about, if any.
	Campaign string
	// Conversation and Message are what it is about, if anything.
	Conversation string
	Message      string
	Order        string // the external id of an order
	Other        string // the id of the other contact of a merge
	// Detail is one short value: the state of a delivery, the status of an order,
	// where a link led; in an activity, what the other contact of a merge is called.
	Detail string
	// Properties is a JSON object, as a client posted it; empty for none.
	Properties string
}

// ContactEventKind is what sort of thing a [ContactEvent] tells.
type ContactEventKind string

// The kinds of contact event.
const (
	EventPosted    ContactEventKind = "event"    // by a client, under a name of its own
	EventCampaign  ContactEventKind = "campaign" // they received one
	EventFlow      ContactEventKind = "flow"     // they entered or received one
	EventClick     ContactEventKind = "click"    // of a link in what a campaign sent
	EventOrder     ContactEventKind = "order"    // placed, or its status changed
	EventFailed    ContactEventKind = "failed"   // a message of ours failed, bounced or was complained about
	EventBlocked   ContactEventKind = "blocked"
	EventUnblocked ContactEventKind = "unblocked"
	EventMerged    ContactEventKind = "merged"   // another contact into this one
	EventUnmerged  ContactEventKind = "unmerged" // it was taken apart again
)

// ContactEventQuery asks for one page of a contact's events, newest first.
type ContactEventQuery struct {
	Contact string
	Kinds   []ContactEventKind // only these; all where it is empty
	Before  string             // only events with a smaller id; empty for the newest
	Limit   int
}

// ContactEventPage is one page of a contact's events. Where it is of some kinds
// alone it may be short, or even empty, although there are more.
type ContactEventPage struct {
	Events []ContactEvent
	More   bool
	Next   string // Before of the next page, where there are more
}
