package inbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNoMessageMakesARowThatIsTooLarge(t *testing.T) {
	var people []Address
	var files []Attachment
	var ids []string
	for i := range 500 {
		people = append(people, Address{Name: strings.Repeat("é", 300), Address: fmt.Sprintf("%d@%s", i, strings.Repeat("x", 300))})
		files = append(files, Attachment{Name: strings.Repeat("n", 200), Type: strings.Repeat("t", 200), Key: partKey(someMessage, i)})
		ids = append(ids, fmt.Sprintf("%d@%s", i, strings.Repeat("x", 200)))
	}
	m := Message{
		ID: someMessage, From: people[0], To: people, Cc: people, ReplyTo: people, Attachments: files, References: ids,
		Subject: strings.Repeat("s", 5000), MessageID: strings.Repeat("i", 5000), InReplyTo: strings.Repeat("i", 5000),
		Text: strings.Repeat("ä€𝄞", 20_000),
	}
	if !m.shorten() || !m.Truncated {
		t.Error("what was cut is not said to go on elsewhere")
	}
	if n := m.sizeBesideText() + len(m.Text) + spareBytes; n > rowBytes || len(m.Text) < 4000 || !utf8.ValidString(m.Text) {
		t.Errorf("the row has about %d bytes, %d of them text", n, len(m.Text))
	}
	if m.References[0] != ids[0] || m.References[len(m.References)-1] != ids[len(ids)-1] {
		t.Error("the first or the newest reference is lost")
	}
	small := Message{To: people[:1], Text: "short", References: []string{"a", "b"}, Attachments: files[:1]}
	small.To[0] = Address{Address: "a@example.com"}
	if small.shorten() || !slices.Equal(small.References, []string{"a", "b"}) || small.Text != "short" {
		t.Errorf("a small message was cut: %+v", small)
	}
}
