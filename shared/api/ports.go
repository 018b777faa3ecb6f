package api

import (
	"context"

	"confab/shared/inbox"
)

// Domain is what the API asks of the domain. [inbox.Inbox] satisfies it. Each
// operation that takes a gate asks it, with the audience of the object it has
// loaded, before it shows or changes anything.
type Domain interface {
	Answering
	Working
	Sorting
	Keeping
	Searching
	Consenting
	Saving
	Administering
	Telling
	Jobbing
	Hooking
}

// Hooking looks after webhooks.
type Hooking interface {
	CreateWebhook(ctx context.Context, gate inbox.Gate, w inbox.Webhook, r *inbox.Request) (*inbox.Webhook, string, error)
	Webhooks(ctx context.Context, gate inbox.Gate, audience string) ([]inbox.Webhook, error)
	Webhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey) (*inbox.Webhook, error)
	EditWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, ifMatch int64, edit func(*inbox.Webhook) error) (*inbox.Webhook, error)
	RotateWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, ifMatch int64, r *inbox.Request) (*inbox.Webhook, string, error)
	DeleteWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey) error
	HookDeliveries(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, q inbox.HookDeliveryQuery) (*inbox.HookDeliveryPage, error)
	ReplayDelivery(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, delivery string, r *inbox.Request) (*inbox.HookDelivery, error)
	TestWebhook(ctx context.Context, gate inbox.Gate, key inbox.WebhookKey, r *inbox.Request) (*inbox.HookDelivery, error)
}

// Telling tells what has happened, and who is at it.
type Telling interface {
	Attend(ctx context.Context, gate inbox.Gate, member, conversation string, typing bool) ([]inbox.Presence, error)
	Leave(ctx context.Context, gate inbox.Gate, member, conversation string) error
	Present(ctx context.Context, gate inbox.Gate, member, conversation string) ([]inbox.Presence, error)
	Changes(ctx context.Context, gate inbox.Gate, audience string, mark inbox.FeedMark, limit int) ([]inbox.Event, inbox.FeedMark, error)
}

// Jobbing starts long work and ends it.
type Jobbing interface {
	EraseContact(ctx context.Context, gate inbox.Gate, author, contact, confirm string, r *inbox.Request) (*inbox.Job, error)
	ExportContact(ctx context.Context, gate inbox.Gate, author, contact string, r *inbox.Request) (*inbox.Job, error)
	ExportOf(ctx context.Context, gate inbox.Gate, job string) (key string, err error)
	DeleteConversations(ctx context.Context, gate inbox.Gate, author, audience string, ids []string, confirm string, count int, r *inbox.Request) (*inbox.Job, error)
	Bulk(ctx context.Context, gate inbox.Gate, author, audience string, of inbox.Selected, do inbox.BulkAction, r *inbox.Request) (*inbox.Job, error)
	CancelJob(ctx context.Context, may func(inbox.Permission) inbox.Gate, id string) (*inbox.Job, error)
	StartAudit(ctx context.Context, gate inbox.Gate, author, audience string, r *inbox.Request) (*inbox.Job, error)
}

// Answering writes to contacts.
type Answering interface {
	Reply(ctx context.Context, gate inbox.Gate, conversation string, ifMatch int64, to inbox.ReplyTo, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error)
	Start(ctx context.Context, gate inbox.Gate, audience string, to inbox.StartTo, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error)
	StartText(ctx context.Context, gate inbox.Gate, audience string, to inbox.StartTo, from string, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error)
	CancelScheduled(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) (*inbox.Message, error)
	Undo(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) (*inbox.Message, error)
	SettleUnknown(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey, state inbox.DeliveryState) (*inbox.Message, error)
}

// Consenting knows whether contacts may be texted, what proves it, and what a
// text costs.
type Consenting interface {
	TextingOf(ctx context.Context, gate inbox.Gate, conversation string) (*inbox.TextingState, error)
	MeasureText(ctx context.Context, gate inbox.Gate, audience, text string) (*inbox.Measured, error)
	EvidenceOf(ctx context.Context, gate inbox.Gate, audience, number string) (*inbox.Evidence, error)
	RecordConsents(ctx context.Context, gate inbox.Gate, audience, author string, entries []inbox.ConsentEntry) ([]inbox.ConsentResult, error)
}

