package inbox

import (
	"strings"
	"time"
)

// IdentityKind is by what a person can be known.
type IdentityKind string

// The kinds of identity.
const (
	IdentityEmail IdentityKind = "email"
	IdentityPhone IdentityKind = "phone"
)

// Identity is one way a contact can be known; unique within an audience.
type Identity struct {
	Kind  IdentityKind
	Value string // as [NormalizeAddress] leaves it for email, E.164 for phone
}

// Contact is a person in an audience.
type Contact struct {
	ID         string
	Audience   string
	Name       string
	Identities []Identity
	// Blocked: what this person writes is kept, and kept out of the inbox.
	Blocked bool
	// TimeZone is an IANA name or empty.
	TimeZone string
	Location Location
	// Attributes are what the team notes: at most [MaxAttributes], by names of
	// lower-case letters, digits and underscores.
	Attributes map[string]string
	// Merged are the ids of the contacts that were merged into this one, at most
	// [MaxMerged]; what happened to them stays under their ids.
	Merged []string
	// Merge tells into whom this contact was merged; nil for one who was not.
	Merge *Merge
	// Erasing: they are being erased. The row is there for the job that does so alone.
	Erasing bool
	Created time.Time
	Updated time.Time // when a member last edited it; zero before
	Rev     int64
}

// Location is where a contact lives, as far as anybody has said.
type Location struct {
	City   string
	Region string
	// Country is a code of two capitals (ISO 3166-1 alpha-2).
	Country string
}

// Limits of a contact.
const (
	// MaxAttributes is how many attributes it has.
	MaxAttributes = 50
	// MaxMerged is how many other contacts one stands for.
	MaxMerged = 20
	// MaxAttribute is how many bytes the value of one has.
	MaxAttribute = 500
)

// Merge is into whom a contact was merged and what that moved, so that it can be
// undone.
type Merge struct {
	Into string
	At   time.Time
	// Identities are those that moved along.
	Identities []Identity
	// Attributes, and the fields named in Filled, are what the other one lacked.
	Attributes map[string]string
	Filled     []string
}

// everyID is by which ids the contact has been known: its own first.
func (c *Contact) everyID() []string { return append([]string{c.ID}, c.Merged...) }

// called is the contact's name, or else what they are or were known by.
func (c *Contact) called() string {
	known := c.Identities
	if c.Merge != nil {
		known = c.Merge.Identities
	}
	if c.Name == "" && len(known) > 0 {
		return known[0].Value
	}
	return c.Name
}

// Emails lists the contact's addresses, the first added first.
func (c *Contact) Emails() []string {
	var out []string
	for _, i := range c.Identities {
		if i.Kind == IdentityEmail {
			out = append(out, i.Value)
		}
	}
	return out
}

// Phones lists the contact's numbers, the first added first.
func (c *Contact) Phones() []string {
	var out []string
	for _, i := range c.Identities {
		if i.Kind == IdentityPhone {
			out = append(out, i.Value)
		}
	}
	return out
}

// RecentConversations is how many of a contact's latest conversations an
// identity remembers, so that an unmatched message can join one of them without
// a search.
const RecentConversations = 5

// Known is what an identity tells about its contact without reading the contact.
type Known struct {
	Audience string
	Identity Identity
	Contact  string
	Name     string
	Blocked  bool
	// Recent holds ids of the newest conversations this identity was active in,
	// newest first, at most [RecentConversations].
	Recent []string
}

// Suppression says that an address must not be mailed again without an agent's say.
type Suppression struct {
	Audience string
	Address  string
	Reason   SuppressionReason
	Message  string // the message whose delivery taught us, if any
	At       time.Time
}

// SuppressionReason is why an address is suppressed.
type SuppressionReason string

// The reasons for a suppression.
const (
	SuppressedBounce    SuppressionReason = "hard_bounce"
	SuppressedComplaint SuppressionReason = "complaint"
)

// Address is a mailbox with the name it was written with.
type Address struct {
	Name    string
	Address string
}

// NormalizeAddress is the form under which two spellings of one mailbox are the
// same: trimmed and in lower case. RFC 5321 §2.4 lets a local part be
// case-sensitive; no provider of note makes it so, and people type as they like.
func NormalizeAddress(address string) string {
	return strings.ToLower(strings.TrimSpace(address))
}
