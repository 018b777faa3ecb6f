package quote

import (
	"strings"

	"golang.org/x/net/html/atom"

	"confab/shared/channel/email/markup"
)

// read takes in the whole document, tag by tag. A tree of it costs five times as
// much and tells nothing more, for what is looked for is the order of the lines
// and what is around them.
func (r *reader) read(document string) {
	r.stack = append(make([]element, 0, 32), element{item: -1, wrapper: -1})
	r.out = make([]byte, 0, len(document)/2)
	r.rest, r.linkAt, r.line = -1, -1, -1
	in := markup.NewReader(document)
	for kind := in.Next(); kind != markup.End; kind = in.Next() {
		switch {
		case kind == markup.Text, kind == markup.StartTag && isAddress(in):
			r.text(in.Written())
		case kind == markup.StartTag:
			r.attrs.take(in)
			r.start(r.attrs.tag)
			if isRaw(r.attrs.tag) {
				r.text(in.Content())
			}
		case kind == markup.EndTag:
			r.close(atomOf(in.Name))
		}
	}
	r.endLink()
	r.endRow()
}

// isAddress tells an address between < and > that nobody escaped: no element's
// name has an @ in it.
func isAddress(in *markup.Reader) bool {
	return strings.IndexByte(in.Name, '@') > 0 && len(in.Written()) == len("<")+len(in.Name)+len(">")
}

// isRaw tells the elements that hold no tags.
func isRaw(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		return true
	}
	return false
}
