package quote

import (
	"strings"
	"unicode/utf8"
)

// strength is how sure it is that a text introduces a quotation.
type strength int

const (
	none   strength = iota
	hint            // counts above lines that are marked to the very end: "Quoting Ann:"
	named           // counts also above all that is marked: "Ann wrote:"
	weak            // counts above any marked lines
	strong          // counts even when what follows is not marked
)

// Bounds of an attribution. No client writes longer ones.
const (
	maxAttributionWords = 40
	maxNameWords        = 25 // around a verb, without an address
)

// evidence is what a text holds of an attribution.
type evidence struct {
	verb        bool // "wrote"
	verbLast    bool // at its end
	verbFirst   bool // at its start: "Quoting Ann:"
	closed      bool // it ends in a colon, or in a row of dashes
	date, clock bool
	lead        bool // it opens as a date does
	iso         bool // it opens with year, month and day in figures
	address     bool
	angled      bool // the address stands in brackets
	addressLast bool
	self        bool // the person who writes speaks of themselves
	offset      bool // a time zone
	words       int
}

// isAttribution tells whether the text introduces a quotation, and whether so
// clearly that what follows need not be marked.
func isAttribution(s string) (ok, sure bool) {
	if len(s) > maxMatch {
		return false, false
	}
	got := weigh(fold(s)).strength()
	return got >= weak, got == strong
}

// decoration is what clients put around an attribution.
const decoration = "-_*<>=~|\t "

// weigh looks for evidence in folded text.
func weigh(folded string) evidence {
	e := evidence{}
	s := strings.TrimLeft(folded, decoration+"[(#")
	dashed := strings.HasPrefix(folded, "--") && strings.HasSuffix(s, "--")
	s = strings.TrimRight(s, decoration)
	bare := strings.TrimRight(s, ": .*")
	e.closed = strings.HasSuffix(s, ":") || dashed
	if s == "" || !e.closed && !strings.ContainsAny(s, "0123456789@") {
		return e
	}
	e.words = strings.Count(s, " ") + 1
	e.weighAddress(bare)
	e.date, e.clock, e.offset = readFigures(s)
	covered := 0
	verbs.each(bare, func(start, end int) bool {
		e.verb = true
		e.verbFirst = e.verbFirst || start == 0
		e.verbLast = e.verbLast || end == len(bare)
		if start < covered {
			return true // a part of a longer one
		}
		covered = end
		e.self = e.self || selves.opens(strings.TrimLeft(bare[end:], " ")) > 0 || selves.in(bare[lastWord(bare[:start]):start])
		return true
	})
	e.lead, e.iso = opensWithDate(s)
	return e
}

// lastWord returns where the last word of s starts.
func lastWord(s string) int {
	return strings.LastIndexByte(strings.TrimRight(s, " "), ' ') + 1
}

func (e *evidence) weighAddress(s string) {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			return
		}
		at += from
		from = at + 1
		if at == 0 || from == len(s) || strings.IndexByte(" <>()\"'", s[at-1]) >= 0 || strings.IndexByte(" <>()\"'", s[from]) >= 0 {
			continue
		}
		e.address = true
		start := strings.LastIndexAny(s[:at], " ,;") + 1
		e.angled = e.angled || strings.ContainsAny(s[start:at], "<([") || strings.Contains(s[:at], "<mailto:")
		e.addressLast = !strings.ContainsAny(strings.TrimRight(s[at:], ">)]\"'; "), " ")
	}
}

// strength weighs the evidence. See the package comment for the thought behind
// each line.
func (e evidence) strength() strength {
	moment := e.date && e.clock
	switch {
	case e.words > maxAttributionWords, e.self && !e.address:
		return none
	case e.verb && e.address && (e.date || e.clock) && (e.closed || e.verbLast || e.addressLast && e.lead && moment):
		return strong
	case e.verb && e.closed && e.angled && e.words <= maxNameWords/2:
		return strong
	case e.verb && moment && (e.closed || e.verbLast && e.lead) && e.words <= maxNameWords:
		return strong
	case e.address && e.addressLast && moment && e.closed && e.lead:
		return strong
	case e.iso && e.angled && e.addressLast, e.iso && e.clock && e.offset && e.words <= 10 && !e.closed && e.words > 3:
		return strong
	case e.verb && (e.closed || e.verbLast && e.lead) && (e.date || e.clock || e.address):
		return weak
	case e.closed && e.address && (e.date || e.clock || e.words <= 8):
		return weak
	case e.closed && moment && e.words <= maxNameWords:
		return weak
	case e.verbLast && e.closed && e.words <= 6:
		return named
	case e.verbFirst && e.closed && e.words <= 6:
		return hint
	}
	return none
}

