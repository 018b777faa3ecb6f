package email

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInspectPrintsOneExactLine(t *testing.T) {
	raw := crlf(`
Message-ID: <id1@example.com>
In-Reply-To: <id0@example.com>
References: <id0@example.com>
From: Ann <ann@example.org>
To: support@example.com
Subject: Re: Order
Date: Sat, 21 Nov 2026 10:00:00 +0000
Content-Type: text/html; charset=utf-8

<p>Blue &amp; large.</p>
`)
	line, err := json.Marshal(Inspect("a.eml", raw))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"file":"a.eml","message_id":"id1@example.com","in_reply_to":"id0@example.com","references":["id0@example.com"],` +
		`"from":{"name":"Ann","address":"ann@example.org"},"reply_to":[],"to":[{"name":"","address":"support@example.com"}],"subject":"Re: Order",` +
		`"date":"2026-11-21T10:00:00Z","kind":"message","text":"Blue \u0026 large.","full_text":"Blue \u0026 large.","html":"\u003cp\u003eBlue \u0026amp; large.\u003c/p\u003e",` +
		`"attachments":[],"bounces":[],"auto_reply":null,"forwarded":null,"warnings":[]}`
	if string(line) != want {
		t.Errorf("got  %s\nwant %s", line, want)
	}
}

func TestInspectShowsWhatAMailIs(t *testing.T) {
	for _, c := range []struct{ name, mail, want string }{
		{"a bounce", "From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nsorry\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <sent@email.amazonses.com>\n--b--\n",
			`"bounces":[{"recipient":"ann@example.org","status":"5.1.1","reply_code":"550","action":"failed","hard":true,"original_message_id":"sent@email.amazonses.com"}]`},
		{"an automatic answer", "Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 10:00:00 +0000\n\nI am away until May 5.\n", `"auto_reply":{"return_date":"2026-05-05T00:00:00Z"}`},
		{"an automatic answer that names no day", "Auto-Submitted: auto-replied\n\nI am away.\n", `"auto_reply":{"return_date":""}`},
		{"a forwarded mail", "Subject: Fwd: Order\n\nSee below.\n\n---------- Forwarded message ---------\nFrom: Ann <ann@example.org>\nDate: Mon, Apr 27, 2026 at 9:31 AM\nSubject: Order\nTo: <us@example.com>\n\nBlue.\n",
			`"forwarded":{"from":{"name":"Ann","address":"ann@example.org"},"to":[{"name":"","address":"us@example.com"}],"subject":"Order","date":"2026-04-27T09:31:00Z"}`},
		{"an attachment", "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n", `"attachments":[{"name":"a.pdf","type":"application/pdf","size":5,"inline":false}]`},
		{"a complaint", "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n", `"kind":"complaint"`},
		{"nothing at all", "", `"warnings":["the mail has no header"`},
	} {
		line, err := json.Marshal(Inspect("x", []byte(c.mail)))
		if err != nil || !strings.Contains(string(line), c.want) {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, line, c.want)
		}
	}
}

func TestInspectFilesPrintsALineForEveryFile(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"b.eml": "Subject: b\n\n", "a/z.eml": "Subject: z\n\n", "a/a.eml": "\x00\xff", "c": ""} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "d")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := InspectFiles(&out, []string{folder, filepath.Join(folder, "missing")}); err != nil {
		t.Fatal(err)
	}
	var files []string
	for line := range strings.SplitSeq(strings.TrimSpace(out.String()), "\n") {
		var in Inspection
		if err := json.Unmarshal([]byte(line), &in); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		rel, err := filepath.Rel(folder, in.File)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, rel)
		if broken := rel == "d" || rel == "missing"; broken != strings.HasPrefix(strings.Join(in.Warnings, " "), "unreadable") {
			t.Errorf("%s: warnings %q", rel, in.Warnings)
		}
	}
	if got := strings.Join(files, " "); got != "a/a.eml a/z.eml b.eml c d missing" {
		t.Errorf("files %s", got)
	}
}

func TestInspectFilesTellsAWriterThatFails(t *testing.T) {
	if err := InspectFiles(failingWriter{}, []string{"inspect_test.go"}); err == nil {
		t.Error("no error")
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("full") }
