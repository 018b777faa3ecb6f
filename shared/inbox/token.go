package inbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
)

// A reply token is the local part of a reply address. It reads
//
//	c K <conversation, 26> <mac, 16>              44 octets
//	p K <campaign code, 12> <contact, 26> <mac, 16>  56 octets
//
// in lower case without separators, because mail programs change the case of
// addresses and some refuse long or unusual local parts (RFC 5321 §4.5.3.1.1
// allows 64 octets). K names the key of the MAC: the first 80 bits of
// HMAC-SHA256 over everything before it.
const (
	tokenConversation = 'c'
	tokenCampaign     = 'p'

	ulidLength = 26
	codeLength = 12
	macLength  = 16
)

var macEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Tokens signs and verifies reply tokens for one inbound domain. The zero value
// verifies nothing.
type Tokens struct {
	// Domain is where reply addresses live, in lower case.
	Domain string
	// Keys maps key ids, one character of [a-z2-7] each, to secrets. All of them
	// verify, for ever.
	Keys map[byte][]byte
	// Current is the id of the key that signs.
	Current byte
}

// Token is what a reply address names: a conversation, or a campaign and one of
// its contacts.
type Token struct {
	Conversation string
	CampaignCode string
	Contact      string
}

// Address returns the reply address for a token.
func (t *Tokens) Address(tok Token) string {
	body := string([]byte{tokenConversation, t.Current}) + strings.ToLower(tok.Conversation)
	if tok.CampaignCode != "" {
		body = string([]byte{tokenCampaign, t.Current}) + tok.CampaignCode + strings.ToLower(tok.Contact)
	}
	return body + mac(t.Keys[t.Current], body) + "@" + t.Domain
}

// Read verifies a normalised address and returns what it names. ok is false for
// any address that is not a reply address signed by one of the keys.
func (t *Tokens) Read(address string) (tok Token, ok bool) {
	local, domain, found := strings.Cut(address, "@")
	if !found || domain != t.Domain || len(local) < 2+ulidLength+macLength {
		return Token{}, false
	}
	body, sum := local[:len(local)-macLength], local[len(local)-macLength:]
	key, known := t.Keys[body[1]]
	if !known || !hmac.Equal([]byte(sum), []byte(mac(key, body))) {
		return Token{}, false
	}
	ids := body[2:]
	switch {
	case body[0] == tokenConversation && len(ids) == ulidLength:
		return Token{Conversation: strings.ToUpper(ids)}, true
	case body[0] == tokenCampaign && len(ids) == codeLength+ulidLength:
		return Token{CampaignCode: ids[:codeLength], Contact: strings.ToUpper(ids[codeLength:])}, true
	}
	return Token{}, false
}

// NewerKey tells whether a normalised address reads like a reply address that a
// key unknown here has signed: keys are rotated while this process runs.
func (t *Tokens) NewerKey(address string) bool {
	local, domain, found := strings.Cut(address, "@")
	if !found || domain != t.Domain || len(local) < 2 {
		return false
	}
	_, known := t.Keys[local[1]]
	return !known && (local[0] == tokenConversation && len(local) == 2+ulidLength+macLength ||
		local[0] == tokenCampaign && len(local) == 2+codeLength+ulidLength+macLength)
}

// Owns tells whether an address is at the domain of reply addresses.
func (t *Tokens) Owns(address string) bool {
	return strings.HasSuffix(NormalizeAddress(address), "@"+t.Domain)
}

func mac(key []byte, body string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(body))
	return macEncoding.EncodeToString(h.Sum(nil)[:10])
}

// SyntheticID is the message id of our own that we put into the References of
// what we send. Providers replace Message-ID but leave References alone, so it
// comes back in answers. It is not signed: it leads only somebody who takes
// part in the conversation already.
func (t *Tokens) SyntheticID(key MessageKey) string {
	return fmt.Sprintf("%s.%s@%s", strings.ToLower(key.Conversation), strings.ToLower(key.Message), t.Domain)
}

// ReadSynthetic returns what an id made by SyntheticID names.
func (t *Tokens) ReadSynthetic(id string) (key MessageKey, ok bool) {
	local, domain, found := strings.Cut(strings.ToLower(id), "@")
	c, m, dot := strings.Cut(local, ".")
	if !found || !dot || domain != t.Domain || len(c) != ulidLength || len(m) != ulidLength {
		return MessageKey{}, false
	}
	return MessageKey{Conversation: strings.ToUpper(c), Message: strings.ToUpper(m)}, true
}

// WireKey is the form under which a Message-ID is stored and looked up. SES
// sends under the id of its own that its API returned, at a domain that depends
// on the Region, so of those ids only the part before the @ counts.
func WireKey(id string) string {
	id = strings.Trim(strings.TrimSpace(id), "<>")
	if len(id) > 512 { // longer than any real one: known by its hash
		return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(id)))
	}
	local, domain, _ := strings.Cut(id, "@")
	if d := strings.ToLower(domain); d == "amazonses.com" || strings.HasSuffix(d, ".amazonses.com") {
		return ProviderKey(local)
	}
	return id
}

// ProviderKey is the [WireKey] of a mail that SES sent, by the bare id that its
// API returned.
func ProviderKey(id string) string { return "ses:" + id }
