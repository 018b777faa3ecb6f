package email

import (
	"strings"

	"confab/shared/channel/email/quote"
)

// monthNames are the names of the months as mail clients print them, by
// language: in full, short, and as the grammar of a date bends them. What ends
// in - is the head of longer forms. They are those of the Unicode CLDR's
// calendars, without accents where quote.Fold drops them.
var monthNames = map[string][12]string{
	"en": {"jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"},
	"de": {"januar jänner jän", "februar feber", "märz mrz mär", "april", "mai", "juni", "juli", "august", "september", "okt oktober", "november", "dez dezember"},
	"fr": {"janv janvier", "févr fév février", "mars", "avr avril", "mai", "juin", "juil juillet", "août", "septembre", "octobre", "novembre", "déc décembre"},
	"es": {"ene enero", "febrero", "marzo", "abr abril", "mayo", "junio", "julio", "ago agosto", "septiembre setiembre", "octubre", "noviembre", "dic diciembre"},
	"ca": {"gen gener", "febr febrer", "març", "abr abril", "maig", "juny", "juliol", "agost", "set setembre", "octubre", "novembre", "des desembre"},
	"gl": {"xan xaneiro", "febreiro", "marzo", "abr abril", "maio", "xuñ xuño", "xul xullo", "agosto", "setembro", "out outubro", "novembro", "dec decembro"},
	"eu": {"urtarril-", "otsail-", "martxo-", "apiril-", "maiatz-", "ekain-", "uztail-", "abuztu-", "irail-", "urri-", "azaro-", "abendu-"},
	"pt": {"janeiro", "fev fevereiro", "março", "abr abril", "maio", "junho", "julho", "ago agosto", "set setembro", "out outubro", "novembro", "dez dezembro"},
	"it": {"gen gennaio", "febbraio", "marzo", "aprile", "mag maggio", "giu giugno", "lug luglio", "ago agosto", "set settembre", "ott ottobre", "novembre", "dic dicembre"},
	"nl": {"januari", "februari", "mrt maart", "april", "mei", "juni", "juli", "augustus", "september", "okt oktober", "november", "december"},
	"sv": {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	"da": {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
	"no": {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "des desember"},
	"is": {"janúar", "febrúar", "mars", "apríl", "maí", "jún júní", "júl júlí", "ágú ágúst", "september", "október", "nóv nóvember", "des desember"},
	"fi": {"tammi-", "helmi-", "maalis-", "huhti-", "touko-", "kesä-", "heinä-", "elo elok eloku-", "syys-", "loka-", "marras-", "joulu-"},
	"et": {"jaan jaanuar-", "veebr veebruar-", "märts märtsi-", "aprill-", "mai", "juuni-", "juuli-", "august-", "september-", "okt oktoober", "november-", "dets detsember-"},
	"lv": {"janv janvār-", "febr februār-", "marts martā martam", "aprīl-", "maijs maijā maij-", "jūn jūnij-", "jūl jūlij-", "august-", "septembr-", "oktobr-", "novembr-", "decembr-"},
	"lt": {"saus sausi-", "vas vasari-", "kov kova-", "bal baland-", "geg geguž-", "birž biržel-", "liep liepa liepos", "rugp rugpj-", "rugs rugsėj-", "spal spali-", "lapkr lapkri-", "gruod-"},
	"pl": {"sty stycz-", "lut luty lutego", "marzec marca", "kwi kwie-", "maj maja", "cze czerw-", "lip lipiec lipca", "sie sierp-", "wrz wrze-", "paź paźdz-", "lis listop-", "gru grud-"},
	"cs": {"led leden ledna", "úno únor-", "bře březen března", "dub duben dubna", "kvě květ-", "čvn červen června", "čvc červenec července", "srp srpen srpna", "zář září-", "říj říj-", "lis listop-", "pro prosin-"},
	"sk": {"január-", "február-", "marec marca", "apríl-", "máj mája", "jún júna", "júl júla", "august-", "september septembra", "okt október októbra", "november novembra", "december decembra"},
	"sl": {"januar-", "februar-", "marec marca", "april-", "maj maja", "junij-", "julij-", "avg avgust-", "september septembra", "oktober oktobra", "november novembra", "december decembra"},
	"hr": {"sij siječ-", "velj velja-", "ožu ožuj-", "tra trav-", "svi svib-", "lipanj lipnja", "srpanj srpnja", "kol kolov-", "ruj rujan rujna", "", "stu studen-", "prosin-"},
	"sr": {"januar-", "februar-", "mart marta", "april-", "maj maja", "jun juna", "jul jula", "avg avgust-", "septembar septembra", "oktobar oktobra", "novembar novembra", "decembar decembra"},
	"hu": {"január-", "febr február-", "márc márci-", "ápr ápril-", "máj máju-", "jún júniu-", "júl júliu-", "augusztu-", "szept szeptember-", "okt október-", "november-", "december-"},
	"ro": {"ian ianuarie", "februarie", "martie", "aprilie", "mai", "iun iunie", "iul iulie", "august", "septembrie", "octombrie", "noi noiembrie", "decembrie"},
	"tr": {"oca ocak", "şub şubat", "mart", "nis nisan", "mayıs", "haz haziran", "tem temmuz", "ağu ağustos", "eyl eylül", "eki ekim", "kas kasım", "ara aralık"},
	"el": {"ιαν ιανουάρι-", "φεβ φεβρουάρι-", "μαρ μάρτι- μαρτί-", "απρ απρίλι-", "μαϊ μάιο-", "ιουν ιούνι-", "ιουλ ιούλι-", "αυγ αυγού-", "σεπ σεπτ σεπτέμβρι-", "οκτ οκτώβρι-", "νοε νοέμβρι-", "δεκ δεκέμβρι-"},
	"ru": {"янв январ-", "фев февр феврал-", "мар март марта", "апр апрел-", "май мая", "июн июнь июня", "июл июль июля", "авг август-", "сен сент сентябр-", "окт октябр-", "ноя нояб ноябр-", "дек декабр-"},
	"uk": {"січ січень січня", "лют лютий лютого", "бер берез-", "квіт квіт-", "трав трав-", "черв червень червня", "лип липень липня", "серп серпень серпня", "вер верес-", "жовт жовт-", "лист листоп-", "груд груд-"},
	"be": {"сту студз-", "лют люты лютага", "сак сакав-", "кра красав-", "мая май", "чэр чэрвен-", "ліп ліпен-", "жні жнів-", "вер верас-", "кас кастр-", "ліс лістап-", "сне снеж-"},
	"bg": {"яну януари", "февр февруари", "март", "апр април", "май", "юни", "юли", "авг август", "септ септември", "окт октомври", "ное ноември", "дек декември"},
	"mk": {"јан јануари", "фев февруари", "март", "април", "мај", "јуни", "јули", "август", "септември", "октомври", "ноември", "декември"},
	"sc": {"јан јануар-", "феб фебруар-", "мар март марта", "април-", "мај маја", "јун јуна", "јул јула", "авг август-", "сеп септемб-", "окт октоб-", "нов новемб-", "дец децемб-"}, // Serbian in Cyrillic
	"id": {"januari", "februari", "maret", "april", "mei", "juni", "juli", "agt agu agustus", "september", "okt oktober", "november", "des desember"},
	"ms": {"januari", "februari", "mac", "april", "mei", "jun", "julai", "ogo ogos", "september", "oktober", "november", "dis disember"},
	"th": {"ม.ค มกราคม", "ก.พ กุมภาพันธ์", "มี.ค มีนาคม", "เม.ย เมษายน", "พ.ค พฤษภาคม", "มิ.ย มิถุนายน", "ก.ค กรกฎาคม", "ส.ค สิงหาคม", "ก.ย กันยายน", "ต.ค ตุลาคม", "พ.ย พฤศจิกายน", "ธ.ค ธันวาคม"},
	"ar": {"يناير", "فبراير", "مارس", "أبريل إبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	"sy": {"كانون_الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين_الأول", "تشرين_الثاني", "كانون_الأول"}, // Arabic in the Levant
	"tn": {"جانفي", "فيفري", "", "أفريل", "ماي", "جوان", "جويلية", "أوت", "", "", "", ""},                                                  // Arabic in the Maghreb
	"fa": {"ژانویه ژانویهٔ", "فوریه فوریهٔ", "مارس", "آوریل", "مه مهٔ می", "ژوئن", "ژوئیه ژوئیهٔ جولای", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"},
	"he": {"ינו ינואר", "פבר פברואר", "מרץ", "אפר אפריל", "מאי", "יונ יוני", "יול יולי", "אוג אוגוסט", "ספט ספטמבר", "אוק אוקטובר", "נוב נובמבר", "דצמ דצמבר"},
	"hi": {"जन जनवरी", "फ़र फ़रवरी फर फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुल जुलाई", "अग अगस्त", "सित सितंबर सितम्बर", "अक्तू अक्टू अक्टूबर अक्तूबर", "नव नवंबर नवम्बर", "दिस दिसंबर दिसम्बर"},
	"zh": {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"},
	"vi": {"tháng_một tháng_giêng", "tháng_hai", "tháng_ba", "tháng_tư", "tháng_năm", "tháng_sáu", "tháng_bảy", "tháng_tám", "tháng_chín", "tháng_mười", "tháng_mười_một", "tháng_mười_hai"},
}

// croatianMonths are the names that Croatian gives other months than Polish and
// Czech. Croatian writes a full stop behind the year.
var croatianMonths = map[string]int{"lip": 6, "srp": 7, "lis": 10, "listopad": 10, "listopada": 10}

// monthTable finds months by their folded names, and by the heads of names.
type monthTable struct {
	whole map[string]int
	heads map[string]int
}

var monthsByName = func() monthTable {
	t := monthTable{map[string]int{}, map[string]int{}}
	for _, months := range monthNames {
		for i, names := range months {
			for name := range strings.FieldsSeq(names) {
				name = quote.Fold(strings.ReplaceAll(name, "_", " "))
				if head, open := strings.CutSuffix(name, "-"); open {
					t.heads[head] = i + 1
				} else {
					t.whole[name] = i + 1
				}
			}
		}
	}
	return t
}()

// shortestHead and longestHead bound the keys of heads, in runes.
const (
	shortestHead = 3
	longestHead  = 10
)

// monthNamed returns the month of that folded name, or 0. Hebrew writes its "in"
// as the first letter of the name.
func monthNamed(name string) int {
	if month := monthsByName.whole[name]; month > 0 {
		return month
	}
	if rest, ok := strings.CutPrefix(name, "ב"); ok && monthsByName.whole[rest] > 0 {
		return monthsByName.whole[rest]
	}
	runes := []rune(name)
	for n := min(longestHead, len(runes)); n >= shortestHead; n-- {
		if month := monthsByName.heads[string(runes[:n])]; month > 0 {
			return month
		}
	}
	return 0
}
