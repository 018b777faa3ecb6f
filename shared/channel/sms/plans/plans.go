// Package plans knows the numbering plans of the world as far as texting needs
// them: the time zones in which the phone of a number may be, and what callers
// at home dial before a number that has no place in it.
//
// It reads plans.txt, which its tests write from Google's libphonenumber (go test
// -update) and compare with it. That library in whole takes a program's start tens
// of milliseconds and six megabytes; the table takes the first number that is
// looked up less than one.
//
// The package promises to name every zone that the plans name for a number that
// can be texted, and rather too many than too few. It refuses to tell whether a
// number exists: plans change faster than programs.
package plans

import (
	_ "embed"
	"strings"
	"sync"
)

// table has one line a country, then one for each area of it whose zones are
// fewer than the country's:
//
//	+country trunk zone zone…
//	prefix zone zone…
//
// A trunk of - stands for none.
//
//go:embed plans.txt
var table string

// longest is how long a prefix may be: a country's code and three digits of an area.
const longest = 6

// lines are the table's by their first word.
var lines = sync.OnceValue(read)

func read() map[string]string {
	lines := make(map[string]string, 2000)
	for line := range strings.Lines(table) {
		if prefix, rest, ok := strings.Cut(line, " "); ok && prefix != "#" {
			lines[prefix] = rest
		}
	}
	return lines
}

// Zones returns the names of the time zones in which the phone of a number may
// be: by its area where the number names one, else by its country; none where the
// number is of no country. Digits are those of E.164, without the plus sign.
//
// Mobile numbers name no area, except in the few countries where they do. Where
// an area has several zones, they all are named.
func Zones(digits string) []string {
	for n := min(len(digits), longest); n > 0; n-- {
		if area, ok := lines()[digits[:n]]; ok {
			return strings.Fields(area)
		}
		if country, ok := lines()["+"+digits[:n]]; ok {
			return strings.Fields(country)[1:]
		}
	}
	return nil
}

// WithoutTrunk returns a number without what callers at home dial before it, such
// as the zero in +44 (0)20, and whether there was any. Where numbers may begin
// with the same digit it is never taken away.
func WithoutTrunk(digits string) (string, bool) {
	for n := range min(len(digits), longest) {
		if country, ok := lines()["+"+digits[:n+1]]; ok { // no country's code begins another
			trunk, _, _ := strings.Cut(country, " ")
			rest, found := strings.CutPrefix(digits[n+1:], trunk)
			return digits[:n+1] + rest, found
		}
	}
	return digits, false
}
