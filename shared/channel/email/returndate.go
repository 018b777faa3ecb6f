package email

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"confab/shared/channel/email/tidy"
)

const (
	// maxReturnText bounds the text in which a day is looked for, in bytes.
	maxReturnText = 4000
	// maxReturned is how far away a day can be meant.
	maxReturned = 366 * 24 * time.Hour
	// staleReturn is how long a day without a year can be over, for owners forget to
	// turn their answers off, before the same day of the next year is meant.
	staleReturn = 60 * 24 * time.Hour
	// maxApart bounds the words between a word for back and the day, in characters.
	maxApart = 60
)

// returnDate reads the day the owner is back; where the answer names none, the
// last day away. It is zero when the answer names neither, or a day that cannot
// be meant. A day without a year is the next one after the mail was sent, a day
// of the week the next of its name.
func returnDate(h header, text string, sent time.Time) time.Time {
	if sent.IsZero() {
		return time.Time{}
	}
	r := returning{
		text: foldLines(tidy.Head(text, maxReturnText)),
		sent: time.Date(sent.Year(), sent.Month(), sent.Day(), 0, 0, 0, 0, time.UTC),
	}
	var last time.Time
	days := findDays(r.text)
	r.order = slashOrder(h, r.text, days)
	for i, d := range days {
		role, english := r.around(days, i).role(d)
		at := r.resolve(d, role, english)
		switch {
		case at.IsZero() || role == mentioned:
		case role == back:
			return at
		case last.IsZero():
			last = at
		}
	}
	return last
}

// returning is what the days of an answer are read with.
type returning struct {
	text  string
	sent  time.Time // at 00:00 UTC of the day it was on the sender's clock
	order dateOrder
}

// role is what a day in an answer is.
type role int

const (
	mentioned role = iota
	until          // the last day away
	back
)

// dateOrder is how 5/6/2026 is meant.
type dateOrder int

const (
	unknownOrder dateOrder = iota // day first, but not guessed in English, which has both
	asInEurope
	asInAmerica // and in East Asia
)

// slashOrder tells the order from the language, or from a date of the text that
// has one reading only.
func slashOrder(h header, text string, days []spotted) dateOrder {
	if strings.HasPrefix(strings.ToLower(h.get("Content-Language")), "en-us") || strings.ContainsFunc(text, isCJK) {
		return asInAmerica
	}
	for _, d := range days {
		switch {
		case d.slashed && d.month > 12 && d.day <= 12:
			return asInAmerica
		case d.slashed && d.day > 12 && d.month <= 12:
			return asInEurope
		}
	}
	return unknownOrder
}

// isCJK tells the letters of Chinese, Japanese and Korean.
func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// surroundings are the words before and behind a day, within its sentence and
// no further than the next day.
type surroundings struct {
	before, after string
	first, last   bool // no day stands before it in its sentence, or behind it
}

func (r returning) around(days []spotted, i int) surroundings {
	d := days[i]
	from, to := max(0, d.start-4*maxApart), min(len(r.text), d.end+4*maxApart)
	s := surroundings{first: true, last: true}
	if i > 0 && days[i-1].end >= from {
		from, s.first = days[i-1].end, false
	}
	if i+1 < len(days) && days[i+1].start <= to {
		to, s.last = days[i+1].start, false
	}
	for from < d.start && !utf8.RuneStart(r.text[from]) {
		from++
	}
	for to > d.end && to < len(r.text) && !utf8.RuneStart(r.text[to]) {
		to--
	}
	s.before, s.after = behindBrackets(r.text[from:d.start]), behindBrackets(r.text[d.end:to])
	if at := sentenceEnds(s.before); len(at) > 0 {
		s.before, s.first = s.before[at[len(at)-1]:], true
	}
	if at := sentenceEnds(s.after); len(at) > 0 {
		s.after, s.last = s.after[:at[0]], true
	}
	return s
}

// behindBrackets drops a short word in brackets, as a day of the week stands
// behind a date in East Asia.
func behindBrackets(s string) string {
	inner := strings.TrimLeft(s, " (（")
	end := strings.IndexAny(inner, ")）")
	if len(inner) == len(s) || end < 0 || utf8.RuneCountInString(inner[:end]) > 4 {
		return s
	}
	_, size := utf8.DecodeRuneInString(inner[end:])
	return inner[end+size:]
}

