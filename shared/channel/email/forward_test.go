package email

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// forwardCase is a mail and what it forwards, as testdata/forwards-own/*.json
// have it beside the body.
type forwardCase struct {
	Title     string   `json:"title"`     // the mail's own subject
	Forwarded *bool    `json:"forwarded"` // false where it is no forward
	From      string   `json:"from"`
	To        []string `json:"to"`
	Cc        []string `json:"cc"`
	Subject   string   `json:"subject"`
	Date      string   `json:"date"` // RFC 3339
}

// forwardScore counts the fields that were read right.
type forwardScore struct {
	cases, whole, from, name, to, cc, subject, date int
}

func (s forwardScore) String() string {
	return fmt.Sprintf("%d cases: %d whole, %d from, %d name, %d to, %d cc, %d subject, %d date", s.cases, s.whole, s.from, s.name, s.to, s.cc, s.subject, s.date)
}

// wrongs are the fields that are not as they should be.
type wrongs []string

// unless counts a field that is right, and else takes note of it.
func (w *wrongs) unless(n *int, field string, right bool, got any) {
	if right {
		*n++
		return
	}
	*w = append(*w, fmt.Sprintf("%s %q", field, got))
}

// atLeast tells whether no field is worse than a floor.
func (s forwardScore) atLeast(floor forwardScore) bool {
	return s.cases >= floor.cases && s.whole >= floor.whole && s.from >= floor.from && s.name >= floor.name &&
		s.to >= floor.to && s.cc >= floor.cc && s.subject >= floor.subject && s.date >= floor.date
}

// The numbers of today: a change that makes one worse fails.
var (
	ownForwardFloor      = forwardScore{cases: 107, whole: 107, from: 107, name: 107, to: 107, cc: 107, subject: 107, date: 107}
	ownForwardCheckFloor = forwardScore{cases: 107, whole: 107, from: 106, name: 106, to: 105, cc: 107, subject: 105, date: 104}
)

