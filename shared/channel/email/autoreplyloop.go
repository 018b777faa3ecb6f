package email

import (
	"slices"
	"strings"
)

// Evidence of mail that goes round.
const (
	evidenceHops = "hops"
	evidenceOwn  = "own mail"
)

// maxHops is the most servers that a mail passes before it is taken to go round.
// RFC 5321 §6.3 has servers wait for 100; mail of people passes a dozen, through
// lists and forwarders two.
const maxHops = 50

// comesBack tells that a mail which we sent from an address was delivered to
// that address. Who writes the field into a mail of their own hides that mail
// and no other, so that it needs no signature; an answer does not carry it, and
// neither does mail that one audience of ours sends to another arrive where it
// came from.
func (m *Mail) comesBack(recipients []string) bool {
	return slices.ContainsFunc(m.sentFrom, func(from Address) bool {
		return slices.ContainsFunc(recipients, func(to string) bool { return strings.EqualFold(strings.TrimSpace(to), from.Address) })
	})
}
