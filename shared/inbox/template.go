package inbox

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// variable is what a text of ours may hold in place of what is known: a name and,
// behind a bar, what to say where nothing is: {{contact.first_name | "there"}}.
var variable = regexp.MustCompile(`\{\{\s*([^{}|]*?)\s*(?:\|\s*"([^"{}]*)"\s*)?\}\}`)

// attributePrefix begins the names of a contact's own attributes.
const attributePrefix = "contact."

// vocabulary is the names of the variables that a kind of text may hold, besides
// those of a contact's attributes.
type vocabulary []string

var (
	// inAnswers may stand in what answers a text by itself.
	inAnswers = vocabulary{"organization.name", "organization.prefix", "organization.frequency", "name", "first_name", "email", "phone"}
	// inReplies may stand in saved replies.
	inReplies = vocabulary{
		"contact.name", "contact.first_name", "contact.email", "contact.phone", "agent.name", "agent.first_name",
		"audience.name", "conversation.started_at", "conversation.reference", couponPrefix,
	}
)

// knows tells whether something stands for a variable.
func (v vocabulary) knows(name string, hasFallback bool) bool {
	if pool, ok := strings.CutPrefix(name, couponPrefix); ok && slices.Contains(v, couponPrefix) {
		return couponName.MatchString(pool) && !hasFallback // an empty pool is refused when it is sent
	}
	attribute, ofContact := strings.CutPrefix(name, attributePrefix)
	return slices.Contains(v, name) || ofContact && attribute != ""
}

// unknown returns the first variable of the text that nothing stands for, and at
// which of its characters it begins, counted from 1; "" where there is none.
// Braces that open and never close are one, too.
func (v vocabulary) unknown(text string) (name string, at int) {
	rest, before := text, 0
	for {
		open := strings.Index(rest, "{{")
		if open < 0 {
			return "", 0
		}
		found := variable.FindStringSubmatchIndex(rest[open:])
		if found == nil || found[0] != 0 {
			return firstOf(clip(strings.TrimSpace(rest[open+2:]), maxVariable), " "), before + utf8.RuneCountInString(rest[:open]) + 1
		}
		name := rest[open+found[2] : open+found[3]]
		if !v.knows(name, found[4] >= 0) {
			return firstOf(name, " "), before + utf8.RuneCountInString(rest[:open]) + 1
		}
		before += utf8.RuneCountInString(rest[:open+found[1]])
		rest = rest[open+found[1]:]
	}
}

// maxVariable is how much is quoted, in bytes, of braces that never close.
const maxVariable = 40

// unfilled returns the first variable of a text in whose place somebody has to
// write something before the text is sent; "" where there is none.
func (v vocabulary) unfilled(text string) string {
	for _, found := range variable.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(found[1], couponPrefix) && v.knows(found[1], true) {
			return found[1]
		}
	}
	return ""
}

// fill puts what is known in the place of the text's variables, else what the
// text says instead, and returns the names of those for which there is neither.
// In the place of these stands what blank makes of their names.
// What is put in is never looked at for variables again. Those of coupon codes
// stay as they are: a code is taken when the text is sent.
func fill(text string, known map[string]string, blank func(name string) string) (filled string, empty []string) {
	filled = variable.ReplaceAllStringFunc(text, func(v string) string {
		found := variable.FindStringSubmatch(v)
		if strings.HasPrefix(found[1], couponPrefix) {
			return v
		}
		value := withoutCoupons(firstOf(known[found[1]], found[2]))
		if value != "" {
			return value
		}
		if !slices.Contains(empty, found[1]) {
			empty = append(empty, found[1])
		}
		return blank(found[1])
	})
	return strings.TrimSpace(filled), empty
}

// nothing leaves out what is not known; standing leaves its variable where it is.
func nothing(string) string       { return "" }
func standing(name string) string { return "{{" + name + "}}" }

// render fills a text that answers by itself: what is not known is left out.
func render(text string, a *Audience, c *Contact, number string) string {
	filled, _ := fill(text, answerVariables(a, c, number), nothing)
	return filled
}

// answerVariables are what an answer may say of the audience and of a contact,
// who may be nil.
func answerVariables(a *Audience, c *Contact, number string) map[string]string {
	brand := a.Texting.Brand
	known := map[string]string{
		"organization.name": brand, "organization.prefix": "",
		"organization.frequency": firstOf(a.Texting.Frequency, usualFrequency),
		"phone":                  number,
	}
	if brand != "" {
		known["organization.prefix"] = brand + ": "
	}
	of := contactVariables(c)
	known["name"], known["first_name"], known["email"] = of["contact.name"], of["contact.first_name"], of["contact.email"]
	maps.Copy(known, of)
	return known
}

// contactVariables are what is known of a contact, who may be nil.
func contactVariables(c *Contact) map[string]string {
	known := map[string]string{}
	if c == nil {
		return known
	}
	for name, value := range c.Attributes {
		known[attributePrefix+name] = oneLine(value)
	}
	known["contact.name"], known["contact.first_name"] = c.Name, firstName(c.Name)
	if emails := c.Emails(); len(emails) > 0 {
		known["contact.email"] = emails[0]
	}
	if phones := c.Phones(); len(phones) > 0 {
		known["contact.phone"] = phones[0]
	}
	return known
}

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
