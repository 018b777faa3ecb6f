package inbox

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of short texts, in bytes.
const (
	maxSubject    = 500
	maxName       = 200
	maxAddress    = 320 // RFC 5321 §4.5.3.1: 64 before the @, 255 after it
	maxReferences = 20
)

// clip cuts s to at most n bytes at the boundary of a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// oneLine makes one line of any text that goes into a header, a list or a name:
// white space is folded, and what cannot be seen but changes what is seen
// (controls, and overrides of the direction of writing) is dropped.
func oneLine(s string) string {
	visible := func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
			return -1
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))), " ")
}

// tidied is an address as a header can hold it.
func (a Address) tidied() Address {
	return Address{Name: clip(oneLine(a.Name), maxName), Address: strings.TrimSpace(a.Address)}
}

// preview is the beginning of a text as a list shows it.
func preview(text string) string {
	return clip(oneLine(clip(text, 20*PreviewBytes)), PreviewBytes)
}

// firstOf returns the first value that is not the zero value, like SQL's COALESCE.
func firstOf[T comparable](values ...T) T {
	var none T
	for _, v := range values {
		if v != none {
			return v
		}
	}
	return none
}

// clone copies a conversation so that neither copy sees the other's changes.
func (c *Conversation) clone() *Conversation {
	d := *c
	d.Campaigns = slices.Clone(c.Campaigns)
	d.Labels = slices.Clone(c.Labels)
	d.Participants = slices.Clone(c.Participants)
	d.Outbox = slices.Clone(c.Outbox)
	d.MovedFrom = slices.Clone(c.MovedFrom)
	d.Parts = slices.Clone(c.Parts)
	d.Moved = maps.Clone(c.Moved)
	d.Correlations = maps.Clone(c.Correlations)
	if c.Text != nil {
		pair := *c.Text
		d.Text = &pair
	}
	d.Scheduled = slices.Clone(c.Scheduled)
	if c.Snooze != nil {
		snooze := *c.Snooze
		d.Snooze = &snooze
	}
	return &d
}

// join notes addresses as taking part, as long as there is room.
func (c *Conversation) join(people ...Address) {
	for _, a := range people {
		address := NormalizeAddress(a.Address)
		if validAddress(address) && !c.TakesPart(address) && len(c.Participants) < MaxParticipants {
			c.Participants = append(c.Participants, address)
		}
	}
}

// without returns the people of list that are not among others, each once.
func without(list, others []Address) []Address {
	seen := map[string]bool{"": true}
	for _, o := range others {
		seen[NormalizeAddress(o.Address)] = true
	}
	var out []Address
	for _, a := range list {
		if key := NormalizeAddress(a.Address); !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}
