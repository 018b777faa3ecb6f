package quote

// closings end a letter, above its writer's name.
var closings = newPhrases([]string{
	"regards", "kind regards", "best regards", "warm regards", "warmest regards", "kindest regards", "with regards", "with best regards", "best wishes", "best", "all the best", "sincerely", "sincerely yours", "yours sincerely", "yours faithfully", "yours truly", "respectfully", "cheers", "thanks", "thank you", "many thanks", "thanks and regards", "thanks & regards", "thanks in advance", "with kind regards", "cordially", "rgds", "br", "kr",
	"mit freundlichen grüßen", "mit freundlichem gruß", "mit besten grüßen", "mit herzlichen grüßen", "mit lieben grüßen", "freundliche grüße", "freundlichen gruß", "freundlicher gruß", "viele grüße", "grüsse", "freundliche grüsse", "freundlichen grüssen", "mit freundlichen grüssen", "beste grüsse", "besten grüssen", "viele grüsse", "liebe grüsse", "herzliche grüsse", "herzlichen grüssen", "beste grüße", "besten gruß", "liebe grüße", "schöne grüße", "sonnige grüße", "herzliche grüße", "mfg", "mit frdl. grüßen", "lg", "vg", "bg", "gruß", "grüße", "hochachtungsvoll", "danke", "vielen dank",
	"cordialement", "bien cordialement", "très cordialement", "bien à vous", "bien à toi", "salutations", "sincères salutations", "salutations distinguées", "meilleures salutations", "sincèrement", "merci", "amicalement", "respectueusement", "cdlt", "cdt",
	"saludos", "un saludo", "saludos cordiales", "cordiales saludos", "atentamente", "atte", "muy atentamente", "cordialmente", "un cordial saludo", "un abrazo", "gracias", "muchas gracias", "salutacions", "cordialment", "atentament", "gràcies", "saúdos", "un saúdo", "atentamente", "agur bero bat", "agurrak", "eskerrik asko",
	"atenciosamente", "cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "com os meus cumprimentos", "obrigado", "obrigada", "att", "abraços", "abraço", "cordiais saudações",
	"cordiali saluti", "distinti saluti", "cordialità", "saluti", "un saluto", "un cordiale saluto", "grazie", "a presto",
	"met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "met hartelijke groet", "hoogachtend", "mvg", "groeten", "groetjes", "groet", "hartelijke groet", "bedankt", "mei freonlike groetnis",
	"med vänliga hälsningar", "med vänlig hälsning", "vänliga hälsningar", "vänlig hälsning", "bästa hälsningar", "hälsningar", "mvh", "vh", "vänligen", "tack", "med venlig hilsen", "venlig hilsen", "de bedste hilsner", "bedste hilsner", "hilsen", "vh.", "tak", "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "takk", "med vennleg helsing", "venleg helsing", "helsing", "bestu kveðjur", "með kveðju", "með bestu kveðju", "kær kveðja", "kveðja", "virðingarfyllst",
	"ystävällisin terveisin", "parhain terveisin", "terveisin", "terveiset", "yst. terv", "yt", "t.", "kiitos", "lugupidamisega", "parimate soovidega", "parimat", "tervitades", "tervitustega", "aitäh", "ar cieņu", "ar sveicieniem", "paldies", "pagarbiai", "su pagarba", "geriausi linkėjimai", "ačiū",
	"pozdrawiam", "serdecznie pozdrawiam", "pozdrawiam serdecznie", "serdeczne pozdrowienia", "łączę pozdrowienia", "z poważaniem", "z wyrazami szacunku", "dziękuję", "pozdrowienia", "s pozdravem", "s pozdravom", "s přátelským pozdravem", "s úctou", "pozdrav", "hezký den", "zdravím", "děkuji", "ďakujem", "pekný deň", "s priateľským pozdravom",
	"üdvözlettel", "tisztelettel", "üdv", "köszönettel", "szívélyes üdvözlettel", "baráti üdvözlettel", "köszönöm", "cu stimă", "cu respect", "cu drag", "toate cele bune", "o zi bună", "mulțumesc",
	"srdačan pozdrav", "s poštovanjem", "lijep pozdrav", "lp", "lep pozdrav", "s spoštovanjem", "hvala", "срдачан поздрав", "с поштовањем", "поздрав", "со почит", "pozdravi", "me respekt", "përshëndetje", "faleminderit", "со почитување",
	"με εκτίμηση", "φιλικά", "με φιλικούς χαιρετισμούς", "φιλικούς χαιρετισμούς", "ευχαριστώ", "χαιρετισμούς",
	"с уважением", "с наилучшими пожеланиями", "с уважение", "поздрави", "с почит", "благодаря", "всего доброго", "всего наилучшего", "спасибо", "з повагою", "з найкращими побажаннями", "дякую", "з павагай", "құрметпен", "хүндэтгэсэн",
	"saygılarımla", "saygılarımızla", "saygılar", "iyi çalışmalar", "iyi günler", "sevgiler", "selamlar", "teşekkürler", "hörmətlə", "պատիվներով", "հարգանքով", "հարգանքներով", "პატივისცემით",
	"مع خالص التحية", "خالص التحية", "تحياتي", "مع تحياتي", "مع التحية", "تحية طيبة", "وتفضلوا بقبول", "تفضلوا بقبول", "مع فائق الاحترام", "مع الشكر", "شكرا", "والسلام عليكم", "בברכה", "בברכת", "בכבוד רב", "תודה", "با احترام", "با تشکر", "ارادتمند", "با سپاس", "شکریہ", "والسلام",
	"सादर", "धन्यवाद", "भवदीय", "भवदीया", "शुभकामनाओं सहित", "ধন্যবাদ", "শুভেচ্ছান্তে", "நன்றி", "இப்படிக்கு",
	"よろしくお願い", "宜しくお願い", "敬具", "以上", "草々", "此致", "敬礼", "敬禮", "祝好", "顺祝", "順祝", "敬祝", "谢谢", "謝謝", "顺颂商祺", "順頌", "敬上", "祝商祺", "此致敬礼", "감사합니다", "고맙습니다", "드림", "올림", "배상", "拜上", "谨上", "謹上",
	"trân trọng", "thân mến", "thân ái", "kính thư", "xin cảm ơn", "cảm ơn", "ขอแสดงความนับถือ", "ด้วยความเคารพ", "ขอบคุณ", "salam", "salam hormat", "hormat kami", "hormat saya", "terima kasih", "yang benar", "sekian, terima kasih", "lubos na gumagalang", "salamat", "wako mwaminifu", "wasalaam", "asante", "groete", "vriendelike groete", "cofion cynnes", "cofion", "le gach dea-ghuí", "kun afablaj salutoj", "amike",
})

