package inbox

import "slices"

// firstKeys names all that can be read knowing nothing but the message.
func (s *sorting) firstKeys() Keys {
	k := Keys{Senders: s.senders()}
	for _, address := range s.addresses {
		t, ok := s.tokens[address]
		switch {
		case !ok:
			k.Addresses = append(k.Addresses, address)
		case t.CampaignCode != "":
			k.CampaignCodes = append(k.CampaignCodes, t.CampaignCode)
			k.Contacts = append(k.Contacts, t.Contact)
			k.Conversations = append(k.Conversations, s.b.campaignThread(t.CampaignCode, t.Contact))
		default:
			k.Conversations = append(k.Conversations, t.Conversation)
			k.Gone = append(k.Gone, t.Conversation)
		}
	}
	for _, id := range s.cited {
		if key, ok := s.b.Tokens.ReadSynthetic(id); ok {
			k.Conversations = append(k.Conversations, key.Conversation)
			continue
		}
		k.Wire = append(k.Wire, WireKey(id))
	}
	for _, r := range s.in.Reports {
		if key, ok := s.b.Tokens.ReadSynthetic(r.MessageID); ok {
			k.Conversations = append(k.Conversations, key.Conversation)
			k.Messages = append(k.Messages, key)
		} else if r.MessageID != "" {
			k.Wire = append(k.Wire, WireKey(r.MessageID))
		}
	}
	if s.in.MessageID != "" {
		k.Wire = append(k.Wire, WireKey(s.in.MessageID))
		for _, sender := range k.Senders {
			k.Wire = append(k.Wire, awaitedKey(s.in.MessageID, sender.Value))
		}
	}
	return k
}

// senders are the identities the message may be from: a form service's mail is
// the person's in its Reply-To, and which services those are is not known yet.
func (s *sorting) senders() []Identity {
	var out []Identity
	for _, a := range append([]Address{s.in.From}, deliverable(s.in.ReplyTo)...) {
		id := Identity{Kind: IdentityEmail, Value: NormalizeAddress(a.Address)}
		if id.Value != "" && !slices.Contains(out, id) && len(out) < 2 {
			out = append(out, id)
		}
	}
	return out
}

// secondKeys names what only the first read has made known. Nothing is needed
// where tokens have led to conversations that exist, or to a campaign's new one.
func (s *sorting) secondKeys() (k Keys, needed bool) {
	for _, r := range s.routes {
		for _, rep := range s.in.Reports {
			if ref := s.found.Wire[WireKey(rep.MessageID)][r.audience]; ref.Message != "" {
				k.Messages = append(k.Messages, MessageKey{ref.Conversation, ref.Message})
				k.Conversations = append(k.Conversations, ref.Conversation)
				needed = true
			}
		}
		if r.split != "" {
			k.Conversations, needed = append(k.Conversations, r.split), true
		}
		if s.unsure(r.audience) {
			k.Once, needed = append(k.Once, s.in.once(r.audience)...), true
		}
		if r.thread != nil {
			continue
		}
		if r.campaign != nil && s.isPlain(r) {
			continue
		}
		needed = true
		k.Audiences = append(k.Audiences, r.audience)
		k.Once = append(k.Once, s.in.once(r.audience)...)
		if r.merged() {
			k.Conversations = append(k.Conversations, s.b.campaignThread(r.campaign.Code, r.contact.ID))
		}
		if r.campaign != nil {
			s.threadKeys(&k, r.audience, r.campaign.Code)
			continue
		}
		s.citedKeys(&k, r.audience)
		for _, id := range s.senders() {
			if known, ok := s.found.Senders[id][r.audience]; ok {
				k.Conversations = append(k.Conversations, known.Recent...)
				k.Contacts = append(k.Contacts, known.Contact)
			}
		}
	}
	return k, needed
}

func (s *sorting) citedKeys(k *Keys, audience string) {
	for _, id := range s.cited {
		if key, ok := s.b.Tokens.ReadSynthetic(id); ok && s.moved(key) != "" {
			k.Conversations = append(k.Conversations, s.moved(key))
		}
	}
	for _, key := range s.wireKeys() {
		ref, ok := s.found.Wire[key][audience]
		if !ok {
			continue
		}
		if ref.Gone {
			continue
		}
		if ref.CampaignCode == "" {
			k.Conversations = append(k.Conversations, ref.Conversation)
			continue
		}
		k.CampaignCodes = append(k.CampaignCodes, ref.CampaignCode)
		s.threadKeys(k, audience, ref.CampaignCode)
	}
}

// moved is into which conversation a message was split off that is cited by an id
// of our own; empty where it was not.
func (s *sorting) moved(key MessageKey) string {
	if c := s.found.Conversations[key.Conversation]; c != nil {
		return c.Moved[key.Message]
	}
	return ""
}

// threadKeys names the senders' own threads on a campaign.
func (s *sorting) threadKeys(k *Keys, audience, code string) {
	for _, id := range s.senders() {
		if known, ok := s.found.Senders[id][audience]; ok {
			k.Conversations = append(k.Conversations, s.b.campaignThread(code, known.Contact))
		}
	}
}

// wireKeys are the keys by which a conversation may be known to the message, the
// most telling first.
func (s *sorting) wireKeys() []string {
	var out []string
	for _, id := range s.cited {
		out = append(out, WireKey(id))
	}
	if s.in.MessageID != "" {
		out = append(out, WireKey(s.in.MessageID))
		for _, sender := range s.senders() {
			out = append(out, awaitedKey(s.in.MessageID, sender.Value))
		}
	}
	return out
}

// unsure tells that the message may be one that is there already, or was deleted for
// good. What belongs to it shall not be stored before that is known: nobody would
// find it again.
func (s *sorting) unsure(audience string) bool {
	_, known := s.found.Wire[WireKey(s.in.MessageID)][audience]
	return s.in.MessageID == "" || known
}
