package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// doubted weighs down an attribution without an address that an author may have
// written to tell what somebody else wrote: no name stands beside its verb, or
// what follows goes on with the sentence. Without a date, too, an article makes it
// none: "The manual says:".
func (t *trimmer) doubted(first, last int, got strength) strength {
	switch {
	case got <= named && t.hasArticle(first):
		return none
	case got < strong:
		return got
	case t.hasPossessive(first, last):
		return named
	case !t.namesSomebody(first, last), t.goesOnBelow(last):
		return weak
	}
	return got
}

// hasArticle tells a line whose first or second word is an article.
func (t *trimmer) hasArticle(i int) bool {
	first, rest, _ := strings.Cut(t.folded(i), " ")
	second, _, _ := strings.Cut(rest, " ")
	return articles[first] || articles[second]
}

// goesOnBelow tells that what follows goes on with a sentence of the author's: it
// opens with a quotation mark, or, right below, with a small letter.
func (t *trimmer) goesOnBelow(i int) bool {
	below := t.skipBlank(i + 1)
	if below >= t.end || t.lines[below].depth > 0 {
		return false
	}
	text := t.lines[below].text
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("\"'«»“”„‘‚「『《‹", r) || below == i+1 && startsLower(text)
}

// namesSomebody tells that a name stands right before or behind a verb in lines
// [first, last]: in scripts with capitals, a word that has one, and no article
// before it. In other scripts, any word may be a name, and so may all that stands
// around the words that are no verbs.
func (t *trimmer) namesSomebody(first, last int) bool {
	var words []string
	var folded strings.Builder
	var starts []int
	for i := first; i <= last; i++ {
		for word := range strings.FieldsSeq(t.lines[i].text) {
			if f := fold(word); f != "" {
				words, starts = append(words, word), append(starts, folded.Len())
				folded.WriteString(f + " ")
			}
		}
	}
	s := folded.String()
	if isDense(s) {
		return true
	}
	verb, named := false, false
	verbs.each(s, func(start, end int) bool {
		verb = true
		before, behind := wordBefore(starts, start), wordBehind(starts, end)
		named = before >= 0 && isNamed(words, before) || behind < len(words) && mayName(words[behind])
		return !named
	})
	return named || !verb || opensWithName(words)
}

// opensWithName tells two words with capitals at the head of a line, of which the
// first is no word for a day.
func opensWithName(words []string) bool {
	return len(words) > 2 && startsUpper(words[0]) && startsUpper(words[1]) &&
		!strings.HasSuffix(words[0], ",") && leads.opens(fold(words[0])) == 0 && !articles[fold(words[0])]
}

// wordBefore and wordBehind return the words around a phrase, by where words
// start.
func wordBefore(starts []int, at int) int {
	n := len(starts) - 1
	for n >= 0 && starts[n] >= at {
		n--
	}
	if n >= 0 && n+1 < len(starts) && starts[n+1] == at {
		return n
	}
	return n - 1 // the phrase starts within word n, behind a bracket perhaps
}

func wordBehind(starts []int, at int) int {
	n := 0
	for n < len(starts) && starts[n] < at {
		n++
	}
	return n
}

// isNamed tells that the word before a verb may end a name: neither "Uhr" behind
// a figure, nor a noun behind its article, nor the lone first word of a sentence.
func isNamed(words []string, i int) bool {
	if !mayName(words[i]) {
		return false
	}
	if i == 0 {
		return !startsUpper(words[0])
	}
	above := words[i-1]
	return !articles[fold(above)] && (!strings.ContainsAny(above, "0123456789") || utf8.RuneCountInString(words[i]) > 4 || strings.HasSuffix(above, ","))
}

// mayName tells a word that may be part of a name: it has a capital, quotation
// marks, brackets or an address, or is of a script without capitals.
func mayName(word string) bool {
	if strings.ContainsAny(word, `"@<[(_`) {
		return true
	}
	for _, r := range word {
		if unicode.IsLetter(r) {
			return !unicode.IsLower(r) || unicode.ToUpper(r) == r
		}
		if unicode.IsDigit(r) {
			return false
		}
	}
	return false
}

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// articles stand before nouns, not before names.
var articles = foldSet([]string{
	"the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el", "los", "las", "una", "il", "lo", "i", "gli", "o", "os", "as", "um", "uma", "de", "het", "een", "den", "det", "en", "et", "az", "ο", "η", "το",
})