// signatories stand behind the name of who signs.
var signatories = newPhrases([]string{"드림", "올림", "배상", "敬上", "拜上", "谨上", "謹上", "拝"})

// companies are forms of companies, and what they are called, that are no other
// words.
var companies = newPhrases([]string{
	"gmbh", "gmbh & co", "mbh", "e.k.", "e.v.", "gbr", "ohg", "kgaa", "ltd", "limited", "llc", "l.l.c", "llp", "plc", "inc", "incorporated", "corp", "corporation", "pty",
	"sarl", "s.a.r.l", "s.a.s", "sasu", "eurl", "s.l.u", "s.c.p", "s.coop", "ltda", "eireli", "unipessoal", "lda", "s.p.a", "s.r.l", "srl", "spa", "s.n.c", "s.a.s.", "b.v", "n.v", "v.o.f", "b.v.b.a", "bvba", "aktiebolag", "handelsbolag", "aps", "a/s", "i/s", "p/s", "asa", "oyj", "osakeyhtiö", "ehf", "hf.", "osaühing", "oü", "uab", "akciju sabiedrība",
	"sp. z o.o", "sp. z o. o", "sp.z o.o", "sp.zo.o", "spółka", "s.r.o", "s. r. o", "spol. s r.o", "spol. s r. o", "a.s", "a. s", "kft", "bt.", "zrt", "nyrt", "s.r.l.", "d.o.o", "d. o. o", "j.d.o.o", "d.d", "eood", "еоод", "оод", "ад", "доо", "дооел", "sh.p.k", "α.ε", "ε.π.ε", "ι.κ.ε", "ο.ε", "а.д",
	"ооо", "зао", "оао", "пао", "нко", "ано", "тов", "прат", "фоп", "ат", "тоо", "a.ş", "ltd. şti", "ltd.şti", "şti", "limited şirketi", "mmc",
	"شركة", "مؤسسة", "ש.ר", "בע\"מ", "בע״מ", "בעמ", "شرکت", "ذ.م.م", "ش.م.م",
	"株式会社", "有限会社", "合同会社", "一般社団法人", "㈱", "有限公司", "有限责任公司", "股份", "集团", "集團", "公司", "事务所", "事務所", "주식회사", "(주)", "유한회사", "㈜",
	"công ty", "tnhh", "บริษัท", "จำกัด", "หจก", "sdn bhd", "sdn. bhd", "bhd", "tbk", "persero", "pvt", "private limited", "प्राइवेट लिमिटेड", "लिमिटेड",
})

