package quote

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes words comparable whatever client printed them: lower case without
// accents, one kind of blank, ASCII forms of full-width characters and of every
// script's digits, and none of the invisible marks that steer the direction of
// text. What a character is made of is Unicode's compatibility decomposition
// (NFKD), of which the accents of Latin, Greek and Cyrillic letters are dropped.
func Fold(s string) string { return fold(s) }

func fold(s string) string {
	if isFolded(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	blank := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		if r < rune(len(shortFolds)) {
			r = shortFolds[r]
		} else if r = foldRune(r); r == decomposes {
			// What a single character stands for, such as ㈱.
			parts := fold(norm.NFKD.String(s[i-size : i]))
			if blank && len(out) > 0 {
				out = append(out, ' ')
			}
			out, blank = append(out, parts...), false
			continue
		}
		switch {
		case r == dropped:
		case r == ' ':
			blank = true
		default:
			if blank && len(out) > 0 {
				out = append(out, ' ')
			}
			out, blank = utf8.AppendRune(out, r), false
		}
	}
	return string(out)
}

// isFolded is the cheap test that spares many lines the work.
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

// What foldRune returns beside characters.
const (
	dropped    rune = -1
	decomposes rune = -2
)

// shortFolds holds foldRune's answers for the scripts up to Cyrillic.
var shortFolds = func() (folds [0x530]rune) {
	for i := range folds {
		folds[i] = foldRune(rune(i))
		if folds[i] == decomposes {
			folds[i] = rune(i)
		}
	}
	return folds
}()

// foldRune folds one character, most often to one.
func foldRune(r rune) rune {
	switch {
	case r >= 0x300 && r <= 0x36f, isInvisible(r):
		return dropped
	case unicode.IsSpace(r), r == 0x3164:
		return ' '
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3041 && r <= 0x30fe, r >= 0xac00 && r <= 0xd7a3, r >= 0xe01 && r <= 0xe4f:
		return r // Chinese, Japanese, Korean and Thai as they are
	case unicode.IsDigit(r):
		return digit(r)
	}
	switch r {
	case '’', '‘', 'ʼ', '´':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '،', '、':
		return ','
	case '–', '—', '−', '‐', '‑', '־':
		return '-'
	case '։', '՝', '៖':
		return ':' // the colons of Armenian and Khmer
	case 'ı', 'İ':
		return 'i'
	}
	return unicode.ToLower(decompose(r))
}

// decompose returns the one character that is left of r without its accents.
func decompose(r rune) rune {
	var buffer [utf8.UTFMax]byte
	parts := norm.NFKD.Properties(buffer[:utf8.EncodeRune(buffer[:], r)]).Decomposition()
	if len(parts) == 0 {
		return r
	}
	first, size := utf8.DecodeRune(parts)
	for _, mark := range string(parts[size:]) {
		if mark < 0x300 || mark > 0x36f {
			return decomposes
		}
	}
	return first
}

// isInvisible tells marks of direction and joining, which Unicode calls format
// characters (Cf).
func isInvisible(r rune) bool {
	return r == '\u00ad' || r == '\u034f' || r >= 0x600 && unicode.Is(unicode.Cf, r)
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
