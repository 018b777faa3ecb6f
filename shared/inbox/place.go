package inbox

import (
	"context"
	"hash/fnv"
	"slices"
	"time"
)

// sorting is the work of finding an incoming message's place in each audience it
// was addressed to. It reads in one round trip where a reply token says all, in
// two otherwise, and decides without further reading.
type sorting struct {
	b     *Inbox
	in    *Incoming
	found *Found

	addresses []string // envelope recipients, normalised
	tokens    map[string]Token
	cited     []string // ids, the most telling first
	routes    []route
}

// route is the way by which a message reached an audience.
type route struct {
	audience string
	address  string        // the recipient that led here; empty for a report
	thread   *Conversation // named by a reply token
	split    string        // the conversation that what is answered was split off into
	campaign *Campaign     // named by a reply token, with contact
	contact  *Contact
	asked    string // the id that the token has; the contact may have been merged since
}

// merged tells whether the contact that a token names was merged into another.
func (r route) merged() bool { return r.contact != nil && r.contact.ID != r.asked }

// signed tells whether a reply token led here.
func (r route) signed() bool { return r.thread != nil || r.campaign != nil }

// placement is where a message belongs in one audience, and why.
type placement struct {
	rule    string
	address string

	conversation *Conversation // as stored, or the frame of a new one
	isNew        bool
	subject      string // for a new conversation without one
	newContact   *Contact
	known        Known // of the sender, if the contact is known or new
	blocked      bool
	answered     string   // the message of the conversation that this one answers
	awaited      []string // keys by which what this message answers shall find here
	person       Address  // who is taken for its author
	emails       []string // all addresses of a known contact
}

func (p *placement) fact() map[string]string {
	return map[string]string{"rule": p.rule, "recipient": p.address}
}

// looping tells that the other side writes too fast to be a person. What it
// writes is kept in the thread and disturbs nobody, until it has been quiet.
func (p *placement) looping(in *Incoming) bool {
	return !p.isNew && p.conversation.Burst.next(in.Received).Count > BurstMax
}

// keptOut is the blocked contact who is kept out of the inbox with a message,
// empty where nobody is: a machine would not have come in anyway.
func (p *placement) keptOut(m *Message) string {
	if !p.blocked || m.Nature.Machine() {
		return ""
	}
	return p.known.Contact
}

func (b *Inbox) newSorting(in *Incoming) *sorting {
	s := &sorting{b: b, in: in, tokens: map[string]Token{}, cited: in.cited(), found: &Found{}}
	for _, r := range in.Recipients {
		address := NormalizeAddress(r)
		if address == "" || slices.Contains(s.addresses, address) {
			continue
		}
		s.addresses = append(s.addresses, address)
		if t, ok := b.Tokens.Read(address); ok {
			s.tokens[address] = t
		}
	}
	return s
}

// read loads what placing needs.
func (s *sorting) read(ctx context.Context) error {
	found, err := s.b.Store.Load(ctx, s.firstKeys())
	if err != nil {
		return err
	}
	s.found = found
	s.route()
	s.splitOff()
	more, needed := s.secondKeys()
	if !needed {
		return nil
	}
	second, err := s.b.Store.Load(ctx, more)
	if err != nil {
		return err
	}
	s.found.merge(second)
	s.routes = slices.DeleteFunc(s.routes, s.gone)
	for i := range s.routes {
		if c := s.found.Conversations[s.routes[i].split]; c != nil {
			s.routes[i].thread = c
		}
	}
	return nil
}

// gone tells whether a route leads to an audience that was deleted. An audience is
// not deleted while it has a conversation or a campaign.
func (s *sorting) gone(r route) bool {
	return !r.signed() && s.found.Audiences[r.audience] == nil
}

