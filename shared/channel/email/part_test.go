package email

import (
	"fmt"
	"strings"
	"testing"
)

func TestMultipartsAreOpenedHoweverDeep(t *testing.T) {
	const depth = 300
	var b strings.Builder
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\n\nHello.\n")
	for i := range depth {
		fmt.Fprintf(&b, "--b%d--\n", depth-1-i)
	}
	if m := Parse([]byte("From: a@example.org\n" + b.String())); m.Text != "Hello." || len(m.Warnings) > 0 {
		t.Errorf("text %q, warnings %q", m.Text, m.Warnings)
	}
}

func TestPartsBeyondTheLimitAreSaidToBeLeftOut(t *testing.T) {
	m := Parse([]byte("From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\nx\n", 10000) + "--b--\n"))
	if len(m.Attachments) != maxParts || len(m.Warnings) != 1 || !strings.Contains(m.Warnings[0], "2,000") {
		t.Errorf("%d attachments, warnings %q", len(m.Attachments), m.Warnings)
	}
}

func TestFieldsThatMatterAreFoundBelowAnyNumberOfOthers(t *testing.T) {
	m := Parse([]byte(strings.Repeat("X-Trace: "+strings.Repeat("x", 80)+"\n", 20000) + "From: a@example.org\nSubject: Order\nContent-Type: text/html\n\n<p>Hello."))
	if m.Subject != "Order" || m.From.Address != "a@example.org" || m.Text != "Hello." || m.HTML == "" {
		t.Errorf("%+v", m)
	}
	if len(m.Warnings) != 1 || !strings.Contains(m.Warnings[0], "256 KB") {
		t.Errorf("warnings %q", m.Warnings)
	}
}

func TestHeaderOfOneFoldedFieldIsReadInLinearTime(t *testing.T) {
	h, _ := readHeader([]byte("References: <a@example.org>\n" + strings.Repeat(" <b@example.org>\n", 1<<20) + "Subject: Order\n\n"))
	if len(h.get("References")) > maxField || h.get("Subject") != "Order" {
		t.Errorf("%d bytes of references, subject %q", len(h.get("References")), h.get("Subject"))
	}
}

func TestParametersAreReadAsWritten(t *testing.T) {
	for _, c := range []struct{ name, field, value, param, want string }{
		{"as it should be", `text/plain; charset="utf-8"`, "text/plain", "charset", "utf-8"},
		{"capitals", `Text/PLAIN; CHARSET=UTF-8`, "text/plain", "charset", "UTF-8"},
		{"blanks around the equals sign", `text/plain; charset = utf-8 `, "text/plain", "charset", "utf-8"},
		{"a comment", `text/plain (words); charset=utf-8`, "text/plain", "charset", "utf-8"},
		{"no semicolon", `text/plain charset=utf-8`, "text/plain", "charset", "utf-8"},
		{"no semicolon between two", `text/plain; charset=utf-8 format=flowed`, "text/plain", "format", "flowed"},
		{"no type", `charset=utf-8`, "", "charset", "utf-8"},
		{"the first of two", `text/plain; charset=utf-8; charset=koi8-r`, "text/plain", "charset", "utf-8"},
		{"a value that is missing", `text/plain; iso-8859-1; charset=utf-8`, "text/plain", "charset", "utf-8"},
		{"a semicolon within quotes", `text/plain; name="a;b.txt"; charset=x`, "text/plain", "name", "a;b.txt"},
		{"an escaped quote", `text/plain; name="a\"b.txt"`, "text/plain", "name", `a"b.txt`},
		{"a quote that is missing", `text/plain; name="a.txt; charset=x`, "text/plain", "name", "a.txt"},
		{"a backslash that is no escape", `text/plain; name="C:\dir\a.txt"`, "text/plain", "name", `C:\dir\a.txt`},
		{"pieces", `text/plain; name*0="a b"; name*1="c.txt"`, "text/plain", "name", "a bc.txt"},
		{"more than nine pieces, in no order", `text/plain; name*10=k; name*9=j; name*8=i; name*7=h; name*6=g; name*5=f; name*4=e; name*3=d; name*2=c; name*1=b; name*0=a`, "text/plain", "name", "abcdefghijk"},
		{"a character cut between pieces", `text/plain; name*0*=utf-8''Gr%C3; name*1*=%BC%C3%9Fe`, "text/plain", "name", "Grüße"},
		{"an encoded-word cut between pieces", `text/plain; name*0="=?utf-8?Q?Gr=C3=BC"; name*1="=C3=9Fe?="`, "text/plain", "name", "Grüße"},
		{"a percent sign that is none of an escape", `text/plain; name*=utf-8''100%.txt`, "text/plain", "name", "100%.txt"},
		{"a language", `text/plain; name*=iso-8859-1'de'Gr%FC%DFe`, "text/plain", "name", "Grüße"},
		{"no character set", `text/plain; name*=Gr%C3%BC%C3%9Fe`, "text/plain", "name", "Grüße"},
	} {
		value, params := parseParameters(c.field)
		if value != c.value || params[c.param] != c.want {
			t.Errorf("%s: %q, %s %q, want %q, %q", c.name, value, c.param, params[c.param], c.value, c.want)
		}
	}
}

func TestDatesAreReadHoweverTheyAreWritten(t *testing.T) {
	const want = "2026-05-04T15:15:00Z"
	for _, value := range []string{
		"Mon, 4 May 2026 10:15:00 -0500", "4 May 2026 10:15 -0500", "Mon, 04 May 26 10:15:00 -0500", "Mon, 4 May 2026 10:15:00 EST",
		"Mon, 4 May 2026 15:15:00 GMT", "Mon, 4 May 2026 15:15:00 UT", "Mon, 4 May 2026 17:15:00 CEST", "Tue, 5 May 2026 00:15:00 JST",
		"Mon, 4 May 2026 10:15:00 -0500 (Central Daylight Time)", "Mon 4 May 2026 10:15:00 -0500", "Mon,4 May 2026 10:15:00 -0500",
		"Mon, 4 May 2026 10:15:00 GMT-0500", "Mon, 4 May 2026 10:15:00 -05:00", "Mon May  4 15:15:00 2026", "Mon May 4 15:15:00 UTC 2026", "Monday, May 4, 2026 15:15:00",
		"2026-05-04T10:15:00-05:00", "2026-05-04 15:15:00", "Mon, 4 May 2026 15.15.00 +0000", "Lun, 4 mai 2026 15:15:00 +0000",
	} {
		got, ok := parseDate(value)
		if !ok || got.UTC().Format("2006-01-02T15:04:05Z") != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	for _, value := range []string{"", "yesterday", "Thu, 1 Jan 1970 00:00:00 +0000", "Mon, 40 May 2026 10:15:00 +0000"} {
		if got, ok := parseDate(value); ok {
			t.Errorf("%q: %v", value, got)
		}
	}
}
