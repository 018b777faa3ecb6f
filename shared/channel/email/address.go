package email

import (
	"net/mail"
	"strings"
	"time"
)

// maxAddresses bounds the addresses kept of one header.
const maxAddresses = 1000

// parseAddresses reads an address list. What RFC 5322 refuses is read by a
// scanner that takes whatever stands in angle brackets or holds an @.
func parseAddresses(value string) []Address {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	if len(value) > maxHeader {
		value = value[:maxHeader]
	}
	parser := mail.AddressParser{WordDecoder: wordDecoder}
	var found []Address
	if list, err := parser.ParseList(value); err == nil {
		for _, a := range list {
			found = append(found, Address{Name: oneLine(decodeWords(a.Name)), Address: oneLine(a.Address)})
		}
	} else {
		for _, item := range splitAddresses(value) {
			if a := looseAddress(item); a != (Address{}) {
				found = append(found, a)
			}
		}
	}
	return found[:min(len(found), maxAddresses)]
}

// splitAddresses splits a list at the commas and semicolons (Outlook's) that
// stand outside quotes and angle brackets.
func splitAddresses(list string) []string {
	var items []string
	start, quoted, angle := 0, false, false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '<' && !quoted:
			angle = true
		case c == '>' && !quoted:
			angle = false
		case (c == ',' || c == ';') && !quoted && !angle:
			items = append(items, list[start:i])
			start = i + 1
		}
	}
	return append(items, list[start:])
}

// looseAddress reads one item of a list that is not well formed. An item
// without any address is a name alone.
func looseAddress(item string) Address {
	item = strings.TrimSpace(item)
	name, address := item, ""
	if open := strings.LastIndexByte(item, '<'); open >= 0 {
		name = item[:open]
		address = strings.TrimSpace(strings.SplitN(item[open+1:], ">", 2)[0])
	} else {
		for _, word := range strings.Fields(item) {
			if strings.Contains(word, "@") {
				address = strings.Trim(word, `()[]"',;`)
				name = strings.Replace(item, word, "", 1)
				break
			}
		}
	}
	address = strings.TrimPrefix(address, "mailto:")
	name = strings.Trim(oneLine(decodeWords(name)), `"'() `)
	return Address{Name: strings.ReplaceAll(name, `\"`, `"`), Address: strings.Join(strings.Fields(oneLine(address)), "")}
}

// firstAddress returns the first address of a value, or none.
func firstAddress(value string) Address {
	if list := parseAddresses(value); len(list) > 0 {
		return list[0]
	}
	return Address{}
}

// dateLayouts are the forms seen in Date headers beside RFC 5322's.
var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -0700",
	"2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05",
	"2 Jan 2006 15:04 -0700",
	"2 Jan 06 15:04:05 -0700",
	"2 Jan 06 15:04:05 MST",
	"Jan 2 15:04:05 2006",
	"Jan 2 15:04:05 MST 2006",
	"Jan 2 15:04:05 2006 -0700",
	"2 January 2006 15:04:05 -0700",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006/01/02 15:04:05",
	time.RFC3339,
}

// parseDate reads a Date header. A date before 1980 or after 2100 is a broken
// clock's, and no date.
func parseDate(value string) (time.Time, bool) {
	t, err := mail.ParseDate(value)
	if err != nil {
		value, _, _ = strings.Cut(value, "(")
		value = strings.Join(strings.Fields(value), " ")
		short := value
		if day, rest, ok := strings.Cut(value, " "); ok && strings.Trim(strings.ToLower(day), "abcdefghijklmnopqrstuvwxyz,.") == "" && len(day) <= 10 {
			short = rest
		}
		for _, layout := range dateLayouts {
			if t, err = time.Parse(layout, value); err == nil {
				break
			}
			if t, err = time.Parse(layout, short); err == nil {
				break
			}
		}
	}
	if err != nil || t.Year() < 1980 || t.Year() > 2100 {
		return time.Time{}, false
	}
	return t, true
}
