package quote

// anchors open the notes that lawyers put below a mail; one of them must stand
// near the start of a paragraph.
//
//nolint:misspell // words of other languages than English
var anchors = newPhrases([]string{
	"this e-mail", "this email", "this message", "this communication", "this transmission", "the information contained in", "the information in this", "the contents of this",
	"the content of this", "confidentiality notice", "confidentiality note", "disclaimer", "legal notice", "privileged and confidential", "if you are not the intended recipient", "if you have received this", "notice:", "important notice",
	"diese e-mail", "diese email", "diese nachricht", "der inhalt dieser", "die information in dieser", "die in dieser e-mail", "vertraulichkeitshinweis", "haftungsausschluss", "der austausch von nachrichten",
	"ce message", "ce courriel", "cet e-mail", "cet email", "le présent message", "les informations contenues", "l'information contenue", "avis de confidentialité",
	"este mensaje", "este correo", "este e-mail", "la información contenida", "aviso legal", "aviso de confidencialidad", "el contenido de este",
	"esta mensagem", "este email", "a informação contida", "as informações contidas", "aviso de confidencialidade", "aviso legal",
	"questo messaggio", "questa e-mail", "questa email", "il presente messaggio", "la presente e-mail", "le informazioni contenute", "il contenuto di questa", "ai sensi del", "avviso di riservatezza",
	"dit bericht", "deze e-mail", "deze email", "de informatie in deze", "de informatie verzonden", "de inhoud van",
	"detta meddelande", "detta e-postmeddelande", "denna e-post", "innehållet i detta", "denne e-mail", "denne mail", "denne e-posten", "denne e-post", "denne meddelelse", "denne meldingen", "indholdet af denne",
	"tämä viesti", "tämä sähköposti", "tämän viestin",
	"ta wiadomość", "niniejsza wiadomość", "treść tej wiadomości", "treść niniejszej", "informacje zawarte", "wiadomość ta",
	"tato zpráva", "tento e-mail", "tento email", "obsah této", "informace obsažené", "táto správa", "obsah tejto", "informácie obsiahnuté",
	"ez az üzenet", "ez az e-mail", "jelen üzenet", "a jelen e-mail", "acest mesaj", "acest e-mail", "acest email", "informațiile conținute",
	"αυτό το μήνυμα", "το παρόν μήνυμα", "το παρόν ηλεκτρονικό", "οι πληροφορίες που περιέχονται",
	"это сообщение", "настоящее сообщение", "данное сообщение", "это электронное", "настоящее электронное", "информация, содержащаяся", "це повідомлення", "цей лист", "інформація, що міститься",
	"bu e-posta", "bu mesaj", "bu elektronik posta", "bu ileti",
	"هذه الرسالة", "المعلومات الواردة", "هذا البريد", "הודעה זו", "דואר אלקטרוני זה", "המידע הכלול",
	"本邮件", "本郵件", "此邮件", "此郵件", "本电子邮件", "本電子郵件", "本信", "このメール", "本メール", "本電子メール", "このeメール", "이 메일", "본 메일", "이 이메일", "본 이메일", "이 전자우편", "본 메시지",
	"email này", "thư này", "thông tin trong", "อีเมลนี้", "ข้อความนี้", "pesan ini", "email ini", "surel ini",
})

