package email

import (
	"regexp"
	"slices"
	"strings"

	"confab/shared/channel/email/tidy"
)

// reason is why a server refused, as its words tell. The order of reasons is
// the order of trust: words about the mail or about our right to send it come
// before words about the address, since servers put the latter first of all
// ("550 5.1.1 recipient rejected: your host is blocked").
type reason struct {
	name    string
	dead    bool // the address itself is bad (RFC 3463 §3.2)
	phrases []string
}

var reasons = []reason{
	{"full", false, []string{
		"mailbox full", "mailbox is full", "mailbox was full", "mailbox for user is full", "mailfolder is full", "inbox is full", "inbox full", "account is full", "storage is full", "is full", "over quota", "overquota", "quota violation", "blocks limit", "inode limit", "mailbox limit", "over the maximum", "quota exceeded", "exceeded quota", "exceeds quota", "out of quota", "exceeded its quota", "exceeded their quota", "exceeded storage", "exceeded the quota", "quota full", "quota exceed", "over its quota", "over their quota", "out of storage", "storage limit", "storage quota", "space limit", "not enough space", "not enough storage", "no space left", "insufficient disk", "insufficient storage", "insufficient system storage", "has exceeded", "disk quota", "mailbox size limit", "mailbox exceeds", "too much mail data", "reached its limit", "receiving mail at a rate", "full mailbox", "mailbox over",
		"postfach ist voll", "postfach voll", "speicherplatz", "kontingent", "boîte pleine", "boîte aux lettres est pleine", "boîte de réception est pleine", "quota dépassé", "mailbox pleine", "buzón está lleno", "buzón lleno", "bandeja de entrada está llena", "cuota", "caixa de entrada está cheia", "caixa cheia", "caixa postal cheia", "casella piena", "casella di posta è piena", "postvak is vol", "postvak in is vol", "postvak vol", "skrzynka jest pełna", "skrzynka pełna", "przepełnion", "schránka je plná", "schránka plná", "postafiók megtelt", "căsuța este plină", "ящик переполнен", "ящик заполнен", "переполнен", "скринька переповнена", "gelen kutusu dolu", "kota aş", "kotas", "容量を超", "容量オーバー", "いっぱい", "一杯", "満杯", "邮箱已满", "空间不足", "容量不足", "信箱已滿", "已滿", "超過配額", "가득", "용량 초과", "용량이 초과", "hộp thư đầy", "kotak masuk penuh", "กล่องจดหมายเต็ม",
	}},
	{"size", false, []string{
		"too big", "too large", "message size exceed", "exceeds size", "exceeds the maximum", "exceeds fixed maximum", "exceeds maximum", "size limit", "exceed the maximum", "max message size", "message exceeds", "larger than", "zu groß", "trop volumineux", "trop gros", "demasiado grande", "muito grande", "troppo grande", "te groot", "zbyt duż", "слишком больш", "サイズが大き", "过大", "過大", "너무 큽", "maximum message length",
	}},
	{"blocked", false, []string{
		"blacklist", "blocklist", "block list", "black list", "blackhole", "denylist", "spamhaus", "dnsbl", " rbl", "is blocked", "are blocked", "was blocked", "been blocked", "blocked by", "blocked for", "blocked using", "blocked due", "blocked -", "banned", "barred", "reputation", "client host", "your host", "your ip", "your server", "your mail server", "sending ip", "ip address", "connection refused by", "connections from", "no ptr", "reverse dns", "ptr record", "rdns", "cannot find your hostname", "cannot resolve your", "unable to resolve your", "dynamic ip", "suspicious", "bad helo", "invalid helo", "helo command rejected", "ehlo", "not accepting mail from", "does not accept mail from", "doesn't accept mail from", "refused mail service", "mail from this", "your isp", "your network", "bounced message back", "geblockt", "gesperrt von",
	}},
	{"authentication", false, []string{
		"spf", "dkim", "dmarc", "unauthenticated", "not authenticated", "authentication required", "authentication fail", "authentication check", "authentication is required", "authenticat", "sender id", "must issue a starttls", "starttls", "tls required", "tls is required", "encryption",
	}},
	{"spam", false, []string{
		"spam", "unsolicited", "bulk mail", "junk", "phish", "message content", "content rejected", "content filter", "content reject", "content den", "rejected for policy", "rejected due to content", "rejected by content", "symantec anti", "malicious", "uribl", "surbl", "high probability", "not wanted", "fraud",
	}},
	{"virus", false, []string{"virus", "malware", "infected", "trojan", "forbidden attachment", "attachment type", "attachments of", "file type", "dangerous"}},
	{"rate", false, []string{
		"rate limit", "ratelimit", "throttl", "too many", "too frequent", "limit exceeded", "exceeded the limit", "at a rate", "excessive", "volume of", "unusual rate", "sending limit", "per hour", "per minute", "concurren", "quota for",
	}},
	{"relay", false, []string{
		"relay denied", "relay access", "relaying denied", "relay not", "not permitted to relay", "unable to relay", "relay prohibited", "relaying prohibited", "relaying is", "relaying to", "not relay", "no relay", "not allowed to relay", "cannot relay", "relaying mail", "relay operation", "relaying not", "not a gateway", "not an open relay", "isn't in my list of allowed rcpthosts", "isn't in my control/locals", "that domain isn't in my", "rcpthosts", "local delivery only",
	}},
	{"policy", false, []string{
		"policy", "policies", "not authorized", "not authorised", "unauthorized", "not permitted", "not allowed", "permission", "restricted", "only accept", "members only", "only members", "not a member", "administrative", "administratively", "prohibit", "sender rejected", "sender denied", "sender address rejected", "sender address", "sender verify", "sender is not", "sender not", "verify sender", "return address", "envelope sender", "mail from:", "domain of sender", "sender domain", "your domain", "from address", "from domain", "recipient preferences", "refused by recipient", "refuses to accept", "refused your", "do not accept", "security", "not acceptable", "nicht berechtigt", "pas autorisé", "no tiene permiso", "no autorizado", "não tem permissão", "non autorizzat", "許可されて", "拒否", "受信拒否", "拒绝", "拒絕", "запрещ", "berechtigung", "autorisation", "permiso", "permissão", "autorizzazione", "toestemming", "uprawnie", "разрешен", "дозвол", "权限", "權限", "権限", "권한", "quyền", "สิทธิ์", "izin", "izni", "behörighet", "tilladelse", "tillatelse", "oprávnění", "غير مصرح", "הרשאה",
	}},
	{"disabled", false, []string{
		"disabled", "suspended", "account closed", "not activated", "inactive", "deactivated", "not active", "locked", "on hold", "temporarily closed", "frozen", "expired account", "account expired", "account has expired", "dormant", "unused", "is restricted", "account has been disabled", "account that you tried to reach is", "deaktiviert", "désactivé", "inactif", "suspendu", "deshabilitad", "desativad", "suspens", "disattivat", "заблокирован", "отключен", "停止", "停用", "冻结", "禁用",
	}},
	{"loop", false, []string{"loop", "hop count", "too many hops", "maximum hops"}},
	{"greylisted", false, []string{"greylist", "graylist", "grey list", "try again later", "try later", "retry later", "temporar", "unverified address", "verification in progress", "could not verify", "callout"}},
	{"server", false, []string{
		"timed out", "timeout", "time out", "timing out", "connection refused", "connection reset", "connection lost", "connection dropped", "connection closed", "connection died", "connect to", "connection to", "could not be contacted", "not respond", "no response", "no route", "network is unreachable", "network unreachable", "unreachable network", "lost connection", "message expired", "queue.expired", "expired", "malformed or unexpected", "unexpected name server", "name server loop", "servfail", "host not reachable", "service unavailable", "service not available", "internal error", "internal server error", "system error", "local error", "configuration error", "misconfigur", "mail server configuration", "couldn't create", "could not create", "cannot open", "can't open", "disk full", "lookup failure", "lookup failed", "local configuration", "mailer error", "command output", "unknown error", "unbekannter fehler", "erreur inconnue", "error desconocido", "erro desconhecido", "errore sconosciuto", "onbekende fout", "nieznany błąd", "neznámá chyba", "неизвестная ошибка", "невідома помилка", "bilinmeyen hata", "不明なエラー", "未知错误", "알 수 없는 오류", "insufficient resources", "insufficient memory", "system resources", "out of memory",
	}},
	{"host unknown", true, []string{
		"host unknown", "unknown host", "host not found", "host or domain name not found", "hostname not found", "host does not exist", "no such host", "no such domain", "domain not found", "domain name not found", "domain does not exist", "domain doesn't exist", "domain name does not exist", "non-existent domain", "nonexistent domain", "nxdomain", "unknown domain", "domain unknown", "unrouteable mail domain", "unroutable mail domain", "unrouteable address", "unroutable address", "unrouteable", "name or service not known", "nodename nor servname", "couldn't find any host", "cannot find any host", "bad destination host", "bad destination system", "destination host", "no mx", "null mx", "nullmx", "no valid mx", "no mail server", "no mail exchanger", "does not accept mail", "doesn't accept mail", "no smtp service", "illegal host", "domain is not reachable", "domain couldn't be found", "domain could not be found", "all relevant mx records point to non-existent", "invalid domain", "ドメインが見つかり", "ドメインが存在", "domäne wurde nicht gefunden", "domain wurde nicht gefunden", "domaine introuvable", "dominio no encontrado", "域名不存在", "找不到域",
	}},
	{"moved", true, []string{"has moved", "user moved", "address changed", "has changed", "no longer at", "no longer works", "no longer with", "no longer here", "no longer employed", "left the company", "left the organization", "no longer in use", "no longer accept", "nicht mehr gültig", "nicht mehr erreichbar", "nicht mehr im unternehmen", "n'est plus valide", "n'est plus utilisée", "ya no existe", "ya no es válid", "non è più attiv", "non è più valid", "больше не существует", "больше не использ"}},
	{"user unknown", true, []string{
		"user unknown", "username unknown", "user is unknown", "user not known", "unknown user", "unknown recipient", "unknown address", "unknown local", "unknown mailbox", "unknown account", "unknown email", "unknown or illegal", "unknown or invalid", "recipient unknown", "recipient is unknown", "address unknown", "mailbox unknown", "addressee unknown", "account unknown", "email unknown", "name unknown",
		"no such user", "no such recipient", "no such id", "cannot deliver mail for", "mailbox name not allowed", "unrecognized", "unrecognised", "no such address", "no such mailbox", "no such person", "no such account", "no such local", "no such email", "no such name", "no such member", "no such customer", "no such mail", "no user", "no mailbox", "no recipient", "no local mailbox", "no account", "no longer valid", "no longer exist", "no valid recipients", "there is no one", "no one here", "nobody by that name", "is not here",
		"user not found", "recipient not found", "mailbox not found", "address not found", "account not found", "not found by smtp address lookup", "resolver.adr", "recipientnotfound", "recipnotfound", "address couldn't be found", "address could not be found", "user could not be found", "recipient could not be found", "wasn't found", "couldn't be found", "could not be found", "couldn't find", "was not found", "not found in", "could not be resolved",
		"does not exist", "doesn't exist", "do not exist", "not exist", "doesn't have a", "doesn't have an", "does not have a", "does not have an", "not have an account", "not known", "not a known user", "not a valid", "not our customer", "not valid", "not recognized", "not recognised", "not listed in", "not in our", "not a recipient", "not a registered", "not registered", "isn't a valid", "non-existent", "nonexistent", "nonexistant", "unavailable or access denied", "undeliverable address", "bad destination mailbox", "bad recipient", "bad address", "bad mailbox", "illegal user", "illegal recipient", "illegal alias",
		"invalid recipient", "invalid user", "invalid mailbox", "invalid address", "invalid final", "invalid email", "invalid account", "incorrect recipient", "recipient invalid", "address invalid", "address is invalid", "mailbox invalid", "user invalid", "recipient rejected", "recipient address rejected", "address rejected", "incorrectly addressed", "deleted user", "has been deleted", "account cancelled", "account terminated", "mailbox unavailable", "mailbox not available", "mailbox is unavailable", "user doesn't", "user doesnot", "unable to find", "cannot find", "can't find", "nobody", "ungültige", "ungültig", "unbekannt", "existiert nicht", "nicht gefunden", "nicht vorhanden", "kein benutzer", "nicht im domino-verzeichnis", "nicht im verzeichnis", "inconnu", "n'existe pas", "introuvable", "inexistant", "non trouvé", "no existe", "desconocid", "no se encontró", "no se ha encontrado", "no encontrad", "inexistente", "inválid", "não existe", "desconhecid", "não encontrad", "não foi encontrad", "sconosciut", "non esiste", "non trovat", "inesistente", "bestaat niet", "onbekend", "niet gevonden", "nie istnieje", "nieznan", "nie znaleziono", "neexistuje", "neznám", "nenalezen", "nem létezik", "ismeretlen", "nem található", "nu există", "necunoscut", "finns inte", "okänd", "findes ikke", "ukendt", "finnes ikke", "ukjent", "ei ole olemassa", "tuntematon", "ei löydy", "не существует", "неизвест", "не найден", "нет такого", "не зарегистрирован", "не існує", "не знайден", "невідом", "bulunamadı", "mevcut değil", "bilinmeyen", "δεν υπάρχει", "δεν βρέθηκε", "άγνωστ", "לא קיים", "לא נמצא", "غير موجود", "لم يتم العثور", "غير معروف",
		"宛先", "存在しません", "存在しない", "見つかりません", "該当する", "不明", "无此用户", "不存在", "未找到", "找不到", "無此", "查無", "존재하지 않", "없는 사용자", "찾을 수 없", "không tồn tại", "không tìm thấy", "tidak ada", "tidak ditemukan", "tidak dikenal", "ไม่มีอยู่", "ไม่พบ", "hittades inte", "blev ikke fundet", "ble ikke funnet", "nije pronađen", "ne postoji", "ni mogoče najti", "ne obstaja", "nerast", "nav atrast", "ei leitud", "no s'ha trobat", "не бе намерен", "не съществува", "پیدا نشد", "وجود ندارد", "नहीं मिला", "tidak dijumpai", "tidak wujud",
	}},
}

