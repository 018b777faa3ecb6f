package quote_test

import (
	"path/filepath"
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

func TestTrimFindsTheNewPart(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Gmail in Japanese", "承知しました。\n\n2026年5月4日(月) 10:15 Support <support@example.com>:\n\n> ご注文ありがとうございます。\n", "承知しました。"},
		{"Gmail in Japanese, unmarked", "承知しました。\n\n2026年5月4日(月) 10:15 Support <support@example.com>:\nご注文ありがとうございます。\n", "承知しました。"},
		{"Outlook in Japanese", "承知しました。\n\n________________________________\n差出人: Support <support@example.com>\n送信日時: 2026年5月4日 10:15\n宛先: 山田 <a@example.org>\n件名: ご注文\n\nありがとうございます。", "承知しました。"},
		{"Apple Mail in Japanese", "承知しました。\n\niPhoneから送信\n\n2026/05/04 10:15、Support <support@example.com>のメール:\n\n> ご注文\n", "承知しました。"},
		{"Chinese", "好的，谢谢。\n\n在 2026年5月4日，上午10:15，Support <support@example.com> 写道：\n\n> 您好\n", "好的，谢谢。"},
		{"Outlook in Chinese", "好的。\n\n发件人: Support <support@example.com>\n发送时间: 2026年5月4日 10:15\n收件人: a@example.org\n主题: 订单\n\n您好", "好的。"},
		{"QQ in Chinese", "好的。\n\n------------------ 原始邮件 ------------------\n发件人: \"Support\" <support@example.com>;\n发送时间: 2026年5月4日(星期一) 上午10:15\n收件人: \"a\"<a@example.org>;\n主题: 订单\n\n您好", "好的。"},
		{"Korean", "감사합니다.\n\n2026년 5월 4일 (월) 오전 10:15, Support <support@example.com>님이 작성:\n\n> 안녕하세요\n", "감사합니다."},
		{"a complete block without an hour", "The blue one.\n\nFrom: Support [mailto:support@example.com]\nSent: Monday, May 4, 2026\nTo: Ann\nSubject: Order\n\nWhich?", "The blue one."},
		{"a short drawn line above a block without a date", "The blue one.\n__________\nFrom: support@example.com\nTo: ann@example.org\nSubject: Order\n\nWhich?", "The blue one."},
		{"Outlook in German", "Danke!\n\nVon: Support <support@example.com>\nGesendet: Montag, 4. Mai 2026 10:15\nAn: a@example.org\nBetreff: Bestellung\n\nHallo", "Danke!"},
		{"Outlook in Greek", "Ευχαριστώ.\n\nΑπό: Support <support@example.com>\nΣτάλθηκε: Δευτέρα, 4 Μαΐου 2026 10:15\nΠρος: a@example.org\nΘέμα: Παραγγελία\n\nΓεια", "Ευχαριστώ."},
		{"Finnish", "Kiitos!\n\nma 4. toukok. 2026 klo 10.15 Support (support@example.com) kirjoitti:\n\n> Hei\n", "Kiitos!"},
		{"Hungarian", "Köszönöm!\n\nSupport <support@example.com> ezt írta (időpont: 2026. máj. 4., H, 10:15):\n\n> Szia\n", "Köszönöm!"},
		{"Turkish", "Teşekkürler.\n\nSupport <support@example.com>, 4 May 2026 Pzt, 10:15 tarihinde şunu yazdı:\n\n> Merhaba\n", "Teşekkürler."},
		{"Czech", "Děkuji.\n\npo 4. 5. 2026 v 10:15 odesílatel Support <support@example.com> napsal:\n\n> Dobrý den\n", "Děkuji."},
		{"Danish", "Tak!\n\nDen man. 4. maj 2026 kl. 10.15 skrev Support <support@example.com>:\n\n> Hej\n", "Tak!"},
		{"a language nobody listed", "Oké.\n\nX 2026-05-04 10:15 Support <support@example.com> zzz:\n\n> Hello\n", "Oké."},
		{"a wrapped attribution", "Yes.\n\nOn Mon, May 4, 2026 at 10:15 AM Support at Example Company <\nsupport@example.com> wrote:\n\n> Hello\n", "Yes."},
		{"an answer below", "On Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which colour?\n\nThe blue one.\n", "The blue one."},
		{"a signature under the answer", "The blue one.\n\n-- \nAnn\nExample Ltd\n", "The blue one."},
		{"a signature between answer and history", "The blue one.\n\n-- \nAnn\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "The blue one."},
		{"a phone's line", "The blue one.\n\nSent from my iPhone\n", "The blue one."},
		{"a phone's line above history", "The blue one.\n\nSent from my iPhone\n\n> On 4 May 2026, at 10:15, Support <support@example.com> wrote:\n> \n> Which?\n", "The blue one."},
		{"an answer between the lines keeps them", "> Which colour?\nBlue.\n> Which size?\nLarge.\n", "> Which colour?\nBlue.\n> Which size?\nLarge."},
		{"an answer between the lines loses the old tail", "On 4 May 2026, at 10:15, Support <support@example.com> wrote:\n> Which colour?\nBlue.\n> Which size?\nLarge.\n> Regards\n", "> Which colour?\nBlue.\n> Which size?\nLarge."},
	} {
		if got := quote.Trim(c.text, "Re: order").New; got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestTrimKeepsWhatTheAuthorWrote(t *testing.T) {
	for name, text := range map[string]string{
		"a sentence that ends as an attribution":      "Hello,\n\nmy colleague wrote:\nplease send two more chairs.\n\nCan you?",
		"a date and a verb without more":              "On Monday I wrote:\nplease send two more.\n\nNo answer so far.",
		"a list of fields":                            "My data:\nFrom: Berlin\nTo: Paris\n\nWhen does the train go?",
		"an address form":                             "Name: Ann\nSubject: chairs\nDate: 4 May 2026\nTo: 2 of them\n\nThanks",
		"dashes in the middle":                        "First point\n---\nSecond point\n-----\nThird point",
		"two dashes and much below":                   "Hello\n--\n" + strings.Repeat("This is a long line of text that goes on and on about the order.\n", 20) + "Bye",
		"the word original message":                   "I lost the original message, please send it again.",
		"sent from in a sentence":                     "The parcel was\nsent from Berlin.\nWhere is it?",
		"only a quotation":                            "> all of it is quoted",
		"code":                                        "Try this:\n\n    if a > b {\n    }\n\n# comment\n\nIt fails.",
		"a time with a colon":                         "Meet me on 4 May at 10:15:\nthe usual place.",
		"an address with a colon":                     "Write to ann@example.com:\nshe knows.",
		"German: schrieb in a sentence":               "Am 3.5. um 12:30 schrieb ich Ihnen:\ndie Lampe ist kaputt.\n\nBitte um Antwort.",
		"a text below marked lines":                   "See below.\n> one\n> two\nThis is mine.",
		"a price list with greater-than signs":        "prices:\n5 > 4\n3 > 2",
		"a question that closes with a colon":         "What I need, by 04.05.2026:\n- chairs\n- tables",
		"forwarded in a sentence":                     "This is a forwarded message:\nno, it is not.",
		"an attribution of one's own, with an answer": "> quoted\nmine\n> quoted\nmine too",
	} {
		if got := quote.Trim(text, "").New; got != strings.TrimSpace(text) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, strings.TrimSpace(text))
		}
	}
}

func TestTrimSaysWhichRuleCutWhat(t *testing.T) {
	result := quote.Trim("Blue.\n\nSent from my iPhone\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "")
	want := []quote.Cut{{Rule: quote.RuleDevice, Line: 3, Lines: 1}, {Rule: quote.RuleAttribution, Line: 5, Lines: 3}}
	if len(result.Cuts) != 2 || result.Cuts[0] != want[0] || result.Cuts[1] != want[1] {
		t.Errorf("%+v, want %+v", result.Cuts, want)
	}
}

// hostileLines are lines of which many call for much of some rule.
var hostileLines = []string{
	"", "a", "> a", "> a\nb", ":", "a@b", "2026", "--", "-- ", "---", "| a", "AB> x", "On ", "On 4", "On Mon, 4 May 2026 at 10:15", "On 4 May wrote:",
	"On Mon, 4 May 2026 at 10:15, A <a@example.com> wrote:", "Ann wrote:\n> x\ny", "On 4 May 2026 10:15 A <a@b.c> wrote:\n> x\nAB> y\nAB> z\nfoo",
	"a.b@c <d@e>", "Ann\n<a@b.c>", "1 a@b.c:\n", "From: a@example.com", "From: a\nTo: b", " From: a", "Sent: x", "Received: x", "            To",
	"-----Original Message-----", "---- x ----", "____________________", "Regards\n+1 555 0100 200 a@b.c", "Sent from my iPhone",
	"To unsubscribe from the x@y", "confidential delete notify this message", "我 在 2026年 写道：",
}

func TestTrimEndsSoonOnAnything(t *testing.T) {
	for _, unit := range []string{"a", ">", " ", "-", "On Mon, 4 May 2026 at 10:15 ", "From: Sent: To: Subject: "} {
		quote.Trim(strings.Repeat(unit, (1<<20)/len(unit)), "") // a line of 1 MB
	}
	for _, line := range hostileLines {
		many := strings.Repeat(line+"\n", 20_000/(1+strings.Count(line, "\n")))
		quote.Trim(many, "")
		quote.Trim("Blue.\n"+many, "Re: x")
	}
}

func TestTrimsWorkGrowsAsTheTextDoes(t *testing.T) {
	allocations := func(line string, n int) float64 {
		text := "Blue.\n" + strings.Repeat(line+"\n", n)
		return testing.AllocsPerRun(1, func() { quote.Trim(text, "Re: x") })
	}
	for _, line := range hostileLines {
		if once, twice := allocations(line, 3000), allocations(line, 6000); twice > 2.2*once+100 {
			t.Errorf("%q: %.0f allocations, and %.0f for twice the text", line, once, twice)
		}
	}
}

func TestWhatIsNewLosesNothingWhenTrimmedAgain(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.want")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	lost := [2]int{}
	for i, file := range files {
		text := read(t, file)
		if strings.Contains(text, ">") {
			continue // quotations that an answer gives sense to have lost their attribution
		}
		if gone := missing(words(text), words(quote.Trim(text, "Re: x").New)); len(gone) > 0 {
			if lost[i%2]++; i%2 == 0 {
				t.Logf("%s: lost %q", filepath.Base(file), gone)
			}
		}
	}
	if lost[0] > 0 || lost[1] > 0 {
		t.Errorf("%d of the learning half and %d of the check half lose a line", lost[0], lost[1])
	}
}

func BenchmarkTrim(b *testing.B) {
	ending := "\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n" + strings.Repeat("> Which colour would you like?\n", 30)
	for name, text := range map[string]string{
		"20KB-latin":    strings.Repeat("This is a line of prose by its author, which says, as ever: nothing at all.\n", 260) + ending,
		"20KB-cyrillic": strings.Repeat("Это строка текста, написанная её автором ровно 20 раз.\n", 205) + ending,
		"20KB-marked":   "Blue.\n" + strings.Repeat(ending, 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				quote.Trim(text, "Re: x")
			}
		})
	}
}

