package sms

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"confab/shared/inbox"
)

func TestATextThatIsNothingButAKeywordIsOne(t *testing.T) {
	tests := []struct {
		class          Class
		language, word string
		spellings      []string
	}{
		{OptOut, "en", "STOP", []string{"STOP", "Stop.", "stop!!!", " sToP \n", "\"STOP\"", "‘stop’", "S.T.O.P.", "s t o p", "ＳＴＯＰ", "ⓈⓉⓄⓅ", "𝐒𝐓𝐎𝐏", "STOP\u200b", "\u200eSTOP\u200f", "\ufeffSTOP", "S\u00adTOP", "STOP\ufe0f", "stóp", "<STOP>", "*stop*", "`stop`", "/stop", "#stop", "stop stop", "STOP STOP STOP!", "STOP\x00", "stop…", "¡Stop!", "STOP\u00a0", "STOP\u3164"}},
		{OptOut, "en", "STOPALL", []string{"STOPALL", "Stop all", "stop-all", "STOP ALL."}},
		{OptOut, "en", "UNSUBSCRIBE", []string{"UNSUBSCRIBE", "unsubscribe", "Un-subscribe", "un subscribe", "unsubscribed", "unsuscribe", "unsubscribe all"}},
		{OptOut, "en", "CANCEL", []string{"CANCEL", "Cancel."}},
		{OptOut, "en", "END", []string{"END", "end", "E N D"}},
		{OptOut, "en", "QUIT", []string{"QUIT", "Quit!"}},
		{OptOut, "en", "REVOKE", []string{"REVOKE", "revoke"}},
		{OptOut, "en", "OPTOUT", []string{"OPTOUT", "OPT OUT", "OPT-OUT", "Opt‑out", "opt–out", "opt_out", "opt/out"}},
		{OptOut, "en", "REMOVE", []string{"REMOVE", "remove"}},
		{OptOut, "fr", "ARRET", []string{"ARRET", "ARRÊT", "arrêt", "arre\u0302t", "Arrêt.", "« ARRÊT »", "arrêter", "Arrêtez !"}},
		{OptOut, "es", "ALTO", []string{"ALTO", "¡Alto!", "alto"}},
		{OptOut, "es", "BAJA", []string{"BAJA", "baja.", "¡BAJA!"}},
		{OptOut, "pt", "PARAR", []string{"PARAR", "parar"}},
		{OptOut, "pt", "SAIR", []string{"SAIR", "saír", "Sair."}},
		{OptOut, "pt", "CANCELAR", []string{"CANCELAR", "cancelar"}},
		{OptOut, "de", "STOPP", []string{"STOPP", "Stopp!", "ＳＴＯＰＰ"}},
		{OptOut, "de", "ABMELDEN", []string{"ABMELDEN", "abmelden", "„Abmelden“", "Abmeldung"}},
		{OptOut, "zh", "停止", []string{"停止", "停止。", "「停止」", "停 止", "停止！"}},
		{OptOut, "zh", "退订", []string{"退订", "退订。", "【退订】", "退　订"}},
		{OptOut, "zh", "退訂", []string{"退訂", "退訂！"}},
		{OptOut, "zh", "TD", []string{"TD", "td", "ＴＤ", "T D", "TD。"}},
		{OptOut, "ja", "配信停止", []string{"配信停止", "配信停止。", "配信 停止", "『配信停止』", "配信の停止", "配信を停止"}},
		{OptOut, "ko", "수신거부", []string{"수신거부", "수신 거부", "수신거부.", norm.NFD.String("수신거부"), "무료수신거부"}},
		{OptOut, "ru", "СТОП", []string{"СТОП", "стоп", "Стоп!", "«Стоп»", "С Т О П"}},
		{OptIn, "en", "START", []string{"START", "start.", "Ｓｔａｒｔ"}},
		{OptIn, "en", "UNSTOP", []string{"UNSTOP", "un-stop", "Un stop"}},
		{Help, "en", "HELP", []string{"HELP", "Help?", "help!!", "hélp"}},
		{Help, "en", "INFO", []string{"INFO", "info?", "Info."}},
	}
	if len(tests) != len(keywords) {
		t.Errorf("%d of %d keywords are tested", len(tests), len(keywords))
	}
	for _, tt := range tests {
		for _, text := range tt.spellings {
			want := Keyword{tt.class, tt.word, tt.language}
			if got, ok := KeywordOf(text, Listening{}); !ok || got != want {
				t.Errorf("%q is %+v %v, want %+v", text, got, ok, want)
			}
		}
	}
}