// accountWords name an account so plainly that they are believed of a server
// that only objects at the end of DATA, as Yahoo's do.
var accountWords = regexp.MustCompile(`(?:user|recipient) (?:doesn't|does not) have an? \S+ account`)

// refusedData tells a server that took the recipient and refused the mail: it
// has such an address, whatever it said in the end.
var refusedData = regexp.MustCompile(`in reply to (?:end of )?data|>>> data <<< (?:4\d|5[1-9])\d|\(data\)|after (?:end of )?data|smtp command data|final data`)

// names are what a server's words hold of addresses and hosts, which are
// anybody's to choose and tell nothing. Exchange's RESOLVER.… is a word.
var names = regexp.MustCompile(`[!-~]*@[!-~]*|\b[a-z0-9-]+(?:\.[a-z0-9-]+){2,}`)

func withoutNames(folded string) string {
	return names.ReplaceAllStringFunc(folded, func(name string) string {
		if strings.HasPrefix(name, "resolver.") || strings.HasPrefix(name, "queue.") {
			return name
		}
		return " "
	})
}

// explain returns why a server refused, or nil where its words do not tell.
func explain(folded string) *reason {
	folded = withoutNames(folded)
	for i := range reasons {
		if saysAny(folded, reasons[i].phrases) {
			return &reasons[i]
		}
	}
	return nil
}

