package quote

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// contactKind is what a line of a contact block tells.
type contactKind uint16

const (
	contactPhone contactKind = 1 << iota
	contactLink
	contactMail
	contactPlace
	contactSocial
	contactRole     // what somebody does, or where in a company
	contactCompany  // a form of company: GmbH, 株式会社
	contactRegistry // where it is registered, or taxed
	contactHours    // when it is open
)

// weights are in halves of a proof.
var weights = map[contactKind]int{
	contactPhone: 2, contactLink: 2, contactMail: 2, contactCompany: 2, contactRegistry: 2, contactHours: 2,
	contactPlace: 1, contactSocial: 1, contactRole: 1,
}

// proofs is how many halves make a contact block.
const proofs = 4

// Bounds of a contact block below a closing.
const (
	maxImprintLines = 14
	maxImprintRunes = 120 // of a line
)

// imprint is what is known of a contact block.
type imprint struct {
	kinds   contactKind
	reaches int // lines that tell how to reach somebody
}

func (m *imprint) add(kinds contactKind) {
	m.kinds |= kinds
	if kinds&(contactPhone|contactLink|contactMail) != 0 {
		m.reaches++
	}
}

// strong tells a block that a company has its people put below their names: two
// proofs, one of which speaks of a company; or three ways to reach somebody, of
// two kinds.
func (m *imprint) strong() bool {
	sum, ways := 0, 0
	for kind, weight := range weights {
		if m.kinds&kind != 0 {
			sum += weight
			if kind <= contactMail {
				ways++
			}
		}
	}
	if m.kinds&(contactCompany|contactRegistry|contactHours|contactRole) != 0 && sum >= proofs {
		return true
	}
	return m.reaches >= 3 && ways >= 2
}

// imprintAt tells whether what follows a closing and a name, up to line last, is
// the imprint of a company, and where it starts. Closing and name stay. Somebody
// who tells where to reach them puts no closing before it, or tells no more than
// that.
func (t *trimmer) imprintAt(last int) (start int, ok bool) {
	var block imprint
	lines := []int{} // of the block, from its end
	for i := last; i >= 0 && len(lines) <= maxImprintLines; i-- {
		l := &t.lines[i]
		if l.blank {
			continue
		}
		folded := t.folded(i)
		if !t.authored(i) || folded == "" || utf8.RuneCountInString(folded) > maxImprintRunes {
			return last, false
		}
		kinds := t.kindsAt(i)
		if named, closing := isClosing(folded); closing && kinds == 0 {
			return t.belowName(lines, named), block.strong() && t.belowName(lines, named) <= last
		}
		if kinds&^contactRole == 0 && (t.isProse(i) || strings.HasSuffix(folded, ":")) {
			return last, false // the author's words, or an announcement of what follows
		}
		block.add(kinds)
		lines = append(lines, i)
	}
	return last, false
}

// belowName returns the line below the name, given the lines below a closing
// from their end, and whether the closing named its writer already. Some put
// their company above their name.
func (t *trimmer) belowName(lines []int, named bool) int {
	n := len(lines)
	switch {
	case n == 0:
		return len(t.lines)
	case named && t.kindsAt(lines[n-1]) != 0:
		return lines[n-1]
	case n > 1 && t.kindsAt(lines[n-1])&contactCompany != 0 && t.kindsAt(lines[n-2]) == 0:
		return lines[n-2] + 1
	}
	return lines[n-1] + 1
}

// Words that may stand beside those of a closing.
const (
	maxClosingWords = 7
	maxBesideWords  = 4
)

// isClosing tells a line that is nothing but a closing, and whether a name
// follows it on the line.
func isClosing(folded string) (named, ok bool) {
	bare := strings.Trim(folded, " ,.!:;-*_")
	if strings.Count(bare, " ") >= maxClosingWords || strings.HasSuffix(folded, "?") {
		return false, false
	}
	closings.each(bare, func(start, end int) bool {
		beside := strings.Count(bare, " ") - strings.Count(bare[start:end], " ")
		if beside > maxBesideWords || end < len(bare) && strings.HasSuffix(folded, ":") || start > 0 && end < len(bare) && !isDense(bare[start:end]) {
			return true
		}
		ok = true
		rest := bare[end:]
		named = named || strings.HasPrefix(rest, ",") && strings.Count(rest, " ") <= 3 || start > 0 && signatories.in(bare[start:end])
		return true
	})
	return named, ok
}

// kindsAt tells what line i holds of a contact block.
func (t *trimmer) kindsAt(i int) contactKind {
	l := &t.lines[i]
	if !l.weighed {
		l.kinds, l.weighed = imprintKinds(l.text, t.folded(i)), true
	}
	return l.kinds
}

