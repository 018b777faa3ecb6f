package search

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatFindsAText(t *testing.T) {
	for _, tt := range []struct {
		q, text string
		want    bool
	}{
		{"refund", "I want a REFUND.", true},
		{"refund order", "My order: please refund it", true},
		{"refund order", "Please refund it", false},
		{"ref", "Please refund it", true},
		{"ref it", "Please refund it", false}, // only the last word may go on
		{"r", "Please refund it", false},
		{"refund ", "He refunded it", true},
		{"refund!", "He refunded it", false},
		{"cafe", "Une table au CAFÉ", true},
		{"café", "une table au cafe", true},
		{"strasse", "Hauptstraße 3", false},
		{"hauptstrasse", "Hauptstraße 3", true},
		{"Ørsted lodz", "orsted, Łódź", true},
		{"ΟΔΟΣ", "οδός", true},
		{"istanbul", "İSTANBUL", true},
		{"дом", "ДОМА", true},
		{"елка", "ёлка", true},
		{"שלום", "שָׁלוֹם", true},
		{"محمد", "مُحَمَّد", true},
		{"2026", "٢٠٢٦", true},
		{"ＡＢＣ", "abc", true},
		{"C-7KQ2MX", "see c-7kq2mx", true},
		{"ada@example.org", "From: Ada <ada@example.org>", true},
		{"1234", "order #ORD-1234", true},
		{"ord-1234", "order #ORD-1234", true},
		{"東京", "今日は東京都に行きます", true},
		{"京都", "東京都", true}, // any letters in a row
		{"東都", "東京都", false},
		{"都", "東京都", true},
		{"ガラス", "ｶﾞﾗｽの瓶", true},
		{"カラス", "ガラスの瓶", false},
		{"退款 订单", "我的订单需要退款", true},
		{"退款 订单", "我的订单", false},
		{"환불", "환불해 주세요", true},
		{"ขอบ", "ขอบคุณมากค่ะ", true},
		{"คุณมาก", "ขอบคุณมากค่ะ", true},
		{"มาค่ะ", "ขอบคุณมากค่ะ", false},
		{"हिन्दी", "यह हिन्दी है", true},
		{"naïve test", "A naive\u00adty tester", false},
		{"naivety test", "A naive\u00adty tester", true},
		{"第3回", "第3回大会", true},
		{"", "anything", false},
		{"!!", "anything!!", false},
	} {
		q := Words.Ask(tt.q)
		if got := !q.Empty() && q.Match(tt.text); got != tt.want {
			t.Errorf("%q finds %q: %v", tt.q, tt.text, got)
		}
		if tt.want && !covered(q, Words.Terms(tt.text)) {
			t.Errorf("%q: terms %v are not among %v", tt.q, q.terms, Words.Terms(tt.text))
		}
	}
}

// covered tells that an index of the terms would find the question.
func covered(q Query, terms []string) bool {
	for _, want := range q.terms {
		if !slices.ContainsFunc(terms, func(s string) bool { return s == want.text || want.prefix && strings.HasPrefix(s, want.text) }) {
			return false
		}
	}
	return !q.Empty()
}

func TestAnyPartOfANameOrAddressFindsIt(t *testing.T) {
	ada := []string{"Ada Lovelace", "ada@mail.example.org", "15550123"}
	for q, want := range map[string]bool{
		"ada": true, "Love": true, "LACE": true, "a": true, "il": true, "example": true, "@mail": true, "5501": true, "23": true,
		"lovelace ada": true, "ada example.org": true, "lovelock": false, "example.com": false, "adal": false, "": false, "z": false,
	} {
		question := Parts.Ask(q)
		if got := !question.Empty() && question.Match(ada...); got != want {
			t.Errorf("%q finds Ada: %v", q, got)
		}
		if want && !covered(question, Parts.Terms(ada...)) {
			t.Errorf("%q: %v", q, question.terms)
		}
	}
	if q := Parts.Ask("王"); !q.Match("王小明") || !covered(q, Parts.Terms("小王")) {
		t.Error("one letter of a name does not find it")
	}
}

func TestASnippetShowsWhatWasFound(t *testing.T) {
	long := strings.Repeat("Some words before it. ", 20) + "The Réfund for 東京都民 came. " + strings.Repeat("And some after it. ", 20)
	for q, want := range map[string]string{
		"refund": "[Réfund]", "refund cam": "[came]", "京都": "東[京都]民",
	} {
		var out strings.Builder
		for _, p := range Words.Ask(q).Snippet(long) {
			if p.Match {
				out.WriteString("[" + p.Text + "]")
			} else {
				out.WriteString(p.Text)
			}
		}
		got := out.String()
		if !strings.Contains(got, want) || !strings.HasPrefix(got, ellipsis) || !strings.HasSuffix(got, ellipsis) || len(got) > snippetBytes+40 {
			t.Errorf("%q: %q", q, got)
		}
	}
	if got := Words.Ask("nothing").Snippet("A short text."); len(got) != 1 || got[0] != (Part{Text: "A short text."}) {
		t.Errorf("%v", got)
	}
}

func FuzzWhatATextIsIndexedByFindsIt(f *testing.F) {
	for _, s := range vocabulary {
		f.Add(s, 0, 3)
	}
	f.Add("Ünïcödé ｶﾞﾗｽ ขอบคุณ مُحَمَّد", 3, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		if len(text) > 1000 {
			return // the comparison below is quadratic
		}
		for _, a := range []Analysis{Words, Parts} {
			q := a.Ask(text)
			if len(q.wanted) < maxWanted && !q.Empty() && (!q.Match(text) || !covered(q, a.Terms(text))) {
				t.Errorf("%q does not find itself", text)
			}
			if from >= 0 && from <= to && to <= len(text) {
				part := text[from:to]
				for _, p := range a.Ask(part).Snippet(text) {
					if !strings.Contains(text+ellipsis, strings.Trim(p.Text, ellipsis)) {
						t.Errorf("the snippet %q is no part of %q", p.Text, text)
					}
				}
			}
		}
	})
}