// legalese are words of which several make such a note, and hardly anything
// else.
//
//nolint:misspell // words of other languages than English
var legalese = newPhrases([]string{
	"confidential", "confidentiality", "privileged", "intended recipient", "intended recipients", "intended only", "intended solely", "addressee", "addressees", "attachments", "unauthorized", "unauthorised", "disclosure",
	"dissemination", "distribution", "copying", "prohibited", "notify", "delete", "destroy", "received this", "in error", "liability", "liable", "unlawful", "individual or entity", "legally",
	"vertraulich", "vertrauliche", "empfänger", "adressat", "adressaten", "irrtümlich", "unbefugte", "weitergabe", "vernichten", "löschen", "informieren", "nicht gestattet", "untersagt", "rechtlich geschützte", "anhänge", "verbindlich", "haftung",
	"confidentiel", "confidentiels", "confidentielles", "destinataire", "destinataires", "pièces jointes", "erreur", "détruire", "supprimer", "avertir", "interdite", "interdit", "divulgation", "diffusion", "responsabilité", "expéditeur", "usage exclusif", "intention exclusive",
	"confidencial", "confidenciales", "destinatario", "destinatarios", "por error", "notifique", "elimine", "prohibida", "prohibido", "divulgación", "adjuntos", "privilegiada", "uso exclusivo", "responsabilidad", "destinatário", "destinatários", "por engano", "proibida", "proibido", "divulgação", "anexos", "exclusivamente",
	"riservate", "riservato", "confidenziali", "destinatari", "per errore", "cancellare", "distruggere", "vietata", "vietato", "divulgazione", "allegati", "esclusivamente", "mittente",
	"vertrouwelijk", "vertrouwelijke", "geadresseerde", "bestemd", "ten onrechte", "abusievelijk", "verwijderen", "openbaarmaking", "verspreiding", "aansprakelijkheid", "bijlagen", "niet toegestaan",
	"konfidentiell", "konfidentiel", "konfidensiell", "fortrolig", "fortrolige", "mottagare", "modtager", "mottaker", "avsedd", "av misstag", "ved en fejl", "ved en feil", "radera", "slette", "obehörig", "luottamuksellinen", "luottamuksellista", "vastaanottaja", "vastaanottajalle", "erehdyksessä", "tarkoitettu",
	"poufna", "poufne", "adresata", "adresatem", "omyłkowo", "usunięcie", "zabronione", "rozpowszechnianie", "załączniki", "wyłącznie", "nadawcę", "důvěrné", "důvěrná", "adresátovi", "adresátem", "omylem", "smažte", "výhradně", "dôverné", "dôverná", "adresátovi", "vymažte", "výlučne",
	"bizalmas", "címzett", "címzettje", "tévedésből", "törölje", "tilos", "confidențial", "confidențiale", "destinatarul", "eroare", "ștergeți", "interzisă", "εμπιστευτικό", "εμπιστευτικές", "παραλήπτη", "παραλήπτης", "εκ παραδρομής", "διαγράψτε", "απαγορεύεται",
	"конфиденциальна", "конфиденциальную", "конфиденциальной", "адресату", "адресатом", "получателем", "по ошибке", "удалите", "запрещено", "запрещается", "уведомите", "конфіденційну", "адресатом", "помилково", "видаліть", "заборонено",
	"gizli", "gizlidir", "alıcısı", "alıcı", "yanlışlıkla", "siliniz", "yasaktır", "ekleri", "سرية", "المرسل إليه", "عن طريق الخطأ", "حذف", "يحظر", "חסוי", "הנמען", "בטעות", "למחוק", "אסור",
	"机密", "機密", "保密", "收件人", "错误", "誤", "删除", "刪除", "禁止", "未经授权", "未經授權", "秘密", "宛先", "受信者", "誤って", "削除", "開示", "기밀", "비밀", "수신인", "수신자", "잘못", "삭제", "금지", "bảo mật", "người nhận", "nhầm", "xóa", "nghiêm cấm", "ความลับ", "ผู้รับ", "ลบ", "rahasia", "penerima", "kesalahan", "hapus", "dilarang",
})

// footnotes open the short notes that mailing lists and habits put at the end.
var footnotes = newPhrases([]string{
	"you received this message because", "you are receiving this message because", "you received this email because", "you are receiving this email because", "you are receiving this because",
	"sie erhalten diese nachricht, weil", "sie haben diese nachricht erhalten, weil", "sie erhalten diese e-mail", "vous recevez ce message, car", "vous recevez ce message car", "has recibido este mensaje porque",
	"recibiste este mensaje porque", "você recebeu essa mensagem porque", "recebeu esta mensagem porque", "hai ricevuto questo messaggio perché", "je ontvangt dit bericht omdat", "u ontvangt dit bericht omdat",
	"du får det här meddelandet eftersom", "otrzymujesz tę wiadomość, ponieważ", "вы получили это сообщение, поскольку", "このメールは google グループ", "您收到此邮件是因为", "please consider the environment",
	"consider the environment before", "think before you print", "think before printing", "please don't print", "please do not print this", "save paper", "save a tree", "bitte denken sie an die umwelt",
	"denken sie an die umwelt", "bitte prüfen sie, ob diese", "bitte drucken sie diese", "schonen sie die umwelt", "pensez à l'environnement", "merci de penser à l'environnement", "avant d'imprimer", "n'imprimez ce",
	"n'imprimez que", "antes de imprimir", "piense en el medio ambiente", "por favor, piense antes de imprimir", "pense no meio ambiente", "prima di stampare", "pensa all'ambiente", "denk aan het milieu", "tänk på miljön",
	"tænk på miljøet", "tenk på miljøet", "zanim wydrukujesz", "pomyśl o środowisku", "před vytištěním", "mielőtt kinyomtat", "protejați mediul", "подумайте об окружающей среде", "прежде чем распечатать",
})

// linkedNotes do so too, beside a link or an address.
var linkedNotes = newPhrases([]string{
	"to unsubscribe from this", "to unsubscribe send", "to unsubscribe from the", "to unsubscribe, ", "to post to this group", "for more options, visit", "to view this discussion", "wenn sie sich von dieser gruppe",
	"pour vous désabonner", "pour vous désinscrire", "para cancelar la suscripción", "para cancelar inscrição", "per annullare l'iscrizione", "virus-free", "virenfrei", "sans virus", "libre de virus", "livre de vírus",
	"privo di virus", "virusvrij", "virusfri", "viruksia ei", "wolny od wirusów", "bez virů", "bez vírusov", "vírusmentes", "fără viruși", "без вирусов", "virüs bulunmuyor", "无病毒", "未感染病毒", "ウイルスフリー",
})

// postscripts open what an author adds below their name.
var postscripts = newPhrases([]string{
	"p.s", "ps", "p.s.", "p.p.s", "pps", "p. s", "pd", "p.d", "n.b", "nb", "ps.", "пс", "p.s:", "ks",
})

