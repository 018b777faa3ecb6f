package email

import "confab/shared/channel/email/quote"

// plainWords folds text for the tables of automatic answers, without accents, and
// their entries alike.
func plainWords(s string) string { return foldWords(quote.Fold(s)) }

func plainTable(lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		for _, entry := range list {
			out = append(out, plainWords(entry))
		}
	}
	return out
}

// answerOpenings are how mail programs and services name an automatic answer in
// front of the subject they answer: Exchange and Outlook in their languages
// first, then GroupWise, cPanel, the Chinese and Japanese services and others.
var answerOpenings = plainTable([]string{
	"automatic reply", "automatic response", "automated reply", "automated response", "auto reply", "auto-reply", "autoreply",
	"auto response", "auto-response", "autoresponse", "autoresponder", "auto responder", "out of office autoreply", "out of office auto-reply",
	"out of office auto reply", "out of office reply", "vacation reply", "vacation response", "vacation autoreply",
	"automatische antwort", "automatische rückantwort", "automatisierte antwort", "autoantwort", "auto-antwort",
	"réponse automatique", "réponse auto", "respuesta automática", "autorespuesta", "contestación automática", "resposta automática", "resposta automàtica",
	"erantzun automatikoa", "risposta automatica", "risposta automatizzata", "automatisch antwoord", "automatische beantwoording", "automatische reactie",
	"automatisk svar", "automatiskt svar", "autosvar", "automatisk besvarelse", "automaattinen vastaus", "automaattivastaus", "sjálfvirkt svar",
}, []string{
	"automaatvastus", "automaatne vastus", "automātiskā atbilde", "automātiska atbilde", "automatinis atsakymas",
	"automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "automatická odpověď", "automatická odpoveď",
	"automatikus válasz", "răspuns automat", "automatski odgovor", "samodejni odgovor", "avtomatski odgovor", "përgjigje automatike",
	"аутоматски одговор", "автоматичен отговор", "автоматски одговор", "автоматический ответ", "автоматическое уведомление об отсутствии", "автоответ", "автоответчик",
	"автоматична відповідь", "автовідповідь", "аўтаматычны адказ", "автоматты жауап", "αυτόματη απάντηση", "otomatik yanıt", "otomatik cevap", "avtomatik cavab",
}, []string{
	"رد تلقائي", "الرد التلقائي", "رد آلي", "תשובה אוטומטית", "מענה אוטומטי", "תגובה אוטומטית", "پاسخ خودکار", "خودکار جواب", "स्वचालित उत्तर", "स्वचालित जवाब", "স্বয়ংক্রিয় উত্তর",
	"自动回复", "自动答复", "自動回覆", "自動回復", "自動答覆", "自動応答", "自動返信", "자동 회신", "자동회신", "자동 응답", "자동응답", "자동 답장", "자동답장",
	"trả lời tự động", "thư trả lời tự động", "phản hồi tự động", "ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ", "balasan otomatis", "jawaban otomatis", "balasan automatik", "awtomatikong tugon",
})

// noticeOpenings name a notice of absence, as older servers put it in front of a
// subject. People ask how to set one up.
var noticeOpenings = plainTable([]string{
	"vacation notice", "vacation message", "vacation notification", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsmeldung", "abwesenheitsmitteilung", "abwesenheitsassistent", "urlaubsbenachrichtigung",
	"urlaubsmeldung", "message d'absence", "notification d'absence", "avis d'absence", "mensaje de ausencia", "aviso de ausência", "avviso di assenza", "afwezigheidsbericht", "afwezigheidsmelding", "afwezigheidsassistent",
	"frånvaromeddelande", "fraværsbesked", "fraværsmelding", "poissaoloilmoitus", "poissaoloviesti", "powiadomienie o nieobecności", "不在通知", "不在のお知らせ", "不在连络", "外出通知", "外出时的助理程序", "休假通知", "부재 중 알림", "부재중 알림", "부재중 자동",
})

