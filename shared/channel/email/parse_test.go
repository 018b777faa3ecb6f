package email

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// crlf writes a mail of test code with the line ends of the wire.
func crlf(mail string) []byte {
	return []byte(strings.ReplaceAll(strings.TrimPrefix(mail, "\n"), "\n", "\r\n"))
}

func TestParseReadsTheHeader(t *testing.T) {
	m := Parse(crlf(`
Message-ID: <id1@example.com>
In-Reply-To: <id0@example.com> (your mail of yesterday)
References: <first@example.com>
 <id0@example.com>
From: =?utf-8?B?Wm/D?= =?utf-8?B?qyBNw7xsbGVy?= <zoe@example.org>
Reply-To: answers@example.org
To: "Support, Example" <support@example.com>; other@example.com
Cc: =?iso-8859-1?Q?J=F6rg?= <joerg@example.org>
Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= =?utf-8?Q?_und_Farbe?=
Date: Sat, 21 Nov 2026 10:00:00 +0100

Hello.
`))
	if m.MessageID != "id1@example.com" || len(m.InReplyTo) != 1 || m.InReplyTo[0] != "id0@example.com" || len(m.References) != 2 || m.References[0] != "first@example.com" {
		t.Errorf("ids %q %q %q", m.MessageID, m.InReplyTo, m.References)
	}
	if m.From != (Address{"Zoë Müller", "zoe@example.org"}) || len(m.To) != 2 || m.To[0] != (Address{"Support, Example", "support@example.com"}) || m.To[1].Address != "other@example.com" || m.Cc[0].Name != "Jörg" || m.ReplyTo[0].Address != "answers@example.org" {
		t.Errorf("addresses %+v %+v %+v %+v", m.From, m.To, m.Cc, m.ReplyTo)
	}
	if m.Subject != "Größe und Farbe" || m.Date.Format(time.RFC3339) != "2026-11-21T10:00:00+01:00" {
		t.Errorf("subject %q, date %v", m.Subject, m.Date)
	}
	if m.Text != "Hello." || m.Kind != KindMessage || len(m.Warnings) > 0 {
		t.Errorf("text %q, kind %s, warnings %q", m.Text, m.Kind, m.Warnings)
	}
}

