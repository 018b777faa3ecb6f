package sms

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"confab/shared/inbox"
)

// The vectors are those of Twilio's message-segment-calculator; its licence
// stands beside them.
func TestLengthsArePublishedOnes(t *testing.T) {
	raw, err := os.ReadFile("testdata/segments/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name     string         `json:"d"`
		Body     string         `json:"body"`
		Encoding inbox.Encoding `json:"enc"`
		Segments int            `json:"seg"`
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 46 {
		t.Fatalf("%d vectors", len(vectors))
	}
	for _, v := range vectors {
		if l := Measure(v.Body); l.Encoding != v.Encoding || l.Segments != v.Segments {
			t.Errorf("%s: %+v, want %s in %d", v.Name, l, v.Encoding, v.Segments)
		}
		checkSplit(t, v.Body)
	}
}

func length(encoding inbox.Encoding, units, segments int, forcedBy string) inbox.TextLength {
	return inbox.TextLength{Encoding: encoding, Units: units, Segments: segments, ForcedBy: forcedBy}
}

func TestALengthIsWhatATextCosts(t *testing.T) {
	x := strings.Repeat
	tests := []struct {
		name string
		text string
		want inbox.TextLength
	}{
		{"an empty text costs nothing", "", length(GSM7, 0, 0, "")},
		{"a plain text", "Hello", length(GSM7, 5, 1, "")},
		{"the accents that the alphabet has", "à la crème, größer, ¿Ñ", length(GSM7, 22, 1, "")},
		{"an accent that it has not", "déjà reçu", length(UCS2, 9, 1, "ç")},
		{"line ends are in it", "one\r\ntwo", length(GSM7, 8, 1, "")},
		{"a tab is not", "one\ttwo", length(UCS2, 7, 1, "\t")},
		{"extended characters count two", "[€]", length(GSM7, 6, 1, "")},
		{"a form feed is extended", "\f", length(GSM7, 2, 1, "")},
		{"the escape itself is no character", "\x1b", length(UCS2, 1, 1, "\x1b")},
		{"the grave accent is no character", "`", length(UCS2, 1, 1, "`")},
		{"Greek capitals that Latin lacks", "ΔΦΓΛΩΠΨΣΘΞ", length(GSM7, 10, 1, "")},
		{"Greek small letters", "Δδ", length(UCS2, 2, 1, "δ")},
		{"the first that forces is named", "“Ok” 🎉", length(UCS2, 7, 1, "“")},
		{"an emoji counts two", "Merci 🎉", length(UCS2, 8, 1, "🎉")},
		{"a family is several characters", "👨‍👩‍👧", length(UCS2, 8, 1, "👨")},
		{"bytes that are no characters", "a\xff\xfe", length(UCS2, 3, 1, "\uFFFD")},
		{"an extended character moves on whole", x("a", 152) + "€" + x("a", 20), length(GSM7, 174, 2, "")},
		{"and may cost a segment", x(x("a", 152)+"€", 2), length(GSM7, 308, 3, "")},
		{"where it would fit if it were cut", x("a", 308), length(GSM7, 308, 3, "")},
		{"306 septets are two", x("a", 306), length(GSM7, 306, 2, "")},
		{"a pair moves on whole", x("ж", 66) + "🎉" + x("ж", 66), length(UCS2, 134, 3, "ж")},
		{"134 units are two", x("ж", 134), length(UCS2, 134, 2, "ж")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Measure(tt.text); got != tt.want {
				t.Errorf("Measure = %+v, want %+v", got, tt.want)
			}
			checkSplit(t, tt.text)
		})
	}
}

