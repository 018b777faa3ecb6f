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
	become := foldingOf(s)
	if become == unchanged {
		return s
	}
	var room [maxMatch]byte // for nearly every line
	if become == lowered {
		return string(lower(append(room[:0], s...)))
	}
	out, blank := room[:0], false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		if r < rune(len(shortFolds)) {
			r = shortFolds[r]
		} else {
			r = foldRune(r)
		}
		switch r {
		case dropped:
			continue
		case ' ':
			blank = true
			continue
		}
		if blank && len(out) > 0 {
			out = append(out, ' ')
		}
		blank = false
		switch {
		case r == decomposes: // what a single character stands for, such as ㈱
			out = append(out, fold(norm.NFKD.String(s[i-size:i]))...)
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case r < 0x800: // as utf8.AppendRune does, in a third of the time
			out = append(out, 0xc0|byte(r>>6), 0x80|byte(r)&0x3f)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// folding is what becomes of a text that is folded.
type folding int

const (
	unchanged folding = iota
	lowered           // it is ASCII with capitals
	rewritten
)

// foldingOf spares most lines the work.
func foldingOf(s string) folding {
	become, blank := unchanged, true
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			become = lowered
		case c >= utf8.RuneSelf || c < ' ' || c == ' ' && blank:
			return rewritten
		}
		blank = c == ' '
	}
	if blank && s != "" {
		return rewritten
	}
	return become
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
