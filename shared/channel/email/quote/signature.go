package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A signature block is taken for one only when it is short.
const (
	maxClosings       = 40 // cut one after the other
	maxSignatureLines = 15
	maxSignatureBytes = 1500
	maxContactLines   = 8  // below a line of dashes of any length
	maxContactLine    = 80 // characters of each
)

// isSignatureMark tells the "-- " of RFC 3676 §4.3, with or without its blank.
func isSignatureMark(raw string) bool {
	switch strings.TrimRight(raw, " \t\r\u00a0") {
	case "--", "—", "–-", "--*", "- --", "*--*":
		return true
	}
	return false
}

// signatureIn returns the line of the last signature mark in [from, to) when
// what follows it looks like a signature, or to.
func (t *trimmer) signatureIn(from, to int) int {
	lines, bytes, prose, postscript := 0, 0, false, false
	for i := to - 1; i >= from; i-- {
		l := &t.lines[i]
		if l.rule != "" {
			continue
		}
		if l.depth == 0 && isSignatureMark(l.raw) {
			if postscript || prose && strings.TrimSuffix(l.raw, "\r") != "-- " {
				return to // without its blank, the mark parts paragraphs, too
			}
			return i
		}
		if l.depth > 0 {
			return to
		}
		if !l.blank {
			lines++
			prose = prose || t.isProse(i)
			postscript = postscript || postscripts.opens(t.folded(i)) > 0
		}
		if bytes += len(l.raw); lines > maxSignatureLines || bytes > maxSignatureBytes {
			return to
		}
	}
	return to
}

// minProse is how long a line of prose is at least, in bytes.
const minProse = 70

// isProse tells a line that nobody puts in a signature: a question, a
// postscript, or a long sentence that names no way to reach anybody.
func (t *trimmer) isProse(i int) bool {
	text, folded := t.lines[i].text, t.folded(i)
	if folded == "" { // longer than any line that is folded whole
		folded = fold(text[:min(len(text), maxContactLine)])
	}
	if postscripts.opens(folded) > 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	switch r {
	case '?', '？', '؟':
		return true
	case '.', '!', '。', '！':
		return len(text) >= minProse && len(text) <= maxMatch && !isContact(folded)
	}
	return false
}

// cardIn returns the first line of the card that NetEase's clients draw of
// pipes for a signature, up to line to; or to.
func (t *trimmer) cardIn(to int) int {
	if !isPipes(t.lines[to-1].text) {
		return to
	}
	card, pipes := to, 0
	for i := to - 1; i >= 0 && to-i <= maxSignatureLines && t.lines[i].depth == 0 && len(t.lines[i].text) <= maxContactLine; i-- {
		if isPipes(t.lines[i].text) {
			card = i
			pipes++
		}
	}
	if pipes < 2 {
		return to
	}
	return card
}

func isPipes(text string) bool { return text != "" && strings.Trim(text, "| ") == "" }

// contactsIn returns the line of dashes, underscores or the like below which,
// up to line to, stands a short block that names several ways to reach its
// author, or that stands below a quotation; or to.
func (t *trimmer) contactsIn(to int) int {
	contacts, lines := 0, 0
	for i := to - 1; i >= 0; i-- {
		l := &t.lines[i]
		switch {
		case l.blank || l.rule != "":
			continue
		case l.depth > 0 || utf8.RuneCountInString(l.text) > maxContactLine || lines >= maxContactLines || t.isMailHead(i):
			return to
		case lines > 0 && len(l.text) > 2 && isDelimiter(l.text):
			if contacts >= 2 || t.belowQuotation(i) {
				return i
			}
			return to
		}
		lines++
		if isContact(t.folded(i)) {
			contacts++
		}
	}
	return to
}

// isMailHead tells a line that says of a mail from whom it is or of what.
func (t *trimmer) isMailHead(i int) bool {
	kind, _ := headerLine(t.lines[i].text)
	return kind == headerFrom || kind == headerSubject
}

// belowQuotation tells that the nearest line above line i is a marked one.
func (t *trimmer) belowQuotation(i int) bool {
	for i--; i >= 0; i-- {
		if l := &t.lines[i]; l.depth > 0 {
			return true
		} else if !l.blank {
			return false
		}
	}
	return false
}

