// Package quote tells what somebody wrote in a mail from what their client
// quoted below, above or between.
//
// Trim does it for text, HTML.Trim for HTML, and Text turns HTML into text with
// its quotations marked. All run in linear time on any input.
//
// It promises care before cleverness: losing a line that the author wrote is
// far worse than showing one that they quoted. So every rule asks for evidence
// beyond one word, what stands below a quotation marked by > is kept when it is
// not marked itself, a forwarded mail is never cut, and a mail that would be
// cut to nothing is left whole. Each cut says which rule made it.
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
