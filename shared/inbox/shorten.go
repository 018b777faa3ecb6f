package inbox

// shortLinks puts short links in the place of the long ones in a text that is
// about to be written, and returns what has to be kept with it.
func (b *Inbox) shortLinks(t *Texting, m *Message, number, contact string) []Edit[Link] {
	return nil
}