// companyForms are those that are other words in other letters.
var companyForms = map[string]bool{
	"AG": true, "KG": true, "SE": true, "UG": true, "eG": true, "SA": true, "S.A.": true, "SL": true, "S.L.": true, "SAS": true, "SCI": true, "BV": true, "NV": true, "AB": true, "HB": true, "AS": true,
	"ASA": true, "Oy": true, "OY": true, "Ky": true, "Tmi": true, "SIA": true, "IK": true, "MB": true, "Bt.": true, "PT": true, "CV": true, "UD": true, "Tbk": true, "АО": true, "ИП": true, "ЧП": true, "ПП": true, "ТОВ": true,
	"Co.": true, "Inc.": true, "ΑΕ": true, "ΕΠΕ": true, "ΟΕ": true, "ΙΚΕ": true, "AŞ": true, "A.Ş.": true, "e.U.": true, "e.K.": true, "e.V.": true,
}

// registries stand in what the law has companies print.
var registries = newPhrases([]string{
	"amtsgericht", "hrb", "hra", "handelsregister", "registergericht", "geschäftsführer", "geschäftsführerin", "geschäftsführung", "ust-idnr", "ust-id", "ust.-id", "uid", "steuernummer", "steuernr", "st.-nr", "firmenbuch", "fn-nr", "vat", "vat no", "vat id", "tax id", "company number", "registered office", "registered in england", "company no", "company reg", "reg. no", "registration no", "abn", "acn", "ein", "gstin", "cin", "pan", "iban", "bic", "swift",
	"siret", "siren", "rcs", "r.c.s", "capital de", "n° tva", "tva", "tva intracommunautaire", "code ape", "naf", "p. iva", "p.iva", "partita iva", "c.f", "codice fiscale", "c.f. e p.iva", "cod. fisc", "rea", "cap. soc", "capitale sociale", "kvk", "btw", "cif", "c.i.f", "nif", "n.i.f", "registro mercantil", "rut", "r.u.t", "rfc", "cuit", "ruc", "nit", "cnpj", "inscrição estadual", "nipc", "contribuinte",
	"org.nr", "org.nr.", "org nr", "org.-nr", "organisationsnummer", "organisasjonsnummer", "orgnr", "momsreg", "momsregnr", "cvr", "cvr-nr", "cvr.", "y-tunnus", "alv", "kt.", "kennitala", "vsk", "rg-kood", "registrikood", "reg. kood", "kmkr", "reg. nr", "reģ. nr", "pvn", "įm. kodas", "įmonės kodas", "pvm",
	"krs", "nip", "regon", "ičo", "ič", "dič", "ič dph", "ico", "dic", "zapsaná u", "zapísaná v", "spisová značka", "adószám", "cégjegyzékszám", "cg.", "cui", "c.u.i", "j40", "reg. com", "nr. reg. com", "oib", "mbs", "pib", "пиб", "matični broj", "матични број", "davčna št", "id za ddv", "matična št", "еик", "булстат", "едб", "ддс", "αφμ", "α.φ.μ", "δου", "δ.ο.υ", "γεμη", "γ.ε.μη", "nipt",
	"инн", "кпп", "огрн", "огрнип", "окпо", "єдрпоу", "іпн", "бин", "иин", "унп", "vergi no", "vergi dairesi", "vkn", "mersis", "mersis no", "ticaret sicil", "voen", "vöen",
	"ח.פ", "ח\"פ", "ח״פ", "ע.מ", "עוסק מורשה", "سجل تجاري", "السجل التجاري", "س.ت", "الرقم الضريبي", "رقم ضريبي", "شناسه ملی", "کد اقتصادی", "شماره ثبت",
	"登録番号", "法人番号", "統一編號", "统一编号", "统一社会信用代码", "税号", "稅號", "营业执照", "사업자등록번호", "사업자 등록번호", "통신판매업", "대표이사", "mst", "mã số thuế", "mã số doanh nghiệp", "npwp", "nib", "siup", "เลขประจำตัวผู้เสียภาษี", "เลขทะเบียน", "ssm", "sst no",
})

