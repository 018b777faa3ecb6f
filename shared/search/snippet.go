package search

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Part is a piece of a snippet.
type Part struct {
	Text  string
	Match bool // it is what was asked for
}

// snippetBytes is about how long a snippet is, and beforeMatch how much of it
// stands before the first match.
const (
	snippetBytes = 200
	beforeMatch  = 60
)

// Snippet cuts out of a text what stands around the first of the question's
// words, its beginning where none is in it. Cut ends are marked by an ellipsis.
func (q Query) Snippet(text string) []Part {
	var marks [][2]int
	q.analysis.runs(text, func(r run) bool {
		for _, w := range q.wanted {
			if start, end := w.find(&r); start >= 0 {
				marks = append(marks, [2]int{start, end})
			}
		}
		return len(marks) == 0 || r.end < marks[0][0]+snippetBytes
	})
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	from := 0
	if len(marks) > 0 && marks[0][0] > beforeMatch {
		from = border(text, marks[0][0]-beforeMatch)
	}
	to := len(text)
	if to-from > snippetBytes {
		to = border(text, from+snippetBytes)
	}
	var out []Part
	add := func(s string, match bool) {
		if n := len(out); n > 0 && out[n-1].Match == match {
			out[n-1].Text += s
		} else if s != "" {
			out = append(out, Part{s, match})
		}
	}
	if from > 0 {
		add(ellipsis, false)
	}
	at := from
	for _, m := range marks {
		if m[0] < at || m[1] > to {
			continue
		}
		add(text[at:m[0]], false)
		add(text[m[0]:m[1]], true)
		at = m[1]
	}
	add(text[at:to], false)
	if to < len(text) {
		add(ellipsis, false)
	}
	return out
}

const ellipsis = "…"

// border moves an offset to where a word begins, if there is such a place in the
// next few letters, else to where a character does.
func border(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	for i, r := range text[at:min(len(text), at+20)] {
		if unicode.IsSpace(r) {
			return at + i + utf8.RuneLen(r)
		}
	}
	return at
}
