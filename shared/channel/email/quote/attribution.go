package quote

import (
	"regexp"
	"strings"
	"unicode"
)

// attributionSpan bounds the lines over which a client may wrap an attribution.
const attributionSpan = 6

// minAttribution is shorter than any first line of one, in bytes.
const minAttribution = 4

var (
	addressPattern = regexp.MustCompile(`[^\s<>()"]@[^\s<>()"]`)
	clockPattern   = regexp.MustCompile(`\d{1,2}[:.h]\d{2}`)
	yearPattern    = regexp.MustCompile(`(^|\D)(19|20)\d\d(\D|$)|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`)
	// dateFirst is an attribution without a verb: a date, then who.
	dateFirst = regexp.MustCompile(`^(19|20)\d\d\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}`)
	gmtOffset = regexp.MustCompile(`\d{1,2}:\d{2} (GMT|UTC)[+-]\d`)
)

// attributionAt tells whether an attribution starts at line i; it returns its
// last line, or -1, and whether it is strong enough to stand without marked
// lines below it.
func (t *trimmer) attributionAt(i int) (last int, strong bool) {
	first := t.lines[i].text
	if !opensAttribution(first) {
		return -1, false
	}
	lead := hasLead(first) || startsWithDate(first)
	joined, rest, blanks := "", "", 0
	for last = i; last < t.end && last < i+attributionSpan; last++ {
		l := &t.lines[last]
		if l.blank {
			if blanks++; blanks > 1 {
				break
			}
			continue
		}
		if l.depth > 0 && !wraps(joined, l.text) {
			break
		}
		if last > i {
			if l.depth == 0 && startsAnew(joined, l.text) {
				break
			}
			rest += " " + l.text
		}
		joined = strings.TrimSpace(joined + " " + l.text)
		if len(joined) > maxMatch {
			break
		}
		if !closesAttribution(l.text, last == i) {
			continue
		}
		ok, strong := isAttribution(joined)
		if !ok && last == i && isForeign(joined) {
			return last, false
		}
		if !ok {
			continue
		}
		if later, _ := isAttribution(rest); later && !lead {
			return -1, false // the first line is the author's, and the attribution starts below it
		}
		return t.extend(last, joined), strong
	}
	return -1, false
}

// closesAttribution is the cheap test that most lines fail: the last line of an
// attribution ends in a colon, a bracket or dash, or a verb. A single line may
// also be a date with a name.
func closesAttribution(text string, single bool) bool {
	if text == "" {
		return false
	}
	switch text[len(text)-1] {
	case ':', '>', ')', '-', '*':
		return true
	}
	if strings.HasSuffix(text, "：") || single && text[0] >= '0' && text[0] <= '9' {
		return true
	}
	tail := strings.ToLower(text[max(0, len(text)-40):])
	for _, verb := range verbs {
		if strings.HasSuffix(tail, verb) {
			return true
		}
	}
	return false
}

// isForeign tells the attribution of a language that is not listed: address and
// date, and a colon at the end.
func isForeign(s string) bool {
	return (strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")) && addressPattern.MatchString(s) &&
		(yearPattern.MatchString(s) || clockPattern.MatchString(s))
}

// wraps tells whether text, marked by > though it is, goes on with an
// attribution: some clients wrap after marking, so that "wrote:" is marked.
func wraps(joined, text string) bool {
	ok, _ := isAttribution(strings.TrimSpace(joined + " " + text))
	return joined != "" && ok && len(text) < 60
}

// extend takes in the lone closing of an attribution that its client wrapped.
func (t *trimmer) extend(last int, joined string) int {
	next := last + 1
	if next < t.end && !strings.HasSuffix(joined, ":") && t.lines[next].depth == 0 {
		if s := t.lines[next].text; s == ":" || s == ">:" || s == "> :" {
			return next
		}
	}
	return last
}

// startsAnew tells that text opens an attribution of its own, so that what came
// before it is a sentence of the author's.
func startsAnew(joined, text string) bool {
	if !opensAttribution(text) || !hasLead(text) {
		return false
	}
	return strings.HasSuffix(joined, ".") || strings.HasSuffix(joined, "!") || strings.HasSuffix(joined, "?") || yearPattern.MatchString(text)
}

// opensAttribution is the cheap test that most lines fail: an attribution's
// first line holds a digit of its date, an address, or ends in a colon.
func opensAttribution(text string) bool {
	if len(text) < minAttribution || len(text) > maxMatch {
		return false
	}
	if strings.ContainsRune(text, '@') || strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：") {
		return true
	}
	return strings.ContainsAny(text, "0123456789") && (hasLead(text) || startsWithDate(text))
}

