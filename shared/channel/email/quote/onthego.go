package quote

import (
	"strings"
	"unicode/utf8"
)

// Bounds of a line by which people excuse how they write on a telephone.
const (
	maxGoingWords = 14
	maxGoingRunes = 90
	shortGoing    = 6 // words of a line that need say no more than "so brief"
)

// goingAt tells whether a line ends at line last, right above history, by which
// its author has their telephone say that it was typed there: in any wording that
// opens with the telephone or the way, and says that it was typed or sent, or that
// it is brief or may hold errors. It stands alone, or goes on for a second line.
func (t *trimmer) goingAt(last int) (start int, ok bool) {
	if below := t.skipBlank(last + 1); below >= len(t.lines) || !isHistory(t.lines[below].rule) {
		return 0, false
	}
	for start = last; start > last-2 && start > 0 && t.authored(start); start-- {
		if t.lines[start-1].blank && isGoing(t.joined(start, last+1)) {
			return start, true
		}
	}
	return 0, false
}

// isHistory tells the rules that cut what was quoted.
func isHistory(rule string) bool {
	return rule == RuleAttribution || rule == RuleSeparator || rule == RuleHeaders || rule == RuleMarked
}

func isGoing(folded string) bool {
	bare := strings.Trim(folded, " *_-~([<>])./!…")
	words := strings.Count(bare, " ") + 1
	if bare == "" || words > maxGoingWords || utf8.RuneCountInString(bare) > maxGoingRunes || strings.ContainsAny(bare, "?？0123456789") {
		return false
	}
	opens := goings.opens(bare) > 0 || (excusing.opens(bare) > 0 || manners.opens(bare) > 0) && goings.in(bare)
	if !opens || tellings.in(bare) {
		return false
	}
	return manners.in(bare) || excusing.in(bare) || words <= shortGoing && briefs.in(bare)
}

