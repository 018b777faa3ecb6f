// Package safehtml makes a stranger's HTML safe to show, within a sandboxed
// frame still: two locks, of which either is enough.
//
// A mail is taken apart into text and tags. Text is escaped. Each tag is
// rewritten to a normal form (its style read as CSS, its address repaired, what
// the mail's style sheets say of it written to it), and then a policy of
// bluemonday decides what may stay: no tag and no attribute is written that did
// not come out of it. The attributes of a mail are mostly alike, so each
// different one is judged once.
//
// It promises linear time, no panic, that what was cleaned once stays as it is
// when cleaned again, and that no nesting of tags hangs or crashes the browser
// that shows it. It refuses nothing: what a person wrote is never lost.
package safehtml

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Clean reduces a document to what is safe to show. It keeps text, tables,
// lists, links and plain styling.
// Nothing that runs, submits, embeds, covers or loads is left:
//
//   - an image of the mail itself keeps its src="cid:…", one within the HTML
//     its src="data:image/…" (PNG, JPEG, GIF or WebP);
//   - a remote image has its address in data-src, and no src, so that nothing
//     is fetched until the reader asks for it;
//   - trackers go: images of 3 pixels or fewer, hidden ones, and those at the
//     addresses that sending services count opened mail by;
//   - links open a new window, pass on no referrer, and lead to http, https,
//     mailto or tel only;
//   - style sheets go; what they say of an element or a class by itself is
//     written to the elements, for Outlook spaces its paragraphs that way.
//
// Ids and classes go too: nothing in the page can be addressed.
func Clean(document string) string {
	c := cleaner{
		z:      html.NewTokenizer(strings.NewReader(document)),
		text:   make([]byte, 0, len(document)/2),
		marks:  make([]mark, 0, len(document)/64),
		seen:   map[string]rewritten{},
		styles: map[string]style{},
		gate:   newGate(),
		room:   maxInlined,
		reads:  maxApplied,
		boxes:  map[string]int{},
		nest:   newNesting(),
	}
	for c.next() {
	}
	return strings.TrimSpace(c.join())
}

// Limits on style sheets, in bytes: by how much they may lengthen a mail, and
// how much of what they say is read for all its different tags together.
const (
	maxInlined = 256 << 10
	maxApplied = 2 << 20
)

// cleaner takes a document apart.
type cleaner struct {
	z      *html.Tokenizer
	text   []byte               // all that is shown, escaped
	marks  []mark               // where tags stand in the text
	seen   map[string]rewritten // what became of each different tag, as it was written
	styles map[string]style     // by the style as it was written
	spare  []attribute          // room for those of one tag
	gate   *gate
	sheet  sheet
	room   int // how much longer style sheets may still make the mail, in bytes
	reads  int // how much of style sheets may still be read for tags, in bytes

	raw     string         // the element that the coming text is the raw content of
	skipped element        // what is left out, with all in it
	hidden  element        // what the reader will not see
	boxes   map[string]int // how many of "html" and "body" are open as <div>
	nest    nesting
}

// mark is a tag of the gate's at a place in the text.
type mark struct{ at, tag int }

// rewritten is what became of a tag.
type rewritten struct {
	tag    int  // its number at the gate, or -1: it goes
	longer int  // by how many bytes style sheets lengthened it
	hides  bool // nothing in the element shows
}

// element is one that is open, and how many of its name are open within it.
type element struct {
	name  string
	depth int
}

func (e *element) open(name string) {
	if e.name == name {
		e.depth++
	}
}

func (e *element) close(name string) {
	if e.name == name {
		if e.depth--; e.depth == 0 {
			e.name = ""
		}
	}
}

// join puts the text and the judged tags together.
func (c *cleaner) join() string {
	tags := c.gate.judge()
	size := len(c.text)
	for _, m := range c.marks {
		size += len(tags[m.tag])
	}
	var out strings.Builder
	out.Grow(size)
	from := 0
	for _, m := range c.marks {
		out.Write(c.text[from:m.at])
		out.WriteString(tags[m.tag])
		from = m.at
	}
	out.Write(c.text[from:])
	return out.String()
}

