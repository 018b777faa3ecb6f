package quote

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// headBelow returns the head that stands below the marker at line i: a block of
// headers, with colons or without, or, as Yandex has it, an attribution.
func (t *trimmer) headBelow(i int) *Forward {
	below := min(t.skipBlank(i+1), len(t.lines)-1)
	block := t.headersAt(below)
	if block.from {
		return &block.forward
	}
	if a := t.attributionAt(below); a.strength > none {
		return t.attributedForward(a.first, a.last)
	}
	return t.bareHeadersAt(below)
}

// bareHeadersAt reads headers without colons, as eM Client prints them.
func (t *trimmer) bareHeadersAt(i int) *Forward {
	var b headerBlock
	for last := min(i+maxHeaderBlock, len(t.lines)); i < last && !t.lines[i].blank; i++ {
		text := t.lines[i].text
		name, value, _ := strings.Cut(text[:min(len(text), maxMatch)], " ")
		kind := headerNames[fold(name)]
		if kind == headerNone {
			break
		}
		b.set(kind, strings.TrimSpace(value))
		b.forward.English = b.forward.English || name == "From"
	}
	if !b.from {
		return &Forward{}
	}
	return &b.forward
}

// dated adds to the head at line i the date that stands in front of it, as in
// Orange's "Message du 04/05/26 14:15".
func (t *trimmer) dated(f *Forward, i int) *Forward {
	if f.Date != "" || i == 0 || len(t.lines[i-1].text) > maxHeaderName {
		return f
	}
	if date, clock, _ := readFigures(t.folded(i - 1)); date && clock {
		f.Date = t.lines[i-1].text
	}
	return f
}

// addsTo tells that a line goes on with a list of addresses, at the end of a block
// of headers: the list stops with a comma, or the line opens with an address or
// is indented.
func (l *line) addsTo(list string) bool {
	if !strings.Contains(l.text, "@") || len(l.text) > maxMatch {
		return false
	}
	indented := strings.HasPrefix(strings.TrimLeft(l.raw, ">"), "  ")
	return strings.HasSuffix(list, ",") || strings.HasSuffix(list, ";") || l.text[0] == '<' || indented
}

// attributedForward makes the head of a forwarded mail from an attribution,
// which is all that some Outlooks write: who and when, in the order of the
// language.
func (t *trimmer) attributedForward(first, last int) *Forward {
	var joined strings.Builder
	for i := first; i <= last; i++ {
		joined.WriteString(t.lines[i].text + " ")
	}
	s := strings.TrimSpace(joined.String())
	f := &Forward{Subject: stripPrefix(t.subject), English: strings.HasPrefix(s, "On ") || strings.Contains(s, " wrote")}
	address, after := "", ""
	if at := addressPattern.FindStringIndex(s); at != nil {
		start := strings.LastIndexAny(s[:at[0]+1], " <(:") + 1
		end := start + strings.IndexAny(s[start:]+" ", " >),;")
		address, s, after = s[start:end], s[:start], strings.TrimLeft(s[end:], ">) ")
	}
	name, at := lastName(s, address != "")
	f.From, f.Date = name, s[:at]+" "+after
	if name == "" && address == "" {
		f.From, f.Date = firstName(s)
	}
	if address != "" {
		f.From = strings.TrimSpace(name + " <" + address + ">")
	}
	return f
}

var addressPattern = regexp.MustCompile(`[^\s<>()"]@[^\s<>()"]`)

// nameQuotes close and open names in quotation marks.
var nameQuotes = map[rune]string{'"': `"`, '”': "“„”", '“': "„", '»': "«", '«': "»"}

// lastName returns the name at the end of s and where it starts: what stands in
// quotation marks, or a run of words with capitals, where the script has them.
// Where no address follows it, the verb may.
func lastName(s string, addressed bool) (name string, start int) {
	s = strings.TrimRight(s, " <(:[")
	if close, size := utf8.DecodeLastRuneInString(s); nameQuotes[close] != "" {
		inner := s[:len(s)-size]
		if at := strings.LastIndexAny(inner, nameQuotes[close]); at >= 0 {
			_, width := utf8.DecodeRuneInString(inner[at:])
			return strings.TrimSpace(inner[at+width:]), at
		}
	}
	end := len(s)
	for start = end; start > 0; {
		at := wordStart(strings.TrimRight(s[:start], " "))
		word := strings.TrimSpace(s[at:start])
		switch {
		case !addressed && start == end && startsLower(word):
			end = at
		case !isNameWord(word):
			return strings.Trim(s[start:end], " ,"), start
		}
		start = at
	}
	return strings.Trim(s[start:end], " ,"), start
}

// firstName returns the words at the head of s up to the first without a
// capital, and what follows them: "Ann Lee/ORG wrote on …".
func firstName(s string) (name, rest string) {
	for rest = s; rest != "" && !startsLower(rest); {
		_, after, _ := strings.Cut(rest, " ")
		rest = after
	}
	return strings.TrimSpace(s[:len(s)-len(rest)]), rest
}

// wordStart returns where the last word of s starts: behind a blank, or a comma
// of Chinese or Japanese that ends no word.
func wordStart(s string) int {
	at := strings.LastIndexByte(s, ' ') + 1
	for _, comma := range []string{"，", "、"} {
		if i := strings.LastIndex(s, comma); i >= at && i+len(comma) < len(s) {
			at = i + len(comma)
		}
	}
	return at
}

// isNameWord tells a word that may be part of a name. A comma ends what stands
// before it.
func isNameWord(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if strings.ContainsAny(word, ",，、:;/0123456789") || word == "AM" || word == "PM" || !unicode.IsLetter(first) {
		return false
	}
	return !startsLower(word) || particles[word]
}

// particles stand in names without a capital.
var particles = map[string]bool{
	"van": true, "von": true, "de": true, "der": true, "den": true, "da": true, "di": true, "del": true, "do": true, "dos": true, "la": true,
	"le": true, "du": true, "bin": true, "ben": true, "el": true, "al": true, "ter": true, "ten": true, "zu": true,
}

// inlineHeaders reads headers that were run together on one line, as Yahoo's
// text parts have them: "From: A <a@b.example>To: C <c@d.example>Sent: …".
func inlineHeaders(s string) *Forward {
	var b headerBlock
	var value *string
	start := 0
	for i := 0; i < len(s); {
		kind, width := headerNameAt(s, i)
		if kind == headerNone || i > 0 && isWordByte(s[i-1]) && !(s[i-1] >= '0' && s[i-1] <= '9') && kind != headerSubject && kind != headerSent {
			i++
			continue
		}
		if value != nil {
			*value = strings.TrimSpace(s[start:i])
		}
		value = b.set(kind, "")
		start, i = i+width, i+width
	}
	if value != nil {
		*value = strings.TrimSpace(s[start:])
	}
	return &b.forward
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// headerNameAt reads a header name with its colon at byte i. Names open with a
// capital where the script has them.
func headerNameAt(s string, i int) (headerKind, int) {
	if s[i] >= 'a' && s[i] <= 'z' || s[i] == ' ' || s[i] >= 0x80 && s[i] < 0xc0 {
		return headerNone, 0
	}
	rest := s[i:min(len(s), i+maxHeaderName)]
	at := strings.IndexByte(rest, ':')
	if at <= 0 {
		return headerNone, 0
	}
	return headerNames[fold(strings.TrimSpace(rest[:at]))], at + 1
}
