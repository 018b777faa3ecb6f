package quote

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// markupAt returns where the next tag, comment or declaration begins, from s[i]
// on (WHATWG HTML §13.2.5: a < before anything else is text).
func markupAt(s string, i int) int {
	for {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 || i+n+1 >= len(s) {
			return len(s)
		}
		i += n
		if c := s[i+1]; isLetter(c) || c == '/' || c == '!' || c == '?' {
			return i
		}
		i++
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// markup takes in what begins at s[i] and returns where it ends.
func (r *reader) markup(s string, i int) int {
	switch {
	case isLetter(s[i+1]):
		if end := addressEnd(s, i+1); end > 0 {
			r.text(s[i:end])
			return end
		}
		end := r.attrs.read(s, i+1)
		tag := r.attrs.tag
		r.start(tag)
		if isRaw(tag) {
			return r.raw(s, end, tag)
		}
		return end
	case s[i+1] == '/' && i+2 < len(s) && isLetter(s[i+2]):
		end := r.attrs.read(s, i+2)
		r.close(r.attrs.tag)
		return end
	case strings.HasPrefix(s[i:], "<!--"):
		return endOfComment(s, i+4)
	}
	return endAfter(s, i+2, ">")
}

// addressEnd returns where an address between < and > ends that nobody escaped,
// whose inside begins at s[i], or 0: no element's name has an @ in it.
func addressEnd(s string, i int) int {
	n := nameEnd(s, i)
	if n < len(s) && s[n] == '>' && strings.IndexByte(s[i:n], '@') > 0 {
		return n + 1
	}
	return 0
}

// endOfComment returns where a comment ends whose text begins at s[i].
func endOfComment(s string, i int) int {
	switch {
	case strings.HasPrefix(s[i:], ">"):
		return i + 1
	case strings.HasPrefix(s[i:], "->"):
		return i + 2
	}
	// "--!>" ends one too (WHATWG HTML §13.2.5.52).
	for at := i; ; {
		n := strings.Index(s[at:], "--")
		if n < 0 {
			return len(s)
		}
		rest := strings.TrimLeft(s[at+n:], "-")
		if strings.HasPrefix(rest, ">") || strings.HasPrefix(rest, "!>") {
			return len(s) - len(rest) + strings.IndexByte(rest, '>') + len(">")
		}
		at = len(s) - len(rest)
	}
}

func endAfter(s string, i int, mark string) int {
	n := strings.Index(s[min(i, len(s)):], mark)
	if n < 0 {
		return len(s)
	}
	return i + n + len(mark)
}

// isRaw tells the elements that hold no tags.
func isRaw(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		return true
	}
	return false
}

// raw takes in such an element's text, which begins at s[i].
func (r *reader) raw(s string, i int, tag atom.Atom) int {
	name := tag.String()
	for at := i; ; {
		n := strings.Index(s[at:], "</")
		if n < 0 {
			at = len(s)
		} else if at += n; len(s) > at+2+len(name) && !strings.EqualFold(s[at+2:at+2+len(name)], name) {
			at += 2
			continue
		}
		r.text(s[i:at])
		return at
	}
}
