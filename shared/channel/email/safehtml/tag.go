package safehtml

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// tag is a start tag.
type tag struct {
	name       string
	attributes []attribute // those that the policy knows
	style      string      // what style and hidden say
	classes    string
}

type attribute struct{ key, value string }

// maxAttributes bounds what is read of one tag; no client writes as many.
const maxAttributes = 64

// readTag reads the attributes of the tokenizer's tag.
func (c *cleaner) readTag(name string, more bool) tag {
	t := tag{name: name, attributes: c.spare[:0]}
	if name == "image" {
		t.name = "img"
	}
	for range maxAttributes {
		if !more {
			break
		}
		var key, value []byte
		key, value, more = c.z.TagAttr()
		switch name := atom.String(key); name {
		case "style":
			t.style = oneLine(value)
		case "class":
			t.classes = oneLine(value)
		case "hidden":
			t.style += ";display:none"
		case "href":
			if address := linkAddress(oneLine(value)); address != "" {
				t.attributes = append(t.attributes, attribute{name, address}, withLink[0], withLink[1])
			}
		default:
			if shownAttributes[name] {
				t.attributes = append(t.attributes, attribute{name, oneLine(value)})
			}
		}
	}
	return t
}

// withLink is what every link gets: a window of its own, which learns nothing of
// this one.
var withLink = [...]attribute{{"rel", "nofollow noreferrer noopener"}, {"target", "_blank"}}

// linkAddress repairs what browsers repair in an address: spaces within it, and
// a missing scheme before the host. It returns "" for one that leads nowhere.
func linkAddress(s string) string {
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	if !linkPattern.MatchString(s) {
		return ""
	}
	return strings.ReplaceAll(s, " ", "%20")
}

// oneLine trims a value and makes control characters in it spaces.
func oneLine(value []byte) string {
	for i, b := range value {
		if b < ' ' || b == 0x7f {
			value[i] = ' '
		}
	}
	return strings.TrimSpace(string(value))
}

// rewriteBox makes <html> or <body> a box that has its colours and direction.
// It returns false where there is nothing to say.
func (t *tag) rewriteBox(looks *style) bool {
	t.name = "div"
	var colours string
	for _, a := range t.attributes {
		switch a.key {
		case "bgcolor":
			colours += "background-color:" + a.value + ";"
		case "text":
			colours += "color:" + a.value + ";"
		}
	}
	if colours != "" {
		*looks = readStyle(colours + looks.css)
	}
	t.attributes = slices.DeleteFunc(t.attributes, func(a attribute) bool { return a.key != "dir" })
	return len(t.attributes) > 0 || looks.css != ""
}