// phoneLabels stand before a telephone number.
var phoneLabels = newPhrases([]string{
	"tel", "tel.", "tel/fax", "phone", "ph", "mobile", "mob", "cell", "fax", "office", "direct", "dial", "hotline", "telefon", "telefonnr", "tel.-nr", "mobil", "handy", "durchwahl", "dw", "telefax", "tél", "téléphone", "portable", "port", "télécopie", "standard", "ligne directe", "teléfono", "tfno", "tlf", "tlfno", "móvil", "cel", "celular", "telefone", "telemóvel", "tlm", "telm", "fone", "telefono", "cell.", "cellulare", "telefoon", "mobiel", "gsm", "telefonnummer", "direkt", "växel", "vx", "puh", "puhelin", "gsm-numero", "sími", "gsm.", "telefonas", "mob. tel", "tālr", "tālrunis", "kom", "kom.", "infolinia", "telefón", "tf", "telefonszám", "centrala", "mobitel", "telefoni", "cel.",
	"тел", "телефон", "моб", "мобильный", "мобилен", "gsm:", "факс", "доб", "раб", "сот", "мобільний", "тел/факс", "τηλ", "τηλέφωνο", "κιν", "κινητό", "φαξ", "cep", "gsm no", "faks", "dahili", "հեռ", "ტელ", "هاتف", "جوال", "موبايل", "تليفون", "فاكس", "ت:", "تلفن", "همراه", "موبایل", "טל", "טלפון", "נייד", "פקס", "दूरभाष", "फोन", "मोबाइल", "ফোন", "মোবাইল", "தொலைபேசி",
	"電話", "電話番号", "携帯", "電話/fax", "直通", "代表", "电话", "手机", "手機", "传真", "傳真", "分机", "分機", "微信", "전화", "휴대폰", "휴대전화", "핸드폰", "팩스", "연락처", "직통", "điện thoại", "đt", "sđt", "di động", "hotline:", "โทร", "โทรศัพท์", "มือถือ", "แฟกซ์", "telp", "telepon", "tlp", "hp", "wa", "whatsapp", "faksimili", "no. tel", "simu",
})

// placeLabels stand before a postal address.
//
//nolint:misspell // words of other languages than English
var placeLabels = newPhrases([]string{
	"address", "our address", "visit us", "adresse", "anschrift", "dirección", "morada", "endereço", "indirizzo", "sede", "sede legale", "adres", "adress", "besöksadress", "postadress", "besøksadresse", "postadresse", "osoite", "käyntiosoite", "heimilisfang", "aadress", "adrese", "adresas", "adresa", "siedziba", "sídlo", "cím", "címünk", "székhely", "sediu", "sediul", "naslov", "адреса", "адрес", "юр. адрес", "διεύθυνση", "adresi", "հասցե", "მისამართი", "العنوان", "عنوان", "ص.ب", "آدرس", "כתובת", "पता", "ঠিকানা", "முகவரி", "住所", "所在地", "本社", "地址", "주소", "địa chỉ", "đ/c", "ที่อยู่", "alamat", "anwani",
})

