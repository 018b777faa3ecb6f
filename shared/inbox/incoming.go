package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Incoming is a message from outside as its channel understood it.
type Incoming struct {
	Channel Channel
	// ProviderID is the provider's id for this delivery; the same one means the
	// same message, another one need not mean another message.
	ProviderID string
	Received   time.Time
	// Recipients are the envelope's, not the header's: they include Bcc.
	Recipients []string

	Nature     Nature
	From       Address // who is shown as the sender; may be empty
	ReplyTo    []Address
	To         []Address
	Cc         []Address
	Subject    string
	MessageID  string   // like all ids on the wire, without angle brackets
	InReplyTo  []string // in the order of the header
	References []string // the oldest first (RFC 5322 §3.6.4)
	Date       time.Time

	Text  string // the new part
	Full  string // all of the text
	HTML  string // sanitised
	Files []IncomingFile
	Raw   string // key of the raw message

	Spam       bool
	Virus      bool
	Unverified bool
	// Reports are what a bounce or complaint says of earlier messages of ours.
	Reports []Report
	Facts   []Fact
}

// IncomingFile is an attachment of an incoming message.
type IncomingFile struct {
	File
	ContentID string
	Inline    bool
}

// Report is what a bounce or a complaint says of one recipient of a message.
type Report struct {
	MessageID string // of the message it is about
	Recipient string
	State     DeliveryState // Bounced or Complained
	Hard      bool          // never mail the address again
	Reason    string
}

// maxAge is how long before its arrival a message may claim to have been sent.
// Mail servers retry for up to five days (RFC 5321 §4.5.4.1); an older date is
// a wrong clock, and would bury the message in its thread.
const maxAge = 7 * 24 * time.Hour

// at is when the message takes its place in the thread: when it was sent, as far
// as that can be believed.
func (in *Incoming) at() time.Time {
	if in.Date.IsZero() || in.Date.After(in.Received) || in.Received.Sub(in.Date) > maxAge {
		return in.Received
	}
	return in.Date
}

// maxCited is how many cited message ids are looked up, the newest first.
const maxCited = 40

// cited lists the ids of what the message answers, the most telling first.
func (in *Incoming) cited() []string {
	var out []string
	seen := map[string]bool{"": true}
	add := func(id string) {
		if !seen[id] && len(out) < maxCited {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, id := range in.InReplyTo {
		add(id)
	}
	for i := len(in.References) - 1; i >= 0; i-- {
		add(in.References[i])
	}
	return out
}

// once are the keys under which the message enters an audience only once: the
// provider's id, and a digest of what it says, because one mail sent to two of
// our addresses arrives under two ids. Without a Message-ID the date has to tell
// one mail from another; without either, two equal mails are two.
func (in *Incoming) once(audience string) []string {
	keys := []string{providerOnce(audience, in.Channel, in.ProviderID)}
	if in.MessageID == "" && in.Date.IsZero() {
		return keys
	}
	h := sha256.New()
	part := func(s string) {
		sum := sha256.Sum256([]byte(s))
		h.Write(sum[:])
	}
	part(audience)
	part(in.MessageID)
	part(NormalizeAddress(in.From.Address))
	part(in.Full)
	part(in.HTML)
	if in.MessageID == "" {
		part(in.Date.UTC().Format(time.RFC3339))
	}
	return append(keys, "digest#"+hex.EncodeToString(h.Sum(nil)))
}

// providerOnce is the key of one delivery by the provider.
func providerOnce(audience string, ch Channel, id string) string {
	return "provider#" + audience + "#" + string(ch) + "#" + id
}

// awaitedKey is where a message leads that was answered before it arrived: an
// answer leaves its conversation there for what it answers. The sender is part
// of the key because many contacts answer one id.
func awaitedKey(id, sender string) string { return "awaited:" + sender + ":" + WireKey(id) }
