package sms

import (
	"errors"
	"testing"

	"confab/shared/inbox"
)

func TestOnlyANumberIsANumber(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // "" where it is refused
	}{
		{"a number", "+1 (212) 555-0123", "+12125550123"},
		{"a short code", "12345", ""},
		{"a name", "EXAMPLE", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		got, err := Texts{}.Number(tt.text)
		if got != tt.want || (err != nil) != (tt.want == "") || err != nil && !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
	if zones := (Texts{}).Zones("+12125550123"); len(zones) != 1 || zones[0].String() != "America/New_York" {
		t.Errorf("a number of New York is in %v", zones)
	}
	if zones := (Texts{}).Zones("?"); zones != nil {
		t.Errorf("what is no number is in %v", zones)
	}
}

func TestTextsSayWhatTheirPartsSay(t *testing.T) {
	const text = "“Stop texting me”"
	texts := Texts{}
	if words, refused := texts.Refusal(text); !refused || words != "stop texting" {
		t.Errorf("Refusal = %q %v", words, refused)
	}
	if plain, ok := texts.Plainer(text); !ok || plain != `"Stop texting me"` {
		t.Errorf("Plainer = %q %v", plain, ok)
	}
	if got := texts.Length(text); got != Measure(text) {
		t.Errorf("Length = %+v", got)
	}
	if k, ok := texts.Keyword("Stop.", inbox.Listening{}); !ok || k.Class != inbox.OptOut {
		t.Errorf("Keyword = %+v %v", k, ok)
	}
	if texts.CheckLength(text) != nil || texts.CheckSubscribe([]string{"stop"}) == nil {
		t.Error("lengths or words are not checked")
	}
}