// goings are the telephone and the way, as the place where something is typed.
var goings = newPhrases([]string{
	"from my phone", "from my mobile", "from my cell", "from a phone", "from a mobile", "from mobile", "from phone", "on my phone", "on my mobile", "on a phone", "on mobile", "on the go", "on the move", "on the road", "on the run", "via mobile", "via phone", "mobile device", "tiny keyboard", "small keyboard", "small screen", "touch screen", "touchscreen", "typed on", "typed from", "typed with", "typed by thumb", "tapped", "thumbed", "sent on the", "sent while", "written on", "written from", "composed on", "dictated", "voice to text", "by phone",
	"von unterwegs", "unterwegs getippt", "unterwegs geschrieben", "unterwegs gesendet", "vom handy", "vom mobiltelefon", "vom smartphone", "vom telefon", "von meinem handy", "von meinem smartphone", "von meinem telefon", "am handy", "am smartphone", "auf dem handy", "auf dem smartphone", "mit dem handy", "mobil getippt", "mobil geschrieben", "mobil gesendet", "mobil verfasst", "mobil", "getippt auf", "getippt am", "getippt vom", "geschrieben auf", "geschrieben am", "gesendet vom", "diktiert",
	"depuis mon mobile", "depuis mon téléphone", "depuis mon portable", "depuis un mobile", "depuis mon smartphone", "de mon mobile", "de mon téléphone", "de mon portable", "sur mon mobile", "sur mon téléphone", "sur mon portable", "sur mobile", "en déplacement", "tapé sur", "tapé depuis", "écrit depuis", "écrit sur", "rédigé sur", "rédigé depuis", "message dicté",
	"desde el móvil", "desde mi móvil", "desde el celular", "desde mi celular", "desde el teléfono", "desde mi teléfono", "desde un móvil", "desde un dispositivo", "escrito desde", "escrito con", "escrito en el", "tecleado en", "tecleado desde", "des del mòbil", "escrit des",
	"do telemóvel", "do meu telemóvel", "do celular", "do meu celular", "pelo celular", "pelo telemóvel", "no telemóvel", "no celular", "a partir do telemóvel", "escrito no", "escrito do", "escrito pelo", "digitado no", "digitado pelo", "enviado pelo", "enviado do",
	"dal cellulare", "dal mio cellulare", "dal telefono", "dal mio telefono", "dallo smartphone", "da mobile", "scritto dal", "scritto da", "scritto con", "scritto sul", "digitato dal", "digitato su", "in viaggio",
	"vanaf mijn mobiel", "vanaf mijn telefoon", "vanaf mijn gsm", "vanaf mobiel", "vanaf telefoon", "van mijn mobiel", "via mijn mobiel", "op mijn mobiel", "op mijn telefoon", "onderweg getypt", "onderweg verstuurd", "onderweg geschreven", "vanuit de trein", "getypt op", "getypt vanaf", "getikt op", "getikt vanaf", "mobiel getypt", "mobiel verstuurd", "verstuurd vanaf", "verzonden vanaf",
	"från mobilen", "från min mobil", "från telefonen", "från min telefon", "på mobilen", "skrivet på", "skrivet från", "på språng", "på resande fot", "fra mobilen", "fra min mobil", "fra telefonen", "fra min telefon", "fra mobil", "fra farten", "i farten", "på farten", "på mobil", "skrevet på", "skrevet fra", "tastet på", "sendt på farten",
	"puhelimella", "puhelimesta", "kännykällä", "kännykästä", "mobiilista", "matkalta", "liikkeeltä", "kirjoitettu puhelimella", "telefonist", "mobiilist", "no telefona", "iš telefono",
	"z telefonu", "z komórki", "z mojego telefonu", "pisane z", "pisane na", "napisane z", "napisane na", "wysłane w biegu", "w podróży", "z mobilu", "z mobilního", "psáno z", "psáno na", "psané z", "psané na", "napsáno na", "na cestách", "telefonról", "mobilról", "mobilomról", "telefonomról", "útközben", "úton", "de pe telefon", "de pe mobil", "de pe telefonul", "scris de pe", "scris pe", "s mobitela", "s mobilnog", "pisano s", "s telefona", "са телефона", "z mobilnega", "од телефон",
	"από κινητό", "από το κινητό", "από το κινητό μου", "γραμμένο από", "γραμμένο σε", "εν κινήσει", "с телефона", "с мобильного", "с мобилы", "со смартфона", "с моего телефона", "набрано на", "набрано с", "написано с", "написано на", "на ходу", "в дороге", "з телефону", "з мобільного", "зі смартфона", "написано з", "набрано з", "от телефона", "от мобилния", "от телефона си", "написано от",
	"cepten", "cep telefonumdan", "telefondan", "telefonumdan", "mobil cihazımdan", "yoldan", "yolda", "من الجوال", "من هاتفي", "من الهاتف", "من جوالي", "من الموبايل", "كتبت من", "أكتب من", "מהנייד", "מהטלפון", "מהסלולרי", "נכתב מהנייד", "נכתב מהטלפון", "נכתב בנייד", "از موبایل", "از گوشی", "با موبایل", "फ़ोन से", "मोबाइल से",
	"外出先", "出先", "移動中", "スマホから", "スマホにて", "スマホで", "携帯から", "携帯にて", "携帯電話から", "スマートフォンから", "ケータイから", "モバイルから", "用手机", "用手機", "从手机", "從手機", "通过手机", "透過手機", "手机回复", "手機回覆", "手机打字", "手機打字", "在路上", "路上", "外出中", "行動裝置", "移动设备", "휴대폰", "휴대전화", "핸드폰", "스마트폰", "모바일", "이동 중", "이동중", "외출 중", "gửi từ điện thoại", "từ điện thoại", "viết từ điện thoại", "viết trên điện thoại", "trên điện thoại", "đang đi đường", "จากมือถือ", "จากโทรศัพท์", "พิมพ์จาก", "พิมพ์บน", "dari hp", "dari ponsel", "dari handphone", "dari telepon", "lewat hp", "melalui ponsel", "diketik dari", "diketik di", "ditulis dari", "dari telefon",
})

// manners are what was done there, as clients say it of a mail.
var manners = newPhrases([]string{
	"sent", "typed", "written", "tapped", "thumbed", "dictated", "composed", "autocorrect", "auto-correct", "getippt", "geschrieben", "gesendet", "versendet", "verschickt", "verfasst", "diktiert", "autokorrektur", "envoyé", "tapé", "écrit", "rédigé", "dicté", "enviado", "escrito", "tecleado", "dictado", "enviat", "escrit", "digitado", "ditado", "inviato", "scritto", "digitato", "dettato", "getypt", "getikt", "verstuurd", "verzonden", "geschreven", "gedicteerd", "skickat", "skrivet", "sendt", "skrevet", "tastet", "diktert", "lähetetty", "kirjoitettu", "saadetud", "kirjutatud", "nosūtīts", "rakstīts", "išsiųsta", "rašyta",
	"wysłane", "wysłano", "pisane", "napisane", "odesláno", "psáno", "napsáno", "odoslané", "písané", "psané", "küldve", "írva", "írtam", "gépelve", "trimis", "scris", "poslano", "pisano", "napisano", "послато", "στάλθηκε", "γραμμένο", "отправлено", "набрано", "написано", "послано", "надіслано", "изпратено", "gönderildi", "yazıldı", "yazılmıştır", "gönderilmiştir", "أرسلت", "كتبت", "مرسل", "נשלח", "נכתב", "הוקלד", "ارسال شده", "نوشته شده", "भेजा गया", "लिखा गया",
	"送信", "返信しています", "入力", "から失礼", "发送", "發送", "发出", "回复", "回覆", "输入", "보냄", "보냅니다", "작성", "드립니다", "전송", "được gửi", "gửi từ", "viết từ", "gõ từ", "viết trên", "ส่ง", "พิมพ์", "dikirim", "diketik", "ditulis", "dihantar", "ditaip",
})

