package store

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

func (p *plan) once(keys []string) {
	for _, once := range keys {
		k := onceKey(once)
		if p.taken[k] {
			continue
		}
		p.put(k, struct{}{}, absent(), refuse(inbox.ErrDuplicate))
	}
}

// request records an Idempotency-Key, over an expired record too.
func (p *plan) request(r *inbox.Request, now time.Time) {
	if r == nil {
		return
	}
	p.put(requestKey(r.Key), requestRecord(*r), expression{
		condition: "attribute_not_exists(pk) OR #ttl <= :now",
		names:     map[string]string{"#ttl": "ttl"},
		values:    item{":now": seconds(now)},
	}, func(old item) error {
		if text(old["digest"]) != r.Digest {
			return inbox.ErrKeyReused
		}
		return inbox.ErrDuplicate
	})
}

// message writes a message. While its sending is not settled it stands on the
// index of what is due.
func (p *plan) message(e inbox.Edit[inbox.Message]) {
	m := subject(e)
	k := messageKey(inbox.MessageKey{Conversation: m.Conversation, Message: m.ID})
	versioned(p, k, e, func(m *inbox.Message) *int64 { return &m.Rev }, func(m inbox.Message) (item, error) {
		if e.Before == nil {
			m.Since = p.revs[m.Conversation]
		}
		it, err := encode(k, messageRecord(m))
		if err == nil && m.Direction == inbox.Outbound && m.Delivery != nil && !m.Delivery.State.Settled() {
			standDue(it, m.Delivery.Deadline, m.Conversation, m.ID)
		}
		return it, err
	})
}

// conversation writes a conversation's header and those of its list rows that
// the edit changes. While it is snoozed until a time, the header stands on the
// index of what is due.
func (p *plan) conversation(e inbox.Edit[inbox.Conversation]) {
	var before, after []row
	var id string
	if e.Before != nil {
		id, before = e.Before.ID, rows(e.Before)
	}
	if e.After != nil {
		id, after = e.After.ID, rows(e.After)
	}
	if e.Before != nil && e.After != nil {
		p.revs[id] = e.Before.Rev + 1
	}
	k := conversationKey(id)
	versioned(p, k, e, func(c *inbox.Conversation) *int64 { return &c.Rev }, func(c inbox.Conversation) (item, error) {
		it, err := encode(k, conversationRecord(c))
		if !c.Deleting {
			it = listed(it, referenceList(c.Audience, inbox.Reference(c.ID)), c.ID)
		}
		if err == nil && c.Snooze != nil && !c.Snooze.Until.IsZero() {
			standDue(it, c.Snooze.Until, c.ID, c.ID)
		}
		return it, err
	})
	p.rows(before, after)
}

// rows replaces one set of list rows by another. Rows need no condition: they
// follow from the item they belong to, whose version is checked beside them.
func (p *plan) rows(before, after []row) {
	have := map[key]row{}
	for _, r := range before {
		have[r.key] = r
	}
	for _, r := range after {
		if old, ok := have[r.key]; !ok || !old.equal(r) {
			p.putItem(r.item(), expression{}, conflict)
		}
		delete(have, r.key)
	}
	for _, r := range before {
		if _, gone := have[r.key]; gone {
			p.delete(r.key, expression{}, conflict)
		}
	}
}

// wire adds pointers. All audiences of a message id share an item, and whoever
// claimed it first in an audience keeps it, so there is nothing to refuse.
func (p *plan) wire(entries []inbox.WireEntry) {
	byKey := map[key]*expression{}
	var order []key
	for _, w := range entries {
		k := wireKey(w.ID)
		e := byKey[k]
		if e == nil {
			e = &expression{update: "SET v = :v", names: map[string]string{}, values: item{":v": num(shape)}}
			byKey[k] = e
			order = append(order, k)
		}
		e.point(w)
	}
	for _, k := range order {
		p.update(k, *byKey[k], conflict)
	}
}

// audiencePrefix begins the names of a pointer item's attributes that stand for
// audiences.
const audiencePrefix = "to:"

// point adds an audience's reference, unless the expression has one already.
func (e *expression) point(w inbox.WireEntry) {
	attribute := audiencePrefix + w.Audience
	for _, have := range e.names {
		if have == attribute {
			return
		}
	}
	r := w.Ref
	ref := item{}
	for name, value := range map[string]string{"c": r.Conversation, "m": r.Message, "k": r.CampaignCode} {
		if value != "" {
			ref[name] = str(value)
		}
	}
	for name, set := range map[string]bool{"o": r.Ours, "g": r.Gone} {
		if set {
			ref[name] = boolean(true)
		}
	}
	n := "a" + strconv.Itoa(len(e.names))
	e.names["#"+n] = attribute
	e.values[":"+n] = &types.AttributeValueMemberM{Value: ref}
	if w.Moved {
		e.update += ", #" + n + " = :" + n
		return
	}
	e.update += ", #" + n + " = if_not_exists(#" + n + ", :" + n + ")"
}

// errSuppressed names nobody: the caller knows whom it wrote to.
var errSuppressed = &inbox.Problem{
	Kind:   inbox.ErrSuppressed,
	Detail: "Mail to a recipient has bounced for good or was reported as spam; lift the suppression to write to them.",
}

var errRateLimited = &inbox.Problem{
	Kind:   inbox.ErrRateLimited,
	Detail: "Too much in too short a time; wait a moment and try again.",
}

// suppressions adds, lifts and checks. Several reports of one change may be about
// one address, which is written once; and what the change itself adds or lifts
// need not be checked.
func (p *plan) suppressions(change inbox.Change) {
	each := func(list []inbox.Suppression, do func(key, inbox.Suppression)) {
		for _, s := range list {
			if k := suppressionKey(s); !p.taken[k] {
				do(k, s)
			}
		}
	}
	each(change.Suppress, func(k key, s inbox.Suppression) {
		p.put(k, suppressionRecord(s), expression{}, conflict)
	})
	each(change.Unsuppress, func(k key, _ inbox.Suppression) {
		p.delete(k, expression{}, conflict)
	})
	each(change.RequireUnsuppressed, func(k key, _ inbox.Suppression) {
		p.require(k, absent(), refuse(errSuppressed))
	})
}

// counted moves the badge: the flag beside the conversation tells which state of
// it was counted last, and the audience's counter follows in the same transaction.
func (p *plan) counted(e *inbox.CountedEdit) {
	if e == nil {
		return
	}
	guard := absent()
	if e.Before.Rev != 0 {
		guard = at(e.Before.Rev)
	}
	if e.Gone {
		p.delete(countedKey(e.Conversation), guard, conflict)
	} else {
		p.put(countedKey(e.Conversation), countedRecord(e.After), guard, conflict)
	}
	if e.Before.Unread == e.After.Unread {
		return
	}
	step := int64(1)
	if e.Before.Unread {
		step = -1
	}
	p.update(unreadKey(e.Audience), expression{
		update: "SET v = :v ADD n :step", values: item{":v": num(shape), ":step": num(step)},
	}, conflict)
}

func (p *plan) limit(l *inbox.Limit) {
	if l == nil {
		return
	}
	p.update(limitKey(l.Key), expression{
		condition: "attribute_not_exists(n) OR n <= :room",
		update:    "SET v = :v, #ttl = :ttl ADD n :uses",
		names:     map[string]string{"#ttl": "ttl"},
		values: item{
			":v": num(shape), ":ttl": seconds(l.Expires), ":uses": num(int64(l.Uses)), ":room": num(int64(l.Max - l.Uses)),
		},
	}, refuse(errRateLimited))
}
