package store

import (
	"time"

	"confab/shared/inbox"
)

// The records are the stored forms of the domain's types, field for field: a
// conversion that no longer compiles says that the domain has learnt something
// the store does not keep yet.

type scheduledSends = []inbox.ScheduledSend

type conversationRecord struct {
	ID            string            `dynamodbav:"id"`
	Audience      string            `dynamodbav:"audience"`
	Channel       inbox.Channel     `dynamodbav:"channel"`
	Contact       string            `dynamodbav:"contact,omitempty"`
	ContactName   string            `dynamodbav:"contact_name,omitempty"`
	Subject       string            `dynamodbav:"subject,omitempty"`
	Campaign      string            `dynamodbav:"campaign,omitempty"`
	Campaigns     []string          `dynamodbav:"campaigns,omitempty"`
	Status        inbox.Status      `dynamodbav:"status"`
	Snooze        *inbox.Snooze     `dynamodbav:"snooze,omitempty"`
	Unread        bool              `dynamodbav:"unread,omitempty"`
	Assignee      string            `dynamodbav:"assignee,omitempty"`
	Labels        []string          `dynamodbav:"labels,omitempty"`
	Hidden        bool              `dynamodbav:"hidden,omitempty"`
	Machines      bool              `dynamodbav:"machines,omitempty"`
	Spam          bool              `dynamodbav:"spam,omitempty"`
	Preview       string            `dynamodbav:"preview,omitempty"`
	Arrived       time.Time         `dynamodbav:"arrived,omitempty"`
	LastInbound   string            `dynamodbav:"last_inbound,omitempty"`
	LastInboundAt time.Time         `dynamodbav:"last_inbound_at,omitempty"`
	Burst         inbox.Burst       `dynamodbav:"burst,omitempty,omitemptyelem"`
	LastOutbound  time.Time         `dynamodbav:"last_outbound,omitempty"`
	Waiting       time.Time         `dynamodbav:"waiting,omitempty"`
	Participants  []string          `dynamodbav:"participants,omitempty"`
	Answer        inbox.Answer      `dynamodbav:"answer,omitempty,omitemptyelem"`
	Outbox        []string          `dynamodbav:"outbox,omitempty"`
	Correlations  map[string]string `dynamodbav:"correlations,omitempty"`
	Scheduled     scheduledSends    `dynamodbav:"scheduled,omitempty"`
	Text          *inbox.TextPair   `dynamodbav:"text,omitempty"`
	Bare          bool              `dynamodbav:"bare,omitempty"`
	MergedInto    string            `dynamodbav:"merged_into,omitempty"`
	Parts         []string          `dynamodbav:"parts,omitempty"`
	Moved         map[string]string `dynamodbav:"moved,omitempty"`
	MovedFrom     []string          `dynamodbav:"moved_from,omitempty"`
	Deleting      bool              `dynamodbav:"deleting,omitempty"`
	Shard         int               `dynamodbav:"shard,omitempty"`
	Created       time.Time         `dynamodbav:"created,omitempty"`
	Rev           int64             `dynamodbav:"rev"`
}

type messageRecord struct {
	ID           string             `dynamodbav:"id"`
	Conversation string             `dynamodbav:"conversation"`
	Audience     string             `dynamodbav:"audience"`
	Direction    inbox.Direction    `dynamodbav:"direction,omitempty"`
	Channel      inbox.Channel      `dynamodbav:"channel,omitempty"`
	Kind         inbox.Kind         `dynamodbav:"kind"`
	Nature       inbox.Nature       `dynamodbav:"nature,omitempty"`
	Hidden       bool               `dynamodbav:"hidden,omitempty"`
	Spam         bool               `dynamodbav:"spam,omitempty"`
	Virus        bool               `dynamodbav:"virus,omitempty"`
	Unverified   bool               `dynamodbav:"unverified,omitempty"`
	At           time.Time          `dynamodbav:"at,omitempty"`
	Arrived      time.Time          `dynamodbav:"arrived,omitempty"`
	From         inbox.Address      `dynamodbav:"from,omitempty"`
	ReplyTo      []inbox.Address    `dynamodbav:"reply_to,omitempty"`
	To           []inbox.Address    `dynamodbav:"to,omitempty"`
	Cc           []inbox.Address    `dynamodbav:"cc,omitempty"`
	Subject      string             `dynamodbav:"subject,omitempty"`
	Author       string             `dynamodbav:"author,omitempty"`
	Automatic    inbox.Automatic    `dynamodbav:"automatic,omitempty"`
	Mentions     []string           `dynamodbav:"mentions,omitempty"`
	Confirms     inbox.ConsentState `dynamodbav:"confirms,omitempty"`
	Text         string             `dynamodbav:"text,omitempty"`
	Body         string             `dynamodbav:"body,omitempty"`
	More         bool               `dynamodbav:"more,omitempty"`
	HTML         bool               `dynamodbav:"html,omitempty"`
	Truncated    bool               `dynamodbav:"truncated,omitempty"`
	Attachments  []inbox.Attachment `dynamodbav:"attachments,omitempty"`
	MessageID    string             `dynamodbav:"message_id,omitempty"`
	InReplyTo    string             `dynamodbav:"in_reply_to,omitempty"`
	References   []string           `dynamodbav:"references,omitempty"`
	Raw          string             `dynamodbav:"raw,omitempty"`
	Delivery     *inbox.Delivery    `dynamodbav:"delivery,omitempty"`
	Waited       time.Time          `dynamodbav:"waited,omitempty"`
	Coupons      []inbox.Coupon     `dynamodbav:"coupons,omitempty"`
	Event        *inbox.Activity    `dynamodbav:"event,omitempty"`
	Facts        []inbox.Fact       `dynamodbav:"facts,omitempty"`
	Correlation  string             `dynamodbav:"correlation,omitempty"`
	Since        int64              `dynamodbav:"since,omitempty"`
	Rev          int64              `dynamodbav:"rev"`
}

