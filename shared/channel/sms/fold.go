package sms

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What becomes of a character when words are compared.
type kind int

const (
	unseen kind = iota // accents, marks of direction, controls
	blank              // white space
	mark               // punctuation
	letter             // letters and digits
	symbol             // all else, such as an emoji
)

// folded yields the characters of a text as they are compared: decomposed to
// what they stand for (NFKD: full-width, ringed and ligated forms), in lower case.
func folded(text string) iter.Seq2[rune, kind] {
	return func(yield func(rune, kind) bool) {
		for _, r := range norm.NFKD.String(text) {
			if r = unicode.ToLower(r); r == 'ı' {
				r = 'i'
			}
			if !yield(r, kindOf(r)) {
				return
			}
		}
	}
}

func kindOf(r rune) kind {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return letter
	case unicode.IsSpace(r):
		return blank
	case r < 0x80 && unicode.IsControl(r), 0x300 <= r && r <= 0x36f, r == '\u2800',
		unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return unseen
	case r < 0x80, unicode.IsPunct(r):
		return mark // in ASCII also what Unicode calls symbols: > + = | ~ ^ $ `
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
		return letter
	}
	return symbol
}

// maxKey bounds the letters of a keyword's key, in bytes.
const maxKey = 200

// key returns the letters of a text that may be a keyword, "" where there are
// none, too many, or something else that speaks, such as an emoji.
func key(text string) string {
	if len(text) > 8*maxKey {
		return ""
	}
	var out strings.Builder
	for r, k := range folded(text) {
		if k == symbol {
			return ""
		}
		if k == letter {
			out.WriteRune(r)
		}
	}
	if out.Len() > maxKey {
		return ""
	}
	return out.String()
}
