package inbox

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// AuditEntry is one line of the audit log: who did what that needed more than an
// agent's right, or that cannot be undone. It is written in the transaction of
// what it tells, and never changed.
type AuditEntry struct {
	ID       string // sorts by time
	At       time.Time
	Actor    string // a member's or key's id; empty for the system
	Action   AuditAction
	Audience string // empty for what is about the account
	Object   string // the id of what was changed
	// Detail tells more in a few words: never a secret, nor what identifies a contact.
	Detail map[string]string
}

// AuditAction is what was done: a thing and what became of it.
type AuditAction string

// The actions.
const (
	AuditAudienceCreated     AuditAction = "audience.created"
	AuditAudienceEdited      AuditAction = "audience.edited"
	AuditAudienceDeleted     AuditAction = "audience.deleted"
	AuditMemberInvited       AuditAction = "member.invited"
	AuditInvitationWithdrawn AuditAction = "invitation.withdrawn"
	AuditMemberJoined        AuditAction = "member.joined"
	AuditMemberEdited        AuditAction = "member.edited"
	AuditMemberRemoved       AuditAction = "member.removed"
	AuditContactBlocked      AuditAction = "contact.blocked"
	AuditContactsMerged      AuditAction = "contact.merged"
	AuditContactsUnmerged    AuditAction = "contact.unmerged"
	AuditContactUnblocked    AuditAction = "contact.unblocked"
	AuditSuppressionLifted   AuditAction = "suppression.lifted"
	AuditConversationDeleted AuditAction = "conversation.deleted"
	AuditContactErased       AuditAction = "contact.erased"
	AuditContactExported     AuditAction = "contact.exported"
	AuditKeyCreated          AuditAction = "key.created"
	AuditKeyRevoked          AuditAction = "key.revoked"
	AuditWebhookCreated      AuditAction = "webhook.created"
	AuditWebhookEdited       AuditAction = "webhook.edited"
	AuditWebhookRotated      AuditAction = "webhook.rotated"
	AuditWebhookDisabled     AuditAction = "webhook.disabled"
	AuditWebhookDeleted      AuditAction = "webhook.deleted"
	AuditLabelCreated        AuditAction = "label.created"
	AuditLabelEdited         AuditAction = "label.edited"
	AuditLabelDeleted        AuditAction = "label.deleted"
	AuditTeamCreated         AuditAction = "team.created"
	AuditTeamEdited          AuditAction = "team.edited"
	AuditTeamDeleted         AuditAction = "team.deleted"
	AuditCouponsCreated      AuditAction = "coupons.created"
	AuditCouponsAdded        AuditAction = "coupons.added"
	AuditCouponsDeleted      AuditAction = "coupons.deleted"
	AuditReplyCreated        AuditAction = "saved_reply.created"
	AuditReplyEdited         AuditAction = "saved_reply.edited"
	AuditReplyDeleted        AuditAction = "saved_reply.deleted"
)

// AuditQuery asks for one page of the audit log, newest first.
type AuditQuery struct {
	Audience string // only of this one; empty for all, and the account's own
	Before   string // only entries with a smaller id; empty for the newest
	Limit    int
}

// AuditPage is one page of the audit log.
type AuditPage struct {
	Entries []AuditEntry
	More    bool
}

type actorKey struct{}

// WithActor says who does everything that is done with the context: the id of a
// member or of an API key.
func WithActor(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, actorKey{}, id)
}

// Actor returns what WithActor said last, or "".
func Actor(ctx context.Context) string {
	id, _ := ctx.Value(actorKey{}).(string)
	return id
}

// audit makes the entry for what the context's actor does.
func (b *Inbox) audit(ctx context.Context, action AuditAction, audience, object string, detail map[string]string) []AuditEntry {
	now := b.Now()
	return []AuditEntry{{
		ID: b.IDs.New(now), At: now, Actor: Actor(ctx), Action: action, Audience: audience, Object: object, Detail: detail,
	}}
}

// fieldsChanged names the fields in which two versions of a setting differ, as
// the API spells them: "name texting.brand". What they hold is left out.
func fieldsChanged[T any](before, after *T) string {
	return strings.Join(differing(nil, "", reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()), " ")
}

func differing(names []string, prefix string, before, after reflect.Value) []string {
	for i := range before.NumField() {
		field, a, b := before.Type().Field(i), before.Field(i), after.Field(i)
		if field.Name == "Rev" || reflect.DeepEqual(a.Interface(), b.Interface()) {
			continue
		}
		name := prefix + snake(field.Name)
		if field.Type.Kind() == reflect.Struct && field.Type != reflect.TypeFor[time.Time]() {
			names = differing(names, name+".", a, b)
			continue
		}
		names = append(names, name)
	}
	return names
}

// snake writes a name as the API does: FromName is from_name.
func snake(name string) string {
	var out strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// rolesInWords writes down what somebody may do: "admin", or a role by audience.
func rolesInWords(account Role, roles map[string]Role) string {
	if account != "" {
		return string(account)
	}
	var words []string
	for _, audience := range slices.Sorted(maps.Keys(roles)) {
		words = append(words, fmt.Sprintf("%s in %s", roles[audience], audience))
	}
	return strings.Join(words, ", ")
}

// renamed is the detail of a change to what is called by a name, which is empty
// where it was not there yet, or is not any more. Whoever reads the log later may
// find no other trace of the name.
func renamed(from, to string) map[string]string {
	detail := map[string]string{}
	if from != "" {
		detail["from"] = from
	}
	if to != "" {
		detail["to"] = to
	}
	return detail
}

// masked leaves of an address what its owner would know again: r…@example.com.
func masked(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	for _, first := range local {
		return string(first) + "…@" + domain
	}
	return "…@" + domain
}
