package quote

import "strings"

// isAnnounced tells that a line of the author's right above line i announces it
// with a colon: what follows is theirs, a piece of a log perhaps.
func (t *trimmer) isAnnounced(i int) bool {
	if i == 0 || !t.authored(i-1) {
		return false
	}
	above := t.folded(i - 1)
	if !strings.HasSuffix(above, ":") {
		return false
	}
	got := weigh(above).strength()
	return got == none || got <= named && t.hasArticle(i-1)
}

// isNumbered tells that the block of headers with line i is one of a digest's,
// which are numbered by a line such as "Message: 3".
func (t *trimmer) isNumbered(i int) bool {
	spaced := i+1 < len(t.lines) && t.lines[i+1].blank // a paragraph for each line
	for n := 0; n < 2*maxRawHeader && i >= 0; n++ {
		if spaced && t.lines[i].blank {
			i--
			continue
		}
		text := t.folded(i)
		at, width := colonIn(text[:min(len(text), maxHeaderName)])
		if at <= 0 {
			return false
		}
		if value := strings.TrimSpace(text[at+width:]); value != "" && strings.Trim(value, "0123456789") == "" {
			return true
		}
		i--
	}
	return false
}

// isShownByAuthor tells marked lines from line start on that the author set
// there: right below a line that announces them with a colon and is no
// attribution, or the >>> of Python's prompt, which quotes nothing shallower.
func (t *trimmer) isShownByAuthor(start int) bool {
	if t.lines[start].depth > 0 && t.lines[start].rule == "" && t.isAnnounced(start) {
		return true
	}
	for i := start; i < t.end; i++ {
		if l := &t.lines[i]; l.rule != "" || !l.blank && !strings.HasPrefix(l.raw, ">>> ") {
			return false
		}
	}
	return true
}