// sentenceEnds returns where new sentences start. A period ends one unless a
// digit or a single letter stands before it, as in dates and short forms.
func sentenceEnds(s string) []int {
	var ends []int
	for i, c := range s {
		switch c {
		case '!', '?', '。', '！', '？':
			ends = append(ends, i+utf8.RuneLen(c))
		case '.':
			before, size := utf8.DecodeLastRuneInString(s[:i])
			two, _ := utf8.DecodeLastRuneInString(s[:max(0, i-size)])
			if i+1 < len(s) && (s[i+1] == ' ' || s[i+1] == '\n') && unicode.IsLetter(before) && unicode.IsLetter(two) {
				ends = append(ends, i+1)
			}
		case '\n':
			if strings.HasPrefix(strings.TrimLeft(s[i+1:], " \t\r"), "\n") {
				ends = append(ends, i+1)
			}
		}
	}
	return ends
}

// role tells what the day is from the words beside it, and whether they are
// English.
func (s surroundings) role(d spotted) (as role, english bool) {
	cue := s.cue()
	switch {
	case hasSuffixWord(cue, englishUntil):
		return until, true
	case hasSuffixWord(cue, untilCues), slices.ContainsFunc(untilEndings, func(e string) bool { return strings.HasPrefix(strings.TrimLeft(s.after, " "), e) }):
		return until, false
	}
	before, after := lastRunes(s.before, maxApart), firstRunes(s.after, maxApart)
	switch ranges := joinsRange(s.before); {
	case d.weekdayOnly() && !s.last:
		return mentioned, false // from Monday to Friday
	case holdsWord(before, englishBack) && !ranges:
		return back, true
	case holdsWord(before, backWords) && !ranges:
		return back, false
	case d.weekdayOnly() && !holdsWord(after, backWords):
		return mentioned, false
	case s.last && holdsWord(after, englishBack):
		return back, true
	case s.last && holdsWord(after, backWords):
		return back, false
	case ranges:
		return until, false
	}
	return mentioned, false
}

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), n)])
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}

// cue returns the words before the day, without what stands between.
func (s surroundings) cue() string {
	words := strings.TrimRight(s.before, " \t\r\n,:(*_")
	for range 6 {
		if hasSuffixWord(words, englishUntil) || hasSuffixWord(words, untilCues) {
			break
		}
		at := strings.LastIndexAny(words, " \t\n,(")
		word := words[at+1:]
		if !fillers[word] && !isDayName(strings.TrimRight(word, ".")) && !(utf8.RuneCountInString(word) <= 4 && strings.HasSuffix(word, ".")) {
			break
		}
		words = strings.TrimRight(words[:max(at, 0)], " \t\r\n,:(*_")
	}
	return words
}

// joinsRange tells words that join a first day to the one behind them.
func joinsRange(before string) bool {
	words := strings.Fields(before)
	n := len(words)
	for n > 0 && (fillers[words[n-1]] || isDayName(words[n-1])) && !rangeWords[words[n-1]] {
		n--
	}
	if n == 0 || !rangeWords[words[n-1]] {
		return strings.HasSuffix(before, "-") || strings.HasSuffix(before, "–")
	}
	return n == 1 || strings.ContainsAny(words[n-2], "0123456789")
}

func hasSuffixWord(s string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		rest, ok := strings.CutSuffix(s, word)
		last, _ := utf8.DecodeLastRuneInString(rest)
		first, _ := utf8.DecodeRuneInString(word)
		return ok && (rest == "" || !unicode.IsLetter(last) || first >= 0x0e00)
	})
}

// holdsWord tells whether one of the words begins somewhere in s.
func holdsWord(s string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		for from := 0; ; {
			i := strings.Index(s[from:], word)
			if i < 0 {
				return false
			}
			before, _ := utf8.DecodeLastRuneInString(s[:from+i])
			if from+i == 0 || !unicode.IsLetter(before) || before >= 0x0e00 {
				return true
			}
			from += i + len(word)
		}
	})
}
