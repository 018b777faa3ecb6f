package email

import (
	"slices"
	"strings"
)

// maxAddresses bounds the addresses kept of one header.
const maxAddresses = 1000

// parseAddresses reads an address list (RFC 5322 §3.4, with the forms of §4.4 and
// the UTF-8 of RFC 6532), and what people's programs make of one: commas
// unquoted in names, semicolons between addresses, brackets that are missing,
// encoded-words anywhere. An item without any address is a name alone.
func parseAddresses(value string) []Address {
	s := addressScanner{rest: value[:min(len(value), maxField)]}
	for s.rest != "" && len(s.found) < maxAddresses {
		s.step()
	}
	s.end()
	return s.found
}

// addressScanner reads an address list from its head, one item at a time.
type addressScanner struct {
	rest    string
	found   []Address
	name    strings.Builder // the item's words outside of brackets, as written
	angle   string          // what stood in angle brackets
	bracket bool            // whether there were any
	comment string          // the item's last comment, which was once its name (RFC 822)
	pending string          // words before a comma that may belong to the next item's name
	open    string          // the quotes and parentheses that are known not to be closed
	decoded bool            // whether rest came out of an encoded-word
}

// step consumes one token.
func (s *addressScanner) step() {
	c := s.rest[0]
	switch {
	case s.bracket && strings.IndexByte(" \t>(,;", c) < 0:
		s.end() // for want of a comma
	case c == '"' && s.take('"', quotedEnd):
	case c == '(' && s.take('(', commentEnd):
	case c == '=' && s.takeWord():
	case c == '<':
		s.takeAngle(s.rest[1:], '>')
	case c == ',' || c == ';':
		s.rest = s.rest[1:]
		if c == ',' && !s.bracket && !strings.Contains(s.name.String(), "@") && s.comment == "" {
			s.wait()
			return
		}
		s.end()
	case c == ':':
		s.colon()
	default:
		if !s.bracket {
			s.name.WriteByte(c)
		}
		s.rest = s.rest[1:]
	}
}

// maxPending bounds the words that wait for the second half of a name, in bytes.
const maxPending = 200

// wait keeps the words before a comma, which may be the first half of a name.
func (s *addressScanner) wait() {
	if len(s.pending) > maxPending {
		s.add(Address{Name: cleanName(s.pending)})
		s.pending = ""
	}
	if words := strings.TrimSpace(s.name.String()); words != "" {
		s.pending += words + ", "
	}
	s.name.Reset()
}

// take consumes a quoted string or a comment, if it is closed.
func (s *addressScanner) take(c byte, endOf func(string) int) bool {
	if strings.IndexByte(s.open, c) >= 0 {
		return false
	}
	n := endOf(s.rest)
	if n < 0 {
		s.open += string(c) // so that it is not sought again
		return false
	}
	text := unescape(s.rest[1 : n-1])
	switch {
	case c == '(':
		s.comment = text
	case strings.HasPrefix(s.rest[n:], "@"):
		s.name.WriteString(s.rest[:n]) // a quoted local part stays quoted
	default:
		s.name.WriteString(quoteMark + text + quoteMark)
	}
	s.rest = s.rest[n:]
	return true
}

// quoteMark stands around what was quoted, until the name is made. No header
// holds it.
const quoteMark = "\x00"

// takeWord consumes an encoded-word, whose payload may hold any mark.
func (s *addressScanner) takeWord() bool {
	if !strings.HasPrefix(s.rest, "=?") {
		return false
	}
	w, ok := wordAt(s.rest, 0)
	if !ok {
		return false
	}
	s.name.WriteString(s.rest[:w.end])
	s.rest = s.rest[w.end:]
	return true
}

// takeAngle consumes an address up to the bracket that closes it, or, where none
// does, up to the next item.
func (s *addressScanner) takeAngle(rest string, closing byte) {
	n := 0
	for n < len(rest) && rest[n] != closing {
		if rest[n] == '"' {
			if end := quotedEnd(rest[n:min(len(rest), n+maxID)]); end > 0 {
				n += end
				continue
			}
		}
		if (rest[n] == ',' || rest[n] == ';') && !strings.HasPrefix(rest, "@") {
			break
		}
		n++
	}
	s.angle, s.bracket = rest[:n], true
	if s.rest = rest[n:]; s.rest != "" && s.rest[0] == closing {
		s.rest = s.rest[1:]
	}
}

// colon drops what stands before it, the name of a group or a scheme such as
// mailto. Outlook prints [mailto:address].
func (s *addressScanner) colon() {
	name := s.name.String()
	s.rest = s.rest[1:]
	if before, ok := strings.CutSuffix(name, "[mailto"); ok {
		s.name.Reset()
		s.name.WriteString(before)
		s.takeAngle(s.rest, ']')
		return
	}
	if strings.Contains(name, "@") { // [IPv6:…], or an oddity
		s.name.WriteByte(':')
		return
	}
	s.name.Reset()
	s.pending = ""
}

// end makes an address of the item.
func (s *addressScanner) end() {
	name, address := s.name.String(), s.angle
	switch words := strings.Fields(name); {
	case s.bracket || !s.decoded && strings.Contains(name, "=?"):
	case len(words) > 1 && !slices.ContainsFunc(words, isNoAddress):
		last := len(words) - 1
		for _, word := range words[:last] { // with blanks for commas
			s.add(Address{Address: cleanAddress(word)})
		}
		address, name = words[last], ""
	default:
		address, name = bareAddress(name)
	}
	if address == "" && strings.Contains(s.comment, "@") {
		address, s.comment = s.comment, ""
	}
	if s.pending != "" && (s.bracket || address == "") {
		name = s.pending + name
	} else if s.pending != "" {
		s.add(Address{Name: cleanName(s.pending)})
	}
	if name = cleanName(name); name == "" {
		name = cleanName(s.comment)
	}
	encoded := !s.decoded && !s.bracket && address == "" && strings.Contains(name, "@")
	s.name.Reset()
	s.angle, s.bracket, s.comment, s.pending = "", false, "", ""
	if encoded { // the whole item was in an encoded-word
		inner := addressScanner{rest: name, decoded: true}
		for inner.rest != "" && len(inner.found) < maxAddresses {
			inner.step()
		}
		inner.end()
		s.found = append(s.found, inner.found...)
		return
	}
	s.add(Address{Name: name, Address: cleanAddress(address)})
}

// isNoAddress tells the words among which not every one is an address.
func isNoAddress(word string) bool {
	return strings.Trim(word, "@") != word || !strings.Contains(word, "@")
}

func (s *addressScanner) add(a Address) {
	if a != (Address{}) && len(s.found) < maxAddresses {
		s.found = append(s.found, a)
	}
}

// firstAddress returns the first address of a value, or none.
func firstAddress(value string) Address {
	if list := parseAddresses(value); len(list) > 0 {
		return list[0]
	}
	return Address{}
}
