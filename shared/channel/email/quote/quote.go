// Package quote tells what somebody wrote in a mail from what their client
// quoted below, above or between.
//
// Trim does it for text, HTML.Trim for HTML, and Text turns HTML into text with
// its quotations marked. All run in linear time on any input.
//
// It promises care before cleverness: losing a line that the author wrote is
// far worse than showing one that they quoted. Each cut says which rule made it,
// a forwarded mail is never cut, and a mail of which nothing would be left is
// left whole, unless it is nothing but quotations within quotations.
//
// # How text is trimmed
//
// Lines are told apart by their marks (>), and folded once, so that case,
// accents, full-width forms, the digits of any script and invisible marks of
// direction do not matter (fold.go). The words of fifty languages are one table
// (languages.go); no word decides alone. Then, in this order:
//
//  1. Top (footer.go). A mail server's note that the mail came from outside is
//     cut when it opens as a warning, says so, and warns of several things.
//  2. Bottom (signature.go, imprint.go, device.go, footer.go). Below everything may
//     stand a signature, "Sent from my …", a lawyer's, a list's or a scanner's
//     note. They are cut first, so that they do not pass for an answer below a
//     quotation. What stands below a closing and a name is a contact block when
//     it holds two proofs of nine kinds, one of which speaks of a company.
//  3. History (history.go) is found by walking down to its first line, which is
//     one of the next three.
//  4. A separator: words between dashes that mark an original, or, in a language
//     that is not listed, words between dashes above a block of headers; or the
//     line above which a help desk asks to answer.
//  5. A block of headers (headers.go): who, when at what time of day, and one
//     more kind, among them an address or a subject. Below a line that clients
//     draw, less will do.
//  6. An attribution, "On … Ann wrote:" (attribution.go, evidence.go). Verb,
//     address, date with its year, time, a colon at its end and a date at its
//     start are weighed. A verb with an address and a date or time, a verb with
//     date, time and colon, or, without a verb, address, date, time and colon in
//     the order clients print them, are sure enough to cut what is not marked.
//     Less counts only when marked lines follow: an address or a moment with a
//     colon is an attribution then, in whatever language.
//  7. From there all is cut, except that unmarked lines below marked ones are the
//     author's: they answered below or between. Quotations that are answered
//     between stay, for they give the answers sense.
//  8. Without any of these, marked lines at the end are cut, unless the author
//     announces them with a colon.
//  9. The end of the new part is cut by the rules of 2, and right above history
//     a line about typing on a telephone, in any wording (onthego.go).
//
// Evidence for an author: a pronoun beside the verb, a possessive or no name where
// a name should be, a sentence that goes on below (speaker.go), "me" for a
// recipient, the number of a digest's message, a colon right above
// (announced.go), prose or a postscript below a signature's
// mark, fields of a mail's header that no client prints.
//
// A mail is forwarded when its marker says so, or when its subject does and a
// block of headers, a marker or an attribution stands in it (forward.go).
package quote

import "strings"

// Rules by which lines are cut.
const (
	RuleAttribution = "attribution"    // "On … Ann wrote:" and what it introduces
	RuleSeparator   = "separator"      // "-----Original Message-----" and what follows
	RuleHeaders     = "header-block"   // From:, Sent:, To:, Subject: and what follows
	RuleMarked      = "marked"         // lines marked by > at the end
	RuleSignature   = "signature"      // what follows "-- "
	RuleDevice      = "device"         // "Sent from my …"
	RuleDelimiter   = "delimiter"      // a line of dashes with nothing below
	RuleFooter      = "footer"         // a lawyer's, a list's or a scanner's note at the end
	RuleNotice      = "notice"         // a mail server's or a help desk's note on top
	RuleStructure   = "html-structure" // an element that a client makes for quotations
)

// Cut is a run of lines that is not in Result.New.
type Cut struct {
	Rule  string
	Line  int // of the first line, from 1
	Lines int
}

// Result is what Trim found.
type Result struct {
	New       string
	Cuts      []Cut
	Forwarded *Forward // nil unless the mail forwards another
}

// Forward is the head of a forwarded mail as its client printed it; any field
// may be empty.
type Forward struct {
	From, To, Cc, Subject, Date string
	// English tells that the names of the fields are, which tells how dates in
	// figures are meant.
	English bool
}

// maxLines bounds the lines that are looked at. A longer text is left whole.
const maxLines = 200_000

// Trim returns the new part of text, whose lines end in LF. The subject helps
// to tell a forwarded mail from an answered one, and may be empty.
func Trim(text, subject string) Result {
	text = strings.TrimPrefix(text, "\ufeff")
	whole := Result{New: trimBlankLines(text)}
	if strings.Count(text, "\n") >= maxLines {
		return whole
	}
	t := newTrimmer(text, settleSubject(subject, text))
	if t.isQuotedOnly() {
		t.cut(0, len(t.lines), RuleMarked)
		return Result{Cuts: t.cuts()}
	}
	t.cutTop()
	t.cutBottom()
	t.cutHistory()
	if t.forward != nil {
		whole.Forwarded = t.forward
		return whole
	}
	t.cutEnd()
	kept := t.kept()
	if strings.TrimSpace(kept) == "" || t.isOnlyClosing() {
		whole.Forwarded = t.quoted // with nothing of the author's, it is forwarded now
		return whole
	}
	return Result{New: trimBlankLines(kept), Cuts: t.cuts(), Forwarded: t.quoted}
}

// trimBlankLines drops blank lines at both ends and blanks at the very end.
func trimBlankLines(s string) string {
	for {
		line, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimSpace(line) != "" {
			break
		}
		s = rest
	}
	return strings.TrimRight(s, " \t\n\u00a0")
}
