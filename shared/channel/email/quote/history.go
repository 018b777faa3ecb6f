package quote

import "strings"

// cutHistory walks down the text to where history begins and cuts it.
//
// What a rule finds is cut to the end of the text, except that unmarked lines
// below lines marked by > are the author's own: they answered below or between.
func (t *trimmer) cutHistory() {
	sawText := false // the author wrote something above
	for i := 0; i < t.end; i++ {
		l := &t.lines[i]
		if l.blank || l.rule != "" || len(l.text) > maxMatch {
			sawText = sawText || !l.blank && l.depth == 0 && l.rule == ""
			continue
		}
		if f := t.forwardedAt(i, sawText); f != nil {
			t.forward = f
			return
		}
		if l.depth > 0 {
			if sawText && isGroupWise(l.raw) {
				t.cut(i, t.end, RuleAttribution)
				return
			}
			continue
		}
		if sawText && t.cutUnmarked(i) {
			return
		}
		if a := t.attributionFrom(i); a.strength > none {
			t.adoptMarks(a.last + 1)
			if t.cutAttribution(a, sawText) {
				return
			}
			if l.rule != "" || t.markedBelow(a.last) {
				i = a.last
				continue
			}
		}
		if !sawText {
			if last := t.historyHead(i); last >= i {
				i = last // nothing stands above it: what follows is all there is
				continue
			}
		}
		sawText = sawText || !isDelimiter(l.text)
	}
	t.cutBottom() // once more: marks have come to light
	if sawText {
		t.cutMarkedTail()
	}
}

// datedAbove returns the line from which to cut when a header block starts at
// i: Orange prints "Message du 01/06/26 10:00" above it.
func (t *trimmer) datedAbove(i int) int {
	if i == 0 || !t.authored(i-1) || strings.Count(t.folded(i-1), " ") > 5 {
		return i
	}
	if date, clock, _ := readFigures(t.folded(i - 1)); !date || !clock {
		return i
	}
	return i - 1
}

// markedBelow tells whether a marked line follows line i.
func (t *trimmer) markedBelow(i int) bool {
	i = t.skipBlank(i + 1)
	return i < t.end && t.lines[i].depth > 0
}

// historyHead returns the last line of the separator or the block of headers
// that starts at line i, or -1.
func (t *trimmer) historyHead(i int) int {
	if t.separatorAt(i) {
		return i
	}
	if block := t.headersAt(i); block.printed() {
		return block.last
	}
	return -1
}

// isGroupWise tells the line ">>> Ann Lee <ann@example.org> 01/06/2026 10:00 >>>"
// that GroupWise prints above what it does not mark.
func isGroupWise(raw string) bool {
	raw = strings.TrimSpace(raw[:min(len(raw), maxMatch)])
	if len(raw) < 10 || !strings.HasPrefix(raw, ">>>") || !strings.HasSuffix(raw, ">>>") {
		return false
	}
	e := weigh(fold(raw))
	return e.address || e.date && e.clock
}

// cutUnmarked cuts from line i on when clients start there what they quote
// without marking it: words between dashes, a block of headers, the line above
// which a help desk asks to answer.
func (t *trimmer) cutUnmarked(i int) bool {
	switch {
	case t.separatorAt(i), t.isReplyMarker(i), t.isBareMarker(i):
		t.cut(t.ruleAbove(i), t.end, RuleSeparator)
	case t.isHeaderBlock(i):
		t.cut(t.ruleAbove(t.datedAbove(i)), t.end, RuleHeaders)
	case strings.HasPrefix(t.lines[i].raw, columnMargin) && t.columnsAt(i):
		t.cut(i, t.end, RuleHeaders)
	case isDrawn(t.lines[i].text) && !t.forwards && t.blockBelow(i):
		t.cut(i, t.end, RuleHeaders)
	default:
		return false
	}
	return true
}

// isHeaderBlock tells that a client's block of headers starts at line i. What
// the author announces right above is theirs, and across a blank line, too,
// unless it has the time of day that clients print.
func (t *trimmer) isHeaderBlock(i int) bool {
	block := t.headersAt(i)
	if !block.printed() || t.isAnnounced(i) || t.isNumbered(i) {
		return false
	}
	if !block.clock && i > 0 && t.lines[i-1].blank && t.isAnnounced(i-1) {
		return false
	}
	t.recipient = block.forward.To
	return true
}

