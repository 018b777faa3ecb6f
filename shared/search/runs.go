package search

import (
	"unicode"
	"unicode/utf8"
)

// run is a piece of a text that is indexed as one: a word, or letters in a row
// of a script that puts no spaces between words.
type run struct {
	folded     string
	start, end int // in the text
	// at, of a run in grams, are where its letters begin: pairs of an offset in
	// folded and one in the text, closed by the ends of both.
	at [][2]int
}

// grams tells that the run is indexed by letters in a row.
func (r *run) grams() bool { return r.at != nil }

// unspaced are the scripts that write words without spaces, and Korean, whose
// words end in particles.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// sort of a character.
type sort int

const (
	between  sort = iota // no part of any word
	spaced               // a letter or digit of a word
	dense                // a letter of an unspaced script
	attached             // a mark, which belongs to the letter before it
)

func sortOf(r rune) sort {
	const prolonged, halfProlonged, halfVoiced, halfSemivoiced = 'ー', 'ｰ', 'ﾞ', 'ﾟ'
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return spaced
		}
		return between
	case r == halfVoiced || r == halfSemivoiced || unicode.In(r, unicode.M, unicode.Cf):
		return attached
	case r == prolonged || r == halfProlonged:
		return dense
	case !unicode.IsLetter(r) && !unicode.IsNumber(r):
		return between
	case r >= 0xe00 && unicode.In(r, unspaced...):
		return dense
	}
	return spaced
}

// words yields the runs of a text: words, and runs of unspaced scripts.
func words(text string, yield func(run) bool) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		now := sortOf(r)
		if now != spaced && now != dense {
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if s := sortOf(r); s != now && s != attached {
				break
			}
			end += size
		}
		if !yield(runOf(text, i, end, now == dense)) {
			return
		}
		i = end
	}
}

// pieces yields what blanks divide, all of it in grams.
func pieces(text string, yield func(run) bool) {
	start := -1
	for i, r := range text + " " {
		switch blank := unicode.IsSpace(r); {
		case !blank && start < 0:
			start = i
		case blank && start >= 0:
			if !yield(runOf(text, start, i, true)) {
				return
			}
			start = -1
		}
	}
}

func runOf(text string, start, end int, grams bool) run {
	out := run{start: start, end: end}
	if !grams {
		out.folded = fold(text[start:end])
		return out
	}
	var folded []byte
	for i := start; i < end; {
		next := i + letter(text[i:end])
		if f := fold(text[i:next]); f != "" {
			// What one character stands for may be several, each of which is a letter.
			for j, r := range f {
				if j == 0 || sortOf(r) != attached {
					out.at = append(out.at, [2]int{len(folded) + j, i})
				}
			}
			folded = append(folded, f...)
		}
		i = next
	}
	out.folded = string(folded)
	out.at = append(out.at, [2]int{len(folded), end})
	return out
}

// letter is the length of the first character of s with the marks on it.
func letter(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if sortOf(r) != attached {
			break
		}
		n += size
	}
	return n
}
