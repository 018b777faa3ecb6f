package quote

// cutHistory walks down the text to where history begins and cuts it.
//
// What a rule finds is cut to the end of the text, except that unmarked lines
// below lines marked by > are the author's own: they answered below or between.
func (t *trimmer) cutHistory() {
	sawText := false // the author wrote something above
	for i := 0; i < t.end; i++ {
		l := &t.lines[i]
		if l.blank || len(l.text) > maxMatch {
			sawText = sawText || !l.blank && l.depth == 0
			continue
		}
		if f := t.forwardedAt(i, sawText); f != nil {
			t.forward = f
			return
		}
		if l.depth > 0 {
			continue
		}
		if t.separatorAt(i) && sawText {
			t.cut(i, t.end, RuleSeparator)
			return
		}
		if block := t.headersAt(i); block.strong() && sawText {
			t.cut(t.ruleAbove(i), t.end, RuleHeaders)
			return
		}
		if last, strong := t.attributionAt(i); last >= i {
			if t.cutAttribution(i, last, strong, sawText) {
				return
			}
			sawText = sawText || l.rule == ""
			i = last
			continue
		}
		sawText = sawText || !isDelimiter(l.text)
	}
	t.cutMarkedTail()
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

// cutAttribution cuts the attribution at [first, last] and what it introduces,
// and tells whether that was all the rest. A weak one counts only when a marked
// line follows.
func (t *trimmer) cutAttribution(first, last int, strong, sawText bool) bool {
	quoted := t.skipBlank(last + 1)
	marked := quoted < t.end && t.lines[quoted].depth > 0
	if !marked {
		if !strong {
			return false
		}
		if sawText {
			t.cut(first, t.end, RuleAttribution)
			return true
		}
		t.cut(first, last+1, RuleAttribution) // all there is stands below it
		return false
	}
	after := quoted
	for after < t.end && (t.lines[after].depth > 0 || t.lines[after].blank) {
		after++
	}
	switch {
	case after == t.end && sawText:
		t.cut(first, t.end, RuleAttribution)
		return true
	case !sawText && !t.anyMarked(after):
		t.cut(first, after, RuleAttribution) // answered below
	default:
		t.cut(first, last+1, RuleAttribution) // answered between: the quotations give it sense
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

// cutMarkedTail cuts the marked lines that end the text.
func (t *trimmer) cutMarkedTail() {
	start := t.end
	for start > 0 && (t.lines[start-1].blank || t.lines[start-1].depth > 0 || t.lines[start-1].rule != "") {
		start--
	}
	if start > 0 && t.anyAuthored(0, start) {
		t.cut(start, t.end, RuleMarked)
	}
}
