package email

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	printedClock  = regexp.MustCompile(`(?i)\b(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\.?\b)?`)
	printedOffset = regexp.MustCompile(`(?:(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?|\s([+-])(\d{2}):?(\d{2}))\b`)
	printedISO    = regexp.MustCompile(`\b(\d{4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,2})\b`)
	printedCJK    = regexp.MustCompile(`(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})`)
	printedNumber = regexp.MustCompile(`\b(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})\b`)
	printedYear   = regexp.MustCompile(`\b(19|20)\d{2}\b`)
	printedDay    = regexp.MustCompile(`\b(\d{1,2})(?:\b|º|st|nd|rd|th)`)
	printedWord   = regexp.MustCompile(`\pL{3,}`)
)

// parsePrintedDate reads a date as mail clients print it for people, in many
// languages. A zone that is not an offset is taken for UTC.
func parsePrintedDate(s string) (time.Time, bool) {
	if t, ok := parseDate(s); ok {
		return t, true
	}
	if s = oneLine(s); s == "" || len(s) > 200 {
		return time.Time{}, false
	}
	zone, s := printedZone(s)
	hour, minute, second := 0, 0, 0
	year, month, dayOfMonth, rest := readPrintedDay(s)
	if m := printedClock.FindStringSubmatch(rest); m != nil {
		hour, minute, second = atoi(m[1]), atoi(m[2]), atoi(m[3])
		if strings.EqualFold(m[4], "p") && hour < 12 {
			hour += 12
		} else if strings.EqualFold(m[4], "a") && hour == 12 {
			hour = 0
		}
	}
	if year < 1980 || year > 2100 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31 || hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), dayOfMonth, hour, minute, second, 0, zone)
	return t, t.Day() == dayOfMonth
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// printedZone reads an offset, and returns the rest without it.
func printedZone(s string) (*time.Location, string) {
	m := printedOffset.FindStringSubmatchIndex(s)
	if m == nil {
		return time.UTC, s
	}
	groups := printedOffset.FindStringSubmatch(s[m[0]:m[1]])
	seconds := (atoi(groups[2]+groups[5])*60 + atoi(groups[3]+groups[6])) * 60
	if groups[1]+groups[4] == "-" {
		seconds = -seconds
	}
	if seconds == 0 {
		return time.UTC, s[:m[0]] + " " + s[m[1]:]
	}
	return time.FixedZone("", seconds), s[:m[0]] + " " + s[m[1]:]
}

// readPrintedDay reads year, month and day, and returns the rest, where the time is.
func readPrintedDay(s string) (year, month, day int, rest string) {
	if m := printedCJK.FindStringSubmatchIndex(s); m != nil {
		g := printedCJK.FindStringSubmatch(s)
		return atoi(g[1]), atoi(g[2]), atoi(g[3]), s[m[1]:]
	}
	if m := printedISO.FindStringSubmatchIndex(s); m != nil {
		g := printedISO.FindStringSubmatch(s)
		return atoi(g[1]), atoi(g[2]), atoi(g[3]), s[m[1]:]
	}
	// A time such as 14.25.08 looks like a date, unless the year stands elsewhere.
	if m := printedNumber.FindStringSubmatchIndex(s); m != nil && (m[9]-m[8] == 4 || !printedYear.MatchString(s)) {
		g := printedNumber.FindStringSubmatch(s)
		first, second, year := atoi(g[1]), atoi(g[3]), atoi(g[4])
		if year < 100 {
			year += 2000
		}
		if second > 12 || g[2] == "/" && strings.Contains(strings.ToLower(s), "m ") && first <= 12 {
			first, second = second, first // month first: impossible otherwise, or with a.m. and p.m.
		}
		return year, second, first, s[:m[0]] + " " + s[m[1]:]
	}
	y := printedYear.FindStringIndex(s)
	if y == nil {
		return 0, 0, 0, s
	}
	year = atoi(s[y[0]:y[1]])
	rest = s[:y[0]] + " " + s[y[1]:]
	month = printedMonth(rest)
	clock := printedClock.FindStringIndex(rest)
	days := rest
	if clock != nil {
		days = rest[:clock[0]] + " | " + rest[clock[1]:]
	}
	if m := printedDay.FindStringSubmatch(days); m != nil {
		day = atoi(m[1])
	}
	return year, month, day, rest
}

// printedMonth finds the month's name. A day's name may begin like one (mardi,
// maandag), and its short form even be one (mar.); it comes first then.
func printedMonth(s string) int {
	var found []int
	short := false
	for _, word := range printedWord.FindAllString(s, 20) {
		word = strings.ToLower(word)
		if n := monthOf(word); n > 0 && !weekdays[word] {
			short = short || len(found) == 0 && word == "mar"
			found = append(found, n)
		}
	}
	switch {
	case len(found) == 0:
		return 0
	case short && len(found) > 1:
		return found[1]
	}
	return found[0]
}

// weekdays are the names of days that begin like a month.
var weekdays = map[string]bool{
	"martes": true, "mardi": true, "martedì": true, "marţi": true, "marți": true,
	"maanantai": true, "maanantaina": true, "maandag": true,
}
