package email

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"confab/shared/channel/email/quote"
	"confab/shared/channel/email/tidy"
)

// forwardedHead gives what the client printed the types of a mail.
func forwardedHead(f *quote.Forward) *Forwarded {
	out := &Forwarded{From: printedSender(f.From), To: printedAddresses(f.To), Cc: printedAddresses(f.Cc), Subject: tidy.Line(f.Subject)}
	var ok bool
	if out.Date, ok = readPrintedDate(f.Date, f.English); !ok {
		out.Date, _ = parseDate(f.Date)
	}
	return out
}

var (
	// shownLink is the link that text made from HTML shows beside an address.
	shownLink = regexp.MustCompile(`(@[^\s<>()\[\]]+>?)\s?[<\[(]mailto:[^<>()\[\]]*[>\])]`)
	// squareAddress is an address in brackets, as Outlook and many a phone print it.
	squareAddress = regexp.MustCompile(`\[\s?(?:mailto:)?([^\s\[\]@]+@[^\s\[\]]+)\s?\]`)
	// bracketedWords are part of the name where a directory prints one, "Lee, Ann
	// (Sales) <…>", though in a mail's header they would be a comment.
	bracketedWords = regexp.MustCompile(`\(([^()@<>;]*)\)([^()<>;@]*<)`)
	heldBrackets   = strings.NewReplacer("\ue000", "(", "\ue001", ")")
	wideSigns      = strings.NewReplacer("；", ";", "，", ",", "＜", "<", "＞", ">", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\u00a0", " ")
)

// maxPrintedAddresses bounds the addresses that are read, in bytes.
const maxPrintedAddresses = 32 << 10

// printedAddresses reads a list of addresses as mail clients print it for people:
// "Ann <ann@example.org>; Bo [bo@example.org]". A name that is the address is
// none.
func printedAddresses(value string) []Address {
	value = wideSigns.Replace(tidy.Line(value[:min(len(value), maxPrintedAddresses)]))
	if strings.Contains(value, "&lt;") {
		value = html.UnescapeString(value)
	}
	value = shownLink.ReplaceAllString(value, "$1")
	value = squareAddress.ReplaceAllString(value, "<$1>")
	value = bracketedWords.ReplaceAllString(value, "\ue000${1}\ue001$2")
	var list []Address
	for _, a := range parseAddresses(value) {
		a.Name = strings.TrimSpace(strings.Trim(heldBrackets.Replace(a.Name), "*_|"))
		switch _, domain, _ := strings.Cut(a.Address, "@"); {
		case strings.EqualFold(a.Name, a.Address):
			a.Name = ""
		case strings.Contains(a.Address, "/") && !strings.Contains(domain, "."): // a name in Notes
			a = Address{Name: strings.TrimSpace(a.Name + " " + a.Address)}
		}
		if a != (Address{}) {
			list = append(list, a)
		}
	}
	return list
}

// behalves stand between who sent a mail and whose it is, as Outlook prints it in
// its languages.
var behalves = []string{
	" on behalf of ", " im auftrag von ", " de la part de ", " en nombre de ", " em nome de ", " per conto di ", " namens ", " på vegne af ",
	" på vegne av ", " för ", " w imieniu ", " jménem ", " v mene ", " nevében ", " în numele ", " adına ", " от имени ", " від імені ",
	" εκ μέρους ", " בשם ", " بالنيابة عن ", " 代表 ", " 代理 ", " 대신 ", " thay mặt ", " atas nama ", " ในนามของ ",
}

// maxSender bounds what may be a sender and an author, in bytes.
const maxSender = 500

// printedSender reads who a mail is from. Where one sent it for another, the
// mail is the other's: their name, and their address where it is printed.
func printedSender(value string) Address {
	lower := []byte(value[:min(len(value), maxSender)])
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' { // the length stays
			lower[i] |= 0x20
		}
	}
	for _, words := range behalves {
		at := bytes.Index(lower, []byte(words))
		if at < 0 || !strings.Contains(value[:at], "@") {
			continue
		}
		sender, author := firstPrinted(value[:at]), firstPrinted(value[at+len(words):])
		if author.Address == "" {
			author.Address = sender.Address
		}
		return author
	}
	return firstPrinted(value)
}

func firstPrinted(value string) Address {
	if list := printedAddresses(value); len(list) > 0 {
		return list[0]
	}
	return Address{}
}
