package email

import "strings"

// encodedWord is one =?charset?encoding?payload?= (RFC 2047 §2).
type encodedWord struct {
	label      string
	base64     bool
	payload    string
	start, end int // of the whole, in the value it stands in
}

// decodeWords decodes the encoded-words of a header value, and what is raw
// beside them. Adjacent words of one character set are joined before decoding,
// for many senders split a character between two.
func decodeWords(s string) string {
	word, ok := nextWord(s, 0)
	if !ok {
		text, _ := toUTF8([]byte(s), "", false)
		return text
	}
	var out strings.Builder
	plain := func(gap string) {
		text, _ := toUTF8([]byte(gap), "", false)
		out.WriteString(text)
	}
	var run []encodedWord
	flush := func() {
		if len(run) > 0 {
			text, _ := toUTF8(joinWords(run), run[0].label, false)
			out.WriteString(text)
		}
		run = run[:0]
	}
	end := 0
	for ; ok; word, ok = nextWord(s, end) {
		gap := s[end:word.start]
		if len(run) == 0 || strings.TrimSpace(gap) != "" {
			flush()
			plain(gap)
		} else if cleanLabel(run[0].label) != cleanLabel(word.label) {
			flush()
		}
		run = append(run, word)
		end = word.end
	}
	flush()
	plain(s[end:])
	return out.String()
}

// joinWords returns the bytes that the words of one character set hold. A base64
// word that stops within a group of four goes on in the next.
func joinWords(run []encodedWord) []byte {
	var joined []byte
	for i := 0; i < len(run); i++ {
		payload := run[i].payload
		if !run[i].base64 {
			joined = append(joined, decodeQuotedPrintable([]byte(strings.ReplaceAll(payload, "_", " ")))...)
			continue
		}
		for i+1 < len(run) && run[i+1].base64 && len(payload)%4 != 0 && !strings.HasSuffix(payload, "=") {
			i++
			payload += run[i].payload
		}
		joined = append(joined, decodeBase64([]byte(payload))...)
	}
	return joined
}

const (
	maxLabel   = 60       // bytes of a character set's name, with RFC 2231 §5's language
	maxPayload = 16 << 10 // bytes of a payload: of RFC 2047's 75, some programs make thousands
	// maxUnclosed bounds a word whose end was cut off, in bytes: RFC 2047 allows 75.
	maxUnclosed = 2000
)

// nextWord finds the first encoded-word at or behind from, of any length and
// with blanks and question marks within, as some senders leave them.
func nextWord(s string, from int) (encodedWord, bool) {
	for from < len(s) {
		i := strings.Index(s[from:], "=?")
		if i < 0 {
			break
		}
		if w, ok := wordAt(s, from+i); ok {
			return w, true
		}
		from += i + 2
	}
	return encodedWord{}, false
}

// wordAt reads the encoded-word that starts with the =? at start.
func wordAt(s string, start int) (encodedWord, bool) {
	label, rest, ok := strings.Cut(s[start+2:min(len(s), start+2+maxLabel+3)], "?")
	if !ok || label == "" || strings.ContainsAny(label, " \t=") || len(rest) < 2 || rest[1] != '?' || !strings.ContainsRune("bBqQ", rune(rest[0])) {
		return encodedWord{}, false
	}
	w := encodedWord{start: start, base64: rest[0]|0x20 == 'b'}
	w.label, _, _ = strings.Cut(label, "*")
	body := start + 2 + len(label) + 3
	stop, closed := wordEnd(s[body:min(len(s), body+maxPayload)], w.base64)
	w.payload, w.end = s[body:body+stop], body+stop
	if closed {
		w.end += 2
	}
	if w.base64 && hasEscape(w.payload) {
		w.base64 = false // declared as the one, written in the other
	}
	return w, true
}

// hasEscape tells whether s holds a byte as the quoted form writes it. Padding
// in the middle of base64 is none.
func hasEscape(s string) bool {
	for i := range max(len(s)-2, 0) {
		if s[i] == '=' && hexValue(s[i+1]) < 16 && hexValue(s[i+2]) < 16 {
			return true
		}
	}
	return false
}

// wordEnd returns the length of the payload at the head of s, and whether ?=
// closes it. In the quoted form a question mark may stand before an escape, so
// that ?= closes only what no pair of digits follows.
func wordEnd(s string, base64 bool) (n int, closed bool) {
	for at := 0; ; {
		i := strings.Index(s[at:], "?=")
		if i < 0 {
			break
		}
		at += i
		after := s[at+2:]
		if base64 || len(after) < 2 || hexValue(after[0]) > 15 || hexValue(after[1]) > 15 || !strings.Contains(after[:min(len(after), maxUnclosed)], "?=") {
			return at, true
		}
		at += 2
	}
	n = len(s)
	if i := strings.IndexAny(s[:min(n, maxUnclosed)], "<>\""); i >= 0 {
		n = i
	} else if n > maxUnclosed {
		n = 0
	}
	return len(strings.TrimRight(s[:n], "?= ")), false
}