// Every word of the table in every form that does not count.
func TestWhatDoesNotCountMakesNoDifference(t *testing.T) {
	forms := map[string]func(string) string{
		"lower case":        strings.ToLower,
		"capitals":          strings.ToUpper,
		"a full stop":       func(s string) string { return s + "." },
		"quotation marks":   func(s string) string { return "“" + s + "”" },
		"blanks":            func(s string) string { return "\n " + strings.Join(strings.Split(s, ""), " ") + "\t" },
		"dots":              func(s string) string { return strings.Join(strings.Split(s, ""), ".") },
		"decomposed":        norm.NFD.String,
		"a zero-width mark": func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
		"full width": func(s string) string {
			return strings.Map(func(r rune) rune {
				if r > ' ' && r < 0x7f {
					return r + 0xfee0
				}
				return r
			}, s)
		},
		"accents": func(s string) string {
			var out strings.Builder
			for _, r := range s {
				out.WriteRune(r)
				if unicode.Is(unicode.Latin, r) {
					out.WriteRune('\u0301')
				}
			}
			return out.String()
		},
	}
	for _, k := range keywords {
		for _, spelling := range append([]string{k.word}, k.spellings...) {
			for name, form := range forms {
				if got, ok := KeywordOf(form(spelling), Listening{}); !ok || got.Word != k.word {
					t.Errorf("%s with %s, %q: %+v %v", spelling, name, form(spelling), got, ok)
				}
			}
		}
	}
}

// sentences are texts with a keyword that are none, by language.
func sentences(t testing.TB) (list [][2]string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/keywords/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if language, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			list = append(list, [2]string{language, text})
		}
	}
	return list
}

func TestASentenceWithAKeywordIsNone(t *testing.T) {
	count := map[string]int{}
	for _, s := range sentences(t) {
		count[s[0]]++
		if got, ok := KeywordOf(s[1], Listening{Subscribe: DefaultSubscribe}); ok {
			t.Errorf("%s %q: %+v", s[0], s[1], got)
		}
	}
	for _, k := range keywords {
		if count[k.language] < 4 {
			t.Errorf("%d sentences in %s", count[k.language], k.language)
		}
		// Whatever stands beside a keyword makes it a sentence.
		for _, beside := range []string{"%s please", "do not %s", "%s 2", "%s👍", "%s? no", "我不%s", "не %s"} {
			text := fmt.Sprintf(beside, strings.ToLower(k.word))
			if got, ok := KeywordOf(text, Listening{Subscribe: DefaultSubscribe}); ok {
				t.Errorf("%q: %+v", text, got)
			}
		}
	}
}