func FuzzTrim(f *testing.F) {
	f.Add("Blue.\n\nOn Mon, May 4, 2026 at 10:15 AM Support <support@example.com> wrote:\n> Which?\n", "Re: x")
	f.Add("> a\nb\n-- \nc", "")
	f.Add("---------- Forwarded message ---------\nFrom: A <a@example.com>\nTo: b\nSubject: c\n\nd", "Fwd: c")
	for _, history := range histories {
		f.Add("Blue.\n"+history, "Re: x")
	}
	for _, line := range hostileLines {
		f.Add(line+"\n"+line, "VS: x")
	}
	f.Fuzz(func(t *testing.T, text, subject string) {
		result := quote.Trim(text, subject)
		if strings.TrimSpace(result.New) == "" && strings.TrimSpace(strings.Trim(text, "\ufeff\u00a0 \n\t")) != "" && len(result.Cuts) > 0 && !isMarkedAll(text) {
			t.Errorf("all of %q was cut", text)
		}
		// What is new is a part of what there was, line by line and in its order.
		lines := strings.Split(text, "\n")
		for line := range strings.SplitSeq(result.New, "\n") {
			for len(lines) > 0 && !strings.HasPrefix(strings.TrimPrefix(lines[0], "\ufeff"), line) {
				lines = lines[1:]
			}
			if len(lines) == 0 {
				t.Fatalf("%q is not a line of %q", line, text)
			}
			lines = lines[1:]
		}
		quote.ReadHTML(text).Trim("")
	})
}

// isMarkedAll tells a text of which every line is marked as quoted.
func isMarkedAll(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimLeft(strings.Trim(line, "\ufeff"), " \t\u00a0"); line != "" && !strings.HasPrefix(line, ">") && !strings.HasPrefix(line, "＞") {
			return false
		}
	}
	return true
}
