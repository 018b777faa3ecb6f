package sms

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"confab/shared/inbox"
)

// freeText is a case of a file in testdata/refusals.
type freeText struct {
	language, text string
	refuses        bool
	check          bool // of the half that nothing was learnt from
}

func freeTexts(t testing.TB, file string) (list []freeText) {
	t.Helper()
	raw, err := os.ReadFile("testdata/refusals/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			continue // a comment
		}
		list = append(list, freeText{fields[0], fields[2], fields[1] == "yes", len(list)%2 == 1})
	}
	return list
}

// A miss leaves somebody with texts that they refused; a false alarm costs an
// agent one look.
func TestRefusalsInFreeWordsAreFound(t *testing.T) {
	for _, half := range []struct {
		name, file string
		check      bool
		cases      int // at least
		alarms     int // at most; none may be missed
	}{
		{"learnt from", "cases.txt", false, 200, 0},
		{"check", "cases.txt", true, 200, 1},
		{"later, the first half", "later.txt", false, 40, 0},
		{"later, the second half", "later.txt", true, 40, 0},
	} {
		t.Run(half.name, func(t *testing.T) {
			cases, refusals, missed, alarms := 0, 0, 0, 0
			for _, c := range freeTexts(t, half.file) {
				if c.check != half.check {
					continue
				}
				cases++
				found, ok := RefusalIn(c.text)
				if c.refuses {
					refusals++
				}
				switch {
				case c.refuses && !ok:
					missed++
					t.Logf("%s %q: missed", c.language, c.text)
				case !c.refuses && ok:
					alarms++
					t.Logf("%s %q: false alarm, %+v", c.language, c.text, found)
				}
			}
			t.Logf("%d of %d refusals found, %d false alarms in %d other texts", refusals-missed, refusals, alarms, cases-refusals)
			if cases < half.cases || missed > 0 || alarms > half.alarms {
				t.Errorf("%d cases, %d missed, %d false alarms", cases, missed, alarms)
			}
		})
	}
}

func TestARefusalSaysWhereItIs(t *testing.T) {
	tests := []struct {
		name string
		text string
		want Refusal // zero where there is none
	}{
		{"in a sentence", "Thanks, but please STOP texting me.", Refusal{"en", "stop texting"}},
		{"drawn out", "stoooop   texting meeee", Refusal{"en", "stop texting"}},
		{"with a curly apostrophe", "Don’t text me again", Refusal{"en", "dont text me"}},
		{"with none", "dont text me again", Refusal{"en", "dont text me"}},
		{"in full width", "ＤＯＮ’Ｔ ＴＥＸＴ ＭＥ", Refusal{"en", "dont text me"}},
		{"with emoji", "stop 🛑🛑", Refusal{"en", "stop"}},
		{"behind invisible marks", "un\u200bsub\u00adscribe me", Refusal{"en", "unsubscribe me"}},
		{"with accents or without", "Número equivocado", Refusal{"es", "numero equivocado"}},
		{"in Korean without its blanks", "문자보내지마세요", Refusal{"ko", "보내지마"}},
		{"in Korean in parts of syllables", "수신\u1100\u1165부해주세요", Refusal{"ko", "수신거부"}},
		{"in Japanese with blanks", "もう 送らないで", Refusal{"ja", "送らないで"}},
		{"what we wrote ourselves", "Liked “Reply STOP to opt out”", Refusal{}},
		{"who cannot stop", "I can't stop texting my friends about you", Refusal{}},
		{"nothing", "", Refusal{}},
		{"signs alone", "?!… 👍", Refusal{}},
		{"bytes that are no characters", "\xff\xfe", Refusal{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := RefusalIn(tt.text); got != tt.want || ok != (tt.want != Refusal{}) {
				t.Errorf("RefusalIn(%q) = %+v %v, want %+v", tt.text, got, ok, tt.want)
			}
		})
	}
}

// A phrase with a letter that folding never leaves can match nothing.
func TestPhrasesAreInTheFormOfTheirTexts(t *testing.T) {
	for _, r := range refusals {
		for _, phrase := range append(append([]string{}, r.innocent...), r.phrases...) {
			named := strings.NewReplacer(`\p{L}`, "", `\A`, "", `\n`, "").Replace(phrase)
			if i := strings.IndexFunc(named, func(c rune) bool {
				return unicode.IsUpper(c) || isApostrophe(c) || isClauseEnd(c) && c != '…' && c != '.' && c != '?' && c != ':' && c != ','
			}); i >= 0 {
				t.Errorf("%s %q: %q", r.language, phrase, named[i:])
			}
			for name := range strings.SplitSeq(named, "<") {
				if name, _, ok := strings.Cut(name, ">"); ok && r.words[name] == "" {
					t.Errorf("%s %q names %q", r.language, phrase, name)
				}
			}
		}
	}
}

func TestLongTextsTakeNoLongTime(t *testing.T) {
	limit := 20 * time.Second // for a machine that is busy with other tests, under the race detector
	for name, unit := range map[string]string{
		"one letter": "a", "stop": "stop ", "do not": "dont ", "clauses": "no\n", "Chinese": "不要", "Korean": "문자", "marks": "\u0301",
	} {
		start := time.Now()
		text := strings.Repeat(unit, 1<<20/len(unit))
		RefusalIn(text)
		KeywordOf(text, inbox.Listening{})
		if took := time.Since(start); took > limit {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzRefusal(f *testing.F) {
	for _, c := range freeTexts(f, "cases.txt") {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, ok := RefusalIn(text)
		if ok != (found != Refusal{}) || ok && strings.TrimSpace(found.Phrase) == "" {
			t.Errorf("%q: %+v %v", text, found, ok)
		}
		if said := clauses(text); clauses(said) != said && !strings.Contains(said, "\n") && len(text) < 100 {
			t.Errorf("%q: %q, and again %q", text, said, clauses(said))
		}
	})
}