func TestYesAndSubscribeWordsDependOnWhoListens(t *testing.T) {
	asked := Listening{Asked: true}
	own := Listening{Subscribe: []string{"JOIN", "Café 24", "参加"}}
	tests := []struct {
		name string
		text string
		l    Listening
		want Keyword // zero where there is none
	}{
		{"yes when asked", "Yes!", asked, Keyword{OptIn, "YES", "en"}},
		{"its first letter when asked", "y", asked, Keyword{OptIn, "YES", "en"}},
		{"yes of itself", "YES", Listening{}, Keyword{}},
		{"yes with more", "yes but later", asked, Keyword{}},
		{"no when asked", "no", asked, Keyword{}},
		{"stop when asked", "stop", asked, Keyword{OptOut, "STOP", "en"}},
		{"the audience's word", "join", own, Keyword{Subscribe, "JOIN", "en"}},
		{"with its own spelling", "cafe24.", own, Keyword{Subscribe, "Café 24", ""}},
		{"in another script", "参加！", own, Keyword{Subscribe, "参加", ""}},
		{"the word of another audience", "PIZZA", own, Keyword{}},
		{"twice is no word", "join join", own, Keyword{}},
		{"a word that it should not have", "stop", Listening{Subscribe: []string{"STOP"}}, Keyword{OptOut, "STOP", "en"}},
		{"an empty word", "!", Listening{Subscribe: []string{"", "?"}}, Keyword{}},
		{"opt-in twice", "start start", Listening{}, Keyword{}},
		{"two keywords", "stop help", Listening{}, Keyword{}},
		{"a very long text", strings.Repeat("stop ", 1000), Listening{}, Keyword{}},
		{"bytes that are no characters", "stop\xff", Listening{}, Keyword{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := KeywordOf(tt.text, tt.l); got != tt.want || ok != (tt.want != Keyword{}) {
				t.Errorf("KeywordOf(%q) = %+v %v, want %+v", tt.text, got, ok, tt.want)
			}
		})
	}
}

func TestSubscribeWordsAreChecked(t *testing.T) {
	tests := []struct {
		name  string
		words []string
		wrong string // "" where they are right
	}{
		{"the default", DefaultSubscribe, ""},
		{"none at all", nil, ""},
		{"several", []string{"JOIN", "PIZZA 24", "参加"}, ""},
		{"an opt-out", []string{"JOIN", "Stopp"}, "meaning"},
		{"an opt-out said twice", []string{"stopstop"}, "meaning"},
		{"another spelling of one", []string{"opt–out"}, "meaning"},
		{"help", []string{"help"}, "meaning"},
		{"yes", []string{"Yes"}, "meaning"},
		{"no letters", []string{"!!"}, "2 to 30"},
		{"one letter", []string{"J"}, "2 to 30"},
		{"too long", []string{strings.Repeat("ab", 16)}, "2 to 30"},
		{"an emoji", []string{"🍕🍕"}, "2 to 30"},
		{"the same in two spellings", []string{"JOIN", "join!"}, "twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckSubscribe(tt.words)
			switch {
			case (err == nil) != (tt.wrong == ""):
				t.Errorf("CheckSubscribe = %v, want %q", err, tt.wrong)
			case err != nil && (!errors.Is(err, inbox.ErrInvalid) || !strings.Contains(err.Error(), tt.wrong)):
				t.Errorf("CheckSubscribe = %v, want %q", err, tt.wrong)
			}
		})
	}
}

func FuzzKeyword(f *testing.F) {
	for _, s := range []string{"STOP", "배신", "수신 거부", "stop\u0301", "ﷺ", "YES", "ha ha"} {
		f.Add(s, "HA")
	}
	f.Fuzz(func(t *testing.T, text, own string) {
		l := Listening{Asked: true, Subscribe: []string{own}}
		got, ok := KeywordOf(text, l)
		if ok != (got != Keyword{}) && !(ok && own == "") {
			t.Errorf("%q: %+v %v", text, got, ok)
		}
		if valid := strings.ToValidUTF8(text, ""); valid == text && len(text) < maxKey {
			again, _ := KeywordOf(" "+text+".\u200b", l)
			if again != got {
				t.Errorf("%q: %+v, with punctuation %+v", text, got, again)
			}
		}
		if ok && got.Class == Subscribe && CheckSubscribe([]string{own}) == nil && key(own) != key(text) {
			t.Errorf("%q matched %q", text, own)
		}
	})
}