// splitOff finds for each conversation that a reply token names whether what the
// message answers has been split off it since.
func (s *sorting) splitOff() {
	for i := range s.routes {
		c := s.routes[i].thread
		if c == nil || len(c.Moved) == 0 {
			continue
		}
		for _, id := range s.cited {
			key, ok := s.b.Tokens.ReadSynthetic(id)
			if !ok {
				ref := s.found.Wire[WireKey(id)][c.Audience]
				key = MessageKey{ref.Conversation, ref.Message}
			}
			if key.Message == "" {
				continue // not known
			}
			s.routes[i].split = c.Moved[key.Message]
			break
		}
	}
}

// route finds the audiences the message reached, one route each. A token beats
// an address.
func (s *sorting) route() {
	byAudience := map[string]int{}
	add := func(r route) {
		i, there := byAudience[r.audience]
		if !there {
			byAudience[r.audience] = len(s.routes)
			s.routes = append(s.routes, r)
		} else if have := s.routes[i]; !have.signed() && r.signed() {
			s.routes[i] = r
		}
	}
	for _, address := range s.addresses {
		t, signed := s.tokens[address]
		if !signed {
			if audience := s.found.Addresses[address]; audience != "" {
				add(route{audience: audience, address: address})
			}
			continue
		}
		if c := s.found.Conversations[t.Conversation]; c != nil {
			add(route{audience: c.Audience, address: address, thread: c})
		} else if gone := s.found.Gone[t.Conversation]; gone.Audience != "" {
			add(route{audience: gone.Audience, address: address})
		}
		if c := s.found.CampaignCodes[t.CampaignCode]; c != nil {
			add(route{audience: c.Audience, address: address, campaign: c, contact: s.found.Contacts[t.Contact], asked: t.Contact})
		}
	}
	// A bounce comes back by ways of its own; what it is about tells whose it is.
	for _, r := range s.in.Reports {
		if key, ok := s.b.Tokens.ReadSynthetic(r.MessageID); ok {
			if c := s.found.Conversations[key.Conversation]; c != nil {
				add(route{audience: c.Audience})
			}
		}
		for audience := range s.found.Wire[WireKey(r.MessageID)] {
			add(route{audience: audience})
		}
	}
}

// isPlain tells whether all is read that placing at a campaign's token needs: the
// message is from the token's contact, or from somebody new, and nobody else has
// a say in whose it is.
func (s *sorting) isPlain(r route) bool {
	if len(s.senders()) > 1 || r.merged() {
		return false
	}
	_, known := s.known(r.audience, s.in.From)
	return !known || r.contact != nil && s.isFrom(r.contact, s.in.From)
}

// seen tells whether the audience is known to have the message already. Where
// that was not read, the commit will tell.
func (s *sorting) seen(audience string) bool {
	for _, key := range s.in.once(audience) {
		if s.found.Once[key] {
			return true
		}
	}
	return false
}

func (s *sorting) known(audience string, person Address) (Known, bool) {
	id := Identity{Kind: IdentityEmail, Value: NormalizeAddress(person.Address)}
	k, ok := s.found.Senders[id][audience]
	return k, ok
}

// isFrom tells whether the contact goes by the person's address.
func (s *sorting) isFrom(c *Contact, person Address) bool {
	return slices.Contains(c.Identities, Identity{Kind: IdentityEmail, Value: NormalizeAddress(person.Address)})
}

// person is who the message is from in an audience: the person in the Reply-To
// of a form service's mail, else its sender.
func (s *sorting) person(audience *Audience) Address {
	from := NormalizeAddress(s.in.From.Address)
	if people := deliverable(s.in.ReplyTo); audience != nil && len(people) > 0 && slices.Contains(audience.FormSenders, from) {
		return people[0]
	}
	return s.in.From
}

// campaignThread is the id of the one conversation of a contact on a campaign.
// It derives from both, so that whoever comes first, and however many at once,
// means the same conversation.
func (b *Inbox) campaignThread(code, contact string) string {
	return b.IDs.Derive(time.Unix(0, 0), "campaign thread", code, contact)
}

// shardOf spreads conversations evenly over the shards of their audience's lists.
func shardOf(conversation string, shards int) int {
	if shards <= 1 {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(conversation))
	return int(h.Sum32() % uint32(shards))
}
