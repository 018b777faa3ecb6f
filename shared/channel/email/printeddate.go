package email

import (
	"strconv"
	"strings"
	"time"

	"confab/shared/channel/email/quote"
)

// maxPrintedDate bounds a printed date, in bytes.
const maxPrintedDate = 300

// readPrintedDate reads a date as mail clients print it for people, in the
// languages of monthNames and in figures. 4/5/2026 is the 4th of May everywhere
// but in English beside AM or PM, as the English flag says.
func readPrintedDate(s string, english bool) (time.Time, bool) {
	if s = strings.TrimSpace(s); s == "" || len(s) > maxPrintedDate {
		return time.Time{}, false
	}
	d := printedDate{zone: time.UTC, monthFirst: english && meridiem().MatchString(s)}
	rest := d.takeZoneName(s)
	rest = d.takeOffset(quote.Fold(rest))
	rest, clocked := d.takeClock(rest, printedClocks[:2])
	for _, take := range []func(string) (string, bool){d.takeCharacters, d.takeYearFirst, d.takeFigures, d.takeNamed} {
		left, ok := take(rest)
		if !ok {
			continue
		}
		if !clocked {
			d.takeClock(left, printedClocks[2:])
		}
		return d.time()
	}
	return time.Time{}, false
}

// printedDate is what was read of one.
type printedDate struct {
	year, month, day     int
	hour, minute, second int
	zone                 *time.Location
	monthFirst           bool
}

func (d *printedDate) time() (time.Time, bool) {
	if d.year > 2400 { // of Thailand's calendar
		d.year -= 543
	}
	if d.year < 1980 || d.year > 2100 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 23 || d.minute > 59 || d.second > 60 {
		return time.Time{}, false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, d.zone)
	return t, t.Day() == d.day
}

var (
	meridiem    = later(`\b[AP]M\b`)
	zoneName    = later(`(?:^|[^\pL])(\p{Lu}{3,5})(?:$|[^\pL])`)
	zoneOffset  = later(`(?:gmt|utc|غرينتش|غرينيتش|جرينتش)\s?([+-])(\d{1,2})(?::?(\d{2}))?\b|(?:\s|:\d{2})([+-])(\d{2}):?(\d{2})\b`)
	japaneseEra = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925}
)

// localZones are the names that clients print in languages other than English,
// and of zones that date headers do not name (Unicode CLDR's time zone names).
var localZones = map[string]string{
	"OEZ": "+0200", "OESZ": "+0300", "WEZ": "+0000", "WESZ": "+0100", // German
	"HNEC": "+0100", "HAEC": "+0200", "HNEE": "+0200", "HEEE": "+0300", // French
	"SEČ": "+0100", "SELČ": "+0200", // Czech and Slovak
	"WIB": "+0700", "WITA": "+0800", "WIT": "+0900", "ICT": "+0700", "BST": "+0100",
}

// takeZoneName reads the name of a zone, and returns the rest without it.
func (d *printedDate) takeZoneName(s string) string {
	for _, at := range zoneName().FindAllStringSubmatchIndex(s, 4) {
		name := s[at[2]:at[3]]
		offset, ok := zones[name]
		if !ok {
			offset, ok = localZones[name]
		}
		if ok && offset != "+0000" { // UTC+3 goes on
			d.setZone(offset[:1], offset[1:3], offset[3:])
			return s[:at[2]] + s[at[3]:]
		}
	}
	return s
}

// takeOffset reads an offset from UTC, and returns the rest without it.
func (d *printedDate) takeOffset(s string) string {
	at := zoneOffset().FindStringSubmatchIndex(s)
	if at == nil {
		return s
	}
	g := zoneOffset().FindStringSubmatch(s)
	d.setZone(g[1]+g[4], g[2]+g[5], g[3]+g[6])
	return s[:max(at[0], at[8])] + " " + s[at[1]:] // the seconds in front stay
}

func (d *printedDate) setZone(sign, hours, minutes string) {
	seconds := (atoi(hours)*60 + atoi(minutes)) * 60
	if sign == "-" {
		seconds = -seconds
	}
	if seconds != 0 {
		d.zone = time.FixedZone("", seconds)
	}
}