func TestParseReadsWhatIsBroken(t *testing.T) {
	for _, c := range []struct{ name, mail, text string }{
		{"nothing", "", ""},
		{"only bytes", "\x00\xff\xfe\x01", "\xff"},
		{"a header without a body", "From: a@example.com\nSubject: x", ""},
		{"a body without a header", "Hello there,\nfriend.\n", "Hello there,\nfriend."},
		{"a mailbox line above", "From a@example.com Sat Nov 21 10:00:00 2026\nFrom: a@example.com\n\nHello.\n", "Hello."},
		{"blank lines above", "\n\nFrom: a@example.com\n\nHello.\n", "Hello."},
		{"a multipart that names no boundary", "Content-Type: multipart/mixed\n\n--abcdef\nContent-Type: text/plain\n\nHello.\n--abcdef--\n", "Hello."},
		{"a multipart that is never closed", "Content-Type: multipart/mixed; boundary=abc\n\n--abc\nContent-Type: text/plain\n\nHello.\n", "Hello."},
		{"a multipart with a wrong boundary", "Content-Type: multipart/mixed; boundary=abc\n\nHello.\n", "Hello."},
		{"a charset that does not exist", "Content-Type: text/plain; charset=klingon\n\nHello.\n", "Hello."},
		{"UTF-8 labelled as Latin-1", "Content-Type: text/plain; charset=iso-8859-1\n\nGr\xc3\xb6\xc3\x9fe\n", "Größe"},
		{"Latin-1 labelled as UTF-8", "Content-Type: text/plain; charset=utf-8\n\nGr\xf6\xdfe\n", "Größe"},
		{"Latin-1 without a label", "Subject: x\n\nGr\xf6\xdfe\n", "Größe"},
		{"ISO-2022-JP without a label", "Subject: x\n\n\x1b$B$3$s$K$A$O\x1b(B\n", "こんにちは"},
		{"Shift_JIS under a vendor's name", "Content-Type: text/plain; charset=CP932\n\n\x82\xb1\x82\xf1\n", "こん"},
		{"quoted-printable with bad escapes", "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n100=% sure=\n, a=3Db, gr=C3=B6n\n", "100=% sure, a=b, grön"},
		{"base64 with rubbish within", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVs!!bG8=\nLg==\n", "Hello."},
		{"an encoding nobody knows", "Content-Type: text/plain\nContent-Transfer-Encoding: zip\n\nHello.\n", "Hello."},
		{"a content type of rubbish", "Content-Type: ;;;=\n\nHello.\n", "Hello."},
		{"only HTML", "Content-Type: text/html\n\n<p>Hello<p>there<br>you", "Hello\n\nthere\nyou"},
		{"an empty text beside the HTML", "Content-Type: multipart/alternative; boundary=abc\n\n--abc\nContent-Type: text/plain\n\n \n--abc\nContent-Type: text/html\n\n<p>Hello.\n--abc--\n", "Hello."},
		{"text around an attachment", "Content-Type: multipart/mixed; boundary=abc\n\n--abc\nContent-Type: text/plain\n\nabove\n--abc\nContent-Type: image/png; name=a.png\n\nx\n--abc\nContent-Type: text/plain\n\nbelow\n--abc--\n", "above\nbelow"},
	} {
		m := Parse([]byte(c.mail))
		if c.name == "only bytes" {
			continue // it is enough that it returns
		}
		if m.Text != c.text {
			t.Errorf("%s: text %q, want %q, warnings %q", c.name, m.Text, c.text, m.Warnings)
		}
	}
}

func TestNamesOfAttachmentsAreHarmless(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{`filename="../../etc/passwd"`, "passwd"},
		{`filename="C:\\Users\\x\\report.pdf"`, "report.pdf"},
		{`filename=".htaccess"`, "htaccess"},
		{`filename="a` + "\x00" + `b.pdf"`, "a b.pdf"},
		{`filename="=?utf-8?B?UsOpc3Vtw6kucGRm?="`, "Résumé.pdf"},
		{`filename*=utf-8''R%C3%A9sum%C3%A9.pdf`, "Résumé.pdf"},
		{`filename*=iso-8859-1''R%E9sum%E9.pdf`, "Résumé.pdf"},
		{`filename*0="a long"; filename*1=" name.pdf"`, "a long name.pdf"},
		{`filename="pay` + "\u202e" + `fdp.exe"`, "pay fdp.exe"},
		{`filename="a/b: c?.pdf"`, "b_ c_.pdf"},
		{`filename=""`, "attachment.pdf"},
		{`filename=".."`, "attachment.pdf"},
		{`filename="` + strings.Repeat("a", 400) + `.pdf"`, strings.Repeat("a", 196) + ".pdf"},
	} {
		m := Parse([]byte("Content-Type: multipart/mixed; boundary=abc\n\n--abc\nContent-Type: application/pdf\nContent-Disposition: attachment; " + c.header + "\n\nx\n--abc--\n"))
		if len(m.Attachments) != 1 || m.Attachments[0].Name != c.want {
			t.Errorf("%s: %+v, want %q", c.header, m.Attachments, c.want)
		}
	}
}

func TestOnlySESsTopmostAuthenticationResultsCount(t *testing.T) {
	const sesPass = "Authentication-Results: amazonses.com;\n spf=pass (spfCheck: domain of example.org designates 192.0.2.1; dmarc=fail) client-ip=192.0.2.1; envelope-from=a@example.org; smtp.mailfrom=a@example.org;\n dkim=pass header.i=@example.org;\n dkim=fail header.i=@other.example;\n dmarc=pass header.from=example.org;\n"
	m := Parse([]byte(sesPass + "Authentication-Results: amazonses.com; dkim=pass header.i=@forged.example\n\nx"))
	if m.Auth.SPF != "pass" || m.Auth.SPFDomain != "example.org" || m.Auth.DMARC != "pass" || m.Auth.DMARCDomain != "example.org" || len(m.Auth.DKIM) != 2 || m.Auth.DKIM[0] != (DKIMResult{"pass", "example.org"}) || m.Auth.DKIM[1].Result != "fail" {
		t.Errorf("%+v", m.Auth)
	}
	for _, forged := range []string{
		"Authentication-Results: mail.example.com; dmarc=pass\nAuthentication-Results: amazonses.com; dmarc=pass header.from=example.org\n",
		"Authentication-Results: mail.example.com (amazonses.com); dmarc=pass\n",
		"Authentication-Results: amazonses.com.example.com; dmarc=pass\n",
		"Authentication-Results: \"amazonses.com x\"; dmarc=pass\n",
		"Authentication-Results: amazonses.com; spf=fail reason=\"; dmarc=pass\"\n",
		"Authentication-Results: amazonses.com; spf=fail (; dmarc=pass)\n",
	} {
		if m := Parse([]byte(forged + "\nx")); m.Auth.DMARC != "" {
			t.Errorf("%q gives %+v", forged, m.Auth)
		}
	}
}

