package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A signature block is taken for one only when it is short.
const (
	maxSignatureLines = 15
	maxSignatureBytes = 1500
)

// isSignatureMark tells the "-- " of RFC 3676 §4.3, with or without its blank.
func isSignatureMark(raw string) bool {
	switch strings.TrimRight(raw, " \t\r") {
	case "--", "—", "–-", "--\u00a0":
		return true
	}
	return false
}

// signatureIn returns the line of the last signature mark in [from, to) when
// what follows it looks like a signature, or to.
func (t *trimmer) signatureIn(from, to int) int {
	lines, bytes := 0, 0
	for i := to - 1; i >= from; i-- {
		l := &t.lines[i]
		if l.rule != "" {
			continue
		}
		if isSignatureMark(l.raw) {
			return i
		}
		if l.depth > 0 {
			return to
		}
		if !l.blank {
			lines++
		}
		if bytes += len(l.raw); lines > maxSignatureLines || bytes > maxSignatureBytes {
			return to
		}
	}
	return to
}

// cutTailSignature cuts a signature at the very end, below any quotation, so
// that it does not pass for an answer written below.
func (t *trimmer) cutTailSignature() {
	start := t.signatureIn(0, len(t.lines))
	if start < len(t.lines) && !t.historyBelow(start) {
		t.cut(start, len(t.lines), RuleSignature)
		t.end = start
	}
}

// historyBelow tells whether history starts below line i: then the signature
// there is not the end of the text.
func (t *trimmer) historyBelow(i int) bool {
	for j := i + 1; j < len(t.lines); j++ {
		if t.lines[j].blank {
			continue
		}
		if last, _ := t.attributionAt(j); last >= j || t.separatorAt(j) || t.headersAt(j).strong() {
			return true
		}
	}
	return false
}

// cutEnd cuts what clients put at the end of the new part: a signature, "Sent
// from my …" and lines of dashes.
func (t *trimmer) cutEnd() {
	end := t.lastKept(len(t.lines)) + 1
	if start := t.signatureIn(0, end); start < end && t.anyAuthored(0, start) {
		t.cut(start, end, RuleSignature)
	}
	for i := t.lastKept(len(t.lines)); i >= 0; i = t.lastKept(i) {
		l := &t.lines[i]
		rule := ""
		switch {
		case l.depth > 0:
			return
		case isDevice(l.text):
			rule = RuleDevice
		case isDelimiter(l.text) || isMarker(l.text):
			rule = RuleDelimiter
		default:
			return
		}
		if !t.anyAuthored(0, i) {
			return
		}
		t.cut(i, i+1, rule)
	}
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

// isDelimiter tells a line of two or more dashes, underscores and the like.
func isDelimiter(text string) bool {
	return utf8.RuneCountInString(text) >= 2 && strings.Trim(text, "-–—_=~#+*") == ""
}

// isMarker tells the lone invisible or ornamental character some clients leave
// as a mark for tracking ("ᐧ"), and a line of nothing but emphasis.
func isMarker(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size == len(text) && (r == 'ᐧ' || unicode.Is(unicode.Cf, r))
}

// isDevice tells the line that mobile clients append.
func isDevice(text string) bool {
	if len(text) > 150 || text == "" {
		return false
	}
	folded := strings.Trim(fold(text), "<>()[]_*. ")
	folded = strings.ReplaceAll(folded, "[", "")
	for _, device := range devices {
		if strings.HasPrefix(folded, device) {
			return true
		}
	}
	return isDeviceSuffix(folded)
}

// isDeviceSuffix tells the languages that put the verb last.
func isDeviceSuffix(folded string) bool {
	return strings.HasPrefix(folded, "von meinem") || strings.HasSuffix(folded, "gesendet") && strings.Contains(folded, "mobil")
}

var devices = func() (all []string) {
	for _, l := range languages {
		all = append(all, l.device...)
	}
	return all
}()
