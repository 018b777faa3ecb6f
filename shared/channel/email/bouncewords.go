package email

import (
	"slices"
	"strings"
	"unicode"
)

// foldWords makes text comparable with the tables below: lower case, one blank
// for each run of blanks and line ends (none between East Asian characters,
// which lines break anywhere), the straight apostrophe, and no addresses of
// pages, whose words ("…/policy/blocked") say nothing.
func foldWords(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	blank, last := false, ' '
	for word := range strings.FieldsSeq(text) {
		if strings.Contains(word, "://") {
			word, _, _ = strings.Cut(word, "http")
		}
		for _, r := range word {
			if blank && !(isEastAsian(last) && isEastAsian(r)) && out.Len() > 0 {
				out.WriteByte(' ')
			}
			if blank = false; r == '’' || r == '´' || r == '`' {
				r = '\''
			}
			last = unicode.ToLower(r)
			out.WriteRune(last)
		}
		blank = true
	}
	return out.String()
}

func isEastAsian(r rune) bool {
	return r >= 0x2e80 && r < 0xac00 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xfff0
}

// saysAny tells whether folded text holds one of the phrases.
func saysAny(folded string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(folded, p) })
}

// failureSubjects are what the subjects of reports open with, folded, as mail
// servers word them: Postfix, sendmail, qmail, Exim, Exchange in its languages,
// Notes, Gmail and other providers.
var failureSubjects = []string{
	"undelivered mail", "undelivered message", "undeliverable:", "undeliverable mail", "undeliverable message", "undeliverable email", "undeliverable",
	"delivery status notification", "delivery failure", "delivery failed", "delivery error", "delivery has failed", "delivery report",
	"delivery notification: delivery has", "delivery notification", "delivery to the following", "delivery unsuccessful", "delivery problem notification", "delivery delayed:", "delivery delay", "delayed mail",
	"mail delivery fail", "mail delivery error", "mail delivery problem", "mail delivery system", "mail delivery delay", "mail delivery deferred", "mail delivery status", "mail delivery:",
	"mail system error", "mail failure", "mail error", "mail could not be delivered", "mail not delivered", "mail returned", "mail transport", "mail rejected", "mail undeliverable",
	"message delivery has failed", "message delivery fail", "message could not be delivered", "message undeliverable", "message not delivered", "message you sent blocked", "message rejected", "message delayed", "message status - undeliverable", "message failure",
	"failure notice", "failure delivery", "failure notification", "failed mail", "failed delivery", "failed to deliver", "failed message", "failure to deliver", "notice: mail delivery",
	"returned mail", "returned email", "returned message", "returned to sender", "return to sender", "returning mail", "mail return",
	"warning: could not send", "warning: message", "warning - delayed", "warning: e-mail", "warning: mail", "warning from", "could not send message", "unable to deliver", "unable to send",
	"rejected mail", "rejected message", "rejected posting", "request to mailing list", "post by non-member", "not member article", "your message to", "your mail to", "your email to", "your mail message to", "recipient unknown", "user unknown", "unknown user", "host unknown", "unknown recipient",
	"nondeliverable", "non delivery", "non-delivery", "non-deliverable", "nondelivery", "ndn:", "ndr:", "dsn:", "permanent delivery failure", "permanent error", "permanent failure", "transient", "temporary delivery", "postmaster notify",
	"there was an error sending", "error sending", "error delivering", "error in mail", "email address is not valid", "email delivery fail", "e-mail delivery fail", "problem delivering", "problems delivering", "address not found", "message blocked", "message bounced", "bounced mail", "bounce message", "bounce notification", "automatically rejected",
	"successful mail delivery", "amazon ses email event notification",
	"unzustellbar", "nicht zustellbar", "nachricht nicht zustellbar", "zustellung fehlgeschlagen", "zustellung der nachricht", "zustellungsfehler", "zustellfehler", "zustellbericht", "unzustellbarkeitsbericht", "fehler bei der zustellung", "fehlgeschlagene zustellung", "mail konnte nicht", "e-mail konnte nicht", "ihre nachricht konnte nicht", "nachricht konnte nicht", "benachrichtigung zum zustellstatus", "benachrichtigung über den zustellstatus", "zustellstatus",
	"non remis", "non distribué", "non délivré", "notification d'état de remise", "notification d'état", "notification de remise", "notification d'échec", "échec de la remise", "échec de remise", "échec de distribution", "echec de", "échec d'envoi", "échec de l'envoi", "courrier non remis", "message non remis", "message non distribué", "non-remise", "retour de courrier", "avis de non",
	"no se puede entregar", "no entregado", "no entregable", "no se ha podido entregar", "error de entrega", "error en la entrega", "fallo de entrega", "fallo en la entrega", "entrega fallida", "notificación de estado de entrega", "notificación del estado de entrega", "notificación del estado de la entrega", "correo devuelto", "mensaje no entregado", "mensaje devuelto", "devolución de correo",
	"não entregue", "não entregável", "impossível entregar", "não é possível entregar", "não foi possível entregar", "falha na entrega", "falha de entrega", "erro na entrega", "mensagem não entregue", "notificação de status de entrega", "notificação de estado de entrega", "notificação de falha", "email não entregue", "e-mail não entregue", "devolução de mensagem",
	"impossibile recapitare", "non recapitabile", "non recapitato", "mancato recapito", "mancata consegna", "recapito non riuscito", "errore di consegna", "errore di recapito", "notifica sullo stato del recapito", "notifica di mancato", "avviso di mancata consegna", "messaggio non recapitato", "notifica dello stato di consegna",
	"onbestelbaar", "niet bezorgd", "bezorging mislukt", "niet te bezorgen", "kan niet worden bezorgd", "melding van leveringsstatus", "statusmelding van bezorging", "niet afgeleverd", "mislukte bezorging", "aflevering mislukt",
	"olevererbart", "kunde inte levereras", "ej levererat", "det går inte att leverera", "leveransfel", "meddelande om leveransstatus", "kan ikke leveres", "kunne ikke leveres", "ikke leveret", "ikke levert", "uleverbar", "leveringsfejl", "leveringsfeil", "besked om leveringsstatus", "kan ikke levere",
	"toimittaminen epäonnistui", "toimitus epäonnistui", "ei voi toimittaa", "viestin toimitus", "toimittamaton", "toimitustilailmoitus", "nie można dostarczyć", "niedostarczalna", "niedostarczone", "nie dostarczono", "błąd dostarczania", "zwrot poczty", "zwrot wiadomości", "powiadomienie o stanie", "stan dostarczenia",
	"nedoručitelná", "nedoručiteľná", "nedoručená", "nedoručené", "oznámení o stavu doručení", "kézbesíthetetlen", "sikertelen kézbesítés", "kézbesítési hiba", "nelivrabil", "imposibil de livrat", "nije moguće isporučiti", "ni mogoče dostaviti", "kättetoimetamatu", "nepiegādājams", "nepristatyt", "no es pot lliurar", "не може да се достави", "mesaj nelivrat", "nedostavljivo", "neisporučeno", "nedostavljeno",
	"недоставл", "не доставлено", "не удалось доставить", "не удается доставить", "невозможно доставить", "ваше сообщение не доставлено", "ошибка доставки", "сообщение не доставлено", "уведомление о состоянии доставки", "уведомление о недоставке", "неможливо доставити", "не вдалося доставити", "недоставлене", "недоставимо",
	"teslim edilemedi", "teslim edilemeyen", "iletilemedi", "αδύνατη η παράδοση", "αδύνατη παράδοση", "μη παραδόσιμο", "μη παραδοτέο", "αποτυχία παράδοσης", "לא ניתן למסירה", "לא ניתן למסור", "לא ניתן להעביר", "לא נמסר", "غير قابل للتسليم", "تعذر تسليم", "لم يتم التسليم", "فشل تسليم", "إشعار حالة التسليم",
	"配信不能", "配信できません", "送信できません", "未配信", "配信エラー", "配信失敗", "配信状況通知", "配達不能", "メールエラー", "送信エラー", "エラー通知", "エラーメール", "メール配信エラー", "送信失敗", "返送メール",
	"未送达", "未傳遞", "未传递", "未送達", "无法投递", "無法投遞", "退信", "系统退信", "系統退信", "无法送达", "無法送達", "无法传递", "無法傳遞", "無法傳送", "無法寄送", "投递失败", "邮件投递失败", "发送失败", "邮件发送失败", "郵件傳送失敗", "傳遞狀態通知", "传递状态通知", "退件",
	"배달되지 않음", "배달 실패", "전달되지 않음", "전송 실패", "배달할 수 없음", "발송실패", "발송 실패", "반송", "메일 반송", "배달 상태 알림", "không thể gửi", "không gửi được", "thư không gửi", "ส่งไม่ได้", "ไม่สามารถส่ง", "tidak terkirim", "tidak dapat dikirim", "tidak dapat dihantar", "tidak dapat terkirim", "gagal terkirim", "pemberitahuan status pengiriman", "surat tidak",
}