// Working moves conversations along.
type Working interface {
	MarkRead(ctx context.Context, gate inbox.Gate, conversation, lastSeen string, r *inbox.Request) (*inbox.Conversation, error)
	MarkUnread(ctx context.Context, gate inbox.Gate, conversation string, r *inbox.Request) (*inbox.Conversation, error)
	MergeConversations(ctx context.Context, gate inbox.Gate, author, into, from string, seen inbox.Revs, r *inbox.Request) (*inbox.Conversation, error)
	SplitMessage(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey, ifMatch int64, r *inbox.Request) (*inbox.Conversation, error)
	SetStatus(ctx context.Context, gate inbox.Gate, author, conversation string, ifMatch int64, s inbox.Status, r *inbox.Request) (*inbox.Conversation, error)
	Snooze(ctx context.Context, gate inbox.Gate, author, conversation string, ifMatch int64, choice inbox.SnoozeChoice, r *inbox.Request) (*inbox.Conversation, error)
}

// Sorting says whose conversations are and what they are about, and what an
// audience sorts them by.
type Sorting interface {
	Assign(ctx context.Context, gate inbox.Gate, author, conversation string, ifMatch int64, assignee string, r *inbox.Request) (*inbox.Conversation, error)
	SetLabels(ctx context.Context, gate inbox.Gate, author, conversation string, add, remove []string, r *inbox.Request) (*inbox.Conversation, error)
	AddNote(ctx context.Context, gate inbox.Gate, author, conversation, text string, mentions []string, r *inbox.Request) (*inbox.Message, error)
	DeleteNote(ctx context.Context, gate inbox.Gate, author string, key inbox.MessageKey) error
	SeeNotices(ctx context.Context, member, upTo string) (left int, err error)

	CreateLabel(ctx context.Context, gate inbox.Gate, audience string, l inbox.Label, r *inbox.Request) (*inbox.Label, error)
	EditLabel(ctx context.Context, gate inbox.Gate, audience, id string, ifMatch int64, edit func(*inbox.Label)) (*inbox.Label, error)
	DeleteLabel(ctx context.Context, gate inbox.Gate, audience, id string) error
	CreateTeam(ctx context.Context, gate inbox.Gate, audience string, t inbox.Team, r *inbox.Request) (*inbox.Team, error)
	EditTeam(ctx context.Context, gate inbox.Gate, audience, id string, ifMatch int64, edit func(*inbox.Team)) (*inbox.Team, error)
	DeleteTeam(ctx context.Context, gate inbox.Gate, audience, id string) error
}

// Keeping keeps contacts and what their addresses allow.
type Keeping interface {
	CreateContact(ctx context.Context, gate inbox.Gate, c inbox.Contact, r *inbox.Request) (*inbox.Contact, error)
	ProfileOf(ctx context.Context, gate inbox.Gate, id string) (*inbox.Profile, error)
	ActivityOf(ctx context.Context, gate inbox.Gate, q inbox.ActivityQuery) (*inbox.ActivityPage, error)
	PostContactEvent(ctx context.Context, gate inbox.Gate, whom inbox.Whom, e inbox.ContactEvent, r *inbox.Request) (*inbox.ContactEvent, error)
	PutOrder(ctx context.Context, gate inbox.Gate, whom inbox.Whom, o inbox.Order) (*inbox.Order, error)
	OrdersOf(ctx context.Context, gate inbox.Gate, q inbox.OrderQuery) (*inbox.OrderPage, error)
	MergeContacts(ctx context.Context, gate inbox.Gate, into, from string, seen inbox.Revs, r *inbox.Request) (c *inbox.Contact, more bool, err error)
	UnmergeContacts(ctx context.Context, gate inbox.Gate, into, from string, r *inbox.Request) (c *inbox.Contact, more bool, err error)
	EditContact(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Contact) error) (*inbox.Contact, error)
	LiftSuppression(ctx context.Context, gate inbox.Gate, audience, address string) error
}