type contactRecord struct {
	ID         string            `dynamodbav:"id"`
	Audience   string            `dynamodbav:"audience"`
	Name       string            `dynamodbav:"name,omitempty"`
	Identities []inbox.Identity  `dynamodbav:"identities,omitempty"`
	Blocked    bool              `dynamodbav:"blocked,omitempty"`
	TimeZone   string            `dynamodbav:"time_zone,omitempty"`
	Location   inbox.Location    `dynamodbav:"location,omitempty,omitemptyelem"`
	Attributes map[string]string `dynamodbav:"attributes,omitempty"`
	Merged     []string          `dynamodbav:"merged,omitempty"`
	Merge      *inbox.Merge      `dynamodbav:"merge,omitempty"`
	Erasing    bool              `dynamodbav:"erasing,omitempty"`
	Created    time.Time         `dynamodbav:"created,omitempty"`
	Updated    time.Time         `dynamodbav:"updated,omitempty"`
	Rev        int64             `dynamodbav:"rev"`
}

type knownRecord struct {
	Audience string         `dynamodbav:"audience"`
	Identity inbox.Identity `dynamodbav:"identity"`
	Contact  string         `dynamodbav:"contact"`
	Name     string         `dynamodbav:"name,omitempty"`
	Blocked  bool           `dynamodbav:"blocked,omitempty"`
	Recent   []string       `dynamodbav:"recent,omitempty"`
}

type suppressionRecord struct {
	Audience string                  `dynamodbav:"audience"`
	Address  string                  `dynamodbav:"address"`
	Reason   inbox.SuppressionReason `dynamodbav:"reason"`
	Message  string                  `dynamodbav:"message,omitempty"`
	At       time.Time               `dynamodbav:"at,omitempty"`
}

type audienceRecord struct {
	ID                string             `dynamodbav:"id"`
	Name              string             `dynamodbav:"name,omitempty"`
	FromName          string             `dynamodbav:"from_name,omitempty"`
	FromAddress       string             `dynamodbav:"from_address,omitempty"`
	ForwardingAddress string             `dynamodbav:"forwarding_address,omitempty"`
	DefaultSubject    string             `dynamodbav:"default_subject,omitempty"`
	Unmatched         inbox.Unmatched    `dynamodbav:"unmatched,omitempty"`
	FormSenders       []string           `dynamodbav:"form_senders,omitempty"`
	Texting           inbox.Texting      `dynamodbav:"texting"`
	UndoSeconds       int                `dynamodbav:"undo_seconds,omitempty"`
	ServiceLevel      inbox.ServiceLevel `dynamodbav:"service_level"`
	Shards            int                `dynamodbav:"shards,omitempty"`
	Erased            bool               `dynamodbav:"erased,omitempty"`
	Created           time.Time          `dynamodbav:"created,omitempty"`
	Rev               int64              `dynamodbav:"rev"`
}

type campaignRecord struct {
	ID       string             `dynamodbav:"id"`
	Audience string             `dynamodbav:"audience"`
	Kind     inbox.CampaignKind `dynamodbav:"kind,omitempty"`
	Name     string             `dynamodbav:"name,omitempty"`
	Subject  string             `dynamodbav:"subject,omitempty"`
	Code     string             `dynamodbav:"code,omitempty"`
	Shards   int                `dynamodbav:"shards,omitempty"`
	Created  time.Time          `dynamodbav:"created,omitempty"`
	Rev      int64              `dynamodbav:"rev"`
}