func TestWhatWasForwardedIsReadInScarceLanguagesAndClients(t *testing.T) {
	files, err := filepath.Glob("testdata/forwards-own/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var learning, check forwardScore
	for i, file := range files {
		body, want := readFileOf(t, file), caseOf(t, file)
		score := &learning
		if i%2 == 1 {
			score = &check
		}
		if wrong := score.add(parseText(want.Title, body), want); wrong != "" && i%2 == 0 {
			t.Logf("%s: %s", filepath.Base(file), wrong)
		}
	}
	t.Logf("learning half: %v", learning)
	t.Logf("check half: %v", check)
	if !learning.atLeast(ownForwardFloor) || !check.atLeast(ownForwardCheckFloor) {
		t.Errorf("worse than %v and %v", ownForwardFloor, ownForwardCheckFloor)
	}
}

func caseOf(t *testing.T, file string) (want forwardCase) {
	t.Helper()
	if err := json.Unmarshal([]byte(readFileOf(t, strings.TrimSuffix(file, ".txt")+".json")), &want); err != nil {
		t.Fatal(file, err)
	}
	return want
}

// corpusDates are the moments that the clients of the corpus print, by the clock
// of the zone that they print.
var corpusDates = map[string]string{
	"apple_mail": "2021-10-26 14:25, 2021-10-25 11:17, 2021-07-16 19:24", "gmail": "2021-10-27 09:31, 2023-04-06 16:17",
	"hubspot": "2022-09-19 17:55, 2022-09-19 15:20", "ionos": "2023-02-10 16:52", "mailmate": "2021-10-27 09:31",
	"missive": "2022-07-19 15:36, 2022-07-01 17:03", "new_outlook": "2021-10-28 12:06, 2021-10-28 12:46, 2023-04-06 16:17",
	"outlook_2": "2021-10-28 12:46", "outlook_live": "2021-10-27 15:14, 2023-04-06 16:17", "thunderbird": "2021-11-03 15:51, 2023-04-06 16:17",
	"yahoo": "2021-11-02 09:26",
}

// The numbers of today: a change that makes one worse fails.
var (
	corpusForwardFloor      = forwardScore{cases: 91, whole: 91, from: 91, name: 91, to: 91, cc: 91, subject: 90, date: 91}
	corpusForwardCheckFloor = forwardScore{cases: 89, whole: 89, from: 86, name: 86, to: 88, cc: 89, subject: 89, date: 85}
)

func TestHeadsOfForwardedMailOfTheCorpusAreRead(t *testing.T) {
	files, err := filepath.Glob("quote/testdata/forwards/*_body*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	var halves [2]forwardScore
	for i, file := range files {
		if strings.Contains(file, "variant_4") {
			continue // answers
		}
		m := parseText("Fwd: Integer consequat non purus", readFileOf(t, file))
		if wrong := halves[i%2].addCorpus(m, filepath.Base(file)); wrong != "" && i%2 == 0 {
			t.Logf("%s: %s", filepath.Base(file), wrong)
		}
	}
	t.Logf("learning half: %v", halves[0])
	t.Logf("check half: %v", halves[1])
	if !halves[0].atLeast(corpusForwardFloor) || !halves[1].atLeast(corpusForwardCheckFloor) {
		t.Errorf("worse than %v and %v", corpusForwardFloor, corpusForwardCheckFloor)
	}
}

// addCorpus counts what is right of a mail of the corpus, whose heads are all of
// the same people and subject. Where only an attribution stands above, no To is
// printed; some variants print no Cc.
func (s *forwardScore) addCorpus(m *Mail, file string) string {
	s.cases++
	f := m.Forwarded
	if f == nil {
		return "not seen to be a forward"
	}
	var wrong wrongs
	dates := ""
	for client, all := range corpusDates {
		if strings.HasPrefix(file, client) {
			dates = all
		}
	}
	has := func(list []Address, name, address string) bool {
		return slices.ContainsFunc(list, func(a Address) bool { return a.Address == address && (a.Name == name || a.Name == "") })
	}
	attributed := strings.HasPrefix(file, "outlook_2019")
	wrong.unless(&s.whole, "cut", len(m.Trimmed) == 0, m.Trimmed)
	wrong.unless(&s.from, "from", f.From.Address == "john.doe@acme.com", f.From)
	wrong.unless(&s.name, "name", strings.ReplaceAll(f.From.Name, ",", "") == "John Doe", f.From)
	wrong.unless(&s.to, "to", attributed || has(f.To, "Bessie Berry", "bessie.berry@acme.com") || has(f.To, "Bessie, Berry", "bessie.berry@acme.com"), f.To)
	wrong.unless(&s.cc, "cc", attributed || len(f.Cc) == 0 || has(f.Cc, "Nicholas", "nicholas@globex.corp") || has(f.Cc, "Nicholas, Landers", "nicholas@globex.corp"), f.Cc)
	wrong.unless(&s.subject, "subject", strings.HasSuffix(f.Subject, "Integer consequat non purus"), f.Subject)
	wrong.unless(&s.date, "date", !f.Date.IsZero() && strings.Contains(dates, f.Date.Format("2006-01-02 15:04")), f.Date)
	return strings.Join(wrong, ", ")
}

func readFileOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// parseText parses a mail of one text part.
func parseText(subject, body string) *Mail {
	header := "From: agent@example.com\nSubject: " + subject + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
	return Parse([]byte(header + body))
}

// add counts what is right, and says what is wrong.
func (s *forwardScore) add(m *Mail, want forwardCase) string {
	s.cases++
	f := m.Forwarded
	if want.Forwarded != nil {
		f = &Forwarded{}
		if m.Forwarded != nil {
			return fmt.Sprintf("no forward, but %+v", m.Forwarded)
		}
		m.Forwarded, m.Trimmed = f, nil
	}
	if f == nil {
		return "not seen to be a forward"
	}
	var wrong wrongs
	from := wantAddress(want.From)
	date := time.Time{}
	if want.Date != "" {
		date, _ = time.Parse(time.RFC3339, want.Date)
	}
	wrong.unless(&s.whole, "cut", len(m.Trimmed) == 0, m.Trimmed)
	wrong.unless(&s.from, "from", f.From.Address == from.Address, f.From.Address)
	wrong.unless(&s.name, "name", f.From.Name == from.Name, f.From.Name)
	wrong.unless(&s.to, "to", slices.Equal(f.To, wantAddresses(want.To)), f.To)
	wrong.unless(&s.cc, "cc", slices.Equal(f.Cc, wantAddresses(want.Cc)), f.Cc)
	wrong.unless(&s.subject, "subject", f.Subject == want.Subject, f.Subject)
	wrong.unless(&s.date, "date", f.Date.Equal(date), f.Date)
	return strings.Join(wrong, ", ")
}

// wantAddress reads "Name <address>", an address, or a name.
func wantAddress(s string) Address {
	name, rest, angled := strings.Cut(s, "<")
	switch address := strings.TrimSuffix(rest, ">"); {
	case angled && strings.TrimSpace(name) == address:
		return Address{Address: address} // a name that is the address is none
	case angled:
		return Address{Name: strings.TrimSpace(name), Address: address}
	case strings.Contains(s, "@example."):
		return Address{Address: s}
	}
	return Address{Name: s}
}

func wantAddresses(list []string) []Address {
	var all []Address
	for _, s := range list {
		all = append(all, wantAddress(s))
	}
	return all
}
