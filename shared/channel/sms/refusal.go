package sms

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Refusal is a free-text refusal of further texts.
type Refusal struct {
	Language string // ISO 639-1
	Phrase   string // the words that say so, in lower case and without accents
}

// refusing is how people of one language refuse texts in words of their own.
// Phrases are regular expressions over a text's clauses, one a line, in lower
// case, with neither accents nor apostrophes. In them … stands for up to three
// words (of scripts without blanks: up to eight characters), ^ and $ for the ends
// of a clause, \A and \z for those of the text, and <name> for the words that
// have that name.
type refusing struct {
	language string
	joined   bool              // its script sets no blanks, or people set them as they like
	words    map[string]string // named alternatives
	innocent []string          // what contains a refusal and is none: looked for first
	phrases  []string
}

// maxRefusal bounds what is read of a text, in bytes: the longest that a phone
// sends has fewer.
const maxRefusal = 8 << 10

// RefusalIn looks for words by which a contact refuses further texts, and
// returns the first found. It is for a text that is no keyword, and for a person
// to decide: it rather finds a refusal that is none than misses one, but knows
// that who cannot stop laughing refuses nothing.
func RefusalIn(text string) (Refusal, bool) {
	spaced := clauses(text[:min(len(text), maxRefusal)])
	joined := ""
	if strings.ContainsFunc(spaced, func(r rune) bool { return r >= 0x1100 }) { // Hangul, kana, Chinese characters
		joined = strings.ReplaceAll(spaced, " ", "")
	}
	for _, m := range matchers() {
		said := spaced
		if m.joined {
			said = joined
		}
		if said == "" {
			continue
		}
		if m.innocent != nil {
			said = m.innocent.ReplaceAllString(said, " # ")
		}
		if found := m.phrases.FindString(said); found != "" {
			return Refusal{m.language, strings.TrimSpace(found)}, true
		}
	}
	return Refusal{}, false
}

// clauses returns the words of a text, one clause a line: folded as keywords
// are, without apostrophes, and with stoppp as stop.
func clauses(text string) string {
	var out []rune
	separator := rune(0)
	for r, k := range folded(text) {
		switch {
		case k == unseen || isApostrophe(r):
		case k == letter:
			if separator != 0 && len(out) > 0 {
				out = append(out, separator)
			}
			separator = 0
			out = append(out, r)
		case isClauseEnd(r):
			separator = '\n'
		case separator == 0:
			separator = ' '
		}
	}
	return norm.NFC.String(string(shortened(out)))
}

// shortened writes once each letter of an alphabet that is there three times or
// more in a row.
func shortened(letters []rune) []rune {
	out := letters[:0]
	for i := 0; i < len(letters); {
		end := i + 1
		for end < len(letters) && letters[end] == letters[i] {
			end++
		}
		if end-i > 2 && letters[i] < 0x530 {
			out = append(out, letters[i])
		} else {
			out = append(out, letters[i:end]...)
		}
		i = end
	}
	return out
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`´", r) }

func isClauseEnd(r rune) bool {
	return strings.ContainsRune(".,;:!?\n\r¡¿。、，！？；：…", r)
}

// matcher is a refusing, compiled.
type matcher struct {
	language          string
	joined            bool
	innocent, phrases *regexp.Regexp
}

// matchers are compiled when the first text comes, not when a function starts.
var matchers = sync.OnceValue(func() []matcher {
	var list []matcher
	for _, r := range refusals {
		m := matcher{language: r.language, joined: r.joined, phrases: r.compile(r.phrases)}
		if len(r.innocent) > 0 {
			m.innocent = r.compile(r.innocent)
		}
		list = append(list, m)
	}
	return list
})

// refusals are in the order in which they are tried.
var refusals = append(append([]refusing{english}, western...), eastern...)

func (r refusing) compile(phrases []string) *regexp.Regexp {
	gap, before, after := `(?:[^ \n#]+ ){0,3}`, `(?:^| )`, `(?: |$)`
	if r.joined {
		gap, before, after = `[^\n#]{0,8}?`, "", ""
	}
	named := []string{"…", gap}
	for name, words := range r.words {
		named = append(named, "<"+name+">", "(?:"+words+")")
	}
	pattern := strings.NewReplacer(named...).Replace(strings.Join(phrases, "|"))
	return regexp.MustCompile("(?m)" + before + "(?:" + unaccented(pattern) + ")" + after)
}

// unaccented brings a phrase to the form that clauses gives a text.
func unaccented(pattern string) string {
	drop := func(r rune) rune {
		if unicode.In(r, unicode.Mn) && r < 0x370 {
			return -1
		}
		return r
	}
	return norm.NFC.String(strings.Map(drop, norm.NFKD.String(pattern)))
}