// isContact tells a line of folded text that holds an address, a link, or a
// telephone number.
func isContact(folded string) bool {
	return isLinked(folded) || weighedAddress(folded) || hasNumber(folded)
}

// contactKinds tells of a telephone number, a link, and an address.
func contactKinds(folded string) [3]bool {
	return [3]bool{hasNumber(folded), isLinked(folded), weighedAddress(folded)}
}

// hasNumber tells a line with a telephone number.
func hasNumber(folded string) bool {
	digits := 0
	for i := 0; i < len(folded); i++ {
		if folded[i] >= '0' && folded[i] <= '9' {
			digits++
		}
	}
	return digits >= 7 && strings.ContainsAny(folded, "+(:")
}

func weighedAddress(folded string) bool {
	e := evidence{}
	e.weighAddress(folded)
	return e.address
}

// historyBelow tells whether history starts below line i: then the signature
// there is not the end of the text.
func (t *trimmer) historyBelow(i int) bool {
	for j := i + 1; j < t.end; j++ {
		if t.lines[j].blank {
			continue
		}
		if t.attributionAt(j).strength == strong || t.separatorAt(j) || t.isBareMarker(j) || t.headersAt(j).printed() {
			return true
		}
	}
	return false
}

// cutBottom cuts what clients, mail systems and habits put at the very end,
// below any quotation, so that it does not pass for an answer written there.
func (t *trimmer) cutBottom() {
	for range maxClosings {
		last := t.lastKept(t.end)
		if last < 0 || t.lines[last].depth > 0 {
			return
		}
		start, rule := t.closingAt(last)
		if rule == "" || t.historyBelow(start) || !t.anythingAbove(start) {
			return
		}
		t.cut(start, t.end, rule)
		t.end = start
	}
}

// anythingAbove tells whether anything stands above line i.
func (t *trimmer) anythingAbove(i int) bool { return t.skipBlank(0) < i }

// cutEnd cuts the same at the end of the new part.
func (t *trimmer) cutEnd() {
	first := 0
	for first < len(t.lines) && (!t.authored(first) || isDelimiter(t.lines[first].text)) {
		first++
	}
	last := t.lastKept(len(t.lines))
	for n := 0; n < maxClosings && last > first && t.lines[last].depth == 0; n++ {
		start, rule := t.closingAt(last)
		if rule == "" || start <= first {
			return
		}
		t.cut(start, last+1, rule)
		last = t.lastKept(last)
	}
}

// closingAt tells what kind of closing ends at line last, and where it starts.
func (t *trimmer) closingAt(last int) (start int, rule string) {
	text := t.lines[last].text
	if isDelimiter(text) || isMarker(text) {
		return last, RuleDelimiter
	}
	if start, ok := t.deviceAt(last); ok {
		return start, RuleDevice
	}
	if start, ok := t.goingAt(last); ok {
		return start, RuleDevice
	}
	if start, ok := t.footerAt(last); ok {
		return start, RuleFooter
	}
	if start := t.signatureIn(0, last+1); start <= last {
		return start, RuleSignature
	}
	if start := t.contactsIn(last + 1); start <= last {
		return start, RuleSignature
	}
	if start := t.cardIn(last + 1); start <= last {
		return start, RuleSignature
	}
	if start, ok := t.imprintAt(last); ok {
		return start, RuleSignature
	}
	if start, ok := t.cardAt(last); ok {
		return start, RuleSignature
	}
	return last, ""
}

// isDelimiter tells a line of two or more dashes, underscores and the like.
func isDelimiter(text string) bool {
	if text == "" || text[0] < utf8.RuneSelf && strings.IndexByte("-_=~#+* ", text[0]) < 0 {
		return false // as nearly every line, and cheaper to tell
	}
	return utf8.RuneCountInString(text) >= 2 && strings.Trim(text, "-–—_=~#+*─━═ ") == ""
}

// isMarker tells the lone invisible or ornamental character some clients leave
// as a mark for tracking ("ᐧ"), and a line of nothing but emphasis.
func isMarker(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size == len(text) && (r == 'ᐧ' || unicode.Is(unicode.Cf, r))
}
