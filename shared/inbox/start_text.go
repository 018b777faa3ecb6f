package inbox

import "context"

// StartText writes to a contact's number, in the thread of that number and the
// one of ours named by from, the audience's first where it is empty. The contact
// has to have consented: nobody else may be texted first.
func (b *Inbox) StartText(ctx context.Context, gate Gate, audience string, to StartTo, from string, d Draft) (c *Conversation, m *Message, err error) {
	err = b.retry(ctx, func() error {
		c, m, err = b.startText(ctx, gate, audience, to, from, d)
		return err
	})
	return c, m, err
}

func (b *Inbox) startText(ctx context.Context, gate Gate, audience string, to StartTo, from string, d Draft) (*Conversation, *Message, error) {
	keys := Keys{Audiences: []string{audience}, Requests: d.requestKeys()}
	identity := Identity{Kind: IdentityPhone}
	if to.Contact != "" {
		keys.Contacts = []string{to.Contact}
	} else {
		number, err := b.Texts.Number(to.Address.Address)
		if err != nil {
			return nil, nil, err
		}
		identity.Value = number
		keys.Senders = []Identity{identity}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	a := f.Audiences[audience]
	if a == nil {
		return nil, nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, audience); err != nil {
		return nil, nil, err
	}
	if done, err := d.replayed(f); done != nil || err != nil {
		return b.replay(ctx, done, err)
	}
	contact := f.Contacts[to.Contact]
	switch {
	case to.Contact == "":
		to.Contact = f.Senders[identity][audience].Contact
	case contact == nil || contact.Audience != audience:
		return nil, nil, problem(ErrNotFound, "There is no such contact in this audience.")
	case len(contact.Phones()) == 0:
		return nil, nil, problem(ErrInvalid, "This contact has no phone number.")
	default:
		identity.Value = contact.Phones()[0]
	}
	if to.Contact == "" {
		return nil, nil, Closed(ClosedNoConsent)
	}
	ours, err := a.numberFor(from)
	if err != nil {
		return nil, nil, err
	}
	return b.writeFirst(ctx, a, to.Contact, TextPair{Ours: ours, Theirs: identity.Value}, d)
}

// numberFor is the number of ours that a new thread leaves from.
func (a *Audience) numberFor(from string) (string, error) {
	switch {
	case len(a.Texting.Numbers) == 0:
		return "", problem(ErrInvalid, "This audience has no number to text from.")
	case from == "":
		return a.Texting.Numbers[0], nil
	}
	for _, n := range a.Texting.Numbers {
		if n == from {
			return n, nil
		}
	}
	return "", problem(ErrInvalid, "%q is no number of this audience.", oneLine(from))
}

// writeFirst writes in the thread of the pair, which may not be there yet.
func (b *Inbox) writeFirst(ctx context.Context, a *Audience, contact string, pair TextPair, d Draft) (*Conversation, *Message, error) {
	id := b.textThread(pair)
	keys := textingKeys(a.ID, contact, pair)
	keys.Conversations = []string{id}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	with := f.Contacts[contact]
	if with == nil {
		return nil, nil, ErrConflict
	}
	t := &textDraft{b: b, d: d, now: b.Now(), conversation: f.Conversations[id], audience: a}
	if t.conversation != nil {
		t.after = t.conversation.clone()
		t.after.Contact, t.after.ContactName = contact, firstOf(with.Name, pair.Theirs) // the number may have been another's
	} else {
		t.after = &Conversation{
			ID: id, Audience: a.ID, Channel: SMS, Contact: contact, ContactName: firstOf(with.Name, pair.Theirs),
			Text: &pair, Status: Open, Created: t.now, Arrived: t.now, Shard: shardOf(id, a.Shards),
			Answer: Answer{To: []Address{{Name: with.Name, Address: pair.Theirs}}},
		}
	}
	if err := t.check(f); err != nil {
		return nil, nil, err
	}
	return t.commit(ctx)
}