// absenceOpenings say that somebody is away, as older servers and people do.
var absenceOpenings = plainTable([]string{
	"out of office", "out-of-office", "out of the office", "away from my mail", "away from office", "on vacation", "on holiday", "on annual leave", "außer haus", "nicht im büro", "absence du bureau", "absent du bureau",
	"fuera de la oficina", "fuera de oficina", "ausente de la oficina", "fora do escritório", "ausência temporária", "ausente do escritório", "fuori ufficio", "fuori sede", "assenza dall'ufficio", "niet op kantoor",
	"inte på kontoret", "ikke på kontoret", "ikke til stede", "kontorist väljas", "ārpus biroja", "ne biure", "poza biurem", "nieobecność w biurze", "mimo kancelář", "v nepřítomnosti", "mimo kancelárie", "házon kívül",
	"irodán kívül", "absență din birou", "izvan ureda", "zunaj pisarne", "izven pisarne", "извън офиса", "вне офиса", "отсутствие на рабочем месте", "поза офісом", "εκτός γραφείου", "ofis dışında", "ofis dışı",
	"خارج المكتب", "מחוץ למשרד", "خارج از دفتر", "不在办公室", "不在辦公室", "vắng mặt", "ngoài văn phòng", "ไม่อยู่ที่สำนักงาน", "di luar kantor", "di luar pejabat",
})

// weakOpenings begin the subjects of answers and of much else, of insurances,
// holidays and sick children.
var weakOpenings = plainTable([]string{
	"auto", "ooo", "away", "away until", "vacation", "holiday", "leave", "annual leave", "abwesenheit", "abwesend", "urlaub", "autom. antwort", "absence", "absent", "absente", "congés", "ausente", "ausencia", "vacaciones", "ausência", "férias", "assente", "assenza", "ferie",
	"afwezig", "afwezigheid", "niet aanwezig", "vakantie", "frånvaro", "frånvarande", "semester", "fravær", "ferie", "poissa", "lomalla", "puhkusel", "prombūtne", "atostogos", "nieobecność", "nieobecny", "urlop", "nepřítomnost", "dovolená", "neprítomnosť", "dovolenka", "szabadság", "távollét", "absență", "concediu", "odsutnost", "godišnji odmor", "odsotnost", "dopust",
	"отпуск", "отсутствие", "відпустка", "отпуска", "απουσία", "izin", "yıllık izin", "إجازة", "חופשה", "مرخصی", "부재중", "부재 중", "휴가", "休假", "休暇", "不在", "nghỉ phép", "ลาพักร้อน", "cuti",
})

// ackOpenings are how helpdesks take in a mail.
var ackOpenings = plainTable([]string{
	"request received", "ticket received", "ticket created", "new ticket created", "case created", "case received", "inquiry received", "enquiry received", "message received", "we received your", "we have received your", "we've received your", "thank you for contacting", "thanks for contacting", "thank you for your email", "thank you for your message", "thank you for your inquiry", "your request has been received", "acknowledgement", "acknowledgment",
	"eingangsbestätigung", "anfrage erhalten", "vielen dank für ihre anfrage", "vielen dank für ihre nachricht", "wir haben ihre", "demande reçue", "accusé de réception", "nous avons bien reçu", "nous avons reçu", "solicitud recibida", "acuse de recibo", "hemos recibido", "solicitação recebida", "pedido recebido", "confirmação de recebimento", "recebemos", "richiesta ricevuta", "conferma di ricezione", "abbiamo ricevuto",
	"verzoek ontvangen", "ontvangstbevestiging", "wij hebben uw", "we hebben je", "bekräftelse", "tack för ditt", "bekræftelse", "tak for din", "bekreftelse", "takk for din", "pyyntö vastaanotettu", "otrzymaliśmy", "potwierdzenie otrzymania", "obdrželi jsme", "megkaptuk", "am primit", "ваш запрос", "обращение зарегистрировано", "мы получили", "ваше обращение", "talebiniz alındı", "お問い合わせを受け付け", "お問い合わせありがとう", "受付完了", "我们已收到", "我們已收到", "문의가 접수", "접수되었습니다",
})

// absenceEndings stand behind the name of who is away, as Notes has it.
var absenceEndings = plainTable([]string{
	"is out of the office", "is out of office", "is away from the office", "is on vacation", "ist außer haus", "ist nicht im büro", "ist abwesend", "est absent", "est absente", "está fuera de la oficina", "está ausente", "è fuori ufficio", "è assente", "is niet aanwezig", "is afwezig", "är inte på kontoret", "är frånvarande", "er ikke på kontoret", "on poissa", "jest poza biurem", "není v kanceláři", "ofis dışında", "está fora do escritório",
})

