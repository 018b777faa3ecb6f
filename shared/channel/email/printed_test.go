package email

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email/quote"
)

func TestAddressesAreReadAsClientsPrintThem(t *testing.T) {
	const ann, bo = "Ann|ann@example.org", "Bo|bo@example.com"
	for _, c := range []struct{ name, printed, want string }{
		{"a name and an address", "Ann <ann@example.org>", ann},
		{"quotation marks", `"Ann" <ann@example.org>`, ann},
		{"single quotation marks", "'Ann' <ann@example.org>", ann},
		{"French quotation marks", "« Ann » <ann@example.org>", ann},
		{"curly quotation marks, no blank", "“Ann”<ann@example.org>", ann},
		{"an address alone", "ann@example.org", "|ann@example.org"},
		{"an address in angle brackets", "<ann@example.org>", "|ann@example.org"},
		{"an address in square brackets", "[ann@example.org]", "|ann@example.org"},
		{"a name, and an address in square brackets", "Ann [ann@example.org]", ann},
		{"classic Outlook's link", "Ann [mailto:ann@example.org]", ann},
		{"a link within the brackets", "Ann <ann@example.org<mailto:ann@example.org>>", ann},
		{"a link behind the brackets", "Ann <ann@example.org> <mailto:ann@example.org>", ann},
		{"a link for brackets", "Ann <mailto:ann@example.org>", ann},
		{"a link behind an address", "ann@example.org<mailto:ann@example.org>", "|ann@example.org"},
		{"a link in round brackets", "ann@example.org (mailto:ann@example.org)", "|ann@example.org"},
		{"a link in Markdown", "Ann <[ann@example.org](mailto:ann@example.org)>", ann},
		{"the name behind", "ann@example.org (Ann)", ann},
		{"brackets in a name", "Poe, Cy (Billing) <cy@example.net>", "Poe, Cy (Billing)|cy@example.net"},
		{"brackets in names", "Cy (A) <cy@example.net>; Di (B) <di@example.net>", "Cy (A)|cy@example.net Di (B)|di@example.net"},
		{"the address behind, in round brackets", "Ann (ann@example.org)", ann},
		{"the address as its own name", "ann@example.org <ann@example.org>", "|ann@example.org"},
		{"the address as its own name, in quotation marks", `"ann@example.org" <Ann@example.org>`, "|Ann@example.org"},
		{"a name alone", "Ann", "Ann|"},
		{"surname first", "Lee, Ann <ann@example.org>", "Lee, Ann|ann@example.org"},
		{"names alone, surnames first", "Lee, Ann; Ray, Bo", "Lee, Ann| Ray, Bo|"},
		{"names of Notes", "Ann Lee/ORG@ORG, Bo Ray/Sales/ORG@ORG", "Ann Lee/ORG@ORG| Bo Ray/Sales/ORG@ORG|"},
		{"commas", "Ann <ann@example.org>, Bo <bo@example.com>", ann + " " + bo},
		{"semicolons, one too many", `"Ann" <ann@example.org>; "Bo"<bo@example.com>;`, ann + " " + bo},
		{"wide semicolons and brackets", "Ann＜ann@example.org＞；Bo＜bo@example.com＞", ann + " " + bo},
		{"HTML left in text", `"Ann"&lt;ann@example.org&gt;`, ann},
		{"bold", "*Ann* <ann@example.org>", ann},
		{"a list that is wrapped", "Ann <ann@example.org>; Bo\n <bo@example.com>", ann + " " + bo},
		{"nobody that is told", "undisclosed-recipients:;", ""},
		{"nothing", "", ""},
	} {
		var got []string
		for _, a := range printedAddresses(c.printed) {
			got = append(got, a.Name+"|"+a.Address)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, strings.Join(got, " "), c.want)
		}
	}
}

