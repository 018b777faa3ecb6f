package email

import (
	"strings"

	"confab/shared/channel/email/quote"
)

// dayNames are the days of the week, Sunday first, folded; cases as they stand
// behind the words for until and back.
var dayNames = [7]string{
	"sunday sonntag dimanche domingo domenica diumenge zondag söndag søndag sunnuntaihin sunnuntaina niedzieli niedzielę neděle neděli nedeľa nedele vasárnap duminică nedjelje nedelje воскресенья воскресенье неділі неділя неделя κυριακή pazar الأحد 日曜日 日曜 星期日 星期天 周日 週日 일요일 อาทิตย์ minggu",
	"monday montag lundi lunes segunda segunda-feira lunedì dilluns maandag måndag mandag maanantaihin maanantaina esmaspäev pirmdien pirmadienio poniedziałku poniedziałek pondělí pondelka pondelok hétfő luni ponedjeljka ponedjeljak ponedeljka понедельника понедельник понеділка понеділок понеделник δευτέρα pazartesi الاثنين الإثنين 月曜日 月曜 星期一 周一 週一 월요일 จันทร์ senin",
	"tuesday dienstag mardi martes terça terça-feira martedì dimarts dinsdag tisdag tirsdag tiistaihin tiistaina wtorku wtorek úterý utorka utorok kedd marți utorka utorak torka вторника вторник вівторка вівторок τρίτη salı الثلاثاء 火曜日 火曜 星期二 周二 週二 화요일 อังคาร selasa",
	"wednesday mittwoch mercredi miércoles quarta quarta-feira mercoledì dimecres woensdag onsdag keskiviikkoon keskiviikkona środy środę středy středa stredy stredu szerda miercuri srijede srijeda srede среды среду середи середу сряда τετάρτη çarşamba الأربعاء 水曜日 水曜 星期三 周三 週三 수요일 พุธ rabu",
	"thursday donnerstag jeudi jueves quinta quinta-feira giovedì dijous donderdag torsdag torstaihin torstaina czwartku czwartek čtvrtka čtvrtek štvrtka štvrtok csütörtök joi četvrtka četvrtak četrtka четверга четверг четвер четвъртък πέμπτη perşembe الخميس 木曜日 木曜 星期四 周四 週四 목요일 พฤหัส kamis",
	"friday freitag vendredi viernes sexta sexta-feira venerdì divendres vrijdag fredag perjantaihin perjantaina piątku piątek pátku pátek piatku piatok péntek vineri petka petak пятницы пятницу п'ятниці п'ятницю петък παρασκευή cuma الجمعة 金曜日 金曜 星期五 周五 週五 금요일 ศุกร์ jumat",
	"saturday samstag sonnabend samedi sábado sabato dissabte zaterdag lördag lørdag lauantaihin lauantaina soboty sobotę sobotu sobota szombat sâmbătă subote subota субботы субботу суботи суботу събота σάββατο cumartesi السبت 土曜日 土曜 星期六 周六 週六 토요일 เสาร์ sabtu",
}

// nextDayNames mean the day after the mail was sent.
const nextDayNames = "tomorrow morgen demain mañana amanhã domani imorgon imorgen huomiseen huomenna jutra jutro zítra zítřka zajtra holnap mâine sutra завтра завтрашнего утре αύριο yarın غدا מחר 明日 明天 내일 พรุ่งนี้ besok"

// fillers stand between a word for until or back and the day.
var fillers = wordSet("the and και y e und mit u. et en och og i a oraz le la el il lo l' den dem der die de des del dia día dag de het on in am at of and including incl inklusive einschließlich zum zur en met op på d. dnia dne den dňa data ziua pe στις τις την τη ngày วันที่ hari tanggal tgl يوم ה ב- יום next this nächsten kommenden prochain próximo próxima prossimo kommande nästa næste neste ensi przyszłego příští următoare következő around approximately about again office work the bureau oficina ufficio büro kantoor escritório kontoret biura kanceláře")

// foldAll folds the entries of a table, which are written as people write them.
func foldAll(words []string) []string {
	for i, word := range words {
		words[i] = quote.Fold(word)
	}
	return words
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[quote.Fold(word)] = true
	}
	return set
}

