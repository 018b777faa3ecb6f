package quote

import (
	"strings"
	"unicode"
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
	for _, at := range r.heads {
		if (rest < 0 || at.row < rest) && h.headed(r.rows, at) {
			rest = at.row
		}
	}
	forward, seen := false, false // a forwarded mail began, any quotation did
	last := -1                    // the last line that is not blank
	for i := range r.rows {
		l := &r.rows[i]
		m := h.settled(r, l)
		if rest >= 0 && i >= rest && m != markForward {
			m = markRest
		}
		if !l.blank && m >= markIntro && (last < 0 || h.marks[last] < markIntro) {
			forward = forward || !seen && isForwardMarker(h.words(l))
			seen = true
			if m == markQuoted && !forward {
				m = h.headOfQuotation(r.rows, i, last)
			}
		}
		if forward {
			m = markForward
		}
		h.marks[i] = m
		h.marked = h.marked || m != markNone
		if !l.blank {
			last = i
		}
	}
}

// settled returns the mark of a line whose own mark depends on other lines.
func (h *HTML) settled(r *reader, l *row) mark {
	switch l.mark {
	case markOwn:
		b := &r.blockquotes[l.wrapper]
		if !b.opened {
			b.opened, b.quoted = true, h.introduced(r.rows, int(b.first))
		}
		if b.quoted {
			return markQuoted
		}
	case markIntro:
		if !introduces(h.words(l)) {
			return markNone // people begin to write in it
		}
	case markWrapper:
		w := &r.wrappers[l.wrapper]
		introduced := !l.blank && !w.quoted && isSure(h.words(l))
		if !w.opened && !l.blank {
			w.opened, w.quoted = true, !w.quotation && introduced
		}
		switch {
		case w.quoted:
			return markQuoted
		case introduced:
			return markIntro
		}
		return markNone // people write in it too
	}
	return l.mark
}

// introduces tells the line that stands above a quotation where the client's
// name for it says so: it ends in a colon or in dashes, or holds an address and
// a date.
func introduces(text string) bool {
	if len(text) > maxMatch {
		return false
	}
	e := weigh(fold(text))
	return e.closed && !isDelimiter(text) || e.address && (e.date || e.clock)
}

// isSure tells the same where the author may have written the line.
func isSure(text string) bool {
	if len(text) > maxMatch {
		return false
	}
	e := weigh(fold(text))
	return e.address && (e.closed || e.date || e.clock) && !e.self || e.closed && (e.date && e.clock || isDash(text))
}

// isDash tells a line that opens with dashes of any kind.
func isDash(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.Is(unicode.Pd, r)
}

// isLead tells "Quoting Ann <ann@example.com>:" and "4 May 2026 10:15, Ann:",
// in any language.
func isLead(text string) bool {
	if len(text) > maxMatch {
		return false
	}
	e := weigh(fold(text))
	return e.closed && !e.self && (e.address && e.words <= 8 || e.date && e.clock)
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

// headed tells whether a mail's headers are printed from line i on: in any
// language, three lines of a short name, a colon and a value. In a table, as
// Lotus Notes prints them, two lines have a known name in a cell of its own
// instead, and one holds an address. One of them holds an hour.
func (h *HTML) headed(rows []row, at head) bool {
	names, labels := 0, 0
	var hour, address bool
	for i, n := at.row, 0; i < len(rows) && n < maxHeaders; i++ {
		if rows[i].blank {
			continue
		}
		n++
		text := h.words(&rows[i])
		if len(text) > maxMatch {
			return false
		}
		text = fold(text)
		e := weigh(text)
		hour, address = hour || e.clock, address || e.address
		if l := &rows[i]; l.cell > 0 && headerNames[fold(h.text[l.start:l.cell])] != headerNone {
			labels++
		}
		if isHeaderLike(text) {
			names++
		} else if names == 0 && !at.table {
			return false
		}
	}
	if at.table {
		return labels >= 2 && address && hour
	}
	return names >= 3 && hour
}

// maxHeaders bounds the lines in which headers are looked for.
const maxHeaders = 6

// isHeaderLike tells "Name: value" with a short name, in folded text.
func isHeaderLike(text string) bool {
	at := strings.IndexByte(text, ':')
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
	return ok || isLead(text)
}

// isForwardMarker tells a line that says that a forwarded mail follows.
func isForwardMarker(text string) bool {
	if len(text) > maxMatch {
		return false
	}
	forwarded, found, _ := markerIn(text)
	return found && forwarded
}

// headOfQuotation looks for the introduction of the quotation that begins at
// line i: some clients put it within, and some mark it in no way.
func (h *HTML) headOfQuotation(rows []row, i, above int) mark {
	if text := h.words(&rows[i]); introduces(text) && strings.ContainsAny(text, "0123456789") {
		return markIntro
	}
	if above >= 0 && h.marks[above] == markNone && isLead(h.words(&rows[above])) {
		h.marks[above] = markIntro
	}
	return markQuoted
}
