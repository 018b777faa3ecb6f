package email

import (
	"regexp"
	"strings"
)

// looksLikeBounce tells a report that is not written by the standard.
func looksLikeBounce(m *Mail, h header, b *body) bool {
	return false
}

func readBounceText(m *Mail, h header, text, original string) []Bounce { return nil }

// deadAddress are the words by which servers say that there is nobody by that
// name or no such host.
var deadAddress = regexp.MustCompile(`(?i)user unknown|unknown user|no such user`)

// isHard tells whether the address itself is bad.
func isHard(status, reply, diagnostic string) bool {
	switch status {
	case "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10":
		return true
	}
	return !strings.HasPrefix(reply, "4") && deadAddress.MatchString(diagnostic)
}
