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
	time.RFC3339,
}

// parseDate reads a Date header. A date before 1980 or after 2100 is a broken
// clock's, and no date.
func parseDate(value string) (time.Time, bool) {
	t, err := mail.ParseDate(value)
	if err != nil {
		value, _, _ = strings.Cut(value, "(")
		value = strings.Join(strings.Fields(value), " ")
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