// next takes in one token. It returns false at the end.
func (c *cleaner) next() bool {
	kind := c.z.Next()
	raw := c.raw
	c.raw = ""
	switch kind {
	case html.ErrorToken:
		return c.resume()
	case html.TextToken:
		c.takeText(raw)
	case html.StartTagToken, html.SelfClosingTagToken:
		c.start(kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		c.end()
	}
	return true
}

// resume goes on behind a tag that never ends, for a quote that nothing closes
// must not take the rest along. It returns false at the end.
func (c *cleaner) resume() bool {
	_, rest, ok := strings.Cut(string(c.z.Raw()), ">")
	c.z = html.NewTokenizer(strings.NewReader(rest))
	return ok
}

// takeText takes in text, which is the content of the raw element if that is
// not "".
func (c *cleaner) takeText(raw string) {
	switch {
	case raw == "style" && c.skipped.name == "":
		if c.sheet.add(string(c.z.Text())) {
			clear(c.seen)
		}
	case c.skipped.name != "" || rawElements[raw]:
	default:
		c.text = appendEscaped(c.text, c.z)
	}
}

// appendEscaped appends the tokenizer's text, most of which needs no escaping.
func appendEscaped(out []byte, z *html.Tokenizer) []byte {
	plain := z.Raw()
	for _, b := range plain {
		switch b {
		case '&', '<', '>', '"', '\'', '\r', 0:
			text := strings.ReplaceAll(string(z.Text()), "\x00", "")
			return append(out, html.EscapeString(text)...)
		}
	}
	return append(out, plain...)
}

func (c *cleaner) start(selfClosing bool) {
	written, more := c.z.TagName()
	name := atom.String(written)
	if _, ok := rawElements[name]; ok {
		c.raw = name
		return
	}
	shown := shownElements[name]
	if c.skipped.name != "" {
		if !c.endsSkipping(name, shown) {
			if !selfClosing {
				c.skipped.open(name)
			}
			return
		}
		c.skipped = element{}
	}
	if _, ok := skippedElements[name]; ok && !selfClosing {
		c.skipped = element{name, 1}
		return
	}
	c.hidden.open(name)
	if !shown {
		return
	}
	now, ok := c.seen[string(c.z.Raw())]
	if !ok {
		whole := string(c.z.Raw()) // before its attributes are read, which changes it
		now = c.rewrite(name, more)
		c.seen[whole] = now
	}
	c.apply(name, now)
}

// endsSkipping tells whether a tag ends the element that is left out, without
// being its end.
func (c *cleaner) endsSkipping(name string, shown bool) bool {
	return shown && skippedElements[c.skipped.name] && name != "a"
}

// apply writes a tag where it stands.
func (c *cleaner) apply(name string, now rewritten) {
	if now.tag < 0 || c.hidden.name != "" && (name == "img" || name == "image") {
		return
	}
	shownAs := name
	if boxElements[name] {
		c.boxes[name]++
		shownAs = "div"
	}
	if c.nest.enter(shownAs) {
		c.marks = append(c.marks, mark{len(c.text), now.tag})
	} else if lineElements[shownAs] && c.nest.enter("br") {
		c.marks = append(c.marks, mark{len(c.text), c.gate.start("br", nil)})
	}
	if now.hides && c.hidden.name == "" && !voidElements[name] {
		c.hidden = element{name, 1}
	}
	if c.room -= now.longer; c.room < 0 {
		c.sheet = nil
		clear(c.seen)
	}
}

func (c *cleaner) end() {
	written, _ := c.z.TagName()
	name := atom.String(written)
	shown := shownElements[name]
	if c.skipped.name != "" {
		if !c.endsSkipping(name, shown) {
			c.skipped.close(name)
			return
		}
		c.skipped = element{}
	}
	c.hidden.close(name)
	if boxElements[name] {
		if c.boxes[name] == 0 {
			return
		}
		c.boxes[name]--
		name = "div"
	}
	if shown && !voidElements[name] && c.nest.leave(name) {
		c.marks = append(c.marks, mark{len(c.text), c.gate.end(name)})
	}
}

// rewrite makes a tag one that can be judged by each attribute alone.
func (c *cleaner) rewrite(name string, more bool) rewritten {
	t := c.readTag(name, more)
	said := c.sheet.of(t.name, t.classes)
	if c.reads -= len(said); c.reads < 0 {
		c.sheet, said = nil, ""
	}
	looks := c.style(said + t.style)
	out := rewritten{tag: -1, hides: looks.hidden}
	switch {
	case t.name == "img" && !t.rewriteImage(looks):
		return out
	case boxElements[t.name] && !t.rewriteBox(&looks):
		return out
	}
	if tableParts[t.name] {
		looks.css = strings.Replace(looks.css, "display:"+inlineBlock+";", "", 1)
	}
	if looks.css != "" {
		t.attributes = append(t.attributes, attribute{"style", looks.css})
		out.longer = max(0, len(looks.css)-len(t.style))
	}
	out.tag = c.gate.start(t.name, t.attributes)
	c.spare = t.attributes
	return out
}
