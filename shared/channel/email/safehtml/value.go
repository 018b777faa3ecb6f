package safehtml

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// admission is what a property's value may have beside words, colours and
// lengths that are not negative.
type admission int

const (
	negative  admission = 1 << iota // lengths below zero
	names                           // names of fonts
	onlyColor                       // nothing but a colour, which is taken out of a shorthand
)

// properties are those that keep a mail readable. None places an element
// outside its place, loads anything, or moves.
var properties = map[string]admission{
	"background": onlyColor, "background-color": onlyColor, "color": 0, "opacity": 0,
	"font": names, "font-family": names, "font-size": 0, "font-style": 0, "font-variant": 0, "font-weight": 0,
	"letter-spacing": negative, "line-height": 0, "word-spacing": 0, "text-indent": negative,
	"text-align": 0, "text-decoration": 0, "text-decoration-line": 0, "text-transform": 0, "vertical-align": negative,
	"white-space": 0, "word-break": 0, "word-wrap": 0, "overflow-wrap": 0, "direction": 0,
	"width": 0, "height": 0, "max-width": 0, "max-height": 0, "min-width": 0, "min-height": 0, "box-sizing": 0,
	"margin": 0, "margin-top": 0, "margin-right": 0, "margin-bottom": 0, "margin-left": 0,
	"padding": 0, "padding-top": 0, "padding-right": 0, "padding-bottom": 0, "padding-left": 0,
	"border": 0, "border-top": 0, "border-right": 0, "border-bottom": 0, "border-left": 0,
	"border-color": 0, "border-style": 0, "border-width": 0, "border-radius": 0, "border-collapse": 0, "border-spacing": 0,
	"border-top-color": 0, "border-right-color": 0, "border-bottom-color": 0, "border-left-color": 0,
	"border-top-style": 0, "border-right-style": 0, "border-bottom-style": 0, "border-left-style": 0,
	"border-top-width": 0, "border-right-width": 0, "border-bottom-width": 0, "border-left-width": 0,
	"list-style": 0, "list-style-type": 0, "list-style-position": 0, "table-layout": 0, "empty-cells": 0,
	"display": 0, "visibility": 0, "overflow": 0, "float": 0, "clear": 0,
}

// maxLength is how much of each unit a length may have, so that no element is
// larger than a page that can be used. None is told by the height of the frame,
// which follows from the mail's.
var maxLength = map[string]float64{
	"": 2000, "%": 300, "px": 2000, "pt": 1500, "pc": 120, "in": 20, "cm": 50, "mm": 500, "q": 2000,
	"em": 100, "rem": 100, "ex": 200, "ch": 200, "vw": 100,
}

// appendValue appends a value in normal form, if all of it may stay. A mark of
// importance goes, as there are no sheets left to overrule.
func appendValue(out []byte, tokens []css.Token, admits admission) ([]byte, bool) {
	start := len(out)
	for i := 0; i < len(tokens); i++ {
		text, used := tokens[i].Data, 1
		piece, ok := "", true
		switch tokens[i].TokenType {
		case css.WhitespaceToken:
			continue
		case css.IdentToken:
			piece, ok = string(text), isWord(text)
		case css.NumberToken, css.PercentageToken, css.DimensionToken:
			piece, ok = length(string(text), admits&negative != 0)
		case css.HashToken:
			piece, ok = string(text), isHexColor(text)
		case css.StringToken:
			piece, ok = fontName(text), admits&names != 0
		case css.FunctionToken:
			piece, used = colorFunction(tokens[i:])
			ok = used > 0
		case css.CommaToken:
			piece = ","
		case css.DelimToken:
			if text[0] == '!' {
				return out, len(out) > start
			}
			piece, ok = "/", text[0] == '/'
		default:
			ok = false
		}
		if !ok || piece == "" {
			return out, false
		}
		if len(out) > start && piece != "," {
			out = append(out, ' ')
		}
		out = append(out, piece...)
		i += used - 1
	}
	return out, len(out) > start
}