// possessives stand where an author tells of somebody, and never in a name.
var possessives = map[string]bool{
	"my": true, "our": true, "your": true, "his": true, "her": true, "their": true, "mein": true, "meine": true, "unser": true, "unsere": true, "ihr": true, "ihre": true,
	"mon": true, "ma": true, "notre": true, "votre": true, "nos": true, "vos": true, "mi": true, "nuestro": true, "nuestra": true, "su": true, "meu": true, "minha": true, "nosso": true, "seu": true, "sua": true,
	"mio": true, "mia": true, "nostro": true, "vostro": true, "suo": true, "mijn": true, "onze": true, "uw": true, "min": true, "mitt": true, "vår": true, "vores": true, "мой": true, "моя": true, "наш": true, "ваш": true, "mój": true, "nasz": true, "můj": true, "náš": true,
}

// scanners are the makers of programs that say they looked for viruses.
var scanners = newPhrases([]string{
	"avast", "avg", "avira", "eset", "nod32", "norton", "mcafee", "kaspersky", "sophos", "trend micro", "mailscanner", "bitdefender", "clamav", "symantec", "messagelabs", "barracuda", "mimecast", "panda", "f-secure", "libra esva", "dr.web",
})

// scanned are the words that they say it with.
var scanned = newPhrases([]string{
	"scanned", "checked", "geprüft", "überprüft", "vérifié", "vérifiée", "comprobado", "analizado", "verificado", "verificada", "controllata", "controllato", "analizzato", "gecontroleerd", "genomsökts",
	"kontrolleret", "kontrollert", "tarkistettu", "przeskanowana", "sprawdzona", "zkontrolována", "skontrolovaná", "ellenőrizte", "verificat", "проверено", "перевірено", "taranmıştır", "检查", "扫描", "掃描", "チェック", "スキャン", "검사", "فحص", "נבדק", "ελέγχθηκε", "certified", "no virus found",
})

// outside stand in the note that a company's mail server sets above mail from
// other companies, and in Outlook's note on new senders.
var outside = newPhrases([]string{
	"originated from outside", "originates from outside", "originated outside", "came from outside", "comes from outside", "sent from outside", "from an external sender", "from an external source", "external sender", "external email", "external e-mail", "external message", "external mail",
	"you don't often get email from", "you do not often get email from", "some people who received this message don't often get email from",
	"von ausserhalb", "von außerhalb", "externer absender", "externe e-mail", "externe email", "externe mail", "externen absender", "sie erhalten nicht oft eine e-mail von", "sie erhalten nicht häufig e-mails von", "einige personen, die diese nachricht erhalten haben",
	"provient de l'extérieur", "expéditeur externe", "courriel externe", "e-mail externe", "message externe", "vous n'obtenez pas souvent d'e-mail", "vous ne recevez pas souvent de courrier", "vous recevez rarement",
	"remitente externo", "correo externo", "origen externo", "se originó fuera", "proviene de fuera", "no suele recibir correo electrónico de", "remetente externo", "e-mail externo", "originou-se fora", "originado fora", "você não costuma receber emails de", "não recebe frequentemente e-mails de",
	"mittente esterno", "e-mail esterna", "proviene dall'esterno", "messaggio esterno", "non si ricevono spesso messaggi di posta elettronica da", "externe afzender", "van buiten de organisatie", "afkomstig van buiten", "u ontvangt niet vaak e-mail van", "extern avsändare", "externt meddelande", "du får inte ofta e-post från", "ekstern afsender", "du får ikke ofte mails fra", "ekstern avsender", "du får ikke ofte e-post fra", "ulkopuolinen lähettäjä", "organisaation ulkopuolelta", "saat harvoin sähköpostia",
	"nadawca zewnętrzny", "wiadomość zewnętrzna", "spoza organizacji", "nie otrzymujesz często wiadomości e-mail z", "externí odesílatel", "mimo organizaci", "nepřicházejí vám často e-maily", "külső feladó", "szervezeten kívülről", "expeditor extern", "din afara organizației", "внешний отправитель", "внешняя почта", "dış gönderen", "kuruluş dışından", "外部发件人", "外部邮件", "外部郵件", "外部寄件者", "社外からのメール", "外部からのメール", "외부 발신", "외부 메일",
})

// caution are further words of that note, which tell its lines from the
// author's below.
var caution = newPhrases([]string{
	"caution", "warning", "external", "click", "links", "link", "attachments", "attachment", "sender", "recognize", "recognise", "content is safe", "organization", "organisation", "be careful", "phishing", "suspicious", "learn why this is important", "trust", "verify",
	"achtung", "vorsicht", "extern", "anhänge", "klicken", "absender", "attention", "cliquez", "pièces jointes", "expéditeur", "liens", "precaución", "atención", "enlaces", "adjuntos", "remitente", "atenção", "cuidado", "anexos", "remetente", "attenzione", "allegati", "mittente", "let op", "bijlagen", "afzender", "uwaga", "załączniki", "nadawcę", "varning", "upozornění", "přílohy", "dikkat", "осторожно", "внимание", "вложения", "注意", "警告", "リンク", "添付", "주의", "링크",
})