func TestAMailSentForAnotherIsFromTheOther(t *testing.T) {
	for _, c := range []struct{ printed, want string }{
		{"desk@example.org [mailto:desk@example.org] On Behalf Of Ann Lee", "Ann Lee|desk@example.org"},
		{"Desk <desk@example.org> on behalf of Ann Lee <ann@example.org>", "Ann Lee|ann@example.org"},
		{"Desk <desk@example.org> Im Auftrag von Ann Lee", "Ann Lee|desk@example.org"},
		{"desk@example.org <desk@example.org> de la part de Ann Lee", "Ann Lee|desk@example.org"},
		{"Desk <desk@example.org> от имени Ann Lee", "Ann Lee|desk@example.org"},
		{"İ <desk@example.org> On Behalf Of Ann Lee", "Ann Lee|desk@example.org"},
		{"Ann Lee via Desk <desk@example.org>", "Ann Lee via Desk|desk@example.org"},
		{"On Behalf Of Ann <ann@example.org>", "On Behalf Of Ann|ann@example.org"},
	} {
		if got := printedSender(c.printed); got.Name+"|"+got.Address != c.want {
			t.Errorf("%q: %q", c.printed, got)
		}
	}
}

// The months that every language of the table prints, each on the 21st.
func TestMonthsOfEveryLanguageAreRead(t *testing.T) {
	for language, months := range monthNames {
		for i, names := range months {
			for name := range strings.FieldsSeq(names) {
				name = strings.ReplaceAll(strings.TrimSuffix(name, "-"), "_", " ")
				for _, printed := range []string{"21 " + name + " 2026, 14:15", name + " 21, 2026 02:15 PM", "21. " + strings.ToUpper(name) + " 2026 14.15.16"} {
					if got, ok := readPrintedDate(printed, true); !ok || got.Format("2006-01-02 15:04") != fmt.Sprintf("2026-%02d-21 14:15", i+1) {
						t.Errorf("%s: %q: %v", language, printed, got)
					}
				}
			}
		}
	}
}