// opensWithDate tells whether folded text opens with a lead and a number soon
// after, or with a number, or with up to three words (a weekday, Gmail's "V
// pon.,") and a number; and whether with a whole date in figures, year first.
func opensWithDate(s string) (lead, iso bool) {
	if s == "" {
		return false, false
	}
	rest := s[leads.opens(s):]
	if len(rest) == len(s) && s[0] >= '0' && s[0] <= '9' {
		n := figures(s, 0)
		iso = n == 4 && len(s) > 7 && isDateSign(s[4:])
		return true, iso
	}
	words := 0
	for i := 0; i < len(rest) && words < 5; i++ {
		switch c := rest[i]; {
		case c >= '0' && c <= '9':
			return true, false
		case c == ' ':
			words++
		case c == '@' || c == '<' || c == ':' || c == '?' || c == '!' || c == ';':
			return false, false
		}
	}
	return false, false
}

// isDateSign tells what stands between year and month.
func isDateSign(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	return strings.ContainsRune("-/.年년", r)
}

// figures counts the digits at byte i.
func figures(s string, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '9' {
		n++
	}
	return n
}

// readFigures looks for a date that holds a year (Western, Buddhist, or of a
// Japanese era), for a time of day, and for an offset from UTC.
func readFigures(s string) (date, clock, offset bool) {
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		n := figures(s, i)
		rest := s[i+n:]
		switch {
		case n == 4 && isYear(s[i:i+4]) && !strings.HasPrefix(rest, ":"):
			date = true
			if isDateSign(rest) && rest != "" && (rest[0] == '-' || rest[0] == '/' || rest[0] == '.') {
				n += skipDate(rest)
			}
		case n == 4 && i > 0 && (s[i-1] == '+' || s[i-1] == '-'):
			offset = true
		case n <= 2 && strings.HasPrefix(rest, "年"):
			date = true
		case n <= 2:
			width, isDate, isClock := readShort(s[i:], n)
			date, clock = date || isDate, clock || isClock
			offset = offset || isClock && i > 3 && (s[i-1] == '+' || s[i-1] == '-')
			n += width
		}
		i += n
	}
	return date, clock, offset
}

func isYear(s string) bool {
	switch s[:2] {
	case "19", "20", "25", "13", "14":
		return true // 25xx is Buddhist, 13xx and 14xx Persian and Islamic
	}
	return false
}

// skipDate returns the length of "-05-04" after a year.
func skipDate(s string) int {
	i := 0
	for part := 0; part < 2 && i < len(s) && strings.IndexByte("-/.", s[i]) >= 0; part++ {
		n := figures(s, i+1)
		if n == 0 || n > 2 {
			return i
		}
		i += 1 + n
	}
	return i
}

// readShort reads "04/05/26" or "10:15" at the head of s, which opens with n
// digits; width is what follows them.
func readShort(s string, n int) (width int, date, clock bool) {
	rest := s[n:]
	if rest == "" {
		return 0, false, false
	}
	sign := rest[0]
	if strings.IndexByte("./-", sign) >= 0 {
		second := figures(rest, 1)
		if third := 1 + second; (second == 1 || second == 2) && third < len(rest) && rest[third] == sign {
			if year := figures(rest, third+1); year == 2 || year == 4 {
				return third + 1 + year, true, false
			}
		}
		if sign == '.' && second == 2 && isTime(s[:n], rest[1:3]) {
			return 3, false, true
		}
		width = spacedDate(rest, n)
		return width, width > 0, false
	}
	if sign == ':' || sign == 'h' {
		if at := 1 + len(rest[1:]) - len(strings.TrimLeft(rest[1:], " ")); figures(rest, at) == 2 && isTime(s[:n], rest[at:at+2]) {
			return at + 2, false, true
		}
	}
	for _, hour := range []string{"时", "時", "点", "點", "시"} {
		if strings.HasPrefix(rest, hour) {
			return len(hour), false, true
		}
	}
	return 0, false, false
}

// spacedDate returns the length of ". 11. 17." behind a year of two digits, as
// Koreans write dates, or of ". 11. 26" behind a day, as Czechs do; or 0.
func spacedDate(rest string, n int) int {
	i, digits := 0, 0
	for range 2 {
		if !strings.HasPrefix(rest[i:], ". ") {
			return 0
		}
		if digits = figures(rest, i+2); digits == 0 || digits > 2 {
			return 0
		}
		i += 2 + digits
	}
	if year := n == 2 && strings.HasPrefix(rest[i:], "."); !year && digits < 2 {
		return 0
	}
	return i
}

func isTime(hour, minute string) bool {
	return len(hour) == 1 || hour <= "24" && minute <= "59"
}
