package plans

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nyaruka/phonenumbers"
)

// zonesIn is what the library says of a valid number of a fixed or mobile phone,
// ok being false for any other.
func zonesIn(t *testing.T, digits string) (zones []string, ok bool) {
	t.Helper()
	n, err := phonenumbers.Parse("+"+digits, phonenumbers.UNKNOWN_REGION)
	if err != nil || phonenumbers.Format(n, phonenumbers.E164) != "+"+digits {
		return nil, false
	}
	prefix := digits
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.FIXED_LINE, phonenumbers.FIXED_LINE_OR_MOBILE:
	case phonenumbers.MOBILE:
		if !slices.ContainsFunc(areaMobiles, func(p string) bool { return strings.HasPrefix(digits, p) }) {
			prefix = fmt.Sprint(n.GetCountryCode())
		}
	default:
		return nil, false
	}
	zones, err = phonenumbers.GetTimezonesForPrefix(prefix)
	if err != nil {
		t.Fatal(err)
	}
	return zones, zones[0] != phonenumbers.UNKNOWN_TIMEZONE
}

// Numbers are made up below every line of the table, so that each is asked about,
// and each country besides.
func TestNoZoneOfANumberIsMissed(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	var prefixes []string
	for p := range lines() {
		prefixes = append(prefixes, strings.TrimPrefix(p, "+"))
	}
	slices.Sort(prefixes)
	asked, exact := 0, 0
	for _, prefix := range prefixes {
		for range 8 {
			digits := prefix
			for length := 9 + random.IntN(5); len(digits) < length; {
				digits += string(rune('0' + random.IntN(10)))
			}
			want, ok := zonesIn(t, digits)
			if !ok {
				continue
			}
			got := Zones(digits)
			for _, zone := range want {
				if !slices.Contains(got, zone) {
					t.Errorf("%s: %s is not in %v", digits, zone, got)
				}
			}
			asked++
			if len(got) == len(want) {
				exact++
			}
		}
	}
	t.Logf("%d numbers, %.1f %% of them with no zone more than the library says", asked, 100*float64(exact)/float64(asked))
	if asked < 2000 || exact*100 < asked*95 {
		t.Errorf("%d numbers, and only %d without further zones", asked, exact)
	}
}

func TestOnlyANumberOfACountryHasZones(t *testing.T) {
	tests := map[string][]string{
		"":              nil,
		"0":             nil,
		"999123456789":  nil, // a plan that nobody knows
		"883510012345":  nil, // no country's
		"80012345678":   nil, // free numbers of the whole world
		"12125550123":   {"America/New_York"},
		"12425550123":   {"America/Nassau"},
		"1208":          {"America/Boise", "America/Denver", "America/Los_Angeles"},
		"34612345678":   {"Atlantic/Canary", "Europe/Madrid"},
		"77012345678":   {"Asia/Almaty", "Asia/Aqtobe"},
		"5511912345678": {"America/Sao_Paulo"},
	}
	for digits, want := range tests {
		if got := Zones(digits); !slices.Equal(got, want) {
			t.Errorf("%s is in %v, want %v", digits, got, want)
		}
	}
}

// A zone that Go does not know would be left out, and the reading be less strict.
func TestEveryZoneIsKnown(t *testing.T) {
	seen := map[string]bool{}
	for prefix := range lines() {
		for _, name := range Zones(strings.TrimPrefix(prefix, "+")) {
			seen[name] = true
		}
	}
	if len(seen) < 200 {
		t.Errorf("%d zones", len(seen))
	}
	for name := range seen {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatCallersAtHomeDialIsNoPartOfTheNumber(t *testing.T) {
	metadata, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	dialled := 0
	for _, m := range metadata.GetMetadata() {
		code := fmt.Sprint(m.GetCountryCode())
		for _, d := range []*phonenumbers.PhoneNumberDesc{m.GetFixedLine(), m.GetMobile()} {
			number := code + d.GetExampleNumber()
			if got, found := WithoutTrunk(number); found {
				t.Errorf("%s has lost digits: %s", number, got)
			}
			trunk, _, _ := strings.Cut(lines()["+"+code], " ")
			if trunk == "" || trunk == "-" || d.GetExampleNumber() == "" {
				continue
			}
			dialled++
			if got, found := WithoutTrunk(code + trunk + d.GetExampleNumber()); !found || got != number {
				t.Errorf("%s with %s is %s", number, trunk, got)
			}
			if code == "57" {
				continue // in Colombia the library takes a digit of the number for a carrier's
			}
			n, err := phonenumbers.Parse("+"+code+trunk+d.GetExampleNumber(), phonenumbers.UNKNOWN_REGION)
			if err != nil || phonenumbers.Format(n, phonenumbers.E164) != "+"+number {
				t.Errorf("the library does not say so of %s and %s: %v", code, trunk, err)
			}
		}
	}
	if dialled < 200 {
		t.Errorf("%d numbers", dialled)
	}
	for _, whole := range []string{"", "4", "44", "390612345678", "78001234567", "999012345"} {
		if got, found := WithoutTrunk(whole); found || got != whole {
			t.Errorf("%s has become %s", whole, got)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		read()
	}
}

func BenchmarkZones(b *testing.B) {
	for b.Loop() {
		Zones("12125550123")
	}
}
