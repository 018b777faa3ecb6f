package tnef

import (
	"strconv"
	"strings"
)

// maxGroups bounds groups within groups; Word nests some twenty.
const maxGroups = 500

// FromRTF returns the HTML or the plain text that RTF wraps (MS-OXRTFEX), or the
// words of RTF that wraps none: about limit bytes at most.
func FromRTF(rtf []byte, limit int) (text string, isHTML bool) {
	d := decapsulator{rest: rtf, codepage: 1252, fonts: map[int]int{}}
	d.groups = []group{{skipped: 1, fontPage: noPage}}
	for len(d.rest) > 0 && d.out.Len()+len(d.pending) < limit {
		d.token()
	}
	d.flush()
	return d.out.String(), d.html
}

// group is the state that a closing brace restores.
type group struct {
	hidden   bool // a destination that holds no text
	tag      bool // \*\htmltag: the HTML itself
	rtfOnly  bool // \htmlrtf: what the HTML says in another way
	fontPage int  // the code page of the font, or noPage
	table    bool // within the font table
	opened   bool // nothing but \* was seen yet
	starred  bool
	skipped  int // characters that follow each \u for old readers
}

const noPage = -1

// decapsulator reads RTF token by token.
type decapsulator struct {
	rest     []byte
	groups   []group
	beyond   int // groups that were not entered, since they were nested too deep
	html     bool
	codepage int         // of the document
	fonts    map[int]int // code pages by font
	font     int         // being declared
	out      strings.Builder
	pending  []byte // of one code page, not decoded yet
	page     int    // of pending
	ignore   int    // characters still to be ignored after \u
	high     rune   // first half of a surrogate pair
}

func (d *decapsulator) top() *group { return &d.groups[len(d.groups)-1] }

func (d *decapsulator) token() {
	c := d.rest[0]
	d.rest = d.rest[1:]
	switch c {
	case '{':
		d.open()
	case '}':
		d.close()
	case '\\':
		d.control()
	case '\r', '\n', 0:
	default:
		d.char(c)
	}
}

func (d *decapsulator) open() {
	d.ignore = 0
	if len(d.groups) == maxGroups {
		d.beyond++
		return
	}
	g := *d.top()
	g.opened, g.starred = true, false
	d.groups = append(d.groups, g)
}

func (d *decapsulator) close() {
	d.ignore = 0
	switch {
	case d.beyond > 0:
		d.beyond--
	case len(d.groups) > 1:
		d.groups = d.groups[:len(d.groups)-1]
	}
}

// control reads what follows a backslash: a symbol, or a word with its number.
func (d *decapsulator) control() {
	if len(d.rest) == 0 {
		return
	}
	n := 0
	for n < len(d.rest) && n < 32 && isLetter(d.rest[n]) {
		n++
	}
	if n == 0 {
		d.symbol()
		return
	}
	word := string(d.rest[:n])
	digits := n
	if digits < len(d.rest) && d.rest[digits] == '-' {
		digits++
	}
	for digits < len(d.rest) && digits < n+11 && d.rest[digits] >= '0' && d.rest[digits] <= '9' {
		digits++
	}
	number, err := strconv.Atoi(string(d.rest[n:digits]))
	d.rest = d.rest[digits:]
	if len(d.rest) > 0 && d.rest[0] == ' ' {
		d.rest = d.rest[1:]
	}
	d.word(word, number, err == nil)
	d.top().opened = false
}

func (d *decapsulator) symbol() {
	c := d.rest[0]
	d.rest = d.rest[1:]
	switch c {
	case '*':
		d.top().starred = d.top().opened
		return
	case '\'':
		if len(d.rest) >= 2 {
			if b, err := strconv.ParseUint(string(d.rest[:2]), 16, 8); err == nil {
				d.rest = d.rest[2:]
				d.char(byte(b))
			}
		}
	case '~':
		d.write("\u00a0")
	case '_':
		d.write("\u2011")
	case '\r', '\n':
		d.write("\n")
	case '\\', '{', '}':
		d.char(c)
	}
	d.top().opened = false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// words that stand for characters (RTF 1.9.1, "Special Characters").
var rtfCharacters = map[string]string{
	"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "nestrow": "\n",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—",
	"enspace": "\u2002", "emspace": "\u2003", "zwj": "\u200d", "zwnj": "\u200c",
}

// Destinations that hold no text of the body and have no \* to say so.
var rtfHidden = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "filetbl": true,
	"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
	"footnote": true, "themedata": true, "xe": true, "tc": true, "rxe": true,
}

func (d *decapsulator) word(word string, number int, hasNumber bool) {
	g := d.top()
	if g.starred && g.opened {
		switch word {
		case "htmltag":
			d.flush()
			g.tag = d.html
			g.hidden = g.hidden || !d.html
		default:
			g.hidden = true // also mhtmltag, which repeats what htmltag says
		}
		g.starred = false
		return
	}
	switch word {
	case "fromhtml":
		d.html = true
	case "htmlrtf":
		g.rtfOnly = !hasNumber || number != 0
	case "ansicpg":
		d.codepage = number
	case "fonttbl":
		g.hidden, g.table = true, true
	case "f":
		if g.table {
			d.font = number
		} else if page, ok := d.fonts[number]; ok {
			g.fontPage = page
		}
	case "fcharset":
		if page, ok := charsetPages[number]; ok && g.table && number != 0 && len(d.fonts) < 1000 {
			d.fonts[d.font] = page
		}
	case "plain":
		g.fontPage = noPage
	case "uc":
		g.skipped = max(0, min(number, 10))
	case "u":
		d.unicode(number)
	case "bin":
		d.rest = d.rest[min(max(number, 0), len(d.rest)):]
	default:
		if rtfHidden[word] {
			g.hidden = true
		} else if s, ok := rtfCharacters[word]; ok {
			d.write(s)
		}
	}
}

// shown tells whether characters belong to the body at this place.
func (d *decapsulator) shown() bool {
	g := d.top()
	return d.beyond == 0 && !g.hidden && (g.tag || !g.rtfOnly)
}

// char takes in a byte of text in the code page of the place.
func (d *decapsulator) char(c byte) {
	if d.ignore > 0 {
		d.ignore--
		return
	}
	if !d.shown() {
		return
	}
	page := d.top().fontPage
	if page == noPage || d.top().tag {
		page = d.codepage
	}
	if page != d.page {
		d.flush()
		d.page = page
	}
	d.pending = append(d.pending, c)
}

// unicode takes in \uN: UTF-16 in signed numbers.
func (d *decapsulator) unicode(number int) {
	d.ignore = d.top().skipped
	if !d.shown() {
		return
	}
	const highFirst, lowFirst, lowLast = 0xd800, 0xdc00, 0xdfff
	switch r := rune(number & 0xffff); {
	case r >= highFirst && r < lowFirst:
		d.high = r
	case r >= lowFirst && r <= lowLast:
		if d.high != 0 {
			d.write(string((d.high-highFirst)<<10 + (r - lowFirst) + 0x10000))
		}
		d.high = 0
	default:
		d.write(string(r))
	}
}

// write takes in text that needs no code page.
func (d *decapsulator) write(s string) {
	if d.shown() {
		d.flush()
		d.out.WriteString(s)
	}
}

// flush decodes what is pending.
func (d *decapsulator) flush() {
	if len(d.pending) == 0 {
		return
	}
	if d.page == pageSymbol { // bullets, for the most part
		d.out.WriteString(strings.Repeat("•", len(d.pending)))
	} else {
		d.out.WriteString(decodePage(d.pending, d.page))
	}
	d.pending = d.pending[:0]
}