// absenceWords say in the first person that the writer is away, or that a
// machine writes. People say it too: it is only ever the second of two marks.
var absenceWords = plainTable([]string{
	"out of the office", "out of office", "i am away", "i'm away", "i will be away", "i am currently away", "currently away", "on vacation", "on holiday", "on annual leave", "on leave", "on maternity leave", "on parental leave", "on paternity leave", "on sick leave", "on a business trip", "not in the office", "away from the office", "away from my mail", "away from my desk", "not be reading my mail", "limited access to email", "limited access to my email", "no access to email", "no access to my email", "i will be back", "i will be out", "i'll be back", "back in the office", "return to the office", "office is closed", "our offices are closed", "no longer works",
	"nicht im büro", "nicht im hause", "außer haus", "bin ich abwesend", "ich bin abwesend", "nicht erreichbar", "im urlaub", "in urlaub", "in elternzeit", "auf dienstreise", "bin unterwegs", "bin im krankenstand", "nicht gelesen", "nicht weitergeleitet", "lese ich nicht", "lese meine", "wieder im büro", "wieder erreichbar", "wieder für sie da", "bin ich wieder da", "nicht am arbeitsplatz", "bin abwesend", "derzeit abwesend",
	"je suis absent", "suis actuellement absent", "serai absent", "absent du bureau", "absente du bureau", "en congé", "en vacances", "de retour le", "en déplacement", "pendant mon absence", "en mon absence", "serai de retour", "fuera de la oficina", "fuera de oficina", "estoy de vacaciones", "me encuentro de", "estoy fuera", "estaré fuera", "estaré de vacaciones", "estoy ausente", "estaré ausente", "me encuentro ausente", "me encuentro fuera", "de baja", "estaré de vuelta", "volveré el",
	"fora do escritório", "estou de férias", "estarei de férias", "estou ausente", "estarei ausente", "encontro-me ausente", "fora de l'oficina", "estic de vacances", "sono fuori ufficio", "fuori sede", "sono assente", "sarò assente", "sono in ferie", "sarò in ferie", "rientrerò", "sarò di ritorno",
	"niet op kantoor", "ben ik afwezig", "ik ben afwezig", "niet aanwezig", "ik ben op vakantie", "met vakantie", "op vakantie", "met verlof", "terug op kantoor", "inte på kontoret", "på semester", "är ledig", "jag är borta", "är frånvarande", "åter på", "tillbaka den", "föräldraledig", "ikke på kontoret", "på ferie", "ikke til stede", "er fraværende", "har ferie", "tilbage den", "tilbake den", "olen lomalla", "olen vapaalla", "lomailen", "olen matkoilla", "olen poissa", "poissa toimistolta", "en ole tavoitettavissa", "olen vuosilomalla", "ég er í fríi", "er í sumarfríi",
}, []string{
	"olen puhkusel", "kontorist ära", "esmu atvaļinājumā", "neesmu birojā", "atostogauju", "atostogose", "ne biure", "poza biurem", "na urlopie", "jestem nieobecn", "będę nieobecn", "nie ma mnie w biurze", "mimo kancelář", "na dovolené", "čerpám dovolenou", "mám dovolenou", "budu mimo", "jsem mimo", "nejsem přítom", "jsem nepřítom", "mimo kancelárie", "na dovolenke", "nie som v kancelárii", "som mimo", "szabadságon", "nem vagyok az irodában", "házon kívül", "távol vagyok", "nu sunt în birou", "sunt în concediu", "plecat din birou", "lipsesc din birou", "izvan ureda", "na godišnjem", "nisam u uredu", "na odmoru", "na dopustu", "odsoten", "odsotna", "nisem v pisarni", "на годишњем одмору", "на одмору", "нисам у канцеларији",
	"в отпуске", "отсутствую", "не будет в офисе", "меня нет в офисе", "не будет на рабочем месте", "нахожусь в отпуске", "нахожусь в командировке", "нет на рабочем месте", "вне офиса", "буду отсутствовать", "в командировке", "у відпустці", "поза офісом", "відсутній", "відсутня", "в отпуска съм", "извън офиса", "отсъствам", "εκτός γραφείου", "σε άδεια", "απουσιάζω", "ofis dışında", "izindeyim", "yıllık izinde", "tatildeyim", "ofiste değilim",
}, []string{
	"خارج المكتب", "في إجازة", "לא נמצא במשרד", "בחופשה", "מחוץ למשרד", "در مرخصی", "خارج از دفتر", "कार्यालय से बाहर", "छुट्टी पर", "不在にして", "不在と", "休暇をいただ", "休暇を頂", "休暇を取", "お休みをいただ", "お休みを頂", "休みを取", "休暇中", "外出して", "出張中", "休業", "休假", "不在办公室", "不在辦公室", "外出", "出差", "无法及时回复", "無法及時回覆", "부재중", "부재 중", "휴가", "출장", "자리를 비", "vắng mặt", "nghỉ phép", "không có mặt", "không ở văn phòng", "ไม่อยู่ที่สำนักงาน", "ลาพักร้อน", "ลาหยุด", "ไม่อยู่", "di luar kantor", "sedang cuti", "cuti tahunan",
})

