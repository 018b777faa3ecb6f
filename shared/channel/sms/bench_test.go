package sms

import (
	"strings"
	"testing"

	"confab/shared/inbox"
)

var benchTexts = map[string]string{
	"short":   "Your order is here until Friday at 6.",
	"emoji":   "Merci beaucoup ! À bientôt 🎉",
	"longest": strings.Repeat("Please don't forget: we close at 6 today. ", 36),
}

func BenchmarkMeasure(b *testing.B) {
	for name, text := range benchTexts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Measure(text)
			}
		})
	}
}

func BenchmarkKeywordOf(b *testing.B) {
	texts := map[string]string{"keyword": "Stop.", "Korean": "수신 거부"}
	for name, text := range benchTexts {
		texts[name] = text
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				KeywordOf(text, inbox.Listening{})
			}
		})
	}
}

func BenchmarkRefusalIn(b *testing.B) {
	texts := map[string]string{"refusal": "Please stop texting me.", "Chinese": "请问周五几点关门？我想来取我的订单。"}
	for name, text := range benchTexts {
		texts[name] = text
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				RefusalIn(text)
			}
		})
	}
}

func BenchmarkParty(b *testing.B) {
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			if _, err := ParseParty("+12125550123"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("zones", func(b *testing.B) {
		p := Party{PhoneNumber, "+12125550123"}
		for b.Loop() {
			p.Zones()
		}
	})
}
