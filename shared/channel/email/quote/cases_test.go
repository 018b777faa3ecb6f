package quote_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// A case of testdata/cases is LANGUAGE-CLIENT-WHAT.txt or .html, the body of a
// mail, with .want, the lines that its author wrote, and sometimes .subject.
// Greetings and closings are the author's; attributions, header blocks, quoted
// history, lines that a client adds, contact blocks and disclaimers are not.
// Quotations between answers stay, without the attribution above them. What is
// forwarded stays, and so does a mail that would leave nothing.

// score counts what became of a set of cases. A case is exact when no line is
// lost or leaked; lost counts cases in which a line of the author's went away.
type score struct {
	cases, exact, lost, lostLines, leakedLines int
}

func (s *score) add(lost, leaked []string) {
	s.cases++
	s.lostLines += len(lost)
	s.leakedLines += len(leaked)
	if len(lost) > 0 {
		s.lost++
	}
	if len(lost)+len(leaked) == 0 {
		s.exact++
	}
}

func (s score) String() string {
	return fmt.Sprintf("%d of %d exact (%.0f %%), %d lose a line; %d lines lost, %d leaked",
		s.exact, s.cases, 100*float64(s.exact)/float64(s.cases), s.lost, s.lostLines, s.leakedLines)
}

// floor is the least that a set of cases must reach: a change for the worse fails.
type floor struct {
	exact     int // cases, at least
	lostLines int // at most
}

func (f floor) check(t *testing.T, s score) {
	t.Helper()
	if s.exact < f.exact || s.lostLines > f.lostLines {
		t.Errorf("worse than %d exact with %d lines lost: %v", f.exact, f.lostLines, s)
	}
}

var (
	textFloor      = floor{exact: 306, lostLines: 0}
	textCheckFloor = floor{exact: 304, lostLines: 0}
	htmlFloor      = floor{exact: 240, lostLines: 0}
	htmlCheckFloor = floor{exact: 237, lostLines: 0}
)

func TestTextsOfManyLanguagesAndClientsKeepTheNewPart(t *testing.T) {
	runCases(t, "cases", ".txt", textFloor, textCheckFloor, func(body, subject string) string {
		return quote.Trim(body, subject).New
	})
}

func TestHTMLOfManyLanguagesAndClientsKeepsTheNewPart(t *testing.T) {
	runCases(t, "cases", ".html", htmlFloor, htmlCheckFloor, func(body, subject string) string {
		return quote.ReadHTML(body).Trim(subject).New
	})
}

// runCases trims every case of the folder whose body has the extension. Every second case by
// name is for learning: its faults are logged in full. The others tell how well
// the rules do on mail that they were not written for: of those only the counts
// are shown.
func runCases(t *testing.T, folder, extension string, learn, check floor, trim func(body, subject string) string) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*"+extension))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var learning, checking score
	languages, clients := map[string]*score{}, map[string]*score{}
	for i, file := range files {
		stem := strings.TrimSuffix(file, extension)
		subject, _ := os.ReadFile(stem + ".subject") // most have none
		want := words(read(t, stem+".want"))
		got := words(trim(read(t, file), strings.TrimSpace(string(subject))))
		lost, leaked := missing(want, got), missing(got, want)
		if i%2 == 0 {
			learning.add(lost, leaked)
			if len(lost)+len(leaked) > 0 {
				t.Logf("%s: lost %q, leaked %q", filepath.Base(file), lost, leaked)
			}
		} else {
			checking.add(lost, leaked)
		}
		parts := strings.SplitN(filepath.Base(stem), "-", 3)
		scoreOf(languages, parts[0]).add(lost, leaked)
		scoreOf(clients, parts[1]).add(lost, leaked)
	}
	t.Logf("by language: %s", table(languages))
	t.Logf("by client: %s", table(clients))
	t.Logf("learning half: %v", learning)
	t.Logf("check half: %v", checking)
	learn.check(t, learning)
	check.check(t, checking)
}

func scoreOf(scores map[string]*score, key string) *score {
	if scores[key] == nil {
		scores[key] = &score{}
	}
	return scores[key]
}

func table(scores map[string]*score) string {
	var rows strings.Builder
	for _, key := range slices.Sorted(maps.Keys(scores)) {
		s := scores[key]
		fmt.Fprintf(&rows, "\n%-12s %3d of %3d exact", key, s.exact, s.cases)
		if s.lostLines > 0 {
			fmt.Fprintf(&rows, ", %d lines lost", s.lostLines)
		}
	}
	return rows.String()
}
