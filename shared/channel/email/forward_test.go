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

// atLeast tells whether no field is worse than a floor.
func (s forwardScore) atLeast(floor forwardScore) bool {
	return s.cases >= floor.cases && s.whole >= floor.whole && s.from >= floor.from && s.name >= floor.name &&
		s.to >= floor.to && s.cc >= floor.cc && s.subject >= floor.subject && s.date >= floor.date
}

// The numbers of today: a change that makes one worse fails.
var (
	ownForwardFloor      = forwardScore{}
	ownForwardCheckFloor = forwardScore{}
)

func TestWhatWasForwardedIsReadInScarceLanguagesAndClients(t *testing.T) {
	files, err := filepath.Glob("testdata/forwards-own/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var learning, check forwardScore
	for i, file := range files {
		body := readFileOf(t, file)
		var want forwardCase
		if err := json.Unmarshal([]byte(readFileOf(t, strings.TrimSuffix(file, ".txt")+".json")), &want); err != nil {
			t.Fatal(file, err)
		}
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
	var wrong []string
	count := func(n *int, field string, right bool, got any) {
		if right {
			*n++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s %q", field, got))
		}
	}
	from := wantAddress(want.From)
	date := time.Time{}
	if want.Date != "" {
		date, _ = time.Parse(time.RFC3339, want.Date)
	}
	count(&s.whole, "cut", len(m.Trimmed) == 0, m.Trimmed)
	count(&s.from, "from", f.From.Address == from.Address, f.From.Address)
	count(&s.name, "name", f.From.Name == from.Name, f.From.Name)
	count(&s.to, "to", slices.Equal(f.To, wantAddresses(want.To)), f.To)
	count(&s.cc, "cc", slices.Equal(f.Cc, wantAddresses(want.Cc)), f.Cc)
	count(&s.subject, "subject", f.Subject == want.Subject, f.Subject)
	count(&s.date, "date", f.Date.Equal(date), f.Date)
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
