package inbox

import "time"

// KeywordClass is what a keyword asks for.
type KeywordClass string

// The classes of keywords.
const (
	OptOut    KeywordClass = "opt_out"   // no more texts
	OptIn     KeywordClass = "opt_in"    // texts again, or yes to the question whether
	Help      KeywordClass = "help"      // who writes, and how to make it stop
	Subscribe KeywordClass = "subscribe" // a word that the audience chose
)

// Keyword is what a text consists of.
type Keyword struct {
	Class    KeywordClass
	Word     string // the word as its list has it, whatever its spelling in the text
	Language string // ISO 639-1; "" for a word that an audience made up
}

// Listening is what a text may be besides the keywords that everybody has.
type Listening struct {
	Asked     bool     // our last text asked for consent, so that YES gives it
	Subscribe []string // the audience's own keywords, as CheckSubscribe admits them; none for the usual ones
}

// Encoding is how the characters of a text travel: GSM-7 or UCS-2.
type Encoding string

// TextLength is what a text takes to send.
type TextLength struct {
	Encoding Encoding
	Units    int    // septets of GSM-7, or 16-bit units of UCS-2
	Segments int    // messages that are paid for; 0 for an empty text
	ForcedBy string // the first character that forced UCS-2, "" where none did
}

// Texts reads text messages and phone numbers.
type Texts interface {
	// Number returns a phone number in E.164; ErrInvalid for what is none, as a
	// short code or a name.
	Number(text string) (string, error)
	// Zones returns the time zones in which the phone of a number may be.
	Zones(number string) []*time.Location
	// Keyword returns the keyword of which the text consists, if it is one.
	Keyword(text string, l Listening) (Keyword, bool)
	// CheckSubscribe returns ErrInvalid where the words cannot be an audience's own.
	CheckSubscribe(words []string) error
	// Refusal returns words by which the text seems to refuse further ones.
	Refusal(text string) (words string, refused bool)
	// Length measures a text.
	Length(text string) TextLength
	// CheckLength returns ErrInvalid for a text too long to be sent.
	CheckLength(text string) error
	// CheckMedia returns ErrInvalid for files that a text cannot carry.
	CheckMedia(files []Attachment) error
	// Plainer returns the text without the typographic characters that make it
	// dearer, if there is anything to gain.
	Plainer(text string) (plain string, ok bool)
}
