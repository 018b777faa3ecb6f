package logs

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxValue bounds a value in bytes: a stack has room, an error that quotes a whole
// answer is not worth its price.
const maxValue = 8000

const (
	noAddress = "[address]"
	noPhone   = "[phone]"
)

// personal matches what reaches a person: a mail address, also percent-encoded
// as in a URL, with the name before its angle brackets (RFC 5322 §3.4), or else
// a phone number in the international form. RE2 takes time linear in the text.
var personal = regexp.MustCompile(
	`(?:[^:;,<>"\n]*<|\\?"[^"\n]*"\s*<?)?` + // Ada Lovelace <, "Lovelace, Ada" <, or a quoted local part
		`[^\s<>()\[\]:;,"@]*(?:@|%40)(?:\[[^\]\s]*\]|[^\s<>()\[\]:;,"@&]+)>?` +
		`|\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}`)

// Redact returns the text without addresses and phone numbers. What stands in
// their place tells only that there was one.
func Redact(text string) string {
	if !strings.ContainsAny(text, "@+%") {
		return text
	}
	return personal.ReplaceAllStringFunc(text, func(found string) string {
		if found[0] == '+' && !strings.ContainsAny(found, "@%") {
			return noPhone
		}
		return noAddress
	})
}

// clean redacts and bounds what a record says. Numbers, truths and times pass.
func clean(groups []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, short(Redact(a.Value.String()), maxValue))
	case slog.KindAny:
		if _, level := a.Value.Any().(slog.Level); level && len(groups) == 0 {
			return a
		}
		return clean(groups, slog.String(a.Key, fmt.Sprint(a.Value.Any())))
	}
	return a
}

// short is the beginning of a text, which ends between two characters.
func short(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}
