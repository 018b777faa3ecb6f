package quote

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// start takes in a start tag, whose attributes have been read.
func (r *reader) start(tag atom.Atom) {
	found := r.attrs.structure()
	if r.void(tag, found) {
		return
	}
	switch tag {
	case atom.P, atom.Li, atom.Td, atom.Th, atom.Tr:
		if r.top().tag == tag {
			r.close(tag)
		}
	}
	if isBlock(tag) {
		r.leaveDrawing()
		r.closeParagraph()
	}
	e := *r.top()
	e.tag = tag
	e.item = -1
	e.hidden = e.hidden || r.attrs.hidden()
	if !e.hidden {
		r.visible(&e, found)
	}
	if len(r.stack) < maxStack {
		r.stack = append(r.stack, e)
	}
}

// void takes in the elements that hold nothing.
func (r *reader) void(tag atom.Atom, found mark) bool {
	hidden := r.top().hidden
	switch tag {
	case atom.Br, atom.Hr:
		if hidden {
			return true
		}
		if found != markNone {
			r.begins(found)
		}
		if tag == atom.Br {
			r.endLine()
			return true
		}
		r.breakLine(2)
		return true
	case atom.Img:
		if alt := strings.TrimSpace(r.attrs.value("alt")); alt != "" && !hidden && !r.attrs.hidden() {
			r.text("[" + html.EscapeString(alt) + "]")
		}
		return true
	case atom.Area, atom.Base, atom.Basefont, atom.Col, atom.Embed, atom.Frame, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return r.attrs.closed && !isBlock(tag) && !isRaw(tag)
}

// visible does what a visible element does to the line and to what is in it.
func (r *reader) visible(e *element, found mark) {
	switch e.tag {
	case atom.Blockquote:
		r.breakLine(1)
		if !r.attrs.indent() && e.quotes < maxMarks {
			e.quotes++
		}
		switch {
		case found != markNone:
		case e.mark == markWrapper:
			found = markQuoted
		case e.mark == markNone:
			e.mark, e.wrapper = markOwn, int32(len(r.blockquotes))
			r.endRow()
			r.blockquotes = append(r.blockquotes, blockquote{first: int32(len(r.rows))})
		}
	case atom.Pre, atom.Textarea:
		r.breakLine(1)
		e.pre = true
		if e.mark == markNone {
			e.mark = markPreformatted
		}
	case atom.Ul, atom.Ol:
		r.breakLine(1)
		e.lists = min(e.lists+1, maxIndent)
		if e.tag == atom.Ol {
			e.item = 0
		}
	case atom.Li:
		r.breakLine(1)
		r.lead = r.bullet()
	case atom.Td, atom.Th:
		if r.open && r.line == len(r.rows) { // one line for a row of a table whose cells hold one each
			r.pend, r.join = 0, true
			if r.row.cell == 0 {
				r.row.cell = int32(len(r.out))
			}
		}
		r.blank = true
	case atom.Tr, atom.Table:
		r.tableRow(e)
	case atom.P:
		r.breakLine(r.attrs.gap())
	case atom.A:
		r.endLink()
		if href := r.attrs.value("href"); href != "" {
			r.link, r.linkAt = href, len(r.out)
		}
	default:
		if isBlock(e.tag) {
			r.breakLine(1)
		}
	}
	e.pre = e.pre || r.attrs.preformatted()
	if found != markNone {
		r.enter(e, found)
	}
}

// tableRow begins a row of a table, which is one line where each of its cells is.
func (r *reader) tableRow(e *element) {
	r.join = false
	r.breakLine(1)
	r.endRow()
	r.line = len(r.rows)
	if r.pend > 1 {
		r.line = -1 // a blank line comes first
	}
	if e.tag == atom.Table && e.mark == markNone {
		r.mayBegin(head{row: len(r.rows), table: true})
	}
}

// close takes in an end tag. Inline elements do not end the blocks around them.
func (r *reader) close(tag atom.Atom) {
	inline := !isBlock(tag) && tag != atom.Td && tag != atom.Th
	at := -1
	for i := len(r.stack) - 1; i > 0 && i >= len(r.stack)-maxClose; i-- {
		if t := r.stack[i].tag; t == tag {
			at = i
			break
		} else if inline && isBlock(t) {
			return
		}
	}
	if at < 0 {
		return
	}
	if tag == atom.A {
		r.endLink()
	}
	if hidden := r.stack[at].hidden; !hidden {
		switch {
		case tag == atom.Td || tag == atom.Th:
			r.blank = true
		case isBlock(tag):
			r.join = r.join && tag != atom.Tr && tag != atom.Table
			r.breakLine(1)
			if tag == atom.Tr || tag == atom.Table {
				r.line = -1
			}
		}
	}
	r.stack = r.stack[:at]
}

// leaveDrawing closes what a block ends that was left open (WHATWG HTML
// §13.2.6.5), so that it hides no more.
func (r *reader) leaveDrawing() {
	for i := len(r.stack) - 1; i > 0 && i >= len(r.stack)-maxClose && r.stack[i].hidden; i-- {
		switch r.stack[i].tag {
		case atom.Svg, atom.Math, atom.Select, atom.Datalist:
			r.stack = r.stack[:i]
			return
		}
	}
}

// closeParagraph closes a paragraph that a block ends.
func (r *reader) closeParagraph() {
	for i := len(r.stack) - 1; i > 0 && i >= len(r.stack)-8; i-- {
		if t := r.stack[i].tag; t == atom.P {
			r.close(atom.P)
			return
		} else if isBlock(t) || t == atom.Td || t == atom.Th {
			return
		}
	}
}

// linkAddress returns the address to show behind a link's words, or "" where
// they say it, where there are none, and where it leads nowhere on the network.
func linkAddress(href, words string) string {
	href = strings.TrimSpace(href)
	scheme, rest, ok := strings.Cut(href, ":")
	if !ok || len(href) > 2000 || strings.ContainsAny(href, " \n\r\t<>") || strings.TrimLeft(words, "[]") == "" || strings.HasPrefix(words, "[") && strings.HasSuffix(words, "]") {
		return ""
	}
	switch strings.ToLower(scheme) {
	case "mailto":
		address, _, _ := strings.Cut(rest, "?")
		if plain, err := url.PathUnescape(address); err == nil {
			address = plain
		}
		if strings.Contains(strings.ToLower(words), strings.ToLower(address)) || !strings.Contains(address, "@") || strings.ContainsAny(address, " \n\r\t<>") {
			return ""
		}
		return address
	case "http", "https", "ftp":
		bare := strings.TrimPrefix(strings.Trim(rest, "/"), "www.")
		if !strings.ContainsAny(words, " \n") && strings.Contains(words, ".") || strings.Contains(words, bare) {
			return ""
		}
		return href
	}
	return ""
}

// isBlock tells the elements that stand on lines of their own.
func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1,
		atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Html, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol,
		atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Textarea, atom.Tfoot, atom.Thead, atom.Tr,
		atom.Ul:
		return true
	}
	return false
}
