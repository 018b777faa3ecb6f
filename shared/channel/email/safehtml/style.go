package safehtml

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// style is a list of declarations in normal form, and what it does to a picture.
type style struct {
	css    string // "color:red;margin:0 0 12px;", or ""
	hidden bool   // nothing of the element shows
	tiny   bool   // it is too small to be seen
}

// Limits on what is read of one style, and what is remembered of a mail's.
const (
	maxDeclarations = 64
	maxKnown        = 4000
)

// style returns a style that was read before, or reads it.
func (c *cleaner) style(source string) style {
	if source == "" {
		return style{}
	}
	s, ok := c.styles[source]
	if !ok {
		s = readStyle(source, c.declared)
		c.styles[source] = s
	}
	return s
}

// declaration is one in normal form; the zero one says nothing.
type declaration struct {
	property string
	css      string // "color:red;"
	hides    bool   // nothing of the element shows
	shrinks  bool   // it is too small to be seen
}

// declarations are those that were read before, as they were written.
type declarations map[string]declaration

// readStyle reads a style attribute, or what is between the braces of a rule
// (CSS Syntax 3 §5.4.4). Declarations that could load, cover or hang are left
// out, and so is what no client needs for a mail.
func readStyle(source string, known declarations) style {
	var room [8]declaration
	list := room[:0]
	if guards.in(source) {
		list = appendGuarded(list, source)
	} else {
		list = known.append(list, source)
	}
	var s style
	var out strings.Builder
	out.Grow(len(source) + 16)
	for _, d := range list {
		out.WriteString(d.css)
		s.hidden = s.hidden || d.hides
		s.tiny = s.tiny || d.shrinks
	}
	s.css = out.String()
	return s
}

// appendGuarded appends the declarations of any style.
func appendGuarded(list []declaration, source string) []declaration {
	for tokens := lex(nil, source); len(tokens) > 0 && len(list) < maxDeclarations; {
		var one []css.Token
		one, tokens = cutAt(tokens, css.SemicolonToken)
		list = override(list, declare(one))
	}
	return list
}

// append appends the declarations of a style in which any semicolon ends one.
func (known declarations) append(list []declaration, source string) []declaration {
	for rest := source[:min(len(source), maxCSS)]; rest != "" && len(list) < maxDeclarations; {
		var one string
		one, rest, _ = strings.Cut(rest, ";")
		list = override(list, known.read(strings.Trim(one, " ")))
	}
	return list
}

// guardSigns may keep a semicolon from ending a declaration: they open strings,
// comments and brackets, and escape.
const guardSigns = "\"'/\\()[]{}"

var guards = signsOf(guardSigns)

// read reads a declaration without such signs.
func (known declarations) read(source string) declaration {
	d, ok := known[source]
	if !ok {
		var room [12]css.Token
		tokens, plain := lexPlain(room[:0], []byte(source))
		if !plain {
			tokens = lex(room[:0], source)
		}
		d = declare(tokens)
		if known != nil && len(known) < maxKnown {
			known[source] = d
		}
	}
	return d
}

// override adds a declaration, before which others of its property count for
// nothing.
func override(list []declaration, d declaration) []declaration {
	if d.property == "" {
		return list
	}
	list = slices.DeleteFunc(list, func(before declaration) bool { return before.property == d.property })
	return append(list, d)
}

func hides(property, value string) bool {
	switch property {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden" || value == "collapse"
	case "opacity", "max-height", "max-width":
		return number(value) == 0
	}
	return false
}

func shrinks(property, value string) bool {
	switch property {
	case "width", "height", "max-width", "max-height":
		n := number(value)
		return n >= 0 && n <= maxTracker
	}
	return false
}

// number returns a plain number, or one of pixels or points; else -1.
func number(value string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSuffix(value, "px"), "pt"), 64)
	if err != nil {
		return -1
	}
	return n
}

// maxCSS bounds what is read of one style or sheet, in bytes: its tokens take
// many times the room.
const maxCSS = 256 << 10

// lex appends the tokens of CSS, without comments.
func lex(tokens []css.Token, source string) []css.Token {
	lexer := css.NewLexer(parse.NewInputString(source[:min(len(source), maxCSS)]))
	for {
		kind, data := lexer.Next()
		switch kind {
		case css.ErrorToken:
			return tokens
		case css.CommentToken:
		default:
			tokens = append(tokens, css.Token{TokenType: kind, Data: data})
		}
	}
}

// cutAt cuts tokens at the first of a kind that is in no bracket.
func cutAt(tokens []css.Token, kind css.TokenType) (before, after []css.Token) {
	depth := 0
	for i, t := range tokens {
		if t.TokenType == kind && depth == 0 {
			return tokens[:i], tokens[i+1:]
		}
		switch t.TokenType {
		case css.FunctionToken, css.LeftParenthesisToken, css.LeftBracketToken, css.LeftBraceToken:
			depth++
		case css.RightParenthesisToken, css.RightBracketToken, css.RightBraceToken:
			depth = max(0, depth-1)
		}
	}
	return tokens, nil
}

func trimSpace(tokens []css.Token) []css.Token {
	for len(tokens) > 0 && tokens[0].TokenType == css.WhitespaceToken {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && tokens[len(tokens)-1].TokenType == css.WhitespaceToken {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

const inlineBlock = "inline-block"

// declare returns a declaration in normal form, if it may stay.
func declare(tokens []css.Token) declaration {
	name, value := cutAt(tokens, css.ColonToken)
	name, value = trimSpace(name), trimSpace(value)
	if len(name) != 1 || name[0].TokenType != css.IdentToken || len(value) == 0 {
		return declaration{}
	}
	property := strings.ToLower(string(name[0].Data))
	admits, known := properties[property]
	if admits&onlyColor != 0 {
		property, value = "background-color", colorIn(value)
	}
	var room [64]byte
	out := append(append(room[:0], property...), ':')
	start := len(out)
	out, ok := appendValue(out, value, admits)
	if !known || !ok {
		return declaration{}
	}
	if property == "display" && len(out) > start+len("inline-") && strings.EqualFold(string(out[start:start+len("inline-")]), "inline-") {
		out = append(out[:start], inlineBlock...) // the others look the same within a line, and take a browser more to nest
	}
	written := string(append(out, ';'))
	property, text := written[:start-1], written[start:len(written)-1]
	return declaration{property, written, hides(property, text), shrinks(property, text)}
}
