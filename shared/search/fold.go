package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldASCII lowers s where it is ASCII alone, as most words are.
func foldASCII(s string) (string, bool) {
	upper := false
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
		upper = upper || 'A' <= s[i] && s[i] <= 'Z'
	}
	if !upper {
		return s, true
	}
	low := []byte(s)
	for i, c := range low {
		if 'A' <= c && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
	}
	return string(low), true
}

// fold makes spellings of one word the same: case, accents, width, digits of any
// script, and marks that nobody sees or many leave out (Hebrew and Arabic vowels).
// What characters are made of is Unicode's compatibility decomposition (NFKD,
// UAX #15). Marks that make another letter, as in Thai or kana, stay.
func fold(s string) string {
	if low, ok := foldASCII(s); ok {
		return low
	}
	out := make([]byte, 0, len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(unicode.ToLower(r)))
		case unicode.Is(unicode.Cf, r), left(r):
		default:
			r = unicode.ToLower(r)
			if plain := plainLetters[r]; plain != "" {
				out = append(out, plain...)
			} else if unicode.Is(unicode.Nd, r) {
				out = append(out, digit(r))
			} else {
				out = utf8.AppendRune(out, r)
			}
		}
	}
	return norm.NFC.String(string(out))
}

// left tells marks that words are compared without.
func left(r rune) bool {
	const voiced, semivoiced, tatweel = 0x3099, 0x309a, 0x640
	switch r {
	case voiced, semivoiced:
		return false
	case tatweel:
		return true
	}
	return unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Inherited, unicode.Hebrew, unicode.Arabic)
}

// plainLetters are what people type, who have no such key, for letters that are
// made of nothing else.
var plainLetters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i", 'ł': "l", 'þ': "th", 'ŧ': "t", 'ς': "σ",
}

// digit is the ASCII form of a decimal digit. Unicode keeps the ten of a script
// together, in order (The Unicode Standard, §4.6).
func digit(r rune) byte {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + byte(r-zero)
}
