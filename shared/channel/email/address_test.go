package email

import (
	"reflect"
	"strings"
	"testing"
)

const ann = "ann@example.org"

// list makes addresses of names and addresses in turn.
func list(pairs ...string) (out []Address) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, Address{Name: pairs[i], Address: pairs[i+1]})
	}
	return out
}

var addressCases = []struct {
	name, value string
	want        []Address
}{
	{"bare", "ann@example.org", list("", ann)},
	{"in brackets", "<ann@example.org>", list("", ann)},
	{"a name", "Ann B. Lee <ann@example.org>", list("Ann B. Lee", ann)},
	{"a quoted name with a comma", `"Lee, Ann" <ann@example.org>`, list("Lee, Ann", ann)},
	{"an unquoted name with a comma", "Lee, Ann <ann@example.org>", list("Lee, Ann", ann)},
	{"quoted pairs", `"Ann \"the\" Lee" <ann@example.org>`, list(`Ann "the" Lee`, ann)},
	{"a quote that is not closed", `"Ann Lee <ann@example.org>`, list(`"Ann Lee`, ann)},
	{"single quotes", "'Ann Lee' <ann@example.org>", list("Ann Lee", ann)},
	{"an address as a name", `"ann@example.com" <ann@example.org>`, list("ann@example.com", ann)},
	{"an address as a name, unquoted", "ann@example.com <ann@example.org>", list("ann@example.com", ann)},
	{"a comment as a name", "ann@example.org (Ann Lee)", list("Ann Lee", ann)},
	{"a comment within a comment", "ann@example.org (Ann (at home) Lee)", list("Ann (at home) Lee", ann)},
	{"a comment beside a name", "Ann <ann@example.org> (home)", list("Ann", ann)},
	{"a comment within the address", "Ann <ann(home)@example.org>", list("Ann", ann)},
	{"a comment that is not closed", "Ann (home <ann@example.org>", list("Ann (home", ann)},
	{"an address in a comment", "Ann (ann@example.org)", list("Ann", ann)},
	{"two with a comma", "Ann <ann@example.org>, bo@example.org", list("Ann", ann, "", "bo@example.org")},
	{"two with a semicolon", "Ann <ann@example.org>; Bo <bo@example.org>;", list("Ann", ann, "Bo", "bo@example.org")},
	{"two with nothing between", "Ann <ann@example.org> Bo <bo@example.org>", list("Ann", ann, "Bo", "bo@example.org")},
	{"two quoted with nothing between", `"Ann" <ann@example.org> "Bo" <bo@example.org>`, list("Ann", ann, "Bo", "bo@example.org")},
	{"two with a blank between", "ann@example.org bo@example.org", list("", ann, "", "bo@example.org")},
	{"quotes around the address in brackets", `Ann <"ann@example.org">`, list("Ann", ann)},
	{"a comment behind the address in brackets", "Ann <ann@example.org (home)>", list("Ann", ann)},
	{"commas without end", ",,ann@example.org,,,", list("", ann)},
	{"a closing bracket that is missing", "Ann <ann@example.org", list("Ann", ann)},
	{"a closing bracket missing before another", "Ann <ann@example.org, Bo <bo@example.org>", list("Ann", ann, "Bo", "bo@example.org")},
	{"an opening bracket that is missing", "Ann ann@example.org>", list("Ann", ann)},
	{"brackets twice", "Ann <<ann@example.org>>", list("Ann", ann)},
	{"a name without an address", "Ann Lee", list("Ann Lee", "")},
	{"empty brackets", "<>", nil},
	{"a name and empty brackets", "Mail System <>", list("Mail System", "")},
	{"a group", "Friends: ann@example.org, Bo <bo@example.org>;", list("", ann, "Bo", "bo@example.org")},
	{"an empty group", "undisclosed-recipients:;", nil},
	{"a group beside an address", "undisclosed-recipients:;, ann@example.org", list("", ann)},
	{"a scheme", "mailto:ann@example.org", list("", ann)},
	{"a scheme in brackets", "Ann <mailto:ann@example.org>", list("Ann", ann)},
	{"a scheme in square brackets", "Ann Lee [mailto:ann@example.org]", list("Ann Lee", ann)},
	{"a route", "Ann <@a.example,@b.example:ann@example.org>", list("Ann", ann)},
	{"blanks around the at sign", "ann @ example.org", list("", ann)},
	{"blanks in the brackets", "Ann < ann @ example.org >", list("Ann", ann)},
	{"a quoted local part", `"ann lee"@example.org`, list("", `"ann lee"@example.org`)},
	{"a quoted local part in brackets", `Ann <"ann > lee"@example.org>`, list("Ann", `"ann > lee"@example.org`)},
	{"an address literal", "Ann <ann@[IPv6:2001:db8::1]>", list("Ann", "ann@[IPv6:2001:db8::1]")},
	{"an address literal, bare", "ann@[192.0.2.1]", list("", "ann@[192.0.2.1]")},
	{"UTF-8 (RFC 6532)", "山田 <山田@例え.example>", list("山田", "山田@例え.example")},
	{"encoded-words", "=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_Lee?= <ann@example.org>", list("Jörg Lee", ann)},
	{"encoded-words split in a character", "=?utf-8?B?Wm/D?= =?utf-8?B?qyBMZWU=?= <ann@example.org>", list("Zoë Lee", ann)},
	{"encoded-words within quotes", `"=?utf-8?Q?J=C3=B6rg?=" <ann@example.org>`, list("Jörg", ann)},
	{"a comma within an encoded-word", "=?utf-8?Q?Lee,_J=C3=B6rg?= <ann@example.org>", list("Lee, Jörg", ann)},
	{"an encoded comma", "=?utf-8?Q?Lee=2C_J=C3=B6rg?= <ann@example.org>, bo@example.org", list("Lee, Jörg", ann, "", "bo@example.org")},
	{"brackets within an encoded-word", "=?utf-8?Q?J=C3=B6rg_<j>?= <ann@example.org>", list("Jörg <j>", ann)},
	{"no blank before the bracket", "=?utf-8?Q?J=C3=B6rg?=<ann@example.org>", list("Jörg", ann)},
	{"all of it encoded", "=?utf-8?Q?J=C3=B6rg_=3Cann=40example.org=3E?=", list("Jörg", ann)},
	{"all of it in an encoded-word, its marks as they are", "=?utf-8?Q?J=C3=B6rg=20<ann@example.org>?=", list("Jörg", ann)},
	{"an encoded name and a bare address", "=?utf-8?Q?J=C3=B6rg?= ann@example.org", list("Jörg", ann)},
	{"an encoded address", "Ann <=?utf-8?Q?ann=40example.org?=>", list("Ann", ann)},
	{"an encoded comment", "ann@example.org (=?utf-8?Q?J=C3=B6rg?=)", list("Jörg", ann)},
	{"marks that turn text around", "Ann \u202e<ann@example.org>", list("Ann", ann)},
	{"nothing", " ", nil},
}

func TestAddressesAreReadHoweverTheyAreWritten(t *testing.T) {
	for _, c := range addressCases {
		if got := parseAddresses(c.value); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q gives %q, want %q", c.name, c.value, got, c.want)
		}
	}
}

func TestAddressListsMeantToExhaustAreReadInLinearTime(t *testing.T) {
	for _, unit := range []string{"a@example.org,", "a,", "(", `"`, "<", ":", "a:", "a@b:", "=?", `"a" `, "(a", "a <b> ", `\`, "=?utf-8?Q?a"} {
		if n := len(parseAddresses(strings.Repeat(unit, 4<<20/len(unit)))); n > maxAddresses {
			t.Errorf("%q: %d addresses", unit, n)
		}
	}
}
