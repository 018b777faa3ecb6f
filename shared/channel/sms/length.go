package sms

import (
	"fmt"
	"iter"

	"confab/shared/inbox"
)

const (
	// GSM7 is the 7-bit default alphabet with its extension table (3GPP TS 23.038 §6.2.1).
	GSM7 inbox.Encoding = "GSM-7"
	// UCS2 is UTF-16, for a text with any character that GSM7 lacks.
	UCS2 inbox.Encoding = "UCS-2"
)

// alphabet is an encoding with what fits into it. A text of one segment has all
// of its 140 octets; where there are several, six octets of each say which it is
// (3GPP TS 23.040 §9.2.3.24.1). AWS refuses what is longer than limit:
// https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html
type alphabet struct {
	encoding inbox.Encoding
	units    func(rune) int
	alone    int // units of the only segment
	joined   int // units of each of several
	limit    int // units of a text that can be sent
	holds    string
}

var (
	gsm7 = alphabet{GSM7, septets, 160, 153, 1530, "characters of the GSM alphabet (of which ^ { } \\ [ ~ ] | and € count two)"}
	ucs2 = alphabet{UCS2, utf16Units, 70, 67, 630, "characters where one is beyond the GSM alphabet (of which an emoji counts two or more)"}
)

// utf16Units returns how many 16-bit units a character takes: two beyond the
// basic plane, where a pair of surrogates stands for it.
func utf16Units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// Measure returns the length of a text as both senders will count it.
func Measure(text string) inbox.TextLength {
	a, forcedBy := alphabetOf(text)
	l := inbox.TextLength{Encoding: a.encoding, Units: a.length(text), ForcedBy: forcedBy}
	for range a.cuts(text, l.Units) {
		l.Segments++
	}
	return l
}

// Split returns the segments of a text, which joined are the text. A character
// is never divided: neither an extended one of GSM-7 nor a pair of surrogates.
func Split(text string) []string {
	a, _ := alphabetOf(text)
	var segments []string
	start := 0
	for end := range a.cuts(text, a.length(text)) {
		segments = append(segments, text[start:end])
		start = end
	}
	return segments
}

// CheckLength returns an inbox.ErrInvalid that says what to do where the text is
// longer than can be sent: 1,530 units of GSM-7 or 630 of UCS-2. SNS would take
// 1,600 characters, but hands them to the service that does not.
func CheckLength(text string) error {
	a, _ := alphabetOf(text)
	units := a.length(text)
	if units <= a.limit {
		return nil
	}
	return &inbox.Problem{Kind: inbox.ErrInvalid, Detail: fmt.Sprintf("A text may have %d %s, and this one has %d: shorten it or send it in several.", a.limit, a.holds, units)}
}

// alphabetOf returns the cheapest alphabet that holds the text, and the first
// character that asks for more than GSM-7.
func alphabetOf(text string) (a *alphabet, forcedBy string) {
	for _, r := range text {
		if septets(r) == 0 {
			return &ucs2, string(r)
		}
	}
	return &gsm7, ""
}

// length returns the units of a text in the alphabet.
func (a *alphabet) length(text string) (units int) {
	for _, r := range text {
		units += a.units(r)
	}
	return units
}

// cuts yields the offset behind each segment of a text of that many units.
func (a *alphabet) cuts(text string, units int) iter.Seq[int] {
	return func(yield func(int) bool) {
		room := a.alone
		if units > a.alone {
			room = a.joined
		}
		used := 0
		for i, r := range text {
			n := a.units(r)
			if used+n > room {
				if !yield(i) {
					return
				}
				used = 0
			}
			used += n
		}
		if used > 0 {
			yield(len(text))
		}
	}
}

const (
	// defaultAlphabet is 3GPP TS 23.038 §6.2.1, in the order of its codes and
	// without the escape to the extension table.
	defaultAlphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	// extensionTable is §6.2.1.1: what stands behind an escape, and so counts two.
	extensionTable = "\f^{}\\[~]|€"
)

// latinSeptets holds the answers for Latin-1, otherSeptets for the few beyond.
var latinSeptets, otherSeptets = func() (latin [0x100]uint8, others map[rune]int) {
	others = map[rune]int{}
	for n, table := range []string{1: defaultAlphabet, 2: extensionTable} {
		for _, r := range table {
			others[r] = n
			if r < rune(len(latin)) {
				latin[r] = uint8(n)
			}
		}
	}
	return latin, others
}()

// septets returns how many septets a character takes in GSM-7: 0 where it has none.
func septets(r rune) int {
	if r < rune(len(latinSeptets)) {
		return int(latinSeptets[r])
	}
	return otherSeptets[r]
}
