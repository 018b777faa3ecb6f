package email

import "strings"

// AuthResults is what SES's own Authentication-Results header says (RFC 8601).
// Everything is empty when the topmost such header is not SES's: lower ones are
// the sender's own words.
type AuthResults struct {
	SPF         string // pass, fail, softfail, neutral, none, temperror, permerror
	SPFDomain   string // the domain of smtp.mailfrom
	DKIM        []DKIMResult
	DMARC       string
	DMARCDomain string // header.from
}

// DKIMResult is one signature's.
type DKIMResult struct {
	Result string
	Domain string // header.d, else the domain of header.i
}

// authServID is SES's name for itself in Authentication-Results.
const authServID = "amazonses.com"

// authResults reads the topmost Authentication-Results value, if it is SES's.
func authResults(values []string) AuthResults {
	var out AuthResults
	if len(values) == 0 {
		return out
	}
	id, results, _ := strings.Cut(stripComments(values[0]), ";")
	if words := strings.Fields(id); len(words) == 0 || !strings.EqualFold(words[0], authServID) {
		return out
	}
	for _, result := range strings.Split(results, ";") {
		words := strings.Fields(result)
		if len(words) == 0 {
			continue
		}
		method, verdict, _ := strings.Cut(strings.ToLower(words[0]), "=")
		properties := map[string]string{}
		for _, word := range words[1:] {
			if name, value, ok := strings.Cut(word, "="); ok {
				properties[strings.ToLower(name)] = strings.ToLower(strings.Trim(value, `"`))
			}
		}
		switch method {
		case "spf":
			out.SPF, out.SPFDomain = verdict, domainOf(properties["smtp.mailfrom"])
		case "envelope-from", "smtp.mailfrom": // SES writes these as results of their own
			out.SPFDomain = domainOf(verdict)
		case "dkim":
			domain := properties["header.d"]
			if domain == "" {
				domain = domainOf(properties["header.i"])
			}
			out.DKIM = append(out.DKIM, DKIMResult{Result: verdict, Domain: domain})
		case "dmarc":
			out.DMARC, out.DMARCDomain = verdict, properties["header.from"]
		}
	}
	return out
}

// stripComments drops what stands in parentheses, for it may hold anything,
// "; dmarc=pass" too.
func stripComments(s string) string {
	var out strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (quoted || depth > 0):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted:
			if c != ';' && c != '=' && c != ' ' {
				out.WriteByte(c)
			}
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// domainOf returns what follows the last @, lower case, or the whole.
func domainOf(address string) string {
	return strings.ToLower(strings.Trim(address[strings.LastIndexByte(address, '@')+1:], "<> "))
}
