package inbox

import "context"

// Measured is what a text would cost to send from an audience.
type Measured struct {
	Length TextLength // with its links shortened
	// TooLong is why it cannot be sent as it is, nil where it can.
	TooLong *Problem
	// Plain is the text without the typographic characters that make it dearer, and
	// PlainLength what that costs; empty where nothing is to be gained.
	Plain       string
	PlainLength TextLength
}

// MeasureText tells what a text would cost to send.
func (b *Inbox) MeasureText(ctx context.Context, gate Gate, audience, text string) (*Measured, error) {
	a, err := b.audience(ctx, audience)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	short := func(s string) string {
		if a.Texting.KeepLinks || a.Texting.LinkBase == "" {
			return s
		}
		return b.ShortForm(s, a.Texting.LinkBase)
	}
	m := &Measured{Length: b.Texts.Length(short(text))}
	m.TooLong = asProblem(b.Texts.CheckLength(short(text)))
	if plain, ok := b.Texts.Plainer(text); ok {
		m.Plain, m.PlainLength = plain, b.Texts.Length(short(plain))
	}
	return m, nil
}
