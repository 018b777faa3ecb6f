package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of the search for the place where two texts agree again.
const (
	maxSkip   = 48 // words
	agreement = 3  // words in a row
)

// TrimText returns the new part of text, which is the text part of the mail that
// h is the HTML part of. Where clients mark history in the HTML only, what is
// marked there is looked up in the text, word by word.
func (h *HTML) TrimText(text, subject string) Result {
	if !h.marked {
		return Trim(text, subject)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	marks, ok := h.marksOf(text)
	return trimMarked(text, marks, ok, subject)
}

// token is a word, or one character of a script without blanks between words.
type token struct {
	hash uint32
	line int32
}

// tokens splits text into words by line.
func tokens(text string) []token {
	all := make([]token, 0, len(text)/5)
	line := int32(0)
	var hash uint32
	end := func() {
		if hash != 0 {
			all = append(all, token{hash, line})
			hash = 0
		}
	}
	for i := 0; i < len(text); {
		c, n := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(text[i:])
		}
		i += n
		switch {
		case c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'),
			c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsNumber(c)):
			hash = (hash^uint32(c))*16777619 + 1
			if n > 2 { // also scripts that do put blanks, which does no harm
				end()
			}
		default:
			end()
			if c == '\n' {
				line++
			}
		}
	}
	end()
	return all
}

// unknown is the mark of a line that has no word in common with the HTML.
const unknown = mark(255)

// marksOf returns the marks of the lines of text, and whether it says what the
// HTML says, at least for the most part.
func (h *HTML) marksOf(text string) ([]mark, bool) {
	marks := make([]mark, strings.Count(text, "\n")+1)
	for i := range marks {
		marks[i] = unknown
	}
	a, b := tokens(text), tokens(h.text)
	same := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i].hash == b[j].hash {
			// A line that holds something that is not marked is not marked.
			l, m := a[i].line, h.marks[b[j].line]
			marks[l] = min(marks[l], m)
			same++
			i, j = i+1, j+1
			continue
		}
		di, dj := resume(a[i:], b[j:])
		i, j = i+di, j+dj
	}
	if same*2 < min(len(a), len(b)) {
		return marks, false
	}
	fillMarks(strings.Split(text, "\n"), marks)
	return marks, true
}

// fillMarks marks the unknown lines between two of the same mark, such as blank
// ones and addresses of links; but not a line of words without a > between
// lines that have one, for that is an answer which the HTML does not show.
func fillMarks(lines []string, marks []mark) {
	last, quoted := markNone, false
	for i := 0; i < len(marks); {
		if marks[i] != unknown {
			last, quoted = marks[i], strings.HasPrefix(lines[i], ">")
			i++
			continue
		}
		next := i
		for next < len(marks) && marks[next] == unknown {
			next++
		}
		same := next == len(marks) || marks[next] == last || last == markIntro && marks[next] == markQuoted
		for ; i < next; i++ {
			marks[i] = markNone
			if same && (!quoted || strings.HasPrefix(lines[i], ">") || len(tokens(lines[i])) == 0) {
				marks[i] = last
			}
		}
	}
}

// resume returns how many words to skip in a and in b until some agree again.
func resume(a, b []token) (int, int) {
	for skip := 1; skip <= maxSkip; skip++ {
		for di := 0; di <= skip; di++ {
			if agree(a, di, b, skip-di) {
				return di, skip - di
			}
		}
	}
	return min(maxSkip/2, len(a)), min(maxSkip/2, len(b))
}

func agree(a []token, i int, b []token, j int) bool {
	if i >= len(a) || j >= len(b) || a[i].hash != b[j].hash {
		return false
	}
	for n := 1; n < agreement && i+n < len(a) && j+n < len(b); n++ {
		if a[i+n].hash != b[j+n].hash {
			return false
		}
	}
	return true
}
