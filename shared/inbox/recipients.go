package inbox

import (
	"slices"
	"strings"
)

// recipients resolves to whom a reply goes.
func (b *Inbox) recipients(c *Conversation, to ReplyTo) (direct, cc []Address, err error) {
	direct, cc = c.Answer.To, []Address(nil)
	if to.To != nil {
		direct = to.To
	}
	if to.All {
		cc = c.Answer.Cc
	}
	if to.Cc != nil {
		cc = to.Cc
	}
	direct = slices.DeleteFunc(without(direct, nil), func(a Address) bool { return b.Tokens.Owns(a.Address) })
	cc = slices.DeleteFunc(without(cc, direct), func(a Address) bool { return b.Tokens.Owns(a.Address) })
	for _, list := range [][]Address{direct, cc} {
		for i, a := range list {
			if list[i] = a.tidied(); !validAddress(list[i].Address) {
				return nil, nil, problem(ErrInvalid, "%q is not an email address.", oneLine(a.Address))
			}
		}
	}
	switch n := len(direct) + len(cc); {
	case len(direct) == 0:
		return nil, nil, problem(ErrInvalid, "Nobody in this conversation has an address to answer to.")
	case n > MaxRecipients:
		return nil, nil, problem(ErrInvalid, "A message from the inbox goes to at most %d people.", MaxRecipients)
	}
	return direct, cc, nil
}

// validAddress tells whether SES can send to an address: a dot-atom and a domain
// in ASCII (RFC 5321 §4.1.2 without quoted strings and literals; SES takes no
// SMTPUTF8), within the limits of §4.5.3.1.
func validAddress(address string) bool {
	local, domain, ok := strings.Cut(address, "@")
	strange := func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>,;:\"()[]\\", r)
	}
	return ok && local != "" && len(local) <= 64 && len(address) <= 254 && !strings.ContainsFunc(address, strange) &&
		!strings.Contains(domain, "@") && strings.Contains(strings.Trim(domain, "."), ".") && !strings.HasSuffix(domain, ".") &&
		!strings.HasPrefix(domain, ".") && !strings.Contains(address, "..")
}