func TestKindsAreToldByTheirHeaders(t *testing.T) {
	for _, c := range []struct {
		name, header string
		want         Kind
	}{
		{"a message", "Subject: Hello", KindMessage},
		{"RFC 3834", "Auto-Submitted: auto-replied", KindAutoReply},
		{"RFC 3834 with a comment and a parameter", "Auto-Submitted: auto-replied (vacation); owner=a", KindAutoReply},
		{"a person", "Auto-Submitted: no", KindMessage},
		{"a notification of a form is no answer", "Auto-Submitted: auto-generated\nSubject: New order", KindMessage},
		{"a generated answer", "Auto-Submitted: auto-generated\nIn-Reply-To: <a@example.com>\nSubject: Re: x", KindAutoReply},
		{"Exchange away", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nSubject: Automatic reply: Order", KindAutoReply},
		{"suppression alone proves nothing", "X-Auto-Response-Suppress: All\nSubject: Order 5", KindMessage},
		{"X-Autoreply", "X-Autoreply: yes", KindAutoReply},
		{"X-Autoreply no", "X-Autoreply: no", KindMessage},
		{"X-Autorespond", "X-Autorespond: Order", KindAutoReply},
		{"an old precedence", "Precedence: auto_reply", KindAutoReply},
		{"a German subject", "Subject: Automatische Antwort: Bestellung", KindAutoReply},
		{"a French subject", "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_: Commande?=", KindAutoReply},
		{"a Japanese subject", "Subject: =?utf-8?B?6Ieq5YuV5b+c562UOiDms6jmloc=?=", KindAutoReply},
		{"an answer to an automatic one", "Subject: Re: Automatic reply: Order", KindMessage},
		{"a person's absence", "Subject: Absence: my son is ill", KindMessage},
		{"a person's vacation", "Subject: Vacation: two rooms in May?", KindMessage},
		{"an insurance", "Subject: Auto: insurance question", KindMessage},
		{"an absence that answers and says no more", "Subject: Absence: Order\nIn-Reply-To: <a@example.com>", KindMessage},
		{"a question about it", "Subject: Out of office furniture, please call", KindMessage},
		{"a list", "List-Id: <news.example.com>", KindList},
		{"a newsletter", "List-Unsubscribe: <https://example.com/u>", KindList},
		{"bulk", "Precedence: bulk", KindList},
	} {
		if m := Parse([]byte(c.header + "\nFrom: a@example.org\n\nHello.\n")); m.Kind != c.want {
			t.Errorf("%s: %s, want %s", c.name, m.Kind, c.want)
		}
	}
}

func TestReturnDates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"I am out of the office until May 5.", "2026-05-05"},
		{"I will be back on Monday, 4 May 2026.", "2026-05-04"},
		{"Returning January 7th", "2027-01-07"},
		{"Ich bin bis zum 12.05.2026 nicht erreichbar.", "2026-05-12"},
		{"Ich bin bis 3. Mai im Urlaub.", "2026-05-03"},
		{"Je suis absent jusqu'au 5 mai 2026 inclus.", "2026-05-05"},
		{"Estaré fuera hasta el 9 de mayo.", "2026-05-09"},
		{"Sono assente fino al 10/05/2026.", "2026-05-10"},
		{"Ik ben afwezig tot en met 11 mei 2026.", "2026-05-11"},
		{"5月7日まで休暇をいただいております。", "2026-05-07"},
		{"Away until 2026-05-08", "2026-05-08"},
		{"Back on 13/05/2026", "2026-05-13"},
		{"Back on 06/05/2026, the fifth or the sixth month", ""},
		{"I am away until further notice.", ""},
		{"Please wait until 31.02.2026", ""},
		{"The offer is valid until May 5, 2019.", ""},
	} {
		m := Parse([]byte("Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n" + c.text + "\n"))
		got := ""
		if !m.AutoReply.ReturnDate.IsZero() {
			got = m.AutoReply.ReturnDate.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// hugeMails are 40 MB each, every one a way to make a careless parser grow.
var hugeMails = map[string]func() []byte{
	"a signed file":          hugeSigned,
	"winmail.dat":            hugeWinmail,
	"winmail.dat, rich text": hugeRichText,
	"winmail.dat, a subject": hugeSubject,
	"a file": func() []byte {
		var b bytes.Buffer
		b.WriteString("Content-Type: multipart/mixed; boundary=abc\n\n--abc\nContent-Type: text/plain\n\nHello.\n--abc\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n")
		line := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 57)) + "\r\n"
		for b.Len() < 40<<20 {
			b.WriteString(line)
		}
		b.WriteString("--abc--\n")
		return b.Bytes()
	},
	"text":               func() []byte { return repeat("Subject: x\n\n", "All work and no play.\n") },
	"one line":           func() []byte { return repeat("Subject: x\n\n", "> a ") },
	"HTML":               func() []byte { return repeat("Content-Type: text/html\n\n", "<b><p>x</b><blockquote>") },
	"a header":           func() []byte { return repeat("Subject: x\n", "X-A: b\n") },
	"one header line":    func() []byte { return repeat("Subject: ", "=?utf-8?Q?a?= ") },
	"parts":              func() []byte { return repeat("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n") },
	"parts with headers": func() []byte { return repeat("Content-Type: multipart/mixed; boundary=b\n\n", "--b\nA: b\n\nx\n") },
	"nested multiparts": func() []byte {
		var b bytes.Buffer
		for i := 0; b.Len() < 40<<20; i++ {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.Bytes()
	},
	"binary labelled base64": func() []byte {
		return repeat("Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n", "\xff\x00!?%&\n")
	},
	"addresses": func() []byte { return repeat("To: ", "a@example.com, ") },
	"a line of base64": func() []byte {
		return repeat("Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n", "QUJD")
	},
	"uuencoded":                func() []byte { return repeat("Subject: x\n\nbegin 644 a.bin\n", "M"+strings.Repeat("A", 60)+"\n") },
	"uuencode's first line":    func() []byte { return repeat("Subject: x\n\n", "begin 644 a\n") },
	"text of no character set": func() []byte { return repeat("Subject: x\n\n", "\xc3\x28\xa0\xe2\x82") },
	"delimiters in one line":   func() []byte { return repeat("Content-Type: multipart/mixed; boundary=b\n\n", "\r--b") },
	"boundaries that never come": func() []byte {
		return repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", "Content-Type: multipart/mixed; boundary=c\n\n--x\n--b\n")
	},
	"quotes in parameters":      func() []byte { return repeat("Content-Type: text/plain; ", `a="b" c "`) },
	"encoded-words without end": func() []byte { return repeat("Subject: ", "=?utf-8?Q?a?") },
	"lines that are no fields":  func() []byte { return repeat("Subject: x\n", "no field\nFrom: a@example.org\n") },
}

func repeat(head, unit string) []byte {
	return append([]byte(head), bytes.Repeat([]byte(unit), (40<<20-len(head))/len(unit))...)
}

// TestParsingFortyMegabytesStaysSmall runs each mail in a child process, whose
// peak of resident memory the kernel counts.
func TestParsingFortyMegabytesStaysSmall(t *testing.T) {
	if name := os.Getenv("EMAIL_TEST_HUGE"); name != "" {
		raw := hugeMails[name]()
		start := time.Now()
		m := Parse(raw)
		fmt.Printf("took %v, %d attachments, %d bytes of text\n", time.Since(start), len(m.Attachments), len(m.Text))
		return
	}
	program := plainProgram(t)
	for name := range hugeMails {
		t.Run(name, func(t *testing.T) {
			child := exec.CommandContext(t.Context(), program, "-test.run=^TestParsingFortyMegabytesStaysSmall$", "-test.v", "-test.timeout=60s")
			child.Env = append(os.Environ(), "EMAIL_TEST_HUGE="+name, "EMAIL_TEST_PEAK=1")
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			peak := peakOf(string(out))
			t.Logf("peak %d MB; %s", peak>>10, firstLine(string(out)))
			if peak == 0 || peak > 512<<10 {
				t.Errorf("peak of resident memory %d KB", peak)
			}
		})
	}
}

// plainProgram returns this test program without the race detector.
func plainProgram(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if raced {
		program = filepath.Join(t.TempDir(), "email.test")
		if out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-race=false", "-o", program, ".").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return program
}

func TestMain(m *testing.M) {
	m.Run()
	if os.Getenv("EMAIL_TEST_PEAK") != "" {
		printPeak()
	}
}

// printPeak prints this process's own VmHWM.
func printPeak() {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		if strings.HasPrefix(scanner.Text(), "VmHWM:") {
			fmt.Println(scanner.Text())
		}
	}
}

// peakOf returns the VmHWM that a child printed, in KB.
func peakOf(out string) int {
	_, after, _ := strings.Cut(out, "VmHWM:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(fields[0])
	return n
}

func firstLine(out string) string {
	_, after, _ := strings.Cut(out, "took")
	line, _, _ := strings.Cut(after, "\n")
	return "took" + line
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/bounces/mail/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatal("no corpus", err)
	}
	odd, err := filepath.Glob("testdata/mail/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files[:40], odd...) {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if len(raw) < 8<<10 {
			f.Add(raw)
		}
	}
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b--\n--a--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		m := Parse(raw)
		if m == nil || m.Kind == "" {
			t.Fatal("no mail")
		}
		if !bytes.Equal(raw, before) {
			t.Error("the mail's own bytes were written to")
		}
		for _, a := range m.Attachments {
			if a.Name == "" || strings.ContainsAny(a.Name, "/\\\x00\r\n") || a.Size != len(a.Content) {
				t.Errorf("attachment %q of %d bytes", a.Name, a.Size)
			}
		}
		if strings.ContainsAny(m.Subject+m.From.Name+m.From.Address+m.MessageID, "\r\n\x00") {
			t.Errorf("a line break in %q %q", m.Subject, m.From)
		}
		if strings.TrimSpace(m.FullText) != "" && strings.TrimSpace(m.Text) == "" {
			t.Errorf("all of %q was cut", m.FullText)
		}
	})
}

