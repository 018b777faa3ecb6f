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

// otherHeaders are fields that some clients print among the usual ones.
var otherHeaders = []string{
	"reply-to", "importance", "attachments", "attachment", "priority", "sensitivity", "risposta", "resent-from", "resent-date", "resent-to",
	"message-id", "in-reply-to", "wichtigkeit", "anlagen", "antwort an", "répondre à", "pièces jointes", "importancia", "responder a", "adjuntos",
	"anexos", "allegati", "rispondi a", "bijlagen", "beantwoorden", "prioriteit", "priorität", "category", "when", "where", "organization",
	"newsgroups", "list-post", "delivered-to", "return-path", "附件", "重要性", "添付ファイル", "返信先", "첨부", "答复", "вложения",
}

// headerNames maps a folded name to its kind, over all languages: Gmail mixes
// two in one block.
var headerNames = func() map[string]headerKind {
	names := map[string]headerKind{}
	add := func(kind headerKind, list []string) {
		for _, name := range list {
			if folded := fold(name); names[folded] == headerNone {
				names[folded] = kind
			}
		}
	}
	for _, l := range languages {
		add(headerFrom, l.from)
		add(headerSent, l.sent)
		add(headerTo, l.to)
		add(headerCc, l.cc)
		add(headerSubject, l.subject)
	}
	add(headerOther, otherHeaders)
	return names
}()

// maxHeaderName is longer than every name in headerNames, in bytes.
const maxHeaderName = 60

// headerLine reads "Name: value"; the colon may be a wide one, and the name
// emphasised.
func headerLine(text string) (headerKind, string) {
	at, width := colonIn(text[:min(len(text), maxHeaderName)])
	if at <= 0 {
		return headerNone, ""
	}
	name := fold(strings.Trim(text[:at], "*_|[ \t\u00a0"))
	return headerNames[name], strings.Trim(text[at+width:], "*_|] \t\u00a0")
}

// colonIn returns the place of the first colon of any script and its width in
// bytes, or -1.
func colonIn(s string) (at, width int) {
	for i, r := range s {
		switch r {
		case ':', '：', '﹕', '՝', '︰':
			return i, len(string(r))
		}
	}
	return -1, 0
}

// headerBlock is a run of such lines.
type headerBlock struct {
	forward Forward
	kinds   int // how many different kinds of line
	last    int // its last line
	from    bool
	dated   bool // its date is one, or has a time
	address bool // somewhere in it
}

// strong tells a block that nobody writes by hand: who, and two more, among
// them an address or a subject with a true date. A traveller writes From, To
// and Date too.
func (b headerBlock) strong() bool {
	return b.from && b.kinds >= 3 && (b.address || b.dated && b.forward.Subject != "" || b.kinds >= 4)
}

// likely tells a block that counts below a line that clients draw.
func (b headerBlock) likely() bool { return b.from && b.kinds >= 2 && (b.address || b.dated) }

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
		case kind == headerNone || seen[kind] && kind != headerOther:
			return b.weigh()
		default:
			seen[kind] = true
			value = b.set(kind, text)
			b.last, b.kinds = j, len(seen)
		}
		gaps = 0
	}
	return b.weigh()
}

// weigh notes what the values prove.
func (b headerBlock) weigh() headerBlock {
	f := &b.forward
	b.address = strings.Contains(f.From, "@") || strings.Contains(f.To, "@") || strings.Contains(f.Cc, "@")
	if len(f.Date) <= maxMatch {
		date, clock, _ := readFigures(fold(f.Date))
		b.dated = date || clock
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

// labelsAt counts the lines from line i on that read "Label: value", in any
// language, and tells whether one holds an address and one a moment.
func (t *trimmer) labelsAt(i int) (labels int, address, moment bool) {
	for ; i < len(t.lines) && !t.lines[i].blank && labels < maxHeaderBlock; i++ {
		text := t.folded(i)
		at, _ := colonIn(text[:min(len(text), maxHeaderName)])
		if at <= 0 || strings.Count(text[:at], " ") > 2 {
			break
		}
		labels++
		date, clock, _ := readFigures(text[at:])
		address = address || strings.Contains(text[at:], "@")
		moment = moment || date && clock
	}
	return labels, address, moment
}
