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

	"confab/shared/channel/email/markup"
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
		in:       markup.NewReader(document),
		text:     make([]byte, 0, len(document)/2),
		marks:    make([]mark, 0, len(document)/32),
		seen:     make(map[string]rewritten, len(document)/128),
		styles:   make(map[string]style, len(document)/192),
		declared: make(declarations, len(document)/160),
		gate:     newGate(len(document)),
		room:     maxInlined,
		reads:    maxApplied,
		pages:    make([]int, len(elements)),
		nest:     newNesting(),
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
	in       *markup.Reader
	text     []byte               // all that is shown, escaped
	marks    []mark               // where tags stand in the text
	seen     map[string]rewritten // what became of each different tag, as it was written
	styles   map[string]style     // by the style as it was written
	declared declarations
	spare    []attribute // room for those of one tag
	gate     *gate
	sheet    sheet
	room     int // how much longer style sheets may still make the mail, in bytes
	reads    int // how much of style sheets may still be read for tags, in bytes

	skipped within // what is left out, with all in it
	hidden  within // what the reader will not see
	pages   []int  // how many of "html" and "body" are open as <div>
	nest    nesting
}

// mark is a tag of the gate's at a place in the text.
type mark struct{ at, tag int32 }

// rewritten is what became of a tag.
type rewritten struct {
	tag    int32 // its number at the gate, or -1: it goes
	longer int32 // by how many bytes style sheets lengthened it
	hides  bool  // nothing in the element shows
}

// within is an element that is open, and how many of its kind are open in it.
type within struct {
	*element
	depth int
}

func (w *within) open(e *element) {
	if w.element == e {
		w.depth++
	}
}

func (w *within) close(e *element) {
	if w.element == e {
		if w.depth--; w.depth == 0 {
			w.element = nil
		}
	}
}

// join puts the text and the judged tags together.
func (c *cleaner) join() string {
	c.gate.judge()
	size := len(c.text)
	for _, m := range c.marks {
		size += len(c.gate.tag(m.tag))
	}
	var out strings.Builder
	out.Grow(size)
	from := int32(0)
	for _, m := range c.marks {
		out.Write(c.text[from:m.at])
		out.Write(c.gate.tag(m.tag))
		from = m.at
	}
	out.Write(c.text[from:])
	return out.String()
}

// next takes in one piece. It returns false at the end.
func (c *cleaner) next() bool {
	switch c.in.Next() {
	case markup.End:
		return false
	case markup.Text:
		if c.skipped.element == nil {
			c.text = appendText(c.text, c.in.Written())
		}
	case markup.StartTag:
		if e := elements[c.in.Name]; e != nil && !c.in.Broken {
			c.start(e)
		}
	case markup.EndTag:
		if e := elements[c.in.Name]; e != nil && !c.in.Broken {
			c.end(e)
		}
	}
	return true
}

// takeRaw takes in the content of an element that holds no tags.
func (c *cleaner) takeRaw(e *element) {
	content := c.in.Content()
	switch {
	case c.skipped.element != nil:
	case e == sheetText:
		if c.sheet.add(content) {
			clear(c.seen)
		}
	case e.is(unseen):
	case e.is(literal):
		c.text = appendText(c.text, strings.ReplaceAll(content, "&", "&amp;"))
	default:
		c.text = appendText(c.text, content)
	}
}

func (c *cleaner) start(e *element) {
	if e.is(raw) {
		c.takeRaw(e)
		return
	}
	if c.skipped.element != nil {
		if !c.endsSkipping(e) {
			if !c.in.Closed {
				c.skipped.open(e)
			}
			return
		}
		c.skipped = within{}
	}
	if e.is(skipped) && !c.in.Closed {
		c.skipped = within{e, 1}
		return
	}
	c.hidden.open(e)
	if !e.is(shown) {
		return
	}
	written := c.in.Written()
	now, ok := c.seen[written]
	if !ok {
		now = c.rewrite(e)
		c.seen[written] = now
	}
	c.apply(e, now)
}

// endsSkipping tells whether a tag ends the element that is left out, without
// being its end.
func (c *cleaner) endsSkipping(e *element) bool {
	return e.is(shown) && c.skipped.is(ended) && e != anchor
}

// apply writes a tag where it stands.
func (c *cleaner) apply(e *element, now rewritten) {
	as := e.shownAs()
	if now.tag < 0 || c.hidden.element != nil && as == picture {
		return
	}
	if e.is(page) {
		c.pages[e.number]++
	}
	if c.nest.enter(as) {
		c.marks = append(c.marks, mark{int32(len(c.text)), now.tag})
	} else if as.is(ownLine) && c.nest.enter(lineBreak) {
		c.marks = append(c.marks, mark{int32(len(c.text)), c.gate.start(lineBreak, nil)})
	}
	if now.hides && c.hidden.element == nil && !e.is(void) {
		c.hidden = within{e, 1}
	}
	if c.room -= int(now.longer); c.room < 0 {
		c.sheet = nil
		clear(c.seen)
	}
}

func (c *cleaner) end(e *element) {
	if c.skipped.element != nil {
		if !c.endsSkipping(e) {
			c.skipped.close(e)
			return
		}
		c.skipped = within{}
	}
	c.hidden.close(e)
	if e.is(page) {
		if c.pages[e.number] == 0 {
			return
		}
		c.pages[e.number]--
		e = box
	}
	if e.is(shown) && !e.is(void) && c.nest.leave(e) {
		c.marks = append(c.marks, mark{int32(len(c.text)), c.gate.end(e)})
	}
}

// rewrite makes the reader's tag one that can be judged by each attribute alone.
func (c *cleaner) rewrite(e *element) rewritten {
	t := c.readTag(e)
	said := c.sheet.of(t.element.name, t.classes)
	if c.reads -= len(said); c.reads < 0 {
		c.sheet, said = nil, ""
	}
	looks := c.style(said + t.style)
	out := rewritten{tag: -1, hides: looks.hidden}
	switch {
	case t.element == picture && !t.rewriteImage(looks):
		return out
	case e.is(page) && !t.rewriteBox(&looks):
		return out
	}
	if e.is(tablePart) {
		looks.css = strings.Replace(looks.css, "display:"+inlineBlock+";", "", 1)
	}
	if looks.css != "" {
		t.attributes = append(t.attributes, attribute{"style", looks.css})
		out.longer = int32(max(0, len(looks.css)-len(t.style)))
	}
	out.tag = c.gate.start(t.element, t.attributes)
	c.spare = t.attributes
	return out
}
