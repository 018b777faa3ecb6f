package store

import "confab/shared/inbox"

func (p *plan) consent(e inbox.Edit[inbox.Consent]) {
	about := subject(e)
	k := consentKey(inbox.ConsentKey{Audience: about.Audience, Number: about.Number})
	if e.Before != nil && e.Before.Rev == 0 { // it was told by what is kept of who was erased
		e.Before = nil
	}
	versioned(p, k, e, func(c *inbox.Consent) *int64 { return &c.Rev }, func(c inbox.Consent) (item, error) {
		it, err := encode(k, consentRecord(c))
		if err == nil && c.Refusal == (inbox.MessageKey{}) {
			delete(it, "refusal") // so that its absence can be required
		}
		return it, err
	})
}

// textNumber writes what is known of a number of ours. Whose it is the audience
// decides, when it claims it.
func (p *plan) textNumber(e inbox.Edit[inbox.TextNumber]) {
	k := textNumberKey(subject(e).Number)
	versioned(p, k, e, func(n *inbox.TextNumber) *int64 { return &n.Rev }, func(n inbox.TextNumber) (item, error) {
		it, err := encode(k, textNumberRecord(n))
		return listed(it, numbersList, bounded(n.Number)), err
	})
}

// claimNumber makes a number the audience's, if it is nobody's. One that was
// taken out of the audience's settings and comes back is still the audience's,
// and what is known of it stays.
func (p *plan) claimNumber(number, audience string) {
	p.update(textNumberKey(number), expression{
		condition: "attribute_not_exists(pk) OR audience = :audience",
		update:    "SET v = :v, #number = :number, audience = :audience, rev = if_not_exists(rev, :first), lpk = :list, lsk = :sort",
		names:     map[string]string{"#number": "number"},
		values: item{
			":v": num(shape), ":number": str(number), ":audience": str(audience), ":first": num(1),
			":list": str(numbersList), ":sort": str(bounded(number)),
		},
	}, conflict)
}

func (p *plan) link(e inbox.Edit[inbox.Link]) {
	k := linkKey(subject(e).Code)
	versioned(p, k, e, func(l *inbox.Link) *int64 { return &l.Rev }, func(l inbox.Link) (item, error) {
		return encode(k, linkRecord(l))
	})
}

// textRecord adds to a number's history. The id of a record derives from what it
// tells, so one that is there already says that the change was committed before.
func (p *plan) textRecord(r inbox.TextRecord) {
	p.put(textRecordKey(r.Audience, r.Number, r.ID), textRecord(r), absent(), refuse(inbox.ErrDuplicate))
}

// texting checks what a text must not lack. Of items that the change itself
// writes, whoever made it has seen to that.
func (p *plan) texting(r *inbox.TextingRequirement) {
	if r == nil {
		return
	}
	require := func(k key, e expression, why refusal) {
		if !p.taken[k] {
			p.require(k, e, why)
		}
	}
	require(consentKey(inbox.ConsentKey{Audience: r.Audience, Number: r.Theirs}), consenting(r), unconsenting(r))
	if r.Contact != "" {
		require(contactKey(r.Contact), expression{
			condition: "attribute_not_exists(blocked) OR blocked = :no", values: item{":no": boolean(false)},
		}, refuse(inbox.Closed(inbox.ClosedBlocked)))
	}
}

// consenting holds where a number's consent is what the requirement asks for.
func consenting(r *inbox.TextingRequirement) expression {
	e := expression{
		condition: "(attribute_not_exists(#state) OR #state <> :state)",
		names:     map[string]string{"#state": "state"}, values: item{":state": str(string(inbox.OptedOut))},
	}
	if r.State != "" {
		e.condition, e.values = "#state = :state", item{":state": str(string(r.State))}
	}
	if r.Decided {
		e.condition += " AND attribute_not_exists(refusal)"
	}
	return e
}

// unconsenting tells what a consent that was met lacks.
func unconsenting(r *inbox.TextingRequirement) refusal {
	return func(old item) error {
		switch state := inbox.ConsentState(text(old["state"])); {
		case r.State == inbox.OptedOut && state != inbox.OptedOut:
			return inbox.Closed(inbox.ClosedConsented)
		case state == inbox.OptedOut && r.State != inbox.OptedOut:
			return inbox.Closed(inbox.ClosedOptedOut)
		case r.State == inbox.Consented && state != inbox.Consented:
			return inbox.Closed(inbox.ClosedNoConsent)
		}
		return inbox.Closed(inbox.ClosedRefusal)
	}
}