// checkSplit holds what is true of the segments of every text.
func checkSplit(t *testing.T, text string) {
	t.Helper()
	l, segments := Measure(text), Split(text)
	if strings.Join(segments, "") != text || len(segments) != l.Segments {
		t.Fatalf("%q: %d segments %q, measured %+v", text, len(segments), segments, l)
	}
	a := map[inbox.Encoding]*alphabet{GSM7: &gsm7, UCS2: &ucs2}[l.Encoding]
	room := a.alone
	if l.Segments > 1 {
		room = a.joined
	}
	units := 0
	for i, s := range segments {
		n := 0
		for _, r := range s {
			n += a.units(r)
		}
		if n == 0 || n > room {
			t.Errorf("%q: segment %d has %d units", text, i, n)
		}
		if utf8.ValidString(text) && !utf8.ValidString(s) {
			t.Errorf("%q: segment %d is cut within a character: %q", text, i, s)
		}
		if i > 0 {
			first, _ := utf8.DecodeRuneInString(s)
			if before := unitsOf(a, segments[i-1]); before+a.units(first) <= room {
				t.Errorf("%q: segment %d had room for %q", text, i-1, first)
			}
		}
		units += n
	}
	if units != l.Units || (l.ForcedBy == "") != (l.Encoding == GSM7) || !strings.Contains(strings.ToValidUTF8(text, "\uFFFD"), l.ForcedBy) {
		t.Errorf("%q: %d units, measured %+v", text, units, l)
	}
}

func unitsOf(a *alphabet, text string) (n int) {
	for _, r := range text {
		n += a.units(r)
	}
	return n
}

func TestTheAlphabetIsThatOfTheStandard(t *testing.T) {
	basic, extended := 0, 0
	for r := range rune(0x110000) {
		switch septets(r) {
		case 1:
			basic++
		case 2:
			extended++
		}
	}
	if basic != 127 || extended != 10 {
		t.Errorf("%d characters and %d extended ones, want 127 and 10", basic, extended)
	}
	for _, r := range "çÁÍÓÚáíóúâêîôûõãñ`\t\x1b" {
		if in := r == 'ñ'; (septets(r) > 0) != in {
			t.Errorf("%q takes %d septets", r, septets(r))
		}
	}
}

func TestATextThatIsTooLongIsRefused(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		refused bool
	}{
		{"1,530 plain characters", strings.Repeat("a", 1530), false},
		{"1,531 plain characters", strings.Repeat("a", 1531), true},
		{"765 extended ones", strings.Repeat("€", 765), false},
		{"766 extended ones", strings.Repeat("€", 766), true},
		{"630 others", strings.Repeat("ж", 630), false},
		{"631 others", strings.Repeat("ж", 631), true},
		{"315 emoji", strings.Repeat("🎉", 315), false},
		{"316 emoji", strings.Repeat("🎉", 316), true},
		{"631 plain ones with a single other", strings.Repeat("a", 630) + "ж", true},
	}
	for _, tt := range tests {
		err := CheckLength(tt.text)
		if (err != nil) != tt.refused || err != nil && !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestTypographyIsOfferedAway(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		want  string // "" where nothing is offered
		saves int
	}{
		{"curly quotes", "“It’s here”", `"It's here"`, 0},
		{"a dash and an ellipsis", "Wait – no…", "Wait - no...", 0},
		{"spaces that do not break", "10\u00a0€\u202f!", "10 € !", 0},
		{"marks that nobody sees", "\ufeffHel\u00adlo\u200b", "Hello", 0},
		{"accents that stand apart", "cafe\u0301 a\u0300 midi", "café à midi", 0},
		{"a segment saved", strings.Repeat("a", 90) + "’", strings.Repeat("a", 90) + "'", 1},
		{"nothing to replace", "It's here", "", 0},
		{"an emoji stays", "It’s here 🎉", "", 0},
		{"the joiners of a family stay", "👨‍👩‍👧", "", 0},
		{"letters are not typography", "“Reçu”", "", 0},
		{"a superscript means something", "12 m²", "", 0},
		{"never for more", strings.Repeat("…", 60), "", 0},
		{"an empty text", "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, ok := Plainer(tt.text)
			if ok != (tt.want != "") || o.Text != tt.want || o.Saves() != tt.saves {
				t.Errorf("Plainer = %+v %v, want %q saving %d", o, ok, tt.want, tt.saves)
			}
		})
	}
}

func FuzzLength(f *testing.F) {
	for _, s := range []string{"", "a", strings.Repeat("€", 90), strings.Repeat("a", 152) + "€€", strings.Repeat("🎉", 40), "x\xffy", "“It’s”\u200d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkSplit(t, text)
		if o, ok := Plainer(text); ok {
			checkSplit(t, o.Text)
			if o.Before.Encoding != UCS2 || o.After.Encoding != GSM7 || o.Saves() < 0 || o.Before != Measure(text) || o.After != Measure(o.Text) {
				t.Errorf("%q: offer %+v", text, o)
			}
		}
	})
}
