package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes words comparable whatever client printed them: lower case without
// accents, one kind of blank, ASCII forms of full-width characters and of every
// script's digits, and none of the invisible marks that steer the direction of
// text. Of Unicode it drops what compatibility decomposition (NFKD) tells apart
// and the accents of Latin, Greek and Cyrillic letters.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	if !isASCII(s) {
		s = norm.NFC.String(strings.Map(foldRune, norm.NFKD.String(s)))
	}
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// isFolded is the cheap test that spares most lines of English the work.
func isFolded(s string) bool {
	blank := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c >= 'A' && c <= 'Z' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank || s == ""
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case r >= 0x300 && r <= 0x36f, isInvisible(r):
		return -1
	case r == '’' || r == '‘' || r == 'ʼ' || r == '´' || r == '`':
		return '\''
	case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
		return '"'
	case r == '،' || r == '、' || r == '，':
		return ','
	case r == '–' || r == '—' || r == '−' || r == '‐' || r == '‑' || r == '־':
		return '-'
	case r == '։' || r == '՝' || r == '៖':
		return ':' // the colons of Armenian and Khmer
	case r == 'ı':
		return 'i'
	case r == 'İ':
		return 'i'
	case unicode.IsDigit(r):
		return digit(r)
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// isInvisible tells marks of direction and joining, which Unicode calls format
// characters (Cf).
func isInvisible(r rune) bool {
	return r == '\u034f' || r >= 0x600 && unicode.Is(unicode.Cf, r) || r == '\u00ad'
}

// digit returns the ASCII digit of the same value: the digits of a script stand
// in one run of ten.
func digit(r rune) rune {
	for _, block := range unicode.Nd.R16 {
		if r <= rune(block.Hi) {
			return '0' + (r-rune(block.Lo))%10
		}
	}
	for _, block := range unicode.Nd.R32 {
		if r <= rune(block.Hi) {
			return '0' + (r-rune(block.Lo))%10
		}
	}
	return r
}
