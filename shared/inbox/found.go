package inbox

import "maps"

// merge adds what another Load found.
func (f *Found) merge(g *Found) {
	f.Addresses = merged(f.Addresses, g.Addresses)
	f.Senders = merged(f.Senders, g.Senders)
	f.Wire = merged(f.Wire, g.Wire)
	f.Audiences = merged(f.Audiences, g.Audiences)
	f.Contacts = merged(f.Contacts, g.Contacts)
	f.Conversations = merged(f.Conversations, g.Conversations)
	f.Messages = merged(f.Messages, g.Messages)
	f.CampaignCodes = merged(f.CampaignCodes, g.CampaignCodes)
	f.Once = merged(f.Once, g.Once)
	f.Gone = merged(f.Gone, g.Gone)
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	if a == nil {
		return b
	}
	maps.Copy(a, b)
	return a
}
