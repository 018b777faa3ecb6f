package sms

import (
	"errors"
	"slices"
	"testing"
	"unicode/utf8"

	"confab/shared/inbox"
)

func TestAPartyIsANumberAShortCodeOrAName(t *testing.T) {
	us := Party{PhoneNumber, "+12125550123"}
	tests := []struct {
		name string
		text string
		want Party // zero where it is none
	}{
		{"as SNS writes it", "+12125550123", us},
		{"without its plus sign", "12125550123", us},
		{"with two zeros in its place", "0012125550123", us},
		{"as people write it", "+1 (212) 555-0123", us},
		{"in full width", "＋１２１２５５５０１２３", us},
		{"in Arabic digits", "+١٢١٢٥٥٥٠١٢٣", us},
		{"with invisible marks", "\u202a+1212555\u200b0123\u202c", us},
		{"as a link", "tel:+1-212-555-0123", us},
		{"with a zero for callers at home", "+44 (0)7700 900123", Party{PhoneNumber, "+447700900123"}},
		{"with a one for callers at home", "+1 1 212 555 0123", us},
		{"with a zero twice", "+44 0 07700 900123", Party{PhoneNumber, "+447700900123"}},
		{"with a zero that belongs there", "+39 06 1234 5678", Party{PhoneNumber, "+390612345678"}},
		{"of a plan that nobody knows", "+999123456789", Party{PhoneNumber, "+999123456789"}},
		{"of no country", "+883510012345", Party{PhoneNumber, "+883510012345"}},
		{"a short code", "12345", Party{ShortCode, "12345"}},
		{"a short code with a zero", "07700", Party{ShortCode, "07700"}},
		{"a short code with a plus sign", "+12345", Party{ShortCode, "12345"}},
		{"a long short code", "19901234", Party{ShortCode, "19901234"}},
		{"a name", "EXAMPLE", Party{SenderID, "EXAMPLE"}},
		{"a name with figures", "Shop24 & Co", Party{SenderID, "Shop24 & Co"}},
		{"a name that is too long", "EXAMPLESHOPS", Party{}},
		{"a name beyond the alphabet", "Магазин", Party{}},
		{"a number as people say it at home", "0212 555 0123", Party{}},
		{"too many digits", "+1234567890123456", Party{}},
		{"two digits", "12", Party{}},
		{"a plus sign and a zero", "+0123456789", Party{}},
		{"an extension", "+12125550123#5", Party{}},
		{"two numbers", "+12125550123,+12125550124", Party{}},
		{"nothing", "", Party{}},
		{"a plus sign", "+", Party{}},
		{"bytes that are no characters", "+1212555\xff0123", Party{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseParty(tt.text)
			if got != tt.want || (err != nil) != (tt.want == Party{}) || err != nil && !errors.Is(err, inbox.ErrInvalid) {
				t.Errorf("ParseParty(%q) = %+v, %v, want %+v", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestTheZonesOfANumberAreAllItMayBeIn(t *testing.T) {
	tests := []struct {
		name, number string
		in           []string // among others where more is set
		more         bool
	}{
		{"an area of one zone", "+12125550123", []string{"America/New_York"}, false},
		{"a number of another area", "+14155550123", []string{"America/Los_Angeles"}, false},
		{"an island far away", "+16715550123", []string{"Pacific/Guam"}, false},
		{"a free number may be anywhere", "+18005550123", []string{"America/New_York", "Pacific/Honolulu", "America/St_Johns", "Pacific/Guam"}, true},
		{"a landline of a city", "+61212345678", []string{"Australia/Sydney"}, false},
		{"so does a mobile number of an island", "+12423591234", []string{"America/Nassau"}, false},
		{"and an area of several zones", "+12085550123", []string{"America/Boise", "America/Denver", "America/Los_Angeles"}, false},
		{"mobile numbers are of no area", "+61491570156", []string{"Australia/Sydney", "Australia/Perth", "Australia/Adelaide"}, true},
		{"also where some name one", "+62812345678", []string{"Asia/Jakarta", "Asia/Jayapura"}, true},
		{"in Brazil they do", "+5511912345678", []string{"America/Sao_Paulo"}, false},
		{"Spain has islands", "+34612345678", []string{"Atlantic/Canary", "Europe/Madrid"}, false},
		{"no country", "+883510012345", nil, false},
		{"no plan", "+999123456789", nil, false},
		{"a short code", "12345", nil, false},
		{"a name", "EXAMPLE", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := ParseParty(tt.number)
			if err != nil {
				t.Fatal(err)
			}
			var zones []string
			for _, z := range p.Zones() {
				zones = append(zones, z.String())
			}
			for _, want := range tt.in {
				if !slices.Contains(zones, want) {
					t.Errorf("%s is not in %v", want, zones)
				}
			}
			if !tt.more && len(zones) != len(tt.in) {
				t.Errorf("zones = %v, want %v", zones, tt.in)
			}
		})
	}
}

func FuzzParty(f *testing.F) {
	for _, s := range []string{"+12125550123", "12345", "EXAMPLE", "+44 (0)7700 900123", "\u202a+1\u200b", "٠٠٤٤", "𝟙𝟚𝟛"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseParty(text)
		if err != nil {
			if (p != Party{}) || len(err.Error()) > 500 {
				t.Errorf("%q: %+v, %v", text, p, err)
			}
			return
		}
		if again, err := ParseParty(p.Value); err != nil || again != p {
			t.Errorf("%q: %+v, and again %+v, %v", text, p, again, err)
		}
		if !utf8.ValidString(p.Value) || len(p.Value) > 24 || p.Kind == PhoneNumber && p.Value[0] != '+' || p.Kind != PhoneNumber && p.Zones() != nil {
			t.Errorf("%q: %+v", text, p)
		}
	})
}
