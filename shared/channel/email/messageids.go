package email

import (
	"strings"

	"confab/shared/channel/email/tidy"
)

const (
	maxIDs = 200 // ids kept of one header; mail needs its first and its newest
	maxID  = 998 // octets of one id, the longest line RFC 5322 §2.1.1 allows
)

// messageIDs returns the ids of a Message-ID, In-Reply-To or References value,
// without angle brackets. Outlook's In-Reply-To may hold words beside the id,
// some clients forget the brackets, and some encode a long id like words.
func messageIDs(value string) []string {
	if strings.Contains(value, "=?") {
		value = decodeWords(value)
	}
	var ids []string
	keep := func(id string) {
		id = strings.Join(strings.Fields(tidy.Line(id)), "")
		if id != "" && len(id) <= maxID && !strings.ContainsAny(id, "<>") {
			ids = append(ids, id)
		}
	}
	if !strings.Contains(value, "<") {
		for _, token := range strings.Fields(value) {
			if strings.Contains(token, "@") {
				keep(strings.Trim(token, ">,;"))
			}
		}
	}
	for rest := value; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		id, tail, ok := strings.Cut(after, ">")
		if !ok {
			keep(after)
			break
		}
		keep(id)
		rest = tail
	}
	if len(ids) > maxIDs {
		ids = append(ids[:1:1], ids[len(ids)-maxIDs+1:]...)
	}
	return ids
}

// firstID returns the first id of a value, or "".
func firstID(value string) string {
	if ids := messageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	return ""
}