func TestDatesAreReadAsClientsPrintThem(t *testing.T) {
	const want = "2026-05-04 14:15"
	for _, printed := range []string{
		"4.5.2026 14:15", "04.05.26 14:15", "4. 5. 2026 14:15", "2026. 05. 04. 14:15", "2026-05-04, Mo, 14:15", "2026/5/4 (月) 14:15", "26/5/4 오후 2:15",
		"04/05/2026 14:15", "4/5/2026 2:15 p. m.", "4/05/2026 2:15 pm", "5/4/2026 2:15 PM", "Mon 5/4/2026 2:15 PM", "04-05-2026 14.15",
		"2026年5月4日下午2:15", "2026年5月4日 14時15分", "2026년 5월 4일 오후 2시 15분", "令和8年5月4日 14:15", "民國 2026年5月4日 14:15", "4 พ.ค. 2569 14:15 น.", "04/05/2569 14:15",
		"Th 2, 4 thg 5, 2026 lúc 14:15", "14:15 Thứ Hai, ngày 04 tháng 5 năm 2026", "4 Tháng Năm 2026 2:15 CH",
		"٤ مايو ٢٠٢٦ ٢:١٥ م", "٤/٥/٢٠٢٦ ١٤:١٥", "۴ مه ۲۰۲۶، ۱۴:۱۵", "4 أيار 2026 14:15", "יום ב׳, 4 במאי 2026 ב-14:15", "\u200e4 במאי 2026 14:15\u200f",
		"Δευ, 4 Μαΐ 2026, 2:15 μ.μ.", "4 Μαΐου 2026 2:15:16 μμ", "lundi 4 mai 2026 à 14 h 15", "4 mai 2026 14h15", "Le lundi 4 mai 2026 à 14:15",
		"On Monday, May 4th, 2026 at 2:15 PM", "Montag, 4. Mai 2026 um 14:15 Uhr", "2026 m. gegužės 4 d. 14:15", "2026. gada 4. maijs 14:15", "4 de maig del 2026, a les 14:15",
		"E, 4. mai 2026 kell 14:15", "4. toukokuuta 2026 klo 14.15", "maanantaina 4. toukokuuta 2026 14.15.16", "2026. május 4., hétfő, du. 2:15", "Isn, 4 Mei 2026 2:15 PTG", "4 Mayıs 2026 Pazartesi ÖS 2:15",
	} {
		got, ok := readPrintedDate(printed, true)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("%q: %v", printed, got)
		}
	}
	for _, c := range []struct{ printed, want string }{
		{"May 4, 2026 12:05 AM", "2026-05-04 00:05 +0000"},
		{"May 4, 2026 12:05 PM", "2026-05-04 12:05 +0000"},
		{"May 4, 2026 at 2:15:08 PM GMT-7", "2026-05-04 14:15 -0700"},
		{"May 4, 2026 2:15 PM (UTC+05:30)", "2026-05-04 14:15 +0530"},
		{"4 mai 2026 à 14:15:08 UTC+2", "2026-05-04 14:15 +0200"},
		{"4. Mai 2026 um 14:15:08 OESZ", "2026-05-04 14:15 +0300"},
		{"4. května 2026 14:15:08 SELČ", "2026-05-04 14:15 +0200"},
		{"٤ مايو ٢٠٢٦ في ٢:١٥ م غرينتش+٣", "2026-05-04 14:15 +0300"},
		{"2026-05-04 14:15:08 +0900", "2026-05-04 14:15 +0900"},
		{"7. listopada 2025. 9:05", "2025-10-07 09:05 +0000"},  // Croatian
		{"7. listopadu 2025 9:05", "2025-11-07 09:05 +0000"},   // Czech
		{"mar. 3 févr. 2026 09:05", "2026-02-03 09:05 +0000"},  // mardi
		{"середа, 5 серпня 2026 р.", "2026-08-05 00:00 +0000"}, // a day like a month
		{"2026年5月4日 下午12:05", "2026-05-04 12:05 +0000"},
		{"2026年5月4日 上午12:05", "2026-05-04 00:05 +0000"},
	} {
		got, ok := readPrintedDate(c.printed, true)
		if !ok || got.Format("2006-01-02 15:04 -0700") != c.want {
			t.Errorf("%q: %v", c.printed, got)
		}
	}
	for _, printed := range []string{"", "yesterday", "2026", "31 February 2026 10:00", "May 2026", "4 May 2026 25:00", "14:15", strings.Repeat("4 May 2026 ", 100)} {
		if got, ok := readPrintedDate(printed, true); ok {
			t.Errorf("%q: %v", printed, got)
		}
	}
}

func TestWhichIsTheMonthInFiguresDependsOnTheLanguage(t *testing.T) {
	body := "%s: Ann <ann@example.org>\n%s: 04/05/2026 02:15 PM\n%s: us@example.com\n%s: Plan\n\nHello."
	for _, c := range []struct {
		from, sent, to, subject string
		want                    time.Month
	}{{"From", "Sent", "To", "Subject", time.April}, {"De", "Enviado", "Para", "Asunto", time.May}} {
		r := quote.Trim(fmt.Sprintf(body, c.from, c.sent, c.to, c.subject), "Fwd: Plan")
		if r.Forwarded == nil {
			t.Fatal(c.from, "no forward")
		}
		if got := forwardedHead(r.Forwarded).Date; got.Month() != c.want || got.Hour() != 14 {
			t.Errorf("%s: %v", c.from, got)
		}
	}
}

func FuzzForwardedHead(f *testing.F) {
	for _, seed := range []string{"Ann <ann@example.org>", "2026年5月4日(月) 下午2:15", "İ@ on behalf of \xff", "4 Tháng Mười Một 2025 9:05 SA GMT+7", "[a@b](mailto:a@b)", "4.5.26 14.15.08 +0200"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		head := forwardedHead(&quote.Forward{From: s, To: s, Cc: s, Subject: s, Date: s, English: len(s)%2 == 0})
		if y := head.Date.Year(); !head.Date.IsZero() && (y < 1980 || y > 2100) {
			t.Errorf("%q: %v", s, head.Date)
		}
	})
}