// placeWords stand in one, beside a number.
var placeWords = newPhrases([]string{
	"street", "st.", "road", "rd", "lane", "avenue", "ave", "blvd", "boulevard", "suite", "floor", "building", "square", "p.o. box", "po box", "straße", "strasse", "str.", "postfach", "platz", "rue", "bd", "chemin", "impasse", "allée", "quai", "place", "cedex", "bp", "calle", "c/", "avda", "avenida", "paseo", "plaza", "carrer", "rua", "av.", "praça", "travessa", "cep", "via", "viale", "piazza", "corso", "largo", "straat", "laan", "plein", "postbus", "väg", "box", "postboks", "ul.", "ulica", "al.", "os.", "pl.", "nám", "námestie", "náměstí", "ulice", "utca", "u.", "út", "tér", "krt", "strada", "str", "bd.", "bulevardul", "trg", "улица", "ул", "бул", "просп", "пр-т", "пер", "вул", "д.", "оф", "οδός", "λεωφόρος", "τ.κ", "sok", "sk.", "cad", "cd.", "mah", "mh.", "caddesi", "sokak", "bulvarı", "شارع", "طريق", "خیابان", "کوچه", "רחוב", "רח'", "שד'", "ת.ד", "丁目", "番地", "路", "街", "号", "號", "巷", "栋", "樓", "楼", "市", "県", "都", "区", "區", "시", "구", "동", "로", "길", "đường", "phố", "quận", "phường", "ถนน", "แขวง", "เขต", "jl", "jalan", "jln",
})

// openings stand before the hours at which a company is open.
//
//nolint:misspell // words of other languages than English
var openings = newPhrases([]string{
	"opening hours", "office hours", "business hours", "hours", "open daily", "open mon", "öffnungszeiten", "geöffnet", "sprechzeiten", "sprechstunden", "bürozeiten", "servicezeiten", "telefonzeiten", "horaires", "heures d'ouverture", "ouvert du", "horario", "horario de atención", "horari", "horário", "horário de funcionamento", "orari", "orario", "orari di apertura", "openingstijden", "openingsuren", "bereikbaar", "öppettider", "öppet", "telefontid", "åbningstider", "åbningstid", "åpningstider", "aukioloajat", "avoinna", "opnunartími", "lahtiolekuajad", "avatud", "darba laiks", "darbo laikas", "darbo laikas:", "godziny otwarcia", "godziny pracy", "czynne", "otevírací doba", "otevřeno", "provozní doba", "otváracie hodiny", "nyitvatartás", "nyitva tartás", "nyitva", "ügyfélfogadás", "program", "program de lucru", "orar", "radno vrijeme", "radno vreme", "delovni čas", "работно време", "радно време", "часы работы", "режим работы", "время работы", "график работы", "графік роботи", "години роботи", "ώρες λειτουργίας", "ωράριο", "çalışma saatleri", "mesai saatleri", "ساعات العمل", "أوقات العمل", "ساعات الدوام", "ساعت کاری", "שעות פתיחה", "שעות פעילות", "שעות קבלה", "समय", "営業時間", "受付時間", "定休日", "营业时间", "營業時間", "工作时间", "服務時間", "영업시간", "운영시간", "근무시간", "상담시간", "giờ làm việc", "giờ mở cửa", "เวลาทำการ", "เวลาเปิด", "jam kerja", "jam buka", "jam operasional", "waktu operasi", "waktu pejabat",
})

// socials are where companies ask to be followed.
var socials = newPhrases([]string{
	"facebook", "instagram", "linkedin", "xing", "twitter", "youtube", "tiktok", "pinterest", "telegram", "whatsapp", "wechat", "weibo", "微信", "公众号", "微博", "kakaotalk", "카카오톡", "zalo", "vkontakte", "вконтакте", "skype", "mastodon", "bluesky", "follow us", "folgen sie uns", "suivez-nous", "síguenos", "siga-nos", "seguici", "volg ons", "följ oss", "følg os", "seuraa meitä",
})

