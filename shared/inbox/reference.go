package inbox

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// crockford is the alphabet of references: digits and letters that nobody takes
// for one another. Source: Douglas Crockford, "Base 32".
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// referenceChars are thirty bits: of a hundred thousand conversations ten or so
// share theirs with another, and then it leads to both.
const referenceChars = 6

var referenceEncoding = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// Reference is a conversation's short name for people, such as C-7KQ2MX. It
// derives from the id, without a counter, so that two may share one; no mail is
// ever matched by it.
func Reference(conversation string) string {
	sum := sha256.Sum256([]byte(conversation))
	return "C-" + referenceEncoding.EncodeToString(sum[:])[:referenceChars]
}

// ReadReference returns a reference in its one form, however it was typed: in any
// case, with or without what it begins with, with O for 0 and I or L for 1. ok is
// false for what is none.
func ReadReference(s string) (reference string, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.TrimPrefix(s, "C-"))
	return "C-" + s, len(s) == referenceChars && strings.Trim(s, crockford) == ""
}
