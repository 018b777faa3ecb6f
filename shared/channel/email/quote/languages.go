package quote

// language holds the words by which mail clients of one language mark what
// they quote. All words are lower case; matching folds case, the kinds of
// blanks, and the marks of emphasis around a word.
//
// To add a language is to add an entry to languages. A word that also occurs
// in ordinary sentences is safe here, for no word decides alone: see history.go
// for the evidence each rule asks for beside it.
type language struct {
	code string

	// lead opens a line such as "On Mon, 1 Jun 2026 at 10:00, Ann wrote:".
	lead []string
	// wrote is its verb, or the phrase at its end.
	wrote []string

	// original and forwarded are what stands between dashes, or alone before a
	// colon, above a quoted or a forwarded mail.
	original  []string
	forwarded []string

	from, sent, to, cc, subject []string

	// device opens the line that a mobile client appends.
	device []string
}

var languages = []language{
	{
		code:      "en",
		lead:      []string{"on", "at", "in a message dated"},
		wrote:     []string{"wrote", "writes"},
		original:  []string{"original message", "original mail", "original appointment", "reply message"},
		forwarded: []string{"forwarded message", "begin forwarded message", "forwarded mail", "forwarded by"},
		from:      []string{"from"}, sent: []string{"sent", "date", "sent on"}, to: []string{"to"},
		cc: []string{"cc", "bcc"}, subject: []string{"subject"},
		device: []string{"sent from", "sent via", "sent with", "sent by", "get outlook for", "from my iphone", "from my ipad", "someone from mobile"},
	},
	{
		code:      "de",
		lead:      []string{"am", "den"},
		wrote:     []string{"schrieb", "schreibt", "hat geschrieben", "geschrieben"},
		original:  []string{"ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche mail"},
		forwarded: []string{"weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete e-mail"},
		from:      []string{"von"}, sent: []string{"gesendet", "datum"}, to: []string{"an"},
		cc: []string{"kopie", "kopie (cc)"}, subject: []string{"betreff"},
		device: []string{"von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von meinem", "outlook für", "holen sie sich outlook"},
	},
	{
		code:      "fr",
		lead:      []string{"le"},
		wrote:     []string{"a écrit", "écrit", "a ecrit"},
		original:  []string{"message d'origine", "message original", "message initial", "e-mail d'origine"},
		forwarded: []string{"message transféré", "message transmis", "début du message transféré", "début du message réexpédié", "transféré par"},
		from:      []string{"de", "expéditeur"}, sent: []string{"envoyé", "date", "envoyé le"}, to: []string{"à", "pour"},
		cc: []string{"copie à", "copie"}, subject: []string{"objet", "sujet"},
		device: []string{"envoyé de mon", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé via", "télécharger outlook", "obtenir outlook"},
	},
	{
		code:      "es",
		lead:      []string{"el"},
		wrote:     []string{"escribió", "escribio", "ha escrito", "va escriure"},
		original:  []string{"mensaje original", "mensaje de origen"},
		forwarded: []string{"mensaje reenviado", "inicio del mensaje reenviado"},
		from:      []string{"de"}, sent: []string{"enviado", "fecha", "enviado el"}, to: []string{"para", "a"},
		cc: []string{"copia"}, subject: []string{"asunto"},
		device: []string{"enviado desde", "obtener outlook", "enviado con"},
	},
	{
		code:      "pt",
		lead:      []string{"em", "a", "no dia"},
		wrote:     []string{"escreveu", "escreveu o seguinte"},
		original:  []string{"mensagem original", "mensagem de origem"},
		forwarded: []string{"mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada"},
		from:      []string{"de"}, sent: []string{"enviado", "enviada", "data", "enviada em", "enviado em"}, to: []string{"para"},
		subject: []string{"assunto"},
		device:  []string{"enviado do", "enviado a partir", "enviado pelo", "enviada do", "obter o outlook", "baixar o outlook"},
	},
	{
		code:      "it",
		lead:      []string{"il", "in data", "il giorno"},
		wrote:     []string{"ha scritto", "scrive", "scrisse"},
		original:  []string{"messaggio originale", "messaggio di origine"},
		forwarded: []string{"messaggio inoltrato", "inizio messaggio inoltrato"},
		from:      []string{"da", "mittente"}, sent: []string{"inviato", "data", "inviato il"}, to: []string{"a"},
		cc: []string{"copia"}, subject: []string{"oggetto"},
		device: []string{"inviato da", "inviato dal", "inviato con", "scarica outlook", "ottieni outlook"},
	},
	{
		code:      "nl",
		lead:      []string{"op"},
		wrote:     []string{"schreef", "schrijft", "geschreven", "heeft geschreven", "het volgende geschreven", "schreef het volgende"},
		original:  []string{"oorspronkelijk bericht", "origineel bericht", "oorspronkelijk e-mailbericht"},
		forwarded: []string{"doorgestuurd bericht", "begin doorgestuurd bericht"},
		from:      []string{"van"}, sent: []string{"verzonden", "datum"}, to: []string{"aan"},
		cc: []string{"kopie"}, subject: []string{"onderwerp"},
		device: []string{"verzonden vanaf", "verstuurd vanaf", "verzonden met", "verzonden van", "verstuurd met", "outlook voor"},
	},
	{
		code:      "sv",
		lead:      []string{"den"},
		wrote:     []string{"skrev", "skrev följande"},
		original:  []string{"ursprungligt meddelande", "originalmeddelande"},
		forwarded: []string{"vidarebefordrat meddelande", "vidarebefordrat mejl", "vidarebefordrat brev"},
		from:      []string{"från"}, sent: []string{"skickat", "datum"}, to: []string{"till"},
		cc: []string{"kopia"}, subject: []string{"ämne"},
		device: []string{"skickat från", "skickades från", "hämta outlook"},
	},
	{
		code:      "da",
		lead:      []string{"den"},
		wrote:     []string{"skrev", "har skrevet"},
		original:  []string{"oprindelig meddelelse", "original meddelelse"},
		forwarded: []string{"videresendt meddelelse", "start på videresendt besked", "videresendt besked"},
		from:      []string{"fra"}, sent: []string{"sendt", "dato"}, to: []string{"til"},
		cc: []string{"kopi"}, subject: []string{"emne"},
		device: []string{"sendt fra", "hent outlook"},
	},
	{
		code:      "no",
		lead:      []string{"den", "på"},
		wrote:     []string{"skrev", "skreiv"},
		original:  []string{"opprinnelig melding", "original melding"},
		forwarded: []string{"videresendt melding", "start på videresendt melding", "videresendt e-post"},
		from:      []string{"fra"}, sent: []string{"sendt", "dato"}, to: []string{"til"},
		cc: []string{"kopi"}, subject: []string{"emne"},
		device: []string{"sendt fra", "få outlook for", "skaff outlook"},
	},
	{
		code:      "fi",
		wrote:     []string{"kirjoitti", "kirjoitti seuraavaa"},
		original:  []string{"alkuperäinen viesti"},
		forwarded: []string{"välitetty viesti", "välitetty viesti / fwd.msg", "edelleenlähetetty viesti", "välitetty viesti alkaa"},
		from:      []string{"lähettäjä"}, sent: []string{"lähetetty", "päivämäärä", "päiväys"}, to: []string{"vastaanottaja"},
		cc: []string{"kopio"}, subject: []string{"aihe"},
		device: []string{"lähetetty", "hanki outlook"},
	},
	{
		code:      "pl",
		lead:      []string{"w dniu", "dnia", "w"},
		wrote:     []string{"napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napisano"},
		original:  []string{"wiadomość oryginalna", "oryginalna wiadomość", "wiadomość pierwotna"},
		forwarded: []string{"wiadomość przesłana dalej", "treść przekazanej wiadomości", "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości", "przesłana wiadomość"},
		from:      []string{"od", "nadawca"}, sent: []string{"wysłano", "data", "wysłane"}, to: []string{"do", "adresat"},
		cc: []string{"dw", "kopia"}, subject: []string{"temat"},
		device: []string{"wysłane z", "wysłano z", "pobierz aplikację outlook"},
	},
	{
		code:      "cs",
		lead:      []string{"dne", "v", "ve"},
		wrote:     []string{"napsal", "napsala", "napsal(a)", "napsal/a"},
		original:  []string{"původní zpráva", "původní e-mail"},
		forwarded: []string{"přeposlaná zpráva", "začátek přeposílané zprávy", "začátek přeposlané zprávy"},
		from:      []string{"od"}, sent: []string{"odesláno", "datum"}, to: []string{"komu"},
		cc: []string{"kopie"}, subject: []string{"předmět"},
		device: []string{"odesláno z", "odesláno ze", "získat outlook", "odesláno pomocí"},
	},
	{
		code:      "sk",
		lead:      []string{"dňa", "v"},
		wrote:     []string{"napísal", "napísala", "napísal(a)"},
		original:  []string{"pôvodná správa", "pôvodný e-mail"},
		forwarded: []string{"preposlaná správa", "preposlaná správa --- forwarded message", "začiatok preposielanej správy", "začiatok preposlanej správy"},
		from:      []string{"od"}, sent: []string{"odoslané", "dátum"}, to: []string{"komu", "pre"},
		cc: []string{"kópia"}, subject: []string{"predmet"},
		device: []string{"odoslané z", "odoslané zo", "získať outlook"},
	},
	{
		code:      "hu",
		wrote:     []string{"írta", "ezt írta", "a következőt írta", "időpontban írta"},
		original:  []string{"eredeti üzenet"},
		forwarded: []string{"továbbított üzenet", "továbbított üzenet kezdete", "továbbított levél kezdete", "a továbbított üzenet kezdete"},
		from:      []string{"feladó"}, sent: []string{"elküldve", "dátum"}, to: []string{"címzett"},
		cc: []string{"másolat", "másolatot kap"}, subject: []string{"tárgy"},
		device: []string{"elküldve", "küldve", "az outlook"},
	},
	{
		code:      "ro",
		lead:      []string{"în", "in", "pe", "la data de"},
		wrote:     []string{"a scris"},
		original:  []string{"mesaj original", "mesajul original"},
		forwarded: []string{"mesaj redirecționat", "mesaj redirecţionat", "începutul mesajului redirecționat", "mesajul redirecționat"},
		from:      []string{"de la", "expeditorul", "expeditor"}, sent: []string{"trimis", "dată", "data"}, to: []string{"către", "destinatarul"},
		subject: []string{"subiect", "subiectul"},
		device:  []string{"trimis de pe", "trimis din", "obțineți outlook"},
	},
	{
		code:      "hr",
		lead:      []string{"dana", "u"},
		wrote:     []string{"je napisao", "je napisala", "napisao", "napisala", "napisao/la", "je napisao/la", "piše"},
		original:  []string{"izvorna poruka", "originalna poruka"},
		forwarded: []string{"proslijeđena poruka", "započni proslijeđenu poruku", "početak proslijeđene poruke"},
		from:      []string{"šalje", "od"}, sent: []string{"poslano", "datum"}, to: []string{"prima", "za"},
		subject: []string{"predmet", "naslov"},
		device:  []string{"poslano s", "poslano sa", "poslano iz"},
	},
	{
		code:      "et",
		wrote:     []string{"kirjutas"},
		original:  []string{"algne sõnum", "algne kiri"},
		forwarded: []string{"edastatud kiri", "edastatud sõnum"},
		from:      []string{"saatja"}, sent: []string{"saadetud", "kuupäev"}, to: []string{"saaja", "adressaat"},
		cc: []string{"koopia"}, subject: []string{"teema"},
		device: []string{"saadetud minu"},
	},
	{
		code:      "ru",
		wrote:     []string{"написал", "написала", "написал(а)", "писал", "писала", "пишет", "пользователь"},
		original:  []string{"исходное сообщение", "оригинальное сообщение", "первоначальное сообщение"},
		forwarded: []string{"перенаправленное сообщение", "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения", "начало пересылаемого сообщения"},
		from:      []string{"от", "отправитель", "от кого"}, sent: []string{"отправлено", "дата"}, to: []string{"кому"},
		cc: []string{"копия"}, subject: []string{"тема"},
		device: []string{"отправлено с", "отправлено из", "отправлено через", "скачать outlook", "установите outlook"},
	},
	{
		code:      "uk",
		wrote:     []string{"написав", "написала", "написав(ла)", "пише"},
		original:  []string{"оригінальне повідомлення", "вихідне повідомлення", "початкове повідомлення"},
		forwarded: []string{"переслане повідомлення", "перенаправлене повідомлення", "початок пересланого повідомлення", "початок листа, що пересилається"},
		from:      []string{"від", "від кого"}, sent: []string{"надіслано", "дата", "відправлено"}, to: []string{"кому"},
		cc: []string{"копія"}, subject: []string{"тема"},
		device: []string{"надіслано з", "надіслано із", "відправлено з"},
	},
	{
		code:      "tr",
		wrote:     []string{"yazdı", "şunları yazdı", "tarihinde şunları yazdı", "şunu yazdı"},
		original:  []string{"özgün ileti", "orijinal mesaj", "orijinal ileti"},
		forwarded: []string{"iletilen ileti", "i̇letilen i̇leti", "ileti başlangıcı", "i̇leti başlangıcı", "yönlendirilmiş ileti", "iletilmiş mesaj", "iletilen mesaj"},
		from:      []string{"kimden", "gönderen"}, sent: []string{"gönderildi", "tarih", "gönderme tarihi"}, to: []string{"kime", "alıcı"},
		cc: []string{"bilgi"}, subject: []string{"konu"},
		device: []string{"iphone'umdan", "ipad'imden", "i̇phone'umdan", "outlook'u edinin"},
	},
	{
		code:      "el",
		lead:      []string{"στις"},
		wrote:     []string{"έγραψε", "έγραψε τα εξής", "ο χρήστης"},
		original:  []string{"αρχικό μήνυμα"},
		forwarded: []string{"προωθημένο μήνυμα", "προωθούμενο μήνυμα"},
		from:      []string{"από"}, sent: []string{"στάλθηκε", "ημερομηνία", "εστάλη"}, to: []string{"προς"},
		cc: []string{"κοιν"}, subject: []string{"θέμα"},
		device: []string{"στάλθηκε από", "εστάλη από"},
	},
	{
		code:      "zh",
		lead:      []string{"在", "於", "于"},
		wrote:     []string{"写道", "寫道", "來信", "来信"},
		original:  []string{"原始邮件", "原始郵件", "原邮件", "邮件原件", "原始信件"},
		forwarded: []string{"转发的邮件", "轉寄郵件", "转发邮件信息", "已轉寄的郵件", "轉寄的郵件", "以下是转发的邮件", "开始转发的邮件"},
		from:      []string{"发件人", "寄件者", "寄件人", "發件人"}, sent: []string{"发送时间", "日期", "寄件日期", "傳送時間", "時間", "时间", "傳送日期"}, to: []string{"收件人", "收件者"},
		cc: []string{"抄送", "副本"}, subject: []string{"主题", "主旨", "主題"},
		device: []string{"发自我的", "來自我的", "從我的", "从我的", "發自我的", "获取 outlook", "取得 outlook", "傳送自", "傳自我的"},
	},
	{
		code:      "ja",
		wrote:     []string{"のメール", "のメッセージ", "さんは書きました", "wrote", "が書きました"},
		original:  []string{"元のメッセージ", "元のメール", "オリジナルメッセージ"},
		forwarded: []string{"転送されたメッセージ", "メッセージを転送", "転送メッセージ", "転送されたメール"},
		from:      []string{"差出人", "送信元", "送信者"}, sent: []string{"送信日時", "日付", "日時", "送信日"}, to: []string{"宛先", "送信先"},
		subject: []string{"件名"},
		device:  []string{"iphoneから送信", "ipadから送信", "iphone から送信", "ipad から送信", "android版 outlook"},
	},
	{
		code:      "ko",
		wrote:     []string{"작성", "작성:", "님이 작성", "썼습니다"},
		original:  []string{"원본 메시지", "원본 이메일", "원본 메일", "원본메시지"},
		forwarded: []string{"전달된 메시지", "전달한 메시지", "전달된 메일"},
		from:      []string{"보낸 사람", "보낸사람"}, sent: []string{"보낸 날짜", "보낸날짜", "날짜", "보냄"}, to: []string{"받는 사람", "받는사람"},
		cc: []string{"참조"}, subject: []string{"제목"},
		device: []string{"내 iphone에서 보냄", "나의 iphone에서 보냄", "나의 iphone에서 전송"},
	},
}

// forwardPrefixes open the subject of a forwarded mail, in front of a colon.
var forwardPrefixes = []string{
	"fw", "fwd", "wg", "tr", "rv", "enc", "i", "vb", "vs", "vl", "pd", "redir.", "ilt", "i̇lt", "vá",
	"továbbítás", "videresend", "transfert", "doorst", "fs", "προωθ", "转发", "轉寄", "转寄", "転送", "전달", "переслано", "пересл", "fwd.", "rif",
}

// replyPrefixes open the subject of an answer.
var replyPrefixes = []string{"re", "aw", "sv", "antw", "odp", "r", "ref", "res", "ynt", "vá", "回复", "回覆", "答复", "отв", "ha", "atb", "ats", "σχετ", "답장", "返信"}