// isHard tells whether the address itself is bad: there is nobody by that name,
// or no such host (RFC 3463 §3.2). Everything else, even when permanent, may be
// the mail's or the server's fault, and pass.
func isHard(b Bounce, diagnostic, text string) bool {
	said := foldWords(tidy.Head(text, 8000))
	reply := said
	if strings.TrimSpace(diagnostic) != "" {
		reply = foldWords(tidy.Head(diagnostic, 8000))
	}
	why := explain(reply)
	switch {
	case strings.HasPrefix(b.Status, "4."), strings.HasPrefix(b.ReplyCode, "4"):
		return why != nil && why.name == "user unknown" && strings.HasSuffix(b.Status, ".1.1") // tried until it gave up
	case slices.Contains(deadStatus, b.Status):
		return why == nil || why.dead
	case strings.HasPrefix(b.Status, "5.2.") && b.Status != "5.2.1", strings.HasPrefix(b.Status, "5.7."), b.Status == "5.1.7", b.Status == "5.1.8":
		return false // the mailbox is there, our mail or our right to send is at fault
	case refusedData.MatchString(said) && !accountWords.MatchString(said):
		return false
	}
	return why != nil && why.dead
}

// deadStatus are the codes of addresses that lead nowhere: no such mailbox,
// host, form of an address, one that moved, a domain without mail (RFC 7505
// §4.2), a host that is not to be found.
var deadStatus = []string{"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