func isWord(text []byte) bool {
	for _, b := range text {
		if b|0x20 < 'a' || b|0x20 > 'z' {
			if b != '-' && b != '_' && (b < '0' || b > '9') {
				return false
			}
		}
	}
	return len(text) <= 40
}

func isHexColor(text []byte) bool {
	for _, b := range text[1:] {
		if (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'f') {
			return false
		}
	}
	return len(text) == 4 || len(text) == 5 || len(text) == 7 || len(text) == 9
}

// length returns a number with its unit, if it is not too large.
func length(text string, mayBeNegative bool) (string, bool) {
	text = strings.ToLower(strings.TrimPrefix(text, "+"))
	end := len(text)
	for end > 0 && (text[end-1] >= 'a' && text[end-1] <= 'z' || text[end-1] == '%') {
		end--
	}
	digits := text[:end]
	n, err := strconv.ParseFloat(digits, 64)
	limit, known := maxLength[text[end:]]
	if err != nil || !known || n > limit || n < 0 && !mayBeNegative || n < -limit/10 || strings.Contains(digits, "e") {
		return "", false
	}
	return text, true
}

// maxFontName bounds the name of a font, in bytes.
const maxFontName = 60

var fontNamePattern = regexp.MustCompile(`^[\w .-]+$`)

// fontName returns the name of a font, quoted, or "".
func fontName(text []byte) string {
	name := strings.Trim(string(text), `"'`)
	if len(name) > maxFontName || !fontNamePattern.MatchString(name) {
		return ""
	}
	return "'" + name + "'"
}

// colorFunction returns the colour of an rgb() or rgba() that the tokens begin
// with, in hexadecimal (CSS Color 4 §5), and how many tokens that takes, or 0.
// No other function stays.
func colorFunction(tokens []css.Token) (string, int) {
	if name := strings.ToLower(string(tokens[0].Data)); name != "rgb(" && name != "rgba(" {
		return "", 0
	}
	color := []byte("#")
	for i, t := range tokens[1:] {
		switch t.TokenType {
		case css.WhitespaceToken, css.CommaToken:
		case css.NumberToken, css.PercentageToken:
			if len(color) > 7 {
				return "", 0
			}
			color = fmt.Appendf(color, "%02x", channel(string(t.Data), len(color) == 7))
		case css.RightParenthesisToken:
			if len(color) < 7 {
				return "", 0
			}
			return string(color), i + 2
		default:
			if string(t.Data) != "/" {
				return "", 0
			}
		}
	}
	return "", 0
}

// channel returns a part of a colour as 0 to 255. The opacity is told as 0 to 1,
// and any part as a percentage.
func channel(text string, opacity bool) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	switch {
	case err != nil:
		return 0
	case strings.HasSuffix(text, "%"):
		n = n * 255 / 100
	case opacity:
		n *= 255
	}
	return int(math.Round(min(max(n, 0), 255)))
}

// backgroundWords are the words of a background that are no colour (CSS
// Backgrounds 3 §3).
var backgroundWords = setOf("auto", "border-box", "bottom", "center", "contain", "content-box", "cover", "fixed", "inherit", "initial",
	"left", "local", "no-repeat", "none", "padding-box", "repeat", "repeat-x", "repeat-y", "right", "round", "scroll", "space", "top",
	"unset")

// colorIn returns the colour of a background, without its picture: light words
// on a dark picture stay readable where the sender gave a colour beneath it.
func colorIn(tokens []css.Token) []css.Token {
	for i := 0; i < len(tokens); i++ {
		switch tokens[i].TokenType {
		case css.HashToken:
			return tokens[i : i+1]
		case css.IdentToken:
			if !backgroundWords[strings.ToLower(string(tokens[i].Data))] {
				return tokens[i : i+1]
			}
		case css.FunctionToken:
			if _, used := colorFunction(tokens[i:]); used > 0 {
				return tokens[i : i+used]
			}
			inside, _ := cutAt(tokens[i+1:], css.RightParenthesisToken)
			i += len(inside) + 1
		}
	}
	return nil
}