// Saving keeps replies for use again, and codes for use once.
type Saving interface {
	CreateSavedReply(ctx context.Context, gate inbox.Gate, s inbox.SavedReply, r *inbox.Request) (*inbox.SavedReply, error)
	EditSavedReply(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.SavedReply) error) (*inbox.SavedReply, error)
	DeleteSavedReply(ctx context.Context, gate inbox.Gate, id string) error
	CreateCouponPool(ctx context.Context, gate inbox.Gate, audience, name string, r *inbox.Request) (*inbox.CouponPool, error)
	AddCoupons(ctx context.Context, gate inbox.Gate, key inbox.CouponKey, codes []string, r *inbox.Request) (*inbox.CouponsAdded, error)
	DeleteCouponPool(ctx context.Context, gate inbox.Gate, key inbox.CouponKey) error
	PreviewReply(ctx context.Context, gate inbox.Gate, audience, conversation, text string) (*inbox.Preview, error)
}

// Administering looks after audiences, members and keys.
type Administering interface {
	CreateAudience(ctx context.Context, gate inbox.Gate, a inbox.Audience, r *inbox.Request) (*inbox.Audience, error)
	EditAudience(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Audience) error) (*inbox.Audience, error)
	DeleteAudience(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, confirm string, r *inbox.Request) error
	Invite(ctx context.Context, gate inbox.Gate, i inbox.Invitation, r *inbox.Request) (*inbox.Invitation, error)
	Uninvite(ctx context.Context, gate inbox.Gate, email string) error
	EditMember(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Member) error) (*inbox.Member, error)
	RemoveMember(ctx context.Context, gate inbox.Gate, id string) error
	CreateAPIKey(ctx context.Context, gate inbox.Gate, k inbox.APIKey, r *inbox.Request) (made *inbox.APIKey, presented string, err error)
	RevokeAPIKey(ctx context.Context, gate inbox.Gate, id string) error
	NoteKeyUse(ctx context.Context, k *inbox.APIKey) error
	SignIn(ctx context.Context, id inbox.SignIn) (*inbox.Member, error)
}

// Reader is the part of [inbox.Store] that the API reads by itself.
type Reader interface {
	Load(ctx context.Context, keys inbox.Keys) (*inbox.Found, error)
	Thread(ctx context.Context, q inbox.ThreadQuery) (*inbox.Thread, error)
	Conversations(ctx context.Context, q inbox.ConversationQuery) (*inbox.ConversationPage, error)
	Contacts(ctx context.Context, q inbox.ContactQuery) (*inbox.ContactPage, error)
	Audiences(ctx context.Context) ([]inbox.Audience, error)
	Jobs(ctx context.Context, q inbox.JobQuery) ([]inbox.Job, error)
	JobItems(ctx context.Context, q inbox.JobItemQuery) ([]inbox.JobItem, error)
	TextHistory(ctx context.Context, q inbox.HistoryQuery) (*inbox.History, error)
	SavedReplies(ctx context.Context, audience string) ([]inbox.SavedReply, error)
	CouponPools(ctx context.Context, audience string) ([]inbox.CouponPool, error)
	Campaigns(ctx context.Context, q inbox.CampaignQuery) ([]inbox.Campaign, error)
	APIKeys(ctx context.Context) ([]inbox.APIKey, error)
	Audit(ctx context.Context, q inbox.AuditQuery) (*inbox.AuditPage, error)
	Members(ctx context.Context) ([]inbox.Member, []inbox.Invitation, error)
	Referenced(ctx context.Context, audience, reference string) ([]inbox.Conversation, error)
	Notices(ctx context.Context, q inbox.NoticeQuery) (*inbox.NoticePage, error)
}

// Bodies reads what is too large for a row; the part of [inbox.Objects] the API
// needs. Get returns [inbox.ErrNotFound] where there is nothing.
type Bodies interface {
	Get(ctx context.Context, key string) ([]byte, error)
}

// Userinfo asks the issuer who the bearer of a token is (OpenID Connect Core
// §5.3). It serves tokens that carry no verified email of their own.
type Userinfo func(ctx context.Context, bearer string) (email string, verified bool, name string, err error)
