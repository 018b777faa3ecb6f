package safehtml

import (
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// sheet has the declarations of a mail's style sheets by selector: "p",
// ".MsoNormal" or "p.MsoNormal". Rules of other selectors, and of media, are
// not kept: what depends on the place of an element, or on the screen, is
// finer than reading needs.
type sheet map[string]string

// Limits on what is kept: declarations of a selector, in bytes, and selectors.
const (
	maxRule      = 1 << 10
	maxSelectors = 4000
)

// add takes in a style sheet (CSS Syntax 3 §5.4.1). It returns whether that had
// any rule to keep.
func (s *sheet) add(source string) bool {
	kept := false
	for tokens := lex(nil, source); len(tokens) > 0; {
		var prelude, block []css.Token
		if tokens[0].TokenType == css.AtKeywordToken {
			tokens = afterAtRule(tokens)
			continue
		}
		if !opensRule(tokens[0].TokenType) {
			tokens = tokens[1:]
			continue
		}
		prelude, tokens = cutAt(tokens, css.LeftBraceToken)
		block, tokens = cutAt(tokens, css.RightBraceToken)
		text := styleText(block)
		if text == "" {
			continue
		}
		for len(prelude) > 0 {
			var one []css.Token
			one, prelude = cutAt(prelude, css.CommaToken)
			kept = s.keep(selector(trimSpace(one)), text) || kept
		}
	}
	return kept
}

// keep adds declarations to those of a selector, and returns whether it did.
func (s *sheet) keep(key, text string) bool {
	before, known := (*s)[key]
	if key == "" || len(before)+len(text) >= maxRule || !known && len(*s) == maxSelectors {
		return false
	}
	if *s == nil {
		*s = sheet{}
	}
	(*s)[key] = before + text
	return true
}

// styleText returns declarations in normal form.
func styleText(block []css.Token) string {
	var source strings.Builder
	for _, t := range block {
		source.Write(t.Data)
	}
	return readStyle(source.String(), nil).css
}

// opensRule tells tokens that a rule may begin with from those between rules:
// spaces, and the marks that hide a sheet from browsers before 1996.
func opensRule(kind css.TokenType) bool {
	switch kind {
	case css.WhitespaceToken, css.CDOToken, css.CDCToken, css.SemicolonToken, css.RightBraceToken:
		return false
	}
	return true
}

// afterAtRule returns what follows a rule that begins with @.
func afterAtRule(tokens []css.Token) []css.Token {
	for i, t := range tokens {
		switch t.TokenType {
		case css.SemicolonToken:
			return tokens[i+1:]
		case css.LeftBraceToken:
			_, after := cutAt(tokens[i+1:], css.RightBraceToken)
			return after
		}
	}
	return nil
}

// selector returns the key of a selector of an element, a class, or both.
func selector(tokens []css.Token) string {
	key := ""
	if len(tokens) > 0 && tokens[0].TokenType == css.IdentToken {
		key = strings.ToLower(string(tokens[0].Data))
		tokens = tokens[1:]
	}
	switch {
	case len(tokens) == 0:
		return key
	case len(tokens) == 2 && string(tokens[0].Data) == "." && tokens[1].TokenType == css.IdentToken:
		return key + "." + string(tokens[1].Data)
	}
	return ""
}

// maxClasses bounds the classes that are looked up for one element.
const maxClasses = 16

// of returns the declarations for an element, the most telling selector last.
func (s sheet) of(name, classes string) string {
	if len(s) == 0 {
		return ""
	}
	list := strings.Fields(classes)
	list = list[:min(len(list), maxClasses)]
	var out strings.Builder
	out.WriteString(s[name])
	for _, class := range list {
		out.WriteString(s["."+class])
	}
	for _, class := range list {
		out.WriteString(s[name+"."+class])
	}
	return out.String()
}
