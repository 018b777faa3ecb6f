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
	raw     string
	text    string // without quotation marks, emphasis and outer blanks
	fold    string // text folded, once asked for
	folded  bool
	depth   int         // of quotation marks
	blank   bool        // nothing but marks and blanks
	kinds   contactKind // what it holds of a contact block, once asked for
	weighed bool
	rule    string // by which it is cut, or ""
}

// trimmer is the state of one Trim.
type trimmer struct {
	lines    []line
	subject  string
	forwards bool     // the subject says so
	answers  bool     // the subject says so
	end      int      // lines from here on are cut already: what stands below everything
	attempts int      // at reading attributions
	initials bool     // marks by initials were looked for
	forward  *Forward // the mail forwards this one
	quoted   *Forward // forwarded once, and quoted below the author's answer
	// recipient is to whom the mail was sent that is answered, where its headers say.
	recipient string
}

func newTrimmer(text, subject string) *trimmer {
	t := &trimmer{subject: subject, forwards: isForwardSubject(subject), answers: isReplySubject(subject), lines: make([]line, 0, strings.Count(text, "\n")+1)}
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
		case i == 0 && strings.HasPrefix(raw, "＞"):
			depth++
			i += len("＞")
		default:
			return depth, tidy(raw[i:])
		}
	}
	return depth, ""
}

// tidy trims blanks, invisible marks and emphasis, unless that is all there is.
func tidy(s string) string {
	if len(s) > maxMatch || s != "" && isGraphic(s[0]) && isGraphic(s[len(s)-1]) {
		return s
	}
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isInvisible(r) })
	if bare := strings.Trim(s, "* \u00a0"); bare != "" {
		return bare
	}
	return s
}

// isGraphic tells ASCII that is neither blank nor emphasis.
func isGraphic(c byte) bool { return c > ' ' && c < 0x7f && c != '*' }

// folded returns the text of line i for comparing words, or "" when it is
// longer than any that a client writes.
func (t *trimmer) folded(i int) string {
	l := &t.lines[i]
	if !l.folded {
		l.folded = true
		if len(l.text) <= maxMatch {
			l.fold = fold(l.text)
		}
	}
	return l.fold
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
	size := 0
	for i := range t.lines {
		if t.lines[i].rule == "" {
			size += len(t.lines[i].raw) + 1
		}
	}
	out.Grow(size)
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

// lastKept returns the last line above line end that is neither blank nor cut,
// or -1.
func (t *trimmer) lastKept(end int) int {
	for i := end - 1; i >= 0; i-- {
		if !t.lines[i].blank && t.lines[i].rule == "" {
			return i
		}
	}
	return -1
}

// paragraph returns the first line of the run of lines without blank ones that
// ends at line last, of at most limit lines.
func (t *trimmer) paragraph(last, limit int) int {
	first := last
	for first > 0 && last-first+1 < limit && !t.lines[first-1].blank && t.lines[first-1].rule == "" && t.lines[first-1].depth == 0 {
		first--
	}
	return first
}

// joined returns the folded text of lines [from, to).
func (t *trimmer) joined(from, to int) string {
	var out strings.Builder
	size := 0
	for i := from; i < to; i++ {
		size += len(t.folded(i)) + 1
	}
	out.Grow(size)
	for i := from; i < to; i++ {
		out.WriteString(t.folded(i))
		out.WriteByte(' ')
	}
	return strings.TrimSpace(out.String())
}
