package email

import (
	"regexp"
	"strings"

	"confab/shared/channel/email/tidy"
)

// codePair is a reply code with an enhanced status code right behind it, as RFC
// 2034 §3 has servers write them, or as qmail and Exchange do ("550 #5.1.1").
var codePair = regexp.MustCompile(`(?:^|[^\d.])([245][0-5]\d)(?:[\s-]|, ERROR_CODE :|\()+#?([245]\.[0-7]\.\d{1,3})(?:[^\d.]|\.(?:\D|$)|$)`)

// statusCode is an enhanced status code (RFC 3463 §2) and no part of an IP
// address or a version number.
var statusCode = regexp.MustCompile(`(?:^|[^\d.v/-])([245]\.[0-7]\.\d{1,3})(?:[^\d.]|\.(?:\D|$)|$)`)

// replyCode is an SMTP reply code (RFC 5321 §4.2.1): one that is no number of
// something else, no port, no part of a date or of an address.
var replyCode = regexp.MustCompile(`(?mi)(?:^|[\s(\[<>":;,'=])([45][0-5]\d)(?:-\S|[ \t]+([a-z#]*)|[:;,.)\]'"]|\r?$)`)

// units follow numbers that are no codes.
var units = map[string]bool{
	"bytes": true, "byte": true, "kb": true, "kbytes": true, "kib": true, "mb": true, "k": true, "m": true, "octets": true, "minutes": true, "minute": true,
	"hours": true, "hour": true, "days": true, "day": true, "seconds": true, "sec": true, "s": true, "ms": true, "messages": true, "mails": true, "recipients": true, "lines": true, "times": true,
}

// codes is what a server's words hold of codes; either may be empty.
type codes struct {
	status, reply string
	paired        bool // the server said both in one breath
}

// readCodes returns the codes that a server said, which do not contradict the
// class ("4" or "5"; any when empty) of what is known already. A pair says more
// than two numbers apart, and a status that tells something more than X.0.0.
func readCodes(said, class string) codes {
	var best codes
	for _, m := range codePair.FindAllStringSubmatch(said, 20) {
		if class != "" && m[2][:1] != class {
			continue
		}
		if worth(m[2]) > worth(best.status) {
			best = codes{m[2], m[1], true}
		}
	}
	if worth(best.status) < 3 {
		for _, m := range statusCode.FindAllStringSubmatch(said, 20) {
			if (class == "" || m[1][:1] == class) && worth(m[1]) > worth(best.status) {
				best = codes{status: m[1], reply: best.reply}
				break
			}
		}
	}
	if best.reply == "" {
		if class == "" && best.status != "" {
			class = best.status[:1]
		}
		best.reply = readReply(said, class)
	}
	return best
}

// quotedReply is the code of the other server in a line of sendmail's own:
// "554 <ann@example.org>... 550 Host unknown".
var quotedReply = regexp.MustCompile(`(?m)^[245]\d\d [^\n]+\.\.\. ([45][0-5]\d) `)

// readReply returns the first reply code of that class.
func readReply(said, class string) string {
	if m := quotedReply.FindStringSubmatch(said); m != nil && (class == "" || m[1][:1] == class) {
		return m[1]
	}
	for _, m := range replyCode.FindAllStringSubmatch(said, 20) {
		if (class == "" || m[1][:1] == class) && !units[strings.ToLower(m[2])] {
			return m[1]
		}
	}
	return ""
}

// worth ranks what a status tells: nothing but the class (X.0.0), next to
// nothing (X.3.0, "other", and X.4.7, "tried for too long", where the last answer
// has the cause), or something.
func worth(status string) int {
	switch {
	case status == "":
		return 0
	case strings.HasSuffix(status, ".0.0"):
		return 1
	case strings.HasSuffix(status, ".3.0"), strings.HasSuffix(status, ".4.7"):
		return 2
	}
	return 3
}

// judge completes a bounce from the words of the server that refused: its own
// diagnostic, else the text for people.
func judge(b Bounce, diagnostic, text string) Bounce {
	class := ""
	if b.Status != "" {
		class = b.Status[:1]
	}
	for i, said := range []string{diagnostic, text} {
		found := readCodes(tidy.Head(said, bounceText), class)
		better := worth(found.status) > worth(b.Status)
		if better || i == 0 && found.paired && worth(found.status) == 3 {
			b.Status = found.status
		}
		if b.ReplyCode == "" || better && found.paired {
			b.ReplyCode = found.reply
		}
	}
	if b.Action == "" {
		b.Action = "failed"
	}
	b.Hard = b.Action == "failed" && isHard(b, diagnostic, text)
	return b
}
