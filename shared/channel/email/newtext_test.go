package email

import "testing"

func TestHistoryMarkedOnlyInTheHTMLIsCutFromTheTextToo(t *testing.T) {
	const html = "<div>Ja, die blaue.</div><div class=gmail_quote><div>zzz 4.5.26 10:15 Support qqq:</div><blockquote class=gmail_quote>Which?</blockquote></div>"
	for _, c := range []struct{ name, plain, want string }{
		{"the same words", "Ja,\ndie *blaue*.\n\nzzz 4.5.26 10:15 Support qqq:\nWhich?\n", "Ja,\ndie *blaue*."},
		{"other words", "Ja, die gruene.\n\nzzz 4.5.26 10:15 Support qqq:\nWhich?\n", "Ja, die gruene."},
		{"words that go on", "Ja, die blaue. Bitte zwei.\nWhich?\n", "Ja, die blaue. Bitte zwei."},
		{"a different mail", "Here is what you asked for, in another form.\n\nAnd more of it.\n", "Here is what you asked for, in another form.\n\nAnd more of it."},
	} {
		m := Parse([]byte("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + c.plain + "--b\nContent-Type: text/html\n\n" + html + "\n--b--\n"))
		if m.Text != c.want {
			t.Errorf("%s: %q, want %q", c.name, m.Text, c.want)
		}
	}
}

func TestTheTextComesFromThePartThatSaysIt(t *testing.T) {
	const html = "<div>Yes, <a href=\"https://example.com/x\">here</a>.</div>"
	for _, c := range []struct{ name, plain, html, want string }{
		{"an empty text part", " \n", html, "Yes, here <https://example.com/x>."},
		{"a stub", "Your mail program does not show HTML.\n", html, "Yes, here <https://example.com/x>."},
		{"a text part that holds the HTML", html + "\n", html, "Yes, here <https://example.com/x>."},
		{"HTML alone, called text", "<html><body>" + html + "</body></html>\n", "", "Yes, here <https://example.com/x>."},
		{"a person who writes of HTML", "<div> is what I see in HTML mail.\n", "<p>&lt;div&gt; is what I see in HTML mail.</p>", "<div> is what I see in HTML mail."},
		{"a text part that says more", "Yes, here: https://example.com/x\n", html, "Yes, here: https://example.com/x"},
		{"HTML that says nothing", "Yes.\n", "<div><br></div>", "Yes."},
	} {
		mail := "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + c.plain
		if c.html != "" {
			mail += "--b\nContent-Type: text/html\n\n" + c.html + "\n"
		}
		if m := Parse([]byte(mail + "--b--\n")); m.Text != c.want || m.FullText == "" {
			t.Errorf("%s: %q of %q, want %q", c.name, m.Text, m.FullText, c.want)
		}
	}
}