// englishUntil and englishBack are apart, for English has two orders of day and month.
var englishUntil = []string{"until", "till", "til", "through", "thru", "up to", "to and including", "ending", "ends", "by", "before"}
var englishBack = []string{"back", "return", "returning", "returned", "resume", "reopen", "again", "available"}

// untilCues stand before the last day away.
var untilCues = foldAll([]string{
	"bis", "bis zum", "bis einschließlich", "jusqu'au", "jusqu'à", "jusqu'en", "hasta", "hasta el", "fins", "fins al", "até", "até o", "até ao", "até à", "ata", "fino al", "fino a", "sino al", "fino all'", "tot", "tot en met", "t/m", "t.e.m.", "t.o.m.", "tom", "till och med", "till", "til og med", "t.o.m", "til", "frem til", "saakka", "kuni", "līdz", "iki",
	"do", "do dnia", "až do", "do dňa", "până", "până la", "până pe", "până în", "pana la", "pana pe", "do", "zaključno do", "до", "по", "до дня", "включительно до", "έως", "μέχρι", "ως", "حتى", "لغاية", "إلى غاية", "עד", "تا", "đến", "đến hết", "cho đến", "tới", "ถึง", "จนถึง", "จนถึงวันที่", "ถึงวันที่", "hingga", "sampai", "sampai dengan", "s/d", "s.d.", "截至", "截止", "到", "至", "直到", "休假至",
})

// nextWeekWords stand before a day of the week that comes.
var nextWeekWords = []string{"下", "来週", "來週", "다음 주", "다음주"}

// untilEndings stand behind it.
var untilEndings = foldAll([]string{
	"まで", "迄", "까지", "'e kadar", "'a kadar", "'ye kadar", "'ya kadar", "tarihine kadar", "'ine kadar", "'ına kadar", "'una kadar", "'üne kadar", "kadar", "-ig", "-áig", "-éig", "-jéig", "-jáig", "saakka", "asti", "kuni", "之前", "为止", "為止", "止", "前", "inclus", "inclusive", "compresi", "включительно",
})

// backWords begin the words that say in a sentence that somebody is back.
var backWords = foldAll([]string{
	"zurück", "wieder", "rückkehr", "retour", "revien", "rentre", "reouv", "rouvr", "reabr", "reapert", "riapr", "heropen", "genabn", "gjenapn", "geoffnet", "oppnar", "otwart", "reprend", "reprise", "regres", "vuelv", "volver", "vuelta", "reincorpor", "tornar", "retorn", "retom", "volt", "rientr", "ritorn", "di nuovo", "riprend", "terug", "weer", "hervat", "tillbaka", "åter", "tilbage", "tilbake", "igen", "igjen", "pala", "takaisin", "jälleen", "kembali", "lagi", "masuk", "semula", "tagasi", "atgriez", "grįš", "grįž",
	"wrac", "wróc", "powr", "ponownie", "vrát", "vrac", "zpět", "zpátky", "opět", "späť", "opäť", "vissza", "újra", "ismét", "revin", "reven", "întor", "înapoi", "din nou", "vrać", "vrat", "natrag", "ponovno", "vrne", "vrni", "nazaj", "spet", "врат", "враћ", "поново", "верн", "возвра", "выхожу", "выйду", "приступ", "снова", "поверн", "поверта", "знову", "върн", "връщ", "отново", "επιστρ", "πίσω", "ξανά", "dön", "geri", "tekrar", "yeniden",
	"أعود", "سأعود", "العودة", "عودتي", "نعود", "אחזור", "אשוב", "חוזר", "נחזור", "برمی", "بازمی", "लौट", "वापस",
	"出社", "復帰", "戻り", "再開", "通常通り", "通常営業", "返回", "回来", "回來", "恢复", "恢復", "上班", "复工", "復工", "복귀", "돌아오", "출근", "재개", "trở lại", "quay lại", "đi làm lại", "กลับ",
})

// rangeWords join the first day and the last.
var rangeWords = wordSet("- ~ 〜 إلى الى עד to till until bis au à al a ao hasta alle tot t/m til till do až – по до έως a la până đến ถึง sampai hingga 至 到 - から")
