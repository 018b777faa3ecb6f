package email

import (
	"regexp"
	"slices"
	"strings"
)

// Evidence of mail that a machine sent and nobody can answer, beside AutoReply's
// own.
const (
	evidenceReceipt = "disposition-notification"
	evidenceReport  = "report"
)

// receiptEvidence tells a receipt for reading (RFC 8098 and what resembles one),
// and a report about mail in general: DMARC's (RFC 7489 §7.2) and TLS's (RFC
// 8460 §5.3). It is "" for any other mail.
func receiptEvidence(m *Mail, h header, b *body) string {
	if isReceipt(h, b) || isPlainReceipt(m, h, b) {
		return evidenceReceipt
	}
	if kind, _ := reportType(h); kind == "tlsrpt" || h.has("TLS-Report-Domain") || isAggregateReport(m) {
		return evidenceReport
	}
	return ""
}

// isReceipt tells a receipt by its structure, or by the class that Exchange gives it.
func isReceipt(h header, b *body) bool {
	kind, formal := reportType(h)
	isPart := func(a Attachment) bool { return a.Type == "message/disposition-notification" }
	return kind == evidenceReceipt || formal && kind == "" && slices.ContainsFunc(b.attachments, isPart) || strings.EqualFold(strings.TrimSpace(h.get("Content-Class")), "urn:content-classes:mdn") ||
		strings.HasPrefix(strings.ToLower(h.get("Content-Type")), "message/disposition-notification")
}

// receiptSubjects open the subjects of receipts in the languages of Outlook,
// Notes and GroupWise, folded.
var receiptSubjects = []string{
	"read:", "not read:", "read receipt", "return receipt", "deleted:", "gelesen:", "ungelesen:", "nicht gelesen:", "lesebestätigung", "empfangsbestätigung", "lu :", "lu:", "non lu :", "non lu:", "accusé de lecture", "confirmation de lecture",
	"leído:", "no leído:", "confirmación de lectura", "acuse de", "lida:", "lido:", "não lida:", "confirmação de leitura", "letto:", "non letto:", "conferma di lettura", "ricevuta di ritorno", "gelezen:", "niet gelezen:", "leesbevestiging", "läst:", "läskvitto", "læst:", "lest:", "luettu:", "przeczytano:", "przeczytane:", "potwierdzenie", "přečteno:", "prečítané:", "olvasott:", "elolvasva:", "citit:", "прочитано:", "прочтено:", "прочетено:", "okundu:", "αναγνώστηκε:", "נקרא:", "تمت القراءة:",
	"開封済み:", "開封済み：", "開封確認", "開封通知", "已读:", "已读：", "已讀:", "已讀：", "已读回执", "읽음:", "đã đọc:", "dibaca:", "อ่านแล้ว:",
}

// receiptPhrases are what receipts say, folded.
var receiptPhrases = []string{
	"was read on", "was displayed on", "has been displayed", "was read at", "return receipt for the", "this is a receipt for the", "this is a return receipt", "deleted without being read", "was deleted without", "no guarantee that the message has been read", "was opened by",
	"wurde am", "wurde gelesen", "wurde angezeigt", "ungelesen gelöscht", "a été lu", "a été affiché", "supprimé sans avoir été lu", "fue leído", "se leyó", "ha sido leído", "se ha leído", "eliminado sin leer", "foi lida", "foi lido", "è stato letto", "eliminato senza", "is gelezen", "werd gelezen", "verwijderd zonder", "lästes", "blev læst", "ble lest", "luettiin", "została przeczytana", "została odczytana", "wiadomość została", "byla přečtena", "bola prečítaná", "elolvasták", "a fost citit", "было прочитано", "прочитано", "прочетено", "okundu", "αναγνώστηκε", "נקראה", "تمت قراءة", "開封されました", "開封しました", "読まれました", "已于", "已被阅读", "已讀取", "讀取", "읽었습니다", "읽혔습니다", "đã được đọc", "telah dibaca", "ถูกอ่าน",
}

// isPlainReceipt tells a receipt in prose: its subject opens as one, its text is
// short, speaks of reading and asks nothing. That a person may write alike is
// why both must, and the text without a salutation.
func isPlainReceipt(m *Mail, h header, b *body) bool {
	folded := foldWords(m.Subject)
	for _, opening := range receiptSubjects {
		if strings.HasPrefix(folded, opening) {
			text := b.reportText()
			return len(text) < 2000 && saysAny(foldWords(text), receiptPhrases) && !personal(text) &&
				(addressInText.MatchString(text) || headerLines.MatchString(text) || senderOf(m, h) >= silent)
		}
	}
	return false
}

// headerLines are two lines of the kind in which a receipt names the mail it is for.
var headerLines = regexp.MustCompile(`(?m)^[ \t]*\pL[\pL ]{0,20}[ \t]?[:：].*\n(?:[ \t]*\r?\n)?[ \t]*\pL[\pL ]{0,20}[ \t]?[:：]`)

var (
	// aggregateSubject is that of RFC 7489 §7.2.1.1: "Report Domain: … Submitter: … Report-ID: …".
	aggregateSubject = regexp.MustCompile(`(?i)report domain:\s*\S+.*(?:submitter:|report-id:)`)
	// aggregateFile is the name that the same section prescribes: receiver!domain!begin!end.
	aggregateFile = regexp.MustCompile(`(?i)^[^!\s]+![^!\s]+![0-9]+![0-9]+.*\.(?:xml|gz|zip)$`)
)

// isAggregateReport tells a DMARC report by its file, or by its subject and a
// packed file; one that a person passes on is none.
func isAggregateReport(m *Mail) bool {
	if len(m.InReplyTo) > 0 || answerPrefix.MatchString(foldWords(m.Subject)) {
		return false
	}
	named, packed := false, false
	for _, a := range m.Attachments {
		named = named || aggregateFile.MatchString(a.Name)
		packed = packed || strings.HasSuffix(a.Type, "zip") || strings.HasSuffix(a.Type, "xml")
	}
	return named && len(m.Attachments) == 1 || packed && aggregateSubject.MatchString(m.Subject)
}
