package inbox

import (
	"strings"
	"testing"
)

const (
	someConversation = "01JD3X5W8Q4C9V2N7K1M6P0RST"
	someContact      = "01JD3X5W8Q4C9V2N7K1M6P0RSV"
	someMessage      = "01JD3X5W8Q4C9V2N7K1M6P0RSW"
	someCode         = "abcdefgh2345"
)

func testTokens() *Tokens {
	return &Tokens{
		Domain: "inbox.example.com", Current: 'b',
		Keys: map[byte][]byte{'a': []byte("an old key"), 'b': []byte("the key of today")},
	}
}

func TestATokenLeadsBackToWhatItNames(t *testing.T) {
	tokens := testTokens()
	for _, want := range []Token{
		{Conversation: someConversation},
		{CampaignCode: someCode, Contact: someContact},
	} {
		address := tokens.Address(want)
		local, _, _ := strings.Cut(address, "@")
		if len(local) > 64 || strings.ToLower(local) != local || strings.ContainsAny(local, "+.-_") {
			t.Errorf("%s does not survive every mail system", local)
		}
		if got, ok := tokens.Read(address); !ok || got != want {
			t.Errorf("Read(%s) = %+v, %t; want %+v", address, got, ok, want)
		}
	}
}

func TestARetiredKeyVerifiesForEver(t *testing.T) {
	old := testTokens()
	old.Current = 'a'
	if _, ok := testTokens().Read(old.Address(Token{Conversation: someConversation})); !ok {
		t.Error("an address signed before the rotation no longer leads anywhere")
	}
}

func TestNoOtherAddressIsAToken(t *testing.T) {
	tokens := testTokens()
	good := tokens.Address(Token{Conversation: someConversation})
	for i := range strings.Index(good, "@") {
		changed := []byte(good)
		changed[i] ^= 1
		if tok, ok := tokens.Read(string(changed)); ok {
			t.Errorf("with character %d changed it is still read as %+v", i, tok)
		}
	}
	for _, address := range []string{
		"", "@", "c@inbox.example.com", "support@inbox.example.com", good[1:],
		strings.Replace(good, "@inbox", "@outbox", 1), "x" + good, strings.Repeat("c", 300) + "@inbox.example.com",
	} {
		if _, ok := tokens.Read(address); ok {
			t.Errorf("%q is read as a token", address)
		}
	}
}

func TestASyntheticIDLeadsBackToItsMessage(t *testing.T) {
	tokens, want := testTokens(), MessageKey{someConversation, someMessage}
	for _, id := range []string{tokens.SyntheticID(want), strings.ToUpper(tokens.SyntheticID(want))} {
		if got, ok := tokens.ReadSynthetic(id); !ok || got != want {
			t.Errorf("ReadSynthetic(%s) = %v, %t", id, got, ok)
		}
	}
	for _, id := range []string{"", "a.b@inbox.example.com", "x@example.com", tokens.SyntheticID(want) + ".org"} {
		if got, ok := tokens.ReadSynthetic(id); ok {
			t.Errorf("ReadSynthetic(%q) = %v", id, got)
		}
	}
}

func TestAnIDOfSESIsKnownByItsLocalPart(t *testing.T) {
	for id, want := range map[string]string{
		"<0100018f-1@email.amazonses.com>":   "ses:0100018f-1",
		"0100018f-1@eu-west-1.amazonses.com": "ses:0100018f-1",
		"0100018f-1@AMAZONSES.com":           "ses:0100018f-1",
		"<CAF=x@mail.example.com>":           "CAF=x@mail.example.com",
		"a@notamazonses.com":                 "a@notamazonses.com",
		" spaced@example.com ":               "spaced@example.com",
	} {
		if got := WireKey(id); got != want {
			t.Errorf("WireKey(%q) = %q, want %q", id, got, want)
		}
	}
	if long := WireKey(strings.Repeat("x", 5000)); len(long) > 100 {
		t.Errorf("an endless id makes a key of %d bytes", len(long))
	}
}

func FuzzReadToken(f *testing.F) {
	tokens := testTokens()
	f.Add(tokens.Address(Token{Conversation: someConversation}))
	f.Add(tokens.Address(Token{CampaignCode: someCode, Contact: someContact}))
	f.Fuzz(func(t *testing.T, address string) {
		if tok, ok := tokens.Read(address); ok {
			again := *tokens
			again.Current = address[1]
			if again.Address(tok) != address {
				t.Errorf("%q is read as %+v, which is written otherwise", address, tok)
			}
		}
	})
}
