package quote

import (
	"strings"
	"unicode"
)

// markers maps what may stand between dashes, folded, to whether it marks a
// forwarded mail (true) or an original one (false).
var markers = func() map[string]bool {
	all := map[string]bool{}
	for _, l := range languages {
		for _, text := range l.original {
			all[fold(text)] = false
		}
		for _, text := range l.forwarded {
			all[fold(text)] = true
		}
	}
	return all
}()

// markerIn reads a line such as "---------- Forwarded message ---------" or
// "Begin forwarded message:". It returns what follows it on the same line,
// where Yahoo puts the headers.
func markerIn(text string) (forwarded, found bool, rest string) {
	if len(text) > 4*maxMatch {
		return false, false, ""
	}
	core := strings.TrimLeft(text, "-–—_=*>+ \t")
	dashed := len(text)-len(core) >= 2
	if dashed {
		if at := strings.Index(core, "--"); at > 0 {
			head := core[:at]
			tail := strings.TrimLeft(core[at:], "- \t*")
			if fwd, ok := markerOf(head); ok && !(tail != "" && strings.HasSuffix(tail, "-")) {
				return fwd, true, tail
			}
		}
	}
	closing := strings.TrimRight(text, " *")
	if !dashed && !strings.HasSuffix(closing, ":") && !strings.HasSuffix(closing, "：") {
		return false, false, ""
	}
	fwd, ok := markers[markerKey(core)]
	return fwd, ok, ""
}

// markerOf looks up what stands between dashes. Behind the words, Notes names who
// forwarded the mail, and when.
func markerOf(head string) (forwarded, found bool) {
	key := markerKey(head)
	if forwarded, found = markers[key]; found {
		return forwarded, true
	}
	for at, r := range key {
		if r == ' ' && markers[key[:at]] && strings.ContainsAny(key[at:], "0123456789") {
			return true, true
		}
	}
	return false, false
}

func markerKey(s string) string {
	return fold(strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—_=*:：>+", r)
	}))
}

// separatorAt tells whether line i separates an answer from the original: by
// its words, or, in a language that is not listed, by words between dashes with
// a block of headers below.
func (t *trimmer) separatorAt(i int) bool {
	text := t.lines[i].text
	if _, found, _ := markerIn(text); found {
		return true
	}
	if len(text) > 120 || !strings.HasPrefix(text, "---") || !strings.HasSuffix(text, "---") || isDelimiter(text) {
		return false
	}
	below := t.skipBlank(i + 1)
	if below >= t.end {
		return false
	}
	if t.headersAt(below).likely() {
		return true
	}
	labels, address, moment := t.labelsAt(below)
	return labels >= 3 && address && moment
}

// forwardedAt tells whether a forwarded mail starts at line i, and returns its
// head. A marker that says so is proof. Where the client marks it as an answer
// would be marked, the subject decides, and a block of headers with nothing
// above it.
func (t *trimmer) forwardedAt(i int, sawText bool) *Forward {
	if !t.forwards && i > 0 && t.lines[i].depth > 0 && t.lines[i-1].depth > 0 && !t.lines[i-1].blank {
		return nil // within a quotation
	}
	forwarded, found, rest := markerIn(t.lines[i].text)
	byIntent := t.forwards || !sawText && !t.answers
	switch {
	case found && t.lines[i].depth > 0 && sawText && !t.forwards:
		// Quoted history that was forwarded once: it is cut as such, and its head
		// is told.
		if block := t.headersAt(min(t.skipBlank(i+1), len(t.lines)-1)); forwarded && block.from && !t.answers {
			t.quoted = &block.forward
		}
		return nil
	case found && (forwarded || byIntent), byIntent && t.separatorAt(i):
		if rest != "" {
			return inlineHeaders(rest)
		}
		return t.headBelow(i)
	case !byIntent && strings.TrimSpace(t.subject) != "":
		return nil
	}
	if block := t.headersAt(i); byIntent && block.strong() {
		return t.dated(&block.forward, i)
	}
	if !t.forwards && sawText {
		return nil
	}
	if a := t.attributionFrom(i); a.strength == strong && t.forwards || a.strength >= weak && t.isIndentedBelow(a) {
		return t.attributedForward(a.first, a.last)
	}
	return nil
}

// isIndentedBelow tells that every line below an attribution is indented, as
// Outlook for Mac does below the attribution of a mail that it forwards. It does
// so when it answers, too: this counts only where the subject says that the mail
// is a forward, or in a mail with nothing above it whose subject is no answer's.
func (t *trimmer) isIndentedBelow(a attribution) bool {
	if isIndented(t.lines[a.first].raw) {
		return false
	}
	any := false
	for i := a.last + 1; i < len(t.lines); i++ {
		if l := &t.lines[i]; !l.blank {
			if !isIndented(l.raw) {
				return false
			}
			any = true
		}
	}
	return any
}

func isIndented(raw string) bool {
	return strings.HasPrefix(raw, "    ") || strings.HasPrefix(raw, "\t")
}

// subjectPrefix returns the folded word before the first colon, and the rest. Of
// no account is what gateways and lists put in front, such as "[External]", and
// the bracket of "[Fwd: Plan]".
func subjectPrefix(subject string) (prefix, rest string) {
	opened, inside := strings.CutPrefix(strings.TrimSpace(subject), "[")
	if _, behind, closed := strings.Cut(opened, "] "); inside && closed {
		opened = behind
	}
	head, rest, ok := strings.Cut(strings.ReplaceAll(opened, "：", ":"), ":")
	if !ok || len(head) > 30 {
		return "", subject
	}
	prefix = fold(head)
	if at := strings.IndexAny(prefix, "[("); at > 0 { // Re[2]:
		prefix = prefix[:at]
	}
	return prefix, strings.TrimSpace(rest)
}

func stripPrefix(subject string) string {
	_, rest := subjectPrefix(subject)
	return rest
}

// settleSubject makes the one prefix plain that two languages share: VS is
// "videresendt", forwarded, in Norwegian and Danish, and "vastaus", an answer,
// in Finnish, which the words of the text tell.
func settleSubject(subject, text string) string {
	prefix, rest := subjectPrefix(subject)
	if prefix != "vs" {
		return subject
	}
	for _, word := range []string{"kirjoitti", "Lähettäjä", "Alkuperäinen viesti"} {
		if strings.Contains(text, word) {
			return "Re: " + rest
		}
	}
	return subject
}

func isForwardSubject(subject string) bool { return opensSubject(subject, forwardPrefixSet) }

func isReplySubject(subject string) bool { return opensSubject(subject, replyPrefixSet) }

func opensSubject(subject string, prefixes map[string]bool) bool {
	prefix, _ := subjectPrefix(subject)
	return prefixes[prefix]
}

var forwardPrefixSet, replyPrefixSet = foldSet(forwardPrefixes), foldSet(replyPrefixes)

func foldSet(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[fold(word)] = true
	}
	return set
}
