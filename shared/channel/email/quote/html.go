package quote

import (
	"strings"
	"unicode/utf8"
)

// HTML is the body of a mail as its lines of text, with what the markup of the
// client that wrote it says of each.
type HTML struct {
	text   string
	marks  []mark // of each line
	marked bool   // there is more than markNone
}

// ReadHTML reads an HTML document or fragment.
func ReadHTML(document string) *HTML {
	var r reader
	r.read(document)
	for n := len(r.rows); n > 0 && r.rows[n-1].blank; n-- {
		r.out, r.rows = r.out[:r.rows[n-1].start], r.rows[:n-1]
	}
	h := &HTML{text: strings.TrimSuffix(string(r.out), "\n")}
	h.resolve(&r)
	return h
}

// Text returns the whole text, see [Text].
func (h *HTML) Text() string { return h.text }

// Trim returns the new part of the text. See the function [Trim], whose rules
// hold here too; what the markup says is evidence beside them.
func (h *HTML) Trim(subject string) Result { return trimMarked(h.text, h.marks, h.marked, subject) }

// resolve turns what was noted while reading into a mark for each line.
func (h *HTML) resolve(r *reader) {
	h.marks = make([]mark, len(r.rows))
	rest := r.rest
	for _, head := range r.heads {
		if (rest < 0 || head < rest) && h.headed(r.rows, head) {
			rest = head
		}
	}
	forward := false
	for i := range r.rows {
		l := &r.rows[i]
		m := l.mark
		switch {
		case rest >= 0 && i >= rest && m != markForward:
			m = markRest
		case m == markWrapper && r.wrappers[l.wrapper]:
			m = markIntro
		case m == markWrapper:
			m = markQuoted
		case m == markOwn && h.introduced(r.rows, int(r.blockquote[l.wrapper])):
			m = markQuoted
		}
		if !l.blank && (m == markIntro || m == markQuoted || m == markRest) && !forward && h.opensForward(r.rows, i) {
			forward = true
		}
		if forward {
			m = markForward
		}
		h.marks[i] = m
		h.marked = h.marked || m != markNone
	}
}

// words returns a line without the marks that were put before it.
func (h *HTML) words(l *row) string {
	return tidy(strings.TrimLeft(h.text[min(int(l.start)+2*int(l.quotes), int(l.end)):l.end], " "))
}

// above returns the next line above i that is not blank, or -1.
func above(rows []row, i int) int {
	for i--; i >= 0 && rows[i].blank; i-- {
	}
	return i
}

// headed tells whether a mail's headers are printed from line i on, in any
// language: three lines of a short name, a colon and a value.
func (h *HTML) headed(rows []row, i int) bool {
	names := 0
	for n := 0; i < len(rows) && n < 8 && names < 3; i++ {
		if rows[i].blank {
			continue
		}
		n++
		if isHeaderLike(h.words(&rows[i])) {
			names++
		} else if names == 0 && !isDelimiter(h.words(&rows[i])) {
			return false
		}
	}
	return names >= 3
}

// isHeaderLike tells "Name: value" with a short name.
func isHeaderLike(text string) bool {
	at := strings.IndexAny(text, ":：")
	return at > 0 && at < 40 && strings.Count(text[:at], " ") < 3 && !strings.ContainsAny(text[:at], ".,;!?") && utf8.RuneCountInString(text) > 3
}

// introduced tells whether an attribution stands right above line i.
func (h *HTML) introduced(rows []row, i int) bool {
	at := above(rows, min(i, len(rows)))
	if at < 0 {
		return false
	}
	text := h.words(&rows[at])
	if len(text) > maxMatch {
		return false
	}
	ok, _ := isAttribution(text)
	return ok
}

// opensForward tells whether a quotation that begins at line i is a mail that
// was forwarded, by the marker at its head.
func (h *HTML) opensForward(rows []row, i int) bool {
	if at := above(rows, i); at >= 0 && h.marks[at] != markNone && h.marks[at] != markSignature && h.marks[at] != markOwn {
		return at >= 0 && isDelimiter(h.words(&rows[at])) && h.marks[at] == markRest && h.opens(rows, i)
	}
	return h.opens(rows, i)
}

func (h *HTML) opens(rows []row, i int) bool {
	text := h.words(&rows[i])
	if len(text) > maxMatch {
		return false
	}
	forwarded, found, _ := markerIn(text)
	return found && forwarded
}
