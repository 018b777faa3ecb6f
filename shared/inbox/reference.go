package inbox

import (
	"crypto/sha256"
	"encoding/base32"
)

// crockford is the alphabet of references: digits and letters that nobody takes
// for one another. Source: Douglas Crockford, "Base 32".
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Reference is a conversation's short name for people, such as C-7KQ2MX. It
// derives from the id, without a counter, so that two may share one; no mail is
// ever matched by it.
func Reference(conversation string) string {
	sum := sha256.Sum256([]byte(conversation))
	return "C-" + crockford.EncodeToString(sum[:])[:6]
}
