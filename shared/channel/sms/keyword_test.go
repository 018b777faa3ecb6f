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

func keyword(class inbox.KeywordClass, word, language string) inbox.Keyword {
	return inbox.Keyword{Class: class, Word: word, Language: language}
}

func TestATextThatIsNothingButAKeywordIsOne(t *testing.T) {
	tests := []struct {
		class          inbox.KeywordClass
		language, word string
		spellings      []string
	}{
		{inbox.OptOut, "en", "STOP", []string{"STOP", "Stop.", "stop!!!", " sToP \n", "\"STOP\"", "‘stop’", "S.T.O.P.", "s t o p", "ＳＴＯＰ", "ⓈⓉⓄⓅ", "𝐒𝐓𝐎𝐏", "STOP\u200b", "\u200eSTOP\u200f", "\ufeffSTOP", "S\u00adTOP", "STOP\ufe0f", "stóp", "<STOP>", "*stop*", "`stop`", "/stop", "#stop", "stop stop", "STOP STOP STOP!", "STOP\x00", "stop…", "¡Stop!", "STOP\u00a0", "STOP\u3164"}},
		{inbox.OptOut, "en", "STOPALL", []string{"STOPALL", "Stop all", "stop-all", "STOP ALL."}},
		{inbox.OptOut, "en", "UNSUBSCRIBE", []string{"UNSUBSCRIBE", "unsubscribe", "Un-subscribe", "un subscribe", "unsubscribed", "unsuscribe", "unsubscribe all"}},
		{inbox.OptOut, "en", "CANCEL", []string{"CANCEL", "Cancel."}},
		{inbox.OptOut, "en", "END", []string{"END", "end", "E N D"}},
		{inbox.OptOut, "en", "QUIT", []string{"QUIT", "Quit!"}},
		{inbox.OptOut, "en", "REVOKE", []string{"REVOKE", "revoke"}},
		{inbox.OptOut, "en", "OPTOUT", []string{"OPTOUT", "OPT OUT", "OPT-OUT", "Opt‑out", "opt–out", "opt_out", "opt/out"}},
		{inbox.OptOut, "en", "REMOVE", []string{"REMOVE", "remove"}},
		{inbox.OptOut, "fr", "ARRET", []string{"ARRET", "ARRÊT", "arrêt", "arre\u0302t", "Arrêt.", "« ARRÊT »", "arrêter", "Arrêtez !"}},
		{inbox.OptOut, "es", "ALTO", []string{"ALTO", "¡Alto!", "alto"}},
		{inbox.OptOut, "es", "BAJA", []string{"BAJA", "baja.", "¡BAJA!"}},
		{inbox.OptOut, "pt", "PARAR", []string{"PARAR", "parar"}},
		{inbox.OptOut, "pt", "SAIR", []string{"SAIR", "saír", "Sair."}},
		{inbox.OptOut, "pt", "CANCELAR", []string{"CANCELAR", "cancelar"}},
		{inbox.OptOut, "de", "STOPP", []string{"STOPP", "Stopp!", "ＳＴＯＰＰ"}},
		{inbox.OptOut, "de", "ABMELDEN", []string{"ABMELDEN", "abmelden", "„Abmelden“", "Abmeldung"}},
		{inbox.OptOut, "zh", "停止", []string{"停止", "停止。", "「停止」", "停 止", "停止！"}},
		{inbox.OptOut, "zh", "退订", []string{"退订", "退订。", "【退订】", "退　订"}},
		{inbox.OptOut, "zh", "退訂", []string{"退訂", "退訂！"}},
		{inbox.OptOut, "zh", "TD", []string{"TD", "td", "ＴＤ", "T D", "TD。"}},
		{inbox.OptOut, "ja", "配信停止", []string{"配信停止", "配信停止。", "配信 停止", "『配信停止』", "配信の停止", "配信を停止"}},
		{inbox.OptOut, "ko", "수신거부", []string{"수신거부", "수신 거부", "수신거부.", norm.NFD.String("수신거부"), "무료수신거부"}},
		{inbox.OptOut, "ru", "СТОП", []string{"СТОП", "стоп", "Стоп!", "«Стоп»", "С Т О П"}},
		{inbox.OptIn, "en", "START", []string{"START", "start.", "Ｓｔａｒｔ"}},
		{inbox.OptIn, "en", "UNSTOP", []string{"UNSTOP", "un-stop", "Un stop"}},
		{inbox.Help, "en", "HELP", []string{"HELP", "Help?", "help!!", "hélp"}},
		{inbox.Help, "en", "INFO", []string{"INFO", "info?", "Info."}},
	}
	if len(tests) != len(keywords) {
		t.Errorf("%d of %d keywords are tested", len(tests), len(keywords))
	}
	for _, tt := range tests {
		for _, text := range tt.spellings {
			want := keyword(tt.class, tt.word, tt.language)
			if got, ok := KeywordOf(text, inbox.Listening{}); !ok || got != want {
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
				if got, ok := KeywordOf(form(spelling), inbox.Listening{}); !ok || got.Word != k.word {
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
		if got, ok := KeywordOf(s[1], inbox.Listening{}); ok {
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
			if got, ok := KeywordOf(text, inbox.Listening{}); ok {
				t.Errorf("%q: %+v", text, got)
			}
		}
	}
}

func TestYesAndSubscribeWordsDependOnWhoListens(t *testing.T) {
	asked := inbox.Listening{Asked: true}
	own := inbox.Listening{Subscribe: []string{"JOIN", "Café 24", "参加"}}
	tests := []struct {
		name string
		text string
		l    inbox.Listening
		want inbox.Keyword // zero where there is none
	}{
		{"yes when asked", "Yes!", asked, keyword(inbox.OptIn, "YES", "en")},
		{"its first letter when asked", "y", asked, keyword(inbox.OptIn, "YES", "en")},
		{"yes of itself", "YES", inbox.Listening{}, inbox.Keyword{}},
		{"yes with more", "yes but later", asked, inbox.Keyword{}},
		{"no when asked", "no", asked, inbox.Keyword{}},
		{"stop when asked", "stop", asked, keyword(inbox.OptOut, "STOP", "en")},
		{"the audience's word", "join", own, keyword(inbox.Subscribe, "JOIN", "en")},
		{"the usual word of an audience without its own", "subscribe", inbox.Listening{}, keyword(inbox.Subscribe, "SUBSCRIBE", "en")},
		{"the usual word of an audience with its own", "subscribe", own, inbox.Keyword{}},
		{"with its own spelling", "cafe24.", own, keyword(inbox.Subscribe, "Café 24", "")},
		{"in another script", "参加！", own, keyword(inbox.Subscribe, "参加", "")},
		{"the word of another audience", "PIZZA", own, inbox.Keyword{}},
		{"twice is no word", "join join", own, inbox.Keyword{}},
		{"a word that it should not have", "stop", inbox.Listening{Subscribe: []string{"STOP"}}, keyword(inbox.OptOut, "STOP", "en")},
		{"an empty word", "!", inbox.Listening{Subscribe: []string{"", "?"}}, inbox.Keyword{}},
		{"opt-in twice", "start start", inbox.Listening{}, inbox.Keyword{}},
		{"two keywords", "stop help", inbox.Listening{}, inbox.Keyword{}},
		{"a very long text", strings.Repeat("stop ", 1000), inbox.Listening{}, inbox.Keyword{}},
		{"bytes that are no characters", "stop\xff", inbox.Listening{}, inbox.Keyword{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := KeywordOf(tt.text, tt.l); got != tt.want || ok != (tt.want != inbox.Keyword{}) {
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
		l := inbox.Listening{Asked: true, Subscribe: []string{own}}
		got, ok := KeywordOf(text, l)
		if ok != (got != inbox.Keyword{}) && !(ok && own == "") {
			t.Errorf("%q: %+v %v", text, got, ok)
		}
		if valid := strings.ToValidUTF8(text, ""); valid == text && len(text) < maxKey {
			again, _ := KeywordOf(" "+text+".\u200b", l)
			if again != got {
				t.Errorf("%q: %+v, with punctuation %+v", text, got, again)
			}
		}
		if ok && got.Class == inbox.Subscribe && CheckSubscribe([]string{own}) == nil && key(own) != key(text) {
			t.Errorf("%q matched %q", text, own)
		}
	})
}
