package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

// textPart is what a client makes of HTML for its text part: lines wrapped, and
// quotations marked or, as Outlook does it, not.
func textPart(text string, marked bool) string {
	const width = 70
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		bare := strings.TrimLeft(line, "> ")
		head := line[:len(line)-len(bare)]
		if !marked {
			head = ""
		}
		out.WriteString(head)
		n := 0
		for word := range strings.FieldsSeq(bare) {
			switch {
			case n > 0 && n+len(word) > width:
				out.WriteString("\n" + head)
				n = 0
			case n > 0:
				out.WriteByte(' ')
			}
			out.WriteString(word)
			n += len(word) + 1
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// The least of the HTML cases, in a hundred, whose text part is trimmed as the
// HTML is: learning half and check half.
const (
	wantTextParts  = 97
	wantTextChecks = 96
)

func TestTextPartsAreTrimmedByTheirHTML(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	flat := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, ">", "")), " ") }
	for _, marked := range []bool{false, true} {
		var cases, exact, shorter [2]int
		for i, file := range files {
			stem := strings.TrimSuffix(file, ".html")
			subject, _ := os.ReadFile(stem + ".subject") // most have none
			h := quote.ReadHTML(read(t, file))
			got := flat(h.TrimText(textPart(h.Text(), marked), strings.TrimSpace(string(subject))).New)
			want := flat(read(t, stem+".want"))
			cases[i%2]++
			switch {
			case got == want:
				exact[i%2]++
			case len(got) < len(want):
				shorter[i%2]++
			}
			if got != want && i%2 == 0 {
				t.Logf("%s, marked %v:\n got %q\nwant %q", filepath.Base(file), marked, got, want)
			}
		}
		t.Logf("marked %v: learning half %d of %d exact, %d lose words; check half %d of %d, %d lose words",
			marked, exact[0], cases[0], shorter[0], exact[1], cases[1], shorter[1])
		if exact[0]*100 < wantTextParts*cases[0] || exact[1]*100 < wantTextChecks*cases[1] || shorter[0]+shorter[1] > cases[0]/50 {
			t.Errorf("marked %v: worse than %d and %d in a hundred", marked, wantTextParts, wantTextChecks)
		}
	}
}