// roles are what people do in companies, and the parts of a company.
//
//nolint:misspell // words of other languages than English
var roles = newPhrases([]string{
	"manager", "director", "assistant", "sales", "support", "customer service", "customer care", "customer support", "customer relations", "department", "dept", "team", "head of", "engineer", "consultant", "reception", "receptionist", "accounting", "accounts", "office", "coordinator", "specialist", "officer", "ceo", "cto", "cfo", "founder", "owner", "partner", "attorney", "secretary", "human resources", "hr", "marketing", "logistics", "procurement", "on behalf of",
	"abteilung", "abt", "vertrieb", "leiter", "leiterin", "leitung", "kundendienst", "kundenservice", "buchhaltung", "sachbearbeiter", "sachbearbeiterin", "einkauf", "verkauf", "sekretariat", "assistenz", "inhaber", "inhaberin", "prokurist", "innendienst", "außendienst", "personalabteilung", "verwaltung", "empfang",
	"service clients", "service client", "service commercial", "responsable", "comptabilité", "direction", "directeur", "directrice", "assistante", "gérant", "gérante", "chargé de", "chargée de", "accueil", "secrétariat", "commercial", "atención al cliente", "departamento", "dpto", "ventas", "administración", "compras", "contabilidad", "gerente", "directora", "recepción", "secretaría", "atendimento", "vendas", "financeiro", "comercial", "diretor", "diretora", "departament", "ufficio", "vendite", "amministrazione", "assistenza", "servizio clienti", "direttore", "responsabile", "segreteria", "commerciale", "reparto",
	"afdeling", "verkoop", "klantenservice", "inkoop", "administratie", "medewerker", "directeur", "receptie", "avdelning", "försäljning", "kundtjänst", "kundservice", "ekonomi", "säljare", "inköp", "vd", "afdelingen", "salg", "kundeservice", "regnskab", "regnskap", "sælger", "selger", "daglig leder", "innkjøp", "myynti", "asiakaspalvelu", "toimitusjohtaja", "myyntipäällikkö", "taloushallinto", "osasto", "müügijuht", "klienditeenindus", "juhataja", "vadītājs", "klientu apkalpošana", "vadybininkas", "vadybininkė", "skyrius", "klientų aptarnavimas",
	"dział", "obsługa klienta", "biuro", "kierownik", "specjalista", "specjalistka", "księgowość", "sprzedaży", "oddělení", "zákaznický servis", "obchodní", "jednatel", "účtárna", "vedoucí", "oddelenie", "zákaznícky servis", "konateľ", "osztály", "ügyfélszolgálat", "értékesítés", "ügyvezető", "könyvelés", "vezető", "asszisztens", "departamentul", "vânzări", "relații clienți", "odjel", "prodaja", "služba za korisnike", "direktor", "voditelj", "oddelek", "одељење", "продаја", "отдел", "търговски", "управител", "τμήμα", "πωλήσεις", "εξυπηρέτηση πελατών", "διευθυντής", "υπεύθυνος", "λογιστήριο",
	"отдела", "менеджер", "специалист", "директор", "бухгалтер", "бухгалтерия", "руководитель", "инженер", "начальник", "служба поддержки", "секретарь", "відділ", "відділу", "фахівець", "керівник", "служба підтримки", "müdür", "müdürü", "satış", "müşteri hizmetleri", "muhasebe", "uzmanı", "departmanı", "قسم", "مدير", "مديرة", "خدمة العملاء", "المبيعات", "إدارة", "مهندس", "بخش", "مدیر", "فروش", "מנהל", "מנהלת", "הנהלת", "מחלקת", "שירות לקוחות", "מכירות", "मैनेजर", "प्रबंधक", "विभाग",
	"営業部", "総務部", "経理部", "課長", "部長", "担当", "代表取締役", "カスタマー", "サポート", "经理", "經理", "总监", "總監", "部门", "部門", "客服", "销售部", "財務", "财务", "主管", "工程师", "業務部", "助理", "과장", "대리", "부장", "팀장", "사원", "차장", "고객센터", "영업팀", "지원팀", "담당", "phòng", "trưởng phòng", "giám đốc", "nhân viên", "bộ phận", "chăm sóc khách hàng", "ฝ่าย", "ผู้จัดการ", "แผนก", "bagian", "layanan pelanggan", "staf", "manajer", "direktur", "khidmat pelanggan", "pengurus", "jabatan",
})