func TestALetterUnderAHeapOfAccentsKeepsWhatALanguageNeeds(t *testing.T) {
	heap := "a" + strings.Repeat("\u0301", 100_000) + "b" + strings.Repeat("\u202e", 100_000) + "c नमस्ते"
	want := "a" + strings.Repeat("\u0301", 30) + "b" + strings.Repeat("\u202e", 30) + "c नमस्ते"
	for subtype, body := range map[string]string{"plain": heap, "html": "<p>" + heap + "</p>"} {
		m := Parse([]byte("From: a@example.org\r\nContent-Type: text/" + subtype + "; charset=utf-8\r\n\r\n" + body))
		if m.Text != want || m.FullText != want || subtype == "html" && m.HTML != "<p>"+want+"</p>" {
			t.Errorf("%s: %d bytes of text, %d of %d in full, %d of HTML", subtype, len(m.Text), len(m.FullText), len(want), len(m.HTML))
		}
	}
}

func TestABodyInNoKnownFormIsAFile(t *testing.T) {
	raw := "From: a@example.org\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: text/enriched\r\n\r\n<bold>Yes</bold>\r\n--x\r\nContent-Type: text/x-amp-html\r\n\r\n<p>Yes</p>\r\n--x--\r\n"
	if m := Parse([]byte(raw)); len(m.Attachments) != 2 {
		t.Errorf("%d attachments, text %q", len(m.Attachments), m.Text)
	}
}
