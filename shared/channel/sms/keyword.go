package sms

import (
	"fmt"
	"slices"

	"confab/shared/inbox"
)

// Class is what a keyword asks for.
type Class string

// The classes of keywords.
const (
	OptOut    Class = "opt_out"   // no more texts
	OptIn     Class = "opt_in"    // texts again, or yes to the question whether
	Help      Class = "help"      // who writes, and how to make it stop
	Subscribe Class = "subscribe" // a word that the audience chose
)

// Keyword is what a text consists of.
type Keyword struct {
	Class    Class
	Word     string // the word as its list has it, whatever its spelling in the text
	Language string // ISO 639-1; "" for a word that an audience made up
}

// keywords are the words that always mean something, with spellings that folding
// does not bring to the word itself: case, blanks, punctuation, accents and
// full-width forms need none. In English they are those that the FCC names
// (47 CFR 64.1200(a)(10)) and those of AWS, of which TD is Chinese, from the
// first letters of tuìdìng:
// https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html
// PARAR and CANCELAR are Portuguese and Spanish, 停止 Chinese and Japanese: each
// has one language here, which changes nothing but what is shown.
var keywords = []struct {
	class     Class
	language  string
	word      string
	spellings []string
}{
	{OptOut, "en", "STOP", nil},
	{OptOut, "en", "STOPALL", nil},
	{OptOut, "en", "UNSUBSCRIBE", []string{"unsubscribed", "unsuscribe", "unsubcribe", "unsubscibe", "unsubscribe all"}}, //nolint:misspell // as people write it
	{OptOut, "en", "CANCEL", nil},
	{OptOut, "en", "END", nil},
	{OptOut, "en", "QUIT", nil},
	{OptOut, "en", "REVOKE", nil},
	{OptOut, "en", "OPTOUT", nil},
	{OptOut, "en", "REMOVE", nil},
	{OptOut, "fr", "ARRET", []string{"arrêter", "arrêtez"}},
	{OptOut, "es", "ALTO", nil},
	{OptOut, "es", "BAJA", nil},
	{OptOut, "pt", "PARAR", nil},
	{OptOut, "pt", "SAIR", nil},
	{OptOut, "pt", "CANCELAR", nil},
	{OptOut, "de", "STOPP", nil},
	{OptOut, "de", "ABMELDEN", []string{"Abmeldung"}},
	{OptOut, "zh", "停止", nil},
	{OptOut, "zh", "退订", []string{"退订短信"}},
	{OptOut, "zh", "退訂", []string{"退訂簡訊"}},
	{OptOut, "zh", "TD", nil},
	{OptOut, "ja", "配信停止", []string{"配信の停止", "配信を停止"}},
	{OptOut, "ko", "수신거부", []string{"무료수신거부"}},
	{OptOut, "ru", "СТОП", nil},
	{OptIn, "en", "START", nil},
	{OptIn, "en", "UNSTOP", nil},
	{Help, "en", "HELP", nil},
	{Help, "en", "INFO", nil},
}

// answers mean something only where we asked whether a number wants texts.
var answers = map[string]Keyword{
	key("YES"): {OptIn, "YES", "en"},
	key("Y"):   {OptIn, "YES", "en"},
}

var byKey = func() map[string]Keyword {
	index := map[string]Keyword{}
	for _, k := range keywords {
		for _, spelling := range append([]string{k.word}, k.spellings...) {
			index[key(spelling)] = Keyword{k.class, k.word, k.language}
		}
	}
	return index
}()

// DefaultSubscribe are the subscribe keywords of an audience that chose none.
var DefaultSubscribe = []string{"JOIN", "SUBSCRIBE"}

// Listening is what a text may be besides the keywords that everybody has.
type Listening struct {
	Asked     bool     // our last text asked for consent, so that YES gives it
	Subscribe []string // the audience's own keywords, as CheckSubscribe admits them
}

// KeywordOf returns the keyword that a text consists of, if it consists of
// nothing else: case, blanks, punctuation, accents, full-width and invisible
// characters do not count, and an opt-out may be said several times. A text
// with any other word, digit or emoji is for people to read.
func KeywordOf(text string, l Listening) (Keyword, bool) {
	k := key(text)
	if k == "" {
		return Keyword{}, false
	}
	if found, ok := byKey[k]; ok {
		return found, true
	}
	if found, ok := answers[k]; ok && l.Asked {
		return found, true
	}
	if found, ok := byKey[once(k)]; ok && found.Class == OptOut {
		return found, true
	}
	for _, word := range l.Subscribe {
		if key(word) == k {
			found := Keyword{Class: Subscribe, Word: word}
			if slices.Contains(DefaultSubscribe, word) {
				found.Language = "en"
			}
			return found, true
		}
	}
	return Keyword{}, false
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
