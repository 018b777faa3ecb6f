package tidy

import (
	"strings"
	"testing"

	"confab/shared/channel/email/quote"
)

func TestTextAndHTMLTurnIntoEachOther(t *testing.T) {
	for _, text := range []string{"one", "one\ntwo", "one\n\ntwo", "a < b & c > d", "  indented", "Grüße, 你好"} {
		if got := quote.Text(HTML(text)); strings.TrimLeft(got, " ") != strings.TrimLeft(text, " ") {
			t.Errorf("%q came back as %q from %q", text, got, HTML(text))
		}
	}
}
