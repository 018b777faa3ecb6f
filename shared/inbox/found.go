package inbox

import "maps"

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

// merge adds what another Load found.
func (f *Found) merge(g *Found) {
	f.Addresses = merged(f.Addresses, g.Addresses)
	f.Senders = merged(f.Senders, g.Senders)
	f.Wire = merged(f.Wire, g.Wire)
	f.Audiences = merged(f.Audiences, g.Audiences)
	f.Contacts = merged(f.Contacts, g.Contacts)
	f.Conversations = merged(f.Conversations, g.Conversations)
	f.Messages = merged(f.Messages, g.Messages)
	f.CampaignCodes = merged(f.CampaignCodes, g.CampaignCodes)
	f.Once = merged(f.Once, g.Once)
	f.Gone = merged(f.Gone, g.Gone)
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	if a == nil {
		return b
	}
	maps.Copy(a, b)
	return a
}
