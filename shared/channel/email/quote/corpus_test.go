package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(content), "\r\n", "\n"), "\ufeff", "")
}

// words returns the lines of text that hold anything, their blanks evened out.
func words(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// missing returns the lines of a that b has not, each counted once.
func missing(a, b []string) []string {
	have := map[string]int{}
	for _, line := range b {
		have[line]++
	}
	var out []string
	for _, line := range a {
		if have[line]--; have[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

// The numbers of today: a change that makes one worse fails.
const (
	wantExactReplies  = 59
	wantLostLines     = 0
	wantLeakedReplies = 115
)

func TestRepliesOfTheCorpusAreTrimmedAsWellAsBefore(t *testing.T) {
	files, err := filepath.Glob("testdata/replies/emails/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	exact, lost, leaked := 0, 0, 0
	for _, file := range files {
		want := words(read(t, filepath.Join("testdata/replies/trimmed", filepath.Base(file))))
		result := quote.Trim(read(t, file), "")
		got := words(result.New)
		lostHere, leakedHere := missing(want, got), missing(got, want)
		if len(lostHere)+len(leakedHere) == 0 {
			exact++
			continue
		}
		lost += len(lostHere)
		leaked += len(leakedHere)
		t.Logf("%s: lost %q, leaked %q, cuts %v", filepath.Base(file), lostHere, leakedHere, result.Cuts)
	}
	t.Logf("%d of %d exact, %d lines lost, %d lines leaked", exact, len(files), lost, leaked)
	if exact < wantExactReplies || lost > wantLostLines || leaked > wantLeakedReplies {
		t.Errorf("worse than %d exact, %d lost, %d leaked", wantExactReplies, wantLostLines, wantLeakedReplies)
	}
}

// subjectOf returns the subject that the corpus gives for a body, or for
// another body of the same client, or "".
func subjectOf(body string) string {
	client, rest, _ := strings.Cut(filepath.Base(body), "_body")
	general := strings.TrimSuffix(client, "_en")
	for _, name := range []string{
		client + "_subject" + rest, client + "_subject.txt", general + "_en_subject.txt", general + "_subject.txt",
		strings.TrimRight(general, "abcdefghijklmnopqrstuvwxyz") + "subject.txt",
	} {
		if content, err := os.ReadFile(filepath.Join("testdata/forwards", name)); err == nil {
			return strings.TrimSpace(string(content))
		}
	}
	return ""
}

const (
	wantForwardsWhole = 179
	wantForwardsFrom  = 179
)

func TestForwardedMailOfTheCorpusIsNeverCutAndKeepsItsHead(t *testing.T) {
	bodies, err := filepath.Glob("testdata/forwards/*_body*.txt")
	if err != nil || len(bodies) == 0 {
		t.Fatal("no corpus", err)
	}
	whole, from, subject, date := 0, 0, 0, 0
	for _, file := range bodies {
		text, line := read(t, file), subjectOf(file)
		result := quote.Trim(text, line)
		f := result.Forwarded
		if f == nil {
			t.Logf("%s (%q): no forward, cuts %v", filepath.Base(file), line, result.Cuts)
			continue
		}
		if len(result.Cuts) == 0 && len(missing(words(text), words(result.New))) == 0 {
			whole++
		}
		if strings.Contains(f.From, "John Doe") || strings.Contains(f.From, "john.doe@") {
			from++
		} else {
			t.Logf("%s: %+v", filepath.Base(file), *f)
		}
		if f.Subject != "" {
			subject++
		}
		if f.Date != "" {
			date++
		}
	}
	t.Logf("%d bodies: %d whole, %d with From, %d with Subject, %d with Date", len(bodies), whole, from, subject, date)
	if whole < wantForwardsWhole || from < wantForwardsFrom {
		t.Errorf("worse than %d whole, %d with From", wantForwardsWhole, wantForwardsFrom)
	}
}
