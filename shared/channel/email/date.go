package email

import (
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"time"
)

// zones gives the offsets of the names that RFC 5322 §4.3 lists, and of those seen
// in mail that mean one zone alone. Go takes a name it does not know for UTC.
var zones = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
	"WET": "+0000", "WEST": "+0100", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200", "MESZ": "+0200", "MEZ": "+0100",
	"EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900", "HKT": "+0800", "SGT": "+0800",
	"AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300", "HST": "-1000", "AKST": "-0900", "AKDT": "-0800",
}

// parseDate reads the date of a mail's header: in RFC 5322's form, and else as
// mail clients print dates for people. A date before 1980 or after 2100 is a
// broken clock's, and no date. Where no zone is given, or none that is known, it
// is UTC.
func parseDate(value string) (time.Time, bool) {
	t, err := mail.ParseDate(plainDate(value))
	if err != nil || t.Year() < 1980 || t.Year() > 2100 {
		return readPrintedDate(value, true)
	}
	return t, true
}

// plainDate writes a date without its weekday and comment, and its zone as an
// offset.
func plainDate(value string) string {
	value, _, _ = strings.Cut(value, "(")
	words := strings.Fields(strings.ReplaceAll(value, ",", ", "))
	if len(words) > 0 && strings.HasSuffix(words[0], ",") {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > maxDateWords {
		return ""
	}
	for i, word := range words {
		if offset, ok := zones[strings.ToUpper(word)]; ok && i > 2 {
			words[i] = offset
		}
	}
	return strings.Join(words, " ")
}

// maxDateWords bounds what may be a date.
const maxDateWords = 12

// pattern is one that is compiled when it is first asked for. Most mails have no
// date in words, and the tables of letters in patterns for them take long.
type pattern func() *regexp.Regexp

func later(source string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })
}
