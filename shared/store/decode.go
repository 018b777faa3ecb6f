package store

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

func conversationOf(it item) (*inbox.Conversation, error) {
	r, err := decode[conversationRecord](it)
	c := inbox.Conversation(r)
	return &c, err
}

func messageOf(it item) (*inbox.Message, error) {
	r, err := decode[messageRecord](it)
	m := inbox.Message(r)
	return &m, err
}

func contactOf(it item) (*inbox.Contact, error) {
	r, err := decode[contactRecord](it)
	c := inbox.Contact(r)
	return &c, err
}

func knownOf(it item) (inbox.Known, error) {
	r, err := decode[knownRecord](it)
	return inbox.Known(r), err
}

func suppressionOf(it item) (*inbox.Suppression, error) {
	r, err := decode[suppressionRecord](it)
	s := inbox.Suppression(r)
	return &s, err
}

func audienceOf(it item) (*inbox.Audience, error) {
	r, err := decode[audienceRecord](it)
	a := inbox.Audience(r)
	return &a, err
}

func campaignOf(it item) (*inbox.Campaign, error) {
	r, err := decode[campaignRecord](it)
	c := inbox.Campaign(r)
	return &c, err
}

func memberOf(it item) (*inbox.Member, error) {
	r, err := decode[memberRecord](it)
	m := inbox.Member(r)
	return &m, err
}

func invitationOf(it item) (*inbox.Invitation, error) {
	r, err := decode[invitationRecord](it)
	i := inbox.Invitation(r)
	return &i, err
}

func consentOf(it item) (*inbox.Consent, error) {
	r, err := decode[consentRecord](it)
	c := inbox.Consent(r)
	return &c, err
}

func textRecordOf(it item) (*inbox.TextRecord, error) {
	r, err := decode[textRecord](it)
	t := inbox.TextRecord(r)
	return &t, err
}

func textNumberOf(it item) (*inbox.TextNumber, error) {
	r, err := decode[textNumberRecord](it)
	n := inbox.TextNumber(r)
	return &n, err
}

func linkOf(it item) (*inbox.Link, error) {
	r, err := decode[linkRecord](it)
	r.Expires = r.Expires.UTC()
	l := inbox.Link(r)
	return &l, err
}

func apiKeyOf(it item) (*inbox.APIKey, error) {
	r, err := decode[apiKeyRecord](it)
	k := inbox.APIKey(r)
	return &k, err
}

func auditOf(it item) (inbox.AuditEntry, error) {
	r, err := decode[auditRecord](it)
	return inbox.AuditEntry(r), err
}

func directoryOf(it item) (*inbox.Directory, error) {
	r, err := decode[directoryRecord](it)
	d := inbox.Directory(r)
	return &d, err
}

func noticeOf(it item) (inbox.Notice, error) {
	r, err := decode[noticeRecord](it)
	return inbox.Notice(r), err
}

func requestOf(it item) (*inbox.Request, error) {
	r, err := decode[requestRecord](it)
	r.Expires = r.Expires.UTC()
	q := inbox.Request(r)
	return &q, err
}

func countedOf(it item) (inbox.Counted, error) {
	r, err := decode[countedRecord](it)
	return inbox.Counted(r), err
}

func goneOf(it item) (inbox.Gone, error) {
	r, err := decode[goneRecord](it)
	return inbox.Gone(r), err
}

// wireRefsOf reads where a message id leads, by audience.
func wireRefsOf(it item) (map[string]inbox.WireRef, error) {
	refs := map[string]inbox.WireRef{}
	for name, value := range it {
		audience, ok := strings.CutPrefix(name, audiencePrefix)
		m, isMap := value.(*types.AttributeValueMemberM)
		if !ok || !isMap {
			continue
		}
		var r refRecord
		if err := attributevalue.UnmarshalMap(m.Value, &r); err != nil {
			return nil, err
		}
		refs[audience] = inbox.WireRef(r)
	}
	return refs, nil
}

// Changed reads a stream record by its images, of which one is nil where the item
// is new or gone. ok is false for a record of anything that is not followed.
func Changed(old, new map[string]types.AttributeValue) (c inbox.Changed, ok bool, err error) {
	k := keyOf(old)
	if new != nil {
		k = keyOf(new)
	}
	switch {
	case strings.HasPrefix(k.pk, conversationKey("").pk) && k.sk == only:
		c.Conversation, err = images(old, new, conversationOf)
		if c.Conversation = undeleted(c.Conversation); c.Conversation == (inbox.Edit[inbox.Conversation]{}) {
			return c, false, err
		}
	case strings.HasPrefix(k.pk, conversationKey("").pk) && strings.HasPrefix(k.sk, messagePrefix):
		c.Message, err = images(old, new, messageOf)
	case strings.HasPrefix(k.pk, contactKey("").pk) && k.sk == only:
		c.Contact, err = images(old, new, contactOf)
		if c.Contact = unerased(c.Contact); c.Contact == (inbox.Edit[inbox.Contact]{}) {
			return c, false, err
		}
	case strings.HasPrefix(k.pk, jobKey("").pk) && k.sk == only:
		c.Job, err = images(old, new, jobOf)
	default:
		return c, false, nil
	}
	return c, true, err
}

// images reads both images of a record.
func images[T any](old, new item, of func(item) (*T, error)) (e inbox.Edit[T], err error) {
	if old != nil {
		if e.Before, err = of(old); err != nil {
			return e, err
		}
	}
	if new != nil {
		e.After, err = of(new)
	}
	return e, err
}