// failureMarks are telling wherever they stand in a subject, folded.
var failureMarks = []string{
	"returning message to sender", "returned to sender", "delivery status notification", "mail failure", "delivery failure", "delivery failed", "failure notice", "undeliverable", "undelivered mail",
	"returned mail", "non-delivery", "non remis", "unzustellbar", "nicht zustellbar", "no entregado", "non recapitato", "nie dostarczono", "nedoručen", "недоставлен", "не доставлено", "недоставк", "退信", "无法送达", "投递失败", "配信不能", "配信エラー", "発送失敗", "반송", "발송 실패", "발송실패",
}

// failurePhrases are what reports say in their text, folded.
var failurePhrases = []string{
	"could not be delivered", "couldn't be delivered", "could not be sent", "can not be delivered", "cannot be delivered", "can't be delivered", "was not delivered", "wasn't delivered", "were not delivered", "not be delivered", "not delivered", "non-deliverable", "undeliver", "not deliverable", "not deliver your", "could not deliver", "couldn't deliver", "not able to deliver", "not been delivered", "unable to be delivered",
	"delivery to the following", "delivery has failed", "delivery failed", "delivery failure", "delivery attempt", "delivery status", "delivery of your", "delivery error", "delivery to these", "delivery problem", "unsuccessful delivery", "failed permanently", "delivery unsuccessful",
	"unable to deliver", "unable to relay", "unable to send", "trouble delivering", "problem delivering", "error delivering", "error while trying to deliver", "error occurred while trying to deliver", "failed to deliver", "failed to send", "wasn't able to deliver", "had trouble sending",
	"permanent fatal error", "permanent error", "permanent failure", "permanently failed", "fatal error", "returning your message", "returning message to", "returned to the sender", "returned to sender", "returned to you", "is being returned", "has been returned", "was returned", "being sent back",
	"did not reach", "didn't reach", "failed address", "failed recipient", "addresses failed", "address(es) failed", "following address", "following recipient", "delivery errors", "had delivery", "transcript of session follows", "error transcript", "failure reasons",
	"user unknown", "unknown user", "unknown recipient", "no such user", "invalid recipient", "recipient was not", "recipients were not", "recipient is not", "host unknown", "mailbox full", "mailbox is full", "over quota", "not listed in", "no such mailbox", "does not exist", "no valid recipients",
	"message was rejected", "message has been rejected", "message was not accepted", "has not been accepted", "message was blocked", "has been blocked", "blocked by", "rejected your message", "was refused by", "refused to accept", "rejected by the",
	"are not a member", "are not member", "not allowed to post", "only members", "has not yet been delivered", "not yet been delivered", "has been delayed", "is delayed", "delivery is delayed", "will be retried", "will retry", "will continue to", "keep trying", "still trying", "this is a warning message only",
	"successfully delivered", "successfully relayed", "delivered to the following", "address not found", "address couldn't be found",
	"nicht zugestellt", "unzustellbar", "nicht zustellbar", "nicht ausgeliefert", "zustellung fehlgeschlagen", "fehler bei der zustellung", "zustellung ihrer", "zustellung dieser", "konnte nicht übermittelt", "konnte nicht übertragen", "adresse wurde nicht gefunden", "adresse nicht gefunden", "verzögert",
	"n'a pas pu être", "n'a pas été remis", "n'a pas été distribué", "n'ont pas pu être", "pas été délivré", "échec de la remise", "échec de remise", "a échoué", "impossible de remettre", "impossible de livrer", "impossible de délivrer", "non remis", "adresse introuvable", "n'a pu être",
	"no se pudo entregar", "no se ha podido entregar", "no se ha entregado", "no pudo ser entregado", "no ha podido ser entregado", "no se puede entregar", "no se entregó", "error al entregar", "error en la entrega", "no se encontró la dirección", "no se ha encontrado la dirección", "dirección no encontrada", "no fue posible entregar",
	"não pôde ser entregue", "não foi entregue", "não foi possível entregar", "não pode ser entregue", "falha na entrega", "falha ao entregar", "endereço não encontrado", "não conseguiu entregar",
	"impossibile recapitare", "impossibile consegnare", "non è stato recapitato", "non è stato possibile", "non è stato consegnato", "recapito non riuscito", "indirizzo non trovato", "non può essere recapitato", "mancato recapito",
	"niet worden bezorgd", "niet bezorgd", "niet afgeleverd", "niet worden afgeleverd", "is mislukt", "adres niet gevonden", "niet worden verzonden",
	"misslyckades", "kunde inte levereras", "inte att leverera", "har inte levererats", "levererades inte", "ble ikke funnet", "kunne ikke leveres", "blev ikke leveret", "ble ikke levert", "kunne ikke levere", "mislykkedes", "mislyktes", "adressen hittades inte", "adressen blev ikke fundet", "finner ikke adressen",
	"ei voitu toimittaa", "epäonnistui", "ei toimitettu", "ei löydy", "nie można dostarczyć", "nie został dostarczon", "nie została dostarczona", "nie mogła zostać dostarczona", "nie udało się dostarczyć", "dostarczenie nie powiodło", "nie znaleziono adresu",
	"nelze doručit", "nebylo možné doručit", "nebyla doručena", "doručení se nezdařilo", "nepodařilo se doručit", "nemožno doručiť", "nebolo možné doručiť", "sa nepodarilo doruč", "nem sikerült kézbesíteni", "nem kézbesíthető", "nem lett kézbesítve", "kézbesítés nem sikerült", "nu a fost trimis", "kézbesítése nem", "a cím nem található", "nu a putut fi livrat", "nu a fost livrat", "livrarea a eșuat", "adresa nu a fost găsită", "nije isporučen", "nije dostavljen", "ni bilo mogoče dostaviti",
	"не может быть доставлен", "не было доставлен", "не доставлен", "сбой доставки", "ошибка доставки", "не удалось доставить", "не удается доставить", "невозможно доставить", "не удалось отправить", "адрес не найден", "не вдалося доставити", "не було доставлен", "адресу не знайдено", "не може да бъде доставен", "не беше доставен", "не бе доставен", "адресът не бе намерен",
	"nije isporučena", "adresa nije pronađena", "ni bilo dostavljeno", "naslova ni mogoče najti", "nebuvo pristatyt", "adresas nerastas", "netika piegādāt", "adrese nav atrasta", "ei õnnestunud", "ei leitud", "no s'ha pogut lliurar", "no s'ha lliurat", "no s'ha trobat", "تحویل داده نشد", "پیدا نشد", "डिलीवर नहीं", "पता नहीं मिला", "tidak dapat dihantar",
	"teslim edilemedi", "teslim edilmedi", "iletilemedi", "iletilmedi", "gönderilemedi", "gönderilmedi", "adres bulunamadı", "δεν ήταν δυνατή η παράδοση", "δεν παραδόθηκε", "απέτυχε η παράδοση", "η διεύθυνση δεν βρέθηκε", "לא ניתן היה למסור", "לא נמסרה", "לא הצלחנו למסור", "הכתובת לא נמצאה", "تعذر تسليم", "لم يتم تسليم", "فشل تسليم", "تعذر توصيل", "لم يتم العثور على العنوان", "غير موجودة",
	"配信できません", "配信でき", "配信され", "配信不能", "配信に失敗", "配達でき", "送信できません", "送信でき", "送信に失敗", "送信されません", "送信不能", "お届けでき", "届けられ", "届きません", "お送りすることができ", "見つかりませんでした", "エラーのため", "ユーザが見つかりません",
	"无法投递", "无法送达", "无法传递", "无法发送", "无法将", "无法向", "未能送达", "未送达", "未能投递", "投递失败", "发送失败", "被退回", "退信", "找不到地址", "拒收", "無法投遞", "無法送達", "無法傳遞", "無法傳送", "無法寄", "未能送達", "傳送失敗", "傳遞失敗", "找不到電子郵件地址", "退回",
	"전달되지", "전달할 수 없", "배달할 수 없", "배달되지", "배달하지 못", "전송하지 못", "전송할 수 없", "전송되지", "반송", "주소를 찾을 수 없", "발송하지 못", "không thể gửi", "chưa được gửi", "không gửi được", "không được gửi", "không tìm thấy địa chỉ", "ไม่สามารถส่ง", "ส่งไม่สำเร็จ", "ส่งไม่ถึง", "ไม่ได้ส่ง", "ไม่พบที่อยู่", "tidak dapat dikirim", "tidak terkirim", "gagal dikirim", "tidak dapat disampaikan", "alamat tidak ditemukan",
}

