package quote

// language holds the words by which mail clients of one language mark what
// they quote, and what they and mail systems add. The words are as clients
// print them; fold makes words and text comparable, so that case, accents, full
// width and invisible marks do not matter.
//
// To add a language is to add an entry to one of the tables. A word that also
// occurs in ordinary sentences is safe here, for no word decides alone: see the
// package comment for the evidence that each rule asks for beside it.
//
// The words are facts gathered from the localisation of Roundcube, Zimbra,
// SnappyMail, K-9 Mail and Thunderbird, and from what Gmail, Apple Mail,
// Outlook and the large providers print.
type language struct {
	code string

	// lead opens a line such as "On Mon, 1 Jun 2026 at 10:00, Ann wrote:".
	lead []string
	// wrote is its verb, or the phrase that does its work.
	wrote []string
	// self are pronouns that stand beside the verb when a person writes: no client
	// prints them.
	self []string

	// original and forwarded are what stands between dashes, or alone before a
	// colon, above a quoted or a forwarded mail.
	original  []string
	forwarded []string

	from, sent, to, cc, subject []string

	// device opens the line that a client appends; what stands behind * ends it.
	device []string
	// above is what help desks print where history starts: answer above this line.
	above []string
}

// languages are all of them.
var languages = append(append(append([]language{}, westernLanguages...), easternLanguages...), asianLanguages...)

// forwardPrefixes open the subject of a forwarded mail, in front of a colon.
var forwardPrefixes = []string{
	"fw", "fwd", "fwd.", "wg", "tr", "rv", "enc", "i", "vb", "vs", "vl", "pd", "redir.", "ilt", "fs", "vjs", "meneruskan",
	"továbbítás", "videresend", "transfert", "doorst", "προωθ", "πρθ", "переслано", "пересл", "препр", "הועבר", "إعادة توجيه", "ارسال مجدد",
	"转发", "轉寄", "转寄", "轉發", "転送", "전달", "chuyển tiếp", "trs",
}

// replyPrefixes open the subject of an answer.
var replyPrefixes = []string{
	"re", "aw", "sv", "vast", "antw", "odp", "r", "ref", "rif", "res", "rép", "ynt", "yan", "vá", "ha", "atb", "ats", "blş", "bls", "σχετ", "απ",
	"отв", "відп", "回复", "回覆", "答复", "回信", "답장", "회신", "返信", "תגובה", "השב", "رد", "پاسخ", "trả lời", "ตอบกลับ", "balas",
}

// products are devices, mail programs and providers, and the words for a
// telephone: one of them beside a word for sending makes a client's line.
var products = []string{
	"iphone", "ipad", "ipod", "ios", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "nokia", "motorola", "pixel", "oneplus",
	"htc", "lumia", "blackberry", "windows", "outlook", "mail", "gmail", "yahoo", "proton", "protonmail", "thunderbird", "k-9", "airmail", "spark",
	"mailbird", "edison", "bluemail", "aquamail", "aqua", "superhuman", "zoho", "gmx", "web.de", "mail.ru", "tutanota", "tuta", "fairemail",
	"mobile", "mobil", "mobiltelefon", "mobilgerät", "smartphone", "handy", "phone", "cellphone", "tablet", "device", "telefon", "telefoon",
	"mobiel", "toestel", "téléphone", "mobiles", "portable", "móvil", "celular", "telemóvel", "dispositivo", "cellulare", "telefono",
	"puhelin", "puhelimesta", "puhelimestani", "mobil-", "telefonu", "telefonumdan", "mobilu", "telefónu", "mobilní", "telefonul", "κινητό",
	"телефона", "смартфона", "айфона", "мобильной", "мобильного", "телефону", "мобильного", "мобільного", "мобільного",
	"الجوال", "هاتفي", "手机", "手機", "携帯", "スマートフォン", "휴대폰", "스마트폰", "điện thoại", "มือถือ", "ponsel", "seluler",
}

// excuses are what people have their telephones say beside it.
var excuses = []string{
	"excuse", "brevity", "typos", "typo", "typing", "errors", "autocorrect", "kürze", "tippfehler", "entschuldig", "concision", "brièveté", "fautes",
	"brevedad", "disculp", "brevidade", "desculp", "brevità", "errori", "beknopt", "typfout", "korthet", "kortfattad", "lyhyy", "literów", "краткость",
	"stručnost", "překlepy", "kısalığı", "短く", "简短", "簡短",
}
