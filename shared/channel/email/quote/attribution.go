package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// attributionSpan bounds the lines over which a client may wrap an attribution.
const attributionSpan = 7

// minAttribution is shorter than any first line of one, in bytes.
const minAttribution = 4

// attribution is where one stands.
type attribution struct {
	first, last int
	strength    strength
}

// maxAttempts bounds the lines that look like the start of an attribution and
// are none, before no further one is looked for: logs are full of dates.
const maxAttempts = 5000

// attributionFrom reads an attribution as attributionAt does, within bounds.
func (t *trimmer) attributionFrom(i int) attribution {
	if t.attempts >= maxAttempts || !opensAttribution(t.folded(i)) {
		return attribution{}
	}
	a := t.attributionAt(i)
	if a.strength == none {
		t.attempts++
	}
	return a
}

// attributionAt reads the attribution that starts at line i. Clients wrap one
// over several lines, and those that make text from HTML put a blank line
// between.
func (t *trimmer) attributionAt(i int) attribution {
	first := t.folded(i)
	if !opensAttribution(first) {
		return attribution{}
	}
	lead, _ := opensWithDate(strings.TrimLeft(first, decoration+"[(#"))
	if lead && runsOn(first) {
		return attribution{first: i, last: i, strength: strong}
	}
	joined, rest, blanks := "", "", 0
	for last := i; last < t.end && last < i+attributionSpan; last++ {
		l := &t.lines[last]
		if l.blank {
			if blanks++; blanks > 3 || endsSentence(joined) || !lead && !isSender(joined) {
				break
			}
			continue
		}
		text := t.folded(last)
		if last > i && (t.separatorAt(last) || t.isHeader(last)) || last > i && !isSender(joined) && t.breaksOff(last, joined, text) || len(joined)+len(text) > maxMatch {
			break
		}
		if last > i {
			rest = strings.TrimSpace(rest + " " + text)
		}
		joined = strings.TrimSpace(joined + " " + text)
		if !closesAttribution(text) {
			continue
		}
		e := weigh(joined)
		got := e.strength()
		if got == none || got < weak && last > i {
			if strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "mailto:") {
				break // nothing goes on behind its colon
			}
			continue
		}
		if below := weigh(rest); below.strength() >= got && (below.date && below.clock || !lead) && !isSender(first) {
			return attribution{} // the first line is the author's, and the attribution starts below it
		}
		if e.verb && !e.address {
			got = t.doubted(i, last, got)
		}
		return attribution{first: t.extendUp(i), last: t.extendDown(last, joined), strength: got}
	}
	return attribution{}
}

// hasPossessive tells whether lines [first, last] hold a word such as "my",
// which names do not.
func (t *trimmer) hasPossessive(first, last int) bool {
	for i := first; i <= last; i++ {
		for word := range strings.FieldsSeq(t.lines[i].text) {
			if possessives[word] {
				return true
			}
		}
	}
	return false
}

// runsOn tells an attribution behind which what it introduces stands on the same
// line, as in the text parts of Yahoo's mobile clients.
func runsOn(folded string) bool {
	found := false
	verbs.each(folded, func(_, end int) bool {
		if strings.HasPrefix(folded[end:], ": ") {
			e := weigh(folded[:end+1])
			found = e.angled && e.strength() == strong
		}
		return !found
	})
	return found
}

// isSender tells a line that is nothing but "Name <address>".
func isSender(folded string) bool {
	e := evidence{}
	e.weighAddress(folded)
	return e.angled && e.addressLast && strings.Count(folded, " ") <= 6 && strings.HasSuffix(folded, ">")
}

// breaksOff tells that line i does not go on with what was joined so far: it is
// marked, or opens an attribution of its own below a sentence of the author's.
func (t *trimmer) breaksOff(i int, joined, text string) bool {
	if t.lines[i].depth > 0 {
		// Some clients wrap after marking, so that a lone "wrote:" is marked.
		return len(text) > 60 || weigh(joined+" "+text).strength() < weak
	}
	if !opensAttribution(text) || leads.opens(text) == 0 {
		return false
	}
	date, _, _ := readFigures(text)
	return endsSentence(joined) || date
}

func endsSentence(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "。")
}

// opensAttribution is the cheap test that most lines fail: the first line of an
// attribution holds an address, ends in a colon, or opens as a date does.
func opensAttribution(folded string) bool {
	if len(folded) < minAttribution || len(folded) > maxMatch {
		return false
	}
	if strings.Contains(folded, "@") || strings.HasSuffix(folded, ":") {
		return true
	}
	bare := strings.TrimLeft(folded, decoration+"[(#")
	if lead, _ := opensWithDate(bare); !lead {
		return false
	}
	date, clock, _ := readFigures(bare)
	return date || clock || leads.opens(bare) > 0
}

// closesAttribution is the cheap test that most lines fail: the last line of an
// attribution ends in a colon, a bracket, a dash, a verb, or, where a date
// opens it, a name.
func closesAttribution(folded string) bool {
	if folded == "" {
		return false
	}
	switch folded[len(folded)-1] {
	case ':', '>', ')', '-', '*', ']':
		return true
	}
	if folded[0] >= '0' && folded[0] <= '9' {
		return true
	}
	last := false
	verbs.each(folded[tailStart(folded, 60):], func(_, end int) bool {
		last = last || end == len(folded)-tailStart(folded, 60)
		return !last
	})
	return last
}

// tailStart returns where the last n bytes of s start, at a rune.
func tailStart(s string, n int) int {
	i := max(0, len(s)-n)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// extendDown takes in the lone closing of an attribution that its client
// wrapped.
func (t *trimmer) extendDown(last int, joined string) int {
	next := last + 1
	if next < t.end && !strings.HasSuffix(joined, ":") {
		if s := strings.Trim(t.folded(next), "<> "); s == ":" {
			return next
		}
	}
	return last
}

// extendUp takes in the name that a client wrapped off in front of its address.
func (t *trimmer) extendUp(i int) int {
	above := i - 1
	if above < 0 || !strings.HasPrefix(t.lines[i].text, "<") || !t.authored(above) || above > 0 && !t.lines[above-1].blank {
		return i
	}
	words := strings.Fields(strings.Trim(t.lines[above].text, `"'`))
	if len(words) > 5 {
		return i
	}
	for _, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLower(r) || strings.ContainsAny(word, ".,!?:;") {
			return i
		}
	}
	return above
}
