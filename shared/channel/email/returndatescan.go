package email

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"confab/shared/channel/email/quote"
)

// spotted is a day that a text names: by date, or by the day of the week.
type spotted struct {
	start, end       int
	year, month, day int // year 0: not said; month 0: a name alone
	slashed          bool
	weekday          time.Weekday
	tomorrow         bool
	nextWeek         bool // of the week after
}

func (d spotted) named() bool       { return d.month == 0 }
func (d spotted) weekdayOnly() bool { return d.month == 0 && !d.tomorrow }

// maxDays bounds the days that are read of one text.
const maxDays = 40

// dayForms are the forms of dates, the surest first, with the groups that hold
// year, month, day and the separator.
var dayForms = []struct {
	form                         pattern
	year, month, day, separation int
}{
	{later(`(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]`), 1, 2, 3, 0},
	{later(`(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*(?:nam|,|/)?\s*(\d{4}))?`), 3, 2, 1, 0},
	{later(`\b(\d{1,2})\s?([./])\s?(\d{1,2})\s?[./]\s?(\d{4}|\d{2})\b`), 4, 3, 1, 2},
	{later(`\b(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})\b`), 1, 2, 3, 0},
	{later(`\b(\d{4})\s?(?:\.|m\.)?,?\s+([\pL\pM]{3,20})\.?\s+(\d{1,2})\b`), 1, 2, 3, 0},
	{later(`\b(\d{1,2})(?:st|nd|rd|th|er|re|-?го|-?е|º|ª|\.)?,?\s?-?(?:de |of |d'|di |den )?\s?([\pL\pM][\pL\pM.]{1,20}),?(?:\s*(?:de |del |do )?'?(\d{4})\b)?`), 3, 2, 1, 0},
	{later(`\b(\d{1,2})\s?([./])\s?(\d{1,2})\b`), 0, 3, 1, 2},
	{later(`\b(\d{1,2})(-)(\d{1,2})-(\d{4}|\d{2})\b`), 4, 3, 1, 2},
	{later(`([\pL\pM]{3,20})\.?\s+(?:the )?(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4})\b)?`), 3, 1, 2, 0},
}

// findDays returns the days that folded text names, in its order.
func findDays(text string) []spotted {
	var found []spotted
	add := func(d spotted) {
		if !slices.ContainsFunc(found, func(other spotted) bool { return d.start < other.end && other.start < d.end }) {
			found = append(found, d)
		}
	}
	for _, f := range dayForms {
		for _, at := range f.form().FindAllStringSubmatchIndex(text, maxDays) {
			group := func(n int) string {
				if n == 0 || at[2*n] < 0 {
					return ""
				}
				return text[at[2*n]:at[2*n+1]]
			}
			d := spotted{start: at[0], end: at[1], year: atoi(group(f.year)), month: atoi(group(f.month)), day: atoi(group(f.day))}
			if d.month == 0 {
				d.month = monthBehind(strings.TrimRight(group(f.month), "."), strings.HasPrefix(text[at[2*f.day+1]:], "."))
			}
			d.slashed = f.separation > 0 && group(f.separation) == "/"
			if d.month > 0 && d.day > 0 && !isAmount(text[d.end:]) {
				add(d)
			}
		}
	}
	for _, at := range nameForm().FindAllStringIndex(text, -1) {
		if d, ok := dayNamed(text[at[0]:at[1]]); ok && len(found) < 2*maxDays {
			d.start, d.end = at[0], at[1]
			d.nextWeek = hasSuffixWord(strings.TrimRight(text[:d.start], " の"), nextWeekWords)
			if !namesDate(text, d, found) {
				add(d)
			}
		}
	}
	slices.SortFunc(found, func(a, b spotted) int { return a.start - b.start })
	return found
}

// isAmount tells by what stands behind figures that they are no date.
func isAmount(after string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	return next == '%' || unicode.Is(unicode.Sc, next)
}

// monthBehind returns the month of a folded name. Polish and Croatian have one
// name for two; Croatian writes a full stop behind the day.
func monthBehind(name string, stopped bool) int {
	if name == "listopada" && stopped {
		return croatianMonths[name]
	}
	return monthNamed(name)
}

// namesDate tells a day's name that stands with a date: Monday, 4 May, or 5月4日（月曜日）.
func namesDate(text string, d spotted, dates []spotted) bool {
	return slices.ContainsFunc(dates, func(other spotted) bool {
		switch {
		case other.named():
			return false
		case d.end <= other.start && other.start-d.end < 12:
			between := strings.Fields(strings.Trim(text[d.end:other.start], " \n,.("))
			return !slices.ContainsFunc(between, func(word string) bool { return !fillers[word] })
		case other.end <= d.start:
			return strings.Trim(text[other.end:d.start], " ,(（") == ""
		}
		return false
	})
}

// nameForm is a word; in scripts without blanks the names are looked for as they are.
var nameForm = later(`[\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\pM'-]{3,20}|[日月火水木金土]曜日?|(?:星期|周|週)[一二三四五六日天]|[일월화수목금토]요일|明日|明天|내일`)

// namedDays maps the names of days to the day.
var namedDays = indexNames()

func indexNames() map[string]spotted {
	index := map[string]spotted{}
	for day, list := range dayNames {
		for name := range strings.FieldsSeq(list) {
			index[quote.Fold(name)] = spotted{weekday: time.Weekday(day)}
		}
	}
	for name := range strings.FieldsSeq(nextDayNames) {
		index[quote.Fold(name)] = spotted{tomorrow: true}
	}
	return index
}

func dayNamed(word string) (spotted, bool) {
	d, ok := namedDays[word]
	return d, ok
}

func isDayName(word string) bool {
	d, ok := namedDays[word]
	return ok && !d.tomorrow
}

// resolve returns the day that is meant, zero where none can be.
func (r returning) resolve(d spotted, as role, english bool) time.Time {
	switch {
	case d.tomorrow:
		return r.sent.AddDate(0, 0, 1)
	case d.named():
		ahead := (int(d.weekday) - int(r.sent.Weekday()) + 7) % 7
		if ahead == 0 && as == back || d.nextWeek && (int(d.weekday)+6)%7 >= (int(r.sent.Weekday())+6)%7 {
			ahead += 7
		}
		return r.sent.AddDate(0, 0, ahead)
	case !d.slashed:
		return r.day(d.year, d.month, d.day)
	}
	dayFirst, monthFirst := r.day(d.year, d.month, d.day), r.day(d.year, d.day, d.month)
	switch {
	case monthFirst.IsZero(), r.order == asInEurope:
		return dayFirst
	case dayFirst.IsZero(), r.order == asInAmerica:
		return monthFirst
	case english && !dayFirst.Equal(monthFirst):
		return time.Time{}
	}
	return dayFirst
}

// day makes a date, if there is such a day and it can be meant.
func (r returning) day(year, month, day int) time.Time {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}
	}
	said := year > 0
	switch {
	case !said:
		year = r.sent.Year()
		if r.sent.Sub(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)) > staleReturn {
			year++
		}
	case year > 2400: // the Buddhist era, 543 years ahead
		year -= 543
	case year < 100 && year+1957-r.sent.Year() >= 0 && year+1957-r.sent.Year() <= 1:
		year += 1957 // its last two digits
	case year < 100:
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || t.Before(r.sent) || t.Sub(r.sent) > maxReturned {
		return time.Time{}
	}
	return t
}

// foldLines folds text line by line, for a blank line ends a sentence.
func foldLines(text string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(foldAll(lines), "\n")
}