// blockBelow tells whether a block of headers follows the drawn line i; there a
// short one will do, and one in a language that is not listed.
func (t *trimmer) blockBelow(i int) bool {
	below := t.skipBlank(i + 1)
	if below >= t.end || t.lines[below].depth > 0 || t.isNumbered(below) {
		return false
	}
	if t.headersAt(below).likely() {
		return true
	}
	labels, address, moment := t.labelsAt(below)
	return labels >= 3 && address && moment
}

// isDrawn tells the line of underscores or dashes that Outlook and Yahoo draw.
func isDrawn(text string) bool {
	return len(text) >= 5 && strings.Trim(text, "_") == "" || len(text) >= 20 && strings.Trim(text, "-") == ""
}

// ruleAbove returns the line from which to cut when a header block starts at i:
// Outlook draws a line of underscores above it.
func (t *trimmer) ruleAbove(i int) int {
	above := i - 1
	for above >= 0 && t.lines[above].blank {
		above--
	}
	if above >= 0 && t.lines[above].depth == 0 && isDelimiter(t.lines[above].text) {
		return above
	}
	return i
}

// introAbove returns the line from which to cut when an attribution starts at
// line i: Yandex prints some headers above it, below a line of dashes.
func (t *trimmer) introAbove(i int) int {
	first := i
	for first > 0 && t.authored(first-1) {
		if !t.isHeader(first - 1) {
			break
		}
		first--
	}
	if above := t.ruleAbove(first); above < first || i-first > 1 {
		return above
	}
	return i
}

// cutAttribution cuts an attribution and what it introduces, and tells whether
// that was all the rest. Only a strong one counts without a marked line below.
func (t *trimmer) cutAttribution(a attribution, sawText bool) bool {
	quoted := t.skipBlank(a.last + 1)
	if quoted >= t.end || t.lines[quoted].depth == 0 {
		if a.strength < strong {
			return false
		}
		if sawText {
			t.cut(t.introAbove(a.first), t.end, RuleAttribution)
			return true
		}
		t.cut(a.first, a.last+1, RuleAttribution) // all there is stands below it
		return false
	}
	after := quoted
	for after < t.end && (t.lines[after].depth > 0 || t.lines[after].blank) {
		after++
	}
	switch {
	case after == t.end && sawText:
		t.cut(t.introAbove(a.first), t.end, RuleAttribution)
		return true
	case a.strength == named && !sawText && after == quoted+1 && after < t.end:
		// No date tells a name here from "the manual", of which the author shows a
		// line and goes on right below.
	case a.strength >= named && !sawText && !t.anyMarked(after):
		t.cut(a.first, after, RuleAttribution) // answered below
	case a.strength >= weak:
		t.cut(a.first, a.last+1, RuleAttribution) // answered between: the quotations give it sense
	}
	return false
}

// anyMarked tells whether a marked line follows from i on.
func (t *trimmer) anyMarked(i int) bool {
	for ; i < t.end; i++ {
		if t.lines[i].depth > 0 && !t.lines[i].blank {
			return true
		}
	}
	return false
}

// cutMarkedTail cuts the marked lines that end the text, below what the author
// wrote.
func (t *trimmer) cutMarkedTail() {
	start := t.end
	for start > 0 && (t.lines[start-1].blank || t.lines[start-1].depth > 0 || t.lines[start-1].rule != "") {
		start--
	}
	if start > 0 && start < t.end && !t.isShownByAuthor(start) {
		t.cut(start, t.end, RuleMarked)
	}
}

// isQuotedOnly tells a mail in which somebody quoted a quotation and wrote
// nothing: every line is marked, and an attribution stands among them.
func (t *trimmer) isQuotedOnly() bool {
	nested, attributed, first := false, false, true
	for i := range t.lines {
		l := &t.lines[i]
		if l.blank {
			continue
		}
		if l.depth == 0 {
			return false
		}
		nested = nested || l.depth > 1
		if first {
			attributed = l.depth == 1 && t.isAttributionIn(i)
		}
		first = false
	}
	return nested && attributed
}

// isAttributionIn tells that a sure attribution stands on the marked line i, or
// on it and the next.
func (t *trimmer) isAttributionIn(i int) bool {
	return weigh(t.folded(i)).strength() == strong || i+1 < len(t.lines) && weigh(t.joined(i, i+2)).strength() == strong
}
