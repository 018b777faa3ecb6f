package email

import (
	"net/mail"
	"strings"
	"time"
)

// dateLayouts are the forms seen in Date headers beside RFC 5322's.
var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -0700",
	"2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05",
	"2 Jan 2006 15:04 -0700",
	"2 Jan 06 15:04:05 -0700",
	"2 Jan 06 15:04:05 MST",
	"Jan 2 15:04:05 2006",
	"Jan 2 15:04:05 MST 2006",
	"Jan 2 15:04:05 2006 -0700",
	"2 January 2006 15:04:05 -0700",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006/01/02 15:04:05",
	"Jan 2, 2006 15:04:05",
	"2 Jan 2006 15:04:05 -07:00",
	time.RFC3339,
}

// zones gives the offsets of the names that RFC 5322 §4.3 lists, and of those seen
// in mail that mean one zone alone. Go takes a name it does not know for UTC.
var zones = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
	"WET": "+0000", "WEST": "+0100", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200", "MESZ": "+0200", "MEZ": "+0100",
	"EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900", "HKT": "+0800", "SGT": "+0800",
	"AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300", "HST": "-1000", "AKST": "-0900", "AKDT": "-0800",
}

// parseDate reads a Date header. A date before 1980 or after 2100 is a broken
// clock's, and no date.
func parseDate(value string) (time.Time, bool) {
	value = plainDate(value)
	t, err := mail.ParseDate(value)
	if err != nil {
		short := value
		if day, rest, ok := strings.Cut(value, " "); ok && strings.Trim(strings.ToLower(day), "abcdefghijklmnopqrstuvwxyz,.") == "" && len(day) <= 10 {
			short = rest
		}
		for _, layout := range dateLayouts {
			if t, err = time.Parse(layout, value); err == nil {
				break
			}
			if t, err = time.Parse(layout, short); err == nil {
				break
			}
		}
	}
	if err != nil || t.Year() < 1980 || t.Year() > 2100 {
		return time.Time{}, false
	}
	return t, true
}

// plainDate writes a date without its comment, and its zone as an offset.
func plainDate(value string) string {
	value, _, _ = strings.Cut(value, "(")
	words := strings.Fields(strings.ReplaceAll(value, ",", ", "))
	if len(words) == 0 || len(words) > maxDateWords {
		return ""
	}
	for i, word := range words {
		if offset, ok := zones[strings.ToUpper(word)]; ok && i > 2 {
			words[i] = offset
		}
		if i > 2 && strings.Count(word, ".") == 2 && len(word) == len("15.04.05") {
			words[i] = strings.ReplaceAll(word, ".", ":")
		}
	}
	last := &words[len(words)-1]
	for _, name := range []string{"GMT", "UTC"} {
		if rest, ok := strings.CutPrefix(*last, name); ok && len(rest) > 1 {
			*last = rest
		}
	}
	return strings.Join(words, " ")
}

// maxDateWords bounds what may be a date.
const maxDateWords = 12
