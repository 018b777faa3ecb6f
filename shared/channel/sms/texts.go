package sms

import (
	"time"

	"confab/shared/channel/sms/media"
	"confab/shared/inbox"
)

// Texts is what package inbox asks this one: an inbox.Texts.
type Texts struct{}

var _ inbox.Texts = Texts{}

// Number implements inbox.Texts.
func (Texts) Number(text string) (string, error) {
	p, err := ParseParty(text)
	if err != nil {
		return "", err
	}
	if p.Kind != PhoneNumber {
		return "", invalidParty(text)
	}
	return p.Value, nil
}

// Zones implements inbox.Texts.
func (Texts) Zones(number string) []*time.Location {
	p, err := ParseParty(number)
	if err != nil {
		return nil
	}
	return p.Zones()
}

// Keyword implements inbox.Texts.
func (Texts) Keyword(text string, l inbox.Listening) (inbox.Keyword, bool) { return KeywordOf(text, l) }

// CheckSubscribe implements inbox.Texts.
func (Texts) CheckSubscribe(words []string) error { return CheckSubscribe(words) }

// Refusal implements inbox.Texts.
func (Texts) Refusal(text string) (words string, refused bool) {
	r, refused := RefusalIn(text)
	return r.Phrase, refused
}

// Length implements inbox.Texts.
func (Texts) Length(text string) inbox.TextLength { return Measure(text) }

// CheckLength implements inbox.Texts.
func (Texts) CheckLength(text string) error { return CheckLength(text) }

// CheckMedia implements inbox.Texts.
func (Texts) CheckMedia(files []inbox.Attachment) error { return media.Check(files) }

// Plainer implements inbox.Texts.
func (Texts) Plainer(text string) (plain string, ok bool) {
	o, ok := Plainer(text)
	return o.Text, ok
}
