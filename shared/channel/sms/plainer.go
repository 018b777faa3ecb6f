package sms

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"confab/shared/inbox"
)

// typographic maps what keyboards and word processors put in of themselves to
// what says the same within GSM-7. Letters are never changed, nor what carries a
// meaning of its own, such as a superscript.
var typographic = strings.NewReplacer(
	"‘", "'", "’", "'", "‚", "'", "‛", "'", "′", "'", "‹", "'", "›", "'", "`", "'", "´", "'", "ʼ", "'", "ʻ", "'",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "″", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-", "•", "-", "‣", "-", "·", "-",
	"…", "...", "‥", "..", "⁄", "/", "×", "x", "™", "(TM)", "©", "(C)", "®", "(R)", "№", "No.",
	"½", "1/2", "¼", "1/4", "¾", "3/4", "ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl",
	"\u00a0", " ", "\u2000", " ", "\u2001", " ", "\u2002", " ", "\u2003", " ", "\u2004", " ", "\u2005", " ",
	"\u2006", " ", "\u2007", " ", "\u2008", " ", "\u2009", " ", "\u200a", " ", "\u202f", " ", "\u205f", " ", "\u3000", " ", "\t", " ",
	"\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n",
	// Marks that nobody sees: joiners, soft hyphens, directions, a byte order mark.
	"\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "", "\u2060", "", "\ufeff", "",
	"\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "",
	"\ufe0e", "", "\ufe0f", "",
)

// Offer is a text in plainer characters, with the lengths of both.
type Offer struct {
	Text          string
	Before, After inbox.TextLength
}

// Saves returns how many segments the offer saves, which may be none: a short
// text is one segment either way, until it grows.
func (o Offer) Saves() int { return o.Before.Segments - o.After.Segments }

// Plainer offers the text with typographic characters replaced and its accents
// composed, and tells whether there is anything to offer: there is not where some
// character still forces UCS-2, for then nothing is gained and a joiner inside an
// emoji would be lost.
func Plainer(text string) (Offer, bool) {
	o := Offer{Before: Measure(text)}
	if o.Before.Encoding == GSM7 {
		return Offer{}, false
	}
	o.Text = typographic.Replace(norm.NFC.String(text))
	o.After = Measure(o.Text)
	if o.After.Encoding != GSM7 || o.Saves() < 0 {
		return Offer{}, false
	}
	return o, true
}
