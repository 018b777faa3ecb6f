package inbox

import "context"

// StartTo is with whom a new conversation begins: a contact by id, or whoever
// has the address.
type StartTo struct {
	Contact string
	Address Address
}

// Start begins a new email conversation with a contact; an address nobody has
// becomes a contact.
func (b *Inbox) Start(ctx context.Context, gate Gate, audience string, to StartTo, d Draft) (c *Conversation, m *Message, err error) {
	err = b.retry(ctx, func() error {
		c, m, err = b.start(ctx, gate, audience, to, d)
		return err
	})
	return c, m, err
}

func (b *Inbox) start(ctx context.Context, gate Gate, audience string, to StartTo, d Draft) (*Conversation, *Message, error) {
	identity := Identity{Kind: IdentityEmail, Value: NormalizeAddress(to.Address.Address)}
	keys := Keys{Audiences: []string{audience}, Requests: d.requestKeys()}
	if to.Contact != "" {
		keys.Contacts = []string{to.Contact}
	} else {
		keys.Senders = []Identity{identity}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	if f.Audiences[audience] == nil {
		return nil, nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, audience); err != nil {
		return nil, nil, err
	}
	if done, err := d.replayed(f); done != nil || err != nil {
		return b.replay(ctx, done, err)
	}
	var change Change
	now := b.Now()
	c := &Conversation{ID: b.IDs.New(now), Audience: audience, Channel: Email, Status: Open, Created: now, Arrived: now}
	c.Shard = shardOf(c.ID, f.Audiences[audience].Shards)
	if d.Override != "" {
		return nil, nil, problem(ErrInvalid, "Only texts have hours to be overridden.")
	}
	if err := b.withContact(ctx, &change, c, to, identity, f); err != nil {
		return nil, nil, err
	}
	if c.Subject = clip(oneLine(firstOf(d.Subject, f.Audiences[audience].DefaultSubject)), maxSubject); c.Subject == "" {
		return nil, nil, problem(ErrInvalid, "A new conversation needs a subject.")
	}
	m := b.outgoingMessage(ctx, c, d, now)
	m.To, m.Subject = c.Answer.To, c.Subject
	if err := b.putOff(c, m, &d); err != nil {
		return nil, nil, err
	}
	c.take(m)
	change.Conversations = []Edit[Conversation]{{After: c}}
	if err := b.commitSend(ctx, change, m, d); err != nil {
		return nil, nil, err
	}
	return c, m, nil
}

// withContact finds or makes the contact a new conversation is with, and has the
// contact's addresses remember it.
func (b *Inbox) withContact(ctx context.Context, change *Change, c *Conversation, to StartTo, identity Identity, f *Found) error {
	contact := f.Contacts[to.Contact]
	if to.Contact != "" {
		if contact == nil || contact.Audience != c.Audience {
			return problem(ErrNotFound, "There is no such contact in this audience.")
		}
		if len(contact.Emails()) == 0 {
			return problem(ErrInvalid, "This contact has no email address.")
		}
		identity.Value = contact.Emails()[0]
	}
	if !validAddress(identity.Value) {
		return problem(ErrInvalid, "%q is not an email address.", oneLine(to.Address.Address))
	}
	if a := f.Audiences[c.Audience]; b.Tokens.Owns(identity.Value) || identity.Value == a.FromAddress || identity.Value == a.ForwardingAddress {
		return problem(ErrInvalid, "%s is an address of the team itself.", identity.Value)
	}
	known, contact, err := b.byIdentity(ctx, c.Audience, identity, contact, f)
	if err != nil {
		return err
	}
	if contact == nil {
		contact = &Contact{
			ID: b.IDs.New(c.Created), Audience: c.Audience, Name: clip(oneLine(to.Address.Name), maxName),
			Identities: []Identity{identity}, Created: c.Created,
		}
		change.Contacts = []Edit[Contact]{{After: contact}}
		known = Known{Audience: c.Audience, Identity: identity, Contact: contact.ID, Name: contact.Name}
	}
	change.Recent = remembering(known, contact.Emails(), c.ID)
	c.Contact, c.ContactName = contact.ID, firstOf(contact.Name, identity.Value)
	c.Answer.To = []Address{{Name: contact.Name, Address: identity.Value}}
	return nil
}

// byIdentity completes what is known of an identity by its contact, and of a
// contact by its identity; both are empty where the identity is nobody's.
func (b *Inbox) byIdentity(ctx context.Context, audience string, i Identity, contact *Contact, f *Found) (Known, *Contact, error) {
	known, found := f.Senders[i][audience]
	switch {
	case contact != nil && !found:
		more, err := b.Store.Load(ctx, Keys{Senders: []Identity{i}})
		if err != nil {
			return Known{}, nil, err
		}
		known = more.Senders[i][audience]
		if known.Contact != contact.ID {
			return Known{}, nil, ErrConflict
		}
	case contact == nil && found:
		more, err := b.Store.Load(ctx, Keys{Contacts: []string{known.Contact}})
		if err != nil {
			return Known{}, nil, err
		}
		if contact = more.Contacts[known.Contact]; contact == nil {
			return Known{}, nil, ErrConflict
		}
	}
	return known, contact, nil
}
