package store

import (
	"fmt"
	"slices"

	"confab/shared/inbox"
)

// audience writes an audience and claims its forwarding address and its numbers,
// which belong to it for ever: they are never reassigned, not even when the
// audience is gone. Its badge goes with it.
func (p *plan) audience(e inbox.Edit[inbox.Audience]) {
	id, old, address := "", "", ""
	var had, has []string
	if e.Before != nil {
		id, old, had = e.Before.ID, e.Before.ForwardingAddress, e.Before.Texting.Numbers
	}
	if e.After != nil {
		id, address, has = e.After.ID, e.After.ForwardingAddress, e.After.Texting.Numbers
		if old != "" && address != old {
			p.errs = append(p.errs, fmt.Errorf("audience %s: %w: a forwarding address is fixed", id, inbox.ErrInvalid))
			return
		}
	}
	k := audienceKey(id)
	versioned(p, k, e, func(a *inbox.Audience) *int64 { return &a.Rev }, func(a inbox.Audience) (item, error) {
		it, err := encode(k, audienceRecord(a))
		return listed(it, audiencesList, a.ID), err
	})
	if old == "" && address != "" {
		p.put(addressKey(address), addressRecord{Audience: id}, absent(), conflict)
	}
	if e.After == nil {
		p.delete(unreadKey(id), expression{}, conflict)
	}
	for _, n := range has {
		if !slices.Contains(had, n) {
			p.claimNumber(n, id)
		}
	}
}

type addressRecord struct {
	Audience string `dynamodbav:"audience"`
}

// campaign writes a campaign under its id, where it is listed, and, for those who
// hold a reply token, a copy under its code. Two campaigns never share a code.
func (p *plan) campaign(e inbox.Edit[inbox.Campaign]) {
	var id, code string
	if e.Before != nil {
		id, code = e.Before.ID, e.Before.Code
	}
	if e.After != nil {
		if e.Before != nil && e.After.Code != code {
			p.errs = append(p.errs, fmt.Errorf("campaign %s: %w: a campaign's code is fixed", id, inbox.ErrInvalid))
			return
		}
		id, code = e.After.ID, e.After.Code
	}
	for _, k := range []key{campaignKey(id), codeKey(code)} {
		versioned(p, k, e, func(c *inbox.Campaign) *int64 { return &c.Rev }, func(c inbox.Campaign) (item, error) {
			it, err := encode(k, campaignRecord(c))
			if k == campaignKey(id) {
				it = listed(it, campaigns(c.Audience), c.ID)
			}
			return it, err
		})
	}
}

func (p *plan) member(e inbox.Edit[inbox.Member]) {
	k := memberKey(subject(e).ID)
	versioned(p, k, e, func(m *inbox.Member) *int64 { return &m.Rev }, func(m inbox.Member) (item, error) {
		it, err := encode(k, memberRecord(m))
		return listed(it, membersList, m.ID), err
	})
}

func (p *plan) invitation(e inbox.Edit[inbox.Invitation]) {
	k := invitationKey(subject(e).Email)
	versioned(p, k, e, func(i *inbox.Invitation) *int64 { return &i.Rev }, func(i inbox.Invitation) (item, error) {
		it, err := encode(k, invitationRecord(i))
		return listed(it, membersList, bounded(i.Email)), err
	})
}

func (p *plan) apiKey(e inbox.Edit[inbox.APIKey]) {
	k := apiKeyKey(subject(e).ID)
	versioned(p, k, e, func(a *inbox.APIKey) *int64 { return &a.Rev }, func(a inbox.APIKey) (item, error) {
		it, err := encode(k, apiKeyRecord(a))
		return listed(it, keysList, a.ID), err
	})
}

// The account's own short lists.
const (
	keysList      = "keys"
	audiencesList = "audiences"
	membersList   = "members"
	numbersList   = "numbers"
)

// listed puts an item on a list of the account.
func listed(it item, list, sort string) item {
	if it != nil {
		it["lpk"], it["lsk"] = str(list), str(sort)
	}
	return it
}
