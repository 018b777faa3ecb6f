package inbox

// The rules that place a message, in the order in which they are asked.
const (
	RuleConversationToken = "conversation_token" // sent to a conversation's reply address
	RuleCampaignToken     = "campaign_token"     // sent to a campaign's reply address
	RuleCited             = "cited_message"      // answers a message of the conversation
	RuleAwaited           = "awaited_message"    // was answered before it arrived
	RuleCampaignCited     = "cited_campaign"     // answers what a campaign sent
	RuleReport            = "report"             // a bounce or complaint about a message of ours
	RuleReturned          = "returned"           // a message of ours that came back to us
	RuleJoined            = "joined"             // the audience joins what answers nothing
	RuleNew               = "new"                // answers nothing known
)

// place decides where the message belongs in the route's audience. It reads
// nothing and changes nothing.
func (s *sorting) place(r route) placement {
	audience := s.found.Audiences[r.audience]
	person := s.person(audience)
	p := placement{address: r.address, person: person}
	p.known, _ = s.known(r.audience, person)
	p.blocked = p.known.Blocked

	switch {
	case s.byReturn(&p, r):
	case s.byToken(&p, r, person):
	case s.byReport(&p, r):
	case s.byCited(&p, r, person):
	case s.byAudience(&p, audience):
	default:
		p.rule = RuleNew
		s.openNew(&p, r.audience, person, s.b.IDs.Derive(s.in.at(), "conversation", r.audience, s.in.ProviderID), nil)
	}
	if p.isNew && audience != nil {
		p.subject = audience.DefaultSubject
		p.conversation.Shard = shardOf(p.conversation.ID, audience.Shards)
	}
	p.answered = s.answered(p.conversation)
	if !s.in.Nature.Machine() {
		p.awaited = s.awaits(r.audience, person)
	}
	return p
}

// byToken follows a signed reply address. A conversation's admits any sender,
// who is shown as who they are; a campaign's leads its contact, or whoever else
// writes to it, to their own thread on the campaign.
func (s *sorting) byToken(p *placement, r route, person Address) bool {
	if r.thread != nil {
		p.rule, p.conversation = RuleConversationToken, r.thread
		return true
	}
	if r.campaign == nil {
		return false
	}
	p.rule = RuleCampaignToken
	if r.contact != nil && (s.isFrom(r.contact, person) || s.in.Nature.Machine()) {
		// A machine answers for the contact whose copy of the campaign it got,
		// whatever address it gives itself.
		address := person.Address
		if !s.isFrom(r.contact, person) {
			address = ""
		}
		p.blocked = r.contact.Blocked
		if p.known.Contact != r.contact.ID {
			p.known = Known{
				Audience: r.audience, Contact: r.contact.ID, Name: r.contact.Name, Blocked: r.contact.Blocked,
				Identity: Identity{Kind: IdentityEmail, Value: NormalizeAddress(address)},
			}
		}
		if r.merged() { // their thread from before has come along
			if p.conversation = s.found.Conversations[s.b.campaignThread(r.campaign.Code, r.asked)]; p.conversation != nil {
				return true
			}
		}
		s.onCampaign(p, r.campaign, r.contact.ID, person)
		return true
	}
	s.onCampaign(p, r.campaign, p.known.Contact, person)
	return true
}

// onCampaign places the message in the contact's own thread on the campaign.
// An empty contact is somebody new.
func (s *sorting) onCampaign(p *placement, c *Campaign, contact string, person Address) {
	if contact != "" {
		id := s.b.campaignThread(c.Code, contact)
		if p.conversation = s.found.Conversations[id]; p.conversation != nil {
			return
		}
		s.openNew(p, c.Audience, person, id, c)
		return
	}
	s.openNew(p, c.Audience, person, "", c)
}

// byReturn recognises a mail that we sent ourselves, which some mailbox sent on
// to us.
func (s *sorting) byReturn(p *placement, r route) bool {
	ref := s.found.Wire[WireKey(s.in.MessageID)][r.audience]
	c := s.found.Conversations[ref.Conversation]
	if !ref.Ours || c == nil || c.Audience != r.audience {
		return false
	}
	p.rule, p.conversation = RuleReturned, c
	return true
}

// byReport files a bounce or complaint with the message it is about.
func (s *sorting) byReport(p *placement, r route) bool {
	for _, rep := range s.in.Reports {
		id := s.found.Wire[WireKey(rep.MessageID)][r.audience].Conversation
		if key, ok := s.b.Tokens.ReadSynthetic(rep.MessageID); ok {
			id = key.Conversation
		}
		if c := s.found.Conversations[id]; c != nil && c.Audience == r.audience {
			p.rule, p.conversation = RuleReport, c
			return true
		}
	}
	return false
}

// byCited follows In-Reply-To and References, the newest first, but only into a
// conversation in which the sender takes part: hundreds of contacts answer one
// campaign with one id, and anybody can write any id.
func (s *sorting) byCited(p *placement, r route, person Address) bool {
	for _, id := range s.cited {
		if key, ok := s.b.Tokens.ReadSynthetic(id); ok {
			if s.admits(p, r.audience, firstOf(s.moved(key), key.Conversation), person, RuleCited) {
				return true
			}
			continue
		}
		ref := s.found.Wire[WireKey(id)][r.audience]
		if c := s.found.CampaignCodes[ref.CampaignCode]; c != nil && c.Audience == r.audience {
			p.rule = RuleCampaignCited
			s.onCampaign(p, c, p.known.Contact, person)
			return true
		}
		if s.admits(p, r.audience, ref.Conversation, person, RuleCited) {
			return true
		}
	}
	if s.in.MessageID == "" {
		return false
	}
	awaited := s.found.Wire[awaitedKey(s.in.MessageID, NormalizeAddress(person.Address))][r.audience]
	return s.admits(p, r.audience, awaited.Conversation, person, RuleAwaited)
}

