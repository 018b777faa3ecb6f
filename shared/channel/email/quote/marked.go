package quote

import "strings"

// trimMarked trims text of whose lines markup says what marks hold. Markup is
// put in the language of plain text, and the rules for that decide: what is
// quoted gets a >, what the author set apart loses it, and what a client put in
// between is taken out first. Only where the author wrote nothing outside is
// markup no evidence.
func trimMarked(text string, marks []mark, marked bool, subject string) Result {
	if !marked {
		return Trim(text, subject)
	}
	m := marking{lines: strings.Split(text, "\n"), marks: marks, first: len(marks), last: -1}
	for i := range m.lines {
		if m.authored(i) {
			m.wrote = true
			if marks[i] != markPreformatted {
				m.first, m.last = min(m.first, i), i
			}
		}
		m.forward = m.forward || marks[i] == markForward
	}
	if !m.forward && (!m.wrote || isForwardSubject(subject)) {
		return Trim(text, subject)
	}
	m.cut = make([]string, len(m.lines))
	m.cutSignatures()
	m.findIntroductions()
	result := Trim(m.plain(), subject)
	if m.forward || result.Forwarded != nil && len(result.Cuts) == 0 {
		result.New, result.Cuts = trimBlankLines(text), nil
		if result.Forwarded == nil {
			result.Forwarded = &Forward{}
		}
		return result
	}
	for _, c := range result.Cuts {
		for i := c.Line - 1; i < c.Line-1+c.Lines && i < len(m.cut); i++ {
			m.cut[i] = c.Rule
		}
	}
	for _, run := range m.intros {
		if m.cut[run[0]] != "" {
			m.cutRun(run[0], run[1], RuleAttribution)
		}
	}
	return m.result(text, result.Forwarded)
}

// marking is the state of one trimMarked.
type marking struct {
	lines   []string
	marks   []mark
	cut     []string // the rule by which a line is cut, or ""
	wrote   bool     // the author wrote something that is not marked
	first   int      // the first such line that is not preformatted, and the last
	last    int
	forward bool
	intros  [][2]int // the first lines and the ends of introductions
}

func (m *marking) blank(i int) bool { return strings.Trim(m.lines[i], "> \t\r\u00a0") == "" }

func (m *marking) authored(i int) bool {
	return m.marks[i] < markSignature && !m.blank(i) && !isDelimiter(tidy(m.lines[i]))
}

// cutSignatures cuts what clients mark as one, where it is short. A closing at
// its head and the name below stay, as they do where there is no markup.
func (m *marking) cutSignatures() {
	m.runs(markClient, func(from, to, lines, _ int) {
		if lines == 1 && strings.Contains(m.lines[to-1], "<http") { // "Get Outlook for iOS", in any language
			m.cutRun(from, to, RuleDevice)
		}
	})
	m.runs(markSignature, func(from, to, lines, bytes int) {
		if lines > maxSignatureLines || bytes > maxSignatureBytes {
			return
		}
		if closing := strings.TrimSpace(m.lines[from]); len(closing) < maxClosing && strings.HasSuffix(closing, ",") {
			for from++; from < to && m.blank(from); from++ {
			}
			if from < to && len(m.lines[from]) < maxClosing && !strings.ContainsAny(m.lines[from], "0123456789@:|/") {
				from++
			}
		}
		m.cutRun(from, to, RuleSignature)
	})
}

// maxClosing bounds a closing, and a name, in bytes.
const maxClosing = 60

// preformatted stands for the lines of a log or of code between two lines of the
// author's: there, headers and attributions are nobody's.
const preformatted = "text"

// maxIntroduction bounds the lines of what a client writes above a quotation.
const maxIntroduction = 3

// introduction stands for any that is known by its markup.
const introduction = "On 1 Jun 2026 at 10:00, A <a@example.com> wrote:"

// findIntroductions finds what introduces a quotation. A longer one is left to
// the rules, for an author who begins to write right above the quotation
// sometimes writes in the same element.
func (m *marking) findIntroductions() {
	m.runs(markIntro, func(from, to, lines, _ int) {
		next := to
		for next < len(m.lines) && m.blank(next) {
			next++
		}
		if lines <= maxIntroduction && next < len(m.lines) && m.marks[next] >= markQuoted && m.marks[next] != markForward {
			m.intros = append(m.intros, [2]int{from, to})
		}
	})
}

// runs calls do for each run of lines with that mark, with how many of them are
// not blank.
func (m *marking) runs(kind mark, do func(from, to, lines, bytes int)) {
	for i := 0; i < len(m.lines); i++ {
		if m.marks[i] != kind || m.blank(i) {
			continue
		}
		from, to, lines, bytes := i, i, 0, 0
		for ; i < len(m.lines) && (m.marks[i] == kind || m.blank(i)); i++ {
			if !m.blank(i) {
				lines, to = lines+1, i+1
				bytes += len(m.lines[i])
			}
		}
		do(from, to, lines, bytes)
	}
}

func (m *marking) cutRun(from, to int, rule string) {
	for i := from; i < to; i++ {
		m.cut[i] = rule
	}
}

// plain returns the text with its markup said in plain text, line for line.
func (m *marking) plain() string {
	var out strings.Builder
	intros := m.intros
	for i, line := range m.lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		if len(intros) > 0 && i >= intros[0][0] {
			if i == intros[0][0] {
				out.WriteString(introduction)
			}
			if i+1 == intros[0][1] {
				intros = intros[1:]
			}
			continue
		}
		switch {
		case m.cut[i] != "":
			continue
		case m.marks[i] == markPreformatted && i > m.first && i < m.last && !m.blank(i):
			line = preformatted
		case m.marks[i] == markForward || m.marks[i] == markOwn:
			line = strings.TrimPrefix(line, "> ")
		case (m.marks[i] == markQuoted || m.marks[i] == markRest) && !strings.HasPrefix(line, ">"):
			out.WriteString("> ")
		}
		out.WriteString(line)
	}
	return out.String()
}

// result makes what is left of the text.
func (m *marking) result(text string, forwarded *Forward) Result {
	r := Result{Forwarded: forwarded}
	var out strings.Builder
	gap := false // the last line is blank: one is enough where something was cut between two
	for i := 0; i < len(m.lines); {
		rule, start, any := m.cut[i], i, false
		for i < len(m.lines) && m.cut[i] == rule {
			blank := m.blank(i)
			if rule == "" && !(blank && gap && i == start) {
				out.WriteString(m.lines[i])
				out.WriteByte('\n')
				gap = blank
			}
			any = any || !blank
			i++
		}
		if rule == RuleMarked && m.marks[start] >= markQuoted {
			rule = RuleStructure
		}
		if rule != "" && any {
			r.Cuts = append(r.Cuts, Cut{Rule: rule, Line: start + 1, Lines: i - start})
		}
	}
	if r.New = trimBlankLines(out.String()); strings.TrimSpace(r.New) == "" {
		return Result{New: trimBlankLines(text), Forwarded: forwarded}
	}
	return r
}