func imprintKinds(text, folded string) contactKind {
	var kinds contactKind
	known := contactKinds(folded)
	for _, one := range [...]struct {
		kind  contactKind
		found bool
	}{
		{contactPhone, known[0] || isPhone(folded)},
		{contactLink, known[1] || hasDomain(folded)},
		{contactMail, known[2]},
		{contactPlace, isPlace(folded)},
		{contactSocial, socials.in(folded)},
		{contactRole, roles.in(folded)},
		{contactCompany, isCompany(text, folded)},
		{contactRegistry, registries.in(folded)},
		{contactHours, openings.in(folded) || hasHours(folded)},
	} {
		if one.found {
			kinds |= one.kind
		}
	}
	return kinds
}

// isPhone tells a telephone number by a label beside it, in any language, or
// because nothing else stands on the line.
func isPhone(folded string) bool {
	digits := 0
	for i := range len(folded) {
		if folded[i] >= '0' && folded[i] <= '9' {
			digits++
		}
	}
	if digits >= 7 && strings.Trim(folded, "0123456789 -./()") == "" {
		return true
	}
	if digits < 5 || len(folded) < 4 {
		return false
	}
	letter := strings.ContainsAny(folded[1:2], ".:") && strings.ContainsAny(folded[2:4], "+(0")
	return letter || phoneLabels.in(folded)
}

// hasDomain tells a web site's name without the scheme or www in front of it.
func hasDomain(folded string) bool {
	for _, at := range domainPattern.FindAllStringIndex(folded, 3) {
		if at[0] == 0 || folded[at[0]-1] != '@' && folded[at[0]-1] != '.' {
			return true
		}
	}
	return false
}

var domainPattern = regexp.MustCompile(`\b[a-z0-9][a-z0-9-]{2,}\.(?:[a-z]{2,3}\.)?(?:com|org|net|info|biz|eu|de|at|ch|fr|be|nl|lu|uk|ie|es|pt|it|se|no|dk|fi|is|pl|cz|sk|hu|ro|bg|gr|si|hr|rs|ee|lv|lt|ru|ua|by|kz|tr|il|ir|sa|ae|eg|jp|cn|tw|hk|kr|vn|th|id|my|ph|in|br|mx|ar|cl|co|us|ca|au|nz|za|io|app|shop|example)\b`)

// hasHours tells days of the week and the hours of two or more.
func hasHours(folded string) bool {
	return strings.Count(folded, "-") >= 2 && hoursPattern.MatchString(folded)
}

// hoursPattern finds days of the week and the hours of two or more: "Mon-Fri
// 8am-6pm", "Lu-Ve: 9.00-17.00".
var hoursPattern = regexp.MustCompile(`\p{L}{1,10}\.?\s?-\s?\p{L}{1,10}\.?:?,?\s+\d{1,2}(?:[.:h]\d{0,2})?\s?(?:[ap]\.?m\.?|uhr)?\s?-\s?\d{1,2}`)

// isPlace tells a postal address: its label, a street, or a postal code beside a
// word and a comma.
func isPlace(folded string) bool {
	return strings.ContainsAny(folded, "0123456789") && (placeWords.in(folded) || streetPattern.MatchString(folded)) || placeLabels.opens(folded) > 0 || strings.Contains(folded, "〒")
}

// streetPattern finds streets whose name is glued to the word for one, and postal
// codes beside the name of a place.
var streetPattern = regexp.MustCompile(`\p{L}(?:strasse|straße|str\.|weg|platz|allee|gasse|straat|laan|plein|gade|vej|gatan|vagen|gata|vegen|veien|katu|tie|utca) \d|(?:^|, ?|\| ?)(?:[a-z]{1,2}-)?\d{4,6} \p{L}{3}|(?:^|, ?)\d{2,3}[ -]\d{2,3} \p{L}{3}`)

// isCompany tells a line that names a company, by its form. Forms of two or three
// letters count in the case that companies write them in.
func isCompany(text, folded string) bool {
	if companies.in(folded) {
		return true
	}
	for word := range strings.FieldsSeq(text) {
		if companyForms[strings.Trim(word, ",;:|()\"«»“”„")] {
			return true
		}
	}
	return false
}

// cardAt returns the first line of the contact block that ends at line last when
// no closing stands above it, but its first line is the name to which the mail
// that is answered was sent.
func (t *trimmer) cardAt(last int) (start int, ok bool) {
	first := t.paragraph(last, maxImprintLines)
	name := t.folded(first)
	if first == 0 || utf8.RuneCountInString(name) < 2 || !strings.HasPrefix(fold(strings.Trim(t.recipient, `"' `)), name) {
		return 0, false
	}
	if above := t.lastKept(first); above < 0 || strings.HasSuffix(t.folded(above), ":") {
		return 0, false // they were asked for it
	}
	var block imprint
	for i := first + 1; i <= last; i++ {
		if t.isProse(i) {
			return 0, false
		}
		block.add(t.kindsAt(i))
	}
	return first, block.strong()
}
