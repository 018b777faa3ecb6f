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
	wantExactReplies  = 62
	wantLostLines     = 0
	wantLeakedReplies = 19
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

// The numbers of today. Without a subject, an Outlook's forward with a note
// above looks like an answer, and so does an Apple Mail's that is marked.
const (
	wantForwards             = 179
	wantForwardsWithoutTitle = 167
)

func TestForwardedMailOfTheCorpusIsNeverCutAndKeepsItsHead(t *testing.T) {
	bodies, err := filepath.Glob("testdata/forwards/*_body*.txt")
	if err != nil || len(bodies) == 0 {
		t.Fatal("no corpus", err)
	}
	titled, untitled := [2]int{}, [2]int{}
	for i, file := range bodies {
		if strings.Contains(file, "variant_4") || strings.Contains(file, "ionos_one_and_one_en_body_variant_2") {
			continue // answers, and one marked as an answer is
		}
		subject := subjectOf(file)
		if subject == "" {
			subject = "Fwd: Integer consequat non purus" // as the other clients'
		}
		if isKeptWhole(t, file, subject, i%2 == 0) {
			titled[i%2]++
		}
		if isKeptWhole(t, file, "", i%2 == 0) {
			untitled[i%2]++
		}
	}
	t.Logf("whole with their From: %d learning, %d check; without a subject: %d learning, %d check", titled[0], titled[1], untitled[0], untitled[1])
	if got := titled[0] + titled[1]; got < wantForwards {
		t.Errorf("%d, worse than %d", got, wantForwards)
	}
	if got := untitled[0] + untitled[1]; got < wantForwardsWithoutTitle {
		t.Errorf("%d without a subject, worse than %d", got, wantForwardsWithoutTitle)
	}
}

// isKeptWhole tells whether a forwarded mail was recognised, left whole, and its
// sender found. It prints what went wrong with those that are for learning.
func isKeptWhole(t *testing.T, file, subject string, learning bool) bool {
	t.Helper()
	text := read(t, file)
	result := quote.Trim(text, subject)
	f := result.Forwarded
	whole := len(result.Cuts) == 0 && len(missing(words(text), words(result.New))) == 0
	if whole && f != nil && (strings.Contains(f.From, "John Doe") || strings.Contains(f.From, "john.doe@")) {
		return true
	}
	if learning {
		t.Logf("%s (%q): %+v, cuts %v", filepath.Base(file), subject, f, result.Cuts)
	}
	return false
}
