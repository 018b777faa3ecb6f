package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases finds any of many words and phrases in folded text, in a time that
// does not depend on how many there are: those of scripts with blanks by their
// first word, the others one by one.
type phrases struct {
	byWord map[string][]string
	dense  []string // of scripts that put no blanks between words
}

// newPhrases folds and sorts the lists.
func newPhrases(lists ...[]string) *phrases {
	all := slices.Concat(lists...)
	p := &phrases{byWord: make(map[string][]string, len(all))}
	for _, raw := range all {
		switch phrase := fold(raw); {
		case phrase == "":
		case isDense(phrase):
			p.dense = with(p.dense, phrase)
		default:
			word := phrase[:wordEnd(phrase, 0)]
			p.byWord[word] = with(p.byWord[word], phrase)
		}
	}
	return p
}

// with adds a phrase to those that begin alike, which are few.
func with(list []string, phrase string) []string {
	if slices.Contains(list, phrase) {
		return list
	}
	return append(list, phrase)
}

// each calls found with the place of every phrase in the folded text, until
// found returns false.
func (p *phrases) each(folded string, found func(start, end int) bool) {
	for i := 0; i < len(folded); {
		end := wordEnd(folded, i)
		if end == i {
			_, size := utf8.DecodeRuneInString(folded[i:])
			i += size
			continue
		}
		for _, phrase := range p.byWord[folded[i:end]] {
			if strings.HasPrefix(folded[i:], phrase) && endsWord(folded, i+len(phrase)) && !found(i, i+len(phrase)) {
				return
			}
		}
		i = end
	}
	if isASCII(folded) {
		return
	}
	for _, phrase := range p.dense {
		if at := strings.LastIndex(folded, phrase); at >= 0 && !found(at, at+len(phrase)) {
			return
		}
	}
}

// in tells whether the folded text holds one of the phrases.
func (p *phrases) in(folded string) bool {
	any := false
	p.each(folded, func(int, int) bool { any = true; return false })
	return any
}

// count tells how many of the phrases the folded text holds, up to limit.
func (p *phrases) count(folded string, limit int) int {
	seen := map[string]bool{}
	p.each(folded, func(start, end int) bool {
		seen[folded[start:end]] = true
		return len(seen) < limit
	})
	return len(seen)
}

// opens returns the length of the longest phrase with which the folded text
// opens, or 0.
func (p *phrases) opens(folded string) int {
	longest := 0
	for _, phrase := range p.byWord[folded[:wordEnd(folded, 0)]] {
		if len(phrase) > longest && strings.HasPrefix(folded, phrase) && endsWord(folded, len(phrase)) {
			longest = len(phrase)
		}
	}
	if longest == 0 && folded != "" && folded[0] >= utf8.RuneSelf {
		for _, phrase := range p.dense {
			if len(phrase) > longest && strings.HasPrefix(folded, phrase) {
				longest = len(phrase)
			}
		}
	}
	return longest
}

// wordEnd returns the end of the word of letters and digits that starts at byte
// i, which is i when none does. A word holds apostrophes and the marks that
// Indic scripts set beside letters.
func wordEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '\'') {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			return i
		}
		i += size
	}
	return i
}

// endsWord tells that no word goes on at byte i.
func endsWord(s string, i int) bool { return wordEnd(s, i) == i || !endsInWord(s[:i]) }

// endsInWord tells that s ends in a letter or digit.
func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// isDense tells words of scripts that put no blanks between words, or glue
// endings to names.
func isDense(s string) bool {
	for _, r := range s {
		if r >= 0x590 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Khmer, unicode.Hebrew) {
			return true
		}
	}
	return false
}

// wordList gathers one kind of words over all languages: clients and authors
// mix them.
func wordList(of func(language) []string) *phrases {
	var lists [][]string
	for _, l := range languages {
		lists = append(lists, of(l))
	}
	return newPhrases(lists...)
}

var (
	leads        = wordList(func(l language) []string { return l.lead })
	verbs        = wordList(func(l language) []string { return l.wrote })
	selves       = wordList(func(l language) []string { return l.self })
	replyMarkers = wordList(func(l language) []string { return l.above })
	productWords = newPhrases(products)
	excuseWords  = foldAll(excuses)
)

func foldAll(words []string) []string {
	folded := make([]string, len(words))
	for i, word := range words {
		folded[i] = fold(word)
	}
	return folded
}
