package quote

import (
	"strings"
	"unicode/utf8"
)

// Bounds of what systems put around a mail.
const (
	maxFooterLines = 30   // of one paragraph
	minLegalBytes  = 80   // a note of lawyers is never short
	legalWords     = 3    // different ones, beside the anchor
	anchorBytes    = 160  // from the start of the paragraph
	maxNoticeLines = 8    // of a note on top
	maxListLines   = 12   // below Mailman's line
	maxBanner      = 1200 // bytes of a note on top
)

// footerAt tells whether the paragraph that ends at line last is no words of
// the author's but a lawyer's note, a mailing list's, a scanner's, or a plea
// not to print; and where it starts.
func (t *trimmer) footerAt(last int) (start int, ok bool) {
	start = t.paragraph(last, maxFooterLines)
	text := t.joined(start, last+1)
	switch {
	case isLegal(text):
		return t.withRule(t.legalStart(start, last)), true
	case last-start < maxDeviceLines && isScan(text):
		return t.withRule(start), true
	case isDrawn(t.lines[start].text) && last-start <= maxListLines && isList(text):
		return start, true
	}
	if at, ok := t.footnoteIn(start, last); ok {
		return t.withRule(at), true
	}
	return last, false
}

// legalStart returns the first line of the lawyer's note in the paragraph
// [start, last]: clients that print no blank lines put it right below a name.
func (t *trimmer) legalStart(start, last int) int {
	for i := start; i <= last; i++ {
		if anchors.opens(strings.TrimLeft(t.folded(i), "*([- ")) == 0 {
			if _, closing := isClosing(t.folded(i)); closing && !anchors.in(t.folded(i)) {
				start = i + 1
			}
			continue
		}
		if i > start && (utf8.RuneCountInString(t.lines[i-1].text) < minWrapped && !strings.HasSuffix(t.folded(i-1), ":")) {
			return i
		}
		return start
	}
	return start
}

// minWrapped is how long a line is at least before a word wraps to the next, in
// characters.
const minWrapped = 50

// withRule takes in the line of dashes right above a footer.
func (t *trimmer) withRule(start int) int {
	above := start - 1
	for above > 0 && t.lines[above].blank {
		above--
	}
	if above > 0 && t.authored(above) && isDelimiter(t.lines[above].text) {
		return above
	}
	return start
}

// isLegal tells a lawyer's note: a phrase that opens one, near its start, and
// several words of its trade.
func isLegal(folded string) bool {
	return len(folded) >= minLegalBytes && anchors.in(runes(folded, anchorBytes)) && legalese.count(folded, legalWords) >= legalWords
}

// runes returns the first bytes of s, up to a rune's start.
func runes(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	return s[:tailStart(s, len(s)-bytes)]
}

// isScan tells a scanner's note: its maker, that something was scanned, and that
// it was this mail, or a link to the maker.
func isScan(folded string) bool {
	return strings.Count(folded, " ") < 30 && scanners.in(folded) && scanned.in(folded) &&
		(anchors.in(folded) || isLinked(folded) || strings.HasPrefix(folded, "--") || strings.HasPrefix(folded, "__"))
}

func isLinked(folded string) bool {
	return strings.Contains(folded, "www.") || strings.Contains(folded, "http")
}

// isList tells the footer that Mailman puts under a line of underscores.
func isList(folded string) bool {
	return strings.Contains(folded, "mailing list") || strings.Contains(folded, "listinfo") || strings.Contains(folded, "mailman") ||
		strings.Contains(folded, "/lists/") || strings.Contains(folded, "unsubscribe")
}

// footnoteIn looks for the line of the paragraph [start, last] that opens a
// footnote. It must open the paragraph, or stand last.
func (t *trimmer) footnoteIn(start, last int) (at int, ok bool) {
	for _, i := range []int{start, last} {
		folded := strings.TrimPrefix(strings.TrimLeft(t.folded(i), "-*# "), "p ") // the tree of the font Webdings
		if footnotes.opens(folded) > 0 || linkedNotes.opens(folded) > 0 && (strings.Count(folded, " ") < 3 || isContact(t.joined(start, last+1))) {
			return i, true
		}
	}
	return 0, false
}

// cutTop cuts what systems put above the author's words: the note that a mail
// came from outside, and the line above which a help desk asks to answer.
func (t *trimmer) cutTop() {
	first := t.skipBlank(0)
	if first < t.end && t.lines[first].depth == 0 && t.isReplyMarker(first) {
		t.cut(first, first+1, RuleNotice)
		first = t.skipBlank(first + 1)
	}
	end, bytes := first, 0
	for end < t.end && end < first+maxNoticeLines && !t.lines[end].blank && t.lines[end].depth == 0 {
		folded := t.folded(end)
		tag := strings.HasPrefix(folded, "[external") || strings.HasPrefix(folded, "[extern")
		if bytes += len(folded); bytes > maxBanner || !tag && !outside.in(folded) && !caution.in(folded) && !isDelimiter(folded) {
			break
		}
		end++
	}
	if end == first || !isBanner(t.joined(first, end)) || !t.anyAuthored(end, t.end) {
		return
	}
	t.cut(first, end, RuleNotice)
}

// isBanner tells a note on mail from outside: it opens as a warning does, says
// so near its start, and warns of something; or it is nothing but the tag.
func isBanner(folded string) bool {
	bare := strings.TrimLeft(folded, "[]*-=#!()⚠️ ")
	opening := caution.opens(bare)
	warns := opening > 0 && (opening == len(bare) || strings.IndexByte(":!-.]*,", bare[opening]) >= 0)
	if warns || anchors.opens(bare) > 0 || outside.opens(bare) > 0 {
		if outside.in(runes(folded, 2*anchorBytes)) && caution.count(folded, 4) >= 4 {
			return true
		}
		if n := outside.opens(bare); n > 0 && strings.Contains(bare, "@") && caution.in(bare[n:]) {
			return true // Outlook's note on a new sender
		}
	}
	tag := strings.Trim(folded, "[]*-=# ")
	return strings.HasPrefix(folded, "[") && (tag == "external" || tag == "extern" || tag == "external email" || tag == "external sender")
}

// isReplyMarker tells the line above which a help desk asks to answer: its
// words, and dashes or the like around them or on the line above.
func (t *trimmer) isReplyMarker(i int) bool {
	folded := t.folded(i)
	if len(folded) < 8 || len(folded) > 160 {
		return false
	}
	bare := strings.Trim(folded, "-#=_*~<>[]() ")
	if bare == "" {
		return false
	}
	decorated := folded[0] != bare[0] && len(bare) < len(folded)-1
	drawn := i > 0 && isDelimiter(t.lines[i-1].text)
	if !decorated && !drawn {
		return replyMarkers.opens(strings.TrimPrefix(folded, "please ")) > 0 && strings.Count(folded, " ") < 8
	}
	return replyMarkers.in(bare)
}