func (s *sorting) admits(p *placement, audience, conversation string, person Address, rule string) bool {
	c := s.found.Conversations[conversation]
	if c == nil || c.Audience != audience {
		return false
	}
	mine := p.known.Contact != "" && p.known.Contact == c.Contact
	if !mine && !c.TakesPart(NormalizeAddress(person.Address)) {
		return false
	}
	p.rule, p.conversation = rule, c
	return true
}

// byAudience joins what answers nothing to one of the sender's recent
// conversations, where the audience wants it so.
func (s *sorting) byAudience(p *placement, a *Audience) bool {
	if a == nil || a.Unmatched == UnmatchedNew || a.Unmatched == "" || s.in.Nature.Machine() || s.in.Spam {
		return false
	}
	for _, id := range p.known.Recent {
		c := s.found.Conversations[id]
		if c == nil || c.Channel != s.in.Channel || c.Contact != p.known.Contact {
			continue
		}
		if a.Unmatched == UnmatchedSingle || c.Status == Open || c.Status == Snoozed {
			p.rule, p.conversation = RuleJoined, c
			return true
		}
	}
	return false
}

// openNew frames a new conversation with the person, who becomes a contact if
// they are not one yet. A machine never does, and neither does who has no address.
func (s *sorting) openNew(p *placement, audience string, person Address, id string, campaign *Campaign) {
	c := &Conversation{
		ID: id, Audience: audience, Channel: s.in.Channel,
		Contact: p.known.Contact, ContactName: p.known.Name,
	}
	address := NormalizeAddress(person.Address)
	if c.Contact == "" && validAddress(address) && !s.in.Nature.Machine() {
		p.newContact = &Contact{
			ID: s.b.IDs.New(s.in.Received), Audience: audience, Name: clip(oneLine(person.Name), maxName),
			Identities: []Identity{{Kind: IdentityEmail, Value: address}}, Created: s.in.Received,
		}
		p.known = Known{Audience: audience, Identity: p.newContact.Identities[0], Contact: p.newContact.ID, Name: p.newContact.Name}
		c.Contact = p.newContact.ID
	}
	if c.ContactName = p.known.Name; c.ContactName == "" {
		c.ContactName = clip(firstOf(oneLine(person.Name), address), maxName)
	}
	if campaign != nil {
		if c.ID == "" {
			c.ID = s.b.campaignThread(campaign.Code, firstOf(c.Contact, "machine "+s.in.ProviderID))
		}
		c.Campaign, c.Campaigns = campaign.ID, []string{campaign.ID}
		c.Shard = shardOf(c.ID, campaign.Shards)
	}
	if contact := s.found.Contacts[c.Contact]; contact != nil {
		p.emails = contact.Emails()
	}
	p.conversation, p.isNew = c, true
}

// answered returns the id of the message in the conversation that this one
// answers, empty if it is not known.
func (s *sorting) answered(c *Conversation) string {
	for _, id := range s.cited {
		key, ok := s.b.Tokens.ReadSynthetic(id)
		if !ok {
			ref := s.found.Wire[WireKey(id)][c.Audience]
			key = MessageKey{ref.Conversation, ref.Message}
		}
		if known := s.found.Conversations[key.Conversation]; key.Conversation == c.ID || known != nil && known.ID == c.ID {
			return key.Message
		}
	}
	return ""
}

// maxAwaiting is for how many of its people an early answer leaves a pointer.
const maxAwaiting = 5

// awaits returns the keys under which the message that this one answers, and that
// has not arrived, will find this one's conversation: whoever of its people wrote it.
func (s *sorting) awaits(audience string, person Address) []string {
	if len(s.in.InReplyTo) == 0 {
		return nil
	}
	id := s.in.InReplyTo[0]
	if _, ours := s.b.Tokens.ReadSynthetic(id); ours {
		return nil
	}
	if _, arrived := s.found.Wire[WireKey(id)][audience]; arrived {
		return nil
	}
	people := s.b.correspondents(s.in, person)
	var keys []string
	for _, a := range without(append([]Address{people.from}, people.others...), nil) {
		if len(keys) < maxAwaiting {
			keys = append(keys, awaitedKey(id, NormalizeAddress(a.Address)))
		}
	}
	return keys
}

// remember returns what the contact's addresses shall remember once a new
// conversation is opened that unmatched mail may join: one that is no campaign's.
func (p *placement) remember() []Recent {
	k := p.known
	if !p.isNew || k.Contact == "" || k.Identity.Value == "" || p.conversation.Campaign != "" {
		return nil
	}
	return remembering(k, p.emails, p.conversation.ID)
}

// remembering puts a conversation first among those that all addresses of a
// contact remember. That what the known one remembered is still so stands for all.
func remembering(k Known, emails []string, conversation string) []Recent {
	before := k.Recent
	k.Recent = []string{conversation}
	for _, id := range before {
		if id != conversation && len(k.Recent) < RecentConversations {
			k.Recent = append(k.Recent, id)
		}
	}
	out := []Recent{{Known: k, Before: before, Check: true}}
	for _, email := range emails {
		if email != k.Identity.Value {
			other := k
			other.Identity.Value = email
			out = append(out, Recent{Known: other})
		}
	}
	return out
}
