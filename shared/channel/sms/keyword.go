package sms

import (
	"fmt"
	"slices"

	"confab/shared/inbox"
)

// keywords are the words that always mean something, with spellings that folding
// does not bring to the word itself: case, blanks, punctuation, accents and
// full-width forms need none. In English they are those that the FCC names
// (47 CFR 64.1200(a)(10)) and those of AWS, of which TD is Chinese, from the
// first letters of tuìdìng:
// https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html
// PARAR and CANCELAR are Portuguese and Spanish, 停止 Chinese and Japanese: each
// has one language here, which changes nothing but what is shown.
var keywords = []struct {
	class     inbox.KeywordClass
	language  string
	word      string
	spellings []string
}{
	{inbox.OptOut, "en", "STOP", nil},
	{inbox.OptOut, "en", "STOPALL", nil},
	{inbox.OptOut, "en", "UNSUBSCRIBE", []string{"unsubscribed", "unsuscribe", "unsubcribe", "unsubscibe", "unsubscribe all"}}, //nolint:misspell // as people write it
	{inbox.OptOut, "en", "CANCEL", nil},
	{inbox.OptOut, "en", "END", nil},
	{inbox.OptOut, "en", "QUIT", nil},
	{inbox.OptOut, "en", "REVOKE", nil},
	{inbox.OptOut, "en", "OPTOUT", nil},
	{inbox.OptOut, "en", "REMOVE", nil},
	{inbox.OptOut, "fr", "ARRET", []string{"arrêter", "arrêtez"}},
	{inbox.OptOut, "es", "ALTO", nil},
	{inbox.OptOut, "es", "BAJA", nil},
	{inbox.OptOut, "pt", "PARAR", nil},
	{inbox.OptOut, "pt", "SAIR", nil},
	{inbox.OptOut, "pt", "CANCELAR", nil},
	{inbox.OptOut, "de", "STOPP", nil},
	{inbox.OptOut, "de", "ABMELDEN", []string{"Abmeldung"}},
	{inbox.OptOut, "zh", "停止", nil},
	{inbox.OptOut, "zh", "退订", []string{"退订短信"}},
	{inbox.OptOut, "zh", "退訂", []string{"退訂簡訊"}},
	{inbox.OptOut, "zh", "TD", nil},
	{inbox.OptOut, "ja", "配信停止", []string{"配信の停止", "配信を停止"}},
	{inbox.OptOut, "ko", "수신거부", []string{"무료수신거부"}},
	{inbox.OptOut, "ru", "СТОП", nil},
	{inbox.OptIn, "en", "START", nil},
	{inbox.OptIn, "en", "UNSTOP", nil},
	{inbox.Help, "en", "HELP", nil},
	{inbox.Help, "en", "INFO", nil},
}

// answers mean something only where we asked whether a number wants texts.
var answers = map[string]inbox.Keyword{
	key("YES"): {Class: inbox.OptIn, Word: "YES", Language: "en"},
	key("Y"):   {Class: inbox.OptIn, Word: "YES", Language: "en"},
}

var byKey = func() map[string]inbox.Keyword {
	index := map[string]inbox.Keyword{}
	for _, k := range keywords {
		for _, spelling := range append([]string{k.word}, k.spellings...) {
			index[key(spelling)] = inbox.Keyword{Class: k.class, Word: k.word, Language: k.language}
		}
	}
	return index
}()

// DefaultSubscribe are the subscribe keywords of an audience that chose none.
var DefaultSubscribe = []string{"JOIN", "SUBSCRIBE"}

// KeywordOf returns the keyword that a text consists of, if it consists of
// nothing else: case, blanks, punctuation, accents, full-width and invisible
// characters do not count, and an opt-out may be said several times. A text
// with any other word, digit or emoji is for people to read.
func KeywordOf(text string, l inbox.Listening) (inbox.Keyword, bool) {
	k := key(text)
	if k == "" {
		return inbox.Keyword{}, false
	}
	if found, ok := byKey[k]; ok {
		return found, true
	}
	if found, ok := answers[k]; ok && l.Asked {
		return found, true
	}
	if found, ok := byKey[once(k)]; ok && found.Class == inbox.OptOut {
		return found, true
	}
	own := l.Subscribe
	if len(own) == 0 {
		own = DefaultSubscribe
	}
	for _, word := range own {
		if key(word) == k {
			found := inbox.Keyword{Class: inbox.Subscribe, Word: word}
			if slices.Contains(DefaultSubscribe, word) {
				found.Language = "en"
			}
			return found, true
		}
	}
	return inbox.Keyword{}, false
}

// once returns what a key repeats: stop of stopstopstop, and the key itself
// where it repeats nothing.
func once(k string) string {
	for n := 1; n <= len(k)/2; n++ {
		if len(k)%n == 0 && k[n:] == k[:len(k)-n] {
			return k[:n]
		}
	}
	return k
}

// maxSubscribe bounds a subscribe keyword, in letters and digits: AWS allows 30
// characters to a keyword.
// https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-pool-keywords.html
const maxSubscribe = 30

// CheckSubscribe returns an inbox.ErrInvalid that says what to mend where the
// words cannot be an audience's subscribe keywords: each has 2 to 30 letters or
// digits, none is said twice, and none already means something else.
func CheckSubscribe(words []string) error {
	var seen []string
	for _, word := range words {
		k := key(word)
		_, ours := byKey[k]
		_, answer := answers[k]
		_, repeats := byKey[once(k)]
		var detail string
		switch n := len([]rune(k)); {
		case n < 2 || n > maxSubscribe:
			detail = fmt.Sprintf("%q is no keyword: it needs 2 to %d letters or digits, and nothing but punctuation besides.", word, maxSubscribe)
		case ours || answer || repeats:
			detail = fmt.Sprintf("%q already has a meaning of its own: choose another keyword.", word)
		case slices.Contains(seen, k):
			detail = fmt.Sprintf("%q is there twice.", word)
		default:
			seen = append(seen, k)
			continue
		}
		return &inbox.Problem{Kind: inbox.ErrInvalid, Detail: detail}
	}
	return nil
}
