package inbox

import (
	"regexp"
	"strings"
)

// variable is what a text of ours may hold in place of what is known of a contact.
var variable = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// attributePrefix begins the names of a contact's own attributes.
const attributePrefix = "contact."

// unknownVariable returns the first variable of the text that nothing stands for,
// or "".
func unknownVariable(text string) string {
	known := variables(&Audience{}, nil, "")
	for _, found := range variable.FindAllStringSubmatch(text, -1) {
		_, ok := known[found[1]]
		if !ok && !(strings.HasPrefix(found[1], attributePrefix) && len(found[1]) > len(attributePrefix)) {
			return firstOf(found[1], " ")
		}
	}
	return ""
}

// render puts what is known in the place of the text's variables: nothing where
// nothing is. What is put in is never looked at for variables again.
func render(text string, a *Audience, c *Contact, number string) string {
	known := variables(a, c, number)
	filled := variable.ReplaceAllStringFunc(text, func(v string) string {
		return known[variable.FindStringSubmatch(v)[1]]
	})
	return strings.TrimSpace(filled)
}

// variables are what a text of ours may say of the audience and of a contact,
// who may be nil.
func variables(a *Audience, c *Contact, number string) map[string]string {
	brand := a.Texting.Brand
	known := map[string]string{
		"organization.name": brand, "organization.prefix": "",
		"organization.frequency": firstOf(a.Texting.Frequency, usualFrequency),
		"name":                   "", "first_name": "", "email": "", "phone": number,
	}
	if brand != "" {
		known["organization.prefix"] = brand + ": "
	}
	if c == nil {
		return known
	}
	known["name"] = c.Name
	known["first_name"], _, _ = strings.Cut(c.Name, " ")
	if emails := c.Emails(); len(emails) > 0 {
		known["email"] = emails[0]
	}
	for name, value := range c.Attributes {
		known[attributePrefix+name] = oneLine(value)
	}
	return known
}
