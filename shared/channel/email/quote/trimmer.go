package quote

import (
	"strings"
	"unicode"
)

// maxMatch bounds the lines that rules look at, in bytes: no client writes a
// longer one, and it keeps every rule's work on a line constant.
const maxMatch = 500

// line is one line of the text.
type line struct {
	raw   string
	text  string // without quotation marks, emphasis and outer blanks
	depth int    // of quotation marks
	blank bool   // nothing but marks and blanks
	rule  string // by which it is cut, or ""
}

// trimmer is the state of one Trim.
type trimmer struct {
	lines   []line
	subject string
	end     int // lines from here on are a signature at the very end
	forward *Forward
}

func newTrimmer(text, subject string) *trimmer {
	t := &trimmer{subject: subject}
	for raw := range strings.SplitSeq(text, "\n") {
		l := line{raw: raw}
		l.depth, l.text = unquote(raw)
		l.blank = l.text == ""
		t.lines = append(t.lines, l)
	}
	t.end = len(t.lines)
	return t
}

// unquote counts the > at the head of a line and returns what is behind them,
// as far as rules look at it.
func unquote(raw string) (depth int, text string) {
	i := 0
	for i < len(raw) {
		switch c := raw[i]; {
		case c == '>':
			depth++
			i++
		case (c == ' ' || c == '\t') && (i < 4 || depth > 0):
			i++
		case strings.HasPrefix(raw[i:], "\u00a0"):
			i += 2
		default:
			return depth, tidy(raw[i:])
		}
	}
	return depth, ""
}

// tidy trims blanks, invisible marks and emphasis.
func tidy(s string) string {
	if len(s) > maxMatch {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '*' || r == '\ufeff' || r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\u2060'
	})
}

// authored tells a line that its author may have written: neither blank, nor
// marked as a quotation, nor cut by a rule.
func (t *trimmer) authored(i int) bool {
	l := &t.lines[i]
	return !l.blank && l.depth == 0 && l.rule == ""
}

// anyAuthored tells whether there is such a line in [from, to).
func (t *trimmer) anyAuthored(from, to int) bool {
	for i := from; i < to; i++ {
		if t.authored(i) {
			return true
		}
	}
	return false
}

func (t *trimmer) cut(from, to int, rule string) {
	for i := from; i < to; i++ {
		if t.lines[i].rule == "" {
			t.lines[i].rule = rule
		}
	}
}

func (t *trimmer) kept() string {
	var out strings.Builder
	for i := range t.lines {
		if t.lines[i].rule == "" {
			out.WriteString(t.lines[i].raw)
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// cuts lists the runs of cut lines that hold anything.
func (t *trimmer) cuts() []Cut {
	var cuts []Cut
	for i := 0; i < len(t.lines); {
		rule, start, any := t.lines[i].rule, i, false
		for i < len(t.lines) && t.lines[i].rule == rule {
			any = any || !t.lines[i].blank
			i++
		}
		if rule != "" && any {
			cuts = append(cuts, Cut{Rule: rule, Line: start + 1, Lines: i - start})
		}
	}
	return cuts
}

// skipBlank returns the first line from i on that is not blank, or len(t.lines).
func (t *trimmer) skipBlank(i int) int {
	for i < len(t.lines) && t.lines[i].blank {
		i++
	}
	return i
}
