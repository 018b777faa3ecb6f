package safehtml

import (
	"slices"
	"strings"

	"confab/shared/channel/email/markup"
)

// tag is a start tag.
type tag struct {
	element    *element
	attributes []attribute // those that the policy knows
	style      string      // what style and hidden say
	classes    string
}

type attribute struct{ key, value string }

// readTag reads the attributes of the tag that the reader is at. Of two with the
// same name the first counts (HTML §13.2.5.33).
func (c *cleaner) readTag(e *element) tag {
	t := tag{element: e, attributes: c.spare[:0]}
	read := uint64(0)
	for _, a := range c.in.Attributes {
		bit := readAttributes[a.Key]
		if bit == 0 || read&bit != 0 {
			continue
		}
		read |= bit
		value := oneLine(markup.Value(a.Value))
		switch a.Key {
		case "style":
			t.style = value + t.style
		case "class":
			t.classes = value
		case "hidden":
			t.style += ";display:none"
		case "href":
			if address := linkAddress(value); address != "" {
				t.attributes = append(t.attributes, attribute{a.Key, address}, withLink[0], withLink[1])
			}
		default:
			t.attributes = append(t.attributes, attribute{a.Key, value})
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
	if linkScheme(s) == 0 {
		return ""
	}
	return strings.ReplaceAll(s, " ", "%20")
}

// linkScheme returns the length of the scheme that an address begins with, or 0
// for one that no link leads to.
func linkScheme(address string) int {
	for _, scheme := range linkSchemes {
		if len(address) >= len(scheme) && strings.EqualFold(address[:len(scheme)], scheme) {
			return len(scheme)
		}
	}
	return 0
}

// linkSchemes are those that linkPattern lets through.
var linkSchemes = []string{"https://", "http://", "mailto:", "tel:"}

// oneLine trims a value and makes control characters in it spaces.
func oneLine(value string) string {
	at := 0
	for at < len(value) && !isControl(value[at]) {
		at++
	}
	if at < len(value) {
		written := []byte(value)
		for i, b := range written {
			if isControl(b) {
				written[i] = ' '
			}
		}
		value = string(written)
	}
	return strings.TrimSpace(value)
}

func isControl(b byte) bool { return b < ' ' || b == 0x7f }

// rewriteBox makes <html> or <body> a box that has its colours and direction.
// It returns false where there is nothing to say.
func (t *tag) rewriteBox(looks *style) bool {
	t.element = box
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
		*looks = readStyle(colours+looks.css, nil)
	}
	t.attributes = slices.DeleteFunc(t.attributes, func(a attribute) bool { return a.key != "dir" })
	return len(t.attributes) > 0 || looks.css != ""
}
