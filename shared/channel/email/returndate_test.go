package email

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// returnCase is what an owner writes who goes away, and the day that it names.
type returnCase struct{ name, text, want string }

// returnCases are read as of Monday, 27 April 2026.
var returnCases = []returnCase{
	{"English: until, month first", "I am out of the office until May 5.", "2026-05-05"},
	{"English: until, day first", "I will be away until 5 June 2026.", "2026-06-05"},
	{"English: until a weekday and a date", "I am on leave until Friday, 8 May 2026, with no email.", "2026-05-08"},
	{"English: back beats until", "I am away until 8 May. I will be back in the office on Monday, May 11.", "2026-05-11"},
	{"English: from and to", "I am on vacation from 1 to 14 August.", "2026-08-14"},
	{"English: from and to with months", "I am on vacation from August 1st to August 14th, 2026.", "2026-08-14"},
	{"English: a range with a dash", "Out of office 4 – 8 May 2026", "2026-05-08"},
	{"English: returning in brackets", "Ann is out of the office (returning 05/13/2026)", "2026-05-13"},
	{"English: a date of which one reading is over", "Back on 01/05/2026", "2026-05-01"},
	{"English: a date with two readings", "Back on 06/05/2026", ""},
	{"English: a weekday alone", "I will be back on Thursday.", "2026-04-30"},
	{"English: next Monday", "I'm back next Monday.", "2026-05-04"},
	{"English: tomorrow", "I will be back tomorrow.", "2026-04-28"},
	{"English: office hours are no return", "Our office is open again Monday to Friday.", ""},
	{"English: calls that are returned", "I will return your call as soon as I can. Until further notice call Bo.", ""},
	{"English: a date that has nothing to do with it", "Our new address is valid from 1 June 2026. I am away.", ""},
	{"English: over for a week", "I am away until April 20.", ""},
	{"English: over for a year", "I am away until May 5, 2025.", ""},
	{"English: wrapped lines", "I am out of the office and will return on\nWednesday,\nMay 6, 2026.", "2026-05-06"},
	{"English: ISO", "Away until 2026-05-08", "2026-05-08"},
	{"German: until", "Ich bin bis einschließlich 8. Mai 2026 nicht im Büro.", "2026-05-08"},
	{"German: from and until", "Ich bin vom 04.05. bis zum 15.05.2026 im Urlaub.", "2026-05-15"},
	{"German: back from", "Ab dem 18. Mai bin ich wieder für Sie da.", "2026-05-18"},
	{"German: start of the leave", "Ich bin ab dem 4. Mai im Urlaub.", ""},
	{"German: leave and return", "Ich bin ab dem 4. Mai im Urlaub und ab dem 18. Mai wieder erreichbar.", "2026-05-18"},
	{"German: a weekday", "Am Donnerstag bin ich wieder zurück am Platz. Ich bin bis Mittwoch unterwegs.", "2026-04-29"},
	{"German: March", "Ich bin bis 12. März 2027 in Elternzeit.", "2027-03-12"},
	{"French: until", "Je suis absent jusqu'au 5 mai 2026 inclus.", "2026-05-05"},
	{"French: until with a curly apostrophe", "Je suis absente jusqu’au mardi 12 mai.", "2026-05-12"},
	{"French: back", "Je serai de retour le 1er juin 2026.", "2026-06-01"},
	{"French: from and to", "Je suis en congé du 3 au 21 août 2026.", "2026-08-21"},
	{"Spanish: until", "Estaré fuera de la oficina hasta el 9 de mayo de 2026.", "2026-05-09"},
	{"Spanish: back", "Regreso el lunes 11 de mayo.", "2026-05-11"},
	{"Spanish: from and to", "Estoy de vacaciones del 1 al 15 de agosto.", "2026-08-15"},
	{"Portuguese: until", "Estou de férias até 15 de maio de 2026.", "2026-05-15"},
	{"Portuguese: until the day", "Estarei ausente até o dia 20/05/2026.", "2026-05-20"},
	{"Portuguese: back", "Retorno em 18 de maio.", "2026-05-18"},
	{"Italian: until", "Sono assente fino al 10/05/2026.", "2026-05-10"},
	{"Italian: back", "Rientrerò lunedì 11 maggio 2026.", "2026-05-11"},
	{"Catalan: until", "Estic de vacances fins al 15 de maig de 2026.", "2026-05-15"},
	{"Dutch: until", "Ik ben afwezig tot en met 11 mei 2026.", "2026-05-11"},
	{"Dutch: back", "Vanaf maandag 18 mei ben ik weer aanwezig.", "2026-05-18"},
	{"Swedish: until", "Jag är på semester till och med 15 maj 2026.", "2026-05-15"},
	{"Swedish: back", "Jag är tillbaka den 18 maj.", "2026-05-18"},
	{"Danish: until", "Jeg er på ferie til og med den 15. maj 2026.", "2026-05-15"},
	{"Danish: back", "Jeg er tilbage mandag den 18. maj.", "2026-05-18"},
	{"Norwegian: back", "Jeg er tilbake på kontoret 18. mai 2026.", "2026-05-18"},
	{"Finnish: until", "Olen lomalla 15. toukokuuta asti.", "2026-05-15"},
	{"Finnish: until in numbers", "Olen lomalla 15.5.2026 saakka.", "2026-05-15"},
	{"Finnish: back", "Palaan töihin 18.5.2026.", "2026-05-18"},
	{"Estonian: until", "Olen puhkusel kuni 15. mai 2026.", "2026-05-15"},
	{"Latvian: until", "Esmu atvaļinājumā līdz 15.05.2026.", "2026-05-15"},
	{"Lithuanian: until", "Atostogauju iki 2026 m. gegužės 15 d.", "2026-05-15"},
	{"Polish: until", "Jestem na urlopie do 15 maja 2026.", "2026-05-15"},
	{"Polish: back", "Wracam 18 maja 2026 r.", "2026-05-18"},
	{"Polish: November", "Jestem nieobecna do dnia 5 listopada 2026.", "2026-11-05"},
	{"Czech: until", "Jsem na dovolené do 15. května 2026.", "2026-05-15"},
	{"Czech: until with blanks", "Jsem mimo kancelář do 15. 5. 2026.", "2026-05-15"},
	{"Czech: July and not June", "Vrátím se 7. července 2026.", "2026-07-07"},
	{"Slovak: until", "Som na dovolenke do 15. mája 2026.", "2026-05-15"},
	{"Hungarian: until", "Szabadságon vagyok 2026. május 15-ig.", "2026-05-15"},
	{"Hungarian: until in numbers", "Szabadságon vagyok 2026.05.15-ig.", "2026-05-15"},
	{"Romanian: until", "Sunt în concediu până pe 15 mai 2026.", "2026-05-15"},
	{"Croatian: until", "Na godišnjem sam do 15. svibnja 2026.", "2026-05-15"},
	{"Croatian: July", "Na godišnjem sam do 15. srpnja 2026.", "2026-07-15"},
	{"Slovene: until", "Na dopustu sem do 15. maja 2026.", "2026-05-15"},
	{"Serbian: until", "На одмору сам до 15. маја 2026.", "2026-05-15"},
	{"Bulgarian: until", "В отпуска съм до 15 май 2026 г.", "2026-05-15"},
	{"Russian: until", "Я в отпуске до 15 мая 2026 г.", "2026-05-15"},
	{"Russian: from and to", "Нахожусь в отпуске с 4 по 15 мая 2026 года.", "2026-05-15"},
	{"Russian: back", "Вернусь 18 мая.", "2026-05-18"},
	{"Ukrainian: until", "Я у відпустці до 15 травня 2026 р.", "2026-05-15"},
	{"Greek: until", "Βρίσκομαι σε άδεια έως 15 Μαΐου 2026.", "2026-05-15"},
	{"Greek: back", "Θα επιστρέψω στις 18 Μαΐου.", "2026-05-18"},
	{"Turkish: until", "15 Mayıs 2026 tarihine kadar izindeyim.", "2026-05-15"},
	{"Turkish: until with an ending", "15 Mayıs'a kadar ofis dışındayım.", "2026-05-15"},
	{"Turkish: back", "18 Mayıs 2026 tarihinde ofise döneceğim.", "2026-05-18"},
	{"Arabic: until", "أنا في إجازة حتى 15 مايو 2026.", "2026-05-15"},
	{"Arabic: until in Arabic digits", "أنا خارج المكتب حتى ١٥ مايو ٢٠٢٦", "2026-05-15"},
	{"Arabic: back", "سأعود يوم 18 مايو 2026.", "2026-05-18"},
	{"Hebrew: until", "אני בחופשה עד 15 במאי 2026.", "2026-05-15"},
	{"Hebrew: until in numbers", "אני בחופשה עד ה-15.5.2026.", "2026-05-15"},
	{"Persian: until in Persian digits", "تا ۱۵ مه ۲۰۲۶ در مرخصی هستم.", "2026-05-15"},
	{"Hindi: back", "मैं 18 मई 2026 को वापस आऊँगा।", "2026-05-18"},
	{"Japanese: until", "5月7日まで休暇をいただいております。", "2026-05-07"},
	{"Japanese: until with a weekday", "2026年5月7日（木）まで不在にしております。", "2026-05-07"},
	{"Japanese: from and to", "4月29日から5月6日まで休業いたします。", "2026-05-06"},
	{"Japanese: back", "5月8日（金）より出社いたします。", "2026-05-08"},
	{"Japanese: until with a slash", "5/7（木）まで不在です。", "2026-05-07"},
	{"Japanese: until in wide digits", "５月７日まで不在です。", "2026-05-07"},
	{"Simplified Chinese: until", "我正在休假，到5月7日。", "2026-05-07"},
	{"Simplified Chinese: from and to", "本人于2026年5月1日至5月5日休假。", "2026-05-05"},
	{"Simplified Chinese: back", "我将于5月8日返回办公室。", "2026-05-08"},
	{"Traditional Chinese: back", "我將於5月8日回來上班。", "2026-05-08"},
	{"Korean: until", "5월 7일까지 휴가입니다.", "2026-05-07"},
	{"Korean: until with a weekday", "2026년 5월 7일(목)까지 부재중입니다.", "2026-05-07"},
	{"Korean: back", "5월 8일에 복귀합니다.", "2026-05-08"},
	{"Vietnamese: until", "Tôi nghỉ phép đến hết ngày 15 tháng 5 năm 2026.", "2026-05-15"},
	{"Vietnamese: until in numbers", "Tôi vắng mặt đến ngày 15/05/2026.", "2026-05-15"},
	{"Thai: until in the Buddhist era", "ลาพักร้อนถึงวันที่ 15 พฤษภาคม 2569", "2026-05-15"},
	{"Thai: until in Thai digits", "ไม่อยู่ที่สำนักงานจนถึงวันที่ ๑๕ พฤษภาคม ๒๕๖๙", "2026-05-15"},
	{"Indonesian: until", "Saya sedang cuti hingga 15 Mei 2026.", "2026-05-15"},
	{"Indonesian: back", "Saya akan kembali pada tanggal 18 Mei 2026.", "2026-05-18"},
	{"Malay: until", "Saya di luar pejabat sehingga 15 Ogos 2026.", "2026-08-15"},
}