// isAttribution weighs the evidence that s introduces a quotation. Strong is
// what hardly anybody writes themselves: an address or a full date with time,
// beside the verb and the colon.
func isAttribution(s string) (ok, strong bool) {
	s = strings.Trim(s, "-–—_*<> \t")
	closed := strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
	bare := strings.TrimRight(s, ":： \t*")
	ends, contains := verbIn(fold(bare))
	dated := startsWithDate(s)
	if !ends && !(contains && closed) {
		return dated && isDateFirst(s, bare, closed), true
	}
	hasAddress := addressPattern.MatchString(s)
	hasClock := clockPattern.MatchString(s)
	hasYear := yearPattern.MatchString(s)
	lead := dated || hasLead(s)
	if !closed && !(hasAddress && (hasYear || hasClock)) && !(lead && hasYear && hasClock) {
		return dated && isDateFirst(s, bare, closed), true
	}
	switch {
	case hasAddress:
		return true, true
	case lead && hasYear && (hasClock || ends):
		return true, true
	case lead && (hasClock || hasYear || strings.ContainsAny(s, "0123456789")):
		return true, false
	}
	return false, false
}

// isDateFirst tells the attributions that have no verb: a date, then who.
func isDateFirst(s, bare string, closed bool) bool {
	if dateFirst.MatchString(s) {
		return addressPattern.MatchString(s) && endsWithAddress(bare) || gmtOffset.MatchString(s) && hasName(bare)
	}
	return closed && addressPattern.MatchString(s) && clockPattern.MatchString(s) && endsWithAddress(bare)
}

// endsWithAddress tells that an address closes the line, as in "Ann <a@b.example>".
func endsWithAddress(s string) bool {
	words := strings.Fields(strings.TrimRight(s, ">)]\" "))
	return len(words) > 0 && strings.Contains(words[len(words)-1], "@")
}

// hasName tells that something follows the time zone of a date-first attribution.
func hasName(s string) bool {
	at := gmtOffset.FindStringIndex(s)
	rest := strings.TrimLeft(s[at[1]:], "0123456789: ")
	return rest != "" && len(rest) < 100
}

// startsWithDate tells that s opens with a number or a day's name and a number.
func startsWithDate(s string) bool {
	words := strings.Fields(fold(s))
	for i, word := range words {
		if i > 2 {
			return false
		}
		r := []rune(word)[0]
		if unicode.IsDigit(r) {
			return true
		}
		if !unicode.IsLetter(r) || len(word) > 30 || i == 0 && !strings.HasSuffix(word, ",") && !strings.HasSuffix(word, ".") {
			return false
		}
	}
	return false
}

// fold lowers case and makes every blank one space.
func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " "))
}

// hasLead tells whether s opens with a language's lead, and a date soon after.
func hasLead(s string) bool {
	folded := fold(s[:min(len(s), 80)])
	for _, lead := range leads {
		rest, ok := strings.CutPrefix(folded, lead)
		if !ok {
			continue
		}
		if !isCJK(lead) && rest != "" && rest[0] != ' ' {
			continue
		}
		words := strings.Fields(rest)
		for i := 0; i < len(words) && i < 4; i++ {
			if strings.ContainsAny(words[i], "0123456789") {
				return true
			}
		}
	}
	return false
}

// verbIn tells whether the folded text ends with a verb of attribution, or has
// one within as a word of its own.
func verbIn(folded string) (ends, contains bool) {
	for _, verb := range verbs {
		if strings.HasSuffix(folded, verb) && wordBefore(folded, len(folded)-len(verb), verb) {
			return true, true
		}
		if at := strings.Index(folded, verb); at >= 0 && wordBefore(folded, at, verb) {
			after := folded[at+len(verb):]
			if after == "" || isCJK(verb) || !unicode.IsLetter([]rune(after)[0]) {
				contains = true
			}
		}
	}
	return false, contains
}

// wordBefore tells that a word of its own starts at byte i.
func wordBefore(s string, i int, word string) bool {
	if i == 0 || isCJK(word) {
		return true
	}
	c := s[i-1]
	return c == ' ' || c == '>' || c == ')' || c == '"' || c == '\'' || c == ','
}

// isCJK tells words of scripts that put no blanks between words.
func isCJK(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return true
		}
	}
	return false
}

// leads and verbs are all languages' together: clients and authors mix them.
var leads, verbs = func() (leads, verbs []string) {
	seen := map[string]bool{}
	add := func(list *[]string, kind string, words []string) {
		for _, word := range words {
			if !seen[kind+word] {
				seen[kind+word] = true
				*list = append(*list, word)
			}
		}
	}
	for _, l := range languages {
		add(&leads, "lead ", l.lead)
		add(&verbs, "verb ", l.wrote)
	}
	return leads, verbs
}()