// absenceTopics begin words of being away at all. They count where the mail has
// no return path and answers another, which no person's has.
var absenceTopics = plainTable([]string{
	"out of", "away", "vacation", "holiday", "leave", "travel", "absent", "absence", "closed", "urlaub", "abwes", "unterwegs", "erreichbar", "dienstreise", "krank", "elternzeit", "congé", "vacances", "déplacement", "retour", "vacaciones", "ausent", "ausencia", "fuera", "regreso", "férias", "fora", "ausência", "ferie", "assen", "fuori", "rientr", "vakantie", "verlof", "afwezig", "terug", "semester", "ledig", "frånvar", "borta", "tillbaka", "ferie", "fravær", "fraværende", "tilbage", "tilbake", "loma", "vapaa", "poissa", "palaan", "frí", "puhku", "atvaļinā", "atostog", "urlop", "nieobecn", "zwolnieni", "wracam", "dovolen", "mimo", "nepřítom", "neprítom", "szabads", "távol", "concediu", "lips", "revin", "odmor", "godišnj", "odsut", "odsot", "dopust",
	"отпуск", "отсутств", "не буд", "командиров", "вернусь", "відпуст", "відсутн", "одмор", "отсъст", "άδεια", "απουσ", "διακοπ", "izin", "tatil", "ofis dışı", "إجازة", "اجازة", "خارج", "عودت", "בחופש", "חופשה", "מחוץ", "אחזור", "مرخصی", "छुट्टी", "बाहर", "休", "不在", "出張", "出差", "外出", "휴가", "부재", "출장", "자리를 비", "nghỉ", "vắng", "ลา", "ไม่อยู่", "หยุด", "cuti", "libur", "di luar",
})

// machineWords say that a machine writes, in the text of what it writes.
//
//nolint:misspell // words of other languages than English
var machineWords = plainTable([]string{
	"this is an automatic", "this is an automated", "this is an auto-generated", "this is an auto generated", "this is an autoreply", "this is an auto-reply", "automatically generated", "generated automatically", "this message was created automatically", "request has been received", "has been received and", "received your request", "received your message", "received your email", "received your e-mail", "received your inquiry", "received your enquiry", "ticket has been created", "ticket has been opened", "case has been created", "please do not reply", "do not respond to this",
	"automatische antwort", "automatisch generiert", "automatisch erstellt", "ihre anfrage erhalten", "ihre nachricht erhalten", "ihre e-mail erhalten", "anfrage ist bei uns eingegangen", "réponse automatique", "généré automatiquement", "message automatique", "bien reçu votre", "avons reçu votre", "respuesta automática", "generado automáticamente", "mensaje automático", "recibido su", "recibido tu", "resposta automática", "gerada automaticamente", "mensagem automática", "recebemos sua", "recebemos o seu", "recebemos a sua", "risposta automatica", "generato automaticamente", "messaggio automatico", "ricevuto la sua", "ricevuto la tua",
	"automatisch antwoord", "automatisch gegenereerd", "automatisch bericht", "uw bericht ontvangen", "uw aanvraag ontvangen", "automatiskt svar", "automatiskt meddelande", "mottagit ditt", "fått ditt", "automatisk svar", "automatisk besked", "modtaget din", "mottatt din", "automaattinen vastaus", "automaattinen viesti", "vastaanottaneet", "automatyczna odpowiedź", "wygenerowana automatycznie", "wiadomość automatyczna", "otrzymaliśmy", "automatická odpověď", "automaticky generov", "automatická odpoveď", "automatikus válasz", "automatikusan", "răspuns automat", "generat automat", "am primit", "automatski odgovor", "samodejni odgovor", "автоматический ответ", "автоматически", "получили ваш", "зарегистрирован", "автоматична відповідь", "автоматично", "автоматичен отговор", "αυτόματη απάντηση", "αυτόματο μήνυμα", "otomatik yanıt", "otomatik olarak", "alınmıştır", "رد تلقائي", "رسالة تلقائية", "תשובה אוטומטית", "הודעה אוטומטית",
	"自動返信", "自動応答", "自動送信", "自动回复", "自动答复", "自動回覆", "系统自动", "系統自動", "자동 회신", "자동 응답", "자동으로 발송", "자동발송", "접수되었", "trả lời tự động", "tự động", "ตอบกลับอัตโนมัติ", "อัตโนมัติ", "balasan otomatis", "secara otomatis",
})