// printedClocks are the forms of the time of day. The first two are never part
// of a date; the third may look like one, so that the date is read first.
var printedClocks = []pattern{
	later(`(\d{1,2}):(\d{2})(?:[:.](\d{2}))?`),
	later(`(\d{1,2})\s?[時时시点點]\s?(?:(\d{1,2})\s?[分분]\s?(?:(\d{1,2})\s?[秒초])?)?`),
	later(`(\d{1,2})\s?[.h]\s?(\d{2})(?:\.(\d{2}))?`),
}

// Words for the halves of the day, folded: before noon and after.
var (
	forenoon  = foldWordSet("am", "a.m.", "a. m.", "上午", "早上", "凌晨", "清晨", "午前", "오전", "ص", "صباحا", "πμ", "π.μ.", "sa", "pg", "pagi", "öö", "ق.ظ.", "de.", "fm", "f.m.", "dop.", "पूर्वाह्न")
	afternoon = foldWordSet("pm", "p.m.", "p. m.", "下午", "晚上", "中午", "傍晚", "午後", "夜", "오후", "م", "مساء", "μμ", "μ.μ.", "ch", "ptg", "petang", "malam", "ös", "ب.ظ.", "du.", "em", "e.m.", "odp.", "अपराह्न")
	halfAfter = later(`^\s?(\pL[\pL\pM]*(?:\.\s?\pL[\pL\pM]*)?\.?)`)
	halfAhead = later(`(\pL[\pL\pM]*\.?)\s?$`)
)

func foldWordSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		word = quote.Fold(word)
		set[word] = true
		if strings.Count(word, ".") > 1 { // the last one is sometimes left out
			set[strings.TrimSuffix(word, ".")] = true
		}
	}
	return set
}

// takeClock reads the time of day with the word for its half, and returns the
// rest without them.
func (d *printedDate) takeClock(s string, forms []pattern) (rest string, found bool) {
	for _, form := range forms {
		at := form().FindStringSubmatchIndex(s)
		if at == nil {
			continue
		}
		g := form().FindStringSubmatch(s)
		d.hour, d.minute, d.second = atoi(g[1]), atoi(g[2]), atoi(g[3])
		before, after := s[:at[0]], s[at[1]:]
		if m := halfAfter().FindString(after); m != "" && d.setHalf(m) {
			after = after[len(m):]
		} else if m := halfAhead().FindStringIndex(before); m != nil && d.setHalf(lastHalf(before[m[0]:])) {
			before = strings.TrimSuffix(strings.TrimRight(before, " "), lastHalf(before[m[0]:]))
		}
		return before + " | " + after, true
	}
	return s, false
}

// lastHalf returns the word that stands right before a time. In Chinese and
// Japanese it is two characters, with no blank before them.
func lastHalf(s string) string {
	s = strings.TrimSpace(s)
	if runes := []rune(s); len(runes) > 2 && runes[len(runes)-1] > 0x2e80 {
		return string(runes[len(runes)-2:])
	}
	return s
}

func (d *printedDate) setHalf(word string) bool {
	word = strings.TrimSpace(word)
	bare := strings.TrimSuffix(word, ".")
	before, after := forenoon[word] || forenoon[bare], afternoon[word] || afternoon[bare]
	if before && d.hour == 12 {
		d.hour = 0
	} else if after && d.hour < 12 {
		d.hour += 12
	}
	return before || after
}

var (
	printedCharacters = later(`(令和|平成|昭和)?\s?(\d{1,4}|元)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})`)
	printedYearFirst  = later(`\b(\d{4})(?:[-/]|\.\s?)(\d{1,2})(?:[-/]|\.\s?)(\d{1,2})(?:\D|$)`)
	printedFigures    = later(`\b(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{1,2})\b`)
	printedYear       = later(`\b(?:19|20|25)\d{2}\b`)
	printedNumber     = later(`\d{1,2}`)
	printedWord       = later(`\pL[\pL\pM]*(?:\.\pL[\pL\pM]*)*`)
	numberedMonth     = later(`(?:\bth(?:g|ang)\.?\s(\d{1,2})\b|(\d{1,2})\s?[月월])`)
	vietnameseWeekday = later(`\bthu?\.?\s[2-7]\b`)
	dottedClock       = later(`\b\d{1,2}\.\d{2}\b`)
)