func TestTheDayOfReturnIsReadInManyLanguages(t *testing.T) {
	cases := slices.Clone(returnCases)
	slices.SortFunc(cases, func(a, b returnCase) int { return strings.Compare(a.name, b.name) })
	var halves [2]tally
	for i, c := range cases {
		m := Parse([]byte("Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n" + c.text + "\n"))
		got := ""
		if at := m.AutoReply.ReturnDate; !at.IsZero() {
			got = at.Format(time.DateOnly)
		}
		if !halves[i%2].count(got == c.want) && i%2 == 0 {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	t.Logf("looked at %v, not looked at %v", halves[0], halves[1])
	if halves[1].right < returnFloor {
		t.Errorf("%d of those not looked at are right, %d were", halves[1].right, returnFloor)
	}
}

// returnFloor is how many of the texts that nobody looked at are read right.
const returnFloor = 0

func TestTheDayOfReturnCountsFromTheSendersDay(t *testing.T) {
	m := Parse([]byte("Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 23:30:00 -0700\n\nI will be back tomorrow.\n"))
	if got := m.AutoReply.ReturnDate.Format(time.DateOnly); got != "2026-04-28" {
		t.Errorf("it is %s", got)
	}
}

func FuzzReturnDate(f *testing.F) {
	for _, c := range returnCases {
		f.Add(c.text)
	}
	sent := time.Date(2026, 4, 27, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		at := returnDate(nil, text, sent)
		if !at.IsZero() && (at.Before(sent.Truncate(24*time.Hour)) || at.Sub(sent) > maxReturned) {
			t.Errorf("%q gives %v", text, at)
		}
	})
}

func FuzzAutoReply(f *testing.F) {
	for _, c := range slices.Concat(automaticAnswers, challenges, peopleOfAbsence) {
		f.Add(c.head, c.text)
	}
	f.Fuzz(func(t *testing.T, head, text string) {
		m := Parse([]byte(head + "\n\n" + text))
		if (m.Kind == KindAutoReply) != (m.AutoReply != nil) || m.AutoReply != nil && m.AutoReply.Evidence == "" {
			t.Errorf("kind %s with %+v", m.Kind, m.AutoReply)
		}
	})
}
