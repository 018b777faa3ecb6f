package inbox

import (
	"crypto/rand"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Link is a short link that stands for a long one in a text.
type Link struct {
	Code   string // twelve characters of [a-z2-7]: 60 random bits
	Target string // http or https
	// For whom it was made: each contact gets links of their own.
	Audience     string
	Number       string
	Contact      string
	Conversation string
	Message      string
	Created      time.Time
	Expires      time.Time
	// Clicks is how often it was followed, as far as that was recorded.
	Clicks int
	Rev    int64
}

// LinkPath stands between a [Texting.LinkBase] and a code.
const LinkPath = "/l/"

const (
	// linkLife is how long a link leads somewhere: people look for old texts, but
	// not for ever, and a link that nobody follows any more shall not stay.
	linkLife = 365 * 24 * time.Hour
	// maxTarget is how long a link may be, in bytes, to be shortened. Escaped it is
	// up to thrice as long, and API Gateway passes on 10,240 bytes of header in all.
	maxTarget = 2048

	linkCodeLength = 12
)

// newLinkCode makes a code that nobody can guess.
func newLinkCode() string { return strings.ToLower(rand.Text()[:linkCodeLength]) }

// readLinkCode finds the code at the start of what was asked for. Phones take
// signs that stand behind a link for part of it, and whoever types one may type
// it in capitals.
func readLinkCode(s string) (code string, ok bool) {
	if len(s) < linkCodeLength {
		return "", false
	}
	code = strings.ToLower(s[:linkCodeLength])
	for i := range len(code) {
		if c := code[i]; !('a' <= c && c <= 'z' || '2' <= c && c <= '7') {
			return "", false
		}
	}
	for _, next := range s[linkCodeLength:] {
		return code, !unicode.IsLetter(next) && !unicode.IsDigit(next)
	}
	return code, true
}

// followable tells whether a link can be followed from a text: http or https to a
// host by name or address, and no password in it.
func followable(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil &&
		u.Hostname() != "" && !strings.ContainsFunc(u.Host, notOfHosts)
}

// notOfHosts tells characters that no host has, though a URL could (RFC 3986
// §3.2.2): behind a host they belong to the sentence, as in example.com's.
func notOfHosts(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune(".-_:[]", r)
}