// takeCharacters reads 2026年5月4日, of Japan's eras, too, and of Korea.
func (d *printedDate) takeCharacters(s string) (string, bool) {
	at := printedCharacters().FindStringIndex(s)
	if at == nil {
		return s, false
	}
	g := printedCharacters().FindStringSubmatch(s)
	d.year, d.month, d.day = atoi(g[2]), atoi(g[3]), atoi(g[4])
	if g[2] == "元" {
		d.year = 1
	}
	if d.year < 100 {
		d.year += japaneseEra[g[1]]
	}
	return s[:at[0]] + " " + s[at[1]:], true
}

// takeYearFirst reads 2026-05-04.
func (d *printedDate) takeYearFirst(s string) (string, bool) {
	at := printedYearFirst().FindStringIndex(s)
	if at == nil {
		return s, false
	}
	g := printedYearFirst().FindStringSubmatch(s)
	d.year, d.month, d.day = atoi(g[1]), atoi(g[2]), atoi(g[3])
	return s[:at[0]] + " " + s[at[1]:], true
}

// takeFigures reads 4.5.2026, 5/4/26 and 26/5/4. A time such as 14.25.08 looks
// like a date, unless the year stands elsewhere.
func (d *printedDate) takeFigures(s string) (string, bool) {
	at := printedFigures().FindStringSubmatchIndex(s)
	if at == nil || at[9]-at[8] < 4 && printedYear().MatchString(s) {
		return s, false
	}
	g := printedFigures().FindStringSubmatch(s)
	d.day, d.month, d.year = atoi(g[1]), atoi(g[3]), atoi(g[4])
	switch {
	case len(g[4]) == 1 || d.day > 31:
		d.day, d.year = d.year, d.day
	case d.month > 12 || g[2] == "/" && d.monthFirst && d.day <= 12:
		d.day, d.month = d.month, d.day
	}
	if d.year < 100 {
		d.year += 2000
	}
	return s[:at[0]] + " " + s[at[1]:], true
}

// takeNamed reads a date whose month is a name.
func (d *printedDate) takeNamed(s string) (string, bool) {
	y := printedYear().FindStringIndex(s)
	if y == nil {
		return s, false
	}
	d.year = atoi(s[y[0]:y[1]])
	rest := s[:y[0]] + "|" + s[y[1]:]
	if m := numberedMonth().FindStringIndex(rest); m != nil {
		g := numberedMonth().FindStringSubmatch(rest)
		d.month = atoi(g[1] + g[2])
		rest = vietnameseWeekday().ReplaceAllString(rest[:m[0]]+rest[m[1]:], "")
	} else {
		d.month = printedMonth(rest, strings.HasPrefix(s[y[1]:], "."))
	}
	days := dottedClock().ReplaceAllString(rest, "|")
	d.day = atoi(printedNumber().FindString(days))
	return rest, d.month > 0 && d.day > 0
}

// printedMonth finds the month's name. The short form of a day's may be the same
// (mar.); it comes first then. Some names are of two words.
func printedMonth(s string, croatian bool) int {
	found, doubtful, last := 0, false, ""
	for _, word := range printedWord().FindAllString(s, maxPrintedWords) {
		month := monthNamed(word)
		if croatian && croatianMonths[word] > 0 {
			month = croatianMonths[word]
		}
		joined := monthsByName.whole[last+" "+word]
		switch {
		case joined > 0:
			found, last = joined, last+" "+word
			continue
		case month > 0 && (found == 0 || doubtful):
			doubtful = found == 0 && word == "mar"
			found = month
		}
		last = word
	}
	return found
}

// maxPrintedWords bounds the words of a date that are looked at.
const maxPrintedWords = 20

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
