package sms

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"confab/shared/channel/sms/plans"
	"confab/shared/inbox"
)

// Kind tells what a text came from, or goes to.
type Kind string

// The kinds of parties.
const (
	PhoneNumber Kind = "phone_number" // a number that somebody may have in their hand
	ShortCode   Kind = "short_code"   // three to eight digits, valid in one country: a machine
	SenderID    Kind = "sender_id"    // a name in place of a number: it cannot be answered
)

// Party is one end of a text.
type Party struct {
	Kind  Kind
	Value string // E.164 of a number, the digits of a short code, a name as it came
}

// Bounds of addresses, in digits and characters.
const (
	minNumber    = 7  // of E.164, with the country's code: the smallest plans have it
	maxNumber    = 15 // ITU-T E.164 §6
	minShortCode = 3
	maxShortCode = 8
	maxSenderID  = 11 // 3GPP TS 23.040 §9.1.2.5
	maxAddress   = 80 // bytes that are looked at at all
)

// ParseParty reads the originationNumber or destinationNumber of a text, or
// what somebody typed for one: E.164 with its plus sign or 00, with whatever
// people put between digits. Digits without either are a short code when they
// are few, and a number that lost its plus sign when they are many. It returns an
// inbox.ErrInvalid for anything else. A number that the numbering plans do not
// know is one nonetheless: they change faster than programs.
func ParseParty(text string) (Party, error) {
	s := ""
	if len(text) <= maxAddress {
		s = strings.TrimPrefix(strings.TrimSpace(visible(norm.NFKC.String(text))), "tel:")
	}
	if strings.ContainsFunc(s, unicode.IsLetter) {
		if isSenderID(s) {
			return Party{Kind: SenderID, Value: s}, nil
		}
		return Party{}, invalidParty(text)
	}
	digits, international := dialled(s)
	switch n := len(digits); {
	case strings.HasPrefix(digits, "0") && (international || n > maxShortCode):
	case international && n >= minNumber && n <= maxNumber, !international && n > maxShortCode && n <= maxNumber:
		return number(digits), nil
	case n >= minShortCode && n <= maxShortCode:
		return Party{Kind: ShortCode, Value: digits}, nil
	}
	return Party{}, invalidParty(text)
}

func invalidParty(text string) error {
	return &inbox.Problem{Kind: inbox.ErrInvalid, Detail: fmt.Sprintf("%.40q is no phone number: write it with its country's code, such as +1 212 555 0123.", text)}
}

// visible drops marks of direction and joining, which come along when a number
// is copied.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// isSenderID tells a name that a network would show in place of a number.
func isSenderID(s string) bool {
	return len([]rune(s)) <= maxSenderID && !strings.ContainsFunc(s, func(r rune) bool { return septets(r) == 0 || unicode.IsControl(r) })
}

// dialled returns the digits of a number, and whether a plus sign or 00 says
// that its country's code is among them; nothing where there is more than
// people put between digits.
func dialled(s string) (digits string, international bool) {
	s, international = strings.CutPrefix(s, "+")
	var out strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			out.WriteByte(byte('0' + decimal(r)))
		case !strings.ContainsRune(" -.()/\u2010\u2011\u2013", r):
			return "", false
		}
	}
	digits = out.String()
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !international {
		return rest, true
	}
	return digits, international
}

// decimal returns the value of a digit of any script: they stand in runs of ten.
func decimal(r rune) rune {
	zero := r
	for zero > 0 && unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}

// number makes a party of the digits behind a plus sign. What callers at home
// dial before a number goes, as often as it is there.
func number(digits string) Party {
	for {
		shorter, found := plans.WithoutTrunk(digits)
		if !found || len(shorter) < minNumber {
			return Party{Kind: PhoneNumber, Value: "+" + digits}
		}
		digits = shorter
	}
}

// Zones returns the time zones in which the phone of a number may be, by the
// area that its digits name; where mobile numbers are of no area, or the plan
// does not know it, all zones of its country. It returns none for what is no
// number, or one of no country.
func (p Party) Zones() []*time.Location {
	if p.Kind != PhoneNumber {
		return nil
	}
	var zones []*time.Location
	for _, name := range plans.Zones(strings.TrimPrefix(p.Value, "+")) {
		if zone, err := time.LoadLocation(name); err == nil { // a test knows that each is there
			zones = append(zones, zone)
		}
	}
	return zones
}
