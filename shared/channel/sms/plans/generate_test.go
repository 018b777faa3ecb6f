package plans

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

var update = flag.Bool("update", false, "write plans.txt anew")

const header = `# Countries and areas of telephone numbers with their time zones, made by this
# package's tests from the metadata of Google's libphonenumber, which is under the
# Apache License 2.0: see LICENSE beside this file. To bring it up to date, raise
# the version of github.com/nyaruka/phonenumbers and run go test -update.
`

// areaMobiles begin mobile numbers that name an area, or a country among those
// that share a code: North America, Mexico, Brazil, Chile, Kazakhstan, Micronesia.
var areaMobiles = []string{"1", "52", "55", "56", "77", "691"}

func TestTheTableIsThatOfTheNumberingPlans(t *testing.T) {
	want := header + strings.Join(generated(t), "\n") + "\n"
	if *update {
		if err := os.WriteFile("plans.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != table {
		t.Error("plans.txt is not what the library says: run go test -update ./shared/channel/sms/plans and look at the difference")
	}
}

// country is a calling code with the regions that share it.
type country struct {
	code                   string
	trunk                  string
	fixed, mobile, general []*syntax.Prog
	zones                  map[string][]string // by prefix, of all prefixes that begin with code
}

// generated are the lines of the table.
func generated(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, c := range countries(t) {
		if all := c.under(c.code); len(all) > 0 {
			out = append(out, strings.Join(append([]string{"+" + c.code, c.trunk}, all...), " "))
			if len(all) > 1 {
				out = append(out, c.areas(c.code)...)
			}
		}
	}
	return out
}

// areas are the lines of the areas that begin with a prefix. Deeper than three
// digits of an area stand exchanges, of which phones take no notice.
func (c *country) areas(prefix string) (out []string) {
	fixed, mobile := reaches(c.fixed, prefix[len(c.code):]), reaches(c.mobile, prefix[len(c.code):])
	named := slices.ContainsFunc(areaMobiles, func(p string) bool { return strings.HasPrefix(prefix, p) })
	last := len(prefix) == len(c.code)+3
	switch zones := c.under(prefix); {
	case !fixed && !mobile, mobile && !named && (!fixed || last), len(zones) == 0:
		return nil
	case prefix != c.code && (last || len(zones) == 1) && !(mobile && !named):
		if len(zones) == len(c.under(c.code)) {
			return nil
		}
		return []string{strings.Join(append([]string{prefix}, zones...), " ")}
	}
	for digit := range 10 {
		out = append(out, c.areas(prefix+strconv.Itoa(digit))...)
	}
	return out
}

// under returns all zones of numbers that begin with the prefix: those of longer
// prefixes, and those of the longest that begins it and is not the country's.
func (c *country) under(prefix string) []string {
	zones := map[string]bool{}
	add := func(p string) {
		for _, z := range c.zones[p] {
			zones[z] = z != phonenumbers.UNKNOWN_TIMEZONE
		}
	}
	for p := range c.zones {
		if strings.HasPrefix(p, prefix) {
			add(p)
		}
	}
	for n := len(prefix); n > len(c.code); n-- {
		if len(c.zones[prefix[:n]]) > 0 {
			add(prefix[:n])
			break
		}
	}
	maps.DeleteFunc(zones, func(_ string, known bool) bool { return !known })
	return slices.Sorted(maps.Keys(zones))
}

// countries reads the library's metadata, in the order of their codes.
func countries(t *testing.T) []*country {
	t.Helper()
	metadata, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]*country{}
	for _, m := range metadata.GetMetadata() {
		code := strconv.Itoa(int(m.GetCountryCode()))
		c := byCode[code]
		if c == nil {
			c = &country{code: code, trunk: m.GetNationalPrefix(), zones: map[string][]string{}}
			byCode[code] = c
		}
		c.fixed = append(c.fixed, program(t, m.GetFixedLine()))
		c.mobile = append(c.mobile, program(t, m.GetMobile()))
		c.general = append(c.general, program(t, m.GetGeneralDesc()))
	}
	for prefix, zones := range timeZones(t) {
		for n := range prefix {
			if c := byCode[prefix[:n+1]]; c != nil {
				c.zones[prefix] = zones
				break // no code begins another
			}
		}
	}
	for _, c := range byCode {
		if c.trunk == "" || reaches(c.general, c.trunk) {
			c.trunk = "-"
		}
	}
	return slices.SortedFunc(maps.Values(byCode), func(a, b *country) int { return strings.Compare(a.code, b.code) })
}

func program(t *testing.T, d *phonenumbers.PhoneNumberDesc) *syntax.Prog {
	t.Helper()
	pattern, err := syntax.Parse(d.GetNationalNumberPattern(), syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	p, err := syntax.Compile(pattern.Simplify())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// reaches tells whether a number that matches one of the patterns may begin with
// the digits. An empty pattern, where a plan has no such numbers, matches none.
func reaches(programs []*syntax.Prog, digits string) bool {
	return slices.ContainsFunc(programs, func(p *syntax.Prog) bool {
		states := follow(p, nil, uint32(p.Start))
		for _, d := range digits {
			var next []uint32
			for _, s := range states {
				if in := &p.Inst[s]; in.Op != syntax.InstMatch && in.MatchRune(d) {
					next = follow(p, next, in.Out)
				}
			}
			states = next
		}
		return slices.ContainsFunc(states, func(s uint32) bool { return p.Inst[s].Op != syntax.InstMatch || digits != "" })
	})
}

// follow adds the instructions at which a pattern reads on or ends.
func follow(p *syntax.Prog, states []uint32, at uint32) []uint32 {
	switch in := &p.Inst[at]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		return follow(p, follow(p, states, in.Out), in.Arg)
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		return follow(p, states, in.Out)
	}
	if slices.Contains(states, at) {
		return states
	}
	return append(states, at)
}

// timeZones reads the library's map from prefixes to zones, which it does not
// give out whole: names, then for each prefix its distance from the one before
// and the indexes of its names.
func timeZones(t *testing.T) map[string][]string {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", "github.com/nyaruka/phonenumbers").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packed, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "data", "prefix_to_timezone.xml.gz"))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	end := 4 + binary.LittleEndian.Uint32(data)
	names, data := strings.Split(string(data[4:end]), "\n"), data[end:]
	zones, prefix := map[string][]string{}, uint64(0)
	count, data := binary.LittleEndian.Uint32(data), data[4:]
	for range count {
		distance, n := binary.Uvarint(data)
		prefix += distance
		of, rest := data[n], data[n+1:]
		for range of {
			zones[fmt.Sprint(prefix)] = append(zones[fmt.Sprint(prefix)], names[binary.LittleEndian.Uint16(rest)])
			rest = rest[2:]
		}
		data = rest
	}
	return zones
}