// delayPhrases tell that a server has not given up, folded: subjects first,
// then texts.
var delayPhrases = []string{
	"(delay)", "delivery delayed", "message delayed", "delayed mail", "still being retried", "warning: could not send", "warning: message", "delivery delay", "mail delivery deferred",
	"has not yet been delivered", "not yet been delivered", "this is a warning message only", "temporary failure report", "delivery attempts will continue", "we will continue to try", "will continue to try", "will keep trying", "will be retried", "delivery will be attempted for", "no action is required on your part", "you do not need to resend", "you do not need to re-send", "still trying to deliver", "delivery incomplete", "will retry for", "has been delayed", "delivery is delayed",
	"zustellung verzögert", "verzögerte zustellung", "wurde noch nicht zugestellt", "konnte noch nicht zugestellt", "weitere zustellversuche", "remise retardée", "remise différée", "a été retardée", "est retardée", "sera retentée", "entrega retrasada", "se ha retrasado", "entrega con retraso", "seguirá intentando", "entrega atrasada", "está atrasada", "continuará tentando", "recapito ritardato", "consegna ritardata", "in ritardo", "bezorging vertraagd", "is vertraagd", "opóźnion", "odroczon", "доставка отложена", "доставка задерживается", "задержк", "försenad", "försenats", "forsinket", "viivästy", "zpožděn", "oneskoren", "gecikti", "ertelendi", "配信遅延", "配信が遅れ", "配信が遅延", "遅延し", "再送を試み", "延迟", "延遲", "지연", "bị trì hoãn", "bị chậm", "tertunda", "ล่าช้า",
}

// successSubjects are within the subjects of reports that a mail arrived, or
// went where no more is told of it, folded, with the action they stand for
// (RFC 3464 §2.3.3).
var successSubjects = []struct{ phrase, action string }{
	{"(success)", "delivered"}, {"successful mail delivery", "delivered"}, {"successful delivery", "delivered"}, {"(delivered)", "delivered"},
	{"(relay)", "relayed"}, {"(relayed)", "relayed"}, {"(expanded)", "expanded"},
}
