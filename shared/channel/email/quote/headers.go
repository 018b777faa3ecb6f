package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
	name := strings.Trim(text[:at], "*_|[ \t\u00a0")
	if blanksIn(name) > maxHeaderBlanks { // as in most prose, and much cheaper to tell
		return headerNone, ""
	}
	kind := headerNames[fold(name)]
	if kind == headerNone {
		return headerNone, ""
	}
	return kind, strings.Trim(text[at+width:], "*_|] \t\u00a0")
}

// maxHeaderBlanks is how many blanks the names in headerNames have at most.
var maxHeaderBlanks = func() int {
	most := 0
	for name := range headerNames {
		most = max(most, strings.Count(name, " "))
	}
	return most
}()

// blanksIn counts blanks, those that stand together once.
func blanksIn(s string) int {
	n := 0
	for i := 1; i < len(s); i++ {
		if s[i] == ' ' && s[i-1] != ' ' {
			n++
		}
	}
	return n
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

// isHeader tells that line i is such a line.
func (t *trimmer) isHeader(i int) bool {
	kind, _ := headerLine(t.lines[i].text)
	return kind != headerNone
}

// isBareMarker tells the words for an original mail without dashes around them,
// right above a block of headers, as BlackBerry prints them.
func (t *trimmer) isBareMarker(i int) bool {
	text := t.lines[i].text
	if len(text) > maxHeaderName {
		return false
	}
	forwarded, known := markers[strings.Trim(t.folded(i), "-_=* ")]
	below := t.skipBlank(i + 1)
	return known && !forwarded && below < t.end && t.headersAt(below).likely()
}

// headerBlock is a run of such lines.
type headerBlock struct {
	forward Forward
	kinds   int // how many different kinds of line
	last    int // its last line
	from    bool
	dated   bool // its date is one, or has a time
	clock   bool // it has a time
	address bool // somewhere in it
}

// strong tells a block that nobody writes by hand: who, and two more, among
// them an address, or a subject beside a time of day. A traveller writes From, To
// and Date too.
func (b headerBlock) strong() bool {
	if b.forward.Date != "" && !b.dated {
		return false
	}
	return b.from && b.kinds >= 3 && (b.address || b.clock && b.forward.Subject != "")
}

// printed tells a strong block that a client printed rather than somebody who
// asks about a mail: they leave out the hour or another line, and write "me" for
// their own address.
func (b headerBlock) printed() bool {
	f := b.forward
	complete := b.dated && strings.Contains(f.From, "@") && f.To != "" && f.Subject != ""
	return b.strong() && (b.clock || complete) && !ownNames[fold(f.To)]
}

// ownNames are what people write for their own address.
var ownNames = foldSet([]string{
	"me", "myself", "mich", "mir", "moi", "mí", "mim", "mij", "mig", "meg", "minä", "minulle", "mnie", "mně", "mne", "nekem", "mie", "mine", "meni", "εμένα", "мне", "мен", "мені", "bana", "أنا", "אני", "אליי", "我", "私", "저", "나", "tôi", "saya", "io", "yo", "eu", "ik", "ich", "a me", "à moi", "a mí", "aan mij", "an mich",
})

// likely tells a block that counts below a line that clients draw.
func (b headerBlock) likely() bool { return b.from && b.kinds >= 2 && (b.address || b.dated) }

// maxHeaderBlock bounds the lines of a block.
const maxHeaderBlock = 25

// headersAt reads the block of header lines that starts at line i. One in small
// letters must be complete, for people write them so.
func (t *trimmer) headersAt(i int) headerBlock {
	b := t.readHeaders(i)
	if f := b.forward; startsLower(t.lines[i].text) && !(b.printed() && b.address && f.To != "" && f.Subject != "") {
		return headerBlock{last: i - 1}
	}
	return b
}

// readHeaders reads it. Values may be wrapped, and clients that make text from
// HTML put blank lines between.
func (t *trimmer) readHeaders(i int) headerBlock {
	b := headerBlock{last: i - 1}
	first := t.lines[i].text
	if kind, _ := headerLine(first); kind == headerNone || len(first) > maxMatch || t.isRawHeader(i-1) {
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
		case kind == headerNone && gaps == 0 && (value == &b.forward.To || value == &b.forward.Cc) && l.addsTo(*value):
			*value += " " + l.text
		case kind == headerNone || seen[kind] && kind != headerOther:
			return b.weigh()
		default:
			seen[kind] = true
			value = b.set(kind, text)
			b.forward.English = b.forward.English || kind == headerFrom && strings.HasPrefix(l.text, "From")
			b.last, b.kinds = j, len(seen)
		}
		gaps = 0
	}
	return b.weigh()
}

// startsLower tells names that no client prints: they are capitals where the
// script has any.
func startsLower(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r) && unicode.ToUpper(r) != r
}

// isRawHeader tells that line i ends a piece of a mail's header as it travels,
// which people paste and no client prints.
func (t *trimmer) isRawHeader(i int) bool {
	for n := 0; n < maxRawHeader && i >= 0 && !t.lines[i].blank; n++ {
		name, _, _ := strings.Cut(t.folded(i), ":")
		if rawHeaders[name] {
			return true
		}
		i--
	}
	return false
}

// maxRawHeader bounds the lines of a header that are looked back at.
const maxRawHeader = 8

var rawHeaders = map[string]bool{
	"received": true, "return-path": true, "dkim-signature": true, "authentication-results": true, "mime-version": true,
	"content-type": true, "delivered-to": true, "received-spf": true, "arc-seal": true, "x-mailer": true, "x-received": true,
}

// weigh notes what the values prove.
func (b headerBlock) weigh() headerBlock {
	f := &b.forward
	b.address = strings.Contains(f.From, "@") || strings.Contains(f.To, "@") || strings.Contains(f.Cc, "@")
	if len(f.Date) <= maxMatch {
		date, clock, _ := readFigures(fold(f.Date))
		b.dated, b.clock = date || clock, clock
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

// columnsAt tells whether the block starts at line i that Notes prints in
// columns: sender, address and date far to the right of the margin, and the
// names To, cc and Subject at the ends of lines.
func (t *trimmer) columnsAt(i int) bool {
	names, proof := 0, false
	for last := min(i+maxHeaderBlock, len(t.lines)); i < last; i++ {
		l := &t.lines[i]
		if l.blank {
			continue
		}
		if l.depth > 0 || len(l.text) > maxMatch || !strings.HasPrefix(l.raw, columnMargin) {
			break
		}
		folded := t.folded(i)
		date, _, _ := readFigures(folded)
		proof = proof || date || strings.Contains(folded, "@")
		if kind := headerNames[folded[lastWord(folded):]]; kind == headerTo || kind == headerCc || kind == headerSubject {
			names++
		}
	}
	return names >= 2 && proof
}

const columnMargin = "            "
