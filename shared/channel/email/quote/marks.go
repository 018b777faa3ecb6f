package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// adoptMarks treats the lines from i on, right below an attribution, as marked
// when their client marks by something else than >: "| text", ": text", or the
// name before it ("AB> text"), on two lines at least. Such a mark proves nothing
// elsewhere: tables, prompts and lists look the same.
func (t *trimmer) adoptMarks(i int) {
	i = t.skipBlank(i)
	if i >= t.end || t.lines[i].depth > 0 {
		t.adoptInitials(i)
		return
	}
	mark := foreignMark(t.lines[i].raw)
	if mark == "" || i+1 >= t.end || foreignMark(t.lines[i+1].raw) != mark {
		return
	}
	for ; i < t.end && (t.lines[i].blank || foreignMark(t.lines[i].raw) == mark); i++ {
		t.lines[i].adopt(mark)
	}
}

// adoptInitials does so for runs of at least two lines further down: who quotes
// several people marks some lines by initials.
func (t *trimmer) adoptInitials(i int) {
	if t.initials {
		return
	}
	t.initials = true
	for ; i < t.end; i++ {
		mark := foreignMark(t.lines[i].raw)
		if !strings.HasSuffix(mark, ">") {
			continue
		}
		last := i
		for last < t.end && foreignMark(t.lines[last].raw) == mark {
			last++
		}
		if last-i > 1 {
			for ; i < last; i++ {
				t.lines[i].adopt(mark)
			}
		}
	}
}

// adopt makes a line with that mark a marked one.
func (l *line) adopt(mark string) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(l.raw, " \t"), mark)
	if !ok || l.depth > 0 {
		return
	}
	_, l.text = unquote(rest)
	l.depth, l.blank, l.folded, l.weighed = 1, l.text == "", false, false
}

// maxNameMark bounds the name before >, in bytes.
const maxNameMark = 20

// foreignMark returns the mark with which a line opens: "|", ":", or up to
// three capitals, or a name, and >.
func foreignMark(raw string) string {
	raw = strings.TrimLeft(raw[:min(len(raw), maxMatch)], " \t")
	if raw == "|" || raw == ":" || strings.HasPrefix(raw, "| ") || strings.HasPrefix(raw, ": ") {
		return raw[:1]
	}
	at := strings.IndexByte(raw[:min(len(raw), maxNameMark)], '>')
	if at <= 0 || at+1 < len(raw) && raw[at+1] != ' ' && raw[at+1] != '>' {
		return ""
	}
	for _, r := range raw[:at] {
		if !unicode.IsLetter(r) {
			return ""
		}
	}
	if r, _ := utf8.DecodeRuneInString(raw); !unicode.IsUpper(r) {
		return ""
	}
	return raw[:at+1]
}