// excusing is how people ask for patience with it.
var excusing = newPhrases([]string{
	"excuse", "please excuse", "pls excuse", "apologies for", "sorry for", "sorry about", "pardon", "forgive", "typo", "typos", "brevity", "misspellings", "tippfehler", "schreibfehler", "fehler bitte", "entschuldigen", "entschuldigung", "verzeihen", "kürze", "fautes", "coquilles", "brièveté", "concision", "désolé pour", "excusez", "erratas", "disculpa", "disculpe", "disculpen", "perdón por", "brevedad", "errores", "perdona", "perdonen", "desculpe", "desculpem", "gralhas", "brevidade", "erros", "errori", "refusi", "brevità", "scusate", "scusa", "typefouten", "typfouten", "tikfouten", "taalfouten", "excuses voor", "excuus", "sorry voor", "beknoptheid", "stavfel", "skrivfel", "slarvfel", "ursäkta", "korthet", "slåfejl", "tastefejl", "stavefejl", "skrivefeil", "trykkfeil", "skrivefejl", "undskyld", "beklager", "unnskyld", "kirjoitusvirheet", "lyhyys", "näppäilyvirheet", "pahoittelut", "anteeksi", "kirjavead", "vabandust", "literówki", "błędy", "zwięzłość", "przepraszam za", "překlepy", "chyby", "stručnost", "omluvte", "omlouvám se za", "preklepy", "ospravedlňte", "elírás", "elírásokért", "hibákért", "elnézést", "tömörség", "greșeli", "scuze pentru", "scuzați", "concizia", "tipfeleri", "pogreške", "ispričavam", "oprostite", "грешке", "tipkarske", "ορθογραφικά", "λάθη", "συγγνώμη", "συντομία", "опечатки", "опечаток", "ошибки", "краткость", "извините за", "простите за", "помилки", "вибачте за", "одруківки", "грешки", "извинете за", "yazım hataları", "yazım hatalarım", "hatalar", "kısalık", "kusura bakmayın", "مختصرة", "أخطاء", "الأخطاء", "المعذرة", "عذرا", "טעויות", "שגיאות", "סליחה", "עמכם הסליחה", "اشتباهات", "پوزش",
	"乱文", "短文", "誤字", "脱字", "変換ミス", "失礼します", "失礼いたします", "ご容赦", "すみません", "お許し", "见谅", "見諒", "错别字", "錯字", "请谅解", "简短", "簡短", "오타", "양해", "이해해 주", "짧게", "lỗi chính tả", "thông cảm", "lỗi đánh máy", "ขออภัย", "คำผิด", "maaf", "salah ketik", "typo mohon",
})

// briefs are why a short line is short.
var briefs = newPhrases([]string{
	"brief", "short", "terse", "kurz", "knapp", "bref", "court", "breve", "corto", "curto", "kort", "korte", "lyhyt", "lyhyesti", "krótko", "stručně", "krátce", "stručne", "krátko", "röviden", "scurt", "kratko", "kratak", "кратко", "коротко", "συντομα", "kısa", "باختصار", "בקצרה", "קצר", "ngắn gọn", "singkat", "ringkas",
})

// tellings show that somebody tells of what they or others do there.
var tellings = newPhrases([]string{
	"i", "i'm", "i'll", "i've", "we", "you", "he", "she", "they", "it", "your", "not", "don't", "doesn't", "ich", "wir", "er", "habe", "hab", "bin", "dir", "euch", "ihnen", "nicht", "kein", "keine", "melde", "rufe", "je", "j'ai", "j'écris", "nous", "vous", "elle", "ne", "pas", "yo", "he", "estoy", "puedo", "eu", "não", "estou", "io", "ho", "non", "sono", "ik", "wij", "heb", "ben", "niet", "jag", "vi", "inte", "jeg", "ikke", "minä", "ei", "nie", "mam", "jestem", "ne", "jsem", "nem", "vagyok", "nu", "sunt", "δεν", "я", "не", "мы", "ben", "değil",
	"届きません", "できません", "見られません", "わかりません", "分かりません", "開けません", "您", "你", "我", "不能", "没有", "안 ", "없", "không", "tôi", "ไม่", "ผม", "saya", "kami", "tidak",
})
