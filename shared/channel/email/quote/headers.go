package quote

import (
	"strings"
)

// headerKind is what a line such as "Von: …" says of a quoted mail.
type headerKind int

const (
	headerNone headerKind = iota
	headerFrom
	headerSent
	headerTo
	headerCc
	headerSubject
	headerOther
)

// headerNames maps a folded name to its kind, over all languages: Gmail mixes
// two in one block.
var headerNames = func() map[string]headerKind {
	names := map[string]headerKind{
		"reply-to": headerOther, "importance": headerOther, "attachments": headerOther, "priority": headerOther,
		"risposta": headerOther, "resent-from": headerOther, "message-id": headerOther, "wichtigkeit": headerOther,
	}
	for _, l := range languages {
		for kind, list := range map[headerKind][]string{
			headerFrom: l.from, headerSent: l.sent, headerTo: l.to, headerCc: l.cc, headerSubject: l.subject,
		} {
			for _, name := range list {
				if _, taken := names[name]; !taken {
					names[name] = kind
				}
			}
		}
	}
	return names
}()

// maxHeaderName is longer than every name in headerNames, in bytes.
const maxHeaderName = 60

// headerLine reads "Name: value"; the colon may be a wide one, and the name
// emphasised.
func headerLine(text string) (headerKind, string) {
	head := text[:min(len(text), maxHeaderName)]
	at, width := strings.IndexByte(head, ':'), 1
	if wide := strings.Index(head, "："); wide >= 0 && (at < 0 || wide < at) {
		at, width = wide, len("：")
	}
	if at <= 0 {
		return headerNone, ""
	}
	name := fold(strings.Trim(head[:at], "*_ \t\u00a0"))
	return headerNames[name], strings.Trim(text[at+width:], "*_ \t\u00a0")
}

// headerBlock is a run of such lines.
type headerBlock struct {
	forward Forward
	kinds   int // how many different kinds of line
	last    int // its last line
	from    bool
}

// strong tells a block that nobody writes by hand: who, and two more.
func (b headerBlock) strong() bool { return b.from && b.kinds >= 3 }

// maxHeaderBlock bounds the lines of a block.
const maxHeaderBlock = 25

// headersAt reads the block of header lines that starts at line i. Values may
// be wrapped, and clients that make text from HTML put blank lines between.
func (t *trimmer) headersAt(i int) headerBlock {
	b := headerBlock{last: i - 1}
	if kind, _ := headerLine(t.lines[i].text); kind == headerNone || len(t.lines[i].text) > maxMatch {
		return b
	}
	seen := map[headerKind]bool{}
	depth, gaps := t.lines[i].depth, 0
	var value *string
	for j := i; j < len(t.lines) && j < i+maxHeaderBlock; j++ {
		l := &t.lines[j]
		if l.blank {
			if gaps++; gaps > 1 && b.kinds > 1 || gaps > 2 {
				break
			}
			continue
		}
		if l.depth != depth || len(l.text) > 4*maxMatch {
			break
		}
		kind, text := headerLine(l.text)
		switch {
		case kind == headerNone && gaps == 0 && value != nil && t.headerFollows(j+1):
			*value += " " + l.text // a value wrapped by its client
		case kind == headerNone || seen[kind]:
			return b
		default:
			seen[kind] = true
			value = b.set(kind, text)
			b.last, b.kinds = j, len(seen)
		}
		gaps = 0
	}
	return b
}

// headerFollows tells whether one of the next two lines is a header line.
func (t *trimmer) headerFollows(j int) bool {
	for n := 0; n < 2 && j+n < len(t.lines) && !t.lines[j+n].blank; n++ {
		if kind, _ := headerLine(t.lines[j+n].text); kind != headerNone {
			return true
		}
	}
	return false
}

func (b *headerBlock) set(kind headerKind, text string) *string {
	var field *string
	switch kind {
	case headerFrom:
		field, b.from = &b.forward.From, true
	case headerSent:
		field = &b.forward.Date
	case headerTo:
		field = &b.forward.To
	case headerCc:
		field = &b.forward.Cc
	case headerSubject:
		field = &b.forward.Subject
	default:
		field = new(string)
	}
	*field = text
	return field
}