type memberRecord struct {
	ID      string                `dynamodbav:"id"`
	Name    string                `dynamodbav:"name,omitempty"`
	Email   string                `dynamodbav:"email,omitempty"`
	Account inbox.Role            `dynamodbav:"account,omitempty"`
	Roles   map[string]inbox.Role `dynamodbav:"roles,omitempty"`
	Created time.Time             `dynamodbav:"created,omitempty"`
	Rev     int64                 `dynamodbav:"rev"`
}

type directoryRecord struct {
	Audience string        `dynamodbav:"audience"`
	Labels   []inbox.Label `dynamodbav:"labels,omitempty"`
	Teams    []inbox.Team  `dynamodbav:"teams,omitempty"`
	Made     int           `dynamodbav:"made,omitempty"`
	Rev      int64         `dynamodbav:"rev"`
}

type noticeRecord struct {
	Member       string           `dynamodbav:"member"`
	ID           string           `dynamodbav:"id"`
	At           time.Time        `dynamodbav:"at"`
	Kind         inbox.NoticeKind `dynamodbav:"kind"`
	Audience     string           `dynamodbav:"audience,omitempty"`
	Conversation string           `dynamodbav:"conversation,omitempty"`
	Message      string           `dynamodbav:"message,omitempty"`
	Job          string           `dynamodbav:"job,omitempty"`
	Webhook      string           `dynamodbav:"webhook,omitempty"`
	Actor        string           `dynamodbav:"actor,omitempty"`
	Unseen       bool             `dynamodbav:"unseen,omitempty"`
}

type invitationRecord struct {
	Email   string                `dynamodbav:"email"`
	Account inbox.Role            `dynamodbav:"account,omitempty"`
	Roles   map[string]inbox.Role `dynamodbav:"roles,omitempty"`
	Created time.Time             `dynamodbav:"created,omitempty"`
	Rev     int64                 `dynamodbav:"rev"`
}

type apiKeyRecord struct {
	ID        string     `dynamodbav:"id"`
	Name      string     `dynamodbav:"name"`
	Role      inbox.Role `dynamodbav:"role"`
	Audiences []string   `dynamodbav:"audiences,omitempty"`
	Hash      string     `dynamodbav:"hash"`
	Author    string     `dynamodbav:"author,omitempty"`
	Created   time.Time  `dynamodbav:"created,omitempty"`
	Expires   time.Time  `dynamodbav:"expires,omitempty"`
	Revoked   time.Time  `dynamodbav:"revoked,omitempty"`
	Used      string     `dynamodbav:"used,omitempty"`
	Rev       int64      `dynamodbav:"rev"`
}

type auditRecord struct {
	ID       string            `dynamodbav:"id"`
	At       time.Time         `dynamodbav:"at"`
	Actor    string            `dynamodbav:"actor,omitempty"`
	Action   inbox.AuditAction `dynamodbav:"action"`
	Audience string            `dynamodbav:"audience,omitempty"`
	Object   string            `dynamodbav:"object,omitempty"`
	Detail   map[string]string `dynamodbav:"detail,omitempty"`
}

type requestRecord struct {
	Key          string    `dynamodbav:"key"`
	Digest       string    `dynamodbav:"digest"`
	Conversation string    `dynamodbav:"conversation,omitempty"`
	Message      string    `dynamodbav:"message,omitempty"`
	Contact      string    `dynamodbav:"contact,omitempty"`
	Expires      time.Time `dynamodbav:"ttl,unixtime"`
}

// refRecord is the value of one audience's attribute in a pointer item.
type refRecord struct {
	Conversation string `dynamodbav:"c,omitempty"`
	Message      string `dynamodbav:"m,omitempty"`
	Ours         bool   `dynamodbav:"o,omitempty"`
	CampaignCode string `dynamodbav:"k,omitempty"`
	Gone         bool   `dynamodbav:"g,omitempty"`
}

// goneRecord is what is left of a conversation that was deleted for good, or of a
// contact who was erased.
type goneRecord struct {
	ID       string `dynamodbav:"id"`
	Audience string `dynamodbav:"audience"`
	Job      string `dynamodbav:"job,omitempty"`
}

// erasedRecord is what is kept under the keyed hash of a number or an address.
type erasedRecord struct {
	OptedOut   time.Time               `dynamodbav:"opted_out,omitempty"`
	Source     inbox.ConsentSource     `dynamodbav:"source,omitempty"`
	Suppressed inbox.SuppressionReason `dynamodbav:"suppressed,omitempty"`
	At         time.Time               `dynamodbav:"at,omitempty"`
}

// buriedRecord is under a key that was committed once, by a message that was
// deleted for good since.
type buriedRecord struct {
	Gone bool `dynamodbav:"gone"`
}

type countedRecord struct {
	Unread bool  `dynamodbav:"unread,omitempty"`
	Rev    int64 `dynamodbav:"rev"`
}
