package safehtml

import "github.com/tdewolff/parse/v2/css"

// lexPlain appends the tokens of a declaration without guardSigns in which there
// is nothing but names, numbers with their units, colours and what parts them:
// what nearly all are made of, in a fraction of the time that lex takes. It
// returns false for any other.
func lexPlain(tokens []css.Token, source []byte) ([]css.Token, bool) {
	for len(source) > 0 {
		kind, n := plainToken(source)
		if n == 0 {
			return nil, false
		}
		tokens = append(tokens, css.Token{TokenType: kind, Data: source[:n]})
		source = source[n:]
	}
	return tokens, true
}

var (
	letterSigns = signsOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
	digitSigns  = signsOf("0123456789")
	nameSigns   = signsOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-")
	blankSigns  = signsOf(" ")
)

// plainToken returns the kind and the length of the first token (CSS Syntax 3
// §4.3.1), or 0 where more than this must be known to tell.
func plainToken(s []byte) (css.TokenType, int) {
	switch c := s[0]; {
	case letterSigns[c]:
		return css.IdentToken, nameSigns.end(s, 1)
	case digitSigns[c]:
		return plainNumber(s)
	case c == '#' && len(s) > 1 && nameSigns[s[1]]:
		return css.HashToken, nameSigns.end(s, 1)
	case c == ' ':
		return css.WhitespaceToken, blankSigns.end(s, 1)
	case c == ':':
		return css.ColonToken, 1
	case c == ',':
		return css.CommaToken, 1
	}
	return css.ErrorToken, 0
}

// plainNumber is plainToken for what begins with a digit.
func plainNumber(s []byte) (css.TokenType, int) {
	n := digitSigns.end(s, 1)
	if n+1 < len(s) && s[n] == '.' && digitSigns[s[n+1]] {
		n = digitSigns.end(s, n+1)
	}
	switch end := letterSigns.end(s, n); {
	case end < len(s) && nameSigns[s[end]]: // an exponent, or a unit of no property's
		return css.ErrorToken, 0
	case end > n:
		return css.DimensionToken, end
	case n < len(s) && s[n] == '%':
		return css.PercentageToken, n + 1
	}
	return css.NumberToken, n
}
