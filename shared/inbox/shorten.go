package inbox

import (
	"iter"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// maxLinks is how many links of one text are shortened, so that the transaction
// that writes them has room for the rest, also where their conversation is on as
// many lists as one can be on. A text has no room for many more.
const maxLinks = 12

// shortLinks puts short links in the place of the long ones in a text that is
// about to be written, and returns what has to be kept with it.
func (b *Inbox) shortLinks(t *Texting, m *Message, number, contact string) []Edit[Link] {
	if t.KeepLinks {
		return nil
	}
	now := b.Now()
	var links []Edit[Link]
	m.Text = b.withCodes(m.Text, t.LinkBase, func(target string) string {
		l := &Link{
			Code: newLinkCode(), Target: target, Audience: m.Audience, Number: number, Contact: contact,
			Conversation: m.Conversation, Message: m.ID, Created: now, Expires: m.At.Add(linkLife),
		}
		links = append(links, Edit[Link]{After: l})
		return l.Code
	})
	return links
}

// anyCode is as long as any code.
var anyCode = strings.Repeat("x", linkCodeLength)

// ShortForm returns the text as it will be once its links are shortened, with
// codes that lead nowhere, so that its length can be told before it is written.
// base is the audience's [Texting.LinkBase]; without one the text stays.
func (b *Inbox) ShortForm(text, base string) string {
	return b.withCodes(text, base, func(string) string { return anyCode })
}

// withCodes replaces each link of a text that gets shorter by it. What stands
// there twice has one code.
func (b *Inbox) withCodes(text, base string, code func(target string) string) string {
	if base == "" {
		return text
	}
	prefix := base + LinkPath
	short := b.Texts.Length(prefix + anyCode).Units
	codes := map[string]string{} // by target
	var out strings.Builder
	done := 0
	for start, end := range linksIn(text) {
		target := text[start:end]
		if codes[target] == "" {
			ours := strings.HasPrefix(strings.ToLower(target), prefix)
			if ours || len(codes) == maxLinks || b.Texts.Length(target).Units <= short {
				continue
			}
			codes[target] = code(target)
		}
		out.WriteString(text[done:start] + prefix + codes[target])
		done = end
	}
	return out.String() + text[done:]
}

// linkRuns matches what may be links: all printable ASCII but what must not stand in
// a URL (RFC 3986 §2) and encloses one (its appendix C), and any letters, since
// people write those too (RFC 3987). Other signs and spaces, and emoji, end them.
var linkRuns = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(?i:https?)://[!#-;=?-_a-~\pL\pM\pN]+`)
})

// unspaced are scripts that put a word right behind a link.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// linksIn yields where each link of a text begins and ends. It passes over those
// whose end nobody can tell, and what is part of another, bare link.
func linksIn(text string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for _, found := range linkRuns().FindAllStringIndex(text, -1) {
			start := found[0]
			run := text[start:found[1]]
			inside := start > 0 && strings.IndexByte("=&/%?#@+", text[start-1]) >= 0
			unclear := strings.ContainsFunc(run, func(r rune) bool { return r > unicode.MaxASCII && unicode.In(r, unspaced...) })
			if inside || unclear || len(run) > maxTarget {
				continue
			}
			link := withoutTail(run)
			if followable(link) && !yield(start, start+len(link)) {
				return
			}
		}
	}
}

// withoutTail cuts off what belongs to the sentence around a link: punctuation,
// and brackets that were opened before it.
func withoutTail(link string) string {
	for {
		cut := strings.TrimRight(link, ".,;:!?'*")
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(cut, pair[1:]) && strings.Count(cut, pair[1:]) > strings.Count(cut, pair[:1]) {
				cut = cut[:len(cut)-1]
			}
		}
		if cut == link {
			return link
		}
		link = cut
	}
}
