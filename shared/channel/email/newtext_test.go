package email

import "testing"

func TestHistoryMarkedOnlyInTheHTMLIsCutFromTheTextToo(t *testing.T) {
	const html = "<div>Ja, die blaue.</div><div class=gmail_quote><div>zzz 4.5.26 Support qqq:</div><blockquote class=gmail_quote>Which?</blockquote></div>"
	for _, c := range []struct{ name, plain, want string }{
		{"the same words", "Ja,\ndie *blaue*.\n\nzzz 4.5.26 Support qqq:\nWhich?\n", "Ja,\ndie *blaue*."},
		{"other words", "Ja, die gruene.\n\nzzz 4.5.26 Support qqq:\nWhich?\n", "Ja, die gruene."},
		{"words that go on", "Ja, die blaue. Bitte zwei.\nWhich?\n", "Ja, die blaue. Bitte zwei."},
		{"a different mail", "Here is what you asked for, in another form.\n\nAnd more of it.\n", "Here is what you asked for, in another form.\n\nAnd more of it."},
	} {
		m := Parse([]byte("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + c.plain + "--b\nContent-Type: text/html\n\n" + html + "\n--b--\n"))
		if m.Text != c.want {
			t.Errorf("%s: %q, want %q", c.name, m.Text, c.want)
		}
	}
}
